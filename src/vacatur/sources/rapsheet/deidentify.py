"""A copy of a sheet that is fit to be shared: nobody's name, number, birth date or address, the same history.

What goes, and what stands for it:

* names (those of the head, and any word that is on no list) get other words of the same length, or X;
* numbers of people and cases get others of the same shape, the same for the same number, wherever a label or `#` says
  that a number stands; a number without either goes;
* all dates of a person are shifted by one number of days, from 1 to 182 before or after: intervals, and ages in days,
  stay;
* what is printed of body, work, marks, birthplace, fingerprints, addresses and telephones, and who asked for the sheet
  at what time, goes;
* words stay only where they are on a closed list (`deidentify_words.txt`): everything else goes and is reported by its
  line.

What stays: sex, race, agencies, courts and counties, statutes, dispositions, sentences, amounts of fines, the order of
everything. Remaining risk, to be weighed before a copy leaves the office:

* a rare history is a fingerprint: whoever knows a few dates, courts and charges of someone finds the copy, and with one
  true date its offset, and so all others;
* lengths of names and shapes of numbers are as they were;
* a word that is a name and also one of the form's (SALE, PARK, YOUNG, in a charge or disposition), or one of the list's
  plainest words, stays where the form has such words, unless it is one of the person's own names in a comment; a
  surname that is a place's stays after the prefix of an agency, if there is such a place;
* a shifted date can cross the day on which a law changed, so that a decision on the copy may differ from one on the
  sheet;
* whoever has the key and a guess can test the guess: the key is as secret as the sheets.

The report names lines and reasons, never what stood there. A person reads the copy before it is shared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vacatur.errors import UsageError
from vacatur.sources.rapsheet.deidentify_rules import CARRIED, rewrite
from vacatur.sources.rapsheet.deidentify_scribe import Field, Scribe, folded
from vacatur.sources.rapsheet.deidentify_standins import StandIns
from vacatur.sources.rapsheet.marks import Mark, mark_lines
from vacatur.sources.rapsheet.sheet import Line
from vacatur.sources.rapsheet.vocabulary import SUBJECT_FIELDS, Is

KEY_BYTES = 16

WHY = {
    "word_on_no_list": "a word that is on no list",
    "beside_a_word_that_went": "a word that may be a name, beside one that is on no list",
    "number_without_label": "a number that no label explains",
    "damaged_date": "a date that cannot be read",
    "date_in_words": "a date in words",
    "address": "an address or telephone",
    "person": "what follows a word that introduces a person",
    "agency_on_no_list": "an agency, or a part of its name, that is on no list",
    "head_field": "a field of the head with a value that it should not have",
    "spelling": "a misspelt word, written as the list has it",
}
"""Why something was removed because it could not be known to be harmless, or, of spelling, changed."""


@dataclass(frozen=True)
class Removal:
    """Something that could not be known to be harmless.

    Attributes:
        line: number of the line.
        why: of `WHY`.
    """

    line: int
    why: str


@dataclass(frozen=True)
class Report:
    """What was done, without a word of what stood there.

    Attributes:
        removals: in the order of the lines; each line and reason once.
        replaced: how many names, numbers and dates got a stand-in.
        sheets: how many sheets were found, each with an offset of its own.
    """

    removals: tuple[Removal, ...]
    replaced: dict[str, int]
    sheets: int

    def sentences(self) -> list[str]:
        """`line 12: a word that is on no list`."""
        return [f"line {each.line}: {WHY[each.why]}" for each in self.removals]


@dataclass(frozen=True)
class Deidentified:
    """The copy.

    Attributes:
        text: line for line as the sheet, with a form feed where a page begins.
    """

    text: str
    report: Report


def deidentify(lines: Sequence[Line], key: bytes) -> Deidentified:
    """A copy of one or more sheets without anything that names a person; the same for the same lines and key.

    Args:
        lines: of the file (`text.lines_of`, or as recognized); numbers from 1, pages in order.
        key: secret, at least 16 bytes. Sheets of one person under one key are shifted alike.

    Raises:
        UsageError: the key is too short.
    """
    if len(key) < KEY_BYTES:
        raise UsageError(
            f"The key has {len(key)} bytes; give at least {KEY_BYTES}, drawn at random, and keep them secret."
        )
    plain = [replace(line, text=folded(line.text)) for line in lines]
    marks = mark_lines(plain)
    removals: list[Removal] = []
    counted: Counter[str] = Counter()
    written: list[str] = []
    parts = list(_sheets(marks))
    for part in parts:
        printed = [line.text for line in lines[len(written) : len(written) + len(part)]]
        written += _Copy(part, printed, key, removals, counted).lines()
    text, page = [], 1
    for line, new in zip(lines, written, strict=True):
        text.append("\f" * max(line.page - page, 0) + new)
        page = max(page, line.page)
    report = Report(tuple(dict.fromkeys(removals)), dict(sorted(counted.items())), len(parts))
    return Deidentified("".join(f"{each}\n" for each in text), report)


def _sheets(marks: Sequence[Mark]) -> Iterator[Sequence[Mark]]:
    """A file's sheets: after END OF MESSAGE, or where a state's number comes after the head, another may begin."""
    start, in_head, numbered = 0, True, False
    for at, mark in enumerate(marks):
        head = mark.kind is Is.SUBJECT and mark.label == "CII"
        ended = at and marks[at - 1].kind is Is.END and any(later.kind is Is.SUBJECT for later in marks[at:])
        if ended or (head and numbered and not in_head):
            yield marks[start:at]
            start, in_head, numbered = at, True, False
        numbered = numbered or head
        in_head = in_head and mark.kind not in (Is.DATE_AGENCY, Is.COUNT)
    if start < len(marks):
        yield marks[start:]


_FIELD = re.compile(r"(?:(?<=\s)|^)([A-Z]{2,5})\s?/\s*")
_CODED_NAME = re.compile(r"\s*([\dOIL]{1,3})\s+(\S.*)")
_NUMBERS = frozenset("CII FBI CDL IDN SOC INN OLN".split())
_SEXES = frozenset("MFXU")
_RACES = frozenset(
    "AMERICAN INDIAN ALASKAN NATIVE ASIAN BLACK CAMBODIAN CHINESE FILIPINO GUAMANIAN HAWAIIAN HISPANIC MEXICAN "
    "JAPANESE KOREAN LAOTIAN OTHER PACIFIC ISLANDER SAMOAN UNKNOWN VIETNAMESE WHITE LATIN".split()
)


class _Copy:
    """One sheet being copied."""

    def __init__(
        self, marks: Sequence[Mark], printed: Sequence[str], key: bytes, removals: list[Removal], counted: Counter[str]
    ) -> None:
        self._marks = marks
        self._printed = printed
        self._removals = removals
        self._counted = counted
        self._naming = False
        self._in_head = True
        self._carried: Field | None = None
        self._after_count = False
        names = [word for name in self._names() for word in _words(name)]
        self._people = StandIns(key, self._person(names))
        self._naming, self._in_head = False, True
        self._people.know(list(dict.fromkeys(names)))

    def lines(self) -> list[str]:
        """The lines of the copy."""
        return [self._line(mark, printed) for mark, printed in zip(self._marks, self._printed, strict=True)]

    def _person(self, names: list[str]) -> str:
        """What tells this person from others: the state's number, else names, else all that the sheet says."""
        for mark in self._marks:
            if mark.kind is Is.SUBJECT and (found := re.search(r"CII\s?/\s*[AHM]?\W?(\d{8,10})", mark.line.text)):
                return f"number {found[1]}"
        return f"names {' '.join(names)}" if names else "\n".join(mark.line.text for mark in self._marks)

    def _names(self) -> Iterator[str]:
        for mark in self._marks:
            yield from (value for _, label, value in self._fields(mark) if label in ("NAM", "MON"))
            if self._is_name(mark) and (found := _CODED_NAME.match(mark.line.text)):
                yield found[2]
            self._move_on(mark)

    def _fields(self, mark: Mark) -> list[tuple[int, str, str]]:
        """Of a line of the head: where each value starts, its label and itself."""
        if mark.kind is not Is.SUBJECT:
            return []
        text = mark.line.text
        found = list(_FIELD.finditer(text))
        ends = [*(each.start() for each in found[1:]), len(text)]
        return [(each.end(), each[1], text[each.end() : end]) for each, end in zip(found, ends, strict=True)]

    def _is_name(self, mark: Mark) -> bool:
        """Whether a line goes on with the names of the head."""
        return self._naming and mark.kind not in (
            Is.SUBJECT,
            Is.HEADER,
            Is.STARS,
            Is.DATE_AGENCY,
            Is.FURNITURE,
            Is.NOTICE,
        )

    def _move_on(self, mark: Mark) -> None:
        if mark.kind is Is.SUBJECT:
            self._naming = any(label == "NAM" for _, label, _ in self._fields(mark))
        elif self._naming and mark.kind not in (Is.BLANK, Is.FURNITURE):
            self._naming = self._is_name(mark) and _CODED_NAME.match(mark.line.text) is not None
        if mark.kind in (Is.DATE_AGENCY, Is.COUNT) or (mark.kind is Is.STARS and " " in mark.text):
            self._in_head = False

    def _line(self, mark: Mark, printed: str) -> str:
        scribe = Scribe(printed, self._people, lambda why: self._say(mark, why), self._count)
        coded = _CODED_NAME.match(mark.line.text) if self._is_name(mark) else None
        if mark.kind is Is.SUBJECT:
            self._head_line(scribe, mark)
        elif coded:
            scribe.keep(*coded.span(1))
            scribe.name(*coded.span(2))
        elif mark.kind is not Is.BLANK:
            self._cycle_line(scribe, mark)
        self._move_on(mark)
        return scribe.text_now()

    def _cycle_line(self, scribe: Scribe, mark: Mark) -> None:
        runs_on = self._carried if mark.kind in (Is.TEXT, Is.CHARGE, Is.DATED) else None
        form = 40 if self._in_head else 6 if self._after_count else 0
        field = rewrite(scribe, mark, runs_on if mark.kind is Is.TEXT else None, form)
        if mark.kind in (Is.FURNITURE, Is.FLAGS):
            return  # a page's head stands between a comment and the rest of it
        gone = field is Field.GONE
        self._carried = (
            field if mark.kind in CARRIED or gone or (mark.kind is Is.TEXT and runs_on is not None) else None
        )
        self._after_count = mark.kind in (Is.COUNT, Is.CASE)

    def _head_line(self, scribe: Scribe, mark: Mark) -> None:
        """`DOB/19740611    SEX/F  RAC/BLACK`: each field by its own rule; of a field without one nothing stays."""
        self._carried = Field.GONE
        for start, label, value in self._fields(mark):
            end = start + len(value.rstrip())
            if label in SUBJECT_FIELDS:
                scribe.keep(mark.line.text.rfind(label, 0, start), start)
            if label == "NAM":
                self._carried = None
                if coded := _CODED_NAME.match(value):
                    scribe.keep(start, start + coded.end(1))
                scribe.name(start + (coded.end(1) if coded else 0), end)
            elif label == "MON":
                scribe.name(start, end)
            elif label in _NUMBERS:
                prefix = re.match(r"(?:CDC|CYA)\W", value)
                scribe.keep(start, start + (prefix.end() if prefix else 0))
                scribe.number(start + (prefix.end() if prefix else 0), end)
            elif label == "DOB":
                for found in re.finditer(r"[\dA-Z.']+", value):
                    scribe.date(start + found.start(), start + found.end())
            elif (label == "SEX" and value.strip() in _SEXES) or (label == "RAC" and _RACES.issuperset(value.split())):
                scribe.keep(start, end)
            else:
                scribe.cross_out(start, end, "head_field" if label in ("SEX", "RAC") else None)
        scribe.rest(Field.GONE)

    def _say(self, mark: Mark, why: str) -> None:
        self._removals.append(Removal(mark.number, why))

    def _count(self, what: str) -> None:
        self._counted[what] += 1


def _words(name: str) -> list[str]:
    return [word for word in re.findall("[A-Z]+", name.replace("'", "")) if len(word) > 1]
