"""The tables of a comparison on disk, as CSV, in a folder that appears whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vacatur import Comparison

KIND = "comparison"
"""By which its manifest is known (`outputs.replacing`)."""


def keep(found: Comparison, out: Path) -> None:
    """Write the tables.

    Raises:
        VacaturError: the disk is full or refuses to be written.
    """
    from importlib.metadata import version

    from vacatur.outputs.folder import HashedFile, results_folder
    from vacatur.outputs.tables import write_json

    tables = {"variants.csv": found.variants, "differences.csv": found.differences}
    tables |= {f"by_{group}.csv": table for group, table in found.by.items()}
    with results_folder(out) as folder:
        outputs = []
        for name, table in tables.items():
            with HashedFile(folder, name) as output:
                output.write(table.write_csv().encode())
            outputs.append({"file": name, "sha256": output.sha256, "rows": table.height})
        head = {"format": 1, "kind": KIND, "vacatur": version("vacatur")}
        write_json(folder, "manifest.json", {**head, "outputs": outputs})
