"""Rows cut by a page's end: cells that all moved on to the next page, numbered lists of which one item is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.language import numerals
from corpus.language.numerals import Numeral
from corpus.records import Block, BlockKind, Cell, GridRow


def rejoined(rows: Sequence[GridRow]) -> list[GridRow]:
    """Rows in which each such piece stands in the row that it is part of; where it stood, an empty row is left.

    A page's end mostly cuts cells in two. A short cell may also stay behind whole while all that is left of it, and
    with that the row's number and title, goes to the next page. No cell then has words in both pieces.
    """
    found = list(rows)
    for index in range(1, len(found)):
        if found[index].breaks:
            lower = index + (_words(found[index]) == _words(found[0]))
            if lower < len(found) and not found[lower].gap:
                found[index - 1], found[lower] = _completed(found[index - 1], found[lower])
                found[index - 1], found[lower] = _counted_on(found[index - 1], found[lower])
                _reach_on(found, index, lower)
    return found


def _reach_on(rows: list[GridRow], end: int, lower: int) -> None:
    """Has cells that span rows down to a page's end reach into empty ones that do at the top of the next page."""
    above = {
        cell.column: (at, cell)
        for at, row in enumerate(rows[:end])
        for cell in row.cells
        if cell.rowspan > 1 and cell.blocks and at + cell.rowspan == end
    }
    for cell in rows[lower].cells:
        at, over = above.get(cell.column, (0, cell))
        if over.blocks and cell.rowspan > 1 and over.colspan == cell.colspan and not (cell.blocks or cell.colour):
            longer = replace(over, rowspan=lower + cell.rowspan - at)
            rows[at] = _exchanged(rows[at], {over.column: longer})
            rest = (other for other in rows[lower].cells if other is not cell)
            rows[lower] = replace(rows[lower], cells=tuple(rest))


def _counted_on(upper: GridRow, lower: GridRow) -> tuple[GridRow, GridRow]:
    """The single item of a numbered list before or after a page's end is one if its numeral fits those beyond it."""
    above, below = _filled(upper), _filled(lower)
    for column in above.keys() & below.keys():
        *before, last = above[column].blocks
        first, *after = below[column].blocks
        if first.kind is BlockKind.PARAGRAPH and _follows(_numeral(last), numerals.split(first.text)[0]):
            below[column] = replace(below[column], blocks=(_as_item(first), *after))
        elif last.kind is BlockKind.PARAGRAPH and _follows(numerals.split(last.text)[0], _numeral(first)):
            above[column] = replace(above[column], blocks=(*before, _as_item(last)))
    return _exchanged(upper, above), _exchanged(lower, below)


def _numeral(block: Block) -> Numeral | None:
    return numerals.parse(block.number) if block.kind is BlockKind.BULLET else None


def _follows(one: Numeral | None, other: Numeral | None) -> bool:
    return one is not None and other is not None and (one.style, one.value + 1) == (other.style, other.value)


def _as_item(block: Block) -> Block:
    text = numerals.split(block.text)[1]
    return replace(block, text=text, kind=BlockKind.BULLET, number=block.text.removesuffix(text).strip())


def _exchanged(row: GridRow, cells: Mapping[int, Cell]) -> GridRow:
    return replace(row, cells=tuple(cells.get(cell.column, cell) for cell in row.cells))


def _words(row: GridRow) -> list[str]:
    return [cell.text for cell in row.cells]


def _filled(row: GridRow) -> dict[int, Cell]:
    return {cell.column: cell for cell in row.cells if cell.blocks}


def _completed(upper: GridRow, lower: GridRow) -> tuple[GridRow, GridRow]:
    """The rows with all words in that one which holds the first cells, if each has only what the other lacks."""
    above, below = _filled(upper), _filled(lower)
    if not above or len(below) < 2:
        return upper, lower
    if min(below) < min(above):
        return (_emptied(upper), _with(lower, upper)) if _has_room(lower, upper) else (upper, lower)
    return (_with(upper, lower), _emptied(lower)) if _has_room(upper, lower) else (upper, lower)


def _has_room(row: GridRow, other: GridRow) -> bool:
    """Whether a row has an empty cell for each that the other fills."""
    more = _filled(other)
    single = all(cell.colspan == 1 == cell.rowspan for cell in more.values())
    empty = {cell.column for cell in row.cells if not cell.blocks and cell.colspan == 1 == cell.rowspan}
    return single and more.keys() <= empty


def _with(row: GridRow, other: GridRow) -> GridRow:
    more = _filled(other)
    cells = (replace(cell, blocks=_moved(more[cell.column])) if cell.column in more else cell for cell in row.cells)
    return replace(row, cells=tuple(cells))


def _moved(cell: Cell) -> tuple[Block, ...]:
    """A cell's words for a row on another page: that they are that row's is a guess."""
    return tuple(replace(block, guessed=True) for block in cell.blocks)


def _emptied(row: GridRow) -> GridRow:
    return replace(row, cells=tuple(replace(cell, blocks=()) for cell in row.cells))
