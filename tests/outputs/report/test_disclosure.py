"""What a published report withholds: nobody learns how small a small count is, with a pencil or with a computer."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.depth import at_depth
from tests.outputs.report.attack import Attack, given_away, groups_given_away, shown, small
from tests.outputs.report.counties import county
from vacatur.outputs.report import disclosure, relations
from vacatur.outputs.report.disclosure import Grid, Link, protect, ratio, share

DETERMINATIONS = ["dismiss", "reduce", "not eligible"]
DOCS = Path(__file__).parents[3] / "docs" / "suppression.md"


def grid(*counts: Sequence[int], **what: object) -> Grid:
    """A grid of rows a, b, ... and columns A, B, ..."""
    rows, columns = "abcdefghij"[: len(counts)], "ABCDEFGHIJ"[: len(counts[0])]
    return Grid.of("grid", rows, columns, counts, **what)  # type: ignore[arg-type]


def seen(published: Grid) -> list[list[int | None]]:
    """A grid as it is read: each row with its total, and the totals below."""
    return [
        *([*line, total] for line, total in zip(published.counts, published.row_totals, strict=True)),
        [*published.column_totals, published.total],
    ]


def only_the_small(grids: Iterable[Grid], least: int = 11) -> list[Grid]:
    """What a naive report does: withhold the small counts, and nothing else."""

    def hide(count: int | None) -> int | None:
        return None if 0 < (count or 0) < least else count

    return [
        replace(
            each,
            counts=tuple(tuple(map(hide, line)) for line in each.counts),
            row_totals=tuple(map(hide, each.row_totals)),
            column_totals=tuple(map(hide, each.column_totals)),
            total=hide(each.total),
        )
        for each in grids
    ]


# Examples to follow by hand


def test_three_others_are_withheld_for_one_small_count() -> None:
    """3 would be 43 - 40; with 40 withheld it would be 53 - 50; with 50 too, 60 gives 50 away, and 50 gives 3."""
    [published] = protect([grid([3, 40], [50, 60])])
    assert seen(published) == [[None, None, 43], [None, None, 110], [53, 100, 153]]


def test_the_smallest_that_suffice_are_withheld() -> None:
    """Of the rectangles that begin in the 3, that of 20, 30 and 25 is the smallest."""
    [published] = protect([grid([3, 40, 20], [50, 60, 70], [30, 80, 25])])
    assert seen(published) == [[None, 40, None, 63], [50, 60, 70, 180], [None, 80, None, 135], [83, 180, 115, 378]]


def test_two_small_counts_that_together_are_small_need_a_third() -> None:
    """3 and 4 alone would be known to be 7 together: seven people, though not how they divide."""
    [published] = protect([grid([3, 4, 40], [50, 60, 70])])
    assert published.counts[0] == (None, None, None)
    assert Attack([published], [grid([3, 4, 40], [50, 60, 70])]).range(("grid", "a", "A")) == (0, 47)


def test_two_small_counts_that_together_are_eleven_protect_each_other() -> None:
    [published] = protect([grid([5, 6, 40], [6, 5, 70])])
    assert seen(published) == [[None, None, 40, 51], [None, None, 70, 81], [11, 11, 110, 132]]


def test_a_small_total_takes_another_total_with_it() -> None:
    """One column: 2 and 3 are withheld; 45 - 40 would tell that they are 5 together, so 40 is withheld too."""
    [published] = protect([grid([2], [3], [40])])
    assert seen(published) == [[None, None], [None, None], [None, None], [45, 45]]


def test_what_is_small_in_one_grid_is_withheld_in_those_that_share_it() -> None:
    """Five reductions in all: in each grid, the total of that column, and enough besides."""
    by_sex = Grid.of("sex", ["women", "men"], DETERMINATIONS[:2], [[100, 2], [200, 3]], axes=("sex", "determination"))
    by_race = Grid.of("race", ["x", "y"], DETERMINATIONS[:2], [[150, 4], [150, 1]], axes=("race", "determination"))
    for published in protect([by_sex, by_race]):
        assert published.column_totals == (None, None)
        assert published.total == 305
        assert [line[1] for line in published.counts] == [None, None]


def test_a_total_that_two_grids_share_cannot_be_added_up_in_one_of_them() -> None:
    """The total of a column is withheld nowhere or everywhere, with as much as hides it in each grid."""
    by_sex = Grid.of("sex", ["women", "men"], DETERMINATIONS[:2], [[100, 2], [200, 3]], axes=("sex", "determination"))
    all_ = Grid.of("all", ["all"], DETERMINATIONS[:2], [[300, 5]], axes=("", "determination"))
    published = protect([by_sex, all_])
    assert [each.column_totals for each in published] == [(None, None), (None, None)]
    assert given_away(published, [by_sex, all_]) == {}


def test_nothing_is_withheld_where_nothing_is_small() -> None:
    whole = grid([11, 40], [0, 160])
    assert protect([whole]) == [whole]


def test_zeros_are_shown() -> None:
    """As in the practice of the federal health agency, no count of people is told by a zero."""
    [published] = protect([grid([0, 40, 30], [20, 50, 60])])
    assert published.counts[0][0] == 0


def test_fifteen_people_who_all_fared_alike_are_not_told_apart_from_the_rest() -> None:
    """Whoever knows that somebody is one of the fifteen would know what became of them."""
    whole = grid([15, 0], [30, 40])
    [published] = protect([whole])
    assert seen(published) == [[None, None, 15], [None, None, 70], [45, 40, 85]]
    assert Attack([published], [whole]).range(("grid", "a", "B")) == (0, 15)


def test_what_the_law_says_of_a_group_is_shown() -> None:
    """Of reasons, each of which leads to one determination, it is no secret to which."""
    whole = grid([15, 0], [0, 40], settled=True)
    assert protect([whole]) == [whole]


def test_that_a_large_group_fared_alike_is_shown() -> None:
    """110 people of 60 and over, all dismissed: that is the policy, which is public."""
    whole = grid([110, 0], [30, 40])
    assert protect([whole]) == [whole]
    assert protect([grid([109, 0], [30, 40])]) != [grid([109, 0], [30, 40])]


def test_where_everybody_fares_alike_there_is_nothing_to_hide() -> None:
    whole = grid([15, 0], [30, 0])
    assert protect([whole]) == [whole]


EDGES = {
    "one count of nobody": [[0]],
    "one small count": [[7]],
    "one count": [[20]],
    "nobody": [[0, 0], [0, 0]],
    "one row": [[3, 40, 20]],
    "one row, one small, one other": [[3, 40]],
    "one column": [[3], [40], [20]],
    "a small one and zeros": [[3, 0, 0], [0, 0, 0]],
    "all small": [[1, 2], [3, 1]],
    "all small, together eleven": [[3, 3], [3, 2]],
    "a small row among zeros": [[0, 3, 0], [0, 40, 0], [50, 0, 60]],
    "small ones on a diagonal": [[5, 0, 0], [0, 5, 0], [0, 0, 5]],
    "one large count and a single person": [[60000, 1]],
}


@pytest.mark.parametrize("name", EDGES)
def test_grids_in_which_little_can_be_hidden_are_safe(name: str) -> None:
    whole = grid(*EDGES[name])
    published = protect([whole])
    assert given_away(published, [whole]) == {}
    assert groups_given_away(published, [whole]) == []


def test_what_cannot_be_hidden_otherwise_takes_the_grand_total_with_it() -> None:
    """Of four people nothing can be shown; nor of eleven in two rows in which there is somebody."""
    assert seen(protect([grid([1, 1], [1, 1])])[0]) == [[None] * 3] * 3
    assert seen(protect([grid([3, 3], [3, 2])])[0])[2][2] is None


def test_the_smallest_count_shown_can_be_chosen() -> None:
    whole = grid([3, 40], [50, 60])
    assert protect([whole], least=3) == [whole]
    assert protect([whole], least=1) == [whole]
    assert seen(protect([whole], least=4)[0])[0] == [None, None, 43]
    with pytest.raises(ValueError, match="at least 1"):
        protect([whole], least=0)


# What grids have to do with each other


def test_people_are_no_more_than_their_convictions() -> None:
    """12 and 8 people, 12 and 12 convictions. That the 8 people may be 12, and the 12 people 8, is not enough: they may
    be no fewer than 8, since the 12 may be no more than their convictions. So more is withheld.
    """
    people = Grid.of("people", ["x", "y"], ["relief"], [[8], [12]], universe="people")
    convictions = Grid.of("convictions", ["x", "y"], ["relief"], [[12], [12]], universe="convictions")
    rows = (*people.rows, None)
    links = [Link((("people", row, None),), (("convictions", row, None),), at_most=True) for row in rows]
    apart = protect([people, convictions])
    assert apart[1] == convictions
    assert Attack(apart, [people, convictions], links).range(("people", "x", None)) == (8, 12)
    published = protect([people, convictions], linked=links)
    assert given_away(published, [people, convictions], links) == {}


def test_a_grid_of_a_part_is_bound_to_the_grid_of_all() -> None:
    """Of women, 100 were dismissed and 40 reduced: so 140 are eligible, in whatever grid."""
    whole = Grid.of(
        "all", ["women", "men"], DETERMINATIONS, [[100, 40, 20], [200, 50, 8]], axes=("sex", "determination")
    )
    part = Grid.of(
        "eligible", ["women", "men"], ["young", "old"], [[70, 70], [130, 120]], axes=("sex", "age"),
        where={"determination": ("dismiss", "reduce")},
    )  # fmt: skip
    published = protect([whole, part])
    assert given_away(published, [whole, part], one_by_one=True) == {}
    assert published[0].counts[1][2] is None
    alone = protect([whole])
    assert part.row_totals[1] == 250
    assert alone[0].counts[1][1] is None, "the 8 is hidden behind the 50"
    with pytest.raises(ValueError, match="grids all and eligible count the same"):
        protect([whole, replace(part, where=(("determination", ("dismiss",)),))])


def test_a_grid_of_a_part_by_two_axes_is_bound_to_the_block_it_is_made_of() -> None:
    """The 5 would be hidden best behind the 12, 13 and 14. But the grid of those of x and y with relief tells how many
    they are together, of whom three numbers are shown then.
    """
    axes = ("race", "determination")
    whole = Grid.of("all", "xyz", DETERMINATIONS, [[5, 400, 12], [500, 600, 700], [13, 800, 14]], axes=axes)
    part = Grid.of(
        "part", ["women", "men"], ["young", "old"], [[700, 300], [400, 105]], axes=("sex", "age"),
        where={"race": ("x", "y"), "determination": ("dismiss", "reduce")},
    )  # fmt: skip
    assert protect([whole])[0].counts[1][1] == 600
    published = protect([whole, part])
    assert given_away(published, [whole, part], one_by_one=True) == {}
    assert given_away([protect([whole])[0], part], [whole, part]) == {("all", "x", "dismiss"): (5, 5)}


def test_a_part_that_nothing_tells_apart_is_a_universe_of_its_own() -> None:
    part = Grid.of("part", "ab", "AB", [[20, 20], [20, 20]], where={"determinaton": ("dismiss",)})
    with pytest.raises(ValueError, match="grid part: no grid of its universe has the axis determinaton"):
        protect([part])


def test_a_label_may_cover_others() -> None:
    fine = Grid.of("fine", ["x", "y"], DETERMINATIONS, [[30, 9, 20], [40, 50, 60]], axes=("race", "determination"))
    coarse = Grid.of(
        "coarse", ["x", "y"], ["eligible", "not eligible"], [[39, 20], [90, 60]], axes=("race", "determination"),
        covers={"eligible": ("dismiss", "reduce")},
    )  # fmt: skip
    published = protect([fine, coarse])
    assert published[0].counts[0][1] is None
    assert given_away(published, [fine, coarse], one_by_one=True) == {}
    with pytest.raises(ValueError, match="grid fine has no place for eligible, which grid coarse counts"):
        protect([fine, replace(coarse, covers=())])


def test_grids_that_count_the_same_must_agree() -> None:
    other = Grid.of("other", "cd", "CD", [[1, 1], [1, 1]])
    with pytest.raises(ValueError, match=r"grids grid and other count the same .*name the universe"):
        protect([grid([20, 20], [20, 20]), other])
    assert len(protect([grid([20, 20], [20, 20]), replace(other, universe="something else")])) == 2


def test_axes_without_names_may_not_be_in_doubt() -> None:
    one = Grid.of("one", "ab", ["yes", "not given"], [[20, 20], [20, 20]])
    two = Grid.of("two", ["red", "not given"], "cd", [[30, 10], [20, 20]])
    with pytest.raises(ValueError, match="grids one and two: name the axes that have not given"):
        protect([one, two])
    named = [replace(one, axes=("letter", "answer")), replace(two, axes=("color", "letter of the other kind"))]
    assert len(protect(named)) == 2


@pytest.mark.parametrize(
    ("counts", "said"),
    [([[1, 2], [3]], "2 rows of 2 counts"), ([[1, 2]], "2 rows of 2 counts"), ([[1, -2], [3, 4]], "below zero")],
)
def test_a_grid_that_is_none_is_refused(counts: list[list[int]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Grid.of("grid", "ab", "AB", counts)


def test_labels_and_ids_stand_once() -> None:
    with pytest.raises(ValueError, match="two of its labels cover the same"):
        Grid.of("grid", "ab", ["B", "C"], [[1, 2], [3, 4]], covers={"C": ("A", "B")})
    with pytest.raises(ValueError, match="a label stands twice"):
        Grid.of("grid", "aa", "AB", [[1, 2], [3, 4]])
    with pytest.raises(ValueError, match="two grids have one id"):
        protect([grid([20]), grid([20])])


def test_what_is_withheld_already_cannot_be_protected_again() -> None:
    with pytest.raises(ValueError, match="withheld already"):
        protect(protect([grid([3, 40], [50, 60])]))


@pytest.mark.parametrize("at_most", [True, False])
def test_a_link_must_hold(at_most: bool) -> None:
    link = Link((("grid", "a", "B"),), (("grid", "a", "A"),), at_most=at_most)
    with pytest.raises(ValueError, match="a link does not hold"):
        protect([grid([30, 40])], linked=[link])
    with pytest.raises(ValueError, match="a link names what no grid has"):
        protect([grid([30, 40])], linked=[Link((("grid", "z", "B"),), (("grid", "a", "A"),))])


# The attacker


@st.composite
def reports(draw: st.DrawFn) -> tuple[list[Grid], list[Link]]:
    """Grids of one small county, counted from its people, so that they have to do with each other what real ones do."""
    races, sexes = ["x", "y", "z"][: draw(st.integers(1, 3))], ["women", "men"][: draw(st.integers(1, 2))]
    outcomes = DETERMINATIONS[: draw(st.integers(2, 3))]
    most = draw(st.sampled_from([1, 4, 12, 60]))
    cells = st.one_of(st.just(0), st.integers(0, most), st.integers(0, 4 * most))
    convictions = np.array(draw(st.lists(cells, min_size=36, max_size=36))).reshape(3, 2, 2, 3)
    convictions = convictions[: len(races), : len(sexes), :, : len(outcomes)]
    ages = ["young", "old"]
    axes = {"race": races, "sex": sexes, "age": ages, "determination": outcomes}

    def cross(id: str, table: np.ndarray, one: str, other: str, **what: object) -> Grid:
        away = tuple(place for place, axis in enumerate(axes) if axis not in (one, other))
        counts = table.sum(axis=away).tolist()
        return Grid.of(id, axes[one], axes[other], counts, axes=(one, other), **what)  # type: ignore[arg-type]

    grids = [
        cross("race", convictions, "race", "determination", universe="convictions"),
        cross("sex", convictions, "sex", "determination", universe="convictions"),
    ]
    if draw(st.booleans()):
        part = convictions.copy()
        part[..., 2:] = 0
        where = {"determination": ("dismiss", "reduce")}
        grids.append(cross("eligible by age", part, "race", "age", universe="convictions", where=where))
    links = []
    if draw(st.booleans()):
        people = np.minimum(convictions, draw(st.integers(1, 20)))
        grids.append(cross("people", people, "race", "determination", universe="people"))
        for row in (*races, None):
            links.append(Link((("people", row, None),), (("race", row, None),), at_most=True))
    return grids, links


@settings(max_examples=at_depth(25, 250))
@given(reports())
def test_linear_programming_learns_nothing_from_any_report(report: tuple[list[Grid], list[Link]]) -> None:
    """Not even who uses that every conviction stands in every grid."""
    grids, links = report
    published = protect(grids, linked=links)
    assert given_away(published, grids, links, one_by_one=True) == {}
    assert groups_given_away(published, grids, links) == []


@settings(max_examples=at_depth(25, 250))
@given(reports())
def test_no_number_is_altered_and_no_small_one_shown(report: tuple[list[Grid], list[Link]]) -> None:
    grids, links = report
    published = protect(grids, linked=links)
    assert [(each.id, each.rows, each.columns) for each in published] == [
        (each.id, each.rows, each.columns) for each in grids
    ]
    true, public = shown(grids), shown(published)
    assert all(public[place] in (None, true[place]) for place in true)
    assert all(public[place] is None for place in small(grids))


def tables(published: Grid) -> Iterable[tuple[int, ...]]:
    """Every table of whole numbers with the numbers that a grid shows, all its totals among them."""
    rows, columns = published.row_totals, published.column_totals
    choices = [
        range((rows[place] or 0) + 1) if count is None else (count,)
        for place, line in enumerate(published.counts)
        for count in line
    ]
    width = len(columns)
    for cells in product(*choices):
        lines = [cells[start : start + width] for start in range(0, len(cells), width)]
        if tuple(map(sum, lines)) == rows and tuple(map(sum, zip(*lines, strict=True))) == columns:
            yield cells


SMALL_TABLES = [
    [[3, 12], [14, 13]],
    [[3, 12, 0], [14, 13, 20]],
    [[9, 8], [7, 12]],
    [[1, 11, 11], [11, 1, 11]],
    [[12, 0], [13, 14]],
]


@pytest.mark.parametrize("counts", SMALL_TABLES)
def test_every_table_that_fits_is_tried(counts: list[list[int]]) -> None:
    """Of whole numbers, one by one: each small count is 1 in one of them, and 11 or more in another."""
    whole = grid(*counts)
    [published] = protect([whole])
    assert None not in (*published.row_totals, *published.column_totals), "or the search would have no end"
    found = list(tables(published))
    cells = [cell for line in counts for cell in line]
    assert tuple(cells) in found
    for place, cell in enumerate(cells):
        if 0 < cell < 11:
            assert min(each[place] for each in found) <= 1
            assert max(each[place] for each in found) >= 11


def test_the_attacker_finds_what_is_not_protected() -> None:
    """The attacker is no straw man: without further numbers withheld it finds small counts, in grids together too."""
    whole = grid([3, 40], [50, 60])
    assert given_away(only_the_small([whole]), [whole]) == {("grid", "a", "A"): (3, 3)}
    fine = Grid.of("fine", ["x", "y"], DETERMINATIONS, [[30, 9, 20], [40, 50, 60]], axes=("race", "determination"))
    coarse = Grid.of(
        "coarse", ["x", "y"], ["eligible", "not eligible"], [[39, 20], [90, 60]], axes=("race", "determination"),
        covers={"eligible": ("dismiss", "reduce")},
    )  # fmt: skip
    apart = [protect([each])[0] for each in (fine, coarse)]
    assert given_away(apart, [fine, coarse]) == {("fine", "x", "reduce"): (9, 9)} or given_away([fine], [fine])
    group = grid([15, 0], [30, 40])
    assert groups_given_away([group], [group]) == [("grid", "a")]


def at_least_needed(grids: Sequence[Grid], published: Sequence[Grid]) -> int:
    """How many cells beyond the small ones must be withheld in any case: one for each row, or else for each column, in
    which the small ones together are fewer than eleven, and of which the total is shown.
    """
    needed = 0
    for whole, public in zip(grids, published, strict=True):
        across = zip(whole.counts, public.row_totals, strict=True)
        down = zip(zip(*whole.counts, strict=True), public.column_totals, strict=True)
        lacking = [
            sum(0 < sum(count for count in line if count < 11) < 11 and total is not None for line, total in lines)
            for lines in (across, down)
        ]
        needed += max(lacking)
    return needed


@pytest.mark.parametrize("convictions", [60000, 22000, 3000])
def test_a_report_as_large_as_a_real_one_loses_little_and_is_made_at_once(convictions: int) -> None:
    """Hardly more numbers are withheld than the fewest possible; the totals by determination stand."""
    grids = county(convictions, 1)
    begun = time.process_time()
    published = protect(grids)
    assert time.process_time() - begun < 5
    withheld = sum(value is None for value in shown(published).values())
    assert withheld - len(small(grids)) <= 1.3 * at_least_needed(grids, published) + 5
    assert all(each.total == convictions and each.column_totals == grids[0].column_totals for each in published)


def test_linear_programming_learns_nothing_from_a_report_as_large_as_a_real_one() -> None:
    """Each twentieth small count, of grids that share their totals, some of them small."""
    grids = county(1500, 3, courts=25)
    published = protect(grids)
    assert given_away(published, grids, among=small(grids)[::20]) == {}
    assert given_away(only_the_small(grids), grids, among=small(grids)[::20]) != {}


# That the rest can be relied upon


OUTCOMES = ["freed", "helped", "neither"]
Joint = dict[tuple[str, ...], int]
"""How many people fare how under each of some policies."""


def faring(joint: Joint, **wanted: str) -> int:
    """The people who fare so under the policies of these numbers."""
    return sum(people for kind, people in joint.items() if all(kind[int(n[1:])] == how for n, how in wanted.items()))


def compared(joint: Joint) -> list[Grid]:
    """Three policies, compared two at a time."""
    grids = []
    for one, other in ("p0", "p1"), ("p0", "p2"), ("p1", "p2"):
        counts = [[faring(joint, **{one: row, other: column}) for column in OUTCOMES] for row in OUTCOMES]
        axes = (one, other)
        grids.append(Grid.of(one + other, OUTCOMES, OUTCOMES, counts, universe="people", axes=axes, settled=True))
    return grids


def side_by_side(joint: Joint) -> list[Grid]:
    """Policies each by itself; and behind them, not shown, the people by what all the policies do for them."""
    kinds = {kind: " / ".join(kind) for kind, people in joint.items() if people}
    counts = [[joint[kind]] for kind in kinds]
    axes = ("outcomes", "all")
    grids = [Grid.of("all", [*kinds.values()], ["people"], counts, universe="people", axes=axes, cells_shown=False)]
    for policy in range(len(next(iter(joint)))):
        covers = {how: [name for kind, name in kinds.items() if kind[policy] == how] for how in OUTCOMES}
        covers = {how: names for how, names in covers.items() if names}
        counts = [[faring(joint, **{f"p{policy}": how})] for how in covers]
        grids.append(Grid.of(f"p{policy}", [*covers], ["people"], counts, universe="people", axes=axes, covers=covers))
    return grids


NESTED: Joint = {
    ("helped", "freed", "freed"): 30,
    ("helped", "helped", "freed"): 3,
    ("helped", "helped", "helped"): 30,
    ("neither", "freed", "freed"): 100,
    ("neither", "helped", "freed"): 3,
    ("neither", "neither", "freed"): 50,
    ("neither", "neither", "helped"): 30,
    ("neither", "neither", "neither"): 30,
}
"""Each policy gives at least what the one before it gives."""


def test_who_is_freed_by_one_policy_and_not_by_another_cannot_be_told_from_a_third(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Policies compared in a ring: that nobody fares worse under the later one ties the three grids together. So none
    of their cells is shown; if they were, a small count would be known to be less than seven.
    """
    grids = compared(NESTED)
    published = protect(grids)
    assert given_away(published, grids, one_by_one=True) == {}
    assert all(count is None for each in published for line in each.counts for count in line)
    for module in (relations, disclosure):
        monkeypatch.setattr(module, "without_cells", lambda grids: set())
    assert ("p1p2", "helped", "freed") in given_away(protect(grids), grids, one_by_one=True)


