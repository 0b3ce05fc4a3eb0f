"""Questions for what changed from one update to the next, and what two updates say of one thing, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.answer import Answer, Status, partly
from assistant.answers.changed import (
    Scope,
    answer_cells,
    answer_changes,
    answer_moves,
    is_of_status,
    rows_that_came_or_went,
    with_what_followed,
    with_what_it_was,
)
from assistant.answers.combined import counted_beside, side_by_side
from assistant.answers.finding import SURE, Finder, for_texts
from assistant.answers.rows.listed import answer_query, of_titles
from assistant.answers.sources import Sources
from assistant.language.words import stems, terms
from assistant.questions.asking import Asks
from assistant.questions.predicates import Among, Mentions
from assistant.questions.query import Output, Query, Role
from assistant.questions.times import MOVES, Time, speaks_of
from assistant.tracking.changes import RowStatus
from assistant.tracking.item_changes import ItemKind
from assistant.tracking.lineage import Comparison
from corpus.records import Plan, Row, Update
from index import Filters, plans_named

_ROWS = {Time.NEW: RowStatus.NEW, Time.GONE: RowStatus.DROPPED}
_ITEMS = {Time.NEW: (ItemKind.NEW,), Time.GONE: (ItemKind.DROPPED,)}
_RECKONED = (Output.SUM, Output.AVERAGE, Output.SHARE, Output.GROUPS, Output.TOTALS, Output.EXTREME)


class Comparer:
    """Answers questions about a plan's latest update beside the one before."""

    def __init__(self, sources: Sources, finder: Finder) -> None:
        self._sources, self._finder = sources, finder

    def compared(self, query: Query, filters: Filters) -> list[Comparison]:
        """What is to be compared, of the plans that filters leave: those that a question names, or whose update, each
        with that update or the one before."""
        plans = [plan for plan in plans_named(self._sources.library, filters.plan) if plan.name not in query.outside]
        named = [plan for plan in plans if plan.name in query.plans] or plans
        named = [plan for plan in named if _update_named(query, plan)] or named
        several = [plan for plan in named if len(plan.updates) > 1]
        olds = [_update_named(query, plan) or plan.updates[-2] for plan in several]
        lineage = self._sources.lineage
        return [lineage.comparison(plan, old, plan.latest) for plan, old in zip(several, olds, strict=True)]

    def changed(self, query: Query, compared: Sequence[Comparison], filters: Filters) -> Answer | None:
        """What changed: rows, statuses, cells, items; of one thing, or where no item says so in the question's words,
        what both updates say. None where statuses are asked for and more is said than is understood."""
        if len({each.plan.name for each in compared}) == 1 and filters.plan is None:
            filters = replace(filters, plan=compared[0].plan.name)
            query = self._sources.query(query.text, filters)
        if _picks_by_status(query):
            query = replace(query, time=Time.MOVED)
        scope = self._scope(query, compared)
        for meant in (scope, replace(scope, words=frozenset())):
            found = self._of_rows(query, meant, compared, filters)
            if found is None or found.claims or not scope.words:
                break
        if found is not None:
            return found if meant is scope else _without_words(found, query, scope.words)
        if query.output is Output.CELL and not (query.names_columns or query.likelihood >= SURE):
            query = replace(for_texts(query), output=Output.QUOTES)  # "vacancies then and now": what texts say of both
        if (cells := self._cells(query, scope, compared, filters)) is not None:
            return cells
        if query.time is Time.BOTH or self._is_of_one_thing(query):
            return self._beside(query, compared, filters) or answer_changes(scope, compared)
        found = answer_changes(scope, compared)
        return found if found.claims or not query.rest else self._beside(query, compared, filters) or found

    def _of_rows(self, query: Query, scope: Scope, compared: Sequence[Comparison], filters: Filters) -> Answer | None:
        """The rows that came, went or moved or, where none did, items that came or went, unless rows are named; None
        where anything else is asked for."""
        if (time := _meant(query, compared)) in _ROWS:
            found = rows_that_came_or_went(compared, _ROWS[time], scope)
            if found.claims or "rows" in query.nouns:
                return found
            items = answer_changes(scope, compared, _ITEMS[time])
            return items if items.claims else found
        if time in MOVES:
            found = answer_moves(scope, compared, self._sources.schema(filters))
            titles = (Among(frozenset(), "", titles=True),) if scope.words else ()
            return of_titles(found, replace(query, output=Output.ROWS, where=(*query.where, *titles)))
        return None

    def _scope(self, query: Query, compared: Sequence[Comparison]) -> Scope:
        """Where to look. Words that nothing explains and that don't speak of time have to be met."""
        old = tuple(row for each in compared for row in each.old.rows)
        then = self._sources.query_of(query.text, old)
        left = (
            term
            for term in terms(query.text)
            if term.telling and not any(each.start <= term.start < each.end for each in query.readings)
        )
        words = {term.stem for term in left if not speaks_of(query.time, term.word)}
        if len(compared) < len(self._sources.library.plans):  # "new in the SEND review", of “SEND Strategy: review”
            words -= stems(" ".join(each.plan.name for each in compared))
        return Scope(query, then, frozenset(words))

    def _is_of_one_thing(self, query: Query) -> bool:
        """Whether a number, a date or yes or no is asked for, and not all that changed."""
        return bool(query.rest) and self._sources.understood(query).typed

    def _cells(self, query: Query, scope: Scope, compared: Sequence[Comparison], filters: Filters) -> Answer | None:
        """What the cells that are asked for say in the latest update and said in the one before; of several rows, which
        of them changed. What is reckoned from rows, as it was and is."""
        counts = query.output in _RECKONED or (query.output is Output.ROWS and query.asks is Asks.COUNT)
        rows = [row for each in compared for row in each.new.rows]
        if query.time is Time.BOTH and counts:
            old = [row for each in compared for row in each.old.rows]
            return counted_beside(answer_query(query, rows), answer_query(scope.then, old), compared[0].old.name)
        values = [each for each in query.columns if each.is_value]
        if query.output is Output.CELL:
            now = answer_query(query, rows)
            if len({each.row_key for each in now.citations}) == 1:
                step = self._sources.lineage.history(now.citations[0].row_key)
                old_row = step[-1].change.old if step else None
                return side_by_side(now, _cell_of(query, old_row)) if old_row else None
        if values and (query.output in (Output.CELL, Output.ROWS) or not scope.words):
            return answer_cells(values[0], scope, compared)
        return None

    def _beside(self, query: Query, compared: Sequence[Comparison], filters: Filters) -> Answer | None:
        """The best that the latest update says, and what the one before said in the same row; of a value that is asked
        for, the row's cells in both. What was said before alone, where nothing is said now."""
        query = replace(query, time=Time.NOW)
        typed = self._sources.understood(query).typed
        for each in compared:
            now = self._finder.quoted(query, "", replace(filters, plan=each.plan.name))
            step = self._sources.lineage.history(now.citations[0].row_key) if now.claims else ()
            old, new = (step[-1].change.old, step[-1].change.new) if step else (None, None)
            if now.status is Status.ANSWERED and not typed:
                told = with_what_it_was(now, self._sources.lineage)
                if told is not now:
                    return told
            if now.status is not Status.ANSWERED and not typed:
                then = self._finder.quoted(query, "", replace(filters, plan=each.plan.name, update=each.old.name))
                if then.status is Status.ANSWERED:
                    return with_what_followed(then, self._sources.lineage)
            if old is None:
                continue
            sure = query.likelihood >= SURE and now.status is Status.ANSWERED and _value_of(query)
            cells = [_cell_of(query, row) for row in (new, old) if row and sure]
            if len(cells) == 2 and all(cell.claims for cell in cells):
                return replace(side_by_side(*cells), confidence=now.confidence)  # as sure as that the row is meant
            place = replace(filters, plan=each.plan.name, update=old.update, reference=old.reference)
            texts = query if query.likelihood >= SURE else for_texts(query)
            return side_by_side(now, self._finder.searched(self._sources.understood(texts), place))
        return None


