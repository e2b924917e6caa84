"""Each fact of the reference: when it is yes, no, and unknown (docs/reading.md, sections 5 and 7), by hand."""

from __future__ import annotations

import math
from datetime import date

import pytest

from .facts import Fact
from .test_reference_reading import UNREAD, facts, history_of, line, other

MURDER_BEFORE = other(OFFENSE_DESCR="187(A) PC", STP_EVENT_DATE="19900101")
KIDNAPPING_BEFORE = other(OFFENSE_DESCR="207 PC", STP_EVENT_DATE="19900101")
ARREST = {"CNT_ORDER": "101001001000", "STP_TYPE_DESCR": "ARREST/DETAINED/CITED", "DISP_DESCR": ""}
AFTER = {"CONV_STAT_DESCR": ""}
REGISTRATION = line(STP_TYPE_DESCR="REGISTRATION", OFFENSE_DESCR="290 PC", CNT_ORDER="", DISP_DESCR="")
BORN_1974 = line(PRI_DOB="19740515")
SAME_KEY = line(OFFENSE_DESCR="11357(A) HS")
SECOND_KEY = "301005001000"


def earlier(offense: str = "11359 HS", key: str = "201005001000", day: str = "19900101", **cells: str) -> str:
    return other(key, OFFENSE_DESCR=offense, STP_EVENT_DATE=day, **cells)


def registration(offense: str) -> str:
    return line(STP_TYPE_DESCR="REGISTRATION", OFFENSE_DESCR=offense, CNT_ORDER="", DISP_DESCR="")


def worded(*offenses: str) -> list[str]:
    """Rows of one conviction that word its offense in different ways."""
    return [earlier(offense) for offense in offenses]


def juvenile(*courts: str) -> list[str]:
    return [earlier("187(A) PC", STP_ORI_DESCR=court) for court in courts]


def part(place: str, length: str = "", unit: str = "", **cells: str) -> str:
    return line(SENT_LOC_DESCR=place, SENT_LENGTH=length, SENT_TIME_CODE=unit, **cells)


