"""The program answers at once when asked what it can do."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.conftest import typed

HEAVY = ("polars", "numpy", "dataframely")


def test_help_names_every_command() -> None:
    said = typed("--help").stdout
    for command in ("run", "check", "explain", "compare", "pack", "facts", "synth"):
        assert f" {command} " in said


def test_help_says_that_a_lawyer_decides() -> None:
    assert "It recommends; a lawyer decides." in typed("--help").stdout


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["pack", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    """An import of Polars alone takes longer than an answer should."""
    program = (
        "import sys\nfrom vacatur.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    said = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    assert said.stderr.strip() == "[]"


def test_no_command_at_all_shows_the_help() -> None:
    assert "Usage: vacatur" in typed().output


def test_an_unknown_command_is_bad_usage() -> None:
    assert typed("rn").exit_code == 2


def test_a_missing_option_is_named() -> None:
    result = typed("run", "county.dat")
    assert result.exit_code == 2
    assert "--county" in result.stderr
