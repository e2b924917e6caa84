"""What dispositions say became of a count, and which relief they name."""

from __future__ import annotations

import random

import pytest

from vacatur.record import relief_texts
from vacatur.record.disposition import (
    disposition_kind,
    ended_without_conviction,
    has_duration,
    place_named,
    relief_on_count,
    sentence_said,
)
from vacatur.record.relief_texts import relief_named, speaks_of_relief


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("CONVICTED", "convicted"),
        ("CONVICTED-JAIL", "convicted"),
        ("CONVICTED-PROBATION", "convicted"),
        ("CONVICTED-PROB/JAIL", "convicted"),
        ("DISMISSED", "dismissed"),
        ("DISMISSED/CHARGE DROPPED", "dismissed"),
        ("DISMISSSED/FURTHERANCE OF JUSTICE", "dismissed"),
        ("1385 PC-DISMISSED/FURTHERANCE OF JUSTICE", "dismissed"),
        ("DISMISSED PER 1203.4A PC", "relief"),
        ("SET ASIDE & DISMISSED 1203.4 PC", "relief"),
        ("CONV DISM PER 1203.425 PC", "relief"),
        ("ACQUITTED", "other"),
        ("DIVERSION GRANTED PER 1000 PC", "other"),
        ("CONVICTION CERT BY CLERK OF CRT", "unsettled"),
        ("JUV PETITION SUSTAINED", "unsettled"),
        ("REL/TOT OTHER JURIS/AUTH", "other"),
        ("PROS REJ-LACK OF EVIDENCE", "other"),
        ("SENTENCE MODIFIED", "modified"),
        ("RESENTENCED", "modified"),
        ("PROBATION EXTENDED", "modified"),
        ("PROBATION REINSTATED", "modified"),
        ("PROBATION TERM EXTENDED", "modified"),
        ("PROBATION TERMINATED UNSUCCESSFULLY", "modified"),
        ("PROBATION TERMINATED-JAIL", "modified"),
        ("PROBATION TERMINATED", "discharged"),
        ("PROBATION TERMINATED EARLY", "discharged"),
        ("PROB COMPLETED", "discharged"),
        ("PROBATION TERMINATION DENIED", "other"),
        ("PROBATION COMPLETED-CASE DISMISSED", "other"),
        ("PROBABLE CAUSE FOUND", "unsettled"),
        ("PLEA WITHDRAWN/DISMISSED", "relief"),
        ("PLEA OF GUILTY WITHDRAWN, DISM PER 1203.4 PC", "relief"),
        ("MOTION: PLEA WITHDRAWN, DENIED", "other"),
        ("PETITION WITHDRAWN", "other"),
        ("PARDONED BY GOVERNOR", "relief"),
        ("PARDON DENIED", "other"),
        ("RECORD SEALED PER 851.8 PC", "relief"),
        ("DISMISSED/SEALED PER 851.8 PC", "dismissed"),
        ("PROBATION REVOKED", "revoked"),
        ("PROBATION REVOKED-JAIL", "revoked"),
        ("CONV SET ASIDE & DISM PER 1203.4 PC", "relief"),
        ("CONV SET ASIDE AND DISM PER 1203.4A PC", "relief"),
        ("1203.41 PC GRANTED", "relief"),
        ("RESENTENCED PER 11361.8 HS", "relief"),
        ("REDUCED TO MISD PER 17(B) PC", "relief"),
        ("REDUCED TO MISDEMEANOR", "relief"),
        ("REDUCED TO A MISDEMEANOR", "relief"),
        ("CONVICTION VACATED", "relief"),
        ("PROTECTIVE ORDER VACATED", "unsettled"),
        ("BAIL FORFEITURE SET ASIDE", "unsettled"),
        ("CONVICTION REVERSED", "relief"),
        ("1203.4 PC PETITION DENIED", "other"),
        ("PETITION DENIED 11361.8 HS", "other"),
        ("NOT CONVICTED", "other"),
        ("COMMITTED TO YOUTH AUTHORITY", "unsettled"),
        ("CONTINUED", "unsettled"),
        ("HELD TO ANSWER", "unsettled"),
        ("FOUND GUILTY BY JURY", "unsettled"),
        ("NOT GUILTY", "other"),
        ("TRANSFERRED TO JUV COURT", "other"),
        ("CONV", None),
        ("CONVICT", None),
        ("CONVICETD-PROB/JAIL", None),
        ("C0NVICTED", None),
        ("CNVICTD/JAIL", None),
        ("CON?ICTED-PROBATION", None),
        ("???", None),
        ("1601", None),
        ("\x85", None),
        ("\x1f", None),
        ("ACQUIT?ED", None),
        ("DISMISSED ?", "dismissed"),
        ("CONVICTED?", "convicted"),
        ("CONVICTED-PROB?", "convicted"),
        ("C?NV SET ASIDE & DISM PER 1203.4 PC", "relief"),
        ("", "unsettled"),
        (None, None),
    ],
)
def test_a_disposition_is_of_one_kind(text: str | None, kind: str | None) -> None:
    assert disposition_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "relief"),
    [
        ("CONV SET ASIDE & DISM PER 1203.4 PC", "1203.4 PC"),
        ("CONV SET ASIDE & DISM PER 1203.4(A) PC", "1203.4 PC"),
        ("DISM PER 1203.4A PC", "1203.4A PC"),
        ("DISM PER 1203.41 PC", "1203.41 PC"),
        ("DISM PER 1203.42 PC", "1203.42 PC"),
        ("DISM PER 1203.425 PC", "1203.425 PC"),
        ("DISM PER 1203.43 PC", "1203.43 PC"),
        ("DISM PER 1203.49 PC", "1203.49 PC"),
        ("RESENTENCED PER 11361.8 HS", "11361.8 HS"),
        ("REDESIGNATED PER 11361.8(E) HS", "11361.8 HS"),
        ("RECALLED 11361.9 HS", "11361.9 HS"),
        ("REDUCED PER 1170.18 PC", "1170.18 PC"),
        ("17(B)(3) PC", "17(B) PC"),
        ("CONVICTION SET ASIDE", "set aside"),
        ("JUDGMENT REVERSED", "reversed"),
    ],
)
def test_the_relief_that_was_granted_is_named(text: str, relief: str) -> None:
    assert relief_named(text) == relief


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "CONVICTED",
        "SENTENCE MODIFIED",
        "PROBATION REVOKED",
        "11203.4",
        "CASE 21203.41",
        "1203.45 PC",
        "1203.1 PC",
        "11361.85",
        "1203.4 PC DENIED",
        "DENIAL OF 1203.4 PC",
        "117(B) PC",
        "1203.4 PC NOT GRANTED",
        "1203.4 WITHDRAWN",
    ],
)
def test_other_texts_name_no_relief(text: str | None) -> None:
    assert relief_named(text) is None


