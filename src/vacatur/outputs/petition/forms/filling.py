"""Filling in a blank form: by what its pages show, each value read back from the file that was written."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

from vacatur.errors import UsageError, VacaturError
from vacatur.outputs.petition.forms.appearance import Written, pictures, shown, with_picture
from vacatur.outputs.petition.forms.blank import Blank
from vacatur.outputs.petition.forms.maps import Place
from vacatur.outputs.petition.forms.widgets import OFF, Widget, widgets_of
from vacatur.outputs.printable import printable

Value = str | bool | None
"""Text, a box that is checked, or nothing: an empty text and False leave the field as the blank has it."""

_Chosen = tuple[Place, Widget, str | bool]


def fill(blank: Blank, values: Mapping[str, Value]) -> bytes:
    """The form with values in its fields. The same blank and values give the same bytes.

    Raises:
        UsageError: the blank lacks a field that a value belongs in, or a value does not fit.
        VacaturError: a value cannot be read back from what was written.
    """
    try:
        return _filled(blank, values)
    except PyPdfError as error:
        raise UsageError(f"{blank.path}: the form's structure is damaged. Give another copy of it.") from error


def _filled(blank: Blank, values: Mapping[str, Value]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(blank.content)))
    _without_scripts(writer)
    chosen = _chosen(blank, widgets_of(writer), values)
    texts = [(widget, value) for _, widget, value in chosen if isinstance(value, str)]
    drawn = pictures(writer, [Written(widget.name, value, *widget.size, widget.lines) for widget, value in texts])
    for (widget, text), picture in zip(texts, drawn, strict=True):
        _write(widget, text)
        with_picture(widget.annotation, picture)
    for place, widget, value in chosen:
        if not isinstance(value, str):
            _check(widget, _on_state(blank, place, widget))
    content = _bytes(writer)
    _read_back(blank, content, chosen)
    return content


def homeless(blank: Blank, values: Mapping[str, Value]) -> list[str]:
    """What is known and has no field on this edition of the form, by the names of values: `filer.fax`.

    A name that is on the form in another field, such as the attorney's with the bar number, is not among them.
    """
    placed = {place.value for place in blank.fields.places}
    spelled = {"filer.name-and-bar": {"filer.name", "filer.bar-number"}}
    covered = placed.union(*(parts for whole, parts in spelled.items() if whole in placed))
    covered |= {whole for whole, parts in spelled.items() if parts <= placed}
    return [name for name, value in values.items() if value and name not in covered and _belongs(name, blank)]


def _belongs(name: str, blank: Blank) -> bool:
    """Whether the form is one that a value is for: an order asks for no address, only a proof of service says who
    serves.
    """
    room = name.partition(".")[0]
    only = {"server": "CR-401", "served": "CR-401", "service": "CR-401", "petitioner": "CR-180"}
    if blank.fields.form in ("CR-401", "CR-403", "CR-181"):
        return room in ("case", "filer") or only.get(room) == blank.fields.form
    return only.get(room, blank.fields.form) == blank.fields.form


def unknown_fields(blank: Blank) -> list[str]:
    """Names of fields that nothing is known of, so that they stay blank; in the order of the pages."""
    known = {place.field for place in blank.fields.places}
    found = widgets_of(PdfReader(io.BytesIO(blank.content)))
    return list(dict.fromkeys(each.name for each in found if (each.is_text or each.is_box) and each.name not in known))


def _chosen(blank: Blank, widgets: Sequence[Widget], values: Mapping[str, Value]) -> list[_Chosen]:
    """Each value with the places on the pages that it goes to."""
    found: list[_Chosen] = []
    for place in blank.fields.places:
        value = values.get(place.value)
        if not value:
            continue
        fitting = [each for each in _named(widgets, place.field) if each.is_text == isinstance(value, str)]
        if place.state is not None:
            fitting = [each for each in fitting if f"/{place.state}" in each.on_states]
        if not fitting:
            raise UsageError(
                f"{blank.path}: this {blank.fields.form} has no field {place.field}, which its edition "
                f"({blank.fields.edition}) has. Give another copy of the blank form."
            )
        found += [(place, widget, value) for widget in fitting]
    _check_room(blank, found)
    return found


def _named(widgets: Sequence[Widget], name: str) -> list[Widget]:
    """The widgets of a field. One that no tree of fields knows may have the last parts of its name alone."""
    exact = [each for each in widgets if each.name == name]
    return exact or [each for each in widgets if each.name and name.endswith(f".{each.name}")]


def _check_room(blank: Blank, chosen: Sequence[_Chosen]) -> None:
    for _, widget, value in chosen:
        if 0 in widget.size:
            raise UsageError(f"{blank.path}: the field {widget.name} has no place on its page. Give another copy.")
        if isinstance(value, str) and widget.most is not None and len(value) > widget.most:
            raise UsageError(
                f"{blank.path}: the field {widget.name} takes {widget.most} characters, and what belongs there has "
                f"{len(value)}. Write it shorter in the petitioner file, or leave the form out."
            )


def _write(widget: Widget, value: str) -> None:
    """The text as the value of the field, and where the page alone has the field, of what the page has."""
    text = TextStringObject(value)
    widget.field[NameObject("/V")] = text
    if "/V" in widget.annotation or widget.annotation is widget.field:
        widget.annotation[NameObject("/V")] = text
    for rich in ("/RV", "/DV"):
        widget.field.pop(NameObject(rich), None)
    widget.show()


def _on_state(blank: Blank, place: Place, widget: Widget) -> str:
    """The state under which the blank has a picture of the box checked."""
    states = widget.on_states
    if place.state is not None:
        return f"/{place.state}"
    if len(states) != 1:
        raise UsageError(
            f"{blank.path}: the box {widget.name} has {len(states)} pictures of itself checked, and one was expected. "
            "Give another copy of the blank form."
        )
    return states[0]


def _check(widget: Widget, state: str) -> None:
    name = NameObject(state)
    widget.field[NameObject("/V")] = name
    widget.annotation[NameObject("/AS")] = name
    widget.show()


def _without_scripts(writer: PdfWriter) -> None:
    """Take out the second form (XFA), which Adobe's programs would show instead, rights to change that end when the
    file is changed, and scripts, which belong to that second form.
    """
    root = writer.root_object
    form = root["/AcroForm"].get_object() if "/AcroForm" in root else DictionaryObject()
    assert isinstance(form, DictionaryObject)
    for key in ("/XFA", "/SigFlags", "/NeedAppearances"):
        form.pop(NameObject(key), None)
    form[NameObject("/NeedAppearances")] = BooleanObject(False)
    for key in ("/Perms", "/OpenAction", "/AA", "/NeedsRendering", "/Extensions"):
        root.pop(NameObject(key), None)
    if "/Names" in root:
        names = root["/Names"].get_object()
        if isinstance(names, DictionaryObject):
            names.pop(NameObject("/JavaScript"), None)


def _bytes(writer: PdfWriter) -> bytes:
    """The file, with nothing in it that another run would write otherwise."""
    writer.metadata = None
    writer._ID = None
    writer.pdf_header = "%PDF-1.7"
    writer.compress_identical_objects()  # and so lose what was taken out above
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _read_back(blank: Blank, content: bytes, chosen: Sequence[_Chosen]) -> None:
    """Each value is there, on its page.

    Raises:
        VacaturError: one is not.
    """
    written = widgets_of(PdfReader(io.BytesIO(content)))
    for place, before, value in chosen:
        same = [each for each in written if each.name == before.name and each.page == before.page]
        if isinstance(value, str):
            seen = "".join(printable(value).split())
            there = [each.text == value and shown(each.annotation) == seen for each in same]
        else:
            there = [each.state in each.on_states for each in same if each.state != OFF]
        if not there or not all(there):
            raise VacaturError(
                f"{blank.path}: what was written into the field {place.field} of {blank.fields.form} cannot be read "
                "back. The form is not given out; leave it out, and file the papers that are typeset."
            )
