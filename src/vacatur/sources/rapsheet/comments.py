"""The charges that comments of an event name for its counts: `COM: CNT 02 CHRG-11359 HS`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vacatur.sources.rapsheet.charges import charge_type, read_charge
from vacatur.sources.rapsheet.ledger import Ledger
from vacatur.sources.rapsheet.marks import Mark

if TYPE_CHECKING:
    from vacatur.sources.rapsheet.counts import RawCount

_CHARGE = re.compile(
    r"(?:C[NH][TI]\W{0,3}([\d]{1,3})(?:\s?-\s?(\d{1,3}))?\W{0,3})?CHRG\W{0,3}(.*?)(?=\W{1,3}C[NH][TI]\W{0,3}\d{1,3}\W{0,3}CHRG|$)"
)


@dataclass
class Remark:
    """A comment, or another labelled line that is kept as it is; words that run on are put to it."""

    mark: Mark
    text: str


class ChargeComments:
    """The charges that an event's comments name, by count."""

    def __init__(self) -> None:
        self._by_number: dict[int, list[str]] = {}
        self._own: dict[int, list[tuple[int | None, str]]] = {}

    def take(self, count: RawCount, comment: str) -> None:
        """Note the charges that a comment of a count names."""
        if "CHRG" not in comment:
            return
        for found in _CHARGE.finditer(comment):
            first, last, text = found.groups()
            words = charge_type(text)[0].strip(" .:;-")
            if not first and comment[: found.start()].strip(" .:;'*-"):
                continue  # what stands before it may be the number of a count
            numbers = range(int(first), int(last or first) + 1) if first else [None]
            for number in list(numbers)[:100]:
                self._own.setdefault(id(count), []).append((number, words))
                if number is not None:
                    self._by_number.setdefault(number, []).append(words)

    def _found(self, count: RawCount, number: int | None) -> list[str]:
        """Charges for a count: those that give its number, in its own comments, else in any of the event; else those of
        its own comments that give none.
        """
        own = self._own.get(id(count), [])
        numbered = [text for each, text in own if each is not None and each == number]
        if numbered:
            return numbered
        elsewhere = self._by_number.get(number, []) if number is not None else []
        return elsewhere or [text for each, text in own if each is None]

    def names(self, count: RawCount, number: int | None) -> bool:
        """Whether a comment names a charge for a count."""
        return bool(self._found(count, number))

    def charge(self, count: RawCount, number: int | None, ledger: Ledger) -> tuple[str | None, bool]:
        """The offense that comments name for a count, and whether as an attempt; None where they name none, or two."""
        mark = count.see_comment or count.mark
        found = list(dict.fromkeys(self._found(count, number)))
        read = [read_charge(text) for text in found]
        code, shown = "", "; ".join(found)
        if not found:
            code, shown = "charge_comment_missing", mark.text if mark else ""
        elif len({each.text for each in read}) > 1:
            code = "charge_comments_differ"
        elif read[0].differs:
            code = "words_differ"
        elif read[0].text is None or not read[0].statute:
            code = "offense_unread"
        else:
            code = "" if read[0].coded else "code_unknown"
        if mark and any(each.repaired for each in read):
            ledger.doubt(mark, "repaired", shown)
        settled = code in ("", "code_unknown")
        if mark and code:
            ledger.doubt(mark, code, shown)
        return (read[0].text, read[0].attempted) if settled else (None, False)
