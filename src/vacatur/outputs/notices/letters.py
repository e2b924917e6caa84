"""Letters to the people, as PDF: a thousand in a file, or one file a person; and an index of who is written to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl

from vacatur.outputs.filings.list_file import write_list
from vacatur.outputs.folder import HashedFile
from vacatur.outputs.kept import Kept
from vacatur.outputs.notices.addressees import ASKED, addressees
from vacatur.outputs.notices.composing import Composer, Conviction, prosecutor_of, relief_of
from vacatur.outputs.notices.press import Press, press
from vacatur.outputs.notices.wording import LANGUAGES
from vacatur.outputs.office import Office
from vacatur.outputs.printable import breakable

FOLDER = "letters"
BATCH = 1000
"""Letters in one file."""

_WORKERS = 2
"""Files that are set at once: each takes some 400 MB, and Typst itself uses what is left of the processors."""

_SINGLY_AT_ONCE = 50
"""Letters that a worker sets one by one before it takes the next."""

_SAID = (
    "case_number", "count", "court", "statute", "convicted_on", "is_felony", "rule", "ground", "listed",
    "prosecutor_name",
)  # fmt: skip
"""Columns of the docket that a letter is put together from."""

_Addressee = tuple[int, str, str]
"""Number of the letter, person_id, name as it is printed."""


def write_letters(
    folder: Path,
    docket: pl.DataFrame,
    kept: Kept,
    office: Office,
    *,
    language: str = "both",
    single: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> list[HashedFile]:
    """Write `letters/letters-0001.pdf` and so on, or `letters/letter-000001.pdf` each, and `letters/index.csv`.

    Everybody is written to for whom something is asked (exhibits A and B of any prosecutor), save the dead and those
    without a name that can be printed; the index lists all of them. No name of a file says who somebody is.

    Args:
        docket: every decision of the office's pack (`filings.docket`).
        language: "en", "es" or "both".
        single: one file a letter, tagged for screen readers.
        progress: told how many letters are set, of how many.

    Returns:
        What was written; `rows` is the number of letters, and of people in the index.
    """
    people = addressees(docket)
    rows: list[_Addressee] = people.filter(pl.col("number").is_not_null()).select(
        "number", "person_id", "addressed"
    ).rows()  # fmt: skip
    size = _SINGLY_AT_ONCE if single else BATCH
    pieces = [rows[start : start + size] for start in range(0, len(rows), size)]
    with press(pictures=not single) as ready, ThreadPoolExecutor(_WORKERS) as pool:
        composers = [Composer(each, office) for each in LANGUAGES[language]]
        writer = _Writer(folder, ready, composers, _by_person(docket), kept.county.title())
        written: list[HashedFile] = []
        for files in pool.map(writer.singly if single else writer.batch, pieces):
            written += files
            if progress:
                progress(sum(file.rows for file in written), len(rows))
        return [*written, _write_index(folder, people, single=single)]


def file_of(number: int, *, single: bool) -> str:
    """The file that holds a letter, inside the folder of letters."""
    return f"letter-{number:06d}.pdf" if single else f"letters-{(number - 1) // BATCH + 1:04d}.pdf"


class _Writer:
    """Puts letters together, has them set and writes them."""

    def __init__(
        self, folder: Path, ready: Press, composers: Sequence[Composer],
        convictions: Mapping[str, Sequence[Conviction]], county: str,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._press = ready
        self._composers = composers
        self._convictions = convictions
        self._county = county
        self._pieces: dict[tuple[object, ...], dict[str, str]] = {}

    def batch(self, piece: Sequence[_Addressee]) -> list[HashedFile]:
        """All of them in one file."""
        first, last = piece[0][0], piece[-1][0]
        title = f"Letters {first} to {last}, {self._county} County"
        return [self._write(file_of(first, single=False), title, piece)]

    def singly(self, piece: Sequence[_Addressee]) -> list[HashedFile]:
        """Each in a file of its own."""
        return [
            self._write(file_of(each[0], single=True), f"Letter {each[0]}, {self._county} County", [each])
            for each in piece
        ]

    def _write(self, name: str, title: str, piece: Sequence[_Addressee]) -> HashedFile:
        pdf = self._press.letters(title, [self._letter(*addressee) for addressee in piece])
        with HashedFile(self._folder, f"{FOLDER}/{name}") as output:
            output.rows = len(piece)
            output.write(pdf)
        return output

    def _letter(self, number: int, person_id: str, name: str) -> dict[str, Any]:
        """One person's letter, in each language."""
        convictions = self._convictions[person_id]
        same = ("one" if len(convictions) == 1 else "several", relief_of(convictions), prosecutor_of(convictions))
        parts = [
            {
                "language": composer.language,
                "number": composer.number(f"{number:06d}"),
                "dear": composer.dear(breakable(name)),
                "convictions": composer.convictions(convictions),
                **self._pieces_of(composer, *same),
            }
            for composer in self._composers
        ]
        return {"name": breakable(name), "parts": parts}

    def _pieces_of(self, composer: Composer, many: str, relief: str, prosecutor: str | None) -> dict[str, str]:
        """The pieces of a letter that it shares with others, by name."""
        key = (composer.language, many, relief, prosecutor)
        if key not in self._pieces:
            language, also = composer.language, len(self._composers) > 1
            self._pieces[key] = {
                "sender": self._press.piece(language, composer.sender()),
                "title": self._press.piece(language, composer.title(many, also=also)),
                "opening": self._press.piece(language, composer.opening(relief, many, prosecutor)),
                "next": self._press.piece(language, composer.following()),
                "general": self._press.piece(language, composer.general(relief), long=True),
            }
        return self._pieces[key]


def _by_person(docket: pl.DataFrame) -> Mapping[str, list[Conviction]]:
    """What is asked for each person, the oldest conviction first."""
    asked = docket.filter(pl.col("listed").is_in(ASKED)).sort(
        "convicted_on", "case_number", "count", "conviction_id", nulls_last=True
    )
    found: defaultdict[str, list[Conviction]] = defaultdict(list)
    for conviction in _rows(asked.select("person_id", *_SAID)):
        found[conviction["person_id"]].append(conviction)
    return found


def _rows(frame: pl.DataFrame) -> Iterator[Conviction]:
    return frame.iter_rows(named=True)


def _write_index(folder: Path, people: pl.DataFrame, *, single: bool) -> HashedFile:
    """`letters/index.csv`: number of the letter and its file, whose it is, how many convictions it names; and everybody
    who is not written to, with the reason.
    """
    files = [None if number is None else file_of(number, single=single) for number in people["number"]]
    table = people.select(
        pl.col("number").cast(pl.String).str.zfill(6).alias("letter"),
        pl.Series("file", files, dtype=pl.String),
        pl.col("person_id").alias("subject_id"), "name", pl.col("addressed").alias("printed_name"), "dismissed",
        "reduced", "not_written",
    )  # fmt: skip
    return write_list(folder, f"{FOLDER}/index.csv", table)
