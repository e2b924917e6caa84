"""Every text of the pages is there in Spanish, and says the same of the same things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import vacatur.web
from vacatur.decide.facts import CATALOGUE
from vacatur.law.pack import load_pack, policy_packs
from vacatur.record.problems import CODES
from vacatur.web import wording
from vacatur.web.lawtext import words_of

WEB = Path(vacatur.web.__file__).parent
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "later": None, "ngettext": (1, 2)}


def in_the_pages() -> Iterator[tuple[str, str]]:
    """Where a text stands, and the text; of one with a plural the singular and the plural."""
    found = extract_from_dir(str(WEB), METHODS, keywords=KEYWORDS, strip_comment_tags=False)  # type: ignore[arg-type]
    for name, _line, message, _comments, _context in found:
        for text in (message,) if isinstance(message, str) else message:
            if text:
                yield name, text


def of_the_library() -> Iterator[tuple[str, str]]:
    """What the pages show of the engine's own words."""
    for code, texts in CODES.items():
        yield from ((f"problem {code}", text) for text in texts)
    yield from ((f"fact {name}", info.settle) for name, info in CATALOGUE.items())
    for pack in map(load_pack, policy_packs()):
        yield pack.id, pack.title
        yield pack.id, words_of(pack).what
        yield from ((pack.id, parameter.label) for parameter in pack.parameters.values())
        yield from ((pack.id, assumption.text) for assumption in pack.assumptions)


def spanish() -> dict[str, tuple[str, ...]]:
    """The translations of every text, singular and plural each under its own."""
    found: dict[str, tuple[str, ...]] = {}
    for page in sorted((WEB / "wording" / "es").glob("*.po")):
        with page.open("rb") as stream:
            for message in read_po(stream, locale="es", abort_invalid=True):
                ids = (message.id,) if isinstance(message.id, str) else message.id
                strings = (message.string,) if isinstance(message.string, str) else message.string
                for text in filter(None, ids):
                    found[text] = tuple(strings)
    return found


def test_every_text_is_there_in_spanish() -> None:
    known = spanish()
    texts = [*in_the_pages(), *of_the_library()]
    assert len(texts) > 150
    missing = [f"{place}: {text}" for place, text in texts if not all(known.get(text, ("",)))]
    assert missing == []


def test_no_translation_is_of_a_text_that_nobody_says() -> None:
    said = {text for _, text in [*in_the_pages(), *of_the_library()]}
    assert sorted(set(spanish()) - said) == []


def test_a_translation_has_the_places_of_its_text() -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)s", text)) - {"num"}

    wrong = []
    for page in (WEB / "wording" / "es").glob("*.po"):
        with page.open("rb") as stream:
            for message in read_po(stream, locale="es"):
                ids = (message.id,) if isinstance(message.id, str) else message.id
                strings = (message.string,) if isinstance(message.string, str) else message.string
                if set().union(*map(places, ids)) != set().union(*map(places, strings)):
                    wrong.append(ids[0])
    assert wrong == []


def test_no_text_is_translated_twice() -> None:
    texts: list[str] = []
    for page in (WEB / "wording" / "es").glob("*.po"):
        with page.open("rb") as stream:
            texts += [str(message.id) for message in read_po(stream, locale="es") if message.id]
    assert sorted({text for text in texts if texts.count(text) > 1}) == []


@pytest.mark.parametrize(
    ("language", "number", "day", "share"),
    [("en", "1,234,567", "July 1, 2020", "12.5%"), ("es", "1,234,567", "1 de julio de 2020", "12.5")],
)
def test_numbers_and_days_read_as_in_the_language(language: str, number: str, day: str, share: str) -> None:
    wording.speak(language)
    try:
        assert wording.number(1234567) == number
        assert wording.day("2020-07-01") == day
        assert wording.percent(1, 8, 1).startswith(share)
        assert wording.percent(0, 0) == ""
    finally:
        wording.speak("en")
