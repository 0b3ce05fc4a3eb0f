"""Cards of labels and texts on PDF pages, without drawn cells."""

from __future__ import annotations

from dataclasses import replace

from corpus.readers.pdf.page import Box, Frame, Page, Word
from corpus.readers.pdf.tables.hanging_labels import cards, hanging_labels
from corpus.readers.pdf.tables.ruled_tables import RawTable
from corpus.readers.pdf.text_lines import Line

FRAME = Frame(Box(0, 842, 595, 0), 0)
PAGE = Page(1, "plan.pdf", FRAME, FRAME)
LABELS = ("Who leads", "By when", "How we will know")


def words(text: str, left: float, base: float) -> list[Word]:
    found = []
    for word in text.split():
        found.append(Word(word, Box(left, base - 10, left + 5 * len(word), base), 10))
        left += 5 * len(word) + 3
    return found


def page(*rows: tuple[str, str]) -> list[Line]:
    """Lines of a label and a text, either of which may be blank; a text alone that is no label crosses both."""
    return [Line(words(one, 60, 20.0 * at) + words(other, 200, 20.0 * at)) for at, (one, other) in enumerate(rows, 1)]


def card(title: str, *texts: str) -> list[tuple[str, str]]:
    return [(title, ""), *zip(LABELS, texts, strict=True)]


def pledges(count: int) -> list[Line]:
    rows = [("What we promise to every child in our care", "")]
    for number in range(count):
        rows += card(f"Pledge {number}: a home near school for every child", "Ann", f"May 202{number}", "By asking")
    return page(*rows)


def test_labels_that_come_again_make_a_card_each_under_its_title() -> None:
    lines = pledges(3)
    hanging = hanging_labels([lines])
    assert hanging is not None
    assert hanging.labels == {"who leads", "by when", "how we will know"}
    found = cards(PAGE, lines, hanging)
    assert [taken for _, taken in found] == [range(1, 5), range(5, 9), range(9, 13)]
    texts = [" ".join(word.text for word in cell.words) for cell in found[1][0].cells]
    assert texts[0] == "Pledge 1: a home near school for every child"
    assert texts[1:5] == ["Who leads", "Ann", "By when", "May 2021"]


def test_a_text_of_several_lines_stays_in_its_row() -> None:
    rows = [row for number in range(3) for row in [*card(f"Pledge {number}", "Ann", "May", "By asking"), ("", "twice")]]
    lines = page(*rows)
    hanging = hanging_labels([lines])
    assert hanging is not None
    last = cards(PAGE, lines, hanging)[0][0].cells[-1]
    assert [word.text for word in last.words] == ["By", "asking", "twice"]


def test_a_table_that_is_sorted_by_its_first_column_is_none_of_cards() -> None:
    rows = [(area, f"Task {number}") for area in ("Homes", "Health", "School") for number in range(4)]
    assert hanging_labels([page(*rows)]) is None


def test_rows_of_three_texts_are_no_cards() -> None:
    lines = pledges(3)
    wide = [Line([*line.words, *words("Green", 400, line.base)]) for line in lines]
    assert hanging_labels([wide]) is None


def texts_of(table: RawTable) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(" ".join(word.text for word in cell.words))
    return rows


def numbered(number: str, title: str) -> list[tuple[str, str]]:
    return [(number, title), *zip(LABELS, ("Ann", "May", "By asking"), strict=True)]


def test_a_title_beside_its_number_begins_a_card_of_its_own_row() -> None:
    lines = page(*numbered("B1", "Open the hub"), *numbered("B2", "Mend the roof"), *numbered("B7", "Ask every child"))
    hanging = hanging_labels([lines])
    assert hanging is not None
    (table, taken) = cards(PAGE, lines, hanging)[0]
    assert taken == range(12)
    assert [row for row in texts_of(table) if row[0][1:].isdigit()] == [
        ["B1", "Open the hub"],
        ["B2", "Mend the roof"],
        ["B7", "Ask every child"],
    ]


def test_a_heading_over_a_card_with_a_number_is_not_its_title() -> None:
    cards_under_headings = [
        row
        for number in range(1, 4)
        for row in [(f"Theme {number} of the plan for all children", ""), *numbered(str(number), f"Do task {number}")]
    ]
    lines = page(*cards_under_headings)
    hanging = hanging_labels([lines])
    assert hanging is not None
    found = cards(PAGE, lines, hanging)
    assert [texts_of(table)[0] for table, _ in found] == [[str(number), f"Do task {number}"] for number in range(1, 4)]
    assert [taken.start for _, taken in found] == [1, 6, 11]


def test_a_numbered_list_of_two_columns_is_none_of_cards() -> None:
    assert hanging_labels([page(*((f"{number}", f"Task {number}") for number in range(1, 9)))]) is None


def test_a_heading_over_several_cards_is_no_title_of_the_first() -> None:
    rows = [
        row
        for theme in ("Roads and what lies along them", "Paths for all who walk or ride")
        for row in [(theme, ""), *(each for number in range(2) for each in numbered(f"Action {number}", "Mend it"))]
    ]
    lines = page(*rows)
    hanging = hanging_labels([lines])
    assert hanging is not None
    assert [texts_of(table)[0] for table, _ in cards(PAGE, lines, hanging)] == [["Action 0", "Mend it"]] * 2


def test_two_cards_are_enough() -> None:
    lines = pledges(2)
    hanging = hanging_labels([lines])
    assert hanging is not None
    assert [taken for _, taken in cards(PAGE, lines, hanging)] == [range(1, 5), range(5, 9)]


def beside(line: Line, label: str, text: str) -> Line:
    """A line with a second label, in bold, and its text further right."""
    second = [replace(word, bold=True) for word in words(label, 330, line.base)]
    return Line([*line.words, *second, *words(text, 430, line.base)])


def test_a_second_label_beside_the_first_ones_text_makes_a_row_of_its_own() -> None:
    lines = pledges(4)
    for at, cost in zip((2, 6, 10, 14), ("£2m", "£3m", "£4m", ""), strict=True):
        lines[at] = beside(lines[at], "Cost", cost)
    lines[10] = Line([word for word in lines[10].words if word.text != "Ann"])
    hanging = hanging_labels([lines])
    assert hanging is not None
    assert hanging.seconds == {"cost"}
    assert [texts_of(table)[1:4] for table, _ in cards(PAGE, lines, hanging)] == [
        [["Who leads", "Ann"], ["Cost", "£2m"], ["By when", "May 2020"]],
        [["Who leads", "Ann"], ["Cost", "£3m"], ["By when", "May 2021"]],
        [["Who leads", ""], ["Cost", "£4m"], ["By when", "May 2022"]],
        [["Who leads", "Ann"], ["Cost", ""], ["By when", "May 2023"]],
    ]


def test_a_value_in_bold_is_no_second_label() -> None:
    lines = pledges(3)
    for at in (2, 6, 10):
        lines[at] = Line([replace(word, bold=word.box.left > 150) for word in lines[at].words])
    hanging = hanging_labels([lines])
    assert hanging is not None
    assert not hanging.seconds
    assert [texts_of(table)[1] for table, _ in cards(PAGE, lines, hanging)] == [["Who leads", "Ann"]] * 3
