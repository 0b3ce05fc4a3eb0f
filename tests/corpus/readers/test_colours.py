"""Names of colours."""

from __future__ import annotations

import pytest

from corpus.readers.colours import colour_named, settled
from corpus.records import Block, Cell, Grid, GridRow, Location, Reading, Severity


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("FF0000", "red"),
        ("FFFFC000", "amber"),
        ("#fc0", "amber"),
        ("#ffff00", "yellow"),
        ("00B050", "green"),
        ("0070c0", "blue"),
        ("rgb(112, 48, 160)", "purple"),
        ("rgba(255, 0, 0, 0.5)", "red"),
        ("Orange", "amber"),
        ("808080", "grey"),
        ("000000", "black"),
        ("FFFFFF", ""),
        ("F2F2F2", ""),
        ("auto", ""),
        ("", ""),
    ],
)
def test_colours_as_files_write_them(written: str, name: str) -> None:
    assert colour_named(written) == name


# --- what a document says that its colours mean ----------------------------------------------------

HERE = Location("plan.xlsx")
RATED = ("green", "red", "green")


def cell(text: str, column: int, colour: str = "") -> Cell:
    return Cell((Block(text, HERE),) if text else (), column, colour=colour)


def grid(*rows: tuple[Cell, ...]) -> Grid:
    return Grid(tuple(GridRow(row, HERE) for row in rows), HERE)


def plan(*colours: str, ground: str = "", words: str = "") -> Grid:
    head = (cell("Action", 0, "blue"), cell("Status", 1, "blue"))
    rows = [(cell(f"Action {n}", 0, ground), cell("", 1, colour)) for n, colour in enumerate(colours)]
    return grid(head, *rows, *([(cell("Last", 0), cell(words, 1))] if words else []))


def status(*parts: Grid | Block) -> list[str]:
    (table,) = [part for part in settled(Reading(parts)).parts if isinstance(part, Grid) and len(part.rows) > 3]
    return [row.cells[1].text or row.cells[1].colour for row in table.rows[1:]]


@pytest.mark.parametrize(
    "key",
    [
        Block("Key: Green = on track; Amber = some delay; Red = late", HERE),
        Block("Green: on track. Red: late.", HERE),
        Block("RAG (green means on track, red means late)", HERE),
        grid((cell("", 0, "green"), cell("on track", 1)), (cell("", 0, "red"), cell("late", 1))),
        grid((cell("on track", 0, "green"), cell("late", 1, "red"))),
    ],
)
def test_colours_become_what_the_key_says_that_they_mean(key: Grid | Block) -> None:
    assert status(key, plan(*RATED)) == ["on track", "late", "on track"]
    notes = settled(Reading((key, plan(*RATED)))).problems
    assert [problem.severity for problem in notes] == [Severity.NOTE]
    assert "red: late" in notes[0].done


def test_without_a_key_or_with_one_colour_they_stay_colours() -> None:
    assert status(plan(*RATED)) == list(RATED)
    assert status(Block("The green: it is open", HERE), plan(*RATED)) == list(RATED)


def test_the_ground_of_rows_and_cells_left_empty_among_words_are_no_ratings() -> None:
    key = Block("Green = on track; red = late", HERE)
    assert status(key, plan("green", "green", "green", ground="green")) == ["green"] * 3
    assert status(key, plan(*RATED, words="late")) == [*RATED, "late"]


def test_colours_behind_words_are_no_values() -> None:
    (table,) = settled(Reading((plan(*RATED),))).parts
    assert isinstance(table, Grid)
    assert [cell.colour for row in table.rows for cell in row.cells if cell.blocks] == [""] * 5
