"""Earlier answers and conversations on the page Ask: what they say is there, what can be done with them once opened."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.screens.ask.page import AT_ONCE
from assistant.screens.ask.turns import FOLDED
from assistant.screens.parts.text import escape
from assistant.screens.server.access import shared_access
from assistant.screens.server.service import Service
from assistant.settings import Settings
from assistant.store.conversations import Conversation, Turn
from corpus.errors import NotStored
from index import build
from tests.word_encoder import WordEncoder

OWNER = "ada"
# FICTIONAL
PLAN = (
    "Category,Priority,What needs to happen,Lead\n"
    "1 Homes,1 More foster homes,Find 20 foster carers,Mary Hill\n"
    "2 Learning,1 No child is left out,Hold meetings,Ann Bell\n"
)
EARLIER, LATEST = "Which actions are led by Mary Hill?", "Which actions are led by Ann Bell?"
BUTTONS = {"Ask again", "Useful", "Not useful", "Save this question"}

MANY = tuple(f"How many foster carers are found in street {number}?" for number in range(AT_ONCE + 2))


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv("PLANS_KEPT", str(tmp_path / "kept"))
    shared_access.cache_clear()
    settings = Settings(documents=tmp_path / "documents", index=tmp_path / "index", kept=tmp_path / "kept")
    settings.documents.mkdir()
    (settings.documents / "Homes plan 2025-26.csv").write_text(PLAN, encoding="utf-8")
    build(settings.documents, settings.index, encoder=WordEncoder)
    found = Service(settings)
    found._encoder = WordEncoder  # type: ignore[method-assign]
    found._loaded.set()
    yield found
    shared_access.cache_clear()


def page(service: object) -> None:
    from typing import Any, cast

    from assistant.screens import ask

    ask.draw(cast(Any, service))


def conversation(service: Service, *questions: str) -> AppTest:
    """The page with answered questions, two if none are named."""
    assert service.assistant
    asked = questions or (EARLIER, LATEST)
    turns = [Turn(each, answer=service.assistant.ask(each), generation="before") for each in asked]
    shown = AppTest.from_function(page, kwargs={"service": service}, default_timeout=60)
    shown.session_state["visitor"] = OWNER
    shown.session_state["conversation"] = Conversation(turns=turns)
    for turn in turns:
        service.conversations.store(OWNER, shown.session_state["conversation"], turn)
    shown.run()
    assert not shown.exception
    return shown


def names_listed(shown: AppTest) -> int:
    return sum(each.proto.body.count("<li>") for each in shown.get("html") if 'class="earlier"' in each.proto.body)


def labels(shown: AppTest, turn: Turn) -> set[str]:
    return {each.label for each in shown.button if turn.id in str(each.key)}


def test_an_earlier_answer_says_all_that_the_latest_does(service: Service) -> None:
    shown = conversation(service)
    texts = [html.unescape(each.proto.body) for each in shown.get("html")]
    [earlier] = [text for text in texts if EARLIER in text]
    latest = "".join(texts[texts.index(earlier) + 1 :])
    for text, quote in ((earlier, "Find 20 foster carers"), (latest, "Hold meetings")):
        assert f"“{quote}”" in text
        assert "Homes plan 2025-26.csv" in text
        assert "The documents have been read again since." in text
    assert "Only owner: Mary Hill." in earlier


def test_what_can_be_done_with_an_earlier_answer_is_there_once_it_is_opened(service: Service) -> None:
    shown = conversation(service)
    earlier, latest = shown.session_state["conversation"].turns
    assert labels(shown, latest) >= BUTTONS
    assert labels(shown, earlier) == set()
    assert [each.label for each in shown.expander].count(FOLDED) == 1
    shown.session_state[f"folded-{earlier.id}"] = True
    shown.run()
    assert labels(shown, earlier) == {*BUTTONS, escape("Only owner: Mary Hill")}


def test_conversations_are_listed_once_they_are_opened_and_stay_so_when_another_begins(service: Service) -> None:
    def begin() -> None:
        service.conversations.store(OWNER, Conversation(), Turn(EARLIER, refused="Nothing was read."))

    begin()
    shown = conversation(service)
    assert shown.sidebar.expander[0].label == "Conversations (2)"
    assert names_listed(shown) == 0
    shown.session_state["earlier"] = True
    shown.run()
    assert names_listed(shown) == 2
    begin()
    shown.run()
    assert shown.sidebar.expander[0].label == "Conversations (3)"
    assert names_listed(shown) == 3


def test_answers_that_are_not_shown_are_held_again_once_they_are(service: Service) -> None:
    def held() -> list[bool]:
        answers = [turn.answer for turn in shown.session_state["conversation"].turns]
        assert all(answer.asked for answer in answers)  # a further question looks back at it
        return [bool(answer.text and answer.hits) for answer in answers]

    shown = conversation(service, *MANY)
    assert held() == [False, False, *[True] * AT_ONCE]
    next(button for button in shown.button if button.label == "Show the 2 before").click()
    shown.run()
    assert all(held())
    assert sum("Close to your question" in each.proto.body for each in shown.get("html")) == AT_ONCE + 2


def test_an_answer_that_is_not_shown_is_held_while_a_question_that_went_on_from_it_can_be_asked_again(
    service: Service,
) -> None:
    shown = conversation(service, *MANY)
    shown.session_state["conversation"].turns.append(Turn(MANY[-1], after=3))
    shown.run()
    answers = [turn.answer for turn in shown.session_state["conversation"].turns]
    assert [bool(answer.text) for answer in answers[:4]] == [False, False, True, True]


def test_no_answer_is_given_up_that_could_not_be_stored(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise NotStored("The disk is full.")

    shown = conversation(service, MANY[0])
    with monkeypatch.context() as full:
        full.setattr(service.conversations, "store", fails)
        shown.chat_input[0].set_value(MANY[1]).run()
    for question in MANY[2:]:
        shown.chat_input[0].set_value(question).run()
    turns = shown.session_state["conversation"].turns
    assert [turn.question for turn in turns] == list(MANY)
    assert all(turn.answer.text for turn in turns)
