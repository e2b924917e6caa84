"""Case numbers: as the court printed them, and as they are compared (docs/court-files.md)."""

from __future__ import annotations

import polars as pl

_SUFFIX = r"^(.*\d{4,})-(\d{2})$"
"""A case, and the defendant in it: `BA123456-01`."""


_TOGETHER = (
    r"(?i)\d{3,}[^\d;|&,]*([;|&,]|\bAND\b)[^\d;|&,]*\d{3,}"
    r"|\d{5,}\s*/\s*\p{L}*[ -]?\d{5,}"
)
"""Two numbers in one cell: `BA123456;BA123457`, `BA123456 AND 123457`, `BA123456/BA123457`; not `88/12345`."""


def case_key(printed: pl.Expr) -> pl.Expr:
    """A case number in the form in which two files can be joined; null when it holds no digit but zeros.

    Letters in upper case; a blank or a mark between two digits becomes one hyphen, anywhere else it is dropped. So
    `ba 123456`, `BA-123456` and `BA123456` are one; `88-123` and `8-8123` are two, and so are `A012345` and `A12345`:
    a number of the year 2000 may begin with zeros that one of another year lacks. A suffix for the defendant stays.
    """
    upper = printed.str.to_uppercase()
    marked = upper.str.replace_all(r"[^\p{L}\p{N}]+", "-").str.strip_chars("-")
    bare = marked.str.replace_all(r"(\p{L})-", "${1}").str.replace_all(r"-(\p{L})", "${1}")
    return pl.when(bare.str.contains("[1-9]")).then(bare)


def case_stem(key: pl.Expr) -> pl.Expr:
    """A key without the suffix for the defendant, hyphens and leading zeros.

    It is only for telling whether two numbers of the same person's case are spellings of one: two cases of different
    people, or of different years, may share it.
    """
    without = pl.when(key.str.contains(_SUFFIX)).then(key.str.replace(_SUFFIX, "${1}")).otherwise(key)
    return without.str.replace_all(r"(^|[^0-9])0+([0-9])", "${1}${2}").str.replace_all("-", "", literal=True)


def case_suffix(key: pl.Expr) -> pl.Expr:
    """The two digits that name the defendant within the case, if the key ends in such; else null."""
    return key.str.extract(_SUFFIX, 2)


def _apart(printed: pl.Expr) -> pl.Expr:
    """The numbers of a cell that holds more than one."""
    pieces = printed.str.replace_all(r"(?i)\bAND\b", ";").str.extract_all(r"[^;|&,/]+")
    return pl.when(printed.str.contains(_TOGETHER)).then(pieces).otherwise(pl.concat_list(printed))


def one_case_number(frame: pl.DataFrame) -> pl.DataFrame:
    """Which number each row's case has, where its numbers are spellings of one.

    Args:
        frame: column `case_numbers`, the numbers of the case as printed, in file order.

    Returns:
        Row for row: case_number (as printed, the fullest spelling; null if none or several), case_key, case_stem,
        case_suffix, and several_numbers (whether they are numbers of more than one case).
    """
    printed = pl.col("case_number")
    numbers = frame.select(pl.int_range(pl.len()).alias("at"), pl.col("case_numbers").alias("case_number"))
    numbers = (
        numbers.explode("case_number")
        .with_columns(_apart(printed))
        .explode("case_number")
        .with_columns(case_key(printed).alias("case_key"))
    )
    numbers = numbers.filter(pl.col("case_key").is_not_null()).with_columns(
        case_stem(pl.col("case_key")).alias("case_stem"), case_suffix(pl.col("case_key")).alias("case_suffix")
    )
    fullest = pl.col("case_key").str.len_chars().arg_max()
    several = (pl.col("case_stem").n_unique() > 1) | (pl.col("case_suffix").drop_nulls().n_unique() > 1)
    named = ["case_number", "case_key", "case_stem", "case_suffix"]
    found = numbers.group_by("at").agg(*[pl.col(name).get(fullest) for name in named], several.alias("several_numbers"))
    one = [pl.when(~pl.col("several_numbers")).then(pl.col(name)).alias(name) for name in named]
    rows = frame.select(pl.int_range(pl.len()).alias("at")).join(found, on="at", how="left", maintain_order="left")
    return rows.select(*one, pl.col("several_numbers").fill_null(False))
