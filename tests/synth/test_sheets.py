"""Fabricated sheets: the truth beside them is what they say, and what the county of the same people says."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from vacatur.errors import UsageError
from vacatur.synth import write_county
from vacatur.synth.sheets import TRUTH_KEYS, Fabricated, fabricate_sheets

from . import plain_reading

PEOPLE = 400
AS_OF = date(2020, 7, 1)


@pytest.fixture(scope="module")
def sheets() -> list[Fabricated]:
    return list(fabricate_sheets(PEOPLE))


def short(iso: str) -> str:
    return iso.replace("-", "")


def squeezed(text: str) -> str:
    return re.sub(r"[^A-Z0-9()/.]", "", text)


def counts_of(event: dict[str, Any]) -> dict[int, dict[str, Any]]:
    return {count["number"]: count for count in event["counts"]}


def test_every_event_of_the_text_is_in_the_truth_and_no_other(sheets: list[Fabricated]) -> None:
    for sheet in sheets:
        _, read = plain_reading.read(sheet.text)
        told = [
            (short(event["date"]), event["agency"], event["header"].split(":")[0], event["strike_box"])
            for event in sheet.truth["events"]
        ]
        assert [(event.on, event.agency, event.header, event.boxed) for event in read] == told


def test_names_and_birth_dates_of_events_are_those_of_the_text(sheets: list[Fabricated]) -> None:
    for sheet in sheets:
        _, read = plain_reading.read(sheet.text)
        for event, told in zip(read, sheet.truth["events"], strict=True):
            code = re.search(r"NAME?:(\d+)", event.named)
            assert (int(code[1]) if code else None) == told["name_code"]
            born = re.search(r"DOB:(\d{8})", event.named)
            assert (born[1] if born else None) == (short(told["birth_date"]) if told["birth_date"] else None)


def test_every_count_and_disposition_of_the_text_is_in_the_truth_and_no_other(sheets: list[Fabricated]) -> None:
    for sheet in sheets:
        _, read = plain_reading.read(sheet.text)
        for event, told in zip(read, sheet.truth["events"], strict=True):
            by_number = counts_of(told)
            seen = [number for first, last, _, _ in event.counts for number in range(first, last + 1)]
            assert seen == list(by_number)
            for first, last, case, lines in event.counts:
                for number in range(first, last + 1):
                    count = by_number[number]
                    assert case == (count["case_number"] or "")
                    assert plain_reading.dispositions(event, lines) == [
                        (each["text"], short(each["date"]), each["status"] or "") for each in count["dispositions"]
                    ]


def test_sentences_are_those_of_the_text(sheets: list[Fabricated]) -> None:
    seen = 0
    for sheet in sheets:
        _, read = plain_reading.read(sheet.text)
        for event, told in zip(read, sheet.truth["events"], strict=True):
            by_number = counts_of(told)
            for first, _, _, lines in event.counts:
                count = by_number[first]
                parts = [*count["sentence"], *(part for each in count["dispositions"] for part in each["sentence"])]
                timed = [
                    (part["place"], part["length"], part["unit"], part["suspended"], part["life"])
                    for part in parts
                    if part["length"] is not None
                ]
                assert plain_reading.terms(lines) == timed
                seen += len(timed)
    assert seen > 500


def test_offenses_are_those_of_the_text(sheets: list[Fabricated]) -> None:
    """On the charge line, or in a comment of the count's own where the line says so."""
    for sheet in sheets:
        _, read = plain_reading.read(sheet.text)
        for event, told in zip(read, sheet.truth["events"], strict=True):
            by_number = counts_of(told)
            for first, last, _, lines in event.counts:
                assert (
                    any(line.startswith("SEE COMMENT FOR CHARGE") for line in lines) == by_number[first]["in_comment"]
                )
                for number in range(first, last + 1):
                    count = by_number[number]
                    if count["in_comment"]:
                        pool = [squeezed(line) for line in lines if "CHRG" in line]
                        if last > first:
                            pool = [line for line in pool if f"CNT{number:02}CHRG" in line]
                        assert any(squeezed(count["offense"]) in line for line in pool)
                    elif count["printed"]:
                        assert any(squeezed(line).startswith(squeezed(count["printed"])) for line in lines)
                        assert any(line.startswith("-ATTEMPTED") for line in lines) == (
                            count["printed"] != count["offense"]
                        )


