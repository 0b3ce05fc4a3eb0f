"""From a question to its answer: understood, looked up or searched for, and judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.answers.answer import Answer, Status, compose, nothing_found
from assistant.answers.changed import (
    answer_cells,
    answer_changes,
    answer_moves,
    asks_what_became,
    changes_asked,
    has_earlier,
    having_update,
    with_what_followed,
    with_what_it_was,
    without_change_words,
)
from assistant.answers.combined import parts_of, side_by_side, together
from assistant.answers.confidence import ABOUT, HARDLY_ABOUT, about
from assistant.answers.defined import define
from assistant.answers.evidence import Evidence, ahead, weighed
from assistant.answers.follow_ups import (
    FollowUp,
    Turns,
    asks_the_same,
    follow_up,
    goes_on,
    names_only,
    points_back,
    speaks_of,
)
from assistant.answers.listed import answer_query
from assistant.answers.question_words import UNMET, met_in_row
from assistant.answers.reckoned import asks_what_is_left, what_is_left
from assistant.language.answer_kinds import AnswerKind, find
from assistant.language.words import stems, terms
from assistant.questions.asking import OF_A_ROW, SEARCHED, Asks, speaks_for
from assistant.questions.parsing import parse
from assistant.questions.query import Among, Output, Query, Role, titled
from assistant.questions.question import Equivalents, Question, read, with_apostrophes
from assistant.questions.schema import Schema
from assistant.questions.spelling import Vocabulary
from assistant.tracking.lineage import Comparison, Lineage
from assistant.tracking.status_words import StatusMeanings
from corpus.errors import UnreadableFile
from corpus.glossary import Glossary, mine, read_staff_terms
from corpus.library import Library
from corpus.records import Plan, Row, ValueKind
from index import Excerpt, Filters, Floats, Hit, plans_named, rows_within

# Hits an answer is picked from, more where many rows may say it, and cells. Of 282 questions the right item is among
# the first 12 for 258, among 24 for 264; 24 put no more right quotes first than 16 do, and cost a tenth more time.
CANDIDATES, IF_BROAD, CELLS = 16, 40, 4
SURE = 0.6  # likelihood from which what is asked for is a column, and no text of another kind answers in its place
AS_NEAR = 0.5  # how much weaker the evidence for a second row may be whose cell is shown, too
BEYOND = 3  # times as many hits are asked for where some plans are excepted
ONE_UPDATE = "there is only one update, so nothing can be compared with an earlier one yet"


# What a text must hold that answers in place of a cell: of what is due, a date of the very thing.
_KINDS = {Asks.COST: AnswerKind.MONEY, Asks.SPENT: AnswerKind.MONEY, Asks.DUE: AnswerKind.DATE}


def _cell_of(query: Query, row: Row) -> Answer:
    """What one row's cell says in the column that is asked for."""
    where = (Among(frozenset({row.key}), f"in {row.reference}"),)
    return answer_query(replace(query, output=Output.CELL, where=where, rest=()), [row])


def _value_of(query: Query) -> bool:
    """Whether a value is asked for, rather than texts."""
    return any(each.is_value for each in query.columns)


class Shelf(Protocol):
    """What was read and indexed."""

    @property
    def library(self) -> Library: ...

    @property
    def generation(self) -> str: ...


class Searchable(Protocol):
    """What questions are put to: an Index, or anything that finds passages as one does."""

    @property
    def snapshot(self) -> Shelf: ...

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> list[Hit]: ...

    def likenesses(self, old: Sequence[Excerpt], new: Sequence[Excerpt]) -> npt.NDArray[np.float32]: ...

    def sentence(self, question: str) -> Floats: ...


