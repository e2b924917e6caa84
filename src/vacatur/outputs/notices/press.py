"""The press: the template of the letters, read once, and set again and again with other data."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vacatur.outputs.notices.composing import Block

if TYPE_CHECKING:
    from typst import Compiler

_TEMPLATE, _EMPTY = "letter.typ", "empty.typ"

_NOTHING = {"data": "{}"}

_REMEMBERED = 11
"""Typst keeps what it worked out until so many documents after it had no use for it: a hundred megabytes a batch."""

_PIECES = ("sender", "title", "opening", "next", "general")
"""What a letter names its pieces by."""


class Press:
    """Sets letters as PDF; may be used from several threads. The same letters give the same bytes.

    Only the embedded fonts are used, and nothing of the machine can be read but the press's own folder.
    """

    def __init__(self, folder: Path, *, pictures: bool) -> None:
        """Make ready.

        Args:
            folder: an empty one, for the template.
            pictures: set a piece that is the same in many letters once, and place it as it is. It takes a third of the
                time and is what a printer needs; a screen reader finds no headings in such a letter.
        """
        self._folder = folder
        self._pictures = pictures
        self._pieces: dict[str, Mapping[str, object]] = {}
        self._one_at_a_time = threading.Lock()
        self._own = threading.local()
        with as_file(files("vacatur.outputs.notices").joinpath(_TEMPLATE)) as template:
            shutil.copyfile(template, folder / _TEMPLATE)
        (folder / _EMPTY).touch()

    def piece(self, language: str, blocks: Sequence[Block], *, long: bool = False) -> str:
        """The name of a piece, by which letters refer to it.

        Args:
            long: it may take more than a page; else it takes as much of one as it needs.
        """
        data = {"title": "", "language": language, "blocks": blocks, "long": long}
        name = hashlib.sha256(_json(data).encode()).hexdigest()[:16]
        with self._one_at_a_time:
            if name not in self._pieces:
                self._pieces[name] = self._picture(name, data) if self._pictures else data
        return name

    def letters(self, title: str, letters: Sequence[Mapping[str, Any]]) -> bytes:
        """Set letters, in their order, as one PDF.

        Args:
            title: of the document; nobody's name.
            letters: name and parts, one a language (`letter.typ`).
        """
        named = sorted({part[piece] for letter in letters for part in letter["parts"] for piece in _PIECES})
        data = {"title": title, "letters": letters, "pieces": {name: self._pieces[name] for name in named}}
        pdf = self._compiler(_TEMPLATE).compile(
            format="pdf", sys_inputs={"data": _json(data)}, pdf_tags=not self._pictures
        )
        assert isinstance(pdf, bytes)
        if self._pictures:
            self._forget()
        return pdf

    def _forget(self) -> None:
        """Have Typst give back what it keeps of the batch."""
        for _ in range(_REMEMBERED):
            self._compiler(_EMPTY).compile(format="pdf")

    def _compiler(self, template: str) -> Compiler:
        """One a thread and template, kept: a new one reads the fonts anew."""
        from typst import Compiler

        compilers: dict[str, Compiler] = self._own.__dict__.setdefault("compilers", {})
        if template not in compilers:
            path = self._folder / template
            compilers[template] = Compiler(path, root=self._folder, ignore_system_fonts=True, sys_inputs=_NOTHING)
        return compilers[template]

    def _picture(self, name: str, data: Mapping[str, object]) -> Mapping[str, object]:
        """The piece as a PDF of its own in the folder, and of how many pages."""
        compiler = self._compiler(_TEMPLATE)
        pdf = compiler.compile(format="pdf", sys_inputs={"data": _json(data)}, pdf_tags=False)
        assert isinstance(pdf, bytes)
        (self._folder / f"{name}.pdf").write_bytes(pdf)
        return {"picture": f"{name}.pdf", "pages": json.loads(compiler.query("<pages>", field="value", one=True))}


@contextmanager
def press(*, pictures: bool) -> Iterator[Press]:
    """A press whose folder is gone when it has done its work."""
    with tempfile.TemporaryDirectory(prefix="vacatur-") as folder:
        yield Press(Path(folder), pictures=pictures)


def _json(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False)
