"""Stored conversations, so that they can be reopened: each with its answers as they were given.

They belong to an owner, a random name that one browser holds: nobody is asked who they are.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from assistant.answers.answer import Answer
from assistant.drafting.draft import Draft
from assistant.store.clock import steady
from assistant.store.database import Connection, Database, sealed, unsealed
from corpus.records import Citation
from index import Filters

if TYPE_CHECKING:
    from pydantic import TypeAdapter

DAY = timedelta(days=1)
WITHHELD = "This was answered when you could see other documents than now, so the answer isn’t shown. Ask again."
LONGEST_NAME = 80  # characters of a conversation's name, so that the sidebar stays a list
LIST_CONVERSATIONS = """
SELECT conversations.id, name, changed, count(turns.id), {text}
FROM conversations LEFT JOIN turns ON conversation = conversations.id
WHERE owner = ? GROUP BY conversations.id ORDER BY changed DESC
"""
ALL_WORDS = "coalesce(group_concat(words, ' '), '')"


def new_id() -> str:
    """A name that nobody can guess: 96 random bits."""
    return secrets.token_urlsafe(12)


@dataclass(slots=True)
class Turn:
    """A question of a conversation and its answer; it exists before it is answered, so that no question is lost.

    `literally` asks it exactly as typed. `after` is the number of earlier turns that it may refer to. `looked`
    describes where the answer was looked for; `generation` is the build of the index that it came from. `refused` is
    why there is no answer, as a message for people. `draft` is a language model's wording of the answer. `groups` are
    those of whoever asked that decided which documents were searched; None for all documents.
    """

    question: str
    filters: Filters = field(default_factory=Filters)
    literally: bool = False
    after: int = 0
    id: str = field(default_factory=new_id)
    asked: datetime = field(default_factory=lambda: datetime.now(UTC))
    looked: str = ""
    generation: str = ""
    answer: Answer | None = None
    refused: str = ""
    draft: Draft | None = None
    groups: tuple[str, ...] | None = None

    @property
    def waiting(self) -> bool:
        return self.answer is None and not self.refused

    @property
    def complete(self) -> str:
        """The question so that it can be asked by itself: one that went on from the turn before, with its subject."""
        return (self.answer.asked if self.after and self.answer else "") or self.question

    @property
    def citations(self) -> list[Citation]:
        """The place of each text that it shows."""
        if self.answer is None:
            return []
        claimed = (citation for claim in self.answer.claims for citation in claim.citations)
        drafted = self.draft.sources if self.draft else ()
        return [*self.answer.citations, *claimed, *(hit.citation for hit in self.answer.hits), *drafted]


@dataclass(slots=True)
class Conversation:
    """Turns, the oldest first. `name` is "" until the first turn is stored."""

    id: str = field(default_factory=new_id)
    name: str = ""
    turns: list[Turn] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A conversation as a list of them shows it."""

    id: str
    name: str
    changed: datetime
    questions: int


