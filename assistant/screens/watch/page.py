"""The watch list, for scrutiny: what may be worth a question in the documents as of today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

import streamlit as st

from assistant import Assistant
from assistant.exports.quoted import day_words
from assistant.screens.parts import frame
from assistant.screens.parts.choices import OPEN_AT_ONCE, choose, choose_plans, draw_more, folded, so_far, write
from assistant.screens.parts.downloads import draw_quotes_downloads, origin_of
from assistant.screens.parts.rows import ALL, categories
from assistant.screens.parts.text import count, escape
from assistant.screens.server.service import Service
from assistant.screens.watch.cards import (
    CONCERNS,
    MEANINGS,
    Filters,
    figures_html,
    filtered,
    group_html,
    grouped,
    quoted,
)
from assistant.tracking.watch import Concern, Watched
from corpus.records import Plan, source_of


def draw(service: Service) -> None:
    assistant = frame.begin(service, "Watch list")
    if assistant is None:
        return
    plans, today = choose_plans(assistant), date.today()
    st.html(f"<p>{escape(_introduction(plans, today))}</p>")
    watched = _watched(assistant, plans, today)
    figures = st.empty()
    filters = _choose_entries(plans, watched)
    figures.html(figures_html(plans, watched, filters.concern))
    found = filtered(watched, filters)
    frame.say(_counted(found, watched))
    if not found:
        st.info("Nothing of this kind is on the list." if watched else "Nothing is on the list.")
        return
    title = f"Watch list: {plans[0].name if len(plans) == 1 else 'all plans'}"
    lead = [_introduction(plans, today)]

    def word() -> bytes:
        from assistant.exports.watch_word import watch_word  # a download is rare, and its library slow to import

        return watch_word(title, lead, found, CONCERNS, origin_of(assistant))

    draw_quotes_downloads(assistant, f"Watch list {today.isoformat()}", title, lead, lambda: quoted(found), word)
    _draw_groups(plans, found)


def _introduction(plans: Sequence[Plan], today: date) -> str:
    several = sum(len(plan.updates) > 1 for plan in plans)
    one = "" if several else " There is only one update, so text carried over from an earlier one can’t be listed."
    which, say = source_of(plans[0].name, plans[0].latest.name), "plan says"
    if len(plans) > 1:
        which, say = f"The latest updates of {len(plans):,} plans", "plans say"
        have = "None has" if not several else "Only 1 has" if several == 1 else f"Only {several:,} have"
        one = f" {have} an earlier update, from which text can be carried over." if several < len(plans) else ""
    return (
        f"{which}, as of today, {day_words(today)}. This list shows what the {say}; what it means is for you to "
        f"judge.{one}"
    )


def _counted(found: Sequence[Watched], watched: Sequence[Watched]) -> str:
    every = count(len(watched), "entry", "entries")
    return every if len(found) == len(watched) else f"{len(found):,} of {every}"


def _watched(assistant: Assistant, plans: Sequence[Plan], today: date) -> list[Watched]:
    """The entries of all these plans, those with the most overdue first."""
    waiting = st.empty()
    with waiting:
        frame.say("The updates are being compared.")
    lists = [assistant.lineage.watch_list(plan, today) for plan in plans]
    waiting.empty()
    lists.sort(key=lambda watched: -sum(entry.concern is Concern.LATE for entry in watched))
    return [entry for watched in lists for entry in watched]


def _choose_entries(plans: Sequence[Plan], watched: Sequence[Watched]) -> Filters:
    """The filters; categories are a plan's own."""
    of_plan = dict.fromkeys(filter(None, categories(entry.row for entry in watched))) if len(plans) == 1 else ()
    with folded("Filter the list", "concern", "category", "column", "words"):
        first, second, third = st.columns(3)
        with first:
            concern = choose("What to list", "concern", [ALL, *CONCERNS.values()])
        with second:
            category = choose("Category", "category", [ALL, *of_plan]) if of_plan else ALL
        with third:
            named = dict.fromkeys(entry.column for entry in watched if entry.column)
            column = choose("Column", "column", [ALL, *named])
        return Filters(concern, category, column, write("Only entries with these words", "words"))


def _draw_groups(plans: Sequence[Plan], found: Sequence[Watched]) -> None:
    groups, latest = grouped(found), {plan.name: plan.latest.name for plan in plans}
    opened = len(groups) <= OPEN_AT_ONCE  # of more, what each row's heading says is easier to survey
    part = attrgetter("row.plan" if len(plans) > 1 else "row.category.label")
    for concern, of_concern in groupby(so_far(groups), key=lambda group: group.concern):
        st.html(f"<h2>{CONCERNS[concern]}</h2><p>{MEANINGS[concern]}</p>")
        for label, of_part in groupby(of_concern, key=part):
            cards = "".join(group_html(group, latest[group.row.plan], opened) for group in of_part)
            st.html(f"<h3>{escape(label or 'Without a category')}</h3>{cards}")
    draw_more(groups)
