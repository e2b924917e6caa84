"""Files are brought in whole or not at all, are never altered, and what is in them is said."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

import vacatur
from tests.cli.conftest import contents
from tests.cli.rows import row, written
from tests.web.conftest import KEYS, Caller, opened
from vacatur.web.uploads import _own_name
from vacatur.web.workplace import Workplace

FORM = {"csrf": KEYS.csrf}

pytestmark = pytest.mark.usefixtures("at_once")


def send(caller: Caller, *files: tuple[str, bytes], **options: object) -> object:
    """Files sent as a browser does without a script."""
    parts = [("files", file) for file in files]
    return caller.post("/files/upload", data=FORM, files=parts, follow_redirects=False, **options)  # type: ignore[arg-type]


def test_a_file_that_is_named_is_read_where_it_lies(caller: Caller, county: Path, tmp_path: Path) -> None:
    before = county.read_bytes(), county.stat().st_mtime_ns
    sent = caller.form("/files/paths", {"paths": f"\n {county} \n"})
    assert sent.headers["location"] == "/files/1"
    page = caller.wait_for("/files/1", "What is wrong")
    found = vacatur.check([county])
    for number in (found.people, found.convictions, found.rows):
        assert f"{number:,}" in page
    assert "LOS ANGELES" in page
    assert (county.read_bytes(), county.stat().st_mtime_ns) == before
    assert not list((tmp_path / "data").rglob("*.dat"))


def test_a_file_that_is_sent_is_kept_to_the_byte(caller: Caller, county: Path, tmp_path: Path) -> None:
    sent = send(caller, ("county.dat", county.read_bytes()))
    assert sent.headers["location"] == "/files/1"  # type: ignore[attr-defined]
    kept = tmp_path / "data" / "deliveries" / "1" / "files" / "county.dat"
    assert kept.read_bytes() == county.read_bytes()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o077 == 0
    assert "county.dat" in caller.wait_for("/files/1", "What is wrong")


def test_several_files_are_one_delivery(caller: Caller, county: Path, tmp_path: Path) -> None:
    lines = county.read_bytes().splitlines(keepends=True)
    half = len(lines) // 2
    send(caller, ("a.dat", b"".join(lines[:half])), ("a.dat", b"".join(lines[half:])))
    files = json.loads((tmp_path / "data" / "deliveries" / "1" / "delivery.json").read_text(encoding="utf-8"))["files"]
    assert [file["name"] for file in files] == ["a.dat", "a (2).dat"]
    assert f"{vacatur.check([county]).rows:,}" in caller.wait_for("/files/1", "What is wrong")


def test_a_script_is_told_where_to_go(caller: Caller, county: Path) -> None:
    sent = send(caller, ("county.dat", county.read_bytes()), headers={"accept": "application/json"})
    assert sent.json() == {"location": "/files/1"}  # type: ignore[attr-defined]
    none = send(caller, headers={"accept": "application/json"})
    assert none.status_code == 415  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"../../etc/passwd", "passwd"),
        (rb"C:\Users\me\delivery.dat", "delivery.dat"),
        (b"..", "file"),
        (b".hidden", "hidden"),
        (b"a\x00b\n.dat", "a_b_.dat"),
        (b"<script>alert(1)</script>.dat", "script_.dat"),
        ("añó.dat".encode(), "añó.dat"),
        (b"x" * 300 + b".dat", "x" * 96 + ".dat"),
    ],
)
def test_a_name_that_was_sent_has_no_meaning_to_the_file_system(sent: bytes, kept: str) -> None:
    assert _own_name(sent) == kept


def test_a_name_with_markup_is_shown_as_text(caller: Caller, tmp_path: Path) -> None:
    path = tmp_path / "<script>alert(1)<img src=x>.dat"
    written(path, [row()])
    caller.form("/files/paths", {"paths": str(path)})
    for page in ("/files", "/files/1"):
        text = caller.wait_for(page, "done" if page == "/files" else "What is wrong")
        assert "<script>alert" not in text and "<img" not in text
        assert "&lt;script&gt;alert" in text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("", "Give the path of a file."),
        ("county.dat", "give the whole path"),
        ("/no/such/file.dat", "cannot be read: No such file"),
        ("{folder}", "is a folder"),
        ("/a\x00b", "cannot be read"),
    ],
)
def test_a_path_that_is_none_gets_a_sentence_beside_the_control(
    caller: Caller, tmp_path: Path, given: str, sentence: str
) -> None:
    given = given.format(folder=tmp_path)
    answer = caller.form("/files/paths", {"paths": given})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'aria-describedby="paths-hint paths-error"' in answer.text
    assert 'id="paths-error"' in answer.text
    assert f"{given}</textarea>" in answer.text, "what was entered stays"


def test_what_is_neither_file_nor_folder_is_not_waited_for(caller: Caller, tmp_path: Path) -> None:
    """Opening a pipe waits until somebody writes into it."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero"):
        assert "is not a file" in caller.form("/files/paths", {"paths": str(path)}).text


