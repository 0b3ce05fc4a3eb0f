"""A second question before something is removed or undone: what will happen, and the button that does it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.screens.parts import frame
from assistant.screens.parts.text import escape

ASKED = "asked-first"  # what somebody is asked about now; of several on a page, one at a time


def draw_asking_first(
    what: str, words: str, happens: Callable[[], str], does: str, change: Callable[..., None], *args: object
) -> None:
    """The button `words`; once it is pressed, `happens` stands in its place, with the button `does`, which changes
    something, and one that leaves all as it is. `what` tells it apart from others on the page."""
    if st.session_state.get(ASKED) != what:
        st.button(escape(words), key=f"ask-first-{what}", on_click=_ask, args=(what,))
        return
    with st.container(border=True, key=f"asked-{what}"):
        frame.say(happens())
        with st.container(horizontal=True):
            st.button(escape(does), key=f"do-{what}", type="primary", on_click=_do, args=(change, *args))
            st.button("Cancel", key=f"cancel-{what}", on_click=_ask, args=("",))


def _ask(what: str) -> None:
    st.session_state[ASKED] = what


def _do(change: Callable[..., None], *args: object) -> None:
    _ask("")
    change(*args)
