"""Questions for what changed from one update to the next, and what two updates say of one thing, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.answer import Answer, Status
from assistant.answers.changed import (
    answer_cells,
    answer_changes,
    answer_moves,
    changes_asked,
    having_update,
    is_within,
    rows_that_came_or_went,
    sets_beside,
    with_what_followed,
    with_what_it_was,
    without_change_words,
)
from assistant.answers.combined import side_by_side
from assistant.answers.finding import SURE, Finder
from assistant.answers.listed import answer_query, of_titles
from assistant.answers.sources import Sources
from assistant.language.words import stems, terms
from assistant.questions.asking import Asks, speaks_for
from assistant.questions.query import Among, Output, Query, Role
from assistant.questions.schema import Schema
from assistant.tracking.changes import RowStatus
from assistant.tracking.lineage import Comparison
from corpus.records import Plan, Row
from index import Filters, plans_named

_NAMED = (Role.NOUN, Role.COLUMN, Role.STATE, Role.VALUE, Role.REFERENCE, Role.CATEGORY)


class Comparer:
    """Answers questions about a plan's latest update beside the one before."""

    def __init__(self, sources: Sources, finder: Finder) -> None:
        self._sources, self._finder = sources, finder

    def plans(self, asked: str, filters: Filters) -> tuple[Plan, ...]:
        """The plans that a question is about, of those that filters leave: those that it names, or whose update."""
        query = self._sources.query(asked, filters)
        plans = plans_named(self._sources.library, filters.plan)
        return tuple(plan for plan in plans if plan.name in query.plans) or having_update(asked, plans) or plans

    def changed(self, whole: Query, plans: tuple[Plan, ...], filters: Filters) -> Answer | None:
        """What changed: statuses, a cell, items; where no item says so in the question's words, what both updates say.
        None where statuses are asked for and more is said than is understood."""
        kind, asked = changes_asked(whole), whole.text
        if len(whole.plans) == 1 and filters.plan is None:
            filters = replace(filters, plan=next(iter(whole.plans)))
        topic = without_change_words(whole, plans, (Role.PLAN, Role.UPDATE), _NAMED)
        query = self._sources.query(topic, filters)
        compared = [
            self._sources.lineage.comparison(plan, *plan.updates[-2:]) for plan in plans if len(plan.updates) > 1
        ]
        if kind in (RowStatus.NEW, RowStatus.DROPPED):
            return rows_that_came_or_went(compared, (RowStatus(kind),))
        if kind:
            moved = answer_moves(kind, query, compared, self._sources.schema(filters))
            moved = of_titles(moved, replace(query, output=Output.ROWS))
            return moved if all(speaks_for(Asks.CHANGES, word) for word in query.rest) else None
        if query.output is Output.CELL and (both := self._both_cells(query, compared, filters)) is not None:
            return both
        subject = without_change_words(whole, plans, (Role.PLAN, Role.NOUN, Role.UPDATE))
        others = len(compared) < len(self._sources.library.plans)
        if others and not sets_beside(asked):  # "new in the SEND review", of “SEND Strategy: review”
            named = stems(" ".join(each.plan.name for each in compared))
            subject = " ".join(term.word for term in terms(subject) if term.stem not in named)
        of_rows = any(is_within(query, row) for each in compared for row in each.new.rows) and not query.rest
        if (self._is_of_one_thing(query) or (sets_beside(asked) and not of_rows and query.topic)) and (
            both := self._side_by_side(query, plans, filters)
        ) is not None:
            return both
        answer = answer_changes(subject, asked, compared, Schema(plans, self._sources.rows, self._sources.meanings))
        if answer.claims or not any(term.telling for term in terms(subject)):
            return answer
        return self._side_by_side(query, plans, filters) or answer

    def _is_of_one_thing(self, query: Query) -> bool:
        """Whether a number, a date or yes or no is asked for, and not all that changed."""
        question = self._sources.understood(query)
        return bool(query.rest) and (question.typed or question.whether)

    def _both_cells(self, query: Query, compared: Sequence[Comparison], filters: Filters) -> Answer | None:
        """What the cell that is asked for says in the latest update and said in the one before; of several rows, which
        of them changed."""
        now = answer_query(query, self._sources.schema(filters).rows)
        if len({each.row_key for each in now.citations}) > 1:
            return answer_cells(query.columns[0], query, compared)
        step = self._sources.lineage.history(now.citations[0].row_key) if now.claims else ()
        old = step[-1].change.old if step else None
        if old is None:
            return None
        return side_by_side(now, _cell_of(query, old))

    def _side_by_side(self, query: Query, plans: tuple[Plan, ...], filters: Filters) -> Answer | None:
        """The best that the latest update says, and what the one before said in the same row; of a value that is asked
        for, the row's cells in both."""
        for plan in (plan for plan in plans if len(plan.updates) > 1):
            now = self._finder.quoted(query, "", replace(filters, plan=plan.name))
            step = self._sources.lineage.history(now.citations[0].row_key) if now.claims else ()
            old, new = (step[-1].change.old, step[-1].change.new) if step else (None, None)
            if old is None:
                continue
            sure = query.likelihood >= SURE and now.status is Status.ANSWERED and _value_of(query)
            cells = [_cell_of(query, row) for row in (new, old) if row and sure]
            if len(cells) == 2 and all(each.claims for each in cells):
                return replace(side_by_side(*cells), confidence=now.confidence)  # as sure as that the row is meant
            place = replace(filters, plan=plan.name, update=old.update, reference=old.reference)
            return side_by_side(now, self._finder.searched(self._sources.understood(query), place))
        return None

    def told_further(self, query: Query, filters: Filters, answer: Answer) -> Answer:
        """What became of a thing: what is said of it now beside what was said before, or what was said of it last."""
        if answer.status is Status.ANSWERED:
            return with_what_it_was(answer, self._sources.lineage)
        names = [plan for plan in plans_named(self._sources.library, filters.plan) if len(plan.updates) > 1]
        if filters.update != "latest" or not names:
            return answer
        then = [
            self._finder.quoted(query, "", replace(filters, plan=plan.name, update=plan.updates[-2].name))
            for plan in names
        ]
        best = max(then, key=lambda each: (each.status is Status.ANSWERED, each.confidence))
        return with_what_followed(best, self._sources.lineage) if best.status is Status.ANSWERED else answer


def _cell_of(query: Query, row: Row) -> Answer:
    """What one row's cell says in the column that is asked for."""
    where = (Among(frozenset({row.key}), f"in {row.reference}"),)
    return answer_query(replace(query, output=Output.CELL, where=where, rest=()), [row])


def _value_of(query: Query) -> bool:
    """Whether a value is asked for, rather than texts."""
    return any(each.is_value for each in query.columns)
