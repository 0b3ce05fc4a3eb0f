"""The page of a PDF that a quote is on: a button that shows its picture, with the quote marked."""

from __future__ import annotations

from base64 import b64encode

import streamlit as st

from assistant import Assistant
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.text import count, escape
from assistant.screens.server.service import Service
from assistant.source_view import PageView, SourceView
from corpus.errors import UnreadableFile
from corpus.records import Citation, Row


def draw_page(service: Service, assistant: Assistant, citation: Citation, at_once: bool = False) -> None:
    """Draws nothing if the citation's file has no pages that can be shown. `at_once`: show it without a button."""
    view = SourceView(assistant.library, service.settings.documents)
    if not view.shows(citation):
        return
    place = st.empty()
    key = f"page-{citation.row_key}-{citation.column}-{citation.item}"
    if not at_once and not place.button("Show the page", key=key):
        return
    try:
        with place, st.spinner("Drawing the page."):
            pages = view.pages(citation)
    except UnreadableFile as error:
        place.warning(escape(str(error)))
        return
    place.html(pages_html(pages))


def pages_html(pages: tuple[PageView, ...]) -> str:
    """The pictures; screen readers read the quote and its place instead."""
    announced = f"{count(len(pages), 'page')} shown."
    return f'<div data-say="{escape(announced)}">{"".join(map(_figure_html, pages))}</div>'


def cited_by(row: Row, link: RowLink) -> Citation:
    """What a link to a row points at: an item of it or, if it names none, the row's heading."""
    column = row.column(link.column)
    if column is None or link.item is None or not 1 <= link.item <= len(column.items):
        return Citation.of_heading(row, row.priority.label)
    return Citation.of_item(row, column, link.item)


def _figure_html(view: PageView) -> str:
    """The picture stays large enough to read; its frame scrolls, at first to the mark."""
    picture = b64encode(view.png).decode("ascii")
    left, top, right, bottom = (f"{share:.1%}" for share in view.mark)
    return (
        f'<figure class="page"><div tabindex="0" role="group" aria-label="Page {view.page}"><div>'
        f'<img src="data:image/png;base64,{picture}" alt="{escape(view.words)}">'
        f'<span data-show="nearest" style="left:{left};top:{top};right:calc(100% - {right});'
        f'bottom:calc(100% - {bottom})"></span></div></div>'
        f"<figcaption>Page {view.page}, the quote’s place marked</figcaption></figure>"
    )
