"""Words that tell who somebody is, planted everywhere in the input, are in nothing that is printed or logged: not in
progress, summaries and refusals, nor when something within breaks. Only what is asked in order to
show a person names them.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import httpx2
import polars as pl
import pytest

from tests.cli.conftest import REQUEST, typed
from tests.sources.files import HEADER, file, full, line, murder
from tests.test_health import FAULTY, SECRETS, TELLING
from tests.test_rapsheets import ARREST, END, SALE
from vacatur.cli.failures import ASK_FOR_TRACEBACK
from vacatur.sources.doj.layout import COLUMNS

PLANTED = "QUILLFEATHER 998877661 19220404"
SHEET_WORDS = [b"QUILLFEATHER", b"77000123", b"19740611", b"H-12345A", b"998877"]
HEAD = """CII/A77000123
DOB/19740611    SEX/F  RAC/BLACK  HGT/505 WGT/140 EYE/BRO HAIR/BLK POB/QUILLFEATHER
NAM/01 QUILLFEATHER,MARISOL DAWN
FBI/998877AA1  CDL/C9988770  SOC/998877123  ADR/998877 QUILLFEATHER ST
QUILLFEATHER 998877

"""


def texts() -> dict[str, str]:
    """A cell for every column that holds free text of the state's file: none of it may be repeated."""
    kept = {"STP_ORI_CNTY_NAME", "STP_TYPE_DESCR", "DISP_DESCR", "CNT_ORDER", "SUBJECT_ID", "STP_EVENT_DATE"}
    return {name: f"QUILLFEATHER {number}" for number, name in enumerate(COLUMNS) if name not in kept}


