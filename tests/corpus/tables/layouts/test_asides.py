"""Tables that are none of a plan's: versions, contacts, contents, forms."""

from __future__ import annotations

import pytest

from corpus.records import Grid, Reading, RowKind, Severity
from corpus.tables.assembly import Assembly, assemble
from corpus.tables.layouts.asides import aside, is_form
from tests.grids import CellText, grid

ACTIONS = grid(("Action", "Lead", "Due"), ("Buy beds", "Ann", "May 2026"), ("Cook", "Ben", "June 2026"))
VERSIONS = (("Version", "Date", "Change"), ("1.0", "3 May 2026", "Agreed"), ("1.1 draft", "8 June 2026", "Update"))
CONTACTS = (("Name", "Post", "Email"), ("Ann", "Head", "ann@x.example"), ("Ben", "Lead", "ben@x.example"))
CONTENTS = (("Section", "Page"), ("Homes", "3"), ("Health", "12"))
FORM = (("Service", "Homes"), ("Completed by", "Jo Marsh"), ("Date of return", "4 June 2026"), ("Quarter", "One"))


def titles(assembly: Assembly) -> list[str]:
    return [row.priority.title for row in assembly.rows if row.kind is RowKind.ROW]


def of(rows: tuple[tuple[CellText, ...], ...]) -> Grid:
    return grid(*rows)


@pytest.mark.parametrize("rows", [VERSIONS, CONTACTS, CONTENTS, FORM])
def test_such_a_table_beside_a_plans_is_text_and_told(rows: tuple[tuple[str, ...], ...]) -> None:
    assembly = assemble(Reading((of(rows), ACTIONS)))
    assert titles(assembly) == ["Buy beds", "Cook"]
    prose = " ".join(i.text for row in assembly.rows if row.kind is RowKind.PROSE for i in row.columns[0].items)
    assert all(text in prose for row in rows for text in row)
    assert [problem.severity for problem in assembly.problems] == [Severity.NOTE]


def test_contacts_alone_are_rows() -> None:
    assert titles(assemble(Reading((of(CONTACTS),)))) == ["Ann", "Ben"]


def test_actions_with_addresses_or_versions_are_a_plans() -> None:
    rows = grid(("Buy beds", "ann@x.example", "1.0"), ("Cook", "ben@x.example", "1.1")).rows
    assert aside(("Action", "Email", "Version"), rows) == ""
    assert aside(("What", "Email", "Status"), rows) == ""
    assert aside(("Name", "Email", "Post"), rows) == "whom to contact"


def test_a_table_of_two_columns_with_a_header_is_no_form() -> None:
    assert is_form(of(FORM).rows)
    assert not is_form(grid(("Action", "Lead"), ("Buy beds", "Ann"), ("Cook", "Ben")).rows)
    assert not is_form(grid(("Outcome", "Progress"), ("Service review", "Done"), ("Team plan", "Begun")).rows)
