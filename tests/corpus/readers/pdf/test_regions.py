"""Columns of prose and tables beside each other, in the order in which they are read."""

from __future__ import annotations

from dataclasses import replace

from corpus.readers.pdf.page import Box, Frame, Page, Word
from corpus.readers.pdf.regions import Region, parts_apart, regions
from corpus.readers.pdf.tables.ruled_tables import RawTable

FRAME = Frame(Box(0, 842, 595, 0), 0)
PAGE = Page(1, "plan.pdf", FRAME, FRAME)


def line(text: str, left: float, row: int, width: float = 200) -> list[Word]:
    """Words that fill a width, on a line of their own."""
    words = text.split()
    each = width / len(words)
    return [
        Word(word, Box(left + at * each, 20 * row, left + (at + 1) * each - 3, 20 * row + 10), 10)
        for at, word in enumerate(words)
    ]


def table(left: float, top: float) -> RawTable:
    return RawTable(PAGE, Box(left, top, left + 200, top + 100), [left, left + 200], 1, [])


def texts(found: list[Region]) -> list[str]:
    return [" ".join(word.text for word in region.words) for region in found]


def test_prose_in_two_columns_is_read_column_after_column() -> None:
    words = line("A title over both", 40, 1, width=480)
    for row in range(2, 9):
        words += line(f"left words {row}", 40, row) + line(f"right words {row}", 320, row)
    title, left, right = texts(regions(words, []))
    assert title == "A title over both"
    assert left == " ".join(f"left words {row}" for row in range(2, 9))
    assert right == " ".join(f"right words {row}" for row in range(2, 9))


def test_short_pieces_side_by_side_are_no_columns() -> None:
    words = [
        word for row in range(2, 9) for word in line("Owner", 40, row, 40) + line(f"Date {row}", 320, row, row * 20)
    ]
    assert len(regions(words, [])) == 1


def test_lines_across_the_page_are_no_columns() -> None:
    words = [word for row in range(9) for word in line("words that run on over the whole page", 40, row, 480)]
    assert len(regions(words, [])) == 1


def test_a_table_is_read_under_its_own_heading_with_another_beside_it() -> None:
    words = [*line("Priority one", 40, 4, 90), *line("Priority two", 320, 4, 90)]
    left, right = regions(words, [table(40, 100), table(320, 100)])
    assert texts([left, right]) == ["Priority one", "Priority two"]
    assert [each.box.left for region in (left, right) for each in region.tables] == [40, 320]


def test_tables_below_each_other_are_read_down_the_page() -> None:
    assert len(regions(line("Priority one", 40, 4), [table(40, 100), table(40, 300)])) == 1


def test_columns_whose_lines_stand_at_different_heights_are_read_one_after_the_other() -> None:
    def lines(left: float, top: int, *texts: str) -> list[Word]:
        return [
            replace(word, box=word.box._replace(top=word.box.top + top, bottom=word.box.bottom + top))
            for row, text in enumerate(texts)
            for word in line(text, left, row, 8 * len(text))
        ]

    one = lines(
        40, 100, "Purpose", "The plan says how homes", "are found for families", "near to their schools.", "End"
    )
    two = lines(40, 207, "Needs", "Many families wait for", "a home of their own.")
    other = lines(320, 106, "Homes", "The council will buy ten", "houses and let them to", "families.", "Costs", "They")
    other += lines(320, 233, "The fund pays for half", "of what they cost.")
    left, right = texts(regions([*one, *two, *other], []))
    assert left.startswith("Purpose The plan says how homes are found")
    assert left.endswith("a home of their own.")
    assert right.startswith("Homes The council will buy ten houses")


def labelled(left: float, numbers: range) -> list[Word]:
    """Actions of labelled lines, one below another."""
    return [
        word
        for at, number in enumerate(numbers)
        for row, text in enumerate((f"Action {number} is", "Lead: Ann", "When: May"))
        for word in line(text, left, 2 + 4 * at + row, 60)
    ]


def test_columns_of_lines_with_the_same_labels_are_read_column_after_column() -> None:
    words = [*labelled(40, range(1, 4)), *labelled(320, range(4, 7))]
    left, right = texts(regions(words, []))
    assert left.endswith("Action 3 is Lead: Ann When: May")
    assert right.startswith("Action 4 is")
    assert [(part.place, len(part.words)) for part in parts_apart(words, [], 0, 595)] == [(0, 21), (1, 21)]
    assert [part.place for part in parts_apart(line("no columns here", 40, 1), [], 0, 595)] == [0]


def card(left: float, row: int, title: str) -> list[Word]:
    """A title in large letters, and bold labels above their texts."""
    size = [replace(word, size=12) for word in line(title, left, row, 90)]
    labels = [line(text, left, row + at, 60) for at, text in ((1, "Lead"), (3, "When"), (5, "Cost"))]
    said = [line(text, left, row + at, 60) for at, text in ((2, "Ann"), (4, "May"), (6, "None"))]
    return [
        *size,
        *(replace(word, bold=True) for each in labels for word in each),
        *(word for each in said for word in each),
    ]


