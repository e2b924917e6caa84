"""Details that people keep in a TOML file, such as who signs a paper: what a value may be, and reading such a file with
every mistake collected and named by its key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from vacatur.errors import UsageError, because
from vacatur.outputs.printable import unprintable

_LONGEST, _LONGEST_PARAGRAPH = 160, 2000
"""Characters of one line of an address or name, and of a paragraph: more would not fit the paper."""


def _one_line(text: str) -> str:
    text = _not_blank(text)
    if not text.isprintable():
        raise ValueError("must be one line of printable text")
    _in_the_type(text)
    if len(text) > _LONGEST:
        raise ValueError(f"must have at most {_LONGEST} characters")
    return text


def _one_paragraph(text: str) -> str:
    text = " ".join(_not_blank(text).split())
    if not text.isprintable() or len(text) > _LONGEST_PARAGRAPH:
        raise ValueError(f"must be printable text of at most {_LONGEST_PARAGRAPH} characters")
    _in_the_type(text)
    return text


def _in_the_type(text: str) -> None:
    if lacking := unprintable(text):
        raise ValueError(f"must be in letters that the papers' type has, and it lacks {lacking}")


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank: leave an optional key out, or write a placeholder in [BRACKETS]")
    return text.strip()


def _bar_number(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) <= 6) and not is_placeholder(text):
        raise ValueError("must be the one to six digits of a State Bar number")
    return text


Line = Annotated[str, AfterValidator(_one_line)]
"""One line of printable text, not blank."""

Paragraph = Annotated[str, AfterValidator(_one_paragraph)]
"""Printable text, not blank; line breaks in it are blanks."""

Lines = Annotated[list[Line], Field(min_length=1, max_length=4)]
"""One to four such lines."""

BarNumber = Annotated[Line, AfterValidator(_bar_number)]
"""One to six digits, or a placeholder."""


def is_placeholder(text: str) -> bool:
    """Whether a text still holds something in brackets that somebody has to fill in."""
    return "[" in text and "]" in text


class Table(BaseModel):
    """A table of such a file: no unknown keys, no silent conversion, nothing changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Kept = TypeVar("Kept", bound=Table)


def read_details(path: Path, kind: type[Kept], what: str, *, repeating: bool = True) -> Kept:
    """Such a file.

    Args:
        what: it is called in a sentence: "office file".
        repeating: whether a sentence may repeat the value that it is about; not where that may tell who somebody is.

    Raises:
        UsageError: it cannot be read or is not TOML; or a key is missing, unknown or has a value that is not allowed:
            a sentence for each, with file, key and what is allowed.
    """
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: the {what} cannot be read: {because(error)}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: the {what} is not TOML: {error}.") from None
    try:
        return kind.model_validate(written)
    except ValidationError as error:
        mistakes = error.errors(include_url=False)
        found = dict.fromkeys(_sentence(kind, dict(mistake), repeating=repeating) for mistake in mistakes)
        raise UsageError("\n".join(f"{path}: {sentence}" for sentence in found)) from None


def placeholder_keys(table: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """Keys whose value is still a placeholder, in the file's order: "district_attorney.attorney"."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from placeholder_keys(value, f"{place}{key}.")
        elif any(
            isinstance(text, str) and is_placeholder(text) for text in (value if isinstance(value, list) else [value])
        ):
            yield f"{place}{key}"


def _sentence(kind: type[Table], mistake: Mapping[str, Any], *, repeating: bool) -> str:
    """What pydantic found, with the key and what is allowed there."""
    keys = [key if isinstance(key, str) else f"line {key + 1}" for key in mistake["loc"] if key != "[key]"]
    key = ".".join(keys).replace(".line ", " line ")
    if mistake["type"] == "missing":
        return f"{key}: is missing"
    if mistake["type"] == "extra_forbidden":
        allowed = list(_table_at(kind, keys[:-1]).model_fields)
        close = get_close_matches(keys[-1], allowed, n=1)
        meant = f"did you mean {close[0]}? " if close else ""
        return f"{key}: there is no such key; {meant}allowed: {', '.join(allowed)}"
    message = str(mistake["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    if not keys:
        return message
    if mistake["type"] in ("too_short", "too_long"):
        message = "must have one to four lines"
    return f"{key}: found {mistake['input']!r}; it {message}" if repeating else f"{key}: {message}"


def _table_at(kind: type[Table], keys: list[str]) -> type[Table]:
    """The table that keys lead to: of an office, "prosecutors", "city-long-beach" to that of an attorney."""
    place = kind
    for key in keys:
        field = place.model_fields.get(key)  # None: a key that people choose, such as a prosecutor's id
        within = _table_in(field.annotation) if field else place
        place = within or kind
    return place


def _table_in(annotation: Any) -> type[Table] | None:
    """The table that an annotation allows: by itself, optional, or as a value by key."""
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    return next((table for part in get_args(annotation) if (table := _table_in(part))), None)
