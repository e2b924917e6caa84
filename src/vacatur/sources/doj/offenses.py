"""Which offense a row is about, from four columns; each distinct text is parsed once."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from vacatur.record.history import Offense
from vacatur.record.legible import is_damaged_offense
from vacatur.record.statute import find_statutes, read_statutes
from vacatur.sources.doj.distinct import Coded

SEE_COMMENT = "SEE COMMENT FOR CHARGE"


def read_offenses(coded: dict[str, Coded], comment: Coded) -> tuple[list[Offense], dict[str, pl.Series]]:
    """The distinct offenses of a delivery, and for each row which one it is about.

    A conviction row is about its offense of conviction where that is given; any row else about OFFENSE_DESCR; where
    that is blank or refers to the comment, about the first statute in the comment. Where that names none, no offense
    is given.

    Returns:
        the offenses; and the columns `offense_id` and `other_offense_id` (see `record.schema.Events`), and
        `offense_in_comment`.
    """
    book = _Book()
    columns = [coded[name] for name in ("offense", "convicted_offense", "disposed_offense")]
    book.enter(text for column in columns for text in column.texts)
    charged, convicted_of, disposed_as = (column.spread(book.ids(column.texts)) for column in columns)
    convicted = coded["disposition"].read(lambda text: text.startswith("CONVICTED"), pl.Boolean)
    commented = comment.spread(comment.texts.is_not_null()).fill_null(False)
    frame = pl.DataFrame(
        {"charged": charged, "of": convicted_of, "as": disposed_as, "convicted": convicted, "commented": commented}
    )
    own = pl.when(pl.col("convicted").fill_null(False)).then("of")
    frame = frame.with_columns(own=own, offense=pl.coalesce(own, "charged"))
    frame = frame.with_columns(in_comment=pl.col("offense").is_null() & pl.col("commented"))
    frame = frame.with_columns(from_comment=_from_comments(frame["in_comment"], comment, book))
    found = frame.select(
        offense_id=pl.coalesce("offense", "from_comment"),
        other_offense_id=pl.when(pl.col("convicted").fill_null(False) & pl.col("own").is_null()).then("as"),
        offense_in_comment=pl.col("in_comment"),
    )
    return book.offenses, {column.name: column for column in found}


class _Book:
    """The distinct offenses met so far."""

    def __init__(self) -> None:
        self.offenses: list[Offense] = []
        self._id: dict[str, int] = {}

    def enter(self, texts: Iterable[str | None]) -> None:
        """Number the texts in alphabetical order: the order in which they were met is not the same from run to run."""
        for text in sorted({text for text in texts if text is not None and text != SEE_COMMENT}):
            read = read_statutes("" if is_damaged_offense(text) else text)
            self._add(text, Offense(text, read.statute, read.others, read.conspired))

    def ids(self, texts: pl.Series) -> pl.Series:
        """The offense of each text; null where it is blank, or only refers to the comment."""
        return pl.Series("offense", [self._id.get(text) for text in texts], pl.UInt32)

    def of_comments(self, comments: Iterable[str]) -> list[int | None]:
        """The offense that each comment names first, numbered in the order of their words; None when it names none."""
        first = [next(iter(find_statutes(comment)), None) for comment in comments]
        for named in sorted((named for named in first if named), key=lambda named: named.shown):
            self._add(f"comment:{named.shown}", Offense(named.shown, named))
        return [self._id[f"comment:{named.shown}"] if named else None for named in first]

    def _add(self, key: str, offense: Offense) -> int:
        if key not in self._id:
            self._id[key] = len(self.offenses)
            self.offenses.append(offense)
        return self._id[key]


def _from_comments(in_comment: pl.Series, comment: Coded, book: _Book) -> pl.Series:
    """The offense read in the comment, where nothing else gives one; each comment that matters is read once."""
    codes = pl.DataFrame({"code": comment.codes, "needed": in_comment}).select(pl.when("needed").then("code"))["code"]
    distinct = codes.drop_nulls().unique()
    texts = pl.DataFrame({"code": distinct, "text": comment.texts.gather(distinct)}).sort("text")
    ids = texts.select("code", pl.Series("id", book.of_comments(texts["text"]), pl.UInt32))
    return codes.to_frame().join(ids, on="code", how="left", maintain_order="left")["id"].alias("from_comment")
