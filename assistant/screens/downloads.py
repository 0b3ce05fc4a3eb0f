"""The buttons that take something away as a Word or CSV file, made only when one is pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from assistant import Assistant
from assistant.export import Origin, Quoted, quotes_csv, quotes_of_rows
from assistant.screens.folder import safe_name
from corpus.records import Row

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV_TYPE = "text/csv"


def origin_of(assistant: Assistant) -> Origin:
    """Where what is taken away today comes from."""
    return Origin.of(assistant.library, assistant.generation, date.today())


def draw_downloads(name: str, word: Callable[[], bytes], lines: Callable[[], bytes]) -> None:
    """`name` is that of the file, without its ending, and unique on its page; `lines` makes the CSV file."""
    with st.container(horizontal=True):
        for label, ending, content, kind in (("Word", "docx", word, WORD_TYPE), ("CSV", "csv", lines, CSV_TYPE)):
            st.download_button(
                f"Download as {label}",
                content,
                file_name=safe_name(f"{name}.{ending}"),
                mime=kind,
                on_click="ignore",
                key=f"download-{name}-{ending}",
            )


def draw_quotes_downloads(
    assistant: Assistant, name: str, title: str, lead: Sequence[str], quotes: list[Quoted]
) -> None:
    """Quotes with their citations; `title` and `lead` are what a Word file says before them."""
    origin = origin_of(assistant)

    def word() -> bytes:
        from assistant.word_export import quotes_word  # a download is rare, and its library slow to import

        return quotes_word(title, lead, quotes, origin)

    draw_downloads(name, word, lambda: quotes_csv(quotes, origin))


def draw_row_downloads(assistant: Assistant, row: Row) -> None:
    """Everything that stands in one row."""
    name = f"{row.reference} {row.update} {row.plan}"
    draw_quotes_downloads(assistant, name, row.plan, [f"{row.update} update"], quotes_of_rows([row]))
