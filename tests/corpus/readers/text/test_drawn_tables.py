"""Tables drawn in plain text with rules and bars."""

from __future__ import annotations

from corpus.readers.text.document import reading_of
from corpus.readers.text.drawn_tables import drawn_tables
from corpus.records import Grid

DRAWN = """
+------+----------------+--------+
| Ref  | Action         | Lead   |
+======+================+========+
| 1.1  | Buy ten more   | Ann    |
|      | beds           | Hall   |
+------+----------------+--------+
| 1.2  | Mend the roof  | Ben    |
+------+----------------+--------+
"""


def texts(text: str) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in table.rows] for table in drawn_tables(text.split("\n"))]


def test_lines_between_rules_are_one_row_and_bars_part_its_cells() -> None:
    assert texts(DRAWN) == [
        [["Ref", "Action", "Lead"], ["1.1", "Buy ten more\nbeds", "Ann\nHall"], ["1.2", "Mend the roof", "Ben"]]
    ]


def test_lines_of_box_characters_are_rules_and_bars() -> None:
    box = str.maketrans({"|": "│", "-": "─", "=": "═", "+": "┼"})
    assert texts(DRAWN.translate(box)) == texts(DRAWN)


def test_a_cell_without_a_rule_above_or_a_bar_beside_it_spans_rows_or_columns() -> None:
    (table,) = drawn_tables(
        [
            "+-------+-------+",
            "| Homes and     |",
            "+-------+-------+",
            "| Theme | Lead  |",
            "|       +-------+",
            "| again | Ben   |",
            "+-------+-------+",
            "| Other | Eve   |",
            "+-------+-------+",
        ]
    )
    spans = [[(cell.text, cell.column, cell.colspan, cell.rowspan) for cell in row] for row in table.rows]
    assert spans == [
        [("Homes and", 0, 2, 1)],
        [("Theme\n\nagain", 0, 1, 2), ("Lead", 1, 1, 1)],
        [("Ben", 1, 1, 1)],
        [("Other", 0, 1, 1), ("Eve", 1, 1, 1)],
    ]


def test_a_table_with_one_rule_below_its_header_has_a_row_in_each_line() -> None:
    assert texts("| Action | Lead |\n|--------|------|\n| Buy it | Ann  |\n| Use it | Ben  |") == []


def test_the_text_around_a_drawn_table_stays_and_its_grid_is_no_guess() -> None:
    reading = reading_of(f"Fictional beds plan\n{DRAWN}\nThat is all.", "beds.txt")
    before, grid, after = reading.parts
    assert isinstance(grid, Grid)
    assert not grid.ragged
    assert [cell.text for cell in grid.rows[1].cells] == ["1.1", "Buy ten more beds", "Ann Hall"]
    assert [part.text for part in (before, after) if not isinstance(part, Grid)] == [
        "Fictional beds plan",
        "That is all.",
    ]