class Conversations:
    """The conversations in the database. Each call sees only its owner's, and raises NotStored if the file fails.

    For somebody who may not see all documents, `groups` are those that decide which, and answers that `shows` refuses
    are withheld: they were given when other documents were theirs to see.
    """

    def __init__(
        self,
        database: Database,
        groups: tuple[str, ...] | None = None,
        shows: Callable[[Turn], bool] | None = None,
    ) -> None:
        self._database = database
        self._groups = groups
        self._shows = shows

    def listed(self, owner: str, words: str = "") -> list[ConversationSummary]:
        """The owner's, the latest first; only those that contain all of `words` in their name, questions or quotes."""
        with self._database.reading() as connection:
            if connection is None:
                return []
            sought = words.casefold().split()
            text = ALL_WORDS if sought else "''"  # all that somebody was ever answered, at each click on the page
            found = connection.execute(LIST_CONVERSATIONS.format(text=text), (owner,)).fetchall()
            return [
                ConversationSummary(id, name, datetime.fromisoformat(changed), questions)
                for id, name, changed, questions, text in found
                if all(word in f"{name.casefold()} {self._text_shown(owner, id, text)}" for word in sought)
            ]

    def _text_shown(self, owner: str, id: str, text: str) -> str:
        """The text of a conversation to find it by, without that of answers that are withheld."""
        shown = self.open(owner, id) if self._shows else None
        return " ".join(map(_words_of, shown.turns)) if shown else text

    def withhold(self, turns: list[Turn]) -> None:
        """Take the answers away that may not be shown any more."""
        for at, turn in enumerate(turns):
            if turn.answer and self._shows and not self._shows(turn):
                turns[at] = replace(turn, answer=None, draft=None, refused=WITHHELD)

    def open(self, owner: str, id: str) -> Conversation | None:
        """One of the owner's, with its turns; None if there is none with this id, or it is somebody else's."""
        with self._database.reading() as connection:
            if connection is None:
                return None
            named = connection.execute(
                "SELECT name FROM conversations WHERE (id, owner) = (?, ?)", (id, owner)
            ).fetchone()
            turns = connection.execute("SELECT turn FROM turns WHERE conversation = ? ORDER BY rowid", (id,)).fetchall()
            if named is None:
                return None
            conversation = Conversation(id, named[0], [_json().validate_json(unsealed(turn)) for (turn,) in turns])
            self.withhold(conversation.turns)
            return conversation

    def store(self, owner: str, conversation: Conversation, turn: Turn) -> None:
        """Store a new or changed turn of a conversation; the first gives the conversation its name."""
        conversation.name = conversation.name or _name_of(turn.question)
        turn.groups = self._groups
        now = datetime.now(UTC).isoformat()
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET changed = excluded.changed",
                (conversation.id, owner, conversation.name, now),
            )
            connection.execute(
                "INSERT INTO turns VALUES (?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET words = excluded.words, turn = excluded.turn",
                (turn.id, conversation.id, _words_of(turn), _text_of(turn)),
            )

    def update(self, turn: Turn) -> None:
        """Store a change of a turn, unless it was deleted meanwhile: what was deleted stays deleted."""
        with self._database.writing() as connection:
            connection.execute("UPDATE turns SET turn = ? WHERE id = ?", (_text_of(turn), turn.id))

    def rename(self, owner: str, id: str, name: str) -> None:
        """Give a conversation another name; white space alone changes nothing."""
        if folded := _name_of(name):
            with self._database.writing() as connection:
                connection.execute("UPDATE conversations SET name = ? WHERE (id, owner) = (?, ?)", (folded, id, owner))

    def delete(self, owner: str, id: str) -> None:
        """Delete a conversation with its turns, and the feedback on them."""
        self._delete("(conversations.id, owner) = (?, ?)", id, owner)

    def delete_all(self, owner: str) -> None:
        """Delete everything of the owner's, as `delete` does."""
        self._delete("owner = ?", owner)

    def delete_older(self, than: timedelta, now: datetime) -> None:
        """Delete, as `delete` does, everybody's conversations whose last turn is longer ago; `now` has a time zone.

        Nothing is deleted while the clock is in doubt. Conversations of a day to come, stored by a clock that was
        wrong, count as of now.
        """
        if not steady(self._database, now):
            return
        latest, oldest = (moment.astimezone(UTC).isoformat() for moment in (now + DAY, now - than))
        with self._database.writing() as connection:
            present = now.astimezone(UTC).isoformat()
            connection.execute("UPDATE conversations SET changed = ? WHERE changed > ?", (present, latest))
            _delete(connection, "changed < ?", oldest)

    def _delete(self, condition: str, *values: str) -> None:
        with self._database.writing() as connection:
            _delete(connection, condition, *values)


def _delete(connection: Connection, condition: str, *values: str) -> None:
    connection.execute(
        "DELETE FROM feedback WHERE turn IN (SELECT turns.id FROM turns JOIN conversations"
        f" ON conversation = conversations.id WHERE {condition})",
        values,
    )
    connection.execute(f"DELETE FROM conversations WHERE {condition}", values)


def _name_of(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= LONGEST_NAME else f"{folded[: LONGEST_NAME - 1].rstrip()}…"


def _text_of(turn: Turn) -> str:
    return sealed(_json().dump_json(turn).decode())


def _words_of(turn: Turn) -> str:
    """The text that a search looks through: the question and its quotes."""
    return f"{turn.question} {turn.answer.text if turn.answer else ''}".casefold()


@cache
def _json() -> TypeAdapter[Turn]:
    from pydantic import TypeAdapter

    return TypeAdapter(Turn)
