"""Damaged, cut and senseless input: nothing is raised, every line has one state, and what differs is said."""

from __future__ import annotations

import string
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.depth import at_depth
from tests.sources.rapsheet.parsing import HEAD, STARS
from vacatur.record.statute import read_statutes
from vacatur.sources.rapsheet.doubts import DOUBTS
from vacatur.sources.rapsheet.reading import read_sheets
from vacatur.sources.rapsheet.sheet import Line, Sheet, Understood
from vacatur.sources.rapsheet.text import lines_of

SAMPLE = (Path(__file__).parents[2] / "examples" / "rapsheet" / "every_kind_of_event.txt").read_text(encoding="utf-8")
LINES = SAMPLE.split("\n")
CONTENT = [number for number, line in enumerate(LINES) if line.strip() and number > 12]
DELIMITERS = [number for number in CONTENT if set(LINES[number]) <= {"*", "-", " "}]
UNSEEN = {
    "DISPO:DISMISSED/FURTHERANCE OF JUSTICE",
    "SEN: 3 YEARS PROBATION",
    "SEN: 16 MONTHS PRISON",
    "COM: SEN-X12 MO PROB, 10 DS JL, RSTN",
}
"""Lines that a sheet may as well not have: nobody can see that they are gone."""
FEW = settings(max_examples=at_depth(60, 600))


def read(text: str) -> list[Sheet]:
    """The sheets, with what holds of every reading."""
    lines = lines_of(text)
    found = read_sheets(lines)
    numbers = [line.number for sheet in found for line in sheet.lines]
    assert numbers == [line.number for line in lines][: len(numbers)]
    assert not found or len(numbers) == len(lines)
    for sheet in found:
        assert set(sheet.states) == {line.number for line in sheet.lines}
        assert {doubt.code for doubt in sheet.doubts} <= set(DOUBTS)
        assert all(len(doubt.found) <= 80 and doubt.line in sheet.states for doubt in sheet.doubts)
        for line in sheet.lines:
            assert line.text.strip() or sheet.states[line.number] is Understood.FURNITURE
        for event in sheet.events:
            assert set(event.lines) <= set(sheet.states)
            assert all(set(count.lines) <= set(event.lines) for count in event.counts)
    return found


def convictions(sheets: list[Sheet]) -> Counter[tuple[object, ...]]:
    """What a decision rests on. Words of a charge do not count, its statute does."""
    return Counter(
        (
            event.kind,
            event.on,
            str(read_statutes(count.offense).statute) if count.offense else None,
            disposition.text,
            disposition.on,
            disposition.status,
            tuple((part.place, part.length, part.unit) for part in disposition.sentence),
        )
        for sheet in sheets
        for event in sheet.events
        for count in event.counts
        for disposition in count.dispositions
    )


def alarms(sheets: list[Sheet]) -> Counter[str]:
    return Counter(doubt.code for sheet in sheets for doubt in sheet.doubts)


SOUND = read(SAMPLE)


@FEW
@given(st.binary(max_size=2000))
def test_bytes_of_any_kind_are_read(data: bytes) -> None:
    read(data.decode("utf-8", errors="replace"))
    read(data.decode("latin-1"))


@FEW
@given(st.text(max_size=400), st.sampled_from(CONTENT))
def test_any_words_anywhere_in_a_sheet_are_accounted_for(words: str, at: int) -> None:
    read("\n".join([*LINES[:at], words, *LINES[at:]]))


PIECES = (
    "CNT:", "CNT:01-", "#", "*DISPO:", "CONVICTED", "CONV STATUS:", "SEN:", "003 YEARS", "JAIL,", "COM:", "CHRG-",
    "XSEN:", "11359 HS", "-POSSESS", "664/", "SEE COMMENT FOR CHARGE", "TOC:", "19951103", "2O1O0105",
    "CASC ALAMEDA", "COURT:", "ARR/DET/CITE", "NAM:01", "NAM/01", "CII/", "DOB/", "* * * *", "- - - -",
    "END OF MESSAGE", "\n", "\n", "\n", "  ", "\f", "PROBATION:", "REGISTRATION:", "EXP:", "-ATTEMPTED",
    "POTENTIAL FELONY STRIKE ENTRY", "*", ",", "(A)",
)  # fmt: skip


@settings(max_examples=at_depth(100, 1000))
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_the_words_of_sheets_in_any_order_are_read(pieces: list[str]) -> None:
    read(" ".join(pieces))


@pytest.mark.parametrize("at", CONTENT)
def test_a_line_that_is_gone_changes_nothing_but_what_it_said(at: int) -> None:
    """What stays is read as before, or the reader is told."""
    damaged = read("\n".join([*LINES[:at], *LINES[at + 1 :]]))
    lost, new = convictions(SOUND) - convictions(damaged), convictions(damaged) - convictions(SOUND)
    if LINES[at].strip() in UNSEEN:
        assert sum(lost.values()) <= 2
    else:
        assert not (lost or new) or alarms(damaged) - alarms(SOUND) or any(None in each for each in new)


