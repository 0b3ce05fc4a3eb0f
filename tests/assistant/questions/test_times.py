"""Which update questions are about, by their wording alone; each names something that no question fitted to has."""

from __future__ import annotations

import pytest

from assistant.questions.times import Time, speaks_of, times_of


@pytest.mark.parametrize(
    ("question", "time"),
    [
        ("who leads on the Quince Lane sluice", Time.NOW),
        ("is there a new sluice at Quince Lane", Time.NOW),
        ("which sluice actions have nobody named as lead at the moment, any plan", Time.NOW),
        ("what was the status of the sluice last year", Time.THEN),
        ("what did the previous plan say about the sluice", Time.THEN),
        ("what has changed since last year", Time.CHANGED),
        ("has the deadline for the sluice changed since last year", Time.BOTH),
        ("which actions are new since the last update", Time.NEW),
        ("which actions have been removed since last year", Time.GONE),
        ("which actions have improved since the last update", Time.BETTER),
        ("which actions have got worse since last year", Time.WORSE),
    ],
)
def test_the_wording_says_which_update_is_meant(question: str, time: Time) -> None:
    assert times_of(question).time is time


def test_words_that_say_when_are_told_from_what_is_asked_about() -> None:
    question = "what was the deadline for the Quince Lane sluice in the previous update"
    frame = {question[start:end] for start, end in times_of(question).frame}
    assert {"previous", "update"} <= frame
    assert not {"deadline", "Quince", "Lane", "sluice"} & frame


def test_names_of_plans_say_nothing_of_when() -> None:
    question = "who leads it in the new since last year plan"
    start = question.index("in the")
    assert times_of(question, aside=[(start, len(question))]).time is Time.NOW


def test_a_word_may_speak_for_any_way_to_compare() -> None:
    assert speaks_of(Time.CHANGED, "compared")
    assert not speaks_of(Time.THEN, "sluice")
