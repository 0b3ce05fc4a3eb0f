"""Tables without drawn cells: headers, titles of rows, and lines that only look like rows."""

from __future__ import annotations

from corpus.readers.pdf.page import Box, Frame, Page, Word
from corpus.readers.pdf.tables.ruled_tables import RawTable
from corpus.readers.pdf.tables.unruled_tables import is_gaping, unruled_tables
from corpus.readers.pdf.typesetting import Line

FRAME = Frame(Box(0, 842, 595, 0), 0)
PAGE = Page(1, "plan.pdf", FRAME, FRAME)
LEFTS = (50.0, 220.0, 330.0, 420.0)


def words(base: float, *texts: str, bold: bool = False, size: float = 10) -> list[Word]:
    """A line of texts, each where its column begins; blank ones stand nowhere."""
    found = []
    for left, text in zip(LEFTS, texts, strict=False):
        for word in text.split():
            right = left + 0.5 * size * len(word)
            found.append(Word(word, Box(left, base - size, right, base), size, bold=bold))
            left = right + 0.3 * size
    return found


def rows_of(table: RawTable) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(" ".join(word.text for word in cell.words))
    return rows


def test_bold_lines_over_rows_are_their_titles_though_one_stands_right_below_the_header() -> None:
    page = [
        *words(100, "What we do", "Who leads", "When", "Status", bold=True),
        *words(130, "Living well", bold=True, size=12),
        *words(150, "Extend the service to", "Asha Mensah", "May 2026", "On track"),
        *words(163, "seven days a week"),
        *words(186, "Install new alarms", "Care manager", "June 2026", "At risk"),
        *words(220, "Carers", bold=True, size=12),
        *words(240, "Open a hub", "Carers lead", "July 2026", "On track"),
    ]
    (table,), left = unruled_tables(PAGE, page, ())
    assert left == []
    assert rows_of(table) == [
        ["What we do", "Who leads", "When", "Status"],
        ["Living well"],
        ["Extend the service to seven days a week", "Asha Mensah", "May 2026", "On track"],
        ["Install new alarms", "Care manager", "June 2026", "At risk"],
        ["Carers"],
        ["Open a hub", "Carers lead", "July 2026", "On track"],
    ]


def test_three_texts_apart_look_like_a_row_and_one_said_three_times_does_not() -> None:
    assert is_gaping(Line(words(100, "Open a hub", "Ann", "May")))
    assert not is_gaping(Line(words(100, "Open a hub", "Ann")))
    assert not is_gaping(Line(words(100, "Plan 2026", "Plan 2026", "Plan 2026")))
