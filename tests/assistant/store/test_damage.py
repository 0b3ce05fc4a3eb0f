"""A damaged file of conversations, feedback and sessions: explained or read rightly, in no case a surprise."""

from __future__ import annotations

import errno
import os
import random
import resource
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.answers.answer import Status
from assistant.roles import Role
from assistant.store.conversations import Conversation, Conversations, Turn
from assistant.store.database import Database
from assistant.store.feedback import Feedback, all_feedback, feedback_on, store_feedback
from assistant.store.mail_wishes import MailWish, store_wish, wish_of
from assistant.store.people import Person, Sessions
from assistant.store.saved import Kind, Saved, save, saved_by
from corpus.errors import NotStored
from corpus.library import DATABASE
from index import Filters
from tests.corpus.damage import damaged

TIMES = 400
OURS = "ours"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
QUESTION = "Who leads the fictional board?"

Use = Callable[[], object]


class Stored:
    """A file with conversations, feedback and a session, and what can be done with it."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(folder)
        self.path = folder / DATABASE
        self.conversations, self.sessions = Conversations(self.database), Sessions(self.database)
        self.conversation = Conversation(id="c1", turns=[Turn(f"{QUESTION} {n}", refused="No.") for n in range(8)])
        for turn in self.conversation.turns:
            self.conversations.store(OURS, self.conversation, turn)
        given = Feedback("t1", NOW, True, "it helped", QUESTION, Status.ANSWERED, (), "g1")
        store_feedback(self.database, given)
        self.token = self.sessions.begin(Person(OURS, "Ada Fictional", Role.EDITOR), NOW, timedelta(hours=9))
        saved = Saved(Kind.SEARCH, "fictional board", Filters(), NOW, frozenset({"0" * 16}))
        save(self.database, OURS, saved)
        store_wish(self.database, MailWish(OURS, "ada@example.org"))
        self.readings: dict[str, Use] = {
            "listed": lambda: self.conversations.listed(OURS),
            "open": lambda: self.conversations.open(OURS, "c1"),
            "feedback": lambda: all_feedback(self.database),
            "feedback on": lambda: feedback_on(self.database, "t1"),
            "session": lambda: self.sessions.person(self.token, NOW),
            "saved": lambda: saved_by(self.database, OURS),
            "e-mail": lambda: wish_of(self.database, OURS),
        }
        self.changes: tuple[Use, ...] = (
            lambda: self.conversations.store(OURS, self.conversation, Turn("And when?")),
            lambda: self.conversations.rename(OURS, "c1", "Board"),
            lambda: self.conversations.delete_older(timedelta(days=90), NOW),
            lambda: store_feedback(self.database, given),
            lambda: self.sessions.begin(Person(OURS, "Ada", Role.READER), NOW, timedelta(hours=9)),
            lambda: save(self.database, OURS, saved),
            lambda: store_wish(self.database, MailWish(OURS, "ada@example.org")),
            lambda: self.conversations.delete_all(OURS),
        )


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    return Stored(tmp_path)


def outcome(use: Use) -> object:
    """What a use returns, or the message of why it can't be."""
    try:
        return use()
    except NotStored as error:
        return str(error)


def test_a_damaged_file_is_explained_and_a_session_or_conversation_is_never_another(stored: Stored) -> None:
    chance = random.Random(7)
    whole = stored.path.read_bytes()
    before = {name: use() for name, use in stored.readings.items()}
    explained = 0
    for number in range(TIMES):
        stored.path.with_name(f"{DATABASE}-journal").unlink(missing_ok=True)
        stored.path.write_bytes(damaged(whole, number, chance))
        for name in ("open", "feedback on", "session", "saved", "e-mail"):
            now = outcome(stored.readings[name])
            explained += isinstance(now, str)
            assert isinstance(now, str) or now in (None, [], before[name]) or name == "open"
            if isinstance(now, Conversation):
                assert all(turn in stored.conversation.turns for turn in now.turns)
        for use in (
            stored.readings["listed"],
            stored.readings["feedback"],
            stored.changes[number % len(stored.changes)],
        ):
            outcome(use)
    assert explained > TIMES / 4


def test_a_locked_file_is_explained_and_goes_on_when_it_is_free(
    stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.store.database.PATIENCE", 0.0)
    before = {name: use() for name, use in stored.readings.items()}
    with closing(sqlite3.connect(stored.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for use in (*stored.readings.values(), *stored.changes):
            assert "locked" in str(outcome(use))
    assert {name: use() for name, use in stored.readings.items()} == before


def test_a_full_disk_is_explained_and_what_was_stored_stays(stored: Stored) -> None:
    before = {name: use() for name, use in stored.readings.items()}
    long = Turn(f"{QUESTION} {'x' * 50_000}", refused="No.")
    soft, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (stored.path.stat().st_size, most))
    try:
        told = outcome(lambda: stored.conversations.store(OURS, stored.conversation, long))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, most))
    assert "can’t be written" in str(told)
    assert {name: use() for name, use in stored.readings.items()} == before


