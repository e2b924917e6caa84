"""The report on paper: the same page, set with Typst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from vacatur.outputs.printable import is_printable, printable
from vacatur.outputs.report.charts import for_paper
from vacatur.outputs.report.page import Page, as_data
from vacatur.outputs.typeset import typeset

TEMPLATE = Path(__file__).parent / "report.typ"


def pdf_of(page: Page) -> bytes:
    """The page as PDF. The charts' text is set in the document's own font: the converter's is not on every machine."""
    pictures = {f"{each.id}.svg": for_paper(each.svg) for each in page.drawings()}
    widths = {each.id: float(ElementTree.fromstring(each.svg).get("width", "600")) for each in page.drawings()}
    return typeset(
        TEMPLATE, {name: _in_the_type(value) for name, value in as_data(page, widths).items()}, pictures=pictures
    )


def _in_the_type(value: object) -> object:
    """Every text of it, with what the type lacks by number: a court or a race may be named in any letters."""
    if isinstance(value, str):
        return value if is_printable(value.replace("\n", "")) else printable(value)
    if isinstance(value, Mapping):
        return {name: _in_the_type(each) for name, each in value.items()}
    if isinstance(value, Sequence):
        return [_in_the_type(each) for each in value]
    return value
