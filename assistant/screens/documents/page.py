"""Documents: which files are in use, what couldn't be read, and how to add, remove, correct and read files again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from assistant import Receipt
from assistant.roles import Role
from assistant.screens.documents.corrections import draw_correcting, draw_going_back
from assistant.screens.documents.feedback_list import draw_feedback
from assistant.screens.documents.glossary import draw_glossary
from assistant.screens.documents.groups import draw_groups
from assistant.screens.documents.receipts import details, details_html, headline
from assistant.screens.documents.table_reading import draw_table_reading
from assistant.screens.documents.uploads import draw_adding, draw_removing
from assistant.screens.parts import frame
from assistant.screens.parts.cards import problems_html, table_html
from assistant.screens.parts.document_list import HEADINGS, in_order, listing_row, problems_of
from assistant.screens.parts.text import count, escape
from assistant.screens.server.documents_folder import Differences, differences
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import changing, may
from corpus.records import Document


def draw(service: Service) -> None:
    frame.draw_heading("Documents")
    assistant = service.assistant
    documents = assistant.library.documents if assistant else ()
    _draw_state(service, documents, assistant.generation if assistant else "")
    _draw_listing(documents)
    if may(Role.EDITOR):
        draw_adding(service)
        draw_table_reading(service, documents)
        draw_correcting(service, documents)
        draw_removing(service)
        draw_groups(service, assistant.library.documents if assistant else ())
    if assistant:
        draw_glossary(service, assistant)
    if may(Role.EDITOR):
        draw_feedback(service)
    if documents:
        _draw_problems(documents)


def _draw_state(service: Service, documents: Sequence[Document], generation: str) -> None:
    """Whether the index matches the documents folder, and the button that brings it up to date.

    The last build's receipt is shown as long as the generation that it published, if any, is the one in use.
    """
    if service.trouble:
        st.error(escape(service.trouble))
    frame.draw_building(service.rebuild)
    state = service.rebuild.state
    if state.running:
        return
    if state.receipt and state.receipt.generation in ("", generation):
        _draw_receipt(service, state.receipt)
    if not may(Role.EDITOR):
        return
    found = differences(service.settings.documents, documents)
    if found:
        st.warning(escape(differences_words(found)))
    elif documents:
        st.html("<p>All files in the documents folder have been read.</p>")
    if found or documents:
        st.button(
            "Read the documents" if found else "Read the documents again",
            type="primary" if found else "secondary",
            key="read",
            on_click=_read,
            args=(service,),
        )
    draw_going_back(service)


@changing("read the documents")
def _read(service: Service, accept: bool = False) -> str | None:
    started = service.rebuild.start(accept)
    return ("accepting what is lost" if accept else "") if started else None


def differences_words(found: Differences) -> str:
    """`Not read yet: a.txt. No longer there: b.txt. …`."""
    parts = [("Not read yet", found.added), ("Changed since", found.changed), ("No longer there", found.removed)]
    sentences = [f"{words}: {', '.join(names)}." for words, names in parts if names]
    return " ".join([*sentences, "Answers still come from the last reading; press “Read the documents”."])


def _draw_receipt(service: Service, receipt: Receipt) -> None:
    frame.say(headline(receipt))
    st.html(details_html(details(receipt)))
    if receipt.needs_accepting and may(Role.EDITOR):
        st.button("Use it anyway", on_click=_read, args=(service, True))


def _draw_listing(documents: Sequence[Document]) -> None:
    st.header("Files in use", anchor=False)
    if not documents:
        st.info("None yet. Add a file below, then press “Read the documents”.")
        return
    st.html(table_html(count(len(documents), "file"), HEADINGS, map(listing_row, in_order(documents))))


def _draw_problems(documents: Iterable[Document]) -> None:
    st.header("Problems found", anchor=False)
    troubled = [(document, problems) for document in in_order(documents) if (problems := problems_of(document))]
    if not troubled:
        st.html("<p>None: every word of the files has its place.</p>")
        return
    st.html("<p>Places that may have been read wrongly. Compare them with the document before you rely on them.</p>")
    for document, problems in troubled:
        st.html(
            f"<details><summary>{escape(document.file)}: {count(len(problems), 'problem')}</summary>"
            f"{problems_html(problems)}</details>"
        )
