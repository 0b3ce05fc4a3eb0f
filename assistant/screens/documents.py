"""Documents: what is in, what couldn't be made sense of, and how to add, remove and read files anew."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assistant import Receipt
from assistant.screens import frame
from assistant.screens.cards import problems_html, summary_html, table_html
from assistant.screens.folder import (
    REMOVED,
    Differences,
    differences,
    document_files,
    free_name,
    keep,
    safe_name,
    same_file,
    set_aside,
)
from assistant.screens.receipts import details, details_html, headline
from assistant.screens.service import Service
from assistant.screens.text import count, escape
from corpus.errors import PlansError
from corpus.library import read_document
from corpus.records import Document, Problem, Standing

PREVIEWED_ROWS = 30
STANDINGS = {Standing.USED: "In use", Standing.DUPLICATE: "Duplicate", Standing.UNREADABLE: "Could not be read"}
HEADINGS = ("Plan", "Update", "File", "Standing", "Rows", "Items", "Problems")


def draw(service: Service) -> None:
    frame.draw_heading("Documents")
    assistant = service.assistant
    documents = assistant.library.documents if assistant else ()
    _draw_state(service, documents)
    _draw_listing(documents)
    _draw_adding(service)
    _draw_removing(service)
    _draw_problems(documents)


def _draw_state(service: Service, documents: Sequence[Document]) -> None:
    """Whether what is searched is what lies in the folder, and the button that makes it so."""
    if service.trouble:
        st.error(escape(service.trouble))
    frame.draw_building(service.rebuild)
    state = service.rebuild.state
    if state.running:
        return
    if state.receipt:
        _draw_receipt(service, state.receipt)
    found = differences(service.settings.documents, documents)
    if found:
        st.warning(escape(differences_words(found)))
    elif documents:
        st.html("<p>What is searched is what lies in the documents folder.</p>")
    st.button(
        "Read the documents" if found else "Read the documents again",
        type="primary" if found else "secondary",
        key="read",
        on_click=service.rebuild.start,
    )


def differences_words(found: Differences) -> str:
    """`Not read yet: a.txt. No longer there: b.txt. …`."""
    parts = [("Not read yet", found.added), ("Changed since", found.changed), ("No longer there", found.removed)]
    said = [f"{words}: {', '.join(names)}." for words, names in parts if names]
    return " ".join([*said, "Answers come from the documents as they were read last; press “Read the documents”."])


def _draw_receipt(service: Service, receipt: Receipt) -> None:
    frame.say(headline(receipt))
    st.html(details_html(details(receipt)))
    if receipt.needs_accepting:
        st.button("Put it in use all the same", on_click=service.rebuild.start, args=(True,))


def _draw_listing(documents: Sequence[Document]) -> None:
    st.header("What is in", anchor=False)
    if not documents:
        st.info("Nothing yet. Add a file below, then press “Read the documents”.")
        return
    st.html(table_html(count(len(documents), "file"), HEADINGS, map(listing_row, _in_order(documents))))


def listing_row(document: Document) -> tuple[str, ...]:
    """A document's cells under HEADINGS."""
    standing = STANDINGS[document.standing]
    if document.duplicate_of:
        standing = f"{standing} of {document.duplicate_of}"
    figures = (len(document.rows), items_of(document), len(problems_of(document)))
    return (document.plan, document.update, document.file, standing, *(f"{figure:,}" for figure in figures))


def items_of(document: Document) -> int:
    return sum(len(column.items) for row in document.rows for column in row.columns)


def problems_of(document: Document) -> list[Problem]:
    """Those of the file and those of its rows, each once."""
    return list(dict.fromkeys([*document.problems, *(problem for row in document.rows for problem in row.problems)]))


def _in_order(documents: Iterable[Document]) -> list[Document]:
    """By plan, its latest update first, the file in use before its duplicates."""
    by_standing = sorted(documents, key=lambda document: list(STANDINGS).index(document.standing))
    by_update = sorted(by_standing, key=lambda document: document.update, reverse=True)
    return sorted(by_update, key=lambda document: document.plan)


