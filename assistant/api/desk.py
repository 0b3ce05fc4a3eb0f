"""Where programs ask: one caller's documents, and how much of them the caller may ask at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant import Answer, Assistant, Filters, Hit
from assistant.screens.parts.per_generation import per_generation


@dataclass(frozen=True, slots=True)
class Desk:
    """What one caller may ask, of the documents that they may see.

    `open` gives the plans in use, `documents` is their folder, and `app` the address of the app, to which links lead.
    `answering` and `in_turn` are entered while a question is answered and while something is searched; they raise
    TooBusy. `asked` is told each question.
    """

    open: Callable[[], Assistant]
    documents: Path
    app: str
    answering: Callable[[], AbstractContextManager[None]] = nullcontext
    in_turn: Callable[[], AbstractContextManager[None]] = nullcontext
    asked: Callable[[str], None] = lambda _: None

    def ask(self, question: str, history: Sequence[str] = (), filters: Filters | None = None) -> Answer:
        """The answer, as after these earlier questions. Raises QuestionRefused, WrongUse and TooBusy."""
        self.asked(question)
        assistant = self.open()
        with self.answering():
            return answered(assistant, (*history, question), filters or Filters(), date.today())

    def search(self, question: str, k: int, filters: Filters) -> list[Hit]:
        """The k passages that fit best. Raises QuestionRefused, WrongUse and TooBusy."""
        assistant = self.open()
        with self.in_turn():
            return assistant.search(
                question,
                k,
                category=filters.category,
                reference=filters.reference,
                column=filters.column,
                plan=filters.plan,
                update=filters.update,
            )


@per_generation
def answered(assistant: Assistant, questions: tuple[str, ...], filters: Filters, today: date) -> Answer:
    """The answer to the last of some questions, the others before it: those are seldom answered again, because a
    conversation sends its earlier questions each time."""
    turns = [(each, answered(assistant, questions[:at], filters, today)) for at, each in enumerate(questions[:-1], 1)]
    return assistant.ask(questions[-1], tuple(turns), filters)
