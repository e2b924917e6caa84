"""The command line: one door to what the library does. Every command is a call that Python code can make too."""

from __future__ import annotations


def main() -> None:
    """Run the command line and exit with its status (vacatur.cli.failures lists them)."""
    try:
        from vacatur.cli.app import app

        app(prog_name="vacatur")
    except KeyboardInterrupt:  # before a command was entered
        raise SystemExit(130) from None
