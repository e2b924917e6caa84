"""The head of a sheet: whose it is, under which names, and what supervision goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from vacatur.sources.rapsheet.cleaning import UNTOLD, as_digits, read_date
from vacatur.sources.rapsheet.ledger import Ledger
from vacatur.sources.rapsheet.marks import Mark
from vacatur.sources.rapsheet.near import nearest
from vacatur.sources.rapsheet.sheet import Subject, Supervision
from vacatur.sources.rapsheet.vocabulary import AGENCY, DEATH, SUBJECT_FIELDS, Is

_FIELDS = re.compile(r"(?:(?<=\s)|^)([A-Z]{3,5})\s?/\s*")
_NUMBER = re.compile(r"([AHM])?\W?(\d{10}|[\dOIL]{8})(?![\dA-Z])")
_RACES = (
    "WHITE", "BLACK", "HISPANIC", "ASIAN", "OTHER ASIAN", "AMERICAN INDIAN",
    "CHINESE", "JAPANESE", "FILIPINO", "KOREAN", "VIETNAMESE", "CAMBODIAN",
    "LAOTIAN", "ASIAN INDIAN", "SAMOAN", "HAWAIIAN", "GUAMANIAN", "PACIFIC ISLANDER",
    "OTHER", "UNKNOWN", "MEXICAN", "INDIAN",
)  # fmt: skip
_NAME = re.compile(r"([\dOIL]{1,3})\s+(\S.*)")
_PERSON = re.compile(r"[A-Z][A-Z'. -]*,\s?[A-Z][A-Z'., -]*")
_EXPIRES = re.compile(r"EXP\W{0,3}([\dOIL.]{8,9})")
_SUPERVISED = re.compile(r"\W*(?:PROBATION|PAROLE)\b|CAP[AR]\b|.*\bEXP\W{0,3}[\dOIL.]{8}")
"""What may be a line of supervision that has lost its header, or the colon of it."""
_CLASSIFICATION = re.compile(r"[A-Z\d]{1,3}(?: +[A-Z\d]{1,3}){0,15}")


def read_subject(marks: Sequence[Mark], ledger: Ledger) -> Subject:
    """Whose sheet it is. Fields may stand in any order, several on a line, or be missing."""
    head = _Head(ledger)
    for mark in marks:
        head.take(mark)
    return head.subject()


class _Head:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._begun = False
        self._first: Mark | None = None
        self._boxed = False
        self._naming = False
        self._printed = False
        """Whether the last field was the classification of fingerprints, which runs over several lines."""
        self._supervision: list[tuple[str, list[Mark]]] = []
        self._supervising = False
        self._deceased: tuple[int, ...] = ()
        self.cii: str | None = None
        self.names: dict[int, str] = {}
        self.birth_dates: list[date] = []
        self.sex: str | None = None
        self.race: str | None = None

    def take(self, mark: Mark) -> None:
        kind = mark.kind
        if kind is Is.OVERLONG:
            self._ledger.unread(mark, "line_too_long")
        elif kind is Is.SUBJECT:
            self._begun, self._supervising = True, False
            self._first = self._first or mark
            self._fields(mark)
        elif kind is Is.HEADER and mark.label in ("PROBATION", "PAROLE"):
            self._supervision.append((mark.label.lower(), [mark]))
            self._supervising, self._naming = True, False
            self._ledger.read(mark)
        elif kind is Is.STARS:
            self._boxed = not self._boxed if len(mark.text) > 20 and " " not in mark.text else self._boxed
            self._ledger.furniture(mark)
        elif DEATH.match(mark.text):
            self._deceased += (mark.number,)
            self._ledger.read(mark)
        elif kind in (Is.FURNITURE, Is.NOTICE, Is.DASHES, Is.BLANK, Is.STRIKE_BOX, Is.END):
            self._ledger.furniture(mark)
        elif self._naming and (found := _NAME.match(mark.rest or mark.text)):
            self._name(mark, found[1], found[2])
        elif self._supervising and (AGENCY.match(mark.text) or "EXP" in mark.text):
            self._supervision[-1][1].append(mark)
            self._supervising = False
            self._ledger.read(mark)
        elif self._printed and _CLASSIFICATION.fullmatch(mark.text):
            self._ledger.read(mark)
        elif not self._begun and _SUPERVISED.match(mark.text):
            self._ledger.unread(mark)
        elif not self._begun or self._boxed:
            self._ledger.furniture(mark)  # routing and advisories
        elif self._naming and _PERSON.fullmatch(mark.text):
            self._ledger.doubt(mark, "subject_unread")  # a name whose code is lost
        else:
            self._ledger.unread(mark)

    def _fields(self, mark: Mark) -> None:
        """Every `XXX/value` of a line."""
        sure = self._ledger.sure(mark)
        self._ledger.read(mark)
        found = [each for each in _FIELDS.finditer(mark.rest) if each[1] in SUBJECT_FIELDS]
        ends = [*(each.start() for each in found[1:]), len(mark.rest)]
        for each, end in zip(found, ends, strict=True):
            value = mark.rest[each.end() : end].strip()
            self._naming = each[1] == "NAM"
            self._printed = each[1] in ("FPC", "HENRY")
            if sure:
                self._field(mark, each[1], value)

    def _field(self, mark: Mark, name: str, value: str) -> None:
        if name == "CII":
            self._cii(mark, value)
        elif name == "DOB":
            self._dates(mark, value)
        elif name == "SEX":
            self.sex = self.sex or (value if value in ("M", "F", "X", "U") else None)
            if value not in ("M", "F", "X", "U"):
                self._ledger.doubt(mark, "subject_unread", f"SEX/{value}")
        elif name == "RAC":
            self._race(mark, value)
        elif name == "NAM":
            found = _NAME.match(value)
            if found:
                self._name(mark, found[1], found[2])
            elif value:
                self._ledger.doubt(mark, "subject_unread", f"NAM/{value}")

    def _race(self, mark: Mark, value: str) -> None:
        race = value if value in _RACES else nearest(value, _RACES)
        if value and race != value:
            self._ledger.doubt(mark, "repaired" if race else "subject_unread", f"RAC/{value}")
        self.race = self.race or race

    def _cii(self, mark: Mark, value: str) -> None:
        found = _NUMBER.match(value.replace(" ", ""))
        digits = as_digits(found[2]) if found else None
        if not found or not digits or self.cii:
            if not self.cii:
                self._ledger.doubt(mark, "subject_unread", f"CII/{value}")
            return
        if digits[1]:
            self._ledger.doubt(mark, "repaired")
        self.cii = (found[1] or "") + digits[0]

    def _dates(self, mark: Mark, value: str) -> None:
        for text in value.split():
            day, repaired = read_date(text)
            if day is None:
                self._ledger.doubt(mark, "birth_date_unread", text)
            else:
                if repaired:
                    self._ledger.doubt(mark, "repaired")
                self.birth_dates.append(day)
        if not value:
            self._ledger.doubt(mark, "birth_date_unread", value)

    def _name(self, mark: Mark, code: str, name: str) -> None:
        if not self._ledger.sure(mark):
            return
        digits = as_digits(code)
        if digits is None:
            self._ledger.doubt(mark, "subject_unread")
            return
        if digits[1]:
            self._ledger.doubt(mark, "repaired")
        if UNTOLD in name:
            self._ledger.doubt(mark, "subject_unread")
        self._ledger.read(mark)
        self.names.setdefault(int(digits[0]), " ".join(name.split()))

    def subject(self) -> Subject:
        """What was read. That something is missing is noted where the head begins."""
        if self._first:
            self._missing(self._first)
        return Subject(
            self.cii,
            self.names,
            self.birth_dates[0] if self.birth_dates else None,
            tuple(dict.fromkeys(self.birth_dates)),
            self.sex,
            self.race,
            tuple(self._supervised(kind, marks) for kind, marks in self._supervision),
            self._deceased,
        )

    def _missing(self, first: Mark) -> None:
        missing = [
            name for name, value in (("CII/", self.cii), ("DOB/", self.birth_dates), ("NAM/", self.names)) if not value
        ]
        if self.names and len(self.names) < max(self.names):
            missing.append("NAM/")
        for name in missing:
            self._ledger.note(first.number, "subject_missing", name)

    def _supervised(self, kind: str, marks: list[Mark]) -> Supervision:
        text = " ".join(mark.rest or mark.text for mark in marks)
        agency = next((found for mark in marks if (found := _agency(mark.text))), None)
        dates = [each[1] for each in _EXPIRES.finditer(text)]
        until, repaired = read_date(dates[0]) if dates else (None, False)
        if not all(mark.line.confidence >= 0.6 for mark in marks):
            until = None
        if until is None:
            self._ledger.note(marks[0].number, "supervision_unread", marks[0].text)
        elif repaired:
            self._ledger.doubt(marks[-1], "repaired")
        return Supervision(kind, agency, until, tuple(mark.number for mark in marks))


def _agency(text: str) -> str | None:
    """`CAPR ALAMEDA #1234 EXP 20270101` is CAPR ALAMEDA."""
    if not AGENCY.match(text):
        return None
    return " ".join(re.split(r"#|\bEXP\b", text)[0].split()) or None
