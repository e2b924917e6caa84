"""Pictures of text in fields, set with embedded type: every viewer and printer shows the same, in any alphabet."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from vacatur.errors import UsageError
from vacatur.outputs.printable import printable
from vacatur.outputs.typeset import typeset

_TEMPLATE = Path(__file__).parent / "appearance.typ"
_UNFIT = re.compile(r"does not fit: (\d+)")


@dataclass(frozen=True)
class Written:
    """Text in a field.

    Attributes:
        field: full name.
        width: of the field, in points; and height.
        lines: whether it may take several lines.
    """

    field: str
    text: str
    width: float
    height: float
    lines: bool


def pictures(writer: PdfWriter, texts: Sequence[Written]) -> list[IndirectObject]:
    """A picture of each text as large as its field, in the file that is being written.

    Raises:
        UsageError: a text does not fit its field, even in the smallest type that can be read.
    """
    if not texts:
        return []
    pdf = PdfReader(io.BytesIO(_set(texts)))
    return [_picture(writer, pdf, number, text) for number, text in enumerate(texts)]


def _set(texts: Sequence[Written]) -> bytes:
    from typst import TypstError

    fields = [
        {"text": printable(each.text), "width": each.width, "height": each.height, "lines": each.lines}
        for each in texts
    ]
    try:
        return typeset(_TEMPLATE, {"fields": fields}, tagged=False)
    except TypstError as error:
        unfit = _UNFIT.search(str(error))
        if unfit is None:
            raise
        each = texts[int(unfit.group(1))]
        raise UsageError(
            f"The field {each.field} of the form has no room for {len(each.text)} characters. Write it shorter in the "
            "petitioner file, or leave the form out: the papers that are typeset have room for it."
        ) from None


def _picture(writer: PdfWriter, pdf: PdfReader, number: int, text: Written) -> IndirectObject:
    page = pdf.pages[number]
    contents, resources = page.get_contents(), page["/Resources"].get_object()
    assert resources is not None
    stream = StreamObject()
    stream.set_data(contents.get_data() if contents is not None else b"")
    corners = [FloatObject(each) for each in (0, 0, round(text.width, 3), round(text.height, 3))]
    stream.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/FormType"): NumberObject(1),
            NameObject("/BBox"): ArrayObject(corners),
            NameObject("/Resources"): resources.clone(writer),
        }
    )
    picture = writer._add_object(stream.flate_encode())
    assert isinstance(picture, IndirectObject)
    return picture


def shown(annotation: DictionaryObject) -> str:
    """The text that the picture of a field shows, without its blanks; empty where there is no picture."""
    looks = annotation["/AP"].get_object() if "/AP" in annotation else None
    picture = looks["/N"].get_object() if isinstance(looks, DictionaryObject) and "/N" in looks else None
    if not isinstance(picture, StreamObject):
        return ""
    page = PageObject()
    page[NameObject("/Contents")] = picture
    page[NameObject("/Resources")] = picture["/Resources"]
    page[NameObject("/MediaBox")] = picture["/BBox"]
    return "".join(page.extract_text().split())


def with_picture(annotation: DictionaryObject, picture: IndirectObject) -> None:
    """Let a field be seen by a picture."""
    annotation[NameObject("/AP")] = DictionaryObject({NameObject("/N"): picture})
