"""What a reader sees of a form that is filled in: the page as pdfium draws it."""

from __future__ import annotations

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as raw

Rectangle = tuple[float, float, float, float]


def rectangles(content: bytes) -> dict[str, list[tuple[int, Rectangle]]]:
    """Page and rectangle of the widgets of each field, by its whole name, as pdfium finds them on the pages."""
    document = pdfium.PdfDocument(content)
    form = document.init_forms()
    found: dict[str, list[tuple[int, Rectangle]]] = {}
    for number in range(len(document)):
        page = document[number]
        for index in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            annotation = raw.FPDFPage_GetAnnot(page.raw, index)
            rectangle = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(annotation, rectangle)
            name = ctypes.create_string_buffer(1000)
            size = raw.FPDFAnnot_GetFormFieldName(
                form.raw, annotation, ctypes.cast(name, ctypes.POINTER(ctypes.c_ushort)), 1000
            )
            place = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            found.setdefault(name.raw[: max(size - 2, 0)].decode("utf-16-le"), []).append((number, place))
            raw.FPDFPage_CloseAnnot(annotation)
    return found


class Seen:
    """The pages of a form as they are drawn: fields made part of the page, as a printer does."""

    def __init__(self, content: bytes) -> None:
        self.document = pdfium.PdfDocument(content)
        self._texts, self._pictures = [], []
        for number in range(len(self.document)):
            page = self.document[number]
            raw.FPDFPage_Flatten(page.raw, raw.FLAT_PRINT)
            flat = self.document[number]
            self._texts.append(flat.get_textpage())
            self._pictures.append(flat.render(scale=2).to_pil().convert("L"))

    def text(self, page: int, place: Rectangle) -> str:
        """The text that stands in a rectangle."""
        return " ".join(self._texts[page].get_text_bounded(*place).split())

    def ink(self, page: int, place: Rectangle) -> int:
        """Dark points in a rectangle, of four a square point."""
        picture = self._pictures[page]
        left, bottom, right, top = (2 * each for each in place)
        part = picture.crop((int(left), int(picture.height - top), int(right), int(picture.height - bottom)))
        return sum(part.histogram()[:128])
