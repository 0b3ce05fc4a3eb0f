"""Readers' feedback on answers, to read and to download, for those who look after the documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from assistant.answers.answer import Status
from assistant.exports.csv_file import csv_content
from assistant.exports.quoted import day_words
from assistant.screens.parts import frame
from assistant.screens.parts.answer_words import WORDS
from assistant.screens.parts.cards import link_html, table_of_html
from assistant.screens.parts.downloads import CSV_TYPE, draw_download
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.text import count, escape
from assistant.screens.server.service import Service
from assistant.store.feedback import Feedback, all_feedback
from corpus.errors import PlansError

HEADINGS = ("When", "Question", "Result", "Found useful", "Why", "Sources of the answer")
AT_ONCE = 20


def draw_feedback(service: Service) -> None:
    st.header("Feedback", anchor=False)
    try:
        found = all_feedback(service.database)
    except PlansError as error:
        st.error(escape(str(error)))
        return
    if not found:
        st.html("<p>None yet. Below each answer on the page Ask, readers can say whether it was useful, and why.</p>")
        return
    days = frame.days_stored(service)
    until = f"Feedback is deleted with its conversation, at the latest {days} after the last question there."
    st.html(f"<p>{until}</p>{feedback_html(found)}")
    words, key = "Download the feedback as CSV", "download-feedback"
    draw_download(words, lambda: feedback_csv(found), "Feedback.csv", CSV_TYPE, key)


def feedback_html(found: Sequence[Feedback]) -> str:
    """A table of the newest; the older ones are folded away."""
    useful = sum(each.useful for each in found)
    caption = f"{count(len(found), 'answer')}: {useful:,} found useful, {len(found) - useful:,} not"
    older = found[AT_ONCE:]
    words = f"{len(older):,} earlier"
    folded = f"<details><summary>{words}</summary><div>{_table(words, older)}</div></details>" if older else ""
    return _table(caption, found[:AT_ONCE]) + folded


def feedback_csv(found: Sequence[Feedback]) -> bytes:
    """All feedback, with each source's label; `Build` identifies the build of the index that the answer came from."""
    rows = [
        (
            _when(each.given),
            each.question,
            status_words(each.status),
            _useful(each),
            each.why,
            "\n".join(citation.label for citation in each.citations),
            each.generation,
        )
        for each in found
    ]
    return csv_content((*HEADINGS, "Build"), rows)


def status_words(status: Status | None) -> str:
    return WORDS[status] if status else "The question was refused"


def _table(caption: str, found: Sequence[Feedback]) -> str:
    rows = [
        (
            escape(_when(each.given)),
            escape(each.question),
            escape(status_words(each.status)),
            _useful(each),
            escape(each.why),
            "<br>".join(link_html(citation.label, RowLink.of_citation(citation)) for citation in each.citations),
        )
        for each in found
    ]
    return table_of_html(caption, HEADINGS, rows)


def _useful(each: Feedback) -> str:
    return "Yes" if each.useful else "No"


def _when(given: datetime) -> str:
    """The day and time in this machine's time zone."""
    local = given.astimezone()
    return f"{day_words(local.date())}, {local:%H:%M}"
