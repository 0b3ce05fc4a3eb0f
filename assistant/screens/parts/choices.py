"""Choices that stand in the address, so that they can be sent to a colleague; long lists shown piece by piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import streamlit as st

from assistant import Assistant
from assistant.screens.parts.rows import plan_named
from assistant.screens.parts.text import count, escape
from corpus.records import Plan

AT_ONCE, OPEN_AT_ONCE = 20, 10  # rows folded, and rows that stand open
PIECES = "pieces"  # at which address how many times as many are shown as are shown at once
PAGE, LATELY = "page", "lately"  # the page last begun, and what was put into the address since one was drawn whole

T = TypeVar("T")


def choose(label: str, name: str, options: Sequence[str]) -> str:
    """One of the options; it stands in the address under `name`, unless it is the first, the default.

    Streamlit can bind a choice to the address by itself, but then no link to another page can name it too.
    """
    key = f"choice-{name}"
    wanted = st.query_params.get(name, options[0])
    st.session_state[key] = wanted if wanted in options else options[0]
    return st.selectbox(label, options, key=key, on_change=_note, args=(name, options[0]))


def choose_plan(assistant: Assistant) -> Plan:
    """The plan to look at; those with several updates come first. Where there is one, it is only named."""
    plans = sorted(assistant.plans(), key=lambda plan: len(plan.updates) < 2)
    if len(plans) == 1:
        st.html(f'<p class="over">{escape(plans[0].name)}</p>')
        return plans[0]
    return plan_named(plans, choose("Plan", "plan", [plan.name for plan in plans])) or plans[0]


def write(label: str, name: str) -> tuple[str, ...]:
    """The words written; they stand in the address too."""
    key = f"choice-{name}"
    st.session_state[key] = st.query_params.get(name, "")
    return tuple(st.text_input(label, key=key, on_change=_note, args=(name, ""), max_chars=200).split())


def so_far(found: Sequence[T], at_once: int = AT_ONCE) -> Sequence[T]:
    """As much of a list as was asked for by now; another address begins with the first piece."""
    return found[: at_once * _pieces()]


def draw_more(found: Sequence[T], at_once: int = AT_ONCE, noun: str = "row") -> None:
    """The button that shows the next piece, where there is one."""
    left = len(found) - len(so_far(found, at_once))
    if left:
        st.button(f"Show {min(at_once, left)} more of {count(len(found), noun)}", on_click=_show_more)


def write_address(changes: Mapping[str, str]) -> None:
    """Put these into the address, and what is "" out of it.

    Until the page is drawn the browser hasn't heard of them: one who clicks on meanwhile sends the address from before.
    """
    st.session_state[LATELY] = {**st.session_state.get(LATELY, {}), **changes}
    _write(changes)


def begin_page(path: str) -> None:
    """Before a page is drawn: put into the address again what a page that was cut short had put there."""
    if st.session_state.get(PAGE) != path:
        st.session_state[PAGE], st.session_state[LATELY] = path, {}
    _write(st.session_state.get(LATELY, {}))


def end_page() -> None:
    """A page was drawn whole: from now on the browser's address counts, which Back may have changed."""
    st.session_state[LATELY] = {}


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
