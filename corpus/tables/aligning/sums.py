"""Rows that only add up figures above them: the word that names them, `Total`, is their title in whatever column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.language.quantities import quantity
from corpus.records import Column, Heading, Row
from corpus.tables.aligning.logical_rows import LogicalRow

_MARKS = "*†‡ "  # of footnotes
SUMMANDS = 2  # figures of which another is the sum, at least


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
    whether they are under several headings, so that the sum is under none of them."""
    added: dict[str, list[tuple[tuple[Heading, ...], Decimal]]] = defaultdict(list)  # by column, and what each is under
    for at, row in enumerate(rows):
        figures = {column.heading: _figure(column) for column in row.columns if column.items}
        known = {heading: figure for heading, figure in figures.items() if figure is not None}
        if known and len(known) == len(figures):
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


def with_sums_apart(rows: Sequence[Row]) -> list[Row]:
    """The rows with sums of several headings' rows under none of these: the cell that groups them is empty there."""
    over = {at for at, several in sums_among(rows) if several}
    return [replace(row, path=row.path[-1:]) if at in over else row for at, row in enumerate(rows)]


def _figure(column: Column) -> Decimal | None:
    return figure_of(column.items[0].text) if len(column.items) == 1 else None


def figure_of(text: str) -> Decimal | None:
    """The figure that is all of a text, such as `£32,750`."""
    found = quantity(text.rstrip(_MARKS))
    return found.value if found else None


def adds_up(figures: Sequence[Decimal], figure: Decimal) -> bool:
    """Whether a figure is the sum of others, of which there are several."""
    return sum(map(bool, figures)) >= SUMMANDS and sum(figures) == figure
