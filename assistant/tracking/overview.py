"""Where the rows of all plans stand as of a day, and how many of them: what the overview counts and exports.

Everything is as the plans state it; nothing is rated here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from assistant.tracking.due import RowState, Stage
from assistant.tracking.status_words import Progress, status_label
from corpus.records import Doubt, Meaning, Row, fold

NOT_STATED = "Not stated"
Name = TypeVar("Name", bound=Hashable)
_APART = re.compile(r"[;/\n]")
_TOGETHER = re.compile(r"(?<=\s)and(?=\s)|[,&+]")


@dataclass(frozen=True, slots=True)
class Fact:
    """A row as of a day. `label` is its status in the plan's own words, `owners` each person or team that is named,
    `category` what stands above it, `doubtful` whether it is to be checked against the document."""

    row: Row
    stage: Stage
    progress: Progress
    status: str
    label: str
    due: date | None
    due_text: str
    owners: tuple[str, ...]
    category: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of some rows are what. `labels` are statuses as stated, the most frequent first."""

    rows: int
    stages: Counter[Stage]
    labels: Counter[str]
    doubtful: int
    next_due: Fact | None

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Counts:
        facts = list(facts)
        ahead = [fact for fact in facts if fact.stage in (Stage.SOON, Stage.AHEAD)]
        return cls(
            len(facts),
            Counter(fact.stage for fact in facts),
            Counter(fact.label for fact in facts),
            sum(fact.doubtful for fact in facts),
            min(ahead, key=lambda fact: fact.due or date.max, default=None),
        )


def facts_of(states: Iterable[RowState]) -> tuple[Fact, ...]:
    """The rows' facts, in their order; an owner's name is spelt as it first is, whatever its capitals later."""
    states = list(states)
    named = owners_of([state.row for state in states])
    labels: dict[str, str] = {}
    return tuple(_fact(state, owners, labels) for state, owners in zip(states, named, strict=True))


def grouped(facts: Iterable[Fact], names: Callable[[Fact], Iterable[Name]]) -> dict[Name, list[Fact]]:
    """The rows under each name that they have, the names in the order in which they first come."""
    groups: dict[Name, list[Fact]] = {}
    for fact in facts:
        for name in names(fact):
            groups.setdefault(name, []).append(fact)
    return groups


def _fact(state: RowState, owners: tuple[str, ...], labels: dict[str, str]) -> Fact:
    said = dict.fromkeys(status_label(entry.status) for entry in state.entries if entry.status)
    label = "; ".join(said) or NOT_STATED
    return Fact(
        state.row,
        state.stage,
        state.progress,
        state.status,
        labels.setdefault(fold(label), label),
        state.due,
        state.due_text,
        owners,
        state.row.category.label,
        state.row.doubt is not Doubt.NONE,
    )


def owners_of(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Who owns each row. Names written together are parted where each also stands alone somewhere."""
    written = [[part for text in _owner_texts(row) for part in _pieces(_APART, text)] for row in rows]
    names: dict[str, str] = {}
    for part in (part for parts in written for part in parts):
        names.setdefault(fold(part), part)
    parted = {part: _parted(part, names) for part in names.values()}
    found = [[name for part in parts for name in parted[names[fold(part)]]] for parts in written]
    return [tuple(dict.fromkeys(each)) for each in found]


def _owner_texts(row: Row) -> list[str]:
    column = next((column for column in row.columns if column.meaning is Meaning.OWNER), None)
    return [item.text.strip() for item in column.items] if column else []


def _pieces(separator: re.Pattern[str], text: str) -> list[str]:
    return [piece for each in separator.split(text) if (piece := each.strip())]


def _parted(part: str, names: Mapping[str, str]) -> list[str]:
    pieces = _pieces(_TOGETHER, part)
    alone = all(fold(piece) in names for piece in pieces)
    return [names[fold(piece)] for piece in pieces] if len(pieces) > 1 and alone else [part]
