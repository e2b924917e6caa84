"""The counts of an event: each with its charge, its flags, its comments and its dispositions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from vacatur.sources.rapsheet.charges import Charge, charge_type, read_charge
from vacatur.sources.rapsheet.cleaning import as_digits
from vacatur.sources.rapsheet.comments import ChargeComments, Remark
from vacatur.sources.rapsheet.ledger import Ledger
from vacatur.sources.rapsheet.marks import Mark
from vacatur.sources.rapsheet.outcomes import RawDisposition
from vacatur.sources.rapsheet.sheet import Count

_NUMBER = re.compile(
    r"[^\w?]{0,4}([\dOIL|]{1,3}(?:\s+[\dOIL|]{1,2}(?=\s{2}|\W*#|$))?)(?:\s?-\s?([\dOIL|]{1,3}))?(?![\w?])\s*(.*)$"
)
_DAMAGED_START = re.compile(r"[^A-Z0-9\s]+\d")
"""A mark where the first digit must have stood."""
_NO_CASE = re.compile(r"[^A-Z0-9 /&()-]")
"""What no case number holds."""
_CODED = re.compile(r"\b(?:PC|HS|VC|BP|WI)-")
_MOST = 100
"""Counts that one range may stand for."""
_MANY = 20
"""Counts in one range that are seldom seen: a digit may be damaged."""
_SENTENCING = re.compile(r"1170\s?\(H\).{0,6}PC\W{0,2}SENT")


@dataclass
class RawCount:
    """A count, or a range of them, while its lines are gathered."""

    numbers: tuple[int | None, ...] = (None,)
    case_number: str | None = None
    mark: Mark | None = None
    """Of its CNT."""
    offense: str | None = None
    charged: bool = False
    """Whether its charge line was met, read or not."""
    see_comment: Mark | None = None
    attempted: bool = False
    charge: str | None = None
    flags: list[str] = field(default_factory=list)
    comments: list[Remark] = field(default_factory=list)
    dispositions: list[RawDisposition] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    def finish(self, ledger: Ledger, commented: ChargeComments, on: date | None) -> Iterator[Count]:
        """The counts that it stands for."""
        shared = None
        for number in self.numbers:
            offense, attempted, in_comment = self.offense, self.attempted, False
            if self.see_comment or (not self.charged and commented.names(self, number)):
                offense, said = commented.charge(self, number, ledger)
                attempted, in_comment = attempted or said, True
            elif self.mark and not self.charged:
                ledger.note(self.mark.number, "offense_missing", self.mark.text)
            if attempted and offense and not offense.startswith("664") and offense[:1].isdigit():
                offense = f"664/{offense}"
            if shared is None or any(each.told_by_count for each in self.dispositions):
                shared = tuple(each.finish(ledger, on, number) for each in self.dispositions)
            yield Count(
                number,
                self.case_number,
                offense,
                in_comment,
                attempted,
                self.charge,
                tuple(self.flags),
                tuple(remark.text for remark in self.comments),
                shared,
                tuple(self.lines),
            )


def open_count(mark: Mark, ledger: Ledger) -> RawCount:
    """The count that a CNT line begins: its number or range, and the number beside it."""
    count = RawCount(mark=mark, lines=[mark.number])
    text, count.charge, unread = charge_type(mark.rest)
    if unread:
        ledger.doubt(mark, "charge_type_unread")
    if not ledger.sure(mark):
        return count
    found = _NUMBER.match(text)
    if not found:
        ledger.doubt(mark, "count_number_unread")
        _, hash_sign, case = text.partition("#")
        count.case_number = clean_case(case) if hash_sign else None
        return count
    count.numbers = _numbers(mark, found[1], found[2], ledger)
    beside = found[3].lstrip(" .:;'*-")
    if beside.startswith("#"):
        count.case_number = clean_case(beside)
        if count.case_number and _NO_CASE.search(count.case_number):
            count.case_number = None
            ledger.doubt(mark, "case_number_unread", beside)
    elif beside:
        ledger.doubt(mark, "case_number_unread", beside)
    ledger.read(mark)
    return count


def _numbers(mark: Mark, first: str, last: str | None, ledger: Ledger) -> tuple[int | None, ...]:
    one, other = as_digits(first.replace(" ", "")), as_digits(last or first.replace(" ", ""))
    if one is None or other is None:
        ledger.doubt(mark, "count_number_unread")
        return (None,)
    if one[1] or other[1] or " " in first:
        ledger.doubt(mark, "repaired")
    start, end = int(one[0]), int(other[0])
    if start == 0:
        ledger.doubt(mark, "count_number_unread")
        return (None,)
    if end < start or end - start >= _MOST:
        ledger.doubt(mark, "count_range")
        return (None,)
    if end - start >= _MANY:
        ledger.doubt(mark, "count_range")
    return tuple(range(start, end + 1))


def clean_case(text: str) -> str | None:
    """A case number without points, the `#`, and what trails it."""
    cleaned = " ".join(text.replace(".", "").lstrip(" #'*:").split()).rstrip(" .:-'*")
    return cleaned or None


def take_charge(count: RawCount, mark: Mark, ledger: Ledger, tells: bool) -> None:
    """The charge line of a count; `tells` when a statute is expected of it."""
    text, kind, unread = charge_type(mark.text.lstrip(" .'"))
    count.charge = count.charge or kind
    if unread:
        ledger.doubt(mark, "charge_type_unread")
    if _SENTENCING.match(text):
        count.comments.append(Remark(mark, text))
        ledger.read(mark)
        return
    count.charged = True
    if not ledger.sure(mark):
        return
    charge = read_charge(text) if not _DAMAGED_START.match(text) else Charge(None, statute=True)
    count.offense = charge.text
    count.attempted = count.attempted or charge.attempted
    if charge.repaired:
        ledger.doubt(mark, "repaired")
    if charge.differs:
        ledger.doubt(mark, "words_differ")
    elif charge.text is None or ((tells or _CODED.search(text)) and not charge.statute):
        ledger.doubt(mark, "offense_unread")
    elif not charge.coded:
        ledger.doubt(mark, "code_unknown")
    ledger.read(mark)


def take_flags(count: RawCount, mark: Mark, ledger: Ledger) -> None:
    """`-ATTEMPTED           -BENCH WARRANT`: flags, each after a hyphen."""
    flags = [flag.strip(" .'*") for flag in re.split(r"(?:^|\s)-\s?", mark.text.lstrip(" .'*")) if flag.strip(" .'*-")]
    if not ledger.sure(mark):
        return
    for flag in flags:
        if flag == "ATTEMPTED" or flag == "ATTEMPT":
            count.attempted = True
        count.flags.append(" ".join(flag.split()))
    ledger.read(mark)
