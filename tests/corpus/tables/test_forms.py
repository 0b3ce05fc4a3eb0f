"""Tables in other forms than one row each under one row of labels: what their rows mean, in three wordings each."""

from __future__ import annotations

import pytest

from corpus.records import Grid, Reading
from corpus.tables.assembly import Assembly, assemble
from tests.grids import CellText, cells, grid, outline

Rows = tuple[tuple[CellText | None, ...], ...]


def read(*parts: Grid) -> Assembly:
    return assemble(Reading(parts))


TURNED: tuple[Rows, ...] = (
    (
        ("Action", "Open a drop-in clinic", "Train school nurses", "Map play areas"),
        ("Lead", "Ann Hall", "Ben Ash", "Cy Dow"),
        ("Deadline", "May 2026", "June 2026", "July 2026"),
        ("Progress", "A lease is signed and staff are hired", "Nine have begun their course", "Not begun"),
    ),
    (
        ("", "Action 1", "Action 2", "Action 3"),
        ("What we will do", "Open a drop-in clinic", "Train school nurses", "Map play areas"),
        ("Who", "Ann Hall", "Ben Ash", "Cy Dow"),
        ("By when", "May 2026", "June 2026", "July 2026"),
        ("How we will know", "Fewer missed visits", "Nurses in all schools", "A map is published"),
    ),
    (
        ("Commitment", "Open a drop-in clinic", "Train school nurses", "Map play areas"),
        ("Owner", "Public Health", "School Nursing", "Parks Team"),
        ("Steps", "Sign a lease; hire staff", "Agree a course with the college", "Visit each park in turn"),
        ("Cost", "£40,000", "£12,500", "£3,000"),
        ("Status", "Green", "Amber", "Red"),
        ("Update", "The lease is signed and two staff begin in May", "The college has agreed", "Six parks visited"),
    ),
)


@pytest.mark.parametrize("rows", TURNED)
def test_each_column_of_a_turned_table_is_a_row(rows: Rows) -> None:
    assembly = read(grid(*rows))
    titles = [row.priority.title for row in assembly.rows]
    assert titles == ["Open a drop-in clinic", "Train school nurses", "Map play areas"]
    label, *values = (str(cell) for cell in rows[2])
    assert [[i.text for i in found.items] for row in assembly.rows if (found := row.column(label))] == [
        [value] for value in values
    ]


_RISKS = (
    ("R1", "Carers leave faster than we can recruit them", "4", "5", "20", "3", "4", "12", "Ann Hall"),
    ("R2", "Rents rise above what the grant can pay for", "3", "3", "9", "2", "3", "6", "Ben Ash"),
    ("R3", "The new case system isn't ready for the audit", "5", "2", "10", "5", "1", "5", "Cy Dow"),
)
_BELOW = ("Likelihood", "Impact", "Score")
DEEP: tuple[Rows, ...] = (
    (
        (
            ("Ref", 1, 2),
            ("Risk", 1, 2),
            ("Inherent", 3, 1),
            None,
            None,
            ("Residual", 3, 1),
            None,
            None,
            ("Owner", 1, 2),
        ),
        (None, None, *_BELOW, *_BELOW, None),
    ),
    (
        ("Ref", "Risk", "Inherent", "", "", "Residual", "", "", "Owner"),
        ("", "", *_BELOW, *_BELOW, ""),
    ),
    (
        ("", "", ("Inherent", 3, 1), None, None, ("Residual", 3, 1), None, None, ""),
        ("Ref", "Risk", *_BELOW, *_BELOW, "Owner"),
    ),
)


@pytest.mark.parametrize("header", DEEP)
def test_labels_below_others_name_both_and_none_is_merged(header: Rows) -> None:
    assembly = read(grid(*header, *_RISKS))
    assert list(outline(assembly).values()) == [f"{ref} {title}" for ref, title, *_ in _RISKS]
    assert cells(assembly, "R2") == {
        "Inherent › Likelihood": ["3"],
        "Inherent › Impact": ["3"],
        "Inherent › Score": ["9"],
        "Residual › Likelihood": ["2"],
        "Residual › Impact": ["3"],
        "Residual › Score": ["6"],
        "Owner": ["Ben Ash"],
    }


