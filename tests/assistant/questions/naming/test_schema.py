"""References, headings and what tables call their rows, as questions name them; the plans are made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answers.rows.listed import answer_query
from assistant.questions.naming.schema import Schema
from assistant.questions.parsing import parse
from assistant.questions.query import Role
from assistant.questions.running import run
from corpus.records import Heading, Row
from corpus.tables.columns.column_types import typed
from tests.fictional.parks_and_streets import BRIDGES, PLANS, ROWS, plan_of, row

TODAY = date(2025, 9, 1)


def references(question: str, rows: tuple[Row, ...] = ROWS) -> frozenset[str]:
    return parse(question, Schema(PLANS, rows), today=TODAY).references


@pytest.mark.parametrize("written", ["P1", "p1", "P 1", "action P1"])
def test_a_reference_in_any_form_is_one(written: str) -> None:
    assert references(f"What is the status of {written}?") == {"P1"}


def test_a_reference_may_have_a_slash() -> None:
    coded = tuple(replace(each, reference=f"CS/{at:02}") for at, each in enumerate(ROWS, 1))
    assert references("who leads on CS/02", coded) == {"CS/02"}


def test_rows_numbered_by_letters_are_named_by_them() -> None:
    lettered = tuple(replace(each, reference="ABCDE"[at]) for at, each in enumerate(ROWS))
    assert references("who leads on B", lettered) == {"B"}
    assert references("what is the status of D?", lettered) == {"D"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how many actions sit under objective 2", ["S1"]),
        ("which actions are under 1", ["P1"]),
        ("which actions are in theme B", ["P2"]),
        ("which of the theme b actions are on track", ["P2"]),
    ],
)
def test_a_category_is_named_by_its_number(question: str, expected: list[str]) -> None:
    numbers = {"P1": "1", "P2": "B", "S1": "2"}
    rows = tuple(
        replace(each, path=(Heading(numbers[each.reference], f"Aim {number}"), each.path[-1]))
        for number, each in enumerate(ROWS)
        if each.reference in numbers
    )
    query = parse(question, Schema(PLANS, rows), today=TODAY)
    assert query.is_of_rows
    assert [each.reference for each in run(query, rows).rows] == expected


def test_a_letter_in_a_question_is_no_numeral_of_a_heading() -> None:
    rows = tuple(replace(each, path=(Heading("B", "Streets"), *each.path)) for each in ROWS)
    found = Schema((), rows).readings("when is the B&B action due")
    assert Role.CATEGORY not in {each.role for each in found}


def test_a_heading_is_named_by_one_word_only_as_it_is_written() -> None:
    schema = Schema((), tuple(replace(each, path=(Heading("1", "Working together"), *each.path)) for each in ROWS))
    assert Role.CATEGORY not in {each.role for each in schema.readings("does the enforcing work")}
    assert Role.CATEGORY in {each.role for each in schema.readings("which are under working together")}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("which promise has the biggest price", ["B4"]),
        ("total price by span", ["B1", "B2", "B3", "B4"]),
        ("which span has the most stuck promises", ["B2", "B3"]),
    ],
)
def test_rows_and_their_groups_are_asked_for_by_what_the_table_calls_them(question: str, expected: list[str]) -> None:
    rows = [row("Hollin Bridges Strategy", ("Status", "Price (£)"), *bridge) for bridge in BRIDGES]
    called = [
        replace(each, path=(replace(each.path[0], under="Span"), replace(each.path[1], under="Our promise")))
        for each in rows
    ]
    table = typed(called)[0]
    plan = plan_of("Hollin Bridges Strategy", table)
    query = parse(question, Schema((plan,), tuple(table)), today=TODAY)
    assert query.is_of_rows, query.rest
    cited = [each.reference for each in answer_query(query, table).citations]
    assert list(dict.fromkeys(cited)) == expected


def test_a_heading_of_small_words_over_dates_can_be_named() -> None:
    (reading,) = [each for each in Schema(PLANS, ROWS).readings("by when is the walk lit") if each.role is Role.COLUMN]
    assert (reading.value, reading.start, reading.end) == ("due|by when", 0, 7)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("what of marlow green", True),
        ("what of swings green", False),
        ("what is green", False),
        ("money for green waste", True),
        ("which green actions are there", False),
    ],
)
def test_a_colour_that_is_part_of_a_name_is_no_status(text: str, expected: bool) -> None:
    rows = (
        row("Vale Plan", ("Action",), "1", "Play", "Renew swings", "Mend the gate at Marlow Green, and paint it"),
        row("Vale Plan", ("Action",), "2", "Waste", "Collect more green waste", "Buy a lorry"),
    )
    start = text.index("green")
    assert Schema(PLANS, rows).is_of_a_name(text, start, start + 5) == expected
