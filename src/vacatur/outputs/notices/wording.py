"""The words of the letters in one language, and the small parts that are put together from them: dates, statutes,
courts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES: dict[str, tuple[str, ...]] = {"en": ("en",), "es": ("es",), "both": ("en", "es")}
"""What an office may choose, and the languages of a letter, in their order."""


@cache
def wording(language: str) -> Mapping[str, Any]:
    """The words of a language, as `en.toml` and `es.toml` hold them."""
    return tomllib.loads(files("vacatur.outputs.notices").joinpath(f"{language}.toml").read_text(encoding="utf-8"))


def date_in_words(day: date | None, words: Mapping[str, Any]) -> str:
    """`June 1, 1995`, `1 de junio de 1995`."""
    dates = words["dates"]
    if day is None:
        return str(dates["unknown"])
    return str(dates["format"].format(day=day.day, month=dates["months"][day.month - 1], year=day.year))


def court_in_words(court: str | None, words: Mapping[str, Any]) -> str:
    """`CASC LONG BEACH` as "Superior Court, Long Beach"; a court under another name, as the file has it."""
    kind, _, place = (court or "").partition(" ")
    known = words["convictions"]["courts"]
    if kind in known and place:
        return str(known[kind].format(place=place.title()))
    return court or str(words["convictions"]["court_unknown"])


def offense_in_words(statute: str | None, words: Mapping[str, Any]) -> str:
    """What the person was convicted of, and the statute: `HS 11359(a)` as "Having cannabis to sell (Health and Safety
    Code, section 11359(a))". A section without plain words is named alone.
    """
    own = words["convictions"]
    rest, inchoate = statute or "", ""
    for prefix, kind in (("PC 664/", "attempt"), ("PC 182/", "conspiracy")):
        if rest.startswith(prefix):
            rest, inchoate = rest.removeprefix(prefix), kind
    code, _, section = rest.partition(" ")
    named = own["statute"].format(code=own["codes"].get(code, code), section=section)
    what = _plain_words(rest, own["sections"])
    said = own["offense"].format(what=what, statute=named) if what else own["offense_unnamed"].format(statute=named)
    return str(own[inchoate].format(what=said[:1].lower() + said[1:]) if inchoate else said)


def _plain_words(statute: str, sections: Mapping[str, str]) -> str | None:
    """Those of the most specific entry: `PC 647(f)` before `PC 647`."""
    while statute not in sections:
        if not statute.endswith(")"):
            return None
        statute = statute[: statute.rindex("(")]
    return sections[statute]
