"""A document's parts sorted: where tables begin, and which headings stand above them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.records import Block, BlockKind, Grid, Location, Reading, RowKind
from corpus.tables.assembly import assemble
from corpus.tables.headers import HeaderPlace
from corpus.tables.layouts.header_rows import header_choice
from corpus.tables.table_parts import sorted_parts
from tests.grids import FILE, grid, outline

LONG = "A sentence that is far too long to be the label of any column in a table of a plan."
HEADER = ("Action", "Lead", "Progress")


def heading(text: str, level: int) -> Block:
    return Block(text, Location(FILE, line=1), BlockKind.HEADING, level)


def line(text: str) -> Block:
    return Block(text, Location(FILE, line=1))


def test_a_title_that_a_comma_parts_is_no_header() -> None:
    title = ("Fictional plan", "2023-24 update", "", "", "")
    body = ("Homes", "Warm homes", "Insulate ten", "Housing", LONG)
    header = ("Theme", "Priority", "Action", "Lead", "Progress")
    assert header_choice(grid(title, header, body)).way == HeaderPlace(1)


def test_a_line_that_says_when_is_no_header() -> None:
    text = "Open a family hub in each of the districts, with a nurse and a midwife in every one of them"
    rows = grid(("Updated", "3 November 2025", ""), ("Action", "Lead", "Due"), (text, "ICB", "May"), (text, "DCS", ""))
    assert header_choice(rows).way == HeaderPlace(1)


def test_labels_that_count_are_labels() -> None:
    table = grid(("Ref", "Aim", "Q1", "Q2"), ("A1", "Find homes for brothers and sisters near school", "✓", ""))
    assert header_choice(table).way == HeaderPlace(0)
    codes = grid(("Ref", "Aim", "Lead"), ("A1", "Homes", "ICB"), ("A2", "Schools", "ICB"))
    assert header_choice(replace(codes, rows=codes.rows[1:]), goes_on=True).way is None


def test_all_headings_above_a_table_are_in_its_rows_path() -> None:
    adults = grid(HEADER, ("Train listeners", "Ann", "Nine trained."), ("Open a quiet room", "Ben", "Room found."))
    children = grid(HEADER, ("Train listeners", "Eve", "Two trained."), ("Open a quiet room", "Guy", "None yet."))
    parts = [heading("Wellbeing plan", 1)]
    for area, table in (("Adults", adults), ("Children", children)):
        parts += [heading(area, 2), heading("Mental health", 3)]
        parts += [table]  # type: ignore[list-item]
    labels = list(outline(assemble(Reading(tuple(parts)))).values())
    assert labels == [
        "Adults › Mental health › Train listeners",
        "Adults › Mental health › Open a quiet room",
        "Children › Mental health › Train listeners",
        "Children › Mental health › Open a quiet room",
    ]


@pytest.mark.parametrize("kind", ["Minutes:", "Action plan", "The improvement plan", "Actions agreed", "Our leads"])
def test_a_heading_that_says_what_the_only_table_is_of_is_no_category(kind: str) -> None:
    table = grid(HEADER, ("Train listeners", "Ann", LONG), ("Open a quiet room", "Ben", LONG))
    found = assemble(Reading((heading("Report (fictional)", 1), heading(kind, 2), table)))
    assert [row.category.title for row in found.rows if row.kind is RowKind.ROW] == ["", ""]
    kept = [item.text for row in found.rows for item in row.notes]
    assert kind in (*kept, *(block.text for block in found.dropped))  # and nothing is lost


@pytest.mark.parametrize("theme", ["Fairness", "Priority 2: The way we plan"])
def test_a_heading_that_says_a_theme_is_one_though_all_rows_have_it(theme: str) -> None:
    table = grid(HEADER, ("Train listeners", "Ann", LONG), ("Open a quiet room", "Ben", LONG))
    found = assemble(Reading((heading("Report (fictional)", 1), heading(theme, 2), table)))
    assert {row.category.title for row in found.rows if row.kind is RowKind.ROW} == {theme.removeprefix("Priority 2: ")}


def test_a_heading_that_says_again_the_one_over_it_behind_words_that_lead_to_it_adds_nothing() -> None:
    table = grid(HEADER, ("Train listeners", "Ann", LONG), ("Open a quiet room", "Ben", LONG))
    parts = [heading("Plan (fictional)", 1)]
    for theme, caption in (("Money", "Actions for money"), ("Care homes", "Actions for care homes")):
        parts += [heading(theme, 2), line(caption), table]  # type: ignore[list-item]
    assert [[block.text for block in each.above] for each in sorted_parts(parts).tables] == [["Money"], ["Care homes"]]
    homes: list[Block | Grid] = [heading("Homes", 2), heading("Affordable homes", 3), table, heading("Roads", 2), table]
    assert [block.text for block in sorted_parts(homes).tables[0].above] == ["Homes", "Affordable homes"]


def test_tables_under_the_same_headings_go_on_and_those_under_others_dont() -> None:
    table = grid(HEADER, ("Train listeners", "Ann", LONG), ("Open a quiet room", "Ben", LONG))
    homes, health = heading("Homes", 2), heading("Health", 2)
    assert len(sorted_parts([homes, table, table]).tables) == 1
    assert len(sorted_parts([homes, table, health, table]).tables) == 2


def test_a_second_table_under_a_heading_has_it_too() -> None:
    measures = grid(("Measure", "Target", "Actual"), ("Visits on time", "80%", "75%"), ("Seen in a week", "90%", "91%"))
    actions = grid(HEADER, ("Train listeners", "Ann", LONG), ("Open a quiet room", "Ben", LONG))
    homes = (heading("Homes", 1), measures, line("What did we do?"), actions)
    health = (heading("Health", 1), measures, line("What did we do?"), actions)
    rows = [row for row in assemble(Reading((*homes, *health))).rows if row.columns[0].heading]
    assert [row.category.title for row in rows] == ["Homes"] * 4 + ["Health"] * 4


def test_lines_right_above_tables_of_one_kind_are_their_captions() -> None:
    table = grid(HEADER, ("Train listeners", "Ann", LONG), ("Open a quiet room", "Ben", LONG))
    parts = sorted_parts([line("Ambition 1: Homes"), table, line("Ambition 2: Health"), table])
    assert [[block.text for block in each.above] for each in parts.tables] == [
        ["Ambition 1: Homes"],
        ["Ambition 2: Health"],
    ]
    same = sorted_parts([line("What we did"), table, line("What we did"), table])
    assert [each.above for each in same.tables] == [()]


def test_the_heading_above_a_table_stays_where_one_of_its_groups_begins_with_the_same_word() -> None:
    header = ("Site", "Action", "Lead")
    tables = {
        "North": [("Abbey Road", "Drain it", "Ann"), ("", "Light it", "Ben"), ("Mill Lane", "Mow it", "Eve")],
        "South": [("South Common", "Keep it", "Ann"), ("", "Fence it", "Guy"), ("Quarry Hill", "Sell it", "Ben")],
    }
    parts = [part for name, rows in tables.items() for part in (heading(name, 2), grid(header, *rows))]
    found = assemble(Reading((heading("Pitches (fictional)", 1), *parts)))
    assert [row.path[0].title for row in found.rows if row.kind is RowKind.ROW] == ["North"] * 3 + ["South"] * 3


def test_a_heading_above_a_table_heads_its_first_rows_as_others_across_it_do_the_rest() -> None:
    header = ("Ref", "What we will do", "Lead")
    body = (
        *(header, ("1.1", "Open a hub", "Ann"), ("1.2", "Train hosts", "Ben")),
        *((("Priority 2: Fewer moves", 3, 1), None, None), header, ("2.1", "Buy homes", "Eve")),
    )
    found = assemble(Reading((heading("Plan", 1), heading("Priority 1: Early help", 3), grid(*body))))
    assert [row.category.title for row in found.rows if row.kind is RowKind.ROW] == [
        *("Early help", "Early help", "Fewer moves")
    ]


def on_sheet(name: str, *titles: str) -> list[Block | Grid]:
    """A sheet with a table under each of its titles."""

    def on(block: Block) -> Block:
        return replace(block, location=replace(block.location, sheet=name))

    parts: list[Block | Grid] = [on(heading(name, 1))]
    for title in titles:
        table = grid(HEADER, (f"Train {title}", "Ann", "Nine trained."), (f"Ask {title}", "Ben", "Room found."))
        parts += [on(heading(title, 2)), replace(table, location=Location(FILE, sheet=name))]
    return parts


def test_a_sheets_name_is_short_for_its_title_where_every_sheet_has_one() -> None:
    parts = [*on_sheet("Raptors", "Priority 1 - Birds of prey"), *on_sheet("Metal", "Priority 2 - Theft of lead")]
    paths = {
        label.split(" › Train")[0] for label in outline(assemble(Reading(tuple(parts)))).values() if "Train" in label
    }
    assert paths == {"1 Birds of prey", "2 Theft of lead"}


def test_a_sheets_name_stays_where_its_tables_have_titles_of_their_own() -> None:
    parts = [*on_sheet("Homes", "Now", "Later"), *on_sheet("Health", "Soon", "Never")]
    paths = [
        label.split(" › Train")[0] for label in outline(assemble(Reading(tuple(parts)))).values() if "Train" in label
    ]
    assert paths == ["Homes › Now", "Homes › Later", "Health › Soon", "Health › Never"]


def test_titles_of_sheets_that_say_the_same_but_for_their_names_head_no_rows() -> None:
    parts = [*on_sheet("Homes", "Our fictional tracker - Homes"), *on_sheet("Health", "Our fictional tracker - Health")]
    paths = [
        label.split(" › Train")[0] for label in outline(assemble(Reading(tuple(parts)))).values() if "Train" in label
    ]
    assert paths == ["Homes", "Health"]


def sheet(name: str, *lines: tuple[str, ...], apart: bool) -> list[Block | Grid]:
    """A sheet of one table below lines that say what it is and of which day, with an empty row between them or none."""
    table = grid(*lines, HEADER, (f"Train {name}", "Ann", "Nine trained."), (f"Ask {name}", "Ben", "Room found."))
    rows = [replace(row, apart=apart and at == len(lines)) for at, row in enumerate(table.rows)]
    where = Location(FILE, sheet=name)
    return [Block(name, where, BlockKind.HEADING, 1), replace(table, rows=tuple(rows), location=where)]


@pytest.mark.parametrize("apart", [True, False])
def test_lines_that_open_a_sheet_are_none_of_its_rows_though_the_sheet_before_has_the_same_header(apart: bool) -> None:
    parts = [
        part
        for name in ("Homes", "Health", "Heat")
        for part in sheet(name, (f"The directorate of {name} and its schemes", "", ""), apart=apart)
    ]
    found = assemble(Reading(tuple(parts)))
    assert list(outline(found).values()) == [
        f"{name} › {verb} {name}" for name in ("Homes", "Health", "Heat") for verb in ("Train", "Ask")
    ]
    assert "The directorate of Heat and its schemes" in str([row for row in found.rows if row.kind is RowKind.PROSE])
