"""Conditions: the SQL of packs, cut down to what keeps the reckoning with unknowns whole.

A condition names facts and `:parameters` and joins them with AND, OR, NOT, comparisons, IN and BETWEEN. Functions,
CASE and IS NULL are not allowed: they would turn an unknown into a yes or a no.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

Kind = Literal["keyword", "truth", "number", "text", "date", "operator", "parameter", "name"]
Setting = bool | int | list[str]
"""What a parameter may hold."""

KEYWORDS = frozenset({"AND", "OR", "NOT", "IN", "BETWEEN"})
FORBIDDEN = frozenset({"NULL", "IS", "CASE", "WHEN", "LIKE", "ILIKE", "DATE", "SELECT", "COALESCE"})
ALLOWED = (
    "AND, OR, NOT, IN, BETWEEN, =, <>, <, <=, >, >=, parentheses, TRUE, FALSE, numbers, 'text', DATE 'YYYY-MM-DD', "
    "facts (in small letters), :parameters"
)

NOTHING = "'(none)'"
"""What an empty list becomes: a value that no section or subdivision equals."""

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<date>DATE\s*'\d{4}-\d{2}-\d{2}')
    | (?P<text>'(?:[^']|'')*')
    | (?P<number>\d+(?:\.\d+)?)(?![\w.])
    | :(?P<parameter>[a-z][a-z0-9_]*)
    | (?P<operator><>|<=|>=|[=<>(),])
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """One word of a condition."""

    kind: Kind
    text: str


@cache
def tokens(sql: str) -> tuple[Token, ...]:
    """The words of a condition.

    Raises:
        ValueError: something that is not allowed stands in it; the sentence says what, and what is allowed.
    """
    return tuple(_tokens(sql.strip()))


def _tokens(sql: str) -> Iterator[Token]:
    at = 0
    while at < len(sql):
        found = _TOKEN.match(sql, at)
        if not found:
            raise ValueError(f"{sql[at:].split()[0]!r} is not allowed in a condition; allowed: {ALLOWED}")
        at = found.end()
        kind, text = str(found.lastgroup), found[str(found.lastgroup)]
        yield _word(text, sql[at:]) if kind == "word" else Token(cast(Kind, kind), text)


def _word(text: str, rest: str) -> Token:
    upper = text.upper()
    if upper in KEYWORDS:
        return Token("keyword", upper)
    if upper in ("TRUE", "FALSE"):
        return Token("truth", upper)
    if upper in FORBIDDEN or text != text.lower() or rest.lstrip().startswith("("):
        raise ValueError(f"{text!r} is not allowed in a condition; allowed: {ALLOWED}")
    return Token("name", text)


def condition_names(sql: str) -> tuple[set[str], set[str]]:
    """The facts and the parameters that a condition names.

    Raises:
        ValueError: something that is not allowed stands in it.

    >>> condition_names("NOT deceased AND age_now >= :minimum_age") == ({"deceased", "age_now"}, {"minimum_age"})
    True
    """
    facts = {word.text for word in tokens(sql) if word.kind == "name"}
    return facts, {word.text for word in tokens(sql) if word.kind == "parameter"}


def bind(sql: str, values: Mapping[str, Setting]) -> str:
    """The condition with each parameter replaced by its value, as SQL.

    Raises:
        ValueError: a parameter has no value, or something that is not allowed stands in the condition.

    >>> bind("section IN :dismissed AND age_now >= :age", {"dismissed": ["11357", "11358"], "age": 50})
    "section IN ('11357', '11358') AND age_now >= 50"
    """
    bound = ""
    for token in tokens(sql):
        if token.kind == "parameter" and token.text not in values:
            raise ValueError(f":{token.text} has no value; there are {', '.join(values) or 'no parameters'}")
        word = literal(values[token.text]) if token.kind == "parameter" else token.text
        bound += word if not bound or bound.endswith("(") or word in (")", ",") else f" {word}"
    return bound


def literal(value: Setting) -> str:
    """A parameter's value as SQL."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    return "(" + (", ".join("'" + item.replace("'", "''") + "'" for item in value) or NOTHING) + ")"
