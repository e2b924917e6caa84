"""Worked examples for the reference's reading of offence texts and of relief, expectations written by hand."""

from __future__ import annotations

import pytest

from .history import names_relief
from .offenses import class_of
from .statutes import Offence, in_comment, read_offence, read_wording


@pytest.mark.parametrize(
    ("text", "offence"),
    [
        ("187(a) PC", Offence("PC", "187", ("a",))),
        ("PC 187", Offence("PC", "187")),
        ("187(A)PC-MURDER", Offence("PC", "187", ("a",))),
        ("187 P.C.", Offence("PC", "187")),
        ("664/187(A) PC", Offence("PC", "187", ("a",), "attempt")),
        ("11357B2 HS", Offence("HS", "11357", ("b", "2"))),
        ("11360(B) SELL/FURNISH/ETC", Offence(None, "11360", ("b",))),
        ("/11357 HS", Offence("HS", "11357")),
        ("11357.5 HS", Offence("HS", "11357.5")),
        ("664/11357(C) HS", Offence("HS", "11357", ("c",), "attempt")),
        ("664-11357(C) HS-X", Offence("HS", "11357", ("c",), "attempt")),
        ("664.11357(C)", Offence(None, "11357", ("c",), "attempt")),
        ("66411357(C)", Offence(None, "11357", ("c",), "attempt")),
        ("182/11359 HS", Offence("HS", "11359", (), "conspiracy")),
        ("653F(B) PC", Offence("PC", "653f", ("b",))),
        ("647A PC", Offence("PC", "647a")),
        ("647(A) PC", Offence("PC", "647", ("a",))),
        ("273AB PC", Offence("PC", "273ab")),
        ("314.1 PC", Offence("PC", "314", ("1",))),
        ("12022.53(D) PC", Offence("PC", "12022.53", ("d",))),
        ("0187 PC", Offence("PC", "187")),
        ("187.0 PC", Offence("PC", "187")),
        ("187A PC", Offence("PC", "187", ("a",))),
        ("288B PC", Offence("PC", "288", ("b",))),
        ("11357 B HS", Offence("HS", "11357", ("b",))),
        ("664;187(A) PC", Offence("PC", "187", ("a",), "attempt")),
        ("664:11359 HS", Offence("HS", "11359", (), "attempt")),
        ("664/HS 11359", Offence("HS", "11359", (), "attempt")),
        ("PC 664/HS 11359", Offence("HS", "11359", (), "attempt")),
        ("664 PC/HS 11359", Offence("HS", "11359", (), "attempt")),
        ("11359/664 HS", Offence("HS", "11359", (), "attempt")),
        ("484(A)/490.5 PC-PETTY THEFT", Offence("PC", "484", ("a",))),
        ("459/484(A)/490.5 PC", Offence("PC", "459")),
        ("484-487 (A) PC", Offence("PC", "484")),
        ("664/484(A)/490.5 PC", Offence("PC", "484", ("a",), "attempt")),
        ("32/187 PC", Offence("PC", "32")),
        ("32/11359 HS", Offence("PC", "32")),
        ("11359 HS/664.", Offence("HS", "11359", (), "attempt")),
        ("11359 HS-ATT POSSESS", Offence("HS", "11359", (), "attempt")),
        ("ATTEMPTED SALE 11360 HS", Offence("HS", "11360", (), "attempt")),
        ("11359 HS-ATTORNEY", Offence("HS", "11359")),
        ("11359 HS/182 PC", Offence("HS", "11359", (), "conspiracy")),
        ("664 PC-ATTEMPT", Offence("PC", "664")),
        ("BURGLARY", None),
        ("", None),
    ],
)
def test_offence_texts(text: str, offence: Offence | None) -> None:
    assert read_offence(text) == offence


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("SCN-12113580", None),
        ("CHARGE 11359 HS", "11359"),
        ("11360(A) HS AND 11357 HS", "11360"),
        ("COUNT 2 11357(A)", "11357"),
        ("CASE 2005", None),
    ],
)
def test_comments(text: str, section: str | None) -> None:
    found = in_comment(text).statute
    assert (found.section if found else None) == section


@pytest.mark.parametrize(
    ("name", "text", "match"),
    [
        ("superstrikes", "187(A) PC", "definite"),
        ("superstrikes", "664/187 PC", "definite"),
        ("superstrikes", "537 PC", "no"),
        ("superstrikes", "192(A) PC", "no"),
        ("superstrikes", "653F(B) PC", "definite"),
        ("superstrikes", "653F(C) PC", "no"),
        ("superstrikes", "653F PC", "review"),
        ("superstrikes", "288(C)(1) PC", "no"),
        ("superstrikes", "187 MURDER", "review"),
        ("superstrikes", "GIBBERISH", "review"),
        ("pc290", "653F(B) PC", "no"),
        ("pc290", "653F(C) PC", "definite"),
        ("pc290", "288(C)(1) PC", "definite"),
        ("pc290", "261.5 PC", "no"),
        ("pc290", "314.1 PC", "definite"),
        ("pc290", "647(A) PC", "no"),
        ("pc290", "647A PC", "definite"),
        ("pc290", "220 PC-ASSAULT TO COMMIT MAYHEM", "review"),
        ("prop64", "11357.5 HS", "no"),
        ("prop64", "11361(A) HS", "no"),
        ("prop64", "11359 PC", "review"),
        ("prop64", "11359", "definite"),
        ("prop64", "664/11359 HS", "review"),
        ("prop64", "182/11359 HS", "no"),
        ("prop64", "11530 HS", "review"),
        ("prop64", "11359 HS-ATTEMPT", "review"),
        ("prop64", "11359 HS-CONSPIRACY", "review"),
        ("prop64", "11358 HS/182 PC", "no"),
        ("superstrikes", "11359 HS-CONSPIRACY", "no"),
        ("superstrikes", "187 PC-CONSPIRACY", "review"),
        ("superstrikes", "459/187 PC", "review"),
        ("superstrikes", "12022.5(A)/187(A) PC", "review"),
        ("superstrikes", "182/459/187 PC", "review"),
        ("superstrikes", "PC 187 HS 11359", "definite"),
        ("prop64", "459 PC/11359 HS", "review"),
        ("prop64", "11359 HS/459 PC", "definite"),
        ("prop64", "POSS MARIJUANA", "review"),
        ("prop64", "", "review"),
        ("prop64", "BURGLARY", "no"),
        ("related", "647(F) PC", "definite"),
        ("related", "4060 BP", "review"),
    ],
)
def test_classes_of_offences(name: str, text: str, match: str) -> None:
    assert class_of(name, read_wording(text), text).match == match


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("CONV SET ASIDE & DISM PER 1203.4 PC", True),
        ("DISM 1203.4A PC", True),
        ("1203.45 PC", False),
        ("PETITION DENIED PER 1203.4 PC", False),
        ("RESENTENCED PER 11361.8 HS", True),
        ("REDUCED TO MISDEMEANOR", True),
        ("17(B) PC", True),
        ("SENTENCE MODIFIED", False),
        ("PROBATION REVOKED", False),
        ("111361.8", False),
    ],
)
def test_texts_of_relief(text: str, named: bool) -> None:
    assert names_relief(text) is named
