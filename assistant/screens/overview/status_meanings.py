"""What status words mean: staff are asked about those that aren't clear, and may take back what they have said."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.roles import Role
from assistant.screens.parts import frame
from assistant.screens.parts.text import count, escape
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import changing, may
from corpus.errors import UnreadableFile
from corpus.statuses import DONE, NOT_DONE, read_statuses, write_status

MOST_UNCLEAR = 12  # statuses that staff are asked about at once
MEANINGS = {"I don’t know": "", "Done": DONE, "Not done": NOT_DONE}
SAID = "status-said"
ABOUT = (
    "Some plans call a finished action Blue, others Green. If you know what a status means in a plan, say so once: it"
    " then counts for all its updates, and for everybody here."
)


def draw_status_meanings(service: Service, plan: str, unclear: Sequence[tuple[str, str, int]]) -> None:
    """The statuses of a plan, or of all for "", whose meaning nobody has said, and those that staff have."""
    if result := st.session_state.pop(SAID, ""):
        frame.say(result)
    try:
        said = read_statuses(service.settings.documents)
    except UnreadableFile as error:
        st.warning(escape(str(error)))
        return
    asked = [(name, label, number) for name, label, number in unclear if plan in ("", name)]
    told = [(name, label, words) for name, each in said.items() if plan in ("", name) for label, words in each.items()]
    if not (asked or told) or not may(Role.EDITOR):
        return
    with st.expander(f"What statuses mean ({len(asked):,} not clear)", key="status-meanings"):
        st.html(f"<p>{escape(ABOUT)}</p>")
        for name, label, number in asked[:MOST_UNCLEAR]:
            _draw_choice(service, name, label, f"{label} in {name} ({count(number, 'row')}) means", "")
        for name, label, meaning in told:
            _draw_choice(service, name, label, f"{label} in {name} means", meaning)


def _draw_choice(service: Service, plan: str, label: str, words: str, meaning: str) -> None:
    key = f"meaning-{plan}-{label}"
    st.session_state[key] = next(word for word, each in MEANINGS.items() if each == meaning)
    st.selectbox(escape(words), list(MEANINGS), key=key, on_change=_say, args=(service, plan, label, key))


@changing("said what a status means")
def _say(service: Service, plan: str, label: str, key: str) -> str | None:
    meaning = MEANINGS[st.session_state[key]]
    try:
        write_status(service.settings.documents, plan, label, meaning)
    except UnreadableFile as error:
        st.session_state[SAID] = str(error)
        return None
    service.reopen()
    st.session_state[SAID] = f"Saved: in {plan}, {label} means {meaning}." if meaning else "Saved."
    return f"{plan}: {label} means {meaning or 'nothing that is known'}"