class Answerer:
    """Answers questions from an index, with the documents' acronyms and vocabulary, which are read at the first use."""

    def __init__(self, index: Searchable, documents: Path | None) -> None:
        self._index = index
        self._documents = documents
        self._schema = lru_cache(maxsize=16)(self._read_schema)
        self._parsed = lru_cache(maxsize=64)(self._parse)
        self._uses = lru_cache(maxsize=256)(lambda text: tuple(self.glossary.expand(text)))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows that a question is about unless it says otherwise: each plan's latest update."""
        return self._index.snapshot.library.rows()

    @property
    def glossary(self) -> Glossary:
        return self._mined[0]

    @cached_property
    def _mined(self) -> tuple[Glossary, str]:
        """The acronyms, and what is wrong with those that staff wrote down; the documents' own still count then."""
        try:
            return mine(self.rows, read_staff_terms(self._documents) if self._documents else None), ""
        except UnreadableFile as error:
            return mine(self.rows), str(error)

    @cached_property
    def meanings(self) -> StatusMeanings:
        """What the plans' status words mean, also by what staff have said; without that where its file is damaged."""
        plans = self._index.snapshot.library.plans
        try:
            return StatusMeanings.of(plans, self._documents)
        except UnreadableFile:
            return StatusMeanings.of(plans)

    @cached_property
    def earlier_glossary(self) -> Glossary:
        """The acronyms that any update defines, also one that the latest says no more."""
        return mine(self._index.snapshot.library.rows("all"))

    @cached_property
    def lineage(self) -> Lineage:
        """How the plans' updates follow from one another; what was compared is kept."""
        return Lineage(self._index.snapshot.library, self.meanings, self._index.likenesses)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.rows)

    def answer(self, text: str, history: Turns, filters: Filters, literally: bool = False) -> Answer:
        """The answer to a question; alone, or together with the turn before where it goes on from that.

        `literally`: nothing is corrected, and nothing taken from earlier turns.
        """
        if text.isupper() and " " in text:
            text = text.lower()  # capitals tell an acronym only where not all is in capitals
        if literally:
            return self._alone(text, "", filters)
        spelt, corrections = self.vocabulary.correct(with_apostrophes(text))
        read_as = [f"“{each.typed}” read as “{each.read}”" for each in corrections]
        told = "; ".join([*read_as, *self._said_of_terms(spelt)])
        return self._in_parts(spelt, history, filters, told) or self._whole(spelt, history, filters, told)

    def _in_parts(self, asked: str, history: Turns, filters: Filters, told: str) -> Answer | None:
        """Both answers to two questions in one; None where it is one, or nothing is found for either."""
        parts = parts_of(asked)
        whole = self._query(asked, filters)
        if len(parts) < 2 or (whole.is_of_rows and len(whole.columns) > 1):
            return None
        first = self._whole(parts[0], history, filters, told)
        second = self._whole(parts[1], (*history, (parts[0], first)), filters, "")
        return together(asked, parts, (first, second))

    def _whole(self, asked: str, history: Turns, filters: Filters, told: str) -> Answer:
        follows = follow_up(asked, history)
        if follows is None:
            return self._alone(asked, told, filters)
        if (listed := self._of_rows_before(asked, history, filters)) is not None:
            return replace(listed, understood=told)
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
            query = self._query(asked, filters)
            when = query.update or any(each.role is Role.EARLIER and not each.value for each in query.readings)
            only_when = bool(when) and query.topic == asked  # "and the year before?"
            if only_when or points_back(asked) or speaks_of(together, follows.own):
                return together
            alone = self._alone(asked, told, filters)
            return alone if alone.status is Status.ANSWERED else together
        alone = self._alone(asked, told, filters)
        if alone.status is Status.ANSWERED:
            return alone
        together = self._taken_together(asked, follows, told, filters)
        return together if together.status is Status.ANSWERED and speaks_of(together, follows.own) else alone

    def _of_rows_before(self, asked: str, history: Turns, filters: Filters) -> Answer | None:
        """What the rows of the answer before say to "which of those are red?"; None for others."""
        every = frozenset(each.row_key for each in history[-1][1].citations)
        query = parse(asked, self._schema(filters), every, vector=self._index.sentence)
        if not query.is_of_rows or not query.among:
            return None
        return replace(answer_query(query, self._index.snapshot.library.rows("all")), asked=asked)

    def _of_row_before(self, asked: str, follows: FollowUp, told: str, filters: Filters) -> Answer | None:
        """What the row that the answer before led with says: its own cell, or its texts; None where the question
        doesn't point back to it."""
        led, rows = follows.led, self._index.snapshot.library.rows("all")
        row = next((row for row in rows if led and row.key == led.row_key), None)
        query = self._query(asked, filters)
        if led is None or row is None or not (points_back(asked) or names_only(query, row, self.vocabulary.knows)):
            return None
        first = follows.listed | {row.key}
        query = parse(asked, self._schema(filters), first, first, vector=self._index.sentence)
        cells = self._cells_of(query, [each for each in rows if each.key in first])
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
            texts = self._searched(self.understood(_for_texts(self._query(asked, filters)), follows.told(told)), place)
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

    def _query(self, asked: str, filters: Filters) -> Query:
        return self._parsed(asked, filters, date.today())

    def _parse(self, asked: str, filters: Filters, today: date) -> Query:
        vector = self._index.sentence
        return parse(asked, self._schema(filters), today=today, glossary=self.glossary, vector=vector)

    def _said_of_terms(self, asked: str) -> list[str]:
        """What a reader should know of the question's acronyms: several meanings, a glossary that can't be read."""
        ambiguous = {use.entry.acronym for use in self._uses(asked) if use.counterpart == use.entry.expansion}
        told = [
            f"“{acronym}” may stand for {' or '.join(entry.expansion for entry in self.glossary.meanings(acronym))}"
            for acronym in sorted(ambiguous)
            if self.glossary.is_ambiguous(acronym)
        ]
        return [*told, self._mined[1]] if self._mined[1] else told

    def _alone(self, asked: str, understood: str, filters: Filters) -> Answer:
        known = define(asked, self.glossary) or define(asked, self.earlier_glossary)
        query = self._query(asked, filters)
        compares = filters.update == "latest" and changes_asked(query) is not None
        plans = self._plans(asked, filters) if compares else ()
        if known is None and compares and has_earlier(plans):
            known = self._changed(query, plans, filters)
        if known is None and query.is_of_rows:
            known = self._of_rows(query, filters)
        if known is not None:
            return replace(known, asked=asked, understood=understood)
        if compares and not has_earlier(plans):
            understood = "; ".join(filter(None, [understood, ONE_UPDATE]))
        answer = self._quoted(query, understood, filters)
        return self._told_further(query, filters, answer) if asks_what_became(asked) else answer

    def _told_further(self, query: Query, filters: Filters, answer: Answer) -> Answer:
        """What became of a thing: what is said of it now beside what was said before, or what was said of it last."""
        if answer.status is Status.ANSWERED:
            return with_what_it_was(answer, self.lineage)
        names = [plan for plan in plans_named(self._index.snapshot.library, filters.plan) if len(plan.updates) > 1]
        if filters.update != "latest" or not names:
            return answer
        then = [
            self._quoted(query, "", replace(filters, plan=plan.name, update=plan.updates[-2].name)) for plan in names
        ]
        best = max(then, key=lambda each: (each.status is Status.ANSWERED, each.confidence))
        return with_what_followed(best, self.lineage) if best.status is Status.ANSWERED else answer

    def _plans(self, asked: str, filters: Filters) -> tuple[Plan, ...]:
        """The plans that a question is about, of those that filters leave: those that it names, or whose update."""
        query = self._query(asked, filters)
        plans = plans_named(self._index.snapshot.library, filters.plan)
        return tuple(plan for plan in plans if plan.name in query.plans) or having_update(asked, plans) or plans

    def _changed(self, whole: Query, plans: tuple[Plan, ...], filters: Filters) -> Answer | None:
        """What changed: statuses, a cell, items; where no item says so in the question's words, what both updates say.
        None where statuses are asked for and more is said than is understood."""
        kind, asked = changes_asked(whole), whole.text
        topic = without_change_words(asked, plans)
        query = self._query(topic, filters)
        compared = [self.lineage.comparison(plan, *plan.updates[-2:]) for plan in plans if len(plan.updates) > 1]
        if kind:
            moved = answer_moves(kind, query, compared, self._schema(filters))
            return moved if not query.rest else None
        if query.output is Output.CELL and (both := self._both_cells(query, compared, filters)) is not None:
            return both
        places = [(each.start, each.end) for each in whole.readings if each.role in (Role.PLAN, Role.NOUN)]
        subject = without_change_words(asked, plans, places)
        if self._is_of_one_thing(query) and (both := self._side_by_side(query, plans, filters)) is not None:
            return both
        answer = answer_changes(subject, asked, compared, Schema(plans, self.rows, self.meanings))
        if answer.claims or not any(term.telling for term in terms(subject)):
            return answer
        return self._side_by_side(query, plans, filters) or answer

    def _is_of_one_thing(self, query: Query) -> bool:
        """Whether a number, a date or yes or no is asked for, and not all that changed."""
        question = self.understood(query)
        return bool(query.rest) and (question.typed or question.whether)

    def _both_cells(self, query: Query, compared: Sequence[Comparison], filters: Filters) -> Answer | None:
        """What the cell that is asked for says in the latest update and said in the one before; of several rows, which
        of them changed."""
        now = answer_query(query, self._schema(filters).rows)
        if len({each.row_key for each in now.citations}) > 1:
            return answer_cells(query.columns[0], query, compared)
        step = self.lineage.history(now.citations[0].row_key) if now.claims else ()
        old = step[-1].change.old if step else None
        if old is None:
            return None
        return side_by_side(now, _cell_of(query, old))

    def _side_by_side(self, query: Query, plans: tuple[Plan, ...], filters: Filters) -> Answer | None:
        """The best that the latest update says, and what the one before said in the same row; of a value that is asked
        for, the row's cells in both."""
        for plan in (plan for plan in plans if len(plan.updates) > 1):
            now = self._quoted(query, "", replace(filters, plan=plan.name))
            step = self.lineage.history(now.citations[0].row_key) if now.claims else ()
            old, new = (step[-1].change.old, step[-1].change.new) if step else (None, None)
            if old is None:
                continue
            sure = query.likelihood >= SURE and now.status is Status.ANSWERED and _value_of(query)
            cells = [_cell_of(query, row) for row in (new, old) if row and sure]
            if len(cells) == 2 and all(each.claims for each in cells):
                return replace(side_by_side(*cells), confidence=now.confidence)  # as sure as that the row is meant
            place = replace(filters, plan=plan.name, update=old.update, reference=old.reference)
            return side_by_side(now, self._searched(self.understood(query), place))
        return None

    def _of_rows(self, query: Query, filters: Filters) -> Answer | None:
        """What the rows say; None where a cell, or a row's standing, isn't found so, and may be found by searching."""
        rows = self._schema(filters).rows
        earlier = self._rows_before(query) if filters.update == "latest" else ()
        if earlier:
            rows = earlier
            schema = Schema(self._index.snapshot.library.plans, rows, self.meanings)
            query = parse(query.text, schema, glossary=self.glossary, vector=self._index.sentence)
        answer = answer_query(query, rows)
        may_be_found = query.output in (Output.CELL, Output.DIGEST, Output.ITEMS) and not answer.claims
        return None if may_be_found else answer

    def _rows_before(self, query: Query) -> tuple[Row, ...]:
        """The rows of the update that the question names, or of those before the latest; none if it means neither."""
        plans = self._index.snapshot.library.plans
        if query.update:
            return tuple(
                row for plan in plans for issue in plan.updates if issue.name == query.update for row in issue.rows
            )
        if not any(each.role is Role.EARLIER for each in query.readings):
            return ()
        return tuple(row for plan in plans for issue in plan.updates[-2:-1] for row in issue.rows)

    def _quoted(self, query: Query, told: str, filters: Filters) -> Answer:
        """What the documents say, searched for where the question says to look."""
        within, looked = self._place(query, filters)
        understood = "; ".join(filter(None, [told, looked]))
        answer = self._found(query, understood, within)
        for earlier in self._earlier(query, filters):
            then = self._found(replace(query, topic=query.topic_then), understood, earlier)
            if then.status is Status.ANSWERED and (
                answer.status is not Status.ANSWERED or then.confidence > answer.confidence - 0.05
            ):
                answer = replace(
                    then, understood="; ".join(filter(None, [told, f"asked of the {earlier.update} update"]))
                )
        return replace(self._reckoned(query, answer), query=query)

    def _found(self, query: Query, understood: str, within: Filters) -> Answer:
        """What is found by searching: the cells that are asked for, of the rows found, or else texts."""
        texts = _for_texts(query)
        question = self.understood(texts, understood)
        hits = self.hits(question, within, query.outside)
        if texts.columns == query.columns:
            return compose(question, hits)
        cells = self._cells_of_found(query, weighed(replace(question, answer_kind=AnswerKind.ANYTHING), hits))
        sure = query.likelihood >= SURE
        if cells is not None and sure and query.asks is Asks.OWNER:
            return replace(cells, understood=understood)
        kind = _KINDS.get(query.asks, question.answer_kind) if sure else question.answer_kind
        answer = compose(replace(question, answer_kind=kind), hits)
        return answer if cells is None or answer.status is Status.ANSWERED else replace(cells, understood=understood)

    def _cells_of_found(self, query: Query, found: list[Evidence]) -> Answer | None:
        """What the column that is asked for says in the row that was found, or in two as near; partial where the row
        has nothing like one of the question's words. None where the row has no such column."""
        rows = {row.key: row for row in self._index.snapshot.library.rows("all")}
        near = [each for each in found if each.strength >= found[0].strength - AS_NEAR]
        keys = list(dict.fromkeys(each.hit.passage.row_key for each in near))[:2]
        column = query.columns[0]
        if not keys or (cell := column.of(rows[keys[0]])) is None or not cell.items:
            return None
        met, best = met_in_row((each.hit for each in found), keys[0]), found[0]
        if query.asks is Asks.STATUS and not stems(" ".join(query.rest)) <= titled(rows[keys[0]]):
            return None  # what is asked of a part of the row, its status doesn't say
        known = about(best.topic, best.hit.alike, ahead(found))
        if known < HARDLY_ABOUT:
            return None
        left = tuple(word for word in query.rest if met.get(word, 0.0) < UNMET)
        chosen = [rows[key] for key in keys]
        where = (Among(frozenset(keys), "found by searching"),)
        answer = answer_query(replace(query, output=Output.CELL, where=where, rest=left), chosen)
        of_row = stems(" ".join(query.rest)) <= titled(rows[keys[0]])  # else of something that its texts tell of
        certain = known >= ABOUT and not left and of_row
        status = Status.ANSWERED if certain else Status.PARTIAL
        return replace(answer, status=status, confidence=round(known, 2) if certain else 0.0, complete=False)

    def _reckoned(self, query: Query, answer: Answer) -> Answer:
        """The answer, with what is left where that is asked and its best quote gives the numbers."""
        if not asks_what_is_left(query.text) or answer.status is not Status.ANSWERED:
            return answer
        row = next((row for row in self.rows if row.key == answer.citations[0].row_key), None)
        return (what_is_left(answer, row) if row else None) or answer

    def _place(self, query: Query, filters: Filters) -> tuple[Filters, str]:
        """Where to search, by the filters and by what the question certainly names, and a description of it."""
        told = []
        sure = {each.role for each in query.readings if each.sure}
        if Role.PLAN in sure and len(query.plans) == 1 and filters.plan is None:
            (name,) = query.plans
            filters = replace(filters, plan=name)
            told.append(f"looked in {name}")
        update = query.update if Role.UPDATE in sure else self._before(query, filters)
        if update and filters.update == "latest":
            filters = replace(filters, update=update)
            told.append(f"asked of the {update} update")
        if len(query.references) == 1 and filters.reference is None:
            (reference,) = query.references
            filters = replace(filters, reference=reference)
            told.append(f"looked for in {reference}")
        return filters, "; ".join(told)

    def _before(self, query: Query, filters: Filters) -> str:
        """The update before the latest, where the question means it and one plan alone has one."""
        if not any(each.role is Role.EARLIER and not each.value for each in query.readings):
            return ""
        plans = plans_named(self._index.snapshot.library, filters.plan)
        several = [plan for plan in plans if len(plan.updates) > 1]
        return several[0].updates[-2].name if len(several) == 1 else ""

    def _earlier(self, query: Query, filters: Filters) -> list[Filters]:
        """The earlier update that a year in the question may name, where nothing else says which update is meant."""
        said = {each.value for each in query.years}
        plans = plans_named(self._index.snapshot.library, filters.plan)
        names = {update.name for plan in plans for update in plan.updates[:-1]} & said
        return [replace(filters, update=name) for name in sorted(names)] if filters.update == "latest" else []

    def evidence(self, asked: str, filters: Filters) -> list[Evidence]:
        """What is found for a question that is complete in itself; nothing where it is for rows."""
        query = self._query(asked, filters)
        if query.is_of_rows:
            return []
        question, (within, _) = self.understood(_for_texts(query)), self._place(query, filters)
        return weighed(question, self.hits(question, within, query.outside))

    def understood(self, query: Query, told: str = "") -> Question:
        """What a resolved question asks for; `told` describes to the reader how it was understood."""
        question = read(query.topic, query.topic, told, also=self._also(query.topic))
        reference = next(iter(query.references), "") if len(query.references) == 1 else ""
        question = replace(question, unknown_names=self.vocabulary.unknown_names_of(query.topic), reference=reference)
        return self._of_columns(question, query)

    def _of_columns(self, question: Question, query: Query) -> Question:
        """The question with the columns that it points to, and its words that do so. Words that the documents don't
        have can't find the row; the answer names them."""
        columns, says = set[str](), frozenset[str]()
        unknown = [word for word in query.rest if not self.vocabulary.knows(word)]
        for column_meant in query.columns:
            found = {column.heading: column.kind for row in self.rows if (column := column_meant.of(row))}
            columns |= set(found)
            if found and (any(kind is not ValueKind.TEXT for kind in found.values()) or column_meant.is_value):
                says |= stems(" ".join(found)) | query.says
        return replace(question, columns=frozenset(columns), says=says | stems(" ".join(unknown)) if says else says)

    def _taken_together(
        self, asked: str, follows: FollowUp, read_as: str, filters: Filters, bound: bool = False
    ) -> Answer:
        understood = follows.told(read_as)
        query = self._query(asked, filters)
        filters, looked = self._place(query, filters)
        understood = "; ".join(filter(None, [understood, looked]))
        kind = read(asked, follows.asked)
        if kind.answer_kind is AnswerKind.ANYTHING and asks_the_same(asked):
            kind = next((each for each in (read(text, follows.asked) for text in follows.before) if each.typed), kind)
        question = self._of_columns(
            replace(
                kind,
                text=asked,
                understood=understood,
                own=follows.own,
                rows=follows.rows,
                places=follows.places if bound else frozenset(),
                also=self._also(follows.asked),
            ),
            query,
        )
        return replace(self._searched(question, filters), query=query)

    def _read_schema(self, filters: Filters) -> Schema:
        """What questions can name of the rows that filters leave."""
        library = self._index.snapshot.library
        return Schema(plans_named(library, filters.plan), rows_within(library, filters), self.meanings)

    def _searched(self, question: Question, filters: Filters, outside: frozenset[str] = frozenset()) -> Answer:
        return compose(question, self.hits(question, filters, outside))

    def hits(self, question: Question, filters: Filters, outside: frozenset[str] = frozenset()) -> list[Hit]:
        """Searched for with what else the documents call the things in the question; none of the plans `outside`."""
        others = dict.fromkeys(use.counterpart for use in self._uses(question.asked))
        words = f"{question.asked} ({', '.join(others)})" if others else question.asked
        most = IF_BROAD if question.broad else CANDIDATES
        hits = self._index.search(words, most * (BEYOND if outside else 1), filters)
        hits = [hit for hit in hits if hit.passage.plan not in outside][:most]
        if not question.says or filters.column:
            return hits
        known = {hit.passage.id for hit in hits}
        likely = {hit.passage.plan for hit in hits[:CELLS]}
        for column in sorted(self._headings_of(likely) & question.columns):
            cells = self._index.search(words, CELLS, replace(filters, column=column))
            hits += [hit for hit in cells if hit.passage.id not in known and hit.passage.column == column]
        return hits

    def _headings_of(self, plans: set[str]) -> set[str]:
        return {column.heading for row in self.rows if row.plan in plans for column in row.columns}

    def _also(self, asked: str) -> Equivalents:
        """Acronyms in the question with their words, and words with their acronyms."""
        return tuple(
            (stems(use.text), tuple(term.stem for term in terms(use.counterpart))) for use in self._uses(asked)
        )


def _asks_texts(query: Query) -> bool:
    """Whether it may well be what texts say that is asked of a row, and not what a column does."""
    return query.asks in SEARCHED and (query.likelihood > 1 - SURE or bool(query.rest))


def _holds(answer: Answer, query: Query) -> bool:
    """Whether its first quote holds an amount or date, where that is what the column would have said."""
    return query.asks in _KINDS and bool(find(_KINDS[query.asks], answer.claims[0].text, query.text))


def _leads_with_a_value(answer: Answer, row: Row) -> bool:
    """Whether it leads with a column's value; the column that was asked for would have been read as a cell."""
    column = row.column(answer.citations[0].column)
    return column is not None and column.kind is not ValueKind.TEXT


def _for_texts(query: Query) -> Query:
    """The query without the columns of values that it asks for: those are looked up."""
    return replace(query, columns=tuple(each for each in query.columns if not each.is_value and not each.money))
