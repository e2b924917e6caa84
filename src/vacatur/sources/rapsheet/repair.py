"""Recognized rows against what can stand on a sheet: digits in dates, words of closed lists, delimiters.

Nothing is guessed. Where only digits can stand, the likeliest digit is taken if it is far likelier than the next;
where it is not, a `?` stands in its place, and the parser leaves that field unknown. A word of the closed lists
is put in place of what was read when every letter that it changes was likely too, and no other word fits as well.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np

from vacatur.sources.rapsheet.cells import Letter
from vacatur.sources.rapsheet.cities import cities, counties
from vacatur.sources.rapsheet.courts import PREFIXES
from vacatur.sources.rapsheet.deidentify_words import words
from vacatur.sources.rapsheet.network import ALPHABET

UNTOLD = "?"
"""Stands for a letter or digit that matters and could not be told."""

_SURE = 0.75
"""Share that a letter must have of what may stand in its place."""

_POSSIBLE = 0.02
"""A letter that the network holds less likely than this does not stand there, whatever the list says."""

_CONFUSED = 0.03
"""How likely, beside what was read, a look-alike may be where either can stand: in some faces O is read as 0."""

_ALIKE = {"0": "OQD", "1": "IL", "2": "Z", "5": "S", "6": "G", "8": "B"}
"""Digits, and the letters that are printed so like them that the network may give one for the other."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
_LIKE_DIGITS = "OQDILZSBG"
_CODES = "PC BP CC CI EC FA FC FG GC HN HS IC LC MV PR PU RT SH UI US VC WI".split()
_LABELS = tuple(
    "DISPO CNT COM SEN TOC NAM DOB DCN SCN CRT SOC CII SEX RAC HGT WGT EYE HAI POB FBI CDL IDN INN OCC MON SMT".split()
)
"""What stands before a colon or a stroke."""


def repair(rows: Sequence[list[Letter]]) -> None:
    """Repair rows in place; a letter that stays untold becomes `UNTOLD`, one that a list forced is marked sure."""
    for row in rows:
        if _delimiter(row):
            continue
        _words(row)
        text, letters = _laid_out(row)
        for pattern, groups in _FIELDS:
            for match in pattern.finditer(text):
                for group, settle in groups.items():
                    begin, end = match.span(group)
                    if begin >= 0:
                        settle([letter for letter in letters[begin:end] if letter])
                text = _text(letters)


def _laid_out(row: list[Letter]) -> tuple[str, list[Letter | None]]:
    """A row as text, and the letter at each place of it (None: blank)."""
    letters: list[Letter | None] = []
    for letter in row:
        blanks = max(0, letter.column - len(letters)) if letter.column >= 0 else 0
        letters += [None] * blanks
        letters.append(letter)
    return _text(letters), letters


def _text(letters: Iterable[Letter | None]) -> str:
    return "".join(letter.text if letter else " " for letter in letters)


# Delimiters


def _delimiter(row: list[Letter]) -> bool:
    """Rows of dashes or asterisks, which weak ink makes look like points and like letters."""
    text = "".join(letter.text for letter in row)
    if len(row) >= 2 and set(text) <= set("-.:,"):
        _all(row, "-")
        return True
    gaps = {two.column - one.column for one, two in pairwise(row)}
    starry = set(text) <= set("*KHXA9#+.:'")
    apart = len(row) >= 3 and len(gaps) == 1 and min(gaps) > 1
    if starry and (text.count("*") * 2 > len(row) > 1 or (apart and ("*" in text or len(set(text)) == 1))):
        _all(row, "*")
        return True
    return False


def _all(row: list[Letter], text: str) -> None:
    for letter in row:
        letter.text, letter.confidence, letter.sure = text, max(letter.confidence, 0.9), True


# Fields: where only digits or only letters can stand


def _share(letter: Letter, allowed: str) -> tuple[str, float, float]:
    """Of the letters that may stand there the likeliest, its share of the likelihood of them all, and how likely."""
    likely = {each: float(letter.likely[ALPHABET.index(each)]) for each in allowed}
    for digit, alike in _ALIKE.items():
        for other in alike:
            for here, there in ((digit, other), (other, digit)):
                if here in likely and there not in likely:
                    weight = 0.95 if other == alike[0] or here == digit else 0.1
                    likely[here] += weight * float(letter.likely[ALPHABET.index(there)])
    best = max(likely, key=lambda each: likely[each])
    total = sum(likely.values())
    return best, likely[best] / total if total > 0 else 0.0, likely[best]


