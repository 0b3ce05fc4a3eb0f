"""Conversations in the sidebar: starting a new one, and finding, reopening, renaming and deleting earlier ones.

The address names the conversation that is shown, so that Back and a reload return to it. If nothing can be stored,
questions are answered all the same.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.exports.quoted import day_words
from assistant.screens.ask.history import history_csv
from assistant.screens.parts import frame
from assistant.screens.parts.asking_first import draw_asking_first
from assistant.screens.parts.choices import write_address
from assistant.screens.parts.downloads import CSV_TYPE, draw_download
from assistant.screens.parts.text import count, escape
from assistant.screens.server.service import Service
from assistant.screens.server.visitor import visitor
from assistant.store.conversations import LONGEST_NAME, Conversation, ConversationSummary, Turn
from corpus.errors import NotStored

PARAMETER = "conversation"
AT_ONCE = 6
MANY = 5  # conversations from which a search field is shown: fewer are seen at a glance
NOT_THERE = (
    "You have no conversation with this address: it was deleted, or it belongs to somebody else or to another browser."
    " You can ask below."
)
NOT_STORED = "Conversations can’t be stored at the moment; your questions are lost when you close the page: {}"
STORED = (
    "Stored on the app’s own server until you delete them, or for {} after the last question, and shown only to you."
    " Whoever runs the server can read them: delete any that name a child."
)
WELCOME = (
    "Your questions are stored with their answers for {}, so that you can come back to them. You can delete them"
    " at any time."
)
EVERY = "every"  # in place of a conversation's id
SOME_NOT_STORED = "some-not-stored"  # whether an answer of this page is nowhere but in its memory


def current(service: Service) -> Conversation:
    """The conversation that the address names, or the one that this session is in."""
    shown: Conversation = st.session_state.setdefault("conversation", Conversation())
    service.conversations.withhold(shown.turns)
    named = st.query_params.get(PARAMETER, "")
    if not named or named == shown.id:
        return shown
    found = opened(service, named)
    st.session_state["conversation-missing"] = found is None
    if found is None:
        st.query_params.pop(PARAMETER)
    st.session_state["conversation"] = found = found or Conversation()
    return found


def opened(service: Service, id: str) -> Conversation | None:
    """A stored conversation; None if there is none of this id, or it can't be read, and then the sidebar says so."""
    try:
        return service.conversations.open(visitor(), id)
    except NotStored as error:
        st.session_state["not-stored"] = str(error)
        return None


def draw_not_there(conversation: Conversation) -> None:
    """A warning if the address names a conversation that can't be shown, until another has begun."""
    if st.session_state.get("conversation-missing") and not conversation.turns:
        st.warning(escape(NOT_THERE))


def store(service: Service, owner: str, conversation: Conversation, turn: Turn) -> str:
    """Store a turn; returns why it couldn't be stored, "" if it was."""
    try:
        service.conversations.store(owner, conversation, turn)
    except NotStored as error:
        st.session_state[SOME_NOT_STORED] = True
        return str(error)
    return ""


def show_in_address(conversation: Conversation, turn: Turn, trouble: str) -> None:
    """Put a stored conversation into the address, and the question, which another browser asks again.

    If it couldn't be stored, `trouble` is shown in the sidebar.
    """
    st.session_state["not-stored"] = trouble
    st.session_state["asked-by-address"] = turn.complete
    write_address({"q": turn.complete} if trouble else {PARAMETER: conversation.id, "q": turn.complete})


def name_question(conversation: Conversation) -> None:
    """Put the last question of a conversation that was reopened into the address."""
    asked = [turn for turn in conversation.turns if not turn.waiting]
    if asked and PARAMETER in st.query_params and "q" not in st.query_params:
        st.session_state["asked-by-address"] = asked[-1].complete
        write_address({"q": asked[-1].complete})


