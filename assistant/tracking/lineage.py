"""How a plan changes through its updates: the comparison of any two, and the history of each row.

One Lineage serves one generation of the index. It caches comparisons, because those of a plan with a thousand rows
take seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from threading import Lock, RLock

from assistant.tracking.changes import RowChange, RowStatus, compare
from assistant.tracking.due import states
from assistant.tracking.followers import Alike, with_followers
from assistant.tracking.item_changes import ItemChange
from assistant.tracking.overview import Fact, facts_of
from assistant.tracking.places import Place
from assistant.tracking.status_words import NO_MEANINGS, StatusMeanings
from assistant.tracking.watch import Watched, watch_list
from corpus.library import Library
from corpus.records import Citation, Plan, Row, Update


@dataclass(frozen=True, eq=False)
class Comparison:
    """One update of a plan compared with an earlier one; `changes` are in the order of `compare`.

    A comparison is equal only to itself, so that it can be the key of caches.
    """

    plan: Plan
    old: Update
    new: Update
    changes: tuple[RowChange, ...]

    @cached_property
    def of_old(self) -> Mapping[str, RowChange]:
        """The older rows' changes, by `Row.key`."""
        return {change.old.key: change for change in self.changes if change.old}

    @cached_property
    def of_new(self) -> Mapping[str, RowChange]:
        """The newer rows' changes, by `Row.key`."""
        return {change.new.key: change for change in self.changes if change.new}


@dataclass(frozen=True, slots=True)
class Step:
    """How one row changed from an update to the next."""

    comparison: Comparison
    change: RowChange


class Lineage:
    """The plans of one library through their updates; safe to share between threads."""

    def __init__(self, library: Library, meanings: StatusMeanings = NO_MEANINGS, alike: Alike | None = None) -> None:
        """`alike` says how alike excerpts of items are in meaning; without it, nothing is said to follow."""
        self._meanings = meanings
        self._alike = alike
        self._plans = {plan.name: plan for plan in library.plans}
        self._rows = {row.key: row for plan in library.plans for update in plan.updates for row in update.rows}
        self._working, self._stating = RLock(), Lock()
        self._comparisons: dict[tuple[str, str, str], Comparison] = {}
        self._watched: dict[tuple[str, date], tuple[Watched, ...]] = {}
        self._facts: dict[date, tuple[Fact, ...]] = {}

    def comparison(self, plan: Plan, old: Update, new: Update) -> Comparison:
        """How the rows and items of `old` changed in `new`."""
        key = (plan.name, old.name, new.name)
        with self._working:
            if key not in self._comparisons:
                compared = compare(old.rows, new.rows)
                changes = with_followers(compared, self._alike) if self._alike else tuple(compared)
                self._comparisons[key] = Comparison(plan, old, new, changes)
            return self._comparisons[key]

    def is_known(self, plan: Plan, old: Update, new: Update) -> bool:
        """Whether these two have been compared already, so that nobody has to wait."""
        return (plan.name, old.name, new.name) in self._comparisons

    def is_compared(self, plan: Plan) -> bool:
        """Whether nobody has to wait for the plan's news."""
        return len(plan.updates) < 2 or self.is_known(plan, plan.updates[-2], plan.latest)

    def news(self, plan: Plan) -> Mapping[str, RowStatus]:
        """The rows of the latest update that are new or have changed since the one before, by key; none for a plan's
        only update."""
        if len(plan.updates) < 2:
            return {}
        changes = self.comparison(plan, plan.updates[-2], plan.latest).changes
        became = ((change.new, _became(change.status)) for change in changes)
        return {row.key: status for row, status in became if row is not None and status is not None}

    def watch_list(self, plan: Plan, today: date) -> tuple[Watched, ...]:
        """What scrutiny may want to ask about on a given day."""
        with self._working:
            if (plan.name, today) not in self._watched:
                self._watched = {key: found for key, found in self._watched.items() if key[1] == today}
                self._watched[plan.name, today] = watch_list(
                    plan, today, self._meanings, lambda old, new: self.comparison(plan, old, new).changes
                )
            return self._watched[plan.name, today]

    def facts(self, today: date) -> tuple[Fact, ...]:
        """Where each row of the plans' latest updates is on a given day: overdue, due soon, done."""
        with self._stating:
            if today not in self._facts:
                rows = [row for plan in self._plans.values() for row in plan.latest.rows]
                self._facts = {today: facts_of(states(rows, today, self._meanings))}
            return self._facts[today]

    def history(self, row_key: str) -> tuple[Step, ...]:
        """How a row changed from each update to the next, the oldest first; empty if its plan has only one update.

        The history of a row that was added later starts with a change without `old`; that of a dropped row ends with a
        change without `new`.
        """
        row = self._rows.get(row_key)
        return (*reversed(list(self._back(row))), *self._forth(row)) if row else ()

    def since(self, row_key: str) -> tuple[Step, ...]:
        """The part of the history after the row's own update; empty for a row of the latest."""
        row = self._rows.get(row_key)
        return tuple(self._forth(row)) if row else ()

    def became(self, citation: Citation) -> ItemChange | None:
        """How the item that a citation quotes came from the update before or, in the first, went on into the next."""
        steps = self.history(citation.row_key)
        changes = [item for step in reversed(steps) for item in step.change.items]
        sides = [(item, place) for item in changes for place in (item.new, item.old) if place]
        return next((item for item, place in sides if _quotes(citation, place)), None)

    def _back(self, row: Row) -> Iterator[Step]:
        """From the row's own update to the first."""
        for old, new in reversed(self._steps(row)):
            if new.name == row.update:
                comparison = self.comparison(self._plans[row.plan], old, new)
                step = Step(comparison, comparison.of_new[row.key])
                yield step
                if step.change.old is None:
                    return
                row = step.change.old

    def _forth(self, row: Row) -> Iterator[Step]:
        """From the row's own update to the latest."""
        for old, new in self._steps(row):
            if old.name == row.update:
                comparison = self.comparison(self._plans[row.plan], old, new)
                step = Step(comparison, comparison.of_old[row.key])
                yield step
                if step.change.new is None:
                    return
                row = step.change.new

    def _steps(self, row: Row) -> list[tuple[Update, Update]]:
        return list(pairwise(self._plans[row.plan].updates))


def _became(status: Sequence[RowStatus]) -> RowStatus | None:
    if RowStatus.NEW in status:
        return RowStatus.NEW
    return None if RowStatus.UNCHANGED in status else RowStatus.CHANGED


def _quotes(citation: Citation, place: Place) -> bool:
    at = place.row.key, place.column, place.number
    return at == (citation.row_key, citation.column, citation.item) and citation.quote in place.item.text
