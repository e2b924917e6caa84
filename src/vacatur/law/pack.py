"""Packs: a law or a policy as data, read and validated. Whether its rules hold together is for `decide/check.py`.

A pack is a folder: `law.md` (in words), `pack.toml` (parameters, and rules in order) and `cases.toml` (worked cases).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from vacatur.errors import PackError
from vacatur.law.conditions import Setting, condition_names
from vacatur.law.parameter import Parameter, Part, Text

Determination = Literal["dismiss", "reduce", "not_eligible", "review", "refer", "out_of_scope"]
"""What a rule may decide. The labels of old spreadsheets belong to a pack's output, not here."""

About = Literal["prop64", "any"]
"""Which convictions a pack is about: those that Proposition 64 may reach, with their related charges; or any."""

FOLDER = Path(__file__).parent / "packs"
LABELS: dict[Determination, str] = {
    "dismiss": "Eligible for Dismissal",
    "reduce": "Eligible for Reduction",
    "not_eligible": "Not eligible",
    "review": "Hand Review",
    "refer": "To be reviewed by another prosecutor",
    "out_of_scope": "Relief already granted",
}
"""What the old spreadsheets show for a determination, where a pack says nothing else."""

_TABLES = {
    "labels": "labels", "parameters": "parameters", "rule": "rules", "assumption": "assumptions", "note": "notes",
}  # fmt: skip
"""The tables of `pack.toml` beside `[pack]`, and the attribute of each."""

_NO_KEYS = {"rules", "notes", "assumptions", "assumed", "folder"}
"""Attributes of a pack that are no keys of `[pack]`."""

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="small letters, digits and hyphens")]
Fact = bool | int | float | date | str


Relief = Literal["mandatory", "discretionary", "automatic"]
"""Whether a court must grant a relief, may grant it, or nobody need ask for it."""


class Rule(Part):
    """One step of the cascade: when the condition holds, this decides.

    Attributes:
        relief: of a rule that dismisses or reduces; None: the pack does not say.
    """

    id: Id
    when: Text
    determination: Determination
    reason: Text
    cite: str = ""
    relief: Relief | None = None


class Assumption(Part):
    """What is taken for a fact that is unknown, where `when` holds; off unless switched on.

    Attributes:
        presumed: on from the start, because the law itself presumes it; a decision that rests on it says so.
    """

    id: Id
    text: Text
    fact: Text
    value: Fact
    when: Text = "TRUE"
    cite: str = ""
    presumed: bool = False


class Note(Part):
    """A remark shown beside a decision; it changes none."""

    id: Id
    when: Text
    text: Text
    cite: str = ""


