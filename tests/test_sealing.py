"""Results at rest: nothing is left unencrypted, and what is opened again is what was written."""

from __future__ import annotations

import io
import os
import shutil
import stat
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from tests.cli.conftest import REQUEST, contents, typed
from vacatur.errors import UsageError, VacaturError
from vacatur.outputs.kept import open_results
from vacatur.sealing import is_sealed, sealed, unseal


@pytest.fixture
def key(tmp_path: Path) -> tuple[str, Path]:
    """A public key, and the file of the secret one, as age-keygen writes it."""
    identity = pyrage.x25519.Identity.generate()
    path = tmp_path / "key.txt"
    path.write_text(f"# created: 2020-07-01\n# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public()), path


def a_folder(at: Path) -> dict[str, bytes]:
    (at / "packs").mkdir(parents=True)
    (at / "persons.parquet").write_bytes(os.urandom(300_000))
    (at / "packs" / "law.md").write_text("QUILLFEATHER")
    (at / "empty.csv").write_bytes(b"")
    return contents(at)


def test_a_run_leaves_one_encrypted_file(county: Path, tmp_path: Path, key: tuple[str, Path]) -> None:
    said = typed("run", county, *REQUEST, "--out", tmp_path / "made" / "results", "--encrypt-to", key[0])
    assert said.exit_code == 0, said.output
    file = tmp_path / "made" / "results.tar.age"
    assert str(file) in said.output
    assert list((tmp_path / "made").iterdir()) == [file]
    assert is_sealed(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    opened = typed("decrypt", file, "--identity", key[1], "--out", tmp_path / "opened")
    assert opened.exit_code == 0, opened.output
    assert open_results(tmp_path / "opened").county == "LOS ANGELES"
    assert stat.S_IMODE((tmp_path / "opened").stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "opened").rglob("*") if p.is_file()} == {0o600}


def test_what_is_made_from_results_too(results: Path, tmp_path: Path, key: tuple[str, Path]) -> None:
    out = tmp_path / "made" / "papers.age"
    said = typed("deidentify", results, "--out", out, "--encrypt-to", key[0])
    assert said.exit_code == 0, said.output
    assert list((tmp_path / "made").iterdir()) == [out]
    assert (unseal(out, tmp_path / "opened", key[1]) / "manifest.json").exists()


def test_several_recipients_each_open_it(tmp_path: Path, key: tuple[str, Path]) -> None:
    others = [pyrage.x25519.Identity.generate() for _ in range(2)]
    listed = tmp_path / "recipients.txt"
    listed.write_text("# the office\n" + "\n".join(str(each.to_public()) for each in others) + "\n")
    with sealed(tmp_path / "results", [key[0], str(listed)]) as (folder, target):
        written = a_folder(folder)
    for number, secret in enumerate([key[1].read_text(), *map(str, others)]):
        (tmp_path / "one").write_text(secret)
        assert contents(unseal(target, tmp_path / f"opened {number}", tmp_path / "one")) == written


@pytest.mark.skipif(not shutil.which("age"), reason="the program age is not installed")
def test_the_program_age_reads_and_writes_the_same(tmp_path: Path, key: tuple[str, Path]) -> None:
    with sealed(tmp_path / "results", [key[0]]) as (folder, target):
        written = a_folder(folder)
    plain = subprocess.run(["age", "-d", "-i", key[1], target], capture_output=True, check=True, timeout=30).stdout
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        assert archive.getnames() == sorted(f"results/{name}" for name in written)
    again = tmp_path / "again.tar.age"
    subprocess.run(["age", "-r", key[0], "-o", again], input=plain, check=True, timeout=30)
    assert contents(unseal(again, tmp_path / "opened", key[1])) == written


def cut(data: bytes) -> bytes:
    return data[:-1_000]


def at_a_piece(data: bytes) -> bytes:
    """Cut exactly where a piece of age's stream ends."""
    return data[: len(data) - (len(data) - 200) % 65_552 - 65_552]


def one_bit(data: bytes) -> bytes:
    return data[:200_000] + bytes([data[200_000] ^ 1]) + data[200_001:]


@pytest.mark.parametrize("damage", [cut, at_a_piece, one_bit, lambda data: data + b"x", lambda data: data[:30]])
def test_a_damaged_file_gives_nothing(tmp_path: Path, key: tuple[str, Path], damage: Callable[[bytes], bytes]) -> None:
    with sealed(tmp_path / "results", [key[0]]) as (folder, target):
        a_folder(folder)
    target.write_bytes(damage(target.read_bytes()))
    with pytest.raises(UsageError):
        unseal(target, tmp_path / "opened", key[1])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["key.txt", "results.tar.age"]


def test_another_key_opens_nothing(tmp_path: Path, key: tuple[str, Path]) -> None:
    with sealed(tmp_path / "results", [key[0]]) as (folder, target):
        a_folder(folder)
    (tmp_path / "other").write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(UsageError, match="cannot be opened"):
        unseal(target, tmp_path / "opened", tmp_path / "other")
    assert not (tmp_path / "opened").exists()


def archive_of(*entries: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in entries:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry, io.BytesIO())
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("results/../../out.txt", tarfile.REGTYPE), ("/results/out.txt", tarfile.REGTYPE), ("out.txt", tarfile.REGTYPE),
        ("results/link", tarfile.SYMTYPE), ("results/link", tarfile.LNKTYPE), ("results/pipe", tarfile.FIFOTYPE),
        ("results/a:b", tarfile.REGTYPE), ("results/a\\b", tarfile.REGTYPE), ("results/sparse", tarfile.GNUTYPE_SPARSE),
    ],
)  # fmt: skip
def test_an_archive_that_somebody_else_made_writes_nowhere_else(
    tmp_path: Path, key: tuple[str, Path], name: str, kind: bytes
) -> None:
    plain = archive_of(("results/good.txt", tarfile.REGTYPE), (name, kind))
    recipient = pyrage.x25519.Recipient.from_str(key[0])
    (tmp_path / "bad.age").write_bytes(pyrage.encrypt(plain, [recipient]))
    with pytest.raises(UsageError, match="no folder that Vacatur encrypted"):
        unseal(tmp_path / "bad.age", tmp_path / "opened", key[1])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.age", "key.txt"]