def test_the_head_says_who_it_is(sheets: list[Fabricated]) -> None:
    for sheet in sheets:
        lines, _ = plain_reading.read(sheet.text)
        head, person = "\n".join(lines), sheet.truth["person"]
        assert re.findall(r"^CII/(\S+)$", head, re.M) == [person["cii"]]
        assert person["cii"].endswith(sheet.truth["person_id"])
        assert re.findall(r"^DOB/(\d{8})", head, re.M)[0] == short(person["birth_date"])
        assert re.findall(r"SEX/(.)", head) == [person["sex"]]
        assert re.findall(r"RAC/(.+)$", head, re.M) == [person["race"]]
        named = re.findall(r"^(?:NAM/|    )(\d{2,3}) ([A-Z].*,.*)$", head, re.M)
        assert {str(int(code)): name for code, name in named} == person["names"]
        assert len(re.findall(r"EXP[: ]\d{8}", head)) == len(person["supervision"])


def test_lines_of_events_and_counts_are_where_the_truth_says(sheets: list[Fabricated]) -> None:
    for sheet in sheets:
        lines = ["", *sheet.text.replace("\f", "").split("\n")]
        for event in sheet.truth["events"]:
            assert any(short(event["date"]) in lines[number] for number in event["lines"][:3])
            for count in event["counts"]:
                assert lines[count["lines"][0]].startswith("CNT:")
                assert set(count["lines"]) <= set(event["lines"])


