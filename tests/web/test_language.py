"""In Spanish pages what stays English is marked as such, so that a screen reader reads it in English."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser

import pytest

from tests.web.conftest import CHOICE, Caller
from tests.web.finished import conviction
from vacatur.decide.facts import CATALOGUE
from vacatur.law.pack import built_in_packs, load_pack
from vacatur.law.remedies import load_remedies
from vacatur.web import wording

RUN = "/runs/1"
VOID = {"meta", "link", "input", "br", "hr", "img", "rect", "line", "path", "polyline", "circle", "use", "source"}


@cache
def english() -> frozenset[str]:
    """Sentences of the library and of laws that the catalogue does not have, and that no language changes."""
    found = {fact.meaning for fact in CATALOGUE.values()}
    for pack in map(load_pack, built_in_packs()):
        found |= {pack.status, *pack.cite, "; ".join(pack.cite), *(assumption.text for assumption in pack.assumptions)}
        found |= {note.text for note in pack.notes}
        found |= {text for rule in pack.rules for text in (rule.reason, rule.cite) if "{" not in text}
        found |= {parameter.label for parameter in pack.parameters.values()}
    for remedy in load_remedies():
        found |= {remedy.title, remedy.says, remedy.beyond}
    known = wording.catalogue("es")
    texts = (bare(text) for text in found - known.keys())
    return frozenset(text for text in texts if text.count(" ") > 1)  # a section alone reads the same in both


def bare(text: str) -> str:
    """A text without line breaks, and without the marks around it."""
    return " ".join(text.split()).strip(" –:;,.()")


class Reader(HTMLParser):
    """The texts of a page, each with the language in which a screen reader would read it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.stack: list[str] = ["?"]
        self.texts: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.stack.append(dict(attrs).get("lang") or self.stack[-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """It holds no text."""

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        if text := " ".join(data.split()):
            self.texts.append((self.stack[-1], text))


def unmarked(page: str) -> list[str]:
    """English texts of a page that a screen reader would read in Spanish."""
    texts = Reader(page).texts
    assert {language for language, _text in texts} <= {"es", "en"} and ("es", "Vacatur") in texts
    return [text for language, text in texts if language != "en" and bare(text) in english()]


def asked(caller: Caller, path: str, **query: str) -> str:
    answer = caller.get(path, params=query or None, headers={"accept-language": "es"})
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/policy/1", "/policy/packs/ca-prop64-statute", "/policy/packs/ca-la-2020-announced", "/runs", RUN,
        f"{RUN}/results", f"{RUN}/results/later", f"{RUN}/results/people", f"{RUN}/results/problems",
        f"{RUN}/results/convictions", f"{RUN}/results/convictions?pack=ca-prop64-statute", f"{RUN}/review",
        f"{RUN}/review/list", f"{RUN}/variants", f"{RUN}/variants/people", f"{RUN}/downloads",
    ],
)  # fmt: skip
def test_of_a_county(visitor: Caller, path: str) -> None:
    assert unmarked(asked(visitor, path)) == []


def test_of_what_a_policy_comes_to(visitor: Caller) -> None:
    assert unmarked(asked(visitor, "/policy/1", **CHOICE, sweep="minimum_age")) == []


@pytest.mark.parametrize("person", "12345")
def test_of_a_person_and_why(five: Caller, person: str) -> None:
    shown = asked(five, f"{RUN}/results/person?id={person}")
    assert unmarked(shown) == []
    for at in (1, 2):
        why = five.get(f"{RUN}/results/why?conviction={conviction(person, at)}", headers={"accept-language": "es"})
        assert why.status_code == 404 or unmarked(why.text) == []
        one = five.get(f"{RUN}/review/one?conviction={conviction(person, at)}", headers={"accept-language": "es"})
        assert one.status_code == 404 or unmarked(one.text) == []


def test_a_reason_that_filters(visitor: Caller) -> None:
    """In its option, and where it stands as chosen."""
    reason = "Misdemeanor or Infraction"
    page = asked(visitor, f"{RUN}/results/convictions", reason=reason)
    texts = [(language, text) for language, text in Reader(page).texts if text.startswith(reason)]
    assert len(texts) > 2 and {language for language, _text in texts} == {"en"}


def test_the_check_would_notice() -> None:
    text = sorted(english())[0]
    head = '<html lang="es"><a>Vacatur</a>'
    assert unmarked(f"{head}<p>{text}</p>") == [text] and unmarked(f'{head}<p lang="en"><b>{text}</b></p>') == []
