"""Markdown: pipe tables with breaks in cells, lists, and lines of the source."""

from __future__ import annotations

from corpus.readers.markdown import read
from corpus.records import Block, BlockKind, Grid
from tests.places import DATA


def test_tables_lists_and_lines() -> None:
    reading = read(DATA / "pipes_breaks_lists.md", "plan.md")
    assert reading.title == "FICTIONAL Eastmere plan"
    assert [(p.text, p.kind, p.number, p.location.line) for p in reading.parts if isinstance(p, Block)] == [
        ("FICTIONAL Eastmere plan", BlockKind.HEADING, "", 1),
        ("Two aims, both funded.", BlockKind.PARAGRAPH, "", 3),
        ("First step", BlockKind.BULLET, "1.", 10),
        ("below it", BlockKind.BULLET, "", 11),
        ("Second step", BlockKind.BULLET, "2.", 12),
    ]
    (grid,) = [part for part in reading.parts if isinstance(part, Grid)]
    assert [row.location.line for row in grid.rows] == [5, 7, 8]
    assert [[cell.text for cell in row.cells] for row in grid.rows[1:]] == [
        ["1 Homes", "i Find carers", "Advert placed Stall held"],
        ["", "ii Keep | train carers", "Survey sent"],
    ]
    assert [block.kind for block in grid.rows[1].cells[2].blocks] == [BlockKind.BULLET, BlockKind.BULLET]
