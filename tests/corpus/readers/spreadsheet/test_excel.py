"""Excel: merged cells, bullets in cells, hidden sheets, formulas, cells in far corners."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from corpus.readers.spreadsheet.excel import read
from corpus.records import Block, BlockKind, Grid, Reading, Severity


def workbook(path: Path) -> Path:
    """A FICTIONAL plan with what makes sheets awkward."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Action plan"
    sheet["A1"] = "FICTIONAL Westmoor plan 2024-25"
    sheet.merge_cells("A1:D1")
    for column, heading in enumerate(["Theme", "Action", "By when", "Progress"], start=1):
        sheet.cell(3, column, heading)
    sheet["A4"], sheet["B4"], sheet["D4"] = "1 Homes", "1.1 Find carers", "• Advert placed\n• Stall held"
    sheet["C4"] = datetime(2025, 3, 31)
    sheet["C4"].number_format = "dd/mm/yyyy"
    sheet["B5"], sheet["D5"] = "1.2 Keep carers", 0.4
    sheet["D5"].number_format = "0%"
    sheet.merge_cells("A4:A5")
    sheet["B6"], sheet["C6"] = "1.3 Train carers", "=C4+1"
    sheet["D6"].fill = PatternFill("solid", fgColor="00B050")
    sheet["B4"].comment = Comment("Check with Ann", "Bob")
    sheet["A8"] = "Agreed by the board in May."
    sheet["E4"] = "Ask Ann before June."
    sheet.row_dimensions[6].hidden = sheet.column_dimensions["E"].hidden = True
    secret = book.create_sheet("Working")
    secret["A1"] = "not for readers"
    secret.sheet_state = "hidden"
    book.save(path)
    return path


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return read(workbook(tmp_path / "plan.xlsx"), "plan.xlsx")


def test_title_table_and_note_below_it(reading: Reading) -> None:
    title, grid, note = reading.parts
    assert isinstance(title, Block)
    assert isinstance(grid, Grid)
    assert isinstance(note, Block)
    assert (title.text, title.kind) == ("FICTIONAL Westmoor plan 2024-25", BlockKind.HEADING)
    assert note.text == "Agreed by the board in May."
    assert [row.location.label for row in grid.rows][:2] == [
        "plan.xlsx, sheet Action plan, row 3",
        "plan.xlsx, sheet Action plan, row 4",
    ]


def test_cells_with_spans_bullets_dates_and_percentages(reading: Reading) -> None:
    (grid,) = [part for part in reading.parts if isinstance(part, Grid)]
    assert [[(cell.text, cell.column, cell.rowspan) for cell in row.cells] for row in grid.rows[1:3]] == [
        [("1 Homes", 0, 2), ("1.1 Find carers", 1, 1), ("31/03/2025", 2, 1), ("Advert placed Stall held", 3, 1)],
        [("1.2 Keep carers", 1, 1), ("", 2, 1), ("40%", 3, 1)],
    ]
    assert [block.kind for block in grid.rows[1].cells[3].blocks] == [BlockKind.BULLET, BlockKind.BULLET]


def test_a_cell_without_words_keeps_its_colour(reading: Reading) -> None:
    (grid,) = [part for part in reading.parts if isinstance(part, Grid)]
    assert [cell.colour for cell in grid.rows[3].cells] == ["", "", "", "green"]


def test_what_is_hidden_or_was_never_calculated_is_named(reading: Reading) -> None:
    assert [(problem.severity, problem.location.sheet, problem.seen) for problem in reading.problems] == [
        (Severity.NOTE, "Working", "The sheet is hidden."),
        (Severity.WARNING, "Action plan", "Formulas without a saved result: C6."),
        (Severity.NOTE, "Action plan", "Hidden: row 6."),
        (Severity.WARNING, "Action plan", "Hidden: column E."),
        (Severity.NOTE, "Action plan", "words that are there but not shown: “Ask Ann before June.”"),
        (Severity.NOTE, None, "Cells have comments."),
    ]
    assert [block.text for block in reading.dropped] == ["Ask Ann before June."]


def test_a_cell_in_the_last_corner_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"], sheet["A2"], sheet["B2"] = "Aim", "Action", "Homes", "Find carers"
    sheet.cell(1_048_576, 16_384, "far")
    book.save(tmp_path / "far.xlsx")
    reading = read(tmp_path / "far.xlsx", "far.xlsx")
    (grid,) = reading.parts
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [["Aim", "Action"], ["Homes", "Find carers"]]
    (problem,) = reading.problems
    assert problem.severity is Severity.ERROR
    assert "XFD1048576" in problem.seen


