"""What each line is by its own words. Its neighbors are looked at later; each line is looked at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from vacatur.sources.rapsheet import vocabulary as words
from vacatur.sources.rapsheet.cleaning import LONGEST, UNTOLD, as_digits, plain, squeezed
from vacatur.sources.rapsheet.near import distance, nearest
from vacatur.sources.rapsheet.sheet import Line
from vacatur.sources.rapsheet.vocabulary import Is


class Form(NamedTuple):
    """What a text is by its own words.

    Attributes:
        text: in capitals, without blanks around it.
        label: what it is known by: the squeezed header or label, the date of a dated line; else empty.
        rest: what follows the label.
        repaired: whether the label was damaged and is known by nearness.
    """

    kind: Is
    text: str
    label: str = ""
    rest: str = ""
    repaired: bool = False


@dataclass(slots=True)
class Mark:
    """A line, and its form (`Form`).

    Attributes:
        number: of the line.
        after_blank: whether a blank line stands before it.
    """

    line: Line
    number: int
    after_blank: bool
    kind: Is
    text: str
    label: str
    rest: str
    repaired: bool


_EDGE = " .'*:,;_~`"
_STAR_LIKE = frozenset("*KXO+°\"'.,·=- ")
"""What recognition makes of a row of asterisks; one at least must be right."""
_LABEL = re.compile(r"([^:;]{1,40})[:;]\s*(.*)")
_UNMARKED = re.compile(
    r"(D\s?I\s?S\s?P\s?[O0]|CNT|CHT|CNI|COM|X?SEN(?! *SS)|CONV\s+STAT[IU]S|TOC|ARR BY|DCN|WARRANT(?= *#)|CRT(?= *#)"
    r"|NAME?(?= *\d\d))\W?(?:\s+|(?<=\W)|(?=[-#]))(.*)"
)
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{1,4}\W*([A-Z].{6,24})$")
_TITLE, _FAR = "CRIMINALHISTORY", 5
_CODELESS = re.compile(r"(?:664(?:[./-]?\d{3,5})|182(?:[./-]\d{3,5}|1\d{4}))(?!\d)")
"""66411360, 664.11357(D): an attempt or conspiracy without a code, and no date: none is of the year 6641."""
_GLUED = re.compile(r"DISPO\w((?:CONV|DISM|PROS|PROB|ACQ|REL|SENT).*)")
"""DISPO, its colon read as a letter."""
_NUMBER_LIKE = re.compile(r"[OIL|][\dOIL|]|[^\s#*-](?=\S{0,8}(?:\s|$))(?:\d\S?){3}")
"""What begins with a letter that is read for a digit, or is a date whose first digit is lost."""
_DATED = re.compile(r"(\d{8})[.']?(?:\s+(.*))?$")
_DIM_DATE = re.compile(r"([\dOIQLD|.,']{8,11}|[\dOIQL|.]{1,7} [\dOIQL|.]{1,7})(?:\s+(.*))?$")
_LOST_DATE = re.compile(r"(\S{6,10})\s+(.*)$")
_CODE = re.compile(
    r"(?<![A-Z&])(?:PC|BP|CC|CI|EC|FA|FC|FG|GC|HN|HS|IC|LC|MV|PR|PU|RT|SH|UI|US|VC|WI|CP|WC|MC|IN|ED|CO)(?![A-Z])"
)
_WORD = re.compile(r"[A-Z]{3}|[^\w.,/() \'*-]")
_LONGEST_STATUTE = 48
_IN_COMMENT = re.compile(r"CHRG|SEN\b")
_FIELD = re.compile(r"([A-Z]{3,5})\s?/")
_HEADED = re.compile(r"\W(?:NAME?|DOB)\s*[:;.]")


def mark_lines(lines: Sequence[Line]) -> list[Mark]:
    """Every line with what it is."""
    marks: list[Mark] = []
    blank = True
    for line in lines:
        text = line.text
        form = form_of(text) if len(text) <= LONGEST else Form(Is.OVERLONG, plain(text).strip())
        marks.append(Mark(line, line.number, blank, *form))
        blank = form.kind is Is.BLANK
    return marks


@lru_cache(maxsize=4096)
def form_of(line: str) -> Form:
    """What a line of `LONGEST` characters at most is by its own words."""
    text = plain(line).strip()
    if not text:
        return Form(Is.BLANK, "")
    if text[0] in "*-" or "* *" in text or "- -" in text:
        found = _delimiter(text)
        if found:
            return found
    bare = text.lstrip(_EDGE)
    if not bare:
        return Form(Is.FURNITURE, text)
    if "END" in bare and words.END.search(bare):
        return Form(Is.END, text)
    if bare[0].isdigit() or _NUMBER_LIKE.match(bare):
        return _numeric(text, bare)
    if bare[0] == "-":
        return _hyphenated(text, bare)
    if bare[0] == "#":
        return Form(Is.CASE, text, "", bare)
    return _worded(text, bare)


def _delimiter(text: str) -> Form | None:
    bare = text.replace(" ", "")
    stars, dashes = bare.count("*"), bare.count("-")
    if stars + dashes == len(bare) or (stars and _STAR_LIKE.issuperset(text)) or not bare.strip("-.'*_~"):
        return Form(Is.STARS if stars >= dashes else Is.DASHES, text)
    if 3 <= len(bare) <= 12 and max(stars, dashes) * 4 >= len(bare) * 3:  # one mark of it is damaged
        return Form(Is.STARS if stars > dashes else Is.DASHES, text)
    return None


def _is_charge(bare: str) -> bool:
    """Whether statutes with their code stand first: `11359 HS`, `496 (A) (2) PC`."""
    code = _CODE.search(bare, 0, _LONGEST_STATUTE)
    return code is not None and not _WORD.search(bare, 0, code.start())


def _hyphenated(text: str, bare: str) -> Form:
    if not bare.strip("-.'*_~ ,:"):
        return Form(Is.DASHES, text)
    words_after = bare.lstrip("-. '")
    if bare[1:2].isdigit():
        return _numeric(text, bare)  # a number whose first digit is lost
    if words_after[:1].isalpha():
        return Form(Is.FLAGS, text, "", bare)
    return Form(Is.TEXT, text)


def _numeric(text: str, bare: str) -> Form:
    """A line that begins with a digit, or with a letter read for one: a date, a charge, or words."""
    if _CODELESS.match(bare):
        return Form(Is.CHARGE, text, "", bare)
    found = _DATED.match(bare) or _DIM_DATE.match(bare)
    if found and (digits := as_digits(found[1].replace(" ", ""))) and len(digits[0]) == 8:
        rest = (found[2] or "").strip()
        if not rest:
            return Form(Is.DATE, text, found[1])
        if words.AGENCY.match(rest):
            return Form(Is.DATE_AGENCY, text, found[1], rest)
        if not _is_charge(bare):
            return Form(Is.DATED, text, found[1], rest)
    if words.FURNITURE.match(bare) or _heads_page(bare):
        return Form(Is.FURNITURE, text)
    if _is_charge(bare):
        return Form(Is.CHARGE, text, "", bare)
    lost = _LOST_DATE.match(bare)
    if lost and words.AGENCY.match(lost[2]) and _digits(lost[1]) >= 4:
        return Form(Is.DATE_AGENCY, text, lost[1], lost[2])
    if lost and words.DISPOSED.match(lost[2]) and _digits(lost[1]) >= 5:
        return Form(Is.DATED, text, lost[1], lost[2])
    if " " not in bare and 7 <= len(bare) <= 9 and _digits(bare) >= 6:
        return Form(Is.DATE, text, bare)
    return Form(Is.TEXT, text, "", bare)


def _heads_page(bare: str) -> bool:
    """Whether it is what a browser prints above a page, small and often damaged: `07/01/20  Criminal History`."""
    found = _DAY.match(bare)
    return found is not None and distance(squeezed(found[1]), _TITLE, _FAR) <= _FAR


def _digits(word: str) -> int:
    """How many digits stand in a word; a place that could not be told may be one."""
    return sum(letter.isdigit() or letter == UNTOLD for letter in word)


def _worded(text: str, bare: str) -> Form:
    """A line that begins with a word: a label, a header, a field of the head, a notice, or words."""
    field = _FIELD.match(bare)
    if field and field[1] in words.SUBJECT_FIELDS:
        return Form(Is.SUBJECT, text, field[1], bare)
    found = _LABEL.match(bare)
    if found:
        squeeze = squeezed(found[1])
        if squeeze.startswith("SEECOM"):
            return _bare_words(text, bare)
        kind = words.LABELS.get(squeeze)
        if kind is not None:
            return _labelled(text, kind, squeeze, found[2])
        header = _header_of(squeeze)
        if header:
            return Form(Is.HEADER, text, header, found[2])
    unmarked = _UNMARKED.match(bare)
    if unmarked:
        squeeze = squeezed(unmarked[1])
        return _labelled(text, words.LABELS[squeeze], squeeze, unmarked[2])
    if glued := _GLUED.match(bare):
        return Form(Is.DISPOSITION, text, "DISPO", glued[1], repaired=True)
    for kind, pattern in _WHOLE:
        if pattern.search(bare) if kind is not Is.FURNITURE else pattern.match(bare):
            return Form(kind, text)
    if found or _HEADED.search(bare):
        return _damaged(text, bare)
    return _bare_words(text, bare)


def _labelled(text: str, kind: Is, label: str, rest: str) -> Form:
    if kind is Is.COUNT and _IN_COMMENT.search(rest):  # `CNT 02 CHRG-...`: a comment that runs on
        return Form(Is.TEXT, text, "", text)
    return Form(kind, text, label, rest)


_WHOLE = ((Is.FURNITURE, words.FURNITURE), (Is.STRIKE_BOX, words.STRIKE_BOX), (Is.NOTICE, words.NOTICE))


def _header_of(squeeze: str) -> str | None:
    """The header that squeezed words are: NAM after it, and the qualifier of CUSTODY, do not matter."""
    for tail in ("", "NAM", "NAME", "DOB"):
        word = squeeze.removesuffix(tail) if tail else squeeze
        if word in words.HEADERS:
            return word
        if tail and word != squeeze and word.startswith(words.QUALIFIED):
            return words.QUALIFIED
    return None


def _damaged(text: str, bare: str) -> Form:
    """A line with a colon whose label is on no list: the one word that it can only be, or one that is unknown."""
    found = _LABEL.match(bare)
    label = found[1] if found else _HEADED.split(bare)[0]
    squeeze = squeezed(label)
    for tail in ("NAM", "NAME", "DOB"):
        squeeze = squeeze.removesuffix(tail) if len(squeeze) > len(tail) + 3 else squeeze
    word = nearest(squeeze, words.WORDS)
    rest = found[2] if found else bare[len(label) :]
    if word is None or (word in _SHAPES and not _SHAPES[word].match(rest)):
        return Form(Is.LABELLED, text, squeeze, rest)
    if word in words.LABELS:
        return Form(words.LABELS[word], text, word, rest, repaired=True)
    return Form(Is.HEADER, text, word, rest, repaired=True)


_SHAPES = {"CNT": re.compile(r"\W*[\dOIL]{1,3}(?!\w)"), "TOC": re.compile(r"\W*[A-Z]\W*$")}
"""What must follow a short label that is only nearly right."""


def _bare_words(text: str, bare: str) -> Form:
    """A line without a colon: SEE COMMENT, a header whose colon is lost, a damaged label, or words."""
    squeeze = squeezed(bare[:40])
    if squeeze.startswith("SEECOM") or squeeze.endswith("FORCHARGE"):
        exact = squeeze.startswith(words.SEE_COMMENT)
        away = 0 if exact else distance(squeeze[: len(words.SEE_COMMENT)], words.SEE_COMMENT, 3)
        if away <= 3:
            return Form(Is.SEE_COMMENT, text, repaired=away > 0)
    header = _header_of(squeeze)
    if not header and squeeze.startswith(words.QUALIFIED) and len(squeeze) <= 20:
        header = words.QUALIFIED
    if header:
        return Form(Is.TEXT if header in words.PLAIN_WORDS else Is.HEADER, text, header)
    first = bare.split(" ", 1)
    if len(first) == 2 and (word := nearest(squeezed(first[0]), ("DISPO",))):
        return Form(words.LABELS[word], text, word, first[1], repaired=True)
    return Form(Is.TEXT, text, "", bare)
