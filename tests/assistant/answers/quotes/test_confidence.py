"""What the signs of an answer count for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answers.quotes.confidence import ABOUT, ANSWERS, Leads, about, strength, sureness
from assistant.answers.quotes.signs import Signs

# A clause that says all of a short question in the column that is meant.
GOOD = Signs(
    passage=0.9,
    row=0.9,
    alike=0.75,
    near=0.9,
    mean=0.3,
    found=1,
    lacks=0,
    fits=1,
    own=0,
    counted=1,
    against=0,
    settles=0,
    in_kind=0,
    to_come=0,
    echo=0,
    unsaid=0,
    unmet=0,
    away=0,
    unknown=0,
    whether=0,
    length=2.5,
)
ALONE = Leads.of(20.0, None, None)


@pytest.mark.parametrize("topic", [0.3, 0.6, 0.9])
def test_the_more_a_passage_is_like_the_question_the_more_it_is_about_it(topic: float) -> None:
    assert about(topic, alike=0.4, ahead=0.1) < about(topic + 0.1, alike=0.4, ahead=0.1)
    assert about(topic, alike=0.2, ahead=0.1) < about(topic, alike=0.5, ahead=0.1)
    assert about(topic, alike=0.5, ahead=0.1) < about(topic, alike=0.5, ahead=0.3)


def test_words_half_met_are_about_the_subject_only_where_the_whole_passage_is_like_the_question() -> None:
    assert about(0.45, alike=0.1, ahead=0.1) < ABOUT < about(0.45, alike=0.5, ahead=0.1)


@pytest.mark.parametrize("worse", ["against", "to_come", "echo", "unsaid"])
def test_a_clause_that_says_the_contrary_or_nothing_new_or_of_another_year_comes_later(worse: str) -> None:
    assert strength(replace(GOOD, **{worse: 1.0})) < strength(GOOD) - 0.5


@pytest.mark.parametrize("missing", ["found", "fits", "counted"])
def test_a_clause_that_lacks_what_is_asked_for_comes_later(missing: str) -> None:
    assert strength(replace(GOOD, **{missing: 0.0})) < strength(GOOD) - 0.5


@pytest.mark.parametrize("better", ["own", "settles", "in_kind"])
def test_a_clause_that_answers_in_kind_comes_first(better: str) -> None:
    assert strength(replace(GOOD, **{better: 1.0})) > strength(GOOD) + 0.5


def test_what_is_said_in_the_question_s_own_words_is_an_answer() -> None:
    assert sureness(GOOD, ALONE) > ANSWERS


@pytest.mark.parametrize(
    ("sign", "value"),
    [("lacks", 1.0), ("unknown", 1.0), ("unmet", 0.9), ("against", 1.0), ("unsaid", 1.0)],
)
def test_no_answer_lacks_what_is_asked_for_or_most_of_the_words(sign: str, value: float) -> None:
    assert sureness(replace(GOOD, **{sign: value}), ALONE) < ANSWERS


def test_an_answer_that_another_row_might_give_as_well_is_less_sure() -> None:
    assert sureness(GOOD, Leads.of(20.0, 19.9, 19.9)) < sureness(GOOD, ALONE)


def test_a_value_of_a_column_that_isn_t_asked_for_is_less_sure() -> None:
    assert sureness(replace(GOOD, fits=0.0), ALONE) < sureness(GOOD, ALONE) - 0.1
