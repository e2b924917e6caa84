"""README.txt of a person's papers: what is there, what is still to be filled in, and what to look at before signing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from vacatur.outputs.folder import HashedFile
from vacatur.outputs.petition.application import Application, Family
from vacatur.outputs.petition.forms.blank import Blank
from vacatur.outputs.petition.forms.filling import unknown_fields
from vacatur.outputs.petition.petitioner import Petitioner

_TITLES = {
    Family.CANNABIS: "Health and Safety Code section 11361.8",
    Family.DISMISSAL: "Penal Code sections 17(b), 1203.4 and its kin",
    Family.PROP_47: "Penal Code section 1170.18 (Proposition 47)",
    Family.BY_SENTENCE: "Penal Code section 17(b)(1): misdemeanors by their sentence",
}


class _Paper(Protocol):
    @property
    def file(self) -> str: ...
    @property
    def case(self) -> int: ...
    @property
    def form(self) -> str | None: ...
    @property
    def left_out(self) -> tuple[str, ...]: ...


def write_contents(
    folder: Path,
    applications: Sequence[Application],
    petitioner: Petitioner,
    papers: Sequence[_Paper],
    blanks: Sequence[Blank],
    as_of: date,
) -> HashedFile:
    """Write it."""
    lines = [
        f"Papers of one person, decided as of {as_of.isoformat()}.",
        "Made from a RAP sheet. A lawyer, or the person, reads, corrects and signs; nothing here is filed by itself.",
        "They hold a person's criminal history: keep them as such.",
        *_cases(applications, papers),
        *_open(petitioner),
        *_forms(applications, blanks),
        "",
        "BEFORE SIGNING",
        "  Everything in [BRACKETS] is still open, and is printed so.",
        "  The record may be incomplete: compare it with the court's file.",
        "  No statute is quoted; read the sections cited as they are today.",
    ]
    with HashedFile(folder, "README.txt") as output:
        output.write(("\n".join(lines) + "\n").encode())
    return output


def _cases(applications: Sequence[Application], papers: Sequence[_Paper]) -> Iterator[str]:
    for case, application in enumerate(applications, start=1):
        number = application.case_number or "number not read"
        yield ""
        yield f"CASE {case:02d}: {application.court or 'court not read'}, {number}"
        for family in application.families:
            yield f"  {len(application.asking(family))} under {_TITLES[family]}"
        for paper in papers:
            if paper.case == case:
                form = f"  form {paper.form}, filled in and read back" if paper.form else ""
                yield f"    {paper.file}{form}"
                for words in paper.left_out:
                    yield f"      has no field for: {words}"


def _open(petitioner: Petitioner) -> Iterator[str]:
    placeholders = petitioner.placeholders()
    if placeholders:
        yield ""
        yield "STILL OPEN IN THE PETITIONER FILE"
        yield from (f"  {key}" for key in placeholders)


def _forms(applications: Sequence[Application], blanks: Sequence[Blank]) -> Iterator[str]:
    """Forms that no case asks for, and fields that stay blank because nothing is known of them."""
    asked = {family for application in applications for family in application.families}
    for blank in blanks:
        if blank.fields.family not in asked:
            yield ""
            yield f"FORM {blank.fields.form} was given and no case asks for it."
        elif unknown := unknown_fields(blank):
            yield ""
            yield f"FIELDS OF {blank.fields.form} THAT STAY BLANK (for the court, the judge, or to fill in by hand)"
            yield from (f"  {name}" for name in unknown)
