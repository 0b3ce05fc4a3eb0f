"""Kinds of things that questions ask for, found in texts."""

from __future__ import annotations

import pytest

from assistant.language.answer_kinds import AnswerKind, find
from assistant.language.words import stem
from assistant.questions.question import answer_kind_of, with_apostrophes


def found(wanted: AnswerKind, text: str, question: str = "", head: str = "") -> list[str]:
    return [text[start:end] for start, end in find(wanted, text, question, (stem(head),) if head else ())]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("How many referrals have we accepted?", AnswerKind.COUNT),
        ("What is the total number of placements?", AnswerKind.COUNT),
        ("What percentage of children are placed out of county?", AnswerKind.SHARE),
        ("When does the contract run out?", AnswerKind.DATE),
        ("What times can people swim?", AnswerKind.TIME),
        ("survey closing date", AnswerKind.DATE),
        ("Who chairs the panel?", AnswerKind.PERSON),
        ("Where is the unit?", AnswerKind.PLACE),
        ("How often are reviews held?", AnswerKind.FREQUENCY),
        ("How long could the contract run for?", AnswerKind.DURATION),
        ("How much does the new home cost?", AnswerKind.MONEY),
        ("What is the occupancy of our homes?", AnswerKind.AMOUNT),
        ("Which three towns does the service work in?", AnswerKind.NAMES),
        ("What does EET stand for?", AnswerKind.MEANING),
        ("What is being done about recruitment?", AnswerKind.ANYTHING),
        ("no. of bikes on loan", AnswerKind.COUNT),
        ("bus passes when?", AnswerKind.DATE),
        ("total capacity of the hub", AnswerKind.AMOUNT),
        ("hub occupancy", AnswerKind.AMOUNT),
        ("cap on rent rises", AnswerKind.AMOUNT),
        ("roof repair cost", AnswerKind.MONEY),
        ("length of the mooring lease", AnswerKind.DURATION),
        ("Which firm paints the bridge?", AnswerKind.PERSON),
        ("what's the rent at the hostel", AnswerKind.MONEY),
        ("what do we charge at the lido", AnswerKind.MONEY),
        ("how far is the school from the hostel", AnswerKind.DISTANCE),
        ("how far are we with the hostel", AnswerKind.ANYTHING),
        ("which villages have a bus", AnswerKind.PLACE),
        ("how much is a day at the lido", AnswerKind.MONEY),
        ("What's the name of the area housing manager?", AnswerKind.CALLED),
        ("how do we increase capacity", AnswerKind.ANYTHING),
        ("a number of focus groups", AnswerKind.ANYTHING),
        ("What did the inspectors rate us?", AnswerKind.ANYTHING),
        ("How do we know when they are ready?", AnswerKind.ANYTHING),
    ],
)
def test_the_kind_of_thing_asked_for(question: str, wanted: AnswerKind) -> None:
    assert answer_kind_of(question)[0] is wanted


def test_a_count_stands_before_what_it_counts() -> None:
    text = "There are 18 young people in foster care and up to 4 solo placements for 16-17 year olds"
    assert found(AnswerKind.COUNT, text, head="placements") == ["4"]
    assert found(AnswerKind.COUNT, text, head="carers") == []


def test_years_ages_and_shares_are_no_counts() -> None:
    text = "In 2023, 35% of 19-21 year olds left; nine returned"
    assert found(AnswerKind.COUNT, text) == ["nine"]


def test_how_long_something_takes_is_no_count_unless_that_is_counted() -> None:
    text = "The longest wait is 22 weeks, and nine people live 3 miles away"
    assert found(AnswerKind.COUNT, text) == ["nine"]
    assert found(AnswerKind.COUNT, text, head="weeks") == ["22"]


def test_what_the_question_says_itself_is_no_answer() -> None:
    assert found(AnswerKind.DATE, "signed in March 2024, open in May 2025", "What happens after March 2024?") == [
        "May 2025"
    ]


def test_amounts_of_money_need_a_currency() -> None:
    assert found(AnswerKind.MONEY, "a grant of £1.2 million for 24 beds") == ["£1.2 million"]
    assert found(AnswerKind.MONEY, "a 24-bed home in 2026") == []


def test_how_often_and_how_long() -> None:
    assert found(AnswerKind.FREQUENCY, "meetings are held every 6 weeks") == ["every 6 weeks"]
    assert found(AnswerKind.DURATION, "a potential 7-year contract for 19 year olds") == ["7-year"]


def test_people_are_names_or_roles() -> None:
    assert "Head of Service" in found(AnswerKind.PERSON, "decisions are signed off by the Head of Service")
    assert found(AnswerKind.PERSON, "decisions are signed off in good time") == []


def test_a_name_that_somebody_has_is_no_role_and_no_team() -> None:
    text = "Agreed by the Head of Service for Housing, Jane Archer, with Cllr Bloom; the Team Manager told LSWS"
    assert found(AnswerKind.CALLED, text, "What is the name of the Head of Service?") == ["Jane Archer", "Cllr Bloom"]


def test_how_far_is_a_distance_and_a_day_is_no_name() -> None:
    assert found(AnswerKind.DISTANCE, "12 children live more than 20 miles away") == ["20 miles"]
    assert found(AnswerKind.PLACE, "the branches open on Sundays") == []


def test_lost_apostrophes_are_put_back() -> None:
    assert (
        with_apostrophes("Whats new and who cant come to its centre?") == "What's new and who can't come to its centre?"
    )