_TITLES = ("Recruit forty foster carers", "Publish the local offer", "Open a second hub", "Agree the joint protocol")
MATRICES: tuple[tuple[Rows, str, list[list[str]]], ...] = (
    (
        (
            ("Action", "Lead", "Not started", "Started", "Complete"),
            (_TITLES[0], "Ann Hall", "", "✓", ""),
            (_TITLES[1], "Ben Ash", "", "", "✓"),
            (_TITLES[2], "Cy Dow", "✓", "", ""),
            (_TITLES[3], "Ann Hall", "", "✓", ""),
        ),
        "Status",
        [["Started"], ["Complete"], ["Not started"], ["Started"]],
    ),
    (
        (
            (("Action", 1, 2), ("Lead", 1, 2), ("Progress so far", 3, 1), None, None),
            (None, None, "Not begun", "Under way", "Finished"),
            (_TITLES[0], "Ann Hall", "x", "", ""),
            (_TITLES[1], "Ben Ash", "", "", "x"),
            (_TITLES[2], "Cy Dow", "", "x", ""),
            (_TITLES[3], "Ann Hall", "x", "", ""),
        ),
        "Progress so far",
        [["Not begun"], ["Finished"], ["Under way"], ["Not begun"]],
    ),
    (
        (
            ("Action", "Lead", "Planned", "Under way", "Done"),
            (_TITLES[0], "Ann Hall", "", "Thirty are approved and ten are waiting", ""),
            (_TITLES[1], "Ben Ash", "", "", "It is on the web site in four languages"),
            (_TITLES[2], "Cy Dow", "A site has been found near the station", "", ""),
            (_TITLES[3], "Ann Hall", "", "Two of five partners have signed it", ""),
        ),
        "Status",
        [
            ["Under way", "Thirty are approved and ten are waiting"],
            ["Done", "It is on the web site in four languages"],
            ["Planned", "A site has been found near the station"],
            ["Under way", "Two of five partners have signed it"],
        ],
    ),
)


@pytest.mark.parametrize(("rows", "heading", "values"), MATRICES)
def test_columns_of_which_each_row_marks_one_are_one_value(rows: Rows, heading: str, values: list[list[str]]) -> None:
    assembly = read(grid(*rows))
    assert [row.priority.title for row in assembly.rows] == [*_TITLES]
    found = [row.column(heading) for row in assembly.rows]
    assert [[item.text for item in column.items] if column else [] for column in found] == values


def test_marks_in_several_columns_stay_where_they_are() -> None:
    rows = [(title, "✓", "✓" if at % 2 else "", "") for at, title in enumerate(_TITLES)]
    assembly = read(grid(("Action", "Q1", "Q2", "Q3"), *rows))
    assert cells(assembly, "2") == {"Q1": ["✓"], "Q2": ["✓"], "Q3": []}


OUTLINES: tuple[Rows, ...] = (
    (
        ("WBS", "Task", "Lead", "Finish"),
        ("1", "Better homes", "Ann Hall", "May 2027"),
        ("1.1", "Insulate roofs", "Ben Ash", "May 2026"),
        ("1.2", "Replace boilers", "Cy Dow", "June 2026"),
        ("2", "Safer streets", "Ann Hall", "May 2028"),
        ("2.1", "Light the park", "Ben Ash", "July 2026"),
        ("2.2", "Slow the traffic", "Cy Dow", "August 2026"),
    ),
    (
        ("Action", "Owner", "Due", "Update"),
        ("1. Better homes", "Ann Hall", "May 2027", ""),
        ("1.1 Insulate roofs", "Ben Ash", "May 2026", "Forty are done"),
        ("1.2 Replace boilers", "Cy Dow", "June 2026", "A contract is let"),
        ("2. Safer streets", "Ann Hall", "May 2028", ""),
        ("2.1 Light the park", "Ben Ash", "July 2026", "Poles are ordered"),
        ("2.2 Slow the traffic", "Cy Dow", "August 2026", "None yet"),
    ),
    (
        ("Ref", "Milestone", "Who", "When", "RAG"),
        ("A", "Better homes", "Ann Hall", "May 2027", "Green"),
        ("A1", "Insulate roofs", "Ben Ash", "May 2026", "Green"),
        ("A2", "Replace boilers", "Cy Dow", "June 2026", "Amber"),
        ("B", "Safer streets", "Ann Hall", "May 2028", "Amber"),
        ("B1", "Light the park", "Ben Ash", "July 2026", "Amber"),
        ("B2", "Slow the traffic", "Cy Dow", "August 2026", "Red"),
    ),
)


