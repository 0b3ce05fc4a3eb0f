"""Kinds of things that questions ask for, found in texts."""

from __future__ import annotations

from assistant.language.answer_kinds import AnswerKind, find
from assistant.questions.question import with_apostrophes


def found(wanted: AnswerKind, text: str, question: str = "") -> list[str]:
    return [text[start:end] for start, end in find(wanted, text, question)]


def test_years_and_shares_are_no_counts() -> None:
    text = "In 2023, 35% of them left; nine returned"
    assert found(AnswerKind.COUNT, text) == ["nine"]


def test_how_long_something_takes_is_no_count_unless_that_is_counted() -> None:
    text = "The longest wait is 22 weeks, and nine people wait"
    assert found(AnswerKind.COUNT, text) == ["nine"]
    assert found(AnswerKind.COUNT, text, "how many weeks do they wait") == ["22", "nine"]


def test_what_the_question_says_itself_is_no_answer() -> None:
    assert found(AnswerKind.DATE, "signed in March 2024, open in May 2025", "What happens after March 2024?") == [
        "May 2025"
    ]


def test_amounts_of_money_need_a_currency() -> None:
    assert found(AnswerKind.MONEY, "a grant of £1.2 million for 24 beds") == ["£1.2 million"]
    assert found(AnswerKind.MONEY, "a 24-bed home in 2026") == []


def test_a_phone_number_is_no_number_of_calls() -> None:
    assert found(AnswerKind.PHONE, "346 calls came to 01632 960123") == ["01632"]


def test_how_often_and_how_long() -> None:
    assert found(AnswerKind.FREQUENCY, "meetings are held every 6 weeks") == ["every 6 weeks"]
    assert found(AnswerKind.DURATION, "a potential 7-year contract for 19 year olds") == ["7-year"]


def test_people_are_names() -> None:
    assert "Head of Service" in found(AnswerKind.PERSON, "decisions are signed off by the Head of Service")
    assert found(AnswerKind.PERSON, "decisions are signed off in good time") == []


def test_a_name_that_somebody_has_is_of_two_words() -> None:
    text = "Agreed by the Head of Service for Housing, Jane Archer, who told LSWS and Ofsted"
    assert found(AnswerKind.CALLED, text, "What is the name of the Head of Service?") == ["Jane Archer"]


def test_lost_apostrophes_are_put_back() -> None:
    assert (
        with_apostrophes("Whats new and who cant come to its centre?") == "What's new and who can't come to its centre?"
    )
