"""Documents as PDF, set with Typst from a template and data: the same input gives the same bytes."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

DATA = "data"
"""The input under which a template reads its data: `json(bytes(sys.inputs.data))`."""

_KEPT_FOR = 10
"""Documents for which Typst remembers what it laid out, in case the next is like it: about 100 MB for 2,000 rows."""


def typeset(
    template: Path,
    data: Mapping[str, object],
    *,
    pictures: Mapping[str, bytes] | None = None,
    also: Sequence[Path] = (),
    tagged: bool = True,
    forget: bool = False,
) -> bytes:
    """Set a template with data, as PDF.

    Texts in the data are data to Typst, never markup. They are handed over in memory: on the disk lie templates and
    charts, nothing of any person. Only the embedded fonts are used, so that the pages are the same on every machine;
    nothing of the machine can be read but what is given here.

    Args:
        template: a `.typ` file; other `.typ` files beside it can be imported.
        data: what `json(bytes(sys.inputs.data))` gives the template; dates as ISO texts.
        pictures: further files by name, such as SVG charts.
        also: `.typ` files of other folders that it imports, by their names.
        tagged: with the tags by which a screen reader knows headings and tables; long lists grow tenfold by them.
        forget: give back the memory in which Typst keeps what it laid out, for many long documents one after another.
    """
    import typst

    given = {DATA: json.dumps(data, ensure_ascii=False, default=_iso)}
    with tempfile.TemporaryDirectory(prefix="vacatur-") as folder:
        root = Path(folder)
        for beside in (*template.parent.glob("*.typ"), *also):
            shutil.copyfile(beside, root / beside.name)
        for name, content in (pictures or {}).items():
            (root / name).write_bytes(content)
        pdf = typst.compile(
            root / template.name, root=root, font_paths=_fonts(), format="pdf", pdf_tags=tagged, sys_inputs=given
        )
    if forget:
        for _ in range(_KEPT_FOR + 1):
            typst.compile(b"", font_paths=_fonts(), format="pdf", pdf_tags=False)
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """Those that Typst brings along, looked through once."""
    import typst

    return typst.Fonts(include_system_fonts=False)


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be given to a template")
