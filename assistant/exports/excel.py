"""Where rows stand as an Excel workbook: one sheet of rows with real dates and numbers, one of counts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from assistant.exports.overview_rows import COUNT_HEADINGS, HEADINGS, Listing, Value

_WIDTHS = (30, 12, 8, 28, 50, 26, 20, 18, 20, 13, 24, 16, 30, 26, 7, 14, 7)  # characters, by HEADINGS
_COUNT_WIDTHS = (44, 14, 40, 10)
_OWNER_HEADINGS = ("Owner", "Rows", "Overdue", "Due soon")
_DATE = "DD/MM/YYYY"
_BOLD, _WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")


def listing_excel(listing: Listing) -> bytes:
    """The workbook; its first sheet can be filtered and sorted at once, and no cell is a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _write_rows(book.create_sheet("Rows"), listing)
    _write_counts(book.create_sheet("Counts"), listing)
    book.properties.title, book.properties.creator = _safe(listing.title), ""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _write_rows(sheet: Worksheet, listing: Listing) -> None:
    _set_widths(sheet, _WIDTHS)
    _write(sheet, [HEADINGS], bold=True)
    _write(sheet, listing.rows())
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEADINGS))}{len(listing.facts) + 1}"


def _write_counts(sheet: Worksheet, listing: Listing) -> None:
    _set_widths(sheet, _COUNT_WIDTHS)
    _write(sheet, [(listing.title,)], bold=True)
    files = [fact.row.location.file for fact in listing.facts]
    _write(sheet, ((line,) for line in (*listing.lead, *listing.origin.lines(files))), wrapped=False)
    for headings, rows in ((COUNT_HEADINGS, listing.counts()), (_OWNER_HEADINGS, listing.owners())):
        _write(sheet, [(), headings], bold=True)
        _write(sheet, rows)


def _write(sheet: Worksheet, rows: Iterable[Sequence[Value]], bold: bool = False, wrapped: bool = True) -> None:
    for at, values in enumerate(rows, sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value else 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(at, column, _safe(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # a text that begins with = is no formula
            elif isinstance(value, date):
                cell.number_format = _DATE
            if bold:
                cell.font = _BOLD
            elif wrapped:
                cell.alignment = _WRAPPED


def _set_widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width


def _safe(text: str) -> str:
    """The text with a visible mark for each character that a workbook can't hold."""
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