def test_a_full_disk_is_told_in_the_systems_words(
    caller: Caller, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("vacatur.web.workplace.write_json", full)
    answer = caller.form("/files/paths", {"paths": str(county)})
    assert answer.status_code == 507
    assert "No space left on device" in answer.text


def test_on_a_full_disk_nothing_half_written_is_left(
    caller: Caller, county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("vacatur.private.Path.replace", full)
    answer = caller.form("/files/paths", {"paths": str(county)})
    assert answer.status_code == 507 and "No space left on device" in answer.text
    assert [path for path in (tmp_path / "data").rglob("*") if path.name not in ("deliveries", "runs")] == []


def test_a_folder_is_never_listed(caller: Caller, tmp_path: Path) -> None:
    (tmp_path / "SECRET-NAME.dat").write_text("x", encoding="utf-8")
    assert "SECRET-NAME" not in caller.form("/files/paths", {"paths": str(tmp_path)}).text


def test_a_form_without_our_token_keeps_nothing(caller: Caller, county: Path, tmp_path: Path) -> None:
    for data in ({}, {"csrf": "0" * 64}):
        sent = caller.post("/files/upload", data=data, files=[("files", ("county.dat", county.read_bytes()))])
        assert sent.status_code == 403
    assert list((tmp_path / "data" / "deliveries").iterdir()) == []


def test_nothing_is_written_before_the_token_was_seen(caller: Caller, tmp_path: Path) -> None:
    """A file that comes before the token is refused, though the token follows."""
    edge = "edge"
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="a.dat"\r\n\r\nx\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{KEYS.csrf}\r\n--{edge}--\r\n'
    )
    kind = {"content-type": f"multipart/form-data; boundary={edge}"}
    assert caller.post("/files/upload", content=body, headers=kind).status_code == 403
    assert list((tmp_path / "data" / "deliveries").iterdir()) == []


@pytest.mark.parametrize("cut", [10, 200, -4])
def test_a_form_that_breaks_off_keeps_nothing(caller: Caller, tmp_path: Path, cut: int) -> None:
    edge = "edge"
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{KEYS.csrf}\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="a.dat"\r\n\r\nxyz\r\n--{edge}--\r\n'
    )
    kind = {"content-type": f"multipart/form-data; boundary={edge}", "accept": "application/json"}
    answer = caller.post("/files/upload", content=body[:cut], headers=kind)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert list((tmp_path / "data" / "deliveries").iterdir()) == []


def test_a_form_without_a_file_gets_a_sentence(caller: Caller) -> None:
    edge = "edge"
    body = f'--{edge}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{KEYS.csrf}\r\n--{edge}--\r\n'
    kind = {"content-type": f"multipart/form-data; boundary={edge}"}
    answer = caller.post("/files/upload", content=body, headers=kind)
    assert answer.status_code == 422
    assert "Choose a file first." in answer.text


