"""Which rows the page Overview shows: chosen by the address, in which each number's link says what it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from assistant import Assistant
from assistant.exports.quoted import day_words
from assistant.screens.parts.per_generation import per_generation
from assistant.tracking.changes import RowStatus
from assistant.tracking.due import Stage, soon
from assistant.tracking.overview import NOT_STATED, Counts, Fact
from assistant.tracking.status_words import Progress, status_label
from corpus.records import Plan

OVERVIEW = "overview"  # the page's address
STAGES = {
    Stage.LATE: "Overdue",
    Stage.PASSED: "Date passed, status not clear",
    Stage.SOON: "Due soon",
    Stage.AHEAD: "Due later",
    Stage.UNREAD: "Due date can’t be read",
    Stage.UNDATED: "No due date",
    Stage.DONE: "Done",
}
NEWS = "New or changed"
NEWS_WORDS = {RowStatus.NEW: "New", RowStatus.CHANGED: "Changed"}
CHECK = "To check"
AT_ONCE = 10_000  # pairs of rows that are compared while people wait: half a second on a slow machine

News = Mapping[str, RowStatus]  # what became of rows since the update before, by their keys


@dataclass(frozen=True, slots=True)
class Choice:
    """The rows that the address names; "" for any. `due` is one of STAGES, `since` and `doubt` are NEWS and CHECK."""

    plan: str = ""
    owner: str = ""
    status: str = ""
    due: str = ""
    category: str = ""
    since: str = ""
    doubt: str = ""

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> Choice:
        return cls(**{name: parameters.get(name, "") for name in cls.__dataclass_fields__})

    @property
    def chosen(self) -> dict[str, str]:
        """What is chosen, by its name in the address."""
        return {name: value for name in self.__dataclass_fields__ if (value := getattr(self, name))}

    @property
    def lists_rows(self) -> bool:
        """Whether rows are listed one by one: for a plan alone, its numbers say more."""
        return bool(set(self.chosen) - {"plan"})

    @property
    def address(self) -> str:
        return f"{OVERVIEW}?{urlencode(self.chosen)}" if self.chosen else OVERVIEW

    @property
    def anyhow(self) -> Choice:
        """The same rows wherever they stand: what the numbers at the top count."""
        return replace(self, due="", since="", doubt="")

    def choosing(self, **changed: str) -> Choice:
        return replace(self, **changed)


class Board:
    """The rows of all plans' latest updates as of a day, with an index of what can be chosen, so that filtering ten
    thousand of them is fast."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.facts = tuple(facts)
        self._read: dict[str, Mapping[str, set[int]]] = {}

    def options(self, name: str) -> list[str]:
        """The values that rows have of one kind."""
        return sorted(self._places(name))

    def rows(self, choice: Choice, since: News) -> Sequence[Fact]:
        """The rows that are chosen, in the documents' order."""
        places: set[int] | None = None
        for name, value in choice.chosen.items():
            if name in _READ:
                having = self._places(name).get(value, set())
                places = having if places is None else places & having
        found = self.facts if places is None else [self.facts[place] for place in sorted(places)]
        return [fact for fact in found if fact.row.key in since] if choice.since else found

    def _places(self, name: str) -> Mapping[str, set[int]]:
        """Where in `facts` each value of one kind is, read when it is first asked for."""
        if name not in self._read:
            places: dict[str, set[int]] = {}
            for place, fact in enumerate(self.facts):
                for value in _READ[name](fact):
                    places.setdefault(value, set()).add(place)
            self._read[name] = places
        return self._read[name]


_READ: Mapping[str, Callable[[Fact], Iterable[str]]] = {
    "plan": lambda fact: (fact.row.plan,),
    "owner": lambda fact: fact.owners,
    "status": lambda fact: (fact.label,),
    "due": lambda fact: (STAGES[fact.stage],),
    "category": lambda fact: (fact.category,),
    "doubt": lambda fact: (CHECK,) if fact.doubtful else (),
}


@per_generation
def board_of(assistant: Assistant, today: date) -> Board:
    return Board(assistant.lineage.facts(today))


@per_generation
def counts_of(assistant: Assistant, today: date, choice: Choice) -> Counts:
    """The numbers at the top of the page, but for what is new."""
    return Counts.of(board_of(assistant, today).rows(choice, {}))


def news_of(assistant: Assistant, wait: bool) -> tuple[News, tuple[str, ...]]:
    """What became of all rows, and the plans whose updates haven't been compared yet, unless `wait`.

    Small plans are compared at once, as long as all of them together take no time that anybody would notice.
    """
    waiting, left = [], AT_ONCE
    for plan in assistant.plans():
        if not assistant.lineage.is_compared(plan):
            left -= len(plan.updates[-2].rows) * len(plan.latest.rows)
            waiting += [plan.name] if left < 0 and not wait else []
    return _news(assistant, tuple(waiting)), tuple(waiting)


@per_generation
def _news(assistant: Assistant, waiting: tuple[str, ...]) -> News:
    found: dict[str, RowStatus] = {}
    for plan in assistant.plans():
        found |= assistant.lineage.news(plan) if plan.name not in waiting else {}
    return found


def soon_words(today: date) -> str:
    """`due soon, by 31 January 2027`."""
    return f"due soon, by {day_words(soon(today))}"


def unread_words(number: int) -> str:
    return f"{'due date' if number == 1 else 'due dates'} can’t be read"


def labels_words(counts: Counts) -> list[tuple[str, int]]:
    """Statuses as stated and how many rows state them, the most frequent first, those that state none last."""
    return sorted(counts.labels.items(), key=lambda each: (each[0] == NOT_STATED, -each[1]))


def unclear_statuses(facts: Iterable[Fact]) -> list[tuple[str, str, int]]:
    """Statuses whose meaning nobody has said, each with its plan and how many rows say so; the most frequent first."""
    said = Counter(
        (fact.row.plan, label)
        for fact in facts
        if fact.progress is Progress.UNCLEAR
        for label in dict.fromkeys(map(status_label, fact.status.split("; ")))
    )
    return [(plan, label, number) for (plan, label), number in said.most_common()]


def by_plan(plans: Sequence[Plan], facts: Iterable[Fact]) -> list[tuple[Plan, list[Fact]]]:
    """The plans that have some of these rows, with the rows: those with the most overdue first."""
    rows: dict[str, list[Fact]] = {}
    for fact in facts:
        rows.setdefault(fact.row.plan, []).append(fact)
    found = [(plan, rows[plan.name]) for plan in plans if plan.name in rows]
    return sorted(found, key=lambda each: -sum(fact.stage is Stage.LATE for fact in each[1]))
