"""Adding files to the documents folder, each previewed as it would be read, and removing files from it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assistant.screens.documents.document_list import doubtful_rows, items_of, problems_of
from assistant.screens.documents.read_documents import read
from assistant.screens.parts import frame
from assistant.screens.parts.asking_first import draw_asking_first
from assistant.screens.parts.cards import problems_html, summary_html, table_html
from assistant.screens.parts.rows import rows_words
from assistant.screens.parts.text import count, escape
from assistant.screens.server.documents_folder import (
    add,
    document_files,
    free_name,
    safe_name,
    same_file,
    set_aside,
)
from assistant.screens.server.service import Service
from assistant.screens.server.upload_limits import LIMITS
from assistant.screens.server.visitor import changing
from corpus.copies import copied_in, is_better, quality
from corpus.errors import NotChanged, PlansError
from corpus.library import read_document
from corpus.records import Document, Standing, source_of

PREVIEWED_ROWS = 30  # enough to see whether a table was read rightly


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be read from an uploaded file; `refused` is the reason why it can't be, as a message for people.

    `copy` is the document in use of which it is another copy.
    """

    name: str
    document: Document | None = None
    refused: str = ""
    copy: Document | None = None


def preview(folder: Path, given_name: str, content: bytes, documents: Sequence[Document] = ()) -> Preview:
    """Read an uploaded file without adding it to the folder, and look for a copy of it among those in use."""
    name = safe_name(given_name)
    if already := same_file(folder, content):
        return Preview(name, refused=f"The same file has already been added, as “{already}”.")
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / name
        path.write_bytes(content)
        try:
            document = replace(read_document(path, name), file=free_name(folder, name))
            return Preview(document.file, document, copy=copied_in(document, documents))
        except PlansError as error:
            return Preview(name, refused=str(error))


def draw_adding(service: Service) -> None:
    if added := st.session_state.pop("added", ()):
        frame.say(f"Added: {', '.join(added)}.")
    if trouble := st.session_state.pop("not-added", ""):
        st.error(escape(trouble))
    uploaded = st.file_uploader(
        "Plan documents",
        accept_multiple_files=True,
        key=f"upload-{st.session_state.get('uploads', 0)}",
        help="You will see what would be read before you add anything.",
    )
    st.html(f'<p class="place">{escape(LIMITS)}</p>')
    documents = service.assistant.library.documents if service.assistant else ()
    drawn = _drawn_previews(service.settings.documents, uploaded, documents)
    fit = [file for file, shown in drawn if shown.document]
    if fit:
        st.button(
            f"Add {count(len(fit), 'file')} and update", type="primary", on_click=_add_and_read, args=(service, fit)
        )


def _drawn_previews(
    folder: Path, files: Sequence[UploadedFile], documents: Sequence[Document]
) -> Iterator[tuple[UploadedFile, Preview]]:
    """Each file's preview, drawn as soon as it is read; a file is read once a session, not at every rerun."""
    known: dict[str, Preview] = st.session_state.get("previews", {})
    st.session_state["previews"] = {file.file_id: known[file.file_id] for file in files if file.file_id in known}
    for number, file in enumerate(files):
        place = st.empty()
        if file.file_id not in known:
            which = f"Reading {safe_name(file.name)}, file {number + 1} of {len(files)}"
            with place.container():
                st.progress(number / len(files), text=escape(which))
                st.html(f'<span data-say="{escape(which)}"></span>')
            st.session_state["previews"][file.file_id] = preview(folder, file.name, file.getvalue(), documents)
        shown: Preview = st.session_state["previews"][file.file_id]
        with place.container():
            _draw_preview(shown)
        yield file, shown


