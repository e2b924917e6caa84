"""The rows of the files themselves, as the spreadsheets of a run hold them: whose have changed, and which are there.

Of a row counts what the program reads: its number in the file, and columns that nothing is decided or filed by, may
change from one delivery to the next although nothing happened.
"""

from __future__ import annotations

import polars as pl

from vacatur.outputs.kept import Kept
from vacatur.sources.doj.coded import CODED_COLUMNS, SHOWN_COLUMNS, TEXT_COLUMNS
from vacatur.sources.doj.layout import POSITION

_READ = [source for source in (CODED_COLUMNS | TEXT_COLUMNS).values() if source not in SHOWN_COLUMNS.values()]


def same_rows(before: Kept, after: Kept, people: pl.DataFrame) -> pl.DataFrame:
    """Of each person of both runs whether the rows are the same, and none of them was set aside.

    Args:
        people: `people.people_between`.

    Returns:
        columns before, after, same.
    """
    both = people.filter(pl.col("before").is_not_null() & pl.col("after").is_not_null())
    read = (pl.col("unread_rows before") == 0) & (pl.col("unread_rows after") == 0)
    both = both.select("before", "after", read=read)
    for side, kept in (("before", before), ("after", after)):
        both = both.join(_marks(kept), left_on=side, right_on="person", how="left", maintain_order="left").rename(
            {"mark": f"mark {side}"}
        )
    same = pl.col("read") & (pl.col("mark before") == pl.col("mark after")).fill_null(False)
    return both.select("before", "after", same=same)


def still_there(kept: Kept, wanted: pl.DataFrame) -> pl.DataFrame:
    """Which of some keys of people the rows of a run still hold.

    Args:
        wanted: person (SUBJECT_ID), count_key.
    """
    if wanted.is_empty():
        return wanted
    key = pl.col("CNT_ORDER").str.strip_chars().cast(pl.Int64, strict=False).alias("count_key")
    found = [_cells(frame, ("CNT_ORDER",)).select(_person(), key) for frame in _spreadsheets(kept)]
    kept_rows = pl.concat(found).join(wanted.lazy(), on=["person", "count_key"], how="semi").unique()
    return wanted.unique(maintain_order=True).join(
        kept_rows.collect(engine="streaming"), on=["person", "count_key"], how="semi", maintain_order="left"
    )


def _marks(kept: Kept) -> pl.DataFrame:
    """What the rows of each person come to: equal where they are the same rows, in whatever order."""
    names = [name for name in _READ if name != "SUBJECT_ID"]
    rows = [
        _cells(frame, tuple(names)).select(
            _person(), pl.struct(pl.col(name).fill_null("").str.strip_chars() for name in names).hash().alias("row")
        )
        for frame in _spreadsheets(kept)
    ]
    row = pl.col("row")
    mark = pl.concat(rows).group_by("person").agg(pl.len(), (row // 1024).sum().alias("sum"), row.max())
    return mark.select("person", mark=pl.struct("len", "sum", "row")).collect(engine="streaming")


def _person() -> pl.Expr:
    return pl.col("SUBJECT_ID").str.strip_chars().alias("person")


def _spreadsheets(kept: Kept) -> list[pl.LazyFrame]:
    """`All_Results` of each file of the delivery, its cells as texts, columns by their place."""
    names = [output["file"] for output in kept.manifest["outputs"] if output["file"].startswith("All_Results")]
    return [
        pl.scan_csv(
            kept.folder / name, has_header=False, skip_rows=1, infer_schema=False, encoding="utf8-lossy",
            truncate_ragged_lines=True,
        )
        for name in names
        if "_Condensed" not in name
    ]  # fmt: skip


def _cells(frame: pl.LazyFrame, names: tuple[str, ...]) -> pl.LazyFrame:
    columns = frame.collect_schema().names()
    return frame.select(pl.col(columns[POSITION[name]]).alias(name) for name in ("SUBJECT_ID", *names))
