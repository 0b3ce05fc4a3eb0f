"""Documents, and parts of them, without a table."""

from __future__ import annotations

from corpus.records import Block, BlockKind, Heading, Location, RowKind
from corpus.tables.prose import heading, sections


def block(text: str, line: int, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0, number: str = "") -> Block:
    return Block(text, Location("plan.txt", line=line), kind, level, number)


def title(text: str, line: int, level: int = 1) -> Block:
    return block(text, line, BlockKind.HEADING, level)


def read(*blocks: Block, tables: tuple[int, ...] = ()) -> list[tuple[str, list[str], list[str]]]:
    """Each section's reference, the headings above it, and its items."""
    rows, _ = sections(blocks, tables)
    return [(row.reference, [step.label for step in row.path], [i.text for i in row.columns[0].items]) for row in rows]


def test_text_stands_under_its_headings() -> None:
    found = read(
        title("Strategy", 1),
        block("Why", 2),
        title("1 Homes", 3, 2),
        block("Beds", 4),
        block("Food", 5),
        title("2 Pay", 6, 2),
        block("More", 7),
    )
    assert found == [
        ("§1", ["Strategy"], ["Why"]),
        ("§2", ["Strategy", "1 Homes"], ["Beds", "Food"]),
        ("§3", ["Strategy", "2 Pay"], ["More"]),
    ]


def test_a_section_begins_where_its_heading_stands() -> None:
    rows, _ = sections([title("Strategy", 1), title("Homes", 3, 2), block("Beds", 5)])
    assert [(row.kind, row.location.line) for row in rows] == [(RowKind.PROSE, 1)]


def test_text_without_any_heading_is_a_section() -> None:
    assert read(block("Beds", 1), block("Food", 2)) == [("§1", [], ["Beds", "Food"])]


def test_equal_headings_in_two_places_head_two_sections() -> None:
    found = read(title("Aim", 1), block("One", 2), title("Aim", 3), block("Two", 4))
    assert [items for _, _, items in found] == [["One"], ["Two"]]


def test_a_heading_that_leads_to_nothing_is_text() -> None:
    found = read(
        title("Strategy", 1), title("Homes", 2, 2), title("Money", 3, 2), block("Pay", 4), title("The end", 5, 2)
    )
    assert found == [
        ("§1", ["Strategy"], ["Homes"]),
        ("§2", ["Strategy", "Money"], ["Pay"]),
        ("§3", ["Strategy"], ["The end"]),
    ]


def test_headings_that_lead_to_a_table_are_its_captions() -> None:
    blocks = [title("Plan", 1), title("Table", 2, 2), block("After", 9)]
    shown = {"plan", "table"}
    rows, captions = sections(blocks, tables={2}, shown=shown)
    assert [row.columns[0].items[0].text for row in rows] == ["After"]
    assert captions == []  # both head the text after the table as well
    assert sections(blocks[:2], tables={2}, shown=shown) == ([], blocks[:2])


def test_a_heading_above_a_table_whose_rows_dont_show_it_is_noted() -> None:
    blocks = [title("Plan", 1), title("Position in May", 2, 2), title("Actions", 3, 2)]
    rows, captions = sections(blocks, tables={2, 3}, shown={"plan", "actions"})
    assert [(row.path, [item.text for item in row.notes]) for row in rows] == [
        ((Heading("", "Plan"),), ["Position in May"])
    ]
    assert captions == [blocks[0], blocks[2]]


def test_a_long_flat_text_is_parted_at_sentence_ends() -> None:
    text = " ".join(f"Sentence number {n} says that the board met." for n in range(60))
    ((_, _, items),) = read(block(text, 1))
    assert " ".join(items) == text
    assert all(item.endswith("met.") and len(item) < 600 for item in items)


def test_footnotes_are_notes() -> None:
    rows, _ = sections([block("Text", 1), block("1 A source", 2, BlockKind.NOTE)])
    assert [item.text for item in rows[0].notes] == ["1 A source"]
    assert [item.text for item in rows[0].columns[0].items] == ["Text"]


def test_the_numeral_of_a_heading() -> None:
    assert heading(title("2.1 Homes", 1)) == Heading("2.1", "Homes")
    assert heading(title("Part 2: Homes", 1)) == Heading("", "Part 2: Homes")
    assert heading(block("Homes", 1, BlockKind.HEADING, 1, number="3")) == Heading("3", "Homes")
