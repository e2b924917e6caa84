"""What a reviewer does with the results of a run: decide, supply what is missing, take back; each recorded as an act.

The moment is told by the door through which the reviewer came: no clock is read here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from vacatur.decide.facts import CATALOGUE
from vacatur.decide.walk import OUTCOMES
from vacatur.errors import UsageError
from vacatur.law.pack import nearest
from vacatur.outputs.kept import Kept, open_results
from vacatur.review.acts import DECIDED, Act, Draft, Kind, Ledger, State, standing
from vacatur.review.book import Meanwhile, read_ledger, record
from vacatur.review.states import Conviction, state_after
from vacatur.review.values import Supplied, Unfit, read_value

LONGEST_NAME, LONGEST_REASON = 80, 2000
_TRIES = 20
"""How often an act is drafted again because somebody else recorded one meanwhile."""


def decide(
    results: str | Path | Kept, conviction: str, determination: str, reason: str, *, who: str, when: str,
    pack: str | None = None, seen: int | None = None,
) -> Act:  # fmt: skip
    """A reviewer decides a conviction: from then on this stands in place of what the pack decided.

    Args:
        results: the folder that a run wrote.
        conviction: as the results name it.
        determination: one of `decide.cascade.OUTCOMES`; `review` puts it into the queue.
        reason: in the reviewer's words.
        who: the reviewer's name.
        when: the moment, as ISO text.
        pack: whose decision it replaces; None for the office's choice, the first pack of the run.
        seen: the number of the last act on the conviction that the reviewer knew; None: not checked.

    Raises:
        UsageError: something of it is not allowed.
        Meanwhile: an act on this conviction that the reviewer did not know was recorded.
        ResultsError: the results or the ledger cannot be read or written.
    """
    if determination not in OUTCOMES:
        raise UsageError(f"A reviewer decides one of {', '.join(OUTCOMES)}, not {determination!r}.")
    desk = _Desk(results, who, when, reason, pack)
    return desk.record(conviction, [("decide", {"determination": determination})], seen)[0]


def supply(
    results: str | Path | Kept, conviction: str, facts: Mapping[str, object], reason: str, *, who: str, when: str,
    pack: str | None = None, seen: int | None = None,
) -> list[Act]:  # fmt: skip
    """A reviewer supplies facts that were unknown: the packs of the run decide the conviction anew. An act a fact.

    Args:
        facts: values by the name of the fact; of years also the day from which they are counted
            (`review.values.COUNTED`).
        pack: under which the facts were missing; None for the office's choice.

    The other arguments, and what is raised, are those of `decide`.
    """
    if not facts:
        raise UsageError("Say which fact is supplied.")
    for name in facts:
        if name not in CATALOGUE:
            raise UsageError(f"There is no fact {name!r}{nearest(name, CATALOGUE)}.")
    desk = _Desk(results, who, when, reason, pack)
    given = desk.values(conviction, facts)
    whats: list[tuple[Kind, dict[str, Any]]] = [
        ("supply", {"fact": name, **value.as_dict()}) for name, value in given.items()
    ]
    return desk.record(conviction, whats, seen)


def withdraw(results: str | Path | Kept, number: int, reason: str, *, who: str, when: str) -> Act:
    """Take back an act that decides or supplies: what stood without it stands again. The act itself stays recorded.

    The arguments, and what is raised, are those of `decide`.
    """
    desk = _Desk(results, who, when, reason, None)
    act = desk.standing_act(number)
    return desk.record(act.conviction, [("withdraw", {"withdraws": number})], None)[0]


class _Desk:
    """Where a reviewer's acts on one run are drafted and recorded."""

    def __init__(self, results: str | Path | Kept, who: str, when: str, reason: str, pack: str | None) -> None:
        self._who = _one_line(who, LONGEST_NAME, "Say who reviews: a name")
        self._when = when
        self._reason = _one_line(reason, LONGEST_REASON, "Give the reason")
        self._kept = results if isinstance(results, Kept) else open_results(results, unchanged=False)
        self._pack = self._kept.pack(pack or self._kept.packs[0].id).id
        self._ledger = self._read()

    def _read(self) -> Ledger:
        return read_ledger(self._kept.folder, self._kept.sha256, self._kept.ledger)

    def values(self, conviction: str, facts: Mapping[str, object]) -> dict[str, Supplied]:
        """The values of facts, each held to its type; a fact that is known is not supplied."""
        found = self._conviction(conviction)
        known = found.facts.row(0, named=True)
        stood = {act.what["fact"] for act in self._ledger.standing(conviction) if act.kind == "supply"}
        values = {}
        for name, typed in facts.items():
            if known[name] is not None or name in stood:
                raise UsageError(
                    f"{name} is known already. A reviewer supplies what is missing; what was supplied wrongly is "
                    "withdrawn first, and what the file says wrongly is decided by hand."
                )
            try:
                values[name] = read_value(name, typed, known, self._kept.as_of)
            except Unfit as unfit:
                raise UsageError(str(unfit)) from None
        return values

    def standing_act(self, number: int) -> Act:
        """An act that can be taken back."""
        if not 1 <= number <= self._ledger.last:
            raise UsageError(f"There is no act {number}.")
        act = self._ledger.acts[number - 1]
        if act.kind == "withdraw":
            raise UsageError(f"Act {number} takes back another. Decide or supply anew instead.")
        if number in self._ledger.withdrawn:
            raise UsageError(f"Act {number} was taken back already, by act {self._ledger.withdrawn[number].number}.")
        self._pack = act.pack
        return act

    def record(self, conviction: str, whats: Sequence[tuple[Kind, dict[str, Any]]], seen: int | None) -> list[Act]:
        """Record acts on one conviction, all or none. What others record meanwhile on others is no matter."""
        found = self._conviction(conviction)
        for attempt in range(_TRIES):
            latest = self._ledger.latest.get(conviction)
            if seen is not None and seen != (latest.number if latest else 0):
                raise Meanwhile("Another act on this conviction was recorded meanwhile. Look at it, and decide again.")
            try:
                return record(self._kept.folder, self._ledger, list(self._drafts(found, whats)))
            except Meanwhile:
                if attempt == _TRIES - 1:
                    raise
                self._ledger = self._read()
        raise AssertionError("not reached")

    def _drafts(self, found: Conviction, whats: Sequence[tuple[Kind, dict[str, Any]]]) -> list[Draft]:
        acts: list[Act] = list(self._ledger.on(found.id))
        drafts = []
        before: State = acts[-1].after if acts else state_after(found, [])
        for place, (kind, what) in enumerate(whats):
            draft = Draft(self._who, self._when, found.id, self._pack, kind, what, before, {}, self._reason)
            acts.append(draft.sealed(self._ledger.last + 1 + place, ""))
            after = state_after(found, standing(acts))
            drafts.append(Draft(self._who, self._when, found.id, self._pack, kind, what, before, after, self._reason))
            before = after
        return drafts

    def _conviction(self, name: str) -> Conviction:
        """The conviction as the run left it.

        Raises:
            UsageError: the pack did not decide it.
        """
        decided = self._kept.table("decisions_as_run").filter(pl.col("conviction_id") == name)
        rows = {row["pack"]: {column: row[column] for column in DECIDED} for row in decided.iter_rows(named=True)}
        if self._pack not in rows:
            raise UsageError(f"The pack {self._pack} decided no such conviction. The results name those that it did.")
        facts = self._kept.table("facts_as_run").filter(pl.col("conviction_id") == name)
        return Conviction(name, facts, rows, self._kept.packs)


def _one_line(text: str, most: int, ask: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > most or not text.isprintable():
        raise UsageError(f"{ask}, in at most {most} characters.")
    return text
