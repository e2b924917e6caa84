"""What the server says of faults on standard error: where in the program, never the text of the error. It may quote a
file.
"""

from __future__ import annotations

import logging
import os

from vacatur.cli.failures import ASK_FOR_TRACEBACK, fault


class Scrubbed(logging.Formatter):
    """The first line of a message as its author wrote it, without what was put into it, and where the error arose."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, or two."""
        lines = str(record.msg).strip().splitlines() or [""]
        error = record.exc_info[1] if record.exc_info else None
        return lines[0] if error is None else f"{lines[0]}\n{fault(error)}"


def scrub() -> None:
    """Have every logger of this process say no more than that, unless VACATUR_TRACEBACK is set."""
    if os.environ.get(ASK_FOR_TRACEBACK):
        return
    handler = logging.StreamHandler()
    handler.setFormatter(Scrubbed())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