KINDS = list(product(OUTCOMES, repeat=3))
OVERLAPPING: Joint = {
    ("freed", "neither", "neither"): 30,
    ("neither", "helped", "freed"): 100,
    ("helped", "neither", "helped"): 30,
    ("neither", "neither", "helped"): 100,
    ("helped", "freed", "neither"): 12,
    ("freed", "helped", "helped"): 3,
    ("helped", "helped", "freed"): 12,
    ("freed", "freed", "freed"): 100,
}
"""None of the policies gives more than another to everybody."""


@settings(max_examples=at_depth(15, 100))
@given(st.dictionaries(st.sampled_from(KINDS), st.sampled_from([1, 3, 10, 12, 30, 100]), min_size=3, max_size=9))
@example(OVERLAPPING)
def test_policies_side_by_side_do_not_tell_of_the_few_people_between_them(joint: Joint) -> None:
    grids = side_by_side(joint)
    assert given_away(protect(grids), grids) == {}


def test_the_totals_of_two_policies_tell_of_the_people_between_them() -> None:
    """No grid shows the three people whom only the second policy frees, but 133 - 130 would."""
    joint = {("freed", "freed"): 130, ("helped", "freed"): 3, ("helped", "helped"): 167}
    grids = side_by_side(joint)
    behind = replace(grids[0], counts=((None,),) * 3, row_totals=(None,) * 3)
    assert set(given_away([behind, *grids[1:]], grids).values()) == {(3, 3)}
    published = protect(grids)
    assert given_away(published, grids) == {}
    assert [each.row_totals for each in published[1:]] == [(130, 170), (None, None)]


