"""Forgets the widgets that a page no longer has: Streamlit would hold what each was given until the page is closed."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

DRAWN = "drawn"  # the widgets of the page drawn last


def forget_widgets_gone() -> None:
    """At the end of a page: Streamlit drops the values of widgets that are gone, but not what their clicks would be
    given, such as whole answers and the index before a build. That was 23 of the 31 kB by which each question on Ask
    made an open page larger.

    What was drawn the time before is still known: a click on it may be on its way.
    """
    context = get_script_run_ctx()
    assert context is not None
    drawn: frozenset[str] = context.shared.widget_ids_this_run.snapshot()
    before: frozenset[str] = st.session_state.get(DRAWN, frozenset())
    known = context.session_state._state._new_widget_state.widget_metadata  # there is no public way
    for gone in known.keys() - drawn - before:
        del known[gone]
    st.session_state[DRAWN] = drawn
