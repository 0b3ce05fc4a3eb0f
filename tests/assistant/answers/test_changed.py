"""Statuses from one update to the next, asked of two made-up updates of one plan."""

from __future__ import annotations

import pytest

from assistant import Assistant
from corpus.records import Column, Document, Heading, Item, Location, Row
from corpus.tables.column_types import typed
from tests.word_index import WordIndex

HERE = Location("fictional.csv", line=1)
BEFORE = {"Light Canal Walk": "Amber", "Plant an orchard": "Green", "Renew swings": "Red", "Survey oaks": "Green"}
NOW = {"Light Canal Walk": "Red", "Plant an orchard": "Green", "Renew swings": "Complete", "Survey oaks": "Amber"}


def _document(update: str, statuses: dict[str, str], due: str) -> Document:
    rows = [
        Row(
            f"1.{number}",
            (Heading("1", "Outdoors"), Heading(f"1.{number}", title)),
            (Column("RAG", (Item(status, (HERE,)),)), Column("Due", (Item(due, (HERE,)),))),
            HERE,
            plan="Marlow Vale Green Spaces Plan",
            update=update,
        )
        for number, (title, status) in enumerate(statuses.items(), 1)
    ]
    made, columns = typed(rows)
    return Document(f"{update}.csv", update, 1, "Marlow Vale Green Spaces Plan", update, made, columns=columns)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    documents = [_document("2023-24", BEFORE, "March 2026"), _document("2024-25", NOW, "May 2027")]
    return Assistant(WordIndex(documents))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which actions went from amber to red?", ["1.1"]),
        ("Which actions have turned amber since last year?", ["1.4"]),
        ("What has got worse since 2023-24?", ["1.1", "1.4"]),
        ("Which actions have improved since the last update?", ["1.3"]),
    ],
)
def test_rows_whose_status_moved(assistant: Assistant, question: str, expected: list[str]) -> None:
    answer = assistant.ask(question)
    assert [citation.reference for citation in answer.citations] == expected
    assert {citation.update for citation in answer.citations} == {"2024-25"}


def test_each_says_what_it_was_before(assistant: Assistant) -> None:
    (claim,) = assistant.ask("Which actions went from amber to red?").claims
    assert (claim.text, claim.note) == ("Red", "Light Canal Walk: Amber in 2023-24")


def test_an_earlier_updates_rows_are_asked_where_it_is_named(assistant: Assistant) -> None:
    for question in ("Which actions were green in 2023-24?", "Which actions were green last year?"):
        answer = assistant.ask(question)
        assert [(each.reference, each.update) for each in answer.citations] == [("1.2", "2023-24"), ("1.4", "2023-24")]


def test_a_cell_that_changed_stands_beside_what_it_was(assistant: Assistant) -> None:
    answer = assistant.ask("Has the due date for the orchard changed?")
    assert [(claim.note, claim.text) for claim in answer.claims] == [("2024-25", "May 2027"), ("2023-24", "March 2026")]
