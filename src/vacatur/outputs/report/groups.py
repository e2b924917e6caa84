"""The groups by which a report counts: how each is named, and in which order they are read."""

from __future__ import annotations

import polars as pl

NOT_GIVEN = "Not given"
"""Stands for what the file does not say. It is never filled in."""

UNKNOWN_IN_FILE = "Unknown (so in the file)"
"""Stands for a race or sex that the file itself calls unknown."""

NOT_KNOWN = "Not known"
"""Stands for an age or a date that cannot be said."""

ILLEGIBLE = "Offense not legible"
DECEASED = "Deceased"
SEVERAL = "Several agencies"

UNSAID = (NOT_GIVEN, UNKNOWN_IN_FILE, NOT_KNOWN, ILLEGIBLE)
"""Groups of those of whom something is not known: never the reference of a ratio, never folded into others."""

DETERMINATIONS = {
    "dismiss": "Dismiss",
    "reduce": "Reduce",
    "review": "Review by hand",
    "refer": "Refer",
    "not_eligible": "Not eligible",
    "out_of_scope": "Out of scope",
}
"""Every determination, from what helps to what does not, and how it is shown."""

FELONY, MISDEMEANOR, GRADE_UNKNOWN = "Felony", "Misdemeanor or infraction", "Grade not known"
GRADES = (FELONY, MISDEMEANOR, GRADE_UNKNOWN)

CONVICTION_AGES = {18: "Under 18", 21: "18 to 20", 25: "21 to 24", 30: "25 to 29", 40: "30 to 39", 50: "40 to 49"}
CONVICTION_OLDEST = "50 and over"
AGES_NOW = {21: "Under 21", 30: "21 to 29", 40: "30 to 39", 50: "40 to 49", 60: "50 to 59"}
OLDEST_NOW = "60 and over"
"""Bands of age: the age that a band does not reach, and its name."""

SECTIONS = {
    "11357": "HS 11357, possession",
    "11358": "HS 11358, cultivation",
    "11359": "HS 11359, possession for sale",
    "11360": "HS 11360, sale, transport or gift",
    "11530": "HS 11530, number before 1972",
    "11531": "HS 11531, number before 1972",
}
"""What the sections of the Health and Safety Code punish, in a word or two (Proposition 64, section 8). The file now
and then gives such a section under another code; no other code has these numbers.
"""

SEXES = {"M": "Male", "F": "Female"}

UNKNOWN_REASON = "A fact that matters is not known"
"""One line for all reviews that unknown facts cause; which facts is told in a table of its own."""


def band(age: pl.Expr, bands: dict[int, str], oldest: str) -> pl.Expr:
    """The band into which an age in years falls; null when it is unknown."""
    found: pl.Expr = pl.when(age.is_not_null()).then(pl.lit(oldest))
    for below, name in reversed(bands.items()):
        found = pl.when(age < below).then(pl.lit(name)).otherwise(found)
    return found


def in_words(column: str) -> pl.Expr:
    """A word of the file, such as a race, as it is read: `OTHER ASIAN` is `Other Asian`."""
    text = pl.col(column).str.strip_chars()
    named = pl.when(text.is_in(["UNKNOWN", "UNK"])).then(pl.lit(UNKNOWN_IN_FILE)).otherwise(text.str.to_titlecase())
    return pl.when(text.is_null() | (text == "")).then(pl.lit(NOT_GIVEN)).otherwise(named)


def sex_in_words(column: str) -> pl.Expr:
    """The sex as the file codes it: M, F, or anything else in its own letters."""
    text = pl.col(column).str.strip_chars()
    named = text.replace({**SEXES, "U": UNKNOWN_IN_FILE, "UNKNOWN": UNKNOWN_IN_FILE})
    return pl.when(text.is_null() | (text == "")).then(pl.lit(NOT_GIVEN)).otherwise(named)


def section_in_words(statute: pl.Expr, section: pl.Expr) -> pl.Expr:
    """`HS 11359, possession for sale`; a section without words of its own with its code alone: `PC 647`."""
    coded = pl.concat_str(statute.str.extract(r"(?:^|/)(\w+) [^/]+$"), pl.lit(" "), section)
    return section.replace_strict(SECTIONS, default=None).fill_null(coded).fill_null(ILLEGIBLE)


def decade(day: pl.Expr) -> pl.Expr:
    """`1990s`."""
    return pl.concat_str((day.dt.year() // 10 * 10).cast(pl.String), pl.lit("s")).fill_null(NOT_KNOWN)


def grade(is_felony: pl.Expr) -> pl.Expr:
    """Felony, less, or not known."""
    return pl.when(is_felony).then(pl.lit(FELONY)).when(~is_felony).then(pl.lit(MISDEMEANOR)).otherwise(
        pl.lit(GRADE_UNKNOWN)
    )  # fmt: skip


def reason_in_short(reason: pl.Expr) -> pl.Expr:
    """The reason without the names of the facts that are unknown."""
    plain = reason.str.replace(r" at the least; (\w+) possible, unknown: .*$", " at the least; more is possible")
    plain = plain.str.replace(r" \(unknown: [^()]*\)$", "")
    return pl.when(reason.str.starts_with("Unknown: ")).then(pl.lit(UNKNOWN_REASON)).otherwise(plain)


def arresting_agency(agencies: pl.Expr) -> pl.Expr:
    """The agency that arrested, where the file names one alone."""
    one = pl.when(agencies.list.len() == 1).then(agencies.list.first())
    return one.when(agencies.list.len() > 1).then(pl.lit(SEVERAL)).otherwise(pl.lit(NOT_GIVEN))