def draw_conversations(service: Service, conversation: Conversation) -> None:
    """The part of the sidebar above the filters."""
    st.button("New conversation", on_click=_begin, width="stretch", disabled=not conversation.turns)
    if trouble := st.session_state.get("not-stored"):
        st.warning(escape(NOT_STORED.format(trouble)))
        return
    try:
        everything = service.conversations.listed(visitor())
    except NotStored as error:
        st.warning(escape(NOT_STORED.format(error)))
        return
    if not everything:
        return
    st.session_state["earlier"] = st.session_state.get("earlier", False)  # with another number it is another element
    earlier = st.expander(f"Conversations ({len(everything):,})", key="earlier", on_change="rerun")
    if not earlier.open:
        return  # what is in it is drawn once it is opened, because each click on the page draws it again
    with earlier:
        words = st.text_input("Find by words", key="find", max_chars=200) if len(everything) >= MANY else ""
        found = service.conversations.listed(visitor(), words) if words else everything
        _draw_list(found, conversation)
        others = [listed for listed in everything if listed.id != conversation.id]
        if len(others) < len(everything):
            _draw_changing(service, conversation)
        if others:
            asked = f"Delete {count(len(everything), 'conversation')}"
            _draw_deleting(EVERY, "Delete all conversations", asked, _delete_all, (service,))
        owner = visitor()
        draw_download(
            "Download all conversations", lambda: history_csv(service, owner), "Conversations.csv", CSV_TYPE, "history"
        )
        st.html(f'<p class="place">{escape(STORED.format(frame.days_stored(service)))}</p>')


def _draw_list(found: list[ConversationSummary], conversation: Conversation) -> None:
    shown = found if st.session_state.get("all-earlier") else found[:AT_ONCE]
    entries = "".join(f"<li>{_entry(listed, listed.id == conversation.id)}</li>" for listed in shown)
    st.html(f'<ul class="earlier">{entries}</ul>' if shown else "<p>None of them contains these words.</p>")
    if len(found) > len(shown):
        st.button(f"Show all {len(found):,}", key="show-all-earlier", on_click=_show_all)


def _entry(listed: ConversationSummary, shown: bool) -> str:
    """A conversation's name, a link unless it is the one shown, with its last day and its number of questions."""
    address = f"?{PARAMETER}={listed.id}"
    name = escape(listed.name)
    named = f"<strong>{name}</strong>" if shown else f'<a href="{address}" data-follow="{address}">{name}</a>'
    details = f"{day_words(listed.changed.astimezone().date())}, {count(listed.questions, 'question')}"
    return f'{named}<span class="place">{details}{", open now" if shown else ""}</span>'


def _draw_changing(service: Service, conversation: Conversation) -> None:
    """The conversation shown: a field that renames it, and the button that deletes it after a second question."""
    key = f"name-{conversation.id}"
    args = service, conversation
    label = "Name of this conversation"
    st.text_input(label, conversation.name, key=key, max_chars=LONGEST_NAME, on_change=_rename, args=args)
    _draw_deleting(conversation.id, "Delete this conversation", "Delete it", _delete, args)


def _draw_deleting(what: str, words: str, asked: str, delete: Callable[..., None], args: tuple[object, ...]) -> None:
    """The button that deletes, after a second question."""
    happens = f"{asked} for good, with questions, answers and feedback?"
    draw_asking_first(what, words, lambda: happens, "Delete for good", delete, *args)


def _rename(service: Service, conversation: Conversation) -> None:
    name = str(st.session_state[f"name-{conversation.id}"])
    try:
        service.conversations.rename(visitor(), conversation.id, name)
    except NotStored as error:
        st.session_state["not-stored"] = str(error)
        return
    conversation.name = " ".join(name.split()) or conversation.name


def _delete(service: Service, conversation: Conversation) -> None:
    try:
        service.conversations.delete(visitor(), conversation.id)
    except NotStored as error:
        st.session_state["not-stored"] = str(error)
        return
    _begin()


def _delete_all(service: Service) -> None:
    try:
        service.conversations.delete_all(visitor())
    except NotStored as error:
        st.session_state["not-stored"] = str(error)
        return
    _begin()


def _begin() -> None:
    st.session_state["conversation"] = Conversation()
    st.session_state["conversation-missing"] = False
    write_address({PARAMETER: "", "q": ""})


def _show_all() -> None:
    st.session_state["all-earlier"] = True
