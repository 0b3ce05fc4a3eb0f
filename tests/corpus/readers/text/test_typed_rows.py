"""Lines among rows that are typed with tabs."""

from __future__ import annotations

from corpus.readers.text.typed_rows import LinesApart, lines_apart

HEADER = "Action\tLead\tRAG"
ROWS = ["Train mentors\tAnn\tAmber", "Open a hub\tBen\tGreen", "Plant trees\tParks\tOn track"]


def test_a_line_between_whole_rows_heads_those_below_it() -> None:
    found = lines_apart([HEADER, "PEOPLE", *ROWS[:2], "Place and climate", ROWS[2]])
    assert found == LinesApart(headings=frozenset({1, 4}))


def test_a_line_below_the_last_row_is_no_part_of_it() -> None:
    assert lines_apart([HEADER, *ROWS, "Thanks, Jo"]).texts == {4}


def test_a_heading_over_a_header_that_comes_again_begins_a_table() -> None:
    assert lines_apart([HEADER, *ROWS[:2], "PLACE", HEADER, ROWS[2]]).texts == {3}


def test_what_goes_on_with_a_cell_is_no_heading() -> None:
    wrapped = [HEADER, ROWS[0], ROWS[2], "Lay turf\tParks\tOn", "track", ROWS[1]]
    assert lines_apart(wrapped) == LinesApart()
    begun = [HEADER, ROWS[0], ROWS[2], "Lay turf\tParks\tOn", "Track", ROWS[1]]
    assert lines_apart(begun) == LinesApart()  # “On track” stands in another row


def test_where_last_cells_are_sentences_a_line_is_either_and_told() -> None:
    long = [f"{row.rpartition(chr(9))[0]}\tWork began in the spring and goes on" for row in ROWS]
    assert lines_apart([HEADER, *long[:2], "Place", long[2]]).doubtful == {3}
    assert lines_apart([HEADER, *long[:2], "PLACE", long[2]]).headings == {3}
