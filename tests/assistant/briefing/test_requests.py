"""Which questions ask for a briefing or for two subjects side by side, and of what."""

from __future__ import annotations

import pytest

from assistant.briefing.requests import briefing_asked
from assistant.briefing.subject import Subject
from corpus.library import Library
from corpus.records import Document, Plan, Update
from tests.fictional.play_plan import PLAN, both

WEXCOMBE, THORNMERE = "Wexcombe Homelessness Plan", "Thornmere Housing Plan"
PLANS = tuple(
    Plan(name, (Update("2024-25", Document(name, "0", 1, name, "2024-25", ())),)) for name in (WEXCOMBE, THORNMERE)
)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Brief me on care leavers", "care leavers"),
        ("please brief us about the rent guarantee scheme?", "rent guarantee scheme"),
        ("Write a briefing note on foster care.", "foster care"),
        ("I need a briefing for homelessness", "homelessness"),
    ],
)
def test_a_briefing_is_on_the_words_that_follow(question: str, words: str) -> None:
    assert briefing_asked(question, PLANS) == (Subject(words), None)


def test_a_plan_is_named_whole() -> None:
    assert briefing_asked(f"Brief me on the {WEXCOMBE}", PLANS) == (Subject(plan=WEXCOMBE), None)


def test_a_category_or_a_priority_is_named_whole_by_its_title_alone() -> None:
    plans = Library(tuple(both())).plans
    assert briefing_asked("Brief me on playgrounds", plans) == (Subject(plan=PLAN, category="1 Playgrounds"), None)
    assert briefing_asked("Brief me on planting an orchard", plans) == (Subject("planting an orchard"), None)
    expected = Subject("plant an orchard", PLAN, reference="3.1")
    assert briefing_asked("brief us on plant an orchard", plans) == (expected, None)


@pytest.mark.parametrize(
    "question",
    [
        "compare foster care and residential care",
        "Compare foster care with residential care?",
        "how does foster care compare with residential care",
    ],
)
def test_two_subjects_are_put_side_by_side(question: str) -> None:
    assert briefing_asked(question, PLANS) == (Subject("foster care"), Subject("residential care"))


@pytest.mark.parametrize(
    "question",
    [
        "compare the homelessness plan of Wexcombe and Thornmere",
        "Compare the Wexcombe plan with the housing plan.",
        "how does the Wexcombe plan compare with Thornmere's",
    ],
)
def test_two_plans_are_put_side_by_side_by_a_part_of_their_names(question: str) -> None:
    assert briefing_asked(question, PLANS) == (Subject(plan=WEXCOMBE), Subject(plan=THORNMERE))


def test_words_that_are_in_a_plan_s_name_are_words_unless_plans_are_meant() -> None:
    assert briefing_asked("compare homelessness and housing", PLANS) == (Subject("homelessness"), Subject("housing"))


def test_we_are_the_plan_that_the_question_does_not_name() -> None:
    expected = Subject("rough sleeping", WEXCOMBE), Subject("rough sleeping", THORNMERE)
    assert briefing_asked("What do we and Thornmere say on rough sleeping?", PLANS) == expected
    assert briefing_asked("what do Wexcombe and Thornmere say about rough sleeping", PLANS) == expected


@pytest.mark.parametrize(
    "question",
    [
        "How do carers and young people take part in decisions?",
        "What do we and Upper Ambry say on rough sleeping?",
        "Compare foster care with last year",
        "Compare progress in 2023-24 and 2024-25",
        "What is the brief of the panel?",
        "When was the briefing on foster care held?",
    ],
)
def test_other_questions_ask_for_neither(question: str) -> None:
    assert briefing_asked(question, PLANS) is None