VARIETIES = {
    "teletype head": r"^TO: QZX\d FROM: CLETS",
    "LIVE SCAN": r"^\*\*LIVE SCAN$",
    "three digits": r"NAM:001$",
    "two digits": r"NAM:01$",
    "NAME:": r"NAME:\d+",
    "a state's number of ten digits": r"^CII/\d{10}$",
    "advice": r"^\*\* PALM PRINT|^III ",
    "deceased, in the head": r"^\*\*DECEASED",
    "probation, in the head": r"^PROBATION: +(EXP:\d{8})?\n(CAPR .*)",
    "several names": r"^    0+2 [A-Z]",
    "several birth dates": r"^DOB/\d{8} \d{8}",
    "arrest": r"^ARR/DET/CITE: +NAM",
    "header without a colon": r"^(ARR/DET/CITE|COURT|APPLICANT)  +NAM",
    "supplemental arrest": r"^SUPPLEMENTAL ARR:",
    "court": r"^COURT:",
    "juvenile court": r"^\d{8}  CAJV ",
    "jail": r"^CUSTODY: ?JAIL",
    "prison": r"^CUSTODY: ?CDC",
    "youth authority": r"^CUSTODY: ?CYA",
    "federal prison": r"^CUSTODY: ?FED & OOS",
    "probation": r"^PROBATION: +NAM",
    "parole": r"^PAROLE: +NAM",
    "parole from another state": r"^INTERST COMP PAROLEE",
    "applicant": r"^APPLICANT:",
    "registration": r"^REGISTRATION:(.*\n){3,6}  290 PC-",
    "registration, narcotics": r"^REGISTRATION:(.*\n){3,6}  11590 HS-",
    "registration again, without a header": r"^(- - - -|- - -|--|-  -  -  -|----)\n\d{8}  C",
    "hospital": r"^MENTAL HLTH CUS/SUPV",
    "deceased": r"^DECEASED:",
    "name on the agency's line": r"^\d{8}\nNAM:0*\d  C",
    "no delimiter": r"^ *\S.*\n\n(COURT|CUSTODY):",
    "count of one digit": r"^CNT:\d( |$)",
    "range": r"^CNT:\d+-\d+",
    "range with charges in comments": r"COM: CNT 01 CHRG.*\n(        .*\n)*   COM: CNT 02 CHRG",
    "charge in a comment": r"^  SEE COMMENT FOR CHARGE$",
    "no hyphen after the code": r"^  \d+(\([A-Z]\))? (HS|PC|VC) [A-Z]",
    "blank before a subdivision": r"^  \d+ \([A-Z]\)",
    "attempt by flag": r"^   -ATTEMPTED",
    "flags": r"^   -[A-Z ]+ {3,}-[A-Z]",
    "type of charge": r"^   TOC:[FMI]$",
    "type of charge beside": r"  TOC:[FMI]$",
    "sentencing under 1170(h)": r"^   1170\(H\) PC-SENTENCING$",
    "arrested by": r"^   ARR BY:",
    "convicted of another": r"^   CONV OF:\d",
    "sentence in a comment": r"^   COM: SEN-X",
    "sentence in a comment, otherwise": r"^   COM: XSEN:",
    "status after the sentence": r"^   SEN: .*\n(        .*\n)*   CONV STATUS:",
    "wrapped sentence": r"^   SEN: .*,\n        ",
    "suspended term": r"(PRISON|JAIL) SS",
    "mandatory supervision": r"MAND SUPERVISION",
    "weeks": r"WEEKS JAIL",
    "update on one line": r"^\d{8} DISPO:",
    "probation revoked": r"^\d{8}\n DISPO:PROBATION REVOKED",
    "sentence modified": r"DISPO:SENTENCE MODIFIED",
    "set aside": r"DISPO:CONV SET ASIDE & DISM PER 1203\.4 ?PC",
    "set aside, in other words": r"DISPO:SET ASIDE & DISMISSED 1203\.4 PC",
    "resentenced": r"DISPO:RESENTENCED PER 11361\.8 HS",
    "reduced": r"DISPO:REDUCED TO MISD",
    "rejected": r"DISPO:PROS REJ-",
    "released": r"DISPO:(PROS REL-DET ONLY|RELEASED/DETENTION ONLY)",
    "dismissed under 1385": r"DISPO:1385 PC-DISMISSED",
    "acquitted": r"DISPO:ACQUITTED",
    "petition sustained": r"DISPO:JUV PETITION SUSTAINED",
    "paroled": r"DISPO:PAROLED FROM CDC\n   RECVD BY:CAPA",
    "no longer interested": r"DISPO:NO LONGER INTERESTED",
    "two dispositions": r"DISPO:PROC SUSP.*\n(   .*\n)*\*DISPO:CONVICTED",
    "conviction in an update only": r"^  \d.*\n(   .*\n)*\n?\d{8}\n?.?\*?DISPO:CONVICTED",
    "strike box": r"^\*\* POTENTIAL FELONY STRIKE ENTRY   \*\*$",
    "page line": r"^Page \d+ of \d+$",
    "page line within a sentence": r"^   SEN: .*,\nPage \d+ of \d+\n        ",
    "page line between number and charge": r"^CNT:.*\nPage \d+ of \d+\n  \d",
    "browser": r"^(file|https)://.*\n\f(Route  Print|\d\d/\d\d/\d\d)",
    "form feed": r"\f",
    "notices": r"^NOTE: \d POTENTIAL ENTRIES",
    "end of message": r"END OF MESSAGE",
}


@pytest.fixture(scope="module")
def many() -> str:
    return "\0\n".join(sheet.text for sheet in fabricate_sheets(1500, seed=7))


@pytest.mark.parametrize("variety", VARIETIES)
def test_every_variety_occurs(variety: str, many: str) -> None:
    assert re.search(VARIETIES[variety], many, re.M)


def test_some_histories_are_long(sheets: list[Fabricated]) -> None:
    lengths = [sheet.text.count("\n") for sheet in sheets]
    assert sum(length >= 400 for length in lengths) >= 10
    assert max(lengths) >= 1000


def test_some_sheets_have_no_end(sheets: list[Fabricated]) -> None:
    ended = Counter("END OF MESSAGE" in sheet.text for sheet in sheets)
    assert ended[False] > 20 and ended[True] > 300


def test_no_line_is_wider_than_the_paper(sheets: list[Fabricated]) -> None:
    assert max(len(line) for sheet in sheets for line in sheet.text.split("\n")) <= 80
    assert all(sheet.text.isascii() for sheet in sheets)


def test_nothing_happens_after_the_day_of_the_sheet(sheets: list[Fabricated]) -> None:
    for sheet in sheets:
        for event in sheet.truth["events"]:
            days = [event["date"], *(each["date"] for count in event["counts"] for each in count["dispositions"])]
            assert max(days) <= AS_OF.isoformat()


