"""The documentation follows the program: what it takes from the program is current, and what it names exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


def test_generated_parts_are_current() -> None:
    command = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check", "--quick"]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def test_every_difference_names_a_test_that_exists() -> None:
    page = (ROOT / "docs" / "differences.md").read_text(encoding="utf-8")
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    lines = [line for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(lines) == 22
    for line in lines:
        named = re.findall(r"`(test_\w+)`", line)
        assert named, f"no test is named: {line}"
        for name in named:
            assert f"def {name}(" in tests, f"{name} does not exist"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_commands_of_the_pages_exist() -> None:
    """Every `vacatur WORD` and `make WORD` in a page is one that can be typed."""
    from typer.main import get_command

    from vacatur.cli.app import app

    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert set(re.findall(r"^    vacatur (\w+)", text, re.MULTILINE)) <= commands
        assert set(re.findall(r"(?:^    |`)make (\w+)", text, re.MULTILINE)) <= targets