class Pack(Part):
    """A law or a policy: scope, parameters, and rules in order, the first of which to hold decides.

    Attributes:
        about: which convictions it is asked about; its scope says which of them it decides.
        id: the name by which it is asked for; that of its folder.
        title: one line.
        cite: the statutes or documents that it encodes.
        status: what it rests on, and what is unconfirmed.
        in_force_from: first day on which it was in force; None: not known.
        in_force_until: last such day; None: still in force.
        series: packs of one series follow each other in time, without gap or overlap; empty: none.
        scope: condition; convictions for which it is false are not listed.
        occurred_after_column: whether old spreadsheets get the column "Occurred after 11/9/2016".
        floor_when_unknown: facts that the data never gives: when only these are unknown, the least outcome decides.
        labels: what old spreadsheets show for each determination.
        parameters: by name.
        rules: in order.
        assumptions: by id, to be switched on.
        notes: remarks.
        folder: where it was read.
        assumed: ids of the assumptions that are switched on.
    """

    id: Id
    title: Text
    cite: Annotated[list[Text], Field(min_length=1)]
    status: Text
    about: About = "prop64"
    in_force_from: date | None = None
    in_force_until: date | None = None
    series: str = ""
    scope: Text
    occurred_after_column: bool = False
    floor_when_unknown: list[str] = Field(default_factory=list)
    labels: dict[Determination, str] = Field(default_factory=dict)
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    rules: Annotated[list[Rule], Field(min_length=1)]
    assumptions: list[Assumption] = Field(default_factory=list)
    notes: list[Note] = Field(default_factory=list)
    folder: Path
    assumed: tuple[str, ...] = ()

    def with_settings(self, settings: Mapping[str, object], assume: Iterable[str] = ()) -> Pack:
        """This pack with other values for its parameters, and with assumptions switched on.

        Args:
            settings: values by parameter; texts, as a command line gives them, are read.
            assume: ids of assumptions.

        Raises:
            PackError: a parameter or assumption that the pack lacks, or a value that is not allowed; all are named.
        """
        mistakes: list[str] = []
        parameters = dict(self.parameters)
        for name, given in settings.items():
            if name not in parameters:
                mistakes.append(f"{self.id}: there is no parameter {name!r}{nearest(name, parameters)}")
                continue
            try:
                value = parameters[name].accept(given)
            except ValueError as error:
                mistakes.append(f"{self.id}: {name}: {error}")
            else:
                parameters[name] = parameters[name].model_copy(update={"value": value})
        known = [assumption.id for assumption in self.assumptions]
        wanted = list(assume)
        strange = [name for name in wanted if name not in known]
        mistakes += [f"{self.id}: there is no assumption {name!r}{nearest(name, known)}" for name in strange]
        if mistakes:
            raise PackError(mistakes)
        assumed = tuple(name for name in known if name in wanted or name in self.assumed)
        return self.model_copy(update={"parameters": parameters, "assumed": assumed})

    def values(self) -> dict[str, Setting]:
        """The value in force of each parameter."""
        return {name: parameter.value for name, parameter in self.parameters.items()}

    def relief_of(self, rule: str) -> Relief | None:
        """Whether a court must grant what a rule gives, may, or nobody need ask; None when the pack does not say, or
        the rule gives nothing.
        """
        return next((each.relief for each in self.rules if each.id == rule), None)

    def conditions(self) -> Iterator[tuple[str, str]]:
        """Every condition of the pack, with the place where it stands."""
        yield "scope", self.scope
        yield from ((f"rule {rule.id}: when", rule.when) for rule in self.rules)
        yield from ((f"assumption {assumption.id}: when", assumption.when) for assumption in self.assumptions)
        yield from ((f"note {note.id}: when", note.when) for note in self.notes)


def built_in_packs() -> list[str]:
    """Ids of the packs that come with the program, in alphabetical order."""
    return sorted(folder.name for folder in FOLDER.iterdir() if (folder / "pack.toml").is_file())


def policy_packs() -> list[str]:
    """Ids of the built-in packs about what Proposition 64 may reach: the statute and offices' policies."""
    return [name for name in built_in_packs() if load_pack(name).about == "prop64"]


def load_pack(id_or_folder: str | Path) -> Pack:
    """A pack, by the id of a built-in one or by its folder.

    Raises:
        PackError: there is none, or `pack.toml` is wrong; every mistake names file, key, what was found and is allowed.
    """
    folder = find_folder(id_or_folder)
    return _built_in(folder) if folder.parent == FOLDER else _read(folder)


@cache
def _built_in(folder: Path) -> Pack:
    """A pack that comes with the program: it stays as it is, so it is read once."""
    return _read(folder)


def _read(folder: Path) -> Pack:
    where = f"{folder.name}/pack.toml"
    written = read_toml(folder / "pack.toml", where)
    head = written.pop("pack", {})
    if not isinstance(head, dict):
        raise PackError([f"{where}: pack must be a table: [pack]"])
    strange = [key for key in written if key not in _TABLES]
    unknown = [f"{where}: {key}: there is no such table{nearest(key, ['pack', *_TABLES])}" for key in strange]
    tables_read = {field: written[key] for key, field in _TABLES.items() if key in written}
    try:
        pack = Pack.model_validate({**head, **tables_read, "folder": folder})
    except ValidationError as error:
        raise PackError(unknown + sentences(error, where)) from None
    mistakes = unknown + [f"{where}: {mistake}" for mistake in _loose_ends(pack, set(head))]
    if mistakes:
        raise PackError(mistakes)
    presumed = tuple(assumption.id for assumption in pack.assumptions if assumption.presumed)
    return pack.model_copy(update={"labels": {**LABELS, **pack.labels}, "assumed": presumed})


