"""Rows that a page's end parted: which pieces belong together, and which only look so."""

from __future__ import annotations

from dataclasses import replace

from corpus.readers.pdf.tables.breaks import rejoined
from corpus.records import BlockKind, GridRow, Location
from tests.grids import CellText, grid


def texts(*rows: list[CellText | None], breaks: int) -> list[list[str]]:
    """What the rows hold after rejoining, a page ending before the one of that index."""
    made = grid(*rows).rows
    broken = [replace(row, breaks=index == breaks) for index, row in enumerate(made)]
    return [[cell.text for cell in row.cells] for row in rejoined(broken)]


HERE = Location("plan.pdf", page=1)
HEADER: list[CellText | None] = ["Ref", "Aim", "Due", "Status"]
WHOLE: list[CellText | None] = ["1", "Find homes", "May", "Red"]


def test_cells_that_stayed_behind_join_the_row_that_moved_on() -> None:
    found = texts(HEADER, WHOLE, ["", "", "June", "Green"], ["2", "Keep homes", "", ""], breaks=3)
    assert found == [HEADER, WHOLE, ["", "", "", ""], ["2", "Keep homes", "June", "Green"]]


def test_words_that_moved_to_a_row_on_another_page_are_marked_as_a_guess() -> None:
    made = grid(HEADER, WHOLE, ["", "", "June", "Green"], ["2", "Keep homes", "", ""]).rows
    row = rejoined([replace(row, breaks=index == 3) for index, row in enumerate(made)])[3]
    assert [block.guessed for cell in row.cells for block in cell.blocks] == [False, False, True, True]


def test_a_number_that_stayed_behind_keeps_the_row_where_it_begins() -> None:
    found = texts(
        HEADER, WHOLE, ["2", "", "", "Green"], ["", "Keep homes", "June", ""], ["3", "Mend", "", ""], breaks=3
    )
    assert found == [HEADER, WHOLE, ["2", "Keep homes", "June", "Green"], ["", "", "", ""], ["3", "Mend", "", ""]]


def test_a_repeated_header_between_the_pieces_is_passed_over() -> None:
    found = texts(HEADER, WHOLE, ["", "", "", "Green"], HEADER, ["2", "Keep homes", "June", ""], breaks=3)
    assert found[-1] == ["2", "Keep homes", "June", "Green"]


def test_a_single_item_of_a_numbered_list_beyond_a_pages_end_is_one() -> None:
    upper, lower = (row.cells[0] for row in grid(["Buy"], ["3. Cook it"]).rows)
    listed = [
        GridRow((replace(upper, blocks=(replace(upper.blocks[0], kind=BlockKind.BULLET, number="2."),)),), HERE),
        GridRow((lower,), HERE, breaks=True),
    ]
    (item,) = rejoined(listed)[1].cells[0].blocks
    assert (item.text, item.kind, item.number) == ("Cook it", BlockKind.BULLET, "3.")


def test_a_row_that_was_cut_in_two_is_left_to_be_continued() -> None:
    rows: list[list[CellText | None]] = [HEADER, WHOLE, ["", "", "", "until June"]]
    assert texts(*rows, breaks=2) == rows


def test_a_further_line_of_the_row_above_is_no_piece_of_the_next_row() -> None:
    rows: list[list[CellText | None]] = [HEADER, WHOLE, ["", "", "June", "Green"], ["2", "Keep homes", "July", ""]]
    assert texts(*rows, breaks=3) == rows


def test_nothing_moves_where_no_cell_is_free_for_it() -> None:
    rows: list[list[CellText | None]] = [HEADER, ["2", "", ("", 2, 1), None], ["", "Keep homes", "June", "Red"]]
    assert texts(*rows, breaks=2) == [HEADER, ["2", "", ""], ["", "Keep homes", "June", "Red"]]


def test_a_cell_beside_rows_on_both_sides_of_a_pages_end_is_one() -> None:
    rows = grid(
        ["Met", "No.", "Action"],
        [("4 June", 1, 2), "55", "Launch it"],
        [None, "58", "Weigh it"],
        ["Met", "No.", "Action"],
        [("", 1, 2), "", "and say so"],
        [None, "59", "Buy it"],
    ).rows
    found = rejoined([replace(row, breaks=at == 3) for at, row in enumerate(rows)])
    assert (found[1].cells[0].text, found[1].cells[0].rowspan) == ("4 June", 5)
    assert [[cell.column for cell in row.cells] for row in found[4:]] == [[1, 2], [1, 2]]
