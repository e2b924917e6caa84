"""What cases were sentenced to, when that ends, and what came after (docs/reading.md, section 7)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from .dates import add_sentence, read_date, years_between
from .history import Conviction, History, names_relief, relief_of_own_count, revokes, says_nothing, settles_nothing
from .rows import Row

Fact = bool | str | date | float | int | None
KINDS = {"probation": "PROB", "jail": "JAIL", "prison": "PRISON"}


def place(part: Row) -> str:
    """Where a part is served; "" when it does not say."""
    text = part["SENT_LOC_DESCR"]
    if not text:
        return ""
    if text.startswith("PROB"):
        return "probation"
    in_prison = text.startswith("CDC") or text.find("PRISON") >= 0
    if re.search(r"\b(SS|SUSP[A-Z]*|STAYED)\b", text):
        return "prison suspended" if in_prison else "other"
    if in_prison:
        return "prison"
    if text.startswith("MAND"):
        return "supervision"
    return "jail" if re.search(r"\b(JAIL|JL)\b", text) else "other"


@dataclass(frozen=True)
class Term:
    """What one count was sentenced to, on one occasion."""

    rows: Sequence[Row]
    as_of: date
    later: bool = False
    changed: bool = False  # a sentence that was modified, or probation extended
    over_on: date | None = None  # when probation of the count was ended

    @cached_property
    def parts(self) -> list[Row]:
        return [row for row in self.rows if row["SENT_LENGTH"] or row["SENT_TIME_CODE"] or row["SENT_LOC_DESCR"]]

    @cached_property
    def said(self) -> list[str]:
        """What the dispositions name: CONVICTED-PROB/JAIL names probation and jail."""
        named = [re.match(r"CONVICTED ?-(.*)", row["DISP_DESCR"]) for row in self.rows]
        return [found[1] for found in named if found]

    @cached_property
    def told(self) -> bool:
        return bool(self.parts or self.said)

    def among(self, kind: str) -> bool | None:
        words = KINDS.get(kind)
        places = [place(part) for part in self.parts]
        if kind in places or (words and any(words in text for text in self.said)):
            return True
        if places:
            return None if "" in places else False
        return False if self.said else None

    @cached_property
    def day(self) -> date | None:
        days = {read_date(row["STP_EVENT_DATE"], self.as_of) for row in self.rows} - {None}
        return days.pop() if len(days) == 1 else None

    @cached_property
    def ends(self) -> date | None:
        """Its own end, or the day on which its probation was ended where that came first."""
        own, over = self._own_end, self.over_on
        if over is None or self.day is None or self.day > over:
            return own
        only_probation = self.among("probation") and self.among("prison") is False
        if (only_probation and self.among("supervision") is False) or (self.changed and not self.parts):
            return over if own is None else min(own, over)
        return own

    @cached_property
    def _own_end(self) -> date | None:
        if self.changed and not self.parts:
            return None
        day, places = self.day, [place(part) for part in self.parts]
        lengths = [length(part) for part in self.parts]
        silent = any(words in text for kind, words in KINDS.items() if kind not in places for text in self.said)
        if day is None or silent or None in lengths:
            return None
        known = [each for each in lengths if each is not None]
        if "probation" not in places or "prison" in places:
            return after(day, known)
        probation = [each for each, where in zip(known, places, strict=True) if where == "probation"]
        others = [each for each, where in zip(known, places, strict=True) if where != "probation"]
        longest = max(probation, key=lambda each: (each[0] * 31 + each[1], each[0]))
        return max(after(day, [longest]), after(day, others))


def length(part: Row) -> tuple[int, int] | None:
    """Months and days of a part; None when unknown."""
    number, unit, where = part["SENT_LENGTH"], part["SENT_TIME_CODE"], part["SENT_LOC_DESCR"]
    if not number and where.startswith(("FINE", "RESTITUTION", "RESTN", "FEE", "COMMUNITY SERVICE", "LICENSE")):
        return None if unit else (0, 0)
    if not re.fullmatch(r"[0-9]+", number) or int(number) > 9999 or unit not in ("D", "M", "Y"):
        return None
    return (0, int(number)) if unit == "D" else ({"M": 1, "Y": 12}[unit] * int(number), 0)


def after(day: date, lengths: Iterable[tuple[int, int]]) -> date:
    lengths = list(lengths)
    return add_sentence(day, sum(months for months, _ in lengths), sum(days for _, days in lengths))


def terms_of(history: History) -> list[Term]:
    """At conviction one a count; at revocation one a count and day, where a sentence follows."""
    convicted: dict[str, list[Row]] = {}
    revoked: dict[str, list[Row]] = {}
    changed: dict[tuple[str, date | None], list[Row]] = {}
    closing: dict[str, list[Row]] = {}
    over: dict[str, date] = {}
    for row in history.rows:
        if row.count_key and row.is_conviction:
            convicted.setdefault(row.count_key, []).append(row)
        elif row.count_key and revokes(row["DISP_DESCR"]):
            revoked.setdefault(row.count_key, []).append(row)
        elif row.count_key and (what := done_to_sentence(row["DISP_DESCR"])):
            day = read_date(row["STP_EVENT_DATE"], history.as_of)
            if what == "changed":
                changed.setdefault((row.count_key, day), []).append(row)
                continue
            closing.setdefault(row.count_key, []).append(row)
            if day:
                over[row.count_key] = max(day, over.get(row.count_key, day))
    terms = [Term(rows, history.as_of) for rows in convicted.values()]
    for rows in [*revoked.values(), *closing.values()]:
        parts = Term(rows, history.as_of).parts
        terms += [Term(parts, history.as_of, later=True)] if parts else []
    for (key, _), rows in changed.items():
        terms += [Term(rows, history.as_of, later=True, changed=True)] if key in convicted else []
    return [replace(term, over_on=over.get(term.rows[0].count_key)) for term in terms]


OVER = ("TERMINATED", "TERMINATION", "COMPLETED", "DISCHARGED", "EXPIRED")
NOT_SIMPLY_OVER = ("UNSUC", "UNSAT", "FAIL", "EXTEN", "REINST", "MODIF", "RESCIND", "VIOL")
NOT_SIMPLY_OVER_WORDS = {"NOT", "UPON", "WILL", "WHEN", "IF", "JAIL", "PRISON"}


def done_to_sentence(text: str) -> str:
    """What a row that is neither a conviction, relief, dismissal nor revocation did to the sentence of its count:
    "over" where it says that probation is, "changed" where it names probation, or a sentence modified, otherwise.
    """
    if text.startswith(("CONVICTED", "DISMISSED")) or names_relief(text) or relief_of_own_count(text):
        return ""
    if says_nothing(text):
        return ""
    words = set(re.findall(r"[A-Z0-9]+", text))
    probation = bool(words & {"PROB", "PROBATION"})
    if "SENTENCE MODIF" not in text and not words & {"RESENTENCED"} and not probation:
        return ""
    if words & {"DENIED", "DENY", "DENIAL", "WITHDRAWN"} or "NOT GRANTED" in text or ends_a_charge(text):
        return ""
    doubtful = any(part in text for part in NOT_SIMPLY_OVER) or words & NOT_SIMPLY_OVER_WORDS or "TO BE" in text
    return "over" if probation and words & set(OVER) and not doubtful else "changed"


def ends_a_charge(text: str) -> bool:
    """Without a conviction."""
    return any(
        words in text
        for words in (
            "ACQUIT", "NOT GUILTY", "DISM", "CHARGE DROPPED", "PROS REJ", "PROS REL", "REJECTED", "DET ONLY",
            "DETENTION ONLY", "EXONERATED", "NOLLE PROS",
        )
    )  # fmt: skip


def says_how_it_ended(text: str) -> bool:
    """Whether a disposition settles what became of a charge: a conviction and what was done to it later, or an end."""
    settled = (
        text.startswith("CONVICTED") or revokes(text) or names_relief(text) or relief_of_own_count(text) is not None
    )
    return not says_nothing(text) and (settled or ends_a_charge(text) or done_to_sentence(text) != "")


def facts_of_sentences(conviction: Conviction, history: History) -> dict[str, Fact]:
    every = history.terms
    of_case = [term for term in every if term.rows[0].case == conviction.case]
    ends = [term.ends for term in of_case]
    end = None if None in ends else max(day for day in ends if day)
    sentence = {kind: in_case(of_case, kind) for kind in (*KINDS, "supervision", "prison suspended")}
    revoked = any(revokes(row["DISP_DESCR"]) for row in history.rows_of_case(conviction.case))
    unread = history.unread_rows
    return {
        "sentence_stated": any(term.told for term in of_case) or (None if unread else False),
        "probation_granted": sentence["probation"],
        "jail_imposed": sentence["jail"],
        "prison_imposed": False if conviction.felony is False else sentence["prison"],
        "prison_suspended": False if conviction.felony is False else sentence["prison suspended"],
        "split_sentence": sentence["supervision"],
        "probation_revoked": True if revoked else (None if unread or _in_doubt(conviction, history, end) else False),
        "years_since_sentence_ended": None if end is None else years_since(end, history.as_of),
        "serving_on_record": _serving(every, history),
        "years_since_unknown_sentence": _years_since_unknown(every, history),
        "years_since_open_charge": _years_since_open(history),
        **_what_came_after(conviction, history, end),
    }


def _in_doubt(conviction: Conviction, history: History, end: date | None) -> bool:
    """Whether a row of the case says something that settles nothing, of a day on which the sentence may have run."""
    for row in history.rows_of_case(conviction.case):
        day, convicted = read_date(row["STP_EVENT_DATE"], history.as_of), conviction.convicted_on
        after = day is None or convicted is None or day > convicted
        over = day is not None and end is not None and day > end
        if settles_nothing(row["DISP_DESCR"]) and after and not over:
            return True
    return False


def in_case(of_case: Sequence[Term], kind: str) -> bool | None:
    """A count of which nothing is said shares the sentence of the others."""
    answers = [term.among(kind) for term in of_case if term.told]
    if True in [term.among(kind) for term in of_case]:
        return True
    return None if not answers or None in answers else False


def years_since(day: date, as_of: date) -> float:
    return 0.0 if day > as_of else years_between(day, as_of)


def _serving(every: Sequence[Term], history: History) -> bool | None:
    if any(term.ends and term.ends > history.as_of for term in every):
        return True
    return None if history.unread_rows else False


def _years_since_unknown(every: Sequence[Term], history: History) -> float | None:
    unknown = [term.day for term in every if term.ends is None]
    if history.unread_rows or None in unknown:
        return None
    return years_between(max(day for day in unknown if day), history.as_of) if unknown else math.inf


def _years_since_open(history: History) -> float | None:
    if history.unread_rows:
        return None
    ended = {row.count_key for row in history.rows if says_how_it_ended(row["DISP_DESCR"])}
    in_court = [row for row in history.rows if row.may_be_in_court and row.count_key]
    days = [read_date(row["STP_EVENT_DATE"], history.as_of) for row in in_court if row.count_key not in ended]
    known = [day for day in days if day]
    return years_between(max(known), history.as_of) if known else math.inf


def _what_came_after(conviction: Conviction, history: History, end: date | None) -> dict[str, Fact]:
    on = conviction.convicted_on
    undated = any(each.convicted_on is None for each in history.possible)
    certain = _next(on, (each.convicted_on for each in history.convictions))
    possible = _next(on, (each.convicted_on for each in history.possible))
    arrests = [row for row in history.rows if row["STP_TYPE_DESCR"].startswith("ARREST")]
    arrest = _next(on, (read_date(row["STP_EVENT_DATE"], history.as_of) for row in arrests))
    since: bool | None = True
    if certain is None:
        since = None if on is None or possible or undated or history.unread_rows else False
    doubt = history.unread_rows or undated
    return {
        "convicted_since": since,
        "convicted_during_sentence": _within(on, certain, possible, end, doubt),
        "arrested_during_sentence": _within(on, arrest, arrest, end, history.unread_rows),
    }


def _next(on: date | None, days: Iterable[date | None]) -> date | None:
    return min((day for day in days if on and day and day > on), default=None)


def _within(on: date | None, certain: date | None, possible: date | None, end: date | None, doubt: bool) -> bool | None:
    if certain and end and certain <= end:
        return True
    if on is None or doubt:
        return None
    if possible is None:
        return False
    return None if end is None or possible <= end else False
