"""Which kind of thing answers a question, by its words alone."""

from __future__ import annotations

import pytest

from assistant.language.answer_kinds import AnswerKind
from assistant.questions.wanted import wanted


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many referrals have we accepted?", AnswerKind.COUNT),
        ("What is the total number of placements?", AnswerKind.COUNT),
        ("What percentage of children are placed out of county?", AnswerKind.SHARE),
        ("When does the contract run out?", AnswerKind.DATE),
        ("survey closing date", AnswerKind.DATE),
        ("Who chairs the panel?", AnswerKind.PERSON),
        ("Where is the unit?", AnswerKind.PLACE),
        ("How often are reviews held?", AnswerKind.FREQUENCY),
        ("How long could the contract run for?", AnswerKind.DURATION),
        ("How much does the new home cost?", AnswerKind.MONEY),
        ("Which three towns does the service work in?", AnswerKind.NAMES),
        ("What does EET stand for?", AnswerKind.MEANING),
        ("What is being done about recruitment?", AnswerKind.ANYTHING),
        ("bus passes when?", AnswerKind.DATE),
        ("total capacity of the hub", AnswerKind.AMOUNT),
        ("hub occupancy", AnswerKind.AMOUNT),
        ("cap on rent rises", AnswerKind.AMOUNT),
        ("roof repair cost", AnswerKind.MONEY),
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
def test_the_kind_of_thing_asked_for(question: str, kind: AnswerKind) -> None:
    assert wanted(question).likeliest is kind


def test_a_question_may_ask_for_more_than_one_kind() -> None:
    kinds = dict(wanted("how is the kiln paid for and how long for").kinds)
    assert len(kinds) > 1


def test_words_that_only_say_which_kind_is_meant_are_told_from_its_subject() -> None:
    assert {"cost"} <= wanted("how much did the cladding cost").frame
    assert "clad" not in wanted("how much did the cladding cost").frame