def test_the_name_of_the_file_does_not_matter(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plan.xlsx").rename(tmp_path / "upload")
    assert read(path, "upload").title == "FICTIONAL Westmoor plan 2024-25"


def test_several_sheets_stand_under_their_names(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("1 Homes", "2 Schools"):
        sheet = book.create_sheet(name)
        sheet["A1"], sheet["B1"], sheet["A2"], sheet["B2"] = "Action", "Lead", "Find", "Ann"
    book.save(tmp_path / "plan.xlsx")
    parts = read(tmp_path / "plan.xlsx", "plan.xlsx").parts
    assert [part.text for part in parts if isinstance(part, Block)] == ["1 Homes", "2 Schools"]


# --- what was done to the text ---------------------------------------------------------------------


def one_row(folder: Path, fill_in: Callable[[Worksheet], None]) -> tuple[list[str], Reading]:
    """The cells below the header of a FICTIONAL sheet that is filled in from A2 on."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for column, heading in enumerate(["Ref", "Action", "Lead", "Progress"], start=1):
        sheet.cell(1, column, heading)
    fill_in(sheet)
    book.save(folder / "plan.xlsx")
    reading = read(folder / "plan.xlsx", "plan.xlsx")
    (grid,) = [part for part in reading.parts if isinstance(part, Grid)]
    return [cell.text for cell in grid.rows[-1].cells], reading


def rich(*runs: str | tuple[str, InlineFont]) -> CellRichText:
    return CellRichText(*(run if isinstance(run, str) else TextBlock(run[1], run[0]) for run in runs))


RAISED, STRUCK = InlineFont(vertAlign="superscript"), InlineFont(strike=True)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (rich("4", ("1", RAISED), " clubs"), "4 (1) clubs"),
        (rich("New homes", ("a", RAISED), ": 153", ("2,3", RAISED)), "New homes (a): 153 (2,3)"),
        (rich("by the 1", ("st", RAISED), " of May, 120 m", ("2", RAISED)), "by the 1st of May, 120 m²"),
        (rich("CO", ("2", InlineFont(vertAlign="subscript")), " saved"), "CO2 saved"),
    ],
)
def test_raised_letters_in_a_cell_never_join_a_figure(tmp_path: Path, cell: CellRichText, text: str) -> None:
    def fill_in(sheet: Worksheet) -> None:
        sheet["A2"], sheet["D2"] = 1, cell

    assert one_row(tmp_path, fill_in)[0][3] == text


def test_crossed_out_cells_and_parts_of_cells_are_left_out_with_a_note(tmp_path: Path) -> None:
    def fill_in(sheet: Worksheet) -> None:
        sheet["A2"], sheet["B2"], sheet["C2"] = 1, rich(("900", STRUCK), "880 lamps lit"), "Petra Lind"
        sheet["D2"] = "Stopped in May"
        sheet["D2"].font = Font(strike=True)

    cells, reading = one_row(tmp_path, fill_in)
    assert cells == ["1", "880 lamps lit", "Petra Lind", ""]
    assert [(problem.seen, problem.location.line) for problem in reading.problems] == [
        ("crossed-out words: “900 Stopped in May”", 2)
    ]


def test_a_column_that_is_hidden_leaves_no_gap(tmp_path: Path) -> None:
    def fill_in(sheet: Worksheet) -> None:
        sheet["A2"], sheet["B2"], sheet["C2"], sheet["D2"] = 1, "Light the lane", "Ask Ann", "Nine lamps lit"
        sheet.column_dimensions["C"].hidden = True

    cells, reading = one_row(tmp_path, fill_in)
    assert cells == ["1", "Light the lane", "Nine lamps lit"]
    assert [problem.seen for problem in reading.problems] == [
        "Hidden: column C.",
        "words that are there but not shown: “Lead”",
        "words that are there but not shown: “Ask Ann”",
    ]


def test_white_words_on_white_are_left_out_but_not_on_a_dark_ground(tmp_path: Path) -> None:
    def fill_in(sheet: Worksheet) -> None:
        sheet["A2"], sheet["B2"], sheet["C2"], sheet["D2"] = 1, "Light the lane", "secret", "done"
        sheet["C2"].font = sheet["D2"].font = Font(color="FFFFFFFF")
        sheet["D2"].fill = PatternFill("solid", fgColor="FF1F3864")

    cells, reading = one_row(tmp_path, fill_in)
    assert cells == ["1", "Light the lane", "", "done"]
    assert [problem.seen for problem in reading.problems] == ["words that are there but not shown: “secret”"]


def test_a_number_format_that_is_not_understood_is_named_and_not_half_applied(tmp_path: Path) -> None:
    def fill_in(sheet: Worksheet) -> None:
        sheet["A2"], sheet["B2"], sheet["D2"] = 1, "Light the lane", 1250.5
        sheet["D2"].number_format = '[DBNum2]#,##0.0" lamps"'

    cells, reading = one_row(tmp_path, fill_in)
    assert cells[3] == "1250.5"
    (problem,) = reading.problems
    assert (problem.severity, problem.location.line) == (Severity.WARNING, 2)
    assert "[DBNum2]" in problem.seen
