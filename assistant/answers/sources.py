"""What questions are put to: an index and what is known of its documents, their acronyms, words and columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.language.words import stems, terms
from assistant.questions.naming.schema import Schema
from assistant.questions.parsing import parse
from assistant.questions.predicates import Among
from assistant.questions.query import Query
from assistant.questions.question import Equivalents, Question, read
from assistant.questions.spelling import Vocabulary
from assistant.questions.times import Time
from assistant.tracking.lineage import Lineage
from assistant.tracking.status_words import StatusMeanings
from corpus.errors import UnreadableFile
from corpus.glossary import Glossary, StaffTerms, mine, read_staff_terms
from corpus.library import Library
from corpus.records import Row, ValueKind
from index import Excerpt, Filters, Floats, Hit, plans_named, rows_within

# Hits an answer is picked from, more where many rows may say it, and cells. Of 282 questions the right item is among
# the first 12 for 258, among 24 for 264; neither 16 nor 24 put more right quotes first than 12 do, and cost more time.
CANDIDATES, IF_BROAD, CELLS = 12, 40, 4
# Likelihood from which a question is for a list of rows whatever its words, and the share of what is found for it that
# is of one plan where it is about that.
LISTS, OF_ONE_PLAN = 0.7, 0.6
BEYOND = 3  # times as many hits are asked for where some plans are excepted


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

    def seen(self, library: Library) -> Searchable: ...


class Sources:
    """An index, with the documents' acronyms, vocabulary and comparisons, which are worked out at the first use.

    Where the index holds a `part` of the documents, staff's acronyms count only if that part has them.
    """

    def __init__(self, index: Searchable, documents: Path | None, part: bool = False) -> None:
        self._index = index
        self._documents = documents
        self._part = part
        self.schema = lru_cache(maxsize=16)(self._read_schema)
        self._parsed = lru_cache(maxsize=64)(self._parse)
        self._uses = lru_cache(maxsize=256)(lambda text: tuple(self.glossary.expand(text)))

    @property
    def library(self) -> Library:
        return self._index.snapshot.library

    @cached_property
    def every_row(self) -> tuple[Row, ...]:
        """Those of all updates."""
        return self.library.rows("all")

    @cached_property
    def row_of(self) -> Mapping[str, Row]:
        """Those of all updates, by their keys."""
        return {row.key: row for row in self.every_row}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows that a question is about unless it says otherwise: each plan's latest update."""
        return self.library.rows()

    @property
    def glossary(self) -> Glossary:
        return self._mined[0]

    @cached_property
    def _mined(self) -> tuple[Glossary, str]:
        """The acronyms, and what is wrong with those that staff wrote down; the documents' own still count then."""
        try:
            terms = read_staff_terms(self._documents) if self._documents else StaffTerms()
            return mine(self.rows, terms.used_in(self.rows) if self._part else terms), ""
        except UnreadableFile as error:
            return mine(self.rows), str(error)

    @cached_property
    def meanings(self) -> StatusMeanings:
        """What the plans' status words mean, also by what staff have said; without that where its file is damaged."""
        plans = self.library.plans
        try:
            return StatusMeanings.of(plans, self._documents)
        except UnreadableFile:
            return StatusMeanings.of(plans)

    @cached_property
    def earlier_glossary(self) -> Glossary:
        """The acronyms that any update defines, also one that the latest says no more."""
        return mine(self.library.rows("all"))

    @cached_property
    def lineage(self) -> Lineage:
        """How the plans' updates follow from one another; what was compared is kept."""
        return Lineage(self.library, self.meanings, self._index.likenesses)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.rows)

    def sentence(self, text: str) -> Floats:
        """The vector of a whole text, with what else the documents call the things in it: as it is searched for."""
        return self._index.sentence(self._searched_as(text))

    def _searched_as(self, text: str) -> str:
        others = dict.fromkeys(use.counterpart for use in self._uses(text))
        return f"{text} ({', '.join(others)})" if others else text

    def query(self, asked: str, filters: Filters) -> Query:
        return self._parsed(asked, filters, date.today())

    def _parse(self, asked: str, filters: Filters, today: date) -> Query:
        def parsed(within: Filters) -> Query:
            return parse(asked, self.schema(within), today=today, glossary=self.glossary, vector=self.sentence)

        query = parsed(filters)
        if query.is_of_rows and len(query.plans) == 1 and filters.plan is None and len(self.library.plans) > 1:
            query = parsed(replace(filters, plan=next(iter(query.plans))))  # each plan has its own words for a status
        if query.is_of_rows or query.lists < LISTS or filters.plan is not None:
            return query
        return self._list_in_plan(asked, query, filters, today) or query

    def _list_in_plan(self, asked: str, query: Query, filters: Filters, today: date) -> Query | None:
        """A question for a list that no search can answer, of the one plan that it is about; None where there is no
        such plan, or nothing in the question picks its rows."""
        plan = next(iter(query.plans)) if len(query.plans) == 1 else self._plan_about(asked, filters)
        if not plan:
            return None
        schema = self.schema(replace(filters, plan=plan))
        found = parse(asked, schema, today=today, glossary=self.glossary, vector=self.sentence, only_rows=True)
        if not found.is_of_rows:
            return None
        here = Among(frozenset(row.key for row in schema.rows), f"in {plan}")
        named = stems(" ".join([plan, *(row.update for row in schema.rows[:1])]))
        rest = tuple(word for word in found.rest if not stems(word) <= named)  # "year two" of the youth justice plan
        return replace(found, where=(here, *found.where), plans=frozenset({plan}), rest=rest)

    def _plan_about(self, asked: str, filters: Filters) -> str:
        """The plan of which most is that is found for a question, if the question has a word of its name; "" where it
        isn't plain: what isn't said to be of one plan may be of several."""
        counts = Counter(hit.passage.plan for hit in self._index.search(asked, CANDIDATES, filters))
        plan, most = counts.most_common(1)[0] if counts else ("", 0)
        said = {term.stem for term in terms(asked) if term.telling} & stems(plan)
        return plan if said and most >= OF_ONE_PLAN * CANDIDATES else ""

    def rows_then(self, updates: frozenset[str], time: Time, within: frozenset[str] = frozenset()) -> tuple[Row, ...]:
        """The rows of the updates that are named, or of those before the latest where that is meant; none else.
        `within` are the plans that are asked about, where not all are."""
        plans = [plan for plan in self.library.plans if not within or plan.name in within]
        if updates:
            return tuple(row for plan in plans for each in plan.updates if each.name in updates for row in each.rows)
        before = [plan.updates[-2] for plan in plans if len(plan.updates) > 1] if time is Time.THEN else []
        return tuple(row for each in before for row in each.rows)

    def query_of(self, asked: str, rows: Sequence[Row]) -> Query:
        """The question as it is meant of these rows, which may be those of an earlier update."""
        schema = Schema(self.library.plans, tuple(rows), self.meanings)
        return parse(asked, schema, glossary=self.glossary, vector=self.sentence)

    def said_of_terms(self, asked: str) -> list[str]:
        """What a reader should know of the question's acronyms: several meanings, a glossary that can't be read."""
        ambiguous = {use.entry.acronym for use in self._uses(asked) if use.counterpart == use.entry.expansion}
        told = [
            f"“{acronym}” may stand for {' or '.join(entry.expansion for entry in self.glossary.meanings(acronym))}"
            for acronym in sorted(ambiguous)
            if self.glossary.is_ambiguous(acronym)
        ]
        return [*told, self._mined[1]] if self._mined[1] else told

    def understood(self, query: Query, told: str = "") -> Question:
        """What a resolved question asks for; `told` describes to the reader how it was understood."""
        question = read(query.topic, query.topic, told, also=self.also(query.topic), vector=self.sentence(query.topic))
        reference = next(iter(query.references), "") if len(query.references) == 1 else ""
        question = replace(question, unknown_names=self.vocabulary.unknown_names_of(query.topic), reference=reference)
        return self.of_columns(question, query)

    def of_columns(self, question: Question, query: Query) -> Question:
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

    def _read_schema(self, filters: Filters) -> Schema:
        """What questions can name of the rows that filters leave."""
        library = self.library
        return Schema(plans_named(library, filters.plan), rows_within(library, filters), self.meanings)

    def hits(self, question: Question, filters: Filters, outside: frozenset[str] = frozenset()) -> list[Hit]:
        """Searched for with what else the documents call the things in the question; none of the plans `outside`."""
        words = self._searched_as(question.asked)
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

    def also(self, asked: str) -> Equivalents:
        """Acronyms in the question with their words, and words with their acronyms."""
        return tuple(
            (stems(use.text), tuple(term.stem for term in terms(use.counterpart))) for use in self._uses(asked)
        )
