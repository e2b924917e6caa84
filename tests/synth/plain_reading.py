"""A sheet read plainly, line by line, for holding the truth to the text: no parser of the program is used.

It can do so little because a sound sheet from the generator never breaks a line that it looks at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

FURNITURE = re.compile(
    r"Page \d+ of \d+|Route  Print|\d\d/\d\d/\d\d    Criminal History|(?:file|https)://.*"
    r"|\s*(?:\*\s*){3,}|\s*(?:-\s*){2,}|\*\* POTENTIAL FELONY STRIKE ENTRY   \*\*|\s*\*    \*    \*    END OF MESSAGE.*"
    r"|PROBATION FLAGS AND/OR .*|THEY WERE REPORTED.*|NOTE: \d+ POTENTIAL .*|RECORD\.|"
)
HEADER = re.compile(
    r"(?P<words>ARR/DET/CITE|SUPPLEMENTAL ARR|COURT|CUSTODY|PROBATION|PAROLE|APPLICANT|REGISTRATION"
    r"|MENTAL HLTH CUS/SUPV|DECEASED|INTERST COMP PAROLEE|FLIGHT/ESCAPE)(?::|\b)(?P<rest>.*)"
)
PART = re.compile(
    r"(\d+) (YEARS?|YR|MONTHS?|MO|DAYS?|DS|WEEKS?)( TO LIFE)? (PROB|JAIL|JL|PRISON|MAND SUPERVISION)\w*( SS)?"
)
PLACES = {"PROB": "PROBATION", "JL": "JAIL", "MAND SUPERVISION": "MANDATORY SUPERVISION"}


@dataclass
class Read:
    """An event: header, date, agency, counts (first number, last, lines), strike box."""

    header: str = ""
    on: str = ""
    agency: str = ""
    named: str = ""
    counts: list[tuple[int, int, str, list[str]]] = field(default_factory=list)
    boxed: bool = False


def read(text: str) -> tuple[list[str], list[Read]]:
    """The lines of the head, and the events; continuation lines joined to the line they continue."""
    head: list[str] = []
    events: list[Read] = []
    started = False
    header: re.Match[str] | None = None
    for line in text.replace("\f", "").split("\n"):
        if re.fullmatch(r" *\* *\* *\*(?: *\*)? *", line):
            started = True
        if not started:
            head.append(line)
            continue
        if "POTENTIAL FELONY" in line and "NOTE" not in line:
            events[-1].boxed = True
        if FURNITURE.fullmatch(line):
            continue
        if found := HEADER.match(line):
            header = found
        elif found := re.fullmatch(r"(\d{8})  ([A-Z]{4} .*)", line):
            events.append(Read(header["words"] if header else "", found[1], found[2], header["rest"] if header else ""))
            header = None
        elif header and re.fullmatch(r"\d{8}", line):
            events.append(Read(header["words"], line))
        elif header and (found := re.fullmatch(r"(NAME?:\d+)  ([A-Z]{4} .*)", line)):
            events[-1].agency, events[-1].named = found[2], found[1]
            header = None
        elif found := re.fullmatch(r"CNT:(\d+)(?:-(\d+))?(?: +#(.*))?", line):
            events[-1].counts.append((int(found[1]), int(found[2] or found[1]), found[3] or "", []))
        elif line.startswith(" " * 8):
            events[-1].counts[-1][3][-1] += " " + line.strip()
        else:
            events[-1].counts[-1][3].append(line.strip())
    return head, events


def dispositions(event: Read, lines: list[str]) -> list[tuple[str, str, str]]:
    """Text, date and status (in lower case) of each disposition of a count."""
    found: list[tuple[str, str, str]] = []
    on = event.on
    for line in lines:
        if date := re.match(r"\d{8}(?!\d)", line):
            on = date[0]
        if "DISPO:" in line:
            found.append((line.split("DISPO:")[1], on, ""))
        if line.startswith("CONV STATUS:"):
            found[-1] = (*found[-1][:2], line.split(":")[1].lower())
    return found


def terms(lines: list[str]) -> list[tuple[str, int, str, bool, bool]]:
    """Place, length, unit, whether suspended, whether for life, of each part of a sentence that has a length."""
    found = []
    for line in lines:
        if "SEN:" in line or "SEN-X" in line:
            for length, unit, life, place, suspended in PART.findall(line):
                days = int(length) * 7 if unit.startswith("W") else int(length)
                letter = "D" if unit[0] in "DW" else unit[0]
                found.append((PLACES.get(place, place), days, letter, bool(suspended), bool(life)))
    return found
