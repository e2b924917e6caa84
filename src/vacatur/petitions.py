"""From a decided RAP sheet to the papers that ask courts for what it is owed: one application a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from vacatur.decide.facts import CATALOGUE
from vacatur.errors import UsageError
from vacatur.outputs.notices.names import person_name
from vacatur.outputs.petition.application import Application, Conviction, Family, Ground, Remedy, Severity, Term
from vacatur.outputs.petition.petitioner import Petitioner, load_petitioner
from vacatur.outputs.petition.writing import Paper, write_papers
from vacatur.outputs.results import facts_table
from vacatur.outputs.sheet_history import case_of_event
from vacatur.rapsheets import Offered, SheetResults, rapsheet
from vacatur.record.statute import read_statutes
from vacatur.request import STATUTE
from vacatur.sources.rapsheet.delivery import SheetRead
from vacatur.sources.rapsheet.offenses import coded_offense
from vacatur.sources.rapsheet.ongoing import ongoing
from vacatur.sources.rapsheet.sheet import Event

REMEDIES = {
    "ca-pc-1170-18": Remedy.PC_1170_18, "ca-pc-1203-4": Remedy.PC_1203_4, "ca-pc-1203-4a": Remedy.PC_1203_4A,
    "ca-pc-1203-41": Remedy.PC_1203_41, "ca-pc-1203-42": Remedy.PC_1203_42, "ca-pc-17b": Remedy.PC_17B,
}  # fmt: skip
"""What the papers call what a pack decides; the statute of Proposition 64 has three names (`_of_prop64`)."""

TERMS: dict[str, Term] = {"split": "split", "straight": "straight", "prison": "prison"}
"""Rules of the pack about PC 1203.41, by how the felony was sentenced."""


@dataclass(frozen=True)
class Petitioned:
    """The papers of one person.

    Attributes:
        papers: as they were written.
        applications: what is asked, one a case.
        open: convictions for which something may be owed that must be looked into first; nothing is asked for them.
    """

    papers: list[Paper]
    applications: list[Application]
    open: list[dict[str, Any]]


def petition(
    file: str | Path,
    petitioner: str | Path | Petitioner,
    *,
    as_of: date,
    out: str | Path,
    forms: Sequence[str | Path] = (),
    replace: bool = False,
) -> Petitioned:
    """Write the papers for one person's sheet: what is open now, a folder for each case.

    Args:
        file: a RAP sheet of one person.
        petitioner: who files (docs/petition.md), or the file that says so.
        as_of: the date of evaluation.
        out: the folder of the papers, which must not exist.
        forms: blank forms of the Judicial Council as PDF, each filled in where it fits.
        replace: whether earlier papers may be replaced.

    Raises:
        VacaturError: the file is no sheet, or one of several people; there is nothing to ask for; the petitioner file
            or a form is refused.
    """
    who = petitioner if isinstance(petitioner, Petitioner) else load_petitioner(Path(petitioner))
    found = rapsheet([file], as_of=as_of)
    if len(found.sheets) != 1:
        raise UsageError(f"{file} holds the sheets of {len(found.sheets)} people. Papers are for one: give one sheet.")
    applications = applications_of(found)
    papers = write_papers(Path(out), applications, who, [Path(form) for form in forms], as_of, replace)
    return Petitioned(papers, applications, _still_open(found))


def _still_open(found: SheetResults) -> list[dict[str, Any]]:
    asked = {name for name in found.told.convictions["conviction_id"] if _asked(found.told.offered(name))}
    return [
        row
        for row in found.told.convictions.iter_rows(named=True)
        if row["conviction_id"] not in asked
        and any(
            each.state == "review" and each.relief != "automatic" for each in found.told.offered(row["conviction_id"])
        )
    ]


def applications_of(found: SheetResults) -> list[Application]:
    """What may be asked for the person of the only sheet, an application for each day in court."""
    read = found.sheets[0]
    facts = {row["conviction_id"]: row for row in facts_table(found.results.outcome).iter_rows(named=True)}
    served = _served(found, facts)
    cases: dict[int, list[Conviction]] = {}
    for row in found.told.convictions.iter_rows(named=True):
        asked = _asked(found.told.offered(row["conviction_id"]))
        if row["event"] is not None:
            for own in _by_paper(asked):  # each paper gives its own reason
                conviction = _conviction(row, own, facts[row["conviction_id"]], served[row["conviction_id"]])
                cases.setdefault(row["event"], []).append(conviction)
    return [_application(read, read.sheet.events[at - 1], convictions) for at, convictions in sorted(cases.items())]


def _asked(offered: Sequence[Offered]) -> list[Offered]:
    """What is asked for a conviction: the best that is open and does not come by itself.

    A conviction that is dismissed is asked nothing further, save that a wobbler be a misdemeanor before it is; one
    that is reduced may be dismissed too. That a wobbler's sentence made it a misdemeanor by itself is asked to be
    declared: the record still shows a felony.
    """
    open_now = [each for each in offered if each.state == "open" and each.relief != "automatic"]
    by_itself = [each for each in offered if each.state == "open" and _is_by_sentence(each)]
    if not open_now:
        return by_itself
    best = _best(open_now)
    done = best[0].pack == STATUTE or any(each.determination == "reduce" for each in best)
    return best if done else [*by_itself, *best]


def _is_by_sentence(offered: Offered) -> bool:
    """Whether it is a wobbler that its sentence made a misdemeanor: PC 17(b)(1)."""
    return offered.pack == "ca-pc-17b" and offered.relief == "automatic"


def _best(open_now: Sequence[Offered]) -> list[Offered]:
    best, others = open_now[0], open_now[1:]
    if best.pack == STATUTE and best.determination == "dismiss":
        return [best]
    if best.determination == "dismiss":
        return [best, *(each for each in others if each.pack == "ca-pc-17b")]
    dismissal = next((each for each in others if each.determination == "dismiss"), None)
    return [best, *([dismissal] if dismissal else [])]


def _served(found: SheetResults, facts: Mapping[str, dict[str, Any]]) -> dict[str, bool | None]:
    """Whether the sentence of each conviction is over; unknown of the latest ones when something goes on of which the
    sheet does not say for which conviction: probation in its head, a longer term than any court is known to have given.
    """
    sheet = found.sheets[0].sheet
    going_on = list(ongoing(sheet, found.results.outcome.convicted.as_of))
    served = {name: each["sentence_completed"] for name, each in facts.items()}
    if going_on and False not in served.values():
        last = max((each["convicted_on"] for each in facts.values() if each["convicted_on"]), default=None)
        for name, each in facts.items():
            if each["convicted_on"] in (None, last):
                served[name] = None
    for row in found.told.convictions.iter_rows(named=True):
        counts = sheet.events[row["event"] - 1].counts if row["event"] else ()
        own = {line for count in counts if count.number == row["count"] for line in count.lines}
        if any(own.intersection(each.lines) for each in going_on):
            served[row["conviction_id"]] = False
    return served


def _by_paper(asked: Sequence[Offered]) -> list[list[Offered]]:
    """What is asked for a conviction, by the kind of paper that asks for it."""
    papers: dict[Family, list[Offered]] = {}
    for each in asked:
        papers.setdefault(_remedy(each, None).family, []).append(each)
    return list(papers.values())


def _conviction(
    row: dict[str, Any], asked: Sequence[Offered], facts: dict[str, Any], served: bool | None
) -> Conviction:
    best = asked[0]
    statute = read_statutes(coded_offense(row["charge"])).statute
    told = {each.pack: each for each in asked}
    return Conviction(
        code=(statute.code if statute else None) or "",
        section=statute.section if statute else row["charge"],
        subdivision="".join(f"({part})" for part in statute.subdivisions) if statute else "",
        attempted=row["statute"].startswith("PC 664"),
        count=None if row["count"] is None else str(row["count"]),
        convicted_on=row["date"],
        severity=cast(Severity, row["severity"])
        if row["severity"] in ("felony", "misdemeanor", "infraction")
        else None,
        sentence=row["sentence"] or None,
        serving=None if served is None else not served,
        remedies=tuple(_remedy(each, served) for each in asked),
        reason=best.reason,
        citation=best.citation,
        becomes=_becomes(best),
        at_least=best.at_least,
        ground=_ground(told.get("ca-pc-1203-4") or told.get("ca-pc-1203-4a")),
        term=TERMS.get(told["ca-pc-1203-41"].rule) if "ca-pc-1203-41" in told else None,
        reducible=facts["is_wobbler"] if row["severity"] == "felony" else None,
        unknown=tuple(dict.fromkeys(CATALOGUE[name].settle for name in best.unknown)),
    )


def _remedy(offered: Offered, served: bool | None) -> Remedy:
    if _is_by_sentence(offered):
        return Remedy.PC_17B_1
    if offered.pack != STATUTE:
        return REMEDIES[offered.pack]
    if offered.determination == "dismiss":
        return Remedy.DISMISSAL
    return Remedy.RESENTENCING if served is False else Remedy.REDESIGNATION


def _becomes(offered: Offered) -> Literal["misdemeanor", "infraction"] | None:
    """As the rule's own reason says: it names what the offense is today, or both where a fact is unknown."""
    infraction, misdemeanor = "infraction" in offered.reason, "misdemeanor" in offered.reason
    if offered.determination != "reduce" or offered.at_least or (infraction and misdemeanor):
        return None
    return "infraction" if infraction else "misdemeanor"


def _ground(offered: Offered | None) -> Ground | None:
    if offered is None or offered.relief is None:
        return None
    return "fulfilled" if offered.relief == "mandatory" else "interests"


def _application(read: SheetRead, event: Event, convictions: Sequence[Conviction]) -> Application:
    subject = read.sheet.subject
    names = subject.names
    first = names[min(names)] if names else None
    used = names.get(event.name_code or 0)
    court = event.court if event.court and event.court.confidence else None
    return Application(
        county=court.county if court else None,
        court=court.name if court else event.agency,
        case_number=case_of_event(event),
        defendant=person_name(first),
        known_as=person_name(used) if used and used != first else None,
        birth_date=subject.birth_date,
        convictions=tuple(convictions),
    )
