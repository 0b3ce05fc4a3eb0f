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
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from assistant.screens.parts.frame import forget_widgets_gone
    from tests.assistant.screens.parts.test_frame import Given

    new = Given()
    st.button("Press", key=f"press-{len(given)}", on_click=print, args=(new,))
    given.append(ref(new))
    st.button("Press", key="stays")
    st.text_input("Words", key="moves", max_chars=10 + len(given))  # the same key for another widget each time
    forget_widgets_gone()
    state = get_script_run_ctx().session_state._state  # type: ignore[union-attr]
    widgets, keys = state._new_widget_state.widget_metadata, state._key_id_mapper.id_key_mapping
    st.session_state["known"] = len(widgets), len(keys)


def test_what_a_click_would_be_given_is_let_go_once_the_widget_has_been_gone_for_two_drawings() -> None:
    given: list[ref[Given]] = []
    shown = AppTest.from_function(page, kwargs={"given": given}, default_timeout=60).run()
    for _ in range(3):
        shown.run()
    gc.collect()
    assert [each() is not None for each in given] == [False, False, True, True]
    assert shown.session_state["known"] == (5, 5)  # of the last two drawings
    assert "stays" in shown.session_state
    assert "moves" in shown.session_state
    assert shown.button(key="stays").click().run().button(key="stays").value
