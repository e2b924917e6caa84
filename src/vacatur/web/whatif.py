"""What would come of it: policies counted while somebody moves the controls.

The facts of a delivery are computed once for a county and a date, by a job, and kept beside the delivery; a few are
held in memory, and the figures that were counted with them.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from vacatur.counting import Basis, Figures, Group, figures, open_basis, swept
from vacatur.law.pack import Pack
from vacatur.web.jobs import Jobs
from vacatur.web.workplace import Delivery

_BASES, _COUNTED = 3, 2000
_MOST_POINTS = 26
_KEPT = 8
"""Counties and dates of a delivery whose facts are kept."""

T = TypeVar("T")


def basis_folder(delivery: Delivery, county: str, as_of: date) -> Path:
    """The folder of the job that computes the facts of a county as of a date."""
    name = hashlib.sha256(f"{county}\n{as_of.isoformat()}".encode()).hexdigest()[:16]
    return facts_folder(delivery) / name


def facts_folder(delivery: Delivery) -> Path:
    """Where the facts of a delivery are, a folder for each county and date."""
    return delivery.folder / "facts"


def make_room(delivery: Delivery, jobs: Jobs) -> None:
    """Remove the facts that were computed longest ago, where there are many."""
    above = facts_folder(delivery)
    folders = sorted(above.iterdir(), key=lambda each: each.stat().st_mtime_ns) if above.is_dir() else []
    for folder in folders[: max(len(folders) - _KEPT + 1, 0)]:
        jobs.cancel(folder)
        shutil.rmtree(folder, ignore_errors=True)


class Latest(Generic[T]):
    """What was asked for last, up to a number: for whoever works something out that may be asked for again."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under a key, made if need be."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


class WhatIf:
    """Counts policies on facts that were computed before."""

    def __init__(self) -> None:
        self._bases: Latest[Basis] = Latest(_BASES)
        self._counted: Latest[Figures] = Latest(_COUNTED)
        self._points: Latest[tuple[int, Group]] = Latest(_COUNTED)

    def basis(self, folder: Path) -> Basis:
        """The facts in a folder.

        Raises:
            ResultsError: they are not there.
        """
        return self._bases.get(version_of_facts(folder), lambda: open_basis(folder))

    def figures(self, folder: Path, pack: Pack) -> Figures:
        """What a policy comes to."""
        return self._counted.get((version_of_facts(folder), _settings(pack)), lambda: figures(self.basis(folder), pack))

    def sweep(self, folder: Path, pack: Pack, parameter: str) -> list[tuple[int, Group]]:
        """What a policy comes to for the values of a numeric parameter, between its bounds."""
        return [self._point(folder, pack, parameter, value) for value in points(pack, parameter)]

    def _point(self, folder: Path, pack: Pack, parameter: str, value: int) -> tuple[int, Group]:
        at = pack.with_settings({parameter: value})
        return self._points.get(
            (version_of_facts(folder), _settings(at)),
            lambda: swept(self.basis(folder), pack, parameter, [value])[0],
        )


def points(pack: Pack, parameter: str) -> Sequence[int]:
    """Values of a numeric parameter from bound to bound: every one, or evenly spaced ones where there are many; the
    value in force is among them.
    """
    least, greatest = pack.parameters[parameter].between or (0, 0)
    step = (greatest - least) // _MOST_POINTS + 1
    now = pack.values()[parameter]
    inside = [now] if isinstance(now, int) and least <= now <= greatest else []
    return sorted({*range(least, greatest + 1, step), greatest, *inside})


def numeric(pack: Pack) -> list[str]:
    """The parameters of a pack that are numbers between bounds, and in use."""
    return [name for name, parameter in pack.parameters.items() if parameter.between]


def _settings(pack: Pack) -> str:
    """The pack, with all that it says and is set to: an office may change its own."""
    return pack.model_dump_json()


def version_of_facts(folder: Path) -> tuple[str, int]:
    """A folder, and when its facts were computed."""
    about = folder / "about.json"
    return str(folder), about.stat().st_mtime_ns if about.exists() else 0
