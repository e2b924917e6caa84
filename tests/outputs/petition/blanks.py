"""Blank forms for tests: the field names of the Judicial Council's forms on pages of our own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from vacatur.outputs.petition.forms.maps import FieldMap, field_maps

_ROWS, _PITCH, _TOP = 56, 13, 760
_MULTILINE = 1 << 12


@dataclass(frozen=True)
class Field:
    """A field of a blank form.

    Attributes:
        on: state under which a box is checked; None: it is a text field.
        linked: whether the tree of fields knows it.
        most: characters that it takes.
        height: in points; more than a row takes several lines.
        kids: widgets that it has.
    """

    name: str
    on: str | None = None
    linked: bool = True
    most: int | None = None
    height: float = 10
    flags: int = 0
    kids: int = 1


def fields_of(form: str, edition: str, *, on: str = "Yes", unlinked: Collection[str] = ()) -> list[Field]:
    """Fields by the names that the map of an edition gives; boxes by what goes there."""
    found = map_of(form, edition)
    boxes = ("kind.", "section.", "choice.", "service.personal", "service.mail")
    fields = {}
    for place in found.places:
        value = place.value
        box = value.startswith(boxes) and value != "service.mailed-from"
        box = box or (value.startswith("pc-") and not value.endswith(".reason"))
        linked = not any(part in place.field for part in unlinked)
        tall = value.endswith(".reason")
        fields[place.field] = Field(
            place.field,
            on if box else None,
            linked,
            2 if value == "filer.state" else None,
            40 if tall else 10,
            _MULTILINE if tall else 0,
        )
    for name in found.sure_by:
        fields.setdefault(name, Field(name))
    return list(fields.values())


def map_of(form: str, edition: str) -> FieldMap:
    return next(each for each in field_maps() if each.form == form and edition in each.edition)


def blank(path: Path, fields: Iterable[Field], *, xfa: bool = True, password: str | None = None) -> Path:
    """Write a blank form: a column of labels, and beside each its field."""
    writer = PdfWriter()
    font = writer._add_object(_named(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica"))
    nodes: dict[str, DictionaryObject] = {}
    roots = ArrayObject()
    row, page = _ROWS, None
    for field in fields:
        needed = max(1, round(field.height / _PITCH)) * field.kids
        if page is None or row + needed > _ROWS:
            page = writer.add_blank_page(612, 792)
            page[NameObject("/Resources")] = DictionaryObject(
                {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
            )
            page[NameObject("/Annots")] = ArrayObject()
            row = 0
        node = _node(writer, nodes, roots, field)
        for _ in range(field.kids):
            top = _TOP - row * _PITCH
            _label(writer, page, field.name, top)
            _widget(writer, page, node, field, top)
            row += needed // field.kids
    form = DictionaryObject({NameObject("/Fields"): roots, NameObject("/NeedAppearances"): BooleanObject(True)})
    if xfa:
        packet = StreamObject()
        packet.set_data(b"<xdp>a second form</xdp>")
        form[NameObject("/XFA")] = writer._add_object(packet)
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
    if password is not None:
        writer.encrypt(password, "owner", algorithm="RC4-128")
    writer.write(path)
    return path


def _named(**entries: str) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): NameObject(value) for key, value in entries.items()})


def _node(writer: PdfWriter, nodes: dict[str, DictionaryObject], roots: ArrayObject, field: Field) -> DictionaryObject:
    """The field with the parts of its name above it, each a node of the tree."""
    parent: DictionaryObject | None = None
    parts = field.name.split(".")
    for depth, part in enumerate(parts, start=1):
        path = ".".join(parts[:depth])
        if path not in nodes:
            node = DictionaryObject({NameObject("/T"): TextStringObject(part), NameObject("/Kids"): ArrayObject()})
            reference = writer._add_object(node)
            assert isinstance(reference, IndirectObject)
            if parent is not None:
                node[NameObject("/Parent")] = parent.indirect_reference
            if depth < len(parts) or field.linked:
                siblings = parent["/Kids"] if parent is not None else roots
                assert isinstance(siblings, ArrayObject)
                siblings.append(reference)
            nodes[path] = node
        parent = nodes[path]
    assert parent is not None
    parent[NameObject("/FT")] = NameObject("/Btn" if field.on else "/Tx")
    parent[NameObject("/Ff")] = NumberObject(field.flags)
    if field.most:
        parent[NameObject("/MaxLen")] = NumberObject(field.most)
    return parent


def _widget(writer: PdfWriter, page: DictionaryObject, node: DictionaryObject, field: Field, top: float) -> None:
    """A kid of the field on the page: a box at the left, or a line of text."""
    left, width = (330, 9) if field.on else (330, 250)
    height = 9 if field.on else field.height
    widget = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/F"): NumberObject(4),
            NameObject("/Rect"): ArrayObject(FloatObject(each) for each in (left, top - height, left + width, top)),
            NameObject("/Parent"): node.indirect_reference,
        }
    )
    if field.on:
        widget[NameObject("/AS")] = NameObject("/Off")
        looks = DictionaryObject({NameObject(f"/{field.on}"): _cross(writer), NameObject("/Off"): _cross(writer, b"")})
        widget[NameObject("/AP")] = DictionaryObject({NameObject("/N"): looks})
    reference = writer._add_object(widget)
    kids, annotations = node["/Kids"], page["/Annots"]
    assert isinstance(kids, ArrayObject) and isinstance(annotations, ArrayObject)
    kids.append(reference)
    annotations.append(reference)


def _cross(writer: PdfWriter, drawn: bytes = b"1 w 1 1 m 8 8 l S 1 8 m 8 1 l S") -> IndirectObject:
    picture = StreamObject()
    picture.set_data(drawn)
    picture.update(_named(Type="/XObject", Subtype="/Form"))
    picture[NameObject("/BBox")] = ArrayObject(FloatObject(each) for each in (0, 0, 9, 9))
    reference = writer._add_object(picture)
    assert isinstance(reference, IndirectObject)
    return reference


def _label(writer: PdfWriter, page: DictionaryObject, text: str, top: float) -> None:
    """The name of the field, small, at the left of it."""
    stream = StreamObject()
    stream.set_data(f"BT /F1 5 Tf 30 {top - 8} Td ({text}) Tj ET".encode())
    contents = page.setdefault(NameObject("/Contents"), ArrayObject())
    assert isinstance(contents, ArrayObject)
    contents.append(writer._add_object(stream))
