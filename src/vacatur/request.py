"""What was asked for: packs with their settings, a county that the file holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from vacatur.decide.check import mistakes_in_rules
from vacatur.errors import PackError, UsageError
from vacatur.law.options import PACK as CONFIGURABLE
from vacatur.law.options import mistakes_of_settings, read_options
from vacatur.law.pack import FOLDER, About, Pack, load_pack
from vacatur.record.history import History

STATUTE = "ca-prop64-statute"
"""What the law itself gives is always computed: a policy's result never stands in its place."""

HYPOTHETICALS = ("ca-dismiss-all", "ca-dismiss-all-and-related")
"""Policies whose effect is always computed beside the chosen one, so that counties can be compared."""


def choose_packs(
    packs: Sequence[str | Path | Pack], settings: Mapping[str, object], assume: Iterable[str], options: Path | None
) -> list[Pack]:
    """The packs of a run: the office's choice with its settings, those asked for beside it, the statute and the
    hypotheticals.

    Args:
        settings: values for parameters of the first pack; they go over those of the options file.
        options: an options file of the wizard of old; it stands for the configurable pack.

    Raises:
        PackError: a pack, a parameter, a value or an assumption that does not exist or is out of range; or a section
            that the configurable pack's settings put in both of its lists, or in neither.
        UsageError: no pack was asked for, one was asked for twice, or the options file does not go with the first.
    """
    asked = [sound_pack(pack) for pack in packs]
    settings = dict(settings)
    if options is not None:
        asked = asked or [load_pack(CONFIGURABLE)]
        if asked[0].id != CONFIGURABLE:
            raise UsageError(
                f"The options file sets the pack {CONFIGURABLE}; the first pack asked for is {asked[0].id}."
            )
        settings = {**read_options(options), **settings}
    if not asked:
        raise UsageError("Say which policy decides: --pack ID. `vacatur pack list` shows them.")
    asked[0] = asked[0].with_settings(settings, assume)
    if asked[0].id == CONFIGURABLE and settings and (mistakes := mistakes_of_settings(asked[0].values())):
        raise PackError(mistakes)
    ids = [pack.id for pack in asked]
    twice = {name for name in ids if ids.count(name) > 1}
    if twice:
        raise UsageError(
            f"{', '.join(sorted(twice))} is asked for twice. "
            "Give each pack once; `vacatur compare` takes variants of one."
        )
    return asked + [load_pack(name) for name in (STATUTE, *HYPOTHETICALS) if name not in ids]


def sound_pack(pack: str | Path | Pack) -> Pack:
    """A pack that was asked for, by id, folder or as it is, whose rules can decide.

    Raises:
        PackError: there is none, or it is wrong; every mistake is named, as `vacatur pack check` names it.
    """
    found = pack if isinstance(pack, Pack) else load_pack(pack)
    if found.folder.parent != FOLDER and (mistakes := list(mistakes_in_rules(found))):
        raise PackError(mistakes)
    return found


def check_day(as_of: object) -> None:
    """Refuse a day of evaluation that is no date.

    Raises:
        UsageError: it is a text, or a moment.
    """
    if not isinstance(as_of, date) or isinstance(as_of, datetime):
        raise UsageError(f"as_of is {as_of!r}. Expected: a date, such as date(2020, 7, 1).")


def about_of(packs: Iterable[Pack]) -> About:
    """Which convictions must be asked about for these packs."""
    return "any" if any(pack.about == "any" for pack in packs) else "prop64"


def check_county(history: History, county: str | None) -> None:
    """Refuse a county that the delivery does not name; None stands for every county.

    Raises:
        UsageError: it names others; the nearest are given.
    """
    if county is not None:
        check_named(history.events["county"].unique().drop_nulls().cast(pl.String).sort().to_list(), county)


def check_named(named: Sequence[str], county: str | None) -> None:
    """Refuse a county that is not among those that a delivery names; None stands for every county.

    Args:
        named: in alphabetical order.

    Raises:
        UsageError: the nearest are given.
    """
    if county is None or county in named:
        return
    near = get_close_matches(county, named, n=3, cutoff=0.5)
    hint = (
        f"Nearest: {', '.join(near)}."
        if near
        else f"It names {', '.join(named[:8]) or 'none'}{' and others' if len(named) > 8 else ''}."
    )
    raise UsageError(f"No row of the file is of the county {county!r}. {hint}")
