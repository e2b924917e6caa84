"""A blank form as a file: read, whatever encryption without a password it has, and recognized by its fields."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vacatur.errors import UsageError, because
from vacatur.outputs.petition.forms.maps import FieldMap, field_maps
from vacatur.outputs.petition.forms.widgets import OFF, Widget, widgets_of

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # a damaged file is refused in one sentence, no more

_LARGEST, _MOST_PAGES = 20 << 20, 20
"""Bytes and pages of a form: the largest of the Judicial Council's are a tenth of it."""


@dataclass(frozen=True)
class Blank:
    """A blank form.

    Attributes:
        path: whence.
        content: the file, without encryption.
        fields: what each of its fields is for.
    """

    path: Path
    content: bytes
    fields: FieldMap


def read_blanks(paths: Sequence[Path]) -> list[Blank]:
    """Blank forms, in the order in which they are given.

    Raises:
        UsageError: one cannot be read, is no form, a form that is not known, or filled in; or one form is given twice.
    """
    blanks: list[Blank] = []
    for path in paths:
        blank = read_blank(path)
        if twice := next((each for each in blanks if each.fields.form == blank.fields.form), None):
            raise UsageError(
                f"{path}: this is form {blank.fields.form}, as {twice.path} is. Give one blank of each form."
            )
        blanks.append(blank)
    return blanks


def read_blank(path: Path) -> Blank:
    """A blank form.

    Raises:
        UsageError: it cannot be read, is no form, a form that is not known, or filled in.
    """
    content = _decrypted(path, _content(path))
    widgets = _widgets(path, content)
    names = {widget.name for widget in widgets}
    fields = next((each for each in field_maps() if each.recognizes(names)), None)
    if fields is None:
        known = ", ".join(f"{each.form} ({each.edition})" for each in field_maps())
        raise UsageError(
            f"{path}: its fields are those of no form that Vacatur can fill in. It knows {known}. Leave it out, or "
            "give the blank form in one of these editions, with its fields."
        )
    if any(widget.text.strip() for widget in widgets if widget.is_text) or any(
        widget.is_box and widget.state not in ("", OFF, OFF.lower()) for widget in widgets
    ):
        raise UsageError(f"{path}: this {fields.form} is filled in already. Give a blank one.")
    return Blank(path, content, fields)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path}: the file has more than {_LARGEST >> 20} MB. Give the blank form alone.")
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: the form cannot be read: {because(error)}.") from None


def _decrypted(path: Path, content: bytes) -> bytes:
    """The file without its encryption, as far as that needs no password: forms forbid changes by an owner's one."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UsageError(f"{path}: the form opens with a password only. Give a copy without one.") from None
        raise UsageError(f"{path}: this is no PDF that can be read. Give the blank form as PDF.") from None
    try:
        if len(document) > _MOST_PAGES:
            raise UsageError(f"{path}: it has {len(document)} pages. Give the blank form alone.")
        if b"/Encrypt" not in content:
            return content
        plain = io.BytesIO()
        document.save(plain, flags=pdfium.raw.FPDF_REMOVE_SECURITY)
        return plain.getvalue()
    finally:
        document.close()


def _widgets(path: Path, content: bytes) -> list[Widget]:
    from pypdf import PdfReader

    try:
        return widgets_of(PdfReader(io.BytesIO(content)))
    except RecursionError as error:
        raise UsageError(f"{path}: the form's structure is damaged. Give another copy of it.") from error
    except Exception as error:  # pypdf raises errors of many kinds on damaged files
        raise UsageError(f"{path}: the form's structure is damaged. Give another copy of it.") from error
