"""Headings in a row of their own, in its first cell."""

from __future__ import annotations

from dataclasses import replace

from corpus.records import GridRow, Reading, RowKind
from corpus.tables.aligning.bands import with_bands
from corpus.tables.aligning.true_grids import align
from corpus.tables.assembly import assemble
from tests.grids import CellText, grid, outline, places


def bands(*rows: tuple[str, ...]) -> list[str]:
    lines = [align(row, places(len(rows[0])), {}) for row in grid(*rows).rows]
    return [line.across[0].text for line in with_bands(lines) if line.across]


def test_texts_alone_above_fuller_rows_head_them() -> None:
    rows = [("Homes", "", ""), ("Buy beds", "Ann", "x"), ("Nature", "", ""), ("Plant trees", "Ben", "")]
    assert bands(*rows) == ["Homes", "Nature"]


def test_a_note_across_the_table_below_all_rows_is_no_reason_to_take_headings_for_rows() -> None:
    rows = [("Homes", "", ""), ("Buy beds", "Ann", "x"), ("Nature", "", ""), ("Plant trees", "Ben", "")]
    note = ("Figures are compared with those of the last quarter.", 3, 1)
    found = assemble(Reading((grid(("Action", "Lead", "Done"), *rows, (note, None, None)),))).rows
    assert [row.label for row in found if row.kind is RowKind.ROW] == ["Homes › Buy beds", "Nature › Plant trees"]


def test_a_shade_over_all_of_a_row_is_no_rating() -> None:
    def shaded(*texts: str, colour: str = "green") -> GridRow:
        row = grid(texts).rows[0]
        return replace(row, cells=tuple(replace(cell, colour="" if cell.text else colour) for cell in row.cells))

    rows = [shaded("Homes", "", ""), shaded("Buy", "Ann", "x"), shaded("Nature", "", ""), shaded("Plant", "Ben", "y")]
    lines = [align(row, places(3), {}) for row in rows]
    assert [line.across[0].text for line in with_bands(lines) if line.across] == ["Homes", "Nature"]
    rated = [replace(row, cells=(*row.cells[:2], replace(row.cells[2], colour=""))) for row in rows]
    assert not any(line.across for line in with_bands([align(row, places(3), {}) for row in rated]))


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


def test_a_text_across_below_every_row_says_more_of_that_row() -> None:
    header, said = ("Action", "Lead", "Due"), "The lease is signed and builders begin"
    rows = [cells for title in ("Open hub", "Mend roofs", "Plant trees") for cells in ((title, "Ann", "May"), said)]
    table = grid(header, *(((cells, 3, 1), None, None) if isinstance(cells, str) else cells for cells in rows))
    found = [row for row in assemble(Reading((table,))).rows if row.kind is RowKind.ROW]
    assert [row.label for row in found] == ["Open hub", "Mend roofs", "Plant trees"]
    assert all([item.text for item in row.columns[-1].items] == [said] for row in found)
    assert {row.columns[-1].heading for row in found} == {"Column 4"}


def test_all_headings_above_a_header_that_comes_again_below_as_many_head_rows() -> None:
    def part(aim: str, why: str, *titles: str) -> list[tuple[CellText | None, ...]]:
        above = [((text, 3, 1), None, None) for text in (aim, why)]
        return [*above, ("Action", "Lead", "Due"), *((title, "Ann", "May") for title in titles)]

    homes = part("Aim 1: Homes", "Why: all need one", "Open hub", "Mend roofs")
    table = grid(*homes, *part("Aim 2: Nature", "Why: we like it", "Plant trees", "Mow less"))
    assert list(outline(assemble(Reading((table,)))).values()) == [
        "1 Homes › Why: all need one › Open hub",
        "1 Homes › Why: all need one › Mend roofs",
        "2 Nature › Why: we like it › Plant trees",
        "2 Nature › Why: we like it › Mow less",
    ]
