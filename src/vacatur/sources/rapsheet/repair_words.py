"""Words of closed lists in recognized rows: put in place of what was read, where no other can stand there."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from vacatur.sources.rapsheet.cells import Letter
from vacatur.sources.rapsheet.cities import cities, counties
from vacatur.sources.rapsheet.courts import PREFIXES
from vacatur.sources.rapsheet.deidentify_words import words
from vacatur.sources.rapsheet.network import ALPHABET

POSSIBLE = 0.02
"""A letter that the network holds less likely than this does not stand there, whatever the list says."""

ALIKE = {"0": "OQD", "1": "IL", "2": "Z", "5": "S", "6": "G", "8": "B"}
"""Digits, and the letters that are printed so like them that the network may give one for the other."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_LABELS = tuple(
    "DISPO CNT COM SEN TOC NAM DOB DCN SCN CRT SOC CII SEX RAC HGT WGT EYE HAI POB FBI CDL IDN INN OCC MON SMT".split()
)
"""What stands before a colon or a stroke."""


@cache
def _known() -> frozenset[str]:
    """The words of the closed lists: statutes, dispositions, sentences, notices; agencies, counties and cities."""
    lists = words()
    places = {word for name, _ in (*cities(), *counties()) for word in name.split()}
    with Path(__file__).with_name("courts.csv").open(encoding="utf-8", newline="") as file:
        courts = {word for row in csv.DictReader(file) for word in row["text"].split()}
    every = lists.fixed | lists.agencies | places | courts | PREFIXES.keys()
    return frozenset(word for word in every if word.isascii() and word.isalpha() and len(word) >= 4)


@cache
def _by_length(length: int) -> tuple[tuple[str, ...], np.ndarray]:
    """The known words of one length, and the places of their letters in the alphabet."""
    found = tuple(sorted(word for word in _known() if len(word) == length))
    return found, _places(found)


def _places(found: Sequence[str]) -> np.ndarray:
    return np.array([[LETTERS.index(letter) for letter in word] for word in found])


def like(letter: Letter, text: str) -> float:
    """How likely it is a letter, or a digit that looks like it."""
    likely = float(letter.likely[ALPHABET.index(text)])
    for digit, alike in ALIKE.items():
        if text == alike[0] or (text in alike and digit == "1"):
            likely += 0.95 * float(letter.likely[ALPHABET.index(digit)])
    return likely


def set_words_right(row: list[Letter]) -> None:
    """Set right the words of a row that are those of the closed lists."""
    begin = 0
    while begin < len(row):
        end = begin
        while end < len(row) and row[end].text.isalnum() and (end == begin or _beside(row[end - 1], row[end])):
            end += 1
        if end - begin >= 2:
            label = end < len(row) and row[end].text in ":;/" and _beside(row[end - 1], row[end])
            _word(row[begin:end], label)
        begin = max(end, begin + 1)


def _beside(one: Letter, two: Letter) -> bool:
    return two.column == one.column + 1


def _word(letters: list[Letter], label: bool) -> None:
    """Set right one word, if a word of the lists is the only one that can stand there."""
    text = "".join(letter.text for letter in letters)
    if text in _known() or (label and text in _LABELS):
        for letter in letters:
            letter.sure = True
        return
    known, places = _by_length(len(text))
    if label and (labels := tuple(each for each in _LABELS if len(each) == len(text))):
        known, places = labels, _places(labels)
    if not known or sum(letter.isalpha() for letter in text) * 2 < len(text):
        return
    likely = np.array([[like(letter, each) for each in LETTERS] for letter in letters])
    fits = likely[np.arange(len(letters))[None], places]
    costs = -np.log(np.maximum(fits, 1e-6)).sum(axis=1)
    order = np.argsort(costs)
    best = int(order[0])
    alone = len(order) == 1 or costs[order[1]] - costs[best] > 3.0
    if alone and float(fits[best].min()) >= POSSIBLE:
        for letter, each in zip(letters, known[best], strict=True):
            letter.confidence = letter.confidence if letter.text == each else 0.8
            letter.text, letter.sure = each, True