def _draw_problems(documents: Iterable[Document]) -> None:
    st.header("Problems found", anchor=False)
    troubled = [(document, problems) for document in _in_order(documents) if (problems := problems_of(document))]
    if not troubled:
        st.html("<p>None: every word of the files found its place.</p>")
        return
    st.html(
        "<p>What could not be read for certain. Compare these places with the document before you rely on them.</p>"
    )
    for document, problems in troubled:
        st.html(
            f"<details><summary>{escape(document.file)}: {count(len(problems), 'problem')}</summary>"
            f"{problems_html(problems)}</details>"
        )


# --- adding and removing ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be read from an uploaded file; `refused` says why it can't be."""

    name: str
    document: Document | None = None
    refused: str = ""


def preview(folder: Path, given_name: str, content: bytes) -> Preview:
    """Read an uploaded file without keeping it."""
    name = safe_name(given_name)
    if already := same_file(folder, content):
        return Preview(name, refused=f"This very file is in already, as “{already}”.")
    with tempfile.TemporaryDirectory() as passing:
        path = Path(passing) / name
        path.write_bytes(content)
        try:
            return Preview(free_name(folder, name), read_document(path, name))
        except PlansError as error:
            return Preview(name, refused=str(error))


def _draw_adding(service: Service) -> None:
    st.header("Add files", anchor=False)
    if kept := st.session_state.pop("kept", ()):
        frame.say(f"Kept: {', '.join(kept)}. Press “Read the documents” above to search them too.")
    uploaded = st.file_uploader(
        "Plan documents",
        accept_multiple_files=True,
        key=f"upload-{st.session_state.get('uploads', 0)}",
        help="What would be read is shown before anything is kept.",
    )
    previews = [(_preview(service.settings.documents, file), file) for file in uploaded]
    for shown, _ in previews:
        _draw_preview(shown)
    fit = [file for shown, file in previews if shown.document]
    if fit:
        st.button(f"Keep {count(len(fit), 'file')}", type="primary", on_click=_keep, args=(service, fit))


def _preview(folder: Path, file: UploadedFile) -> Preview:
    """The preview of an upload, read once a session and not at every rerun."""
    known: dict[str, Preview] = st.session_state.setdefault("previews", {})
    if file.file_id not in known:
        known[file.file_id] = preview(folder, file.name, file.getvalue())
    return known[file.file_id]


def _draw_preview(shown: Preview) -> None:
    if shown.document is None:
        st.error(escape(f"{shown.name} can’t be kept. {shown.refused}"))
        return
    read = shown.document
    figures = (count(len(read.rows), "row"), count(items_of(read), "item"), count(len(problems_of(read)), "problem"))
    entries = "".join(f"<li>{summary_html(row)}</li>" for row in read.rows[:PREVIEWED_ROWS])
    more = f"<p>and {len(read.rows) - PREVIEWED_ROWS:,} more</p>" if len(read.rows) > PREVIEWED_ROWS else ""
    name = escape(shown.name)
    st.html(
        f'<div data-say="{escape(f"{shown.name}: {figures[0]} would be read.")}"><h3>{name}</h3>'
        f"<p>Would be read as: {escape(read.plan)}, {escape(read.update)} update; {', '.join(figures)}.</p>"
        f"<details><summary>The rows</summary><ul>{entries}</ul>{more}</details>{problems_html(problems_of(read))}</div>"
    )


def _keep(service: Service, files: Sequence[UploadedFile]) -> None:
    st.session_state["kept"] = [keep(service.settings.documents, file.name, file.getvalue()) for file in files]
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1


def _draw_removing(service: Service) -> None:
    st.header("Take a file out", anchor=False)
    names = list(document_files(service.settings.documents))
    if not names:
        st.html("<p>The documents folder is empty.</p>")
        return
    st.html(f"<p>The file is moved to the folder “{REMOVED}” beside the documents; it is not destroyed.</p>")
    chosen = st.selectbox("File", names, index=None, placeholder="Choose a file")
    if chosen:
        st.button(f"Take out {escape(chosen)}", on_click=set_aside, args=(service.settings.documents, chosen))
