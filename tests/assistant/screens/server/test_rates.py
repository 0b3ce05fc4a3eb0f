"""How often somebody may call and ask: who does too much waits, and nobody else does."""

from __future__ import annotations

import threading

import pytest

from assistant.screens.server import rates
from assistant.screens.server.rates import QUESTIONS_OF_A_PERSON, Questions, Rate, Rates
from corpus.errors import TooBusy


def test_so_many_at_once_and_then_by_the_second() -> None:
    now = [0.0]
    each = Rates(Rate(3, 0.5), clock=lambda: now[0])
    assert [each.wait("ada") for _ in range(4)] == [0, 0, 0, 2]
    assert each.wait("bob") == 0
    now[0] = 2.0
    assert [each.wait("ada") for _ in range(2)] == [0, 2]
    now[0] = 1_000.0
    assert [each.wait("ada") > 0 for _ in range(4)] == [False, False, False, True]


def test_those_who_have_waited_are_forgotten_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "MOST_KNOWN", 4)
    now = [0.0]
    each = Rates(Rate(2, 1), clock=lambda: now[0])
    for caller in "abc":
        each.wait(caller)
    now[0] = 5.0
    each.wait("busy")
    each.wait("busy")
    each.wait("d")
    assert set(each._buckets) == {"busy", "d"}
    assert each.wait("busy") > 0


def test_who_asks_too_much_is_told_when_to_ask_again_and_others_are_answered() -> None:
    questions = Questions()
    for _ in range(QUESTIONS_OF_A_PERSON.at_once):
        with questions.answering("ada"):
            pass
    with pytest.raises(TooBusy, match=r"Ask again in 3 seconds"), questions.answering("ada"):
        pass
    with questions.answering("bob"):
        pass


def test_a_question_that_finds_no_place_is_told_so_and_a_place_is_given_back() -> None:
    questions = Questions(at_once=1, longest_wait=0.01)
    asking = pytest.raises(TooBusy, match="Many people are asking")
    with questions.answering("ada"), asking, questions.answering("bob"):
        pass
    with pytest.raises(ValueError, match="broken"), questions.answering("ada"):
        raise ValueError("broken")
    with questions.answering("bob"):
        pass


def test_a_question_waits_for_a_place() -> None:
    questions = Questions(at_once=1)
    begun, answered = threading.Event(), threading.Event()

    def ask() -> None:
        begun.set()
        with questions.answering("bob"):
            answered.set()

    other = threading.Thread(target=ask)
    with questions.answering("ada"):
        other.start()
        assert begun.wait(10)
        assert not answered.is_set()
    assert answered.wait(10)
    other.join()
