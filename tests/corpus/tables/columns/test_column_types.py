"""What columns hold and what they are for, told from their values first and their headings second."""

from __future__ import annotations

import pytest

from corpus.records import Column, Heading, Item, Location, Meaning, Row, RowKind, ValueKind
from corpus.tables.columns.column_types import column_type, is_state, meaning_of, typed

HERE = Location("fictional.csv", line=1)


def columns(heading: str, *texts: str) -> list[Column]:
    return [Column(heading, (Item(text, (HERE,)),)) for text in texts]


@pytest.mark.parametrize(
    ("heading", "texts", "meaning", "kind"),
    [
        ("Target", ("30/06/2026", "31/03/2026", "TBC", "May 2026"), Meaning.DUE, ValueKind.DATE),
        ("Target", ("300 staff", "20%", "95%"), Meaning.TARGET, ValueKind.PERCENT),
        ("By when", ("Ongoing", "March 2026", "April 2026"), Meaning.DUE, ValueKind.DATE),
        ("Start", ("1 May 2025", "3 June 2025"), Meaning.OTHER, ValueKind.DATE),
        ("Where we are", ("On track", "Delayed", "Not started"), Meaning.STATUS, ValueKind.CHOICE),
        ("BRAG", ("R", "A", "G", "B"), Meaning.STATUS, ValueKind.CHOICE),
        ("Cost (£)", ("385000", "0", "1,120,000"), Meaning.COST, ValueKind.MONEY),
        ("Spent so far", ("£1.3m", "£250k", "to be confirmed"), Meaning.COST, ValueKind.MONEY),
        ("% complete", ("70", "35", "100"), Meaning.PROGRESS, ValueKind.PERCENT),
        ("Homes", ("12", "c.40", "7"), Meaning.OTHER, ValueKind.NUMBER),
        ("Contact", ("Parks Manager", "Play Officer", "Head of Housing"), Meaning.OWNER, ValueKind.TEXT),
        ("Ward", ("North", "South", "North", "North", "South"), Meaning.GROUP, ValueKind.CHOICE),
    ],
)
def test_values_settle_what_a_column_is(
    heading: str, texts: tuple[str, ...], meaning: Meaning, kind: ValueKind
) -> None:
    found = column_type(heading, columns(heading, *texts))
    assert (found.meaning, found.kind) == (meaning, kind)


@pytest.mark.parametrize(
    ("heading", "texts", "meaning"),
    [
        ("In whose hands", ("J. Marlow", "Head of Housing", "Schools team"), Meaning.OWNER),
        ("Taken forward by", ("Housing team", "R. Patel"), Meaning.OWNER),
        ("Log", ("We met the builder in May.", "Two of the five schools have been visited."), Meaning.PROGRESS),
        ("Delivery confidence", ("Closed", "High", "Low", "Not started"), Meaning.STATUS),
        ("Original completion", ("May 2025", "June 2025"), Meaning.OTHER),
        ("Revised completion", ("May 2026", "June 2026"), Meaning.DUE),
        ("Column 3", ("J. Marlow", "Head of Housing"), Meaning.OWNER),
    ],
)
def test_headings_that_no_list_would_have(heading: str, texts: tuple[str, ...], meaning: Meaning) -> None:
    assert column_type(heading, columns(heading, *texts)).meaning is meaning


def test_what_a_column_is_for_is_not_claimed_where_it_may_as_well_be_for_something_else() -> None:
    found = column_type("Challenge", columns("Challenge", "1, 3", "2", "4"))
    assert (found.meaning, found.may_be is not None) == (Meaning.OTHER, True)
    surely = column_type("Lead officer", columns("Lead officer", "J. Marlow", "Head of Housing"))
    assert (surely.meaning, surely.may_be) == (Meaning.OWNER, None)


def test_what_staff_say_a_column_is_for_is_claimed() -> None:
    row = Row("1", (Heading("", "Homes"),), tuple(columns("Challenge", "1, 3")), HERE)
    (told,) = typed((row,), {"Challenge": Meaning.TARGET})[1]
    assert (told.meaning, told.may_be) == (Meaning.TARGET, None)


def test_of_results_beside_each_other_the_last_says_what_is_now() -> None:
    rows = tuple(
        Row(title, (Heading("", title),), (*columns("Q1 actual", "12"), *columns("Q2 actual", "14")), HERE)
        for title in ("Carers", "Homes")
    )
    assert [each.meaning for each in typed(rows)[1]] == [Meaning.OTHER, Meaning.RESULT]


def test_of_two_columns_that_look_like_progress_one_may_tell_what_is_planned() -> None:
    rows = [
        Row(planned, (Heading("", planned),), (*columns("What is planned", planned), *columns("Progress", told)), HERE)
        for planned, told in (
            ("Replace the roof over the main pool.", "The roof was stripped in May and two trusses were found rotten."),
            ("Put in showers that close by themselves.", "All are in. Water use fell by 14% in the first quarter."),
            ("Hold a weekly swim for women at two centres.", "A Sunday session began in November and draws 46 women."),
        )
    ]
    _, types = typed(rows)
    assert {each.heading: each.meaning for each in types} == {
        "What is planned": Meaning.ACTION,
        "Progress": Meaning.PROGRESS,
    }


@pytest.mark.parametrize("text", ["Not started", "Complete", "On track", "Ongoing"])
def test_a_state_is_told_from_a_heading(text: str) -> None:
    assert is_state(text)
    assert not is_state("Responsible officer")


def test_long_texts_hold_no_values_however_they_begin() -> None:
    long = "Complete since May; the second stage has been put out to tender and closes in June."
    found = column_type("Status", columns("Status", long, long, long))
    assert found.kind is ValueKind.TEXT
    assert found.meaning is Meaning.PROGRESS


def test_a_choice_says_which_values_it_has() -> None:
    assert column_type("RAG", columns("RAG", "Red", "Green", "Red")).values == ("Red", "Green")


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Action owner", Meaning.OWNER),
        ("How we will know", Meaning.MEASURE),
        ("How we will measure it", Meaning.MEASURE),
        ("What we will do", Meaning.ACTION),
        ("How we will do it", Meaning.ACTION),
        ("Where we are now", Meaning.PROGRESS),
        ("Latest position", Meaning.PROGRESS),
        ("Outcome to date", Meaning.PROGRESS),
        ("Cost to date", Meaning.COST),
        ("Progress and impact", Meaning.PROGRESS),
        ("Theme", Meaning.GROUP),
        ("Fragile places", Meaning.OTHER),
    ],
)
def test_headings_say_what_values_leave_open(heading: str, meaning: Meaning) -> None:
    assert meaning_of(heading) is meaning


def test_a_heading_that_says_due_leaves_no_other_date_column_due() -> None:
    rows = tuple(
        Row(
            str(number),
            (Heading("", "Plant trees"),),
            (*columns("Due date", f"{number} May 2026"), *columns("Seen", f"{number} June 2025")),
            HERE,
        )
        for number in (1, 2, 3)
    )
    told, types = typed(rows)
    assert [each.meaning for each in types] == [Meaning.DUE, Meaning.OTHER]
    assert [(column.meaning, column.kind) for column in told[0].columns] == [
        (Meaning.DUE, ValueKind.DATE),
        (Meaning.OTHER, ValueKind.DATE),
    ]


def test_prose_has_no_columns() -> None:
    prose = Row("§1", (Heading("", "Foreword"),), tuple(columns("", "Some words")), HERE, kind=RowKind.PROSE)
    assert typed((prose,)) == ((prose,), ())
