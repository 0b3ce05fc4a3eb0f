"""Conversations are stored whole, for their owner alone; deleted ones are gone; unusable files are reported."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from assistant import Answer, Assistant, Filters
from assistant.drafting.draft import Draft, Sentence
from assistant.store.conversations import Conversation, Conversations, Turn, new_id
from assistant.store.database import Database
from assistant.store.feedback import Feedback, all_feedback, deal_with, feedback_on, store_feedback
from corpus.errors import NotStored
from corpus.library import DATABASE
from tests.fictional.two_updates import library
from tests.word_index import WordIndex

OURS, THEIRS = "ours", "theirs"
QUESTION = "Who offers half a day of training to champions?"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "kept")


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)


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
    conversations.store(owner, conversation, turn)
    return conversation


def example_feedback(turn: Turn, why: str = "", day: int = 1) -> Feedback:
    answer = turn.answer or Answer
    assert isinstance(answer, Answer)
    given = datetime(2026, 11, day, tzinfo=UTC)
    return Feedback(turn.id, given, not why, why, turn.question, answer.status, answer.citations, "g1")


def test_a_conversation_is_reopened_as_it_was(conversations: Conversations) -> None:
    conversation = asked(conversations)
    turn = answered("Who leads them?")
    conversation.turns.append(turn)
    conversations.store(OURS, conversation, turn)
    assert conversations.open(OURS, conversation.id) == conversation
    assert conversation.turns[0].answer
    assert conversation.turns[0].answer.hits


def test_a_turn_stored_again_is_replaced_in_its_place(conversations: Conversations) -> None:
    first, second = Turn(QUESTION), Turn("Who leads them?")
    conversation = Conversation(turns=[first, second])
    for turn in (first, second):
        conversations.store(OURS, conversation, turn)
    first.refused = "The question is empty."
    conversations.store(OURS, conversation, first)
    assert conversations.open(OURS, conversation.id) == conversation


def test_nobody_sees_or_changes_other_peoples_conversations(conversations: Conversations) -> None:
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
    conversations.store(OURS, older, turn)
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


def test_a_deleted_conversation_is_gone_with_its_feedback_and_stays_gone(
    conversations: Conversations, database: Database
) -> None:
    conversation, other = asked(conversations), asked(conversations, "Who leads the board?")
    [turn], [further] = conversation.turns, other.turns
    store_feedback(database, example_feedback(turn))
    store_feedback(database, example_feedback(further))
    conversations.delete(OURS, conversation.id)
    conversations.update(turn)  # a reply that comes late brings nothing back
    assert [listed.id for listed in conversations.listed(OURS)] == [other.id]
    assert [feedback.turn for feedback in all_feedback(database)] == [further.id]
    assert QUESTION.encode() not in (database.folder / DATABASE).read_bytes()


def test_all_conversations_of_an_owner_are_deleted_at_once_with_their_feedback(
    conversations: Conversations, database: Database
) -> None:
    ours = [asked(conversations), asked(conversations, "Who leads the board?")]
    theirs = asked(conversations, "When does the panel meet?", owner=THEIRS)
    for conversation in (*ours, theirs):
        store_feedback(database, example_feedback(conversation.turns[0]))
    conversations.delete_all(OURS)
    assert conversations.listed(OURS) == []
    assert conversations.open(THEIRS, theirs.id) == theirs
    assert [feedback.turn for feedback in all_feedback(database)] == [theirs.turns[0].id]
    assert QUESTION.encode() not in (database.folder / DATABASE).read_bytes()


def test_conversations_without_a_turn_since_a_day_are_deleted_for_every_owner(
    conversations: Conversations, database: Database
) -> None:
    old = asked(conversations)
    store_feedback(database, example_feedback(old.turns[0]))
    asked(conversations, owner=THEIRS)
    between = datetime.now(UTC)
    recent = asked(conversations, "Who leads the board?")
    conversations.delete_older(timedelta(days=1), between)
    assert len(conversations.listed(OURS)) == 2
    conversations.delete_older(timedelta(0), between.astimezone(timezone(timedelta(hours=14))))
    assert [listed.id for listed in conversations.listed(OURS)] == [recent.id]
    assert conversations.listed(THEIRS) == []
    assert all_feedback(database) == []
    assert QUESTION.encode() not in (database.folder / DATABASE).read_bytes()


def test_a_continued_conversation_is_stored_as_long_as_a_new_one(conversations: Conversations) -> None:
    conversation = asked(conversations)
    between = datetime.now(UTC)
    turn = Turn("Who leads them?")
    conversation.turns.append(turn)
    conversations.store(OURS, conversation, turn)
    conversations.delete_older(timedelta(0), between)
    assert conversations.open(OURS, conversation.id) == conversation


def test_a_later_change_of_a_turn_is_stored(conversations: Conversations) -> None:
    conversation = asked(conversations)
    conversation.turns[0].draft = Draft(note="The language model broke off.")
    conversations.update(conversation.turns[0])
    assert conversations.open(OURS, conversation.id) == conversation


# --- feedback --------------------------------------------------------------------------------------


def test_feedback_is_listed_newest_first_and_the_latest_replaces_the_earlier(database: Database) -> None:
    first, second = answered(), answered("Who leads the board?")
    store_feedback(database, example_feedback(first, day=1))
    store_feedback(database, example_feedback(second, day=2))
    changed = example_feedback(first, "It quotes last year.", day=3)
    store_feedback(database, changed)
    assert all_feedback(database) == [changed, example_feedback(second, day=2)]
    assert feedback_on(database, first.id) == changed


def test_feedback_is_dealt_with_and_opened_again_and_new_feedback_is_open(database: Database) -> None:
    given, when = example_feedback(answered(), day=1), datetime(2026, 11, 24, tzinfo=UTC)
    store_feedback(database, given)
    deal_with(database, given.turn, when)
    assert all_feedback(database) == [replace(given, dealt_with=when)]
    deal_with(database, given.turn, None)
    assert all_feedback(database) == [given]
    deal_with(database, given.turn, when)
    store_feedback(database, replace(given, why="Still last year’s."))
    assert all_feedback(database) == [replace(given, why="Still last year’s.")]
    deal_with(database, "deleted meanwhile", when)
    assert len(all_feedback(database)) == 1


# --- places that can't be used ---------------------------------------------------------------------


def test_no_file_is_created_before_something_is_stored(database: Database, conversations: Conversations) -> None:
    conversations.delete_older(timedelta(0), datetime.now(UTC))
    assert conversations.listed(OURS) == []
    assert conversations.open(OURS, new_id()) is None
    assert all_feedback(database) == []
    assert feedback_on(database, "t") is None
    assert not database.folder.exists()


def test_only_the_programs_own_account_may_read_the_file(conversations: Conversations, database: Database) -> None:
    asked(conversations)
    assert (database.folder / DATABASE).stat().st_mode & 0o077 == 0 or os.name == "nt"


def test_a_folder_that_cannot_be_created_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    conversation = Conversation(turns=[Turn(QUESTION)])
    with pytest.raises(NotStored, match="can’t be written"):
        Conversations(Database(tmp_path / "file" / "kept")).store(OURS, conversation, conversation.turns[0])


def test_a_file_that_is_no_database_is_reported_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_text("something else, and long enough to be looked at as a header of a database file")
    conversations = Conversations(Database(tmp_path))
    with pytest.raises(NotStored, match="can’t be read"):
        conversations.listed(OURS)
    with pytest.raises(NotStored, match="can’t be written"):
        conversations.delete(OURS, "c")
    assert (tmp_path / DATABASE).read_text().startswith("something else")


def test_a_file_of_a_later_version_is_reported(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / DATABASE)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(NotStored, match="format 99"):
        Conversations(Database(tmp_path)).listed(OURS)
