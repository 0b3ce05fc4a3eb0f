"""The curves say the same as their signs."""

from __future__ import annotations

from assistant.answers.confidence import ABOUT, SPOKEN_OF, STATED, about, spoken_of, stated


def test_every_sign_pulls_its_own_way() -> None:
    assert about(0.3, alike=0.4, ahead=0.1) < about(0.6, alike=0.4, ahead=0.1) < about(0.9, alike=0.4, ahead=0.1)
    assert about(0.5, alike=0.2, ahead=0.1) < about(0.5, alike=0.5, ahead=0.1) < about(0.5, alike=0.5, ahead=0.3)
    assert spoken_of(0.7, few=0.5, alike=0.4, ahead=0.1) < spoken_of(0.7, few=0, alike=0.4, ahead=0.1)
    assert spoken_of(0.7, few=0, alike=0.2, ahead=0.1) < spoken_of(0.7, few=0, alike=0.4, ahead=0.1)
    assert spoken_of(0.7, few=0, alike=0.4, ahead=0.1) < spoken_of(0.7, few=0, alike=0.4, ahead=0.3)
    assert stated(0.9, behind=0.2, unsaid=0, alike=0.5, ahead=0.2) < stated(0.9, 0, unsaid=0, alike=0.5, ahead=0.2)
    assert stated(0.9, behind=0, unsaid=0, alike=0.3, ahead=0.2) < stated(0.9, 0, unsaid=0, alike=0.5, ahead=0.2)


def test_words_half_met_are_about_the_subject_only_where_the_whole_passage_is_like_the_question() -> None:
    assert about(0.5, alike=0.2, ahead=0.1) < ABOUT < about(0.5, alike=0.5, ahead=0.1)
    assert spoken_of(0.5, few=0, alike=0.1, ahead=0.1) < SPOKEN_OF < spoken_of(0.5, few=0, alike=0.6, ahead=0.1)


def test_what_is_asked_for_is_not_stated_without_the_question_s_number() -> None:
    without = stated(0.8, behind=0, unsaid=1, alike=0.6, ahead=0.2)
    assert without < STATED < stated(0.8, behind=0, unsaid=0, alike=0.6, ahead=0.2)