def _picks_by_status(query: Query) -> bool:
    """Whether rows of two updates are picked by what their status was or is: "which turned green between the two"."""
    statuses = any(not isinstance(each, Among | Mentions) and is_of_status(each) for each in query.where)
    return query.time is Time.BOTH and query.output is Output.ROWS and query.asks is not Asks.COUNT and statuses


def _update_named(query: Query, plan: Plan) -> Update | None:
    """The update before the latest that a question names."""
    names = {each.value for each in query.readings if each.role in (Role.UPDATE, Role.WHEN)}
    return next((each for each in plan.updates[:-1] if each.name in names), None)


def _without_words(answer: Answer, query: Query, words: frozenset[str]) -> Answer:
    """An answer to a question of which some words were left out, as one that may not be about these."""
    if not answer.claims:
        return answer
    said = ", ".join(f"“{term.word}”" for term in terms(query.text) if term.stem in words)
    return partly(answer, f"which of these are about {said}")


def _meant(query: Query, compared: Sequence[Comparison]) -> Time:
    """What came or what went, where a question is for what one update has and another has not, and names both: the
    first is the one that has it."""
    names = [each.value for each in query.readings if each.role is Role.WHEN and each.value not in set(Time)]
    if query.time not in _ROWS or len(names) != 2 or not any(each.role is Role.NOT for each in query.readings):
        return query.time
    return Time.NEW if names[0] in {each.new.name for each in compared} else Time.GONE


def _cell_of(query: Query, row: Row) -> Answer:
    """What one row's cell says in the column that is asked for."""
    where = (Among(frozenset({row.key}), f"in {row.reference}"),)
    return answer_query(replace(query, output=Output.CELL, where=where, rest=()), [row])


def _value_of(query: Query) -> bool:
    """Whether a value is asked for, rather than texts."""
    return any(each.is_value for each in query.columns)
