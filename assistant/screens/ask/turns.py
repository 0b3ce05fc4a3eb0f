"""An answered question on the page: the latest in full; of earlier ones, what can be done with them is folded away."""

from __future__ import annotations

import streamlit as st

from assistant import Answer, Assistant, Filters, Status
from assistant.briefing.requests import briefing_asked
from assistant.drafting.draft import Draft
from assistant.exports.quoted import day_words
from assistant.screens.ask.cards import (
    beside_html,
    further_html,
    head_html,
    limit_words,
    limits_html,
    next_steps_html,
    quotes_html,
    sources_html,
)
from assistant.screens.ask.drafts import Drafting, draft_html, draw_draft
from assistant.screens.ask.feedback_form import draw_reason, draw_verdict
from assistant.screens.ask.limits import Limit, limits
from assistant.screens.parts.cards import briefing_link_html, newer_html
from assistant.screens.parts.downloads import draw_answer, draw_link
from assistant.screens.parts.saving import draw_save
from assistant.screens.parts.text import escape
from assistant.screens.server.service import Service
from assistant.store.conversations import Conversation, Turn
from assistant.store.saved import Kind
from corpus.library import ALL

FOLDED = "Copy, download, save or ask again"


def question_html(turn: Turn) -> str:
    literally = '<span class="place"> (exactly as typed)</span>' if turn.literally else ""
    return (
        f'<h2 class="question{" waiting" if turn.waiting else ""}" data-show="start"><span class="unseen">You asked: '
        f"</span>{escape(turn.question)}{literally}</h2>"
    )


def being_worded(turn: Turn) -> bool:
    """Whether a language model is still writing of a turn's answer."""
    drafting = _drafting_of(turn)
    return drafting is not None and drafting.draft is None


def _drafting_of(turn: Turn) -> Drafting | None:
    """What a language model is writing of a turn's answer in this session, or wrote; None for nothing."""
    found: Drafting | None = st.session_state.get("drafts", {}).get(turn.id)
    return found


def draw_in_full(service: Service, assistant: Assistant, conversation: Conversation, number: int, turn: Turn) -> None:
    """An answer, the `number`-th of its conversation, below its question; or why there is none."""
    if briefed := _briefing_html(assistant, turn.question):
        st.html(briefed)
    answer, drafting = turn.answer, _drafting_of(turn)
    if answer is None:
        st.warning(escape(turn.refused))
        return
    draft = drafting.draft if drafting else turn.draft
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.html(_head_html(assistant, number, turn, answer))
        _draw_limits(conversation, turn, answer)
        _draw_again(assistant, conversation, turn, answer)
        draw_draft(number, turn, drafting)
        if found := _found_html(assistant, number, turn, answer):
            st.html(found)
        _draw_below(service, assistant, conversation, turn, answer, draft)
    if sources := _sources_html(assistant, number, answer, draft):
        right.html(sources)


def draw_folded(
    service: Service, assistant: Assistant, conversation: Conversation, number: int, turn: Turn, answer: Answer
) -> None:
    """An earlier question with its answer, as one element, and one that opens: each click on the page draws all of its
    turns again, and each element costs the server about half a millisecond."""
    drafting = _drafting_of(turn)
    draft = drafting.draft if drafting else turn.draft
    worded = draft_html(draft, number) if draft else ""
    head, found = _head_html(assistant, number, turn, answer), _found_html(assistant, number, turn, answer)
    left = f"{head}{limits_html(_limits(turn, answer))}{worded}{found}"
    shown = beside_html(left, _sources_html(assistant, number, answer, draft))
    st.html(f"{question_html(turn)}{_briefing_html(assistant, turn.question)}{shown}")
    below = st.expander(FOLDED, key=f"folded-{turn.id}", on_change="rerun")
    if below.open:
        with below:
            _draw_limits(conversation, turn, answer)
            _draw_again(assistant, conversation, turn, answer)
            _draw_below(service, assistant, conversation, turn, answer, draft)


