"""Results encrypted at rest: one file in the format of age (C2SP age-encryption.org/v1), which holds the folder as tar.

It can be opened by this program, or with the program age and tar: `age -d -i KEY results.tar.age | tar x`. Encrypted
and decrypted in pieces, so a folder may be larger than memory. Whoever has a recipient's public key can make such a
file: it tells nothing of who made it.
"""

from __future__ import annotations

import os
import shutil
import tarfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from vacatur.errors import UsageError, VacaturError, because
from vacatur.outputs.folder import results_folder
from vacatur.outputs.leftovers import clear_away, working_folder
from vacatur.private import new_file

if TYPE_CHECKING:
    from types import ModuleType

ENDING = ".tar.age"
_PUBLIC, _SECRET = "age1", "AGE-SECRET-KEY-1"
_MISSING = "Encryption needs the library pyrage. Install it: pip install 'vacatur[encrypt]'"


@contextmanager
def sealed(out: Path, recipients: Sequence[str], *, replace: bool = False) -> Iterator[tuple[Path, Path]]:
    """Where to write a folder that is to be encrypted, and the file that it becomes when all went well. What is written
    lies in a hidden folder beside that file until then, readable by its owner alone, and is gone afterwards.

    Args:
        out: the file; `.tar.age` is put to a name that does not end in `.age`.
        recipients: public keys (`age1...`), or files with one a line. None: the folder is `out`, and stays.
        replace: whether an earlier file may be replaced.

    Raises:
        VacaturError: a recipient cannot be read, the file exists, or cannot be written.
    """
    if not recipients:
        yield out, out
        return
    keys = _recipients(recipients)
    target = out if out.suffix == ".age" else out.with_name(out.name + ENDING)
    if target.is_dir() or (target.exists() and not (replace and is_sealed(target))):
        raise UsageError(f"{target} exists already and is left as it is. Name another file, or give --replace.")
    with working_folder(target) as beside:
        name = target.name.removesuffix(".age").removesuffix(".tar")
        yield beside / name, target
        try:
            _seal(beside / name, beside / target.name, keys)
            (beside / target.name).replace(target)
        except OSError as error:
            raise VacaturError(f"{target} cannot be written: {because(error)}.") from error


def is_sealed(path: Path) -> bool:
    """Whether a file is encrypted as age does it."""
    with path.open("rb") as stream:
        return stream.read(21) == b"age-encryption.org/v1"


def unseal(file: str | Path, out: str | Path, identity: str | Path) -> Path:
    """Decrypt a folder, whole or not at all, readable by its owner alone.

    Args:
        file: what `sealed` wrote.
        out: the folder, which must not exist.
        identity: a file with secret keys (`AGE-SECRET-KEY-1...`), as age-keygen writes it.

    Raises:
        UsageError: the folder exists, a key cannot be read, none of them opens the file, or it was damaged.
        VacaturError: the folder cannot be written.
    """
    source, target = Path(file), Path(out)
    age, keys = _age(), _identities(Path(identity))
    clear_away(target)
    if target.exists():
        raise UsageError(f"{target} exists already and is left as it is. Name another folder.")
    try:
        encrypted = source.is_file() and is_sealed(source)
    except OSError as error:
        raise UsageError(f"{source} cannot be read: {because(error)}.") from None
    if not encrypted:
        raise UsageError(f"{source} is no file that was encrypted with --encrypt-to.")
    with results_folder(target) as beside, source.open("rb") as stream:
        try:
            _through(lambda plain: age.decrypt_io(stream, plain, keys), lambda plain: _unpack(plain, beside))
        except (age.DecryptError, OSError) as error:
            if isinstance(error, OSError) and error.errno:
                raise  # of the disk, not of what was read
            why = f"{source} cannot be opened with {identity}, or was damaged. Nothing was written."
            raise UsageError(why) from None
    return target


def _seal(folder: Path, file: Path, recipients: list[Any]) -> None:
    with new_file(file) as stream:
        _through(lambda plain: _pack(folder, plain), lambda plain: _age().encrypt_io(plain, stream, recipients))
    shutil.rmtree(folder)


def _through(write: Callable[[IO[bytes]], None], read: Callable[[IO[bytes]], None]) -> None:
    """Let one write what the other reads, piece by piece. What goes wrong with the writing is what is raised: the
    reader then only finds an end too early.
    """
    reading, writing = os.pipe()
    with ThreadPoolExecutor(1) as beside, os.fdopen(reading, "rb") as taken:

        def give() -> None:
            with os.fdopen(writing, "wb") as given:
                write(given)

        giving = beside.submit(give)
        failed: Exception | None = None
        try:
            read(taken)
        except Exception as error:
            failed = error
        while taken.read(1 << 20):  # so that the writer comes to its end
            pass
        giving.result()
        if failed:
            raise failed


def _pack(folder: Path, stream: IO[bytes]) -> None:
    """The files of a folder as tar, in the order of their names, without owners and times."""
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = tarfile.TarInfo((PurePosixPath(folder.name) / path.relative_to(folder).as_posix()).as_posix())
                entry.size, entry.mode = path.stat().st_size, 0o600
                with path.open("rb") as content:
                    archive.addfile(entry, content)


def _unpack(stream: IO[bytes], folder: Path) -> None:
    """Plain files only, and only within the folder: anybody may have made the archive."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for entry in archive:
                _unpack_file(archive, entry, folder)
    except tarfile.TarError:
        raise UsageError("What was decrypted is no folder that Vacatur encrypted, or ends too early.") from None


def _unpack_file(archive: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> None:
    parts = PurePosixPath(entry.name).parts
    plain = entry.type == tarfile.REGTYPE and len(parts) > 1 and not entry.name.startswith("/")
    if not plain or any(part in ("", ".", "..") or set(part) & set("\\:\0") for part in parts):
        raise UsageError("What was decrypted is no folder that Vacatur encrypted: it holds more than plain files.")
    path = folder.joinpath(*parts[1:])
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = archive.extractfile(entry)
    with new_file(path) as output:
        assert content is not None
        shutil.copyfileobj(content, output, 1 << 20)


def _age() -> ModuleType:
    try:
        import pyrage
    except ImportError:
        raise UsageError(_MISSING) from None
    found: ModuleType = pyrage
    return found


def _recipients(given: Sequence[str]) -> list[Any]:
    age = _age()
    texts: list[str] = []
    for each in given:
        texts += [each] if each.startswith(_PUBLIC) else _lines(Path(each), "recipients")
    found = []
    for text in texts:
        if text.startswith(_SECRET):
            raise UsageError("A secret key was given as a recipient. Give the public key, which begins with age1.")
        try:
            found.append(age.x25519.Recipient.from_str(text))
        except age.RecipientError:
            raise UsageError(f"{text!r} is no recipient of age: a public key that begins with age1.") from None
    if not found:
        raise UsageError("There is no recipient in what --encrypt-to names.")
    return found


def _identities(path: Path) -> list[Any]:
    age = _age()
    try:
        found = [age.x25519.Identity.from_str(line) for line in _lines(path, "keys")]
    except age.IdentityError:
        raise UsageError(f"{path} holds a line that is no secret key of age (AGE-SECRET-KEY-1...).") from None
    if not found:
        raise UsageError(f"{path} holds no secret key of age.")
    return found


def _lines(path: Path, what: str) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise UsageError(f"The file of {what} {path} cannot be read: {reason}.") from None
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
