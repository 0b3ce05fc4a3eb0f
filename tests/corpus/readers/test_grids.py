"""Spans to true grid columns."""

from __future__ import annotations

from corpus.readers.grids import Placed, in_cell, lay_out
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Location

WHERE = Location("plan.html")


def placed(text: str, colspan: int = 1, rowspan: int = 1) -> Placed:
    return Placed(Cell((Block(text, WHERE),), 0), colspan, rowspan)


def shape(rows: list[list[Placed]]) -> list[list[tuple[str, int, int, int]]]:
    grid, _ = lay_out(rows)
    return [[(cell.text, cell.column, cell.colspan, cell.rowspan) for cell in row] for row in grid]


def test_cells_fill_the_columns_that_nothing_from_above_covers() -> None:
    rows = [[placed("a", rowspan=2), placed("b", colspan=2)], [placed("c"), placed("d")], [placed("e", colspan=3)]]
    assert shape(rows) == [
        [("a", 0, 1, 2), ("b", 1, 2, 1)],
        [("c", 1, 1, 1), ("d", 2, 1, 1)],
        [("e", 0, 3, 1)],
    ]


def test_a_span_past_the_last_row_ends_there_and_is_named() -> None:
    grid, wrong = lay_out([[placed("a", rowspan=99), placed("b")], [placed("c")]])
    assert grid[0][0].rowspan == 2
    assert [row for row, _ in wrong] == [0]


def test_of_two_spans_the_longer_is_the_wrong_one() -> None:
    header = [placed("h"), placed("h"), placed("h")]
    first = [placed("a", rowspan=50), placed("b", rowspan=3), placed("c")]
    assert shape([header, first, [placed("d")], [placed("e"), placed("f")]])[3] == [("e", 0, 1, 1), ("f", 2, 1, 1)]


def test_a_table_in_a_cell_becomes_a_line_for_each_row() -> None:
    row = GridRow((Cell((Block("Q1", WHERE),), 0), Cell((), 1), Cell((Block("12", WHERE),), 2)), WHERE)
    assert [(block.text, block.kind) for block in in_cell(Grid((row,), WHERE))] == [("Q1 | 12", BlockKind.NESTED)]
