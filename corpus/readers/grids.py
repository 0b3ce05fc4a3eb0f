"""What tables of every format need: true grid columns from spans, and tables inside cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.records import Block, BlockKind, Cell, Grid


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell, and the spans that the file claims for it."""

    cell: Cell
    colspan: int = 1
    rowspan: int = 1
    hidden: bool = field(default=False, kw_only=True)  # it leaves no gap


@dataclass
class _Hanging:
    """A cell that reaches down over the rows to come."""

    row: int  # where it begins
    place: int  # its index among that row's cells
    columns: range
    left: int  # rows that it still covers
    covered: int = 1


def lay_out(rows: Sequence[Sequence[Placed]]) -> tuple[list[list[Cell]], list[tuple[int, str]]]:
    """Rows of cells with columns and spans; and the rows at which a claimed span proved wrong, with what was seen.

    Cells fill the columns that no cell from above reaches into. Where a row would thereby become wider than
    the table, a span from above claims too much: the one with the most rows left ends there.
    """
    width = _width(rows)
    out: list[list[Cell]] = []
    wrong: list[tuple[int, str]] = []
    hanging: list[_Hanging] = []
    for index, row in enumerate(rows):
        needed = sum(placed.colspan for placed in row)
        while hanging and needed + sum(len(cell.columns) for cell in hanging) > width:
            surplus = max(hanging, key=lambda cell: cell.left)
            hanging.remove(surplus)
            wrong.append((surplus.row, f"A cell claims {surplus.left} more rows than it has."))
        taken = {column for cell in hanging for column in cell.columns}
        cells: list[Cell] = []
        begun: list[_Hanging] = []
        column = 0
        for placed in row:
            while column in taken:
                column += 1
            span = placed.colspan
            while span > 1 and taken & set(range(column, column + span)):
                span -= 1
            begun.append(_Hanging(index, len(cells), range(column, column + span), placed.rowspan - 1))
            cells.append(replace(placed.cell, column=column, colspan=span))
            column += span
        out.append(cells)
        for cell in hanging:
            cell.left -= 1
            cell.covered += 1
            out[cell.row][cell.place] = replace(out[cell.row][cell.place], rowspan=cell.covered)
        hanging = [cell for cell in (*hanging, *begun) if cell.left > 0]
    wrong += [(cell.row, f"A cell claims {cell.left} more rows than there are.") for cell in hanging if cell.left < 900]
    return out, wrong


def without_hidden(
    rows: Sequence[Sequence[Placed]], columns: Collection[int] = ()
) -> tuple[list[list[Placed]], list[Block]]:
    """The cells that are shown, and the blocks of those that stand in hidden columns.

    Hidden `columns` are known; others are those of hidden cells, unless words that are shown stand there as well.
    Cells that span hidden columns become narrower: `Plan | Code, hidden | Lead` below a title that spans all three.
    """
    if not columns and not any(placed.hidden for row in rows for placed in row):
        return [list(row) for row in rows], []
    grid = [
        [(placed, set(range(cell.column, cell.column + cell.colspan))) for placed, cell in zip(*pair, strict=True)]
        for pair in zip(rows, lay_out(rows)[0], strict=True)
    ]
    cells = [pair for row in grid for pair in row]
    empty = {column for placed, covered in cells if placed.hidden for column in covered}
    in_use = [covered for placed, covered in cells if placed.cell.blocks and not placed.hidden and covered <= empty]
    hidden = empty.difference(*in_use).union(columns)
    shown = [
        [replace(placed, colspan=len(covered - hidden)) for placed, covered in row if covered - hidden] for row in grid
    ]
    unseen = [block for placed, covered in cells if covered <= hidden for block in placed.cell.blocks]
    return [[placed for placed in row if not placed.hidden] for row in shown], unseen


def _width(rows: Sequence[Sequence[Placed]]) -> int:
    """The table's columns: those of its first row, unless most rows, which nothing can widen, have more."""
    widths = [sum(placed.colspan for placed in row) for row in rows if row]
    if not widths:
        return 0
    common, times = Counter(widths).most_common(1)[0]
    return max(widths[0], common) if times > 1 else max(widths)


def in_cell(part: Grid | Block) -> Iterator[Block]:
    """A part as a cell holds it: a table in it row by row, headings as paragraphs."""
    if isinstance(part, Grid):
        for row in part.rows:
            if words := " | ".join(cell.text for cell in row.cells if cell.text):
                yield Block(words, row.location, BlockKind.NESTED)
    elif part.kind is BlockKind.HEADING:
        yield replace(part, kind=BlockKind.PARAGRAPH, level=0)
    else:
        yield part
