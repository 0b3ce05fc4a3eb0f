"""Tables that are none of a plan's: versions, contacts, contents, keys, forms."""

from __future__ import annotations

import pytest

from corpus.records import Grid, Reading, RowKind, Severity
from corpus.tables.assembly import Assembly, assemble
from tests.grids import CellText, grid

ACTIONS = grid(
    ("Action", "Lead", "Due", "Priority"),
    ("Buy beds for the new ward", "Ann", "May 2026", "High"),
    ("Cook for all who come", "Ben", "June 2026", "Low"),
    ("Open the garden each day", "Cora", "June 2026", "High"),
    ("Ask those who left", "Ben", "July 2026", "Low"),
)
VERSIONS = (("Version", "Date", "Change"), ("1.0", "3 May 2026", "Agreed"), ("1.1 draft", "8 June 2026", "Update"))
CONTACTS = (("Name", "Post", "Email"), ("Ann", "Head", "ann@x.example"), ("Ben", "Lead", "ben@x.example"))
CONTENTS = (("Section", "Page"), ("Homes", "3"), ("Health", "12"))
FORM = (("Service", "Homes"), ("Completed by", "Jo Marsh"), ("Date of return", "4 June 2026"), ("Quarter", "One"))
REPORT = (("Date", "4 June 2026"), ("Portfolio", "Homes and parks"), ("Wards", "All"), ("Key decision?", "No"))
READERS = (("Sent to", "Post", "Date"), ("A. Osei", "Director", "4 May 2026"), ("J. Marsh", "Clerk", "5 May 2026"))
KEY = (("High", "A serious weakness that needs action at once"), ("Low", "Good practice that would be better"))
SIGNED = (("Champion", "Cllr Hall", "Signed", "8 May 2026"), ("Chief Executive", "T. Osei", "Signed", "9 May 2026"))


def titles(assembly: Assembly) -> list[str]:
    return [row.priority.title for row in assembly.rows if row.kind is RowKind.ROW]


def of(rows: tuple[tuple[CellText, ...], ...]) -> Grid:
    return grid(*rows)


@pytest.mark.parametrize("rows", [VERSIONS, CONTACTS, CONTENTS, FORM, REPORT, READERS, KEY])
def test_such_a_table_beside_a_plans_is_text_and_told(rows: tuple[tuple[str, ...], ...]) -> None:
    assembly = assemble(Reading((of(rows), ACTIONS)))
    assert titles(assembly) == titles(assemble(Reading((ACTIONS,))))
    prose = " ".join(i.text for row in assembly.rows if row.kind is RowKind.PROSE for i in row.columns[0].items)
    assert all(text in prose for row in rows for text in row)
    assert not any(row.problems for row in assembly.rows)
    assert Severity.ERROR not in {problem.severity for problem in assembly.problems}


def test_contacts_alone_are_rows() -> None:
    assert titles(assemble(Reading((of(CONTACTS),)))) == ["Ann", "Ben"]


def test_small_tables_of_a_plan_are_rows_beside_larger_ones() -> None:
    small = grid(("Project", "Lead", "Cost"), ("Mend the roof of the hall", "Ann", "£3,000"))
    measures = grid(("Measure", "2024", "2025"), ("Beds in use", "12", "14"), ("Visits", "130", "145"))
    found = titles(assemble(Reading((ACTIONS, small, measures))))
    assert found[4:] == ["Mend the roof of the hall", "Beds in use", "Visits"]


def test_years_and_sums_are_a_plans() -> None:
    spend = grid(("Scheme", "2025/26", "2026/27"), ("Mend paths", "£12,000", "£14,000"), ("Beds", "£3,000", "£0"))
    assert titles(assemble(Reading((spend, ACTIONS))))[:2] == ["Mend paths", "Beds"]


def test_a_table_without_a_header_goes_on_with_one_whose_columns_are_like_its_own() -> None:
    measures = grid(("Measure", "2023", "2024", "2025"), ("Beds in use", "9", "12", "14"), ("Visits", "1", "3", "5"))
    more = grid(("Meals cooked", "90", "120", "140"), ("Teams that meet", "4", "5", "6"))
    assert "Meals cooked" in titles(assemble(Reading((measures, more))))
    assert "Champion" not in titles(assemble(Reading((measures, of(SIGNED)))))


def test_a_table_of_two_columns_with_a_header_is_no_form() -> None:
    for labels in (("Action", "Lead"), ("Outcome", "Progress")):
        plain = grid(labels, ("Review of the service", "Begun"), ("Plan of the team", "Done in May"))
        assert len(titles(assemble(Reading((ACTIONS, plain))))) == 6