def test_cells_that_are_not_shown_are_protected() -> None:
    """Totals of 43 and 40 would tell of three people, though no cell is shown."""
    whole = Grid.of("grid", "ab", "AB", [[40, 0], [3, 60]], settled=True, cells_shown=False)
    [published] = protect([whole])
    assert published.counts == ((None, None), (None, None))
    assert None in (*published.row_totals, *published.column_totals)
    assert given_away([published], [whole]) == {}


def test_a_proof_that_does_not_hold_stops_publication(monkeypatch: pytest.MonkeyPatch) -> None:
    def show_too_much(suppression: disclosure._Suppression) -> None:
        for number in suppression.numbers.at.values():
            suppression.moves.withheld[number] = number in suppression.small

    monkeypatch.setattr(disclosure._Suppression, "_show_what_is_not_needed", show_too_much)
    with pytest.raises(RuntimeError, match="nothing is published"):
        protect([grid([3, 40], [50, 60])])


def test_where_no_proof_is_found_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disclosure._Suppression, "_search", lambda suppression, need: None)
    elsewhere = Grid.of("elsewhere", "ab", "AB", [[30, 40], [50, 60]], universe="something else")
    published = protect([grid([3, 40], [50, 60]), elsewhere])
    assert seen(published[0]) == [[None] * 3] * 3
    assert published[1] == elsewhere