def test_a_disk_without_room_is_told_before_anything_is_sent(
    caller: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vacatur.web.uploads.shutil.disk_usage", lambda _: type("Usage", (), {"free": 100})())
    answer = send(caller, ("a.dat", b"x"))
    assert answer.status_code == 507  # type: ignore[attr-defined]
    assert "Give the path instead" in answer.text  # type: ignore[attr-defined]
    assert list((tmp_path / "data" / "deliveries").iterdir()) == []


def test_a_file_of_another_kind_is_refused_with_the_sentence_of_the_library(caller: Caller, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir,\nno criminal history here\n", encoding="utf-8")
    caller.form("/files/paths", {"paths": str(path)})
    page = caller.wait_for("/files/1", "It could not be done.")
    with pytest.raises(vacatur.SourceError) as refused:
        vacatur.check([path])
    assert str(refused.value).replace("'", "&#39;") in page
    assert "Start again" in page


def test_problems_are_shown_with_examples_and_what_a_run_does(caller: Caller, faulty_county: Path) -> None:
    caller.form("/files/paths", {"paths": str(faulty_county)})
    page = caller.wait_for("/files/1", "What is wrong")
    for problem in vacatur.check([faulty_county]).problems.iter_rows(named=True):
        assert problem["code"] in page
        assert not problem["examples"] or problem["examples"][0] in page
    assert "cannot be read" in page


def test_a_file_that_changed_since_is_told_and_looked_at_again(caller: Caller, tmp_path: Path) -> None:
    path = written(tmp_path / "county.dat", [row()])
    caller.form("/files/paths", {"paths": str(path)})
    assert "Changed" not in caller.wait_for("/files/1", "What is wrong")
    written(path, [row(), row(CNT_ORDER="102002001000")])
    assert "Changed" in caller.get("/files/1").text
    caller.form("/files/1/again")
    assert "Changed" not in caller.wait_for("/files/1", "What is wrong")


def test_a_delivery_is_forgotten_once_it_was_confirmed_and_the_file_stays(
    caller: Caller, county: Path, tmp_path: Path
) -> None:
    caller.form("/files/paths", {"paths": str(county)})
    caller.wait_for("/files/1", "What is wrong")
    assert "Remove" in caller.form("/files/1/forget").text
    assert caller.get("/files/1").status_code == 200
    assert caller.form("/files/1/forget", {"sure": "yes"}).headers["location"] == "/files"
    assert caller.get("/files/1").status_code == 404
    assert county.exists()
    assert list((tmp_path / "data" / "deliveries").iterdir()) == []


def test_a_damaged_entry_hides_no_other(caller: Caller, county: Path, tmp_path: Path) -> None:
    caller.form("/files/paths", {"paths": str(county)})
    broken = tmp_path / "data" / "deliveries" / "2"
    broken.mkdir()
    (broken / "delivery.json").write_text("{", encoding="utf-8")
    assert "county.dat" in caller.get("/files").text


def test_what_a_stopped_server_left_half_done_is_cleared_away_after_a_day(tmp_path: Path) -> None:
    above = tmp_path / "data" / "deliveries"
    for name in ("1", "2", ".3.leaving"):
        (above / name / "files").mkdir(parents=True)
    for name in ("1", ".3.leaving"):
        os.utime(above / name, (0, 0))
    Workplace(tmp_path / "data")
    assert [folder.name for folder in above.iterdir()] == ["2"], "that one may still be arriving"


def test_the_data_folder_is_its_owners_alone(caller: Caller, tmp_path: Path) -> None:
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_a_delivery_is_named_at_the_start_once(tmp_path: Path, county: Path) -> None:
    from vacatur.web.pages.files import bring_in

    for _ in range(2):
        bring_in(opened(tmp_path / "data").app, [county])  # type: ignore[arg-type]
    assert len(Workplace(tmp_path / "data").deliveries()) == 1


def test_looking_alters_nothing_beside_the_file(caller: Caller, county: Path) -> None:
    before = contents(county.parent)
    caller.form("/files/paths", {"paths": str(county)})
    caller.wait_for("/files/1", "What is wrong")
    assert contents(county.parent) == before
