"""`vacatur decrypt`: from a file that was encrypted with --encrypt-to back to the folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def decrypt(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="What was written with --encrypt-to: results.tar.age.", show_default=False),
    ],
    identity: Annotated[
        Path,
        typer.Option(metavar="FILE", help="The secret key: the file that age-keygen wrote.", show_default=False),
    ],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="The folder, which must not exist.", show_default=False)],
) -> None:
    """Decrypt results, so that explain, report, file and the pages can read them.

    Exit status: 0 done, 2 the file cannot be opened with the key or was damaged (nothing was written), 1 failed.
    """
    from vacatur.sealing import unseal

    print(f"Decrypted: {unseal(file, out, identity)}")
