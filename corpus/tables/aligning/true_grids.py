"""Physical cells of a true grid to a table's columns: what stands under which label, and which numeral before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.language import numerals
from corpus.records import Block, Cell, GridRow
from corpus.tables.aligning.logical_rows import LogicalRow, Places, Slot, across_all, label_of, nearest


def align(row: GridRow, places: Places, numbers: Mapping[int, int], reaching: Sequence[Cell] = ()) -> LogicalRow:
    """A row of a true grid: every cell goes where it stands.

    `numbers` are the labels under which only numerals stand, each with the label that they number; `reaching` are
    merged cells of the rows above.
    """
    out = LogicalRow(row, shared=_shared(places, reaching))
    cells = [cell for cell in row.cells if cell.blocks]
    if across_all(row, places):
        return replace(out, across=cells[0].blocks)
    out = replace(out, colours=_colours(row, places))
    filled = {label_of(places, cell) for cell in cells}
    for cell, after in zip(cells, [*cells[1:], None], strict=True):
        beside = label_of(places, after) if after else None
        out = _placed(out, cell, places, _target(cell, places, numbers, filled, beside))
    return out


def _shared(places: Places, reaching: Sequence[Cell]) -> Mapping[int, tuple[Block, ...]]:
    out: dict[int, tuple[Block, ...]] = {}
    for cell in reaching:
        if (label := label_of(places, cell)) is not None:
            out[label] = (*out.get(label, ()), *cell.blocks)
    return out


def _colours(row: GridRow, places: Places) -> Mapping[int, str]:
    labelled = ((label_of(places, cell), cell.colour) for cell in row.cells)
    return {label: colour for label, colour in labelled if colour and label is not None}


def _target(
    cell: Cell, places: Places, numbers: Mapping[int, int], filled: set[int | None], beside: int | None
) -> int | None:
    """The label whose text a cell numbers, or None where the cell holds a text itself."""
    label = label_of(places, cell)
    if label is not None and label in numbers:
        return numbers[label] if numbers[label] in filled else beside
    alone = label in (None, beside) and numerals.parse(cell.text) is not None
    return beside if alone else None


def _placed(out: LogicalRow, cell: Cell, places: Places, numbered: int | None) -> LogicalRow:
    """The row with one more cell."""
    if numbered is not None:
        return _numbered(out, numbered, cell)
    label = label_of(places, cell)
    target = label if label is not None else nearest(places, cell.column)
    if label is None and cell.text:
        out = replace(out, strays=(*out.strays, target))
    out = out.having(target, tuple(block for block in cell.blocks if block.text))
    automatic = cell.blocks[0].number
    if automatic and not out.number(target) and sum(bool(block.number) for block in cell.blocks) == 1:
        return out.with_slot(target, Slot(automatic, out.slots[target].blocks, automatic=True))
    return out


def _numbered(out: LogicalRow, target: int, cell: Cell) -> LogicalRow:
    """Puts the numeral that stands in a cell of its own, or is its automatic one, before the text that it numbers."""
    first = cell.blocks[0]
    named = numerals.named(cell.text or first.number)
    if named and named.word and cell.text:
        out = replace(out, aside=(*out.aside, replace(first, text=named.word)))
    number = named.numeral.text if named else cell.text or first.number
    return out.having(target, number=number, automatic=not cell.text)
