"""Vacatur: finds the convictions that the law, or a prosecutor's policy, lets go; says why, with the law cited and the rows named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vacatur.errors import PackError, SourceError, UsageError, VacaturError

if TYPE_CHECKING:
    from vacatur.runs import Progress, Results, run

__all__ = ["PackError", "Progress", "Results", "SourceError", "UsageError", "VacaturError", "run"]

_LAZY = {"run": "vacatur.runs", "Results": "vacatur.runs", "Progress": "vacatur.runs"}


def __getattr__(name: str) -> object:
    """Load what is heavy when it is asked for, so that `vacatur --help` answers in a blink."""
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'vacatur' has no attribute {name!r}")
