"""What readers said of answers, for those who look after the documents: what was asked, what was shown, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from assistant.answers.answer import Status
from assistant.store.database import Kept
from corpus.records import Citation

if TYPE_CHECKING:
    from pydantic import TypeAdapter

LONGEST = 500  # characters of a reason


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's word on one answer. `turn` names the answer; saying it again replaces what was said before.

    `generation` is the build of the index that the answer came from, `citations` what it quoted. Who said it is not
    kept.
    """

    turn: str
    given: datetime  # with its time zone
    useful: bool
    why: str  # in the reader's words, "" for none
    question: str
    status: Status | None  # None where the question was refused
    citations: tuple[Citation, ...]
    generation: str


def give(kept: Kept, feedback: Feedback) -> None:
    """Keep it. Raises NotKept."""
    with kept.writing() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?)",
            (feedback.turn, feedback.given.isoformat(), _json().dump_json(feedback).decode()),
        )


def received(kept: Kept) -> list[Feedback]:
    """Everything that was said, the newest first. Raises NotKept."""
    with kept.reading() as connection:
        if connection is None:
            return []
        found = connection.execute("SELECT feedback FROM feedback ORDER BY given DESC").fetchall()
    return [_json().validate_json(feedback) for (feedback,) in found]


def given_on(kept: Kept, turn: str) -> Feedback | None:
    """What was said on one answer. Raises NotKept."""
    with kept.reading() as connection:
        if connection is None:
            return None
        found = connection.execute("SELECT feedback FROM feedback WHERE turn = ?", (turn,)).fetchone()
    return _json().validate_json(found[0]) if found else None


def remove(kept: Kept, turn: str) -> None:
    """Delete what was said on one answer, for those who have dealt with it. Raises NotKept."""
    with kept.writing() as connection:
        connection.execute("DELETE FROM feedback WHERE turn = ?", (turn,))


@cache
def _json() -> TypeAdapter[Feedback]:
    from pydantic import TypeAdapter

    return TypeAdapter(Feedback)
