"""Headings in a row of their own, in its first cell."""

from __future__ import annotations

from corpus.tables.aligning.bands import with_bands
from corpus.tables.aligning.true_grids import align
from tests.grids import grid, places


def bands(*rows: tuple[str, ...]) -> list[str]:
    lines = [align(row, places(len(rows[0])), {}) for row in grid(*rows).rows]
    return [line.across[0].text for line in with_bands(lines) if line.across]


def test_texts_alone_above_fuller_rows_head_them() -> None:
    rows = [("Homes", "", ""), ("Buy beds", "Ann", "x"), ("Nature", "", ""), ("Plant trees", "Ben", "")]
    assert bands(*rows) == ["Homes", "Nature"]


def test_a_row_with_nothing_else_to_say_yet_is_no_heading() -> None:
    rows = [("Buy beds", "Ann", "x"), ("Plant trees", "", ""), ("Mend roofs", "Ben", ""), ("Open parks", "", "")]
    assert bands(*rows) == []


def test_nor_is_one_that_is_numbered_as_the_rows_are() -> None:
    rows = [
        ("Homes", "", ""),
        ("1 Buy beds", "Ann", "x"),
        ("2 Mend roofs", "", ""),
        ("Nature", "", ""),
        ("3 Plant", "", "y"),
    ]
    assert bands(*rows) == ["Homes", "Nature"]


def test_of_two_columns_only_numerals_tell() -> None:
    rows = [("Homes", ""), ("Buy beds", "x"), ("Nature", ""), ("Plant trees", "y")]
    assert bands(*rows) == []
    numbered = [("Homes", ""), ("1 Buy beds", "x"), ("Nature", ""), ("2 Plant trees", "y")]
    assert bands(*numbered) == ["Homes", "Nature"]
