"""Plain text and text extractions to parts."""

from __future__ import annotations

from corpus.readers.text.document import read, reading_of
from corpus.records import Block, BlockKind, Grid, Reading
from tests.places import DATA

PLANS = DATA / "plans"


def grids(reading: Reading) -> list[Grid]:
    return [part for part in reading.parts if isinstance(part, Grid)]


def cells(text: str) -> list[list[str]]:
    (grid,) = grids(reading_of(text, "plan.txt"))
    return [[cell.text for cell in row.cells] for row in grid.rows]


def prose(text: str) -> list[tuple[BlockKind, int, str]]:
    blocks = [part for part in reading_of(text, "plan.txt").parts if isinstance(part, Block)]
    return [(block.kind, block.level, block.text) for block in blocks]


def test_tabs_part_cells_and_blank_lines_break_pages() -> None:
    (grid,) = grids(reading_of("a\tb\nc\td\n\ne\tf\n", "plan.txt"))
    assert [row.breaks for row in grid.rows] == [False, False, True]
    assert [row.location.line for row in grid.rows] == [1, 2, 4]
    assert not grid.ragged
    assert grids(reading_of("a\tb\nc\td\n\ne\tf\tg\n", "plan.txt"))[0].ragged


def test_a_line_without_tabs_goes_on_with_the_last_cell() -> None:
    assert cells("a\tb begins\nand ends\nc\td\n") == [["a", "b begins and ends"], ["c", "d"]]


def test_a_bullet_at_a_lines_start_goes_on_with_the_cell_broken_off() -> None:
    assert cells("1 Aim\t• one\n• two\t• done\n") == [["1 Aim", "one two", "done"]]


def test_pipes_part_cells_and_their_rules_go() -> None:
    assert cells("| A | B |\n|---|---|\n| c | |\n") == [["A", "B"], ["c", ""]]


def test_form_feeds_count_pages() -> None:
    (grid,) = grids(reading_of("a\tb\n\fc\td\n", "plan.txt"))
    assert [row.location.page for row in grid.rows] == [1, 2]


def test_page_numbers_and_lines_that_repeat_are_running_lines() -> None:
    page = "a\tb\nc\td\nDraft of the board 2025\nPage {} of 3\n\n"
    reading = reading_of("".join(page.format(n) for n in (1, 2, 3)), "plan.txt")
    assert [block.text for block in reading.dropped] == [
        text for n in (1, 2, 3) for text in ("Draft of the board 2025", f"Page {n} of 3")
    ]
    assert len(grids(reading)[0].rows) == 6


def test_a_header_that_heads_three_tables_is_no_running_line() -> None:
    def table(title: str, *aims: str) -> str:
        rows = (f"{title[0]}.{number}   {aim}   May" for number, aim in enumerate(aims, 1))
        return "\n".join([title, "", "Ref   Aim    Due", *rows, ""])

    text = (
        table("A HOME", "Find", "Keep", "Move")
        + table("BUSES", "Ride", "Stop", "Turn")
        + table("CARE", "Ask", "Do", "Be")
    )
    read = reading_of(text, "fictional.txt")
    assert [len(part.rows) for part in read.parts if isinstance(part, Grid)] == [4, 4, 4]
    assert read.problems == ()


def test_lines_with_wide_gaps_that_are_read_as_text_are_told() -> None:
    lines = ["Words    stand here    apart", "and fit    no columns   at", " all   they   wander about   here"]
    (problem,) = reading_of("\n".join(["A title", "", *lines]), "fictional.txt").problems
    assert "“Words stand here apart …” and 2 more lines have wide gaps" in problem.seen
    assert problem.location.line == 3


def test_lines_that_take_turns_with_texts_between_them_are_labels() -> None:
    said = "YOU SAID\n{} is too far\n\nWE DID\nOpened one nearer to {}\n\n"
    assert prose("Plan\n\n" + "".join(said.format(*each) for each in ("ab", "cd", "ef")))[1:5] == [
        (BlockKind.PARAGRAPH, 0, "YOU SAID"),
        (BlockKind.PARAGRAPH, 0, "a is too far"),
        (BlockKind.PARAGRAPH, 0, "WE DID"),
        (BlockKind.PARAGRAPH, 0, "Opened one nearer to b"),
    ]


def test_a_long_line_is_no_running_line_whatever_it_says() -> None:
    text = "This page is intentionally not left blank. " * 20
    assert reading_of(text, "plan.txt").dropped == ()


def test_headings_paragraphs_and_bullets_of_prose() -> None:
    text = "A plan\n\n2.1 Next steps\n\nWe will meet\nin May.\n\n• one\n- two\n"
    assert prose(text) == [
        (BlockKind.HEADING, 1, "A plan"),
        (BlockKind.HEADING, 3, "2.1 Next steps"),
        (BlockKind.PARAGRAPH, 0, "We will meet in May."),
        (BlockKind.BULLET, 0, "one"),
        (BlockKind.BULLET, 0, "two"),
    ]


def test_windows_text_of_two_encodings() -> None:
    for name, words in [("wrapped_cell_cp1252_crlf.txt", "cafés"), ("utf16.txt", "“two”")]:
        reading = read(PLANS / name, name)
        assert any(words in cell.text for row in grids(reading)[0].rows for cell in row.cells)


def test_bars_between_cells_alone_make_a_table_where_lines_have_as_many() -> None:
    text = "Ref | Action | Lead\n1 | Open a hub | Ann\n2 | Train mentors |\n"
    assert cells(text) == [["Ref", "Action", "Lead"], ["1", "Open a hub", "Ann"], ["2", "Train mentors", ""]]
    assert grids(reading_of("Call 1 | 2 | 3.\nOr write to us.\n", "plan.txt")) == []


def test_lines_that_count_up_are_paragraphs_of_their_own() -> None:
    assert [text for _, _, text in prose("Fictional plan\n\n1.1 Open a hub for\nall\n1.2 Train mentors\n")] == [
        "Fictional plan",
        "1.1 Open a hub for all",
        "1.2 Train mentors",
    ]
    assert len(prose("Fictional plan\n\nIn all there are\n12 homes, and we have\n3 more in mind\n")) == 2


def test_lines_that_begin_with_a_label_of_others_are_texts_of_their_own() -> None:
    entries = "".join(
        f"{at}. {title} in\n   {month} at last\n   Who: {who}\n   When: {month} 2026, if\n   {month} is dry\n\n"
        for at, title, who, month in (
            (1, "Open a hub", "Town Clerk", "May"),
            (2, "Train hosts", "Ann Hall", "June"),
            (3, "Mend the clock", "Town Clerk", "July"),
        )
    )
    assert [text for _, _, text in prose(f"Plan (fictional)\n\n{entries}")][1:4] == [
        "1. Open a hub in May at last",
        "Who: Town Clerk",
        "When: May 2026, if May is dry",
    ]


def test_a_line_that_ends_early_was_not_wrapped() -> None:
    text = """
What: Every fortnight from October to March, and within
      a day of an amber warning, or of
      Clerk's orders, the screen is cleared
Who:  Cllr Ann Hay
      County flood team
      and its volunteers
What: A board is put up on the bridge, and the level
      is read each day
Who:  The clerk
What: None
Who:  Nobody
"""
    assert [words for _, _, words in prose(text)] == [
        "What: Every fortnight from October to March, and within a day of an amber warning, or of Clerk's orders, the "
        "screen is cleared",
        "Who: Cllr Ann Hay",
        "County flood team and its volunteers",
        "What: A board is put up on the bridge, and the level is read each day",
        "Who: The clerk",
        "What: None",
        "Who: Nobody",
    ]
