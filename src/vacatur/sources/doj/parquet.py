"""The rows of a Parquet file as the state would write them, unpacked by a process of its own.

A damaged Parquet file can make the library that reads it panic: it then prints words of its own, which may quote the
file, or ends its process, which no `except` can catch. So that process is another one, whose words nobody hears. Where
it ends before the rows do, the file is damaged. It ends with the one that started it, and talks to nobody else.
"""

from __future__ import annotations

import errno
import io
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from vacatur.errors import SourceError, in_system_words
from vacatur.sources.doj.layout import COLUMNS
from vacatur.sources.doj.unpacked import Unpacked

if TYPE_CHECKING:
    import polars as pl

_ROWS = 20_000
"""Rows that are made text at a time."""

Answer = tuple[str, Any]
"""What the other process says: `ready`, `size` (about how many bytes of text there are), `text` (some more of it),
`end`; or `refused` (a sentence), `system` (the number and the words of what the system refused)."""


class ParquetText(Unpacked):
    """The text of a Parquet file: a row a line, cells quoted where they must be.

    Attributes:
        size: about how many bytes of it there are.

    Raises:
        SourceError: when it is made or read: the file is damaged, or has not the state's columns.
        OSError: the same: it cannot be read.
        MemoryError: the same: the other process was killed, as a system does that has too little memory.
    """

    _process: subprocess.Popen[bytes] | None = None
    _began = False

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._ended = False
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import serve; serve()", str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(os.environ, PYTHONPATH=os.pathsep.join(each for each in sys.path if each)),
            start_new_session=True,  # Ctrl-C is for the one who started it, and who then ends it
        )
        try:
            self._answer()
            self._began = True
            self.size = int(self._answer()[1])
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the other process, whatever it is doing."""
        if self._process and self._process.stdout and not self.closed:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
        super().close()

    def _more(self) -> bool:
        if self._ended:
            return False
        what, value = self._answer()
        self._ended = what == "end"
        self._text = memoryview(value)
        return not self._ended

    def _answer(self) -> Answer:
        assert self._process and self._process.stdout
        try:
            what, value = pickle.load(self._process.stdout)
        except (EOFError, pickle.UnpicklingError):
            if self._process.wait() == -getattr(signal, "SIGKILL", 9):
                raise MemoryError from None
            if not self._began:
                raise RuntimeError("the process that unpacks Parquet did not start") from None
            raise _damaged(str(self._path)) from None
        if what == "refused":
            raise SourceError(value)
        if what == "system":
            raise OSError(*value)
        return what, value


def _damaged(called: str) -> SourceError:
    return SourceError(f"{called} is a damaged Parquet file: its rows cannot be read to their end. Have it sent again.")


def serve() -> None:
    """Unpack the file that the first argument names to standard output. The process that was started calls this."""
    import polars  # noqa: F401  # before it says that it is ready

    for answer in _answers(sys.argv[1]):
        _tell(sys.stdout.buffer, answer)


def _tell(target: IO[bytes], answer: Answer) -> None:
    pickle.dump(answer, target, pickle.HIGHEST_PROTOCOL)
    target.flush()


def _answers(path: str) -> Iterator[Answer]:
    yield "ready", None
    try:
        yield from _unpacked(path)
    except SourceError as refused:
        yield "refused", str(refused)
    except OSError as error:
        words = in_system_words(error)
        yield ("system", (error.errno or errno.EIO, words)) if words else ("refused", str(_damaged(path)))
    else:
        yield "end", b""


def _unpacked(path: str) -> Iterator[Answer]:
    """How much text there is, and then the text.

    Raises:
        SourceError: the file has not the state's columns, or says another number of rows than it has.
        OSError: it cannot be read.
        PolarsError: it is damaged. Then it may panic as well, or end the process.
    """
    import polars as pl

    frame = pl.scan_parquet(path, glob=False, hive_partitioning=False)
    _check_columns(frame.collect_schema(), path)
    one = pl.col(COLUMNS[0])
    rows = int(frame.select(pl.len()).collect().item())  # as its last bytes tell
    there = frame.select(one.is_null().sum() + one.is_not_null().sum()).collect().item()
    if rows != there:
        raise _damaged(path)
    text = frame.select(COLUMNS).with_columns(pl.all().cast(pl.String))
    text = text.with_columns(pl.when(pl.all() != "").then(pl.all()))
    for at in range(0, max(rows, 1), _ROWS):
        piece, buffer = text.slice(at, _ROWS).collect(), io.BytesIO()
        if piece.height != min(_ROWS, rows - at):
            raise _damaged(path)
        piece.write_csv(buffer, include_header=False, quote_style="necessary")
        if not at:
            yield "size", buffer.tell() * rows // max(piece.height, 1)
        yield "text", buffer.getvalue()


def _check_columns(schema: pl.Schema, path: str) -> None:
    """Refuse what has not the state's columns, as text or whole numbers."""
    import polars as pl

    missing = [name for name in COLUMNS if name not in schema]
    if missing:
        raise SourceError(
            f"{path}: {len(missing)} of the {len(COLUMNS)} columns are missing, such as {missing[0]}. Expected: the "
            "state's columns under the state's names."
        )
    as_text = (pl.String, pl.Null, pl.Categorical, pl.Enum)
    other = [name for name in COLUMNS if not (schema[name] in as_text or schema[name].is_integer())]
    if other:
        kind = schema[other[0]].base_type()  # and not what is within it
        raise SourceError(f"{path}: the column {other[0]} is of type {kind}. Expected: text, as the state delivers it.")