def _briefing_html(assistant: Assistant, question: str) -> str:
    """That a question asks for a briefing, or for two things side by side, with the link; "" for any other question."""
    asked = briefing_asked(question, assistant.plans())
    if asked is None:
        return ""
    one, other = asked
    if other:
        told, words = "You asked for two things side by side.", f"Open {one.title} and {other.title}, side by side"
    else:
        told, words = "You asked for a briefing.", f"Open the briefing: {one.title}"
    link = briefing_link_html(words, one, other)
    more = "It has all that the plans say, and a Word file with footnotes; the quotes below are only the closest."
    return f'<p class="newer">{told} <strong>{link}</strong><br>{more}</p>'


def _head_html(assistant: Assistant, number: int, turn: Turn, answer: Answer) -> str:
    head = head_html(answer, number, turn.looked)
    if turn.generation == assistant.generation:
        return head
    day = day_words(turn.asked.astimezone().date())
    return f'{head}<p class="newer">Answered on {day}. The documents have been read again since.</p>'


def _found_html(assistant: Assistant, number: int, turn: Turn, answer: Answer) -> str:
    elsewhere = next_steps_html(turn.complete) if answer.status is Status.NOT_FOUND else ""
    return f"{quotes_html(answer, number, len(assistant.plans()) > 1)}{further_html(answer)}{elsewhere}"


def _sources_html(assistant: Assistant, number: int, answer: Answer, draft: Draft | None) -> str:
    further = draft.further(answer) if draft else ()
    lineage = assistant.lineage
    return sources_html(answer, number, further, lambda cited: newer_html(lineage.since(cited.row_key)))


def _draw_below(
    service: Service, assistant: Assistant, conversation: Conversation, turn: Turn, answer: Answer, draft: Draft | None
) -> None:
    """What users can do with an answer: look elsewhere, download or share it, and say whether it was useful."""
    _draw_elsewhere(assistant, conversation, turn, answer)
    with st.container(horizontal=True, vertical_alignment="center", key=f"below-{turn.id}"):
        draw_link(turn)
        if answer.claims:
            draw_answer(assistant, turn, answer, draft)
        given = draw_verdict(service, turn, answer)
        draw_save(service, assistant, Kind.QUESTION, turn.complete, turn.filters, below=f"{turn.id}-")
    draw_reason(service, turn, answer, given)


def _limits(turn: Turn, answer: Answer) -> list[Limit]:
    """What the question was understood to be about only."""
    return limits(answer.query) if answer.query and not turn.literally else []


def _draw_limits(conversation: Conversation, turn: Turn, answer: Answer) -> None:
    """What the question was understood to be about only, each to be taken out: it is then asked without."""
    found = _limits(turn, answer)
    if not found:
        return
    with st.container(horizontal=True, horizontal_alignment="left", gap="small", key=f"limits-{turn.id}"):
        for number, limit in enumerate(found):
            st.button(
                escape(limit_words(limit)),
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
    reworded, newer = bool(answer.understood) and not turn.literally, turn.generation != assistant.generation
    if not (reworded or newer):
        return
    with st.container(horizontal=True, key=f"below-head-{turn.id}"):
        if reworded:
            args = conversation, turn, True
            st.button("Answer exactly as typed", key=f"literally-{turn.id}", on_click=_ask_again, args=args)
            st.button("Change the question", key=f"change-{turn.id}", on_click=_edit, args=(turn,))
        if newer:
            args = conversation, turn, turn.literally
            st.button("Ask again", key=f"again-{turn.id}", on_click=_ask_again, args=args)


def _ask_again(conversation: Conversation, turn: Turn, literally: bool, filters: Filters | None = None) -> None:
    """The same question as a further turn, perhaps elsewhere: the earlier answer stays as it is."""
    conversation.turns.append(Turn(turn.question, filters or turn.filters, literally, after=turn.after))


def _edit(turn: Turn) -> None:
    """Put the question into the field, for the user to change and send."""
    st.session_state["typed"] = turn.question


def _draw_elsewhere(assistant: Assistant, conversation: Conversation, turn: Turn, answer: Answer) -> None:
    """When nothing was found: a button that looks wherever hasn't been looked."""
    everywhere = Filters(update=ALL)
    if answer.status is not Status.NOT_FOUND or turn.filters == everywhere:
        return
    if turn.filters != Filters() or any(len(plan.updates) > 1 for plan in assistant.plans()):
        args = conversation, turn, turn.literally, everywhere
        words = "Look in all plans and earlier updates"
        st.button(words, key=f"everywhere-{turn.id}", on_click=_ask_again, args=args)
