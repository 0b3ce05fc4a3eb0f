"""Which questions go on from the one before."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Answer, Status
from assistant.answers.follow_ups import asks_the_same, follow_up, goes_on


@pytest.mark.parametrize(
    "question",
    [
        "and how many of them were under 16?",
        "where are they being sent from?",
        "what about foster care?",
        "who runs it?",
        "by when?",
        "when is it meant to be finished?",
        "who pays?",
        "who can join",
    ],
)
def test_these_go_on(question: str) -> None:
    assert goes_on(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who chairs the regional fee panel?",
        "who funds hostels",
        "What needs to happen so care leavers can stay near the people they know?",
        "What support is there for disabled children?",
        "And which homes opened in the county last year?",
    ],
)
def test_these_have_a_topic_of_their_own(question: str) -> None:
    assert not goes_on(question)


def test_a_follow_up_takes_the_earlier_question_along() -> None:
    before = Answer(Status.ANSWERED, "", asked="How many referrals were accepted?")
    follows = follow_up("and under 16?", [("How many referals were accepted?", before)])
    assert follows is not None
    assert follows.asked == "and under 16? How many referrals were accepted?"
    assert "16" in follows.own
    assert "referr" not in follows.own


def test_of_a_chain_of_follow_ups_the_last_and_the_one_that_began_it_are_taken_along() -> None:
    said = ("How full is the hostel?", "who runs it?", "how many rooms has it?")
    history = [
        (text, Answer(Status.ANSWERED, "", asked=" ".join(reversed(said[: at + 1])))) for at, text in enumerate(said)
    ]
    follows = follow_up("and the annex?", history)
    assert follows is not None
    assert follows.before == ("how many rooms has it?", "How full is the hostel?")


@pytest.mark.parametrize(("question", "same"), [("and in the north?", True), ("is it registered?", False)])
def test_what_has_a_verb_of_its_own_asks_for_something_of_its_own(question: str, same: bool) -> None:
    assert asks_the_same(question) is same


def test_the_first_question_follows_nothing() -> None:
    assert follow_up("and then?", []) is None