def _only(letter: Letter, allowed: str) -> None:
    """Settle a letter of which only some can stand there."""
    best, share, likely = _share(letter, allowed)
    if share >= _SURE and likely >= (0.25 if letter.added else 0.1):
        letter.text, letter.confidence, letter.sure = best, max(min(share, 0.5 + likely), 0.6), True
    else:
        letter.text, letter.confidence = UNTOLD, min(share, likely)


def _digits(letters: list[Letter]) -> None:
    for letter in letters:
        _only(letter, _DIGITS)


def _capitals(letters: list[Letter]) -> None:
    for letter in letters:
        _only(letter, _LETTERS)


def _name(letters: list[Letter]) -> None:
    """A name: no digit stands in one, but nobody's name is on a list."""
    for letter in letters:
        if letter.text in _DIGITS:
            best, share, _ = _share(letter, _LETTERS)
            if share >= _SURE:
                letter.text = best


def _date(letters: list[Letter]) -> None:
    """Eight digits that must be a day of the calendar; where they are none, those that are unsure are untold."""
    digits = sum(letter.text in _DIGITS for letter in letters)
    if digits < 3 or (digits < 5 and any(letter.text not in _DIGITS + _LIKE_DIGITS for letter in letters)):
        return  # a word of eight letters
    _digits(letters)
    text = "".join(letter.text for letter in letters)
    if UNTOLD in text:
        return
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        for letter in letters:
            if letter.confidence < 0.98 or letter.added:
                letter.text = UNTOLD


def _section(letters: list[Letter]) -> None:
    """A statute's number: digits, then letters in brackets or one behind the number."""
    inside = False
    for place, letter in enumerate(letters):
        if letter.text in "()":
            inside = letter.text == "("
            _firm(letter, 0.5)
        elif inside or letter.text in "./,-":
            _plain(letter)
        elif place and letter.text in _LETTERS and letter.text not in _LIKE_DIGITS:
            _firm(letter, 0.6)
        elif place and (place + 1 == len(letters) or letters[place + 1].text in "(/-") and letter.text in "DILZSBG":
            _plain(letter)
        else:
            _only(letter, _DIGITS)


def _charge(letters: list[Letter]) -> None:
    """A statute: its number, and the two letters of its code."""
    section, code = letters[:-2], letters[-2:]
    looks = sum(letter.text in _DIGITS + ".,/()-" for letter in section)
    if section and looks * 2 >= len(section):
        _section(section)
        _code(code)


def _code(letters: list[Letter]) -> None:
    """Two letters of a code: the likeliest of the list."""
    likely = sorted(((_like(letters[0], code[0]) * _like(letters[1], code[1]), code) for code in _CODES), reverse=True)
    (best, code), (second, _) = likely[:2]
    if best > 20 * second and best > _POSSIBLE**2:
        for letter, text in zip(letters, code, strict=True):
            letter.text, letter.confidence, letter.sure = text, max(letter.confidence, 0.8), True
    else:
        for letter in letters:
            letter.text = UNTOLD


def _case(letters: list[Letter]) -> None:
    """A number of a case: any letters and digits. One that looks like both is what stands on both sides of it."""
    for place, letter in enumerate(letters):
        if letter.sure or letter.text in "#-/. ":
            continue
        around = [
            each.text for each in (letters[place - 1 : place] + letters[place + 1 : place + 2]) if each.text != "#"
        ]
        if len(around) == 2 and all(each in _DIGITS for each in around) and letter.text in _LIKE_DIGITS:
            _only(letter, _DIGITS)
        else:
            _plain(letter)


