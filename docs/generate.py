"""Writes what the documentation takes from the program, between `<!-- generated: NAME -->` and `<!-- end -->`.

`make docs` writes them; `.ci/run` runs the same with `--check` and fails when a page is behind. With `--quick`, as
in the tests, the parts that need the demo, which takes half a minute, stay as they are.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
RESULTS = "build/demo/results"
PACK = "ca-la-2020-pilot"
BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def facts() -> str:
    """The catalogue of facts."""
    from vacatur.decide.facts import CATALOGUE

    rows = ([f"`{fact.name}`", fact.dtype, fact.meaning, fact.unknown_when] for fact in CATALOGUE.values())
    return table(["fact", "type", "meaning", "unknown when"], rows)


def packs() -> str:
    """The packs that come with the program."""
    from vacatur.law.pack import built_in_packs, load_pack

    return table(
        ["pack", "title", "status"], ([f"`{p.id}`", p.title, p.status] for p in map(load_pack, built_in_packs()))
    )


def problems() -> str:
    """The problem codes."""
    from vacatur.record.problems import CODES

    rows = ([f"`{code}`", meaning, done] for code, (meaning, done) in CODES.items())
    return table(["code", "what was found", "what a run does"], rows)


def commands() -> str:
    """Every command with its arguments and options."""
    from typer.main import get_command

    from vacatur.cli.app import app

    return "\n\n".join(section for command in leaves(get_command(app), "vacatur") for section in described(*command))


def leaves(command: Any, name: str) -> Iterable[tuple[str, Any]]:
    """The commands below `command`, with the words a person types for each."""
    below = getattr(command, "commands", None)
    if below is None:
        yield name, command
        return
    for word, child in below.items():
        yield from leaves(child, f"{name} {word}")


def described(name: str, command: Any) -> Iterable[str]:
    """One command as Markdown."""
    yield f"### `{name}`"
    yield re.sub(r"(?<!\n)\n(?!\n)", " ", command.help.strip())
    rows = [
        [f"`{shown(option)}`", option.help + (" (required)" if option.required else "")] for option in command.params
    ]
    if rows:
        yield table(["", ""], rows)


def shown(option: Any) -> str:
    """An argument or option as it is typed."""
    if option.param_type_name == "argument":
        return option.metavar or option.name.upper()
    return " ".join([option.opts[0], *([option.metavar] if option.metavar and not option.is_flag else [])])


def demo() -> str:
    """What `make demo` prints, in the environment that is in use."""
    return said("make", "--silent", "--old-file=.venv/runs", "demo", f"BIN={Path(sys.executable).parent}")


def explanation() -> str:
    """Why one conviction of the demo went to review."""
    import polars as pl

    open_ones = pl.scan_parquet(ROOT / RESULTS / "decisions.parquet").filter(
        (pl.col("pack") == PACK) & (pl.col("unknown_facts") == ["registrable_offense_before"])
    )
    conviction = open_ones.head(1).collect()["conviction_id"][0]
    shown = said(sys.executable, "-m", "vacatur.cli", "explain", RESULTS, conviction)
    return shown.replace("```\n", f"```\n$ vacatur explain {RESULTS} {conviction}\n", 1)


def sheet() -> str:
    """What the example of a RAP sheet comes to."""
    asked = ("rapsheet", "docs/examples/rap-sheet.txt", "--as-of", "2020-07-01", "--quiet")
    return said(sys.executable, "-m", "vacatur.cli", *asked)


def speed() -> str:
    """What was measured last, from speed.csv (benchmarks/sizes.py says what each column is)."""
    with (ROOT / "docs" / "speed.csv").open(encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    heads = {
        "rows": "rows", "engine": "engine", "megabytes": "MB", "seconds": "seconds",
        "processor_seconds": "of a processor", "rows_per_second": "rows/s", "megabytes_per_second": "MB/s",
        "peak_megabytes": "peak MB", "run_to_copy": "run / copy", "sources_seconds": "reading",
        "decide_seconds": "deciding", "outputs_seconds": "writing",
    }  # fmt: skip
    return table(heads.values(), ([_grouped(row[name]) for name in heads] for row in found))


def _grouped(text: str) -> str:
    return f"{int(text):,}" if text.isdigit() else text


def said(*command: str) -> str:
    """What a command prints, as a block of code; line ends without blanks."""
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return "\n".join(["```", *(line.rstrip() for line in shown.strip().splitlines()), "```"])


BLOCKS: dict[str, Callable[[], str]] = {
    "facts": facts,
    "packs": packs,
    "problems": problems,
    "commands": commands,
    "demo": demo,
    "explanation": explanation,
    "sheet": sheet,
    "speed": speed,
}


SLOW = ("demo", "explanation")


def current(text: str, quick: bool) -> str:
    """A page's text with its generated parts as they should be now; `quick` leaves those that need the demo.

    Raises:
        KeyError: a page asks for a part that does not exist.
    """

    def made(found: re.Match[str]) -> str:
        return found[0] if quick and found[2] in SLOW else f"{found[1]}{BLOCKS[found[2]]()}\n{found[3]}"

    return BLOCK.sub(made, text)


def without_figures(text: str) -> str:
    """What must stay the same although seconds, and with another version of numpy the people, differ."""
    return re.sub(r"[\d.,\s]+", " ", text)


def without_seconds(text: str) -> str:
    """What is worth writing anew."""
    return re.sub(r"in [\d.]+ s", "", text)


def main(check: bool, quick: bool) -> int:
    """Write the pages, or with `check` only name those that are behind. Returns the exit status."""
    behind = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        now = current(text, quick)
        compared = without_figures if check and "generated: demo" in text else without_seconds
        if compared(now) != compared(text):
            behind.append(page.relative_to(ROOT))
            if not check:
                page.write_text(now, encoding="utf-8")
    for page in behind:
        print(f"{page}: {'behind the program; run `make docs`' if check else 'written'}")
    return 1 if check and behind else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:], "--quick" in sys.argv[1:]))
