"""Choices in the address: a click that comes while a page is being drawn loses none of those before it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def plan_page() -> None:
    import streamlit as st  # the test runs these lines by themselves

    from assistant.screens.parts.choices import begin_page, choose, end_page, with_latest_choices

    begin_page("browse")
    chosen = choose("Plan", "plan", ("All", "Homes", "Leaving care"))
    if st.session_state.get("cut short"):
        st.stop()
    st.button("Ask", on_click=with_latest_choices)
    st.text(chosen)
    end_page()


def shown(page: AppTest) -> str:
    page.run()
    assert not page.exception
    return " ".join(text.value for text in page.text)


def test_a_choice_stands_in_the_address_and_the_address_makes_the_choice() -> None:
    page = AppTest.from_function(plan_page, default_timeout=60)
    assert shown(page) == "All"
    page.selectbox[0].select("Homes")
    assert shown(page) == "Homes"
    assert page.query_params["plan"] == "Homes"
    page.query_params.clear()  # as Back does
    assert shown(page) == "All"


def test_a_choice_of_a_page_that_was_cut_short_is_kept() -> None:
    page = AppTest.from_function(plan_page, default_timeout=60)
    page.run()
    page.selectbox[0].select("Homes")
    page.session_state["cut short"] = True
    assert shown(page) == ""
    page.query_params.clear()  # the browser has not heard of the choice yet
    page.session_state["cut short"] = False
    assert shown(page) == "Homes"
    assert page.query_params["plan"] == "Homes"
    page.query_params.clear()
    assert shown(page) == "All"


def test_what_is_sent_before_the_address_has_arrived_is_sent_with_the_choices_that_were_seen() -> None:
    page = AppTest.from_function(plan_page, default_timeout=60)
    page.run()
    page.selectbox[0].select("Homes")
    assert shown(page) == "Homes"
    page.query_params.clear()  # the browser has not heard of the choice yet
    page.button[0].click()
    assert shown(page) == "Homes"
    page.query_params.clear()  # as Back does
    assert shown(page) == "All"
    page.button[0].click()
    assert shown(page) == "All"
