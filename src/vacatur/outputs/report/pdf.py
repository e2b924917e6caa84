"""The report on paper: the same page, set with Typst."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from vacatur.outputs.report.charts import for_paper
from vacatur.outputs.report.page import Page, as_data
from vacatur.outputs.typeset import typeset

TEMPLATE = Path(__file__).parent / "report.typ"


def pdf_of(page: Page) -> bytes:
    """The page as PDF. The charts' text is set in the document's own font: the converter's is not on every machine."""
    pictures = {f"{each.id}.svg": for_paper(each.svg) for each in page.drawings()}
    widths = {each.id: float(ElementTree.fromstring(each.svg).get("width", "600")) for each in page.drawings()}
    return typeset(TEMPLATE, as_data(page, widths), pictures=pictures)
