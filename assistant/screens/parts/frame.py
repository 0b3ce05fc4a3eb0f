"""What every page of the app has in common: the style, links that stay in the session, messages, and the build."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from assistant import Assistant, Progress
from assistant.exports.quoted import day_words
from assistant.roles import Role
from assistant.screens.parts.choices import begin_page, end_page
from assistant.screens.parts.text import count, escape
from assistant.screens.server.rebuild import READING, Building
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import REFUSED, may, person
from corpus.errors import NotAllowed

HERE = Path(__file__).parent
LIVE_REGION = '<div role="status" aria-live="polite" class="unseen"></div>'
ICON = HERE / "icon.png"
FOLLOWED = "followed"
DRAWER = "drawer"  # whether one is open
DRAWN = "drawn"  # the widgets of the page drawn last
SECONDS_BETWEEN_LOOKS = 1.0  # at a running build: its progress is counted in seconds
READY_FIRST = "Getting ready: the first time, this takes a minute or two"
LEAST_LEFT = 5.0  # seconds: a shorter time is over before anybody has read it

_page_script = st.components.v2.component(
    "plans_page", html=LIVE_REGION, js=(HERE / "page.js").read_text(encoding="utf-8"), isolate_styles=False
)


def run(page: st.Page) -> None:
    """Draw a page. Unexpected errors become a message; the log has the details."""
    st.set_page_config(page_title=f"{page.title} – Plans")
    st.session_state[DRAWER] = False
    begin_page(page.url_path)
    try:
        page.run()
        end_page()
        forget_clicks_gone()
    except Exception:
        logging.exception("drawing the page %s", page.title)
        st.error(
            "Something unexpected went wrong; the server’s log has the details. Load the page again, or go to another."
        )


def forget_clicks_gone() -> None:
    """At the end of a page: Streamlit keeps what a click on each widget would be given for as long as the page is open,
    also of widgets that are gone, such as whole answers and the index before a build. That was 22 of the 31 kB by which
    each question on Ask made an open page larger.

    What was drawn the time before is still known: a click on it may be on its way.
    """
    context = get_script_run_ctx()
    assert context is not None
    drawn = context.shared.widget_ids_this_run.snapshot()
    widgets = context.session_state._state._new_widget_state.widget_metadata  # there is no public way
    for gone in widgets.keys() - drawn - st.session_state.get(DRAWN, frozenset()):
        widgets[gone] = replace(widgets[gone], callback=None, callback_args=None, callback_kwargs=None)
    st.session_state[DRAWN] = drawn


def draw_who() -> bool:
    """In the sidebar, who is signed in, with the way out; returns whether anybody may see the page at all."""
    try:
        who = person()
    except NotAllowed as error:
        st.error(escape(str(error)))
        return False
    if who.session:
        words = f"Signed in as {escape(who.name)}, {who.role.name.lower()}"
        st.sidebar.html(f'<p class="place">{words}. <a href="/sign-out" target="_self">Sign out</a></p>')
    if refused := st.session_state.pop(REFUSED, ""):
        st.error(escape(refused))
    return True


def draw_style() -> None:
    st.html(HERE / "page.css")


def draw_script() -> None:
    """Mount the script of page.js, and with it the one live region.

    Every page starts with it, so that links work and announcements are read out while the rest is being drawn.
    """
    _page_script(key="page-script", on_followed_change=_remember_followed, height=1)


def take_followed(prefix: str) -> str:
    """The address of the link just clicked, without `prefix`; "" if it doesn't begin with that."""
    address: str = st.session_state.get(FOLLOWED, "")
    if not address.startswith(prefix):
        return ""
    st.session_state[FOLLOWED] = ""
    return address.removeprefix(prefix)


def draw_heading(words: str) -> None:
    """The page's heading; on paper the day stands below it."""
    st.title(words, anchor=False)
    st.html(f'<p class="printed">Printed on {day_words(date.today())}.</p>')


def say(words: str) -> None:
    """Show a line that screen readers also read out."""
    st.html(f'<p data-say="{escape(words)}">{escape(words)}</p>')


def days_stored(service: Service) -> str:
    """`90 days`: how long conversations and the feedback on them are stored at most."""
    return count(service.settings.kept_days, "day")


def draw_building(service: Service) -> None:
    """The build's progress, updated every second; the whole page is drawn again when the build ends."""
    rebuild, first = service.rebuild, service.assistant is None
    running = rebuild.state.running

    def look() -> None:
        state = rebuild.state
        if running and not state.running and not st.session_state.get(DRAWER):
            st.rerun()  # not while a drawer is open, because it would close; closing it redraws the page anyway
        if state.running:
            _draw_progress(state, first)
        elif state.failed:
            st.error(escape(state.failed))

    st.fragment(look, run_every=SECONDS_BETWEEN_LOOKS if running else None)()


def begin(service: Service, heading: str) -> Assistant | None:
    """Start a page about plans: its heading and the progress of a build. Returns the plans in use, or None if there are
    none, and then the page says why."""
    draw_heading(heading)
    draw_building(service)
    assistant = service.assistant
    if assistant and assistant.plans():
        return assistant
    _draw_nothing_yet(service)
    return None


def _draw_nothing_yet(service: Service) -> None:
    """Why no plan can be shown, and what to do."""
    if service.rebuild.state.running:
        say("The documents are being read for the first time. This page will fill when that is done.")
    elif service.trouble:
        st.error(escape(service.trouble))
        if may(Role.EDITOR):
            st.info("Or open Documents here and press “Read the documents”. The documents themselves are untouched.")
    elif not may(Role.EDITOR):
        st.info("There is no plan here that you may see.")
    else:
        st.info("No plan has been read yet. Open Documents, add a plan, and press “Read the documents”.")


def _draw_progress(state: Building, first: bool) -> None:
    at = state.progress
    stage = STAGES.get(at.stage, at.stage) if at else READY_FIRST if first else "Getting ready"
    st.progress(state.share, text=escape(f"{stage}{step_words(at) if at else ''}{_left(state)}"))
    if state.read:
        files = "".join(f"<li>{escape(file)}</li>" for file in reversed(state.read))
        summary = f"{count(len(state.read), 'file')} read so far. You can go on asking meanwhile."
        st.html(f"<details><summary>{summary}</summary><div><ul>{files}</ul></div></details>")
    # One announcement a stage: if every step were announced, a screen reader would say nothing else.
    st.html(f'<span data-say="{escape(stage)}"></span>')


def step_words(at: Progress) -> str:
    """`: 3 of 12 (plan.docx)`, which is of files alone; "" for a stage of one step."""
    done = f": {at.done:,} of {at.of:,}" if at.of > 1 else ""
    return done + (f" ({at.what})" if at.what and at.stage == READING else "")


def _left(state: Building) -> str:
    """`, about 2 minutes left`; "" if that is unknown or nearly over."""
    seconds = state.seconds_left(time.monotonic())
    if seconds is None or seconds < LEAST_LEFT:
        return ""
    return (
        f", about {count(round(seconds / 60), 'minute')} left"
        if seconds >= 90
        else f", about {seconds:.0f} seconds left"
    )


def _remember_followed() -> None:
    st.session_state[FOLLOWED] = st.session_state["page-script"].followed or ""


STAGES = {
    "reading": "Reading the documents",
    "encoding": "Preparing search",
    "writing": "Saving",
    "publishing": "Finishing",
}
