"""A run on Spark writes what a run on one machine writes: the same tables, whatever befalls its workers."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import stat
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import vacatur
from tests import processors
from tests.cli.conftest import typed
from tests.cli.rows import AS_OF, COUNTY
from vacatur.errors import SourceError, UsageError, VacaturError
from vacatur.request import choose_packs
from vacatur.scale.spark import deciding, engine, inputs, reading, session
from vacatur.scale.spark.rows import guarded
from vacatur.scale.spark.writing import as_csv
from vacatur.sources.doj import blocks
from vacatur.sources.doj.layout import COLUMNS
from vacatur.synth import write_county

PACKS = ["ca-la-2020-pilot", "ca-sf-2019"]
QUICK = (
    "-XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=4 -XX:+UseSerialGC -Xmn400m "
    "-XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
)
"""Java as it is quick to start, not as it is quick in the long run: Spark's own classes need not be verified."""

ROOT = Path(__file__).parents[2]
FORKED = "--conf spark.python.daemon.module=tests.scale.daemon pyspark-shell"
NOT_NEEDED = re.compile(
    r"spark-(connect|graphx|hive|kubernetes|mllib|pipelines|repl|streaming|yarn)"
    r"|hive-(?!storage)|datanucleus|derby|libthrift|libfb|jline|scala-compiler"
    r"|kubernetes|vertx|volcano|jjwt|curator|zookeeper|httpc"
    r"|breeze|spire|cats|algebra|arpack|blas|lapack|JTransforms"
    r"|netty-tcnative|.*-(osx|windows|linux-aarch|linux-riscv)"
)
"""Libraries of learning, graphs, Hive, other machines and other systems."""


