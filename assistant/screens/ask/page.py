"""Ask: questions and their answers on the left; on the right, or below on a phone, the sources."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from assistant import Assistant
from assistant.drafting.draft import CHECKED, Draft, can_be_worded, passages
from assistant.screens.ask import conversation_list
from assistant.screens.ask.cards import plans_html
from assistant.screens.ask.drafts import Drafting
from assistant.screens.ask.examples import example_questions
from assistant.screens.ask.turns import being_worded, draw_folded, draw_in_full, question_html
from assistant.screens.parts import frame
from assistant.screens.parts.acronyms import Acronyms
from assistant.screens.parts.cards import SHORTCUT, Marks, copy_link_html, link_html, newer_html, row_html
from assistant.screens.parts.choices import with_latest_choices
from assistant.screens.parts.filters import draw_filters, searched_words
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.page_image import draw_page
from assistant.screens.parts.per_generation import per_generation
from assistant.screens.parts.rows import find_row
from assistant.screens.parts.text import escape
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import noting, visitor
from assistant.store.conversations import Conversation, Turn
from corpus.errors import NotStored, PlansError
from corpus.records import Citation

LONGEST_QUESTION = 2_000
AT_ONCE = 6  # turns shown: every click redraws them all; older ones open on request
LOOKING = "Searching the documents."
LOADING = "Getting ready: this takes a few seconds after a start. Your question will then be answered."


def draw(service: Service) -> None:
    assistant = frame.begin(service, "Ask the plans")
    if assistant is None:
        return
    conversation = conversation_list.current(service)
    with st.sidebar:
        conversations = st.container()
        filters = draw_filters(assistant)
        _draw_language_model(service)
    if question := st.session_state.pop("asked", "") or _asked_by_address():
        conversation.turns.append(Turn(question, filters, after=len(conversation.turns)))
    with st.bottom if conversation.turns else st.container():  # under the title until something has been asked
        st.chat_input("Your question", key="typed", max_chars=LONGEST_QUESTION, on_submit=_ask_typed)
    conversation_list.draw_not_there(conversation)
    conversation_list.name_question(conversation)
    if not conversation.turns:
        _draw_welcome(service, assistant)
    _draw_turns(service, assistant, conversation)
    with conversations:
        conversation_list.draw_conversations(service, conversation)
    _open_source(service, assistant, conversation.turns)


def _draw_welcome(service: Service, assistant: Assistant) -> None:
    st.html(SHORTCUT)
    st.html(plans_html(assistant.plans()))
    st.header("Questions to start with", anchor=False)
    for number, example in enumerate(_examples(assistant)):
        st.button(escape(example), key=f"example-{number}", on_click=_ask_example, args=(example,))
    st.html(f'<p class="place">{escape(conversation_list.WELCOME.format(frame.days_stored(service)))}</p>')


@per_generation
def _examples(assistant: Assistant) -> Sequence[str]:
    return example_questions(assistant.library.rows())


def _asked_by_address() -> str:
    """The question in a colleague's link, returned once: Back and reruns don't ask it again."""
    question = st.query_params.get("q", "")
    if conversation_list.PARAMETER in st.query_params or question == st.session_state.get("asked-by-address", ""):
        return ""
    st.session_state["asked-by-address"] = question
    return question


def _ask_example(example: str) -> None:
    st.session_state["asked"] = example


def _ask_typed() -> None:
    with_latest_choices()
    st.session_state["asked"] = str(st.session_state["typed"] or "").strip()


def _draw_language_model(service: Service) -> None:
    """In the sidebar: that a language model is on, and which."""
    if service.language_model:
        st.subheader("Language model", anchor=False)
        words = f"On: {service.language_model.name}. It is sent your question and the quotes found; {CHECKED}."
        st.html(f'<p class="place">{escape(words)}</p>')
    elif service.language_model_trouble:
        st.warning(escape(service.language_model_trouble))


def _draw_turns(service: Service, assistant: Assistant, conversation: Conversation) -> None:
    turns = conversation.turns
    first = 0 if st.session_state.get("all-turns") == conversation.id else max(0, len(turns) - AT_ONCE)
    if first:
        st.button(f"Show the {first:,} before", on_click=_show_all_turns, args=(service, conversation))
        _lighten(turns, first)
    for number, turn in enumerate(turns[first:], start=first + 1):
        with st.container(key=f"turn-{number}"):
            if turn is turns[-1] or turn.answer is None or being_worded(turn):
                _draw_turn(service, assistant, conversation, number, turn)
            else:
                draw_folded(service, assistant, conversation, number, turn, turn.answer)


def _show_all_turns(service: Service, conversation: Conversation) -> None:
    stored = conversation_list.opened(service, conversation.id)
    if stored is None:
        return  # the sidebar says why
    st.session_state["all-turns"] = conversation.id
    whole = {turn.id: turn for turn in stored.turns}
    conversation.turns = [whole.get(turn.id, turn) for turn in conversation.turns]


def _lighten(turns: Sequence[Turn], first: int) -> None:
    """Of the turns before the first that is shown, keep only what further questions look back at, 1.5 kB each: the rest
    is stored, and took 5 kB more, or 28 with the passages that were found."""
    if st.session_state.get(conversation_list.SOME_NOT_STORED):
        return
    gone_on_from = {turn.after - 1 for turn in turns[first:]}  # by questions that can be asked again
    for at, turn in enumerate(turns[:first]):
        if turn.answer and turn.answer.text and at not in gone_on_from and not being_worded(turn):
            turn.answer = replace(turn.answer, text="", claims=(), hits=(), query=None)
            turn.draft = None
            st.session_state.get("drafts", {}).pop(turn.id, None)


def _draw_turn(service: Service, assistant: Assistant, conversation: Conversation, number: int, turn: Turn) -> None:
    heading, place = st.empty(), st.empty()
    heading.html(question_html(turn))
    if turn.waiting:
        with place.container():
            frame.say(LOOKING if service.loaded else LOADING)
        _answer(service, conversation, turn)
    with place.container():
        draw_in_full(service, assistant, conversation, number, turn)
    heading.html(question_html(turn))  # a second time, because only now the page is long enough to scroll to it


def _answer(service: Service, conversation: Conversation, turn: Turn) -> None:
    """Answer a turn and store it; a language model, if one is on, begins to write.

    Streamlit interrupts a script only when it calls Streamlit, so nothing between the first line and the last does: a
    click meanwhile can't leave the work half done.
    """
    owner, drafts = visitor(), st.session_state.setdefault("drafts", {})
    noting()("asked", service.audit.masked(turn.question))
    history = [(before.question, before.answer) for before in conversation.turns[: turn.after] if before.answer]
    try:
        assistant = service.ready()
        with service.questions.answering(owner):
            turn.answer = assistant.ask(turn.question, history, turn.filters, literally=turn.literally)
        turn.generation = assistant.generation
        turn.looked = searched_words(assistant.library, turn.filters)
    except PlansError as error:
        turn.refused = str(error)
    trouble = conversation_list.store(service, owner, conversation, turn)
    if service.language_model and turn.answer and can_be_worded(turn.answer):
        asked = turn.answer.asked or turn.question
        drafts[turn.id] = Drafting(asked, turn.answer, service.language_model, _storing(service, turn))
    conversation_list.show_in_address(conversation, turn, trouble)


def _storing(service: Service, turn: Turn) -> Callable[[Draft], None]:
    """A function that a draft's thread calls at its end: it stores the draft with its turn."""

    def store(draft: Draft) -> None:
        turn.draft = draft
        try:
            service.conversations.update(turn)
        except NotStored as error:
            logging.warning("%s", error)  # the sidebar said so when the answer itself couldn't be stored

    return store


