"""A row's history on its page: where it stands in every update of its plan, and what changed in between."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant import Assistant
from assistant.screens.parts.cards import link_html, newer_html
from assistant.screens.parts.comparison import body_html
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.text import escape
from assistant.tracking.change_words import counted, status_words
from assistant.tracking.lineage import Step
from corpus.records import Row


def draw_history(assistant: Assistant, row: Row, notice: DeltaGenerator) -> None:
    """The row through all updates of its plan; at `notice`, a note if a later update than the row's exists."""
    lineage = assistant.lineage
    if newer := newer_html(lineage.since(row.key)):
        notice.html(newer)
    if history := history_html(lineage.history(row.key), row.update):
        st.html(history)


def history_html(steps: Sequence[Step], shown_in: str) -> str:
    """A row through all updates, the latest first: its place in each, and what changed since the one before.

    `shown_in` is the update that the page shows. Returns "" if there is no history.
    """
    if not steps:
        return ""
    began = steps[0].change.old
    entries = [_earliest(began, shown_in)] if began else []
    entries += [_step(step, shown_in) for step in steps]
    return f'<h4>Through the updates</h4><ol class="history">{"".join(reversed(entries))}</ol>'


def _earliest(row: Row, shown_in: str) -> str:
    return f"<li>{_where(row, row.update, shown_in)}</li>"


def _step(step: Step, shown_in: str) -> str:
    comparison, change = step.comparison, step.change
    badges = " ".join(f'<span class="badge">{words}</span>' for words in status_words(change))
    since = f"<p>{badges} since the {escape(comparison.old.name)} update</p>"
    if change.new is None:
        return f"<li><strong>{escape(comparison.new.name)} update</strong>: no longer in it {since}</li>"
    body = body_html(comparison, change, change.items) if change.old else ""
    folded = f"<details><summary>{counted(change.items) or 'No items'}</summary><div>{body}</div></details>"
    return f"<li>{_where(change.new, comparison.new.name, shown_in)} {since}{folded if body else ''}</li>"


def _where(row: Row, update: str, shown_in: str) -> str:
    """The update, and the row in it, linked unless it is the one that is shown."""
    label = f"{row.reference} {row.priority.title}".strip()
    shown = f"{escape(label)} (shown here)" if update == shown_in else link_html(label, RowLink.of_row(row))
    return f"<strong>{escape(update)} update</strong>: {shown}"
