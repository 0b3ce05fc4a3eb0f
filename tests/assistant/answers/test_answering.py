"""Questions about updates, asked of two made-up updates of one plan."""

from __future__ import annotations

import pytest

from assistant import Assistant, Status
from assistant.questions.naming.schema import Schema
from assistant.questions.parsing import parse
from assistant.questions.query import Role
from corpus.records import Document, Row
from tests.fictional.two_updates import TRUTH, table
from tests.word_index import WordIndex

OLD, NEW = TRUTH["old_update"], TRUTH["new_update"]


def _document(update: str, rows: list[Row]) -> Document:
    return Document(f"{update}.docx", update, 1, TRUTH["plan"], update, tuple(rows))


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(WordIndex([_document(OLD, table("old")), _document(NEW, table("new"))]))


def test_what_is_new_is_read_from_the_comparison(assistant: Assistant) -> None:
    answer = assistant.ask("What has changed on the pledge since last year?")
    assert answer.complete
    assert OLD in answer.summary
    assert NEW in answer.summary
    assert all("pledge" in claim.text or "pledge" in claim.citations[0].priority for claim in answer.claims)
    assert {claim.note for claim in answer.claims} <= {"Added", "Reworded", "Removed"}


def test_a_removed_item_is_cited_in_the_update_that_had_it(assistant: Assistant) -> None:
    answer = assistant.ask("What was dropped on schools and governors since last year?")
    removed = next(claim for claim in answer.claims if claim.note == "Removed")
    assert removed.text == "A leaflet for governors is being drafted."
    assert removed.citations[0].update == OLD


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (f"Which priorities are new since {OLD}?", [("3.2", NEW, "New")]),
        (f"Which priorities are new since the {OLD} update?", [("3.2", NEW, "New")]),
        ("Any new priorities?", [("3.2", NEW, "New")]),
        ("Which priorities were dropped since last year?", [("1.3", OLD, "Dropped")]),
    ],
)
def test_priorities_that_came_or_went(
    assistant: Assistant, question: str, expected: list[tuple[str, str, str]]
) -> None:
    answer = assistant.ask(question)
    assert answer.complete
    assert [(c.citations[0].reference, c.citations[0].update, c.note) for c in answer.claims] == expected


def test_what_went_from_one_row(assistant: Assistant) -> None:
    answer = assistant.ask("What was dropped from 2.3?")
    assert [(claim.text, claim.note) for claim in answer.claims] == [
        ("Pilot the assessment in the eastern area team", "Removed")
    ]


def test_an_update_that_is_named_is_asked(assistant: Assistant) -> None:
    answer = assistant.ask(f"How many schools had named a champion in the {OLD} update?")
    assert answer.claims[0].text == "61 of 88 schools have named a champion."


@pytest.mark.parametrize(
    ("asked", "searched"),
    [
        ("What did the {} update say about schools?", "What did say about schools?"),
        ("How many champions were there in the {} update?", "How many champions were there?"),
        ("In the year before, how many champions were there?", "how many champions were there?"),
        ("and in the year before?", "and in the year before?"),  # nothing else is asked
    ],
)
def test_the_words_that_name_an_update_are_not_searched_for(assistant: Assistant, asked: str, searched: str) -> None:
    query = parse(asked.format(OLD), Schema(assistant.plans(), ()))
    assert query.updates == {OLD} or any(each.role is Role.WHEN for each in query.readings)
    assert query.topic == searched


def test_the_year_before_is_the_update_before(assistant: Assistant) -> None:
    now = assistant.ask("How many schools have named a champion?")
    assert now.claims[0].text == "79 of 88 schools have named a champion."
    before = assistant.ask("and in the year before?", [("How many schools have named a champion?", now)])
    assert before.claims[0].text == "61 of 88 schools have named a champion."


def test_with_one_update_it_says_that_nothing_can_be_compared() -> None:
    alone = Assistant(WordIndex([_document(NEW, table("new"))]))
    answer = alone.ask("What has changed on short breaks since last year?")
    assert "only one update" in answer.understood


def test_what_was_corrected_can_be_undone(assistant: Assistant) -> None:
    assert "champion" in assistant.ask("Which schools have a champoin?").understood
    assert assistant.ask("Which schools have a champoin?", literally=True).understood == ""


def test_a_change_that_did_not_happen_is_not_made_up(assistant: Assistant) -> None:
    assert assistant.ask("What has changed on helicopters since last year?").status is Status.NOT_FOUND


def test_a_follow_up_with_the_question_before_behind_it_is_asked_as_one(assistant: Assistant) -> None:
    before = f"How many schools had named a champion in the {OLD} update?"
    answer = assistant.ask(f"and how many of them have heard of the pledge? {before}")
    assert answer.claims[0].text == "61 of 88 schools have named a champion."