def test_the_truth_has_the_keys_that_are_described(sheets: list[Fabricated]) -> None:
    assert list(sheets[0].truth) == list(TRUTH_KEYS)


def test_arrests_custody_and_convictions_are_those_of_the_events(sheets: list[Fabricated]) -> None:
    for sheet in sheets:
        events = sheet.truth["events"]
        assert len(sheet.truth["arrests"]) == sum(event["header"] == "ARR/DET/CITE" for event in events)
        assert len(sheet.truth["custody"]) == sum(event["header"].startswith("CUSTODY") for event in events)
        for told in sheet.truth["convictions"]:
            event = next(event for event in events if set(told["lines"]) <= set(event["lines"]))
            count = counts_of(event)[told["number"]]
            assert any(each["text"].startswith("CONVICTED") for each in count["dispositions"])
            assert (told["court"], told["county"]) == (event["agency"], event["county"])


Told = tuple[str, str, str, str, str, str, tuple[tuple[str, str, str], ...]]


def convictions_of_the_county(path: Path) -> Counter[Told]:
    """Every conviction of a bulk file: person, count, offense, date, county, status, parts of the sentence."""
    parts: dict[tuple[str, ...], list[tuple[str, str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["DISP_DESCR"].startswith("CONVICTED"):
                continue
            differs = row["CONV_OFFENSE_DESCR"].strip(" -")
            key = (
                row["SUBJECT_ID"],
                row["CNT_ORDER"],
                differs or row["OFFENSE_DESCR"],
                row["STP_EVENT_DATE"],
                row["STP_ORI_CNTY_NAME"],
                row["CONV_STAT_DESCR"].lower(),
            )
            cells = tuple(row[name].strip(" -") for name in ("SENT_LOC_DESCR", "SENT_LENGTH", "SENT_TIME_CODE"))
            parts.setdefault(key, []).extend([cells] if cells[0] else [])  # type: ignore[list-item]
    return Counter((*key, tuple(told)) for key, told in parts.items())  # type: ignore[misc]


def convictions_of_the_sheets(sheets: list[Fabricated]) -> Counter[Told]:
    found: Counter[Told] = Counter()
    for sheet in sheets:
        for told in sheet.truth["convictions"]:
            parts = tuple(
                (part["place"], "" if part["length"] is None else str(part["length"]), part["unit"] or "")
                for part in told["sentence"]
                if not part["only_here"]
            )
            day = short(told["date"])
            person = sheet.truth["person_id"]
            found[person, told["count_key"], told["offense"], day, told["county"], told["severity"], parts] += 1
    return found


@pytest.mark.parametrize(("county", "seed"), [("LOS ANGELES", 1), ("ALAMEDA", 5)])
def test_the_county_of_the_same_people_has_the_same_convictions_and_decisions(
    tmp_path: Path, county: str, seed: int
) -> None:
    write_county(tmp_path / "bulk.dat", people=300, county=county, seed=seed, truth=tmp_path / "truth.csv")
    sheets = list(fabricate_sheets(300, county, seed))
    assert convictions_of_the_sheets(sheets) == convictions_of_the_county(tmp_path / "bulk.dat")
    with (tmp_path / "truth.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    told = [row for sheet in sheets for row in sheet.truth["decisions"]]
    assert [{name: "" if value is None else str(value) for name, value in row.items()} for row in told] == expected
    keys = {(sheet.truth["person_id"], each["count_key"]) for sheet in sheets for each in sheet.truth["convictions"]}
    assert {(row["person_id"], row["count_key"]) for row in expected} <= keys


def test_the_same_seed_gives_the_same_sheets_and_another_gives_others() -> None:
    first, again, other = ([sheet.text for sheet in fabricate_sheets(20, seed=seed)] for seed in (3, 3, 4))
    assert first == again
    assert not set(first) & set(other)


@pytest.mark.parametrize(
    "asked", [{"people": 0}, {"people": 5, "county": "ATLANTIS"}, {"people": 5, "as_of": date(1950, 1, 1)}]
)
def test_what_cannot_be_made_is_refused_at_once(asked: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        fabricate_sheets(**asked)
