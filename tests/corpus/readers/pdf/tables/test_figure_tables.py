"""Tables of figures whose cells are not drawn: columns by white space, headers of several levels, what is no table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.readers.pdf.document import read
from corpus.records import Block, Grid, Reading
from tests.pdf_files import rule, show, write_pdf

LEFTS = [60, 260, 330, 400, 470]
ROWS = [
    ["Homes insulated", "120", "135", "1,204", "98%"],
    ["of which council homes", "64", "–", "310", "(4.5)"],
    ["Lamps lit", "£4.2m", "£5m", "12", "n/a"],
    ["Paths mended", "7", "9", "15", "60%"],
]


def lines(rows: Sequence[Sequence[str]], top: float, step: float = 14, lefts: Sequence[float] = LEFTS) -> str:
    return "".join(
        show(text, left, top - step * number)
        for number, row in enumerate(rows)
        for text, left in zip(row, lefts, strict=False)
        if text
    )


def cells(reading: Reading) -> list[list[list[str]]]:
    grids = [part for part in reading.parts if isinstance(part, Grid)]
    return [[[cell.text for cell in row.cells] for row in grid.rows] for grid in grids]


def read_page(folder: Path, content: str) -> Reading:
    return read(write_pdf(folder / "figures.pdf", content), "figures.pdf")


HEAD = [["Measure", "2023", "2024", "Target", "Met"]]
PROSE = show("We report on what was done in the year, and what is left to do before the next one.", 60, 760)


def test_columns_stand_where_all_lines_leave_white_space(tmp_path: Path) -> None:
    reading = read_page(
        tmp_path, PROSE + lines([*HEAD, *ROWS], 720) + show("Source: the council's own count.", 60, 600)
    )
    assert cells(reading) == [[*HEAD, *ROWS]]
    texts = [part.text for part in reading.parts if isinstance(part, Block)]
    assert [text.split()[0] for text in texts] == ["We", "Source:"]


def test_labels_over_several_columns_are_a_level_of_the_header(tmp_path: Path) -> None:
    upper = show("Year", 290, 734) + rule(258, 730, 352, 730) + show("Plan", 430, 734) + rule(398, 730, 490, 730)
    (grid,) = [part for part in read_page(tmp_path, upper + lines([*HEAD, *ROWS], 718)).parts if isinstance(part, Grid)]
    top = [(cell.text, cell.column, cell.colspan) for cell in grid.rows[0].cells if cell.text]
    assert top == [("Measure", 0, 1), ("Year", 1, 2), ("Plan", 3, 2)]
    assert [cell.text for cell in grid.rows[1].cells] == ["", "2023", "2024", "Target", "Met"]


def test_a_label_of_two_lines_is_one_and_so_is_a_row_whose_first_cell_goes_on(tmp_path: Path) -> None:
    head = show("Measure of", 60, 732) + show("the year", 60, 720) + lines([["", "2023", "2024", "Target", "Met"]], 720)
    rows = [ROWS[0], ["Lamps lit in the lanes", "4", "5", "12", "40%"], ["that are not private"], ROWS[3]]
    (table,) = cells(read_page(tmp_path, head + lines(rows, 700)))
    assert table[0][0] == "Measure of the year"
    assert [row[0] for row in table[1:]] == [
        "Homes insulated",
        "Lamps lit in the lanes that are not private",
        "Paths mended",
    ]


def test_lines_that_part_only_groups_of_rows_part_no_cells(tmp_path: Path) -> None:
    left, right = 55, 500
    drawn = [rule(left, y, right, y) for y in (735, 714, 655)] + [rule(x, 735, x, 655) for x in (left, right)]
    upright = [rule(x, 735, x, 655) for x in (250, 320, 390, 460)]
    (table,) = cells(read_page(tmp_path, "".join([*drawn, *upright]) + lines([*HEAD, *ROWS], 720)))
    assert table == [*HEAD, *ROWS]


def test_two_tables_below_each_other_keep_their_own_columns(tmp_path: Path) -> None:
    wide = [60, 200, 300, 420]
    below = show("Cost in £000", 260, 600) + lines([["Plan", "2023", "2024", "2025"]], 588, lefts=wide)
    costs = [["Homes", "1,250", "1,300", "1,450"], ["Lamps", "12", "15", "19"], ["Paths", "3", "4", "5"]]
    found = cells(read_page(tmp_path, lines([*HEAD, *ROWS], 720) + below + lines(costs, 574, lefts=wide)))
    assert found[0] == [*HEAD, *ROWS]
    assert found[1][-3:] == costs


def test_dots_between_a_label_and_its_figure_and_typed_lines_are_no_words(tmp_path: Path) -> None:
    rows = [[f"{row[0]} ...............", *row[1:]] for row in ROWS]
    (table,) = cells(read_page(tmp_path, lines(HEAD, 720) + show("-" * 120, 60, 710) + lines(rows, 700)))
    assert table[1:] == ROWS


@pytest.mark.parametrize(
    "content",
    [
        lines([[str(n), "", "", "", str(n)] for n in (300, 250, 200, 150, 100)], 720),  # the axes of a chart
        lines([["We met 3 times in 2024", "and 4 times in 2025"]], 720),
        lines([["Agreed by", "Ann Hale"], ["Read by", "Bob Otley"], ["Sent by", "Cy Vane"]], 720),
    ],
)
def test_what_is_no_table_of_figures_stays_prose(tmp_path: Path, content: str) -> None:
    assert cells(read_page(tmp_path, content)) == []
