"""The office's details as a form: who files, in which court, whom people may call; kept for a county, in the data
folder, as the office file that `vacatur file --office` reads.

What is left blank stays a visible placeholder in the papers.
"""

from __future__ import annotations

import json
import re
import tomllib
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from vacatur.outputs.office import Attorney, Office, is_placeholder, template
from vacatur.private import whole_file
from vacatur.web.wording import _, later
from vacatur.web.workplace import Workplace

FOLDER = "offices"
PROSECUTORS = "prosecutors"
Kind = Literal["line", "lines", "paragraph", "date", "yes/no"]

TABLES = {
    "court": later("The court"),
    "case": later("The motion's own case"),
    "motion": later("What only the attorney can say"),
    "district_attorney": later("The District Attorney's attorney"),
    "public_defender": later("The public defender"),
    "letters": later("Letters to the people"),
}
"""The parts of the form, and their headings."""

LABELS = {
    "name": later("Name"),
    "county": later("County"),
    "street": later("Street and number"),
    "city": later("City, state and ZIP code"),
    "branch": later("Branch or district"),
    "department": later("Department"),
    "judge": later("Judge"),
    "hearing_date": later("Day of the hearing"),
    "hearing_time": later("Time of the hearing"),
    "number": later("Case number of the motion"),
    "case_number": later("Case number of this prosecutor's own motion"),
    "defendants": later("The other side, in the caption"),
    "beyond_the_statute": later("By what power the court dismisses beyond HS 11361.8"),
    "sealing": later("Why the complete exhibits are not open to the public"),
    "case_numbers_in_redacted": later("The redacted exhibits show case numbers"),
    "office": later("Office"),
    "head": later("Head of the office"),
    "attorney": later("Attorney who signs"),
    "title": later("Title"),
    "state_bar_number": later("State Bar number"),
    "address": later("Address, up to four lines"),
    "telephone": later("Telephone"),
    "fax": later("Fax"),
    "email": later("Email"),
    "attorney_for": later("Attorney for"),
    "website": later("Website"),
    "return_address": later("Return address, up to four lines"),
    "hotline": later("Telephone for questions"),
    "hours": later("Hours of the telephone"),
    "order_date": later("Day on which the judge signed the order"),
}

_PARAGRAPHS = {"beyond_the_statute", "sealing"}
_ALLOWED: dict[Kind, str] = {
    "line": later("Give one line of at most 160 characters, all of which the papers can print."),
    "lines": later("Give one to four lines, each of at most 160 characters that the papers can print."),
    "paragraph": later("Give at most 2,000 characters, all of which the papers can print."),
    "date": later("Give a day, such as 2020-02-11."),
    "yes/no": later("Choose among these."),
}


@dataclass(frozen=True)
class Control:
    """A control of the form.

    Attributes:
        id: `court.street`, or `prosecutors.city-long-beach.attorney`.
        placeholder: what the papers show while it is blank; empty where they show nothing.
        value: what stands in it.
    """

    id: str
    label: str
    kind: Kind
    placeholder: str
    value: str


@dataclass(frozen=True)
class Part:
    """A part of the form: its heading and controls.

    Attributes:
        blank: how many of its placeholders are still shown in papers.
    """

    id: str
    heading: str
    controls: list[Control]

    @property
    def blank(self) -> int:
        """How many placeholders the papers still show."""
        return sum(bool(control.placeholder and not control.value) for control in self.controls)


def path_of(workplace: Workplace, county: str) -> Path:
    """Where the office file of a county is kept."""
    name = re.sub(r"[^a-z0-9]+", "-", county.lower()).strip("-") or "county"
    return workplace.data / FOLDER / f"{name}.toml"


