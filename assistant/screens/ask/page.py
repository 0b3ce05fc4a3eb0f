"""Ask: questions and their answers on the left; on the right, or below on a phone, the sources."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import streamlit as st

from assistant import Answer, Assistant, Filters, Status
from assistant.briefing.requests import briefing_asked
from assistant.drafting.draft import CHECKED, Draft, can_be_worded, passages
from assistant.exports.quoted import day_words
from assistant.questions.limits import limits
from assistant.screens.ask import conversation_list
from assistant.screens.ask.cards import (
    further_html,
    head_html,
    next_steps_html,
    plans_html,
    quotes_html,
    sources_html,
)
from assistant.screens.ask.drafts import Drafting, draw_draft
from assistant.screens.ask.examples import example_questions
from assistant.screens.ask.feedback_form import draw_reason, draw_verdict
from assistant.screens.parts import frame
from assistant.screens.parts.acronyms import Acronyms
from assistant.screens.parts.cards import (
    SHORTCUT,
    Marks,
    briefing_link_html,
    copy_link_html,
    link_html,
    newer_html,
    row_html,
)
from assistant.screens.parts.choices import with_latest_choices
from assistant.screens.parts.downloads import draw_answer, draw_link
from assistant.screens.parts.filters import draw_filters, searched_words
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.page_image import draw_page
from assistant.screens.parts.per_generation import per_generation
from assistant.screens.parts.rows import find_row
from assistant.screens.parts.saving import draw_save
from assistant.screens.parts.text import escape, shortened
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import noting, visitor
from assistant.store.conversations import Conversation, Turn
from assistant.store.saved import Kind
from corpus.errors import NotStored, PlansError
from corpus.library import ALL
from corpus.records import Citation

LONGEST_QUESTION = 2_000
LONGEST_LIMIT = 48  # characters of what a question is about only: a phone's line
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
        st.button(f"Show the {first:,} before", on_click=_show_all_turns, args=(conversation.id,))
    for number, turn in enumerate(turns[first:], start=first + 1):
        with st.container(key=f"turn-{number}"):
            _draw_turn(service, assistant, conversation, number, turn)


def _show_all_turns(id: str) -> None:
    st.session_state["all-turns"] = id


def _draw_turn(service: Service, assistant: Assistant, conversation: Conversation, number: int, turn: Turn) -> None:
    heading, place = st.empty(), st.empty()
    heading.html(_question_html(turn))
    if turn.waiting:
        with place.container():
            frame.say(LOOKING if service.loaded else LOADING)
        _answer(service, conversation, turn)
    with place.container():
        if briefed := _briefing_html(assistant, turn.question):
            st.html(briefed)
        _draw_answer(service, assistant, conversation, number, turn)
    heading.html(_question_html(turn))  # a second time, because only now the page is long enough to scroll to it


def _briefing_html(assistant: Assistant, question: str) -> str:
    """A link to the briefing, or to the two side by side, that a question asks for; "" for any other question."""
    asked = briefing_asked(question, assistant.plans())
    if asked is None:
        return ""
    one, other = asked
    words = f"{one.title} and {other.title}, side by side" if other else f"Briefing: {one.title}"
    return f'<p class="links"><strong>{briefing_link_html(words, one, other)}</strong></p>'


def _question_html(turn: Turn) -> str:
    literally = '<span class="place"> (exactly as typed)</span>' if turn.literally else ""
    return (
        f'<h2 class="question{" waiting" if turn.waiting else ""}" data-show="start"><span class="unseen">You asked: '
        f"</span>{escape(turn.question)}{literally}</h2>"
    )


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


def _draw_answer(service: Service, assistant: Assistant, conversation: Conversation, number: int, turn: Turn) -> None:
    answer = turn.answer
    if answer is None:
        st.warning(escape(turn.refused))
        return
    drafting: Drafting | None = st.session_state.get("drafts", {}).get(turn.id)
    draft = drafting.draft if drafting else turn.draft
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.html(head_html(answer, number, turn.looked))
        _draw_limits(conversation, turn, answer)
        _draw_again(assistant, conversation, turn, answer)
        draw_draft(number, turn, drafting)
        if shown := f"{quotes_html(answer, number, len(assistant.plans()) > 1)}{further_html(answer)}":
            st.html(shown)
        if answer.status is Status.NOT_FOUND:
            _draw_next_steps(assistant, conversation, turn)
        _draw_below(service, assistant, turn, answer, draft)
    further = draft.further(answer) if draft else ()
    if sources := sources_html(answer, number, further, lambda cited: _newer(assistant, cited)):
        right.html(sources)


def _newer(assistant: Assistant, cited: Citation) -> str:
    return newer_html(assistant.lineage.since(cited.row_key))


def _draw_below(service: Service, assistant: Assistant, turn: Turn, answer: Answer, draft: Draft | None) -> None:
    """What users can do with an answer: download or share it, and say whether it was useful."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"below-{turn.id}"):
        draw_link(turn)
        if answer.claims:
            draw_answer(assistant, turn, answer, draft)
        given = draw_verdict(service, turn, answer)
        draw_save(service, assistant, Kind.QUESTION, turn.complete, turn.filters, below=f"{turn.id}-")
    draw_reason(service, turn, answer, given)


