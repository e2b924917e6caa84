"""What must hold of the code as a whole: every offender is listed, with what to do about it."""

from __future__ import annotations

import ast
import csv
import io
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import vacatur
from tests.cli.conftest import contents
from tests.cli.rows import AS_OF, COUNTY
from tests.sources.files import HEADER, file, full, line, murder, run_on
from vacatur.errors import VacaturError

SOURCE = Path(vacatur.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))

MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "private": set(),
    "record": {"errors"},
    "law": {"errors", "record"},
    "sources": {"errors", "record"},
    "decide": {"errors", "record", "law"},
    "review": {"errors", "private", "record", "law", "decide"},
    "outputs": {"errors", "private", "record", "law", "sources", "decide", "review"},
    "synth": {"errors"},
    "request": {"errors", "record", "law", "decide"},
    "outcomes": {"errors", "record", "law", "sources", "decide", "outputs", "request"},
    "scale": {"errors", "private", "record", "law", "sources", "decide", "outputs", "request", "outcomes"},
    "runs": {"errors", "record", "law", "sources", "outputs", "request", "outcomes", "scale"},
    "checks": {"errors", "record", "law", "sources", "decide", "runs"},
    "comparisons": {"errors", "record", "law", "sources", "decide", "request", "outcomes", "runs"},
    "counting": {"errors", "law", "sources", "decide", "request", "runs"},
    "explanations": {"errors", "record", "law", "decide", "outputs"},
    "filings": {"errors", "record", "law", "outputs"},
    "reports": {"errors", "outputs"},
    "reviews": {"errors", "law", "decide", "review", "outputs"},
    "rapsheets": {"errors", "law", "sources", "decide", "outputs", "request", "runs"},
    "sharing": {"errors", "private", "sources"},
    "releases": {"errors", "outputs", "sharing"},
    "sealing": {"errors", "private", "outputs"},
    "petitions": {"errors", "record", "decide", "outputs", "request", "rapsheets", "sources"},
    "exports": {"errors", "outputs", "filings"},
    "contrasts": {"errors", "decide"},
    "differences": {"errors", "outputs"},
    "updates": {"errors", "outputs", "runs", "reviews", "differences"},
    "web": {
        "errors",
        "private",
        "record",
        "law",
        "decide",
        "review",
        "outputs",
        "request",
        "runs",
        "checks",
        "comparisons",
        "counting",
        "explanations",
        "filings",
        "reports",
        "reviews",
        "exports",
        "contrasts",
        "cli",
    },
    "__init__": {
        "errors",
        "decide",
        "runs",
        "checks",
        "comparisons",
        "explanations",
        "filings",
        "releases",
        "reports",
        "rapsheets",
        "differences",
        "updates",
    },
}
"""Which rooms each room may know: a history knows nothing of law, the law nothing of files, nobody the doors."""

NETWORK = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "urllib3",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "smtplib",
    "telnetlib",
    "xmlrpc",
}

SERVER = SOURCE / "web" / "serve.py"
"""Listens on the loopback address, behind a random token; tests/web hold it to that."""

MAY_DRAW = {SERVER, SOURCE / "sharing.py"}
"""Draw a secret: the token of the pages, the key of a copy that nobody shall be able to make again."""


def room(module: Path) -> str:
    return module.relative_to(SOURCE).parts[0].removesuffix(".py")


@cache
def nodes(module: Path) -> list[ast.AST]:
    """What a module is made of, as far as these tests look at it."""
    wanted = (ast.Import, ast.ImportFrom, ast.Call, ast.Attribute)
    return [node for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, wanted)]


