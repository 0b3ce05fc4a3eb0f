"""The watched folder on Documents: what waits there, and what was read by itself, when, or why not."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from assistant.screens.documents.receipts import when
from assistant.screens.parts.cards import table_html
from assistant.screens.parts.text import escape
from assistant.screens.server.service import Service
from assistant.screens.server.watching import Schedule, Waiting
from assistant.store.taken_in import TakenIn, latest
from corpus.errors import NotStored

SHOWN = 30  # entries: more than come in a day
HEADINGS = ("When", "File", "What became of it")


def draw_watched_folder(service: Service) -> None:
    """Nothing, where the folder isn't watched."""
    if service.watched is None:
        return
    st.header("Watched folder", anchor=False)
    if service.watched.waiting.trouble:
        st.error(escape(service.watched.waiting.trouble))
    st.html(
        "".join(f"<p>{escape(line)}</p>" for line in waiting_lines(service.watched.schedule, service.watched.waiting))
    )
    try:
        entries = latest(service.database, SHOWN)
    except NotStored as error:
        st.error(escape(str(error)))
        return
    if entries:
        st.html(table_html("What came into the watched folder, the latest first", HEADINGS, map(_row, entries)))


def waiting_lines(schedule: Schedule, waiting: Waiting) -> Iterator[str]:
    """That the folder is watched, and what waits in it, in sentences."""
    yield f"Documents that come into the folder are read {schedule.words}, once they are complete."
    if waiting.copying:
        yield f"Still being copied: {', '.join(waiting.copying)}."
    if waiting.complete:
        yield f"Waiting to be read: {', '.join(waiting.complete)}."


def _row(entry: TakenIn) -> tuple[str, str, str]:
    return when(entry.at.isoformat()), entry.file or "the whole folder", entry.became
