"""A language model's wording of an answer on the screen: written in a thread, shown sentence by sentence."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator

import streamlit as st

from assistant import Answer
from assistant.drafting.draft import QUOTES_STAND, Draft, Sentence, Writer, draft, passages
from assistant.screens.ask.cards import number_html
from assistant.screens.parts.frame import DRAWER
from assistant.screens.parts.text import count, escape
from assistant.store.conversations import Turn
from corpus.errors import NoReply
from corpus.records import Citation

SECONDS_BETWEEN_LOOKS = 0.3  # often enough to show each sentence as it is written
STOPPED = "You stopped the language model."
UNEXPECTED = "Something unexpected went wrong with the language model; the server’s log has the details."


class Drafting:
    """A draft being written in a thread of its own, so that no click on the page interrupts it.

    `draft` is None until it has ended; then `ended` is called with it.
    """

    def __init__(self, question: str, answer: Answer, model: Writer, ended: Callable[[Draft], None]) -> None:
        self.writer = model.name
        self.sources = passages(answer)
        self.draft: Draft | None = None
        self._sentences: list[Sentence] = []
        self._ended = ended
        self._ending = threading.Lock()
        self._stopped = threading.Event()
        writer = _Stoppable(model, self._stopped)
        threading.Thread(target=self._write, args=(question, answer, writer), name="draft", daemon=True).start()

    @property
    def so_far(self) -> Draft:
        """The draft as it can be shown now."""
        return self.draft or Draft(tuple(self._sentences), "", self.sources, self.writer)

    def stop(self) -> None:
        """End with the sentences received so far; the model is cut off at its next word, or at its time limit."""
        self._stopped.set()
        sentences = tuple(self._sentences)
        supported = any(sentence.supported for sentence in sentences)
        note = STOPPED if supported else f"{STOPPED} {QUOTES_STAND}"
        self._end(Draft(sentences if supported else (), note, self.sources, self.writer))

    def _write(self, question: str, answer: Answer, writer: Writer) -> None:
        try:
            self._end(draft(question, answer, writer, self._sentences.append))
        except Exception:
            logging.exception("wording an answer")
            self._end(Draft(note=f"{UNEXPECTED} {QUOTES_STAND}", writer=self.writer))

    def _end(self, draft: Draft) -> None:
        with self._ending:
            if self.draft is None:
                self.draft = draft
                self._ended(draft)


class _Stoppable:
    """A writer whose reply ends as soon as it is stopped."""

    def __init__(self, model: Writer, stopped: threading.Event) -> None:
        self._model = model
        self._stopped = stopped

    @property
    def name(self) -> str:
        return self._model.name

    def reply(self, instructions: str, material: str) -> Iterator[str]:
        for piece in self._model.reply(instructions, material):
            if self._stopped.is_set():
                raise NoReply(STOPPED)
            yield piece


def draw_draft(number: int, turn: Turn, drafting: Drafting | None) -> None:
    """The draft of a turn; while it is being written, it is redrawn every moment, with a button that stops it."""
    if drafting is None:
        if turn.draft:
            st.html(draft_html(turn.draft, number))
        return
    live = drafting.draft is None

    def look() -> None:
        st.html(draft_html(drafting.so_far, number, ended=drafting.draft is not None))
        if drafting.draft is None:
            st.button("Stop", key=f"stop-{turn.id}", on_click=drafting.stop)
        elif live and not st.session_state.get(DRAWER):
            st.rerun()  # but not while a drawer is open, because it would close

    st.fragment(look, run_every=SECONDS_BETWEEN_LOOKS if live else None)()


def draft_html(draft: Draft, turn: int, ended: bool = True) -> str:
    """Who wrote it and that it is checked; each sentence with its sources, or struck out; the note."""
    if not (draft.sentences or draft.note or draft.writer):
        return ""
    head = f'<p class="over">{escape(draft.credit)}</p>' if draft.sentences or not ended else ""
    body = "".join(_sentence_html(sentence, draft.sources, turn) for sentence in draft.sentences)
    waiting = '<p class="place">Writing …</p>' if not ended else ""
    note = f'<p class="place">{escape(draft.note)}</p>' if draft.note else ""
    announced = f' data-say="{escape(_announcement(draft))}"' if ended else ""
    return f'<section class="worded" aria-label="In a few words"{announced}>{head}{body}{waiting}{note}</section>'


def _sentence_html(sentence: Sentence, sources: tuple[Citation, ...], turn: int) -> str:
    if sentence.supported:
        numbers = " ".join(number_html(turn, number, sources[number - 1]) for number in sentence.sources)
        return f"<p>{escape(sentence.text)} {numbers}</p>"
    return (
        f'<p class="unsupported"><span class="unseen">Struck out: </span><del>{escape(sentence.text)}</del> '
        f'<span class="badge">not in the documents</span> <span class="place">{escape(sentence.reason)}</span></p>'
    )


def _announcement(draft: Draft) -> str:
    """What a screen reader reads out at the end."""
    if not draft.sentences:
        return draft.note
    struck = sum(not sentence.supported for sentence in draft.sentences)
    written = f"Written by {draft.writer}: {count(len(draft.sentences), 'sentence')}"
    return f"{written}, {struck} struck out as not in the documents." if struck else f"{written}."
