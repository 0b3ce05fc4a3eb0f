"""What a question asks of its subject."""

from __future__ import annotations

import pytest

from assistant.language.words import stem
from assistant.questions.turning_word import turning_word


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("What will the rent on the mill flats be?", "rent"),
        ("what's the repairs backlog", "backlog"),
        ("How many calls to the line were about transport?", "transport"),
        ("how many of the injured were cyclists", "cyclists"),
        ("What did the Harper review recommend?", "recommend"),
        ("When did we join the pilot?", "join"),
        ("which home got inadequate", "inadequate"),
        ("how many trees were planted last year", "planted"),
        ("Why is the hub late?", ""),
        ("what is being done about damp", ""),
    ],
)
def test_the_word_that_a_question_turns_on(question: str, word: str) -> None:
    assert turning_word(question) == (stem(word) if word else "")
