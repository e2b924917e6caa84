"""A small three-valued evaluator of pack conditions: True, False, or None for unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

TOKEN = re.compile(
    r"""\s*(?:
        (?P<date>DATE\s+'[0-9-]+') | (?P<text>'(?:[^']|'')*') | (?P<number>[0-9]+(?:\.[0-9]+)?)
      | (?P<parameter>:[A-Za-z_][A-Za-z_0-9]*) | (?P<word>[A-Za-z_][A-Za-z_0-9]*) | (?P<sign><=|>=|<>|[=<>(),])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
KEYWORDS = {"AND", "OR", "NOT", "IN", "BETWEEN", "TRUE", "FALSE"}

Value = Any  # a fact's value, None when unknown
Values = Mapping[str, Value]


@cache
def _tokens(condition: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at, condition = 0, condition.strip()
    while at < len(condition):
        match = TOKEN.match(condition, at)
        if match is None:
            raise ValueError(f"{condition!r}: not understood from {condition[at:]!r}")
        kind, text = str(match.lastgroup), match.group(str(match.lastgroup))
        if kind == "word" and text.upper() in KEYWORDS:
            kind, text = "keyword", text.upper()
        found.append((kind, text))
        at = match.end()
    return found


@cache
def facts_named(condition: str) -> list[str]:
    """The facts a condition names, in order, each once."""
    return list(dict.fromkeys(text for kind, text in _tokens(condition) if kind == "word"))


def evaluate(condition: str, facts: Values, parameters: Values) -> bool | None:
    """The truth of a condition over one conviction's facts."""
    reader = _Reader(_tokens(condition), facts, parameters)
    value: bool | None = reader.disjunction()
    if reader.at != len(reader.tokens) or value not in (True, False, None):
        raise ValueError(f"not a condition: {condition!r}")
    return value


def _both(left: Value, right: Value) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _not(value: Value) -> bool | None:
    return None if value is None else not value


def _compare(sign: str, left: Value, right: Value) -> bool | None:
    if left is None or right is None:
        return None
    if sign in ("=", "<>"):
        return bool(left == right) == (sign == "=")
    less, same = bool(left < right), bool(left == right)
    return {"<": less, "<=": less or same, ">": not less and not same, ">=": not less}[sign]


class _Reader:
    """Recursive descent: OR, then AND, then NOT, then comparisons."""

    def __init__(self, tokens: list[tuple[str, str]], facts: Values, parameters: Values) -> None:
        self.tokens, self.facts, self.parameters, self.at = tokens, facts, parameters, 0

    def next_is(self, *texts: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at][1] in texts

    def take(self, *texts: str) -> str:
        if texts and not self.next_is(*texts):
            raise ValueError(f"expected {texts} at {self.tokens[self.at :]}")
        self.at += 1
        return self.tokens[self.at - 1][1]

    def disjunction(self) -> Value:
        value = self.conjunction()
        while self.next_is("OR"):
            self.take()
            value = _not(_both(_not(value), _not(self.conjunction())))
        return value

    def conjunction(self) -> Value:
        value = self.negation()
        while self.next_is("AND"):
            self.take()
            value = _both(value, self.negation())
        return value

    def negation(self) -> Value:
        if self.next_is("NOT"):
            self.take()
            return _not(self.negation())
        return self.comparison()

    def comparison(self) -> Value:
        left = self.operand()
        if self.next_is("=", "<>", "<", "<=", ">", ">="):
            return _compare(self.take(), left, self.operand())
        negated = self.next_is("NOT")
        if negated:
            self.take()
        if self.next_is("IN"):
            self.take()
            value = self.membership(left)
        elif self.next_is("BETWEEN"):
            self.take()
            low = self.operand()
            self.take("AND")
            value = _both(_compare(">=", left, low), _compare("<=", left, self.operand()))
        elif negated:
            raise ValueError("NOT without IN or BETWEEN")
        else:
            return left
        return _not(value) if negated else value

    def membership(self, left: Value) -> bool | None:
        """Nothing is in an empty list, known or not."""
        among: list[Value] = []
        if self.next_is("("):
            self.take()
            while not self.next_is(")"):
                item = self.operand()
                among += item if isinstance(item, list) else [item]
                if not self.next_is(")"):
                    self.take(",")
            self.take(")")
        else:
            among = list(self.operand())
        if not among:
            return False
        return None if left is None else left in among

    def operand(self) -> Value:
        kind, text = self.tokens[self.at]
        self.at += 1
        if text == "(":
            value = self.disjunction()
            self.take(")")
            return value
        if kind == "word":
            if text not in self.facts:
                raise ValueError(f"no such fact: {text}")
            return self.facts[text]
        if kind == "parameter":
            return self.parameters[text[1:]]
        if kind == "text":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return float(text) if "." in text else int(text)
        if kind == "date":
            return date.fromisoformat(text.split("'")[1])
        if text in ("TRUE", "FALSE"):
            return text == "TRUE"
        raise ValueError(f"not understood: {text!r}")