def _draw_preview(shown: Preview) -> None:
    if shown.document is None:
        st.error(escape(f"{shown.name} can’t be added. {shown.refused}"))
        return
    read = shown.document
    figures = (
        rows_words(read.rows),
        count(items_of(read), "item"),
        f"{count(doubtful_rows(read), 'row')} to check",
    )
    entries = "".join(f"<li>{summary_html(row)}</li>" for row in read.rows[:PREVIEWED_ROWS])
    more = f"<p>and {len(read.rows) - PREVIEWED_ROWS:,} more</p>" if len(read.rows) > PREVIEWED_ROWS else ""
    name = escape(shown.name)
    st.html(
        f'<div data-say="{escape(f"{shown.name}: {figures[0]} would be read.")}"><h2>{name}</h2>'
        f"<p>Would be read as: {escape(source_of(read.plan, read.update))}; {', '.join(figures)}.</p>"
        f"{copy_html(read, shown.copy) if shown.copy else ''}"
        f"<details><summary>The rows</summary><ul>{entries}</ul>{more}</details>"
        f"{problems_html(problems_of(read))}</div>"
    )


def copy_html(read: Document, copy: Document) -> str:
    """That a file is another copy of one in use, both compared, and which of the two would be used."""
    new, used = quality(read), quality(copy)
    if is_better(read, copy):
        verdict = "This one is read better: it would be used, and the other one left out."
    elif is_better(copy, read):
        verdict = "The one in use is read better: it stays in use, and this one would be left out."
    else:
        verdict = "Both are read about equally well: only one of them would be used, the other left out."
    rows = (
        ("Rows", f"{new.rows:,}", f"{used.rows:,}"),
        ("Rows to check", f"{new.doubtful:,}", f"{used.doubtful:,}"),
        ("Words", f"{new.words:,}", f"{used.words:,}"),
        (
            "Words that are not in the dictionary, names among them",
            *(f"{each.unknown_share:.0%}" for each in (new, used)),
        ),
    )
    headings = ("What is counted", "This file", f"In use: {copy.file}")
    table = table_html("This file beside the one in use", headings, rows)
    update = f"the {copy.update} update of “{copy.plan}”" if copy.update else f"“{copy.plan}”"
    return f'<div class="copied"><p><strong>Another copy of {escape(update)}.</strong> {verdict}</p>{table}</div>'


@changing("added files")
def _add(service: Service, files: Sequence[UploadedFile]) -> str | None:
    added: list[str] = st.session_state.setdefault("added", [])
    try:
        for file in files:
            added.append(add(service.settings.documents, file.name, file.getvalue()))
        st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    except NotChanged as error:
        st.session_state["not-added"] = str(error)
    return ", ".join(added) or None


def _add_and_read(service: Service, files: Sequence[UploadedFile]) -> None:
    """Add the files and read them at once; while other files are being read, the page says that these wait."""
    _add(service, files)
    if st.session_state.get("added"):
        read(service)


def draw_removing(service: Service, documents: Sequence[Document]) -> None:
    st.header("Remove a file", anchor=False)
    if trouble := st.session_state.pop("not-removed", ""):
        st.error(escape(trouble))
    names = list(document_files(service.settings.documents))
    if not names:
        st.html("<p>The documents folder is empty.</p>")
        return
    st.html("<p>The file is put aside and not deleted: whoever looks after this server can put it back.</p>")
    chosen = st.selectbox("File", names, index=None, placeholder="Choose a file")
    if chosen:
        draw_asking_first(
            f"remove-{chosen}",
            f"Remove {chosen}",
            lambda: removing_words(chosen, documents),
            "Remove it",
            _remove,
            service,
            chosen,
        )


def removing_words(name: str, documents: Sequence[Document]) -> str:
    """What happens if a file is removed: what goes with it once the documents are read, or what takes its place."""
    known = {document.file: document for document in documents}
    words = f"Remove {name}? It is put aside, and nothing is deleted."
    document = known.get(name)
    if document is None:
        return f"{words} It has not been read, so no answer changes."
    if document.standing is not Standing.USED:
        return f"{words} It is not in use, so no answer changes."
    copy = next((each.file for each in documents if each.duplicate_of == name), "")
    whose = f"its {rows_words(document.rows)} ({source_of(document.plan, document.update)})"
    then = f"{copy}, a copy of it, is used instead" if copy else f"{whose} are in no answer, list or count"
    return f"{words} Once the documents are read again, {then}. “Undo last update” takes that back."


@changing("removed a file")
def _remove(service: Service, name: str) -> str | None:
    try:
        set_aside(service.settings.documents, name)
    except NotChanged as error:
        st.session_state["not-removed"] = str(error)
        return None
    return name
