"""Writing sheets to files: text, PDF, scans and photographs, with the truth beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, Literal, get_args

from vacatur.errors import UsageError
from vacatur.synth.sheets.damage import Damage, damaged
from vacatur.synth.sheets.documents import image_document, text_document
from vacatur.synth.sheets.fabricating import Fabricated, fabricate_sheets
from vacatur.synth.sheets.images import jpeg, page_images, picture, png

Form = Literal["text", "pdf", "clean", "office", "photo"]

_TOGETHER = 0.03
"""Share of files that hold two sheets."""


@dataclass(frozen=True)
class SheetsWritten:
    """What was written."""

    files: int
    sheets: int
    convictions: int
    folder: Path
    truth_path: Path | None


def write_sheets(
    folder: Path,
    *,
    people: int,
    county: str = "LOS ANGELES",
    seed: int = 1,
    as_of: date = date(2020, 7, 1),
    form: Form = "text",
    damage: float = 0.0,
    truth: Path | None = None,
) -> SheetsWritten:
    """Write the sheets of the people of a fabricated county.

    Args:
        folder: made where it does not exist; `sheet-00001.txt` and so on, now and then two sheets in one file.
        people, county, seed, as_of: as `write_county` takes them; the same give the same people and convictions.
        form: text; PDF with a text layer; page images: clean, as an office scans them, as a phone photographs them.
            A sheet of several pages is a PDF of images, one of a single page a PNG (clean), a PDF (office) or a JPEG.
        damage: share of the sheets that are damaged (`damaged`); text only.
        truth: where to write what is true, a line of JSON for each sheet, with its `file` and `first_line`.

    Raises:
        UsageError: there is no such county or form, a number is out of range, or something other than text is to be
            damaged.
    """
    if form not in get_args(Form):
        raise UsageError(f"sheets are not written as {form!r}; the forms are {', '.join(get_args(Form))}")
    if not 0 <= damage <= 1 or (damage and form != "text"):
        raise UsageError("the share of sheets to damage lies between 0 and 1, and only text can be damaged")
    sheets = fabricate_sheets(people, county, seed, as_of)
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    files = convictions = 0
    for group in _groups(sheets, seed):
        files += 1
        rng = Random(f"{seed} file {files}")
        told, first = [], 1
        for at, sheet in enumerate(group):
            told.append(_hurt(sheet, damage, f"{seed} {files} {at}", rng))
        name, data = _file(f"sheet-{files:05}", told, form, f"{seed} {files}", rng)
        (folder / name).write_bytes(data)
        for sheet in told:
            lines.append(json.dumps({"file": name, "first_line": first, **sheet.truth}))
            first += sheet.text.count("\n")
            convictions += len(sheet.truth["convictions"])
    if truth:
        truth.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return SheetsWritten(files, len(lines), convictions, folder, truth)


def _groups(sheets: Iterator[Fabricated], seed: int) -> Iterator[list[Fabricated]]:
    """The sheets of each file."""
    rng = Random(f"{seed} files")
    group: list[Fabricated] = []
    for sheet in sheets:
        group.append(sheet)
        if len(group) == 2 or rng.random() >= _TOGETHER:
            yield group
            group = []
    if group:
        yield group


def _hurt(sheet: Fabricated, share: float, seed: str, rng: Random) -> Fabricated:
    """A sheet, perhaps damaged; the truth then says how."""
    if rng.random() >= share:
        return sheet
    kind: Damage = rng.choice(get_args(Damage))
    text, lines = damaged(sheet.text, seed, kind)
    hurt: dict[str, Any] = {"kind": kind, "lines": lines}
    return Fabricated(text, sheet.truth | {"damage": hurt}, sheet.pages)


def _file(name: str, sheets: list[Fabricated], form: Form, seed: str, rng: Random) -> tuple[str, bytes]:
    """A file's name with its ending, and its bytes."""
    if form == "text":
        text = "".join(sheet.text for sheet in sheets)
        line_end = rng.choices(("\n", "\r\n", "\r"), (95, 4, 1))[0]
        return f"{name}.txt", text.replace("\n", line_end).encode("ascii")
    pages = [page for sheet in sheets for page in sheet.pages]
    if form == "pdf":
        return f"{name}.pdf", text_document(pages, by_word=rng.random() < 0.4)
    images = page_images(pages, form, seed)
    if len(images) == 1 and form == "clean":
        return f"{name}.png", png(images[0])
    if len(images) == 1 and form == "photo":
        return f"{name}.jpg", jpeg(images[0], form)
    return f"{name}.pdf", image_document([picture(image, form) for image in images])
