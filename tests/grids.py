"""Small tables for tests, written as one would draw them, and what was made of them."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.readers.fragments import blocks_of
from corpus.records import Block, Cell, Grid, GridRow, Location, RowKind
from corpus.tables.assembly import Assembly

FILE = "plan.txt"
CellText = str | tuple[str, int, int]  # text, colspan, rowspan


def grid(*rows: Sequence[CellText | None], ragged: bool = False, gaps: Sequence[int] = ()) -> Grid:
    """A table; `None` stands where a cell from above or from the left reaches. Rows in `gaps` follow lost text."""
    out = []
    for index, cells in enumerate(rows):
        where = Location(FILE, line=index + 1)
        made = [_cell(cell, column, where) for column, cell in enumerate(cells) if cell is not None]
        out.append(GridRow(tuple(made), where, gap=index in gaps))
    return Grid(tuple(out), Location(FILE, line=1), ragged)


def _cell(cell: CellText, column: int, where: Location) -> Cell:
    text, colspan, rowspan = (cell, 1, 1) if isinstance(cell, str) else cell
    return Cell(blocks_of(text, where), column, colspan, rowspan)


def row(*cells: CellText) -> GridRow:
    """One row by itself."""
    return grid(cells).rows[0]


def places(count: int) -> tuple[int | None, ...]:
    """Grid columns that are the labels one by one."""
    return tuple(range(count))


def paragraph(text: str, line: int = 1) -> Block:
    return Block(text, Location(FILE, line=line))


def outline(assembly: Assembly) -> dict[str, str]:
    """Each table row's reference with its path."""
    return {row.reference: row.label for row in assembly.rows if row.kind is RowKind.ROW}


def cells(assembly: Assembly, reference: str) -> dict[str, list[str]]:
    row = next(row for row in assembly.rows if row.reference == reference)
    return {column.heading: [item.text for item in column.items] for column in row.columns}


def seen(assembly: Assembly) -> list[str]:
    return [problem.seen for problem in assembly.problems]
