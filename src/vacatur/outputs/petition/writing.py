"""One person's papers, written into a folder: whole, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from vacatur.errors import UsageError
from vacatur.outputs.folder import HashedFile, results_folder
from vacatur.outputs.petition.application import Application, Family
from vacatur.outputs.petition.attachments import attachment_of
from vacatur.outputs.petition.contents import write_contents
from vacatur.outputs.petition.forms.blank import Blank, read_blanks
from vacatur.outputs.petition.forms.filling import fill, homeless
from vacatur.outputs.petition.forms.values import values_of
from vacatur.outputs.petition.papers import typeset_papers
from vacatur.outputs.petition.petitioner import Petitioner
from vacatur.outputs.replacing import check_free
from vacatur.outputs.tables import write_json

KIND = "petition"


@dataclass(frozen=True)
class Paper:
    """A paper that was written.

    Attributes:
        file: its path inside the folder: `case-01/application-hs-11361.8.pdf`.
        case: number of the case, from 1.
        family: the kind of paper that it is.
        form: of the Judicial Council, with its edition; None: typeset.
        left_out: of a form, what is known and has no field there: in plain words.
    """

    file: str
    case: int
    family: Family
    form: str | None = None
    left_out: tuple[str, ...] = ()


def write_papers(
    out: Path,
    applications: Sequence[Application],
    petitioner: Petitioner,
    forms: Sequence[Path],
    as_of: date,
    replace: bool,
) -> list[Paper]:
    """Write the papers of one person: a folder for each case, in it each kind of paper, and the forms that are given.

    Args:
        applications: one a court case.
        petitioner: who files.
        forms: blank forms of the Judicial Council, as PDF; each is filled in for every case that it fits.
        as_of: the day as of which it was decided.
        replace: whether earlier papers in the folder may be replaced.

    Returns:
        What was written, in the order of the cases.

    Raises:
        UsageError: there is nothing to ask for; a form is refused; or the folder must stay as it is.
        VacaturError: what was written into a form cannot be read back, or the folder cannot be written.
    """
    if not applications:
        raise UsageError("There is nothing to ask a court for, so no papers were written.")
    check_free(out, replace=replace, kind=KIND)
    blanks = read_blanks(forms)
    written: list[HashedFile] = []
    papers: list[Paper] = []
    with results_folder(out) as folder:
        for case, application in enumerate(applications, start=1):
            for paper, content in _of_case(case, application, petitioner, blanks):
                written.append(_write(folder, paper.file, content))
                papers.append(paper)
        written.append(write_contents(folder, applications, petitioner, papers, blanks, as_of))
        write_json(folder, "manifest.json", _manifest(as_of, blanks, written))
    return papers


def _of_case(
    case: int, application: Application, petitioner: Petitioner, blanks: Sequence[Blank]
) -> list[tuple[Paper, bytes]]:
    place = f"case-{case:02d}"
    found: list[tuple[Paper, bytes]] = []
    for family in application.families:
        for name, content in typeset_papers(application, petitioner, family).items():
            found.append((Paper(f"{place}/{name}", case, family), content))
        for blank in blanks:
            if blank.fields.family is family:
                found += _form(case, place, application, petitioner, blank)
    return found


def _form(
    case: int, place: str, application: Application, petitioner: Petitioner, blank: Blank
) -> list[tuple[Paper, bytes]]:
    """A form that is filled in, and its attachment where it needs one."""
    fields = blank.fields
    values = values_of(application, petitioner, fields.family)
    name = f"{fields.form} ({fields.edition})"
    paper = Paper(f"{place}/{fields.form}.pdf", case, fields.family, name, tuple(_plain(homeless(blank, values))))
    found = [(paper, fill(blank, values))]
    attachment = attachment_of(application, fields)
    if attachment is not None:
        found.append((Paper(f"{place}/{fields.form}-attachment.pdf", case, fields.family), attachment))
    return found


def _plain(names: Sequence[str]) -> list[str]:
    """`court.county` as "court: county"."""
    return [name.replace(".", ": ", 1).replace("-", " ") for name in names]


def _write(folder: Path, name: str, content: bytes) -> HashedFile:
    with HashedFile(folder, name) as output:
        output.write(content)
    return output


def _manifest(as_of: date, blanks: Sequence[Blank], written: Sequence[HashedFile]) -> dict[str, Any]:
    return {
        "format": 1,
        "kind": KIND,
        "vacatur": version("vacatur"),
        "as_of": as_of.isoformat(),
        "forms": [{"form": blank.fields.form, "edition": blank.fields.edition} for blank in blanks],
        "outputs": [
            {"file": output.name, "sha256": output.sha256, "rows": output.rows}
            for output in sorted(written, key=lambda output: output.name)
        ],
    }
