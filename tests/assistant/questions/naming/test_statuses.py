"""Statuses as questions name them, and the cells that say so in each plan's own words; the plans are made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.questions.naming.statuses import Statuses, states_in
from assistant.tracking.due import Stage
from assistant.tracking.status_words import NO_MEANINGS, StatusMeanings
from corpus.records import Column, Item, Meaning, ValueKind
from tests import fictional_statuses as four
from tests.fictional.parks_and_streets import HERE, ROWS, row


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("late", {"delayed"}),
        ("on track", {"on track", "green"}),
        ("not started", {"not started"}),
        ("done", {"complete"}),
        ("red", set()),
    ],
)
def test_a_status_is_said_in_each_plans_own_words(state: str, said: set[str]) -> None:
    assert Statuses(ROWS, NO_MEANINGS).state(state).values == said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("which ones are slipping", {"late"}),
        ("what is on course", {"on track"}),
        ("is a b or r", set()),  # a letter alone is a status in a cell, and none in a question
    ],
)
def test_words_of_questions_are_statuses_in_whatever_form(text: str, expected: set[str]) -> None:
    assert {each.value for each in states_in(text)} == expected


def test_a_column_of_another_name_is_one_of_statuses_if_it_says_some() -> None:
    def headings(*said: str) -> frozenset[str]:
        cells = (Column("Vows", (Item(text, (HERE,)),), Meaning.OTHER, ValueKind.CHOICE) for text in said)
        bare = row("Vow Plan", (), "1", "Vows", "Mow the verges")
        return Statuses(tuple(replace(bare, columns=(cell,)) for cell in cells), NO_MEANINGS).column.headings

    assert headings("Kept", "Not begun") == {"vows"}
    assert headings("Kept", "Large") == frozenset()
    assert Statuses(ROWS, NO_MEANINGS).column.headings == frozenset()  # all plans have one of its own name


def test_where_rows_stand_is_reckoned_once_a_day() -> None:
    statuses = Statuses(four.rows(), StatusMeanings.of(four.plans()))
    found = statuses.as_of(four.TODAY)
    assert [each.row.reference for each in found if each.stage is Stage.LATE] == four.LATE
    assert statuses.as_of(four.TODAY) is found
