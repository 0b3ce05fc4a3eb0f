"""The overview as files: real dates and numbers in Excel, days that sort in CSV, and the same rows everywhere."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from docx import Document as open_word
from openpyxl import load_workbook

from assistant.exports.excel import listing_excel
from assistant.exports.overview_rows import HEADINGS, Listing, listing_csv
from assistant.exports.overview_word import listing_word
from assistant.exports.quoted import Origin
from assistant.tracking.due import states
from assistant.tracking.overview import facts_of
from assistant.tracking.status_words import StatusMeanings
from corpus.records import Heading
from tests import fictional_statuses as four

ORIGIN = Origin("generation-1", date(2026, 6, 15), (("Homes Plan.csv", "ab" * 32),))


@pytest.fixture
def listing() -> Listing:
    found = facts_of(states(four.rows(), four.TODAY, StatusMeanings.of(four.plans())))
    formula = replace(found[1], row=replace(found[1].row, path=(Heading("", '=HYPERLINK("x")'),)))
    return Listing(
        "Where things stand", ("16 rows.",), (found[0], formula, *found[2:]), {found[0].row.key: "New"}, ORIGIN
    )


def test_excel_has_days_that_are_dates_and_numbers_that_are_numbers(listing: Listing) -> None:
    book = load_workbook(io.BytesIO(listing_excel(listing)))
    assert book.sheetnames == ["Rows", "Counts"]
    head, *rows = book["Rows"].iter_rows(values_only=True)
    assert head == HEADINGS
    by_name = [dict(zip(HEADINGS, values, strict=True)) for values in rows]
    assert by_name[0]["Due by"] == datetime(2026, 3, 31)
    assert by_name[0]["Due as written"] == "March 2026"
    assert by_name[0]["Since the last update"] == "New"
    assert by_name[4]["Due by"] is None
    assert by_name[0]["Line"] == 2
    late = [each["Row"] for each in by_name if each["Where it stands"] == "overdue"]
    assert late == four.LATE


def test_no_cell_of_excel_is_a_formula(listing: Listing) -> None:
    sheet = load_workbook(io.BytesIO(listing_excel(listing)))["Rows"]
    assert sheet["E3"].value == '=HYPERLINK("x")'
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_excel_counts_what_each_plan_states_and_says_where_it_is_from(listing: Listing) -> None:
    cells = list(load_workbook(io.BytesIO(listing_excel(listing)))["Counts"].iter_rows(values_only=True))
    texts = [each[0] for each in cells]
    assert texts[0] == "Where things stand"
    assert "Taken from the documents on 15 June 2026." in texts
    assert (four.ROADS, "2026-27", "Status: Green", 1) in cells
    assert (four.CARE, "2026-27", "Status: Not stated", 3) in cells
    assert (four.PARKS, "2026-27", "Where it stands: overdue", 1) in cells
    assert ("Ann Oakley", 3, 2, 1) in cells


def test_csv_has_days_that_sort_and_no_formula(listing: Listing) -> None:
    rows = list(csv.DictReader(io.StringIO(listing_csv(listing).decode("utf-8-sig"))))
    assert rows[0]["Due by"] == "2026-03-31"
    assert rows[1]["Action or priority"] == '\'=HYPERLINK("x")'
    assert [each["Row"] for each in rows if each["Where it stands"] == "overdue"] == four.LATE
    assert {each["Plan"] for each in rows} == {plan.name for plan in four.plans()}
    assert rows[0]["Update"] == "2026-27"


def test_word_lists_what_is_overdue_under_its_plan_and_counts_the_rest(listing: Listing) -> None:
    file = open_word(io.BytesIO(listing_word(listing)))
    styled = [(each.text, each.style.name or "") for each in file.paragraphs if each.style]
    headings = [text for text, style in styled if style.startswith("Heading")]
    assert headings[0].endswith(f"({len(four.LATE)})")
    assert f"{four.HOMES}, 2026-27 update" in headings
    counts = [cell.text for cell in file.tables[0].rows[1].cells]
    assert counts[0] == "Homes Plan, 2026-27 update"
    assert counts[2:5] == ["6", "2", "0"]
    listed = [row.cells[0].text for table in file.tables[1:] for row in table.rows[1:]]
    assert listed == [*four.LATE, *four.UNCLEAR_AND_PASSED, *four.SOON]
