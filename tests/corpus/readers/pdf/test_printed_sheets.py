"""Spreadsheets printed over several pages: halves that belong together, and pages that don't."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.readers.pdf.document import read
from corpus.records import Grid, Reading
from tests.pdf_files import ruled_table, show, write_pdf

LEFT = [["Ref", "Action"], ["1", "Light the lane"], ["2", "Mend the path"], ["3", "Close the ford"]]
MORE = [["Ref", "Action"], ["4", "Sweep the square"], ["5", "Plant the verge"]]
RIGHT = [["Lead", "Progress"], ["Ann", "Nine lamps lit"], ["Bob", "Half is done"], ["Cy", "Not begun"]]
LAST = [["Lead", "Progress"], ["Di", "Swept daily"], ["Ed", "Begun in May"]]
NARROW, WIDE = [50, 90, 300], [50, 150, 400]
WHOLE = [[*left, *right] for left, right in zip(LEFT, RIGHT, strict=True)]


def page(rows: Sequence[Sequence[str]], lefts: Sequence[float], number: int) -> str:
    return ruled_table(rows, lefts) + show(f"Page {number}", 280, 30)


def read_pages(folder: Path, *pages: str, creator: str = "Microsoft Excel") -> Reading:
    return read(write_pdf(folder / "sheet.pdf", *pages, creator=creator), "sheet.pdf")


def tables(reading: Reading) -> list[list[list[str]]]:
    grids = [part for part in reading.parts if isinstance(part, Grid)]
    return [[[cell.text for cell in row.cells] for row in grid.rows] for grid in grids]


def test_halves_of_a_sheet_stand_side_by_side_and_each_word_keeps_its_page(tmp_path: Path) -> None:
    reading = read_pages(tmp_path, page(LEFT, NARROW, 1), page(RIGHT, WIDE, 2))
    assert tables(reading) == [WHOLE]
    (grid,) = [part for part in reading.parts if isinstance(part, Grid)]
    places = [cell.blocks[0].location for cell in grid.rows[1].cells]
    assert [place.page for place in places] == [1, 1, 2, 2]
    box = places[3].box
    assert box is not None
    assert 150 < box[0] < 160  # as on its own page
    (problem,) = reading.problems
    assert "1 and 2 stand side by side" in problem.seen


@pytest.mark.parametrize("over_first", [False, True])
def test_a_long_sheet_is_printed_down_and_over_or_over_and_down(tmp_path: Path, over_first: bool) -> None:
    parts = [(LEFT, NARROW), (MORE, NARROW), (RIGHT, WIDE), (LAST, WIDE)]
    if over_first:
        parts = [parts[number] for number in (0, 2, 1, 3)]
    pages = [page(rows, lefts, number) for number, (rows, lefts) in enumerate(parts, start=1)]
    (table,) = tables(read_pages(tmp_path, *pages))
    assert [row for row in table if row[0] != "Ref"] == [
        *WHOLE[1:],
        ["4", "Sweep the square", "Di", "Swept daily"],
        ["5", "Plant the verge", "Ed", "Begun in May"],
    ]


def test_columns_printed_again_on_each_page_count_once(tmp_path: Path) -> None:
    again = [[left[0], *right] for left, right in zip(LEFT, RIGHT, strict=True)]
    reading = read_pages(tmp_path, page(LEFT, NARROW, 1), page(again, [50, 90, 190, 400], 2))
    assert tables(reading) == [WHOLE]


@pytest.mark.parametrize(
    ("second", "lefts", "creator"),
    [
        (RIGHT, WIDE, "Microsoft Word"),  # made by no spreadsheet program
        ([["Ref", "Action"], ["4", "Sweep"], ["5", "Plant"], ["6", "Dig"]], NARROW, "Calc"),  # the sheet goes on below
    ],
)
def test_other_pages_stay_pages(
    tmp_path: Path, second: Sequence[Sequence[str]], lefts: Sequence[float], creator: str
) -> None:
    reading = read_pages(tmp_path, page(LEFT, NARROW, 1), page(second, lefts, 2), creator=creator)
    assert all(len(row) == 2 for table in tables(reading) for row in table)
    assert not any("side by side" in problem.seen for problem in reading.problems)
