"""Changes: what became of every row and item from one update of a plan to another."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant import Assistant
from assistant.change_words import headline
from assistant.lineage import Comparison, Lineage
from assistant.screens import frame
from assistant.screens.change_board import EVERY_CHANGE, KINDS, Shown, Sought, choices, figures, group_of, sought
from assistant.screens.change_cards import by_category_html, card_html, figures_html
from assistant.screens.plan_board import ALL, plan_named, update_named
from assistant.screens.service import Service
from assistant.screens.text import count, escape
from corpus.records import Plan, Update

ROWS_AT_ONCE = 20
OPENED = 3  # so few rows are shown open
PAGES = "changes-pages"


def draw(service: Service) -> None:
    frame.draw_heading("Changes")
    frame.draw_building(service.rebuild)
    assistant = service.assistant
    if assistant is None or not assistant.plans():
        frame.draw_nothing_yet(service)
        return
    plan = draw_plan_choice(assistant)
    if len(plan.updates) < 2:
        draw_one_update(plan)
        return
    comparison = _compared(assistant.lineage, plan, *_draw_updates(plan))
    st.html(figures_html(figures(comparison)) + by_category_html(comparison))
    _draw_rows(comparison, _draw_filters(comparison))


def draw_plan_choice(assistant: Assistant) -> Plan:
    """The plan to look at; those with several updates first."""
    plans = sorted(assistant.plans(), key=lambda plan: len(plan.updates) < 2)
    if len(plans) == 1:
        st.html(f'<p class="over">{escape(plans[0].name)}</p>')
        return plans[0]
    return plan_named(plans, choose("Plan", "plan", [plan.name for plan in plans])) or plans[0]


def choose(label: str, name: str, options: Sequence[str]) -> str:
    """A choice that stands in the address under its name; the first option is the default."""
    return st.selectbox(label, options, key=name, bind="query-params", on_change=_begin_again) or options[0]


def draw_one_update(plan: Plan) -> None:
    st.info(
        escape(
            f"Of “{plan.name}” only the {plan.latest.name} update is here, so there is nothing to compare yet. Open "
            "Documents, add the document of another update, and press “Read the documents”."
        )
    )


def _draw_updates(plan: Plan) -> tuple[Update, Update]:
    """The older and the newer update: the latest two unless chosen."""
    first, second = st.columns(2)
    with second:
        later = choose("Newer update", "new", [update.name for update in reversed(plan.updates[1:])])
    new = update_named(plan, later) or plan.latest
    before = plan.updates[: plan.updates.index(new)]
    with first:
        earlier = choose("Older update", "old", [update.name for update in reversed(before)])
    return update_named(plan, earlier) or before[-1], new


def _compared(lineage: Lineage, plan: Plan, old: Update, new: Update) -> Comparison:
    waiting = st.empty()
    if not lineage.is_known(plan, old, new):
        with waiting:
            frame.say("The two updates are being compared. With many rows this takes a while, the first time only.")
    comparison = lineage.comparison(plan, old, new)
    waiting.empty()
    return comparison


def _draw_filters(comparison: Comparison) -> Sought:
    categories, columns = choices(comparison)
    first, second, third = st.columns(3)
    with first:
        kind = choose("Kind of change", "kind", [EVERY_CHANGE, *KINDS])
    with second:
        category = choose("Category", "category", [ALL, *filter(None, categories)])
    with third:
        column = choose("Column", "column", [ALL, *columns])
    words = st.text_input(
        "Changes that hold these words", key="words", bind="query-params", max_chars=200, on_change=_begin_again
    )
    return Sought(kind, category, column, tuple((words or "").split()))


def _draw_rows(comparison: Comparison, wanted: Sought) -> None:
    found = sought(comparison, wanted)
    frame.say(f"{count(len(found), 'row')} shown. {headline(figures(comparison))}")
    if not found:
        st.info("Nothing that changed fits. Choose another kind, category or column, or use fewer words.")
    shown = found[: ROWS_AT_ONCE * st.session_state.get(PAGES, 1)]
    opened = len(found) <= OPENED or bool(wanted.words)
    for label, group in _groups(shown):
        cards = "".join(card_html(each, opened) for each in group)
        st.html(f"<h2>{escape(label or 'Without a category')}</h2>{cards}")
    if len(found) > len(shown):
        more = min(ROWS_AT_ONCE, len(found) - len(shown))
        st.button(f"Show {more} more of {len(found):,} rows", on_click=_show_more)


def _groups(shown: Sequence[Shown]) -> list[tuple[str, list[Shown]]]:
    groups: dict[str, list[Shown]] = {}
    for each in shown:
        groups.setdefault(group_of(each.change), []).append(each)
    return list(groups.items())


def _begin_again() -> None:
    st.session_state[PAGES] = 1


def _show_more() -> None:
    st.session_state[PAGES] = st.session_state.get(PAGES, 1) + 1
