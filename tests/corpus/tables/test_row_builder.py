"""Which lines of a table begin a row of their own, and which go on with the one above."""

from __future__ import annotations

from corpus.records import Reading, Row, RowKind
from corpus.tables.assembly import assemble
from tests.grids import CellText, grid

HEADER = ("Well to be dug", "Parish", "Depth", "Dug", "Keeper", "Remarks")
WELLS: tuple[tuple[CellText | None, ...], ...] = (
    ("Dig a well at Elm Green", "Lyde", "12 m", "May 2026", "", ""),
    ("Clear the old well of Brandle", "Brandle", "9 m", "June 2026", "", ""),
    ("Line the well by the forge", "Quenby", "30 m", "July 2026", "", ""),
    ("Fence the spring on the heath", "Lyde", "", "May 2027", "A. Osei", "Sheep fall in"),
)


def wells(*more: tuple[CellText | None, ...]) -> list[Row]:
    found = assemble(Reading((grid(HEADER, *WELLS, *more),))).rows
    return [row for row in found if row.kind is RowKind.ROW]


def said(row: Row) -> list[str]:
    return [" ".join(item.text for item in column.items) for column in row.columns if column.items]


def test_a_line_that_says_as_much_as_others_is_a_row_though_the_one_above_has_its_title() -> None:
    again = ("Fence the spring on the heath", "", "7 m", "May 2028", "", "")
    *_, before, row = wells(again)
    assert said(before) == ["Lyde", "May 2027", "A. Osei", "Sheep fall in"]
    assert (row.priority.title, said(row)) == ("Fence the spring on the heath", ["7 m", "May 2028"])


def test_a_line_without_a_title_that_says_little_goes_on_with_the_row_above() -> None:
    *_, row = wells(("", "", "", "", "", "The gate is broken"))
    assert said(row) == ["Lyde", "May 2027", "A. Osei", "Sheep fall in The gate is broken"]


def test_a_line_beside_a_merged_title_is_part_of_its_row_which_is_to_be_checked() -> None:
    merged = ("Pave the way to the fountain", 1, 2)
    rows = wells((merged, "Lyde", "", "May 2026", "B. Day", ""), (None, "Quenby", "", "June 2026", "C. Ash", ""))
    assert rows[-1].priority.title == "Pave the way to the fountain"
    assert said(rows[-1]) == ["Lyde Quenby", "May 2026 June 2026", "B. Day C. Ash"]
    assert len(rows) == len(WELLS) + 1
    assert any("a line without a title of its own" in doubt for doubt in rows[-1].doubts)


def test_titles_that_are_all_merged_over_several_lines_raise_no_doubt() -> None:
    header = ("Action", "Update", "By", "Status")
    lines: list[tuple[tuple[CellText | None, ...], ...]] = [
        ((("Dig a well", 1, 2), "Surveyed.", "May 2026", "Done"), (None, "To be dug.", "June 2026", "Not begun")),
        ((("Plant a hedge", 1, 2), "Ordered.", "July 2026", "Done"), (None, "To plant.", "August 2026", "Not begun")),
    ]
    rows = assemble(Reading((grid(header, *(line for row in lines for line in row)),))).rows
    assert [said(row) for row in rows if row.kind is RowKind.ROW] == [
        ["Surveyed. To be dug.", "May 2026 June 2026", "Done Not begun"],
        ["Ordered. To plant.", "July 2026 August 2026", "Done Not begun"],
    ]
    assert not any("without a title" in doubt for row in rows for doubt in row.doubts)


def test_a_value_that_is_its_columns_label_too_stays_where_a_header_is_said_again() -> None:
    header = ("No.", "Recommendation", "Cabinet response", "Accepted?")
    first = ("1", "That the parks be lit at night", "Lamps are bought, and will stand by May", "Accepted")
    second = ("2", "That the well be fenced at once", "The sheep are gone, and nobody else falls in", "Rejected")
    third = ("3", "That all gates be mended", "The smith has begun with the gate of the park", "Accepted")
    rows = assemble(Reading((grid(header, first, second, header, third),))).rows
    assert [said(row)[-1] for row in rows if row.kind is RowKind.ROW] == ["Accepted", "Rejected", "Accepted"]


def test_a_step_says_which_heading_it_stands_under() -> None:
    grouped = [(f"Parish {'ABB'[at]}", *row) for at, row in enumerate(WELLS[:3])]
    found = assemble(Reading((grid(("Area", *HEADER), *grouped),))).rows
    row = next(row for row in found if row.kind is RowKind.ROW)
    assert [(step.title, step.under) for step in row.path][-1] == (WELLS[0][0], "Well to be dug")
