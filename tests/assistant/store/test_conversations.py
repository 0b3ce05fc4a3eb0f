"""Conversations are kept whole, for their owner alone; what is deleted is gone; what can't be kept is told."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from assistant import Answer, Assistant, Filters
from assistant.drafting.draft import Draft, Sentence
from assistant.store.conversations import Conversation, Conversations, Turn, new_id
from assistant.store.database import Kept
from assistant.store.feedback import Feedback, give, given_on, received, remove
from corpus.errors import NotKept
from corpus.library import KEPT
from tests.fictional_updates import library
from tests.word_index import WordIndex

OURS, THEIRS = "ours", "theirs"
QUESTION = "Who offers half a day of training to champions?"


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "kept")


@pytest.fixture
def conversations(kept: Kept) -> Conversations:
    return Conversations(kept)


def answered(question: str = QUESTION) -> Turn:
    answer = Assistant(WordIndex(library().documents)).ask(question)
    draft = Draft(
        (Sentence("Two hubs opened.", (1,), False, ("two",), "Not in the source."),), "", answer.citations, "m"
    )
    filters = Filters(category="1", update="all")
    return Turn(question, filters, looked="Looked in 2 of 3.", generation="g1", answer=answer, draft=draft)


def asked(conversations: Conversations, question: str = QUESTION, owner: str = OURS) -> Conversation:
    turn = answered(question)
    conversation = Conversation(turns=[turn])
    conversations.keep(owner, conversation, turn)
    return conversation


def feedback_on(turn: Turn, why: str = "", day: int = 1) -> Feedback:
    answer = turn.answer or Answer
    assert isinstance(answer, Answer)
    given = datetime(2026, 11, day, tzinfo=UTC)
    return Feedback(turn.id, given, not why, why, turn.question, answer.status, answer.citations, "g1")


def test_a_conversation_is_reopened_as_it_was(conversations: Conversations) -> None:
    conversation = asked(conversations)
    turn = answered("Who leads them?")
    conversation.turns.append(turn)
    conversations.keep(OURS, conversation, turn)
    assert conversations.open(OURS, conversation.id) == conversation
    assert conversation.turns[0].answer
    assert conversation.turns[0].answer.hits


def test_a_turn_kept_again_is_replaced_where_it_stood(conversations: Conversations) -> None:
    first, second = Turn(QUESTION), Turn("Who leads them?")
    conversation = Conversation(turns=[first, second])
    for turn in (first, second):
        conversations.keep(OURS, conversation, turn)
    first.refused = "The question is empty."
    conversations.keep(OURS, conversation, first)
    assert conversations.open(OURS, conversation.id) == conversation


def test_nobody_sees_or_changes_what_is_somebody_elses(conversations: Conversations) -> None:
    theirs = asked(conversations, owner=THEIRS)
    assert conversations.listed(OURS) == []
    assert conversations.open(OURS, theirs.id) is None
    conversations.rename(OURS, theirs.id, "Mine now")
    conversations.delete(OURS, theirs.id)
    found = conversations.open(THEIRS, theirs.id)
    assert found == theirs


def test_the_list_begins_with_the_latest_and_counts_questions(conversations: Conversations) -> None:
    older, newer = asked(conversations, QUESTION), asked(conversations, "Who leads the board?")
    assert [listed.name for listed in conversations.listed(OURS)] == ["Who leads the board?", QUESTION]
    turn = Turn("And when?")
    conversations.keep(OURS, older, turn)
    assert [(listed.id, listed.questions) for listed in conversations.listed(OURS)] == [(older.id, 2), (newer.id, 1)]


@pytest.mark.parametrize(
    ("words", "found"), [("TRAINING", 1), ("half champions", 1), ("half budget", 0), ("autumn", 1), ("%", 0)]
)
def test_conversations_are_found_by_words_of_name_and_questions(
    conversations: Conversations, words: str, found: int
) -> None:
    conversation = asked(conversations)
    conversations.rename(OURS, conversation.id, "For the autumn  panel")
    assert len(conversations.listed(OURS, words)) == found


def test_conversations_are_found_by_words_of_their_quotes(conversations: Conversations) -> None:
    conversation = asked(conversations)
    answer = conversation.turns[0].answer
    assert answer
    assert answer.claims
    [listed] = conversations.listed(OURS, answer.claims[0].text)
    assert listed.id == conversation.id


def test_a_name_is_folded_and_cut_and_never_empty(conversations: Conversations) -> None:
    conversation = asked(conversations, "hubs " * 60)
    assert len(conversation.name) <= 80
    conversations.rename(OURS, conversation.id, "  For the\n panel ")
    conversations.rename(OURS, conversation.id, "   ")
    assert [listed.name for listed in conversations.listed(OURS)] == ["For the panel"]


def test_what_is_deleted_is_gone_with_its_feedback_and_stays_gone(conversations: Conversations, kept: Kept) -> None:
    conversation, other = asked(conversations), asked(conversations, "Who leads the board?")
    [turn], [further] = conversation.turns, other.turns
    give(kept, feedback_on(turn))
    give(kept, feedback_on(further))
    conversations.delete(OURS, conversation.id)
    conversations.complete(turn)  # a reply that comes late brings nothing back
    assert [listed.id for listed in conversations.listed(OURS)] == [other.id]
    assert [feedback.turn for feedback in received(kept)] == [further.id]
    assert QUESTION.encode() not in (kept.folder / KEPT).read_bytes()


def test_all_of_ones_own_are_deleted_at_once_with_their_feedback(conversations: Conversations, kept: Kept) -> None:
    ours = [asked(conversations), asked(conversations, "Who leads the board?")]
    theirs = asked(conversations, "When does the panel meet?", owner=THEIRS)
    for conversation in (*ours, theirs):
        give(kept, feedback_on(conversation.turns[0]))
    conversations.delete_all(OURS)
    assert conversations.listed(OURS) == []
    assert conversations.open(THEIRS, theirs.id) == theirs
    assert [feedback.turn for feedback in received(kept)] == [theirs.turns[0].id]
    assert QUESTION.encode() not in (kept.folder / KEPT).read_bytes()


def test_what_was_not_added_to_since_a_day_is_forgotten_whosoevers_it_is(
    conversations: Conversations, kept: Kept
) -> None:
    old = asked(conversations)
    give(kept, feedback_on(old.turns[0]))
    asked(conversations, owner=THEIRS)
    between = datetime.now(UTC)
    recent = asked(conversations, "Who leads the board?")
    conversations.forget(between - timedelta(days=1))
    assert len(conversations.listed(OURS)) == 2
    conversations.forget(between.astimezone(timezone(timedelta(hours=14))))
    assert [listed.id for listed in conversations.listed(OURS)] == [recent.id]
    assert conversations.listed(THEIRS) == []
    assert received(kept) == []
    assert QUESTION.encode() not in (kept.folder / KEPT).read_bytes()


def test_a_conversation_taken_up_again_is_kept_as_long_as_a_new_one(conversations: Conversations) -> None:
    conversation = asked(conversations)
    between = datetime.now(UTC)
    turn = Turn("Who leads them?")
    conversation.turns.append(turn)
    conversations.keep(OURS, conversation, turn)
    conversations.forget(between)
    assert conversations.open(OURS, conversation.id) == conversation


def test_what_became_of_a_turn_later_is_kept(conversations: Conversations) -> None:
    conversation = asked(conversations)
    conversation.turns[0].draft = Draft(note="The language model broke off.")
    conversations.complete(conversation.turns[0])
    assert conversations.open(OURS, conversation.id) == conversation


# --- feedback --------------------------------------------------------------------------------------


def test_feedback_is_listed_newest_first_and_the_last_word_counts(kept: Kept) -> None:
    first, second = answered(), answered("Who leads the board?")
    give(kept, feedback_on(first, day=1))
    give(kept, feedback_on(second, day=2))
    changed = feedback_on(first, "It quotes last year.", day=3)
    give(kept, changed)
    assert received(kept) == [changed, feedback_on(second, day=2)]
    assert given_on(kept, first.id) == changed
    remove(kept, first.id)
    assert given_on(kept, first.id) is None
    assert received(kept) == [feedback_on(second, day=2)]


# --- places that can't be used ---------------------------------------------------------------------


def test_nothing_is_made_before_something_is_kept(kept: Kept, conversations: Conversations) -> None:
    conversations.forget(datetime.now(UTC))
    assert conversations.listed(OURS) == []
    assert conversations.open(OURS, new_id()) is None
    assert received(kept) == []
    assert given_on(kept, "t") is None
    assert not kept.folder.exists()


def test_only_the_programs_own_account_may_read_the_file(conversations: Conversations, kept: Kept) -> None:
    asked(conversations)
    assert (kept.folder / KEPT).stat().st_mode & 0o077 == 0 or os.name == "nt"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    conversation = Conversation(turns=[Turn(QUESTION)])
    with pytest.raises(NotKept, match="can’t be written"):
        Conversations(Kept(tmp_path / "file" / "kept")).keep(OURS, conversation, conversation.turns[0])


def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / KEPT).write_text("something else, and long enough to be looked at as a header of a database file")
    conversations = Conversations(Kept(tmp_path))
    with pytest.raises(NotKept, match="can’t be read"):
        conversations.listed(OURS)
    with pytest.raises(NotKept, match="can’t be written"):
        conversations.delete(OURS, "c")
    assert (tmp_path / KEPT).read_text().startswith("something else")


def test_a_file_of_a_later_version_is_told(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / KEPT)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(NotKept, match="format 99"):
        Conversations(Kept(tmp_path)).listed(OURS)
