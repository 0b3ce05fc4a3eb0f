"""Tables one below the other on a sheet, told apart; lines above tables as their captions."""

from __future__ import annotations

from dataclasses import replace

from corpus.readers.spreadsheet.sheets import parts_of
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Location, Reading, RowKind
from corpus.tables.assembly import Assembly, assemble
from tests.grids import FILE, grid, outline

WHERE = Location(FILE)
HEADER = "Action|Lead|Due|Update"
ACTIONS = (
    "Open a hub in the library|Ann|May 2026|The lease is signed.",
    "Train twelve mentors|Ben|June 2026|Eight are.",
)
MORE = ("Hold a health day|Eve|July 2026|Put off.", "Write to all surgeries|Guy|May 2026|Done in May.")
MEASURES = ("Measure|Baseline|Target", "Moves for each child|12%|10%", "Visits made on time|85%|95%")


def sheet(*lines: str) -> Assembly:
    """A sheet's rows, cells parted by `|`; an empty text is an empty row."""
    rows: list[GridRow | None] = []
    for number, text in enumerate(lines, start=1):
        where = Location(FILE, line=number, sheet="Plan")
        cells = tuple(Cell((Block(words, where),), at) for at, words in enumerate(text.split("|")) if words)
        rows.append(GridRow(cells, where) if cells else None)
    return assemble(Reading(parts_of(rows)))


def rows_of(assembly: Assembly) -> list[str]:
    return list(outline(assembly).values())


def text_of(assembly: Assembly) -> str:
    prose = [row for row in assembly.rows if row.kind is RowKind.PROSE]
    return " ".join(item.text for row in prose for column in row.columns for item in column.items)


def test_tables_with_headers_of_their_own_stand_under_the_lines_above_them() -> None:
    title = ("Fictional plan", "", "Table 1: What we do", HEADER, *ACTIONS)
    found = sheet(*title, "", "Sums are rounded to thousands.", "", "Table 2: How we know", *MEASURES)
    assert rows_of(found) == [
        "Table 1: What we do › Open a hub in the library",
        "Table 1: What we do › Train twelve mentors",
        "Table 2: How we know › Moves for each child",
        "Table 2: How we know › Visits made on time",
    ]
    assert "Sums are rounded to thousands." in text_of(found)


def test_a_line_above_a_header_of_other_columns_ends_a_table_without_any_empty_row() -> None:
    found = sheet("Fictional plan", "Actions", HEADER, *ACTIONS, "Measures", *MEASURES)
    assert [label.split(" › ")[0] for label in rows_of(found)] == ["Actions", "Actions", "Measures", "Measures"]


def test_a_header_said_again_under_another_line_heads_other_rows() -> None:
    found = sheet("Fictional plan", "", "Homes", HEADER, *ACTIONS, "", "Health", HEADER, *MORE)
    assert rows_of(found) == [
        "Homes › Open a hub in the library",
        "Homes › Train twelve mentors",
        "Health › Hold a health day",
        "Health › Write to all surgeries",
    ]


def test_a_key_below_a_table_is_no_more_of_it() -> None:
    found = sheet(HEADER, *ACTIONS, *MORE, "", "Key", "Green|On track", "Red|Stopped")
    assert len(rows_of(found)) == 4
    assert "Green On track Red Stopped" in text_of(found)


def test_rows_between_empty_rows_are_one_table() -> None:
    apart = [line for action in (*ACTIONS, *MORE) for line in ("", action)]
    assert len(rows_of(sheet(HEADER, *apart))) == 4
    assert len(rows_of(sheet(HEADER, "", "Homes", *ACTIONS, "", "Health", *MORE))) == 4


def test_what_stands_under_a_label_right_below_a_heading_heads_no_table() -> None:
    where = Location(FILE, line=1)

    def parts(label: str) -> list[Grid | Block]:
        found: list[Grid | Block] = []
        for area, name in (("Homes", "Ann"), ("Health", "Ben")):
            found += [Block(area, where, BlockKind.HEADING, 2), Block(f"{label}: {name}", where)]
            found += [grid(tuple(HEADER.split("|")), *(tuple(action.split("|")) for action in ACTIONS))]
        return found

    sponsored = assemble(Reading(tuple(parts("Sponsor"))))
    assert set(rows_of(sponsored)) == {
        f"{area} › {title}"
        for area in ("Homes", "Health")
        for title in ("Open a hub in the library", "Train twelve mentors")
    }
    assert "Sponsor: Ann" in text_of(sponsored)
    assert rows_of(assemble(Reading(tuple(parts("Theme")))))[0] == "Homes › Theme: Ann › Open a hub in the library"


def test_a_header_by_itself_heads_the_tables_below_it_under_their_headings() -> None:
    def heading(text: str) -> Block:
        return Block(text, Location(FILE, line=1), BlockKind.HEADING, level=2)

    header, *rows = (grid(tuple(text.split("|"))) for text in (HEADER, *ACTIONS, *MORE))
    people, place = (replace(one, rows=one.rows + other.rows) for one, other in (rows[:2], rows[2:]))
    assembly = assemble(Reading((header, heading("People"), people, heading("Place"), place)))
    assert rows_of(assembly) == [
        "People › Open a hub in the library",
        "People › Train twelve mentors",
        "Place › Hold a health day",
        "Place › Write to all surgeries",
    ]
    assert {column.heading for row in assembly.rows for column in row.columns} == {"Lead", "Due", "Update"}


def test_headings_inside_a_table_stand_beside_the_one_above_it() -> None:
    header, first, second = HEADER.split("|"), [each.split("|") for each in ACTIONS], [each.split("|") for each in MORE]
    title, homes = (Block(text, WHERE, BlockKind.HEADING, level) for level, text in enumerate(("Our plan", "Homes"), 1))
    rows = [header, *first, ["Health", "", "", ""], header, second[0], ["Work", "", "", ""], header, second[1]]
    found = assemble(Reading((title, Block("This is a fictional plan.", WHERE), homes, grid(*rows))))
    assert [label.split(" › ")[0] for label in rows_of(found)] == ["Homes", "Homes", "Health", "Work"]