def _plain(letter: Letter) -> None:
    """Settle a letter that may be any: untold unless it is far likelier than every other, above all than its like."""
    if letter.text not in ALPHABET:
        return
    rest = np.delete(letter.likely, ALPHABET.index(letter.text))
    enough = letter.confidence > (0.35 if letter.added else 0.5)
    alike = max((float(letter.likely[ALPHABET.index(each)]) for each in _alike(letter.text)), default=0.0)
    if not enough or float(rest.max()) > 0.4 * letter.confidence or alike > _CONFUSED * letter.confidence:
        letter.text = UNTOLD


def _alike(text: str) -> str:
    """The letters and digits that one is printed like."""
    return _ALIKE.get(text, "") + "".join(digit for digit, letters in _ALIKE.items() if text in letters)


def _firm(letter: Letter, least: float) -> None:
    if letter.confidence < least:
        letter.text = UNTOLD


_LOOKS = "0-9" + _LIKE_DIGITS
"""Digits, and what may stand in print for one."""

_Settle = Callable[[list[Letter]], None]
_FIELDS: list[tuple[re.Pattern[str], dict[str, _Settle]]] = [
    (re.compile(rf"^ {{0,3}}(?P<date>[{_LOOKS}A-Z]{{8}})(?=$|[ .']+(?:[A-Z]{{4}} |DISPO))"), {"date": _date}),
    (re.compile(rf"\bD[O0]B[:/;](?P<date>[{_LOOKS}]{{8}})(?= |$)"), {"date": _date}),
    (
        re.compile(rf"^ *(?:C[NH][TI])[:;] ?(?P<a>[{_LOOKS}]{{1,3}})(?:-(?P<b>[{_LOOKS}]{{1,3}}))?"),
        {"a": _digits, "b": _digits},
    ),
    (re.compile(rf"\bNAM[:/;](?P<code>[{_LOOKS}]{{2,3}})(?= |$)"), {"code": _digits}),
    (re.compile(rf"^(?:NAM[/:]| {{3,5}})[{_LOOKS}]{{2,3}} (?P<name>[A-Z0-9]\S*,.*)$"), {"name": _name}),
    (re.compile(r"^ *C[NH][TI]\b.*?(?P<case>#\S.*)$"), {"case": _case}),
    (re.compile(r"\b(?:CRT|CASE NBR)\b *(?P<case>#\S.*)$"), {"case": _case}),
    (
        re.compile(
            rf"(?:^ {{0,6}}|CHRG-? ?|WAS )(?P<charge>[{_LOOKS}](?:[\w.,/()-]|(?<=\w) (?=\())* "
            rf"(?:[A-Z0-9]{{2}}(?=-)|(?:{'|'.join(_CODES)})(?= |$)))"
        ),
        {"charge": _charge},
    ),
    (
        re.compile(
            rf"(?:SEN[:;]|, ?|^ *|-X?)\s*(?P<length>[{_LOOKS}]{{1,3}}) "
            r"(?=(?:YEARS?|YRS?|YR|MONTHS?|MOS?|DAYS?|DS|WEEKS?)\b)"
        ),
        {"length": _digits},
    ),
    (re.compile(r"\bTOC:(?P<type>[A-Z0-9])\b"), {"type": _capitals}),
]


# Words


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
    return np.array([[_LETTERS.index(letter) for letter in word] for word in found])


def _like(letter: Letter, text: str) -> float:
    """How likely it is a letter, or a digit that looks like it."""
    likely = float(letter.likely[ALPHABET.index(text)])
    for digit, alike in _ALIKE.items():
        if text == alike[0] or (text in alike and digit == "1"):
            likely += 0.95 * float(letter.likely[ALPHABET.index(digit)])
    return likely


def _words(row: list[Letter]) -> None:
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
    likely = np.array([[_like(letter, each) for each in _LETTERS] for letter in letters])
    fits = likely[np.arange(len(letters))[None], places]
    costs = -np.log(np.maximum(fits, 1e-6)).sum(axis=1)
    order = np.argsort(costs)
    best = int(order[0])
    alone = len(order) == 1 or costs[order[1]] - costs[best] > 3.0
    if alone and float(fits[best].min()) >= _POSSIBLE:
        for letter, each in zip(letters, known[best], strict=True):
            letter.confidence = letter.confidence if letter.text == each else 0.8
            letter.text, letter.sure = each, True
