"""Readers' feedback on answers, to deal with and to download, for those who look after the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from assistant.answers.answer import Status
from assistant.exports.answer_words import WORDS
from assistant.exports.csv_file import csv_content
from assistant.exports.quoted import day_words
from assistant.screens.parts import frame
from assistant.screens.parts.cards import link_html
from assistant.screens.parts.choices import choose, draw_more, so_far
from assistant.screens.parts.downloads import CSV_TYPE, draw_download
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.text import count, escape
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import changing
from assistant.store.feedback import Feedback, all_feedback, deal_with
from corpus.errors import NotStored, PlansError

HEADINGS = ("When", "Question", "Result", "Found useful", "Why", "Sources of the answer", "Dealt with")
AT_ONCE = 20
OPEN, DEALT_WITH, USEFUL = "To deal with", "Dealt with", "Found useful"
NONE = {
    OPEN: "Nothing is left to deal with.",
    DEALT_WITH: "Nothing has been marked as dealt with.",
    USEFUL: "No answer has been marked as useful.",
}


def draw_feedback(service: Service) -> None:
    """The feedback of one kind, each with the button that marks it as dealt with, or opens it again."""
    if trouble := st.session_state.pop("feedback-trouble", ""):
        st.error(escape(trouble))
    try:
        every = all_feedback(service.database)
    except PlansError as error:
        st.error(escape(str(error)))
        return
    if not every:
        st.html("<p>None yet. Below each answer on the page Ask, readers can say whether it was useful, and why.</p>")
        return
    days = frame.days_stored(service)
    until = f"Feedback is deleted with its conversation, at the latest {days} after the last question there."
    st.html(f"<p>{counted(every)} {until}</p>")
    kind = choose("Show", "show", list(NONE))
    found = of_kind(every, kind)
    frame.say(count(len(found), "answer") if found else NONE[kind])
    for each in so_far(found, AT_ONCE):
        st.html(feedback_html(each))
        if kind != USEFUL:
            words = "Mark as dealt with" if kind == OPEN else "Open again"
            st.button(words, key=f"deal-{each.turn}", on_click=_deal, args=(service, each.turn, kind == OPEN))
    draw_more(found, AT_ONCE, "answer")
    words, key = "Download all feedback as CSV", "download-feedback"
    draw_download(words, lambda: feedback_csv(every), "Feedback.csv", CSV_TYPE, key)


def of_kind(every: Sequence[Feedback], kind: str) -> list[Feedback]:
    """The newest first; what was found useful needs no dealing with."""
    return [each for each in every if _kind(each) == kind]


def counted(every: Sequence[Feedback]) -> str:
    """`3 answers: 1 to deal with, 1 dealt with, 1 found useful.`"""
    kinds = Counter(map(_kind, every))
    return f"{count(len(every), 'answer')}: {', '.join(f'{kinds[kind]:,} {kind.lower()}' for kind in NONE)}."


def _kind(each: Feedback) -> str:
    if each.useful:
        return USEFUL
    return DEALT_WITH if each.dealt_with else OPEN


@changing("dealt with feedback")
def _deal(service: Service, turn: str, done: bool) -> str | None:
    """Note that it was dealt with, or open it again. The question stays out of the audit log."""
    try:
        deal_with(service.database, turn, datetime.now(UTC) if done else None)
    except NotStored as error:
        st.session_state["feedback-trouble"] = str(error)
        return None
    return "dealt with" if done else "opened again"


def feedback_html(each: Feedback) -> str:
    """The question, what a reader said of the answer, and the answer's sources."""
    links = "<br>".join(link_html(citation.label, RowLink.of_citation(citation)) for citation in each.citations)
    said = f"<blockquote>{escape(each.why)}</blockquote>" if each.why else "<p>No reason given.</p>"
    dealt = f" · dealt with on {_when(each.dealt_with)}" if each.dealt_with else ""
    sources = f"<details><summary>{count(len(each.citations), 'source')}</summary><p>{links}</p></details>"
    return (
        f'<article class="feedback"><h2>{escape(each.question)}</h2>'
        f'<p class="place">{escape(f"{_when(each.given)} · {status_words(each.status)}{dealt}")}</p>'
        f"{said}{sources if links else ''}</article>"
    )


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
            _when(each.dealt_with) if each.dealt_with else "",
            each.generation,
        )
        for each in found
    ]
    return csv_content((*HEADINGS, "Build"), rows)


def status_words(status: Status | None) -> str:
    return WORDS[status] if status else "The question was refused"


def _useful(each: Feedback) -> str:
    return "Yes" if each.useful else "No"


def _when(given: datetime) -> str:
    """The day and time in this machine's time zone."""
    local = given.astimezone()
    return f"{day_words(local.date())}, {local:%H:%M}"