@cache
def imports(module: Path) -> list[tuple[int, str]]:
    """Every module that a module imports, wherever in it, with the line."""
    found = []
    for node in nodes(module):
        if isinstance(node, ast.Import):
            found += [(node.lineno, name.name) for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: import by the full name, so that this test can see it"
            found += [(node.lineno, node.module or "")]
            if node.module == "vacatur":
                found += [(node.lineno, f"vacatur.{name.name}") for name in node.names]
    return found


def test_imports_go_one_way() -> None:
    offenders = []
    for module in MODULES:
        if (here := room(module)) == "cli":
            continue
        for number, name in imports(module):
            parts = name.split(".")
            if parts[0] == "vacatur" and len(parts) > 1 and parts[1] != here and parts[1] not in MAY_IMPORT[here]:
                offenders.append(
                    f"{module.relative_to(SOURCE)}:{number} imports {name}; {here} may know {MAY_IMPORT[here]}"
                )
    assert offenders == []


def test_every_room_is_known_to_this_test() -> None:
    assert {room(module) for module in MODULES} <= {*MAY_IMPORT, "cli"}


def test_a_room_can_be_imported_without_those_after_it() -> None:
    """The record alone, in a process of its own, loads neither law nor files."""
    program = "import sys, vacatur.record.convictions; print([m for m in sys.modules if m.startswith('vacatur.')])"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    for other in ("law", "sources", "decide", "outputs", "runs", "cli", "synth"):
        assert f"'vacatur.{other}" not in loaded


CLOCKS = {"today", "now", "utcnow", "time", "time_ns", "monotonic", "localtime", "gmtime", "ctime", "strftime_now"}


def clock_calls(module: Path) -> list[str]:
    """Calls such as `date.today()` or `time.time()`, and names of that kind taken from `time` or `datetime`."""
    found = []
    for node in nodes(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in ("date", "datetime", "time", "pl"):
                found.append(f"{module.relative_to(SOURCE)}:{node.lineno} {owner.id}.{node.func.attr}")
            if isinstance(owner, ast.Attribute) and owner.attr in ("date", "datetime"):
                found.append(f"{module.relative_to(SOURCE)}:{node.lineno} {owner.attr}.{node.func.attr}")
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            found += [f"{module.relative_to(SOURCE)}:{node.lineno} from time import {name.name}" for name in node.names]
        if isinstance(node, ast.Attribute) and node.attr.startswith("perf_counter") and module.name != "runs.py":
            found.append(f"{module.relative_to(SOURCE)}:{node.lineno} perf_counter: only runs.py says how long it took")
    return found


def test_nothing_that_decides_reads_the_clock() -> None:
    """The date of evaluation is given: the same files, pack and date give the same answer in any year."""
    shown_only = [SOURCE / "web" / "clock.py"]
    modules = [module for module in MODULES if room(module) != "cli" and module not in shown_only]
    assert [offender for module in modules for offender in clock_calls(module)] == []


def test_no_condition_of_a_pack_reads_the_clock() -> None:
    for pack in SOURCE.rglob("pack.toml"):
        text = pack.read_text(encoding="utf-8").upper()
        assert "CURRENT_" not in text and "NOW(" not in text, pack


def test_nothing_chooses_at_random_outside_the_fabricated_counties() -> None:
    offenders = [
        f"{module.relative_to(SOURCE)}:{number} imports {name}"
        for module in MODULES
        if room(module) != "synth" and module not in MAY_DRAW
        for number, name in imports(module)
        if name.split(".")[0] in ("random", "secrets", "uuid")
    ]
    assert offenders == []


def test_nothing_reaches_for_the_network() -> None:
    offenders = [
        f"{module.relative_to(SOURCE)}:{number} imports {name}"
        for module in MODULES
        if module != SERVER
        for number, name in imports(module)
        if name.split(".")[0] in NETWORK
    ]
    assert offenders == []


def test_a_run_opens_no_connection(tmp_path: Path) -> None:
    path = file(tmp_path, line(full()) + "\n")
    program = f"""
import datetime, socket, sys
def refuse(*_): raise SystemExit("a connection was opened")
socket.socket.connect = refuse
socket.create_connection = refuse
import vacatur
day, out = datetime.date(2020, 7, 1), {str(tmp_path / "results")!r}
vacatur.run([{str(path)!r}], {COUNTY!r}, ["ca-la-2020-pilot"], as_of=day, out=out)
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=120)


def test_the_public_names_are_these() -> None:
    assert sorted(vacatur.__all__) == [
        "CheckReport",
        "Comparison",
        "Differences",
        "Explanation",
        "PackError",
        "Packets",
        "Progress",
        "Results",
        "ResultsError",
        "SheetResults",
        "SourceError",
        "Updated",
        "UsageError",
        "VacaturError",
        "check",
        "compare",
        "deidentify",
        "diff",
        "explain",
        "file",
        "rapsheet",
        "report",
        "run",
        "update",
    ]
    for name in vacatur.__all__:
        assert getattr(vacatur, name) is not None
    with pytest.raises(AttributeError):
        vacatur.nothing_of_the_kind  # noqa: B018


SECRETS = {
    "REQ_CII_NUMBER": "Q7700001",
    "REQ_NAME": "QUILLFEATHER,REQUESTED",
    "REQ_DOB": "19210303",
    "REQ_SSN": "998877661",
    "REQ_CDL": "C9988771",
    "CII_NUMBER": "Z7700002",
    "PRI_NAME": "QUILLFEATHER,PLANTED",
    "PRI_DOB": "19220404",
    "PRI_SSN": "998877662",
    "PRI_CDL": "C9988772",
    "FBI_NUMBER": "FB998877",
    "OFN": "CASE998877",
    "COMMENT_TEXT": "QUILLFEATHER COMMENT 998877663",
}
"""What tells who somebody is: in no message, and in no file that is meant to be passed on."""

FAULTY = [
    {},
    {"STP_EVENT_DATE": "19950231"},
    {"STP_EVENT_DATE": "19950600"},
    {"STP_EVENT_DATE": ""},
    {"STP_EVENT_DATE": "20990101"},
    {"PRI_DOB": "19229999"},
    {"PRI_DOB": "19220405"},
    {"CNT_ORDER": "QUILLFEATHER"},
    {"SUBJECT_ID": ""},
    {"OFFENSE_DESCR": "", "COMMENT_TEXT": "QUILLFEATHER 11358 HS 998877663"},
    {"OFFENSE_DESCR": "QUILLFEATHER"},
    {"OFFENSE_DESCR": "SEE COMMENT FOR CHARGE"},
    {"DISP_OFFENSE_DESCR": "459 PC QUILLFEATHER"},
    {"CONV_STAT_DESCR": "QUILLFEATHER"},
    {"SENT_LENGTH": "QUILLFEATHER"},
    {"STP_ORI_CNTY_NAME": ""},
    {"DISP_DESCR": "DISMISSED QUILLFEATHER"},
    {"DISP_DESCR": "SET ASIDE QUILLFEATHER"},
    {"DISP_DESCR": ""},
    {"STP_TYPE_DESCR": "REGISTRATION", "OFFENSE_DESCR": "290 PC QUILLFEATHER", "DISP_DESCR": ""},
    {"COMMENT_TEXT": "QUILLFEATHER SET ASIDE 1203.4 PC"},
]
TELLING = [
    b"QUILLFEATHER",
    b"9988776",
    b"7700001",
    b"7700002",
    b"19210303",
    b"1922040",
    b"FB998877",
    b"C998877",
    b"CASE998877",
]


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in which every kind of problem befalls one recognisable person."""
    rows = []
    for number, cells in enumerate(FAULTY):
        own = {"CNT_ORDER": f"{number + 101}002001000", "SUBJECT_ID": "7700009"}
        rows.append(line(full(**{**SECRETS, **own, **cells})))
    rows += [
        rows[0] + ",QUILLFEATHER",
        rows[0].replace(",END", ',"QUILLFEATHER'),
        "QUILLFEATHER,998877661",
        line(murder()),
    ]
    return file(tmp_path_factory.mktemp("telling"), "\n".join([HEADER, *rows]) + "\n")


@pytest.fixture(scope="module")
def kept(telling: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a run on it."""
    out = tmp_path_factory.mktemp("kept") / "results"
    run_on(telling, out=out)
    return contents(out)


def offenders(data: bytes) -> list[bytes]:
    return [word for word in TELLING if word in data.upper()]


@pytest.mark.parametrize("name", ["problems.csv", "summary.json", "manifest.json", "timing.json"])
def test_nobody_can_be_told_from_the_files_that_are_passed_on(kept: dict[str, bytes], name: str) -> None:
    assert offenders(kept[name]) == []


def test_nobody_can_be_told_from_progress_and_summary(telling: Path) -> None:
    seen: list[object] = []
    results = run_on(telling, progress=seen.append)
    assert seen
    assert offenders(repr(seen).encode()) == []
    assert offenders(repr(results.summary).encode()) == []
    assert offenders(results.problems.write_csv().encode()) == []
    assert offenders(vacatur.check([telling]).problems.write_json().encode()) == []


def test_every_kind_of_problem_befell_that_person(kept: dict[str, bytes]) -> None:
    """Otherwise the tests above would show little."""
    found = set(json.loads(kept["summary.json"])["problems"])
    assert len(found) >= 15, found


REFUSED = [
    "QUILLFEATHER,998877661\n",
    "QUILLFEATHER,998877661\n" * 5,
    '"QUILLFEATHER\n',
    ",".join(["QUILLFEATHER"] * 95) + "\n",
    ",".join(["QUILLFEATHER"] * 12) + "\n" + line(full(**SECRETS)).replace(",", ";") + "\n",
    line(full(**SECRETS)).replace(",", "\t") + "\n",
]


@pytest.mark.parametrize("text", REFUSED)
def test_nobody_can_be_told_from_a_refusal(tmp_path: Path, text: str) -> None:
    with pytest.raises(VacaturError) as refused:
        run_on(file(tmp_path, text))
    assert offenders(str(refused.value).encode()) == []


def test_a_refused_county_tells_of_nobody(telling: Path) -> None:
    with pytest.raises(VacaturError) as refused:
        vacatur.run([telling], "QUILLFEATHERX", ["ca-la-2020-pilot"], as_of=AS_OF)
    assert offenders(str(refused.value).replace("QUILLFEATHERX", "").encode()) == []


def test_what_the_owner_keeps_does_tell(kept: dict[str, bytes]) -> None:
    """The spreadsheets are the state's own rows; the words searched for are really there."""
    assert set(offenders(kept["All_Results.csv"])) == set(TELLING)
    rows = list(csv.DictReader(io.StringIO(kept["set_aside.csv"].decode(), newline="")))
    assert len(rows) >= 4
