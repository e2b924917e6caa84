"""What stands in the head of a sheet is of its person, wherever in the head it stands."""

from __future__ import annotations

from datetime import date

import pytest

from tests.sources.rapsheet.parsing import COUNT, COURT, END, HEAD, STARS, Sheet, sheet, sheets, state, unread
from vacatur.sources.rapsheet.rows import state_rows
from vacatur.sources.rapsheet.sheet import Understood

CLETS = "TO: QZX4 FROM: CLETS                03/14/18 10:22:51\n\nATTN:OKAFOR-180314001\n\n"
PROBATION = "PROBATION:   EXP:20220101\n  CAPR LOS ANGELES #12 EXP 20220101\n"
PAROLE = "PAROLE:  CDC\n  CAPA LOS ANGELES #12\n"
OTHER = HEAD.replace("A77000123", "A77000999").replace("QUILLFEATHER", "THISTLEDOWN")
CII, REST = HEAD.split("\n", 1)


def supervised(found: Sheet) -> list[tuple[str, date | None]]:
    return [(each.kind, each.until) for each in found.subject.supervision]


def types(found: Sheet) -> list[str]:
    return [row.cells["STP_TYPE_DESCR"] for row in state_rows(found, 1, "P", date(2020, 7, 1))]


@pytest.mark.parametrize(
    "head",
    [
        PROBATION + HEAD,
        CLETS + PROBATION + HEAD,
        CLETS + PROBATION + "** DEPARTMENT OF JUSTICE **\n" + HEAD,
        f"{CII}\n{PROBATION}{REST}",
        HEAD + PROBATION,
    ],
    ids=["above CII", "under routing", "above routing", "under CII", "below the names"],
)
def test_supervision_anywhere_in_the_head_is_of_its_person(head: str) -> None:
    found = sheet(COURT, COUNT, END, head=head)
    assert (found.subject.cii, supervised(found)) == ("A77000123", [("probation", date(2022, 1, 1))])
    assert types(found) == ["COURT ACTION", "COURT ACTION", "SUPERVISION"]


def test_parole_and_probation_above_a_head_are_both_read() -> None:
    found = sheet(COURT, COUNT, END, head=PROBATION + PAROLE + HEAD)
    assert supervised(found) == [("probation", date(2022, 1, 1)), ("parole", None)]


@pytest.mark.parametrize("between", [END, ""], ids=["after END OF MESSAGE", "without one"])
def test_supervision_above_the_second_head_of_a_file_is_of_the_second_person(between: str) -> None:
    one, other = sheets(HEAD + STARS + COURT + COUNT + between + CLETS + PROBATION + OTHER + STARS + COURT + COUNT)
    assert (supervised(one), other.subject.cii) == ([], "A77000999")
    assert supervised(other) == [("probation", date(2022, 1, 1))]


@pytest.mark.parametrize("line", ["PROBATION   EXP:20220101", "CAPR LOS ANGELES #12", "SUPV EXP 20220101"])
def test_a_damaged_line_of_supervision_above_the_head_is_not_passed_over(line: str) -> None:
    assert unread(sheet(COURT, COUNT, END, head=f"{line}\n{HEAD}")) == [line]


@pytest.mark.parametrize("line", ["**DECEASED HOMICIDE", "** DECEASED **", "DECEASED NATURAL CAUSES"])
@pytest.mark.parametrize("above", [True, False], ids=["above the head", "below it"])
def test_an_advisory_that_the_person_has_died_is_the_event_of_it(line: str, above: bool) -> None:
    found = sheet(COURT, COUNT, END, head=f"{line}\n{HEAD}" if above else f"{HEAD}{line}\n")
    assert (state(found, line), unread(found)) == (Understood.READ, [])
    assert types(found) == ["COURT ACTION", "COURT ACTION", "DECEASED"]


def test_so_it_is_where_the_head_is_printed_again_on_a_later_page() -> None:
    found = sheet(COURT, COUNT, "\fPage 2 of 2\n**DECEASED HOMICIDE\n", HEAD, END)
    assert types(found)[-1] == "DECEASED"
