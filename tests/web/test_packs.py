"""An office's own packs: chosen like those that come with the program, and told what is wrong with them."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import typed
from tests.web.conftest import CHOICE, Caller, Server, opened
from tests.web.looks import in_each_sight, wrong
from vacatur.decide.check import check_pack
from vacatur.outputs.kept import open_results
from vacatur.web.packs import FOLDER, NOT_COUNTED, TAKEN

OURS = "our-county-2026"
CHOSEN = {"county": CHOICE["county"], "as_of": CHOICE["as_of"], "pack": OURS, f"{OURS}.set": "1"}
CHOSEN |= {f"{OURS}.minimum_age": "45"}


def begun(data: Path, name: str = OURS) -> Path:
    """An own pack, as `vacatur pack new` begins one."""
    folder = data / FOLDER / name
    folder.parent.mkdir(exist_ok=True)
    assert typed("pack", "new", folder).exit_code == 0
    return folder


def amend(folder: Path, old: str, new: str, file: str = "pack.toml") -> None:
    path = folder / file
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def policy(caller: Caller, **query: str) -> str:
    answer = caller.get("/policy/1", params=query)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_one_has_a_card_before_all_others_with_its_words(copied: Path) -> None:
    folder = begun(copied)
    amend(folder, "The policy of my county", "Ours <b>& no more")
    amend(folder, "| what | citation |", "| what it is | what we do, as <i>adopted |\n\n| what | citation |", "law.md")
    answer = opened(copied).get("/policy/1").text
    assert answer.index(f'id="pack-{OURS}"') < answer.index('id="pack-ca-la-2020-pilot"')
    assert "Ours &lt;b&gt;&amp; no" in answer and "<b>&" not in answer and "<i>" not in answer
    card = unescape(answer.split(f'id="pack-{OURS}"')[1].split('class="card pick"')[0])
    assert "the office's own" in card and "what we do, as" in card
    assert "Every other felony is read by a lawyer." in card
    assert "Policy of the District Attorney of 1 January 2020" in card and "It is nobody's policy." in card
    assert f'id="{OURS}.minimum_age"' in card and f'href="/policy/packs/{OURS}"' in card


def test_its_law_and_rules_are_shown(copied: Path) -> None:
    begun(copied)
    page = opened(copied).get(f"/policy/packs/{OURS}").text
    assert "age_now &gt;= 50" in page and "Policy, section 2" in page
    assert "Every other felony is read by a lawyer." in page


def test_it_is_counted_anew_when_it_was_changed(copied: Path) -> None:
    folder = begun(copied)
    caller = opened(copied)
    before = caller.get("/policy/1/figures", params=CHOSEN).text
    assert "dismissed or reduced" in before
    amend(folder, 'determination = "review"', 'determination = "not_eligible"')
    amend(folder, '"review", rule = "otherwise"', '"not_eligible", rule = "otherwise"', "cases.toml")
    assert check_pack(folder) == []
    assert caller.get("/policy/1/figures", params=CHOSEN).text != before


@pytest.mark.usefixtures("at_once")
def test_a_run_with_it_decides_by_it(copied: Path) -> None:
    folder = begun(copied)
    caller = opened(copied)
    address = caller.form("/policy/1/run", CHOSEN).headers["location"]
    page = unescape(caller.wait_for(address, "They reconcile."))
    assert "The policy of my county" in page and "at least this old" in page
    kept = open_results(copied / address.strip("/") / "results")
    assert kept.packs[0].id == OURS and kept.packs[0].values() == {"minimum_age": 45}
    assert "The policy of my county" in unescape(caller.get(f"{address}/results").text)
    sides = unescape(caller.get(f"{address}/variants").text)
    assert f'<option value="{OURS}"' in sides
    folder.rename(copied / "elsewhere")
    assert OURS in caller.get("/runs").text, "the run is still named after it"


class TestABrokenOne:
    def test_says_what_is_wrong_and_cannot_be_chosen(self, copied: Path) -> None:
        folder = begun(copied)
        amend(folder, "age_now >= :minimum_age", "age_nov >= :minimum_age <b>")
        mistakes = check_pack(folder)
        caller = opened(copied)
        page = policy(caller)
        assert mistakes[0] in page and "cannot be chosen" in page and f'id="pack-{OURS}"' not in page
        assert "<b>" not in caller.get("/policy/1").text
        if len(mistakes) > 1:
            assert f'vacatur pack check "{folder}"' in page
        assert caller.form("/policy/1/run", CHOSEN).status_code == 422
        assert caller.get(f"/policy/packs/{OURS}").status_code == 404

    def test_can_be_chosen_once_it_is_mended(self, copied: Path) -> None:
        folder = begun(copied)
        amend(folder, "age_now", "age_nov")
        caller = opened(copied)
        assert "cannot be chosen" in policy(caller)
        amend(folder, "age_nov", "age_now")
        assert "cannot be chosen" not in policy(caller) and f'id="pack-{OURS}"' in policy(caller)

    def test_of_a_name_that_comes_with_the_program_takes_nothing_from_it(self, copied: Path) -> None:
        begun(copied, "ca-sf-2019")
        caller = opened(copied)
        assert TAKEN in policy(caller)
        assert policy(caller).count('id="pack-ca-sf-2019"') == 1
        spanish = unescape(caller.get("/policy/1", headers={"accept-language": "es"}).text)
        assert "Un paquete con este nombre viene con el programa." in spanish

    def test_about_other_offenses_is_not_counted_here(self, copied: Path) -> None:
        amend(begun(copied), 'status = "', 'about = "any"\nstatus = "')
        page = policy(opened(copied))
        assert NOT_COUNTED in page and f'id="pack-{OURS}"' not in page

    @pytest.mark.parametrize("content", [b"\xff\xfe", b"= not toml", b""])
    @pytest.mark.parametrize("file", ["pack.toml", "cases.toml", "law.md"])
    def test_in_any_of_its_files_hides_no_other(self, copied: Path, file: str, content: bytes) -> None:
        folder = begun(copied)
        begun(copied, "another")
        (folder / file).write_bytes(content)
        page = policy(opened(copied))
        assert 'id="pack-another"' in page and 'id="pack-ca-sf-2019"' in page
        assert ("cannot be chosen" in page) is bool(content != b"= not toml" or file != "law.md")

    def test_files_and_hidden_folders_beside_are_none(self, copied: Path) -> None:
        begun(copied)
        (copied / FOLDER / "notes.txt").write_text("mine")
        (copied / FOLDER / ".git").mkdir()
        assert "cannot be chosen" not in policy(opened(copied))


@in_each_sight
def test_no_fault_and_not_too_wide(browser: Any, copied: Path, sight: tuple[int, str, str]) -> None:
    begun(copied)
    amend(begun(copied, "broken"), "age_now", "age_nov")
    server = Server(copied)
    found = wrong(browser, server, sight, ["/policy/1", f"/policy/packs/{OURS}"])
    server.stop()
    assert found == {}
