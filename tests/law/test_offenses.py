"""Which statutes the lists take for cannabis offenses, super strikes, registrable offenses or related charges."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from vacatur.errors import PackError
from vacatur.law.coverage import mistakes_in_list, mistakes_in_offense_lists
from vacatur.law.offenses import COLUMNS, OFFENSE_LISTS, OffenseList, OffenseMatch, load_offense_list, read_rows
from vacatur.record.statute import parse_statute


def found(name: str, text: str) -> OffenseMatch:
    return load_offense_list(name).lookup(parse_statute(text), text)


def match(name: str, text: str) -> str:
    return found(name, text).match


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11357 HS-POSSESSION OF MARIJUANA", "definite"),
        ("11357(A) HS-POSSESS CONCENTRATED CANNABIS", "definite"),
        ("11357B2 HS-POSSESS MARIJUANA", "definite"),
        ("11358(C) HS-CULTIVATE MARIJUANA 6+ PLANTS", "definite"),
        ("11359 HS-MARIJUANA POSSESS FOR SALE", "definite"),
        ("11360(B) SELL/FURNISH/ETC MARIJUANA/HASH", "definite"),
        ("/11357 HS", "definite"),
        ("664-11358 HS-CULTIVATE", "review"),
        ("664/11357(C) HS", "review"),
        ("66411357(C)", "review"),
        ("182/11359 HS", "no"),
        ("11359 PC-POSSESS FOR SALE", "review"),
        ("11357.5 HS-SYNTHETIC CANNABINOIDS", "no"),
        ("11360.5 HS", "no"),
        ("11361(A) HS-ADULT USES MINOR", "no"),
        ("11364 HS", "no"),
        ("11379.6 HS", "no"),
        ("4573.6 PC", "no"),
        ("32 PC-ACCESSORY", "no"),
        ("11530 HS-POSSESS MARIJUANA", "review"),
        ("11530.1 HS", "review"),
        ("11531 HS", "review"),
        ("11500 HS-POSSESS MARIJUANA", "review"),
        ("11500 HS-POSSESS HEROIN", "no"),
        ("664 PC-ATTEMPTED POSS MARIJUANA", "review"),
        ("664 PC-ATTEMPTED BURGLARY", "no"),
        ("459 PC-BURGLARY", "no"),
        ("HS-11357(B)", "review"),
        ("664HS11359", "review"),
        ("SCN-12113580", "no"),
        ("HS-11357.5", "no"),
    ],
)
def test_cannabis_offenses(text: str, expected: str) -> None:
    assert match("prop64", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("187(A) PC-MURDER", "definite"),
        ("187(A)PC-MURDER", "definite"),
        ("187 PC", "definite"),
        ("664/187(A) PC-ATTEMPTED MURDER", "definite"),
        ("664/187 PC", "definite"),
        ("664 PC", "review"),
        ("664/261(A)(2) PC", "review"),
        ("182/187 PC", "review"),
        ("191.5(A) PC", "definite"),
        ("192(A) PC-VOLUNTARY MANSLAUGHTER", "no"),
        ("261(A)(2) PC", "definite"),
        ("261(A)(6) PC", "definite"),
        ("261(A)(3) PC", "review"),
        ("261 PC", "review"),
        ("261.5 PC", "no"),
        ("264.1 PC", "definite"),
        ("269(A)(1) PC", "definite"),
        ("286(C)(1) PC", "definite"),
        ("286(C)(2) PC", "definite"),
        ("286(D) PC", "definite"),
        ("286(C) PC", "review"),
        ("288A(C)(2) PC", "definite"),
        ("287(C)(2)(A) PC", "definite"),
        ("288(A) PC", "definite"),
        ("288(B)(1) PC", "definite"),
        ("288(C)(1) PC", "no"),
        ("288 PC", "review"),
        ("288.5 PC", "definite"),
        ("289(A)(1) PC", "definite"),
        ("289(J) PC", "definite"),
        ("289(B) PC", "review"),
        ("207(A) PC", "review"),
        ("209(B)(1) PC", "review"),
        ("220 PC", "review"),
        ("653F(B) PC-SOLICIT MURDER", "definite"),
        ("653F(C) PC", "no"),
        ("653F PC", "review"),
        ("245(D)(3) PC", "definite"),
        ("245(A)(1) PC", "no"),
        ("11418(A)(1) PC", "definite"),
        ("11418(B)(1) PC", "review"),
        ("12308 PC", "review"),
        ("18745 PC", "review"),
        ("37 PC-TREASON", "review"),
        ("537 PC-DEFRAUD INNKEEPER", "no"),
        ("12205 PC", "no"),
        ("1205 PC", "no"),
        ("128 PC", "review"),
        ("1128 PC", "no"),
        ("206 PC-TORTURE", "review"),
        ("288.7(A) PC", "review"),
        ("236.1(C)(2) PC", "review"),
        ("236.1(B) PC", "no"),
        ("12022.53(D) PC", "review"),
        ("12022.53(B) PC", "no"),
        ("1672(A) MVC", "review"),
        ("187(A) HS", "no"),
        ("187(A)", "review"),
        ("HEROIN, OBSCURE", "review"),
    ],
)
def test_super_strikes(text: str, expected: str) -> None:
    assert match("superstrikes", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("261(A)(2) PC", "definite"),
        ("261(A)(5) PC", "review"),
        ("261 PC", "review"),
        ("261.5 PC-UNLAWFUL INTERCOURSE", "no"),
        ("262(A)(1) PC", "review"),
        ("264.1 PC", "definite"),
        ("266H(B) PC-PIMPING A MINOR", "definite"),
        ("266H(A) PC-PIMPING", "no"),
        ("266H PC", "review"),
        ("266I(B) PC", "definite"),
        ("266I(A) PC", "no"),
        ("266 PC", "definite"),
        ("267 PC", "definite"),
        ("272 PC-CONTRIBUTE TO DELINQUENCY", "review"),
        ("1272 PC", "no"),
        ("285 PC", "definite"),
        ("286(A) PC", "definite"),
        ("286(B)(1) PC", "review"),
        ("287(B)(1) PC", "review"),
        ("288A(B)(1) PC", "review"),
        ("288A(A) PC", "definite"),
        ("289(H) PC", "review"),
        ("289(I) PC", "review"),
        ("289(A)(1) PC", "definite"),
        ("286 PC", "review"),
        ("288 PC", "definite"),
        ("288(A) PC", "definite"),
        ("288(C)(1) PC", "definite"),
        ("288.2 PC", "definite"),
        ("311.2(A) PC", "no"),
        ("311.2(C) PC", "definite"),
        ("311.11 PC", "definite"),
        ("314.1 PC-INDECENT EXPOSURE", "definite"),
        ("314(1) PC", "definite"),
        ("314.2 PC", "definite"),
        ("451.5 PC", "no"),
        ("647A PC-ANNOY CHILD", "definite"),
        ("647.6 PC", "definite"),
        ("647(A) PC-LEWD CONDUCT", "no"),
        ("647(D) PC", "no"),
        ("653F(C) PC", "definite"),
        ("653F(B) PC", "no"),
        ("653F PC", "review"),
        ("243.4(E)(1) PC", "definite"),
        ("236.1(C) PC", "definite"),
        ("236.1(A) PC", "no"),
        ("187(A) PC", "review"),
        ("207 PC", "review"),
        ("220 PC-ASSAULT TO COMMIT RAPE", "definite"),
        ("220 PC-ASSAULT TO COMMIT MAYHEM/RAPE", "review"),
        ("220 PC", "review"),
        ("220(B) PC", "definite"),
        ("664/288(A) PC", "definite"),
        ("664 PC", "review"),
        ("182/288(A) PC", "definite"),
        ("182(A)(1) PC", "review"),
        ("182(A)(4) PC", "no"),
        ("290(B) PC-FAIL TO REGISTER", "review"),
        ("290.006 PC", "no"),
        ("", "review"),
    ],
)
def test_registrable_offenses(text: str, expected: str) -> None:
    assert match("pc290", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("647(F) PC", "definite"),
        ("647(A) PC", "no"),
        ("647 PC", "review"),
        ("602(K) PC", "definite"),
        ("466 PC", "definite"),
        ("148.9(A) PC", "definite"),
        ("148(A)(1) PC", "definite"),
        ("1320(A) PC", "definite"),
        ("11364(A) HS", "definite"),
        ("11550(A) HS", "definite"),
        ("4140 BP", "definite"),
        ("4149 BP", "definite"),
        ("4060 BP", "review"),
        ("40508(A) VC", "definite"),
        ("4060 PC", "no"),
        ("11357 HS", "no"),
    ],
)
def test_related_charges(text: str, expected: str) -> None:
    assert match("related", text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("wobblers", "11377(A) HS-POSSESS CONTROLLED SUBSTANCE", "definite"),
        ("wobblers", "11357(A) HS-POSSESS CONCENTRATED CANNABIS", "definite"),
        ("wobblers", "10851(A) VC-TAKE VEH W/O OWN CONSENT", "definite"),
        ("wobblers", "20001(A) VC-HIT AND RUN:DEATH/INJURY", "definite"),
        ("wobblers", "23153(A) VC-DUI CAUSING BODILY INJURY", "definite"),
        ("wobblers", "273.5(A) PC-INFLICT CORPORAL INJ", "definite"),
        ("wobblers", "487(A) PC-GRAND THEFT", "definite"),
        ("wobblers", "459 PC-BURGLARY", "review"),
        ("wobblers", "459 PC-BURGLARY:FIRST DEGREE", "no"),
        ("wobblers", "459 PC-BURGLARY:SECOND DEGREE", "definite"),
        ("wobblers", "460(B) PC-BURGLARY 2ND DEGREE", "definite"),
        ("wobblers", "11378 HS-POSSESS FOR SALE", "no"),
        ("wobblers", "211 PC-ROBBERY", "no"),
        ("wobblers", "664/487(A) PC", "review"),
        ("wobblers", "487(A)", "review"),
        ("county_jail", "11378 HS-POSSESS FOR SALE", "definite"),
        ("county_jail", "11359 HS", "definite"),
        ("county_jail", "186.10(C)(1)(A) PC-MONEY LAUNDERING", "definite"),
        ("county_jail", "487(B)(1)(A) PC", "definite"),
        ("county_jail", "243(D) PC-BATTERY W/SERIOUS BODILY INJURY", "definite"),
        ("county_jail", "241.1 PC", "definite"),
        ("county_jail", "8785 HS", "definite"),
        ("county_jail", "460(B) PC-BURGLARY", "definite"),
        ("county_jail", "460(A) PC-BURGLARY", "no"),
        ("county_jail", "664/11378 HS", "definite"),
        ("county_jail", "211 PC-ROBBERY", "no"),
        ("prop47", "11377(A) HS", "definite"),
        ("prop47", "11350(A) HS", "definite"),
        ("prop47", "11357(A) HS", "definite"),
        ("prop47", "11357(C) HS", "review"),
        ("prop47", "11378 HS", "no"),
        ("prop47", "459 PC-BURGLARY", "review"),
        ("prop47", "459 PC-BURGLARY:FIRST DEGREE", "no"),
        ("prop47", "10851(A) VC", "review"),
        ("prop47", "10851 PC", "no"),
        ("prop47", "487(C) PC", "definite"),
        ("prop47", "496D PC-RECEIVE STOLEN VEHICLE", "no"),
        ("prop47", "530.5(A) PC", "no"),
        ("prop47", "666 PC", "definite"),
        ("no_dismissal", "288(A) PC", "definite"),
        ("no_dismissal", "288A(C)(2) PC", "definite"),
        ("no_dismissal", "288A(B)(1) PC", "no"),
        ("no_dismissal", "286 PC", "review"),
        ("no_dismissal", "2800.2 VC", "no"),
        ("no_dismissal", "2800(A) VC", "definite"),
        ("no_dismissal", "311.11(A) PC", "definite"),
        ("driving", "23152(B) VC", "definite"),
        ("driving", "14601.1(A) VC", "definite"),
        ("driving", "192(C)(1) PC", "definite"),
        ("driving", "192(A) PC", "no"),
        ("driving", "22350 VC", "no"),
        ("serious_violent", "211 PC", "definite"),
        ("serious_violent", "459 PC-BURGLARY:FIRST DEGREE", "definite"),
        ("serious_violent", "459 PC-BURGLARY", "review"),
        ("serious_violent", "245(A)(4) PC", "no"),
        ("serious_violent", "245(A)(1) PC", "review"),
        ("serious_violent", "422 PC-CRIMINAL THREATS", "definite"),
        ("serious_violent", "487(D)(2) PC", "definite"),
        ("serious_violent", "11378 HS", "no"),
    ],
)
def test_the_lists_of_other_remedies(name: str, text: str, expected: str) -> None:
    assert match(name, text) == expected


@pytest.mark.parametrize("name", OFFENSE_LISTS)
def test_every_row_can_match(name: str) -> None:
    """No entry is dead: a text of its own code, section and subdivisions is read so, and finds the row's class."""
    dead = []
    for row in load_offense_list(name).rows:
        code = "HS" if row.code == "*" else row.code
        text = row.section + "".join(f"({part})" for part in row.subdivision) + f" {code}"
        text = f"{text}-{row.words[0]}" if row.words else text
        found = match(name, text.upper())
        if row.code != "*" and found != row.match:
            dead.append((text, row.match, found))
    assert dead == []


