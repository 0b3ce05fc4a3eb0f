"""Misspelt words are corrected from the documents’ words, and only if the correction is certain."""

from __future__ import annotations

import pytest

from assistant.language.words import stem
from assistant.questions.spelling import Correction, Vocabulary
from corpus.records import Document, Heading, Location, Row


@pytest.fixture(scope="module")
def vocabulary(sample_document: Document) -> Vocabulary:
    return Vocabulary(sample_document.rows)


def test_a_slip_is_put_right(vocabulary: Vocabulary) -> None:
    text, corrections = vocabulary.correct("When does the fostr carer survay close?")
    assert text == "When does the foster carer survey close?"
    assert corrections == (Correction("fostr", "foster"), Correction("survay", "survey"))


@pytest.mark.parametrize(
    "question",
    [
        *("What time is the canteen open?", "What is the LCCP?", "Who is Smithson?", "What about lads and kids?"),
        *("how many weren't found", "how many weren’t found"),
        *("by 25 October", "what may 25 children do", "on October 25, 2025"),
    ],
)
def test_other_words_are_left_alone(vocabulary: Vocabulary, question: str) -> None:
    assert vocabulary.correct(question) == (question, ())


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("avg increase", "average increase"),
        ("supported accom", "supported accommodation"),
        ("resi homes", "residential homes"),
        ("fost carers", "foster carers"),
    ],
)
def test_what_is_written_short_is_written_out(vocabulary: Vocabulary, typed: str, read: str) -> None:
    assert vocabulary.correct(typed)[0] == read


def test_the_beginning_of_a_word_is_no_slip_for_another() -> None:
    row = Row("1.1", (Heading("1", "Crematorium"), Heading("1", "Train the crew")), (), Location("plan.csv", line=2))
    assert Vocabulary([row, row]).correct("crem jobs") == ("crematorium jobs", (Correction("crem", "crematorium"),))


def test_names_that_the_documents_lack(vocabulary: Vocabulary) -> None:
    assert vocabulary.unknown_names_of("Do we place children in Scotland or Gainsborough?") == {stem("Scotland")}


@pytest.mark.parametrize(
    "question",
    [
        "What was due by Sept or in October?",
        "Do We Place Children In Scotland",
        "do we place children in scotland",
        "Is there an SGO?",
    ],
)
def test_capitals_that_tell_no_names(vocabulary: Vocabulary, question: str) -> None:
    assert vocabulary.unknown_names_of(question) == frozenset()
