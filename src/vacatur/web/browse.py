"""Lists of a hundred thousand rows, filtered, searched, sorted and paged at once.

A list is a frame kept in memory, with the texts that are searched folded beforehand, the columns that filter coded,
and each order worked out once. What is asked for is then a few masks over numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import and_, or_

import polars as pl
from starlette.datastructures import QueryParams

PAGE = 50
"""Rows on a page."""

NONE = "(none)"
"""Stands in an address for what the file does not give."""

WORDS = "q"
"""What is searched for, in an address."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a list.

    Attributes:
        pack: whose decisions are listed; empty where a list is of no pack.
        words: all of them must be found in a row.
        chosen: a value for each column that filters.
        sort: one of the orders of the list, with a hyphen before it from the last to the first; empty: the first order.
        page: from 1.
    """

    pack: str = ""
    words: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: QueryParams, filters: Iterable[str], pack: str = "") -> Asked:
        """What an address asks; what it has too much is passed over.

        Args:
            filters: the columns that filter this list.
            pack: of which decisions, when the address does not say.
        """
        chosen = {name: query[name] for name in filters if query.get(name)}
        page = query.get("page", "")
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 9 else 1
        words = " ".join(query.get(WORDS, "").split())
        return cls(query.get("pack") or pack, words, chosen, query.get("sort", ""), max(number, 1))

    @property
    def told(self) -> dict[str, str]:
        """What an address says to ask the same, without the page."""
        told = {"pack": self.pack, WORDS: self.words, **self.chosen, "sort": self.sort}
        return {name: value for name, value in told.items() if value}

    def address(self, **changes: str | int) -> str:
        """The query of an address that asks the same, save for what changes; an empty value takes a filter away.

        A change of anything but the page begins again on the first.
        """
        told = self.told | {name: str(value) for name, value in changes.items()}
        return str(QueryParams({name: value for name, value in told.items() if value}))

    @property
    def filtered(self) -> bool:
        """Whether something is left out."""
        return bool(self.words or self.chosen)


@dataclass(frozen=True)
class Facet:
    """A column by which a list may be filtered.

    Attributes:
        column: of texts, or of lists of texts of which one must be the value.
        sums: values that stand for several.
    """

    column: str
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Listing:
    """Rows that can be asked for.

    Attributes:
        rows: all of them. `person_at`, where there is one, numbers the people in the order of their names.
        facets: what filters, by the name that it has in an address.
        orders: columns by which each order sorts; the first is the usual one. Nulls come last.
    """

    def __init__(
        self,
        rows: pl.DataFrame,
        *,
        search: pl.Series,
        facets: Mapping[str, Facet],
        orders: Mapping[str, Sequence[str]],
    ) -> None:
        """Make it ready.

        Args:
            search: the texts of each row that words are looked for in (`searched`).
        """
        self.facets = facets
        self.orders = orders
        self._search = search
        self.rows = rows.with_columns(
            _coded(rows[facet.column]) for facet in facets.values() if rows.schema[facet.column] == pl.String
        )
        self._sorted: dict[str, pl.Series] = {}

    def select(self, asked: Asked) -> Selection:
        """The rows that answer."""
        masks = {name: self._chosen(name, value) for name, value in asked.chosen.items() if name in self.facets}
        if asked.words:
            masks[WORDS] = self._found(asked.words)
        return Selection(self, masks, self._order(asked.sort))

    def _chosen(self, name: str, value: str) -> pl.Series:
        facet = self.facets[name]
        column = self.rows[facet.column]
        wanted = facet.sums.get(value, (value,))
        if isinstance(column.dtype, pl.List):
            if value == NONE:
                return column.list.len().fill_null(0) == 0
            return reduce(or_, (column.list.contains(each).fill_null(False) for each in wanted))
        if value == NONE:
            return column.is_null()
        assert isinstance(column.dtype, pl.Enum)
        known = set(column.dtype.categories)
        return column.is_in([each for each in wanted if each in known]).fill_null(False)

    def _found(self, words: str) -> pl.Series:
        sought = [self._search.str.contains(word, literal=True) for word in _words(words)]
        return reduce(and_, sought) if sought else ~_all(self.rows)

    def _order(self, sort: str) -> pl.Series:
        """The numbers of all rows, in an order."""
        name = sort.removeprefix("-")
        if name not in self.orders:
            sort = name = next(iter(self.orders))
        if sort not in self._sorted:
            first, *then = self.orders[name]
            numbered = self.rows.select(list(dict.fromkeys([first, *then]))).with_row_index("_at")
            plain = numbered.with_columns(pl.col(pl.Enum).cast(pl.String))
            down = [sort.startswith("-"), *(False for _ in then)]
            self._sorted[sort] = plain.sort(first, *then, descending=down, nulls_last=True, maintain_order=True)["_at"]
        return self._sorted[sort]


class Selection:
    """The rows of a list that answer to what was asked."""

    def __init__(self, listing: Listing, masks: Mapping[str, pl.Series], order: pl.Series) -> None:
        self._listing = listing
        self._masks = masks
        self._order = order

    @cached_property
    def _mask(self) -> pl.Series:
        return reduce(and_, self._masks.values(), _all(self._listing.rows))

    @cached_property
    def _at(self) -> pl.Series:
        """The numbers of the rows, in order."""
        if not self._masks:
            return self._order
        return self._order.filter(self._mask.gather(self._order))

    @cached_property
    def total(self) -> int:
        """How many rows."""
        return int(self._mask.sum())

    @cached_property
    def people(self) -> int:
        """Of how many people."""
        return int(self._listing.rows["person_at"].filter(self._mask).n_unique())

    @property
    def pages(self) -> int:
        """How many pages of rows; at least one."""
        return _pages(self.total)

    @property
    def pages_of_people(self) -> int:
        """How many pages of people; at least one."""
        return _pages(self.people)

    def page(self, number: int) -> pl.DataFrame:
        """The rows of a page; of the last, if there are not so many."""
        start = (min(number, self.pages) - 1) * PAGE
        return self._listing.rows[self._at.slice(start, PAGE)]

    def page_of_people(self, number: int) -> pl.DataFrame:
        """All rows of the people of a page, by name: those that answer."""
        people = self._listing.rows["person_at"].filter(self._mask).unique().sort()
        shown = people.slice((min(number, self.pages_of_people) - 1) * PAGE, PAGE)
        if shown.is_empty():
            return self._listing.rows.clear()
        between = pl.col("person_at").is_between(shown[0], shown[-1])
        return self._listing.rows.filter(self._mask & self._listing.rows.select(between).to_series()).sort(
            "person_at", maintain_order=True
        )

    def all(self) -> pl.DataFrame:
        """Every row that answers, in order, its texts as texts."""
        return self._listing.rows[self._at].with_columns(pl.col(pl.Enum).cast(pl.String))

    def options(self, name: str) -> dict[str, int]:
        """For each value of a filter how many rows there would be, were it chosen beside all else that is."""
        facet = self._listing.facets[name]
        others = [mask for of, mask in self._masks.items() if of != name]
        column = self._listing.rows[facet.column]
        left = column.filter(reduce(and_, others)) if others else column
        each = left.explode().drop_nulls() if isinstance(left.dtype, pl.List) else left
        found = {NONE if value is None else str(value): number for value, number in each.value_counts().iter_rows()}
        if isinstance(left.dtype, pl.List) and (nothing := int((left.list.len().fill_null(0) == 0).sum())):
            found[NONE] = nothing
        sums = {value: sum(found.get(part, 0) for part in parts) for value, parts in facet.sums.items()}
        return found | {value: number for value, number in sums.items() if number}


def searched(*columns: pl.Series) -> pl.Series:
    """The texts of a list that words are looked for in, folded: names and numbers, or lists of them."""
    frame = pl.DataFrame([column.alias(f"{place}") for place, column in enumerate(columns)])
    texts = [
        pl.col(name).list.join(" ") if isinstance(dtype, pl.List) else pl.col(name).cast(pl.String)
        for name, dtype in frame.schema.items()
    ]
    return frame.select(pl.concat_str([_folded(text) for text in texts], separator="\n").alias("search"))["search"]


def _folded(text: pl.Expr) -> pl.Expr:
    """Small letters and digits, without marks over, before or between them."""
    plain = text.fill_null("").str.normalize("NFKD").str.to_lowercase()
    return plain.str.replace_all(r"[^\p{L}\p{N}\s,;]", "")


def _words(given: str) -> list[str]:
    """What is looked for, word by word, folded as the texts are; `BA-123` is `ba123`, `Ruiz, Ana` two words."""
    words = re.split(r"[\s,;]+", unicodedata.normalize("NFKD", given).lower())
    return [bare for word in words if (bare := "".join(each for each in word if unicodedata.category(each)[0] in "LN"))]


def _coded(column: pl.Series) -> pl.Series:
    return column.cast(pl.Enum(column.drop_nulls().unique().sort()))


def _all(rows: pl.DataFrame) -> pl.Series:
    return pl.repeat(True, rows.height, eager=True)


def _pages(rows: int) -> int:
    return max(-(-rows // PAGE), 1)
