"""The watch list, for scrutiny: what may be worth a question in the documents as of today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

import streamlit as st

from assistant import Assistant
from assistant.exports.quoted import day_words
from assistant.screens.parts import frame
from assistant.screens.parts.choices import choose, choose_plan, draw_more, folded, so_far, write
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
from assistant.tracking.watch import Watched
from corpus.records import Plan, source_of


def draw(service: Service) -> None:
    assistant = frame.begin(service, "Watch list")
    if assistant is None:
        return
    plan, today = choose_plan(assistant), date.today()
    st.html(f"<p>{escape(_introduction(plan, today))}</p>")
    watched = _watched(assistant, plan, today)
    st.html(figures_html(plan, watched))
    found = filtered(watched, _choose_entries(plan, watched))
    frame.say(_counted(found, watched))
    if not found:
        st.info("Nothing of this kind is on the list." if watched else "Nothing is on the list.")
        return
    title, lead = f"Watch list: {plan.name}", [_introduction(plan, today)]

    def word() -> bytes:
        from assistant.exports.watch_word import watch_word  # a download is rare, and its library slow to import

        return watch_word(title, lead, found, CONCERNS, origin_of(assistant))

    draw_quotes_downloads(assistant, f"Watch list {today.isoformat()}", title, lead, lambda: quoted(found), word)
    _draw_groups(plan, found)


def _introduction(plan: Plan, today: date) -> str:
    several = len(plan.updates) > 1
    one = "" if several else " There is only one update, so text carried over from an earlier one can’t be listed."
    return (
        f"{source_of(plan.name, plan.latest.name)}, as of today, {day_words(today)}. This list shows what the plan "
        f"says; what it means is for you to judge.{one}"
    )


def _counted(found: Sequence[Watched], watched: Sequence[Watched]) -> str:
    every = count(len(watched), "entry", "entries")
    return every if len(found) == len(watched) else f"{len(found):,} of {every}"


def _watched(assistant: Assistant, plan: Plan, today: date) -> tuple[Watched, ...]:
    waiting = st.empty()
    with waiting:
        frame.say("The updates are being compared.")
    watched = assistant.lineage.watch_list(plan, today)
    waiting.empty()
    return watched


def _choose_entries(plan: Plan, watched: Sequence[Watched]) -> Filters:
    with folded("Filter the list", "concern", "category", "column", "words"):
        first, second, third = st.columns(3)
        with first:
            concern = choose("What to list", "concern", [ALL, *CONCERNS.values()])
        with second:
            category = choose("Category", "category", [ALL, *filter(None, categories(entry.row for entry in watched))])
        with third:
            named = dict.fromkeys(entry.column for entry in watched if entry.column)
            column = choose("Column", "column", [ALL, *named])
        return Filters(concern, category, column, write("Only entries with these words", "words"))


def _draw_groups(plan: Plan, found: Sequence[Watched]) -> None:
    groups = grouped(found)
    for concern, of_concern in groupby(so_far(groups), key=lambda group: group.concern):
        st.html(f"<h2>{CONCERNS[concern]}</h2><p>{MEANINGS[concern]}</p>")
        for label, of_category in groupby(of_concern, key=lambda group: group.row.category.label):
            cards = "".join(group_html(group, plan.latest.name) for group in of_category)
            st.html(f"<h3>{escape(label or 'Without a category')}</h3>{cards}")
    draw_more(groups)
