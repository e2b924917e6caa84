"""What only the whole delivery tells of its people: whose the unread rows are, which numbers several people have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import polars as pl

from vacatur.scale.parting import Parted
from vacatur.scale.pieces import Piece, Pieces, take
from vacatur.sources.doj.persons import Elsewhere, may_tell, numbers_of, unread_rows
from vacatur.sources.doj.records import SetAside

_AT_ONCE = 5_000
"""Set-aside rows of which it is asked at a time whose they are."""

_PEOPLE_AT_ONCE = 4_000_000
"""People whose CII numbers are compared at a time."""

_PEOPLE = "people"


def told_of_all(parted: Parted, parts: int) -> Elsewhere:
    """What is found when all parts are looked at together, in bounded memory."""
    path = parted.folder / _PEOPLE
    pieces = Pieces(path)
    laid: list[Piece] = []
    people = 0
    for part in range(parts):
        frames = parted.coded_part(part, ["person_id", "cii_number"])
        if frames:
            found = numbers_of(pl.concat([frame.unique() for frame in frames]))
            people += found.height
            laid.append(pieces.add(found))
    pieces.close()
    rows = (row for _, row in parted.set_aside())
    told = Elsewhere(_unread(rows, path, laid), _shared(path, laid, people // _PEOPLE_AT_ONCE + 1))
    path.unlink()
    return told


def _each(path: Path, laid: Iterable[Piece]) -> Iterator[pl.DataFrame]:
    for piece in laid:
        yield from take(path, [piece])


def _shared(path: Path, laid: list[Piece], lots: int) -> pl.Series:
    """The CII numbers that several people have; looked for in so many lots of numbers."""
    found = [pl.Series("cii_number", [], pl.String)]
    for lot in range(lots):
        mine = pl.col("cii_number").hash(17) % lots == lot
        numbers = [people.filter(mine)["cii_number"] for people in _each(path, laid)]
        if numbers:
            every = pl.concat(numbers).to_frame().group_by("cii_number").len()
            found.append(every.filter(pl.col("len") > 1)["cii_number"])
    return pl.concat(found).sort()


def _unread(rows: Iterator[SetAside], path: Path, laid: list[Piece]) -> pl.DataFrame:
    """Whose the set-aside rows are; the people they may be of are looked up for some rows at a time."""
    found = []
    while some := list(islice(rows, _AT_ONCE)):
        texts = pl.Series("text", sorted(set().union(*map(may_tell, some))), pl.String).to_frame()
        by_id: set[str] = set()
        numbers = [pl.DataFrame(schema={"person_id": pl.String, "cii_number": pl.String})]
        for people in _each(path, laid):
            by_id.update(people.join(texts, left_on="person_id", right_on="text", how="semi")["person_id"])
            numbers.append(people.join(texts, left_on="cii_number", right_on="text", how="semi"))
        alone = pl.concat(numbers).group_by("cii_number").agg("person_id").filter(pl.col("person_id").list.len() == 1)
        by_number = dict(alone.select("cii_number", pl.col("person_id").list.first()).iter_rows())
        found.append(unread_rows(some, by_id, by_number))
    if not found:
        return unread_rows([], set(), {})
    return pl.concat(found).group_by("person_id").agg(pl.col("unread_rows").sum(), pl.col("unread_relief").any())
