"""Physical cells of a true grid to a table's columns: what stands under which label, and which numeral before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.language import numerals
from corpus.records import Block, Cell, GridRow
from corpus.tables.aligning.logical_rows import LogicalRow, Places, Slot, across_all, label_of, nearest


def align(row: GridRow, places: Places, numbers: Mapping[int, int], reaching: Sequence[Cell] = ()) -> LogicalRow:
    """A row of a true grid: every cell goes where it stands.

    `numbers` are the labels under which only numerals stand, each with the label that they number; `reaching` are
    merged cells of the rows above.
    """
    shared = _shared(places, reaching)
    cells = [cell for cell in row.cells if cell.blocks]
    if across_all(row, places):
        return LogicalRow(row, shared=shared, across=cells[0].blocks)
    labels = [_label(cell, places, numbers) for cell in cells]
    filled = set(labels)
    filling = _Filling()
    for cell, label, beside in zip(cells, labels, [*labels[1:], None], strict=True):
        named = numbers.get(label) if label is not None else None
        if named not in filled and _is_word(cell):
            label = label if named is None else named  # `Total` below codes: it is what the row is called
        numbered = _target(cell, label, numbers, filled, beside)
        if numbered is not None:
            filling.number(numbered, cell)
        else:
            filling.text(label if label is not None else nearest(places, cell.column), cell, stray=label is None)
    return LogicalRow(
        row, filling.slots, shared, tuple(filling.strays), colours=_colours(row, places), aside=tuple(filling.aside)
    )


def _label(cell: Cell, places: Places, numbers: Mapping[int, int]) -> int | None:
    """The label above a cell; a text that spans numerals and what they number as well is what is numbered."""
    label = label_of(places, cell)
    numbered = numbers.get(label) if label is not None else None
    spans = numbered is not None and numbered in places[cell.column : cell.column + cell.colspan]
    return numbered if spans and numerals.named(cell.text) is None else label


@dataclass(slots=True)
class _Filling:
    """What a row's cells have put under its labels so far."""

    slots: dict[int, Slot] = field(default_factory=dict)
    strays: list[int] = field(default_factory=list)
    aside: list[Block] = field(default_factory=list)

    def text(self, label: int, cell: Cell, *, stray: bool) -> None:
        if stray and cell.text:
            self.strays.append(label)
        old = self.slots.get(label, Slot())
        blocks = (*old.blocks, *(block for block in cell.blocks if block.text))
        automatic = cell.blocks[0].number
        own = bool(automatic) and not old.number and sum(bool(block.number) for block in cell.blocks) == 1
        self.slots[label] = Slot(automatic, blocks, automatic=True) if own else replace(old, blocks=blocks)

    def number(self, label: int, cell: Cell) -> None:
        """Puts the numeral that stands in a cell of its own, or is its automatic one, before the text it numbers."""
        first = cell.blocks[0]
        named = numerals.named(cell.text or first.number)
        if named and named.word and cell.text:
            self.aside.append(replace(first, text=named.word))
        number = named.numeral.text if named else cell.text or first.number
        old = self.slots.get(label, Slot())
        self.slots[label] = Slot(old.number or number, old.blocks, automatic=not cell.text)


def _is_word(cell: Cell) -> bool:
    return bool(cell.text) and not any(map(str.isdigit, cell.text)) and numerals.named(cell.text) is None


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
    cell: Cell, label: int | None, numbers: Mapping[int, int], filled: set[int | None], beside: int | None
) -> int | None:
    """The label whose text a cell numbers, or None where the cell holds a text itself."""
    if label is not None and label in numbers:
        return numbers[label] if numbers[label] in filled else beside
    alone = label in (None, beside) and numerals.parse(cell.text) is not None
    return beside if alone else None
