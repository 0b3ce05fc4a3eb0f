"""What every page has in common: what clicks on widgets that are gone would be given is let go."""

from __future__ import annotations

import gc
from weakref import ref

from streamlit.testing.v1 import AppTest


class Given:
    """What a click on a button would be given."""


def page(given: list[object]) -> None:
    from weakref import ref

    import streamlit as st

    from assistant.screens.parts.frame import forget_clicks_gone
    from tests.assistant.screens.parts.test_frame import Given

    new = Given()
    st.button("Press", key=f"press-{len(given)}", on_click=print, args=(new,))
    given.append(ref(new))
    forget_clicks_gone()


def test_what_a_click_would_be_given_is_let_go_once_the_widget_has_been_gone_for_two_drawings() -> None:
    given: list[ref[Given]] = []
    shown = AppTest.from_function(page, kwargs={"given": given}, default_timeout=60).run()
    for _ in range(3):
        shown.run()
    gc.collect()
    assert [each() is not None for each in given] == [False, False, True, True]
