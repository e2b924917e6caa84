"""The text of a document as somebody has read it, kept beside the tests, line for line."""

from __future__ import annotations

from pathlib import Path

from tests.outputs.filings.read_back import read

FOLDER = Path(__file__).parent / "snapshots"


def as_read(path: Path) -> str:
    """Every page of a PDF, line for line, each page under a line of dashes."""
    return "".join(f"{'-' * 20}\n" + "".join(f"{line}\n" for line in page.lines().values()) for page in read(path))


def agrees(path: Path, name: str) -> None:
    """The document reads as the one that was read. Where none was, it is written as `.unread`, and fails: read it, then
    rename it.
    """
    kept = FOLDER / f"{name}.txt"
    found = as_read(path)
    if not kept.is_file():
        kept.with_suffix(".unread").write_text(found, encoding="utf-8")
        raise AssertionError(f"{kept.name} is not there. Read {kept.stem}.unread, and rename it when it is right.")
    assert found == kept.read_text(encoding="utf-8")