def test_the_same_report_always_withholds_the_same() -> None:
    """In whatever order a set is walked."""
    program = (
        "from tests.outputs.report.counties import county\n"
        "from vacatur.outputs.report.disclosure import protect\n"
        "print(protect(county(800, 4, courts=12)))"
    )
    root = str(Path(__file__).parents[3])
    found = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True, timeout=60,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": root},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(found) == 1


def test_a_share_is_told_only_when_both_its_counts_are() -> None:
    assert share(3, 12) == 0.25
    assert share(None, 12) is share(3, None) is share(0, 0) is None
    assert ratio(0.2, 0.4) == 0.5
    assert ratio(None, 0.4) is ratio(0.2, None) is ratio(0.2, 0.0) is None


def text(published: Grid) -> str:
    """A grid as the documentation prints it."""
    heads = ["", *published.columns, "total"]
    lines = [[row, *line] for row, line in zip([*published.rows, "total"], seen(published), strict=True)]
    words = [heads, *([*(("withheld" if cell is None else str(cell)) for cell in line)] for line in lines)]
    rows = ["| " + " | ".join(line) + " |" for line in words]
    return "\n".join([rows[0], "|---" * len(heads) + "|", *rows[1:]])


def test_the_example_in_the_documentation_is_what_is_done() -> None:
    example = Grid.of(
        "courts", ["Airport", "Compton", "Downey"], DETERMINATIONS, [[120, 3, 17], [80, 25, 31], [64, 40, 12]]
    )
    pages = DOCS.read_text(encoding="utf-8")
    assert text(example) in pages
    assert text(protect([example])[0]) in pages
