"""The curves say the same as their signs."""

from __future__ import annotations

import pytest

from assistant.answers.confidence import ABOUT, SPOKEN_OF, STATED, about, spoken_of, stated


@pytest.mark.parametrize("topic", [0.3, 0.6, 0.9])
def test_the_more_a_passage_is_like_the_question_the_more_it_is_about_it(topic: float) -> None:
    assert about(topic, alike=0.4, ahead=0.1) < about(topic + 0.1, alike=0.4, ahead=0.1)
    assert about(topic, alike=0.2, ahead=0.1) < about(topic, alike=0.5, ahead=0.1)
    assert about(topic, alike=0.5, ahead=0.1) < about(topic, alike=0.5, ahead=0.3)


def test_every_sign_of_an_answer_pulls_its_own_way() -> None:
    spoken = spoken_of(0.7, few=0.2, alike=0.4, point=0.8)
    assert spoken_of(0.7, few=0.5, alike=0.4, point=0.8) < spoken
    assert spoken_of(0.7, few=0.2, alike=0.2, point=0.8) < spoken
    assert spoken_of(0.7, few=0.2, alike=0.4, point=0.2) < spoken
    held = stated(0.9, unsaid=0, alike=0.5, point=0.8)
    assert stated(0.9, unsaid=0.5, alike=0.5, point=0.8) < held
    assert stated(0.9, unsaid=0, alike=0.3, point=0.8) < held
    assert stated(0.9, unsaid=0, alike=0.5, point=0.3) < held


def test_words_half_met_are_about_the_subject_only_where_the_whole_passage_is_like_the_question() -> None:
    assert about(0.45, alike=0.1, ahead=0.1) < ABOUT < about(0.45, alike=0.5, ahead=0.1)


def test_a_question_is_spoken_of_where_its_words_are_and_the_one_that_it_turns_on() -> None:
    assert spoken_of(0.4, few=0, alike=0.3, point=1) < SPOKEN_OF < spoken_of(0.75, few=0, alike=0.3, point=1)
    assert spoken_of(0.75, few=0, alike=0.3, point=0.3) < SPOKEN_OF


def test_what_is_asked_for_is_not_stated_without_the_question_s_number_or_the_word_that_it_turns_on() -> None:
    assert stated(0.8, unsaid=1, alike=0.6, point=1) < STATED
    assert stated(0.8, unsaid=0, alike=0.4, point=0.2) < STATED
    assert stated(0.8, unsaid=0, alike=0.6, point=1) > STATED
