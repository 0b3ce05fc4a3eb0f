"""Boxes in one cell of which one is ticked."""

from __future__ import annotations

import pytest

from corpus.records import Reading
from corpus.tables.assembly import assemble
from tests.grids import grid


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("☒ Yes / ☐ No", ["Yes"]),
        ("☐ Yes ☒ No", ["No"]),
        ("Yes ☑ No ☐", ["Yes"]),
        ("☐ Yes ☐ No", ["☐ Yes", "☐ No"]),
        ("✓ Done by the team ☐ not yet said to be of use", ["✓ Done by the team", "☐ not yet said to be of use"]),
    ],
)
def test_the_value_whose_box_alone_is_ticked_is_what_a_cell_says(cell: str, value: list[str]) -> None:
    table = grid(("Action", "Key decision?"), ("Buy beds for the new ward", cell), ("Cook for all who come", cell))
    assembly = assemble(Reading((table,)))
    assert [[item.text for item in row.columns[0].items] for row in assembly.rows] == [value, value]
    assert assembly.problems == ()
