"""The policies to choose from: the packs that come with the program, and an office's own, kept in the data folder.

An own pack is a folder in `packs/`, as `vacatur pack new` begins one. One in which `vacatur pack check` finds a mistake
is shown with the mistake, and cannot be chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from vacatur.decide.check import check_pack
from vacatur.errors import PackError
from vacatur.law import pack as packs
from vacatur.law.pack import Pack, built_in_packs, load_pack, policy_packs
from vacatur.request import HYPOTHETICALS, STATUTE
from vacatur.web.wording import later
from vacatur.web.workplace import Workplace

FOLDER = "packs"
TAKEN = later("A pack of this name comes with the program. Give the folder, and the pack in it, another.")
NOT_COUNTED = later("It is about convictions of any offense. Here policies on cannabis are counted and run.")
_MANY = 64


@dataclass(frozen=True)
class Broken:
    """An own pack that cannot be chosen.

    Attributes:
        name: of its folder.
        mistakes: what is wrong, as `vacatur pack check` says it.
    """

    name: str
    mistakes: tuple[str, ...]


@dataclass(frozen=True)
class Own:
    """An office's own packs, each in the order of their names."""

    folder: Path
    packs: tuple[Pack, ...] = ()
    broken: tuple[Broken, ...] = ()


@cache
def built_in() -> tuple[Pack, ...]:
    """Every policy on cannabis that comes with the program: counties', then the statute, then the hypotheticals."""
    last = (STATUTE, *HYPOTHETICALS)
    return tuple(load_pack(name) for name in sorted(policy_packs(), key=lambda name: (name in last, name)))


def own(workplace: Workplace) -> Own:
    """What is in the data folder's `packs/`, as it stands now."""
    above = workplace.data / FOLDER
    found = [_found(folder) for folder in _folders(above)]
    good = tuple(each for each in found if isinstance(each, Pack))
    return Own(above, good, tuple(each for each in found if isinstance(each, Broken)))


def policies(workplace: Workplace) -> tuple[Pack, ...]:
    """All that may be chosen: the office's own first."""
    return (*own(workplace).packs, *built_in())


def nearest_first(choosable: Sequence[Pack], county: str) -> list[Pack]:
    """The office's own first, then those that are named after the county."""
    return sorted(
        choosable, key=lambda pack: (comes_along(pack), not (county and pack.title.upper().startswith(county)))
    )


def comes_along(pack: Pack) -> bool:
    """Whether a pack comes with the program."""
    return pack.folder.parent == packs.FOLDER


def asked_as(pack: Pack) -> str:
    """How a run asks for a pack: by its id, or by the folder of an own one."""
    return pack.id if comes_along(pack) else str(pack.folder)


def asked_for(name: str) -> Pack | None:
    """The pack that a run asked for in that way; None where this version, or the data folder, has it no more."""
    try:
        return next((pack for pack in built_in() if pack.id == name), None) or load_pack(name)
    except PackError:
        return None


def _folders(above: Path) -> Iterator[Path]:
    found = above.iterdir() if above.is_dir() else ()
    yield from sorted(each for each in found if each.is_dir() and not each.name.startswith("."))


def _found(folder: Path) -> Pack | Broken:
    try:
        return _read(folder, _version(folder))
    except (OSError, UnicodeDecodeError) as error:
        return Broken(folder.name, (f"{folder.name}: cannot be read: {getattr(error, 'strerror', None) or error}",))


def _version(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Changes when a file of the pack does: what is checked is kept until then."""
    seen = [(path.name, path.stat()) for path in sorted(folder.iterdir()) if path.is_file()]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in seen)


@lru_cache(maxsize=_MANY)
def _read(folder: Path, version: tuple[tuple[str, int, int], ...]) -> Pack | Broken:
    if folder.name in built_in_packs():
        return Broken(folder.name, (TAKEN,))
    if mistakes := check_pack(folder):
        return Broken(folder.name, tuple(mistakes))
    pack = load_pack(folder)
    return pack if pack.about == "prop64" else Broken(folder.name, (NOT_COUNTED,))
