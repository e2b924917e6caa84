"""What each column of a data set means: `codebook.csv`."""

from __future__ import annotations

import polars as pl

from vacatur.decide.facts import CATALOGUE
from vacatur.outputs.research.tables import FACTS

_HASH = "A keyed hash of 32 hexadecimal digits; the same in every table."
_YEARS = "1961; 1960-1964; 1960-1969; 1960-1979; withheld; unknown"
_OUTCOMES = "dismiss, reduce, not_eligible, review, refer, out_of_scope; withheld"

_COLUMNS = (
    ("persons", "person", _HASH, ""),
    ("persons", "linked", "Whether the person's convictions can be found by the hash.", "yes; no"),
    ("persons", "sex", "As the source has it.", "text; withheld; unknown"),
    ("persons", "race", "As the source has it.", "text; withheld; unknown"),
    ("persons", "birth", "The year of birth, or a band of years that holds it.", _YEARS),
    ("persons", "convictions", "All convictions on the record, in all counties.",
     "1; 2; 3-4; 5-9; 10 or more; 2 or more; withheld"),
    ("persons", "first_convicted", "The year of the first conviction on the record, or a band that holds it.", _YEARS),
    ("convictions", "conviction", _HASH, ""),
    ("convictions", "person", "The person's hash.", "hash; withheld"),
    ("convictions", "statute", "Of the conviction: code and section, or the code alone.",
     "HS 11359; HS; withheld; unknown"),
    ("convictions", "grade", "As convicted.", "felony; misdemeanor or infraction; withheld; unknown"),
    ("convictions", "convicted_on", "The month of conviction, the year, or a band that holds it.",
     "1995-06; 1995; 1995-1999; 1990-1999; withheld; unknown"),
    ("convictions", "county", "Of the court, as the source has it.", "text; withheld; unknown"),
    ("decisions", "conviction", _HASH, ""),
    ("decisions", "pack", "The law or policy by which was decided.", "text"),
    ("decisions", "determination", "What was decided, after reviewers' acts.", _OUTCOMES),
    ("decisions", "floor", "The least favourable outcome that is possible.", _OUTCOMES),
    ("decisions", "ceiling", "The most favourable outcome that is possible.", _OUTCOMES),
    ("decisions", "rule", "The rule of the pack that decided; reviewer where a person did.", "text; withheld"),
    ("decisions", "citation", "The law on which the rule rests.", "text; withheld"),
    ("decisions", "unknown_facts", "Facts that would settle a decision of review.", "names; withheld; empty"),
    ("decisions", "assumptions", "Assumptions of the pack that the decision rests on.", "names; withheld; empty"),
    ("facts", "conviction", _HASH, ""),
)  # fmt: skip


def codebook() -> pl.DataFrame:
    """One row a column: table, column, meaning, values."""
    facts = [("facts", name, CATALOGUE[name].meaning, "yes; no; unknown; withheld") for name in FACTS]
    return pl.DataFrame([*_COLUMNS, *facts], schema=["table", "column", "meaning", "values"], orient="row")
