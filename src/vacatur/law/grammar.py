"""The grammar of conditions, and whether what a condition compares can be compared.

SQL engines convert silently: `NOT age_now` would be read as "age is zero". A pack that says so is wrong, and is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from vacatur.law.conditions import Setting, Token, tokens

Type = Literal["yes/no", "text", "date", "number", "list", "anything"]
"""What an expression is. "anything": a fact that the catalogue lacks, reported elsewhere."""

ORDERED = ("number", "date", "anything")
END = Token("operator", "")


class Grammar:
    """Reads one condition from left to right and collects what does not fit.

    Attributes:
        mistakes: what does not fit, in the order of the text.
    """

    def __init__(self, sql: str, facts: Mapping[str, Type], parameters: Mapping[str, Setting]) -> None:
        self._words = [*tokens(sql), END]
        self._at = 0
        self._facts = facts
        self._parameters = parameters
        self.mistakes: list[str] = []

    def check(self) -> list[str]:
        """Every mistake of the condition; none means that it is true, false or unknown for any facts.

        Raises:
            ValueError: the words do not make a sentence: a parenthesis is not closed, an operand is missing.
        """
        self._truth(self._either())
        if self._here != END:
            raise ValueError(f"{self._here.text!r} is not expected after a complete condition")
        return self.mistakes

    @property
    def _here(self) -> Token:
        return self._words[self._at]

    def _take(self, *texts: str) -> bool:
        """Pass over these words when they come next, as words of the language."""
        ahead = self._words[self._at : self._at + len(texts)]
        found = [word.text for word in ahead if word.kind in ("keyword", "operator")] == list(texts)
        self._at += len(texts) if found else 0
        return found

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise ValueError(f"{text!r} is missing before {self._here.text or 'the end'!r}")

    def _truth(self, found: Type) -> Type:
        if found not in ("yes/no", "anything"):
            before = self._words[max(self._at - 1, 0)].text
            self.mistakes.append(f"{before!r} is a {found}; a yes or no is needed there")
        return "yes/no"

    def _either(self) -> Type:
        return self._joined("OR", self._both)

    def _both(self) -> Type:
        return self._joined("AND", self._negated)

    def _joined(self, keyword: str, part: Callable[[], Type]) -> Type:
        found = part()
        while self._here == Token("keyword", keyword):
            self._truth(found)
            self._take(keyword)
            found = self._truth(part())
        return found

    def _negated(self) -> Type:
        return self._truth(self._negated()) if self._take("NOT") else self._comparison()

    def _comparison(self) -> Type:
        left = self._operand()
        if self._take("IN") or self._take("NOT", "IN"):
            self._listed(left)
            return "yes/no"
        if self._take("BETWEEN") or self._take("NOT", "BETWEEN"):
            self._alike(left, self._operand(), ordered=True)
            self._expect("AND")
            self._alike(left, self._operand(), ordered=True)
            return "yes/no"
        operator = self._here.text
        if self._here.kind == "operator" and operator in ("=", "<>", "<", "<=", ">", ">="):
            self._at += 1
            self._alike(left, self._operand(), ordered=operator not in ("=", "<>"))
            return "yes/no"
        return left

    def _listed(self, left: Type) -> None:
        if self._here.kind == "parameter":
            if not isinstance(self._parameters.get(self._here.text, []), list):
                self.mistakes.append(f":{self._here.text} is not a list, and stands after IN")
            self._alike(left, "text", ordered=False)
            self._at += 1
            return
        self._expect("(")
        self._alike(left, self._operand(), ordered=False)
        while self._take(","):
            self._alike(left, self._operand(), ordered=False)
        self._expect(")")

    def _alike(self, left: Type, right: Type, *, ordered: bool) -> None:
        if "anything" not in (left, right) and left != right:
            self.mistakes.append(f"a {left} is compared with a {right}")
        elif ordered and (left not in ORDERED or right not in ORDERED):
            self.mistakes.append(f"a {left} has no order: only = and <> compare it")
        elif "list" in (left, right):
            self.mistakes.append("a list is compared; write IN :name")

    def _operand(self) -> Type:
        if self._take("("):
            found = self._either()
            self._expect(")")
            return found
        token = self._here
        self._at += 1
        if token.kind == "name":
            return self._facts.get(token.text, "anything")
        if token.kind == "parameter":
            return _type_of(self._parameters.get(token.text))
        if token.kind in ("truth", "number", "text", "date"):
            return "yes/no" if token.kind == "truth" else token.kind
        raise ValueError(f"a fact or a value is missing before {token.text or 'the end'!r}")


def _type_of(value: Setting | None) -> Type:
    if value is None:
        return "anything"
    if isinstance(value, bool):
        return "yes/no"
    return "number" if isinstance(value, int) else "list"
