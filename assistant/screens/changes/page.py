"""Changes: how every row and item changed from one update of a plan to another."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant import Assistant
from assistant.exports.csv_file import changes_csv
from assistant.exports.markdown import changes_markdown
from assistant.screens.changes.board import (
    EVERY_CHANGE,
    KINDS,
    ChangeFilters,
    Shown,
    by_group,
    choices,
    filtered_changes,
)
from assistant.screens.changes.cards import by_category_html, by_plan_html, card_html, figures_html
from assistant.screens.parts import frame
from assistant.screens.parts.choices import (
    AT_ONCE,
    OPEN_AT_ONCE,
    choose,
    choose_plans,
    draw_more,
    folded,
    so_far,
    write,
)
from assistant.screens.parts.downloads import draw_downloads, origin_of
from assistant.screens.parts.rows import ALL, rows_words, update_named
from assistant.screens.parts.text import count, escape
from assistant.screens.server.service import Service
from assistant.tracking.change_words import row_of
from assistant.tracking.lineage import Comparison, Lineage
from corpus.records import Plan, Update, source_of

MOST_OPEN = 3  # rows that are shown open: with more, their titles are easier to survey


def draw(service: Service) -> None:
    assistant = frame.begin(service, "Changes")
    if assistant is None:
        return
    comparable = [plan for plan in assistant.plans() if len(plan.updates) > 1]
    plans = choose_plans(assistant, together=len(comparable) > 1)
    if len(plans) > 1:
        _draw_plans(assistant.lineage, comparable, len(plans) - len(comparable))
    elif len(plans[0].updates) < 2:
        _draw_one_update(plans[0])
    else:
        _draw_plan(assistant, plans[0])


def _draw_plans(lineage: Lineage, comparable: Sequence[Plan], others: int) -> None:
    """What became of each plan since the update before, in numbers that lead to it."""
    found = [_compared(lineage, plan, plan.updates[-2], plan.latest) for plan in comparable]
    one = "has only one update" if others == 1 else "have only one update"
    alone = f" {count(others, 'other plan')} {one}, so that there is nothing to compare yet." if others else ""
    frame.say(f"{count(len(found), 'plan')}, each with what changed since the update before.{alone}")
    st.html(by_plan_html(tuple(found)))


def _draw_plan(assistant: Assistant, plan: Plan) -> None:
    comparison = _compared(assistant.lineage, plan, *_choose_updates(plan))
    figures = st.empty()
    filters = _choose_changes(comparison)
    figures.html(figures_html(comparison, filters.kind) + by_category_html(comparison))
    found = filtered_changes(comparison, filters)
    frame.say(_counted(found, comparison))
    if not found:
        st.info("No change fits. Choose another kind, category or column, or use fewer words.")
        return
    _draw_downloads(assistant, comparison, found, filters)
    _draw_rows(found, opened=len(found) <= MOST_OPEN or bool(filters.words))


def _counted(found: Sequence[Shown], comparison: Comparison) -> str:
    shown, every = [row_of(each.change) for each in found], [row_of(change) for change in comparison.changes]
    return rows_words(every) if len(shown) == len(every) else f"{rows_words(shown)}, of {rows_words(every)}"


def _draw_one_update(plan: Plan) -> None:
    st.info(
        escape(
            f"Only one update is here: {source_of(plan.name, plan.latest.name)}. There is nothing to compare "
            "yet. Open Documents and add the document of another update."
        )
    )


def _choose_updates(plan: Plan) -> tuple[Update, Update]:
    """The older and the newer update: the latest two unless chosen."""
    first, second = st.columns(2)
    with second:
        new = update_named(plan, choose("Newer update", "new", [each.name for each in reversed(plan.updates[1:])]))
    new = new or plan.latest
    before = plan.updates[: plan.updates.index(new)]
    with first:
        old = update_named(plan, choose("Older update", "old", [each.name for each in reversed(before)]))
    return old or before[-1], new


def _compared(lineage: Lineage, plan: Plan, old: Update, new: Update) -> Comparison:
    waiting = st.empty()
    if not lineage.is_known(plan, old, new):
        with waiting:
            frame.say("The two updates are being compared. With many rows this takes a while, the first time only.")
    comparison = lineage.comparison(plan, old, new)
    waiting.empty()
    return comparison


def _choose_changes(comparison: Comparison) -> ChangeFilters:
    categories, columns = choices(comparison)
    with folded("Filter the changes", "kind", "category", "column", "words"):
        first, second, third = st.columns(3)
        with first:
            kind = choose("Kind of change", "kind", [EVERY_CHANGE, *KINDS])
        with second:
            category = choose("Category", "category", [ALL, *filter(None, categories)])
        with third:
            column = choose("Column", "column", [ALL, *columns])
        return ChangeFilters(kind, category, column, write("Only changes with these words", "words"))


def _draw_downloads(
    assistant: Assistant, comparison: Comparison, found: Sequence[Shown], filters: ChangeFilters
) -> None:
    """Downloads of all that the filters leave, not only of what is on the screen so far."""
    origin = origin_of(assistant)

    def word() -> bytes:
        from assistant.exports.word import changes_word  # a download is rare, and its library slow to import

        return changes_word(comparison, [each.shown_change for each in found], origin, filters.in_words)

    def lines() -> bytes:
        return changes_csv(comparison, [each.shown_change for each in found], origin)

    def markdown() -> bytes:
        return changes_markdown(comparison, [each.shown_change for each in found], origin, filters.in_words)

    draw_downloads(f"Changes {comparison.old.name} to {comparison.new.name}", word, lines, markdown)


def _draw_rows(found: Sequence[Shown], opened: bool) -> None:
    at_once = OPEN_AT_ONCE if opened else AT_ONCE
    for label, group in by_group(so_far(found, at_once)):
        cards = "".join(card_html(each, opened) for each in group)
        st.html(f"<h2>{escape(label or 'Without a category')}</h2>{cards}")
    draw_more(found, at_once)
