"""Browse: the plan as it was read, or one row of it if the address names one."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant import Assistant
from assistant.briefing.subject import Subject
from assistant.screens.browse.board import Board, by_category, neighbours
from assistant.screens.browse.history import draw_history
from assistant.screens.parts import frame
from assistant.screens.parts.acronyms import Acronyms
from assistant.screens.parts.cards import (
    Marks,
    briefing_link_html,
    document_problems_html,
    link_html,
    row_html,
    summary_html,
)
from assistant.screens.parts.choices import AT_ONCE, OPEN_AT_ONCE, choose, draw_more, so_far, write, write_address
from assistant.screens.parts.downloads import draw_row_downloads, draw_rows_downloads
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.page_image import cited_by, draw_page
from assistant.screens.parts.per_generation import per_generation
from assistant.screens.parts.rows import ALL, find_row, outside_rows, plan_named, rows_of, rows_words, update_named
from assistant.screens.parts.text import escape
from assistant.screens.server.service import Service
from corpus.records import Plan, Row

MOST_NEIGHBOURS = 30  # links below a row: a category of a usual plan has fewer rows


def draw(service: Service) -> None:
    assistant = frame.begin(service, "Browse")
    if assistant is None:
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
    """One row, with the cited item marked, and links to its neighbours."""
    st.button("Show the whole plan", on_click=_leave_row)
    st.html(f'<p class="over">{escape(row.plan)}</p>')
    newer = st.empty()
    st.html(row_html(row, Marks.of_link(link), acronyms=_acronyms(assistant)))
    subject = Subject(plan=row.plan, reference=row.reference)
    st.html(f'<p class="links">{briefing_link_html("Briefing on this row", subject)}</p>')
    draw_page(service, assistant, cited_by(row, link), at_once=link.picture)
    draw_history(assistant, row, newer)
    draw_row_downloads(assistant, row)
    if problems := _outside_rows_html(assistant, row.plan, row.update):
        st.html(problems)
    if others := _neighbours_html(assistant, row.plan, row.update, row.reference):
        st.html(others)


def _leave_row() -> None:
    write_address(dict.fromkeys(("row", "column", "item", "picture"), ""))


def _draw_board(assistant: Assistant) -> None:
    plan, update, category, words = _draw_filters(assistant)
    rows = _matching(assistant, plan.name, update, category, words)
    frame.say(f"{rows_words(rows)} of {plan.name}" + (f" with “{' '.join(words)}”" if words else ""))
    if problems := _outside_rows_html(assistant, plan.name, update):
        st.html(problems)
    if category != ALL or words:
        subject = Subject(" ".join(words), plan.name, "" if category == ALL else category)
        st.html(f'<p class="links">{briefing_link_html("Briefing on these rows", subject)}</p>')
    at_once = OPEN_AT_ONCE if words else AT_ONCE
    shown = so_far(rows, at_once)
    if not shown:
        st.info("No row contains these words. Use fewer or other words, or choose another category or update.")
        return
    st.html(_board_html(assistant, plan.name, update, category, words, len(shown)))
    draw_more(rows, at_once)
    lead = [
        f"{update} update" if update else "",
        category if category != ALL else "",
        f"Rows with “{' '.join(words)}”" if words else "",
    ]
    draw_rows_downloads(assistant, plan.name, list(filter(None, lead)), rows)


def _draw_filters(assistant: Assistant) -> tuple[Plan, str, str, tuple[str, ...]]:
    """The filters, each part of the address: plan, update, category and words."""
    plans = assistant.plans()
    first, second, third = st.columns(3)
    with first:
        plan = plan_named(plans, choose("Plan", "plan", [plan.name for plan in plans])) or plans[0]
    with second:
        update = choose("Update", "update", [update.name for update in reversed(plan.updates)])
    with third:
        category = choose("Category", "category", [ALL, *_categories(assistant, plan.name, update)])
    return plan, update, category, write("Only rows with these words", "words")


@per_generation
def _categories(assistant: Assistant, plan: str, update: str) -> Sequence[str]:
    return list(filter(None, _board(assistant, plan, update).by_category))


@per_generation
def _matching(assistant: Assistant, plan: str, update: str, category: str, words: tuple[str, ...]) -> Sequence[Row]:
    return _board(assistant, plan, update).matching(category, words)


@per_generation
def _board(assistant: Assistant, plan: str, update: str) -> Board:
    return Board(rows_of(assistant.plans(), plan, update))


@per_generation
def _board_html(assistant: Assistant, plan: str, update: str, category: str, words: tuple[str, ...], first: int) -> str:
    """The `first` rows under their categories."""
    rows = _matching(assistant, plan, update, category, words)[:first]
    return "".join(
        f"<h2>{escape(label or 'Without a category')}</h2>{_details(group, words, _acronyms(assistant))}"
        for label, group in by_category(rows)
    )


@per_generation
def _outside_rows_html(assistant: Assistant, plan_name: str, update_name: str) -> str:
    """The document's problems outside its rows, unfolded if something is missing; "" for none."""
    plan = plan_named(assistant.plans(), plan_name)
    update = update_named(plan, update_name) if plan else None
    return document_problems_html(outside_rows(update.document)) if update else ""


@per_generation
def _neighbours_html(assistant: Assistant, plan: str, update: str, reference: str) -> str:
    """Links to the rows around a row; "" if there are none."""
    rows = rows_of(assistant.plans(), plan, update)
    row = next(row for row in rows if row.reference == reference)
    entries = [
        f"<li>{link_html(other.priority.label, RowLink.of_row(other))}</li>"
        for other in neighbours(rows, row, MOST_NEIGHBOURS)
    ]
    heading = f"<h2>Also under {escape(row.category.label or row.plan)}</h2>"
    return f"{heading}<ul>{''.join(entries)}</ul>" if entries else ""


@per_generation
def _acronyms(assistant: Assistant) -> Acronyms:
    return Acronyms.of(assistant.glossary)


def _details(rows: Sequence[Row], words: tuple[str, ...], acronyms: Acronyms) -> str:
    """Rows that open and close in the browser; they start open if words were searched for."""
    marks = Marks(words=words)
    opened = " open" if words else ""
    return "".join(
        f"<details{opened}><summary>{summary_html(row, marks)}</summary>{row_html(row, marks, False, acronyms)}"
        f'<p class="links">{link_html("Show this row by itself", RowLink.of_row(row))}</p></details>'
        for row in rows
    )
