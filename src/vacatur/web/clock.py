"""What time it is, for people to know: when something was asked for, how long it takes. Nothing is decided by it."""

from __future__ import annotations

import time
from datetime import date, datetime


def now() -> str:
    """This moment, as ISO text in the machine's own time."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def today() -> date:
    """This day: what a form proposes, and shows."""
    return datetime.now().astimezone().date()


def seconds() -> float:
    """Seconds by the machine's clock, the same in every process: how long something has been going on."""
    return time.time()
