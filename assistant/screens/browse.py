"""Browse: the plan as it was read, and one row of it where the address names one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant import Assistant
from assistant.screens import frame
from assistant.screens.cards import Marks, link_html, row_html, summary_html
from assistant.screens.choices import choose, draw_more, so_far, write
from assistant.screens.downloads import draw_row_downloads
from assistant.screens.history import draw_history
from assistant.screens.links import RowLink
from assistant.screens.page_view import cited_by, draw_page
from assistant.screens.plan_board import ALL, by_category, categories, find_row, matching, plan_named, update_named
from assistant.screens.service import Service
from assistant.screens.text import count, escape
from corpus.records import Plan, Row

ROWS_AT_ONCE = 50


def draw(service: Service) -> None:
    frame.draw_heading("Browse")
    frame.draw_building(service.rebuild)
    assistant = service.assistant
    if assistant is None or not assistant.plans():
        frame.draw_nothing_yet(service)
        return
    link = RowLink.read(st.query_params)
    found = find_row(assistant.plans(), link) if link.row else None
    if isinstance(found, Row):
        _draw_row(service, assistant, found, link)
        return
    if found is not None:
        st.warning(escape(found))
    _draw_board(assistant)


def _draw_row(service: Service, assistant: Assistant, row: Row, link: RowLink) -> None:
    """One row by itself, what the link cites marked, and the way to its neighbours."""
    st.button("Show the whole plan", on_click=_leave_row)
    st.html(f'<p class="over">{escape(row.plan)}</p>')
    newer = st.empty()
    st.html(row_html(row, Marks.of_link(link)))
    draw_page(service, assistant, cited_by(row, link), at_once=link.picture)
    draw_history(assistant, row, newer)
    draw_row_downloads(assistant, row)
    siblings = [other for other in assistant.library.rows(row.update, row.plan) if other.category == row.category]
    others = [
        f"<li>{link_html(other.priority.label, RowLink.of_row(other))}</li>" for other in siblings if other != row
    ]
    if others:
        st.html(f"<h2>Also under {escape(row.category.label or row.plan)}</h2><ul>{''.join(others)}</ul>")


def _leave_row() -> None:
    for name in ("row", "column", "item", "picture"):
        st.query_params.pop(name, None)


def _draw_board(assistant: Assistant) -> None:
    plan, rows, words = _draw_filters(assistant.plans())
    frame.say(f"{count(len(rows), 'row')} of {plan.name}" + (f" with “{' '.join(words)}”" if words else ""))
    if not rows:
        st.info("No row holds these words. Use fewer or other words, or choose another category or update.")
    for category, group in by_category(so_far(rows, ROWS_AT_ONCE)):
        st.html(f"<h2>{escape(category or 'Without a category')}</h2>{_details(group, words)}")
    draw_more(rows, ROWS_AT_ONCE)


def _draw_filters(plans: Sequence[Plan]) -> tuple[Plan, list[Row], tuple[str, ...]]:
    """The choices, each held in the address; and what they leave."""
    first, second, third = st.columns(3)
    with first:
        plan = plan_named(plans, choose("Plan", "plan", [plan.name for plan in plans])) or plans[0]
    with second:
        names = [update.name for update in reversed(plan.updates)]
        update = update_named(plan, choose("Update", "update", names)) or plan.latest
    with third:
        category = choose("Category", "category", [ALL, *filter(None, categories(update.rows))])
    words = write("Rows that hold these words", "words")
    return plan, matching(update.rows, category, words), words


def _details(rows: Sequence[Row], words: tuple[str, ...]) -> str:
    """Rows that open and close in the browser; open where words were looked for."""
    marks = Marks(words=words)
    opened = " open" if words else ""
    return "".join(
        f"<details{opened}><summary>{summary_html(row, marks)}</summary>{row_html(row, marks, heading=False)}"
        f'<p class="links">{link_html("Show this row by itself", RowLink.of_row(row))}</p></details>'
        for row in rows
    )
