"""Widgets that a page no longer has."""

from __future__ import annotations

import gc
from weakref import ref

from streamlit.testing.v1 import AppTest


class Given:
    """What a click on a button would be given."""


def page(given: list[object]) -> None:
    from weakref import ref

    import streamlit as st

    from assistant.screens.parts.widgets_gone import forget_widgets_gone
    from tests.assistant.screens.parts.test_widgets_gone import Given

    new = Given()
    st.button("Press", key=f"press-{len(given)}", on_click=print, args=(new,))
    given.append(ref(new))
    forget_widgets_gone()


def test_what_a_click_would_be_given_is_let_go_once_the_widget_has_been_gone_for_two_drawings() -> None:
    given: list[ref[Given]] = []
    shown = AppTest.from_function(page, kwargs={"given": given})
    for _ in range(4):
        shown.run()
    gc.collect()
    assert [each() is not None for each in given] == [False, False, True, True]
