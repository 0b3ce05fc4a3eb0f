"""Which cells stand above rows: where a few more or less change what a table is."""

from __future__ import annotations

import pytest

from corpus.records import Doubt, Reading, RowKind
from corpus.tables.assembly import assemble
from tests.grids import grid

TOWNS = ("Northfield", "Southgate", "Westerham", "Eastleigh", "Upton", "Downham", "Overton", "Netherby")


@pytest.mark.parametrize(
    ("filled", "depth", "doubt"),
    [
        ({0, 2, 4}, 2, Doubt.NONE),  # blank now and then: it stands above the rows below it
        ({0, 1, 3, 4}, 2, Doubt.NONE),
        ({0, 1, 2, 3, 4}, 1, Doubt.CHECK),  # blank once, which may only be left out: it is said that this can't be told
        ({0, 1, 2, 3, 4, 5}, 1, Doubt.NONE),
    ],
)
def test_a_column_that_is_filled_less_often_than_the_next_groups_its_rows(
    filled: set[int], depth: int, doubt: Doubt
) -> None:
    body = [[TOWNS[at] if at in filled else "", f"Build home {at} in time", f"Done by team {at}"] for at in range(6)]
    assembly = assemble(Reading((grid(["Place", "Action", "Progress"], *body),)))
    assert {len(row.path) for row in assembly.rows if row.kind is RowKind.ROW} == {depth}
    assert {row.doubt for row in assembly.rows} == {doubt}
    assert len(assembly.rows) == 6


@pytest.mark.parametrize(("doubled", "depth"), [(0, 2), (1, 2), (2, 1), (3, 1)])
def test_lone_cells_are_headings_while_few_of_them_stand_together(doubled: int, depth: int) -> None:
    """Of five: where more stand together, they are rows with nothing else to say yet."""
    body: list[list[str]] = []
    for at, name in enumerate(("Homes", "Health", "Schools", "Roads", "Parks")):
        body.append([name, "", ""])
        if 0 < at <= doubled:
            body.append([f"{name} again", "", ""])
        body += [[f"Start {name} work", "Staff", "Done"], [f"End {name} work", "Team", "Begun"]]
    assembly = assemble(Reading((grid(["Action", "Lead", "Progress"], *body),)))
    assert {len(row.path) for row in assembly.rows if row.kind is RowKind.ROW} == {depth}
