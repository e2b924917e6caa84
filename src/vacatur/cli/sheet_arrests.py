"""Arrests of which nobody was convicted, in the terminal: what may seal each, or what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from vacatur.cli.wording import table
from vacatur.law.remedies import load_remedies
from vacatur.outputs.sheet_history import UNREAD

if TYPE_CHECKING:
    from rich.console import Console


def show_arrests(out: Console, arrests: Sequence[Mapping[str, Any]]) -> None:
    """Each with its day, who arrested, for what, and the remedy."""
    from rich.padding import Padding

    if not arrests:
        return
    out.print()
    out.print("Arrests of which nobody was convicted", style="bold")
    for row in arrests:
        told = [str(row["arrested_on"] or "(date not read)"), row["agency"] or UNREAD]
        out.print("  " + "  ".join([*told, "; ".join(row["offenses"]) or UNREAD]))
        out.print(Padding(_remedies(row), (0, 0, 1, 14), expand=False))


def _remedies(row: Mapping[str, Any]) -> Any:
    titles = {remedy.id: f"{remedy.title}: {remedy.cite}" for remedy in load_remedies() if remedy.of == "arrest"}
    if not row["remedies"] and not row["unsettled"]:
        return f"Nothing now. {not_now(row)}"
    shown = table("remedy", "from", "because")
    for name in row["remedies"]:
        shown.add_row(titles[name], "now", why(row))
    for name in row["unsettled"]:
        shown.add_row(titles[name], "to be looked into", f"Look up {wanted(row)}")
    return shown


def why(row: Mapping[str, Any]) -> str:
    """What makes an arrest one that may be sealed."""
    if row["charged"]:
        return "All charges ended without conviction"
    return "No charge came to a court, and the time to file one is over for most offenses"


def wanted(row: Mapping[str, Any]) -> str:
    """What settles whether an arrest may be sealed."""
    if row["convicted"] is None:
        return "what the lines say that were not understood: they may tell of a conviction"
    if row["charged"] and row["ended"] and row["no_time_limit"] is None:
        return "whether what it was for may be charged at any time: then an acquittal alone helps"
    if row["charged"]:
        return "how the charges ended, from the court"
    if row["years_since_arrest"] is None:
        return "the day of the arrest"
    if row["no_time_limit"] is None:
        return "for what the arrest was"
    return "whether the arrest was for a felony"


def not_now(row: Mapping[str, Any]) -> str:
    """Why an arrest cannot be sealed yet."""
    if row["charged"] and row["no_time_limit"]:
        return "What it was for may be charged at any time: only an acquittal or a finding of innocence helps."
    if row["charged"]:
        return "Its charges have not ended."
    if row["no_time_limit"]:
        return "What it was for may be charged at any time."
    return "It may still be charged."
