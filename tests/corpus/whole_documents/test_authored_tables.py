"""Tables with columns that people wrote, in any order: what titles the rows, groups and numbers them is found."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.records import Reading, RowKind
from corpus.tables.assembly import Assembly, assemble
from tests.drawn.authored import authored
from tests.grids import cells, grid, outline

DEBATABLE = {16, 26, 40, 50, 58}  # more than one column may title their rows


@pytest.mark.parametrize("seed", {*range(0, 60, 2)} - DEBATABLE)
def test_a_table_is_read_as_it_means(seed: int) -> None:
    drawn = authored(seed)
    assert not drawn.unread(assemble(drawn.reading).rows), drawn.drawn


def table(*rows: Sequence[str]) -> Assembly:
    return assemble(Reading((grid(*rows),)))


def test_places_left_of_the_titles_group_nothing_though_two_rows_share_one() -> None:
    assembly = table(
        ("Where", "Works", "Lead", "Due"),
        ("Marston yard", "Clear the old fuel tank", "Estates", "May 2027"),
        ("Aldham depot", "Replace the salt barn roof", "Fleet manager", "May 2026"),
        ("Aldham depot", "Fit a second wash bay", "Fleet manager", "June 2026"),
        ("Thorley", "Light the footpath to the station", "Estates", "May 2026"),
        ("Kirk Lane", "Move the gate back from the road", "Highways", "March 2026"),
        ("Quay Road", "Resurface the turning circle", "Highways", "July 2026"),
    )
    rows = [row for row in assembly.rows if row.kind is RowKind.ROW]
    assert [row.category.label for row in rows] == 6 * [""]
    assert rows[2].priority.title == "Fit a second wash bay"
    assert cells(assembly, rows[2].reference)["Where"] == ["Aldham depot"]


def test_references_at_the_right_number_the_titles() -> None:
    assembly = table(
        ("Theme", "Recommendation", "Lead", "Due", "Ref"),
        ("Access", "Open the front desk on Saturdays", "Registrar", "May 2026", "RS/26/01"),
        ("Access", "Put the forms online", "Digital lead", "June 2026", "RS/26/02"),
        ("Records", "Scan the older registers", "Archivist", "March 2027", "RS/26/03"),
        ("Records", "Repair the strong room door", "Estates", "May 2026", "RS/26/04"),
    )
    assert outline(assembly)["RS/26/03"] == "Records › RS/26/03 Scan the older registers"
    assert "Ref" not in cells(assembly, "RS/26/03")


def test_dates_at_the_right_number_nothing_though_all_differ() -> None:
    assembly = table(
        ("Due", "Theme", "Commitment", "Ref"),
        ("Mar 2032", "Governance", "Publish the register of decisions", "DD1"),
        ("Jun 2032", "Governance", "Appoint a scrutiny officer", "DD2"),
        ("Sep 2032", "Housing", "Agree the brownfield pipeline", "DD3"),
        ("Apr 2033", "Housing", "Let the first retrofit contract", "DD4"),
    )
    rows = [row for row in assembly.rows if row.kind is RowKind.ROW]
    assert [row.priority.number for row in rows] == ["DD1", "DD2", "DD3", "DD4"]
    assert cells(assembly, rows[0].reference)["Due"] == ["Mar 2032"]
