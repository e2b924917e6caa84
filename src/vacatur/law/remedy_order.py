"""In which order several remedies for one conviction are shown: data (`remedy_order.toml`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from vacatur.errors import PackError
from vacatur.law.pack import Relief, read_toml, sentences
from vacatur.law.parameter import Part, Text

FILE = Path(__file__).parent / "remedy_order.toml"


class Standing(Part):
    """The place of one remedy among others: that of its entry in the file.

    Attributes:
        pack: the pack that decides.
        determination: what it decides, or at best may.
        relief: of the rule that decides; None: any.
        presumed: what to show where the pack's rules do not say.
        why: one plain sentence.
    """

    pack: Text
    determination: Literal["dismiss", "reduce"]
    relief: Relief | None = None
    presumed: Relief | None = None
    why: Text


@cache
def load_standings() -> tuple[Standing, ...]:
    """The order that comes with the program, the best first.

    Raises:
        PackError: the file is wrong; every mistake is named.
    """
    written = read_toml(FILE, FILE.name)
    try:
        return tuple(TypeAdapter(list[Standing]).validate_python(written.get("standing", []), strict=True))
    except ValidationError as error:
        raise PackError(sentences(error, FILE.name, "standing")) from None
