"""The three spreadsheets: the old columns under the old names, every value of the input as it was."""

from __future__ import annotations

import csv
import io
from itertools import product
from pathlib import Path
from typing import Literal

import polars as pl
import pytest

import vacatur
from tests.cli.rows import Row, chosen
from tests.sources.files import EARLIER, HEADER, file, full, line, lines, murder, run_on
from vacatur.sources.doj import blocks as reading
from vacatur.sources.doj.layout import COLUMNS
from vacatur.synth import write_county

OLD = [
    "Case Number",
    "# of convictions on record",
    "Possible Other P64 Charges",
    "Superstrike Code Section(s)",
    "PC290 Code Section(s)",
    "PC290 Registration",
    "Date of Conviction",
    "Years Since This Conviction",
    "Years Since Any Conviction",
    "# of Prop 64 convictions",
    "# of HS 11357 convictions",
    "# of HS 11358 convictions",
    "# of HS 11359 convictions",
    "# of HS 11360 convictions",
    "Deceased",
    "Eligibility Determination",
    "Eligibility Reason",
]
CONDENSED = (
    "CII_NUMBER PRI_NAME GENDER PRI_DOB RACE_DESCR CYC_DATE STP_EVENT_DATE STP_ORI_DESCR STP_ORI_CNTY_NAME DISP_DATE "
    "OFN OFFENSE_DESCR DISP_DESCR CONV_STAT_DESCR SENT_LOC_DESCR SENT_LENGTH SENT_TIME_CODE CYC_AGE "
    "COMMENT_TEXT END_OF_REC"
).split()
AFTER = "Occurred after 11/9/2016"


def rows_of(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline="")))


def dicts_of(path: Path) -> list[dict[str, str]]:
    head, *rows = rows_of(path)
    return [dict(zip(head, each, strict=True)) for each in rows]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "county.dat"
    write_county(path, people=150, seed=3, faults=0.03)
    return path


@pytest.fixture(scope="module")
def results(county: Path, tmp_path_factory: pytest.TempPathFactory) -> vacatur.Results:
    return run_on(county, out=tmp_path_factory.mktemp("results") / "results")


def folder(results: vacatur.Results) -> Path:
    assert results.folder is not None
    return results.folder


@pytest.mark.parametrize("name", ["All_Results.csv", "Prop64_Results.csv"])
def test_the_states_columns_stand_first_then_the_old_ones_under_their_names_then_ours(
    results: vacatur.Results, name: str
) -> None:
    head = rows_of(folder(results) / name)[0]
    assert head[:95] == list(COLUMNS)
    assert head[95 : 95 + len(OLD)] == OLD
    assert len(set(head)) == len(head)


def test_the_condensed_spreadsheet_has_twenty_of_the_states_columns(results: vacatur.Results) -> None:
    head = rows_of(folder(results) / "All_Results_Condensed.csv")[0]
    assert head[:20] == CONDENSED
    assert head[20 : 20 + len(OLD)] == OLD


def test_only_the_configurable_engine_wrote_whether_it_was_after_proposition_64(tmp_path: Path) -> None:
    path = file(tmp_path, "\n".join(lines([full(), full(SUBJECT_ID="2", STP_EVENT_DATE="20161110")])) + "\n")
    run_on(path, pack="ca-configurable", out=tmp_path / "results")
    rows = dicts_of(tmp_path / "results" / "All_Results.csv")
    assert list(rows[0])[98] == AFTER
    assert [each[AFTER] for each in rows] == ["N", "Y"]


def test_every_row_of_a_spreadsheet_has_as_many_cells_as_its_header(results: vacatur.Results) -> None:
    for name in ("All_Results.csv", "Prop64_Results.csv", "All_Results_Condensed.csv"):
        rows = rows_of(folder(results) / name)
        assert {len(each) for each in rows} == {len(rows[0])}


def test_all_results_has_every_row_that_was_read_as_it_stands(county: Path, results: vacatur.Results) -> None:
    written = dicts_of(folder(results) / "All_Results.csv")
    aside = {each["row"] for each in dicts_of(folder(results) / "set_aside.csv")}
    given = [each for each in records(county.read_text(encoding="utf-8")) if each not in aside][1:]
    assert len(written) == len(given)
    for cells, text in zip(written, given, strict=True):
        assert [cells[name] for name in COLUMNS] == next(csv.reader(io.StringIO(text, newline="")))


