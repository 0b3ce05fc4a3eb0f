"""Saved: the questions and searches that somebody has saved, and what is new for each since they looked last."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from assistant import Assistant
from assistant.exports.quoted import day_words
from assistant.screens.parts import frame
from assistant.screens.parts.cards import PROSE_HEADING, found_row_html, link_html, place_in_row
from assistant.screens.parts.filters import parameters
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.saving import note_seen, quotes_now
from assistant.screens.parts.text import count, escape
from assistant.screens.saved.mail import draw_mail
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import visitor
from assistant.store.saved import Kind, Saved, new_in, remove, saved_by
from corpus.errors import NotStored, PlansError
from corpus.records import Citation

AT_ONCE = 10  # new quotes of one entry; its own page has them all
NONE = (
    "You have saved nothing yet. Below an answer on Ask, or the results on Search, press “Save”. After each update of"
    " the documents, this page shows what is new for it."
)
NAMES = {Kind.QUESTION: "Question", Kind.SEARCH: "Search"}


def draw(service: Service) -> None:
    assistant = frame.begin(service, "Saved")
    if assistant is None:
        return
    if trouble := st.session_state.pop("saving-trouble", ""):
        st.warning(escape(trouble))
    try:
        every = saved_by(service.database, visitor())
    except NotStored as error:
        st.warning(escape(str(error)))
        return
    if not every:
        st.html(f"<p>{NONE}</p>")
    else:
        _draw_entries(service, assistant, every)
    if service.settings.mail:
        draw_mail(service)


def _draw_entries(service: Service, assistant: Assistant, every: Sequence[Saved]) -> None:
    with st.spinner("Looking for what is new."):
        found = [(saved, *_new(assistant, saved)) for saved in every]
    changed = sum(bool(new) for _, new, _ in found)
    news = f"{changed:,} with something new" if changed else "nothing new"
    frame.say(f"{count(len(every), 'entry', 'entries')}, {news}")
    for saved, new, trouble in sorted(found, key=lambda each: not each[1]):
        st.html(entry_html(saved, new, trouble))
        with st.container(horizontal=True):
            if new:
                st.button("Mark as seen", key=f"seen-{saved.id}", on_click=note_seen, args=(service, assistant, saved))
            st.button("Remove", key=f"remove-{saved.id}", on_click=_remove, args=(service, saved))


def _new(assistant: Assistant, saved: Saved) -> tuple[list[Citation], str]:
    """What is new, or why it can't be told, such as a plan that is no longer here."""
    try:
        return new_in(saved, quotes_now(assistant, saved.kind, saved.words, saved.filters)), ""
    except PlansError as error:
        return [], str(error)


def entry_html(saved: Saved, new: Sequence[Citation], trouble: str = "") -> str:
    """What was saved, linked to where it is asked again, and the new quotes with their places."""
    address = escape(f"{saved.kind.value}?{urlencode({'q': saved.words, **parameters(saved.filters)})}")
    when = day_words(saved.looked.astimezone().date())
    said = trouble or (f"{count(len(new), 'new quote')} since {when}" if new else f"Nothing new since {when}")
    by_row: dict[str, list[Citation]] = {}
    for citation in new[:AT_ONCE]:
        by_row.setdefault(citation.row_key, []).append(citation)
    rows = "".join(found_row_html(of_row[0], _quotes_html(of_row), level=3) for of_row in by_row.values())
    more = f"<p>and {len(new) - AT_ONCE:,} more</p>" if len(new) > AT_ONCE else ""
    return (
        f'<article class="found"><p class="over">{NAMES[saved.kind]}</p>'
        f'<h2><a href="{address}" data-follow="{address}">{escape(saved.words)}</a></h2>'
        f"<p>{escape(said)}</p>{rows}{more}</article>"
    )


def _quotes_html(of_row: Sequence[Citation]) -> str:
    """A row's quotes under their columns; one that is the row's title stands above them already."""
    entries = "".join(
        f'<li><p><span class="column">{escape(cited.column or PROSE_HEADING)}:</span> “{escape(cited.quote)}”</p>'
        f'<p class="place">{link_html(place_in_row(cited), RowLink.of_citation(cited))}</p></li>'
        for cited in of_row
        if cited.item is not None
    )
    return f"<ul>{entries}</ul>" if entries else ""


def _remove(service: Service, saved: Saved) -> None:
    try:
        remove(service.database, visitor(), saved)
    except NotStored as error:
        st.session_state["saving-trouble"] = str(error)
