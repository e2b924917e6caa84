"""Acts of reviewers: what somebody decided, looked up or took back; when, why, and what stood before and after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

Kind = Literal["decide", "supply", "withdraw"]

REVIEWER = "reviewer"
"""Stands where a rule is named: a person decided, not the pack."""

PLACE = "ledger"
"""`ledger:12` is act 12, where evidence names rows as `file:line`."""

State = Mapping[str, Any]
"""How a conviction stands. `decisions`: by pack, what its row then holds (`DECIDED`). `facts`: by name what was
supplied and stands: `value`, `act`, and where it was counted from a day, `from`.
"""

DECIDED = (
    "determination", "floor", "ceiling", "rule", "reason", "citation", "unknown_facts", "assumptions", "notes",
    "evidence",
)  # fmt: skip
"""The columns of a decision that a review may change."""


@dataclass(frozen=True)
class Draft:
    """An act before it is recorded.

    Attributes:
        who: the reviewer's name, as it was typed.
        when: the moment, as ISO text; told by the door through which the reviewer came.
        conviction, pack: what it is about, as the results name them.
        what: of `decide` the `determination`; of `supply` the `fact`, its `value`, and the day `from` which it was
            counted, if it was; of `withdraw` the number of the act that it takes back, `withdraws`.
        before, after: how the conviction stood, and stands from then on.
        reason: in the reviewer's words.
    """

    who: str
    when: str
    conviction: str
    pack: str
    kind: Kind
    what: Mapping[str, Any]
    before: State
    after: State
    reason: str

    def sealed(self, number: int, previous: str) -> Act:
        """As it is recorded, after the act whose seal is `previous`."""
        own = {name: getattr(self, name) for name in COLUMNS}
        return Act(**own, number=number, sha256=seal(previous, number, texts_of(self)))


COLUMNS = ("who", "when", "conviction", "pack", "kind", "what", "before", "after", "reason")
"""What an act is made of."""

AS_JSON = ("what", "before", "after")
"""Those of them that are more than a text."""


def texts_of(draft: Draft) -> list[str]:
    """What an act is made of, each as a text."""
    return [canonical(getattr(draft, name)) if name in AS_JSON else getattr(draft, name) for name in COLUMNS]


def seal(previous: str, number: int, texts: Sequence[str]) -> str:
    """The seal of an act: of its texts, and of the act before it."""
    return hashlib.sha256(canonical([previous, number, *texts]).encode()).hexdigest()


class Told(Mapping[str, Any]):
    """What a text of JSON tells, read when it is asked for: of a long ledger little is."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _content(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self._text)
        return content

    def __getitem__(self, name: str) -> Any:
        return self._content[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def __len__(self) -> int:
        return len(self._content)

    def __repr__(self) -> str:
        return self._text


@dataclass(frozen=True)
class Act(Draft):
    """An act as it was recorded.

    Attributes:
        number: from 1, without gaps.
        sha256: of this act and, through the one before, of all acts before it.
    """

    number: int
    sha256: str


@dataclass(frozen=True)
class Ledger:
    """All acts on a run, as they stood at one moment.

    Attributes:
        results: SHA-256 of the manifest of the run.
    """

    results: str
    acts: tuple[Act, ...] = ()

    @property
    def last(self) -> int:
        """The number of the last act; 0 when there is none."""
        return len(self.acts)

    @property
    def sha256(self) -> str | None:
        """The seal of the last act, and so of all of them; None when there is none."""
        return self.acts[-1].sha256 if self.acts else None

    @property
    def named(self) -> dict[str, Any] | None:
        """How a manifest names the ledger that a paper was made with."""
        return {"last_act": self.last, "sha256": self.sha256} if self.acts else None

    @cached_property
    def withdrawn(self) -> Mapping[int, Act]:
        """Acts that were taken back, and by which."""
        return {act.what["withdraws"]: act for act in self.acts if act.kind == "withdraw"}

    @cached_property
    def latest(self) -> Mapping[str, Act]:
        """The last act on each conviction: how it stands."""
        return {act.conviction: act for act in self.acts}

    @cached_property
    def _by_conviction(self) -> Mapping[str, list[Act]]:
        found: dict[str, list[Act]] = {}
        for act in self.acts:
            found.setdefault(act.conviction, []).append(act)
        return found

    def since(self, number: int) -> Ledger:
        """As if the acts up to that number had not been: what they are about may still stand by them."""
        return Ledger(self.results, self.acts[number:])

    def on(self, conviction: str) -> Sequence[Act]:
        """The acts on a conviction, the first first."""
        return self._by_conviction.get(conviction, ())

    def standing(self, conviction: str) -> list[Act]:
        """Those that decide or supply, and were not taken back."""
        return standing(self.on(conviction))

    def decided_by_hand(self, conviction: str, pack: str) -> Act | None:
        """The act by which a reviewer decided it, if that stands."""
        own = [act for act in self.standing(conviction) if act.kind == "decide" and act.pack == pack]
        return own[-1] if own else None


def standing(acts: Iterable[Draft]) -> list[Act]:
    """Of the acts on one conviction those that decide or supply, and were not taken back."""
    known = [act for act in acts if isinstance(act, Act)]
    gone = {act.what["withdraws"] for act in known if act.kind == "withdraw"}
    return [act for act in known if act.kind != "withdraw" and act.number not in gone]


def canonical(content: object) -> str:
    """The same content always as the same text."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=dict
    )  # fmt: skip
