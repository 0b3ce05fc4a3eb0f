"""Of several values one is marked: columns `Not started`, `Started`, `Complete`, or boxes in one cell: `☒ Yes ☐ No`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.records import Block, BlockKind, fold
from corpus.tables.aligning.logical_rows import LogicalRow, Slot

NAME = "Status"  # what such columns are called together where the table has no name for them
_MARKS = frozenset(["x", "yes"])
_DASHES = frozenset("-–—/.")  # say that there is nothing

_BOX = re.compile("([☐□☑☒✓✔✗])")
_EMPTY = frozenset("☐□")
_VALUE_WORDS = 4


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


def with_ticked(line: LogicalRow) -> LogicalRow:
    """The row with the value beside the one box that is ticked, in cells that are nothing but boxes and values."""
    for column, slot in line.slots.items():
        value = _ticked(slot.text)
        if value:
            block = replace(slot.blocks[0], text=value, kind=BlockKind.PARAGRAPH)
            line = replace(line, aside=(*line.aside, *slot.blocks), implied=(*line.implied, block))
            line = line.with_slot(column, replace(slot, blocks=(block,)))
    return line


def _ticked(text: str) -> str:
    """The value whose box is ticked, where another one's is empty; boxes stand before all values or behind them."""
    before, *rest = (part.strip(" /|,;") for part in _BOX.split(text))
    marks, texts = rest[::2], rest[1::2]
    if before and texts and not texts[-1]:
        texts = [before, *texts[:-1]]
    elif before:
        return ""
    brief = all(0 < len(each.split()) <= _VALUE_WORDS for each in texts)
    chosen = [each for mark, each in zip(marks, texts, strict=True) if mark not in _EMPTY]
    return chosen[0] if brief and len(chosen) == 1 < len(marks) else ""
