"""Tables without drawn cells: headers, titles of rows, and lines that only look like rows."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from corpus.readers.pdf.page import Box, Frame, Page, Rule, Word
from corpus.readers.pdf.tables.ruled_tables import RawTable
from corpus.readers.pdf.tables.unruled_tables import is_gaping, unruled_tables
from corpus.readers.pdf.text_lines import Line

FRAME = Frame(Box(0, 842, 595, 0), 0)
PAGE = Page(1, "plan.pdf", FRAME, FRAME)
LEFTS = (50.0, 220.0, 330.0, 420.0)
LEFTS_CARRIED = (49.0, 219.5, 329.5, 419.5, 595.0)  # edges of columns on the page before


def words(base: float, *texts: str, bold: bool = False, size: float = 10) -> list[Word]:
    """A line of texts, each where its column begins; blank ones stand nowhere."""
    found = []
    for left, text in zip(LEFTS, texts, strict=False):
        for word in text.split():
            right = left + 0.5 * size * len(word)
            found.append(Word(word, Box(left, base - size, right, base), size, bold=bold))
            left = right + 0.3 * size
    return found


def rows_of(table: RawTable) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(" ".join(word.text for word in cell.words))
    return rows


def test_bold_lines_over_rows_are_their_titles_though_one_stands_right_below_the_header() -> None:
    page = [
        *words(100, "What we do", "Who leads", "When", "Status", bold=True),
        *words(130, "Living well", bold=True, size=12),
        *words(150, "Extend the service to", "Asha Mensah", "May 2026", "On track"),
        *words(163, "seven days a week"),
        *words(186, "Install new alarms", "Care manager", "June 2026", "At risk"),
        *words(220, "Carers", bold=True, size=12),
        *words(240, "Open a hub", "Carers lead", "July 2026", "On track"),
    ]
    (table,), left = unruled_tables(PAGE, page, ())
    assert left == []
    assert rows_of(table) == [
        ["What we do", "Who leads", "When", "Status"],
        ["Living well"],
        ["Extend the service to seven days a week", "Asha Mensah", "May 2026", "On track"],
        ["Install new alarms", "Care manager", "June 2026", "At risk"],
        ["Carers"],
        ["Open a hub", "Carers lead", "July 2026", "On track"],
    ]


def test_three_texts_apart_look_like_a_row_and_one_said_three_times_does_not() -> None:
    assert is_gaping(Line(words(100, "Open a hub", "Ann", "May")))
    assert not is_gaping(Line(words(100, "Open a hub", "Ann")))
    assert not is_gaping(Line(words(100, "Plan 2026", "Plan 2026", "Plan 2026")))


def test_a_label_over_a_line_that_spans_others_heads_them() -> None:
    page = [
        *words(100, "Action", "", "When", bold=True),
        *words(116, "", "Short", "Long", "Funding", bold=True),
        *words(140, "Open a hub", "x", "", "Within budget"),
        *words(152, "by the new school"),
    ]
    ruled = replace(PAGE, level=[Rule(103, 215, 410)])
    (table,), _ = unruled_tables(ruled, page, ())
    over, under, first = rows_of(table)
    assert [text for text in over if text] == ["Action", "When", "Funding"]
    assert under == ["", "Short", "Long", ""]
    assert first == ["Open a hub by the new school", "x", "", "Within budget"]


def test_a_table_with_few_words_goes_on_over_its_rows_of_figures_and_not_with_a_larger_heading() -> None:
    rows = [(f"R{at} Homes", "12", "Not yet", "Good") for at in range(3)]
    figures = [(f"R{at} Beds", str(at), str(at + 1), str(at + 2)) for at in range(3, 8)]
    page = [
        *words(60, "Homes", bold=True, size=13),
        *words(82, "Measure", "Target", "Actual", "Said", bold=True),
        *(word for at, row in enumerate([*rows, *figures]) for word in words(100 + 14 * at, *row)),
    ]
    ruled = replace(PAGE, level=[Rule(at, 49, 545) for at in (70, *range(87, 200, 14))])
    (table,), left = unruled_tables(ruled, page, LEFTS_CARRIED)
    assert [word.text for word in left] == ["Homes"]
    assert rows_of(table)[0] == ["Measure", "Target", "Actual", "Said"]
    assert len(rows_of(table)) == 1 + len(rows) + len(figures)


def test_a_larger_line_at_the_end_heads_the_text_below_the_table() -> None:
    page = [
        *words(100, "Action", "Lead", "When", bold=True),
        *words(120, "Open a hub for", "Ann", "May"),
        *words(132, "all who come"),
        *words(150, "Mend roofs", "Ben", "June"),
        *words(180, "Monitoring", bold=True, size=11.5),
        *words(200, "The board meets each quarter and then publishes a note of what was done"),
    ]
    (table,), left = unruled_tables(PAGE, page, ())
    assert [row[0] for row in rows_of(table)] == ["Action", "Open a hub for all who come", "Mend roofs"]
    assert left[0].text == "Monitoring"


def test_a_sentence_below_a_table_is_no_row_of_it_though_words_of_it_begin_where_columns_do() -> None:
    page = [
        *words(100, "Action", "Lead", "When", bold=True),
        *words(120, "Open a hub for", "Ann", "May"),
        *words(132, "all who come"),
        *words(150, "Mend roofs", "Ben", "June"),
    ]
    foot = [
        Word(text, Box(left, 170, right, 180), 10)
        for text, left, right in (("Questions", 50, 217), ("to", 220, 327), ("Ann,", 330, 400), ("4471", 403, 430))
    ]
    (table,), left = unruled_tables(PAGE, [*page, *foot], ())
    assert [row[0] for row in rows_of(table)] == ["Action", "Open a hub for all who come", "Mend roofs"]
    assert left[0].text.startswith("Questions")


def test_a_note_apart_below_a_table_is_no_row_though_a_word_of_it_begins_where_a_column_does() -> None:
    page = [
        *words(100, "Action", "Lead", "When", bold=True),
        *words(120, "Open a hub for", "Ann", "May"),
        *words(132, "all who come"),
        *words(150, "Mend roofs", "Ben", "June"),
    ]
    foot = [Word(text, Box(left, 175, right, 185), 10) for text, left, right in (("Seen:", 50, 217), ("May", 220, 240))]
    (table,), left = unruled_tables(PAGE, [*page, *foot], ())
    assert [row[0] for row in rows_of(table)] == ["Action", "Open a hub for all who come", "Mend roofs"]
    assert [word.text for word in left] == ["Seen:", "May"]


BODY = [
    *words(146, "Open a hub for all", "May 2031", "July 2031", "£4,000"),
    *words(158, "who live near"),
    *words(184, "Mend the roof", "June 2031", "May 2032", "£9,500"),
]
FIRST = ["Open a hub for all who live near", "May 2031", "July 2031", "£4,000"]
SECOND = ["Mend the roof", "June 2031", "May 2032", "£9,500"]


def at(left: float, base: float, text: str) -> Word:
    """A bold word that begins at this x."""
    (word,) = words(base, text, bold=True)
    return replace(word, box=word.box._replace(left=left, right=left + word.box.width))


def test_a_label_set_apart_above_the_first_of_others_stands_in_a_row_of_its_own() -> None:
    page = [*words(100, "", "Timescale", bold=True), *words(120, "Action", "Start", "Finish", "Cost", bold=True), *BODY]
    (table,), left = unruled_tables(PAGE, page, ())
    assert left == []
    assert rows_of(table) == [["", "Timescale", "", ""], ["Action", "Start", "Finish", "Cost"], FIRST, SECOND]


def test_labels_below_a_short_rule_are_of_the_header_though_one_space_apart() -> None:
    labels = [at(50, 100, "Action"), at(270, 100, "2031"), at(420, 100, "Cost")]
    lower = [at(220, 122, "Start"), at(326, 122, "End")]
    lower[0] = replace(lower[0], box=lower[0].box._replace(right=321))
    borders = (49, 219, 325, 419, 500)
    ruled = replace(PAGE, level=[Rule(106, 219, 400), *(Rule(128, left, right) for left, right in pairwise(borders))])
    (table,), left = unruled_tables(ruled, [*labels, *lower, *BODY], ())
    assert left == []
    assert rows_of(table)[:2] == [["Action", "2031", "Cost"], ["", "Start", "End", ""]]


def test_a_label_in_the_middle_over_two_others_spans_them() -> None:
    page = [at(288, 100, "Timescale"), *words(120, "Action", "Start", "Finish", "Cost", bold=True), *BODY]
    (table,), left = unruled_tables(PAGE, page, ())
    assert left == []
    assert rows_of(table) == [["", "Timescale", ""], ["Action", "Start", "Finish", "Cost"], FIRST, SECOND]
    assert [cell.box.left for cell in table.cells[:3]] == [table.edges[0], table.edges[1], table.edges[3]]


def test_a_label_in_the_middle_over_labels_that_count_spans_those() -> None:
    page = [at(293, 100, "Aim"), *words(120, "Measure", "2030", "2031", "Lead", bold=True)]
    rows = [("Trips by car", "54 per cent", "50 per cent", "Transport"), ("Paths mended", "six", "nine", "Roads")]
    page += [word for number, row in enumerate(rows) for word in words(146 + 24 * number, *row)]
    (table,), _ = unruled_tables(PAGE, page, ())
    (aim,) = [cell for cell in table.cells if [word.text for word in cell.words] == ["Aim"]]
    assert (aim.box.left, aim.box.right) == (table.edges[1], table.edges[3])


def test_labels_of_single_columns_may_stand_beside_or_above_the_lowest_line_of_a_header() -> None:
    for base in (100, 110):
        page = [
            *words(base, "Action", "", "", "Cost", bold=True),
            at(288, 100, "Timescale"),
            *words(120, "", "Start", "Finish", bold=True),
            *BODY,
        ]
        (table,), _ = unruled_tables(PAGE, page, ())
        over, under, *body = rows_of(table)
        assert [text for text in over if text] == ["Action", "Timescale", "Cost"]
        assert [text for text in under if text] == ["Start", "Finish"]
        assert body == [FIRST, SECOND]


def test_a_label_of_two_lines_stands_in_one_row_though_no_other_has_two() -> None:
    page = [*words(108, "", "Planned", bold=True), *words(120, "Action", "start", "Finish", "Cost", bold=True), *BODY]
    (table,), _ = unruled_tables(PAGE, page, ())
    assert rows_of(table) == [["Action", "Planned start", "Finish", "Cost"], FIRST, SECOND]


def test_a_bold_heading_over_a_header_is_no_label() -> None:
    page = [*words(100, "1 Homes", bold=True), *words(124, "Action", "Start", "Finish", "Cost", bold=True), *BODY]
    (table,), left = unruled_tables(PAGE, page, ())
    assert [word.text for word in left] == ["1", "Homes"]
    assert rows_of(table)[0] == ["Action", "Start", "Finish", "Cost"]


def test_a_smaller_line_below_the_rows_is_a_note_and_one_among_them_is_not() -> None:
    header = words(120, "Action", "Start", "Finish", "Cost", bold=True)
    page = [*header, *BODY, *words(206, "Not yet agreed", size=8), *words(226, "Plant a tree", "March", "April", "£70")]
    (table,), left = unruled_tables(PAGE, [*page, *words(250, "At 2030 prices.", size=8)], ())
    assert [word.text for word in left] == ["At", "2030", "prices."]
    assert rows_of(table)[-1] == ["Plant a tree", "March", "April", "£70"]


def test_a_table_of_figures_and_words_is_told_by_its_labels_because_its_texts_run_over_lines() -> None:
    header = [*words(100, "Promise", "Team", "Met", "Goal", bold=True)]
    rows = [
        *words(124, "Calls are answered in", "Contact", "61%", "75%"),
        *words(136, "five minutes", "centre"),
        *words(160, "Leaks are stopped", "Plumbing", "70%", "90%"),
        *words(184, "Letters are plain", "Housing", "30%", "100%"),
        *words(208, "Damp is looked at in", "Surveyors", "44%", "80%"),
        *words(220, "a week"),
    ]
    (table,), left = unruled_tables(PAGE, [*header, *rows], ())
    assert left == []
    assert rows_of(table)[1:] == [
        ["Calls are answered in five minutes", "Contact centre", "61%", "75%"],
        ["Leaks are stopped", "Plumbing", "70%", "90%"],
        ["Letters are plain", "Housing", "30%", "100%"],
        ["Damp is looked at in a week", "Surveyors", "44%", "80%"],
    ]


def test_labels_that_slant_or_are_coloured_are_a_header() -> None:
    header = [*words(100, "Action", "Responsible", "When"), *words(112, "", "officer")]
    body = [*words(136, "Open a hub", "Ann", "May"), *words(160, "Mend roofs", "Ben", "June")]
    (table,), left = unruled_tables(PAGE, [*(replace(word, accented=True) for word in header), *body], ())
    assert left == []
    assert [row[:3] for row in rows_of(table)] == [
        ["Action", "Responsible officer", "When"],
        ["Open a hub", "Ann", "May"],
        ["Mend roofs", "Ben", "June"],
    ]


@pytest.mark.parametrize("below", [12, 21])
def test_a_text_across_a_table_is_its_rows_where_its_label_comes_again_below_another_table(below: int) -> None:
    def pledge(base: float, title: str) -> list[Word]:
        header = words(base, "Promise", "Site", "Lead", bold=True)
        row = words(base + 20, title, "All sites", "Ann")
        return [
            *header,
            *row,
            *words(base + 20 + below, "Update: the half plots were let in March and more will be in May"),
        ]

    page = [*pledge(100, "Share plots"), *words(170, "Pledge two", bold=True, size=14), *pledge(190, "Keep bees")]
    tables, left = unruled_tables(PAGE, page, ())
    assert [word.text for word in left] == ["Pledge", "two"]
    update = "Update: the half plots were let in March and more will be in May"
    assert [rows_of(table)[1:] for table in tables] == [
        [["Share plots", "All sites", "Ann"], [update]],
        [["Keep bees", "All sites", "Ann"], [update]],
    ]


def test_texts_turned_beside_rows_are_a_cell_that_reaches_over_them() -> None:
    def turned(text: str, top: float) -> Word:
        return Word(text, Box(55, top, 65, top + 30), 10, bold=True, turn=3)

    shades, lines = [Box(50, 106, 80, 146), Box(50, 146, 80, 240)], [Rule(at, 50, 500) for at in (106, 126, 146, 166)]
    page = replace(PAGE, fills=shades, tints=["teal", "teal"], level=lines)
    header = words(100, "Area", "Action", "Lead", "When", bold=True)
    rows = [("", "Open a hub", "Ann", "May"), ("", "Mend roofs", "Ben", "June"), ("", "Plant trees", "Cora", "July")]
    body = [word for at, texts in enumerate(rows) for word in words(120 + 20 * at, *texts)]
    far = words(230, "", "Dig wells", "Dee", "May")
    (table,), left = unruled_tables(page, [*header, *body, *far, turned("Homes", 112), turned("Parks", 170)], ())
    assert left == []
    first = [cell for cell in table.cells if cell.box.left == table.edges[0]]
    assert [(cell.row, cell.rowspan, [word.text for word in cell.words]) for cell in first] == [
        (0, 1, ["Area"]),
        (1, 2, ["Homes"]),
        (3, 2, ["Parks"]),
    ]


def hung(base: float, number: str, *texts: str) -> list[Word]:
    """A row with its numeral left of the first column."""
    return [Word(number, Box(25, base - 10, 40, base), 10), *words(base, *texts)]


def test_numerals_left_of_the_first_label_are_a_column_and_begin_rows_set_close_together() -> None:
    page = [
        *words(100, "Aim", "What will be done", "Who", "Measure", bold=True),
        *hung(114, "1.1", "Reduce robbery", "Joint patrols on", "Insp. Dallow", "Robberies"),
        *words(126, "around the station", "Friday nights", "", "down by 15%"),
        *hung(143, "1.2", "Tackle off-road", "Seize bikes", "Sgt Nand", "Calls to 101"),
        *words(155, "motorbikes", "Mark the ways in", "Parks Warden"),
        *hung(172, "1.3", "Safe taxi rank", "Fund two", "Licensing", "Complaints"),
        *words(184, "marshals", "marshals", "", "halved"),
    ]
    (table,), left = unruled_tables(replace(PAGE, level=[Rule(102, 25, 570), Rule(88, 25, 570)]), page, ())
    assert left == []
    assert rows_of(table) == [
        ["", "Aim", "What will be done", "Who", "Measure"],
        [
            "1.1",
            "Reduce robbery around the station",
            "Joint patrols on Friday nights",
            "Insp. Dallow",
            "Robberies down by 15%",
        ],
        ["1.2", "Tackle off-road motorbikes", "Seize bikes Mark the ways in", "Sgt Nand Parks Warden", "Calls to 101"],
        ["1.3", "Safe taxi rank marshals", "Fund two marshals", "Licensing", "Complaints halved"],
    ]


def test_words_left_of_a_first_label_that_is_centred_are_no_column() -> None:
    page = [
        *words(100, "Aim", "What will be done", "Who", "Measure", bold=True),
        *hung(120, "Reduce", "robbery", "Patrol", "Insp. Dallow", "Robberies"),
        *hung(140, "Tackle", "bikes", "Seize them", "Sgt Nand", "Calls"),
    ]
    (table,), _ = unruled_tables(PAGE, page, ())
    assert [row[0] for row in rows_of(table)] == ["Aim", "Reduce robbery", "Tackle bikes"]
