"""Cards, one small table an action, to rows of one table."""

from __future__ import annotations

from dataclasses import replace

from corpus.records import Block, BlockKind, Grid, Location, Reading, Row, RowKind, blocks_of
from corpus.tables.assembly import assemble
from corpus.tables.completeness import balance
from corpus.tables.entries.cards import turned
from tests.grids import FILE, CellText, grid, paragraph

TEXT = "The hub opens in the spring, and every family in the borough is told of it by letter"


def heading(text: str) -> Block:
    return Block(text, Location(FILE, line=1), BlockKind.HEADING, level=2)


def rows_of(*parts: Grid | Block) -> list[Row]:
    return [row for row in assemble(Reading(parts)).rows if row.kind is RowKind.ROW]


def told(row: Row) -> dict[str, list[str]]:
    return {column.heading: [item.text for item in column.items] for column in row.columns if column.items}


def card(number: str, title: str, lead: str, progress: str) -> Grid:
    return grid((f"Action {number}", title), ("Lead officer", lead), ("Progress to date", progress))


def test_a_card_is_a_row_under_the_heading_above_it() -> None:
    rows = rows_of(
        heading("Objective 1: Homes"),
        card("1.1", "Open a hub", "J. Marlow", "The lease is signed."),
        card("1.2", "Train hosts", "A. Osei", "Twelve hosts are trained."),
        heading("Objective 2: Health"),
        card("2.1", "Fund a nurse", "ICB", "The post is advertised."),
    )
    assert [row.reference for row in rows] == ["1.1", "1.2", "2.1"]
    assert [row.priority.title for row in rows] == ["Open a hub", "Train hosts", "Fund a nurse"]
    assert [row.category.title for row in rows] == ["Homes", "Homes", "Health"]
    assert told(rows[1]) == {"Lead officer": ["A. Osei"], "Progress to date": ["Twelve hosts are trained."]}


def test_cards_may_stand_in_one_table_and_lack_a_label() -> None:
    rows = rows_of(
        grid(
            ("Priority", "Open a hub"),
            ("Lead", "J. Marlow"),
            ("By when", "March 2027"),
            ("Progress", TEXT),
            ("Priority", "Train hosts"),
            ("Lead", "A. Osei"),
            ("Progress", TEXT),
            ("Priority", "Fund a nurse"),
            ("Lead", "ICB"),
            ("By when", "May 2027"),
            ("Progress", TEXT),
        )
    )
    assert [row.priority.title for row in rows] == ["Open a hub", "Train hosts", "Fund a nurse"]
    assert told(rows[1]) == {"Lead": ["A. Osei"], "Progress": [TEXT]}


def test_titles_may_stand_across_cards_and_labels_in_pairs() -> None:
    def made(title: str, lead: str, date: str) -> Grid:
        return grid(
            ((title, 4, 1),),
            ("Lead", lead, "By when", date),
            ("Status", "On track", "Budget", "£40,000"),
            ("Progress", (TEXT, 3, 1)),
        )

    rows = rows_of(made("A1 Open a hub", "J. Marlow", "March 2027"), made("A2 Train hosts", "A. Osei", "May 2027"))
    assert [(row.priority.number, row.priority.title) for row in rows] == [("A1", "Open a hub"), ("A2", "Train hosts")]
    assert told(rows[1]) == {
        "Lead": ["A. Osei"],
        "By when": ["May 2027"],
        "Status": ["On track"],
        "Budget": ["£40,000"],
        "Progress": [TEXT],
    }


def test_titles_may_be_the_headings_above_the_cards() -> None:
    def body(lead: str) -> Grid:
        return grid(
            ("Outcome", f"Staff of {lead} are content"),
            ("What we will do", TEXT),
            ("Lead", lead),
            ("Timescale", "May 2027"),
        )

    rows = rows_of(heading("1. Open a hub"), body("J. Marlow"), heading("2. Train hosts"), body("A. Osei"))
    assert [(row.priority.number, row.priority.title) for row in rows] == [("1", "Open a hub"), ("2", "Train hosts")]
    assert told(rows[0]) == {
        "Outcome": ["Staff of J. Marlow are content"],
        "What we will do": [TEXT],
        "Lead": ["J. Marlow"],
        "Timescale": ["May 2027"],
    }


