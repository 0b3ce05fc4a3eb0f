"""Saving a question or a search, and what the documents say to it now."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from assistant import Assistant, Filters
from assistant.news import found
from assistant.screens.parts.per_generation import per_generation
from assistant.screens.parts.text import escape
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import visitor
from assistant.store.saved import MOST, Kind, Saved, save, saved_by, seen_now
from corpus.errors import NotStored

SAVED = "saved"  # the page's address
BUTTONS = {Kind.QUESTION: "Save this question", Kind.SEARCH: "Save this search"}
NEWS = "saved-news"  # for which build and entries it was told, and of how many there is something new
ONE_IS_NEW = "Something is new for what you saved."
IS_SAVED = f'Saved. <a href="{SAVED}" data-follow="{SAVED}">What is new for it</a> is shown after each update.'


quotes_now = per_generation(found.quotes_now)


def draw_save(
    service: Service, assistant: Assistant, kind: Kind, words: str, filters: Filters, below: str = ""
) -> None:
    """The button that saves, or a line that says that it is saved. `below` tells turns that ask the same apart."""
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
        st.button(BUTTONS[kind], key=f"save-{below}{saved.id}", on_click=note_seen, args=(service, assistant, saved))


def note_seen(service: Service, assistant: Assistant, saved: Saved) -> None:
    """Save it with what the documents say now."""
    now = quotes_now(assistant, saved.kind, saved.words, saved.filters)
    try:
        save(service.database, visitor(), seen_now(saved, now, datetime.now(UTC)))
    except NotStored as error:
        st.session_state["saving-trouble"] = f"This can’t be saved at the moment: {error}"


def draw_news(service: Service, assistant: Assistant) -> None:
    """A line that says of how much of what somebody saved there is something new; nothing where there is nothing.

    All of it is asked again, so a page draws everything else first. In a session that is done once for each build.
    """
    if not service.loaded:
        return
    try:
        every = saved_by(service.database, visitor())
    except NotStored:
        return  # the page Saved says why
    asked = assistant.generation, tuple((saved.id, saved.looked) for saved in every)
    known: tuple[object, int] = st.session_state.get(NEWS, ((), 0))
    if known[0] != asked:
        known = st.session_state[NEWS] = asked, sum(bool(found.new_quotes(assistant, saved)) for saved in every)
    if number := known[1]:
        several = f"Something is new for {number:,} of the {len(every):,} questions and searches that you saved."
        words = several if len(every) > 1 else ONE_IS_NEW
        link = f'<a href="{SAVED}" data-follow="{SAVED}">See what is new</a>'
        st.html(f'<p class="newer" data-say="{words}">{words} {link}</p>')
