"""Search: the passages that fit some words or a question, for people who want to read them instead of an answer."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant import Assistant, Filters, Hit
from assistant.briefing.subject import Subject
from assistant.exports.quoted import Quoted
from assistant.questions.question import LONGEST
from assistant.screens.parts import frame
from assistant.screens.parts.cards import briefing_link_html
from assistant.screens.parts.choices import write_address
from assistant.screens.parts.downloads import draw_quotes_downloads
from assistant.screens.parts.per_generation import per_generation
from assistant.screens.parts.saving import draw_save
from assistant.screens.parts.text import count, escape
from assistant.screens.search.board import Found, Places, Search, found, places_of, topics
from assistant.screens.search.cards import chosen_html, facets_html, group_html, orders_html, pages_html, welcome_html
from assistant.screens.server.service import Service
from assistant.store.saved import Kind
from corpus.errors import PlansError
from index.relevance import AT_MOST

LOADING = "Getting ready: this takes a few seconds after a start. Your search will then begin."


def draw(service: Service) -> None:
    assistant = frame.begin(service, "Search")
    if assistant is None:
        return
    search = Search.read(st.query_params)
    _draw_field(search)
    if search.facets:
        st.html(chosen_html(search))
    if not search.question:
        st.html(welcome_html(search, _topics(assistant)))
        return
    hits = _hits(service, assistant, search)
    if hits is not None:
        _draw_found(assistant, search, found(hits, search, _places(assistant)))
        draw_save(service, assistant, Kind.SEARCH, search.question, search.filters(assistant.library))


def _draw_field(search: Search) -> None:
    st.session_state["search-field"] = search.question
    st.text_input("Words or a question", key="search-field", max_chars=LONGEST, on_change=_note)


def _note() -> None:
    """Put the new question into the address; the chosen facets stay."""
    write_address({"q": " ".join(st.session_state["search-field"].split()), "page": ""})


def _hits(service: Service, assistant: Assistant, search: Search) -> tuple[Hit, ...] | None:
    """The hits; None if the search was refused, with a warning on the page."""
    waiting = st.empty()
    if not service.loaded:
        with waiting:
            frame.say(LOADING)
    try:
        hits = _searched(assistant, search.question, search.filters(assistant.library))
    except PlansError as error:
        st.warning(escape(str(error)))
        return None
    waiting.empty()
    return hits


@per_generation
def _searched(assistant: Assistant, question: str, filters: Filters) -> tuple[Hit, ...]:
    chosen = {"category": filters.category, "column": filters.column, "plan": filters.plan}
    return tuple(assistant.search(question, AT_MOST, **chosen, update=filters.update))


@per_generation
def _topics(assistant: Assistant) -> Sequence[str]:
    return topics(assistant.library.rows())


@per_generation
def _places(assistant: Assistant) -> Places:
    return places_of(assistant.library)


def _draw_found(assistant: Assistant, search: Search, shown: Found) -> None:
    _draw_facets(search, shown)
    if not shown.hits:
        frame.say(f"Nothing in the documents comes close to “{search.question}”.")
        st.info(_what_to_do(search))
        return
    frame.say(_counted(shown))
    if shown.unmet:
        frame.say(_not_spoken_of(shown))
    link = briefing_link_html(f"Briefing on “{search.question}”", Subject(search.question))
    st.html(f'{orders_html(search)}<p class="links">{link}</p>')
    st.html("".join(map(group_html, shown.shown)) + pages_html(search, shown))
    lead = [f"Search for “{search.question}”.", *(f"Only: {value}." for _, value in search.facets)]
    draw_quotes_downloads(assistant, "Quotes found", "Quotes found", lead, lambda: _quotes(shown))


def _quotes(shown: Found) -> list[Quoted]:
    """The results of all pages, in the chosen order."""
    return [Quoted(hit.citation) for group in shown.groups for hit in group.hits]


def _draw_facets(search: Search, shown: Found) -> None:
    if facets := facets_html(search, shown.facets):
        with st.sidebar:
            st.subheader("Narrow the search", anchor=False)
            st.html(facets)


def _counted(shown: Found) -> str:
    cut = " (the best of more: narrow the search to see others)" if shown.cut else ""
    return f"{count(len(shown.hits), 'quote')} in {count(len(shown.groups), 'row')}{cut}"


def _not_spoken_of(shown: Found) -> str:
    """That words of the search are in none of what was found, so that nobody takes the closest for what was meant."""
    words = " or ".join(f"“{word}”" for word in dict.fromkeys(shown.unmet))
    return f"Nothing found mentions {words}. These are only the closest quotes."


def _what_to_do(search: Search) -> str:
    remedy = "Remove the filters, or use" if search.facets else "Use"
    return f"{remedy} fewer words, or words that the plan itself uses. Browse shows the whole plan."
