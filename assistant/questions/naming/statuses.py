"""Which statuses a question names, which cells say so in each plan's own words, and where rows stand as of a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from assistant.language.words import find_phrase, terms
from assistant.questions.naming.values import told
from assistant.questions.predicates import ColumnMeant, Is
from assistant.questions.query import Reading, Role
from assistant.tracking.due import RowState, states
from assistant.tracking.status_words import Progress, StatusMeanings
from corpus.records import Meaning, Row, ValueKind, fold

# What cells say of a row's state, and questions too.
_STATES = {
    "red": "red|r",
    "amber": "amber|a",
    "green": "green|g",
    "not started": "not started|not yet started|not begun|yet to start|to start|not due to start",
    "going": "in progress|under way|underway|ongoing|started",
    "on track": "on track|on target|on schedule|on course|green",
    "late": "delayed|late|running late|behind|behind schedule|slipped|overdue|off track",
}
_IN_FULL = [  # one letter alone says nothing in a question, and makes no column one of statuses
    (state, said) for state, words in _STATES.items() for said in words.split("|") if len(said) > 1
]
_KNOWN = frozenset(said for _, said in _IN_FULL)
_PHRASES = [(state, tuple(term.stem for term in terms(said))) for state, said in _IN_FULL]


@dataclass(frozen=True, eq=False)
class Statuses:
    """What rows say of where they stand, and what the plans mean by it."""

    rows: tuple[Row, ...]
    meanings: StatusMeanings
    _found: dict[str, Is] = field(default_factory=dict)
    _known: dict[date, tuple[RowState, ...]] = field(default_factory=dict)

    def state(self, name: str) -> Is:
        """The cells of status columns that say so, in each plan's own words."""
        if name not in self._found:
            self._found[name] = self._state(name)
        return self._found[name]

    def as_of(self, day: date) -> tuple[RowState, ...]:
        """Where each row is as of a day: overdue, due soon, done."""
        if day not in self._known:
            self._known[day] = states(self.rows, day, self.meanings)
        return self._known[day]

    @cached_property
    def column(self) -> ColumnMeant:
        """The columns of statuses; of a plan without any, the one of a few other words if some are those of statuses:
        "Where it is at" with "Kept" and "Not begun"."""
        stating = {row.plan for row in self.rows if ColumnMeant(Meaning.STATUS).of(row)}
        found = {
            fold(column.heading)
            for row in self.rows
            if row.plan not in stating
            for column in row.columns
            if column.meaning is Meaning.OTHER and column.kind is ValueKind.CHOICE
            if any(self._is_status(row.plan, item.text) for item in column.items)
        }
        return ColumnMeant(Meaning.STATUS, frozenset(found))

    def _is_status(self, plan: str, text: str) -> bool:
        return fold(text) in _KNOWN or self.meanings.meaning(plan, text) is Progress.DONE

    @cached_property
    def _texts(self) -> tuple[tuple[str, str], ...]:
        """What cells of status columns say, each once a plan: the plan and the text."""
        stated = ((row.plan, column) for row in self.rows if (column := self.column.of(row)))
        return tuple(dict.fromkeys((plan, item.text) for plan, column in stated for item in column.items))

    def _state(self, name: str) -> Is:
        words = _STATES.get(name, name).split("|")
        if name == "done":
            texts = [text for plan, text in self._texts if self.meanings.meaning(plan, text) is Progress.DONE]
        else:
            texts = [text for _, text in self._texts if _says(text, words)]
        return Is(self.column, frozenset(map(fold, texts)), told(texts) or f"“{words[0]}”")


def states_in(text: str) -> Iterator[Reading]:
    """Words for states, in whatever form: which cells of a plan say so, `Statuses.state` tells."""
    for state, phrase in _PHRASES:
        for start, end in find_phrase(phrase, text):
            yield Reading(start, end, Role.STATE, state, Role.STATE.value)


def _says(text: str, known: Sequence[str]) -> bool:
    """Whether a status is one of these, in whatever form ("Slipping"), or begins with one: "Complete (May 2025)"; not
    "part complete"."""
    said = tuple(term.stem for term in terms(text))
    phrases = {tuple(term.stem for term in terms(each)) for each in known}
    return said in phrases or any(len(each) > 1 and fold(text).startswith(f"{each} ") for each in known)