def test_annoying_a_child_is_not_lewd_conduct() -> None:
    """647a PC, now 647.6, is registrable; 647(a) PC is not."""
    assert (match("pc290", "647A PC"), match("pc290", "647(A) PC")) == ("definite", "no")


def test_lewd_act_with_a_minor_of_14_is_registrable_and_no_super_strike() -> None:
    assert (match("pc290", "288(C)(1) PC"), match("superstrikes", "288(C)(1) PC")) == ("definite", "no")


def test_a_bare_attempt_is_for_a_lawyer_in_both_lists() -> None:
    assert (match("superstrikes", "664 PC"), match("pc290", "664 PC")) == ("review", "review")


@pytest.mark.parametrize(
    ("name", "text", "start", "end"),
    [
        ("superstrikes", "288A(C)(2) PC", None, date(2018, 12, 31)),
        ("superstrikes", "287(C)(2) PC", date(2019, 1, 1), None),
        ("pc290", "288A(A) PC", date(1976, 1, 1), date(2018, 12, 31)),
        ("pc290", "287(A) PC", date(2019, 1, 1), None),
        ("pc290", "262(A)(1) PC", None, date(2021, 12, 31)),
        ("superstrikes", "12308 PC", None, date(2011, 12, 31)),
        ("superstrikes", "18745 PC", date(2012, 1, 1), None),
        ("pc290", "236.1(C) PC", date(2012, 11, 7), None),
    ],
)
def test_renumbered_sections_carry_their_dates_in_force(
    name: str, text: str, start: date | None, end: date | None
) -> None:
    row = found(name, text)
    assert (row.in_force_from, row.in_force_until) == (start, end)


