"""Rows that only add up figures above them: the word that names them, `Total`, is their title in whatever column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from corpus.language.quantities import quantity
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


def figure_of(text: str) -> Decimal | None:
    """The figure that is all of a text, such as `£32,750`."""
    found = quantity(text.rstrip(_MARKS))
    return found.value if found else None


def adds_up(figures: Sequence[Decimal], figure: Decimal) -> bool:
    """Whether a figure is the sum of others, of which there are several."""
    return sum(map(bool, figures)) >= SUMMANDS and sum(figures) == figure