def test_a_file_that_may_only_be_read_is_explained_and_still_read(
    stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a disk that a system has set to read-only after an error; whoever runs tests may often write anyway."""
    before = {name: use() for name, use in stored.readings.items()}
    opened = os.open

    def refusing(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_RDWR:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return opened(path, flags, mode)

    monkeypatch.setattr("assistant.store.database.os.open", refusing)
    for use in stored.changes:
        assert "can’t be written: Read-only file system" in str(outcome(use))
    assert {name: use() for name, use in stored.readings.items()} == before


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE turns SET turn = 'nonsense'",
        "UPDATE turns SET turn = substr(turn, 1, 90)",
        "UPDATE turns SET turn = replace(turn, 'fictional', 'real')",
        "UPDATE turns SET turn = x'ff00ff'",
        "UPDATE turns SET turn = 7",
        "DROP TABLE turns",
        "ALTER TABLE turns RENAME COLUMN turn TO other",
    ],
)
def test_a_conversation_that_is_no_longer_as_it_was_stored_is_not_shown(stored: Stored, damage: str) -> None:
    change(stored, damage)
    with pytest.raises(NotStored, match=r"kept\.sqlite3"):
        stored.conversations.open(OURS, "c1")


@pytest.mark.parametrize(
    "damage",
    ["UPDATE conversations SET changed = 'yesterday'", "UPDATE conversations SET changed = 5, name = 5"],
)
def test_a_list_that_cannot_be_read_says_what_to_do(stored: Stored, damage: str) -> None:
    change(stored, damage)
    with pytest.raises(NotStored, match="Restore it from a backup, or move it away to start afresh"):
        stored.conversations.listed(OURS)


@pytest.mark.parametrize("role", ["'administrator'", "99", "0", "x'00'", "2.5"])
def test_a_session_with_a_role_that_there_is_not_lets_nobody_in(stored: Stored, role: str) -> None:
    change(stored, f"UPDATE sessions SET role = {role}")
    with pytest.raises(NotStored):
        stored.sessions.person(stored.token, NOW)


def test_a_file_of_the_first_format_goes_on_with_all_that_it_has(stored: Stored) -> None:
    change(
        stored,
        "DROP TABLE sessions; DROP TABLE clock; DROP TABLE audit_end; UPDATE turns SET turn = substr(turn, 65);"
        " UPDATE feedback SET feedback = substr(feedback, 65); PRAGMA user_version = 1",
    )
    assert stored.conversations.open(OURS, "c1") == stored.conversation
    assert len(all_feedback(stored.database)) == 1
    token = stored.sessions.begin(Person(OURS, "Ada", Role.READER), NOW, timedelta(hours=9))
    assert stored.sessions.person(token, NOW)


def change(stored: Stored, statements: str) -> None:
    with closing(sqlite3.connect(stored.path)) as connection:
        connection.executescript(statements)
        connection.commit()


# --- a clock that is wrong -------------------------------------------------------------------------


DAY = timedelta(days=1)


def ask(stored: Stored, years: int, days: int = 0) -> bool:
    """Delete what is over 90 days old by a clock that is so far ahead; returns whether the conversation is there."""
    now = datetime.now(UTC) + timedelta(days=365 * years + days)
    stored.conversations.delete_older(90 * DAY, now)
    return stored.conversations.open(OURS, "c1") is not None


@pytest.mark.parametrize("years", [1, 3, 50, -3, -50])
def test_a_clock_that_jumps_forgets_nothing_and_neither_does_it_when_it_is_right_again(
    stored: Stored, years: int
) -> None:
    assert ask(stored, 0)
    assert [ask(stored, years, days) for days in (0, 0, 1, 2, 6)] == [True] * 5
    assert [ask(stored, 0, days) for days in (0, 1, 30, 60)] == [True] * 4


def test_what_is_old_is_deleted_by_a_clock_that_goes_on_steadily(stored: Stored) -> None:
    assert [ask(stored, 0, days) for days in (0, 30, 60, 89)] == [True] * 4
    assert not ask(stored, 0, 91)


def test_after_a_server_was_off_for_years_the_clock_is_believed_within_days(stored: Stored) -> None:
    assert ask(stored, 0)
    assert [ask(stored, 2, days) for days in (0, 3, 6)] == [True] * 3
    assert not ask(stored, 2, 8)


def test_what_was_stored_by_a_clock_years_ahead_is_not_kept_for_years(stored: Stored) -> None:
    change(stored, "UPDATE conversations SET changed = '2046-01-01T00:00:00+00:00'")
    assert [ask(stored, 0, days) for days in (0, 30, 60, 89)] == [True] * 4
    assert not ask(stored, 0, 91)


# --- sessions --------------------------------------------------------------------------------------


def test_a_session_lasts_until_it_is_over_or_ended_and_its_token_is_not_stored(stored: Stored) -> None:
    sessions, token = stored.sessions, stored.token
    person = sessions.person(token, NOW)
    assert person
    assert (person.owner, person.name, person.role) == (OURS, "Ada Fictional", Role.EDITOR)
    assert token.encode() not in stored.path.read_bytes()
    assert sessions.person("x" * 43, NOW) is None
    assert sessions.person(token, NOW + timedelta(hours=9)) is None
    assert sessions.person(token, NOW - timedelta(hours=1)) is None
    sessions.end(person.session)
    assert sessions.person(token, NOW) is None
    assert sessions.by_session(person.session, NOW) is None


def test_signing_out_everywhere_ends_a_persons_sessions_and_nobody_elses(stored: Stored) -> None:
    sessions = stored.sessions
    lasts = timedelta(hours=9)
    ours, theirs = (sessions.begin(Person(owner, "A", Role.READER), NOW, lasts) for owner in (OURS, "theirs"))
    sessions.end_all(OURS)
    assert [sessions.person(token, NOW) is not None for token in (stored.token, ours, theirs)] == [False, False, True]
    sessions.end_everybodys()
    assert sessions.person(theirs, NOW) is None
