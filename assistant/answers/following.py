"""Answers to follow-ups: of the row or rows that the answer before was about, or else by searching freely."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answers.answer import Answer, Claim, Status, listed, nothing_found
from assistant.answers.earlier import (
    WHEN,
    asks_of_today,
    asks_only_when,
    figure_before,
    row_in,
    row_now,
    speaks_of_the_past,
)
from assistant.answers.finding import KINDS, SURE, Finder, for_texts
from assistant.answers.follow_ups import (
    FollowUp,
    Turns,
    asks_the_same,
    follow_up,
    goes_on,
    has_own_topic,
    names_only,
    points_back,
    said_of_another,
    said_otherwise,
    speaks_of,
)
from assistant.answers.rows.listed import answer_query
from assistant.answers.sources import Sources
from assistant.language.answer_kinds import AnswerKind, find
from assistant.language.words import stems
from assistant.questions.asked import without
from assistant.questions.asking import OF_A_ROW, SEARCHED, speaks_for
from assistant.questions.parsing import parse
from assistant.questions.predicates import Among
from assistant.questions.query import Output, Query
from assistant.questions.question import read
from assistant.questions.times import Time
from corpus.records import Citation, Column, Row, ValueKind
from index import Filters

UNCERTAIN = "what was asked before, so what this question goes on from isn’t certain"
_ALL_OF_THEM = re.compile(r"\b(?:they|them|these|all)\b", re.IGNORECASE)
_OF_SEVERAL = (Output.SUM, Output.AVERAGE, Output.EXTREME, Output.GROUPS, Output.SHARE)  # what is reckoned from rows
_OF_ONE = (Output.CELL, Output.DIGEST, Output.ITEMS)  # what is asked of a row, and no list of rows


class Follower:
    """Answers questions that may go on from the turn before; `alone` answers one that doesn't."""

    def __init__(self, sources: Sources, finder: Finder, alone: Callable[[str, str, Filters], Answer]) -> None:
        self._sources, self._finder, self._alone = sources, finder, alone

    def answer(self, asked: str, history: Turns, filters: Filters, told: str) -> Answer:
        follows = follow_up(asked, history)
        if follows is None:
            return self._alone(asked, told, filters)
        query, last = self._sources.query(asked, filters), history[-1][1].query
        if (again := said_otherwise(query, last) or said_of_another(query, last)) is not None:
            return self._alone(again, follows.told(told), filters)
        found = self._going_on(asked, history, follows, filters, told)
        return _as_sure_as(history, follows, found) if found.understood != told else found

    def _going_on(self, asked: str, history: Turns, follows: FollowUp, filters: Filters, told: str) -> Answer:
        """What is understood from the turns before says so ("Taken together with …")."""
        query = self._sources.query(asked, filters)
        if asks_of_today(query):
            before = self._sources.query(follows.before[-1], filters)
            when = [each for each in before.readings if each.role in WHEN]
            return self._alone(without(before.text, when), follows.told(told), self._of_today(before, follows, filters))
        if asks_only_when(query):
            last = history[-1][1].query
            if last is not None and last.is_of_rows and last.output not in _OF_ONE:  # a list is made again
                rows = self._sources.rows_then(query.updates, Time.THEN)
                then_listed = answer_query(self._sources.query_of(last.text, rows), rows)
                return replace(then_listed, asked=follows.asked, understood=follows.told(told))
            if (then := self._of_another_time(query, follows, told, filters)) is not None:
                return then
        if (listed := self._of_rows_before(asked, history, filters)) is not None:
            return _as_sure_as(history, follows, replace(listed, understood=told))
        of_row = self._of_row_before(asked, follows, told, filters)
        if of_row is not None and of_row.status is Status.ANSWERED:
            return of_row
        answer = self._freely(asked, follows, told, filters)
        return of_row if of_row is not None and self._stays(asked, follows, of_row, answer) else answer

    def _stays(self, asked: str, follows: FollowUp, of_row: Answer, freely: Answer) -> bool:
        """Whether what a row doesn't answer stays so, rather than being answered by what was found elsewhere: a column
        of the row is asked for, or what was found doesn't speak of what its question points to."""
        if freely.citations and follows.led and freely.citations[0].row_key == follows.led.row_key:
            return False
        query = of_row.query
        if not points_back(asked) and query is not None and query.rest:
            return freely.status is not Status.ANSWERED and bool(of_row.claims)
        return not (
            query is not None
            and _asks_texts(query)
            and freely.status is Status.ANSWERED
            and speaks_of(freely, follows.own)
        )

    def _freely(self, asked: str, follows: FollowUp, told: str, filters: Filters) -> Answer:
        """By all that the filters leave: alone, or together with the turn before."""
        if goes_on(asked):
            together = self._taken_together(asked, follows, told, filters)
            if points_back(asked) or speaks_of(together, follows.own):
                return together
            alone = self._alone(asked, told, filters)
            return alone if alone.status is Status.ANSWERED else together
        alone = self._alone(asked, told, filters)
        if alone.status is Status.ANSWERED or has_own_topic(asked):
            return alone  # the words of the turn before would make it look surer than it is
        together = self._taken_together(asked, follows, told, filters)
        return together if together.status is Status.ANSWERED and speaks_of(together, follows.own) else alone

    def _of_another_time(self, query: Query, follows: FollowUp, told: str, filters: Filters) -> Answer | None:
        """What another update says of what the answer before told, "what was it before?", or what the same row sets
        it against; None where that answer told of nothing."""
        led, lineage = follows.led, self._sources.lineage
        now = self._row_of(led)
        if led is None or now is None:
            return None
        row = row_in(lineage, now.key, query.updates)
        then = self._as_it_was(led, row, follows, told, filters) if row is not None else None
        if then is None or then.status is not Status.ANSWERED:
            then = figure_before(led, now) or then
        if then is None:
            then = nothing_found(f"I could not find what was said at another time of {now.label}.", False)
        return replace(then, asked=follows.asked, understood=follows.told(told), query=query)

    def _as_it_was(self, led: Citation, row: Row, follows: FollowUp, told: str, filters: Filters) -> Answer:
        """What a row says in its update of what was quoted from another: the same cell, or else its texts."""
        cell = row.column(led.column)
        if cell is not None and cell.kind is not ValueKind.TEXT and cell.items:
            return listed(f"“{cell.heading}” of “{row.priority.title}”.", [_cell_claim(row, cell)])
        before = " ".join(follows.before)
        of_row = replace(follows, asked=before, own=stems(before), led=Citation.of_heading(row))
        return self._texts_of_row(follows.before[0], of_row, told, filters)

    def _of_today(self, before: Query, follows: FollowUp, filters: Filters) -> Filters:
        """The latest update of the plan that was answered from, where the question before speaks of the past also
        without the words that say which update it meant: "who had it last year"."""
        row = self._row_of(follows.led)
        if row is None or before.time is not Time.THEN or filters.update != "latest":
            return filters
        now = row_now(self._sources.lineage, row)
        return replace(filters, plan=now.plan, update=now.update)

    def _row_of(self, led: Citation | None) -> Row | None:
        return self._sources.row_of.get(led.row_key) if led else None

    def _of_rows_before(self, asked: str, history: Turns, filters: Filters) -> Answer | None:
        """What the rows of the answer before say to "which of those are red?"; None for others."""
        every = frozenset(each.row_key for each in history[-1][1].citations)
        query = parse(asked, self._sources.schema(filters), every, vector=self._sources.sentence)
        if not query.among and len(every) > 1 and _ALL_OF_THEM.search(asked):  # "what do they add up to?"
            query = parse(f"{asked} of those", self._sources.schema(filters), every, vector=self._sources.sentence)
            if query.output not in _OF_SEVERAL:
                return None
        if not query.is_of_rows or not query.among:
            return None
        return replace(answer_query(query, self._sources.every_row), asked=asked)

    def _of_row_before(self, asked: str, follows: FollowUp, told: str, filters: Filters) -> Answer | None:
        """What the row that the answer before led with says: its own cell, or its texts; None where the question
        doesn't point back to it."""
        row = self._row_of(follows.led)
        query = self._sources.query(asked, filters)
        if (
            follows.led is None
            or row is None
            or not (points_back(asked) or names_only(query, row, self._sources.vocabulary.knows))
        ):
            return None
        rows = [each for each in self._sources.every_row if each.key in follows.listed | {row.key}]
        if filters.update == "latest" and not speaks_of_the_past(query):
            rows = list(dict.fromkeys(row_now(self._sources.lineage, each) for each in rows))
            row = row_now(self._sources.lineage, row)
            follows = replace(follows, led=Citation.of_heading(row)) if row.key != follows.led.row_key else follows
        first = frozenset(each.key for each in rows)
        query = parse(asked, self._sources.schema(filters), first, first, vector=self._sources.sentence)
        cells = self._cells_of(query, rows)
        if cells is not None and cells.status is Status.ANSWERED:
            return replace(cells, asked=follows.asked, understood=follows.told(told))
        texts = self._texts_of_row(asked, follows, told, filters)
        tells = texts.status is Status.ANSWERED and (speaks_of(texts, follows.own) or _holds(texts, query))
        if cells is not None and not tells:
            return replace(cells, asked=follows.asked, understood=follows.told(told))
        other = texts.status is Status.ANSWERED and not tells  # than the column that is asked for
        if not texts.claims or (not _asks_texts(query) and (other or _leads_with_a_value(texts, row))):
            texts = replace(
                nothing_found(f"I could not find an answer to this in {row.label}, which it goes back to.", False),
                asked=follows.asked,
                understood=follows.told(told),
            )
        return replace(texts, query=query)

    def _texts_of_row(self, asked: str, follows: FollowUp, told: str, filters: Filters) -> Answer:
        """What the texts of the row that the answer before led with say: asked by the question's own words where these
        say what for, else together with the turn before."""
        led = follows.led
        assert led is not None
        place = replace(filters, plan=led.plan, update=led.update, reference=led.reference)
        if not asks_the_same(asked):
            texts = self._finder.searched(
                self._sources.understood(for_texts(self._sources.query(asked, filters)), follows.told(told)), place
            )
            if texts.status is Status.ANSWERED:
                return texts
        return self._taken_together(asked, follows, told, place, bound=True)

    def _cells_of(self, query: Query, rows: Sequence[Row]) -> Answer | None:
        """What the column asked for says in these rows; partial where the question has words that the reading of
        what it asks for doesn't account for. None where no column is asked for, or says nothing."""
        if not query.is_of_rows and not (query.columns and query.asks in OF_A_ROW and query.likelihood >= SURE):
            return None
        left = () if query.is_of_rows else tuple(word for word in query.rest if not speaks_for(query.asks, word))
        where = query.where if query.is_of_rows else (Among(frozenset(each.key for each in rows), "of that"),)
        output = query.output if query.is_of_rows else Output.CELL
        answer = answer_query(replace(query, output=output, where=where, rest=left), rows)
        if not answer.claims:
            return None
        return replace(answer, status=Status.PARTIAL, confidence=0.0, complete=False) if left else answer

    def _taken_together(
        self, asked: str, follows: FollowUp, read_as: str, filters: Filters, bound: bool = False
    ) -> Answer:
        understood = follows.told(read_as)
        query = self._sources.query(asked, filters)
        filters, looked = self._finder.place(query, filters)
        understood = "; ".join(filter(None, [understood, looked]))
        kind = read(asked, follows.asked, vector=self._sources.sentence(asked))
        if kind.answer_kind is AnswerKind.ANYTHING and asks_the_same(asked):
            kind = next((each for each in (read(text, follows.asked) for text in follows.before) if each.typed), kind)
        question = self._sources.of_columns(
            replace(
                kind,
                text=asked,
                understood=understood,
                own=follows.own,
                rows=follows.rows,
                places=follows.places if bound else frozenset(),
                also=self._sources.also(follows.asked),
            ),
            query,
        )
        return replace(self._finder.searched(question, filters), query=query)


