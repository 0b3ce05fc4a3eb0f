"""Doubt: what is unlike the rest of its table, and what could be read otherwise."""

from __future__ import annotations

from corpus.records import Block, Doubt, Location, Reading, Row, RowKind, Severity
from corpus.tables.assembly import assemble
from corpus.tables.doubts import Sureness, doubt_of_table, doubt_of_text
from tests.grids import FILE, CellText, grid

LONG = "This text is about something else altogether and goes on for far longer than any name of a person would. " * 2
TITLES = ("Build ten homes", "Plant many trees", "Train more hosts", "Mend the roofs", "Open a new hub", "Fund a nurse")
HEADER = ("Action", "Lead", "Due", "Progress")


def rows_of(*rows: tuple[CellText | None, ...]) -> list[Row]:
    return [row for row in assemble(Reading((grid(HEADER, *rows),))).rows if row.kind is RowKind.ROW]


def usual() -> list[tuple[str, ...]]:
    people = ("Ann Hall", "Ben Ash", "Eve Moor", "Guy Penn", "Ida Frost", "Joe Wren")
    rows = zip(TITLES, people, strict=True)
    return [(title, who, f"{at} May 2026", f"{title} is under way.") for at, (title, who) in enumerate(rows, start=1)]


def test_a_plain_table_raises_no_doubt() -> None:
    assert [row.doubt for row in rows_of(*usual())] == [Doubt.NONE] * 6


def test_a_long_text_where_others_have_a_name_is_to_be_checked() -> None:
    rows = usual()
    rows[3] = (rows[3][0], LONG, *rows[3][2:])
    found = rows_of(*rows)
    assert [row.doubt for row in found] == [Doubt.NONE] * 3 + [Doubt.CHECK] + [Doubt.NONE] * 2
    assert "“Lead” holds" in found[3].doubts[0]


def test_a_date_that_may_stand_a_column_too_far_left_is_to_be_checked() -> None:
    rows = usual()
    rows[3] = (rows[3][0], "4 May 2026", "It is under way.", "")
    found = rows_of(*rows)
    assert [row.doubt for row in found] == [Doubt.NONE] * 3 + [Doubt.CHECK] + [Doubt.NONE] * 2
    assert found[3].doubts == ("“Lead” holds “4 May 2026”, which may belong under “Due”",)
    rows[3] = (rows[3][0], "4 May 2026", "5 May 2026", "")  # each column has what it may hold
    assert [row.doubt for row in rows_of(*rows)] == [Doubt.NONE] * 6


def test_two_rows_of_one_name_are_to_be_checked() -> None:
    found = rows_of(*usual(), ("Fund a nurse", "Kit Vale", "9 May 2026", "Another post."))
    assert [row.doubt for row in found[-2:]] == [Doubt.CHECK, Doubt.CHECK]
    assert [row.doubt for row in found[:-2]] == [Doubt.NONE] * 5


def test_a_torn_word_is_to_be_checked() -> None:
    rows = usual()
    rows[2] = (*rows[2][:3], "The accommoda tion is ready.")
    assert rows_of(*rows)[2].doubts == ("a word may be torn: “accommoda tion”",)


def test_a_line_without_a_title_that_says_as_much_as_a_row_is_one_and_to_be_checked() -> None:
    rows = usual()
    rows.insert(3, ("", "Kit Vale", "9 May 2026", "Another text."))
    found = rows_of(*rows)
    assert [row.priority.title for row in found] == [*TITLES[:3], "", *TITLES[3:]]
    assert [[item.text for item in column.items] for column in found[3].columns] == [
        ["Kit Vale"],
        ["9 May 2026"],
        ["Another text."],
    ]
    assert found[3].doubts[0] == "no title"
    assert [row.doubt for row in (*found[:3], *found[4:])] == [Doubt.NONE] * 6


def test_a_narrow_margin_is_a_doubt_about_all_rows() -> None:
    where = Location(FILE, line=2)
    assert doubt_of_table(Sureness(0.99, 0.99, "so"), where) is None
    narrow = doubt_of_table(Sureness(0.3, 0.99, "so", ("otherwise",)), where)
    hopeless = doubt_of_table(Sureness(0.99, 0.02, "so"), where)
    assert narrow is not None
    assert hopeless is not None
    assert (narrow.severity, hopeless.severity) == (Severity.WARNING, Severity.ERROR)
    assert "otherwise" in narrow.done