@pytest.mark.parametrize(
    ("text", "relief"),
    [
        ("PLEA WITHDRAWN/DISMISSED", "plea withdrawn"),
        ("PARDONED BY GOVERNOR", "pardoned"),
        ("RECORD SEALED PER 851.8 PC", "sealed"),
        ("PLEA WITHDRAWN, DISM PER 1203.4 PC", "1203.4 PC"),
        ("ACQUITTED, SEALED PER 851.8 PC", None),
    ],
)
def test_a_plea_withdrawn_a_pardon_and_a_sealing_are_relief_of_the_count_they_stand_under(
    text: str, relief: str | None
) -> None:
    assert relief_on_count(text) == relief
    assert relief_named(text) == (relief if relief == "1203.4 PC" else None)


def test_the_text_of_a_row_that_could_not_be_read_may_speak_of_relief() -> None:
    assert speaks_of_relief('1,,"A,2,CONV SET ASIDE & DISM PER 1203.4 PC,,')
    assert not speaks_of_relief("1,,A,CONVICTED,,")


@pytest.mark.parametrize(
    ("place", "runs"),
    [
        ("FINE", False),
        ("FINE SS", False),
        ("RESTITUTION", False),
        ("RESTN FINE", False),
        ("FEE", False),
        ("COMMUNITY SERVICE", False),
        ("LICENSE SUSPENDED", False),
        ("JAIL", True),
        ("PRISON", True),
        ("PROBATION", True),
        ("PROBATION, FINE", True),
        (None, True),
        ("", True),
    ],
)
def test_a_fine_has_no_duration_and_custody_has(place: str | None, runs: bool) -> None:
    assert has_duration(place) is runs


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("PROBATION", "probation"),
        ("PROB", "probation"),
        ("JAIL", "jail"),
        ("COUNTY JAIL", "jail"),
        ("JL WORK", "jail"),
        ("PRISON", "prison"),
        ("STATE PRISON", "prison"),
        ("CDCR", "prison"),
        ("PRISON SS", "suspended"),
        ("JAIL SUSPENDED", "other"),
        ("MANDATORY SUPERVISION", "supervision"),
        ("MAND SUPERVISION", "supervision"),
        ("FINE", "other"),
        ("RESTITUTION", "other"),
        ("NOT READ", None),
    ],
)
def test_where_a_part_of_a_sentence_is_served(text: str, place: str | None) -> None:
    assert place_named(text) == place


