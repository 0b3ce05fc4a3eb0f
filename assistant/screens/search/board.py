"""Which of the passages found the page Search shows: filtered, grouped by row, sorted, page by page.

A search is completely described by its address, so that it can be sent to a colleague, and Back returns to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, islice, zip_longest
from urllib.parse import urlencode

from assistant import Filters, Hit
from assistant.answers.quotes.question_words import UNMET, rarer
from assistant.language.words import stem, terms
from assistant.screens.parts.links import SEARCH
from corpus.identity import update_order
from corpus.language.dates import named_dates
from corpus.library import ALL, LATEST, Library
from corpus.records import Citation, Row, RowKind, Standing
from index.relevance import AT_MOST, relevant

ROWS_ON_A_PAGE = 10
MOST_TOPICS = 12  # shown before a search

Places = Mapping[tuple[str, str], int]  # the position of each row's columns in the documents, by `Row.key` and heading


class Order(StrEnum):
    """How results are sorted, as written in the address."""

    BEST = "best"
    DOCUMENT = "document"
    NEWEST = "newest"


ORDER_WORDS = {
    Order.BEST: "Best first",
    Order.DOCUMENT: "In the document’s order",
    Order.NEWEST: "Newest update first",
}
FACETS: Mapping[str, tuple[str, Callable[[Citation], str]]] = {
    "plan": ("Plan", lambda citation: citation.plan),
    "category": ("Category", lambda citation: citation.category),
    "column": ("Column", lambda citation: citation.column),
    "update": ("Update", lambda citation: citation.update),
    "document": ("Document", lambda citation: citation.file),
}


@dataclass(frozen=True, slots=True)
class Search:
    """Everything that the page shows follows from this and the documents.

    `facets` are the chosen ones, each with its value. Without a chosen update, the latest of each plan is searched.
    """

    question: str = ""
    facets: tuple[tuple[str, str], ...] = ()
    order: Order = Order.BEST
    page: int = 1

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> Search:
        """From an address; parameters that make no sense are ignored."""
        page, order = parameters.get("page", ""), parameters.get("order", "")
        return cls(
            " ".join(parameters.get("q", "").split()),
            tuple((facet, value) for facet in FACETS if (value := parameters.get(facet, ""))),
            Order(order) if order in list(Order) else Order.BEST,
            max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )

    @property
    def parameters(self) -> dict[str, str]:
        named = {"q": self.question, **dict(self.facets)}
        if self.order is not Order.BEST:
            named["order"] = self.order.value
        if self.page > 1:
            named["page"] = str(self.page)
        return {name: value for name, value in named.items() if value}

    @property
    def address(self) -> str:
        """Relative to the app's own address, wherever it is served."""
        return f"{SEARCH}?{urlencode(self.parameters)}"

    def choosing(self, facet: str, value: str) -> Search:
        """The same search with a facet chosen, or with "" removed, from its first page."""
        chosen = {**dict(self.facets), facet: value}
        return replace(self, facets=tuple((name, chosen[name]) for name in FACETS if chosen.get(name)), page=1)

    def filters(self, library: Library) -> Filters:
        """The filters for the index; a document stands for the update of a plan that it contains."""
        chosen = dict(self.facets)
        used = (each for each in library.documents if each.standing is Standing.USED)
        held = next((each for each in used if each.file == chosen.get("document")), None)
        return Filters(
            category=chosen.get("category"),
            column=chosen.get("column"),
            plan=held.plan if held else chosen.get("plan"),
            update=held.update if held else chosen.get("update", LATEST),
        )

    def includes(self, citation: Citation) -> bool:
        """Whether it has exactly the chosen values: the index also accepts headings that are merely similar."""
        return all(value in (FACETS[facet][1](citation), ALL) for facet, value in self.facets)


@dataclass(frozen=True, slots=True)
class Group:
    """The passages found in one row: at least one."""

    hits: tuple[Hit, ...]

    @property
    def citation(self) -> Citation:
        """That of the first passage: all have the same plan, update, category and priority."""
        return self.hits[0].citation


@dataclass(frozen=True, slots=True)
class Facet:
    """What a search can be narrowed to: values with their numbers of passages, the most frequent first."""

    name: str
    values: tuple[tuple[str, int], ...]

    @property
    def heading(self) -> str:
        return FACETS[self.name][0]