def _draw_limits(conversation: Conversation, turn: Turn, answer: Answer) -> None:
    """What the question was understood to be about only, each to be taken out: it is then asked without."""
    found = limits(answer.query) if answer.query and not turn.literally else []
    if not found:
        return
    with st.container(horizontal=True, horizontal_alignment="left", gap="small", key=f"limits-{turn.id}"):
        for number, limit in enumerate(found):
            words = f"Only {limit.name.lower()}: {shortened(limit.value, LONGEST_LIMIT)}"
            st.button(
                escape(words),
                key=f"limit-{turn.id}-{number}",
                icon=":material/close:",
                icon_position="right",
                help=escape(f"Ask without it: {limit.without}"),
                on_click=_ask_without,
                args=(conversation, turn, limit.without),
            )


def _ask_without(conversation: Conversation, turn: Turn, question: str) -> None:
    conversation.turns.append(Turn(question, turn.filters, after=turn.after))


def _draw_again(assistant: Assistant, conversation: Conversation, turn: Turn, answer: Answer) -> None:
    """Ways to ask again: exactly as typed, if the question was reworded; and from the documents as they are now."""
    if answer.understood and not turn.literally:
        args = conversation, turn, True
        with st.container(horizontal=True, key=f"below-head-{turn.id}"):
            st.button("Answer exactly as typed", key=f"literally-{turn.id}", on_click=_ask_again, args=args)
            st.button("Change the question", key=f"change-{turn.id}", on_click=_edit, args=(turn,))
    if turn.generation != assistant.generation:
        day = day_words(turn.asked.astimezone().date())
        st.html(f'<p class="newer">Answered on {day}. The documents have been read again since.</p>')
        args = conversation, turn, turn.literally
        st.button("Ask again", key=f"again-{turn.id}", on_click=_ask_again, args=args)


def _ask_again(conversation: Conversation, turn: Turn, literally: bool, filters: Filters | None = None) -> None:
    """The same question as a further turn, perhaps elsewhere: the earlier answer stays as it is."""
    conversation.turns.append(Turn(turn.question, filters or turn.filters, literally, after=turn.after))


def _edit(turn: Turn) -> None:
    """Put the question into the field, for the user to change and send."""
    st.session_state["typed"] = turn.question


def _draw_next_steps(assistant: Assistant, conversation: Conversation, turn: Turn) -> None:
    """What to do when nothing was found: search for the words, and look wherever hasn't been looked."""
    st.html(next_steps_html(turn.complete))
    everywhere = Filters(update=ALL)
    if turn.filters != everywhere and (turn.filters != Filters() or any(len(p.updates) > 1 for p in assistant.plans())):
        args = conversation, turn, turn.literally, everywhere
        words = "Look in all plans and earlier updates"
        st.button(words, key=f"everywhere-{turn.id}", on_click=_ask_again, args=args)


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
    shown = row_html(row, Marks.of_citation(citation), acronyms=Acronyms.of(assistant.glossary))
    st.html(f'<p class="place">{escape(row.plan)}</p>{_newer(assistant, citation)}{shown}<p class="links">{links}</p>')
    draw_page(service, assistant, citation)
