"""What stands on made-up pages besides their text: page numbers, and what only looks like them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.readers.pdf.furniture import Sheet, take_running
from corpus.readers.pdf.page import Word
from tests.corpus.readers.pdf.test_document import line, page


def table(top: float) -> list[Word]:
    """A header whose last label ends in a year of its own line, and a row."""
    labels = (("Action", 20, 0), ("Lead", 160, 0), ("Update, spring", 300, 0), ("2026", 300, 12))
    header = [replace(piece, bold=True) for text, left, by in labels for piece in line(text, left, top + by)]
    return header + [
        piece for text, left in (("Mend it", 20), ("Ann", 160), ("Done", 300)) for piece in line(text, left, top + 24)
    ]


@pytest.mark.parametrize("top", [60, 690])
def test_a_year_below_a_tables_header_numbers_no_page(top: float) -> None:
    sheet = Sheet(page(*table(300), *table(top)))
    sheet.free = list(sheet.page.words)
    take_running([sheet])
    assert sheet.running == []


def test_a_number_by_itself_in_a_pages_margin_is_the_pages() -> None:
    sheet = Sheet(page(*table(300), *line("1", 290, 770)))
    sheet.free = list(sheet.page.words)
    take_running([sheet])
    assert [each.text for each in sheet.running] == ["1"]
