"""Who may see which documents, on the page Documents: editors see it, and administrators set it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.roles import Role
from assistant.screens.parts import frame
from assistant.screens.parts.asking_first import draw_asking_first
from assistant.screens.parts.cards import table_html
from assistant.screens.parts.text import escape
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import changing, may
from corpus.access import FILES, FOLDERS, PLANS, AccessRules, Line, read_access, write_access
from corpus.errors import PlansError
from corpus.records import Document

RESULT = "groups-result"
KINDS = {"A plan": PLANS, "All files of a folder": FOLDERS, "A file": FILES}
ABOUT = (
    "Readers see a document only if they are in a group of each line that names it; whoever may change documents sees"
    " all of them. A change counts at once."
)
READ_AGAIN = (
    "Who may see what has changed since the documents were read. Read them again, so that files for different people"
    " are no longer called copies of one another."
)


def draw_groups(service: Service, documents: Sequence[Document]) -> None:
    st.header("Who may see what", anchor=False)
    if result := st.session_state.pop(RESULT, ""):
        frame.say(result)
    try:
        rules = read_access(service.settings.documents)
    except PlansError as error:
        st.error(escape(f"{error} Until then, readers see no documents at all."))
        return
    st.html(f"<p>{escape(ABOUT)}</p>")
    for line in rules.naming_nothing(documents):
        st.warning(escape(f"No document is named “{line.name}”, so this line protects nothing."))
    if any(document.needed != rules.needed(document.file, document.plan) for document in documents):
        st.warning(READ_AGAIN)
    st.html(rules_html(rules))
    if may(Role.ADMINISTRATOR):
        _draw_adding(service)
        _draw_removing(service, rules)


def rules_html(rules: AccessRules) -> str:
    """The lines as a table, or that there are none."""
    if not rules.lines:
        return "<p>Everybody who may use this server sees every document.</p>"
    kinds = {kind: words for words, kind in KINDS.items()}
    rows = [(kinds[line.kind], line.name, ", ".join(line.groups) or "nobody") for line in rules.lines]
    return table_html("Who may see what", ("What", "Name", "Groups"), rows)


def _draw_adding(service: Service) -> None:
    with st.form("add-groups", clear_on_submit=True):
        kind = st.selectbox("What", list(KINDS))
        name = st.text_input("Its name, as the list of files shows it")
        groups = st.text_input("Groups that may see it, separated by commas")
        if st.form_submit_button("Save") and name.strip():
            given = tuple(sorted({group.strip() for group in groups.split(",") if group.strip()}))
            _change(service, Line(KINDS[kind], name.strip(), given), None)
            st.rerun()


def _draw_removing(service: Service, rules: AccessRules) -> None:
    named = {f"{line.name} ({', '.join(line.groups) or 'nobody'})": line for line in rules.lines}
    chosen = st.selectbox("Line to remove", list(named), index=None, placeholder="Choose a line") if named else None
    if chosen:
        line = named[chosen]
        draw_asking_first(
            f"line-{chosen}",
            f"Remove the line of {line.name}",
            lambda: f"Remove this line? Whoever may read here sees {line.name} at once, unless another line names it.",
            "Remove the line",
            _change,
            service,
            None,
            line,
        )


@changing("changed who may see what", Role.ADMINISTRATOR)
def _change(service: Service, line: Line | None, instead: Line | None) -> str | None:
    try:
        write_access(service.settings.documents, line, instead)
    except PlansError as error:
        st.session_state[RESULT] = str(error)
        return None
    st.session_state[RESULT] = "Saved. It counts from now on."
    return f"{line.name}: {', '.join(line.groups)}" if line else f"{instead.name}: everybody" if instead else ""
