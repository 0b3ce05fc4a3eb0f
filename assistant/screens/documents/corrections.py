"""Correcting which plan and which update a file is."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.screens.parts import frame
from assistant.screens.parts.asking_first import draw_asking_first
from assistant.screens.parts.text import escape
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import changing
from corpus.corrections import Correction, read_corrections, write_correction
from corpus.errors import PlansError
from corpus.records import Document, Standing

READ_AGAIN = "Press “Read the documents again” above to put it in use."


def correction_of(document: Document, plan: str, update: str) -> Correction | None:
    """What staff enter that differs from what was read; None if nothing does."""
    plan, update = " ".join(plan.split()), " ".join(update.split())
    if (plan, update) == (document.plan, document.update):
        return None
    return Correction(plan if plan != document.plan else None, update if update != document.update else None)


def draw_correcting(service: Service, documents: Sequence[Document]) -> None:
    """A form for a file's plan and update."""
    readable = {document.file: document for document in documents if document.standing is not Standing.UNREADABLE}
    if not readable:
        return
    st.header("Correct a plan’s name or year", anchor=False)
    if result := st.session_state.pop("correction-result", ""):
        frame.say(result)
    st.html(
        "<p>They are read from the file’s title and headings. If they are wrong, correct them here: that counts "
        "whenever the documents are read.</p>"
    )
    chosen = st.selectbox("Document to correct", list(readable), index=None, placeholder="Choose a file")
    if chosen is None:
        return
    document = readable[chosen]
    st.html("".join(f"<p>{escape(note)}</p>" for note in document.notes))
    with st.form(f"correct-{chosen}"):
        plan = st.text_input("Plan", document.plan)
        update = st.text_input("Update", document.update, placeholder="such as 2024-25")
        if st.form_submit_button("Save"):
            _save(service, document, plan, update)
    if chosen in _known(service):
        draw_asking_first(
            f"correction-{chosen}",
            "Use the document’s own title again",
            lambda: (
                f"Remove the correction of {chosen}? The next time the documents are read, its plan and update are "
                "what its own title and headings say."
            ),
            "Remove the correction",
            _remove,
            service,
            chosen,
        )


def _known(service: Service) -> dict[str, Correction]:
    try:
        return read_corrections(service.settings.documents)
    except PlansError as error:
        st.error(escape(str(error)))
        return {}


def _save(service: Service, document: Document, plan: str, update: str) -> None:
    """An earlier correction of the file stays, except where it is corrected again."""
    new = correction_of(document, plan, update)
    if new is None:
        return
    before = _known(service).get(document.file, Correction())
    whole = Correction(
        before.plan if new.plan is None else new.plan, before.update if new.update is None else new.update
    )
    _write(service, document.file, whole, f"Saved for {document.file}. {READ_AGAIN}")
    st.rerun()


def _remove(service: Service, file: str) -> None:
    _write(service, file, None, f"{file} has its own title again. {READ_AGAIN}")


@changing("corrected the plan or update of a file")
def _write(service: Service, file: str, correction: Correction | None, success: str) -> str | None:
    try:
        write_correction(service.settings.documents, file, correction)
    except PlansError as error:
        st.session_state["correction-result"] = str(error)
        return None
    st.session_state["correction-result"] = success
    return file
