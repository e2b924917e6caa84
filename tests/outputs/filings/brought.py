"""A few decisions of which every figure of a motion can be told by counting, and the papers made from them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from tests.outputs.filings.entries import PACK, Entry, entry, kept_of
from vacatur.law.agencies import prosecutors_of
from vacatur.outputs.filings.docket import docket_of
from vacatur.outputs.filings.papers import write_papers
from vacatur.outputs.folder import HashedFile
from vacatur.outputs.kept import Kept
from vacatur.outputs.office import Office, placeholder_office

DISTRICT_ATTORNEY = prosecutors_of("LOS ANGELES")[0]


def case(person: str, number: str, **cells: object) -> Entry:
    """A count in a case of its own."""
    cycle = 101 + int(number[-3:])
    return entry(person=person, cycle=cycle, case_numbers=[number], **cells)


JOSE: Entry = {"name": "GARCÍA-NÚÑEZ,JOSÉ", "birth_date": date(1960, 1, 15), "cii_number": "A00000001"}
MARY: Entry = {"name": "O'BRIEN,MARY K", "birth_date": None, "cii_number": "A00000002"}
LONG: Entry = {
    "name": "WOLFESCHLEGELSTEINHAUSENBERGERDORFF-HERNANDEZ,MARIA GUADALUPE DEL CARMEN",
    "birth_date": date(1971, 12, 31), "cii_number": "A00000003",
}  # fmt: skip
ANN: Entry = {"name": None, "birth_date": date(1955, 7, 4), "cii_number": None}

DISMISSED = [
    case("1", "BA000001", statute="HS 11359", section="11359", convicted_on=date(1988, 3, 2), **JOSE),
    case("1", "BA000002", statute="HS 11358", section="11358", **JOSE),
    case("2", "BA000003", statute="HS 11360(a)", section="11360", convicted_on=date(2014, 5, 6), **MARY),
    case("3", "NA000004", court="CASC LONG BEACH", statute="HS 11359", **LONG),
]
REDUCED = [
    case("2", "BA000005", determination="reduce", reason="Under 18 at the offense: an infraction", **MARY),
    case("4", "BA000006", determination="reduce", reason="HS 11359: a misdemeanor", **ANN),
]
OTHERS = [
    case("5", "BA000007", determination="review"),
    case("6", "BA000008", determination="review"),
    case("7", "BA000009", determination="not_eligible"),
    entry(person="8", case_numbers=[]),
    case("9", "BA000010", determination="out_of_scope"),
]
BY_STATUTE = ["reduce", "dismiss", "not_eligible", "review", "reduce", "dismiss"]
"""What the statute alone gives to each of those dismissed and reduced, in their order."""

COMPLETED = [True, True, False, None, True, True]
"""Whether the sentence of each is complete."""


def brought(asked: list[Entry] | None = None, *, alike: bool = False) -> tuple[Kept, pl.DataFrame]:
    """Results and docket.

    Args:
        asked: other decisions than the six above.
        alike: the statute gives just what the policy does.
    """
    six = [*DISMISSED, *REDUCED]
    entries = [*six, *OTHERS] if asked is None else asked
    law = [] if alike else [{"conviction_id": e["conviction_id"], "determination": d}
                            for e, d in zip(six, BY_STATUTE, strict=True)]  # fmt: skip
    facts = [{"conviction_id": e["conviction_id"], "sentence_completed": known}
             for e, known in zip(six, COMPLETED, strict=True)]  # fmt: skip
    kept = kept_of(*entries, statute=tuple(law), facts=tuple(facts))
    return kept, docket_of(kept, PACK)


def papers_of(folder: Path, kept: Kept, docket: pl.DataFrame, office: Office | None = None) -> dict[str, HashedFile]:
    """The District Attorney's papers, by the name of the file."""
    office = office or placeholder_office("LOS ANGELES")
    written = write_papers(folder, docket, DISTRICT_ATTORNEY, office, kept)
    return {Path(output.name).name: output for output in written}