@settings(max_examples=at_depth(120, 1200))
@given(st.sampled_from(CONTENT), st.integers(0, 80), st.sampled_from(string.ascii_uppercase + string.punctuation))
def test_a_letter_where_another_stood_is_said_wherever_it_matters(at: int, place: int, letter: str) -> None:
    """A digit read for another is beyond any reader; a letter or a mark in a number, or a damaged word, is not."""
    line = LINES[at]
    place = len(line) - len(line.lstrip()) + place % len(line.strip())
    damaged = read("\n".join([*LINES[:at], line[:place] + letter + line[place + 1 :], *LINES[at + 1 :]]))
    if convictions(damaged) != convictions(SOUND):
        differing = (convictions(damaged) - convictions(SOUND)) + (convictions(SOUND) - convictions(damaged))
        told = alarms(damaged) - alarms(SOUND)
        only_words = len({(each[0], each[1], each[2], each[4], each[5]) for each in differing}) < len(differing)
        unknown = all(each[2] is None for each in convictions(damaged) - convictions(SOUND))
        in_subdivision = line[place - 1 : place] == "("
        assert told or only_words or unknown or in_subdivision, (line, letter)


@pytest.mark.parametrize("at", DELIMITERS)
def test_a_delimiter_that_is_gone_loses_nothing(at: int) -> None:
    damaged = read("\n".join([*LINES[:at], *LINES[at + 1 :]]))
    assert convictions(damaged) == convictions(SOUND)
    assert [event.kind for sheet in damaged for event in sheet.events] == [
        event.kind for sheet in SOUND for event in sheet.events
    ]


@pytest.mark.parametrize("delimiter", ["* * * *", "- - - -", "*****************", "Page 3 of 9", ""])
def test_a_delimiter_or_a_page_line_too_many_loses_nothing(delimiter: str) -> None:
    for at in CONTENT[20:]:
        damaged = read("\n".join([*LINES[:at], delimiter, *LINES[at:]]))
        assert convictions(damaged) == convictions(SOUND), LINES[at]


def test_a_sheet_cut_anywhere_is_read() -> None:
    for at in range(0, len(SAMPLE), 97):
        read(SAMPLE[:at])
        read(SAMPLE[at:])


def test_a_page_that_stands_twice_adds_nothing() -> None:
    at = SAMPLE.index("ARR/DET/CITE")
    first, second = SAMPLE[:at], SAMPLE[at:]
    assert convictions(read(f"{first}\f{second}\f{second}")) == convictions(SOUND)
    assert convictions(read(f"{first}\f{first}\f{second}")) == convictions(SOUND)
    assert convictions(read(SAMPLE + "\f" + SAMPLE)) == convictions(SOUND)


@FEW
@given(st.dictionaries(st.sampled_from([number + 1 for number in CONTENT]), st.floats(0, 0.59), max_size=8))
def test_lines_recognized_poorly_give_nothing_that_was_not_there(poor: dict[int, float]) -> None:
    lines = [Line(line.number, 1, line.text, poor.get(line.number, 1.0)) for line in lines_of(SAMPLE)]
    found = read_sheets(lines)
    new = convictions(found) - convictions(SOUND)
    assert not new or alarms(found)["low_confidence"]
    for number in poor:
        (state,) = [sheet.states[number] for sheet in found if number in sheet.states]
        assert state is not Understood.READ


AWKWARD = (
    "1" + "(" * 230,
    "1" + " 1" * 110,
    "* " * 100 + "X",
    "C" + " " * 200 + "N",
    "SEN: " + "001 YEARS " * 20,
    "11357 " + "." * 220,
    "COM: CNT 01 CHRG-" * 12,
    "A:" * 110,
    "-" + "A-" * 110,
    "CNT:001-100",
    "DISPO:" + "C O N V I C T E D " * 11,
    "CII/" + "A" * 200,
    "NAM/01 " + "A," * 100,
    "2010 0105 " * 20,
    "X" * 100_000,
)


@pytest.mark.parametrize("line", AWKWARD)
def test_no_line_takes_long_however_often_it_stands(line: str) -> None:
    """Hundreds of such lines, each different, in a second or so."""
    copies = 60 if len(line) > 1000 else 600
    text = HEAD + STARS + "COURT: NAM:01\n19951103  CASC ALAMEDA\nCNT:01\n"
    body = "\n".join(f"{line[:-6]}{number:06}" for number in range(copies)) + "\n"
    start = time.process_time()
    read(text + body)
    assert time.process_time() - start < 4


def test_a_long_sheet_takes_time_in_proportion() -> None:
    body = SAMPLE[SAMPLE.index("* * * *") : SAMPLE.rindex("*    *    *    END")]
    head = SAMPLE[: SAMPLE.index("* * * *")]
    read_sheets(lines_of(head + body * 5))
    start = time.process_time()
    found = read_sheets(lines_of(head + body * 60))
    assert time.process_time() - start < 4
    assert len(found[0].events) == 60 * 10
