"""Rows of a sheet, from Excel or CSV, to its parts: title lines above the table, the table, notes below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from corpus.readers.html import blocks_of_markup, holds_markup
from corpus.readers.lines import blocks_of_lines
from corpus.records import Block, BlockKind, Grid, GridRow, Location

_Rows = Sequence[GridRow | None]  # None stands for an empty row
_SHORT = 0.6  # of the rows: a table beside the plan that has fewer is another one. Trackers' totals have 2 to 8 rows


def parts_of(rows: _Rows, *, title_level: int = 1) -> tuple[Grid | Block, ...]:
    """The parts of a sheet: its main table with what belongs to it, then tables that stand beside it."""
    main, *beside = _side_by_side(rows)
    parts = _parts_below(main, title_level)
    return (*parts, *(part for table in beside for part in _parts_below(table, None)))


def _side_by_side(rows: _Rows) -> list[_Rows]:
    """The sheet's rows without what stands beside its main table, past a column that is empty, and that by itself."""
    bands = _bands(rows)
    pieces = [_within(rows, band) for band in bands]
    if len(pieces) < 2:
        return [rows]
    main = max(range(len(bands)), key=lambda number: len(bands[number]))
    aside = [number for number in range(len(bands)) if number != main and _is_aside(pieces[number], pieces[main])]
    taken = {column for number in aside for column in bands[number]}
    kept = _within(rows, [column for column in range(max(bands[-1]) + 1) if column not in taken], shift=False)
    return [kept, *(pieces[number] for number in aside)]


def _bands(rows: _Rows) -> list[range]:
    """Stretches of columns with words in them, between columns without any."""
    filled = {
        column
        for row in rows
        for cell in (row.cells if row else ())
        if cell.blocks
        for column in range(cell.column, cell.column + cell.colspan)
    }
    starts = sorted(column for column in filled if column - 1 not in filled)
    return [range(start, next(end for end in count(start) if end not in filled)) for start in starts]


def _within(rows: _Rows, columns: Sequence[int], *, shift: bool = True) -> _Rows:
    """The rows with the cells of some columns alone, which are counted from the first of them."""
    wanted, first = set(columns), columns[0] if shift else 0
    found = []
    for row in rows:
        inside = [cell for cell in (row.cells if row else ()) if cell.column in wanted]
        cells = tuple(replace(cell, column=cell.column - first) for cell in inside)
        merged = not shift and row is not None and not _filled(row)  # a merged cell of the rows above reaches into it
        found.append(replace(row, cells=cells) if row and (merged or any(cell.blocks for cell in cells)) else None)
    return found


def _is_aside(piece: _Rows, main: _Rows) -> bool:
    """Whether cells past an empty column are no columns of the main table: few rows, or rows above its header."""
    lines = [number for number, row in enumerate(piece) if row]
    body = [number for number, row in enumerate(main) if row and _filled(row) > 1]
    if len(lines) < 2 or not body or lines[-1] - lines[0] >= len(lines):
        return False
    width = max(_filled(row) for row in piece if row)
    return lines[0] != body[0] if width == 1 else lines[0] != body[0] or len(lines) < _SHORT * len(body)


def _parts_below(rows: _Rows, title_level: int | None) -> tuple[Grid | Block, ...]:
    """The parts of rows that stand in no others' way.

    Lines of one cell above the first wider row are prose, the first of them the title; so are lines of one
    cell that end the sheet with an empty row between them and the table. Those within the table stay in it.
    """
    wide = [index for index, row in enumerate(rows) if row is not None and _filled(row) > 1]
    if not wide:
        return tuple(_prose(rows, title_level))
    end = _table_end(rows, wide[-1])
    within = rows[wide[0] : end]
    pairs = zip([*within[:1], *within], within, strict=False)
    body = tuple(replace(row, apart=before is None) for before, row in pairs if row is not None)
    return (
        *_prose(rows[: wide[0]], title_level),
        Grid(body, body[0].location),
        *_prose(rows[end:], None),
    )


def blocks_of_cell(text: str, where: Location) -> tuple[Block, ...]:
    """The blocks of a cell's text, which lists exported from SharePoint write in HTML."""
    return blocks_of_markup(text, where) if holds_markup(text) else blocks_of_lines(text, where)


def _filled(row: GridRow) -> int:
    return sum(1 for cell in row.cells if cell.text)


def _table_end(rows: _Rows, last_wide: int) -> int:
    """Where the table ends: at the first empty row after its last wide row."""
    return next((index for index in range(last_wide + 1, len(rows)) if rows[index] is None), len(rows))


def _prose(rows: _Rows, title_level: int | None) -> Iterator[Block]:
    for row in rows:
        for block in [block for cell in row.cells for block in cell.blocks] if row else []:
            if title_level is not None and block.kind is BlockKind.PARAGRAPH:
                yield replace(block, kind=BlockKind.HEADING, level=title_level)
                title_level = None
            else:
                yield block
