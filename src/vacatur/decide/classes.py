"""Which convictions are of a listed offense: yes, no, or unknown where text, date or severity leave it open."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import polars as pl

from vacatur.law.offenses import OffenseList, OffenseMatch, load_offense_list
from vacatur.record.history import Offense
from vacatur.record.statute import PROP64_SECTIONS, Statute

LISTS = ("prop64", "superstrikes", "pc290", "related")
"""What every conviction is looked up in, because the whole record matters."""

OWN_LISTS = ("wobblers", "county_jail", "prop47", "no_dismissal", "driving", "serious_violent")
"""What only a conviction that a pack may decide is looked up in."""

_BARS = ("superstrikes", "pc290")
"""Lists that need a prior *conviction*: a juvenile adjudication is none (People v. Zamora (2017) 11 Cal.App.5th
728)."""

_MATCH = pl.Enum(["definite", "review", "no"])


def with_offenses(convictions: pl.DataFrame, offenses: Sequence[Offense]) -> pl.DataFrame:
    """Add what each conviction's statute is, and for each list of `LISTS` whether it is of it (null: unknown).

    Further columns: `statute`, `code`, `section`, `subdivision` (empty when none is stated) and `shown`, all null when
    the offense is illegible; and `label`, a name for the offense that never changes.
    """
    table = _offense_table(offenses)
    return _looked_up(convictions, table, table.height - 1, LISTS).with_columns(_unless_for_life())


def _unless_for_life() -> pl.Expr:
    """Super strikes, of a felony punished by life unknown: any that is serious or violent is one then (PC
    667(e)(2)(C)(iv)(VIII)), and whether it is does not follow from the section alone.
    """
    for_life = pl.col("life") & pl.col("is_felony").fill_null(True)
    return pl.when(~(for_life & ~pl.col("superstrikes").fill_null(True))).then("superstrikes").alias("superstrikes")


def with_own_lists(convictions: pl.DataFrame, offenses: Sequence[Offense]) -> pl.DataFrame:
    """Add for each list of `OWN_LISTS` whether a conviction is of it (null: unknown).

    Args:
        convictions: with offense_id, offense_ids, is_felony, convicted_on and juvenile.
    """
    used = {*convictions["offense_id"].drop_nulls(), *convictions["offense_ids"].explode().drop_nulls()}
    entries = [entry if number in used else None for number, entry in enumerate(offenses)]  # few of all that there are
    table = _matches([*entries, Offense("", None)], OWN_LISTS)
    looked = convictions.select("offense_id", "offense_ids", "is_felony", "convicted_on", "juvenile")
    found = _looked_up(looked, table, table.height - 1, OWN_LISTS)
    return pl.concat([convictions, found.select(OWN_LISTS)], how="horizontal")


def _looked_up(convictions: pl.DataFrame, table: pl.DataFrame, blank: int, lists: Sequence[str]) -> pl.DataFrame:
    joined = table.select(pl.all().gather(convictions["offense_id"].fill_null(blank)))
    frame = pl.concat([convictions, joined], how="horizontal")
    several = convictions.select("offense_ids").with_row_index("at").filter(pl.col("offense_ids").list.len() > 1)
    if several.height:
        worded = several.explode("offense_ids")
        frame = frame.with_columns(_where_texts_agree(frame, worded, table, name) for name in lists)
    return frame.with_columns(_class_of(name) for name in lists).select(
        pl.exclude("^(match|felony_only|from|until)_.*$")
    )


def _where_texts_agree(frame: pl.DataFrame, worded: pl.DataFrame, table: pl.DataFrame, name: str) -> pl.Series:
    """The class by the list, or review where rows of one conviction word the offense so that the classes differ.

    Args:
        worded: the offenses that the rows of a conviction name, where they do not all name the same; `at` is its row.
    """
    match = frame[f"match_{name}"]
    worded = worded.with_columns(of=table[f"match_{name}"].gather(worded["offense_ids"]))
    differ = worded.group_by("at").agg(pl.col("of").n_unique()).filter(pl.col("of") > 1)["at"]
    return match.scatter(differ, ["review"] * len(differ))


def prop64_charges(offenses: Sequence[Offense]) -> tuple[list[int], list[int]]:
    """The offenses that are certainly, and those that may be, of the list `prop64`; a charge has no date to look at."""
    prop64 = load_offense_list("prop64")
    matches = [_lookup(prop64, entry).match for entry in offenses]
    certain = [number for number, match in enumerate(matches) if match == "definite"]
    return certain, [number for number, match in enumerate(matches) if match == "review"]


_NO_TIME_LIMIT = frozenset({"187", "190", "205", "206", "209", "269", "288.7", "424", "451.5", "667.61"})
"""Sections of the Penal Code whose charges may be brought at any time (PC 799), as far as the section tells."""


def without_time_limit(offenses: Sequence[Offense]) -> pl.Series:
    """Whether each offense may be charged at any time (PC 799): murder and what is punished by life, embezzlement of
    public money; null for other sexual offenses, of which some may since 2017, and where the offense is illegible.
    """
    pc290 = load_offense_list("pc290")
    found: list[bool | None] = []
    for entry in offenses:
        sections = [each.section for each in (entry.statute, *entry.others) if each and each.code in ("PC", None)]
        sure = any(section in _NO_TIME_LIMIT for section in sections)
        doubt = entry.statute is None or _lookup(pc290, entry).match != "no"
        found.append(True if sure else None if doubt else False)
    return pl.Series("no_time_limit", found, dtype=pl.Boolean)


def _lookup(listed: OffenseList, offense: Offense) -> OffenseMatch:
    """The class of an offense. Where its text names further statutes, one of which is listed, a person must read it."""
    found = listed.lookup(offense.statute, offense.text)
    if found.match == "no" and any(listed.lookup(other, offense.text).match != "no" for other in offense.others):
        return replace(found, match="review", felony_only=False, in_force_from=None, in_force_until=None)
    if found.match == "definite" and offense.conspired:
        return replace(found, match="review")
    return found


def _label(offense: Offense) -> str:
    if offense.statute:
        return str(offense.statute)
    return f"text-{hashlib.sha256(offense.text.encode()).hexdigest()[:8]}" if offense.text else "blank"


def _offense_table(offenses: Sequence[Offense]) -> pl.DataFrame:
    """A row for each distinct offense, and a last one for a blank."""
    entries = [*offenses, Offense("", None)]
    statutes = [entry.statute for entry in entries]
    columns: dict[str, pl.Series] = {
        "statute": pl.Series([str(found) if found else None for found in statutes], dtype=pl.String),
        "code": pl.Series([found.code if found else None for found in statutes], dtype=pl.String),
        "section": pl.Series([_the_one(entry, _section) for entry in entries], dtype=pl.String),
        "subdivision": pl.Series([_the_one(entry, _subdivision) for entry in entries], dtype=pl.String),
        "label": pl.Series([_label(entry) for entry in entries], dtype=pl.String),
        "shown": pl.Series([found.shown if found else None for found in statutes], dtype=pl.String),
    }
    return pl.concat([pl.DataFrame(columns), _matches(entries, LISTS)], how="horizontal")


def _section(statute: Statute) -> str:
    return statute.section


def _subdivision(statute: Statute) -> str:
    return (statute.subdivisions or ("",))[0]


def _the_one(offense: Offense, part: Callable[[Statute], str]) -> str | None:
    """A part of the statute that an offense names; None where it names none, or several of Proposition 64 that differ
    in it: of which the person was convicted is not said.
    """
    if offense.statute is None:
        return None
    own = part(offense.statute)
    if offense.statute.section not in PROP64_SECTIONS:
        return own
    others = [other for other in offense.others if other.section in PROP64_SECTIONS]
    return own if all(part(other) == own for other in others) else None


def _matches(entries: Sequence[Offense | None], lists: Sequence[str]) -> pl.DataFrame:
    """What each list says of each distinct offense, before severity, date and court are looked at; None: not asked."""
    columns: dict[str, pl.Series] = {}
    for name in lists:
        listed = load_offense_list(name)
        matches = [_lookup(listed, entry) if entry else OffenseMatch("no") for entry in entries]
        columns[f"match_{name}"] = pl.Series([match.match for match in matches], dtype=_MATCH)
        columns[f"felony_only_{name}"] = pl.Series([match.felony_only for match in matches], dtype=pl.Boolean)
        columns[f"from_{name}"] = pl.Series([match.in_force_from for match in matches], dtype=pl.Date)
        columns[f"until_{name}"] = pl.Series([match.in_force_until for match in matches], dtype=pl.Date)
    return pl.DataFrame(columns)


@cache
def _class_of(name: str) -> pl.Expr:
    """True for definite, false for no, null for review, once severity, dates in force and the court are looked at."""
    match, start, until = pl.col(f"match_{name}"), pl.col(f"from_{name}"), pl.col(f"until_{name}")
    lesser = pl.col(f"felony_only_{name}") & ~pl.col("is_felony").fill_null(True)
    unsure = pl.col(f"felony_only_{name}") & pl.col("is_felony").is_null()
    on = pl.col("convicted_on")
    outside = (start.is_not_null() & ~(on >= start).fill_null(False)) | (
        until.is_not_null() & ~(on <= until).fill_null(False)
    )
    if name in _BARS:
        unsure = unsure | pl.col("juvenile")
    found = (
        pl.when((match == "no") | lesser)
        .then(False)
        .when((match == "review") | unsure | outside)
        .then(None)
        .otherwise(True)
    )
    return found.alias(name)
