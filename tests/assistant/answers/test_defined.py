"""What acronyms stand for, from the documents' own definitions."""

from __future__ import annotations

import pytest

from assistant.answers.answer import Answer
from assistant.answers.defined import define
from assistant.questions.asking import Asks
from assistant.questions.query import Query
from corpus.glossary import Glossary, StaffTerms, mine
from corpus.records import Document


@pytest.fixture(scope="module")
def glossary(sample_document: Document) -> Glossary:
    return mine(sample_document.rows)


def defined(question: str, glossary: Glossary, asks: Asks = Asks.DEFINE) -> Answer | None:
    return define(Query(question, asks=asks), glossary)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("What does UASC stand for?", "Unaccompanied Asylum-Seeking Children (UASC)"),
        ("what is SPMM short for", "Strategic Placement Management Meeting (SPMM)"),
        ("What does VfM mean?", "Value for Money (VfM)"),
        ("define UASC", "Unaccompanied Asylum-Seeking Children (UASC)"),
    ],
)
def test_a_definition_is_quoted(glossary: Glossary, question: str, quote: str) -> None:
    answer = defined(question, glossary)
    assert answer is not None
    assert quote in answer.claims[0].text
    assert answer.claims[0].citations[0].quote == answer.claims[0].text


def test_an_acronym_alone_asks_what_it_stands_for(glossary: Glossary) -> None:
    assert defined("UASC?", glossary, Asks.OPEN) is not None
    assert defined("UASC placements", glossary, Asks.OPEN) is None


@pytest.mark.parametrize("question", ["What does ChAT stand for?", "What does UASC funding pay for?", "What is new?"])
def test_nothing_is_made_up(glossary: Glossary, question: str) -> None:
    assert defined(question, glossary) is None


def test_what_staff_added_is_said_to_be_theirs(sample_document: Document) -> None:
    glossary = mine(sample_document.rows, StaffTerms(add={"SGO": ("Special Guardianship Order",)}))
    answer = defined("What does SGO stand for?", glossary)
    assert answer is not None
    assert answer.summary == "SGO stands for Special Guardianship Order (added by staff to the glossary)."
    assert answer.claims == ()
