"""The buttons that take something away as a Word or CSV file, made only when one is pressed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from assistant import Assistant
from assistant.export import Origin
from assistant.screens.folder import safe_name

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
