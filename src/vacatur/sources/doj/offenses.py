"""Which offense a row is about, from four columns; each distinct text is parsed once."""

from __future__ import annotations

import polars as pl

from vacatur.record.history import Offense
from vacatur.record.statute import find_statutes, parse_statute
from vacatur.sources.doj.distinct import Coded

SEE_COMMENT = "SEE COMMENT FOR CHARGE"


def read_offenses(coded: dict[str, Coded], comments: pl.Series) -> tuple[list[Offense], dict[str, pl.Series]]:
    """The distinct offenses of a delivery, and for each row which one it is about.

    A conviction row is about its offense of conviction where that is given; any row else about OFFENSE_DESCR; where
    that is blank or refers to the comment, about the first statute in the comment. Where that names none, no offense
    is given.

    Returns:
        the offenses; and the columns `offense_id` and `other_offense_id` (see `record.schema.Events`), and
        `offense_in_comment`.
    """
    book = _Book()
    charged = coded["offense"].spread(book.ids(coded["offense"].texts, refer=True))
    convicted_of = coded["convicted_offense"].spread(book.ids(coded["convicted_offense"].texts, refer=True))
    disposed_as = coded["disposed_offense"].spread(book.ids(coded["disposed_offense"].texts, refer=True))
    convicted = coded["disposition"].read(lambda text: text.startswith("CONVICTED"), pl.Boolean)
    frame = pl.DataFrame(
        {"charged": charged, "of": convicted_of, "as": disposed_as, "convicted": convicted, "comment": comments}
    )
    own = pl.when(pl.col("convicted").fill_null(False)).then("of")
    frame = frame.with_columns(own=own, offense=pl.coalesce(own, "charged"))
    frame = frame.with_columns(in_comment=pl.col("offense").is_null() & pl.col("comment").is_not_null())
    frame = frame.with_columns(from_comment=_from_comments(frame, book))
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

    def ids(self, texts: pl.Series, *, refer: bool) -> pl.Series:
        """The offense of each text; null where it is blank, or only refers to the comment."""
        read = (None if text is None or (refer and text == SEE_COMMENT) else self._of(text) for text in texts)
        return pl.Series("offense", list(read), pl.UInt32)

    def of_comment(self, comment: str) -> int | None:
        """The offense that a comment names first; None when it names none."""
        named = find_statutes(comment)
        return self._add(f"comment:{named[0].shown}", Offense(named[0].shown, named[0])) if named else None

    def _of(self, text: str) -> int:
        return self._id[text] if text in self._id else self._add(text, Offense(text, parse_statute(text)))

    def _add(self, key: str, offense: Offense) -> int:
        if key not in self._id:
            self._id[key] = len(self.offenses)
            self.offenses.append(offense)
        return self._id[key]


def _from_comments(frame: pl.DataFrame, book: _Book) -> pl.Series:
    """The offense read in the comment, where nothing else gives one and the row is about a count."""
    comments = frame.select(pl.when("in_comment").then("comment").alias("comment"))
    distinct = comments["comment"].drop_nulls().unique(maintain_order=True)
    if distinct.is_empty():
        return pl.Series("from_comment", [None] * frame.height, pl.UInt32)
    ids = pl.DataFrame(
        {"comment": distinct, "id": pl.Series([book.of_comment(text) for text in distinct], dtype=pl.UInt32)}
    )
    return comments.join(ids, on="comment", how="left", maintain_order="left")["id"].alias("from_comment")
