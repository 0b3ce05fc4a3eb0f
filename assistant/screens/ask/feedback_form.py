"""Useful or not, and why: a reader's feedback on an answer, stored for those who look after the documents."""

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
    "Thank you. {stored} stored with your question, but not your name, for those who look after the documents. It is"
    " deleted with the conversation."
)


def draw_verdict(service: Service, turn: Turn, answer: Answer) -> Feedback | None:
    """The two buttons, the chosen one highlighted; returns the feedback given so far."""
    given = _given(service, turn)
    for useful, words in ((True, "useful"), (False, "not useful")):
        chosen = given is not None and given.useful == useful
        st.button(
            f"Marked {words}" if chosen else words.capitalize(),
            key=f"verdict-{useful}-{turn.id}",
            type="primary" if chosen else "secondary",
            on_click=_store,
            args=(service, turn, answer, useful),
        )
    return given


def draw_reason(service: Service, turn: Turn, answer: Answer, given: Feedback | None) -> None:
    """Once a reader has chosen: a field for the reason, or why the feedback couldn't be stored."""
    if trouble := _troubles().get(turn.id):
        st.warning(escape(trouble))
    if given is None:
        return
    key = f"why-{turn.id}"
    label = "What was useful?" if given.useful else "What was wrong or missing?"
    args = service, turn, answer, given.useful
    st.text_input(f"{label} (optional)", given.why, key=key, max_chars=LONGEST, on_change=_store, args=args)
    thanks = escape(WHO_READS.format(stored="Your reason is" if given.why else "This is"))
    st.html(f'<p class="place" data-say="{thanks}">{thanks}</p>')


def _store(service: Service, turn: Turn, answer: Answer, useful: bool) -> None:
    why = " ".join(str(st.session_state.get(f"why-{turn.id}", "")).split())
    feedback = Feedback(
        turn.id, datetime.now(UTC), useful, why, turn.question, answer.status, answer.citations, turn.generation
    )
    try:
        store_feedback(service.database, feedback)
    except NotStored as error:
        _troubles()[turn.id] = str(error)
        return
    _troubles().pop(turn.id, None)
    _known()[turn.id] = feedback


def _given(service: Service, turn: Turn) -> Feedback | None:
    """The feedback on an answer so far; the file is read once a session for each."""
    known = _known()
    if turn.id not in known:
        try:
            known[turn.id] = feedback_on(service.database, turn.id)
        except NotStored:
            known[turn.id] = None  # storing new feedback will show why it fails
    return known[turn.id]


def _known() -> dict[str, Feedback | None]:
    found: dict[str, Feedback | None] = st.session_state.setdefault("feedback", {})
    return found


def _troubles() -> dict[str, str]:
    found: dict[str, str] = st.session_state.setdefault("feedback-troubles", {})
    return found
