"""What each field of a form is for: data, one file a form and edition, in `editions/`."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vacatur.outputs.petition.application import Family

_STATE = "@"
"""Between the name of a field and the state of one of its boxes, where several boxes share a name."""


@dataclass(frozen=True)
class Place:
    """Where a value goes.

    Attributes:
        field: full name.
        state: of the box, without its slash, where several boxes have the name of the field; else None.
        value: what is put there (`values.VALUES`).
    """

    field: str
    state: str | None
    value: str


@dataclass(frozen=True)
class FieldMap:
    """The fields of one edition of a form.

    Attributes:
        form: number: `CR-400`.
        edition: as its foot says.
        title: of the form.
        family: the kind of paper that it is.
        sure_by: names of fields that together only this edition has.
        rows: offenses that it has rows for; 0: it lists none.
        places: what goes where.
    """

    form: str
    edition: str
    title: str
    family: Family
    sure_by: tuple[str, ...]
    rows: int
    places: tuple[Place, ...]

    def recognizes(self, names: Collection[str]) -> bool:
        """Whether a form with fields of these names is this edition."""
        return all(name in names for name in self.sure_by)


@cache
def field_maps() -> tuple[FieldMap, ...]:
    """Every form that can be filled in, by number and edition."""
    folder = files("vacatur.outputs.petition.forms").joinpath("editions")
    texts = [each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".toml")]
    found = [_field_map(tomllib.loads(text)) for text in texts]
    return tuple(sorted(found, key=lambda each: (each.form, each.edition)))


def _field_map(written: dict[str, object]) -> FieldMap:
    fields = written["fields"]
    sure_by = written["recognized_by"]
    assert isinstance(fields, dict) and isinstance(sure_by, list)
    return FieldMap(
        str(written["form"]),
        str(written["edition"]),
        str(written["title"]),
        Family(str(written["family"])),
        tuple(sure_by),
        int(str(written.get("rows", 0))),
        tuple(_place(name, value) for name, value in fields.items()),
    )


def _place(name: str, value: str) -> Place:
    field, _, state = name.partition(_STATE)
    return Place(field, state or None, value)
