"""Documents: which files are in use, what couldn't be read, and how to add, remove, correct and read files again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from assistant import Receipt
from assistant.roles import Role
from assistant.screens.documents.corrections import draw_correcting
from assistant.screens.documents.document_list import HEADINGS, in_order, listing_row, problems_of, problems_words
from assistant.screens.documents.feedback_list import draw_feedback
from assistant.screens.documents.glossary import draw_glossary
from assistant.screens.documents.groups import draw_groups
from assistant.screens.documents.read_documents import read
from assistant.screens.documents.receipts import details, details_html, headline
from assistant.screens.documents.table_reading import draw_table_reading
from assistant.screens.documents.undoing import draw_going_back
from assistant.screens.documents.uploads import draw_adding, draw_removing
from assistant.screens.documents.watched_folder import draw_watched_folder
from assistant.screens.parts import frame
from assistant.screens.parts.cards import problems_html, table_html
from assistant.screens.parts.text import count, escape
from assistant.screens.server.documents_folder import Differences, differences
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import may
from corpus.records import Document

LIBRARY, ADD, CORRECT, GROUPS, GLOSSARY, FEEDBACK = "library", "add", "correct", "groups", "glossary", "feedback"
PARTS = {
    LIBRARY: "Library",
    ADD: "Add files",
    CORRECT: "Correct or remove",
    GROUPS: "Who may see what",
    GLOSSARY: "Glossary",
    FEEDBACK: "Feedback",
}
FOR_READERS = (LIBRARY, GLOSSARY)
PART = "part"  # its name in the address


def draw(service: Service) -> None:
    frame.draw_heading("Documents")
    assistant = service.assistant
    documents = assistant.library.documents if assistant else ()
    offered = [part for part in PARTS if may(Role.EDITOR) or part in FOR_READERS]
    part = next((part for part in offered if part == st.query_params.get(PART)), LIBRARY)
    st.html(parts_html(offered, part))
    if part in (LIBRARY, ADD, CORRECT):
        _draw_state(service, documents, assistant.generation if assistant else "")
    if part == LIBRARY:
        if may(Role.EDITOR):
            draw_watched_folder(service)
        _draw_listing(documents)
        _draw_problems(documents)
    elif part == ADD:
        draw_adding(service)
    elif part == CORRECT:
        draw_table_reading(service, documents)
        draw_correcting(service, documents)
        draw_removing(service, documents)
    elif part == GROUPS:
        draw_groups(service, documents)
    elif part == FEEDBACK:
        draw_feedback(service)
    elif assistant:
        draw_glossary(service, assistant)


def parts_html(offered: Iterable[str], shown: str) -> str:
    """Links to the parts of the page, each with an address of its own."""
    addresses = {part: "documents" if part == LIBRARY else f"documents?{PART}={part}" for part in offered}
    current = ' aria-current="page"'
    links = "".join(
        f'<a href="{escape(to)}" data-follow="{escape(to)}"{current if part == shown else ""}>{PARTS[part]}</a>'
        for part, to in addresses.items()
    )
    return f'<nav class="tabs" aria-label="Parts of this page">{links}</nav>'


def _draw_state(service: Service, documents: Sequence[Document], generation: str) -> None:
    """Whether the index matches the documents folder, and the button that brings it up to date.

    The last build's receipt is shown as long as the generation that it published, if any, is the one in use.
    """
    if service.trouble:
        st.error(escape(service.trouble))
    frame.draw_building(service)
    state = service.rebuild.state
    if state.running:
        return
    if service.assistant and service.assistant.generation != generation:
        st.rerun()  # a build was done while this was drawn: its receipt would belong to no generation shown here
    if state.receipt and state.receipt.generation in ("", generation):
        _draw_receipt(service, state.receipt)
    if not may(Role.EDITOR):
        return
    found = differences(service.settings.documents, documents)
    undone = service.can_redo
    if found or undone:
        st.warning(escape(differences_words(found, undone)))
    elif documents:
        st.html("<p>All files in the documents folder have been read.</p>")
    if found or documents:
        st.button(
            _read_words(found),
            type="primary" if found and not undone else "secondary",
            key="read",
            on_click=read,
            args=(service,),
        )
    draw_going_back(service)


def differences_words(found: Differences, undone: bool) -> str:
    """`Not read yet: a.txt. No longer there: b.txt. …`, and what reading does: after Undo, it does again what was
    undone."""
    parts = [("Not read yet", found.added), ("Changed since", found.changed), ("No longer there", found.removed)]
    if undone:
        parts = [
            ("Not in use", found.added),
            ("In use as before the update", found.changed),
            ("Still in use", found.removed),
        ]
    sentences = [f"{words}: {', '.join(names)}." for words, names in parts if names]
    if not undone:
        return " ".join([*sentences, "Answers still come from the documents as they were; press “Read the documents”."])
    button = f"“{_read_words(found)}”"
    keep = " To keep a file out, remove it on “Correct or remove” first." if found.added else ""
    again = f"{button} reads the folder as it is now, and so brings back what was undone."
    return " ".join(["The last update is undone.", *sentences, f"{again}{keep}"])


def _read_words(found: Differences) -> str:
    return "Read the documents" if found else "Read the documents again"


def _draw_receipt(service: Service, receipt: Receipt) -> None:
    frame.say(headline(receipt))
    st.html(details_html(details(receipt)))
    if receipt.needs_accepting and may(Role.EDITOR):
        st.button("Publish anyway", on_click=read, args=(service, True))


def _draw_listing(documents: Sequence[Document]) -> None:
    st.header("Documents in use", anchor=False)
    if not documents:
        st.info("None yet. Open “Add files” above.")
        return
    st.html(table_html(count(len(documents), "file"), HEADINGS, map(listing_row, in_order(documents))))


def _draw_problems(documents: Iterable[Document]) -> None:
    noted = [(document, problems) for document in in_order(documents) if (problems := problems_of(document))]
    if not noted:
        return
    st.header("How the files were read", anchor=False)
    st.html("<p>Places where something was guessed or is missing. Compare them with the document where it matters.</p>")
    for document, problems in noted:
        st.html(
            f"<details><summary>{escape(document.file)}: {problems_words(document)}</summary>"
            f"{problems_html(problems)}</details>"
        )