def test_values_that_stand_alone_in_a_text_are_a_table_whose_columns_were_lost() -> None:
    lines = [Block(text, Location(FILE, line=1)) for text in (*TITLES, "Amber", "Green", "Not started", "Green")]
    (doubt,) = doubt_of_text(lines)
    assert "stand by themselves" in doubt.seen
    assert list(doubt_of_text(lines[:8])) == []


def test_a_row_that_only_adds_up_those_above_it_is_to_be_checked() -> None:
    costs = [("Build ten homes", "£1.2m"), ("Plant trees", "£300,000"), ("Train hosts", "£20k"), ("All", "£1,520,000")]
    rows = [(title, "" if title == "All" else "Ann", "", cost) for title, cost in costs]
    assert [row.doubt for row in rows_of(*rows)] == [Doubt.NONE] * 3 + [Doubt.CHECK]
    assert "adds up" in rows_of(*rows)[3].doubts[0]


def test_a_row_with_more_to_say_is_no_sum_though_its_figure_is() -> None:
    costs = [("Build ten homes", "£12k"), ("Plant trees", "£3k"), ("Train hosts", "£15k"), ("Mend roofs", "")]
    assert [row.doubt for row in rows_of(*((title, "Ann", "", cost) for title, cost in costs))] == [Doubt.NONE] * 4


def works(*names: str) -> list[Row]:
    """Works on sites of one ward or more, as a programme lists them."""
    wards = ("Abbey", "Abbey", "Eastcote", "Fleet", "Fleet")
    said = (
        "New bins and benches",
        "Resurface the path",
        "Replace the climbing frame",
        "Mend the sluice",
        "Light it",
    )
    rows = enumerate(zip(wards, names, said, strict=True), start=1)
    body = [(*texts, f"£{at}4,000", f"{at} May 2026", "") for at, texts in rows]
    header = ("Ward", "Site", "Works", "Budget", "Finish", "Notes")
    return [row for row in assemble(Reading((grid(header, *body),))).rows if row.kind is RowKind.ROW]


def test_rows_that_another_column_left_of_their_titles_names_too_are_to_be_checked() -> None:
    found = works("Priory", "Canal", "Rec", "Mill", "Park")  # a word each may be names of anything
    assert {row.doubt for row in found} == {Doubt.CHECK}
    assert "“Site” titles the rows" in found[0].problems[0].done  # one way or the other


def test_sites_with_names_of_their_own_title_the_works_there_without_a_doubt() -> None:
    names = ("Priory Gardens", "Canal Green", "The Rec", "Mill Pond", "Skate Park")
    found = works(*names)
    assert [(row.priority.title, row.doubt) for row in found] == [(name, Doubt.NONE) for name in names]


def test_a_column_of_names_that_come_again_names_no_rows() -> None:
    assert {row.doubt for row in works("Canal", "Canal", "The Rec", "The Rec", "Canal")} == {Doubt.NONE}


def test_rows_that_their_target_names_too_are_to_be_checked() -> None:
    rows = (
        ("1a", "Plant 900 street trees", "Plant in the six wards with the least canopy, in pits that share their soil"),
        ("1b", "Tree wardens", "Find two wardens in every parish and provide them with tools and insurance"),
        ("1c", "Protect veteran trees", "Map all veteran trees and make preservation orders where there is a threat"),
        ("2a", "Thin the larch", "Take out a third of the larch before disease spreads from the valley"),
        ("2b", "Deer management", "Agree a cull plan with four neighbouring landowners of the estate"),
    )
    body = [
        (*texts, lead, "May 2026", "") for texts, lead in zip(rows, ("Ann", "Ben", "Cat", "Dan", "Eve"), strict=True)
    ]
    found = assemble(Reading((grid(("Ref", "Target", "Action", "Lead", "By", "Progress"), *body),))).rows
    assert {row.doubt for row in found if row.kind is RowKind.ROW} == {Doubt.CHECK}
