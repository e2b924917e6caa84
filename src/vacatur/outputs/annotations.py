"""The columns that stand beside the state's own in the spreadsheets: the old names first, then ours."""

from __future__ import annotations

import polars as pl

from vacatur.law.pack import Pack
from vacatur.outputs.cells import csv_cells, one_decimal
from vacatur.record.rows import place_of

OCCURRED_AFTER = "Occurred after 11/9/2016"
OLD_COLUMNS = (
    "Case Number",
    "# of convictions on record",
    "Possible Other P64 Charges",
    OCCURRED_AFTER,
    "Superstrike Code Section(s)",
    "PC290 Code Section(s)",
    "PC290 Registration",
    "Date of Conviction",
    "Years Since This Conviction",
    "Years Since Any Conviction",
    "# of Prop 64 convictions",
    "# of HS 11357 convictions",
    "# of HS 11358 convictions",
    "# of HS 11359 convictions",
    "# of HS 11360 convictions",
    "Deceased",
    "Eligibility Determination",
    "Eligibility Reason",
)
"""Names and order that offices' macros rely on (docs/differences.md)."""

OUR_COLUMNS = (
    "Determination",
    "Rule",
    "Citation",
    "Unknown Facts",
    "Least Favorable",
    "Most Favorable",
    "Earlier Relief",
    "Evidence",
    "Statutory Determination",
    "Statutory Reason",
    "Conviction",
)

_COMMENT = OLD_COLUMNS.index("Possible Other P64 Charges")
_YEAR_DAYS = 365.25
"""The old columns "Years Since" count years of so many days; decisions count by the calendar."""


def column_names(pack: Pack) -> tuple[str, ...]:
    """The names of the added columns; only the configurable engine of old wrote the one about 9 November 2016."""
    return tuple(name for name in OLD_COLUMNS if name != OCCURRED_AFTER or pack.occurred_after_column) + OUR_COLUMNS


def appended(decided: pl.DataFrame, comments: pl.DataFrame, pack: Pack) -> pl.DataFrame:
    """What to append to each row that is not simply blank: columns row, decided and `suffix`, in the order of the rows.

    Args:
        decided: one row a decided conviction, on the first of its rows (`outputs.decided`).
        comments: row and comment of the rows whose comment may name another Prop 64 charge.
    """
    names = column_names(pack)
    rows = decided.join(comments, on="row", how="left", maintain_order="left").with_columns(
        pl.col("comment").fill_null("").alias("Possible Other P64 Charges")
    )
    cells = rows.select(_old(pack) + _ours(pack)).select(names)
    suffix = cells.select(csv_cells(cells[name]).alias(name) for name in names).select(
        pl.concat_str(pl.all(), separator=",").alias("suffix")
    )
    found = pl.concat([rows.select("row", pl.lit(True).alias("decided")), suffix], how="horizontal")
    others = comments.join(decided.select("row"), on="row", how="anti")
    before, after = "," * _COMMENT, "," * (len(names) - 1 - _COMMENT)
    remarks = others.select(
        "row", pl.lit(False).alias("decided"),
        pl.concat_str(pl.lit(before), csv_cells(others["comment"]), pl.lit(after)).alias("suffix"),
    )  # fmt: skip
    return pl.concat([found, remarks]).sort("row")


def blank_suffix(pack: Pack) -> str:
    """What stands on a row that is not a decided conviction."""
    return "," * (len(column_names(pack)) - 1)


def _or_hyphen(name: str) -> pl.Expr:
    return pl.when(pl.col(name).fill_null("") != "").then(pl.col(name)).otherwise(pl.lit("-"))


def _years_since(name: str) -> pl.Expr:
    return one_decimal((pl.col("as_of") - pl.col(name)).dt.total_days() / _YEAR_DAYS)


def _old(pack: Pack) -> list[pl.Expr]:
    after = (
        pl.when(pl.col("convicted_on") > pl.date(2016, 11, 9))
        .then(pl.lit("Y"))
        .when(pl.col("convicted_on").is_not_null())
        .then(pl.lit("N"))
    )
    label = pl.col("determination").cast(pl.String).replace_strict(pack.labels, default=None)
    counts = [
        pl.col(f"n_{section}").fill_null(0).alias(f"# of HS {section} convictions") for section in range(11357, 11361)
    ]
    return [
        _or_hyphen("case_numbers").alias("Case Number"),
        pl.col("convictions_known").alias("# of convictions on record"),
        pl.col("Possible Other P64 Charges"),
        after.alias(OCCURRED_AFTER),
        _or_hyphen("superstrike_sections").alias("Superstrike Code Section(s)"),
        _or_hyphen("pc290_sections").alias("PC290 Code Section(s)"),
        pl.when(pl.col("registered").fill_null(False))
        .then(pl.lit("Yes"))
        .otherwise(pl.lit("-"))
        .alias("PC290 Registration"),
        pl.col("convicted_on").dt.strftime("%m/%d/%Y").alias("Date of Conviction"),
        _years_since("convicted_on").alias("Years Since This Conviction"),
        _years_since("latest").alias("Years Since Any Conviction"),
        pl.col("n_prop64").fill_null(0).alias("# of Prop 64 convictions"),
        *counts,
        pl.when(pl.col("deceased_row").is_not_null()).then(pl.lit("Deceased")).otherwise(pl.lit("-")).alias("Deceased"),
        label.alias("Eligibility Determination"),
        pl.col("reason").alias("Eligibility Reason"),
    ]


def _ours(pack: Pack) -> list[pl.Expr]:
    return [
        pl.col("determination").cast(pl.String).alias("Determination"),
        pl.col("rule").alias("Rule"),
        pl.col("citation").alias("Citation"),
        pl.col("unknown_facts").list.join("; ").alias("Unknown Facts"),
        pl.col("floor").cast(pl.String).alias("Least Favorable"),
        pl.col("ceiling").cast(pl.String).alias("Most Favorable"),
        pl.col("relief").fill_null("unknown").alias("Earlier Relief"),
        pl.col("evidence").list.eval(place_of(pl.element())).list.join("; ").alias("Evidence"),
        pl.col("statutory_determination").cast(pl.String).alias("Statutory Determination"),
        pl.col("statutory_reason").alias("Statutory Reason"),
        pl.col("conviction_id").alias("Conviction"),
    ]