def test_what_is_refused(tmp_path: Path, key: tuple[str, Path]) -> None:
    secret = key[1].read_text().splitlines()[-1]
    (tmp_path / "secret.txt").write_text(secret)
    (tmp_path / "nothing.txt").write_text("# none\n")
    for given in ("age1wrong", str(tmp_path / "secret.txt"), str(tmp_path / "nothing.txt"), str(tmp_path / "gone")):
        with pytest.raises(UsageError) as refused, sealed(tmp_path / "results", [given]):
            pass
        assert secret not in str(refused.value)
    (tmp_path / "results.tar.age").write_text("mine")
    with pytest.raises(UsageError, match="exists already"), sealed(tmp_path / "results", [key[0]], replace=True):
        pass
    with pytest.raises(UsageError, match="no file that was encrypted"):
        unseal(tmp_path / "results.tar.age", tmp_path / "opened", key[1])
    with pytest.raises(UsageError, match="no secret key"):
        unseal(tmp_path / "results.tar.age", tmp_path / "opened", tmp_path / "nothing.txt")


def test_an_earlier_one_is_replaced_when_asked(tmp_path: Path, key: tuple[str, Path]) -> None:
    for _ in range(2):
        with sealed(tmp_path / "results", [key[0]], replace=True) as (folder, target):
            written = a_folder(folder)
    assert contents(unseal(target, tmp_path / "opened", key[1])) == written


def test_what_fails_within_leaves_nothing(tmp_path: Path, key: tuple[str, Path]) -> None:
    with pytest.raises(VacaturError), sealed(tmp_path / "results", [key[0]]) as (folder, _):
        a_folder(folder)
        raise VacaturError("the disk is full")
    assert [path.name for path in tmp_path.iterdir()] == ["key.txt"]


def test_a_large_folder_takes_little_memory(tmp_path: Path, key: tuple[str, Path]) -> None:
    """100 MB through less than 40 MB."""
    program = f"""
import resource, sys
from pathlib import Path
from vacatur.sealing import sealed, unseal
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
at = Path({str(tmp_path)!r})
with sealed(at / "results", [{key[0]!r}]) as (folder, target):
    folder.mkdir()
    with (folder / "large").open("wb") as stream:
        for _ in range(100): stream.write(bytes(1 << 20))
    before = peak()
unseal(target, at / "opened", at / "key.txt")
print(peak() - before)
"""
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert int(found.stdout) < 40
