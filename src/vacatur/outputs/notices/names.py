"""People's names as an envelope has them, from names as the state's file has them."""

from __future__ import annotations

import re

_SUFFIXES = {"JR": "Jr.", "SR": "Sr.", "II": "II", "III": "III", "IV": "IV"}
_BREAKS = re.compile(r"([-'’ ]+)")


def person_name(written: str | None) -> str | None:
    """`O'BRIEN-MCKEE,JOSÉ A JR` as "José A O'Brien-McKee Jr."; None when it holds no letter.

    A name without a comma keeps its order, since which part of it is the last name cannot be said. No letter is ever
    lost, and a word that is not all in capitals stays as it is.
    """
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in written or "").split())
    if not any(sign.isalpha() for sign in text):
        return None
    last, *others = (part.split() for part in text.split(","))
    given = [word for part in others for word in part]
    suffix = _taken(given) or _taken(last)
    words = [_cased(word) for word in [*given, *last]]
    return " ".join([*words, *suffix])


def _taken(words: list[str]) -> list[str]:
    """The suffix that the words end on, taken out of them; a name is never a suffix alone."""
    if len(words) > 1 and words[-1].strip(".").upper() in _SUFFIXES:
        return [_SUFFIXES[words.pop().strip(".").upper()]]
    return []


def _cased(word: str) -> str:
    """`MCDONALD` as McDonald, `O'BRIEN` as O'Brien."""
    if word != word.upper():
        return word
    pieces = _BREAKS.split(word)
    return "".join(_piece(piece, after=pieces[i - 1] if i else "") for i, piece in enumerate(pieces))


def _piece(piece: str, after: str) -> str:
    if len(piece) == 1 and after in ("'", "’"):
        return piece.lower()
    if piece.startswith("MC") and len(piece) > 4:
        return "Mc" + piece[2] + piece[3:].lower()
    return piece[:1] + piece[1:].lower()
