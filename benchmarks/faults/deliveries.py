"""Damaged files, read one by one and decided many at a time: each is a file of one delivery."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import vacatur
from benchmarks.county import COUNTY
from benchmarks.faults.child import IN_PARTS
from benchmarks.faults.people import AS_OF, PACKS, People, wrongly_let_go
from benchmarks.faults.tally import Tally, contents, digest, hidden, is_clear
from vacatur import runs
from vacatur.cli.failures import sentence
from vacatur.sources.doj.reader import open_delivery, read_delivery

AT_ONCE = 40
"""Files of a delivery."""

_IN_PARTS_TOO = 8
"""Every so many-th delivery is run in parts as well."""


@dataclass(frozen=True)
class Damaged:
    """A damaged file that can be read.

    Attributes:
        judged: SUBJECT_IDs in it of people who may not be let go, with what each is in the sound file.
    """

    path: Path
    judged: Mapping[str, str]


class Deliveries:
    """Where damaged files come together."""

    def __init__(self, tally: Tally, folder: Path, people: People, words: list[str]) -> None:
        self._tally, self._folder, self._people, self._words = tally, folder, people, words
        self._waiting: list[Damaged] = []
        self._texts: set[str] = set()
        self._number = self._decided = 0

    @property
    def slot(self) -> int:
        """Which place in its delivery the next file has, if it can be read."""
        return len(self._waiting)

    def add(self, data: bytes, judged: Mapping[str, str], name: str, *, must_be_refused: bool = False) -> None:
        """Read a file; decide it with others when there are enough.

        Args:
            name: of what was done to it.
            must_be_refused: whether rows of it are gone, and it says so.
        """
        self._number += 1
        self._tally.trials += 1
        place = self._folder / f"file-{self._number}"
        place.mkdir()
        path = place / "county.dat"
        path.write_bytes(data)
        before = digest(path)
        try:
            with _heard(self._tally, name):
                read, _ = read_delivery(open_delivery([path]))
        except BaseException as error:
            self._refused(path, error, name)
        else:
            if must_be_refused:
                self._keep("read although it was cut short", name, [path])
            text = "".join(each.text_sha256 for each in read)
            if text in self._texts:
                self._tally.note("the same text as another")
                shutil.rmtree(place)
            else:
                self._texts.add(text)
                self._waiting.append(Damaged(path, judged))
        if path.exists() and digest(path) != before:
            self._tally.broke("the input was changed", name)
        if len(self._waiting) >= AT_ONCE:
            self.decide()

    def _refused(self, path: Path, error: BaseException, name: str) -> None:
        """A file that cannot be read: a run says so as well, and leaves nothing."""
        if isinstance(error, KeyboardInterrupt):
            raise error
        self._tally.note("refused")
        said = self._run([path], path.parent / "results")
        wrong = "run although it cannot be read" if isinstance(said, vacatur.Results) else is_clear(said, self._words)
        if wrong:
            self._keep(wrong, name, [path], str(said))
        if sorted(each.name for each in path.parent.iterdir()) != [path.name]:
            self._tally.broke("something was left of a run that was refused", name)
        shutil.rmtree(path.parent)

    def decide(self) -> None:
        """Decide what waits, and judge it."""
        if not self._waiting:
            return
        waiting, self._waiting, self._texts = self._waiting, [], set()
        self._decided += 1
        delivery = f"delivery {self._decided}"
        out, paths = self._folder / "out" / "results", [each.path for each in waiting]
        out.parent.mkdir(exist_ok=True)
        before = [digest(path) for path in paths]
        results = self._run(paths, out)
        if isinstance(results, str):
            self._keep("a delivery of files that can be read was refused", delivery, paths, results)
        else:
            self._tally.note("decided", len(waiting))
            self._judge(waiting, results, delivery)
            if self._decided % _IN_PARTS_TOO == 1:
                self._also_in_parts(paths, out, delivery)
        if [digest(path) for path in paths] != before:
            self._tally.broke("the input was changed", delivery)
        if hidden(out):
            self._tally.broke("something hidden was left", delivery)
        shutil.rmtree(out.parent)
        for path in paths:
            shutil.rmtree(path.parent)

    def _judge(self, waiting: list[Damaged], results: vacatur.Results, delivery: str) -> None:
        judged = {subject: sound for each in waiting for subject, sound in each.judged.items()}
        seen, wrong = wrongly_let_go(self._people, results, judged)
        self._tally.note("people whose decisions were judged", len(judged))
        self._tally.note("decisions judged", seen)
        for pack, conviction, sound in wrong:
            path = next(each.path for each in waiting if conviction.split("/")[0] in each.judged)
            self._keep("let go wrongly", f"{delivery}, {pack}, {conviction} ({sound})", [path])

    def _also_in_parts(self, paths: list[Path], out: Path, delivery: str) -> None:
        again, usual = out.with_name("in-parts"), runs.plan_of
        runs.plan_of = lambda *_: IN_PARTS
        try:
            results = self._run(paths, again)
        finally:
            runs.plan_of = usual
        self._tally.note("deliveries run in parts too")
        if isinstance(results, str) or contents(again) != contents(out):
            self._keep("in parts not the same bytes as in memory", delivery, paths)

    def _run(self, paths: list[Path], out: Path) -> vacatur.Results | str:
        """The results, or what a person is told."""
        try:
            with _heard(self._tally, str(out)):
                return vacatur.run(paths, COUNTY, PACKS, as_of=AS_OF, out=out)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a panic of Polars is no Exception
            return "\n".join(sentence(error)[1])

    def _keep(self, what: str, where: str, paths: list[Path], said: str = "") -> None:
        """Count a broken promise, and keep the files that show it."""
        kept = self._folder / "broken" / f"{len(self._tally.seen)}"
        if len(self._tally.seen) < 20:
            kept.mkdir(parents=True, exist_ok=True)
            for path in paths:
                shutil.copyfile(path, kept / f"{path.parent.name}.dat")
        self._tally.broke(what, f"{where}: {said} ({kept})")


@contextmanager
def _heard(tally: Tally, where: str) -> Iterator[None]:
    """Whatever is written to standard error meanwhile, also by other languages' libraries, is a broken promise."""
    usual = os.dup(2)
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(usual, 2)
            os.close(usual)
            if said.tell():
                said.seek(0)
                tally.broke("something was written to standard error", f"{where}: {said.read(300).decode()}")