def lean(home: Path) -> Path:
    """Spark without libraries that no run needs, among which Java would look for each class; and without the archive of
    pyspark, which every Python would compile anew: they take what is installed.
    """
    installed = Path(import_module("pyspark").__file__ or "").parent
    (home / "jars").mkdir(parents=True)
    (home / "bin").symlink_to(installed / "bin")
    for library in (installed / "jars").iterdir():
        if not NOT_NEEDED.match(library.name):
            (home / "jars" / library.name).symlink_to(library)
    return home


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="module")
def spark(house: Path) -> Iterator[Any]:
    """Spark on two cores; `viewfs://county/` is the folder `house`, which only Spark's own file system knows so."""
    try:
        session.check_installed()
    except UsageError as missing:
        if os.environ.get("VACATUR_SPARK") == "required":
            pytest.fail(f"VACATUR_SPARK=required: {missing}")
        pytest.skip(f"NO SPARK: runs on it were NOT tried. {missing}")
    said = os.dup(2)
    with pytest.MonkeyPatch.context() as patch, (house / "spark.log").open("wb") as log:
        patch.setenv("JDK_JAVA_OPTIONS", QUICK)
        patch.setenv("SPARK_HOME", str(lean(house / "lean")))
        patch.setenv("PYSPARK_SUBMIT_ARGS", FORKED)
        patch.setenv("PYTHONPATH", str(ROOT), prepend=os.pathsep)
        os.dup2(log.fileno(), 2)  # what Spark says is said there, as long as it runs
        try:
            with processors.all_of_them():
                started = session._start("local[2]")
        finally:
            os.dup2(said, 2)
            os.close(said)
    started.conf.set("spark.sql.codegen.wholeStage", "false")
    started.conf.set("spark.sql.codegen.factoryMode", "NO_CODEGEN")
    started._jsc.hadoopConfiguration().set("fs.viewfs.mounttable.county.link./data", house.as_uri())
    yield started
    started.stop()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many blocks and many tasks in a small file, on one machine as on Spark."""
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 60_000)
    monkeypatch.setattr(inputs, "LARGEST_SPLIT", 200_000)


def delivery(house: Path) -> list[Path]:
    """Files of every kind; the rows of one county stand in three of them, in turn."""
    whole, parquet = house / "whole.dat", house / "e.parquet"
    write_county(whole, people=90, seed=11, faults=0.3, header=False)
    lines = whole.read_bytes().splitlines(keepends=True)
    header = ",".join(COLUMNS).encode()
    first, second, third = (b"".join(lines[number::3]) for number in range(3))
    paths = [house / f"{name}.dat" for name in "abcd"]
    paths[0].write_bytes(b"\xef\xbb\xbf" + header + b"\n" + first)
    paths[1].write_bytes(second)
    paths[2].write_bytes(third.rstrip(b"\n").replace(b"\r", b"").replace(b"\n", b"\r"))
    write_county(paths[3], people=60, seed=12, faults=0.1, line_end="\r\n", encoding="latin-1")
    write_county(whole, people=40, seed=13, faults=0.0, header=False)
    with whole.open(encoding="utf-8", newline="") as stream:
        pl.DataFrame(list(csv.reader(stream)), dict.fromkeys(COLUMNS, pl.String), orient="row").write_parquet(parquet)
    return [*paths, parquet]


def as_spark_knows(table: pl.DataFrame) -> pl.DataFrame:
    """Spark has no numbers without a sign: they become the next longer ones."""
    longer = {pl.UInt32: pl.Int64, pl.UInt64: pl.Int64, pl.List(pl.UInt64): pl.List(pl.Int64)}
    return table.cast({name: longer.get(kind, kind) for name, kind in table.schema.items()})  # type: ignore[call-overload]


def parts(folder: Path) -> list[Path]:
    """The files of a table, in order."""
    return sorted(folder.glob("part-*"))


def locally(files: Sequence[Path], out: Path) -> dict[str, pl.DataFrame]:
    """The tables of a run on one machine."""
    vacatur.run(list(files), COUNTY, PACKS, as_of=AS_OF, out=out)
    return {path.stem: pl.read_parquet(path) for path in out.glob("*.parquet")}


def asked(files: Sequence[str], out: str, **more: Any) -> engine.Request:
    return engine.Request(files, COUNTY, choose_packs(PACKS, {}, [], None), AS_OF, out, parts=3, **more)


def test_tables_are_those_of_one_machine(spark: Any, house: Path, small: None) -> None:
    """Files of every kind, at an address that only Spark's file system knows; the results too."""
    files = delivery(house)
    expected = locally(files, house / "local")
    summary = engine.run_on_spark(
        asked([f"viewfs://county/data/{path.name}" for path in files], "viewfs://county/data/out")
    )
    out = house / "out"
    assert (out / "summary.json").read_bytes() == (house / "local" / "summary.json").read_bytes()
    assert summary["reconciles"] and summary["rows"]["set_aside"] > 100
    assert {*expected, "problems", "set_aside"} == set(json.loads((out / "manifest.json").read_text())["tables"])
    for name, table in expected.items():
        found = pl.concat([pl.read_parquet(path) for path in parts(out / name)])
        assert table.height > 10, name
        assert found.schema == as_spark_knows(table).schema, name
        assert found.equals(as_spark_knows(table)), name
    for name in ("problems", "set_aside"):
        found = pl.concat([pl.read_parquet(path) for path in parts(out / name)])
        assert as_text(found) == read_csv(house / "local" / f"{name}.csv")
    ran, one = (json.loads((house / folder / "manifest.json").read_text()) for folder in ("out", "local"))
    assert [ran[key] for key in ("inputs", "packs", "rows", "county")] == [
        one[key] for key in ("inputs", "packs", "rows", "county")
    ]
    others = {path for path in out.rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077}
    assert others == set() and stat.S_IMODE(out.stat().st_mode) == 0o700
    assert [path.name for path in house.iterdir() if path.name.startswith(".")] == []


def as_text(table: pl.DataFrame) -> list[list[str]]:
    """A table as a CSV file says it."""
    return [table.columns, *(["" if cell is None else str(cell) for cell in row] for row in table.iter_rows())]


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def killed_once(make: Callable[..., Any], marker: Path) -> Callable[..., Any]:
    """Tasks of which the first to come so far kills its own process, when it has done some of its work."""

    def made(*given: Any) -> Any:
        task = make(*given)

        def work(rows: Any) -> Any:
            done = task(rows)
            if hasattr(done, "__next__"):
                done = iter([next(done), *done])
            try:
                os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                return done
            os.kill(os.getpid(), signal.SIGKILL)

        return work

    return made