def test_a_text_that_goes_on_over_the_page_stays_one_item() -> None:
    over_the_page = replace(grid(("", "that was agreed in May")).rows[0], breaks=True)
    whole = card("1.1", "Open a hub", "J. Marlow", "The lease is signed for the building")
    cut = replace(whole, rows=(*whole.rows, over_the_page))
    rows = rows_of(cut, card("1.2", "Train hosts", "A. Osei", "Twelve hosts are trained."))
    assert told(rows[0])["Progress to date"] == ["The lease is signed for the building that was agreed in May"]


def test_every_word_of_cards_is_kept_or_left_out_on_purpose() -> None:
    parts = (
        paragraph("An introduction."),
        card("1.1", "Open a hub", "J. Marlow", "The lease is signed."),
        card("1.2", "Train hosts", "A. Osei", "Twelve hosts are trained."),
    )
    found = turned(Reading(parts))
    read = sorted(word for block in blocks_of(parts) for word in block.text.split())
    there = sorted(word for block in (*blocks_of(found.parts), *found.dropped) for word in block.text.split())
    assert there == read
    assembly = assemble(Reading(parts))
    assert balance(blocks_of(found.parts), assembly.rows, assembly.dropped)[0].total() == 0
    assert assembly.problems == ()


def two_columns(*rows: tuple[CellText, CellText]) -> Reading:
    return Reading((grid(*rows),))


def test_other_tables_of_two_columns_are_none() -> None:
    glossary = two_columns(("Term", "Meaning"), ("ICB", "Integrated care board"), ("DCS", "Director of services"))
    themes = two_columns(
        ("Theme", "Action"), ("Homes", "Open a hub"), ("Homes", "Train hosts"), ("Health", "Fund a nurse")
    )
    quarters = two_columns(*((f"Q{quarter % 4 + 1}", f"{TEXT} {quarter}") for quarter in range(8)))
    for reading in (glossary, themes, quarters):
        assert turned(reading) is reading


def test_cards_side_by_side_are_one_each() -> None:
    rows = [
        ("Action", "Open the hub", "Action", "Train the hosts"),
        ("Lead", "Ann Hall", "Lead", "Ben Ash"),
        ("Progress", "The lease is signed.", "Progress", "Nine have begun."),
        ("Action", "Map the parks", "Action", "Light the paths"),
        ("Lead", "Cy Dow", "Lead", "Ann Hall"),
        ("Progress", "Six are mapped.", "Progress", "Poles are ordered."),
    ]
    found = assemble(Reading((grid(*rows),))).rows
    assert [row.priority.title for row in found] == [
        "Open the hub",
        "Train the hosts",
        "Map the parks",
        "Light the paths",
    ]
    leads = [column.items[0].text for row in found if (column := row.column("Lead"))]
    assert leads == ["Ann Hall", "Ben Ash", "Cy Dow", "Ann Hall"]


def test_a_heading_that_only_counts_a_card_is_its_number() -> None:
    cards = [
        part
        for number, title in enumerate(("Open a hub", "Train hosts", "Fund a nurse"), start=1)
        for part in (
            heading(f"Action {number}"),
            grid(("Action", title), ("Lead officer", "J. Marlow"), ("Progress to date", "Begun")),
        )
    ]
    assert [row.label for row in rows_of(*cards)] == ["1 Open a hub", "2 Train hosts", "3 Fund a nurse"]


def test_a_title_across_a_card_titles_its_row_whatever_its_first_text_is() -> None:
    cards = [
        grid(
            ((f"Commitment {number}: {title}", 2, 1), None),
            ("Why it matters", f"Young people told us so {number} times."),
            ("Who leads", "Head of Homes"),
            ("By when", "May 2027"),
        )
        for number, title in enumerate(("We keep families together", "We pay deposits", "We answer in a week"), start=1)
    ]
    assert [row.priority.label for row in rows_of(*cards)] == [
        "1 We keep families together",
        "2 We pay deposits",
        "3 We answer in a week",
    ]
