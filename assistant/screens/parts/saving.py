"""Saving a question or a search, and what the documents say to it now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from assistant import Assistant, Filters, Hit
from assistant.screens.parts.per_generation import per_generation
from assistant.screens.parts.text import escape
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import visitor
from assistant.store.saved import MOST, Kind, Saved, save, saved_by, seen_now
from corpus.errors import NotStored
from corpus.records import Citation

AT_MOST = 300  # passages considered; users with more results narrow the search
# A passage is shown from this score on, and from this share of the best score. Passages that have nothing to do with a
# question score below 0.3; passages that match one of its two words score half of those that match both.
LEAST_SCORE, LEAST_SHARE = 0.4, 0.7
SAVED = "saved"  # the page's address
BUTTONS = {Kind.QUESTION: "Save this question", Kind.SEARCH: "Save this search"}
IS_SAVED = f'Saved. <a href="{SAVED}" data-follow="{SAVED}">What is new for it</a> is shown after each update.'


def relevant(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that have to do with the question; `hits` come best first."""
    needed = max(LEAST_SCORE, LEAST_SHARE * hits[0].score) if hits else LEAST_SCORE
    return [hit for hit in hits if hit.score >= needed]


@per_generation
def quotes_now(assistant: Assistant, kind: Kind, words: str, filters: Filters) -> Sequence[Citation]:
    """The quotes that answer a question, or that a search finds, in the documents as they are. Raises PlansError."""
    if kind is Kind.QUESTION:
        return assistant.ask(words, (), filters).citations
    chosen = {"category": filters.category, "column": filters.column, "plan": filters.plan}
    return [hit.citation for hit in relevant(assistant.search(words, AT_MOST, **chosen, update=filters.update))]


def draw_save(service: Service, assistant: Assistant, kind: Kind, words: str, filters: Filters) -> None:
    """The button that saves, or a line that says that it is saved."""
    if trouble := st.session_state.pop("saving-trouble", ""):
        st.warning(escape(trouble))
    saved = Saved(kind, words, filters, datetime.now(UTC), frozenset())
    try:
        every = saved_by(service.database, visitor())
    except NotStored:
        return  # the page Saved says why
    if any(each.id == saved.id for each in every):
        st.html(f'<p class="place">{IS_SAVED}</p>')
    elif len(every) >= MOST:
        st.html(f'<p class="place">You have saved {MOST}, which is the most. Remove one on Saved to save another.</p>')
    else:
        st.button(BUTTONS[kind], key=f"save-{saved.id}", on_click=note_seen, args=(service, assistant, saved))


def note_seen(service: Service, assistant: Assistant, saved: Saved) -> None:
    """Save it with what the documents say now."""
    now = quotes_now(assistant, saved.kind, saved.words, saved.filters)
    try:
        save(service.database, visitor(), seen_now(saved, now, datetime.now(UTC)))
    except NotStored as error:
        st.session_state["saving-trouble"] = f"This can’t be saved at the moment: {error}"
