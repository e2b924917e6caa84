"""The rows of the file: one for each count, disposition and part of a sentence."""

from dataclasses import dataclass

import numpy as np

from vacatur.synth import sentences
from vacatur.synth.draw import Flags, Ints, Streams, between, chance, pick
from vacatur.synth.planted import ARREST, ARREST_ONLY, COURT, CRIMINAL, Histories

PLAIN, REVOKED, MODIFIED, REFUSED, RELIEF = range(5)
"""What a row tells: the count itself, or something later about it."""


@dataclass
class Rows:
    """Rows in columns, in the order of the file."""

    count: Ints
    """position of the count the row tells of"""
    event: Ints
    """PLAIN, REVOKED, MODIFIED, REFUSED or RELIEF"""
    part: Ints
    """position of the part of the sentence in sentences.PLACES"""
    sequence: Ints
    """1, 2 ... within the count"""
    disposition_day: Ints
    conviction: Flags
    """the row's disposition says CONVICTED"""


def lay_out(histories: Histories, streams: Streams) -> Rows:
    """Every row of the histories, by person, cycle, step and count."""
    counts, cycles = histories.counts, histories.cycles
    size = len(counts.cycle)
    parts = sentences.ROWS[counts.sentence]
    plain = np.repeat(np.arange(size), parts)
    sequence = np.arange(len(plain)) - np.repeat(np.cumsum(parts) - parts, parts)
    later = [_later(histories, streams, event) for event in (REVOKED, MODIFIED, REFUSED, RELIEF)]
    count = np.concatenate([plain, *later])
    event = np.repeat([PLAIN, REVOKED, MODIFIED, REFUSED, RELIEF], [len(plain), *map(len, later)]).astype(np.int64)
    sequence = np.concatenate([sequence, event[len(plain) :] + 10])
    part = np.where(
        (event == PLAIN) & counts.convicted[count],
        sentences.FIRST_PART[counts.sentence[count]] + sequence,
        sentences.NO_PART,
    )
    cycle = counts.cycle[count]
    where = (
        (cycles.person[cycle] * 1000 + cycles.number[cycle]) * 1000
        + counts.step[count] * 100
        + counts.number[count] * 10
    )
    order = np.argsort(where * 100 + sequence, kind="stable")
    rng = streams("disposition days")
    wait = between(rng, 400, 4000, len(count))
    day = cycles.court_day[cycle] + np.where(event == PLAIN, 0, wait)
    # Proposition 64 and Proposition 47 reliefs come in the last years before the as-of date.
    recent = (event == RELIEF) & np.isin(counts.relief[count], sentences.RECENT_RELIEFS)
    day = np.where(recent, np.maximum(cycles.court_day[cycle], histories.as_of_day - wait // 4), day)
    rows = Rows(
        count=count,
        event=event,
        part=part,
        sequence=sequence + 1,
        disposition_day=np.minimum(day, histories.as_of_day),
        conviction=(event == PLAIN) & counts.convicted[count] & counts.recorded[count],
    )
    for name in ("count", "event", "part", "sequence", "disposition_day", "conviction"):
        setattr(rows, name, getattr(rows, name)[order])
    return rows


def _later(histories: Histories, streams: Streams, event: int) -> Ints:
    """Counts that a later row speaks of."""
    counts = histories.counts
    if event == RELIEF:
        return np.flatnonzero(counts.relief != sentences.NO_RELIEF)
    rng = streams(f"later {event}")
    rate = {REVOKED: 0.06, MODIFIED: 0.02, REFUSED: 0.01}[event]
    here = counts.convicted & chance(rng, rate, len(counts.cycle))
    if event == REVOKED:
        here &= sentences.ON_PROBATION[counts.sentence]
    return np.flatnonzero(here & (counts.relief == sentences.NO_RELIEF))


ARREST_ENDS = ("", "PROS REJ-LACK OF EVIDENCE", "REL/TOT OTHER JURIS/AUTH", "PROS REJ-INTEREST OF JUSTICE", "")
COURT_ENDS = ("DISMISSED", "DISMISSED/CHARGE DROPPED", "DISMISSED/FURTHERANCE OF JUSTICE", "ACQUITTED")
DISPOSITIONS = (
    *dict.fromkeys(s.disposition for s in sentences.SENTENCES),
    "PROBATION REVOKED",
    "SENTENCE MODIFIED",
    sentences.REFUSAL,
    *dict.fromkeys(ARREST_ENDS),
    *COURT_ENDS,
    *sentences.RELIEFS[1:],
)
"""Every text that DISP_DESCR holds; a disposition is known by its position."""


def dispositions(histories: Histories, rows: Rows, streams: Streams) -> Ints:
    """What each row's DISP_DESCR says, as a position in DISPOSITIONS."""
    place = {text: position for position, text in enumerate(DISPOSITIONS)}
    counts, cycles = histories.counts, histories.cycles
    rng = streams("dispositions")
    size = len(counts.cycle)
    table = {
        "sentence": [place[s.disposition] for s in sentences.SENTENCES],
        "relief": [place[text] for text in sentences.RELIEFS],
        "arrest": [place[text] for text in ARREST_ENDS],
        "court": [place[text] for text in COURT_ENDS],
        "event": [
            place[""],
            place["PROBATION REVOKED"],
            place["SENTENCE MODIFIED"],
            place[sentences.REFUSAL],
            place[""],
        ],
    }
    look = {name: np.array(values, dtype=np.int64) for name, values in table.items()}
    criminal = cycles.entry[counts.cycle] == CRIMINAL
    given_up = (counts.step == ARREST) & criminal & (cycles.outcome[counts.cycle] == ARREST_ONLY)
    said = np.full(size, place[""], dtype=np.int64)
    said = np.where(given_up, look["arrest"][pick(rng, (1, 3, 2, 2, 2), size)], said)
    said = np.where((counts.step == COURT) & ~counts.convicted, look["court"][pick(rng, (6, 2, 2, 1), size)], said)
    said = np.where(counts.convicted & counts.recorded, look["sentence"][counts.sentence], said)
    text = np.where(rows.event == PLAIN, said[rows.count], look["event"][rows.event])
    return np.where(rows.event == RELIEF, look["relief"][counts.relief[rows.count]], text)
