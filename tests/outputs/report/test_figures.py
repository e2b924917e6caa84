"""The numbers of a report are those of the results: each counted a second way, in plain Python."""

from __future__ import annotations

import pytest

from tests.cli.rows import AS_OF
from tests.outputs.report.again import WORDS, Again, Row, percent
from tests.outputs.report.page import Page, ReadTable, page_of

REPORTS = {"office": ("results", "ca-la-2020-pilot"), "faulty_office": ("faulty_results", "ca-prop64-statute")}


@pytest.fixture(scope="module", params=list(REPORTS))
def told(request: pytest.FixtureRequest) -> tuple[Page, Again]:
    """A report, and its results to count again."""
    folder, pack = REPORTS[request.param]
    page = page_of(request.getfixturevalue(request.param))
    return page, Again(request.getfixturevalue(folder), pack, AS_OF)


def grade(row: Row) -> str:
    return {True: "Felony", False: "Misdemeanor or infraction", None: "Grade not known"}[row["is_felony"]]


def decade(row: Row) -> str:
    return f"{row['convicted_on'].year // 10}0s" if row["convicted_on"] else "Not known"


def agency(row: Row) -> str:
    names = row["arresting_agencies"]
    return "Not given" if not names else names[0] if len(names) == 1 else "Several agencies"


def age_at_conviction(row: Row) -> str:
    age = row["age_at_conviction"]
    if age is None:
        return "Not known"
    bands = ((18, "Under 18"), (21, "18 to 20"), (25, "21 to 24"), (30, "25 to 29"), (40, "30 to 39"), (50, "40 to 49"))
    return next((name for below, name in bands if age < below), "50 and over")


def section(row: Row) -> str:
    """The number alone: the words beside it are checked on their own."""
    return row["section"] or "Offense not legible"


def first_number(head: str) -> str:
    return next((word.strip(",") for word in head.split() if word.strip(",").isdigit()), head)


def check(table: ReadTable, again: Again, group: object, rename: object = str) -> None:
    """Every number of a table of convictions: all, relief, each determination, and both shares."""
    decided, relief = again.by(group), again.by(group, again.relief())  # type: ignore[arg-type]
    words = {
        "dismiss": "Dismissed" if not any(row["determination"] == "reduce" for row in again.relief()) else "Dismiss",
        "reduce": "Reduced" if not any(row["determination"] == "dismiss" for row in again.relief()) else "Reduce",
    }
    names = [name for name, _ in table.lines if name != "All"]
    assert {rename(name) for name in names} == set(decided), table.id  # type: ignore[operator]
    for line, cells in table.lines:
        shown = dict(zip(table.heads[1:], (cell.text for cell in cells), strict=True))
        own = rename(line)  # type: ignore[operator]
        of, given = (decided[own], relief[own]) if line != "All" else (len(again.decided), len(again.relief()))
        assert shown["Decided"] == f"{of:,}"
        assert shown["Share of decided"] == percent(of, len(again.decided))
        counted = next(shown[head] for head in ("Dismissed or reduced", "Dismissed", "Reduced") if head in shown)
        assert counted == f"{given:,}", (table.id, line)
        share = next(
            value
            for head, value in shown.items()
            if head.startswith("Share of ") and "ed" in head[-3:] and head != "Share of decided"
        )
        assert share == percent(given, len(again.relief()))
        for determination, word in {**WORDS, **words}.items():
            rows = [row for row in again.decided if row["determination"] == determination]
            number = sum(line == "All" or group(row) == own for row in rows)  # type: ignore[operator]
            if word in shown:
                assert shown[word] == f"{number:,}", (table.id, line, word)
            elif WORDS[determination] not in shown:
                assert not rows, f"{determination} has no column"


GROUPS = {
    "grade": grade,
    "decade": decade,
    "agency": agency,
    "age-at-conviction": age_at_conviction,
    "court": lambda row: row["court"] or "Not given",
}


@pytest.mark.parametrize("name", GROUPS)
def test_convictions_by_what_the_row_says(told: tuple[Page, Again], name: str) -> None:
    page, again = told
    check(page.tables[f"convictions-by-{name}"], again, GROUPS[name])


def test_convictions_by_section(told: tuple[Page, Again]) -> None:
    page, again = told
    check(page.tables["convictions-by-section"], again, section, first_number)


def test_convictions_by_who_the_person_is(told: tuple[Page, Again]) -> None:
    page, again = told
    sexes = {"M": "Male", "F": "Female", None: "Not given"}
    check(page.tables["convictions-by-race"], again, lambda row: again.race(row["person_id"]))
    check(page.tables["convictions-by-sex"], again, lambda row: sexes[again.persons[row["person_id"]]["sex"]])
    check(page.tables["convictions-by-age-now"], again, lambda row: again.age_now(row["person_id"]))


