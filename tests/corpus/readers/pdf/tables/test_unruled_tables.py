"""Tables without drawn cells: headers, titles of rows, and lines that only look like rows."""

from __future__ import annotations

from dataclasses import replace

from corpus.readers.pdf.page import Box, Frame, Page, Rule, Word
from corpus.readers.pdf.tables.ruled_tables import RawTable
from corpus.readers.pdf.tables.unruled_tables import is_gaping, unruled_tables
from corpus.readers.pdf.typesetting import Line

FRAME = Frame(Box(0, 842, 595, 0), 0)
PAGE = Page(1, "plan.pdf", FRAME, FRAME)
LEFTS = (50.0, 220.0, 330.0, 420.0)
LEFTS_CARRIED = (49.0, 219.5, 329.5, 419.5, 595.0)  # edges of columns on the page before


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


def test_a_label_over_a_line_that_spans_others_heads_them() -> None:
    page = [
        *words(100, "Action", "", "When", bold=True),
        *words(116, "", "Short", "Long", "Funding", bold=True),
        *words(140, "Open a hub", "x", "", "Within budget"),
        *words(152, "by the new school"),
    ]
    ruled = replace(PAGE, level=[Rule(103, 215, 410)])
    (table,), _ = unruled_tables(ruled, page, ())
    over, under, first = rows_of(table)
    assert [text for text in over if text] == ["Action", "When", "Funding"]
    assert under == ["", "Short", "Long", ""]
    assert first == ["Open a hub by the new school", "x", "", "Within budget"]


def test_a_table_with_few_words_goes_on_over_its_rows_of_figures_and_not_with_a_larger_heading() -> None:
    rows = [(f"R{at} Homes", "12", "Not yet", "Good") for at in range(3)]
    figures = [(f"R{at} Beds", str(at), str(at + 1), str(at + 2)) for at in range(3, 8)]
    page = [
        *words(60, "Homes", bold=True, size=13),
        *words(82, "Measure", "Target", "Actual", "Said", bold=True),
        *(word for at, row in enumerate([*rows, *figures]) for word in words(100 + 14 * at, *row)),
    ]
    ruled = replace(PAGE, level=[Rule(at, 49, 545) for at in (70, *range(87, 200, 14))])
    (table,), left = unruled_tables(ruled, page, LEFTS_CARRIED)
    assert [word.text for word in left] == ["Homes"]
    assert rows_of(table)[0] == ["Measure", "Target", "Actual", "Said"]
    assert len(rows_of(table)) == 1 + len(rows) + len(figures)


def test_a_larger_line_at_the_end_heads_the_text_below_the_table() -> None:
    page = [
        *words(100, "Action", "Lead", "When", bold=True),
        *words(120, "Open a hub for", "Ann", "May"),
        *words(132, "all who come"),
        *words(150, "Mend roofs", "Ben", "June"),
        *words(180, "Monitoring", bold=True, size=11.5),
        *words(200, "The board meets each quarter and then publishes a note of what was done"),
    ]
    (table,), left = unruled_tables(PAGE, page, ())
    assert [row[0] for row in rows_of(table)] == ["Action", "Open a hub for all who come", "Mend roofs"]
    assert left[0].text == "Monitoring"
