"""Headings that stand in a row of their own, in its first cell, where no cell can span all columns: as in CSV."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from corpus import numerals
from corpus.alignment import LogicalRow

_HEADING_WORDS = 20
_MOSTLY = 0.85
_SELDOM = 0.2


def take_bands(lines: Sequence[LogicalRow]) -> None:
    """Puts such headings across the table, where they are clearly no rows with nothing else to say yet.

    The table begins with one, they come again, most stand directly above fuller rows, and those all have a numeral or
    a further cell that no heading has.
    """
    alone = [_is_alone(line) for line in lines]
    if not lines or not alone[0] or sum(alone) < 2 or any(line.across for line in lines):
        return
    bands = [line for line, lone in zip(lines, alone, strict=True) if lone]
    rows = [line for line, lone in zip(lines, alone, strict=True) if not lone]
    doubled = sum(one and other for one, other in pairwise(alone))
    label = min(bands[0].slots)
    if len(bands) > len(rows) or doubled > _SELDOM * len(bands) or any(label not in line.slots for line in bands):
        return
    if _filled_beside(rows, label) or (_numbered(rows) and not _numbered(bands)):
        for line, after in zip(lines, [*alone[1:], True], strict=True):
            if line in bands and not (after and line is lines[-1]):
                line.across = line.slots.pop(label).blocks


def _is_alone(line: LogicalRow) -> bool:
    """Whether a row is one short text near its left end and nothing else."""
    filled = [label for label, slot in line.slots.items() if slot.text or slot.number]
    if len(filled) != 1 or filled[0] > 1 or line.row.breaks or line.shared or line.colours:
        return False
    slot = line.slots[filled[0]]
    words = len(slot.text.split())
    return len(slot.blocks) == 1 and 0 < words <= _HEADING_WORDS and numerals.parse(slot.text) is None


def _filled_beside(rows: Sequence[LogicalRow], label: int) -> bool:
    """Whether rows of three columns or more have a further one that is filled throughout."""
    further = {other for line in rows for other in line.slots if other > label}
    return len(further) > 1 and any(
        sum(bool(line.text(other)) for line in rows) >= _MOSTLY * len(rows) for other in further
    )


def _numbered(rows: Sequence[LogicalRow]) -> bool:
    found = [any(slot.number or numerals.split(slot.text)[0] for slot in line.slots.values()) for line in rows]
    return sum(found) >= _MOSTLY * len(found)
