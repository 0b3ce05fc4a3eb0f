"""A row at the end of a page whose first cells all moved on to the next one: its pieces are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.records import Cell, GridRow


def rejoined(rows: Sequence[GridRow]) -> list[GridRow]:
    """Rows in which each such piece stands in the row that it is part of; where it stood, an empty row is left.

    A page's end mostly cuts cells in two. A short cell may also stay behind whole while all that is left of it, and
    with that the row's number and title, goes to the next page. No cell then has words in both pieces.
    """
    found = list(rows)
    for index in range(1, len(found)):
        if found[index].breaks:
            lower = index + (_words(found[index]) == _words(found[0]))
            if lower < len(found) and _completes(found[index - 1], found[lower]):
                found[lower] = _with(found[lower], found[index - 1])
                found[index - 1] = _emptied(found[index - 1])
    return found


def _words(row: GridRow) -> list[str]:
    return [cell.text for cell in row.cells]


def _filled(row: GridRow) -> dict[int, Cell]:
    return {cell.column: cell for cell in row.cells if cell.blocks}


def _completes(upper: GridRow, lower: GridRow) -> bool:
    """Whether the upper row holds what the lower lacks, and only that, right of where the lower begins."""
    above, below = _filled(upper), _filled(lower)
    if not above or not below or lower.gap or min(below) >= min(above):
        return False
    single = all(cell.colspan == 1 == cell.rowspan for cell in above.values())
    empty = {cell.column for cell in lower.cells if not cell.blocks and cell.colspan == 1 == cell.rowspan}
    return single and len(below) > 1 and above.keys() <= empty


def _with(lower: GridRow, upper: GridRow) -> GridRow:
    above = _filled(upper)
    cells = (replace(cell, blocks=above[cell.column].blocks) if cell.column in above else cell for cell in lower.cells)
    return replace(lower, cells=tuple(cells))


def _emptied(row: GridRow) -> GridRow:
    return replace(row, cells=tuple(replace(cell, blocks=()) for cell in row.cells))
