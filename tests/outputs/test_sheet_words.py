"""The sentence of a sheet in words, each part with what is said of it, once."""

from __future__ import annotations

import pytest

from vacatur.outputs.sheet_history import part_words
from vacatur.sources.rapsheet.sentences import read_sentence


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("002 YEARS PRISON CONSECUTIVE", ["2 years prison (consecutive)"]),
        ("002 YEARS PRISON CONSEC", ["2 years prison (consecutive)"]),
        ("002 YEARS PRISON CC", ["2 years prison (concurrent)"]),
        ("002 YEARS PRISON, CONCURRENT", ["2 years prison", "concurrent"]),
        ("002 YEARS PRISON SS CONCURRENT", ["2 years prison (suspended, concurrent)"]),
        ("FINE, FINE SS", ["fine", "fine (suspended)"]),
        ("003 YEARS PROBATION, IMP SEN SS", ["3 years probation", "imposition of sentence suspended"]),
    ],
)
def test_a_sentence_in_words(printed: str, words: list[str]) -> None:
    assert [part_words(part) for part in read_sentence(printed).parts] == words
