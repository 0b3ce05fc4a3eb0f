"""A row's history on its page."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant import Assistant
from assistant.screens.changes.cards import history_html
from assistant.screens.parts.cards import newer_html
from corpus.records import Row


def draw_history(assistant: Assistant, row: Row, notice: DeltaGenerator) -> None:
    """The row through all updates of its plan; at `notice`, that a later update than the row's is here."""
    lineage = assistant.lineage
    if newer := newer_html(lineage.since(row.key)):
        notice.html(newer)
    if history := history_html(lineage.history(row.key), row.update):
        st.html(history)
