"""The lines of an event after its date and agency, each put where it belongs: to a count, or what became of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from vacatur.sources.rapsheet.charges import charge_type
from vacatur.sources.rapsheet.cleaning import read_date
from vacatur.sources.rapsheet.comments import ChargeComments, Remark
from vacatur.sources.rapsheet.continuation import continues
from vacatur.sources.rapsheet.counts import RawCount, clean_case, open_count, take_charge, take_flags
from vacatur.sources.rapsheet.dispositions import contradicts_status
from vacatur.sources.rapsheet.ledger import Ledger
from vacatur.sources.rapsheet.marks import Mark
from vacatur.sources.rapsheet.outcomes import RawDisposition, open_disposition, take_convicted_of, take_status
from vacatur.sources.rapsheet.sentences import looks_like_sentence
from vacatur.sources.rapsheet.sheet import Count, Kind
from vacatur.sources.rapsheet.vocabulary import DISPOSED, LABELS, Is

_TELLING = frozenset({Kind.COURT, Kind.ARREST, Kind.SUPPLEMENTAL_ARREST, Kind.JUVENILE, Kind.UNKNOWN})
"""Events whose counts are offenses, so that a statute is expected of them."""
_COUNTLESS = frozenset({Kind.APPLICANT, Kind.REGISTRATION, Kind.MENTAL_HEALTH, Kind.DECEASED, Kind.OTHER})
"""Events that may have no CNT."""
_JOINED = re.compile(r"\s(CONV STATUS|SEN|COM|DCN)\s*[:;]\s*")
_SPLIT = frozenset({Is.DISPOSITION, Is.STATUS, Is.SENTENCE})
_OUTCOMES = frozenset({Is.DISPOSITION, Is.STATUS, Is.SENTENCE})


class Filing:
    """The counts of one event, its lines taken in turn.

    A line without a label goes with the one before it only where it may: words after a comment or a charge, parts of a
    sentence after a sentence. Any other is listed as unread.
    """

    def __init__(self, ledger: Ledger, kind: Kind) -> None:
        self._ledger, self._kind = ledger, kind
        self._counts: list[RawCount] = []
        self._numbers: set[int] = set()
        self._commented = ChargeComments()
        self._waiting: list[Mark] = []
        """Comments before the first count."""
        self._update: tuple[Mark, date | None] | None = None
        self._under = 0
        """Dispositions under the date that holds."""
        self._last: Mark | None = None
        """The last labelled line: what words without a label would continue."""

    def take_all(self, marks: Sequence[Mark]) -> None:
        """Every line of the event, in order."""
        for at, mark in enumerate(marks):
            after = marks[at + 1] if at + 1 < len(marks) else None
            while ":" in mark.rest and mark.kind in _SPLIT and (joined := _JOINED.search(mark.rest)):
                label = joined[1].replace(" ", "")
                second = replace(mark, kind=LABELS[label], label=label, rest=mark.rest[joined.end() :])
                self._take(replace(mark, rest=mark.rest[: joined.start()]), None)
                mark = second
            self._take(mark, after)
        self._close_update()

    def finish(self, on: date | None) -> list[Count]:
        """The counts as they stand; `on` is the event's date."""
        for mark in self._waiting:
            self._ledger.unread(mark)
        for count in self._counts:
            for remarks in (count.comments, *(each.comments for each in count.dispositions)):
                for remark in remarks:
                    self._commented.take(count, remark.text)
        return [done for each in self._counts for done in each.finish(self._ledger, self._commented, on)]

    def _take(self, mark: Mark, after: Mark | None) -> None:
        kind = mark.kind
        if kind is Is.COUNT:
            self._count(mark)
        elif kind is Is.CHARGE or kind is Is.SEE_COMMENT:
            self._charge(mark)
        elif kind is Is.DISPOSITION:
            self._disposition(mark, mark.rest)
        elif kind is Is.STATUS:
            if self._under and contradicts_status(self._counts[-1].dispositions[-1].text):
                self._under = 0  # the disposition that this is the status of is not there
            take_status(self._outcome(mark), mark, self._ledger)
        elif kind is Is.SENTENCE:
            self._sentence(mark, mark.rest)
        elif kind is Is.COMMENT or kind is Is.DETAIL:
            self._comment(mark)
        elif kind is Is.DATE or kind is Is.DATED:
            self._date(mark, after)
            return
        elif kind is Is.FLAGS or kind is Is.CASE or kind is Is.CHARGE_TYPE:
            self._of_count(mark)
        else:
            self._words(mark)
            return
        self._last = mark

    def _count(self, mark: Mark) -> None:
        self._close_update()
        count = open_count(mark, self._ledger)
        again = self._numbers.intersection(each for each in count.numbers if each is not None)
        if again:
            self._ledger.note(mark.number, "count_repeated", mark.text)
        self._numbers.update(each for each in count.numbers if each is not None)
        self._add(count)

    def _add(self, count: RawCount) -> None:
        self._counts.append(count)
        self._update, self._under = None, 0
        for mark in self._waiting:
            self._comment(mark)
        self._waiting = []

    def _current(self, mark: Mark) -> RawCount:
        """The count that a line belongs to; one without a CNT where there is none."""
        if not self._counts:
            if self._kind not in _COUNTLESS:
                self._ledger.doubt(mark, "count_header_missing")
            self._add(RawCount())
        return self._counts[-1]

    def _charge(self, mark: Mark) -> None:
        if self._counts and not self._expects_charge():
            if self._last is not None and self._last.kind is Is.COMMENT and not mark.after_blank:
                self._words(mark)
                return
            self._close_update()
            self._ledger.doubt(mark, "count_header_missing")
            self._add(RawCount())
        count = self._current(mark)
        count.lines.append(mark.number)
        if mark.kind is Is.SEE_COMMENT:
            count.see_comment = mark
            _, kind, _ = charge_type(mark.text)
            count.charge = count.charge or kind
            self._ledger.read(mark)
        else:
            take_charge(count, mark, self._ledger, self._kind in _TELLING)

    def _expects_charge(self) -> bool:
        count = self._counts[-1]
        return not (count.charged or count.see_comment or count.dispositions)

    def _of_count(self, mark: Mark) -> None:
        """Flags, a case number on a line of its own, a type of charge."""
        count = self._current(mark)
        count.lines.append(mark.number)
        if mark.kind is Is.FLAGS:
            take_flags(count, mark, self._ledger)
        elif not self._ledger.sure(mark):
            return
        elif mark.kind is Is.CHARGE_TYPE:
            _, kind, _ = charge_type(f"TOC:{mark.rest}")
            count.charge = count.charge or kind
            if kind is None:
                self._ledger.doubt(mark, "charge_type_unread")
        elif self._last is not None and self._last.kind is Is.COUNT and count.case_number is None:
            count.case_number = clean_case(mark.rest)
        else:
            self._ledger.unread(mark)
        self._ledger.read(mark)

    def _disposition(self, mark: Mark, text: str) -> None:
        count = self._current(mark)
        on, update = (self._update[1], True) if self._update else (None, False)
        disposition = open_disposition(mark, text, self._ledger, on, update)
        if disposition.unlisted and self._kind in _TELLING:
            disposition.text = None
        if self._under:
            disposition.second = True
            self._ledger.note(mark.number, "second_disposition", mark.text)
        if self._update and not self._under:
            disposition.lines.insert(0, self._update[0].number)
        self._under += 1
        count.dispositions.append(disposition)
        count.lines.append(mark.number)

    def _outcome(self, mark: Mark) -> RawDisposition:
        """The disposition that a status or sentence belongs to; one without DISPO where there is none."""
        count = self._current(mark)
        count.lines.append(mark.number)
        if not self._under:
            on, update = (self._update[1], True) if self._update else (None, False)
            if self._kind in _TELLING or update:
                self._ledger.doubt(mark, "disposition_missing")
            first = [self._update[0].number] if self._update else []
            count.dispositions.append(RawDisposition(None, None, on, update, lines=first))
            self._under = 1
        return count.dispositions[-1]

    def _sentence(self, mark: Mark, text: str) -> None:
        disposition = self._outcome(mark)
        disposition.lines.append(mark.number)
        if self._ledger.sure(mark):
            disposition.sentence.append((mark, text))
            self._ledger.read(mark)
        else:
            disposition.sure = False

    def _comment(self, mark: Mark) -> None:
        if not self._counts:
            self._waiting.append(mark)
            return
        count = self._counts[-1]
        count.lines.append(mark.number)
        if self._under:
            count.dispositions[-1].lines.append(mark.number)
        if mark.label == "CONVOF" and self._under and self._kind in _TELLING:
            take_convicted_of(count.dispositions[-1], mark, self._ledger)
            return
        if not self._ledger.sure(mark):
            return
        text = mark.rest if mark.label == "COM" else mark.text.lstrip(" .'*•")
        self._ledger.read(mark)
        if self._under:
            count.dispositions[-1].comments.append(Remark(mark, text))
        else:
            count.comments.append(Remark(mark, text))

    def _date(self, mark: Mark, after: Mark | None) -> None:
        """A date on a line of its own, or before a disposition: an update. Any other number continues a comment."""
        disposed = DISPOSED.match(mark.rest) if mark.kind is Is.DATED else None
        followed = after is not None and after.kind in _OUTCOMES
        commenting = self._last is not None and self._last.kind is Is.COMMENT and not mark.after_blank
        if not disposed and (mark.kind is Is.DATED or (commenting and not followed)):
            self._words(mark)
            return
        self._close_update()
        count = self._current(mark)
        count.lines.append(mark.number)
        on, repaired = read_date(mark.label) if self._ledger.sure(mark) else (None, False)
        if on is None and self._ledger.sure(mark):
            self._ledger.doubt(mark, "update_date_unread", mark.label)
        elif repaired:
            self._ledger.doubt(mark, "repaired")
        self._update, self._under = (mark, on), 0
        self._last = mark
        self._ledger.read(mark)
        if disposed:
            self._disposition(mark, disposed[1])

    def _close_update(self) -> None:
        """An update under which nothing was read is kept, as one whose disposition is unknown."""
        if self._update and not self._under:
            mark, on = self._update
            self._ledger.note(mark.number, "disposition_missing", mark.text)
            self._counts[-1].dispositions.append(RawDisposition(None, None, on, True, lines=[mark.number]))
        self._update = None

    def _words(self, mark: Mark) -> None:
        """A line without a label."""
        if mark.kind is Is.OVERLONG:
            self._ledger.unread(mark, "line_too_long")
            return
        last = self._last.kind if self._last else None
        count = self._counts[-1] if self._counts else None
        if count is not None and last in (Is.COUNT, Is.FLAGS, Is.CASE, Is.CHARGE_TYPE) and self._expects_charge():
            if mark.kind is not Is.LABELLED:
                count.lines.append(mark.number)
                take_charge(count, mark, self._ledger, self._kind in _TELLING)
                self._last = replace(mark, kind=Is.CHARGE)
                return
        elif count is not None and (mark.kind is not Is.LABELLED or last is Is.COMMENT) and self._ledger.sure(mark):
            under = count.dispositions[-1] if self._under else None
            if last is not None and continues(count, under, mark, last):
                count.lines.append(mark.number)
                self._ledger.read(mark)
                return
        self._ledger.unread(mark)
        if count is not None:
            count.lines.append(mark.number)
            if self._under and (last in _OUTCOMES or looks_like_sentence(mark.text)):
                count.dispositions[-1].lost = True
