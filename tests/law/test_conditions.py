"""What may stand in a condition, and what it may compare."""

from __future__ import annotations

import pytest

from vacatur.law.conditions import Setting, bind, condition_names
from vacatur.law.grammar import Grammar, Type

FACTS: dict[str, Type] = {"age_now": "number", "section": "text", "deceased": "yes/no", "convicted_on": "date"}
VALUES: dict[str, Setting] = {"age": 50, "listed": ["11357"], "on": True}


def test_names_are_facts_and_parameters() -> None:
    names = condition_names(
        "NOT deceased AND (age_now >= :age OR section IN :listed) AND convicted_on < DATE '2016-11-09'"
    )
    assert names == ({"deceased", "age_now", "section", "convicted_on"}, {"age", "listed"})


@pytest.mark.parametrize(
    "sql",
    [
        "age_now IS NULL",
        "COALESCE(age_now, 0) > 1",
        "CASE WHEN deceased THEN TRUE END",
        "age_now + 1 > 2",
        "section LIKE '1%'",
        "Deceased",
        "lower(section) = 'a'",
        "age_now > 5; DROP",
        'section = "a"',
        "NULL",
    ],
)
def test_what_would_break_the_reckoning_with_unknowns_is_refused(sql: str) -> None:
    with pytest.raises(ValueError, match="is not allowed in a condition"):
        condition_names(sql)


def test_parameters_become_literals() -> None:
    assert bind("(age_now >= :age) AND :on", VALUES) == "(age_now >= 50) AND TRUE"
    assert bind("section IN :listed", VALUES) == "section IN ('11357')"


def test_an_empty_list_holds_nothing_that_a_section_equals() -> None:
    assert bind("section IN :listed", {"listed": []}) == "section IN ('(none)')"


def test_texts_are_left_as_they_are() -> None:
    assert bind("section = '( a , b )'", {}) == "section = '( a , b )'"


def test_a_parameter_without_a_value_is_named() -> None:
    with pytest.raises(ValueError, match=":years has no value; there are age, listed, on"):
        bind("age_now > :years", VALUES)


@pytest.mark.parametrize(
    "sql",
    [
        "TRUE",
        "NOT deceased",
        "age_now BETWEEN 18 AND 20",
        "section NOT IN ('11357', '11358')",
        "NOT section IN :listed",
        "deceased = TRUE OR (age_now > :age AND :on)",
        "convicted_on >= DATE '2016-11-09'",
        "section <> ''",
    ],
)
def test_conditions_that_hold_together(sql: str) -> None:
    assert Grammar(sql, FACTS, VALUES).check() == []


@pytest.mark.parametrize(
    ("sql", "mistake"),
    [
        ("age_now", "'age_now' is a number; a yes or no is needed there"),
        ("NOT age_now", "'age_now' is a number; a yes or no is needed there"),
        ("age_now = 'old'", "a number is compared with a text"),
        ("convicted_on > 2016", "a date is compared with a number"),
        ("section > '11357'", "a text has no order: only = and <> compare it"),
        ("section = :listed", "a text is compared with a list"),
        ("section IN :age", ":age is not a list, and stands after IN"),
        ("age_now IN :listed", "a number is compared with a text"),
        ("deceased AND section", "'section' is a text; a yes or no is needed there"),
        ("age_now BETWEEN 'a' AND 20", "a number is compared with a text"),
    ],
)
def test_what_cannot_be_compared_is_named(sql: str, mistake: str) -> None:
    assert Grammar(sql, FACTS, VALUES).check() == [mistake]


@pytest.mark.parametrize(
    ("sql", "mistake"),
    [
        ("deceased AND", "a fact or a value is missing before 'the end'"),
        ("(deceased", r"'\)' is missing before 'the end'"),
        ("deceased section", "'section' is not expected after a complete condition"),
        ("age_now >= AND deceased", "a fact or a value is missing before 'AND'"),
    ],
)
def test_what_is_no_sentence_is_refused(sql: str, mistake: str) -> None:
    with pytest.raises(ValueError, match=mistake):
        Grammar(sql, FACTS, VALUES).check()
