"""Undoing the last update of the documents, and redoing it: what comes and goes is said first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from assistant.roles import Role
from assistant.screens.parts import frame
from assistant.screens.parts.asking_first import draw_asking_first
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import changing, may
from corpus.errors import PlansError
from corpus.records import Document, Standing

NAMED = 6  # files that a question names; more are counted
RESULT = "going-back-result"
FILES_STAY = "The files in the folder and staff’s corrections stay as they are."
BACK_AGAIN = "“Redo” brings the update back, until the documents are read again."


def draw_going_back(service: Service) -> None:
    """Buttons that undo the last update of the index, and redo it, where there is one to undo or to redo."""
    if may(Role.EDITOR):
        if service.can_go_back:
            draw_asking_first(
                "undo",
                "Undo last update",
                lambda: (
                    f"Undo the last update of the documents? {_comes_and_goes(service, service.documents_before)} "
                    f"{FILES_STAY} {BACK_AGAIN}"
                ),
                "Undo it",
                _go_back,
                service,
            )
        if service.can_redo:
            draw_asking_first(
                "redo",
                "Redo",
                lambda: (
                    f"Redo the update that was undone? {_comes_and_goes(service, service.documents_undone)} "
                    f"{FILES_STAY}"
                ),
                "Redo it",
                _redo,
                service,
            )
    if result := st.session_state.pop(RESULT, ""):
        frame.say(result)


def difference_words(now: Iterable[Document], then: Iterable[Document]) -> str:
    """What is in use `then` and not `now`, and the other way round: `No longer in use: a.txt. In use again: b.txt.`"""
    old, new = ({each.file: each for each in some if each.standing is Standing.USED} for some in (now, then))
    read_otherwise = [file for file in old if file in new and _read(old[file]) != _read(new[file])]
    parts = [
        ("No longer in use", [file for file in old if file not in new]),
        ("In use again", [file for file in new if file not in old]),
        ("As they were read before", read_otherwise),
    ]
    sentences = [f"{words}: {_named(files)}." for words, files in parts if files]
    return " ".join(sentences) or "The same files are in use, as they were read before."


def _read(document: Document) -> tuple[object, ...]:
    return document.digest, document.plan, document.update, document.rows


def _named(files: Sequence[str]) -> str:
    more = len(files) - NAMED
    return ", ".join(files[:NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _comes_and_goes(service: Service, then: Callable[[], Sequence[Document]]) -> str:
    """What comes and goes, as far as it can be told: an earlier index may be damaged."""
    try:
        return difference_words(service.assistant.library.documents if service.assistant else (), then())
    except PlansError as error:
        return str(error)


@changing("undid the last update of the documents")
def _go_back(service: Service) -> str | None:
    return _changed(service.go_back, "Undone: the documents are in use as they were before the last update.")


@changing("redid an update of the documents")
def _redo(service: Service) -> str | None:
    return _changed(service.redo, "Redone: the documents are in use as they were before you pressed Undo.")


def _changed(change: Callable[[], None], success: str) -> str | None:
    try:
        change()
    except PlansError as error:
        st.session_state[RESULT] = str(error)
        return None
    st.session_state[RESULT] = success
    return ""