def kept(path: Path, county: str) -> dict[str, Any]:
    """What the office file says; placeholders where there is none, or none that can be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return tomllib.loads(template(county))


def parts_of(content: Mapping[str, Any], county: str, others: Sequence[tuple[str, str]]) -> list[Part]:
    """The form.

    Args:
        content: of the office file.
        others: ids and names of the other prosecutors whose papers are written.
    """
    blank = tomllib.loads(template(county))
    parts = [
        Part(table, _(heading), list(_controls(table, _model(table), content.get(table, {}), blank.get(table, {}))))
        for table, heading in TABLES.items()
    ]
    for id_, name in others:
        theirs = content.get(PROSECUTORS, {}).get(id_, {})
        parts.append(
            Part(
                f"{PROSECUTORS}.{id_}",
                name,
                list(_controls(f"{PROSECUTORS}.{id_}", Attorney, theirs, blank["district_attorney"])),
            )
        )
    return parts


def _model(table: str) -> type[BaseModel]:
    annotation = Office.model_fields[table].annotation
    assert isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return annotation


def _controls(
    table: str, model: type[BaseModel], content: Mapping[str, Any], blank: Mapping[str, Any]
) -> Iterator[Control]:
    for name, info in model.model_fields.items():
        kind = _kind(name, info)
        usual = blank.get(name, None if info.is_required() else info.default)
        placeholder = _text(usual) if _is_open(usual) else ""
        value = content.get(name, "" if info.is_required() else info.default)
        shown = "" if _is_open(value) else _text(value)
        yield Control(f"{table}.{name}", _(LABELS.get(name, name.replace("_", " "))), kind, placeholder, shown)


def _kind(name: str, info: FieldInfo) -> Kind:
    if name in _PARAGRAPHS:
        return "paragraph"
    annotation: Any = info.annotation
    if get_origin(annotation) in (types.UnionType,):
        annotation = next(each for each in get_args(annotation) if each is not types.NoneType)
    if annotation is bool:
        return "yes/no"
    if annotation is date:
        return "date"
    return "lines" if get_origin(annotation) is list else "line"


def _is_open(value: object) -> bool:
    """Whether it still holds something in brackets."""
    texts = value if isinstance(value, list) else [value]
    return any(isinstance(text, str) and is_placeholder(text) for text in texts)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def read_form(
    fields: Mapping[str, str], county: str, others: Sequence[tuple[str, str]]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The office file that a form says, and a sentence for each control that is not right."""
    content: dict[str, Any] = {}
    kinds: dict[str, Kind] = {}
    blank = tomllib.loads(template(county))
    for table in TABLES:
        content[table] = _table(fields, table, _model(table), blank.get(table, {}), kinds)
    for id_, _name in others:
        table = f"{PROSECUTORS}.{id_}"
        given = [name for name in Attorney.model_fields if fields.get(f"{table}.{name}", "").strip()]
        if set(given) - {"attorney_for"}:
            usual = blank["district_attorney"]
            content.setdefault(PROSECUTORS, {})[id_] = _table(fields, table, Attorney, usual, kinds)
    try:
        Office.model_validate(content)
    except ValidationError as error:
        wrong: dict[str, str] = {}
        for found in error.errors(include_url=False):
            control = ".".join(str(key) for key in found["loc"] if not isinstance(key, int))
            wrong[control] = _said(control, kinds.get(control, "line"))
        return content, wrong
    return content, {}


def _said(control: str, kind: Kind) -> str:
    if control.endswith("state_bar_number"):
        return _("Give the one to six digits of a State Bar number.")
    return _(_ALLOWED[kind])


def _table(
    fields: Mapping[str, str], table: str, model: type[BaseModel], blank: Mapping[str, Any], kinds: dict[str, Kind]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        control = f"{table}.{name}"
        kind = kinds[control] = _kind(name, info)
        text = fields.get(control, "").strip()
        if kind == "yes/no":
            found[name] = bool(text)
        elif text:
            found[name] = _value(text, kind)
        elif info.is_required():
            found[name] = blank[name]
    return found


def _value(text: str, kind: Kind) -> object:
    if kind == "lines":
        return [line.strip() for line in text.splitlines() if line.strip()]
    if kind == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text  # refused below, as it was entered
    return " ".join(text.split()) if kind == "paragraph" else text


def save(path: Path, content: Mapping[str, Any]) -> None:
    """Write the office file, so that a reader sees all of the old or all of the new."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with whole_file(path) as stream:
        stream.write(("\n".join(_toml(content)) + "\n").encode())


def _toml(content: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """TOML: values of a table first, then the tables within it."""
    tables = {name: value for name, value in content.items() if isinstance(value, Mapping)}
    values = {name: value for name, value in content.items() if name not in tables}
    if place and values:
        yield f"\n[{place}]"
    yield from (f"{name} = {_literal(value)}" for name, value in values.items())
    for name, table in tables.items():
        yield from _toml(table, f"{place}.{name}" if place else name)


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(map(_literal, value)) + "]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
