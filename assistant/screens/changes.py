"""Changes: what became of every row and item from one update of a plan to another."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant import Assistant
from assistant.export import changes_csv
from assistant.lineage import Comparison, Lineage
from assistant.screens import frame
from assistant.screens.change_board import CHANGES, EVERY_CHANGE, KINDS, Shown, Sought, choices, group_of, sought
from assistant.screens.change_cards import by_category_html, card_html, figures_html
from assistant.screens.downloads import draw_downloads, origin_of
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
    _follow()
    plan = draw_plan_choice(assistant)
    if len(plan.updates) < 2:
        draw_one_update(plan)
        return
    comparison = _compared(assistant.lineage, plan, *_draw_updates(plan))
    st.html(figures_html(comparison) + by_category_html(comparison))
    wanted = _draw_filters(comparison)
    found = sought(comparison, wanted)
    frame.say(f"{len(found):,} of {count(len(comparison.changes), 'row')} shown")
    if not found:
        st.info("Nothing that changed fits. Choose another kind, category or column, or use fewer words.")
        return
    _draw_downloads(assistant, comparison, found, wanted)
    _draw_rows(found, opened=len(found) <= OPENED or bool(wanted.words))


def _follow() -> None:
    """Choose what the link just followed names, if it is one of this page's own."""
    chosen = frame.parameters_of(frame.take_followed(f"{CHANGES}?"))
    st.session_state.update(chosen)
    if chosen:
        _begin_again()


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


def _draw_rows(found: Sequence[Shown], opened: bool) -> None:
    shown = found[: ROWS_AT_ONCE * st.session_state.get(PAGES, 1)]
    for label, group in _groups(shown):
        cards = "".join(card_html(each, opened) for each in group)
        st.html(f"<h2>{escape(label or 'Without a category')}</h2>{cards}")
    if len(found) > len(shown):
        more = min(ROWS_AT_ONCE, len(found) - len(shown))
        st.button(f"Show {more} more of {len(found):,} rows", on_click=_show_more)


def _draw_downloads(assistant: Assistant, comparison: Comparison, found: Sequence[Shown], wanted: Sought) -> None:
    """All that the filters leave, on further pages too."""
    origin = origin_of(assistant)

    def word() -> bytes:
        from assistant.word_export import changes_word  # a download is rare, and its library slow to import

        return changes_word(comparison, [each.left for each in found], origin, wanted.said)

    def lines() -> bytes:
        return changes_csv(comparison, [each.left for each in found], origin)

    draw_downloads(f"Changes {comparison.old.name} to {comparison.new.name}", word, lines)


def _groups(shown: Sequence[Shown]) -> list[tuple[str, list[Shown]]]:
    groups: dict[str, list[Shown]] = {}
    for each in shown:
        groups.setdefault(group_of(each.change), []).append(each)
    return list(groups.items())


def _begin_again() -> None:
    st.session_state[PAGES] = 1


def _show_more() -> None:
    st.session_state[PAGES] = st.session_state.get(PAGES, 1) + 1
