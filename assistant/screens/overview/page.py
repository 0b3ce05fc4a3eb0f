"""Overview: where the rows of all plans stand, as the plans state it, and which of them want attention."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import streamlit as st

from assistant import Assistant
from assistant.briefing.subject import Subject
from assistant.exports.quoted import day_words
from assistant.questions.question import LONGEST
from assistant.screens.overview import charts
from assistant.screens.overview.board import (
    NEWS,
    STAGES,
    Board,
    Choice,
    News,
    board_of,
    by_plan,
    counts_of,
    news_of,
    unclear_statuses,
)
from assistant.screens.overview.cards import (
    chosen_html,
    groups_html,
    key_html,
    plans_html,
    rows_html,
    spread_html,
    tiles_html,
)
from assistant.screens.overview.downloads import draw_overview_downloads
from assistant.screens.overview.status_meanings import draw_status_meanings
from assistant.screens.parts import frame
from assistant.screens.parts.cards import briefing_link_html
from assistant.screens.parts.choices import ALL_PLANS, choose, draw_more, folded, so_far
from assistant.screens.parts.per_generation import per_generation
from assistant.screens.parts.saving import draw_news
from assistant.screens.parts.text import count
from assistant.screens.server.service import Service
from assistant.tracking.overview import Fact, grouped
from corpus.records import Plan

ANY = {"plan": ALL_PLANS, "owner": "Anyone", "status": "Any status", "due": "Any time"}
ROWS_AT_ONCE = 40
SECONDS_BETWEEN_LOOKS = 3.0  # at updates that are being compared in the background


def draw(service: Service, ask: st.Page) -> None:
    assistant = frame.begin(service, "Overview")
    if assistant is None:
        return
    today, plans = date.today(), assistant.plans()
    board = board_of(assistant, today)
    st.html(f"<p>{_introduction(plans, today)}</p>")
    _draw_question(ask)
    news = st.empty()
    choice = _choose(board)
    since, waiting = news_of(assistant, wait=choice.since == NEWS)
    found = board.rows(choice, since)
    if chosen := chosen_html(choice):
        st.html(chosen)
    if subject := Subject(plan=choice.plan, category=choice.category, owner=choice.owner):
        st.html(f'<p class="links">{briefing_link_html(f"Briefing on {subject.title}", subject)}</p>')
    frame.say(_counted(found, board.facts))
    changed = sum(fact.row.key in since for fact in board.rows(choice.anyhow, since)) if since else 0
    st.html(tiles_html(choice, counts_of(assistant, today, choice.anyhow), changed, len(waiting), today))
    if not found:
        st.info("No row is like this. Remove one of the filters.")
    elif choice.lists_rows:
        _draw_rows(choice, by_plan(plans, found), since)
    else:
        _draw_counts(assistant, today, choice, waiting)
    draw_status_meanings(service, choice.plan, _unclear(assistant, today))
    if waiting:
        _draw_again_when_compared(assistant, waiting)
    draw_overview_downloads(assistant, choice, found, since, today)
    with news:
        draw_news(service, assistant)


def _introduction(plans: Sequence[Plan], today: date) -> str:
    says = "one plan says about itself" if len(plans) == 1 else f"{len(plans):,} plans say about themselves"
    latest = "its latest update" if len(plans) == 1 else "their latest updates"
    return f"What {says} in {latest}, as of today, {day_words(today)}. Nothing here is our rating."


def _draw_question(ask: st.Page) -> None:
    with (
        st.form("question", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        question = st.text_input("Ask the plans a question", max_chars=LONGEST, key="question-field")
        sent = st.form_submit_button("Ask", type="primary")
    if sent and question.strip():
        st.switch_page(ask, query_params={"q": question.strip()})


def _choose(board: Board) -> Choice:
    """The filters, folded away until one is chosen; each offers what any row has."""
    labels = {"plan": "Plan", "owner": "Owner", "status": "Status", "due": "Due"}
    options = {name: board.options(name) for name in labels} | {"due": list(STAGES.values())}
    shown = [name for name, values in options.items() if len(values) > 1]
    if shown:
        with folded("Filter the rows", *labels):
            for name, column in zip(shown, st.columns(len(shown)), strict=True):
                with column:
                    choose(labels[name], name, [ANY[name], *options[name]])
    read = Choice.read(st.query_params)
    known = {name: value for name, value in read.chosen.items() if name not in options or value in options[name]}
    return Choice(**known)


def _counted(found: Sequence[Fact], every: Sequence[Fact]) -> str:
    plans = len({fact.row.plan for fact in found})
    of = "" if len(found) == len(every) else f" of {len(every):,}"
    return f"{count(len(found), 'row')}{of}, in {count(plans, 'plan')}"


def _draw_rows(choice: Choice, grouping: Sequence[tuple[Plan, Sequence[Fact]]], since: News) -> None:
    """The rows that are chosen, by plan."""
    ordered = [fact for _, facts in grouping for fact in facts]
    shown = {fact.row.key for fact in so_far(ordered, ROWS_AT_ONCE)}
    tables = [
        rows_html(plan, part, len(facts), since)
        for plan, facts in grouping
        if (part := [fact for fact in facts if fact.row.key in shown])
    ]
    st.html(
        f'<h2 data-show="nearest">{count(len(ordered), "row")}</h2>{spread_html(choice, grouping)}{"".join(tables)}'
    )
    draw_more(ordered, ROWS_AT_ONCE)


def _draw_counts(assistant: Assistant, today: date, choice: Choice, waiting: tuple[str, ...]) -> None:
    chart, key, plans, html = _counts(assistant, today, choice, waiting)
    st.html("<h2>Status, as each plan states it</h2>")
    first = f"The chart shows the first {charts.PLANS_AT_ONCE} plans. " if plans > charts.PLANS_AT_ONCE else ""
    st.html(
        f'<p class="place">{first}Green, Amber, Red and Blue are the plans’ own words. Other words are drawn by what '
        f"they mean: done, not done or not clear. The table gives each as the plan states it.</p>{key}"
    )
    st.altair_chart(chart, width="stretch")
    st.html(html)


@per_generation
def _counts(
    assistant: Assistant, today: date, choice: Choice, waiting: tuple[str, ...]
) -> tuple[charts.Bars, str, int, str]:
    """The chart with its key, and the tables of all rows or of a plan's, and how many plans there are: made once."""
    since, _ = news_of(assistant, wait=False)

    def of_category(fact: Fact) -> Iterable[tuple[str, str]]:
        """A plan's own: others may have categories that are called the same."""
        return ((fact.category, fact.row.plan if several else choice.plan),) if fact.category else ()

    found = board_of(assistant, today).rows(choice, since)
    grouping = by_plan(assistant.plans(), found)
    several = len(grouping) > 1
    categories = {
        choice.choosing(category=category, plan=plan): facts
        for (category, plan), facts in grouped(found, of_category).items()
    }
    owners = {choice.choosing(owner=name): facts for name, facts in grouped(found, lambda fact: fact.owners).items()}
    tables = [
        plans_html(choice, grouping, since, waiting),
        groups_html(("category", "categories"), choice, categories),
        groups_html(("owner", "owners"), choice, owners),
    ]
    drawn = grouping[: charts.PLANS_AT_ONCE]
    key = key_html(charts.key(fact for _, facts in drawn for fact in facts))
    return charts.statuses(drawn), key, len(grouping), "".join(tables)


@per_generation
def _unclear(assistant: Assistant, today: date) -> Sequence[tuple[str, str, int]]:
    return unclear_statuses(board_of(assistant, today).facts)


def _draw_again_when_compared(assistant: Assistant, waiting: Sequence[str]) -> None:
    """The page is drawn again when another plan's updates have been compared, in the background."""
    plans = [plan for plan in assistant.plans() if plan.name in waiting]

    def look() -> None:
        if any(assistant.lineage.is_compared(plan) for plan in plans):
            st.rerun()

    st.fragment(look, run_every=SECONDS_BETWEEN_LOOKS)()
