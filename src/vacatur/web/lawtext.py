"""What a pack says of itself in words: the parts of its `law.md` that cards and pages show."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

from vacatur.law import pack as packs
from vacatur.law.pack import Pack
from vacatur.web.wording import later

COVERED = {"encoded": later("encoded"), "partly": later("encoded in part")}
"""How much of a policy is encoded, by the register (`law/index.toml`)."""

MARKS = {"C": later("source confirmed"), "S": later("secondary source"), "K": later("unconfirmed")}
"""How far the register vouches for what is encoded."""


@dataclass(frozen=True)
class Words:
    """A pack in words.

    Attributes:
        what: what it is, in a sentence; empty where its law does not say so in a row of its first table.
        says: what it says, as HTML; empty where its law has no such section.
        source: where it was read; empty when the pack is its own source.
        law: the whole of `law.md`, as HTML.
        covered: one of `COVERED`, or empty.
        mark: one of `MARKS`, or empty.
        verified: the date to which the register's source speaks, as ISO text, or empty.
    """

    what: str
    says: Markup
    source: str
    law: Markup
    covered: str
    mark: str
    verified: str


def words_of(pack: Pack) -> Words:
    """The words of a pack."""
    law = pack.folder / "law.md"
    return _read(law, law.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(law: Path, changed: int) -> Words:
    return _words(law.read_text(encoding="utf-8"), _registered(law.parent.name))


def _words(text: str, entry: dict[str, object]) -> Words:
    about = dict(re.findall(r"^\| *([a-z ]+?) *\| *(.+?) *\|$", text, re.MULTILINE))
    says = re.search(r"^## What it says\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return Words(
        what=_plain(about.get("what it is", "")),
        says=_html(says.group(1)) if says else Markup(""),
        source=_plain(about.get("source", "")),
        law=_html(re.sub(r"\A# .*\n", "", text)),
        covered=COVERED.get(str(entry.get("status", "")), ""),
        mark=MARKS.get(str(entry.get("mark", "")), ""),
        verified=str(entry.get("verified", "")),
    )


def _registered(folder_id: str) -> dict[str, object]:
    """The first entry of the register that names the pack."""
    register = tomllib.loads((packs.FOLDER.parent / "index.toml").read_text(encoding="utf-8"))
    place = f"packs/{folder_id}"
    entries = [*register["policy"], *register["statute"]]
    own = [entry for entry in entries if place in entry["in"]]
    return dict(own[0]) if own else {}


def _plain(markdown: str) -> str:
    return re.sub(r"[*`]", "", markdown)


def _html(markdown: str) -> Markup:
    """Markdown without HTML of its own."""
    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    made = made.replace('style="text-align:right"', 'class="n"').replace('style="text-align:left"', "")
    made = made.replace("<th></th>", "<td></td>")  # a head without words is none
    opened, closed = '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>', "</table></div>"
    made = made.replace("<table>", opened).replace("</table>", closed)
    return Markup(made)
