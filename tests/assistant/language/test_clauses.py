"""Where a text may be cut without changing what it says."""

from __future__ import annotations

import pytest

from assistant.language.clauses import clauses, quotable, says_something, sentences

LONG = (
    "The team has been strengthened by three permanent officers who review each referral as it comes in; the referral "
    "form was updated in May 2024 to show strengths as well as needs; it may be extended to others, subject to "
    "evaluation, and the forum has agreed a second round of interviews for the autumn."
)


def quote(text: str, words: str) -> str:
    at = text.index(words)
    clause = next(span for span in clauses(text) if span.start <= at < span.end)
    return quotable(text, clause).of(text)


def test_a_short_text_is_quoted_whole() -> None:
    text = "Works have started; the contract is signed in June. Nothing else is planned."
    assert quote(text, "contract") == text


def test_of_a_longer_text_a_short_sentence_is_quoted_whole() -> None:
    text = f"Works have started; the contract is signed in June. {LONG}"
    assert quote(text, "contract") == "Works have started; the contract is signed in June."


def test_a_clause_that_stands_alone_is_quoted_without_its_neighbours_before() -> None:
    assert quote(LONG, "three permanent officers").startswith("The team has been strengthened")
    assert "referral form" not in quote(LONG, "three permanent officers")


def test_what_qualifies_a_clause_stays_with_it() -> None:
    told = quote(LONG, "strengths as well as needs")
    assert told.startswith("the referral form was updated")
    assert "subject to evaluation" in told


def test_a_clause_that_leans_left_takes_the_one_before() -> None:
    assert quote(LONG, "extended to others").startswith("the referral form was updated")


def test_a_condition_at_the_start_governs_the_whole_sentence() -> None:
    text = f"As of 15th March 2024, {LONG[0].lower()}{LONG[1:]}"
    assert quote(text, "strengths as well as needs") == text


def test_every_quote_is_a_part_of_its_text() -> None:
    text = f"{LONG} A second sentence stands here, e.g. for a test. "
    for clause in clauses(text):
        assert quotable(text, clause).of(text) in text
    assert [span.of(text) for span in sentences(text)] == [LONG, "A second sentence stands here, e.g. for a test."]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("The plan was agreed in March.", True),
        ("Two of the three gardeners have left. More: see below", True),
        ("The actions", False),
        ("Marlow Vale Council, for the Play Board of the borough.", False),
        ("Red: off course. Amber: some concern. Blue: finished.", False),
        ("0.4 20/02/26 P. Lyle Comments from divisions", False),
        ("What has been done since the update before", False),
    ],
)
def test_a_sentence_with_a_verb_and_an_end_says_something(text: str, says: bool) -> None:
    assert says_something(text) is says
