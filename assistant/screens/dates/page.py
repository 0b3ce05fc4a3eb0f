"""Dates and figures: a timeline of every date that a plan names, and its figures with their earlier values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import streamlit as st

from assistant import Assistant
from assistant.exports.quoted import Quoted, day_words
from assistant.screens.dates import charts
from assistant.screens.dates.cards import (
    FIGURES,
    counted_words,
    dates_html,
    figures_html,
    plans_dates_html,
    plans_figures_html,
    quoted_dates,
    quoted_figures,
    row_heading_html,
)
from assistant.screens.parts import frame
from assistant.screens.parts.choices import choose, choose_plans, draw_more, folded, so_far
from assistant.screens.parts.downloads import draw_quotes_downloads
from assistant.screens.parts.per_generation import per_generation
from assistant.screens.parts.rows import ALL, plan_named, update_named
from assistant.screens.parts.text import count, escape
from assistant.screens.server.service import Service
from assistant.tracking.due import Stage
from assistant.tracking.figures import RowFigures, figures_of
from assistant.tracking.timeline import Dated, When, dated, soonest_first
from corpus.records import Plan, Row, source_of

WHAT = ("Dates", FIGURES)
WHENS = {charts.WORDS[when]: when for when in When}
MOST_PICTURED = 60  # dates: more marks on one timeline can't be told apart
ROWS_AT_ONCE = 10


def draw(service: Service) -> None:
    assistant = frame.begin(service, "Dates and figures")
    if assistant is None:
        return
    plans, today = choose_plans(assistant), date.today()
    dates = choose("Show", "show", WHAT) == WHAT[0]
    if len(plans) > 1:
        _draw_plans(assistant, plans, today, dates)
    elif dates:
        _draw_dates(assistant, plans[0], today)
    else:
        _draw_figures(assistant, plans[0])


def _draw_plans(assistant: Assistant, plans: Sequence[Plan], today: date, dates: bool) -> None:
    """How many dates or figures each plan has, in numbers that lead to them."""
    waiting = st.empty()
    with waiting:
        frame.say("The plans are being read for this. With many rows this takes a while, the first time only.")
    table = _dates_of_plans(assistant, today) if dates else _figures_of_plans(assistant)
    waiting.empty()
    lead = f"The latest updates of {count(len(plans), 'plan')}, as of today, {day_words(today)}."
    frame.say(lead)
    st.html(table)
    name, what = (f"Dates {today.isoformat()}", WHAT[0]) if dates else (FIGURES, FIGURES)
    draw_quotes_downloads(
        assistant, name, f"{what}: all plans", [lead], lambda: _quoted(assistant, plans, today, dates)
    )


def _quoted(assistant: Assistant, plans: Sequence[Plan], today: date, dates: bool) -> list[Quoted]:
    """All dates or figures of the plans, plan by plan."""
    if dates:
        return [quoted for plan in plans for quoted in quoted_dates(dated(plan.latest.rows), today)]
    return [quoted for plan in plans for quoted in quoted_figures(figures_of(plan, assistant.lineage))]


@per_generation
def _dates_of_plans(assistant: Assistant, today: date) -> str:
    return plans_dates_html([(plan, dated(plan.latest.rows)) for plan in assistant.plans()], today)


@per_generation
def _figures_of_plans(assistant: Assistant) -> str:
    return plans_figures_html([(plan, figures_of(plan, assistant.lineage)) for plan in assistant.plans()])


def _draw_dates(assistant: Assistant, plan: Plan, today: date) -> None:
    with folded("Filter the dates", "update", "priority", "when"):
        first, second, third = st.columns(3)
        with first:
            update = choose("Update", "update", [each.name for each in reversed(plan.updates)])
        named = _dated(assistant, plan.name, update)
        with second:
            priority = _choose_priority(each.row for each in named)
        with third:
            when = WHENS.get(choose("Past or to come", "when", [ALL, *WHENS]))
    found = [each for each in named if priority in (ALL, _words_for(each.row)) and when in (None, each.when(today))]
    frame.say(counted_words(found, today, _unread(assistant, plan.name, update, priority, today)))
    if not found:
        st.info("There is no date with a year here. Choose another priority or update.")
        return
    ordered = soonest_first(found, today)
    pictured = f"the first {MOST_PICTURED} dates" if len(found) > MOST_PICTURED else "the same dates"
    st.html(
        f"<p>{escape(source_of(plan.name, update))}, as of today, {escape(day_words(today))}. The chart has a line for "
        f"each priority; the broken line is today. It shows {pictured} as the table below, which starts with those to "
        "come.</p>"
    )
    st.altair_chart(charts.timeline(ordered[:MOST_PICTURED], today), width="stretch")
    st.html(dates_html(so_far(ordered), len(found), today))
    draw_more(found, noun="date")
    lead = [", ".join(filter(None, [update and f"{update} update", f"as of {day_words(today)}"]))]
    name, title = f"Dates {today.isoformat()}", f"Dates: {plan.name}"
    draw_quotes_downloads(assistant, name, title, lead, lambda: quoted_dates(found, today))


def _draw_figures(assistant: Assistant, plan: Plan) -> None:
    rows = _read_figures(assistant, plan)
    priority = _choose_priority(each.row for each in rows)
    found = [each for each in rows if priority in (ALL, _words_for(each.row))]
    series = [each for row in found for each in row.series]
    compared = sum(len(each.points) > 1 for each in series)
    where = count(len(found), "priority", "priorities")
    frame.say(
        f"{source_of(plan.name, plan.latest.name)}: {count(len(series), 'figure')} in {where}, "
        f"{compared:,} of them also in an earlier update."
    )
    if not found:
        st.info("There are no figures here. Choose another plan.")
        return
    _draw_introduction(plan)
    for row in so_far(found, ROWS_AT_ONCE):
        _draw_row(row)
    draw_more(found, ROWS_AT_ONCE)
    title, lead = (
        f"Figures: {plan.name}",
        [f"{source_of(plan.name, plan.latest.name)}, with earlier updates where the text is the same"],
    )
    draw_quotes_downloads(assistant, "Figures", title, lead, lambda: quoted_figures(found))


def _draw_introduction(plan: Plan) -> None:
    several = (
        "A figure is compared with an earlier update only if the same text counts the same thing in both."
        if len(plan.updates) > 1
        else "There is only one update, so figures can’t be compared with earlier ones."
    )
    st.html(f"<p>{several} Figures are shown in the document’s words; what they mean is for you to judge.</p>")


def _draw_row(found: RowFigures) -> None:
    st.html(row_heading_html(found.row))
    pictured = [series for series in found.series if series.changed]
    if pictured:
        with st.container(horizontal=True):
            for series in pictured:
                with st.container(width=270):
                    st.html(f'<p class="over">{escape(series.counts)}</p>')
                    st.altair_chart(charts.history(series), width="content")
    st.html(figures_html(found))


def _choose_priority(rows: Iterable[Row]) -> str:
    return choose("Priority", "priority", [ALL, *dict.fromkeys(map(_words_for, rows))])


def _words_for(row: Row) -> str:
    return f"{row.reference} {row.priority.title}".strip()


def _unread(assistant: Assistant, plan: str, update: str, priority: str, today: date) -> int:
    """How many due dates of the latest update can't be read, of rows that aren't done."""
    unread = (fact.row for fact in assistant.lineage.facts(today) if fact.stage is Stage.UNREAD)
    return sum((row.plan, row.update) == (plan, update) and priority in (ALL, _words_for(row)) for row in unread)


@per_generation
def _dated(assistant: Assistant, plan_name: str, update_name: str) -> Sequence[Dated]:
    plan = plan_named(assistant.plans(), plan_name)
    update = update_named(plan, update_name) if plan else None
    return dated(update.rows) if update else ()


def _read_figures(assistant: Assistant, plan: Plan) -> Sequence[RowFigures]:
    waiting = st.empty()
    if not all(assistant.lineage.is_known(plan, *pair) for pair in zip(plan.updates, plan.updates[1:], strict=False)):
        with waiting:
            frame.say("The updates are being compared. With many rows this takes a while, the first time only.")
    found = _figures(assistant, plan.name)
    waiting.empty()
    return found


@per_generation
def _figures(assistant: Assistant, plan_name: str) -> Sequence[RowFigures]:
    plan = plan_named(assistant.plans(), plan_name)
    return figures_of(plan, assistant.lineage) if plan else ()
