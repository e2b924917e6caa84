"""What a form of the Judicial Council has no room for, on a page to be attached to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from vacatur.outputs.petition.application import Application, Conviction, Family
from vacatur.outputs.petition.forms.maps import FieldMap
from vacatur.outputs.petition.forms.values import needs_attachment, row_of
from vacatur.outputs.petition.saying import asked_for, offense
from vacatur.outputs.printable import breakable, printable
from vacatur.outputs.typeset import typeset

_TEMPLATE = Path(__file__).parent / "attachment.typ"
_PETITIONS = {"CR-400": "item 1: convictions", "CR-180": "item 1: offenses"}
"""Forms that ask for something, and where what is attached belongs."""


def attachment_of(application: Application, form: FieldMap) -> bytes | None:
    """The attachment to a form; None: it needs none.

    CR-400 has no room for counts, dates and grounds, so it always has one. CR-180 has rows for five counts of one day;
    where there is more, every count is on the attachment, those on the form too.
    """
    if form.form not in _PETITIONS:
        return None
    convictions = application.asking(form.family)
    if form.family is Family.CANNABIS:
        return _set(application, form, *_cannabis(convictions))
    return _set(application, form, *_dismissal(convictions)) if needs_attachment(convictions, form.rows) else None


_Table = tuple[str, list[float], list[str], list[list[str]]]
"""What is said above it, widths of its columns to one another, its head, its rows."""


def _cannabis(convictions: Sequence[Conviction]) -> _Table:
    head = ["No.", "Offense", "Count", "Convicted", "Severity; sentence", "Request", "Ground"]
    rows = [
        [
            str(number), offense(each), each.count or "[NO.]", _day(each),
            f"{each.severity or '[SEVERITY]'}; {each.sentence or '[SENTENCE]'}; {_served(each)}",
            asked_for(each, Family.CANNABIS), f"{each.reason} ({each.citation})",
        ]
        for number, each in enumerate(convictions, start=1)
    ]  # fmt: skip
    return "Each conviction in this case for which relief is asked, and why.", [0.5, 2, 0.9, 1.3, 2, 2, 2.8], head, rows


def _dismissal(convictions: Sequence[Conviction]) -> _Table:
    head = ["No.", "Code", "Section", "Convicted", "Type of offense", "17(b)", "17(d)(2)", "Request"]
    rows = []
    for number, each in enumerate(convictions, start=1):
        row = row_of(each)
        rows.append(
            [
                str(number), row["code"] or "", row["section"] or "", _day(each), row["severity"] or "[TYPE]",
                row["reducible"] or "[YES OR NO]", row["infraction"] or "[YES OR NO]",
                asked_for(each, Family.DISMISSAL),
            ]
        )  # fmt: skip
    said = (
        "Each conviction in this case for which relief is asked, those on the form included. The columns 17(b) and "
        "17(d)(2) say whether the offense is eligible for reduction to a misdemeanor, or to an infraction."
    )
    return said, [0.5, 1.5, 1.2, 1.3, 1.4, 1, 1, 3], head, rows


def _day(conviction: Conviction) -> str:
    return f"{conviction.convicted_on:%m/%d/%Y}" if conviction.convicted_on else "[DATE]"


def _served(conviction: Conviction) -> str:
    return {True: "being served", False: "complete", None: "[BEING SERVED OR COMPLETE]"}[conviction.serving]


def _set(
    application: Application, form: FieldMap, remark: str, columns: list[float], head: list[str], rows: list[list[str]]
) -> bytes:
    return typeset(
        _TEMPLATE,
        {
            "form": form.form,
            "item": _PETITIONS[form.form],
            "defendant": printable(application.defendant or "[NAME OF DEFENDANT]"),
            "number": printable(application.case_number or "[CASE NUMBER]"),
            "remark": remark,
            "columns": columns,
            "head": head,
            "rows": [[breakable(printable(cell)) for cell in row] for row in rows],
        },
    )
