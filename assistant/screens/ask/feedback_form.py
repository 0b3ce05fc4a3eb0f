"""Useful or not, and why: one reader's word on an answer, kept for those who look after the documents."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from assistant import Answer
from assistant.screens.parts.text import escape
from assistant.screens.server.service import Service
from assistant.store.conversations import Turn
from assistant.store.feedback import LONGEST, Feedback, feedback_on, store_feedback
from corpus.errors import NotStored

WHO_READS = (
    "Thank you. This is kept with your question for those who look after the documents, and not who you are. It is"
    " deleted with the conversation."
)


def draw_opinion(service: Service, turn: Turn, answer: Answer) -> Feedback | None:
    """The two buttons, the chosen one marked; gives what was said."""
    given = _given(service, turn)
    for useful, words in ((True, "useful"), (False, "not useful")):
        chosen = given is not None and given.useful == useful
        st.button(
            f"Marked {words}" if chosen else words.capitalize(),
            key=f"opinion-{useful}-{turn.id}",
            type="primary" if chosen else "secondary",
            on_click=_say,
            args=(service, turn, answer, useful),
        )
    return given


def draw_reason(service: Service, turn: Turn, answer: Answer, given: Feedback | None) -> None:
    """Once something was said: why, in a few words; where it couldn't be kept, that."""
    if trouble := _troubles().get(turn.id):
        st.warning(escape(trouble))
    if given is None:
        return
    key = f"why-{turn.id}"
    label = "What was useful?" if given.useful else "What was wrong or missing?"
    args = service, turn, answer, given.useful
    st.text_input(f"{label} (may be left out)", given.why, key=key, max_chars=LONGEST, on_change=_say, args=args)
    st.html(f'<p class="place" data-say="{escape(WHO_READS)}">{escape(WHO_READS)}</p>')


def _say(service: Service, turn: Turn, answer: Answer, useful: bool) -> None:
    why = " ".join(str(st.session_state.get(f"why-{turn.id}", "")).split())
    said = Feedback(
        turn.id, datetime.now(UTC), useful, why, turn.question, answer.status, answer.citations, turn.generation
    )
    try:
        store_feedback(service.database, said)
    except NotStored as error:
        _troubles()[turn.id] = str(error)
        return
    _troubles().pop(turn.id, None)
    _said()[turn.id] = said


def _given(service: Service, turn: Turn) -> Feedback | None:
    """What this reader said of the answer; the file is looked into once a session."""
    said = _said()
    if turn.id not in said:
        try:
            said[turn.id] = feedback_on(service.database, turn.id)
        except NotStored:
            said[turn.id] = None  # whoever says something is told
    return said[turn.id]


def _said() -> dict[str, Feedback | None]:
    found: dict[str, Feedback | None] = st.session_state.setdefault("said", {})
    return found


def _troubles() -> dict[str, str]:
    found: dict[str, str] = st.session_state.setdefault("unsaid", {})
    return found
