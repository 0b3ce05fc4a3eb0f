"""Questions to begin with: as people ask, from any plan's rows, and answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import Assistant, Status
from assistant.screens.ask.examples import example_questions
from corpus.records import Column, Document, Heading, Item, Location, Problem, Row, Severity
from corpus.tables.columns.column_types import typed
from tests.word_index import WordIndex

WHERE = Location("plan.txt", line=1)
HEADINGS = ("What needs to happen", "Progress")


TEXT = "What a stable home, care and support in Lincolnshire are"


def row(
    category: str,
    title: str = "Homes are found",
    headings: tuple[str, ...] = HEADINGS,
    items: int = 1,
    text: str = TEXT,
) -> Row:
    columns = tuple(
        Column(heading, tuple(Item(f"{text}, {number}", (WHERE,)) for number in range(items))) for heading in headings
    )
    path = (Heading("1", category), Heading("i", title))
    (made,), _ = typed([Row("1.i", path, columns, WHERE, plan="Plan", update="2025-26")])
    return made


def test_they_ask_for_what_the_columns_hold_each_in_another_way(sample_document: Document) -> None:
    assert example_questions(sample_document.rows) == [
        "What progress has been made on care leavers?",
        "What needs to happen for in-house regulated placements?",
        "What progress has been made on Unaccompanied Asylum-Seeking Children?",
        "What does UASC stand for?",
    ]


def test_they_are_answered_with_quotes(sample_document: Document) -> None:
    assistant = Assistant(WordIndex((sample_document,)))
    answers = [assistant.ask(question) for question in example_questions(sample_document.rows)]
    assert [answer.status for answer in answers] == [Status.ANSWERED] * 4
    assert all(answer.claims for answer in answers)


@pytest.mark.parametrize(
    ("category", "named"),
    [
        ("Care leavers", "care leavers"),
        ("A stable workforce", "a stable workforce"),
        ("Support for carers", "support for carers"),
        ("Young People (YP)", "Young People"),
        ("Lincolnshire homes", "Lincolnshire homes"),
        ("SEND", "SEND"),
        ("Improve foster care", "“Homes are found”"),
        ("Children have safe homes", "“Homes are found”"),
        ("Everything else about each and every young person", "“Homes are found”"),
        ("", "“Homes are found”"),
    ],
)
def test_a_category_is_named_as_in_speech_and_a_sentence_is_quoted(category: str, named: str) -> None:
    question, *_ = example_questions([row(category)])
    assert question == f"What progress has been made on {named}?"


def test_a_category_that_holds_very_much_is_asked_for_by_a_row() -> None:
    assert example_questions([row("Care leavers", items=30)]) == ["What progress has been made on “Homes are found”?"]


def test_a_plan_with_other_columns_is_asked_for_what_it_has() -> None:
    assert example_questions([row("Care leavers", headings=("Lead",), text="Head of Service")]) == [
        "Who leads on Care leavers?"
    ]
    assert example_questions([row("Care leavers", headings=("",))]) == ["What does the plan say about care leavers?"]


def test_several_plans_are_asked_about_in_turn() -> None:
    fuller = [row("Care leavers", items=5), row("Foster carers", items=4)]
    asked = example_questions([*fuller, replace(row("Parks"), plan="Other plan")])
    assert [next(word for word in ("leavers", "parks", "foster") if word in each.lower()) for each in asked] == [
        "leavers",
        "parks",
        "foster",
    ]


def test_rows_that_were_read_with_problems_make_none(sample_document: Document) -> None:
    problem = Problem(Severity.WARNING, WHERE, "Rubble.", "Kept.")
    assert example_questions([replace(each, problems=(problem,)) for each in sample_document.rows]) == []
    assert example_questions([]) == []