def records(text: str) -> list[str]:
    """The records of a file: a line that leaves a quote open goes on, unless it never closes in time."""
    found: list[str] = []
    waiting = text.removesuffix("\n").split("\n")
    while waiting:
        first = waiting.pop(0)
        more, taken = first, 0
        while more.count('"') % 2 and taken < len(waiting) and taken < 5:
            more, taken = more + "\n" + waiting[taken], taken + 1
        if more.count('"') % 2 == 0 and more.count(",") < 160:
            first, waiting = more, waiting[taken:]
        found.append(first)
    return found


PLAIN = [full(), murder(SUBJECT_ID="2"), full(SUBJECT_ID="3", PRI_NAME="PEÑA,ÁNGEL", COMMENT_TEXT='x "y", z')]


WRITTEN = list(product(["\n", "\r\n"], ["utf-8", "latin-1"], [True, False]))
"""How a file may be written: the end of its lines, its encoding, and whether it has a header."""


def of_others(number: int) -> list[bytes]:
    """The lines of the same, as people of a file of their own."""
    names = {each["SUBJECT_ID"] for each in PLAIN}
    own = {name: {"SUBJECT_ID": f"{number}{name}", "CII_NUMBER": f"A{number}{name}"} for name in names}
    return [text.encode(WRITTEN[number][1]) for text in lines([each | own[each["SUBJECT_ID"]] for each in PLAIN])]


@pytest.fixture(scope="module")
def one_delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a delivery of a file written in each way."""
    place = tmp_path_factory.mktemp("delivery")
    paths = []
    for number, (end, _, header) in enumerate(WRITTEN):
        data = (HEADER + end).encode() * header + end.encode().join(of_others(number)) + end.encode()
        paths.append(file(place, data, f"{number}.dat"))
    return folder(run_on(*paths, out=place / "results"))


@pytest.mark.parametrize("number", range(len(WRITTEN)), ids=map(repr, WRITTEN))
def test_each_line_of_the_input_begins_the_line_that_is_written(one_delivery: Path, number: int) -> None:
    end, given = WRITTEN[number][0].encode(), of_others(number)
    written = (one_delivery / f"All_Results_{number + 1}.csv").read_bytes().split(end)
    assert written.pop() == b""
    assert len(written) == len(given) + 1
    for before, after in zip(given, written[1:], strict=True):
        assert after.startswith(before + b",")


NASTY = [
    'a "quoted" word',
    '""',
    '"',
    "a,b",
    "a\nb",
    '"\n",',
    " blanks around ",
    "'",
    "=1+1",
    "a;b\tc",
    "Ñ½€",
    "NULL",
    "NA",
    "0001",
    "1e5",
    "-",
    "  -  ",
    "\\",
]


@pytest.mark.parametrize("comma", ["", ","])
def test_every_value_reads_back_as_it_was_in_all_three_spreadsheets(tmp_path: Path, comma: str) -> None:
    people = [
        full(
            SUBJECT_ID=f"900{number}",
            PRI_NAME=text,
            OFN=text,
            COMMENT_TEXT=text,
            HEIGHT=text,
            CYC_AGE=text,
            DISP_DATE=text,
        )
        for number, text in enumerate(NASTY)
    ]
    out = tmp_path / "results"
    results = run_on(file(tmp_path, "".join(text + comma + "\n" for text in lines(people))), out=out)
    assert results.summary["rows"]["set_aside"] == 0
    for name in ("All_Results.csv", "Prop64_Results.csv"):
        for cells, given in zip(dicts_of(out / name), people, strict=True):
            assert {column: cells[column] for column in COLUMNS} == {
                column: given.get(column, "") for column in COLUMNS
            }
    for cells, given in zip(dicts_of(out / "All_Results_Condensed.csv"), people, strict=True):
        assert {column: cells[column] for column in CONDENSED} == {
            column: given.get(column, "") for column in CONDENSED
        }


def of_another_file(number: int, text: bytes) -> bytes:
    """A row of people who stand in no other file."""
    record, status, subject, rest = text.split(b",", 3)
    return b",".join([record, status, subject and b"%d" % number + subject, rest])


def test_how_many_lines_are_taken_at_a_time_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of files with either end of line, without faults and with them."""
    paths = []
    ends: list[Literal["\n", "\r\n"]] = ["\n", "\r\n"]
    for number, (end, faults) in enumerate(product(ends, [0.0, 0.02]), start=1):
        source = tmp_path / f"county-{number}.dat"
        write_county(source, people=40, seed=5, faults=faults, line_end=end)
        rows = source.read_bytes().split(end.encode())
        rows[1:] = [of_another_file(number, row) if row.count(b",") > 90 else row for row in rows[1:]]
        rows[20] += b","
        source.write_bytes(end.encode().join(rows))
        paths.append(source)
    written = []
    for size in (1 << 19, 1500, 100):
        monkeypatch.setattr(reading, "LINES_BYTES", size)
        out = tmp_path / f"results-{size}"
        run_on(*paths, out=out)
        written.append([path.read_bytes() for path in sorted(out.glob("*.csv"))])
    assert len(written[0]) == 3 * len(paths) + 2
    assert written[1:] == written[:1] * 2