def test_a_killed_worker_changes_nothing(spark: Any, house: Path, small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that reads and one that decides; from the command line, the tables as CSV."""
    path = house / "killed.dat"
    write_county(path, people=100, seed=14, faults=0.2)
    expected = locally([path], house / "one")
    markers = [house / "reading killed", house / "deciding killed"]
    monkeypatch.setattr(reading, "text_task", killed_once(reading.text_task, markers[0]))
    monkeypatch.setattr(deciding, "decide_task", killed_once(deciding.decide_task, markers[1]))
    out = house / "killed"
    words = ["--county", COUNTY, "--as-of", AS_OF.isoformat(), *(f"--pack={pack}" for pack in PACKS)]
    ran = typed("run", str(path), *words, "--out", str(out), "--engine", "spark", "--tables", "csv", "--json")
    assert ran.exit_code == 3, ran.stderr
    assert json.loads(ran.stdout)["rows"]["set_aside"] > 10
    assert all(marker.exists() for marker in markers)
    for name, table in expected.items():
        assert b"".join(each.read_bytes() for each in parts(out / name)) == as_csv(name, table, header=True).encode()
    for name in ("problems", "set_aside"):
        assert b"".join(each.read_bytes() for each in parts(out / name)) == (house / "one" / f"{name}.csv").read_bytes()
    log = (house / "spark.log").read_text(encoding="utf-8", errors="replace")
    assert "exited unexpectedly" in log or "Lost task" in log
    people = expected["persons"]
    told = [text for name in ("name", "cii_number", "person_id") for text in people[name].drop_nulls() if len(text) > 5]
    assert len(told) > 100
    assert [text for text in told if text in log or text in ran.stderr] == []


def test_what_cannot_be_read_or_written_is_refused_in_a_sentence(spark: Any, house: Path) -> None:
    """One test, so that one process starts Spark for all of them."""
    (house / "empty.dat").touch()
    (house / "twice.dat").write_text(",".join(COLUMNS) + "\n" + "," * 94 + "\n")
    (house / "packed.dat.gz").write_bytes(b"\x1f\x8b" + bytes(20))
    refused = {
        "missing.dat": "there is no such file", "twice.dat twice.dat": "is given twice",
        "packed.dat.gz": "is packed (gzip)", "empty.dat": "is empty",
    }  # fmt: skip
    for given, said in refused.items():
        with pytest.raises(SourceError, match=r"^[^\n]*$") as refusal:
            engine.run_on_spark(asked([str(house / name) for name in given.split()], str(house / "refused")))
        assert said in str(refusal.value)
        assert not (house / "refused").exists()
    (house / "mine").mkdir()
    (house / "mine" / "notes.txt").write_text("mine")
    for replace, said in ((False, "exists already"), (True, "is not a folder of tables")):
        with pytest.raises(UsageError, match=said):
            engine.run_on_spark(asked([str(house / "none.dat")], str(house / "mine"), replace=replace))
    assert [path.name for path in (house / "mine").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(("words", "said"), [
    (["--engine", "spark", "--memory", "2GB"], "--memory is not for --engine spark"),
    (["--engine", "spark", "--resume"], "--resume is not for --engine spark"),
    (["--engine", "spark", "--encrypt-to", "age1x"], "--encrypt-to is not for --engine spark"),
    (["--master", "yarn"], "--master is for --engine spark"),
    (["--tables", "csv"], "--tables is for --engine spark"),
])  # fmt: skip
def test_options_that_mean_nothing_are_refused(words: list[str], said: str) -> None:
    ran = typed("run", "c.dat", "--county", COUNTY, "--as-of", "2020-07-01", "--out", "out", *words)
    assert ran.exit_code == 2
    assert said in " ".join(ran.stderr.replace("│", " ").split())


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(session, "find_spec", lambda name: None if name == "pyarrow" else object())
    with pytest.raises(UsageError, match=r"^--engine spark needs pyarrow\. .*vacatur\[spark\]'$"):
        session.check_installed()
    monkeypatch.setattr(session, "find_spec", lambda name: object())
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("java") is None
    with pytest.raises(UsageError, match="needs Java 17 or newer"):
        session.check_installed()


def test_a_fault_in_a_task_tells_of_nobody() -> None:
    def broken(batches: Any) -> Any:
        raise ValueError("QUILLFEATHER,ADA")
        yield

    with pytest.raises(VacaturError, match=r"^A fault in Vacatur itself: ValueError at \w+\.py, line \d+\.$"):
        list(guarded(broken)(iter([])))


@pytest.mark.parametrize(("master", "meant"), [
    ("local", "local[1, 4]"), ("local[2]", "local[2, 4]"), ("local[*]", "local[*, 4]"), ("yarn", "yarn"),
    ("local[3, 2]", "local[3, 2]"), ("spark://host:7077", "spark://host:7077"),
])  # fmt: skip
def test_a_task_is_tried_again_on_this_machine_too(master: str, meant: str) -> None:
    assert session.with_retries(master) == meant
