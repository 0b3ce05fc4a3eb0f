"""True grids to rows: what is merged, nested, said again or left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from corpus.records import Block, BlockKind, Doubt, Grid, Item, Location, Reading, Row, RowKind
from corpus.tables.assembly import Assembly, assemble
from tests.grids import FILE, CellText, cells, grid, outline, seen

WHERE = Location(FILE, line=2)


def table(*rows: Sequence[CellText | None], gaps: Sequence[int] = ()) -> Assembly:
    return assemble(Reading((grid(*rows, gaps=gaps),)))


def texts_of(assembly: Assembly) -> list[str]:
    """What was read as text beside the tables."""
    prose = [row for row in assembly.rows if row.kind is RowKind.PROSE]
    return [item.text for row in prose for column in row.columns for item in column.items]


def plan_rows(assembly: Assembly) -> list[Row]:
    return [row for row in assembly.rows if row.kind is RowKind.ROW]


def rebuilt(made: Grid, row: int, column: int, *blocks: Block) -> Grid:
    """A grid with other blocks in one of its cells."""
    old = made.rows[row]
    cells = tuple(replace(cell, blocks=blocks) if cell.column == column else cell for cell in old.cells)
    return replace(made, rows=(*made.rows[:row], replace(old, cells=cells), *made.rows[row + 1 :]))


def test_a_merged_category_covers_its_rows() -> None:
    assembly = table(
        ("Area", "Priority", "Actions"),
        (("1 Homes", 1, 2), "i Beds", "Buy two"),
        (None, "ii Food", "Cook"),
        ("2 Money", "i Pay", "Ask"),
    )
    assert outline(assembly) == {"1.i": "1 Homes › i Beds", "1.ii": "1 Homes › ii Food", "2.i": "2 Money › i Pay"}
    assert seen(assembly) == []


def coloured(*colours: str) -> Grid:
    """A table whose last column says a thing by colours alone, but for one row."""
    plain = grid(("Ref", "Aim", "Status"), ("1", "Beds", ""), ("2", "Food", ""), ("3", "Pay", ""))
    painted = [
        replace(row, cells=(*row.cells[:2], replace(row.cells[2], colour=colour)))
        for row, colour in zip(plain.rows[1:], colours, strict=True)
    ]
    return replace(plain, rows=(plain.rows[0], *painted))


def test_ratings_that_are_only_colours_are_named_with_their_rows() -> None:
    assembly = assemble(Reading((coloured("red", "", "green"),)))
    assert [row.problems[0].seen if row.problems else "" for row in assembly.rows] == [
        "“1 Beds” has only a colour, and no words, under “Status” (red)",
        "",
        "“3 Pay” has only a colour, and no words, under “Status” (green)",
    ]


def test_a_single_shaded_cell_is_no_rating() -> None:
    assert seen(assemble(Reading((coloured("blue", "", ""),)))) == []


def test_a_merged_priority_keeps_its_lines_together() -> None:
    assembly = table(
        ("Priority", "Actions", "Lead"),
        (("1 Beds", 1, 2), "Buy two", ("ICB", 1, 2)),
        (None, "Rent one", None),
        ("2 Food", "Cook", "Council"),
    )
    assert cells(assembly, "1") == {"Actions": ["Buy two", "Rent one"], "Lead": ["ICB"]}
    assert seen(assembly) == []


def test_a_cell_merged_over_two_priorities_is_given_to_both_and_said_so() -> None:
    assembly = table(
        ("Priority", "Actions", "Lead"),
        ("1 Beds", "Buy", ("ICB", 1, 2)),
        ("2 Food", "Cook", None),
        ("3 Pay", "Ask", "Council"),
    )
    assert [cells(assembly, reference)["Lead"] for reference in "123"] == [["ICB"], ["ICB"], ["Council"]]
    assert seen(assembly) == ["one cell of “Lead” stands beside several rows"]


def test_a_header_of_two_rows() -> None:
    assembly = table(
        (("Priority", 1, 2), ("Status", 2, 1), None),
        (None, "Now", "Next year"),
        ("1 Beds", "Amber", "Green"),
        ("2 Food", "Red", "Amber"),
        (("Priority", 1, 2), ("Status", 2, 1), None),
        (None, "Now", "Next year"),
        ("3 Pay", "Red", "Red"),
    )
    assert list(outline(assembly)) == ["1", "2", "3"]
    assert cells(assembly, "2") == {"Status › Now": ["Red"], "Status › Next year": ["Amber"]}


def test_text_in_a_column_without_a_label_is_kept_under_its_place() -> None:
    rows = (("1 Beds", "see the annex", "ICB", "May"), ("2 Food", "", "Council", "June"), ("3 Pay", "", "Board", "May"))
    assembly = table(("Priority", "", "Lead", "Due"), *rows)
    assert cells(assembly, "1") == {"Column 2": ["see the annex"], "Lead": ["ICB"], "Due": ["May"]}
    assert any("Column 2" in text for text in seen(assembly))


@pytest.mark.parametrize("label", ["No", "Ref", "#", ""])
def test_a_column_of_numbers_numbers_the_next(label: str) -> None:
    assembly = table((label, "Action", "Lead", "Due"), ("1", "Beds", "ICB", "May"), ("2", "Food", "Council", "June"))
    assert outline(assembly) == {"1": "1 Beds", "2": "2 Food"}
    assert cells(assembly, "2") == {"Lead": ["Council"], "Due": ["June"]}


def test_the_programs_own_numerals_number_rows() -> None:
    made = grid(("Priority", "Lead", "Due"), ("Beds", "ICB", "May"), ("Food", "Council", "June"))
    made = rebuilt(made, 1, 0, Block("Beds", WHERE, number="i"))
    made = rebuilt(made, 2, 0, Block("Food", WHERE, number="ii"))
    assert outline(assemble(Reading((made,)))) == {"i": "i Beds", "ii": "ii Food"}


def test_nothing_is_joined_across_text_that_couldnt_be_read() -> None:
    assembly = table(
        ("Priority", "Actions", "Lead"),
        ("1 Beds", "• Buy two and", "ICB"),
        ("", "• rent one", ""),
        ("2 Food", "• Cook\n• Bake", "ICB"),
        ("3 Pay", "• Ask", "LA"),
        gaps=[2],
    )
    assert cells(assembly, "1")["Actions"] == ["Buy two and"]
    (orphan,) = [row for row in assembly.rows if row.priority.title == ""]
    assert [item.text for item in orphan.columns[0].items] == ["rent one"]
    assert (orphan.reference, orphan.doubt) == ("?", Doubt.CANT_TELL)
    assert cells(assembly, "2")["Actions"] == ["Cook", "Bake"]


def test_rows_after_a_gap_dont_go_on_with_the_category_before_it() -> None:
    rows = (
        ("Area", "Priority", "Lead"),
        ("1 Homes", "i Beds", "ICB"),
        ("", "ii Food", "ICB"),
        ("", "iii Pay", "ICB"),
        ("3 Health", "i Teeth", "ICB"),
    )
    assembly = table(*rows, gaps=[3])
    assert outline(assembly) == {
        "1.i": "1 Homes › i Beds",
        "1.ii": "1 Homes › ii Food",
        "?.iii": "? › iii Pay",
        "3.i": "3 Health › i Teeth",
    }
    assert any("couldn't be read" in text for text in seen(assembly))


def test_a_category_that_is_named_again_after_a_gap_is_kept() -> None:
    rows = (("Area", "Priority", "Lead"), ("1 Homes", "i Beds", "ICB"), ("1 Homes", "ii Food", "ICB"))
    assert outline(table(*rows, gaps=[2])) == {"1.i": "1 Homes › i Beds", "1.ii": "1 Homes › ii Food"}


def test_a_heading_across_the_table_doesnt_reach_over_a_gap() -> None:
    assembly = table(
        ("Action", "Lead", "Due"),
        (("Theme 1: Homes", 3, 1), None, None),
        ("Buy beds", "ICB", "May"),
        ("Rent beds", "ICB", "May"),
        ("Cook", "ICB", "June"),
        gaps=[4],
    )
    assert [row.label for row in assembly.rows] == ["1 Homes › Buy beds", "1 Homes › Rent beds", "? › Cook"]


def test_a_short_text_across_the_table_heads_the_rows_below_it() -> None:
    assembly = table(
        ("Action", "Lead", "Due"),
        (("Theme 1: Homes", 3, 1), None, None),
        ("Buy beds", "ICB", "May"),
        ("Rent beds", "ICB", "May"),
        (("Theme 2: Meals", 3, 1), None, None),
        ("Cook", "ICB", "June"),
        (("RAG key: red is late", 3, 1), None, None),
    )
    assert outline(assembly) == {
        "1.1": "1 Homes › Buy beds",
        "1.2": "1 Homes › Rent beds",
        "2.1": "2 Meals › Cook",
    }
    assert texts_of(assembly) == ["RAG key: red is late"]
    assert seen(assembly) == []


def test_a_text_across_the_last_row_stands_below_the_table() -> None:
    note = "Scores above fifteen are reported to the board of the council each quarter, with what is done about them."
    assembly = table(("Risk", "Score", "Lead"), ("Too few carers", "16", "Ann"), ((note, 3, 1), None, None))
    assert [[item.text for column in row.columns for item in column.items] for row in plan_rows(assembly)] == [
        ["16", "Ann"]
    ]
    assert texts_of(assembly) == [note]


def test_the_heading_of_rows_may_stand_above_their_header_in_the_table() -> None:
    header = ("Action", "Lead", "Due")
    one = grid((("1 Homes", 3, 1), None, None), header, ("Buy beds", "ICB", "May"), ("Rent beds", "ICB", "May"))
    two = grid((("2 Meals", 3, 1), None, None), header, ("Cook", "ICB", "May"), ("Serve", "ICB", "June"))
    expected = {
        "1.1": "1 Homes › Buy beds",
        "1.2": "1 Homes › Rent beds",
        "2.1": "2 Meals › Cook",
        "2.2": "2 Meals › Serve",
    }
    assert outline(assemble(Reading((one, two)))) == expected
    assert outline(assemble(Reading((Grid((*one.rows, *two.rows), WHERE),)))) == expected


def test_headings_across_the_table_stand_below_one_another() -> None:
    def across(text: str) -> tuple[CellText | None, ...]:
        return ((text, 3, 1), None, None)

    rows = (
        across("Priority 1: Homes"),
        across("Outcome 1.1 More beds"),
        ("Buy beds", "ICB", "May"),
        across("Outcome 1.2 Better beds"),
        ("Mend beds", "ICB", "May"),
        across("Priority 2: Meals"),
        across("Outcome 2.1 Hot meals"),
        ("Cook", "ICB", "June"),
    )
    assembly = table(("Action", "Lead", "Due"), *rows)
    assert list(outline(assembly).values()) == [
        "1 Homes › 1.1 More beds › Buy beds",
        "1 Homes › 1.2 Better beds › Mend beds",
        "2 Meals › 2.1 Hot meals › Cook",
    ]
    assert seen(assembly) == []


def test_totals_across_the_table_are_no_headings_of_what_follows() -> None:
    def across(text: str) -> tuple[CellText | None, ...]:
        return ((text, 3, 1), None, None)

    assembly = table(
        ("Action", "Lead", "Due"),
        across("Homes"),
        ("Buy beds", "ICB", "May"),
        across("One action"),
        across("Meals"),
        ("Cook", "ICB", "June"),
        across("One action here"),
        across("Care"),
        ("Visit", "ICB", "June"),
    )
    assert list(outline(assembly).values()) == ["Homes › Buy beds", "Meals › Cook", "Care › Visit"]


def test_labelled_texts_across_the_table_say_more_of_the_row_above() -> None:
    def across(text: str) -> tuple[CellText | None, ...]:
        return ((text, 3, 1), None, None)

    assembly = table(
        ("Action", "Lead", "Due"),
        across("Theme: Homes"),
        ("Buy beds", "ICB", "May"),
        across("Update: Two were bought."),
        across("Risks: prices"),
        ("Mend beds", "ICB", "June"),
        across("Update: None so far."),
        across("Risks: wages"),
        across("Theme: Meals"),
        ("Cook", "ICB", "July"),
        across("Update: Lunch is served."),
    )
    assert outline(assembly) == {
        "1.1": "Theme: Homes › Buy beds",
        "1.2": "Theme: Homes › Mend beds",
        "2.1": "Theme: Meals › Cook",
    }
    assert cells(assembly, "1.2") == {
        "Lead": ["ICB"],
        "Due": ["June"],
        "Update": ["None so far."],
        "Risks": ["wages"],
    }
    assert seen(assembly) == []


def test_a_heading_that_is_said_again_on_the_next_page_is_the_same() -> None:
    assembly = table(
        ("Action", "Lead", "Due"),
        (("Priority 1: Homes", 3, 1), None, None),
        ("Buy beds", "ICB", "May"),
        ("Action", "Lead", "Due"),
        (("Priority 1: Homes (continued)", 3, 1), None, None),
        ("Rent beds", "ICB", "May"),
        (("Priority 2: Meals", 3, 1), None, None),
        ("Cook", "ICB", "June"),
    )
    assert outline(assembly) == {"1.1": "1 Homes › Buy beds", "1.2": "1 Homes › Rent beds", "2.1": "2 Meals › Cook"}


def test_a_text_above_the_header_said_again_heads_the_rows_below_it() -> None:
    header = ("Action", "Lead", "Due")
    made = grid(
        header, ("Buy", "ICB", "May"), ("2 Meals", "", ""), header, ("Cook", "ICB", "June"), ("Bake", "ICB", "")
    )
    title, line = Block("The plan", WHERE, BlockKind.HEADING, 1), Block("1 Homes", WHERE)
    assembly = assemble(Reading((title, line, made)))
    assert {key: text for key, text in outline(assembly).items() if key[0] != "§"} == {
        "1.1": "1 Homes › Buy",
        "2.1": "2 Meals › Cook",
        "2.2": "2 Meals › Bake",
    }
    assert seen(assembly) == []


def test_a_title_above_the_header_heads_no_rows() -> None:
    header = ("Action", "Lead", "Due")
    alone = grid((("Delivery plan", 3, 1), None, None), header, ("Buy beds", "ICB", "May"), ("Rent", "ICB", "May"))
    assert outline(assemble(Reading((alone,)))) == {"1": "Buy beds", "2": "Rent"}
    banded = table(
        (("Delivery plan", 3, 1), None, None),
        header,
        (("1 Homes", 3, 1), None, None),
        ("Buy beds", "ICB", "May"),
        (("2 Meals", 3, 1), None, None),
        ("Cook", "ICB", "June"),
    )
    assert outline(banded) == {"1.1": "1 Homes › Buy beds", "2.1": "2 Meals › Cook"}


def test_a_long_text_across_the_table_goes_with_the_row_above() -> None:
    text = "The board heard in May that all beds were bought and that the families who use them are content with them."
    assembly = table(
        ("Action", "Lead", "Due"), ("Buy", "ICB", "May"), ((text, 3, 1), None, None), ("Cook", "ICB", "June")
    )
    assert cells(assembly, "1")["Due"] == ["May", text]
    assert any("across all columns" in what for what in seen(assembly))


def test_levels_of_bullets_are_kept() -> None:
    made = grid(("Priority", "Actions", "Lead"), ("1 Beds", "x", "ICB"), ("2 Food", "Cook", "ICB"))
    bullets = [Block(text, WHERE, BlockKind.BULLET, level) for text, level in (("Buy", 0), ("two", 1))]
    found = assemble(Reading((rebuilt(made, 1, 1, *bullets),))).rows[0]
    assert [(item.text, item.level) for item in found.columns[0].items] == [("Buy", 0), ("two", 1)]


def test_a_table_that_is_all_of_a_cell_gives_its_rows_for_items() -> None:
    made = grid(("Aim", "Milestones", "Lead"), ("Beds", "", "Ann Hall"), ("Food", "Cook", "Ben Ash"))
    nested = (Block("May | Plans agreed", WHERE, BlockKind.NESTED), Block("June | Open", WHERE, BlockKind.NESTED))
    found = assemble(Reading((rebuilt(made, 1, 1, *nested),)))
    assert cells(found, "1")["Milestones"] == ["May | Plans agreed", "June | Open"]


def test_footnotes_stay_out_of_the_rows_words() -> None:
    made = grid(("Priority", "Lead", "Due"), ("1 Beds", "x", "May"), ("2 Food", "Council", "June"))
    made = rebuilt(made, 1, 1, Block("ICB", WHERE), Block("As agreed in May", WHERE, BlockKind.NOTE))
    found = assemble(Reading((made,))).rows[0]
    assert found.columns[0].items == (Item("ICB", (WHERE,)),)
    assert [note.text for note in found.notes] == ["As agreed in May"]


def test_headings_over_tables_top_their_rows_unless_they_are_the_title() -> None:
    def title(text: str, line: int) -> Block:
        return Block(text, Location(FILE, line=line), BlockKind.HEADING, 1)

    one = grid(("Action", "Lead", "Due"), ("Buy beds", "ICB", "May"), ("Rent beds", "ICB", "May"))
    two = grid(("Action", "Lead", "Due"), ("Cook", "ICB", "May"), ("Serve", "ICB", "June"))
    parts = (title("Plan", 1), title("Theme 1: Homes", 2), one, title("Theme 2: Meals", 9), two)
    assert outline(assemble(Reading(parts))) == {
        "1.1": "1 Homes › Buy beds",
        "1.2": "1 Homes › Rent beds",
        "2.1": "2 Meals › Cook",
        "2.2": "2 Meals › Serve",
    }


def test_references_are_unique() -> None:
    assembly = table(("Ref", "Action", "Lead"), ("A1", "Beds", "ICB"), ("A1", "Food", "ICB"), ("A2", "Pay", "ICB"))
    assert [row.reference for row in assembly.rows] == ["A1", "A1 (2)", "A2"]
    assert "the reference A1 is used for more than one row" in seen(assembly)


def test_codes_that_begin_again_below_each_heading_raise_no_doubt() -> None:
    rows = (
        ("Mill audit", "M1", "Count the sacks of flour each night", "Agreed"),
        ("Mill audit", "M2", "Lock the sluice gate after dusk", "Agreed"),
        ("Ferry audit", "M1", "Weigh the carts before they board", "Agreed"),
        ("Ferry audit", "M2", "Sound the bell in every fog", "Agreed"),
    )
    assembly = assemble(Reading((grid(("Audit", "Rec. no.", "Recommendation", "Response"), *rows),)))
    assert [row.category.title for row in assembly.rows] == ["Mill audit"] * 2 + ["Ferry audit"] * 2
    assert [row.reference for row in assembly.rows] == ["M1", "M2", "M1 (2)", "M2 (2)"]
    assert [row.doubt for row in assembly.rows] == [Doubt.NONE] * 4


def test_a_row_of_guessed_words_is_to_be_checked() -> None:
    table = grid(("Action", "Lead"), ("Buy ten beds", "Ann Hall"), ("Mend the roof", "Ben Ash"))
    scanned = replace(table.rows[1].cells[1], blocks=(replace(table.rows[1].cells[1].blocks[0], guessed=True),))
    row = replace(table.rows[1], cells=(table.rows[1].cells[0], scanned))
    found = assemble(Reading((replace(table, rows=(table.rows[0], row, table.rows[2])),)))
    assert [each.doubt for each in found.rows] == [Doubt.CHECK, Doubt.NONE]


def test_numbers_that_are_no_numerals_are_kept_as_they_stand_in_their_column() -> None:
    rows = [("PAY-01", "Sign the reports"), ("PAY-02", "Remove old access"), ("S106-01", "Keep a register")]
    found = assemble(Reading((grid(("Ref", "Recommendation", "Owner"), *((*row, "Ann") for row in rows)),)))
    assert list(outline(found)) == ["PAY-01", "PAY-02", "S106-01"]
    assert not found.problems


def test_a_sum_below_codes_is_called_by_its_word() -> None:
    names = ("Mend the market roof", "Light the harbour steps", "Plant the ring road", "Widen the mill bridge")
    rows = [(f"LC-10{at}", name, "Highways Team", f"£{at},000") for at, name in enumerate(names, start=1)]
    found = table(("Code", "Scheme", "Lead", "Cost"), *rows, ("Total", "", "", "£10,000"))
    assert list(outline(found).values()) == [f"LC-10{at} {name}" for at, name in enumerate(names, start=1)]
    assert (found.rows[-1].priority.label, found.rows[-1].kind) == ("Total", RowKind.TOTAL)