def test_cards_side_by_side_are_read_one_by_one_below_the_heading_over_both() -> None:
    heading = [replace(word, size=16) for word in line("Recycle more", 40, 10, 120)]
    words = [*card(40, 2, "Open cafes"), *card(320, 2, "Mend bikes"), *heading]
    words += [*card(40, 12, "Fine tippers"), *card(320, 12, "Adopt streets")]
    assert texts(regions(words, [])) == [
        "Open cafes Lead When Cost Ann May None",
        "Mend bikes Lead When Cost Ann May None",
        "Recycle more",
        "Fine tippers Lead When Cost Ann May None",
        "Adopt streets Lead When Cost Ann May None",
    ]


def beside(left: float, *texts: tuple[str, str, str], first: int = 2) -> list[Word]:
    """A table of three columns from a left edge on, its first row in bold letters."""
    return [
        replace(word, bold=row == first)
        for row, cells in enumerate(texts, first)
        for at, text in enumerate(cells)
        for word in (line(text, left + 90 * at, row, 60) if text else [])
    ]


def test_tables_with_one_header_beside_each_other_are_searched_by_themselves() -> None:
    rows = [(f"Task {at}", "Ann", "May") for at in range(1, 6)]
    one = beside(40, ("Action", "Lead", "Due"), *rows)
    other = beside(320, ("Action", "Lead", "Due date"), *rows)
    found = list(parts_apart([*one, *other, *line("Notes run over both of them to the end", 40, 9, 500)], [], 0, 595))
    assert [len(part.words) for part in found] == [len(one), len(other), 9]
    assert [(part.left, part.right) for part in found] == [(0, 318), (318, 595), (0, 595)]


def test_a_table_that_goes_on_in_a_second_column_below_the_same_labels_is_two() -> None:
    one, other = (
        beside(left, ("Job", "Lead", ""), ("Buy beds", "Ann", ""), ("Sell it", "Ben", "")) for left in (40, 320)
    )
    nudged = [
        word if word.bold else replace(word, box=word.box._replace(left=word.box.left - 0.8)) for word in other
    ]  # letters differ in the space before them
    assert [len(part.words) for part in parts_apart([*one, *nudged], [], 0, 595)] == [len(one), len(other)]


def test_labels_that_come_again_in_one_header_make_no_tables_of_their_own() -> None:
    rows = [(f"Task {at}", "12", "14") for at in range(1, 7)]
    years = beside(320, ("Plan", "Planned", "Actual"), *rows)
    assert len(list(parts_apart([*beside(40, ("Measure", "Planned", "Actual"), *rows), *years], [], 0, 595))) == 1


def test_cards_side_by_side_with_bold_labels_beside_their_texts_are_searched_by_themselves() -> None:
    words = line("Our promises to the whole of the town of Ambleford this year", 40, 1, 500)
    said = (("Lead", "Ann Lee"), ("When", "May"), ("Place", "Bus station"), ("Cost", "None"), ("Status", ""))
    for left, title in ((40, "AB-01 Open cafes"), (320, "AB-02 Mend bikes")):
        words += [replace(word, bold=at > 0) for at, word in enumerate(line(title, left, 2, 90))]
        for row, (label, text) in enumerate(said, 3):
            words += [replace(word, bold=True) for word in line(label, left, row, 40)]
            words += line(text, left + 80, row, 60) if text else []
    found = list(parts_apart(words, [], 0, 595))
    assert [part.place for part in found] == [0, 0, 1]
    assert {word.text for word in found[1].words} >= {"AB-01", "Status", "None"}
    assert {word.text for word in found[2].words} >= {"AB-02", "Status", "None"}


def test_short_tables_beside_each_other_under_headings_of_their_own_are_searched_by_themselves() -> None:
    headings = [
        replace(word, size=14, bold=True)
        for text, left in (("What we do", 40), ("What we see", 320))
        for word in line(text, left, 1, 90)
    ]
    one = beside(40, ("Action", "Lead", "Due"), ("Buy beds", "Ann", "May"), ("Sell it", "Ben", "June"))
    other = beside(320, ("Measure", "Now", "Target"), ("Falls", "12", "10"), ("Moves", "7", "4"))
    found = list(parts_apart([*headings, *one, *other], [], 0, 595))
    assert [(part.place, len(part.words)) for part in found] == [(0, len(one) + 3), (1, len(other) + 3)]
    larger = [replace(word, size=14, bold=True) for left in (40, 320) for word in line("Action", left, 1, 60)]
    single = [word for row in (2, 3, 4) for left in (40, 320) for word in line(f"Text {row}", left, row, 60)]
    assert len(list(parts_apart([*larger, *single], [], 0, 595))) == 1  # a header in large letters


def test_cards_whose_labels_are_coloured_stand_in_as_many_columns_as_there_are_cards() -> None:
    words = []
    for left in (40, 220, 400):
        words += [replace(word, bold=True) for word in line("Mend bikes", left, 1, 90)]
        for row, (label, text) in enumerate((("Lead", "Ann Lee"), ("When", "May"), ("Cost", "None")), 2):
            words += [replace(word, accented=True) for word in line(label, left, row, 30)]
            words += line(text, left + 60, row, 60)
    assert [part.place for part in parts_apart(words, [], 0, 595)] == [0, 1, 2]
