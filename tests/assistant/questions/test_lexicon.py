"""The lexicon's own examples are its tests."""

from __future__ import annotations

import re

import pytest

from assistant.questions.lexicon import PHRASES, Phrase, phrases_in


def _found(phrase: Phrase, text: str) -> bool:
    return any(found is phrase for _, _, found in phrases_in(text))


@pytest.mark.parametrize(
    ("phrase", "example"), [(phrase, example) for phrase in PHRASES for example in phrase.examples]
)
def test_every_phrase_is_found_in_its_examples(phrase: Phrase, example: str) -> None:
    assert _found(phrase, example)


@pytest.mark.parametrize(
    ("phrase", "example"), [(phrase, example) for phrase in PHRASES for example in phrase.not_examples]
)
def test_no_phrase_is_found_in_its_counter_examples(phrase: Phrase, example: str) -> None:
    assert not _found(phrase, example)


def test_every_phrase_has_an_example_and_no_words_twice() -> None:
    assert all(phrase.examples for phrase in PHRASES)
    for role in {phrase.role for phrase in PHRASES}:
        words = [each for phrase in PHRASES if phrase.role is role for each in phrase.words]
        assert len(words) == len(set(words)), role


def test_apostrophes_of_either_kind_are_one() -> None:
    assert any(phrase.role.name == "NOT" for _, _, phrase in phrases_in("which actions aren’t green"))


@pytest.mark.parametrize("letters", [" ", "the ", "a", "9", "1.", "not "])
def test_long_texts_cost_no_more_than_their_length(letters: str) -> None:
    assert list(phrases_in(letters * 500)) is not None
    for phrase in PHRASES:
        assert not re.search(r"[+*][+*]", "".join(phrase.words))
