"""Cells of tables on a made-up page: which lines part rows, and which words stand in one cell."""

from __future__ import annotations

from dataclasses import replace

from corpus.readers.pdf.page import Rule, Word
from corpus.readers.pdf.tables.ruled_tables import RawTable, ruled_tables
from corpus.readers.pdf.tables.unruled_tables import unruled_tables
from corpus.readers.pdf.text_lines import lines_of
from corpus.readers.pdf.typesetting import Typesetter
from tests.corpus.readers.pdf.test_document import line, page, word


def rows(table: RawTable) -> list[list[str]]:
    setter = Typesetter.of([table.page], [])
    said = [(cell.row, " ".join(block.text for block in setter.blocks(cell.words, table.page))) for cell in table.cells]
    return [[text for at, text in said if at == row] for row in range(table.rows)]


def test_figures_that_begin_a_line_begin_no_row_where_lines_part_the_rows() -> None:
    body: tuple[tuple[int, tuple[str, str, str]], ...] = (
        (60, ("Cut falls on", "Chief Nurse", "Falls are down from")),
        (72, ("all wards", "2027", "2.9 to 2.1 in a year")),
        (96, ("See patients by day", "Care lead", "Backlog cut from 117 to")),
        (108, ("28", "", "34")),
        (132, ("Test all masks", "Matron", "All are tested")),
    )
    words: list[Word] = []
    for base, texts in ((36, ("Priority", "Lead", "Progress")), *body):
        for place, text in zip((20, 160, 260), texts, strict=True):
            words += [replace(piece, bold=base < 40) for piece in line(text, place, base)]
    made = page(*words)
    made.level += [Rule(at, 20, 500) for at in (42, 80, 116, 140)]
    ((table,), left) = unruled_tables(made, words, ())
    assert left == []
    assert rows(table) == [
        ["Priority", "Lead", "Progress"],
        ["Cut falls on all wards", "Chief Nurse 2027", "Falls are down from 2.9 to 2.1 in a year"],
        ["See patients by day 28", "Care lead", "Backlog cut from 117 to 34"],
        ["Test all masks", "Matron", "All are tested"],
    ]


def test_an_underlined_text_as_wide_as_its_cell_parts_no_rows() -> None:
    made = page(*line("Promotion", 22, 65), *line("Buy a bus", 80, 55), *line("Mend it", 80, 85), *line("Ann", 160, 65))
    made.level += [Rule(40, 20, 200), Rule(100, 20, 200), Rule(70, 70, 150), Rule(66.5, 22, 67)]
    made.upright += [Rule(at, 40, 100) for at in (20, 70, 150, 200)]
    ((table,), _) = ruled_tables(made)
    spans = {" ".join(each.text for each in cell.words): (cell.row, cell.rowspan) for cell in table.cells}
    assert spans == {"Promotion": (0, 2), "Buy a bus": (0, 1), "Mend it": (1, 1), "Ann": (0, 2)}


def test_a_bold_label_before_a_plain_figure_is_no_bold_line() -> None:
    label = [replace(piece, bold=True) for piece in line("Timescale:", 20, 40)]
    assert [each.bold for each in lines_of([*label, *line("2027", 80, 40)])] == [False]
    assert [each.bold for each in lines_of([*line("2.1", 0, 40), *label])] == [True]


def test_years_on_either_side_of_a_line_end_are_one_span() -> None:
    words = [*line("2026–", 0, 20), *line("2028", 0, 32)]
    assert [block.text for block in Typesetter.of([page(*words)], []).blocks(words, page(*words), 30)] == ["2026–2028"]


def test_a_larger_title_close_above_a_header_is_no_row_of_it() -> None:
    title = [replace(piece, bold=True) for piece in (word("Fictional", 20, 20, 18), word("plan", 110, 20, 18))]
    labels = [line(text, left, 42) for text, left in (("Action", 40), ("Lead", 160), ("Due", 260))]
    header = [replace(piece, bold=True) for label in labels for piece in label]
    rows_below = [("1", 20, 60), ("Buy beds", 40, 60), ("Ann", 160, 60), ("May", 260, 60)]
    rows_below += [("2", 20, 80), ("Mend it", 40, 80), ("Ben", 160, 80), ("June", 260, 80)]
    body = [piece for text, left, base in rows_below for piece in line(text, left, base)]
    made = page(*title, *header, *body)
    ((table,), left) = unruled_tables(made, made.words, ())
    assert [each.text for each in left] == ["Fictional", "plan"]
    assert rows(table)[:2] == [["", "Action", "Lead", "Due"], ["1", "Buy beds", "Ann", "May"]]


