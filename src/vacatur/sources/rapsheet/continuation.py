"""Lines without a label: what of a count they continue, where they may continue it at all."""

from __future__ import annotations

import re

from vacatur.sources.rapsheet.comments import Remark
from vacatur.sources.rapsheet.counts import RawCount
from vacatur.sources.rapsheet.marks import Mark
from vacatur.sources.rapsheet.outcomes import RawDisposition
from vacatur.sources.rapsheet.sentences import looks_like_sentence
from vacatur.sources.rapsheet.vocabulary import Is

_MOST_LINES, _LONGEST_COMMENT, _LONGEST_CHARGE = 40, 4000, 400
"""Lines of a sentence, characters of a comment and of a charge, beyond which nothing is added."""
_WORDS = re.compile(r"[A-Z0-9 ,./&()'$%+\"-]+")


def continues(count: RawCount, under: RawDisposition | None, mark: Mark, last: Is) -> bool:
    """Put words to the labelled line before them, and say whether they may continue it.

    Args:
        under: the disposition that holds there, if one does.
        last: what the labelled line is.
    """
    if last is Is.COMMENT:
        return _comment(under.comments if under else count.comments, under, mark)
    if last is Is.CHARGE:
        return _charge(count, mark)
    if under is None:
        return False
    if last is Is.SENTENCE:
        return _sentence(under, mark)
    return last is Is.DISPOSITION and _disposition(under, mark)


def _sentence(under: RawDisposition, mark: Mark) -> bool:
    before = under.sentence[-1][1].rstrip() if under.sentence else ""
    fits = before.endswith(",") or looks_like_sentence(mark.text)
    if not fits or len(under.sentence) >= _MOST_LINES:
        return False
    under.sentence.append((mark, mark.text))
    under.lines.append(mark.number)
    return True


def _disposition(under: RawDisposition, mark: Mark) -> bool:
    if not _WORDS.fullmatch(mark.text) or looks_like_sentence(mark.text):
        return False
    under.comments.append(Remark(mark, mark.text))
    under.lines.append(mark.number)
    return True


def _charge(count: RawCount, mark: Mark) -> bool:
    if not count.offense or len(count.offense) >= _LONGEST_CHARGE:
        return False
    if not _WORDS.fullmatch(mark.text) or looks_like_sentence(mark.text):
        return False
    count.offense = f"{count.offense} {' '.join(mark.text.split())}"
    return True


def _comment(remarks: list[Remark], under: RawDisposition | None, mark: Mark) -> bool:
    if not remarks or len(remarks[-1].text) > _LONGEST_COMMENT:
        return False
    remarks[-1].text += f" {mark.text}"
    if under is not None:
        under.lines.append(mark.number)
    return True
