"""What a file is that is none of the state's, told by what it begins with: what was found, and what to do."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from vacatur.errors import SourceError

_UNPACK = "Unpack it first, and give the file within."
_SAVE_AS_TEXT = "Give the state's file as it was delivered (.dat or .csv), not what a program made of it."
_SHEETS = "Give the state's file here; a RAP sheet is read by `vacatur rapsheet`."
_DECRYPT = "Decrypt it first, and give the file within."

_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (rb"%PDF", "a PDF", _SHEETS),
    (rb"\x89PNG|\xff\xd8\xff|II\*\0|MM\0\*|GIF8", "an image", _SHEETS),
    (rb"\xd0\xcf\x11\xe0", "an Excel or Word document of the old form", _SAVE_AS_TEXT),
    (rb"\{\\rtf", "a rich-text document", _SAVE_AS_TEXT),
    (rb"SQLite format", "a database", _SAVE_AS_TEXT),
    (rb"BZh\d1AY", "packed with bzip2", _UNPACK),
    (rb"\xfd7zXZ\0", "packed with xz", _UNPACK),
    (rb"7z\xbc\xaf", "a 7-Zip archive", _UNPACK),
    (rb"Rar!", "a RAR archive", _UNPACK),
    (rb"(?s:.{257})ustar", "a tar archive", _UNPACK),
    (rb"PK\x03\x04", "a zip archive within another", _UNPACK),
    (rb"\x1f\x8b|\x28\xb5\x2f\xfd", "packed twice", "Unpack it once, and give the file within."),
    (rb"\x00\x01\x00\x00Standard", "an Access database", _SAVE_AS_TEXT),
    (rb"ARROW1|ORC|Obj\x01", "a table as Arrow, ORC or Avro", "Give it as the state delivers it, or as Parquet."),
    (rb"PARE", "Parquet locked with a key", _DECRYPT),
    (rb"age-encryption\.org/|-----BEGIN AGE", "encrypted with age", _DECRYPT),
    (rb"-----BEGIN PGP|\x85[\0-\x04](?s:.)\x03|[\x84\xc1](?s:.)\x03", "encrypted with PGP", _DECRYPT),
    (
        rb"(?i)\s*<(?:!doctype|html|\?xml)",
        "a page of the web or XML",
        "It may be the answer of a site that refused the download: fetch the state's file again.",
    ),
    (rb"\s*[\[{]\s*[\"\[{]", "JSON", _SAVE_AS_TEXT),
)
"""A pattern of the first bytes, what it is, and what to do."""

_MANY = 80
"""Of the 94 that separate the columns."""

_DELIMITERS = {"\t": "tabs", ";": "semicolons", "|": "bars"}

_UTF_16 = "Save it as UTF-8, or give the state's file as it was delivered."
_LOOKED_AT = 4096
_OF_UTF_16 = 0.3
"""Of the bytes of UTF-16 with unaccented letters half are NUL."""

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1a"))
_OF_NO_TEXT = 0.05
"""Control characters, of the bytes of what is no text: of random ones there are twice as many."""

_HOLE = b"\0" * 8
"""A run of NUL bytes is what a broken copy leaves where rows were."""


def check_is_file(path: Path) -> None:
    """Refuse what cannot be read twice, from its beginning: a folder, a pipe, a device; and what cannot be named in a
    table.

    Raises:
        SourceError: it is one.
        OSError: it is not there, or may not be looked at.
    """
    if str(path) == "-" and not path.exists():
        raise SourceError(
            "- is no file: a run reads its files twice, and standard input can be read once. Save it first."
        )
    name = path.name.encode("utf-8", "backslashreplace").decode()
    if name != path.name:
        raise SourceError(f"The name of the file {name} is not UTF-8, and results name their files. Rename it.")
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise SourceError(f"{path} is a folder. Give the files in it by name: the state's, and nothing else.")
    if not stat.S_ISREG(mode):
        raise SourceError(
            f"{path} is a pipe or a device. Expected: a file, which can be read twice. Save what comes from it first."
        )


def check_is_text(path: Path, head: bytes) -> None:
    """Refuse what is of another kind.

    Args:
        head: its first bytes, unpacked.

    Raises:
        SourceError: it is.
    """
    found = next(((what, todo) for mark, what, todo in _MARKS if re.match(mark, head)), None) or _no_text(head)
    if found:
        raise SourceError(f"{path} is {found[0]}. Expected: the state's file, comma-separated text. {found[1]}")


def _no_text(head: bytes) -> tuple[str, str] | None:
    start = head[:_LOOKED_AT]
    if start.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return "UTF-16 or UTF-32", _UTF_16
    if start.count(b"\0") >= _OF_UTF_16 * len(start):
        if _HOLE in start:
            return "full of NUL bytes", "Have it sent again."
        return "UTF-16 without its mark", _UTF_16
    if len(start) - len(start.translate(None, _CONTROLS)) > _OF_NO_TEXT * len(start):
        return "not text", "Give it as it was delivered; where it is packed or encrypted, give the file within."
    return None


def check_is_separated(path: Path, line: str) -> None:
    """Refuse a file whose columns are told apart by something else than commas.

    Args:
        line: its first.

    Raises:
        SourceError: they are.
    """
    most = max(_DELIMITERS, key=line.count)
    if line.count(most) >= _MANY and line.count(",") < _MANY:
        raise SourceError(
            f"{path} has its columns separated by {_DELIMITERS[most]}. Expected: the state's file, separated by "
            "commas. Give it as it was delivered, or save it so."
        )


def check_has_no_hole(path: Path, rows: bytes, line: int, line_end: bytes) -> None:
    """Refuse a file out of which something was lost without a trace but NUL bytes in its place. A single one is only a
    damaged cell.

    Args:
        rows: some of its text.
        line: the number of their first line.
        line_end: what ends a line.

    Raises:
        SourceError: there is a hole in them.
    """
    at = rows.find(_HOLE) if b"\0" in rows else -1  # a single letter is found many times as fast
    if at >= 0:
        place = line + rows.count(line_end[-1:], 0, at)
        raise SourceError(
            f"{path} has a hole on line {place:,}: NUL bytes, which a copy that broke leaves where rows were. Have it "
            "sent again."
        )
