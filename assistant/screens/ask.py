"""Ask: questions on the left, with what the documents say; on the right, below on a phone, where they say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from assistant import Answer, Assistant, Filters
from assistant.screens import frame
from assistant.screens.answer_cards import answer_html, further_html, sources_html
from assistant.screens.cards import Marks, link_html, row_html
from assistant.screens.examples import example_questions
from assistant.screens.links import RowLink
from assistant.screens.page_view import draw_page
from assistant.screens.plan_board import ALL, find_row
from assistant.screens.service import Service
from assistant.screens.text import escape
from corpus.errors import PlansError
from corpus.records import Citation

LONGEST_QUESTION = 2_000
LOOKING = "Looking in the documents."
LOADING = "Getting ready: this takes a few seconds after a start. Your question will be answered as soon as it is done."


@dataclass(slots=True)
class Turn:
    """A question of this conversation; saved before it is answered, so that a click meanwhile loses nothing."""

    question: str
    filters: Filters
    answer: Answer | None = None
    refused: str = ""  # why there is no answer, as a message for people

    @property
    def waiting(self) -> bool:
        return self.answer is None and not self.refused


def draw(service: Service) -> None:
    frame.draw_heading("Ask the plans")
    frame.draw_building(service.rebuild)
    assistant = service.assistant
    if assistant is None or not assistant.plans():
        frame.draw_nothing_yet(service)
        return
    turns: list[Turn] = st.session_state.setdefault("turns", [])
    filters = _draw_filters(assistant)
    with st.bottom:
        typed = st.chat_input("Your question", key="typed", max_chars=LONGEST_QUESTION)
    question = typed or st.session_state.pop("example", "")
    if question:
        turns.append(Turn(question, filters))
    if not turns:
        _draw_welcome(assistant)
    for number, turn in enumerate(turns, start=1):
        with st.container(key=f"turn-{number}"):
            _draw_turn(service, number, turn, turns[: number - 1])
    _open_source(service, assistant, turns)


def _draw_welcome(assistant: Assistant) -> None:
    plans = assistant.plans()
    st.html(
        "<p>Answers are quoted word for word from the documents, with the place where each quote stands.</p>"
        f"<p>In use: {', '.join(f'{escape(plan.name)} ({escape(plan.latest.name)} update)' for plan in plans)}.</p>"
    )
    st.header("Questions to begin with", anchor=False)
    rows = assistant.library.rows()
    for number, example in enumerate(example_questions(rows)):
        st.button(escape(example), key=f"example-{number}", on_click=_ask_example, args=(example,))


def _ask_example(example: str) -> None:
    st.session_state["example"] = example


def _draw_turn(service: Service, number: int, turn: Turn, earlier: Sequence[Turn]) -> None:
    st.html(
        f'<h2 class="question" data-show="start"><span class="unseen">You asked: </span>{escape(turn.question)}</h2>'
    )
    place = st.empty()
    if turn.waiting:
        with place.container():
            frame.say(LOOKING if service.loaded else LOADING)
        _answer(service, turn, earlier)
    with place.container():
        _draw_answer(number, turn)


def _answer(service: Service, turn: Turn, earlier: Sequence[Turn]) -> None:
    history = [(past.question, past.answer) for past in earlier if past.answer]
    try:
        turn.answer = service.ask(turn.question, history, turn.filters)
    except PlansError as error:
        turn.refused = str(error)


def _draw_answer(number: int, turn: Turn) -> None:
    if turn.answer is None:
        st.warning(escape(turn.refused))
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.html(answer_html(turn.answer, number, turn.filters) + further_html(turn.answer))
    if turn.answer.citations:
        with right:
            st.html(sources_html(turn.answer, number))


def _draw_filters(assistant: Assistant) -> Filters:
    """Where to look; the choice holds for the questions asked from now on."""
    library = assistant.library
    with st.sidebar:
        st.subheader("Where to look", anchor=False)
        names = [plan.name for plan in library.plans]
        plan = _choose("Plan", "plan", names) if len(names) > 1 else None
        chosen = [found for found in library.plans if plan in (None, found.name)]
        updates = list(dict.fromkeys(update.name for found in chosen for update in reversed(found.updates)))
        update = st.selectbox("Update", ["latest", "all", *updates], format_func=_update_words, key="ask-update")
        rows = library.rows(update, plan)
        category = _choose("Category", "category", list(dict.fromkeys(row.category.label for row in rows)))
        headings = dict.fromkeys(column.heading for row in rows for column in row.columns if column.heading)
        column = _choose("Column", "column", list(headings))
    return Filters(category=category, column=column, plan=plan, update=update)


def _choose(label: str, name: str, options: Sequence[str]) -> str | None:
    chosen = st.selectbox(label, [ALL, *filter(None, options)], key=f"ask-{name}")
    return None if chosen == ALL else chosen


def _update_words(name: str) -> str:
    return {"latest": "Latest", "all": "All updates"}.get(name, name)


def _open_source(service: Service, assistant: Assistant, turns: Sequence[Turn]) -> None:
    """The drawer for the citation just followed, `#source-2-1`: the second question's first source."""
    turn, _, source = frame.take_followed("#source-").partition("-")
    if turn and (answer := turns[int(turn) - 1].answer):
        citation = answer.citations[int(source) - 1]
        st.dialog(f"Source {source}", width="medium", position="right")(_draw_source)(service, assistant, citation)


def _draw_source(service: Service, assistant: Assistant, citation: Citation) -> None:
    link = RowLink.of_citation(citation)
    row = find_row(assistant.plans(), link)
    if isinstance(row, str):
        st.warning(escape(row))
        return
    st.html(
        f'{row_html(row, Marks.of_citation(citation))}<p class="links">{link_html("Open this row in Browse", link)}</p>'
    )
    draw_page(service, assistant, citation)