def test_a_conviction_may_name_its_sentence() -> None:
    assert [sentence_said("CONVICTED-PROB/JAIL", kind) for kind in ("PROB", "JAIL", "PRISON")] == [True, True, False]
    assert sentence_said("CONVICTED", "PROB") is None
    assert sentence_said("DISMISSED", "PROB") is None


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("DISMISSED/FURTHERANCE OF JUSTICE", True),
        ("1385 PC-DISMISSED", True),
        ("ACQUITTED", True),
        ("PROS REJ-LACK OF SUFF EVID", True),
        ("PROS REL-DET ONLY-LACK OF SUFF EVID", True),
        ("RELEASED/DETENTION ONLY", True),
        ("CONVICTED-PROBATION", False),
        ("CONV SET ASIDE & DISM PER 1203.4 PC", False),
        ("PROBATION REVOKED", False),
        ("DIVERSION GRANTED", False),
        ("REL/TOT OTHER JURIS/AUTH", False),
    ],
)
def test_what_ends_without_a_conviction(text: str, ended: bool) -> None:
    assert ended_without_conviction(text) is ended


@pytest.mark.parametrize(
    ("text", "relief"),
    [
        ("DISMISSAL VACATED", "relief undone"),
        ("1203.4 PC DISMISSAL VACATED", "relief undone"),
        ("DISMISSAL PER 1203.4 PC VACATED", "relief undone"),
        ("VACATE DISMISSAL 1203.4 PC", "relief undone"),
        ("RELIEF RESCINDED", "relief undone"),
        ("11361.8 HS RELIEF VACATED", "relief undone"),
        ("EXPUNGEMENT REVOKED", "relief undone"),
        ("CONVICTION REINSTATED", "relief undone"),
        ("RESCIND ORDER OF DISMISSAL", "relief undone"),
        ("ORDER VACATED", "order undone"),
        ("COURT ORDER RESCINDED", "order undone"),
        ("SENTENCE VACATED", "order undone"),
        ("1203.4 PC RESCINDED", "order undone"),
        ("1203.4 PC DISM VACATED", "order undone"),
        ("CONVICTION VACATED", "vacated"),
        ("JUDGMENT VACATED", "vacated"),
        ("CONV VACATED PER 1203.43 PC", "1203.43 PC"),
        ("VACATED 1203.43 PC", "1203.43 PC"),
        ("DISM/SET ASIDE 1203.4 PC", "1203.4 PC"),
        ("CONV SET ASIDE DISM 1203.4 PC", "1203.4 PC"),
        ("VACATED & DISMISSED", "vacated"),
        ("PROTECTIVE ORDER VACATED", None),
    ],
)
def test_relief_that_is_taken_back_is_told_from_a_conviction_that_is(text: str, relief: str | None) -> None:
    assert relief_named(text) == relief


def test_texts_without_the_letters_of_relief_need_no_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any words of the patterns in any order: those that are passed over at once are those in which none is found."""
    words = [
        "NEW TRIAL GRANTED",
        "SET ASIDE",
        *(
            "VACATED RESCINDED RESCIND REVOKE REVOKED REVERSE REVERSED OVERTURNED ANNULLED VOIDED DISMISSAL RELIEF "
            "EXPUNGEMENT VACATE SEALING ORDER PER 1203.4 1203.4A PC 17(B) 11361.8 HS 1170.18 IS WAS THE PRIOR "
            "CONV JUDGMENT REINSTATED GRANTED ORDERED DISM SENTENCE WARRANT HEARING BAIL REDUCED TO A MISD INFR "
            "RESENTENCED EXPUNGED PLEA WITHDRAWN DENIED 1203 1203.425 1203.49"
        ).split(),
    ]
    chance = random.Random(64)
    texts = [" ".join(chance.choices(words, k=chance.randint(1, 5))) for _ in range(4000)]
    found = [relief_named(text) for text in texts]
    assert 1000 < sum(relief is None for relief in found) < 3000
    monkeypatch.setattr(relief_texts, "_any_of", lambda letters, text: True)
    assert [relief_named(text) for text in texts] == found
