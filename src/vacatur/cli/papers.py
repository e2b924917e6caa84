"""What `vacatur rapsheet petition` and `deidentify` have written, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vacatur.cli.wording import count, page, plural
from vacatur.outputs.petition.application import Family, Remedy
from vacatur.outputs.sheet_history import UNREAD

if TYPE_CHECKING:
    from pathlib import Path

    from vacatur.petitions import Petitioned
    from vacatur.sources.rapsheet.deidentify import Report


def show_removed(report: Report, path: Path) -> None:
    """What a copy that is fit to be shared no longer has, by line and reason."""
    out = page()
    out.print()
    replaced = ", ".join(f"{count(number)} {what}" for what, number in report.replaced.items())
    out.print(f"{plural(report.sheets, 'sheet')}; given stand-ins: {replaced or 'nothing'}.")
    if report.removals:
        out.print(f"Taken out because they could not be known to be harmless: {count(len(report.removals))}")
        for sentence in report.sentences():
            out.print(f"  {sentence}")
    out.print(f"Written to {path}. Read it before you share it: a rare history can tell who somebody is.")


def show_petitioned(written: Petitioned, folder: Path) -> None:
    """What was written for each case, and what was left to look into."""
    out = page()
    for number, application in enumerate(written.applications, start=1):
        out.print()
        where = " · ".join(
            filter(None, [application.court, application.case_number and f"case {application.case_number}"])
        )
        out.print(f"Case {number}: {where}", style="bold")
        for conviction in application.convictions:
            asked = ", ".join(_words(each) for each in conviction.remedies)
            out.print(f"  {conviction.code} {conviction.statute}: {asked}. {conviction.reason}")
        for paper in written.papers:
            if paper.case == number:
                out.print(f"    {paper.file}")
    out.print()
    if written.open:
        out.print(f"{plural(len(written.open), 'conviction')} must be looked into first, and nothing is asked for:")
        for row in written.open:
            out.print(f"  {row['date'] or UNREAD}  {row['statute'] or row['charge']}  {row['court']}")
        out.print()
    out.print(f"Written to {folder}. README.txt there says what each file is, and what is still open.")
    out.print("These are drafts made from what the sheet says. A lawyer, or the person, reads, corrects and signs.")


def _words(remedy: Remedy) -> str:
    """`dismissal under HS 11361.8`, `PC 1203.4`."""
    if remedy.family is Family.CANNABIS:
        return f"{remedy.value} under HS 11361.8"
    return remedy.value.replace("pc-17b-1", "PC 17(b)(1)").replace("pc-17b", "PC 17(b)").replace("pc-", "PC ")
