"""A sheet in the JSON that the public predecessors compare their readings in, so that anyone with sheets can compare.

Sentences are printed as they print them: prison, probation, jail, then everything else in small letters.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from vacatur.record.disposition import disposition_kind
from vacatur.record.statute import read_statutes
from vacatur.sources.rapsheet.sheet import Count, Disposition, Event, Part, Sheet

_FIRST = ("PRISON", "PROBATION", "JAIL")
_PC1203 = re.compile(r"CONV\s*SET\s*ASIDE\s*&\s*DISM\s*PER\s*1203\.4\s*PC")
_TYPES = (
    ("PROS REJ", "prosecutor_rejected"),
    ("SENTENCE MODIFIED", "sentence_modified"),
    ("PROBATION REVOKED", "probation_revoked"),
)


def as_json(sheet: Sheet) -> dict[str, Any]:
    """The sheet as a JSON object: `personal_info`, and `cycles` of `events`. Dates are MM/DD/YYYY; unknown is null."""
    subject = sheet.subject
    return {
        "personal_info": {
            "cii": subject.cii,
            "names": {f"{code:02}": name for code, name in sorted(subject.names.items())},
            "date_of_birth": _day(subject.birth_date),
            "sex": subject.sex,
            "race": subject.race,
        },
        "cycles": [{"events": [_event(event) for event in cycle]} for cycle in sheet.cycles],
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "header": event.kind.value.replace(" ", "_"),
        "date": _day(event.on),
        "agency": event.agency,
        "case_number": event.counts[0].case_number if event.counts else None,
        "counts": [_count(count) for count in event.counts],
    }


def _count(count: Count) -> dict[str, Any]:
    statute = read_statutes(count.offense).statute if count.offense else None
    section = None
    if statute and statute.code:
        section = f"{statute.code} {statute.section}" + "".join(f"({part})" for part in statute.subdivisions)
    words = (count.offense or "").partition("-")[2] if section else count.offense
    flags = list(dict.fromkeys([*(["ATTEMPTED"] if count.attempted else []), *count.flags]))
    return {
        "code_section": section,
        "code_section_description": words or None,
        "flags": [f"-{flag}" for flag in flags],
        "dispositions": [_disposition(each) for each in count.dispositions],
    }


def _disposition(disposition: Disposition) -> dict[str, Any]:
    return {
        "type": _type(disposition.text),
        "text": None if disposition.text is None else f"DISPO:{disposition.text}",
        "date": _day(disposition.on),
        "severity": disposition.status[0].upper() if disposition.status else None,
        "sentence": _sentence(disposition.sentence),
    }


def _type(text: str | None) -> str | None:
    if text is None:
        return None
    if _PC1203.match(text):
        return "pc1203_dismissed"
    for beginning, name in _TYPES:
        if text.startswith(beginning):
            return name
    kind = disposition_kind(text)
    return kind if kind in ("convicted", "dismissed") else "other_disposition_type"


def _sentence(parts: tuple[Part, ...]) -> str | None:
    timed = [part for place in _FIRST for part in parts if part.place == place and not _is_detail(part)]
    details = [part for part in parts if part not in timed]
    return ", ".join([*map(_term, timed), *map(_words, details)]) or None


def _is_detail(part: Part) -> bool:
    return part.suspended or part.concurrent


def _term(part: Part) -> str:
    length = f"{part.length}{part.unit.lower()} " if part.length is not None and part.unit else ""
    return f"{length}{part.place.lower()}"


def _words(part: Part) -> str:
    return re.sub(r"\brestn\b|\brstn\b", "restitution", part.text.lower())


def _day(on: date | None) -> str | None:
    return f"{on:%m/%d/%Y}" if on else None
