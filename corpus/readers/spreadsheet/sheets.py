"""Rows of a sheet, from Excel or CSV, to its parts: title lines above the table, the table, notes below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Block, BlockKind, Grid, GridRow


def parts_of(rows: Sequence[GridRow | None], *, title_level: int = 1) -> tuple[Grid | Block, ...]:
    """The parts of a sheet; None stands for an empty row.

    Lines of one cell above the first wider row are prose, the first of them the title; so are lines of one
    cell that end the sheet with an empty row between them and the table. Those within the table stay in it.
    """
    wide = [index for index, row in enumerate(rows) if row is not None and _filled(row) > 1]
    if not wide:
        return tuple(_prose(rows, title_level))
    end = _table_end(rows, wide[-1])
    body = tuple(row for row in rows[wide[0] : end] if row is not None)
    return (
        *_prose(rows[: wide[0]], title_level),
        Grid(body, body[0].location),
        *_prose(rows[end:], None),
    )


def _filled(row: GridRow) -> int:
    return sum(1 for cell in row.cells if cell.text)


def _table_end(rows: Sequence[GridRow | None], last_wide: int) -> int:
    """Where the table ends: at the first empty row after its last wide row."""
    return next((index for index in range(last_wide + 1, len(rows)) if rows[index] is None), len(rows))


def _prose(rows: Sequence[GridRow | None], title_level: int | None) -> Iterator[Block]:
    for row in rows:
        for block in [block for cell in row.cells for block in cell.blocks] if row else []:
            if title_level is not None and block.kind is BlockKind.PARAGRAPH:
                yield replace(block, kind=BlockKind.HEADING, level=title_level)
                title_level = None
            else:
                yield block
