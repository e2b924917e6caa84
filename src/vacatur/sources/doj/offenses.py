"""Which offense a row is about, from four columns; each distinct text is parsed once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from vacatur.record.history import Offense
from vacatur.record.legible import is_damaged_offense
from vacatur.record.statute import Inchoate, find_statutes, inchoate_said, read_statutes
from vacatur.sources.doj.distinct import Coded

SEE_COMMENT = "SEE COMMENT FOR CHARGE"


def read_offenses(coded: dict[str, Coded], comment: Coded) -> tuple[list[Offense], dict[str, pl.Series]]:
    """The distinct offenses of a delivery, and for each row which one it is about.

    A conviction row is about its offense of conviction where that is given; any row else about OFFENSE_DESCR; each as
    its list of qualifiers has it (`-ATTEMPTED`). Where that is blank or refers to the comment, it is about the statute
    that the comment marks as the charge, else about the first that it names, and may be about the others. Where that
    names none, no offense is given.

    Returns:
        the offenses; and the columns `offense_id` and `other_offense_id` (see `record.schema.Events`), and
        `offense_in_comment`.
    """
    book = _Book()
    columns = [coded[name] for name in ("offense", "convicted_offense", "disposed_offense")]
    book.enter(text for column in columns for text in column.texts)
    charged, convicted_of, disposed_as = (column.spread(book.ids(column.texts)) for column in columns)
    charged = _qualified(charged, coded["offense_qualifiers"], book)
    convicted_of = _qualified(convicted_of, coded["convicted_qualifiers"], book)
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

    def qualified(self, number: int, inchoate: Inchoate) -> int:
        """The offense of a number as an attempt or a conspiracy, unless its own text says so."""
        offense = self.offenses[number]
        if offense.statute is None or offense.statute.inchoate:
            return number
        key = f"{inchoate}:{offense.text}"
        self._add(key, replace(offense, statute=replace(offense.statute, inchoate=inchoate)))
        return self._id[key]

    def of_comments(self, comments: Iterable[str]) -> list[int | None]:
        """The offense that each comment names, numbered in the order of their words; None when it names none."""
        named = [_in_comment(comment) for comment in comments]
        for offense in sorted((offense for offense in named if offense), key=_key):
            self._add(_key(offense), offense)
        return [self._id[_key(offense)] if offense else None for offense in named]

    def _add(self, key: str, offense: Offense) -> int:
        if key not in self._id:
            self._id[key] = len(self.offenses)
            self.offenses.append(offense)
        return self._id[key]


_CHARGED = re.compile(r"\b(?:CHRG|CHARGED?|CHG)S?\b")


def _in_comment(comment: str) -> Offense | None:
    """The offense that a comment names: of the statutes behind what it marks as charged, or of all where it marks none,
    the first, the others beside it.
    """
    marked = [find_statutes(part) for part in _CHARGED.split(comment.upper())[1:]]
    named = [found for each in marked for found in each] or find_statutes(comment)
    if not named:
        return None
    others = tuple({str(other): other for other in named[1:] if str(other) != str(named[0])}.values())
    return Offense(named[0].shown, named[0], others)


def _key(offense: Offense) -> str:
    return "; ".join(["comment:" + offense.text, *(other.shown for other in offense.others)])


def _qualified(ids: pl.Series, qualifiers: Coded, book: _Book) -> pl.Series:
    """The offenses of rows, an attempt or a conspiracy where the row's qualifiers say so."""
    said = [inchoate_said(text or "") or None for text in qualifiers.texts]
    if not any(said):
        return ids
    rows = pl.DataFrame({"id": ids, "said": qualifiers.spread(pl.Series(said, dtype=pl.String))})
    wanted = rows.drop_nulls().unique().sort("id", "said")
    numbers = [book.qualified(number, inchoate) for number, inchoate in wanted.iter_rows()]
    meant = wanted.with_columns(meant=pl.Series(numbers, dtype=pl.UInt32))
    found = rows.join(meant, on=["id", "said"], how="left", maintain_order="left")
    return found.select(pl.coalesce("meant", "id").alias(ids.name))[ids.name]


def _from_comments(in_comment: pl.Series, comment: Coded, book: _Book) -> pl.Series:
    """The offense read in the comment, where nothing else gives one; each comment that matters is read once."""
    codes = pl.DataFrame({"code": comment.codes, "needed": in_comment}).select(pl.when("needed").then("code"))["code"]
    distinct = codes.drop_nulls().unique()
    texts = pl.DataFrame({"code": distinct, "text": comment.texts.gather(distinct)}).sort("text")
    ids = texts.select("code", pl.Series("id", book.of_comments(texts["text"]), pl.UInt32))
    return codes.to_frame().join(ids, on="code", how="left", maintain_order="left")["id"].alias("from_comment")