CASES: list[tuple[str, Fact, list[str]]] = [
    ("section", "11359", [line()]),
    ("section", None, [line(OFFENSE_DESCR="GIBBERISH")]),
    ("subdivision", "a", [line(OFFENSE_DESCR="11357A HS")]),
    ("subdivision", "", [line()]),
    ("subdivision", None, [line(OFFENSE_DESCR="")]),
    ("section", "11358", [line(OFFENSE_DESCR="SEE COMMENT FOR CHARGE", COMMENT_TEXT="11358 HS")]),
    ("section", "11358", [line(CONV_OFFENSE_DESCR="11358 HS")]),
    ("is_prop64", True, [line()]),
    ("is_prop64", None, [line(OFFENSE_DESCR="664/11359 HS")]),
    ("is_prop64", None, [line(OFFENSE_DESCR="")]),
    ("is_prop64", False, [line(OFFENSE_DESCR="GIBBERISH")]),
    ("is_prop64", False, [line(OFFENSE_DESCR="11357.5 HS")]),
    ("is_related", True, [line(OFFENSE_DESCR="602 PC")]),
    ("prop64_in_same_cycle", True, [line(OFFENSE_DESCR="602 PC"), other("101006001000")]),
    ("prop64_in_same_cycle", False, [line(OFFENSE_DESCR="602 PC"), other()]),
    ("prop64_in_same_cycle", None, [line(OFFENSE_DESCR="602 PC"), UNREAD]),
    ("prop64_in_same_cycle", None, [line(OFFENSE_DESCR="664/11359 HS")]),
    ("accessory_with_prop64", True, [line(OFFENSE_DESCR="32 PC"), line(**ARREST)]),
    ("accessory_with_prop64", False, [line(OFFENSE_DESCR="32 PC")]),
    ("accessory_with_prop64", None, [line(OFFENSE_DESCR="32 PC"), line(OFFENSE_DESCR="664/11359 HS", **ARREST)]),
    ("accessory_with_prop64", False, [line(), line(**ARREST)]),
    ("in_county", True, [line(STP_ORI_CNTY_NAME=" los angeles ")]),
    ("in_county", False, [line(STP_ORI_CNTY_NAME="ORANGE")]),
    ("in_county", None, [line(STP_ORI_CNTY_NAME=" - ")]),
    ("in_county", None, [line(STP_ORI_CNTY_NAME="ORANGE"), line()]),
    ("is_felony", True, [line(CONV_STAT_DESCR="FELONY ")]),
    ("is_felony", False, [line(CONV_STAT_DESCR="MISDEMEANOR", OFFENSE_TOC="F")]),
    ("is_felony", True, [line(CONV_STAT_DESCR="", OFFENSE_TOC="F")]),
    ("is_felony", False, [line(CONV_STAT_DESCR="", CONV_OFFENSE_DESCR="11359 HS", CONV_OFFENSE_TOC="M")]),
    ("is_felony", None, [line(CONV_STAT_DESCR="", OFFENSE_TOC="N")]),
    ("is_felony", None, [line(), line(CONV_STAT_DESCR="MISDEMEANOR")]),
    ("is_felony", True, [line(), line(CONV_STAT_DESCR="")]),
    ("convicted_on", date(1995, 6, 1), [line(), line(STP_EVENT_DATE="")]),
    ("convicted_on", None, [line(), line(STP_EVENT_DATE="19950602")]),
    ("convicted_on", None, [line(STP_EVENT_DATE="19950600")]),
    ("offense_before_prop64", True, [line()]),
    ("offense_before_prop64", True, [line(STP_EVENT_DATE="20170101"), line(STP_EVENT_DATE="20150101", **ARREST)]),
    ("offense_before_prop64", False, [line(STP_EVENT_DATE=""), line(STP_EVENT_DATE="20161109", **ARREST)]),
    ("offense_before_prop64", None, [line(STP_EVENT_DATE="20170101")]),
    ("relief_granted", False, [line()]),
    ("relief_granted", True, [line(), line(DISP_DESCR="CONV SET ASIDE & DISM PER 1203.4 PC", **AFTER)]),
    ("relief_granted", True, [line(), line(DISP_DESCR="DISM PER 1203.4 PC", OFFENSE_DESCR="")]),
    ("relief_granted", None, [line(), SAME_KEY, line(DISP_DESCR="DISM PER 1203.4 PC", OFFENSE_DESCR="")]),
    ("relief_granted", None, [line(), other("101005009000", DISP_DESCR="DISM PER 1203.4 PC")]),
    ("relief_granted", None, [line(), other("101006001000", DISP_DESCR="DISM PER 1203.4 PC")]),
    ("relief_granted", False, [line(), other("102005001000", DISP_DESCR="DISM PER 1203.4 PC")]),
    ("relief_granted", None, [line(COMMENT_TEXT="REDUCED TO MISD")]),
    ("relief_granted", None, [line(), line(DISP_DESCR="DISMISSED")]),
    ("relief_granted", False, [line(), line(DISP_DESCR="DISMISSED", OFFENSE_DESCR="459 PC")]),
    ("relief_granted", False, [line(), line(DISP_DESCR="DENIED 1203.4 PC")]),
    ("earlier_relief", "", [line()]),
    ("earlier_relief", "DISM PER 1203.4 PC", [line(), line(DISP_DESCR="DISM PER 1203.4 PC")]),
    ("earlier_relief", None, [line(COMMENT_TEXT="REDUCED TO MISD")]),
    ("prop64_relief_granted", True, [line(), line(DISP_DESCR="RESENTENCED PER 11361.8 HS")]),
    ("prop64_relief_granted", False, [line(), line(DISP_DESCR="DISM PER 1203.4 PC")]),
    ("prop64_relief_granted", None, [line(), line(DISP_DESCR="DISMISSED")]),
    ("age_now", 50.0, [line(PRI_DOB="19700701")]),
    ("age_now", None, [line(PRI_DOB="")]),
    ("age_now", None, [line(), line(PRI_DOB="19720316")]),
    ("age_now", None, [line(PRI_DOB="19960101")]),
    ("age_at_conviction", 21.0, [line(PRI_DOB="19740601")]),
    ("age_at_conviction", None, [line(STP_EVENT_DATE="")]),
    ("under_18_at_offense", True, [line(PRI_DOB="19770602")]),
    ("under_18_at_offense", None, [line()]),
    ("under_18_at_offense", False, [line(), line(STP_EVENT_DATE="19950501", **ARREST)]),
    ("under_21_at_offense", True, [BORN_1974, line(PRI_DOB="19740515", STP_EVENT_DATE="19950514", **ARREST)]),
    ("under_21_at_offense", False, [BORN_1974, line(PRI_DOB="19740515", STP_EVENT_DATE="19950515", **ARREST)]),
    ("years_since_conviction", 25.0, [line(STP_EVENT_DATE="19950701")]),
    ("years_since_conviction", None, [line(STP_EVENT_DATE="20200702")]),
    ("sentence_completed", True, [line()]),
    ("sentence_completed", True, [part("JAIL", "060", "D"), part("FINE")]),
    ("sentence_completed", None, [part("JAIL")]),
    ("sentence_completed", None, [part("JAIL", "LIFE", "Y")]),
    ("sentence_completed", True, [part("PRISON", "025", "Y", STP_EVENT_DATE="19950701")]),
    ("sentence_completed", False, [part("PRISON", "025", "Y", STP_EVENT_DATE="19950702")]),
    ("sentence_completed", False, [part("PRISON", "25", "Y"), part("JAIL", "31", "D")]),
    ("sentence_completed", False, [part("JAIL"), other("101005002000", SENT_LENGTH="30", SENT_TIME_CODE="Y")]),
    ("probation_completed", True, [part("PROBATION", "036", "M")]),
    ("probation_completed", False, [part("JAIL", "036", "M")]),
    ("probation_completed", False, [part("PROBATION", "30", "Y")]),
    ("probation_completed", False, [part("PROBATION", "3", "Y"), line(DISP_DESCR="PROBATION REVOKED")]),
    ("probation_completed", None, [line()]),
    ("probation_completed", None, [part("PROBATION")]),
    ("plants", None, [line()]),
    ("deceased", True, [line(), line(STP_TYPE_DESCR="DECEASED", CNT_ORDER="", DISP_DESCR=""), UNREAD]),
    ("deceased", False, [line()]),
    ("deceased", None, [line(), UNREAD]),
    ("convictions_on_record", 2, [line(), SAME_KEY]),
    ("convictions_on_record", 1, [line(), line(OFFENSE_DESCR="")]),
    ("convictions_on_record", 3, [line(), SAME_KEY, line(OFFENSE_DESCR="")]),
    ("convictions_on_record", None, [line(), UNREAD]),
    ("superstrike_before", True, [line(), MURDER_BEFORE, UNREAD]),
    ("superstrike_before", False, [line(), earlier("187(A) PC", day="19950601")]),
    ("superstrike_before", None, [line(), KIDNAPPING_BEFORE]),
    ("superstrike_before", None, [line(), earlier("187(A) PC", day="19850000")]),
    ("superstrike_before", None, [line(STP_EVENT_DATE=""), MURDER_BEFORE]),
    ("superstrike_before", None, [line(), earlier("187(A) PC", STP_ORI_DESCR="CAJV LOS ANGELES")]),
    ("superstrike_before", None, [line(), *juvenile("CASC LOS ANGELES", "CAJV LOS ANGELES")]),
    ("superstrike_before", None, [line(), earlier("459/187 PC")]),
    ("superstrike_before", None, [line(), earlier("GIBBERISH")]),
    ("superstrike_before", False, [line(), earlier("537 PC")]),
    ("superstrike_before", None, [line(), UNREAD]),
    ("registrable_offense_before", True, [line(), earlier("288(A) PC")]),
    ("registrable_offense_before", True, [line(), earlier("288(A) PC"), REGISTRATION]),
    ("registrable_offense_before", False, [line(), earlier("261.5 PC")]),
    ("registrable_offense_before", None, [line(), REGISTRATION]),
    ("registrable_offense_before", None, [line(), earlier("288(A) PC", day="19990101"), REGISTRATION]),
    ("registrable_offense_before", None, [line(), registration("PC 290-REGISTRATION")]),
    ("registrable_offense_before", None, [line(), registration("290.006 PC")]),
    ("registrable_offense_before", None, [line(), registration("11590 HS/290 PC")]),
    ("registrable_offense_before", None, [line(), registration("")]),
    ("registrable_offense_before", None, [line(), registration("SEX OFFENDER")]),
    ("registrable_offense_before", False, [line(), registration("11590 HS")]),
    ("registrable_offense_before", None, [line(), *worded("220 PC-RAPE", "220 PC-MAYHEM")]),
    ("registrable_offense_before", None, [line(), *worded("220 PC-A RAPE", "220 PC-B MAYHEM", "220 PC-C RAPE")]),
    ("registrable_offense_before", True, [line(), *worded("220 PC-RAPE", "")]),
    ("registrable_offense_before", False, [line(STP_EVENT_DATE="19890101"), earlier("288(A) PC"), REGISTRATION]),
    ("registrable_offense_before", None, [line(), earlier("288.2 PC", CONV_STAT_DESCR="")]),
    ("registrable_offense_before", False, [line(), earlier("288.2 PC", CONV_STAT_DESCR="MISDEMEANOR")]),
    ("prior_same_section", 2, [line(), earlier(), earlier("11359(A) HS", SECOND_KEY, "19910101")]),
    ("prior_same_section", 0, [line(), earlier("11360 HS"), earlier("11359 HS", SECOND_KEY, "19950601")]),
    ("prior_same_section", None, [line(), earlier("664/11359 HS")]),
    ("two_prior_same_section", True, [line(), earlier(), earlier("11359 HS", SECOND_KEY), UNREAD]),
    ("two_prior_same_section", False, [line(), earlier(), earlier("11360 HS", SECOND_KEY)]),
    ("two_prior_same_section", None, [line(), earlier(), earlier("664/11359 HS", SECOND_KEY)]),
    ("two_prior_same_section", None, [line(), earlier(), earlier("", SECOND_KEY)]),
    ("two_prior_same_section", False, [line(), earlier("664/11359 HS", SECOND_KEY)]),
    ("two_prior_same_section", None, [line(), UNREAD]),
    ("only_prop64_on_record", True, [line(), earlier("11360 HS", STP_ORI_CNTY_NAME="ORANGE")]),
    ("only_prop64_on_record", False, [line(), earlier("459 PC"), earlier("", SECOND_KEY), UNREAD]),
    ("only_prop64_on_record", None, [line(), earlier("")]),
    ("only_prop64_on_record", None, [line(), UNREAD]),
    ("sentences_completed", True, [line()]),
    ("sentences_completed", False, [line(), UNREAD, earlier(SENT_LENGTH="50", SENT_TIME_CODE="Y")]),
    ("sentences_completed", None, [line(), earlier(SENT_LOC_DESCR="PRISON")]),
    ("sentences_completed", None, [line(), UNREAD]),
    ("years_conviction_free", 10.0, [line(), earlier("23152(A) VC", day="20100701")]),
    ("years_conviction_free", None, [line(), earlier("23152(A) VC", day="")]),
    ("years_conviction_free", None, [line(), UNREAD]),
    ("years_felony_free", 25.0, [line(STP_EVENT_DATE="19950701"), earlier(day="2019", CONV_STAT_DESCR="INFRACTION")]),
    ("years_felony_free", math.inf, [line(CONV_STAT_DESCR="MISDEMEANOR")]),
    ("years_felony_free", None, [line(), earlier(day="20190101", CONV_STAT_DESCR="")]),
    ("years_felony_free", None, [line(), earlier(day="")]),
    ("years_felony_free", 25.0, [line(STP_EVENT_DATE="19950701"), earlier(CONV_STAT_DESCR="")]),
    ("years_felony_free", None, [line(), UNREAD]),
]


