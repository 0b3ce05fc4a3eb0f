"""What every page has in common: how far a build is, and that clicks on widgets that are gone hold on to nothing."""

from __future__ import annotations

import gc
from weakref import ref

from streamlit.testing.v1 import AppTest

from assistant import Progress
from assistant.screens.parts.frame import step_words


def test_a_build_says_how_far_it_is_in_files_and_nothing_of_its_own_names() -> None:
    assert step_words(Progress("reading", 3, 12, "plan.docx")) == ": 3 of 12 (plan.docx)"
    assert step_words(Progress("encoding", 40, 200, "")) == ": 40 of 200"
    assert step_words(Progress("writing", 0, 1, "20261130T164510-18f04b")) == ""


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
