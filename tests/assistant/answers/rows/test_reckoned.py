"""What is left, reckoned from two numbers of a row."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Answer, Claim, Status
from assistant.answers.rows.reckoned import asks_what_is_left, what_is_left
from corpus.records import Citation, Column, Heading, Item, Location, Row

HERE = Location("fictional.csv", line=1)


def _left(title: str, quote: str) -> Answer | None:
    row = Row("1", (Heading("1", title),), (Column("Progress", (Item(quote, (HERE,)),)),), HERE, plan="Plan")
    citation = Citation.of_item(row, row.columns[0], 1)
    return what_is_left(Answer(Status.ANSWERED, quote, (Claim(quote, (citation,)),), (citation,)), row)


@pytest.mark.parametrize(
    ("title", "quote", "summary"),
    [
        ("Replace the cameras", "33 of 58 cameras have been replaced.", "25: 58 − 33."),
        ("Buy 30 homes for families", "17 homes had been bought by March.", "13: 30 − 17."),
        ("Plant 30,000 trees by 2027", "18,650 trees have been planted.", "11,350: 30,000 − 18,650."),
    ],
)
def test_what_is_left_is_shown_with_its_working(title: str, quote: str, summary: str) -> None:
    found = _left(title, quote)
    assert found is not None
    assert found.summary == summary
    assert found.claims[0].text == quote


@pytest.mark.parametrize(
    ("title", "quote"),
    [
        ("Buy 30 homes", "17 offers were made."),  # counts something else
        ("Buy 30 homes for families", "30 homes had been bought by March."),  # nothing is left
        ("Cut costs by 20%", "12 homes were sold."),
        ("Replace the cameras", "Cameras have been replaced."),
    ],
)
def test_numbers_of_different_things_are_not_subtracted(title: str, quote: str) -> None:
    assert _left(title, quote) is None


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("how many cctv cameras left to replace", True),
        ("how many more homes do we need to buy", True),
        ("how many trees are still to be planted", True),
        ("how many homes have we bought", False),
        ("who is left in charge", False),
    ],
)
def test_which_questions_ask_what_is_left(question: str, asks: bool) -> None:
    assert asks_what_is_left(question) is asks
