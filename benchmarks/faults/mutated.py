"""Files whose rows, columns, encoding and packing are damaged by design: what there is to damage is known.

Hypothesis draws what falls on whom (`benchmarks.faults.blows`) and in what form the file is given
(`benchmarks.faults.shapes`).
"""

from __future__ import annotations

import hashlib
from itertools import count
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from benchmarks.faults.blows import Blow, blows, struck
from benchmarks.faults.deliveries import AT_ONCE, Deliveries
from benchmarks.faults.people import People, Person
from benchmarks.faults.shapes import SOUND, UNSOUND, cut_short, hurt_parquet
from benchmarks.faults.tally import Tally, telling

PEOPLE = 3_000
A_FILE = 10
"""People in each file."""

_PARQUET = "Parquet that is hurt"
_CUT = "packed and cut short"
_FORMS = (*SOUND, *SOUND, *SOUND, *UNSOUND, _PARQUET, _CUT)
"""Three files in four are of a sound form: of these it is judged who is let go."""


def try_all(tally: Tally, folder: Path, trials: int, chosen: int) -> None:
    """Make so many files, read them, decide them, and judge them."""
    people = People(folder, PEOPLE, chosen + 4)
    deliveries = Deliveries(tally, folder, people, telling(folder / "sound.dat"))
    dealt = count()
    known: set[bytes] = set()
    if len(people.everybody) < A_FILE * AT_ONCE:
        raise RuntimeError("too few people for one delivery")

    @seed(chosen)
    @settings(
        max_examples=trials, phases=[Phase.generate], database=None, deadline=None, suppress_health_check=[*HealthCheck]
    )
    @given(
        falling=st.lists(st.lists(blows(), min_size=1, max_size=3), min_size=A_FILE, max_size=A_FILE),
        form=st.sampled_from(_FORMS),
        salt=st.integers(0, 2**20),
    )
    def one(falling: list[list[Blow]], form: str, salt: int) -> None:
        first = next(dealt) * A_FILE
        theirs = [people.everybody[(first + at) % len(people.everybody)] for at in range(A_FILE)]
        data, judged = made(theirs, falling, form, Random(salt))
        known.add(hashlib.sha256(data).digest())
        deliveries.add(data, judged, f"{form}, file {first // A_FILE}", must_be_refused=form == _CUT)

    one()
    deliveries.decide()
    tally.note("different files", len(known))


def made(people: list[Person], falling: list[list[Blow]], form: str, chosen: Random) -> tuple[bytes, dict[str, str]]:
    """A file of people on whom blows fell, and who of them is judged."""
    if form == _PARQUET:
        return hurt_parquet(people, chosen), {}
    lines = [line for person, theirs in zip(people, falling, strict=True) for line in struck(person, theirs)]
    if form == _CUT:
        return cut_short(lines, chosen), {}
    if form in UNSOUND:
        return UNSOUND[form](lines, chosen), {}
    return SOUND[form](lines, chosen), {person.subject: person.subject for person in people}
