"""What became of a count: a disposition with its status, sentence and comments, while its lines are gathered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from vacatur.sources.rapsheet.charges import read_charge
from vacatur.sources.rapsheet.comments import Remark
from vacatur.sources.rapsheet.dispositions import is_later, read_outcome, read_status, speaks_of_time
from vacatur.sources.rapsheet.ledger import Ledger
from vacatur.sources.rapsheet.marks import Mark
from vacatur.sources.rapsheet.sentences import Reading, read_sentence, sentence_in
from vacatur.sources.rapsheet.sheet import Disposition, Part

_OF_COUNT = re.compile(r"CNT\W{0,3}(\d{1,3})\b")


@dataclass
class RawDisposition:
    """A disposition while its lines are gathered.

    Attributes:
        mark: of its DISPO; None when it has none.
        on: the date of its update; None with `update` when that is unknown.
        sure: whether every line of its sentence was recognized surely.
        unlisted: whether its first line begins as no disposition does.
        second: whether another stands before it under the same date.
    """

    mark: Mark | None = None
    text: str | None = None
    on: date | None = None
    update: bool = False
    second: bool = False
    unlisted: bool = False
    status: str | None = None
    offense: str | None = None
    sentence: list[tuple[Mark, str]] = field(default_factory=list)
    comments: list[Remark] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    sure: bool = True
    lost: bool = False
    """Whether a line of it could not be placed."""

    @property
    def told_by_count(self) -> bool:
        """Whether a comment gives a sentence for one count of a range."""
        return any("SEN" in remark.text and _OF_COUNT.search(remark.text) for remark in self.comments)

    def finish(self, ledger: Ledger, event_on: date | None, number: int | None) -> Disposition:
        """The disposition as it stands, for the count of that number."""
        parts, whole = self._sentence(ledger, number)
        on, update = self.on, self.update
        if not update:
            on = event_on
            if self.second and is_later(self.text) and self.mark:
                on, update = None, True
                ledger.note(self.mark.number, "update_date_missing", self.mark.text)
        text = self.text
        if text is None and self.status and not self.update:
            text = "CONVICTED"
            ledger.note(self.lines[0], "conviction_from_status", self.status)
        if self.mark and not parts and speaks_of_time(self.text, self.status):
            whole = False
            ledger.note(self.mark.number, "sentence_missing", self.mark.text)
        if self.mark and self.status is None and (self.text or "").startswith("CONVICTED"):
            ledger.note(self.mark.number, "status_missing", self.mark.text)
        if on and event_on and on < event_on and self.mark:
            ledger.note(self.mark.number, "dates_disordered", self.mark.text)
        comments = tuple(remark.text for remark in self.comments)
        return Disposition(text, on, update, self.status, self.offense, parts, comments, whole, tuple(self.lines))

    def _sentence(self, ledger: Ledger, number: int | None) -> tuple[tuple[Part, ...], bool]:
        whole = self.sure and not self.lost
        printed = read_sentence(" ".join(text for _, text in self.sentence)) if self.sentence else None
        commented = self._commented(number)
        for found, mark in ((printed, self.sentence[0][0] if self.sentence else None), commented):
            if found and mark:
                _doubt(found, mark, ledger)
                whole = whole and not found.cut and not found.unread
        of_comment = commented[0]
        if printed and of_comment and printed.runs and of_comment.runs:
            if _terms(printed) != _terms(of_comment):
                ledger.note(self.sentence[0][0].number, "sentences_differ", of_comment.parts[0].text)
                whole = False
            return printed.parts, whole
        return (*(printed.parts if printed else ()), *(of_comment.parts if of_comment else ())), whole

    def _commented(self, number: int | None) -> tuple[Reading | None, Mark | None]:
        """The sentence that a comment gives for this count; one that names another count is not its own."""
        for remark in self.comments:
            comment = remark.text
            text = sentence_in(comment)
            if text is None:
                continue
            of = _OF_COUNT.search(comment[: comment.index("SEN")])
            if of is None or number is None or int(of[1]) == number:
                return read_sentence(text), remark.mark
        return None, None


def _terms(reading: Reading) -> set[tuple[str, int | None, str | None]]:
    return {(part.place, part.length, part.unit) for part in reading.parts if part.runs}


def _doubt(reading: Reading, mark: Mark, ledger: Ledger) -> None:
    for text in reading.unread:
        ledger.doubt(mark, "sentence_unread", text)
    if reading.repaired:
        ledger.doubt(mark, "repaired")
    if reading.cut:
        ledger.doubt(mark, "sentence_cut")


def open_disposition(mark: Mark, text: str, ledger: Ledger, on: date | None, update: bool) -> RawDisposition:
    """The disposition that a DISPO line begins."""
    found = RawDisposition(mark, None, on, update, lines=[mark.number])
    if not ledger.sure(mark):
        return found
    outcome = read_outcome(text)
    found.text = outcome.text
    if outcome.text is None:
        ledger.doubt(mark, "disposition_unread")
    elif outcome.repaired:
        ledger.doubt(mark, "repaired")
    elif not outcome.listed:
        ledger.doubt(mark, "disposition_unlisted", text)
        found.unlisted = True
    ledger.read(mark)
    return found


def take_status(disposition: RawDisposition, mark: Mark, ledger: Ledger) -> None:
    """The line CONV STATUS."""
    disposition.lines.append(mark.number)
    if not ledger.sure(mark):
        return
    status, repaired = read_status(mark.rest)
    if status is None:
        ledger.doubt(mark, "status_unread")
    elif repaired:
        ledger.doubt(mark, "repaired")
    disposition.status = disposition.status or status
    ledger.read(mark)


def take_convicted_of(disposition: RawDisposition, mark: Mark, ledger: Ledger) -> None:
    """The line CONV OF: the offense of which the person was convicted, where it is not the one charged."""
    if not ledger.sure(mark):
        return
    charge = read_charge(mark.rest)
    if charge.text is None or not charge.statute:
        ledger.doubt(mark, "offense_unread", mark.rest)
    elif charge.repaired:
        ledger.doubt(mark, "repaired")
    disposition.offense = charge.text
    ledger.read(mark)
