"""Offenses in the odd forms that clerks gave them: none of them hides a bar, an attempt or a registration."""

from __future__ import annotations

import pytest

from tests.cli.rows import chosen
from tests.sources.files import EARLIER, full, murder, run_on
from tests.together import Case, Cases, Told

REGISTRATION = {**EARLIER, "STP_TYPE_DESCR": "REGISTRATION", "DISP_DESCR": "", "CNT_ORDER": ""}

case = Cases()


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The decision on the one conviction of a case that the pilot decides."""
    return Told(chosen(run_on(case.written(tmp_path_factory.mktemp("cases")))))


def only(decided: Told, of: Case) -> dict[str, object]:
    (found,) = decided.all(of)
    return found


@pytest.mark.parametrize(
    "struck", [case(full(), murder(OFFENSE_DESCR=offense)) for offense in ("0187 PC", "00187(A) PC", "187.0 PC")]
)
def test_zeros_around_a_section_hide_no_strike(decided: Told, struck: Case) -> None:
    found = only(decided, struck)
    assert (found["determination"], found["rule"]) == ("not_eligible", "earlier-super-strike")


@pytest.mark.parametrize(
    "further",
    [
        case(full(), murder(OFFENSE_DESCR=offense))
        for offense in ("12022.5(A)/187(A) PC", "459/187 PC", "459 PC/187 PC", "182/459/187 PC")
    ],
)
def test_a_strike_that_a_text_names_further_leads_to_review(decided: Told, further: Case) -> None:
    found = only(decided, further)
    assert (found["determination"], found["rule"]) == ("review", "earlier-super-strike")


@pytest.mark.parametrize(
    "registered",
    [
        case(full(), full(OFFENSE_DESCR=offense, **REGISTRATION))
        for offense in (
            "290 PC", "PC 290-REGISTRATION", "/290 PC", "", "REGISTRATION OF SEX OFFENDER", "SEX OFFENDER 290(A) PC",
        )
    ],
)  # fmt: skip
def test_a_bare_registration_leads_to_review_in_whatever_form_it_is_written(decided: Told, registered: Case) -> None:
    found = only(decided, registered)
    assert found["determination"] == "review"
    assert found["unknown_facts"] == ["registrable_offense_before"]


@pytest.mark.parametrize(
    "attempt",
    [
        case(full(OFFENSE_DESCR="11359/664 HS")),
        case(full(OFFENSE_DESCR="11359 HS/664 PC")),
        case(full(OFFENSE_DESCR="11359 HS-ATTEMPT")),
        case(full(OFFENSE_DESCR="ATTEMPTED POSS FOR SALE 11359 HS")),
        case(full(OFFENSE_DESCR="11359 HS-ATT POSS FOR SALE")),
        case(full(OFFENSE_DESCR="11359 HS-CONSPIRACY")),
        case(full(OFFENSE_DESCR="664/HS 11359")),
        case(full(OFFENSE_DESCR="664 PC/HS 11359")),
        case(full(OFFENSE_DESCR="664;11359 HS")),
        case(full(OFFENSE_DESCR="664:11359 HS")),
    ],
)
def test_an_attempt_or_conspiracy_leads_to_review_wherever_the_text_says_it(decided: Told, attempt: Case) -> None:
    found = only(decided, attempt)
    assert (found["determination"], found["unknown_facts"]) == ("review", ["is_prop64"])


def untyped(kind: str) -> Case:
    """A conviction, and a registration whose type of event is given so."""
    lost = {**REGISTRATION, "STP_TYPE_DESCR": kind, "CNT_ORDER": "103001001000", "DISP_DESCR": "REGISTERED"}
    return case(full(), full(OFFENSE_DESCR="290 PC", **lost))


@pytest.mark.parametrize("lost", [untyped(""), untyped("REG?STRATION")])
def test_a_registration_whose_type_is_lost_is_known_by_its_offense(decided: Told, lost: Case) -> None:
    assert only(decided, lost)["determination"] == "review"
