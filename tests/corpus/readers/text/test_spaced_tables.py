"""Tables drawn with spaces."""

from __future__ import annotations

from corpus.readers.text.spaced_tables import spaced_tables


def rows(text: str) -> list[list[tuple[str, ...]]]:
    return [[row.cells for row in table.rows] for table in spaced_tables(text.split("\n"))]


TABLE = """The plan in short.

Area     Ref  Aim           Lead
-------  ---  ------------  ----
Homes    1.1  Find carers   ICB
              near school

         1.2  Keep them     LA

Money    2.1  Ask           LA

Notes on this follow here, in one line of text.
"""


def test_gaps_that_all_lines_leave_free_part_columns_and_blank_lines_rows() -> None:
    assert rows(TABLE) == [
        [
            ("Area", "Ref", "Aim", "Lead"),
            ("Homes", "1.1", "Find carers\nnear school", "ICB"),
            ("", "1.2", "Keep them", "LA"),
            ("Money", "2.1", "Ask", "LA"),
        ]
    ]


def test_without_blank_lines_a_numeral_or_the_first_column_begins_a_row() -> None:
    lines = [
        "Area     Ref  Aim",
        "Homes    1.1  Find",
        "              carers",
        "         1.2  Keep",
        "Money    2.1  Ask",
    ]
    (found,) = rows("\n".join(lines))
    assert found[1:] == [("Homes", "1.1", "Find\ncarers"), ("", "1.2", "Keep"), ("Money", "2.1", "Ask")]


def test_a_rule_below_the_labels_says_where_columns_begin_whatever_else_the_text_holds() -> None:
    lines = [
        "OUT OF COURT",
        "No.   Step           Due",
        "----  -------------  ----",
        "7.1   Hold a panel   May",
        "      each week",
        "7.2   Make a film    June",
    ]
    (found,) = rows("\n".join([*lines, "", "Approved."]))
    assert found[1:] == [("7.1", "Hold a panel\neach week", "May"), ("7.2", "Make a film", "June")]


def test_a_header_that_comes_again_begins_another_table() -> None:
    header, first, second = "Ref  Aim   Due", "1.1  Find  May", "1.2  Keep  June"
    third = "2.1  Ask   July"
    found = rows("\n".join([header, first, second, third, "MONEY", header, third, first, second]))
    assert [len(table) for table in found] == [4, 4]


def test_a_label_may_stand_over_the_middle_of_its_column() -> None:
    lines = ["Aim           Lead       Due", "Beds      The ICB and us  May", "Food      Nobody yet      June"]
    (found,) = rows("\n".join([*lines, "Pay       The mayor       July"]))
    assert found[1] == ("Beds", "The ICB and us", "May")


def test_a_single_unbreakable_space_parts_labels_too() -> None:
    lines = ["Aim\u00a0Step   Due", "Homes     May", "Beds      June", "Food      July"]
    assert rows("\n".join(lines)) == []


def test_a_line_as_long_as_a_book_heads_no_table() -> None:
    assert rows("\n".join([f"Aim{' ' * 600}Step   Due", *["Beds" + " " * 600 + "Buy    May"] * 4])) == []


def test_prose_with_wide_gaps_is_no_table() -> None:
    assert rows("Signed   by   us\n\nA sentence that takes no notice of any columns above it.\n") == []


def test_a_word_set_beside_its_column_to_keep_a_space_before_it_belongs_to_it() -> None:
    text = """
Action                          Lead          Due
Rural villages have a bus       A. Hale       May
Deaths and injuries fall by half B. Otley     June
Paths are swept and mended      C. Vane       July
Bridges are seen to every year  D. Lind       May
Inspectors come once a month    E. Moor       May
"""
    (table,) = rows(text)
    assert [list(cells[:2]) for cells in table][1:] == [
        ["Rural villages have a bus", "A. Hale"],
        ["Deaths and injuries fall by half", "B. Otley"],
        ["Paths are swept and mended", "C. Vane"],
        ["Bridges are seen to every year", "D. Lind"],
        ["Inspectors come once a month", "E. Moor"],
    ]


def test_a_numbered_row_right_below_the_labels_is_no_part_of_the_header() -> None:
    text = """
Ref   Action          Lead
1.1   Open the club   Ann
      by May

1.2   Keep it open    Bob

1.3   Close it        Cy
"""
    (table,) = rows(text)
    assert [cells[0] for cells in table] == ["Ref", "1.1", "1.2", "1.3"]


def test_a_single_space_at_a_place_where_no_column_begins_is_a_guess() -> None:
    lines = [
        "Aim             Lead       Due",
        "Find new carers the mayor  May",
        "Buy ten beds    the board  June",
        "Sell the old one nobody    July",
    ]
    (table,) = spaced_tables(lines)
    assert [row.guessed for row in table.rows] == [False, False, False, True]
    assert table.rows[3].cells == ("Sell the old one", "nobody", "July")


def test_rules_between_groups_of_rows_part_no_rows() -> None:
    lines = [
        "Action         Lead      RAG",
        "----------------------------",
        "PEOPLE",
        "Train mentors  Ann       Red",
        "Open a hub     Ben       Green",
        "----------------------------",
        "PLACE",
        "Plant trees    Parks     Red",
        "Mend roads     Highways  Green",
    ]
    (found,) = rows("\n".join(lines))
    assert found[1:] == [
        ("PEOPLE", "", ""),
        ("Train mentors", "Ann", "Red"),
        ("Open a hub", "Ben", "Green"),
        ("PLACE", "", ""),
        ("Plant trees", "Parks", "Red"),
        ("Mend roads", "Highways", "Green"),
    ]
