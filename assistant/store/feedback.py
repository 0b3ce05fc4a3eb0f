"""Readers' feedback on answers, for those who look after the documents: question, answer, and what was wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from assistant.answers.answer import Status
from assistant.store.database import Database, sealed, unsealed
from corpus.records import Citation

if TYPE_CHECKING:
    from pydantic import TypeAdapter

LONGEST = 500  # characters of a reason: a paragraph, so that a list of them can still be read


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's feedback on one answer. `turn` identifies the answer; newer feedback on it replaces the older.

    `generation` is the build of the index that the answer came from, `citations` what it quoted. Who gave the feedback
    is not stored.
    """

    turn: str
    given: datetime  # with its time zone
    useful: bool
    why: str  # in the reader's words, "" for none
    question: str
    status: Status | None  # None where the question was refused
    citations: tuple[Citation, ...]
    generation: str
    dealt_with: datetime | None = None  # when somebody did; feedback given anew is open again


def store_feedback(database: Database, feedback: Feedback) -> None:
    """Store it, in place of earlier feedback on the same answer. Raises NotStored."""
    with database.writing() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?)",
            (feedback.turn, feedback.given.isoformat(), sealed(_json().dump_json(feedback).decode())),
        )


def all_feedback(database: Database) -> list[Feedback]:
    """All feedback, the newest first. Raises NotStored."""
    with database.reading() as connection:
        if connection is None:
            return []
        found = connection.execute("SELECT feedback FROM feedback ORDER BY given DESC").fetchall()
        return [_json().validate_json(unsealed(feedback)) for (feedback,) in found]


def feedback_on(database: Database, turn: str) -> Feedback | None:
    """The feedback on one answer, None if there is none. Raises NotStored."""
    with database.reading() as connection:
        if connection is None:
            return None
        found = connection.execute("SELECT feedback FROM feedback WHERE turn = ?", (turn,)).fetchone()
        return _json().validate_json(unsealed(found[0])) if found else None


def deal_with(database: Database, turn: str, when: datetime | None) -> None:
    """Note when the feedback on one answer was dealt with, or None to open it again. Does nothing where it has been
    deleted meanwhile. Raises NotStored."""
    with database.writing() as connection:
        found = connection.execute("SELECT feedback FROM feedback WHERE turn = ?", (turn,)).fetchone()
        if found:
            dealt = replace(_json().validate_json(unsealed(found[0])), dealt_with=when)
            changed = sealed(_json().dump_json(dealt).decode())
            connection.execute("UPDATE feedback SET feedback = ? WHERE turn = ?", (changed, turn))


@cache
def _json() -> TypeAdapter[Feedback]:
    from pydantic import TypeAdapter

    return TypeAdapter(Feedback)