def test_a_line_with_a_word_across_two_columns_is_put_in_them_by_a_guess() -> None:
    said = {
        36: ((20, "Action"), (120, "Lead"), (220, "Due"), (320, "State")),
        60: ((20, "Buy beds"), (120, "Ann"), (220, "May"), (320, "Done")),
        90: ((20, "Mend it"), (120, "Superintendentinghamshire"), (320, "Late")),
        120: ((20, "Sell it"), (120, "Ben"), (220, "June"), (320, "Late")),
    }
    words = [
        replace(piece, bold=base < 40)
        for base, texts in said.items()
        for left, text in texts
        for piece in line(text, left, base)
    ]
    made = page(*words)
    made.level += [Rule(at, 20, 500) for at in (42, 70, 100, 130)]
    ((table,), _) = unruled_tables(made, words, ())
    guessed = [{each.guessed for cell in table.cells if cell.row == row for each in cell.words} for row in range(4)]
    assert guessed == [{False}, {False}, {True}, {False}]


def drawn_below(*labels: tuple[int, int, str]) -> tuple[list[RawTable], list[Word]]:
    """A ruled table of two rows below labels, each with its left, its base and its text, in bold letters."""
    body = [("Buy beds", 25, 70), ("Ann", 125, 70), ("May", 225, 70), ("Mend it", 25, 90), ("Ben", 125, 90)]
    made = page(*(piece for text, left, base in body for piece in line(text, left, base)))
    made.words += [replace(piece, bold=True) for left, base, text in labels for piece in line(text, left, base)]
    made.level += [Rule(at, 20, 320) for at in (56, 76, 96)]
    made.upright += [Rule(at, 56, 96) for at in (20, 120, 220, 320)]
    return ruled_tables(made)


def test_labels_right_above_the_columns_of_a_drawn_table_are_its_header() -> None:
    (table,), left = drawn_below(
        (25, 20, "Our plan"), (25, 50, "Action"), (125, 38, "Who"), (125, 50, "leads"), (225, 50, "When")
    )
    assert rows(table) == [["Action", "Who leads", "When"], ["Buy beds", "Ann", "May"], ["Mend it", "Ben", ""]]
    assert [each.text for each in left] == ["Our", "plan"]


def test_labels_in_a_band_that_is_drawn_as_one_cell_are_a_header_of_several() -> None:
    made = page(*line("Buy beds", 25, 70), *line("Ann", 125, 70), *line("May", 225, 70))
    made.words += [
        replace(piece, bold=True)
        for text, left in (("Action", 25), ("Who leads", 125), ("When", 225))
        for piece in line(text, left, 50)
    ]
    made.level += [Rule(at, 20, 320) for at in (38, 56, 76)]
    made.upright += [Rule(at, 38, 76) for at in (20, 320)] + [Rule(at, 56, 76) for at in (120, 220)]
    ((table,), _) = ruled_tables(made)
    assert rows(table) == [["Action", "Who leads", "When"], ["Buy beds", "Ann", "May"]]


def test_lines_between_the_labels_of_a_header_alone_make_no_table_without_its_rows() -> None:
    labels = [
        replace(piece, bold=True) for text, left in (("Action", 25), ("Lead", 125)) for piece in line(text, left, 50)
    ]
    made = page(*labels, *line("Buy beds", 25, 70), *line("Ann", 125, 70))
    made.level += [Rule(at, 20, 320) for at in (38, 56)]
    made.upright += [Rule(at, 38, 56) for at in (20, 120, 320)]
    tables, left = ruled_tables(made)
    assert tables == []
    assert {each.text for each in left} == {"Action", "Lead", "Buy", "beds", "Ann"}


def test_a_heading_right_above_a_drawn_table_is_no_header() -> None:
    (table,), left = drawn_below((25, 50, "Actions that we will take until the end of May this year"))
    assert rows(table)[0] == ["Buy beds", "Ann", "May"]
    assert len(left) == 12