@pytest.fixture(scope="module")
def telling(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file in which every kind of problem befalls recognisable people."""
    rows = [
        line(full(**{**SECRETS, "CNT_ORDER": f"{number + 101}002001000", "SUBJECT_ID": "7700009", **cells}))
        for number, cells in enumerate(FAULTY)
    ]
    rows += [line({**full(SUBJECT_ID="7700010"), **texts()}), rows[0] + ",QUILLFEATHER", "QUILLFEATHER,998877661"]
    return file(tmp_path_factory.mktemp("telling"), "\n".join([HEADER, *rows, line(murder())]) + "\n")


@pytest.fixture(scope="module")
def kept(telling: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("kept") / "results"
    assert typed("run", telling, *REQUEST, "--out", out).exit_code == 3
    return out


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sheets") / "sheet.txt"
    path.write_text(HEAD + SALE + ARREST + "QUILLFEATHER 998877661\n" + END, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ASK_FOR_TRACEBACK, raising=False)


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[list[str]]:
    """All that is printed, logged or warned of while a test runs is looked at when it ends."""
    printed: list[str] = []
    with caplog.at_level(logging.DEBUG), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        yield printed
    out, err = capfd.readouterr()
    everything = "\n".join([*printed, out, err, caplog.text, *map(str, warned)]).upper().encode()
    assert everything.strip()
    assert [word for word in {*TELLING, *SHEET_WORDS} if word in everything] == []


def commands(telling: Path, kept: Path, sheet: Path, out: Path) -> dict[str, tuple[object, ...]]:
    """By name what is typed. None of it is asked in order to show a person."""
    day = ("--as-of", "2020-07-01")
    return {
        "run": ("run", telling, *REQUEST, "--out", out),
        "run as JSON": ("run", telling, *REQUEST, "--out", out, "--json"),
        "check": ("check", telling),
        "check as JSON": ("check", telling, "--json"),
        "compare": ("compare", telling, *REQUEST, "--pack", "ca-prop64-statute", "--out", out),
        "file": ("file", kept, "--out", out, "--letters", "batch", "--office", out.parent / "office.toml"),
        "deidentify": ("deidentify", kept, "--out", out),
        "explain nobody": ("explain", kept, "no/such"),
        "explain no line": ("explain", kept, "--line", "1"),
        "sheet copied": ("rapsheet", "deidentify", sheet, "--out", out),
        "sheet of a county": ("rapsheet", telling, *day),
        "county of a sheet": ("run", sheet, *REQUEST, "--out", out),
        "decrypt": ("decrypt", telling, "--identity", telling, "--out", out),
        "office": ("file", kept, "--out", out, "--office", telling),
        "key": ("deidentify", kept, "--out", out, "--encrypt-to", telling),
    }


NAMES = list(commands(*[Path()] * 4))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_is_printed_names_anybody(
    name: str, telling: Path, kept: Path, sheet: Path, tmp_path: Path, said: list[str]
) -> None:
    result = typed(*commands(telling, kept, sheet, tmp_path / "out")[name])
    said.append(result.output)
    assert result.exit_code in (0, 2, 3), result.output


BREAKS = {
    "run": ["vacatur.outcomes.put_together", "vacatur.runs.write_results", "vacatur.outputs.folder.HashedFile.write"],
    "check": ["vacatur.checks.read_delivered"],
    "report": ["vacatur.outputs.report.build.told_of"],
    "file": ["vacatur.filings.docket_of", "vacatur.filings.write_papers"],
    "deidentify": ["vacatur.releases.data_set"],
    "explain nobody": ["vacatur.explanations.open_results"],
    "sheet copied": ["vacatur.sharing.deidentify"],
}
"""What breaks within a command."""


class PanicException(BaseException):
    """What polars raises past every `except Exception`."""


def broken(kind: str) -> BaseException:
    """An error that quotes the file, as libraries do."""
    error: BaseException = {
        "value": ValueError(f"could not parse {PLANTED!r}"),
        "key": KeyError(PLANTED),
        "polars": pl.exceptions.ComputeError(f"could not parse `{PLANTED}` as dtype i64"),
        "panic": PanicException(PLANTED),
        "system": OSError(f"{PLANTED} (os error 28)"),
        "exit": RuntimeError(PLANTED, PLANTED),
    }[kind]
    error.add_note(PLANTED)
    error.__cause__ = ValueError(PLANTED)
    return error


@pytest.mark.parametrize("kind", ["value", "key", "polars", "panic", "system", "exit"])
@pytest.mark.parametrize(("name", "where"), [(name, where) for name, places in BREAKS.items() for where in places])
def test_what_breaks_within_names_nobody(
    name: str, where: str, kind: str, telling: Path, kept: Path, sheet: Path, tmp_path: Path, said: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if kind not in ("value", "panic") and where != BREAKS[name][0]:
        return said.append("the first place of each command is tried with every kind")

    def breaks(*_: object, **__: object) -> None:
        raise broken(kind)

    monkeypatch.setattr(where, breaks)
    typing = {**commands(telling, kept, sheet, tmp_path / "out"), "report": ("report", kept, "--out", tmp_path / "out")}
    result = typed(*typing[name])
    said.append(result.output)
    assert result.exit_code == 1, result.output
    assert re.search("Nothing (half-written is|was) left", result.output)
    assert [path.name for path in tmp_path.iterdir()] == []
    return None


def test_a_thread_that_breaks_names_nobody(said: list[str]) -> None:
    from vacatur.cli.failures import scrub

    before = threading.excepthook, sys.unraisablehook
    try:
        scrub()

        def breaks() -> None:
            raise ValueError(PLANTED)

        thread = threading.Thread(target=breaks, name=PLANTED)
        thread.start()
        thread.join()
    finally:
        threading.excepthook, sys.unraisablehook = before


def test_a_sheet_that_is_read_tells_of_errors_without_names(
    sheet: Path, tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise broken("value")

    monkeypatch.setattr("vacatur.rapsheets.run", breaks)
    said.append(typed("rapsheet", sheet, "--as-of", "2020-07-01").output)


SERVED = f"""
import vacatur.web.pages.files as files
def breaks(*_, **__): raise ValueError({PLANTED!r})
files.overview = breaks
import vacatur.web.workplace as workplace
workplace.Workplace.deliveries = breaks
from vacatur.cli import main
main()
"""


def test_the_servers_log_names_nobody(telling: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", SERVED, "serve", "--data", tmp_path / "data", "--no-browser"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )  # fmt: skip
    assert process.stdout
    address = re.search(r"http://\S+", process.stdout.readline())
    assert address
    with httpx2.Client(transport=httpx2.HTTPTransport(retries=20), timeout=60, follow_redirects=True) as browser:
        answers = [browser.get(address[0]), browser.get(f"{address[0].partition('/enter')[0]}/files")]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert answers[-1].status_code == 500
    assert "ValueError" in err
    everything = "\n".join([out.replace(address[0], ""), err, *(answer.text for answer in answers)]).upper().encode()
    assert [word for word in TELLING if word in everything] == []


def test_what_is_asked_in_order_to_show_a_person_does_name_them(kept: Path, sheet: Path) -> None:
    """The words that are searched for are really there."""
    assert "QUILLFEATHER" in typed("rapsheet", sheet, "--as-of", "2020-07-01", "--json").output
    assert "QUILLFEATHER" in (kept / "All_Results.csv").read_text(encoding="utf-8")
