"""The fields of a form as its pages show them: every widget annotation of every page, whether or not the tree of
fields knows it. In the CR-400 of 2017 the fields for firm, bar number and fax stand on the page alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

_DEEPEST = 50
"""Parents of a widget that are followed: a damaged file may lead in a ring."""

_READ_ONLY, _MULTILINE, _PUSH_BUTTON, _PASSWORD = 1, 1 << 12, 1 << 16, 1 << 13
_HIDDEN, _PRINT, _NO_VIEW = 2, 4, 32
OFF = "/Off"


@dataclass(frozen=True)
class Widget:
    """One place on a page where a field is filled in.

    Attributes:
        name: of the field, from the outermost part to the innermost, joined by points.
        page: from 0.
        kind: `/Tx` text, `/Btn` a box; others are left alone.
        flags: of the field.
        annotation: what the page holds.
        field: what holds the value: the annotation, or a parent of it.
    """

    name: str
    page: int
    kind: str
    flags: int
    annotation: DictionaryObject
    field: DictionaryObject

    @property
    def is_text(self) -> bool:
        """Whether text is written in it."""
        return self.kind == "/Tx" and not self.flags & _PASSWORD

    @property
    def is_box(self) -> bool:
        """Whether it is checked or not."""
        return self.kind == "/Btn" and not self.flags & _PUSH_BUTTON

    @property
    def lines(self) -> bool:
        """Whether text in it may take several lines."""
        return bool(self.flags & _MULTILINE)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points; of no width where the file gives none."""
        corners = [float(each) for each in _array(self.annotation, "/Rect")]
        return (abs(corners[2] - corners[0]), abs(corners[3] - corners[1])) if len(corners) == 4 else (0.0, 0.0)

    @property
    def most(self) -> int | None:
        """Characters that the field takes at most; None: any number."""
        found = _inherited(self.annotation, "/MaxLen")
        return int(found) if isinstance(found, NumberObject) and found > 0 else None

    @property
    def on_states(self) -> list[str]:
        """Names under which the box has a picture of itself checked: `/Yes`, `/1`."""
        pictures = _dictionary(_dictionary(self.annotation, "/AP"), "/N")
        if hasattr(pictures, "get_data"):  # one picture, whatever the state
            return []
        return [str(name) for name in pictures if name.lower() != OFF.lower()]

    @property
    def text(self) -> str:
        """The text it holds."""
        found = _inherited(self.annotation, "/V")
        return "" if found is None or isinstance(found, NameObject) else str(found)

    @property
    def state(self) -> str:
        """The state that the page shows."""
        return str(self.annotation.get("/AS", OFF))

    def show(self) -> None:
        """Have it seen and printed."""
        flags = int(self.annotation.get("/F", 0))
        self.annotation[NameObject("/F")] = NumberObject((flags | _PRINT) & ~(_HIDDEN | _NO_VIEW))


def widgets_of(form: PdfReader | PdfWriter) -> list[Widget]:
    """Every widget, page by page."""
    return [widget for number, page in enumerate(form.pages) for widget in _on(page, number)]


def _on(page: DictionaryObject, number: int) -> Iterator[Widget]:
    for reference in _array(page, "/Annots"):
        annotation = reference.get_object()
        if isinstance(annotation, DictionaryObject) and annotation.get("/Subtype") == "/Widget":
            chain = list(_chain(annotation))
            names = [str(part["/T"]) for part in reversed(chain) if "/T" in part]
            field = next((part for part in chain if "/T" in part), annotation)
            kind = str(_inherited(annotation, "/FT") or "")
            flags = _inherited(annotation, "/Ff")
            yield Widget(
                ".".join(names), number, kind, int(flags) if isinstance(flags, NumberObject) else 0, annotation, field
            )


def _chain(annotation: DictionaryObject) -> Iterator[DictionaryObject]:
    """The annotation, the field above it, and so on."""
    part: Any = annotation
    for _ in range(_DEEPEST):
        if not isinstance(part, DictionaryObject):
            return
        yield part
        part = part["/Parent"].get_object() if "/Parent" in part else None


def _inherited(annotation: DictionaryObject, key: str) -> Any:
    """A value of the annotation, or of the nearest field above it that has one."""
    return next((part[key] for part in _chain(annotation) if key in part), None)


def _array(holder: DictionaryObject, key: str) -> ArrayObject:
    found = holder.get(key)
    found = found.get_object() if found is not None else None
    return found if isinstance(found, ArrayObject) else ArrayObject()


def _dictionary(holder: DictionaryObject, key: str) -> DictionaryObject:
    found = holder.get(key)
    found = found.get_object() if found is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
