"""Which questions go on from the one before."""

from __future__ import annotations

import pytest

from assistant.answers import Answer, Status
from assistant.conversation import follow_up, goes_on


@pytest.mark.parametrize(
    "question",
    [
        "and how many of them were under 16?",
        "where are they being sent from?",
        "what about foster care?",
        "who runs it?",
        "by when?",
        "when is it meant to be finished?",
    ],
)
def test_these_go_on(question: str) -> None:
    assert goes_on(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who chairs the regional fee panel?",
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


def test_the_first_question_follows_nothing() -> None:
    assert follow_up("and then?", []) is None
