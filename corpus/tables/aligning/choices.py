"""Columns of which each row marks one, as `Not started`, `Started`, `Complete`: read as one column with that value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.records import Block, fold
from corpus.tables.aligning.logical_rows import LogicalRow, Slot

NAME = "Status"  # what such columns are called together where the table has no name for them
_MARKS = frozenset(["x", "yes"])
_DASHES = frozenset("-–—/.")  # say that there is nothing


def with_choice(
    tables: Sequence[Sequence[LogicalRow]], labels: Sequence[str], choice: Sequence[int]
) -> tuple[tuple[str, ...], list[list[LogicalRow]]]:
    """The labels with one for the choice, and the rows with what they chose, and wrote there, under it."""
    if not choice:
        return tuple(labels), [list(lines) for lines in tables]
    tops = {labels[column].rpartition(" › ")[0] for column in choice}
    name = tops.pop() if len(tops) == 1 and "" not in tops else NAME
    place = len(labels)
    name = name if name not in labels else f"{name} (2)"
    return (*labels, name), [[_chosen(line, labels, choice, place) for line in lines] for lines in tables]


def is_mark(text: str) -> bool:
    """Whether a cell only says that its column is the one."""
    return fold(text) in _MARKS or not (fold(text) or _DASHES.intersection(text))


def _chosen(line: LogicalRow, labels: Sequence[str], choice: Sequence[int], place: int) -> LogicalRow:
    for column in choice:
        slot = line.slots.get(column)
        if slot is None or not slot.blocks:
            continue
        said = labels[column].rpartition(" › ")[2]
        value = Block(said, slot.blocks[0].location)
        mark = is_mark(slot.text) or fold(slot.text) == fold(said)
        line = replace(line.without(column), implied=(*line.implied, value))
        if mark:
            line = replace(line, aside=(*line.aside, *slot.blocks))
        known = line.slots.get(place, Slot()).blocks
        line = line.with_slot(place, Slot(blocks=(*known, value, *(() if mark else slot.blocks))))
    return line
