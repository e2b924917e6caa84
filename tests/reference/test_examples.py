"""The engine and the reference agree on deliveries written by hand, each about one thing easily read wrongly."""

from __future__ import annotations

import pytest

from .engine import fact_disagreements, facts_by_engine, facts_by_reference, rows_by_engine, rows_by_reference
from .fabricate import Files, Record
from .test_reference_facts import ARREST, earlier, juvenile, registration, worded
from .test_reference_reading import AS_OF, line

BLANK, FILLED = line(), line(END_OF_REC="EOR")
COMMENTED = {"OFFENSE_DESCR": "SEE COMMENT FOR CHARGE"}

EXAMPLES: dict[str, list[str]] = {
    "no mark of the end in one row": [FILLED, FILLED, FILLED, earlier("187 PC")],
    "a mark of the end in one row alone": [BLANK, BLANK, BLANK, earlier("187 PC", END_OF_REC="EOR")],
    "a comma after the last column": [BLANK + ",", BLANK + ",", earlier("187 PC") + ","],
    "a lost field behind a comma": [BLANK + ",", BLANK + ",", earlier("187 PC")],
    "an unquoted comma": [BLANK, BLANK, earlier("187 PC-MURDER, FIRST DEGREE")],
    "registration by its code first": [line(), registration("PC 290-REGISTRATION")],
    "registration without a statute": [line(), registration("")],
    "registration of another kind": [line(), registration("11590 HS")],
    "two wordings": [line(), *worded("220 PC-RAPE", "220 PC-MAYHEM")],
    "three wordings": [line(), *worded("220 PC-A RAPE", "220 PC-B MAYHEM", "220 PC-C RAPE")],
    "a juvenile court in a later row": [line(), *juvenile("CASC LOS ANGELES", "CAJV LOS ANGELES")],
    "accessory beside an attempt": [line(OFFENSE_DESCR="32 PC"), line(OFFENSE_DESCR="664/11359 HS", **ARREST)],
    "a conspiracy in words": [line(), earlier("11359 HS-CONSPIRACY")],
    "a conspiracy after the section": [line(), earlier("11359 HS/182 PC")],
    "an attempt, with a conspiracy in words": [line(), earlier("664/187(A) PC-CONSPIRACY")],
    "an attempt before a full stop": [line(OFFENSE_DESCR="11359 HS/664.")],
    "two statutes, their codes first": [line(), earlier("PC 187 HS 11360")],
    "two statutes, murder last": [line(), earlier("HS 11360 PC 187")],
    "two statutes in one word": [line(), earlier("459PC187PC")],
    "another section before cannabis in a comment": [line(**COMMENTED, COMMENT_TEXT="CHARGE 11361(A) HS AND 11359 HS")],
    "another section in a comment": [line(**COMMENTED, COMMENT_TEXT="CHARGE 11361(A) HS")],
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_they_agree_on_an_example(example: str) -> None:
    files = Files("LOS ANGELES", AS_OF, [[Record("4000001", text) for text in EXAMPLES[example]]])
    assert rows_by_reference(files) == rows_by_engine(files)
    assert fact_disagreements(facts_by_reference(files), facts_by_engine(files)) == []
