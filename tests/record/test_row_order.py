"""What the rows of one conviction say together does not depend on which of them stands first, nor on strangers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.rows import Row, chosen
from tests.sources.files import file, full, lines, murder, run_on


def decided(folder: Path, *rows: Row) -> dict[object, object]:
    """The first person's decisions, by the name of the conviction."""
    found = chosen(run_on(file(folder, "\n".join(lines(rows)) + "\n")))
    return {each["conviction_id"]: each["determination"] for each in found if each["person_id"] == "1"}


COURTS = [murder(STP_ORI_DESCR="CAJV LOS ANGELES"), murder(STP_ORI_DESCR="CASC LOS ANGELES")]
WORDS = [full(OFFENSE_DESCR="11500 HS-NARCOTICS"), full(OFFENSE_DESCR="11500 HS-POSS MARIJ")]
ILLEGIBLE = [full(OFFENSE_DESCR="MARIJUANA"), full(OFFENSE_DESCR="HASHISH")]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([full(), *COURTS], {"1/101002001000": "review"}),
        (WORDS, {"1/101002001000": "review"}),
    ],
    ids=["a juvenile court and another", "words that differ"],
)
def test_rows_of_one_conviction_that_differ_are_read_alike_in_any_order(
    tmp_path: Path, rows: list[Row], found: dict[object, object]
) -> None:
    assert decided(tmp_path, *rows) == decided(tmp_path, *rows[::-1]) == found


def test_illegible_convictions_are_named_alike_in_any_order_and_among_any_others(tmp_path: Path) -> None:
    found = decided(tmp_path, *ILLEGIBLE)
    stranger = full(SUBJECT_ID="9", CII_NUMBER="A9", OFFENSE_DESCR="HASH")
    assert len(found) == len(ILLEGIBLE)
    assert decided(tmp_path, stranger, *ILLEGIBLE[::-1]) == found
