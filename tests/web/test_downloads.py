"""Downloads: made on demand, whole or not at all, with what reviewers decided; and the office's details."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from html import unescape
from pathlib import Path
from typing import Any, ClassVar

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from tests.web.conftest import Caller, Server, opened
from tests.web.finished import FORMULA, conviction
from tests.web.looks import in_each_sight, wrong
from vacatur import reviews
from vacatur.outputs.kept import open_results
from vacatur.outputs.office import load_office, placeholder_office
from vacatur.review.book import FILE
from vacatur.runs import Progress
from vacatur.web import making, offices
from vacatur.web.exports import EXPORTS, job_folder
from vacatur.web.jobs import Jobs, State
from vacatur.web.making import MADE
from vacatur.web.workplace import Workplace, read_json, write_json
from vacatur.web.zips import zipped

DOWNLOADS = "/runs/1/downloads"
LUZ = conviction("4", 2)
WHO = {"who": "Ana Núñez", "when": "2026-03-04T09:30:00-08:00"}
COUNTY = "LOS ANGELES"
PRINTABLE = re.compile(r"[ -~À-ÖØ-öø-ſ]*[!-~À-ÖØ-öø-ſ][ -~À-ÖØ-öø-ſ]*").fullmatch
ASKED: dict[str, dict[str, Any]] = {
    "report": {"public": False}, "report-public": {"public": True}, "packets": {"office": None}, "workbook": {},
    "letters": {"office": None, "language": "en", "single": True}, "spreadsheets": {},
}  # fmt: skip


@pytest.fixture(scope="module")
def prepared(five_people: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a run on five people, one of them decided by hand, and everything made of it."""
    folder = Path(shutil.copytree(five_people, tmp_path_factory.mktemp("prepared") / "data"))
    results = folder / "runs/1/results"
    reviews.decide(results, LUZ, "dismiss", "=agreed", **WHO)
    run = Workplace(folder).run("1")
    for name, asked in ASKED.items():
        job = job_folder(run, name)
        job.mkdir(parents=True)
        office = {"office": str(office_file(folder))} if "office" in asked else {}
        told: list[Progress] = []
        making.KINDS[EXPORTS[name].kind](job, {"results": str(results), **asked, **office}, told.append)
        assert told, name
        write_json(job / "job.json", {"kind": EXPORTS[name].kind, "added": "2026-03-04T10:00:00", "request": asked})
        write_json(job / "ended.json", {"state": "done", "seconds": 1.0, "past": {}, "sentences": []})
    return folder


def office_file(data: Path) -> Path:
    path = offices.path_of(Workplace(data), COUNTY)
    if not path.exists():
        offices.save(path, offices.kept(path, COUNTY))
    return path


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    """A copy, to be changed."""
    return Path(shutil.copytree(prepared, tmp_path / "data"))


@pytest.fixture
def made(prepared: Path) -> Caller:
    """A browser on the prepared one, to look at."""
    return opened(prepared)


def unzipped(caller: Caller, name: str) -> dict[str, bytes]:
    answer = caller.get(f"{DOWNLOADS}/{name}.zip")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}-run-1.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}