def test_each_row_is_written_in_the_encoding_that_it_came_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BLOCK_BYTES", 600)
    names = "PEÑA€".encode(), "PEÑA".encode("latin-1")
    rows = [line(full(SUBJECT_ID=str(at), PRI_NAME="@@")) for at in range(len(names))]
    data = b"".join(row.encode().replace(b"@@", name) + b"\n" for row, name in zip(rows, names, strict=True))
    out = tmp_path / "results"
    run_on(file(tmp_path, data), out=out)
    for spreadsheet in ("All_Results.csv", "All_Results_Condensed.csv"):
        written = (out / spreadsheet).read_bytes().splitlines()[1:]
        assert [name in row for name, row in zip(names, written, strict=True)] == [True, True], spreadsheet


def test_the_condensed_columns_are_those_of_all_results(results: vacatur.Results) -> None:
    everything = dicts_of(folder(results) / "All_Results.csv")
    condensed = dicts_of(folder(results) / "All_Results_Condensed.csv")
    assert [{name: row[name] for name in (*CONDENSED, *OLD)} for row in everything] == [
        {name: row[name] for name in (*CONDENSED, *OLD)} for row in condensed
    ]


def test_prop64_results_holds_the_decided_convictions_alone(results: vacatur.Results) -> None:
    decided = dicts_of(folder(results) / "Prop64_Results.csv")
    everything = dicts_of(folder(results) / "All_Results.csv")
    assert [row["Conviction"] for row in decided] == [row["Conviction"] for row in everything if row["Conviction"]]
    assert sorted(row["Conviction"] for row in decided) == sorted(
        str(each["conviction_id"]) for each in chosen(results)
    )
    shown = {row["Conviction"]: (row["Determination"], row["Rule"], row["Eligibility Reason"]) for row in decided}
    told = {each["conviction_id"]: (each["determination"], each["rule"], each["reason"]) for each in chosen(results)}
    assert shown == told


def test_rows_that_are_no_decided_conviction_are_blank_save_for_the_comment(results: vacatur.Results) -> None:
    for row in dicts_of(folder(results) / "All_Results.csv"):
        if not row["Conviction"]:
            assert not any(row[name] for name in list(row)[95:] if name != "Possible Other P64 Charges")


def one(tmp_path: Path, *rows: Row, conviction: str = "1/101002001000") -> dict[str, str]:
    out = tmp_path / "results"
    run_on(file(tmp_path, "\n".join(lines(rows)) + "\n"), out=out)
    (found,) = [row for row in dicts_of(out / "Prop64_Results.csv") if row["Conviction"] == conviction]
    return found


def test_the_old_columns_say_what_the_history_holds(tmp_path: Path) -> None:
    rows = [
        full(OFN="BA1"),
        full(OFN="BA2", SENT_LOC_DESCR="JAIL", SENT_LENGTH="1", SENT_TIME_CODE="D"),
        full(OFN="ARREST9", CNT_ORDER="101001001000", STP_TYPE_DESCR="ARREST/DETAINED/CITED", DISP_DESCR=""),
        full(CNT_ORDER="101002002000", OFFENSE_DESCR="11357(B) HS", CONV_STAT_DESCR="MISDEMEANOR", OFN="BA3"),
        murder(OFN="OLD"),
        full(CNT_ORDER="103002001000", OFFENSE_DESCR="288(A) PC", STP_EVENT_DATE="20150701"),
        full(
            CNT_ORDER="103002002000", OFFENSE_DESCR="11359 HS", STP_EVENT_DATE="20150701", STP_ORI_CNTY_NAME="ALAMEDA"
        ),
        full(
            CNT_ORDER="",
            STP_TYPE_DESCR="REGISTRATION",
            OFFENSE_DESCR="290 PC",
            DISP_DESCR="",
            STP_EVENT_DATE="20160101",
        ),
        full(CNT_ORDER="", STP_TYPE_DESCR="DECEASED", OFFENSE_DESCR="", DISP_DESCR="", STP_EVENT_DATE="20180101"),
    ]
    found = one(tmp_path, *rows)
    assert {name: found[name] for name in OLD} == {
        "Case Number": "BA1; BA2; BA3",
        "# of convictions on record": "5",
        "Possible Other P64 Charges": "",
        "Superstrike Code Section(s)": "187(A) PC;288(A) PC",
        "PC290 Code Section(s)": found["PC290 Code Section(s)"],
        "PC290 Registration": "Yes",
        "Date of Conviction": "06/01/1995",
        "Years Since This Conviction": "25.1",
        "Years Since Any Conviction": "5.0",
        "# of Prop 64 convictions": "3",
        "# of HS 11357 convictions": "1",
        "# of HS 11358 convictions": "0",
        "# of HS 11359 convictions": "2",
        "# of HS 11360 convictions": "0",
        "Deceased": "Deceased",
        "Eligibility Determination": "Not eligible",
        "Eligibility Reason": "PC 667(e)(2)(c)(iv)",
    }
    assert "288(A) PC" in found["PC290 Code Section(s)"]