@pytest.mark.parametrize(
    ("name", "text", "felony_only"),
    [
        ("pc290", "288.2 PC", True),
        ("pc290", "262(A)(1) PC", True),
        ("pc290", "262 PC", True),
        ("superstrikes", "191.5(B) PC", True),
        ("superstrikes", "191.5(A) PC", False),
        ("superstrikes", "187(A) PC", False),
        ("pc290", "243.4(E) PC", False),
    ],
)
def test_rows_that_speak_of_felonies_alone(name: str, text: str, felony_only: bool) -> None:
    assert found(name, text).felony_only is felony_only


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("prop64", "", "review"),
        ("prop64", "POSS OF MARIJUANA", "review"),
        ("prop64", "HASHISH", "review"),
        ("prop64", "BURGLARY", "no"),
        ("superstrikes", "BURGLARY", "review"),
        ("pc290", "", "review"),
        ("related", "TRESPASSING", "no"),
    ],
)
def test_illegible_texts(name: str, text: str, expected: str) -> None:
    assert load_offense_list(name).lookup(None, text).match == expected


def test_every_match_says_what_it_rests_on() -> None:
    assert found("superstrikes", "653F(B) PC").citation == "PC 667(e)(2)(C)(iv)(V)"
    assert found("prop64", "11359 HS").citation == "HS 11361.8(a)"
    assert all(row.citation and row.note for name in OFFENSE_LISTS for row in load_offense_list(name).rows)


