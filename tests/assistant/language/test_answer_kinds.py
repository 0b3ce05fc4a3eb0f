"""Kinds of things that questions ask for, found in texts."""

from __future__ import annotations

import pytest

from assistant.language.answer_kinds import Wanted, find
from assistant.language.words import stem
from assistant.questions.question import wanted_of, with_apostrophes


def found(wanted: Wanted, text: str, question: str = "", head: str = "") -> list[str]:
    return [text[start:end] for start, end in find(wanted, text, question, (stem(head),) if head else ())]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("How many referrals have we accepted?", Wanted.COUNT),
        ("What is the total number of placements?", Wanted.COUNT),
        ("What percentage of children are placed out of county?", Wanted.SHARE),
        ("When does the contract run out?", Wanted.DATE),
        ("survey closing date", Wanted.DATE),
        ("Who chairs the panel?", Wanted.PERSON),
        ("Where is the unit?", Wanted.PLACE),
        ("How often are reviews held?", Wanted.FREQUENCY),
        ("How long could the contract run for?", Wanted.DURATION),
        ("How much does the new home cost?", Wanted.MONEY),
        ("What is the occupancy of our homes?", Wanted.AMOUNT),
        ("Which three towns does the service work in?", Wanted.NAMES),
        ("What does EET stand for?", Wanted.MEANING),
        ("What is being done about recruitment?", Wanted.ANYTHING),
        ("no. of bikes on loan", Wanted.COUNT),
        ("bus passes when?", Wanted.DATE),
        ("total capacity of the hub", Wanted.AMOUNT),
        ("hub occupancy", Wanted.AMOUNT),
        ("cap on rent rises", Wanted.AMOUNT),
        ("roof repair cost", Wanted.MONEY),
        ("length of the mooring lease", Wanted.DURATION),
        ("Which firm paints the bridge?", Wanted.PERSON),
        ("what's the rent at the hostel", Wanted.MONEY),
        ("what do we charge at the lido", Wanted.MONEY),
        ("how far is the school from the hostel", Wanted.DISTANCE),
        ("how far are we with the hostel", Wanted.ANYTHING),
        ("which villages have a bus", Wanted.PLACE),
        ("how much is a day at the lido", Wanted.MONEY),
        ("What's the name of the area housing manager?", Wanted.CALLED),
        ("how do we increase capacity", Wanted.ANYTHING),
        ("a number of focus groups", Wanted.ANYTHING),
        ("What did the inspectors rate us?", Wanted.ANYTHING),
        ("How do we know when they are ready?", Wanted.ANYTHING),
    ],
)
def test_the_kind_of_thing_asked_for(question: str, wanted: Wanted) -> None:
    assert wanted_of(question)[0] is wanted


def test_a_count_stands_before_what_it_counts() -> None:
    text = "There are 18 young people in foster care and up to 4 solo placements for 16-17 year olds"
    assert found(Wanted.COUNT, text, head="placements") == ["4"]
    assert found(Wanted.COUNT, text, head="carers") == []


def test_years_ages_and_shares_are_no_counts() -> None:
    text = "In 2023, 35% of 19-21 year olds left; nine returned"
    assert found(Wanted.COUNT, text) == ["nine"]


def test_what_the_question_says_itself_is_no_answer() -> None:
    assert found(Wanted.DATE, "signed in March 2024, open in May 2025", "What happens after March 2024?") == [
        "May 2025"
    ]


def test_amounts_of_money_need_a_currency() -> None:
    assert found(Wanted.MONEY, "a grant of £1.2 million for 24 beds") == ["£1.2 million"]
    assert found(Wanted.MONEY, "a 24-bed home in 2026") == []


def test_how_often_and_how_long() -> None:
    assert found(Wanted.FREQUENCY, "meetings are held every 6 weeks") == ["every 6 weeks"]
    assert found(Wanted.DURATION, "a potential 7-year contract for 19 year olds") == ["7-year"]


def test_people_are_names_or_roles() -> None:
    assert "Head of Service" in found(Wanted.PERSON, "decisions are signed off by the Head of Service")
    assert found(Wanted.PERSON, "decisions are signed off in good time") == []


def test_a_name_that_somebody_has_is_no_role_and_no_team() -> None:
    text = "Agreed by the Head of Service for Housing, Jane Archer, with Cllr Bloom; the Team Manager told LSWS"
    assert found(Wanted.CALLED, text, "What is the name of the Head of Service?") == ["Jane Archer", "Cllr Bloom"]


def test_how_far_is_a_distance_and_a_day_is_no_name() -> None:
    assert found(Wanted.DISTANCE, "12 children live more than 20 miles away") == ["20 miles"]
    assert found(Wanted.PLACE, "the branches open on Sundays") == []


def test_lost_apostrophes_are_put_back() -> None:
    assert (
        with_apostrophes("Whats new and who cant come to its centre?") == "What's new and who can't come to its centre?"
    )