def test_empty_lists_are_shown_as_a_hyphen(tmp_path: Path) -> None:
    found = one(tmp_path, full(OFN=""))
    hyphens = ("Case Number", "Superstrike Code Section(s)", "PC290 Code Section(s)", "PC290 Registration", "Deceased")
    assert {found[name] for name in hyphens} == {"-"}


COMMENTS = [
    ("11359 HS", "ALSO 11358 HS", True),
    ("11359 HS", "11359 HS ONLY", False),
    ("11359 HS", "SCN-12113580", False),
    ("11357(A) HS", "COM 11357(C)", True),
    ("11357(A) HS", "COM 11357(B)", False),
    ("11357 HS", "COM 11357(B)", True),
    ("459 PC", "COM 11360(A) HS", True),
    ("SEE COMMENT FOR CHARGE", "11358 HS", False),
    ("11359 HS", "", False),
]


@pytest.fixture(scope="module")
def commented(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What is shown of the comment of each."""
    place, rows = tmp_path_factory.mktemp("comments"), []
    for number, (offense, comment, _) in enumerate(COMMENTS):
        who = {"SUBJECT_ID": f"{number + 1}", "CII_NUMBER": f"A{number + 1}"}
        rows += [full(OFFENSE_DESCR=offense, COMMENT_TEXT=comment, **who), full(**EARLIER, **who)]
    run_on(file(place, "\n".join(lines(rows)) + "\n"), out=place / "results")
    return [each["Possible Other P64 Charges"] for each in dicts_of(place / "results" / "All_Results.csv")[::2]]


@pytest.mark.parametrize("number", range(len(COMMENTS)), ids=map(str, COMMENTS))
def test_a_comment_that_names_another_cannabis_charge_is_shown(commented: list[str], number: int) -> None:
    _, comment, shown = COMMENTS[number]
    assert commented[number] == (comment if shown else "")


def test_a_conviction_is_decided_on_the_first_of_its_rows(tmp_path: Path) -> None:
    out = tmp_path / "results"
    rows = [full(SENT_LOC_DESCR=place) for place in ("FINE", "RESTITUTION", "FEE")]
    run_on(file(tmp_path, "\n".join(lines(rows)) + "\n"), out=out)
    shown = [row["SENT_LOC_DESCR"] for row in dicts_of(out / "All_Results.csv") if row["Conviction"]]
    assert shown == ["FINE"]


def test_several_files_have_spreadsheets_of_their_own(tmp_path: Path) -> None:
    paths = [file(tmp_path, line(full(SUBJECT_ID=name)) + "\n", f"{name}.dat") for name in ("1", "2")]
    out = tmp_path / "results"
    run_on(*paths, out=out)
    for number in ("1", "2"):
        for name in ("All_Results", "Prop64_Results", "All_Results_Condensed"):
            assert len(rows_of(out / f"{name}_{number}.csv")) == 2
        assert dicts_of(out / f"Prop64_Results_{number}.csv")[0]["SUBJECT_ID"] == number


def test_decisions_on_disk_are_those_in_memory(results: vacatur.Results) -> None:
    on_disk = pl.read_parquet(folder(results) / "decisions.parquet")
    assert (
        on_disk.rows()
        == results.decisions.with_columns(pl.col("determination", "floor", "ceiling").cast(pl.String)).rows()
    )