def test_the_lists_hold_together() -> None:
    """Nothing is listed twice, no dates overlap or leave a gap, no row settles what a narrower row leaves open."""
    assert mistakes_in_offense_lists() == []


def written(folder: Path, *lines: str) -> OffenseList:
    path = folder / "superstrikes.csv"
    path.write_text("\n".join([",".join(COLUMNS), *lines]) + "\n", encoding="utf-8")
    return OffenseList("superstrikes", read_rows(path))


def test_a_gap_between_a_section_and_its_successor_is_found(tmp_path: Path) -> None:
    old = "PC,288a,d,definite,,review,review,,,2018-12-31,PC 288a,C,why,287"
    listed = written(tmp_path, old, "PC,287,d,definite,,review,review,,2019-02-01,,PC 287,C,why,")
    assert list(mistakes_in_list(listed)) == [
        "superstrikes.csv: PC 288a(d): gap in dates in force: until 2018-12-31, and 287 from 2019-02-01"
    ]


def test_an_overlap_between_a_section_and_its_successor_is_found(tmp_path: Path) -> None:
    old = "PC,288a,d,definite,,review,review,,,2019-12-31,PC 288a,C,why,287"
    listed = written(tmp_path, old, "PC,287,d,definite,,review,review,,2019-01-01,,PC 287,C,why,")
    assert "overlap in dates in force" in next(mistakes_in_list(listed))


def test_a_row_that_settles_what_a_narrower_row_leaves_open_is_found(tmp_path: Path) -> None:
    listed = written(
        tmp_path,
        "PC,288,,definite,,review,review,,,,PC 288,C,why,",
        "PC,288,c,no,,no,no,,,,PC 288,C,why,",
        "PC,288,c,no,,no,no,,,,PC 288,C,why,",
    )
    mistakes = list(mistakes_in_list(listed))
    assert any("could be either, so review" in mistake for mistake in mistakes)
    assert any("listed twice" in mistake for mistake in mistakes)


def test_every_wrong_cell_of_a_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError) as refused:
        written(tmp_path, "PC,288,,surely,,review,review,,,,PC 288,C,why,", "PC,,,no,,no,no,,soon,,PC 288,C,why,")
    assert refused.value.mistakes == [
        "superstrikes.csv:2: match is 'surely'; allowed: definite, review, no",
        "superstrikes.csv:3: section is blank",
        "superstrikes.csv:3: from is 'soon'; it must be a date such as 2019-01-01, or blank",
    ]


def test_a_list_that_does_not_exist_is_refused() -> None:
    with pytest.raises(PackError, match="prop64, superstrikes, pc290, related"):
        load_offense_list("strikes")
