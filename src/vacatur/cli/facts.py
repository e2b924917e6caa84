"""`vacatur facts`: every fact that a pack's rules may name."""

from __future__ import annotations

import json

from vacatur.cli import options


def facts(as_json: options.Json = False) -> None:
    """Print the catalogue of facts: what each means, its type, and what makes it unknown."""
    from vacatur.decide.facts import CATALOGUE

    if as_json:
        rows = {
            fact.name: {
                "type": fact.dtype,
                "meaning": fact.meaning,
                "unknown_when": fact.unknown_when,
                "settle": fact.settle,
            }
            for fact in CATALOGUE.values()
        }
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return

    from vacatur.cli.wording import page, table

    shown = table("fact", "type", "meaning", "unknown when", whole=("fact", "type"))
    for fact in CATALOGUE.values():
        shown.add_row(fact.name, fact.dtype, fact.meaning, fact.unknown_when)
    page().print(shown)