@pytest.mark.parametrize("rows", OUTLINES)
def test_rows_head_those_numbered_within_them_and_stay_rows(rows: Rows) -> None:
    assembly = read(grid(*rows))
    paths = [" › ".join(step.title for step in row.path) for row in assembly.rows]
    assert paths == [
        "Better homes",
        "Better homes › Insulate roofs",
        "Better homes › Replace boilers",
        "Safer streets",
        "Safer streets › Light the park",
        "Safer streets › Slow the traffic",
    ]
    assert len({row.reference for row in assembly.rows}) == len(assembly.rows)


def test_three_levels_of_an_outline_whose_upper_rows_say_nothing_else() -> None:
    lines = [("1", "Homes", "", ""), ("1.1", "Warm homes", "", ""), ("1.1.1", "Insulate roofs", "Ben Ash", "May")]
    more = [("1.1.2", "Replace boilers", "Cy Dow", "June"), ("1.2", "Cheap homes", "", "")]
    last = [("1.2.1", "Cap rents", "Ben Ash", "July"), ("1.2.2", "Buy back flats", "Cy Dow", "May")]
    assembly = read(grid(("No.", "Action", "Lead", "Due"), *lines, *more, *last))
    assert list(outline(assembly).values()) == [
        "1 Homes › 1.1 Warm homes › 1.1.1 Insulate roofs",
        "1 Homes › 1.1 Warm homes › 1.1.2 Replace boilers",
        "1 Homes › 1.2 Cheap homes › 1.2.1 Cap rents",
        "1 Homes › 1.2 Cheap homes › 1.2.2 Buy back flats",
    ]


BANDS: tuple[tuple[Rows, list[str]], ...] = (
    (
        (
            ("Action", "Lead", "Due", "RAG", "Update"),
            ("A. People", "", "", "Amber", ""),
            ("Hire two nurses", "Ann Hall", "May 2026", "Amber", "Adverts are out"),
            ("Train managers", "Ben Ash", "June 2026", "Green", "Nine have begun"),
            ("B. Places", "", "", "Green", ""),
            ("Open a hub", "Cy Dow", "July 2026", "Green", "The lease is signed"),
            ("Paint the rooms", "Ann Hall", "May 2026", "Green", "Colours are chosen"),
        ),
        ["A People", "B Places"],
    ),
    (
        (
            ("Task", "Who", "By when", "Cost", "Position"),
            ("Theme 1: People", "", "", "£90,000", ""),
            ("Hire two nurses", "Ann Hall", "May 2026", "£80,000", "Adverts are out"),
            ("Train managers", "Ben Ash", "June 2026", "£10,000", "Nine have begun"),
            ("Theme 2: Places", "", "", "£52,000", ""),
            ("Open a hub", "Cy Dow", "July 2026", "£50,000", "The lease is signed"),
            ("Paint the rooms", "Ann Hall", "May 2026", "£2,000", "Colours are chosen"),
        ),
        ["1 People", "2 Places"],
    ),
    (
        (
            ("Action", "Lead", "Due", "RAG", "Update"),
            ("A. People", "", "", "", ""),
            ("Hire two nurses", "Ann Hall", "May 2026", "Amber", "Adverts are out"),
            ("Train managers", "Ben Ash", "June 2026", "Green", "Nine have begun"),
            ("B. Places", "", "", "", ""),
            ("Open a hub", "Cy Dow", "July 2026", "Green", "The lease is signed"),
            ("Paint the rooms", "Ann Hall", "May 2026", "Green", "Colours are chosen"),
        ),
        [],
    ),
)


@pytest.mark.parametrize(("rows", "own"), BANDS)
def test_a_heading_between_rows_may_say_something_of_its_own(rows: Rows, own: list[str]) -> None:
    assembly = read(grid(*rows))
    labels = [row.label for row in assembly.rows]
    assert [label for label in labels if " › " not in label] == own
    assert [label.rpartition(" › ")[2] for label in labels if " › " in label] == [
        "Hire two nurses",
        "Train managers",
        "Open a hub",
        "Paint the rooms",
    ]
    assert {row.category.title for row in assembly.rows if len(row.path) > 1} == {"People", "Places"}