def test_reasons_add_up_to_their_determinations(told: tuple[Page, Again]) -> None:
    page, again = told
    counted: dict[tuple[str, str], int] = {}
    for row in again.decided:
        reason = row["reason"].split(" at the least;")[0]
        reason = reason.split(" (unknown: ")[0]
        reason = "A fact that matters is not known" if reason.startswith("Unknown: ") else reason
        key = WORDS[row["determination"]], reason
        counted[key] = counted.get(key, 0) + 1
    shown: dict[tuple[str, str], int] = {}
    for line, cells in page.tables["convictions-by-reason"].lines:
        key = line, cells[0].text.split(" at the least;")[0]
        shown[key] = shown.get(key, 0) + int(cells[1].text.replace(",", ""))
    for determination in {name for name, _ in counted}:
        total = sum(number for (name, _), number in counted.items() if name == determination)
        assert shown.pop((determination, "All reasons")) == total
    assert shown.pop(("All", "")) == len(again.decided)
    assert shown == counted


@pytest.mark.parametrize("group", ["race", "sex", "age-now"])
def test_people_their_rates_and_the_disparity_ratio(told: tuple[Page, Again], group: str) -> None:
    page, again = told
    sexes = {"M": "Male", "F": "Female", None: "Not given"}
    groups = {"race": again.race, "sex": lambda person: sexes[again.persons[person]["sex"]], "age-now": again.age_now}
    of = groups[group]
    table = page.tables[f"people-by-{group}"]
    decided, relief = again.people(again.decided), again.people(again.relief())
    possible = again.people(row for row in again.decided if row["ceiling"] in ("dismiss", "reduce")) | relief
    names = [name for name, _ in table.lines if name != "All"]
    assert set(names) == {of(person) for person in again.persons}
    rates = {}
    for name in names:
        inside = {person for person in again.persons if of(person) == name}
        numbers = len(inside), len(inside & decided), len(inside & relief)
        assert tuple(
            table.cell(name, head).text for head in ("In the file", "With a decision", "With relief")
        ) == tuple(f"{number:,}" for number in numbers)
        assert table.cell(name, "Share of the file").text == percent(numbers[0], len(again.persons))
        assert table.cell(name, "Share of relief").text == percent(numbers[2], len(relief))
        if numbers[1]:
            rates[name] = numbers[2] / numbers[1]
            assert table.cell(name, "Rate of relief").text.rstrip("*") == percent(numbers[2], numbers[1])
            assert table.cell(name, "Rate at most").text == percent(len(inside & possible), numbers[1])
    [reference] = [name for name, text in table.column("Disparity ratio").items() if text == "reference"]
    for name in set(rates) - {reference, "Not given", "Not known", "Unknown (so in the file)"}:
        assert table.cell(name, "Disparity ratio").text.rstrip("*") == f"{rates[name] / rates[reference]:.2f}"
    for name in {"Not given", "Not known", "Unknown (so in the file)"} & set(names):
        assert table.cell(name, "Disparity ratio").text == "unknown"
    if group == "race":
        assert reference == "White"


def test_people_freed_under_each_policy(told: tuple[Page, Again]) -> None:
    page, again = told
    table = page.tables["people-freed"]
    first = next(pack for pack in again.decisions)
    packs = {"This policy": first, "Dismiss all Prop. 64": "ca-dismiss-all"}
    packs["Dismiss all Prop. 64 and related"] = "ca-dismiss-all-and-related"
    assert table.heads[1:] == list(packs)
    for head, pack in packs.items():
        assert table.column(head) == {name: f"{number:,}" for name, number in again.freed(pack).items()}, pack


def test_what_open_decisions_may_add(told: tuple[Page, Again]) -> None:
    """At least: relief now or whatever the facts turn out to be; at most: wherever an outcome that is possible is."""
    page, again = told
    table = page.tables["convictions-by-outlook"]
    for name in (line for line, _ in table.lines):
        rows = [row for row in again.decided if name in ("All", grade(row))]
        now = [row for row in rows if row["determination"] in ("dismiss", "reduce")]
        least = [row for row in rows if row in now or row["floor"] in ("dismiss", "reduce")]
        most = [row for row in rows if row in least or row["ceiling"] in ("dismiss", "reduce")]
        heads = ("Decided", "Relief now", "At least", "At most", "Open: may have relief")
        numbers = (len(rows), len(now), len(least), len(most), len(most) - len(least))
        assert [table.cell(name, head).text for head in heads] == [f"{number:,}" for number in numbers]


def test_the_headline_says_what_the_tables_say(told: tuple[Page, Again]) -> None:
    page, again = told
    words = page.words()
    relief = again.relief()
    verb = " or ".join(
        {"dismiss": "dismissed", "reduce": "reduced"}[name]
        for name in ("dismiss", "reduce")
        if any(row["determination"] == name for row in relief)
    )
    felonies = sum(row["is_felony"] is True for row in relief)
    less = sum(row["is_felony"] is False for row in relief)
    year = min(row["convicted_on"] for row in relief if row["convicted_on"]).year
    assert (
        f"{len(relief):,} cannabis convictions in Los Angeles County, of {len(again.people(relief)):,} people" in words
    )
    assert f"would be {verb} under this policy: {felonies:,} felon" in words
    assert f" and {less:,} misdemeanor" in words
    assert f"the earliest of {year} ." in words or f"the earliest of {year}." in words


def test_facts_that_would_settle_decisions(told: tuple[Page, Again]) -> None:
    page, again = told
    counted: dict[str, int] = {}
    for row in again.decided:
        for fact in row["unknown_facts"]:
            counted[fact] = counted.get(fact, 0) + 1
    table = page.tables["unknown-facts"]
    assert {name: int(text) for name, text in table.column("Decisions").items()} == counted
