"""Sheets as they were read against what was planted in them: how many convictions, arrests and terms of custody are
right in every field, how many are open in one, and how many are wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vacatur.record.statute import read_statutes
from vacatur.sources.rapsheet.courts import court_of
from vacatur.sources.rapsheet.sheet import Count, Disposition, Event, Kind, Part, Sheet

CONVICTION = ("date", "case_number", "court", "section", "severity", "sentence")
"""The fields of a conviction, in the order of its key."""

Key = tuple[object, ...]


@dataclass(frozen=True)
class Score:
    """How many there are, were found, and were found right in every field.

    Attributes:
        wrong: found with a field that says something else than the sheet; an open field is none.
        spurious: found, and nothing like it was planted.
    """

    planted: int = 0
    found: int = 0
    right: int = 0
    wrong: int = 0
    spurious: int = 0

    @property
    def recall(self) -> float:
        """Share of the planted that was found right."""
        return self.right / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        """Share of the found that is right."""
        return self.right / self.found if self.found else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.planted + other.planted, self.found + other.found, self.right + other.right, self.wrong + other.wrong,
            self.spurious + other.spurious,
        )  # fmt: skip


def score(sheets: Sequence[Sheet], truths: Sequence[Mapping[str, Any]]) -> dict[str, Score]:
    """The scores of the convictions, arrests and custody events of one file."""
    events = [event for sheet in sheets for event in sheet.events]
    return {
        "convictions": _score(_convictions(events), [key for truth in truths for key in planted_convictions(truth)]),
        "arrests": _score(_dated(events, Kind.ARREST), [_day(each) for truth in truths for each in truth["arrests"]]),
        "custody": _score(_dated(events, Kind.CUSTODY), [_day(each) for truth in truths for each in truth["custody"]]),
    }


def _score(found: list[Key], planted: list[Key]) -> Score:
    right = Counter(found) & Counter(planted)
    missed, left = list((Counter(planted) - right).elements()), list((Counter(found) - right).elements())
    wrong = spurious = 0
    for key in left:
        like = max(missed, key=lambda other: _alike(key, other), default=None)
        if like is None or not _alike(key, like):
            spurious += 1
            continue
        missed.remove(like)
        wrong += any(mine is not None and mine != theirs for mine, theirs in zip(key, like, strict=True))
    return Score(len(planted), len(found), right.total(), wrong, spurious)


def _alike(key: Key, other: Key) -> int:
    """In how many fields two agree; none where neither the first nor the second does."""
    if not any(mine == theirs and mine is not None for mine, theirs in zip(key[:2], other[:2], strict=True)):
        return 0
    return sum(mine == theirs for mine, theirs in zip(key, other, strict=True))


def _day(planted: Mapping[str, Any]) -> Key:
    return planted["date"], court_of(planted["agency"]).name


def _dated(events: Iterable[Event], kind: Kind) -> list[Key]:
    return [(_text(event.on), _court(event)) for event in events if event.kind is kind]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _court(event: Event) -> str | None:
    return event.court.name if event.court else None


def _convictions(events: Iterable[Event]) -> list[Key]:
    return [
        _conviction(event, count, disposition)
        for event in events
        for count in event.counts
        for disposition in count.dispositions
        if (disposition.text or "").startswith("CONVICTED")
    ]


def _conviction(event: Event, count: Count, disposition: Disposition) -> Key:
    on = disposition.on if disposition.update else event.on
    case = next((each.case_number for each in event.counts if each.case_number), None)
    sentence = _sentence(disposition.sentence) if disposition.whole else None
    section = section_of(disposition.offense or count.offense, count.attempted)
    return _text(on), _joined(case), _court(event), section, disposition.status, sentence


def _joined(case: str | None) -> str | None:
    return None if case is None else case.replace(" ", "")


def section_of(offense: str | None, attempted: bool) -> str | None:
    """The statute of an offense, in one spelling."""
    found = read_statutes(offense).statute if offense else None
    if found is None:
        return None
    plain = f"{found.code} {found.section}" + "".join(f"({part})" for part in found.subdivisions)
    return f"{plain} attempted" if attempted or found.inchoate == "attempt" else plain


def _sentence(parts: Iterable[Part]) -> tuple[tuple[object, ...], ...]:
    return tuple((part.place, part.length, part.unit, part.life, part.suspended) for part in parts if part.runs)


_RUN = ("PROBATION", "JAIL", "PRISON", "MANDATORY SUPERVISION")


def planted_convictions(truth: Mapping[str, Any]) -> Iterator[Key]:
    """The convictions of a sheet, as they were planted."""
    for each in truth["convictions"]:
        sentence = tuple(
            (part["place"], part["length"], part["unit"], part["life"], part["suspended"])
            for part in each["sentence"]
            if part["place"] in _RUN
        )
        yield (
            each["date"], _joined(each["case_number"]), court_of(each["court"]).name,
            section_of(each["offense"], each["attempted"]), each["severity"], sentence,
        )  # fmt: skip
