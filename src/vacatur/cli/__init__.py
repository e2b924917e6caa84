"""The command line: one door to what the library does. Every command is a call that Python code can make too."""

from __future__ import annotations

import os

_GIVE_BACK = "background_thread:true,dirty_decay_ms:1000,muzzy_decay_ms:0"
"""Polars' allocator gives freed memory back after a second, beside the work: a lower peak at no cost in time."""


def main() -> None:
    """Run the command line and exit with its status (vacatur.cli.failures lists them)."""
    os.environ.setdefault("_RJEM_MALLOC_CONF", _GIVE_BACK)  # read when Polars is loaded
    try:
        from vacatur.cli.app import app

        app(prog_name="vacatur")
    except KeyboardInterrupt:  # before a command was entered
        raise SystemExit(130) from None
