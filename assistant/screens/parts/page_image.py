"""The page of a PDF that a quote stands on: a button, and the picture in its place once it was pressed."""

from __future__ import annotations

from base64 import b64encode

import streamlit as st

from assistant import Assistant
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.text import count, escape
from assistant.screens.server.service import Service
from assistant.source_view import PageView, SourceView
from corpus.errors import UnreadableFile
from corpus.records import Citation, Row, cite_heading, cite_item


def draw_page(service: Service, assistant: Assistant, citation: Citation, at_once: bool = False) -> None:
    """Nothing where the citation's file has no pages that can be shown. `at_once`: no button has to be pressed."""
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
    """The pictures; what is heard in their place is the quote and where it stands."""
    said = f"{count(len(pages), 'page')} shown."
    return f'<div data-say="{escape(said)}">{"".join(map(_figure_html, pages))}</div>'


def cited_by(row: Row, link: RowLink) -> Citation:
    """What a link to a row points at: an item of it or, where it names none, the row's own heading."""
    column = row.column(link.column)
    if column is None or link.item is None or not 1 <= link.item <= len(column.items):
        return cite_heading(row, row.priority.label)
    return cite_item(row, column, link.item)


def _figure_html(view: PageView) -> str:
    """The picture stays large enough to be read and is moved within its frame, to begin with to the mark."""
    picture = b64encode(view.png).decode("ascii")
    left, top, right, bottom = (f"{share:.1%}" for share in view.mark)
    return (
        f'<figure class="page"><div tabindex="0" role="group" aria-label="Page {view.page}"><div>'
        f'<img src="data:image/png;base64,{picture}" alt="{escape(view.words)}">'
        f'<span data-show="nearest" style="left:{left};top:{top};right:calc(100% - {right});'
        f'bottom:calc(100% - {bottom})"></span></div></div>'
        f"<figcaption>Page {view.page}, the quote’s place marked</figcaption></figure>"
    )
