"""Parameters of a pack: what an office may set, within bounds, and how what it gives is read."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from vacatur.law.conditions import Setting

Text = Annotated[str, Field(min_length=1)]
"""A text that must not be blank."""

TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


class Part(BaseModel):
    """A table of a pack: no unknown keys, no silent conversion, nothing changed once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Parameter(Part):
    """A value that an office may set, within bounds.

    Attributes:
        value: yes or no, a whole number, or a list.
        label: what it means, for whoever sets it.
        between: least and greatest number.
        off: a number outside the bounds that means: not used.
        allowed: what a list may hold.
    """

    value: bool | int | list[str]
    label: Text
    between: tuple[int, int] | None = Field(default=None, strict=False)
    off: int | None = None
    allowed: list[str] | None = None

    @model_validator(mode="after")
    def _within_bounds(self) -> Parameter:
        """A value outside its own bounds, or a number or list without any."""
        if not isinstance(self.value, bool) and (self.between if isinstance(self.value, int) else self.allowed) is None:
            raise ValueError("a number needs between = [least, greatest]; a list needs allowed = [...]")
        self.accept(self.value)
        return self

    def accept(self, given: object) -> Setting:
        """The value that was given, in this parameter's type; texts of a command line are read.

        Raises:
            ValueError: it is none that is allowed; the sentence says which are.
        """
        if isinstance(self.value, bool):
            return _yes_or_no(given)
        if isinstance(self.value, int):
            return self._number(given)
        items = _items(given) if isinstance(given, str) else given
        if not isinstance(items, list) or not set(items) <= set(self.allowed or ()):
            raise ValueError(f"found {given!r}; allowed: {self.describe()}")
        return list(dict.fromkeys(items))

    def _number(self, given: object) -> int:
        text = str(given).strip()
        number = int(text) if text.isdecimal() and not isinstance(given, bool | float) else None
        least, greatest = self.between or (0, 0)
        if number is None or not (number == self.off or least <= number <= greatest):
            raise ValueError(f"found {given!r}; allowed: {self.describe()}")
        return number

    def describe(self) -> str:
        """What may be set, in words."""
        if self.between and isinstance(self.value, int):
            also = "" if self.off is None else f", or {self.off} for off"
            return f"a whole number from {self.between[0]} to {self.between[1]}{also}"
        return "yes or no" if isinstance(self.value, bool) else f"some of {', '.join(self.allowed or ())}, or none"


def _items(text: str) -> list[str]:
    """What a list holds, with commas between or as the program shows it: `11357/11358`, `none`."""
    return [] if text.strip().lower() == "none" else [item.strip() for item in re.split("[,/]", text) if item.strip()]


def _yes_or_no(given: object) -> bool:
    if isinstance(given, bool):
        return given
    text = given.strip().lower() if isinstance(given, str) else ""
    if text not in (*TRUE, *FALSE):
        raise ValueError(f"found {given!r}; allowed: yes or no")
    return text in TRUE
