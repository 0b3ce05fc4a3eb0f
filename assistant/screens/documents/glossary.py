"""The glossary on the page Documents: what acronyms stand for, and forms in which staff correct it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant import Assistant
from assistant.roles import Role
from assistant.screens.parts import frame
from assistant.screens.parts.cards import link_html, table_of_html
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.text import count, escape
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import changing, may
from corpus.errors import PlansError
from corpus.glossary import Entry, Glossary, StaffTerms, read_staff_terms
from corpus.glossary_file import with_meaning, without, without_veto, write_staff_terms
from corpus.records import source_of

HEADINGS = ("Acronym", "Stands for", "Source")
RESULT = "glossary-result"
CHANGES = "glossary-changes"  # how many were saved in this session
ABOUT = (
    "What acronyms stand for, as the documents themselves define them. It is used to understand questions, and to "
    "explain acronyms in Browse. Your changes count at once, for everybody here."
)

Change = Callable[[StaffTerms], StaffTerms]


def draw_glossary(service: Service, assistant: Assistant) -> None:
    if result := st.session_state.pop(RESULT, ""):
        frame.say(result)
    st.html(f"<p>{escape(ABOUT)}</p>")
    try:
        terms = read_staff_terms(service.settings.documents)
    except PlansError as error:
        st.error(escape(str(error)))
        return
    st.html(glossary_html(assistant.glossary))
    if may(Role.EDITOR):
        _draw_changing(service, assistant.glossary)
        _draw_adding(service)
        _draw_removed(service, terms)


def glossary_html(glossary: Glossary) -> str:
    """Every meaning, folded away because there can be hundreds."""
    rows = [(escape(entry.acronym), escape(entry.expansion), _source_html(entry)) for entry in in_order(glossary)]
    caption = count(len(rows), "meaning")
    return f"<details><summary>{caption}</summary><div>{table_of_html(caption, HEADINGS, rows)}</div></details>"


def in_order(glossary: Glossary) -> list[Entry]:
    return sorted(glossary.entries, key=lambda entry: (entry.acronym.lower(), entry.expansion.lower()))


def _source_html(entry: Entry) -> str:
    if entry.source is None:
        return "Added by staff"
    source = entry.source
    link = RowLink(source.row.plan, source.row.update, source.row.reference, source.column, source.item)
    return link_html(f"{source.row.reference}, {source_of(source.row.plan, source.row.update)}", link)


def _draw_changing(service: Service, glossary: Glossary) -> None:
    entries = {f"{entry.acronym}: {entry.expansion}": entry for entry in in_order(glossary)}
    if not entries:
        return
    chosen = st.selectbox("Acronym to correct", list(entries), index=None, placeholder="Choose an acronym")
    if chosen is None:
        return
    entry = entries[chosen]
    with st.form(f"change-{chosen}"):
        meaning = st.text_input("Stands for", entry.expansion)
        if st.form_submit_button("Save") and meaning.strip() != entry.expansion:
            _save(service, lambda terms: with_meaning(terms, entry.acronym, meaning, instead=entry), entry.acronym)
    st.button(
        f"Remove: {escape(entry.acronym)} doesn’t stand for this",
        on_click=_remove,
        args=(service, entry),
    )


def _draw_adding(service: Service) -> None:
    with st.form(f"add-acronym-{st.session_state.get(CHANGES, 0)}"):  # a new key empties it after each change
        acronym = st.text_input("Acronym to add")
        meaning = st.text_input("It stands for")
        if st.form_submit_button("Add"):
            _save(service, lambda terms: with_meaning(terms, acronym, meaning), acronym)


def _draw_removed(service: Service, terms: StaffTerms) -> None:
    for acronym, meanings in terms.veto.items():
        what = f"{acronym}: {', '.join(meanings) or 'every meaning'}"
        st.button(f"Restore: {escape(what)}", key=f"veto-{acronym}", on_click=_restore, args=(service, acronym))


def _remove(service: Service, entry: Entry) -> None:
    _write(service, lambda terms: without(terms, entry), entry.acronym)


def _restore(service: Service, acronym: str) -> None:
    _write(service, lambda terms: without_veto(terms, acronym), acronym)


def _save(service: Service, change: Change, acronym: str) -> None:
    _write(service, change, acronym)
    st.rerun()


@changing("changed the glossary")
def _write(service: Service, change: Change, acronym: str) -> str | None:
    folder = service.settings.documents
    try:
        write_staff_terms(folder, change(read_staff_terms(folder)))
        service.reopen()
        st.session_state[CHANGES] = st.session_state.get(CHANGES, 0) + 1
    except (PlansError, OSError) as error:
        st.session_state[RESULT] = str(error)
        return None
    st.session_state[RESULT] = f"Saved. The new meaning of {acronym.strip()} applies from now on."
    return acronym.strip()
