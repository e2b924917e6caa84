"""Vacatur: finds the convictions that the law, or a prosecutor's policy, lets go; says why, with the law cited and
the rows named.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from vacatur.errors import PackError, ResultsError, SourceError, UsageError, VacaturError

if TYPE_CHECKING:
    from vacatur.checks import CheckReport, check
    from vacatur.comparisons import Comparison, compare
    from vacatur.decide.explain import Explanation
    from vacatur.differences import Differences, diff
    from vacatur.explanations import explain
    from vacatur.filings import Packets, file
    from vacatur.rapsheets import SheetResults, rapsheet
    from vacatur.releases import deidentify
    from vacatur.reports import report
    from vacatur.runs import Progress, Results, run
    from vacatur.updates import Updated, update

__all__ = [
    "CheckReport",
    "Comparison",
    "Differences",
    "Explanation",
    "PackError",
    "Packets",
    "Progress",
    "Results",
    "ResultsError",
    "SheetResults",
    "SourceError",
    "Updated",
    "UsageError",
    "VacaturError",
    "check",
    "compare",
    "deidentify",
    "diff",
    "explain",
    "file",
    "rapsheet",
    "report",
    "run",
    "update",
]

_MODULE = {
    "CheckReport": "checks", "check": "checks", "Comparison": "comparisons", "compare": "comparisons",
    "Differences": "differences", "diff": "differences", "Updated": "updates", "update": "updates",
    "Explanation": "decide.explain", "explain": "explanations", "deidentify": "releases",
    "Packets": "filings", "file": "filings", "Progress": "runs", "Results": "runs",
    "report": "reports", "run": "runs", "SheetResults": "rapsheets", "rapsheet": "rapsheets",
}  # fmt: skip


def __getattr__(name: str) -> object:
    """Load what is heavy when it is asked for, so that `vacatur --help` answers in a blink."""
    if name in _MODULE:
        return getattr(import_module(f"vacatur.{_MODULE[name]}"), name)
    raise AttributeError(f"module 'vacatur' has no attribute {name!r}")
