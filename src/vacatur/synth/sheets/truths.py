"""The truth beside a sheet, from its story alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from vacatur.synth.sheets.counts import without_attempt
from vacatur.synth.sheets.printing import Printed
from vacatur.synth.sheets.story import Charge, Happening, Outcome, Part, Statute, Story

TRUTH_KEYS: dict[str, str] = {
    "person_id": "SUBJECT_ID in the bulk file of the same county, seed and number of people.",
    "person": "cii, names by code, birth_date, birth_dates, sex, race, supervision named in the head.",
    "events": "Every event with its counts, their dispositions and sentences, and the lines on which each stands.",
    "convictions": "Every conviction: date, case_number (of the event's first count), court, county, section ...",
    "arrests": "Date and agency of every event under ARR/DET/CITE.",
    "custody": "Date, agency and qualifier (JAIL, CDC, CYA, FED & OOS) of every event under CUSTODY.",
    "decisions": "The rows that `synth.TRUTH_COLUMNS` describes, of this person.",
    "unsettled": "Why a careful reader may say review where the bulk file gives an answer; empty for most.",
}
"""The keys of the truth, in order. Dates are ISO texts; what the sheet does not print is null."""

_PLACES = {"FINE SS": "FINE"}


def truth_of(story: Story, lines: Sequence[Printed]) -> dict[str, Any]:
    """The truth of a sheet whose text has these lines."""
    person = story.person
    spans = _spans(lines)
    events = [_event(event, at, spans) for at, event in enumerate(story.events)]
    place = 0
    for number, cycle in enumerate(story.cycles):
        for _ in cycle:
            events[place]["cycle"] = number
            place += 1
    return {
        "person_id": person.person_id,
        "person": {
            "cii": person.cii,
            "names": {str(code): name for code, name in person.names.items()},
            "birth_date": _iso(person.birth_date),
            "birth_dates": [_iso(day) for day in person.birth_dates],
            "sex": person.sex,
            "race": person.race,
            "supervision": [
                {"kind": each.kind, "agency": each.agency, "until": _iso(each.until)} for each in person.supervision
            ],
        },
        "events": events,
        "convictions": [told for event in events for told in _convictions(event)],
        "arrests": [_brief(event) for event in events if event["kind"] == "arrest"],
        "custody": [
            _brief(event) | {"qualifier": event["qualifier"]} for event in events if event["kind"] == "custody"
        ],
        "decisions": story.decisions,
        "unsettled": story.unsettled,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


_Spans = dict[tuple[int, int | None], list[int]]


def _spans(lines: Sequence[Printed]) -> _Spans:
    """Line numbers, from 1, of each event (count None) and of each count."""
    spans: _Spans = {}
    for number, line in enumerate(lines, start=1):
        if line.event is None or not line.text.strip():
            continue
        for key in {(line.event, None), (line.event, line.count)}:
            spans.setdefault(key, []).append(number)
    return spans


def _event(event: Happening, at: int, spans: _Spans) -> dict[str, Any]:
    first = event.counts[0].case_number if event.counts else ""
    return {
        "kind": event.kind,
        "header": event.header.removesuffix(":"),
        "qualifier": event.qualifier or None,
        "date": _iso(event.on),
        "agency": event.agency,
        "county": event.county or None,
        "name_code": event.name_code,
        "birth_date": _iso(event.birth_date),
        "strike_box": event.strike_box,
        "case_number": first or None,
        "lines": spans[at, None],
        "counts": [
            _count(event, place, spans.get((at, _owner(event, place)), [])) for place in range(len(event.counts))
        ],
    }


def _owner(event: Happening, place: int) -> int:
    """The count under whose number a count is printed: the first of its range."""
    if event.as_range and event.as_range[0] < place <= event.as_range[1]:
        return event.as_range[0]
    return place


def _count(event: Happening, place: int, lines: list[int]) -> dict[str, Any]:
    count = event.counts[place]
    owner = event.counts[_owner(event, place)]
    return {
        "number": count.number,
        "count_key": count.key or None,
        "case_number": owner.case_number or None,
        **_offense(count.offense),
        "printed": None if count.offense is None else _printed(count),
        "words": count.words or None,
        "in_comment": count.in_comment,
        "charge": count.letter or None,
        "flags": (["ATTEMPTED"] if count.by_flag else []) + list(dict.fromkeys(count.flags)),
        "sentence": [_part(part) for part in count.parts],
        "dispositions": [_outcome(outcome) for outcome in count.outcomes],
        "lines": lines,
    }


def _printed(count: Charge) -> str:
    assert count.offense
    return without_attempt(count.offense) if count.by_flag else count.offense.text


def _offense(offense: Statute | None) -> dict[str, Any]:
    return {
        "offense": offense.text if offense else None,
        "section": offense.section if offense else None,
        "subdivision": (offense.letters.lower() or None) if offense else None,
        "code": (offense.code or None) if offense else None,
        "attempted": bool(offense and offense.attempted),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "text": outcome.text,
        "date": _iso(outcome.on),
        "update": outcome.update,
        "status": outcome.status.lower() or None,
        "offense": outcome.offense.text if outcome.offense else None,
        "sentence": [_part(part) for part in outcome.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    weeks = part.unit == "W" and part.length is not None
    return {
        "place": _PLACES.get(part.place, part.place),
        "length": part.length * 7 if weeks and part.length is not None else part.length,
        "unit": "D" if weeks else part.unit or None,
        "suspended": part.suspended,
        "life": part.life,
        "only_here": part.only_here,
    }


def _convictions(event: dict[str, Any]) -> list[dict[str, Any]]:
    """The convictions of an event, one a count."""
    found = []
    for count in event["counts"]:
        told = [outcome for outcome in count["dispositions"] if outcome["text"].startswith("CONVICTED")]
        if not told or event["kind"] not in ("court", "juvenile"):
            continue
        offense = told[0]["offense"]
        found.append(
            {
                "date": told[0]["date"],
                "case_number": event["case_number"],
                "court": event["agency"],
                "county": event["county"],
                "number": count["number"],
                "count_key": count["count_key"],
                **({"offense": offense, **_parsed(offense)} if offense else _of(count)),
                "severity": told[0]["status"],
                "sentence": told[0]["sentence"],
                "lines": count["lines"],
            }
        )
    return found


def _of(count: dict[str, Any]) -> dict[str, Any]:
    return {name: count[name] for name in ("offense", "section", "subdivision", "code", "attempted")}


def _parsed(text: str) -> dict[str, Any]:
    from vacatur.synth.sheets.story import statute

    return _offense(statute(text))


def _brief(event: dict[str, Any]) -> dict[str, Any]:
    return {"date": event["date"], "agency": event["agency"]}