def find_folder(id_or_folder: str | Path) -> Path:
    """The folder of a built-in pack, or the folder itself.

    Raises:
        PackError: there is no such built-in pack and no such folder.
    """
    if (FOLDER / str(id_or_folder) / "pack.toml").is_file():
        return FOLDER / str(id_or_folder)
    folder = Path(id_or_folder)
    if (folder / "pack.toml").is_file():
        return folder.resolve()
    if folder.is_dir():
        raise PackError([f"{folder}: the folder has no pack.toml"])
    asked = str(id_or_folder)
    raise PackError([f"there is no pack {asked!r}, and no such folder{nearest(asked, built_in_packs())}"])


def read_toml(path: Path, where: str) -> dict[str, object]:
    """The tables of a TOML file.

    Raises:
        PackError: it cannot be read, or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PackError([f"{where}: cannot be read: {error.strerror}"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PackError([f"{where}: is not TOML: {error}"]) from None


def _loose_ends(pack: Pack, keys: set[str]) -> Iterator[str]:
    """Keys that belong elsewhere, names used twice, conditions that are none, and parameters that do not exist."""
    yield from (f"pack.{key}: there is no such key" for key in sorted(keys & _NO_KEYS))
    for kind, parts in (("rule", pack.rules), ("assumption", pack.assumptions), ("note", pack.notes)):
        ids = [part.id for part in parts]
        yield from (f"{kind} {name}: this id is used twice" for name in dict.fromkeys(ids) if ids.count(name) > 1)
    for place, sql in pack.conditions():
        try:
            parameters = condition_names(sql)[1]
        except ValueError as error:
            yield f"{place}: {error}"
            continue
        for name in sorted(parameters - set(pack.parameters)):
            yield f"{place}: there is no parameter :{name}{nearest(name, pack.parameters)}"


def sentences(error: ValidationError, where: str, table: str = "") -> list[str]:
    """What pydantic found, each as a sentence with file, key (within a table), what was found and what is allowed."""
    return list(dict.fromkeys(_sentence(dict(found), where, table) for found in error.errors(include_url=False)))


def _sentence(found: Mapping[str, object], where: str, table: str) -> str:
    place = found["loc"] if isinstance(found["loc"], tuple) else ()
    tables = {attribute: name for name, attribute in _TABLES.items()}
    keys = [table, *(tables.get(key, key) if isinstance(key, str) else f"number {key + 1}" for key in place)]
    key = " ".join(part for part in keys if part not in ("", "bool", "int", "float", "str", "date", "list[str]"))
    message = str(found["msg"]).removeprefix("Value error, ")
    if found["type"] == "missing":
        return f"{where}: {key}: is missing"
    if found["type"] == "extra_forbidden":
        return f"{where}: {key}: there is no such key"
    said = f"{message[0].lower()}{message[1:]}"
    if isinstance(found["input"], dict):  # a whole table; the sentence itself says what in it is wrong
        return f"{where}: {key}: {said}"
    return f"{where}: {key}: found {found['input']!r}; {said}"


def nearest(name: str, allowed: Iterable[str]) -> str:
    """What a person may have meant, and what is allowed, to end a sentence with."""
    known = sorted(allowed)
    if not known:
        return "; there are none"
    close = get_close_matches(name, known, n=3)
    every = ", ".join(known)
    return f"; did you mean {' or '.join(close)}? There are {every}" if close else f"; there are {every}"
