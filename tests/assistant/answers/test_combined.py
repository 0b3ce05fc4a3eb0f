"""Two questions in one, and what two updates say of one thing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answers.answer import Answer, Claim, Status
from assistant.answers.combined import half_of, parts_of, side_by_side, together
from corpus.records import Citation


def _answer(quote: str, status: Status = Status.ANSWERED, update: str = "2025") -> Answer:
    citation = Citation("Plan", update, "1", "", "Title", "Progress", 1, quote, "fictional.csv")
    return Answer(status, f"“{quote}”", (Claim(quote, (citation,)),), (citation,), confidence=0.9)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("when is it due and what rag is it", ("when is it due", "what rag is it")),
        ("who leads the cctv action, and when's the deadline", ("who leads the cctv action", "when's the deadline")),
        ("What are the actions and progress for 2.i?", ("What are the actions and progress for 2.i?",)),
        (
            "hedges vs woods on farms, how many are planted?",
            ("hedges, how many are planted?", "woods on farms, how many are planted?"),
        ),
        ("hedges vs woods, how many for each", ("hedges, how many", "woods, how many")),
        ("which costs more, hedges vs woods", ("costs hedges", "costs woods")),
        ("which saved more so far, the hedges or the woods?", ("saved so far hedges", "saved so far woods")),
        ("is more money going on hedges or the woods", ("is money going on hedges", "is money going on woods")),
        ("budget for the hedges compared with the woods", ("budget for the hedges", "budget for the woods")),
        ("are hedges cut more or less often", ("are hedges cut more or less often",)),
        ("is it hedges or woods", ("is it hedges or woods",)),
        ("compare the budgets for hedges and the woods", ("budgets for hedges", "budgets for woods")),
        ("budget for hedges vs woods on farms", ("budget for hedges", "budget for woods on farms")),
        ("What is done for parks and gardens?", ("What is done for parks and gardens?",)),
    ],
)
def test_a_question_is_split_where_another_begins(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of(question) == parts


def test_both_parts_answered_are_one_answer() -> None:
    found = together("a and b", ("a", "b"), (_answer("first"), _answer("second")))
    assert found is not None
    assert found.status is Status.ANSWERED
    assert [claim.text for claim in found.claims] == ["first", "second"]


def test_a_part_without_an_answer_is_named() -> None:
    found = together("a and b", ("a", "b"), (_answer("first"), _answer("second", Status.PARTIAL)))
    assert found is not None
    assert found.status is Status.PARTIAL
    assert found.missing == "an answer to “b”"
    assert [claim.text for claim in found.claims] == ["first", "second"]  # the closest to what isn't answered


def test_the_closest_to_both_parts_is_shown_where_neither_is_sure() -> None:
    answers = (_answer("first", Status.PARTIAL), _answer("second", Status.PARTIAL))
    found = together("a and b", ("a", "b"), answers)
    assert found is not None
    assert found.status is Status.PARTIAL
    assert [claim.text for claim in found.claims] == ["first", "second"]


def test_what_answers_two_questions_taken_as_one_may_leave_one_out() -> None:
    found = half_of(("who leads it", "when is it due"), _answer("May 2026"))
    assert found.status is Status.PARTIAL
    assert "“who leads it”" in found.missing


def test_two_updates_stand_side_by_side() -> None:
    found = side_by_side(_answer("12 homes"), _answer("9 homes", update="2024"))
    assert [(claim.note, claim.text) for claim in found.claims] == [("2025", "12 homes"), ("2024", "9 homes")]


def test_what_the_later_update_does_not_state_is_told_above_both() -> None:
    now = replace(_answer("12 homes", Status.PARTIAL), text="The documents don’t state how long.\n\n12 homes")
    found = side_by_side(now, _answer("9 homes", update="2024"))
    assert found.status is Status.PARTIAL
    assert found.text.startswith("The documents don’t state how long.\n\n")
    assert [claim.text for claim in found.claims] == ["12 homes", "9 homes"]