@dataclass(frozen=True, slots=True)
class Found:
    """All results, and one page of them. `cut`: more passages may fit than were considered."""

    hits: tuple[Hit, ...]
    groups: tuple[Group, ...]
    shown: tuple[Group, ...]
    facets: tuple[Facet, ...]
    page: int
    pages: int
    cut: bool
    unmet: tuple[str, ...] = ()  # telling words of the search that none of them speaks of


def topics(rows: Iterable[Row]) -> tuple[str, ...]:
    """Topics to start with, of each plan in turn: the headings above its first rows, or these rows’ titles if
    they have none or only a date, as meetings have."""
    plans: dict[str, dict[str, None]] = {}
    for row in rows:
        if row.path and row.kind is RowKind.ROW:
            above = row.path[-2:][0].title
            title = row.priority.title if any(each.text == above for each in named_dates(above)) else above
            plans.setdefault(row.plan, {})[title] = None
    in_turn = chain.from_iterable(zip_longest(*plans.values(), fillvalue=""))
    return tuple(islice(dict.fromkeys(filter(None, in_turn)), MOST_TOPICS))


def found(hits: Sequence[Hit], search: Search, places: Places) -> Found:
    """The results to show; `hits` come best first."""
    close = relevant(hits)
    chosen = tuple(hit for hit in close if search.includes(hit.citation))
    groups = tuple(grouped(ordered(chosen, search.order, places)))
    pages = max(1, -(-len(groups) // ROWS_ON_A_PAGE))
    page = min(search.page, pages)
    return Found(
        hits=chosen,
        groups=groups,
        shown=groups[(page - 1) * ROWS_ON_A_PAGE : page * ROWS_ON_A_PAGE],
        facets=tuple(facet for facet in (_facet(chosen, search, name) for name in FACETS) if len(facet.values) > 1),
        page=page,
        pages=pages,
        cut=len(close) >= AT_MOST,
        unmet=_unmet(search.question, chosen),
    )


def _unmet(question: str, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The telling words of a search that none of the hits speaks of."""
    met = {match.word.lower() for hit in hits for match in hit.matches if match.similarity >= UNMET}
    return tuple(term.word for term in terms(question) if term.telling and term.word.lower() not in met)


def grouped(hits: Iterable[Hit]) -> list[Group]:
    """The hits by row; rows are in the order of their first hits."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.passage.row_key, []).append(hit)
    return [Group(tuple(group)) for group in groups.values()]


def ordered(hits: Sequence[Hit], order: Order, places: Places) -> list[Hit]:
    """The hits in the given order; they come best first, and stay so within an update."""
    if order is Order.NEWEST:
        return sorted(hits, key=lambda hit: update_order(hit.passage.update), reverse=True)
    if order is Order.DOCUMENT:
        return sorted(hits, key=lambda hit: _place(hit, places))
    return list(hits)


def places_of(library: Library) -> Places:
    """The position of each column of each row among all, by plan, the latest update first."""
    rows: list[Row] = [row for plan in library.plans for update in reversed(plan.updates) for row in update.rows]
    columns = ((row.key, heading) for row in rows for heading in ("", *(column.heading for column in row.columns)))
    return {column: place for place, column in enumerate(dict.fromkeys(columns))}


def marks(hit: Hit) -> list[tuple[int, int]]:
    """The characters to highlight: every form of the question's rarer words."""
    rare = {stem(match.word) for match in rarer(hit)}
    return [(term.start, term.end) for term in terms(hit.passage.text) if term.telling and term.stem in rare]


def _place(hit: Hit, places: Places) -> tuple[int, int, int]:
    passage = hit.passage
    return places.get((passage.row_key, passage.column), 0), passage.item, passage.start


def _facet(hits: Iterable[Hit], search: Search, name: str) -> Facet:
    """A facet has no values once one of them is chosen."""
    if dict(search.facets).get(name, ALL) != ALL:
        return Facet(name, ())
    counts = Counter(value for hit in hits if (value := FACETS[name][1](hit.citation)))
    return Facet(name, tuple(sorted(counts.items(), key=lambda value: (-value[1], value[0]))))
