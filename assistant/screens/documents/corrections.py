"""Putting right which plan and which update a file is, and going back to what was in use before."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.screens.parts import frame
from assistant.screens.parts.text import escape
from assistant.screens.server.service import Service
from corpus.corrections import CORRECTIONS, Correction, read_corrections, write_correction
from corpus.errors import PlansError
from corpus.records import Document, Standing

READ_AGAIN = "Press “Read the documents again” above to put it in use."


def correction_of(document: Document, plan: str, update: str) -> Correction | None:
    """What staff said otherwise than the document; None where they said the same."""
    plan, update = " ".join(plan.split()), " ".join(update.split())
    if (plan, update) == (document.plan, document.update):
        return None
    return Correction(plan if plan != document.plan else None, update if update != document.update else None)


def draw_putting_right(service: Service, documents: Sequence[Document]) -> None:
    """A file's plan and update, kept in a small file beside the documents."""
    readable = {document.file: document for document in documents if document.standing is not Standing.UNREADABLE}
    if not readable:
        return
    st.header("Plan and update of a file", anchor=False)
    if said := st.session_state.pop("put-right", ""):
        frame.say(said)
    st.html(
        "<p>They are read from the file’s title and headings. Where that went wrong, say it here; it is kept in "
        f"“{CORRECTIONS}” beside the documents.</p>"
    )
    chosen = st.selectbox("Document to put right", list(readable), index=None, placeholder="Choose a file")
    if chosen is None:
        return
    document = readable[chosen]
    st.html("".join(f"<p>{escape(note)}</p>" for note in document.notes))
    with st.form(f"put-right-{chosen}"):
        plan = st.text_input("Plan", document.plan)
        update = st.text_input("Update", document.update, placeholder="such as 2024-25")
        if st.form_submit_button("Keep"):
            _keep(service, document, plan, update)
    if chosen in _known(service):
        st.button("Read it from the document after all", on_click=_forget, args=(service, chosen))


def draw_going_back(service: Service) -> None:
    """A button for the index before, where there is one."""
    if service.can_go_back:
        st.button("Go back to the documents as they were read before", key="back", on_click=_go_back, args=(service,))
    if said := st.session_state.pop("gone-back", ""):
        frame.say(said)


def _known(service: Service) -> dict[str, Correction]:
    try:
        return read_corrections(service.settings.documents)
    except PlansError as error:
        st.error(escape(str(error)))
        return {}


def _keep(service: Service, document: Document, plan: str, update: str) -> None:
    """What was said before about the file stays unless it is said anew."""
    said = correction_of(document, plan, update)
    if said is None:
        return
    before = _known(service).get(document.file, Correction())
    whole = Correction(
        before.plan if said.plan is None else said.plan, before.update if said.update is None else said.update
    )
    _write(service, document.file, whole, f"Kept for {document.file}. {READ_AGAIN}")
    st.rerun()


def _forget(service: Service, file: str) -> None:
    _write(service, file, None, f"{file} goes by its own title again. {READ_AGAIN}")


def _write(service: Service, file: str, correction: Correction | None, said: str) -> None:
    try:
        write_correction(service.settings.documents, file, correction)
        st.session_state["put-right"] = said
    except PlansError as error:
        st.session_state["put-right"] = str(error)


def _go_back(service: Service) -> None:
    try:
        service.go_back()
        st.session_state["gone-back"] = "The documents as they were read before are in use again."
    except PlansError as error:
        st.session_state["gone-back"] = str(error)
