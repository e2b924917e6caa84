"""Files of random bytes that know what the reader does: atheris changes bytes of small files, and keeps what reaches
code that nothing reached before.

atheris is no requirement of Vacatur or its tests: `pip install atheris` (docs/faults.md). Where it is missing, none is
tried, and that is said. It ends the process in which it works, so that is one of its own.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

from benchmarks.faults.tally import Tally

PEOPLE = 600
SEEDS = 40
A_FILE = 2
"""People in each file that it starts from."""
_LONGEST = 40_000
"""Bytes of a file."""


def try_all(tally: Tally, folder: Path, trials: int, seed: int) -> None:
    """Make so many files, read them, decide those that can be, and judge the people whose rows are all unharmed."""
    if importlib.util.find_spec("atheris") is None:
        tally.note("not possible here: atheris is not installed")
        return
    command = [sys.executable, "-m", "benchmarks.faults.random_bytes", str(folder), str(trials), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    kept = folder / "tally.json"
    if not kept.exists():
        raise RuntimeError(f"atheris did not come to its end: {done.stderr[-2000:]}")
    found = json.loads(kept.read_text(encoding="utf-8"))
    tally.trials, tally.seen = found["trials"], found["seen"]
    tally.counts.update(found["counts"])
    if tally.trials < trials:
        tally.broke("it ended early", done.stderr[-2000:])


def fuzz(folder: Path, trials: int, seed: int) -> None:
    """Be the process in which atheris works; what was counted is written to the folder."""
    import atheris

    with atheris.instrument_imports(include=["vacatur.sources.doj", "vacatur.record"]):
        from benchmarks.faults.deliveries import Deliveries
        from benchmarks.faults.intact import Intact
        from benchmarks.faults.people import People, as_lines

    from benchmarks.faults.shapes import SOUND, parquet
    from benchmarks.faults.tally import telling

    tally, people = Tally("random"), People(folder, PEOPLE, seed + 5)
    deliveries = Deliveries(tally, folder, people, telling(folder / "sound.dat"))
    begun = folder / "begun"
    begun.mkdir()
    chosen = people.everybody[: SEEDS * A_FILE]
    intact = Intact(chosen)
    for number in range(SEEDS):
        theirs = chosen[number * A_FILE : (number + 1) * A_FILE]
        text = "".join(line + "\n" for person in theirs for line in as_lines(person.rows))
        (begun / f"plain-{number}").write_bytes(text.encode())
        if number < 4:
            (begun / f"gzip-{number}").write_bytes(gzip.compress(text.encode(), mtime=0))
            (begun / f"zip-{number}").write_bytes(SOUND["zip"]([text], None))  # type: ignore[arg-type]
            (begun / f"zstd-{number}").write_bytes(SOUND["Zstandard"]([text], None))  # type: ignore[arg-type]
        if not number:  # unpacked by another process, where nothing tells what was reached
            (begun / f"parquet-{number}").write_bytes(parquet(theirs))

    def one(data: bytes) -> None:
        if tally.trials < trials:
            named, judged = intact.renamed(data, deliveries.slot)
            deliveries.add(named, judged, f"input {tally.trials}")
        if tally.trials >= trials:
            deliveries.decide()
        if tally.trials % 100 == 0 or tally.trials >= trials:
            kept = {"trials": tally.trials, "counts": tally.counts, "seen": tally.seen}
            (folder / "tally.json").write_text(json.dumps(kept), encoding="utf-8")

    usual = [f"-seed={seed}", f"-max_len={_LONGEST}", "-len_control=0", "-rss_limit_mb=0", "-verbosity=0"]
    atheris.Setup([sys.argv[0], f"-runs={trials}", *usual, f"-artifact_prefix={folder}/", str(begun)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    fuzz(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
