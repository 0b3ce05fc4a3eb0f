"""Rows that only add up others: by the word that names them, `Total`, in whatever column, and by their figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.language.quantities import quantity
from corpus.language.words import cut, stem
from corpus.records import Column, Heading, Row, RowKind, fold
from corpus.tables.aligning.logical_rows import LogicalRow

_MARKS = "*†‡ "  # of footnotes
SUMMANDS = 2  # figures of which another is the sum, at least


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word, _, _ in cut(text))


_TOTALS = _stems("total subtotal")
_SUBTOTALS = _stems("subtotal sub")
_OF_TOTALS = _TOTALS | _stems("grand sub overall sum of all the for in plan programme")


def is_called_total(title: str) -> bool:
    """Whether a title says no more than that it is of a total: `Total`, `Sub-total`, `Programme total`."""
    return _calls_total(_stems(title))


def _calls_total(said: frozenset[str], beside: frozenset[str] = frozenset()) -> bool:
    return bool(said & _TOTALS) and said <= _OF_TOTALS | beside


def with_sums_titled(lines: Sequence[LogicalRow], key: int) -> list[LogicalRow]:
    """The rows with sums called by their one word, `Total` below the names of places, instead of being taken for part
    of the row above."""
    above: dict[int, list[Decimal]] = defaultdict(list)
    out = []
    for line in lines:
        figures = {label: figure for label, slot in line.slots.items() if (figure := figure_of(slot.text)) is not None}
        words = [label for label, slot in line.slots.items() if slot.blocks and label not in figures]
        sums = bool(figures) and all(adds_up(above[label], figure) for label, figure in figures.items())
        if sums and len(words) == 1 and words[0] != key and not line.filled(key):
            line = line.without(words[0]).with_slot(key, line.slots[words[0]])
        for label, figure in figures.items():
            above[label].append(figure)
        out.append(line)
    return out


def sums_among(rows: Sequence[Row]) -> Iterator[tuple[int, bool]]:
    """Which rows only add up figures of those above them: of all of these, or of those under the same heading; and
    whether they are under several headings, so that the sum is under none of them. One that is called a total may say
    something beside its figures."""
    added: dict[str, list[tuple[tuple[Heading, ...], Decimal]]] = defaultdict(list)  # by column, and what each is under
    for at, row in enumerate(rows):
        figures = {column.heading: _figure(column) for column in row.columns if column.items}
        known = {heading: figure for heading, figure in figures.items() if figure is not None}
        if known and (len(known) == len(figures) or _stems(row.priority.title) & _TOTALS):
            shares = {column.heading for column in row.columns if column.items and column.items[0].text.endswith("%")}
            summed = known.keys() - shares or known.keys()  # what is spent of each budget doesn't add up
            own, every = (
                all(adds_up([value for path, value in added[name] if path in paths], known[name]) for name in summed)
                for paths in ({row.path[:-1]}, {path for each in added.values() for path, _ in each})
            )
            if own or every:
                yield at, every and len({path for each in added.values() for path, _ in each}) > 1
                continue
        for heading, figure in known.items():
            added[heading].append((row.path[:-1], figure))


def with_sums_told(rows: Sequence[Row]) -> list[Row]:
    """The rows with totals told as such, and with sums of several headings' rows under none of these: the cell that
    groups them is empty there."""
    sums = dict(sums_among(rows))
    above: set[tuple[Heading, ...]] = set()
    out = []
    for at, row in enumerate(rows):
        is_total = _is_total(row, adds_up=at in sums, below_others=row.path[:-1] in above)
        above.add(row.path[:-1])
        path = row.path[-1:] if sums.get(at) else row.path
        out.append(replace(row, path=path, kind=RowKind.TOTAL if is_total else row.kind))
    return out


def _is_total(row: Row, *, adds_up: bool, below_others: bool) -> bool:
    """Whether a row is a total: its title says no more, or says so and the figures agree.

    With words of what stands above or over them `Roads sub-total` is one, too, and `Total for roads` if it stands below
    other rows and has nothing but figures: `Total emissions` under `Emissions` may be a measure with an owner.
    """
    said = _stems(row.priority.title)
    beside = _stems(" ".join([*(step.title for step in row.path[:-1]), *(column.heading for column in row.columns)]))
    figures = [_figure(column) for column in row.columns if any(fold(item.text) for item in column.items)]
    sums = bool(said & _SUBTOTALS) or (below_others and bool(figures) and None not in figures)
    return bool(said & _TOTALS) and (_calls_total(said) or adds_up or (sums and _calls_total(said, beside)))


def _figure(column: Column) -> Decimal | None:
    return figure_of(column.items[0].text) if len(column.items) == 1 else None


def figure_of(text: str) -> Decimal | None:
    """The figure that is all of a text, such as `£32,750`."""
    found = quantity(text.rstrip(_MARKS))
    return found.value if found else None


def adds_up(figures: Sequence[Decimal], figure: Decimal) -> bool:
    """Whether a figure is the sum of others, of which there are several."""
    return sum(map(bool, figures)) >= SUMMANDS and sum(figures) == figure
