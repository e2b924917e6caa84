"""Which folders may be replaced: those that the program wrote, and that still are as it left them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vacatur.errors import UsageError
from vacatur.outputs.leftovers import clear_away
from vacatur.review import book

RESULTS = "results"
DERIVED = {
    "report": "a report",
    "packets": "a folder of packets",
    "spreadsheets": "a folder of spreadsheets",
    "workbook": "a folder with a workbook",
    "letters": "a folder of letters",
    "petition": "a folder of petition papers",
    "comparison": "a comparison",
    "changes": "a folder of differences",
    "tables": "a folder of tables of a run on Spark",
}
"""What is made from results, a RAP sheet or a delivery, in a folder of its own that may stand within results: the kind
that its manifest names."""

_OF_A_RUN = {"manifest.json", "timing.json", "packs"}
_READ_AT_ONCE = 1 << 20


def check_free(out: Path, *, replace: bool, kind: str = RESULTS) -> None:
    """Refuse a folder that exists, unless it is of the same kind and may be replaced. What an earlier start that
    crashed left beside it is cleared away first.

    Args:
        kind: `RESULTS`, or one of `DERIVED`.

    Raises:
        UsageError: it exists and must stay as it is.
    """
    clear_away(out)
    if not out.exists():
        return
    if not replace:
        raise UsageError(f"{out} exists already and is left as it is. Name another folder, or give --replace.")
    if not out.is_dir():
        raise UsageError(f"{out} is a file and is left as it is. Name a folder.")
    if not any(out.iterdir()):
        return
    manifest = manifest_of(out)
    if manifest is None or manifest.get("kind", RESULTS) != kind:
        what = DERIVED.get(kind, "a results folder")
        raise UsageError(
            f"{out} is not {what} (its manifest.json does not say so) and is left as it is. Name another folder."
        )
    if kind == RESULTS and book.is_begun(out):
        raise UsageError(
            f"{out} holds {book.FILE}, in which reviewers recorded what they decided: a ledger is never replaced, and "
            "the folder is left as it is. Name another."
        )
    kept = foreign(out, manifest)
    if kept:
        raise UsageError(
            f"{out} also holds {', '.join(kept[:3])}{' and others' if len(kept) > 3 else ''}, which Vacatur did not "
            "write so, and is left as it is. Move what is yours out of it, or name another folder."
        )


def manifest_of(folder: Path) -> dict[str, Any] | None:
    """The manifest of a folder that the program wrote; None when it has none that can be read."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) and isinstance(manifest.get("outputs"), list) else None


def foreign(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """What is in a folder that its manifest does not account for, by path; and, in papers that people may have
    edited, each file that is not as it was written.
    """
    written = {str(output.get("file")): output.get("sha256") for output in manifest["outputs"]}
    if manifest.get("kind", RESULTS) == RESULTS:
        tops = {Path(name).parts[0] for name in written} | _OF_A_RUN
        return sorted(path.name for path in folder.iterdir() if path.name not in tops and not _untouched(path))
    found = [path for path in folder.rglob("*") if not path.is_dir() and path != folder / "manifest.json"]
    names = {path: path.relative_to(folder).as_posix() for path in found}
    return sorted(name for path, name in names.items() if name not in written or sha256_of(path) != written[name])


def _untouched(path: Path) -> bool:
    """Whether this is a folder made from results, as it was made."""
    manifest = manifest_of(path) if path.is_dir() else None
    return manifest is not None and manifest.get("kind") in DERIVED and not foreign(path, manifest)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_READ_AT_ONCE):
            digest.update(piece)
    return digest.hexdigest()
