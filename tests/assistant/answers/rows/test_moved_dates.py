"""Dates that a row's texts say are still to come, beside the one in its own column."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Answer
from assistant.answers.rows.listed import answer_query
from assistant.answers.rows.moved_dates import with_moved_date
from assistant.questions.naming.schema import Schema
from assistant.questions.parsing import parse
from corpus.records import Column, Heading, Item, Location, Row
from corpus.tables.columns.column_types import typed

WHERE = Location("fictional.csv", line=1)


def told(progress: str) -> Answer:
    """What is told of when the market reopens, where a row of a fictional plan says this of its progress."""
    cells = {"Lead": "Petra Lind", "Due": "31 October 2025", "Progress": progress}
    columns = tuple(Column(heading, (Item(text, (WHERE,)),)) for heading, text in cells.items())
    row = Row("1", (Heading("1", "Reopen the market"),), columns, WHERE, plan="Markets", update="2025")
    (typed_row,), _ = typed([row])
    answer = answer_query(parse("when will the market reopen", Schema((), (typed_row,))), [typed_row])
    return with_moved_date(answer, typed_row)


def quotes(answer: Answer) -> list[str]:
    return [claim.text for claim in answer.claims]


def test_a_later_date_in_words_is_told_beside_the_rows_own() -> None:
    moved = "The roof leaks. The doors will open on 6 December."
    answer = told(moved)
    assert quotes(answer) == ["31 October 2025", moved]
    assert answer.summary == "“Due” of “Reopen the market”. Another date is given under “Progress”."
    assert answer.text.startswith(f"{answer.summary}\n\nDue: “31 October 2025”")


@pytest.mark.parametrize(
    "progress",
    [
        "Asbestos was found on 4 July.",
        "The doors will open.",
        "The doors will open on 31 October 2025.",
        "Traders left.",
    ],
)
def test_what_has_happened_or_names_no_other_date_is_not(progress: str) -> None:
    answer = told(progress)
    assert quotes(answer) == ["31 October 2025"]
    assert "Another date" not in answer.text