def _open_source(service: Service, assistant: Assistant, turns: Sequence[Turn]) -> None:
    """The drawer for the citation just clicked: `#source-2-1` is the second question's first source."""
    turn, _, source = frame.take_followed("#source-").partition("-")
    answer = turns[int(turn) - 1].answer if turn and int(turn) <= len(turns) else None
    st.session_state[frame.DRAWER] = answer is not None
    if answer:
        citations = answer.citations if int(source) <= len(answer.citations) else passages(answer)
        citation = citations[int(source) - 1]
        drawer = st.dialog(f"Source {source}", width="medium", position="right", on_dismiss="rerun")
        drawer(_draw_source)(service, assistant, citation)


def _draw_source(service: Service, assistant: Assistant, citation: Citation) -> None:
    link = RowLink.of_citation(citation)
    row = find_row(assistant.plans(), link)
    if isinstance(row, str):
        st.warning(escape(row))
        return
    links = f"{link_html('Open this row in Browse', link)}{copy_link_html('Copy link', link.address)}"
    newer = newer_html(assistant.lineage.since(citation.row_key))
    shown = row_html(row, Marks.of_citation(citation), acronyms=Acronyms.of(assistant.glossary))
    st.html(f'<p class="place">{escape(row.plan)}</p>{newer}{shown}<p class="links">{links}</p>')
    draw_page(service, assistant, citation)