@pytest.mark.parametrize(("name", "value", "lines"), CASES)
def test_fact(name: str, value: Fact, lines: list[str]) -> None:
    found = facts(*lines)[name]
    assert found == value and (found is None) == (value is None)


def of_other_remedies() -> set[str]:
    """Facts that remedies beyond Proposition 64 ask for: shown unknown in tests/decide, where the engine is asked."""
    from .facts import _of_the_offense
    from .sentences import facts_of_sentences

    history = history_of(line())
    return {*_of_the_offense(history.convictions[0], history), *facts_of_sentences(history.convictions[0], history)}


def test_every_fact_of_the_table_is_shown_unknown() -> None:
    never = {
        "value_over_950",
        "grams",
        "grams_concentrate",
        "gift_or_personal_transport",
        "sale_to_minor",
        "import_or_export",
    }
    like_others = {"is_related", "under_21_at_offense"} | of_other_remedies()
    shown = {name for name, value, _ in CASES if value is None}
    assert set(facts(line())) - never - like_others == shown


def test_rows_of_a_person_in_any_order_tell_the_same() -> None:
    lines = [line(), MURDER_BEFORE, line(DISP_DESCR="DISM PER 1203.4 PC"), part("JAIL", "30", "D"), REGISTRATION]
    assert facts(*lines) == facts(*reversed(lines))


def test_two_offences_under_one_key_are_two_convictions() -> None:
    assert [each.charge.text for each in history_of(line(), SAME_KEY, part("JAIL")).convictions] == [
        "11359 HS-MARIJUANA POSSESS FOR SALE",
        "11357(A) HS",
    ]
