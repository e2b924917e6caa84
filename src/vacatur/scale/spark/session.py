"""Spark, started or found running, set so that it says little and writes nothing readable aside."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from vacatur.errors import UsageError, VacaturError

USUAL = "local[*, 4]"
"""The master where none is named: all cores of this machine, each task tried up to four times."""

_INSTALL = "Install it: pip install 'vacatur[spark]'"
_RETRIED = re.compile(r"local(?:\[\s*([0-9]+|\*)\s*\])?")

_LOCALLY = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.io.encryption.enabled": "true",  # what Spark lays down on the disk on its way
}
"""On one machine nothing listens on the network, and what is laid down aside cannot be read."""

_ALWAYS = {
    "spark.ui.showConsoleProgress": "false",
    "spark.hadoop.fs.permissions.umask-mode": "077",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "10000",
}


def check_installed() -> None:
    """Refuse to begin where something is missing.

    Raises:
        UsageError: pyspark, pyarrow, pandas or a Java is not there.
    """
    missing = [name for name in ("pyspark", "pyarrow", "pandas") if find_spec(name) is None]
    if missing:
        raise UsageError(f"--engine spark needs {' and '.join(missing)}. {_INSTALL}")
    home = os.environ.get("JAVA_HOME")
    if not (home and (Path(home) / "bin" / "java").exists()) and shutil.which("java") is None:
        raise UsageError(
            "--engine spark needs Java 17 or newer, and there is none (neither JAVA_HOME nor java). Install it: "
            "apt-get install default-jre-headless"
        )


@contextmanager
def spark_session(master: str | None) -> Iterator[Any]:
    """Spark for the length of a run: the one that runs already in this process (as under spark-submit), or a new one.

    Args:
        master: where Spark is (`local[2]`, `yarn`, `spark://HOST:7077`, `k8s://...`); None for what spark-submit says,
            else this machine.

    Raises:
        UsageError: something is missing.
        VacaturError: Spark does not start.
    """
    check_installed()
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        if master is not None and with_retries(master) != running.sparkContext.master:
            raise UsageError(f"Spark runs already, on {running.sparkContext.master}: --master {master} comes too late.")
        _settle(running)
        yield running
        return
    spark = _start(master)
    try:
        _settle(spark)
        yield spark
    finally:
        spark.stop()


def with_retries(master: str) -> str:
    """A master on this machine tries a task again only when it is told so: `local[2]` as `local[2, 4]`."""
    found = _RETRIED.fullmatch(master.strip())
    return f"local[{found[1] or 1}, 4]" if found else master.strip()


def _start(master: str | None) -> Any:
    from pyspark.sql import SparkSession

    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    where = USUAL if master is None and not submitted else master and with_retries(master)
    builder = SparkSession.builder.appName("vacatur")
    settings = dict(_ALWAYS)
    if where:
        builder = builder.master(where)
        if where.startswith("local["):
            settings |= _LOCALLY
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
            os.environ.setdefault("SPARK_LOCAL_HOSTNAME", "localhost")
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except Exception as error:
        raise VacaturError(
            f"Spark does not start ({type(error).__name__}). It says why above; --master names where it is, and Java "
            "must be 17 or newer."
        ) from None


def _settle(spark: Any) -> None:
    """What must hold in a session that somebody else started, too."""
    context = spark.sparkContext
    context.setLogLevel("ERROR")
    context.environment["POLARS_MAX_THREADS"] = "1"  # a task is given one core
    context._jsc.hadoopConfiguration().set("fs.permissions.umask-mode", "077")
    for name, value in _ALWAYS.items():
        if name.startswith("spark.sql."):
            spark.conf.set(name, value)


@contextmanager
def sentences() -> Iterator[None]:
    """What Spark raises, as a sentence of ours: its own text may quote a file."""
    try:
        yield
    except Exception as error:
        if not type(error).__module__.startswith(("pyspark", "py4j")):
            raise
        own = re.search(r"vacatur\.errors\.VacaturError: ([^\n]+)", str(error))
        if own:
            raise VacaturError(own[1].strip()) from None
        raise VacaturError(
            f"Spark gave the run up ({_kind(error)}); nothing half-written is left. Its own log says why."
        ) from None


def _kind(error: Exception) -> str:
    """The class of what was thrown in Java, else in Python: never its text."""
    found = re.findall(r"^(?:Caused by: )?([a-z]+(?:\.\w+)*\.[A-Z]\w*)(?::|$)", str(error), re.MULTILINE)
    return str(found[-1]) if found else type(error).__name__
