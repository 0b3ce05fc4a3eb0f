"""What acronyms stand for, from the documents' own definitions."""

from __future__ import annotations

import pytest

from assistant.answers.defined import define
from corpus.glossary import Glossary, StaffTerms, mine
from corpus.records import Document


@pytest.fixture(scope="module")
def glossary(sample_document: Document) -> Glossary:
    return mine(sample_document.rows)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("What does UASC stand for?", "Unaccompanied Asylum-Seeking Children (UASC)"),
        ("what is SPMM short for", "Strategic Placement Management Meeting (SPMM)"),
        ("What does VfM mean?", "Value for Money (VfM)"),
        ("What do you mean by VfM?", "Value for Money (VfM)"),
        ("Define EMSMP", "East Midlands Strategic Migration Partnership (EMSMP)"),
    ],
)
def test_a_definition_is_quoted(glossary: Glossary, question: str, quote: str) -> None:
    answer = define(question, glossary)
    assert answer is not None
    assert quote in answer.claims[0].text
    assert answer.claims[0].citations[0].quote == answer.claims[0].text


@pytest.mark.parametrize("question", ["What does ChAT stand for?", "What does UASC funding pay for?", "What is new?"])
def test_nothing_is_made_up(glossary: Glossary, question: str) -> None:
    assert define(question, glossary) is None


def test_what_staff_added_is_said_to_be_theirs(sample_document: Document) -> None:
    glossary = mine(sample_document.rows, StaffTerms(add={"SGO": ("Special Guardianship Order",)}))
    answer = define("What does SGO stand for?", glossary)
    assert answer is not None
    assert answer.summary == "SGO stands for Special Guardianship Order (added by staff to the glossary)."
    assert answer.claims == ()
