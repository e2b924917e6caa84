"""What somebody chose on the policy page: county, date, policy, its parameters and assumptions.

A control of a policy is named `PACK.PARAMETER`, so that the controls of all policies stand in one form. `PACK.set` says
that they were there: a box that is not ticked is not sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from starlette.datastructures import ImmutableMultiDict

from vacatur.law.pack import Pack
from vacatur.law.parameter import Parameter
from vacatur.web.packs import nearest_first
from vacatur.web.wording import _

Fields = ImmutableMultiDict[str, str]
Pairs = list[tuple[str, str]]
ASSUME = "assume"
"""`PACK.assume` holds the assumptions that are switched on."""


@dataclass(frozen=True)
class Choice:
    """What was chosen, and what is wrong with it.

    Attributes:
        pack: with its settings; those that are not allowed stay as they were.
        packs: every policy, each with what was set of it.
        settings: what was set of the chosen one.
        errors: sentences by the control that they belong to.
        shown: what stands in a control that is not right yet, as it was entered.
    """

    county: str
    as_of: date | None
    pack: Pack | None
    packs: list[Pack]
    settings: Mapping[str, object] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether it can be counted and run."""
        return bool(self.county and self.as_of and self.pack and not self.errors)

    def fields(self) -> Pairs:
        """The controls that say the same again: for an address, or for a hidden copy of the form."""
        pairs = [("county", self.county), ("as_of", self.as_of.isoformat() if self.as_of else "")]
        if self.pack:
            pairs += [("pack", self.pack.id), *fields_of(self.pack)]
        return pairs


def read_choice(fields: Fields, counties: Sequence[str], proposed: date, choosable: Sequence[Pack]) -> Choice:
    """What was chosen; what was not is proposed: the county with the most convictions, this day, no policy.

    Args:
        counties: those of the delivery, the likeliest first.
        proposed: the date where none was given.
        choosable: the policies.
    """
    errors: dict[str, str] = {}
    shown: dict[str, str] = {}
    county = str(fields.get("county", counties[0] if counties else ""))
    if county not in counties:
        errors["county"] = _("Choose a county of the files.")
    as_of, day = _day(str(fields.get("as_of", proposed.isoformat()))), str(fields.get("as_of", ""))
    if as_of is None:
        errors["as_of"] = _("Give a day, such as 2020-07-01.")
        shown["as_of"] = day
    packs, asked = [], str(fields.get("pack", ""))
    chosen, chosen_settings = None, {}
    for pack in nearest_first(choosable, county):
        settings, wrong = settings_of(pack, fields)
        here = pack.with_settings(settings, _assumed(pack, fields))
        packs.append(here)
        if pack.id == asked:
            chosen, chosen_settings = here, settings
            errors |= wrong
            shown |= {name: str(fields.get(name, "")) for name in wrong}
    if asked and chosen is None:
        errors["pack"] = _("There is no such policy. Choose one of these.")
    return Choice(county, as_of, chosen, packs, chosen_settings, errors, shown)


def settings_of(pack: Pack, fields: Fields) -> tuple[dict[str, object], dict[str, str]]:
    """The values that were set for a pack's parameters, and a sentence for each that is not allowed."""
    settings: dict[str, object] = {}
    wrong: dict[str, str] = {}
    if f"{pack.id}.set" not in fields:
        return settings, wrong
    for name, parameter in pack.parameters.items():
        control = f"{pack.id}.{name}"
        try:
            settings[name] = parameter.accept(_given(parameter, control, fields))
        except ValueError:
            wrong[control] = _allowed(parameter)
    return settings, wrong


def _given(parameter: Parameter, control: str, fields: Fields) -> object:
    if isinstance(parameter.value, bool):
        return control in fields
    if isinstance(parameter.value, int):
        off = parameter.off is not None and f"{control}.use" not in fields
        return parameter.off if off else fields.get(control, "")
    return [str(item) for item in fields.getlist(control)]


def _allowed(parameter: Parameter) -> str:
    if parameter.between:
        least, greatest = parameter.between
        return _("Give a whole number from %(least)s to %(greatest)s.", least=least, greatest=greatest)
    return _("Choose among these.")


def _assumed(pack: Pack, fields: Fields) -> list[str]:
    known = [assumption.id for assumption in pack.assumptions]
    return [str(name) for name in fields.getlist(f"{pack.id}.{ASSUME}") if name in known]


def fields_of(pack: Pack) -> Iterator[tuple[str, str]]:
    """The controls that set a pack to what it is set to."""
    yield f"{pack.id}.set", "1"
    for name, parameter in pack.parameters.items():
        control, value = f"{pack.id}.{name}", parameter.value
        if isinstance(value, bool):
            yield from [(control, "yes")] if value else []
        elif isinstance(value, int):
            used = [(f"{control}.use", "yes")] if parameter.off is not None else []
            yield from [*used, (control, str(value))] if value != parameter.off else []
        else:
            yield from ((control, item) for item in value)
    yield from ((f"{pack.id}.{ASSUME}", name) for name in pack.assumed)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
