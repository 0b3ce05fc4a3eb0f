"""Choices that are part of the address, so that they can be sent to a colleague; long lists shown piece by piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

import streamlit as st

from assistant import Assistant
from assistant.screens.parts.rows import plan_named
from assistant.screens.parts.text import count, escape
from corpus.records import Plan

AT_ONCE, OPEN_AT_ONCE = 20, 10  # rows shown before “more”, when folded and when open
ALL_PLANS = "All plans"
UNDATED = "Not dated"  # an update whose document names no year
PIECES = "pieces"  # an address, and how many pieces of its list are shown
# The page begun last; choices that the browser hasn't received yet; those of the page drawn last, on their way to it.
PAGE, UNSENT, SENT = "page", "unsent", "sent"

T = TypeVar("T")


def choose(label: str, name: str, options: Sequence[str]) -> str:
    """One of the options; the address holds it under `name`, unless it is the first, which is the default.

    Streamlit can bind a choice to the address itself, but then links to other pages couldn't set it.
    """
    key = f"choice-{name}"
    named = st.query_params.get(name, options[0])
    st.session_state[key] = named if named in options else options[0]
    return st.selectbox(
        label, options, key=key, on_change=_note, args=(name, options[0]), format_func=lambda option: option or UNDATED
    )


@contextmanager
def folded(label: str, *names: str) -> Iterator[None]:
    """Choices that few people need, folded away unless the address holds one of them."""
    chosen = sum(name in st.query_params for name in names)
    with st.expander(
        f"{label} ({chosen:,} chosen)" if chosen else label, expanded=chosen > 0, key=f"folded-{names[0]}"
    ):
        yield


def choose_plans(assistant: Assistant, together: bool = True) -> Sequence[Plan]:
    """All plans, or the one that is chosen; those with several updates come first to choose from. If there is only one,
    its name is shown. Unless they can be looked at `together`, one is chosen from the start."""
    plans = assistant.plans()
    if len(plans) == 1:
        st.html(f'<p class="over">{escape(plans[0].name)}</p>')
        return plans
    names = [plan.name for plan in sorted(plans, key=lambda plan: len(plan.updates) < 2)]
    chosen = plan_named(plans, choose("Plan", "plan", [ALL_PLANS, *names] if together else names))
    return [chosen] if chosen else plans


def write(label: str, name: str) -> tuple[str, ...]:
    """The words typed into a field; they are part of the address too."""
    key = f"choice-{name}"
    st.session_state[key] = st.query_params.get(name, "")
    return tuple(st.text_input(label, key=key, on_change=_note, args=(name, ""), max_chars=200).split())


def so_far(found: Sequence[T], at_once: int = AT_ONCE) -> Sequence[T]:
    """As much of a list as the user has asked for; another address starts with the first piece."""
    return found[: at_once * _pieces()]


def draw_more(found: Sequence[T], at_once: int = AT_ONCE, noun: str = "row") -> None:
    """The button that shows the next piece, if there is one."""
    left = len(found) - len(so_far(found, at_once))
    if left:
        st.button(f"Show {min(at_once, left)} more of {count(len(found), noun)}", on_click=_show_more)


def write_address(changes: Mapping[str, str]) -> None:
    """Change the address; "" removes a parameter.

    The browser receives the new address only when the page has been drawn: a click before that still sends the old one.
    """
    st.session_state[UNSENT] = {**st.session_state.get(UNSENT, {}), **changes}
    _write(changes)


def begin_page(path: str) -> None:
    """Before a page is drawn: restore the choices of an interrupted page, which the browser hasn't received."""
    if st.session_state.get(PAGE) != path:
        st.session_state[PAGE], st.session_state[UNSENT] = path, {}
    _write(st.session_state.get(UNSENT, {}))
    st.session_state[SENT] = {}


def with_latest_choices() -> None:
    """For what is sent in a field, by whoever was quicker than the address of the page that they saw: the choices on
    that page count for it. Back comes without anything sent, and then the browser's address counts."""
    st.session_state[UNSENT] = {**st.session_state.get(SENT, {}), **st.session_state.get(UNSENT, {})}
    _write(st.session_state[UNSENT])


def end_page() -> None:
    """After a page was drawn completely: from now on the browser's address counts, which Back may have changed."""
    st.session_state[SENT], st.session_state[UNSENT] = st.session_state.get(UNSENT, {}), {}


def _write(changes: Mapping[str, str]) -> None:
    for name, value in changes.items():
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)


def _note(name: str, default: str) -> None:
    """Put a changed choice into the address."""
    chosen = st.session_state[f"choice-{name}"]
    write_address({name: "" if chosen == default else chosen})


def _show_more() -> None:
    st.session_state[PIECES] = (st.query_params.to_dict(), _pieces() + 1)


def _pieces() -> int:
    address, pieces = st.session_state.get(PIECES, ({}, 1))
    return pieces if address == st.query_params.to_dict() else 1
