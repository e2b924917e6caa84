"""The sentences and reliefs that fabricated convictions carry."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from vacatur.synth.layout import PADDING

Part = tuple[str, str, str]
"""Place, length, unit: ("JAIL", "180", "D"). Length and unit are empty where the place needs none, as a fine."""


@dataclass(frozen=True)
class Sentence:
    """What a court imposed on one count, in parts of one row each."""

    weight: int
    disposition: str
    parts: tuple[Part, ...]

    @property
    def months(self) -> int:
        """All years and months together."""
        return sum(int(length) * (12 if unit == "Y" else 1) for _, length, unit in self.parts if unit in ("Y", "M"))

    @property
    def days(self) -> int:
        """All days together, served after the months."""
        return sum(int(length) for _, length, unit in self.parts if unit == "D")


def _probation(weight: int, length: str, unit: str, *others: Part) -> Sentence:
    disposition = "CONVICTED-PROB/JAIL" if any(place == "JAIL" for place, _, _ in others) else "CONVICTED-PROBATION"
    return Sentence(weight, disposition, (("PROBATION", length, unit), *others))


_FINE: Part = ("FINE", "", "")

FELONY = [
    _probation(20, "3", "Y", ("JAIL", "180", "D")),
    _probation(14, "36", "M", ("JAIL", "90", "D"), _FINE),
    _probation(10, "5", "Y", ("JAIL", "365", "D")),
    _probation(8, "3", "Y"),
    _probation(6, "2", "Y", ("JAIL", "60", "D")),
    Sentence(14, "CONVICTED", (("PRISON", "16", "M"),)),
    Sentence(10, "CONVICTED", (("PRISON", "2", "Y"),)),
    Sentence(6, "CONVICTED", (("PRISON", "3", "Y"), ("RESTITUTION", "", ""))),
    Sentence(2, "CONVICTED", (("PRISON", "4", "Y"),)),
    Sentence(6, "CONVICTED-JAIL", (("JAIL", "240", "D"),)),
]
MISDEMEANOR = [
    _probation(22, "36", "M", _FINE),
    _probation(14, "12", "M", ("JAIL", "10", "D")),
    _probation(14, "24", "M", ("JAIL", "30", "D"), _FINE),
    _probation(10, "3", "Y"),
    Sentence(16, "CONVICTED-JAIL", (("JAIL", "5", "D"), _FINE)),
    Sentence(10, "CONVICTED-JAIL", (("JAIL", "60", "D"),)),
    Sentence(10, "CONVICTED", (_FINE,)),
]
INFRACTION = [Sentence(1, "CONVICTED", (_FINE,))]
SERIOUS = [
    Sentence(4, "CONVICTED", (("PRISON", "6", "Y"),)),
    Sentence(4, "CONVICTED", (("PRISON", "11", "Y"), ("RESTITUTION", "", ""))),
    Sentence(2, "CONVICTED", (("PRISON", "15", "Y"),)),
    Sentence(1, "CONVICTED", (("PRISON", "25", "Y"),)),
]
UNSENTENCED = Sentence(1, "CONVICTED", ())

SENTENCES: list[Sentence] = [UNSENTENCED, *FELONY, *MISDEMEANOR, *INFRACTION, *SERIOUS]
"""All sentences; a sentence is known by its position, 0 is none on this count."""

_START = 1
GROUPS: dict[str, tuple[int, list[int]]] = {}
for _name, _group in (
    ("felony", FELONY),
    ("misdemeanor", MISDEMEANOR),
    ("infraction", INFRACTION),
    ("serious", SERIOUS),
):
    GROUPS[_name] = (_START, [sentence.weight for sentence in _group])
    _START += len(_group)

MONTHS = np.array([s.months for s in SENTENCES], dtype=np.int64)
DAYS = np.array([s.days for s in SENTENCES], dtype=np.int64)
ROWS = np.array([max(1, len(s.parts)) for s in SENTENCES], dtype=np.int64)
"""Rows a conviction with this sentence takes."""
FIRST_PART = np.cumsum(ROWS) - ROWS
ON_PROBATION = np.array([any(place == "PROBATION" for place, _, _ in s.parts) for s in SENTENCES])
IN_CUSTODY = np.array([any(place in ("JAIL", "PRISON") for place, _, _ in s.parts) for s in SENTENCES])

_UNUSED: Part = (PADDING, PADDING, PADDING)
_ALL: list[Part] = [part for s in SENTENCES for part in (s.parts or (_UNUSED,))] + [_UNUSED]
NO_PART = len(_ALL) - 1
PLACES = pl.Series([place for place, _, _ in _ALL])
PLACE_CODES = pl.Series(
    [PADDING if place == PADDING else place[: 1 if place in ("JAIL", "PROBATION") else 2] for place, _, _ in _ALL]
)
LENGTHS = pl.Series([length for _, length, _ in _ALL])
UNITS = pl.Series([unit for _, _, unit in _ALL])
UNIT_NAMES = pl.Series([{"D": "DAYS", "M": "MONTHS", "Y": "YEARS"}.get(unit, unit) for _, _, unit in _ALL])
TIMED = np.array([unit in ("D", "M", "Y") for _, _, unit in _ALL])

NO_RELIEF = 0
RELIEFS: tuple[str, ...] = (
    "",
    "CONV SET ASIDE & DISM PER 1203.4 PC",
    "CONV SET ASIDE & DISM PER 1203.4A PC",
    "CONV SET ASIDE & DISM PER 1203.41 PC",
    "RESENTENCED PER 11361.8 HS",
    "DISMISSED AND SEALED PER 11361.8 HS",
    "REDUCED TO MISD PER 17(B) PC",
    "RESENTENCED PER 1170.18 PC",
)
"""Relief by position; 0 is none."""
RECENT_RELIEFS = (4, 5, 7)
RELIEF_WEIGHTS = [0, 50, 12, 6, 14, 4, 10, 4]
REFUSAL = "PETITION DENIED PER 1203.4 PC"
