"""Sheets: what stands beside the plan's table, and what is a column of it."""

from __future__ import annotations

import pytest

from corpus.readers.spreadsheet.sheets import blocks_of_cell, parts_of
from corpus.records import Block, BlockKind, Cell, GridRow, Location

HERE = Location("plan.xlsx", line=1)


def sheet(text: str) -> list[GridRow | None]:
    """Rows by their lines, cells parted by `|`."""
    rows: list[GridRow | None] = []
    for line in text.strip("\n").split("\n"):
        cells = [
            Cell((Block(words.strip(), HERE),) if words.strip() else (), column)
            for column, words in enumerate(line.split("|"))
        ]
        rows.append(GridRow(tuple(cells), HERE) if any(cell.blocks for cell in cells) else None)
    return rows


def read(text: str) -> list[str | list[list[str]]]:
    return [
        part.text if isinstance(part, Block) else [[cell.text for cell in row.cells if cell.text] for row in part.rows]
        for part in parts_of(sheet(text))
    ]


PLAN = [["Ref", "Action", "Lead"], ["1", "Light the lane", "Ann"], ["2", "Mend the path", "Bob"]]


@pytest.mark.parametrize(
    "text",
    [
        """
Ref|Action|Lead||Status|Count
1|Light the lane|Ann||Open|2
2|Mend the path|Bob||Done|1
3|Close it|Cy||
4|Go|Di||
5|Stay|Ed||""",
        """
Ref|Action|Lead||
1|Light the lane|Ann||Status|Count
2|Mend the path|Bob||Open|2
3|Close it|Cy||Done|1
4|Go|Di||
5|Stay|Ed||""",
    ],
)
def test_a_summary_beside_the_plan_is_a_table_of_its_own(text: str) -> None:
    plan, summary = read(text)
    assert plan[:3] == PLAN
    assert summary == [["Status", "Count"], ["Open", "2"], ["Done", "1"]]


def test_a_key_above_the_table_is_prose_of_its_own() -> None:
    parts = read(
        "Lanes plan|||||Key\n|||||Green: on track\nRef|Action|Lead||\n1|Light the lane|Ann||\n2|Mend the path|Bob||"
    )
    assert parts == ["Lanes plan", PLAN, "Key", "Green: on track"]


@pytest.mark.parametrize(
    "text",
    [
        "Ref|Action||Lead|Due\n1|Light the lane||Ann|May\n2|Mend the path||Bob|June",
        "Ref|Action||Notes\n1|Light the lane||\n2|Mend the path||Ask Bob",
        "Ref|Action||Lead|Due\n1|Light the lane||Ann|May\n2|Mend the path||\n3|Close it||Cy|June",
    ],
)
def test_columns_past_an_empty_one_that_are_the_tables_own_stay(text: str) -> None:
    assert len(read(text)) == 1


def test_cells_written_in_html_are_read_as_such() -> None:
    blocks = blocks_of_cell('<div class="x">Nine trained.<br>Two &amp; more.<ul><li>First</li></ul></div>', HERE)
    assert [(block.text, block.kind) for block in blocks] == [
        ("Nine trained.", BlockKind.PARAGRAPH),
        ("Two & more.", BlockKind.PARAGRAPH),
        ("First", BlockKind.BULLET),
    ]
    assert {block.location for block in blocks} == {HERE}
    assert [block.text for block in blocks_of_cell("Fewer than <5% of a<b", HERE)] == ["Fewer than <5% of a<b"]
