"""Recognized rows against what can stand on a sheet: digits in dates, words of closed lists, delimiters.

Nothing is guessed. Where only digits can stand, the likeliest digit is taken if it is far likelier than the next;
where it is not, a `?` stands in its place, and the parser leaves that field unknown. A word of the closed lists
is put in place of what was read when every letter that it changes was likely too, and no other word fits as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from vacatur.sources.rapsheet.cells import Letter
from vacatur.sources.rapsheet.network import ALPHABET
from vacatur.sources.rapsheet.repair_words import ALIKE, LETTERS, POSSIBLE, like, set_words_right

UNTOLD = "?"
"""Stands for a letter or digit that matters and could not be told."""

_SURE = 0.75
"""Share that a letter must have of what may stand in its place."""

_CONFUSED = 0.03
"""How likely, beside what was read, a look-alike may be where either can stand: in some faces O is read as 0."""

_DIGITS = "0123456789"
_LIKE_DIGITS = "OQDILZSBG"
_CODES = "PC BP CC CI EC FA FC FG GC HN HS IC LC MV PR PU RT SH UI US VC WI".split()


def repair(rows: Sequence[list[Letter]]) -> None:
    """Repair rows in place; a letter that stays untold becomes `UNTOLD`, one that a list forced is marked sure."""
    for row in rows:
        if _delimiter(row):
            continue
        set_words_right(row)
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
    dim = bool(row) and sum(letter.confidence for letter in row) < 0.6 * len(row)
    alike = starry and ("*" in text or len(set(text)) == 1)
    if (starry and text.count("*") * 2 > len(row) > 1) or (apart and (alike or dim)):
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
    for digit, alike in ALIKE.items():
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
        _only(letter, LETTERS)


def _name(letters: list[Letter]) -> None:
    """A name: no digit stands in one, but nobody's name is on a list."""
    for letter in letters:
        if letter.text in _DIGITS:
            best, share, _ = _share(letter, LETTERS)
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
        elif place and letter.text in LETTERS and letter.text not in _LIKE_DIGITS:
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
    likely = sorted(((like(letters[0], code[0]) * like(letters[1], code[1]), code) for code in _CODES), reverse=True)
    (best, code), (second, _) = likely[:2]
    if best > 20 * second and best > POSSIBLE**2:
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
    return ALIKE.get(text, "") + "".join(digit for digit, letters in ALIKE.items() if text in letters)


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
