"""Help: the first ten minutes, what the words on the pages mean, which files can be read, and what the app can't do."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from assistant import Status
from assistant.exports.answer_words import WORDS
from assistant.screens.parts import frame
from assistant.screens.parts.cards import SHORTCUT
from assistant.screens.parts.text import escape
from assistant.screens.server.service import Service
from assistant.screens.server.upload_limits import LIMITS

HELP = "help"  # the page's address
LINKS = {  # pages by the names that the texts below give them
    "Ask": "ask",
    "Search": "search",
    "Overview": "overview",
    "Changes": "changes",
    "Briefing": "briefing",
    "Watch list": "watch",
    "Add files": "documents?part=add",
    "Library": "documents",
    "Correct or remove": "documents?part=correct",
    "Saved": "saved",
}
STEPS = (
    ("See what is here", "{Library} lists the documents in use. To add your own, open {Add files}, choose them, look at"
     " what would be read, and press “Add and update”. A plan of 20 pages takes a few seconds."),
    ("Ask", "Type a question into {Ask} as you would say it to a colleague: “What is being done about homelessness?”,"
     " “Who leads on short breaks?”, “What is overdue?” Then ask a follow-up: “And last year?”"
     " {Search} lists everything on a few words."),
    ("Check the source", "Press the number behind a quote. You see the row that it is from and, of a PDF, the page with"
     " the quote marked. If a table was read wrongly, {Correct or remove} puts it right for next year too."),
    ("See where things are", "{Overview} shows each plan’s status, what is overdue and what is due next. Every number"
     " leads to its rows; choose an owner for one officer’s list."),
    ("See what changed", "{Changes} compares two updates of a plan word by word. {Watch list} shows what is overdue,"
     " dates that have passed, and text that was carried over unchanged."),
    ("Take it to a meeting", "{Briefing} collects everything that the plans say on a subject, as a Word file with"
     " footnotes. Answers and lists can be copied with their sources, or downloaded."),
    ("Keep up", "Save a question or a search, and {Saved} shows what is new for it whenever the documents change."),
)  # fmt: skip
MEANINGS = (
    (WORDS[Status.ANSWERED], "The plans answer your question, in the words quoted."),
    (
        WORDS[Status.PARTIAL],
        "The plans come close. What they don’t state is named below, or it isn’t certain that they answer.",
    ),
    (WORDS[Status.NOT_FOUND], "Nothing was found that answers your question. You are offered where else to look."),
    ("check", "A row that may have been read wrongly. Compare it with the document before you rely on it."),
    ("Overdue", "The row’s own due date has passed, and no status says that it is done."),
    ("Status not clear", "Nobody has said whether a status such as Blue means done. If you know, say so on Overview."),
    ("Update", "One issue of a plan, such as 2024-25. Searches use the latest unless you choose otherwise."),
    ("Row and item", "A row is one line of a plan’s table, such as 4.i. An item is one point in one of its columns."),
)
FORMATS = (
    ("PDF", "with text, tables over several pages included; scanned pages where the server has the program tesseract"),
    ("Word", ".docx, not the older .doc"),
    ("Excel and CSV", ".xlsx, not the older .xls; every sheet that is shown"),
    ("Web pages", ".html"),
    ("Text and Markdown", ".txt and .md, also as copied from a PDF"),
)
LIMITS_KNOWN = (
    "It quotes. It doesn’t judge, summarise or advise.",
    "It finds what a plan says. Whether that is true, or still true, is for you to check.",
    "A quote can be on the subject and still not answer the question. “Closest match” says so.",
    "Where a file’s own text is damaged, it guesses where one item ends and the next begins, and marks each guess.",
    "It reads English only.",
    "Whoever can open the app can read every document, unless documents belong to groups.",
)


def draw(service: Service) -> None:
    frame.draw_heading("Help")
    st.html(help_html(frame.days_stored(service)))
    st.html(SHORTCUT)


def help_html(days: str) -> str:
    """The whole page."""
    steps = "".join(f"<li><strong>{escape(title)}.</strong> {_linked(text)}</li>" for title, text in STEPS)
    stored = (
        f"Your questions are stored on the app’s own server for {days} after the last one of a conversation, and shown"
        " only to you. You can delete them on Ask at any time. What you save stays until you remove it. Whoever"
        " looks after the documents can read your feedback with its question. Nothing is sent anywhere else, unless"
        " your council runs a language model: Ask says so."
    )
    return (
        f'<article class="help"><h2>The first ten minutes</h2><ol>{steps}</ol>'
        f"<h2>What the words mean</h2>{_terms(MEANINGS)}"
        f"<h2>Files that can be read</h2>{_terms(FORMATS)}<p>{escape(LIMITS)}</p>"
        f"<h2>What it can’t do</h2><ul>{''.join(f'<li>{escape(each)}</li>' for each in LIMITS_KNOWN)}</ul>"
        f'<h2>Who sees what you ask</h2><p>{escape(stored)}</p><h2 class="keyboard">Keys</h2></article>'
    )


def _terms(pairs: Iterable[tuple[str, str]]) -> str:
    return f"<dl>{''.join(f'<dt>{escape(term)}</dt><dd>{escape(words)}</dd>' for term, words in pairs)}</dl>"


def _linked(text: str) -> str:
    """A text, escaped, whose names of pages in braces are links."""
    links = {name: f'<a href="{escape(to)}" data-follow="{escape(to)}">{name}</a>' for name, to in LINKS.items()}
    shown = escape(text)
    for name, link in links.items():
        shown = shown.replace(escape(f"{{{name}}}"), link)
    return shown
