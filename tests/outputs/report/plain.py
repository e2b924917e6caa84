"""A report without its pictures and its paper, where others look at those of the same results: they take most time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from vacatur.outputs.report import charts, pdf

BLANK = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'


@contextmanager
def plain() -> Iterator[None]:
    """As long as this lasts, charts are blank and the PDF holds nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "_drawn", lambda _: BLANK)
        patch.setattr(pdf, "pdf_of", lambda _: b"%PDF-1.7\n")
        yield
