"""What a person is told when a command cannot do its work: a sentence and an exit status, never a traceback.

A traceback, or the text of an unforeseen error, may hold what stands in the file: a name, a birth date. Neither is
shown, unless the person asks for it by setting VACATUR_TRACEBACK.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path

import typer
from typer.core import TyperGroup

DONE = 0
FAILED = 1
NOTHING_RUN = 2
ROWS_SET_ASIDE = 3
STOPPED = 130

ASK_FOR_TRACEBACK = "VACATUR_TRACEBACK"
HOW_TO_SEE = (
    f" To see all of it (it may show what is in the file), set {ASK_FOR_TRACEBACK}=1 and run the command again."
)
"""Ends the sentence of a fault. Where no command was typed it is left out."""


class Door(TyperGroup):
    """The group of all commands: whatever one of them raises ends as a sentence and a status here."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]  # typer's own type of context is private
        """Run the command, and turn what it raises into an exit."""
        scrub()
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, Exception) as error:
            if isinstance(error, KeyboardInterrupt) or is_ours_to_answer(error):
                raise typer.Exit(answer(error)) from None
            raise
        except BaseException as error:
            if type(error).__name__ == "PanicException":  # polars raises it past Exception
                raise typer.Exit(answer(error)) from None
            raise


def scrub() -> None:
    """Have what breaks in a thread, or where nobody can be told, be said without its text too."""
    if os.environ.get(ASK_FOR_TRACEBACK):
        return
    threading.excepthook = lambda broken: _say(broken.exc_value)
    sys.unraisablehook = lambda broken: _say(broken.exc_value)


def _say(error: BaseException | None) -> None:
    if error is not None:
        say(fault(error))


def say(line: str) -> None:
    """Print a line to standard error, if it takes it: its disk may be full, its pipe closed, its terminal gone. Nothing
    fails for that, and the exit status is as it would be.
    """
    if sys.stderr is None:
        return
    try:
        print(line, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        with suppress(OSError, ValueError):  # what waits to be printed would fail once more at the end
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stderr.fileno())
            os.close(nowhere)


def is_ours_to_answer(error: Exception) -> bool:
    """False for what typer itself turns into an exit: bad usage, help shown, a pipe that closed."""
    return not isinstance(error, (typer.Exit, typer.Abort, BrokenPipeError)) and not hasattr(error, "exit_code")


def answer(error: BaseException) -> int:
    """Print the sentence for `error` to standard error and return the exit status."""
    if os.environ.get(ASK_FOR_TRACEBACK):
        traceback.print_exception(error)
    status, sentences = sentence(error)
    for line in sentences:
        say(line)
    return status


def sentence(error: BaseException) -> tuple[int, list[str]]:
    """The exit status and the lines that say what happened."""
    from vacatur import errors

    if isinstance(error, KeyboardInterrupt | errors.Stopped):
        return STOPPED, ["Stopped. Nothing half-written is left, and earlier results are as they were."]
    if isinstance(error, errors.PackError):
        return NOTHING_RUN, error.mistakes
    if isinstance(error, errors.UsageError | errors.SourceError | errors.ResultsError):
        return NOTHING_RUN, [str(error)]
    if isinstance(error, errors.VacaturError):
        return FAILED, [str(error)]
    if isinstance(error, OSError) and error.strerror:
        where = f": {error.filename}" if error.filename else ""
        return FAILED, [f"{error.strerror}{where}. Nothing half-written is left."]
    if isinstance(error, MemoryError):
        return FAILED, ["The machine has too little memory for this. Nothing half-written is left."]
    return FAILED, [of_the_system(error) or fault(error)]


def of_the_system(error: BaseException) -> str | None:
    """The operating system's own words within another library's error (a full disk, a closed file), if any."""
    from vacatur.errors import in_system_words

    words = in_system_words(error)
    return f"{words}. Nothing half-written is left." if words else None


def fault(error: BaseException) -> str:
    """Where in the program an unforeseen error arose: its kind and the line of code, without its text."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "vacatur" in frame.filename] or frames
    place = f" at {Path(ours[-1].filename).name}, line {ours[-1].lineno}" if ours else ""
    return f"A fault in Vacatur itself: {type(error).__name__}{place}. Nothing half-written is left.{HOW_TO_SEE}"
