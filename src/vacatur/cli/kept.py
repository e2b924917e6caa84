"""The tables of a comparison on disk, as CSV, in a folder that appears whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vacatur.errors import UsageError

if TYPE_CHECKING:
    from vacatur import Comparison

SIGN = "variants.csv"
"""The file by which a folder is known to be a comparison, and may be replaced."""


def check_free(out: Path, replace: bool) -> None:
    """Refuse a folder that exists, unless it is a comparison and may be replaced.

    Raises:
        UsageError: it stays as it is.
    """
    if not out.exists():
        return
    if not replace:
        raise UsageError(f"{out} exists already and is left as it is. Name another with --out, or give --replace.")
    if not (out / SIGN).is_file():
        raise UsageError(f"{out} is no comparison (it has no {SIGN}) and is left as it is. Name another with --out.")


def keep(found: Comparison, out: Path) -> None:
    """Write the tables.

    Raises:
        VacaturError: the disk is full or refuses to be written.
    """
    from vacatur.outputs.folder import results_folder

    tables = {SIGN: found.variants, "differences.csv": found.differences}
    tables |= {f"by_{group}.csv": table for group, table in found.by.items()}
    with results_folder(out) as folder:
        for name, table in tables.items():
            table.write_csv(folder / name)
