"""Whether offense lists and series of packs hold together: dates in force without gap or overlap, no row twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from vacatur.law.offenses import OFFENSE_LISTS, OffenseList, OffenseRow, load_offense_list
from vacatur.law.pack import Pack


def mistakes_in_offense_lists() -> list[str]:
    """What does not fit in the lists that come with the program."""
    return [mistake for name in OFFENSE_LISTS for mistake in mistakes_in_list(load_offense_list(name))]


def mistakes_in_list(listed: OffenseList) -> Iterator[str]:
    """Rows given twice, dates that leave a gap or overlap, and a row that settles what a narrower row leaves open."""
    seen: dict[tuple[object, ...], str] = {}
    of_section: dict[tuple[str, str], list[OffenseRow]] = {}
    for row in listed.rows:
        of_section.setdefault((row.code, row.section), []).append(row)
    for row in listed.rows:
        where = f"{listed.name}.csv: {_shown(row)}"
        key = (row.code, row.section, row.subdivision, row.words)
        if key in seen:
            yield f"{where}: listed twice; one row says all"
        seen[key] = where
        if row.in_force_from and row.in_force_until and row.in_force_from > row.in_force_until:
            yield f"{where}: in force from {row.in_force_from} until {row.in_force_until}, which is earlier"
        yield from (f"{where}: {mistake}" for mistake in _narrower(row, of_section[row.code, row.section]))
        yield from (f"{where}: {mistake}" for mistake in _renumbered(row, listed.rows))


def _shown(row: OffenseRow) -> str:
    return f"{row.code} {row.section}" + "".join(f"({part})" for part in row.subdivision)


def _narrower(row: OffenseRow, rows: Sequence[OffenseRow]) -> Iterator[str]:
    """A text that stops at this row may mean the narrower one: unless both say the same, this row must be review.

    Args:
        rows: of the same section.
    """
    depth = len(row.subdivision)
    for other in rows:
        within = other.subdivision[:depth] == row.subdivision
        if within and len(other.subdivision) > depth and row.match not in ("review", other.match):
            yield f"{row.match}, but {_shown(other)} is {other.match}: a shorter text could be either, so review"


def _renumbered(row: OffenseRow, rows: Sequence[OffenseRow]) -> Iterator[str]:
    if not row.renumbered_as:
        return
    successors = [other for other in rows if (other.code, other.section) == (row.code, row.renumbered_as)]
    if not successors or row.in_force_until is None:
        yield f"renumbered as {row.renumbered_as}, which is not listed, or without a last day in force"
        return
    starts = {other.in_force_from for other in successors if other.in_force_from}
    for start in sorted(starts):
        if not _next(row.in_force_until, start):
            yield _seam(row.in_force_until, start, row.renumbered_as)


def _next(until: date, start: date) -> bool:
    return start == until + timedelta(days=1)


def _seam(until: date, start: date, successor: str) -> str:
    kind = "overlap" if start <= until else "gap"
    return f"{kind} in dates in force: until {until}, and {successor} from {start}"


def mistakes_in_series(pack: Pack, others: Iterable[Pack]) -> Iterator[str]:
    """Gaps and overlaps between a pack and those of its series."""
    if pack.in_force_from and pack.in_force_until and pack.in_force_from > pack.in_force_until:
        yield f"pack.in_force_until: {pack.in_force_until} is before in_force_from, {pack.in_force_from}"
    if not pack.series:
        return
    series = {other.id: other for other in others if other.series == pack.series} | {pack.id: pack}
    in_order = sorted(series.values(), key=lambda each: each.in_force_from or date.min)
    for earlier, later in pairwise(in_order):
        if pack.id not in (earlier.id, later.id):
            continue
        if earlier.in_force_until is None or later.in_force_from is None:
            yield f"pack.series: {earlier.id} and {later.id} overlap: the one has no last day or the other no first day"
        elif not _next(earlier.in_force_until, later.in_force_from):
            yield f"pack.series: {earlier.id}: " + _seam(earlier.in_force_until, later.in_force_from, later.id)
