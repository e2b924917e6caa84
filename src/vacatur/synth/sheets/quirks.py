"""In which of its many ways each thing of a sheet is printed, and what only a printed sheet has of a sentence."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from vacatur.synth.sheets.story import Charge, Happening, Outcome, Part, Story
from vacatur.synth.sheets.wordings import court, relief

_FLAGS = ("WARRANT", "BENCH WARRANT", "PROBATION REVO", "FAIL TO APPEAR")
_MORE = (
    Part("FINE SS", suspended=True, only_here=True),
    Part("CONCURRENT", only_here=True),
    Part("WORK PROGRAM", only_here=True),
    Part("CREDIT TIME SERVED", only_here=True),
)
"""Parts without a length that the bulk file does not give."""
_TIMED = (
    Part("PRISON", 2, "Y", suspended=True, only_here=True),
    Part("JAIL", 6, "M", suspended=True, only_here=True),
)
"""Terms whose execution is suspended."""
_REALIGNED = 2012
_SENTENCED_LATER = "PROBATION REVOKED"
_DCN = "T{:022d}"


def choose(story: Story, rng: Random) -> None:
    """Choose for every event, count and disposition of a story how it is printed."""
    codes = list(story.person.names)
    for event in story.events:
        event.name_code = rng.choice(codes) if rng.random() < 0.4 else 1
        if rng.random() < 0.02 or not event.header:
            event.name_code = None
        if event.kind in ("arrest", "supplemental arrest") and rng.random() < 0.4:
            event.birth_date = rng.choice(story.person.birth_dates)
        for count in event.counts:
            _count(event, count, rng)
            for outcome in count.outcomes:
                _outcome(story, outcome, rng)
        event.agency = court(event.agency, rng)
        if event.header == "COURT:":
            _range(event, rng)
            _later_conviction(story, event, rng)


def _count(event: Happening, count: Charge, rng: Random) -> None:
    if count.letter and rng.random() < 0.6:
        count.letter = ""
    if event.kind in ("arrest", "court", "juvenile") and rng.random() < 0.05:
        count.flags = list(dict.fromkeys([*count.flags, rng.choice(_FLAGS), rng.choice(_FLAGS)]))
    if rng.random() < 0.06:
        count.comments.append(f"SCN-{rng.randrange(10**10, 10**11)}")
    if count.offense is None or event.kind == "registration":
        return
    count.by_flag = count.offense.attempted and bool(count.offense.code) and rng.random() < 0.5
    count.spaced = bool(count.offense.letters) and rng.random() < 0.02
    count.hyphen = bool(count.offense.words) and rng.random() < 0.985
    concluded = event.header == "COURT:" and bool(count.outcomes) and not count.outcomes[0].update
    if concluded and count.offense.code and not count.spaced and count.hyphen and rng.random() < 0.05:
        count.in_comment = True
        count.by_flag = False
    jailed = concluded and any(part.place == "JAIL" for part in count.outcomes[0].parts)
    if jailed and count.outcomes[0].status == "FELONY" and event.on.year >= _REALIGNED:
        count.realigned = rng.random() < 0.5


def _outcome(story: Story, outcome: Outcome, rng: Random) -> None:
    outcome.one_line = outcome.update and rng.random() < 0.2
    outcome.text = relief(outcome.text, rng)
    outcome.status_last = rng.random() < 0.15
    if outcome.convicts:
        _sentence(story, outcome, rng)
    elif outcome.text == _SENTENCED_LATER and rng.random() < 0.4:
        part = rng.choice((Part("JAIL", 90, "D"), Part("PRISON", 16, "M"), Part("JAIL", 2, "W")))
        if outcome.on + timedelta(days=600) < story.as_of:
            outcome.parts = [part]
    if rng.random() < 0.05:
        outcome.notes.append(f"DCN:{_DCN.format(rng.randrange(10**18))}")


def _sentence(story: Story, outcome: Outcome, rng: Random) -> None:
    """How a sentence is printed; and, of one that ended long ago, what else the paper says of it."""
    if not outcome.parts:
        return
    short = {"PROBATION", "JAIL", "PRISON", "FINE", "RESTITUTION"}
    if rng.random() < 0.06 and all(part.place in short for part in outcome.parts):
        outcome.form = rng.choice(("SEN-X", "XSEN"))
        return
    years = sum((part.length or 0) for part in outcome.parts if part.unit == "Y")
    ended = outcome.on + timedelta(days=366 * (years + 6)) < story.as_of
    if rng.random() < 0.25:
        outcome.parts = [*outcome.parts, *rng.sample(_MORE, rng.randrange(1, 4))]
        if outcome.parts[0].place == "PROBATION" and rng.random() < 0.5:
            outcome.parts.append(Part("IMP SEN SS", suspended=True, only_here=True))
    if ended and rng.random() < 0.04:
        outcome.parts = [*outcome.parts, rng.choice(_TIMED)]
    if ended and outcome.on.year >= _REALIGNED - 1 and outcome.status == "FELONY" and rng.random() < 0.3:
        outcome.parts = [*outcome.parts, Part("MANDATORY SUPERVISION", 8, "M", only_here=True)]
    if any(part.place == "PRISON" and part.length == 25 for part in outcome.parts) and rng.random() < 0.5:
        outcome.parts = [
            Part(part.place, part.length, part.unit, life=True) if part.length == 25 else part for part in outcome.parts
        ]
        story.unsettled.append("a term for life, which the bulk file gives as one of years")


def _range(event: Happening, rng: Random) -> None:
    """Two or more counts that came out alike, printed as one; where their offenses differ, a comment has each."""
    if event.as_range is None and rng.random() < 0.5:
        alike = [at for at in range(1, len(event.counts)) if _alike(*event.counts[at - 1 : at + 1])]
        event.as_range = (alike[0] - 1, alike[0]) if alike else None
    if event.as_range is None:
        return
    counts = event.counts[event.as_range[0] : event.as_range[1] + 1]
    first = counts[0]
    differ = any(count.offense != first.offense for count in counts)
    in_comment = differ or first.in_comment
    for count in counts:
        count.in_comment = in_comment
        count.by_flag = count.spaced = count.realigned = False
        count.hyphen = True
        count.flags, count.letter, count.comments = first.flags, first.letter, first.comments


def _alike(first: Charge, second: Charge) -> bool:
    if len(first.outcomes) != 1 or len(second.outcomes) != 1 or second.case_number:
        return False
    one, other = first.outcomes[0], second.outcomes[0]
    coded = all(count.offense and count.offense.code and count.offense.words for count in (first, second))
    same = (one.text, one.status, one.parts, one.update) == (other.text, other.status, other.parts, other.update)
    return bool(coded and same and not one.update and not one.offense and not other.offense)


def _later_conviction(story: Story, event: Happening, rng: Random) -> None:
    """Now and then the conviction stands only in an update, or after another disposition of the same day."""
    first = event.counts[0]
    if event.as_range or not first.outcomes or not first.outcomes[0].convicts:
        return
    draw = rng.random()
    if draw < 0.01 and len(event.counts) == 1 and len(first.outcomes) == 1 and not first.in_comment:
        first.outcomes[0].update = True
        event.on -= timedelta(days=2)
    elif draw < 0.02 and not first.in_comment:
        first.outcomes.insert(0, Outcome("PROC SUSP/COMM MENTALLY INCOMP 1370 PC", event.on))
        story.unsettled.append("two dispositions of one count on one day")
    elif draw < 0.025:
        first.outcomes.append(Outcome("CONVICTION CERT BY CLERK OF CRT", event.on, update=True))
        story.unsettled.append("a conviction certified by the clerk")
