"""Every list of a folder of packets: for the court, each prosecutor, the public defender and the state."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from vacatur.law.agencies import Prosecutor, prosecutors_of
from vacatur.outputs.filings.docket import folder_of
from vacatur.outputs.filings.exceptions import exceptions
from vacatur.outputs.filings.list_file import write_list
from vacatur.outputs.filings.match_file import match_file, update_list
from vacatur.outputs.filings.misdemeanors import misdemeanors, routed_counts, unclear_routes
from vacatur.outputs.filings.other_remedies import other_remedies
from vacatur.outputs.filings.public_defender import near_misses, not_eligible_and_review
from vacatur.outputs.folder import HashedFile
from vacatur.outputs.kept import Kept

_ELIGIBLE = ("exhibit_a", "exhibit_b", "duplicate", "exception")


def write_lists(folder: Path, docket: pl.DataFrame, kept: Kept, prosecutors: Sequence[Prosecutor]) -> list[HashedFile]:
    """Write all lists that docs/court-files.md describes.

    The District Attorney has every list, also where it is empty. A city has the list of its misdemeanors when it has
    any, and the match file and the exceptions when something of it is eligible.

    Args:
        folder: of the packets.
        docket: of all prosecutors.
        prosecutors: who has a case; who else has one among the charges is found.
    """
    routed, unfit = routed_counts(docket, kept), exceptions(docket)
    attorney = prosecutors_of(kept.county)[0].id
    others = {each.id for each in prosecutors} | set(docket["prosecutor"]) | set(routed["prosecutor"])
    written = [write_list(folder, "doj-update-list.csv", update_list(docket))]
    for prosecutor in [attorney, *sorted(others - {attorney})]:
        written += _of_prosecutor(folder, prosecutor, docket, routed, unfit, everything=prosecutor == attorney)
    written.append(write_list(folder, f"{folder_of(attorney)}/review-list.csv", unclear_routes(routed)))
    defender = {
        "not-eligible-and-review": not_eligible_and_review,
        "near-misses": near_misses,
        "other-remedies": other_remedies,
    }
    written += [
        write_list(folder, f"public-defender/{name}.csv", made(docket, kept)) for name, made in defender.items()
    ]
    return written


def _of_prosecutor(
    folder: Path, prosecutor: str, docket: pl.DataFrame, routed: pl.DataFrame, unfit: pl.DataFrame, *, everything: bool
) -> list[HashedFile]:
    """The lists of one prosecutor.

    Args:
        routed: `routed_counts`.
        unfit: `exceptions` of all prosecutors.
        everything: the empty ones too.
    """
    place = folder_of(prosecutor)
    mine = docket.filter(pl.col("prosecutor") == prosecutor)
    lesser = misdemeanors(routed, prosecutor)
    written = []
    if everything or mine["listed"].is_in(_ELIGIBLE).any():
        written.append(write_list(folder, f"{place}/match-file.csv", match_file(mine), for_people=False))
        exceptional = unfit.filter(pl.col("prosecutor") == prosecutor).drop("prosecutor")
        written.append(write_list(folder, f"{place}/exceptions.csv", exceptional))
    if everything or lesser.height:
        written.append(write_list(folder, f"{place}/misdemeanors.csv", lesser))
    return written
