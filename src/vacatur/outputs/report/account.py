"""How the figures came about: what was asked, what stays open and why, what reconciles, versions and hashes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import version

import polars as pl

from vacatur.decide.cascade import holds, steps_of
from vacatur.decide.facts import CATALOGUE
from vacatur.decide.facts.catalogue import DTYPES
from vacatur.law.pack import Pack
from vacatur.outputs.report import groups
from vacatur.outputs.report.figures import WITHHELD, Figure
from vacatur.outputs.report.page import Block, Heading, Line, Paragraph, Section, Steps, Table, Terms, Text
from vacatur.outputs.report.tables import WITHHELD_NOTE
from vacatur.outputs.report.told import Told
from vacatur.record.problems import CODES

ROWS = "rows"
DECIDED_ON, NOT_IN_SCOPE, SET_ASIDE = "decided on", "not in scope", "set aside"
NOT_KNOWN, KNOWN = "not known", "known"


def problem_table(code: str) -> str:
    """The grid of the problems of one code."""
    return f"problem-{code}"


def fact_table(fact: str) -> str:
    """The grid that tells for how many decisions a fact is unknown that would settle them."""
    return f"unknown-{fact}"


def what_stays_open(told: Told) -> Section:
    """Facts that are unknown and what would settle them; what could not be read, and what was done about it."""
    return Section(
        "what-stays-open",
        "What could not be decided or read",
        (
            Paragraph((
                "A fact that the file does not give is unknown, never guessed. Where it does not matter, the decision "
                "stands; where it does, the decision is a review that names the fact.",
            )),
            _unknown(told),
            _problems(told),
        ),
    )  # fmt: skip


def _unknown(told: Told) -> Table:
    facts = [name for name in CATALOGUE if fact_table(name) in told.figures.grids]
    facts.sort(key=lambda name: (-(told.figures.number(fact_table(name), NOT_KNOWN) or 0), name))
    lines = [
        Line(
            name,
            (CATALOGUE[name].meaning, CATALOGUE[name].settle, told.figures.count(fact_table(name), NOT_KNOWN)),
        )
        for name in facts
    ]
    return Table(
        "unknown-facts", "Facts that are unknown and would settle a decision",
        ("Fact", "What it is", "Settled by", "Decisions"), tuple(lines), frozenset({1, 2}),
        ("A decision may hang on several facts, so these do not add up.", *_withheld(lines)),
    )  # fmt: skip


def _problems(told: Told) -> Table:
    codes = [code for code in CODES if told.figures.has(problem_table(code)) or _set_aside(told, code)]
    counts = {code: _count(told, code) for code in codes}
    codes.sort(key=lambda code: (-int(counts[code].text.replace(",", "").replace(WITHHELD, "0")), code))
    lines = [Line(code, (*CODES[code], counts[code])) for code in codes]
    return Table(
        "problems", "What could not be read, or is in doubt", ("Code", "What was found", "What was done", "Times"),
        tuple(lines), frozenset({1, 2}), _withheld(lines),
    )  # fmt: skip


def _set_aside(told: Told, code: str) -> bool:
    return code in told.figures.grids[ROWS].columns


def _count(told: Told, code: str) -> Figure:
    """Rows that are set aside are told with the other rows, so that they reconcile."""
    if _set_aside(told, code):
        return told.figures.count(ROWS, None, code)
    return told.figures.count(problem_table(code))


def _withheld(lines: Sequence[Line]) -> tuple[str, ...]:
    return (WITHHELD_NOTE,) if any(cell == Figure(WITHHELD) for line in lines for cell in line.cells) else ()


def what_was_asked(told: Told) -> Section:
    """County, day, policy with its settings and its rules in order."""
    pack = told.kept.packs[0]
    settings = [(name, (f"{_setting(each.value)} ({each.label})",)) for name, each in pack.parameters.items()]
    assumed = [(each.text,) for each in pack.assumptions if each.id in pack.assumed]
    terms: list[tuple[str, tuple[Text, ...]]] = [
        ("County", (told.county,)),
        ("As of", (told.day,)),
        ("Policy", (f"{pack.title} ({pack.id})",)),
        ("It rests on", ("; ".join(pack.cite),)),
        ("Its standing", (pack.status,)),
        *settings,
        *(("Assumed", text) for text in assumed or [("Nothing: what the file does not say is unknown.",)]),
        ("Shown beside it", ("; ".join(told.kept.pack(name).title for name in told.policies[1:]),)),
    ]
    return Section(
        "what-was-asked",
        "What was asked",
        (
            Terms(tuple(terms)),
            Heading("rules", "The rules, in order"),
            Paragraph(("The first that holds decides.",)),
            Steps(tuple(_rules(pack))),
        ),
    )


def _setting(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) or "none" if isinstance(value, list) else str(value)


def _rules(pack: Pack) -> Iterator[str]:
    """Each rule as a sentence, with its law; one that the settings switch off says so."""
    nothing = pl.DataFrame(
        {name: [None] for name in CATALOGUE}, {name: DTYPES[of.dtype] for name, of in CATALOGUE.items()}
    )
    for rule, step in zip(pack.rules, steps_of(pack)[1:-1], strict=True):
        reason = step.reason.format_map({name: f"({name})" for name in CATALOGUE})
        cited = f" [{rule.cite}]" if rule.cite else ""
        off = "" if holds(nothing, step.when)[0] is not False else " Switched off by the settings."
        yield f"{groups.DETERMINATIONS[rule.determination]}: {reason}.{cited}{off}"


def where_it_comes_from(told: Told) -> Section:
    """The reconciliation, versions and hashes."""
    figures, kept = told.figures, told.kept
    read = figures.count(ROWS)
    holds = "They reconcile." if kept.summary["reconciles"] else "THEY DO NOT RECONCILE."
    rows: tuple[Text, ...] = (
        read, " rows read = ", figures.count(ROWS, None, DECIDED_ON), " decided on + ",
        figures.count(ROWS, None, NOT_IN_SCOPE), " not in scope + ", figures.count(ROWS, None, SET_ASIDE),
        f" set aside. {holds}",
    )  # fmt: skip
    terms: list[tuple[str, tuple[Text, ...]]] = [
        ("Vacatur", (f"{version('vacatur')}; the results were made by {kept.manifest['vacatur']}",)),
        ("Results", (f"manifest.json, SHA-256 {kept.sha256}",)),
    ]
    if kept.ledger.last:
        acts = f"{kept.ledger.last:,} act{'' if kept.ledger.last == 1 else 's'} of reviewers applied"
        terms.append(("Review", (f"{acts}; the last has the SHA-256 {kept.ledger.sha256}",)))
    for entry in kept.manifest["inputs"]:
        name = f"Input {entry['number']}" if figures.published else f"Input {entry['number']}: {entry['file']}"
        terms.append((name, (f"SHA-256 {entry['sha256']}",)))
    for entry in kept.manifest["packs"]:
        if entry["id"] in told.policies:
            terms.append((f"Policy {entry['id']}", (f"SHA-256 {entry['sha256']}",)))
    blocks: list[Block] = [Paragraph(rows), Terms(tuple(terms))]
    if not figures.published:
        blocks.insert(1, Paragraph((
            "Rows of the file, not convictions. In the results folder the rows that could be read stand in "
            "All_Results.csv, the others in set_aside.csv; the rows decided on are those of the decided convictions.",
        ), "note"))  # fmt: skip
    return Section("where-it-comes-from", "Where the figures come from", tuple(blocks))
