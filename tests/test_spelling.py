"""Misspelt words are put right from the documents' words, and only where that is sure."""

from __future__ import annotations

import pytest

from assistant.spelling import Correction, Vocabulary
from corpus.records import Document


@pytest.fixture(scope="module")
def vocabulary(sample_document: Document) -> Vocabulary:
    return Vocabulary(sample_document.rows)


def test_a_slip_is_put_right(vocabulary: Vocabulary) -> None:
    text, corrections = vocabulary.correct("When does the fostr carer survay close?")
    assert text == "When does the foster carer survey close?"
    assert corrections == (Correction("fostr", "foster"), Correction("survay", "survey"))


@pytest.mark.parametrize(
    "question", ["What time is the canteen open?", "What is the LCCP?", "Who is Smithson?", "What about lads and kids?"]
)
def test_other_words_are_left_alone(vocabulary: Vocabulary, question: str) -> None:
    assert vocabulary.correct(question) == (question, ())