def _as_sure_as(history: Turns, follows: FollowUp, answer: Answer) -> Answer:
    """An answer that goes on from others, no surer than the surest of them that led with the same row, or the last. Of
    28 such answers to made-up questions that were called answered, the 21 after an answered question were right, and 4
    of the 7 after another were wrong."""
    row = follows.led and follows.led.row_key
    led = [before for _, before in history if before.citations and before.citations[0].row_key == row]
    surest = max([history[-1][1], *led], key=lambda before: (before.status is Status.ANSWERED, before.confidence))
    if surest.status is Status.ANSWERED or answer.status is not Status.ANSWERED:
        return answer
    text = f"The documents don’t state {UNCERTAIN}.\n\n{answer.text}"
    sure = min(surest.confidence, answer.confidence)
    return replace(answer, status=Status.PARTIAL, confidence=sure, missing=UNCERTAIN, text=text, complete=False)


def _cell_claim(row: Row, cell: Column) -> Claim:
    return Claim(cell.items[0].text, (Citation.of_item(row, cell, 1),), note=row.update)


def _asks_texts(query: Query) -> bool:
    """Whether it may well be what texts say that is asked of a row, and not what a column does."""
    return query.asks in SEARCHED and (query.likelihood > 1 - SURE or bool(query.rest))


def _holds(answer: Answer, query: Query) -> bool:
    """Whether its first quote holds an amount or date, where that is what the column would have said."""
    return query.asks in KINDS and bool(find(KINDS[query.asks], answer.claims[0].text, query.text))


def _leads_with_a_value(answer: Answer, row: Row) -> bool:
    """Whether it leads with a column's value; the column that was asked for would have been read as a cell."""
    column = row.column(answer.citations[0].column)
    return column is not None and column.kind is not ValueKind.TEXT
