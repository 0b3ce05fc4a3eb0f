"""Buttons that copy something, or download it as Word, CSV, Markdown or what a plug-in makes; only then is it made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from assistant import Answer, Assistant
from assistant.drafting.draft import Draft
from assistant.exports.answer_words import WORDS, meaning
from assistant.exports.csv_file import quotes_csv
from assistant.exports.markdown import quotes_markdown, quotes_text
from assistant.exports.plugged_in import Export, exports
from assistant.exports.quoted import Origin, Quoted, quotes_of_answer, quotes_of_rows
from assistant.screens.parts.cards import copy_link_html
from assistant.screens.parts.filters import parameters
from assistant.screens.parts.text import escape, shortened
from assistant.screens.server.documents_folder import safe_name
from assistant.screens.server.visitor import noting
from assistant.store.conversations import Turn
from corpus.records import Row

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV_TYPE = "text/csv"
MARKDOWN_TYPE = "text/markdown"
MOST_ROWS = 500  # of a list in a file: a Word file of more takes minutes to make
LONGEST_NAME = 60  # characters of a question in a file's name


def origin_of(assistant: Assistant) -> Origin:
    """The origin of what is downloaded today: the documents, the index and the day."""
    return Origin.of(assistant.library, assistant.generation, date.today())


def draw_downloads(
    name: str,
    word: Callable[[], bytes],
    lines: Callable[[], bytes],
    markdown: Callable[[], bytes],
    key: str = "",
    further: Sequence[tuple[str, str, Callable[[], bytes], str]] = (),
) -> None:
    """A button for each kind of file. `name` is the file's, without its ending; it, or `key` if given, is unique on its
    page. `lines` makes the CSV file; `further` kinds are given by label, ending, content and media type."""
    kinds = (
        ("Word", "docx", word, WORD_TYPE),
        ("CSV", "csv", lines, CSV_TYPE),
        ("Markdown", "md", markdown, MARKDOWN_TYPE),
        *further,
    )
    with st.container(horizontal=True):
        for label, ending, content, kind in kinds:
            at = f"download-{key or name}-{ending}"
            # A question is no name that the audit log may have.
            draw_download(f"Download as {label}", content, f"{name}.{ending}", kind, at, "an answer" if key else "")


def draw_download(words: str, content: Callable[[], bytes], file: str, kind: str, key: str, noted_as: str = "") -> None:
    """A button with which a file is downloaded; it is made, and noted in the audit log, when it is requested. `kind` is
    its media type; the log has the file's name unless `noted_as` says otherwise."""
    note = noting()

    def made() -> bytes:
        note("downloaded", noted_as or file)
        return content()

    st.download_button(words, made, file_name=safe_name(file), mime=kind, on_click="ignore", key=key)


def draw_quotes_downloads(
    assistant: Assistant,
    name: str,
    title: str,
    lead: Sequence[str],
    quotes: Callable[[], list[Quoted]],
    word: Callable[[], bytes] | None = None,
) -> None:
    """Quotes with their citations, computed when a file is requested; `title` and `lead` come before them in Word.

    `word` makes another Word file of them.
    """
    _draw_quotes(name, title, lead, quotes, origin_of(assistant), word=word)


def draw_row_downloads(assistant: Assistant, row: Row) -> None:
    """All items of one row, to copy or download."""
    name, lead = f"{row.reference} {row.update} {row.plan}", [f"{row.update} update"] if row.update else []
    _draw_copying(quotes_text(row.plan, lead, quotes_of_rows([row]), origin_of(assistant)))
    draw_quotes_downloads(assistant, name, row.plan, lead, lambda: quotes_of_rows([row]))


def draw_rows_downloads(assistant: Assistant, plan: str, lead: Sequence[str], rows: Sequence[Row]) -> None:
    """All items of the rows of a list, to download, unless the list is too long."""
    if len(rows) > MOST_ROWS:
        st.html(f'<p class="place">To download a list, narrow it to {MOST_ROWS:,} rows or fewer.</p>')
        return
    draw_quotes_downloads(assistant, f"Rows of {plan}", plan, lead, lambda: quotes_of_rows(rows))


def draw_answer(assistant: Assistant, turn: Turn, answer: Answer, draft: Draft | None) -> None:
    """Ways to share an answer: copied with its citations, or as a file."""
    lead = [f"{WORDS[answer.status]}. {meaning(answer)}", answer.understood, turn.looked, answer.summary]
    opening = [line for line in lead if line] + (draft.lines_to_share if draft else [])
    quotes, origin = quotes_of_answer(answer), _origin_of_turn(assistant, turn)
    _draw_copying(quotes_text(turn.question, opening, quotes, origin))
    files = st.popover("Download or share", key=f"share-{turn.id}", on_change="rerun")
    if files.open:  # few answers are downloaded, and each button is drawn again at every click on the page
        name = shortened(turn.question, LONGEST_NAME)
        with files:
            _draw_quotes(name, turn.question, opening, lambda: quotes, origin, key=turn.id)


def draw_link(turn: Turn) -> None:
    """A button that copies a link which asks the question again, wherever it is opened."""
    address = {"q": turn.complete, **parameters(turn.filters)}
    st.html(copy_link_html("Copy link", f"ask?{urlencode(address)}", "Copy link to this question"), width="content")


def _draw_copying(text: str) -> None:
    copy = f'<button type="button" class="copy" data-copy="{escape(text)}">Copy with citations</button>'
    st.html(copy, width="content")


def _draw_quotes(
    name: str,
    title: str,
    lead: Sequence[str],
    quotes: Callable[[], list[Quoted]],
    origin: Origin,
    key: str = "",
    word: Callable[[], bytes] | None = None,
) -> None:
    def all_in_word() -> bytes:
        from assistant.exports.word import quotes_word  # a download is rare, and its library slow to import

        return quotes_word(title, lead, quotes(), origin)

    def markdown() -> bytes:
        return quotes_markdown(title, lead, quotes(), origin)

    def plugged_in(export: Export) -> tuple[str, str, Callable[[], bytes], str]:
        exporter = export.exporter
        content = partial(_exported, export, title, lead, quotes, origin)
        return exporter.label, exporter.ending, content, exporter.media_type

    further = [plugged_in(export) for export in exports().usable]
    draw_downloads(name, word or all_in_word, lambda: quotes_csv(quotes(), origin), markdown, key, further)


def _exported(
    export: Export, title: str, lead: Sequence[str], quotes: Callable[[], list[Quoted]], origin: Origin
) -> bytes:
    return export.export(title, lead, quotes(), origin)


def _origin_of_turn(assistant: Assistant, turn: Turn) -> Origin:
    """The origin when the question was answered; the documents' digests are known only for those in use now."""
    day = turn.asked.astimezone().date()
    now = turn.generation == assistant.generation
    return Origin.of(assistant.library, turn.generation, day) if now else Origin(turn.generation, day, ())
