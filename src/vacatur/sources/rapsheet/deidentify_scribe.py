"""One line being rewritten: what of it was decided, and the closed list for the rest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import Enum, auto

from vacatur.sources.rapsheet.deidentify_standins import StandIns
from vacatur.sources.rapsheet.deidentify_words import repaired, words

OLDEST, LATEST = 1900, 2099
"""Years that a date may have."""


class Field(Enum):
    """What stands in the part of a line for which no rule was found."""

    FREE = auto()
    """Anything may: comments, and lines that were not understood."""
    FIXED = auto()
    """Words of the form: charges, dispositions, headers, notices."""
    GONE = auto()
    """An address, or what follows a word that introduces a person: nothing stays."""


def folded(text: str) -> str:
    """Capitals of plain ASCII: accents off, dashes and blanks of other kinds as the plain ones, all else a `?`.

    So nothing is passed over because it is written in other letters.
    """
    if text.isascii() and text.isprintable():
        return text.upper()
    found = []
    for mark in unicodedata.normalize("NFKD", text.upper()):
        if unicodedata.combining(mark) or unicodedata.category(mark) == "Cf":
            continue
        if mark.isascii() and (mark.isprintable() or mark == "\t"):
            found.append(mark)
        elif unicodedata.category(mark) == "Pd" or mark == "\N{MINUS SIGN}":
            found.append("-")
        else:
            found.append(" " if mark.isspace() else "?")
    return "".join(found).upper()


class Scribe:
    """Rewrites one line.

    Args:
        printed: as it stands in the sheet.
        say: is told why something was removed.
        count: is told what kind of thing got a stand-in: name, number, date.
    """

    def __init__(
        self, printed: str, stand_ins: StandIns, say: Callable[[str], None], count: Callable[[str], None]
    ) -> None:
        self._printed = printed
        self.text = folded(printed)
        self._out: list[str | None] = [None] * len(self.text)
        self._people = stand_ins
        self._say = say
        self._count = count

    def open(self, start: int, end: int) -> bool:
        """Whether nothing was decided yet of a part."""
        return all(self._out[at] is None for at in range(start, end))

    def keep(self, start: int, end: int) -> None:
        """Leave a part as it is."""
        for at in range(start, end):
            if self._out[at] is None:
                self._out[at] = self.text[at]

    def write(self, start: int, end: int, new: str) -> None:
        """Put something else there."""
        if start < end:
            self._out[start:end] = [new, *[""] * (end - start - 1)]

    def each(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Where a pattern stands in parts that are not decided yet."""
        return [found for found in pattern.finditer(self.text) if self.open(*found.span())]

    def keep_all(self, pattern: re.Pattern[str]) -> None:
        """Leave every place where a pattern stands, as far as nothing of it was decided otherwise."""
        for found in pattern.finditer(self.text):
            self.keep(*found.span())

    def cross_out(self, start: int, end: int, why: str | None = None) -> None:
        """An X for each letter and digit."""
        if why and re.search("[A-Z0-9]", self.text[start:end]):
            self._say(why)
        self.write(start, end, re.sub("[A-Z0-9]", "X", self.text[start:end]))

    def number(self, start: int, end: int) -> None:
        """A stand-in of the same shape."""
        if re.search("[A-Z0-9]", self.text[start:end]):
            self._count("number")
            self.write(start, end, self._people.number(self.text[start:end]))

    def name(self, start: int, end: int) -> None:
        """Stand-ins for the words of a name; digits in it go."""
        for found in re.finditer(r"[A-Z']+|\d+", self.text[start:end]):
            at, to = start + found.start(), start + found.end()
            bare = found[0].replace("'", "")
            if bare.isalpha():
                self._count("name")
                self.write(at, to, _spelled_as(found[0], self._people.name(bare)))
            else:
                self.cross_out(at, to)
        self.keep(start, end)

    def date(self, start: int, end: int, why: str = "damaged_date") -> None:
        """A date of eight digits, with stray points or a blank: shifted; if it is none of the calendar, zeros."""
        text = self.text[start:end]
        digits = re.sub(r"[.,' ]", "", text)
        shifted = self._people.day(day) if (day := calendar_day(digits)) else None
        if shifted is None:
            self._say(why)
            self.write(start, end, re.sub("[^.,' ]", "0", text))
            return
        each = iter(f"{shifted:%Y%m%d}")
        self._count("date")
        self.write(start, end, "".join(next(each) if mark.isdigit() else mark for mark in text))

    def short_date(self, found: re.Match[str]) -> None:
        """`MM/DD/YY` and its like: groups month, mark, day, mark, year."""
        month, first, on, second, year = found.groups()
        whole = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 50 else 1900)
        shifted = self._people.day(day) if (day := calendar_day(f"{whole:04}{int(month):02}{int(on):02}")) else None
        if shifted is None:
            self.cross_out(*found.span(), "damaged_date")
            return
        self._count("date")
        shown = f"{shifted:%Y}" if len(year) == 4 else f"{shifted:%y}"
        wide = len(month) == 2 and len(on) == 2
        self.write(
            *found.span(),
            f"{shifted.month:02}{first}{shifted.day:02}{second}{shown}"
            if wide
            else f"{shifted.month}{first}{shifted.day}{second}{shown}",
        )

    def rest(self, field: Field, digits: int = 0) -> None:
        """Decide all that is left: what is on no list goes.

        Args:
            digits: numbers of so many digits may stay, with a fraction (weights, ages of the law, in a charge).
        """
        open_text = "".join(mark if self._out[at] is None else "\0" for at, mark in enumerate(self.text))
        tokens = list(re.finditer(r"[A-Z0-9']*[A-Z0-9][A-Z0-9']*", open_text))
        stays = [self._decide(found, field, digits) for found in tokens]
        # A word that may be a name too does not stay beside one that went: JANE GRANT.
        for at, found in enumerate(tokens):
            beside = stays[max(at - 1, 0) : at + 2]
            plain = found[0].replace("'", "") in words().anywhere or not found[0].isalpha()
            if field is Field.FIXED and stays[at] and not plain and not all(beside) and self.open(*found.span()):
                self.cross_out(*found.span(), "beside_a_word_that_went")

    def _decide(self, found: re.Match[str], field: Field, digits: int) -> bool:
        """Whether a word may stay, or got a stand-in."""
        start, end = found.span()
        word = found[0].replace("'", "")
        if field is Field.GONE:
            self.cross_out(start, end)
            return False
        if any(mark.isdigit() for mark in word):
            if field is Field.FIXED and (re.fullmatch(r"\d?\d(?:ST|ND|RD|TH)", word) or _small(word, digits)):
                return True
            self.cross_out(start, end, "number_without_label")
            return False
        allowed = words().fixed if field is Field.FIXED else words().anywhere
        if self._people.knows(word) and not (field is Field.FIXED and word in allowed):
            self.name(start, end)
            return True
        if word in allowed or (self.text[end : end + 1] == "/" and word in ("W", "WO")):
            return True
        if field is Field.FIXED and (better := repaired(word)):
            self._say("spelling")
            self.write(start, end, better)
            return True
        self.cross_out(start, end, "word_on_no_list")
        return False

    def text_now(self) -> str:
        """The line as it was rewritten."""
        printed = self._printed if len(self._printed) == len(self.text) else self.text
        return "".join(
            mark if mark is not None and mark != self.text[at] else _as_printed(printed[at], self.text[at])
            for at, mark in enumerate(self._out)
        )


def _spelled_as(old: str, new: str) -> str:
    """With its apostrophes where the old name had them."""
    each = iter(new)
    return "".join(mark if mark == "'" else next(each) for mark in old)


def _as_printed(printed: str, plain: str) -> str:
    return printed if printed.isascii() and printed.upper() == plain else plain


def _small(word: str, digits: int) -> bool:
    return bool(digits) and word.isdigit() and len(word) <= digits


def calendar_day(digits: str) -> date | None:
    """The day of eight digits; None when it is none of the calendar, or of no year that a sheet may have."""
    if not (len(digits) == 8 and digits.isascii() and digits.isdigit()) or not OLDEST <= int(digits[:4]) <= LATEST:
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