@pytest.mark.parametrize("name", ASKED)
def test_an_archive_holds_what_was_made_to_the_byte(made: Caller, prepared: Path, name: str) -> None:
    folder = prepared / "runs/1/jobs" / name / MADE
    kept = {
        f"{name}-run-1/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert unzipped(made, name) == kept and len(kept) > 1


@pytest.mark.parametrize("name", ASKED)
def test_everything_is_made_with_what_reviewers_decided(prepared: Path, name: str) -> None:
    manifest = json.loads((prepared / "runs/1/jobs" / name / MADE / "manifest.json").read_text())
    ledger = open_results(prepared / "runs/1/results").ledger
    assert manifest["ledger"] == {"last_act": 1, "sha256": ledger.sha256}


def test_an_archive_is_the_same_whenever_it_is_sent(made: Caller) -> None:
    first, second = (made.get(f"{DOWNLOADS}/packets.zip").content for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_large_file_goes_through_in_pieces(tmp_path: Path) -> None:
    content = bytes(range(256)) * 40_000
    (tmp_path / "large.csv").write_bytes(content)
    pieces = list(zipped(tmp_path, ["large.csv"], "within"))
    assert len(pieces) > 5 and max(map(len, pieces)) < 3 << 20
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.read("within/large.csv") == content


def test_the_page_says_what_is_ready_and_what_was_made_before_later_acts(data: Path) -> None:
    caller = opened(data)
    page = caller.get(DOWNLOADS).text
    assert page.count('<span class="badge good">ready</span>') == len(EXPORTS)
    reviews.withdraw(data / "runs/1/results", 1, "no", **WHO)
    page = caller.get(DOWNLOADS).text
    assert page.count("made before the latest acts of reviewers") == len(EXPORTS) and "ready</span>" not in page


def test_without_acts_the_runs_own_spreadsheets_are_the_spreadsheets(five: Caller) -> None:
    page = five.get(DOWNLOADS).text
    assert "Spreadsheets as reviewed" not in page and "What reviewers decided is not in these." not in page
    assert f'href="{DOWNLOADS}/results/Prop64_Results.csv"' in page


@pytest.mark.parametrize("name", ["All_Results.csv", "decisions.parquet", "manifest.json", "set_aside.csv"])
def test_a_file_of_the_run_is_what_the_run_wrote(made: Caller, prepared: Path, name: str) -> None:
    answer = made.get(f"{DOWNLOADS}/results/{name}")
    assert answer.content == (prepared / "runs/1/results" / name).read_bytes()
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize(
    "path",
    [
        f"results/{FILE}", "results/timing.json", "results/packs", "results/..%2Fjob.json", "results/%2Fetc%2Fpasswd",
        "report/files/../../../job.json", "report/files/..%2F..%2Fjob.json", "report/files/nothing.html",
        "packets/files/%2e%2e/%2e%2e/job.json", "secrets.zip", "secrets/part", "report/files/",
    ],
)  # fmt: skip
def test_no_other_file_is_given(made: Caller, path: str) -> None:
    assert made.get(f"{DOWNLOADS}/{path}").status_code == 404


def test_a_report_is_looked_at_under_a_policy_that_lets_nothing_run(made: Caller) -> None:
    answer = made.get(f"{DOWNLOADS}/report/files/report.html")
    assert "attachment" not in answer.headers.get("content-disposition", "")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "script-src" not in answer.headers["content-security-policy"]
    manifest = made.get(f"{DOWNLOADS}/report/files/manifest.json").json()
    rows = [output["file"] for output in manifest["outputs"] if output["file"].startswith("rows/")]
    answer = made.get(f"{DOWNLOADS}/report/files/{rows[0]}")
    assert answer.status_code == 200 and answer.headers["content-disposition"].startswith("attachment")


def test_the_acts_are_a_spreadsheet_in_which_nothing_is_a_formula(made: Caller) -> None:
    text = made.get(f"{DOWNLOADS}/acts.csv").content.decode("utf-8-sig")
    (act,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (act["act"], act["who"], act["conviction"], act["kind"]) == ("1", "Ana Núñez", LUZ, "decide")
    assert act["reason"] == "'=agreed" and act["after"] == "dismiss: Decided by Ana Núñez: =agreed"
    assert FORMULA not in text


class TestAJob:
    def test_says_how_much_is_done_and_how_long_it_took(self, made: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
        said = " ".join(made.get(f"{DOWNLOADS}/workbook/part").text.split())
        assert "Mar 4, 2026, 10:00:00" in said.replace("\u202f", " ") and ", in 1 s ·" in said
        going = State("running", "workbook", "workbook", 300, 1200, 300, seconds=12, left=36)
        monkeypatch.setattr(made.app.state.jobs, "state", lambda folder: going)  # type: ignore[attr-defined]
        said = " ".join(made.get(f"{DOWNLOADS}/workbook/part").text.split())
        assert "Of this part: 25%, 300 rows. Left of this part: 36 s. So far: 12 s." in said
        assert '<progress max="1200" value="300"' in said
        nothing_known = State("running", "workbook", "workbook", seconds=2)
        monkeypatch.setattr(made.app.state.jobs, "state", lambda folder: nothing_known)  # type: ignore[attr-defined]
        said = " ".join(made.get(f"{DOWNLOADS}/workbook/part").text.split())
        assert "Of this part" not in said and "Left" not in said and "So far: 2 s." in said

    def test_of_the_workbook_tells_the_rows_that_are_written(self, prepared: Path, tmp_path: Path) -> None:
        told: list[Progress] = []
        making.workbook(tmp_path, {"results": str(prepared / "runs/1/results")}, told.append)
        assert (told[0].done, told[0].total) == (0, None)
        rows = [(each.done, each.rows) for each in told[1:]]
        assert rows == sorted(rows) and told[-1].done == told[-1].total == told[-1].rows > 0

    @pytest.mark.usefixtures("at_once")
    def test_makes_it_and_replaces_what_was_made_before(self, data: Path) -> None:
        caller = opened(data)
        before = (data / "runs/1/jobs/packets" / MADE / "manifest.json").read_bytes()
        reviews.withdraw(data / "runs/1/results", 1, "no", **WHO)
        assert caller.form(f"{DOWNLOADS}/packets/make").headers["location"] == f"{DOWNLOADS}#card-packets"
        caller.wait_for(f"{DOWNLOADS}/packets/part", '<span class="badge good">ready</span>')
        after = json.loads((data / "runs/1/jobs/packets" / MADE / "manifest.json").read_text())
        assert after["ledger"]["last_act"] == 2 and json.loads(before)["ledger"]["last_act"] == 1

    def test_that_is_cancelled_leaves_what_was_made_before(self, data: Path) -> None:
        caller = opened(data)
        folder = data / "runs/1/jobs/report"
        before = sorted(path.name for path in folder.iterdir() if path.is_dir())
        caller.form(f"{DOWNLOADS}/report/make")
        assert "data-live" in caller.get(f"{DOWNLOADS}/report/part").text
        caller.form(f"{DOWNLOADS}/report/cancel")
        assert Jobs().state(folder).state == "cancelled"
        assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == before == [MADE]
        page = caller.get(f"{DOWNLOADS}/report/part").text
        assert "cancelled" in page and "Download all (zip)" in page

    def test_is_stopped_when_its_run_is_deleted(self, data: Path) -> None:
        caller = opened(data)
        caller.form(f"{DOWNLOADS}/packets/make")
        process = psutil.Process(read_json(data / "runs/1/jobs/packets/process.json")["pid"])
        caller.form("/runs/1/forget", {"sure": "yes"})
        assert not process.is_running()
        assert list((data / "runs").iterdir()) == []

    @pytest.mark.usefixtures("at_once")
    def test_that_fails_says_why(self, data: Path) -> None:
        caller = opened(data)
        with (data / "runs/1/results/summary.json").open("a") as stream:
            stream.write("\n")
        caller.form(f"{DOWNLOADS}/workbook/make")
        page = caller.wait_for(f"{DOWNLOADS}/workbook/part", "It could not be done.")
        assert "summary.json has changed" in page

    def test_of_another_kind_is_none(self, made: Caller) -> None:
        assert made.form(f"{DOWNLOADS}/secrets/make").status_code == 404


class TestTheOfficesDetails:
    GIVEN: ClassVar = {
        "court.name": "Superior Court", "court.county": "Los Angeles", "court.street": '111 "Hill" Street \\ B',
        "court.city": "Los Angeles, CA 90012", "court.hearing_date": "2026-05-06", "case.number": "BH1",
        "district_attorney.attorney": "Ana Núñez", "district_attorney.state_bar_number": "123456",
        "district_attorney.address": "211 W. Temple\r\n\r\nLos Angeles", "motion.case_numbers_in_redacted": "yes",
        "motion.sealing": "It is\nso.",
    }  # fmt: skip

    def test_are_kept_for_papers_and_letters(self, data: Path) -> None:
        caller = opened(data)
        assert caller.form(f"{DOWNLOADS}/office", self.GIVEN).headers["location"] == DOWNLOADS
        path = offices.path_of(Workplace(data), COUNTY)
        assert path.stat().st_mode & 0o777 == 0o600
        office = load_office(path)
        assert office.court.street == '111 "Hill" Street \\ B' and office.motion.sealing == "It is so."
        assert office.district_attorney.address == ["211 W. Temple", "Los Angeles"]
        assert office.motion.case_numbers_in_redacted and str(office.court.hearing_date) == "2026-05-06"
        assert office.letters.hotline == placeholder_office(COUNTY).letters.hotline
        page = unescape(caller.get(f"{DOWNLOADS}/office").text)
        assert 'value="Ana Núñez"' in page and "[NAME OF ATTORNEY]" in page

    def test_that_are_not_right_are_shown_beside_their_control_as_entered(self, data: Path) -> None:
        caller = opened(data)
        wrong = {**self.GIVEN, "district_attorney.state_bar_number": "12a", "court.hearing_date": "tomorrow"}
        sent = caller.form(f"{DOWNLOADS}/office", wrong)
        page = unescape(sent.text)
        assert sent.status_code == 422
        assert 'id="district_attorney.state_bar_number-error"' in page and 'value="12a"' in page
        assert 'id="court.hearing_date-error"' in page and 'value="111 "Hill" Street \\ B"' in page
        assert load_office(offices.path_of(Workplace(data), COUNTY)).court.street.startswith("[")

    def test_left_blank_stay_placeholders(self, data: Path) -> None:
        opened(data).form(f"{DOWNLOADS}/office", {})
        office = load_office(offices.path_of(Workplace(data), COUNTY))
        assert office.placeholders() == placeholder_office(COUNTY).placeholders()

    @settings(deadline=None)  # it writes files
    @given(text=st.text(st.characters(max_codepoint=0x17F), min_size=1, max_size=60).filter(PRINTABLE))
    def test_whatever_is_typed_is_read_back(self, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
        content, errors = offices.read_form({"court.branch": text}, COUNTY, [("city-x", "City X")])
        assert errors == {}
        path = tmp_path_factory.mktemp("office") / "offices" / "la.toml"
        offices.save(path, content)
        assert load_office(path).court.branch == text.strip()

    def test_of_another_prosecutor_are_under_its_id(self, tmp_path: Path) -> None:
        fields = {f"prosecutors.city-x.{name}": "1" for name in ("attorney", "state_bar_number")}
        content, errors = offices.read_form(fields, COUNTY, [("city-x", "City X")])
        path = tmp_path / "offices" / "la.toml"
        offices.save(path, content)
        assert errors == {} and load_office(path).attorney("city-x").attorney == "1"

    def test_a_file_that_cannot_be_read_is_begun_anew(self, tmp_path: Path) -> None:
        path = tmp_path / "la.toml"
        path.write_text("not = = toml")
        assert offices.kept(path, COUNTY)["court"]["county"] == "Los Angeles"


@in_each_sight
def test_no_page_has_a_fault_or_is_too_wide(browser: Any, prepared: Path, sight: tuple[int, str, str]) -> None:
    server = Server(prepared)
    found = wrong(browser, server, sight, (DOWNLOADS, f"{DOWNLOADS}/office"))
    server.stop()
    assert found == {}


def test_it_is_made_and_taken_along_in_a_browser_while_the_page_follows(page_on_five: Any, five_server: Server) -> None:
    page = page_on_five
    page.goto(five_server.root + DOWNLOADS)
    page.get_by_role("button", name="Make it – Workbook").click()
    expect(page.locator("#card-workbook progress")).to_be_visible()
    link = page.get_by_role("link", name="Download – Workbook")
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "decisions.xlsx"
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
