"""From a question to its answer: understood, looked up or searched for, and judged."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol

from assistant.answers.answer import Answer, Status, compose
from assistant.answers.changed import answer_changes
from assistant.answers.defined import define
from assistant.answers.follow_ups import FollowUp, Turns, asks_the_same, follow_up, goes_on, points_back, speaks_of
from assistant.answers.listed import answer_listing
from assistant.language.answer_kinds import Wanted
from assistant.language.words import stems, terms
from assistant.questions.column_names import ASKING_FOR_VALUES, asks_for_value, column_meant
from assistant.questions.listing_parser import find_listing, row_meant
from assistant.questions.question import Equivalents, Question, read, with_apostrophes
from assistant.questions.spelling import Vocabulary
from assistant.questions.updates import changes_asked, has_earlier, update_meant
from assistant.questions.value_columns import ValueColumns, value_columns
from assistant.tracking.lineage import Lineage
from corpus.errors import UnreadableFile
from corpus.glossary import Glossary, mine, read_staff_terms
from corpus.library import Library
from corpus.records import Row
from index import Filters, Hit, plans_named, rows_within

CANDIDATES, IF_BROAD, CELLS = (
    24,
    40,
    4,
)  # hits that an answer is picked from; more where it may stand in many rows; cells
ONE_UPDATE = "there is only one update, so nothing can be compared with an earlier one yet"


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


class Desk:
    """What answering needs beside the index: the documents' acronyms and vocabulary, read when first needed."""

    def __init__(self, index: Searchable, documents: Path | None) -> None:
        self._index = index
        self._documents = documents
        self._table = lru_cache(maxsize=16)(self._rows_and_columns)
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
    def lineage(self) -> Lineage:
        """How the plans' updates follow from one another; what was compared is kept."""
        return Lineage(self._index.snapshot.library)

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
            asked, told, filters = self._of_update(text, filters)
            return self._alone(asked, told, filters)
        spelt, corrections = self.vocabulary.correct(with_apostrophes(text))
        asked, of_update, filters = self._of_update(spelt, filters)
        read_as = [f"“{each.typed}” read as “{each.read}”" for each in corrections]
        told = "; ".join(filter(None, [*read_as, of_update, *self._said_of_terms(asked)]))
        follows = follow_up(asked, history)
        if follows is None:
            return self._alone(asked, told, filters)
        if goes_on(asked):
            together = self._together(asked, follows, told, filters)
            only_when = bool(of_update) and asked == spelt  # "and the year before?"
            if only_when or points_back(asked) or speaks_of(together, follows.own):
                return together
            alone = self._alone(asked, told, filters)
            return alone if alone.status is Status.ANSWERED else together
        alone = self._alone(asked, told, filters)
        if alone.status is Status.ANSWERED:
            return alone
        together = self._together(asked, follows, told, filters)
        return together if together.status is Status.ANSWERED and speaks_of(together, follows.own) else alone

    def _said_of_terms(self, asked: str) -> list[str]:
        """What a reader should know of the question's acronyms: several meanings, a glossary that can't be read."""
        ambiguous = {use.entry.acronym for use in self._uses(asked) if use.counterpart == use.entry.expansion}
        told = [
            f"“{acronym}” may stand for {' or '.join(entry.expansion for entry in self.glossary.meanings(acronym))}"
            for acronym in sorted(ambiguous)
            if self.glossary.is_ambiguous(acronym)
        ]
        return [*told, self._mined[1]] if self._mined[1] else told

    def _of_update(self, asked: str, filters: Filters) -> tuple[str, str, Filters]:
        """The question without the update that it names, what is told of that, and the filters that look there.

        A filter that says another update counts more.
        """
        plans = plans_named(self._index.snapshot.library, filters.plan)
        meant = update_meant(asked, plans) if filters.update == "latest" else None
        if meant is None:
            return asked, "", filters
        return meant.question, f"asked of the {meant.name} update", replace(filters, update=meant.name)

    def _alone(self, asked: str, understood: str, filters: Filters) -> Answer:
        compares = filters.update == "latest" and changes_asked(asked)
        known = define(asked, self.glossary)
        if known is None and compares:
            plans = plans_named(self._index.snapshot.library, filters.plan)
            known = answer_changes(asked, plans, self.lineage) if has_earlier(plans) else None
        known = known or self._listed(asked, filters)
        if known is not None:
            return replace(known, asked=asked, understood=understood)
        if compares:
            understood = "; ".join(filter(None, [understood, ONE_UPDATE]))
        row = row_meant(asked, self._table(filters)[0]) if filters.reference is None else None
        if row is not None:
            within = replace(filters, reference=row.reference)
            told = "; ".join(filter(None, [understood, f"looked for in {row.reference}"]))
            put_to = replace(self.understood(row.question, told), reference=row.reference)
            return self._searched(put_to, within)
        return self._searched(self.understood(asked, understood), filters)

    def understood(self, asked: str, told: str = "") -> Question:
        """What a question that is complete in itself asks for; `told` is what a reader is told of how it was read."""
        question = read(asked, asked, told, also=self._also(asked))
        return self._of_columns(replace(question, unheard=self.vocabulary.unheard_of(asked)))

    def _of_columns(self, question: Question) -> Question:
        """The question with the columns that it points to, and its words that do so."""
        values = self._table(Filters())[1]
        columns, says = set[str](), frozenset[str]()
        for headings, plans in self._headings.items():
            column = column_meant(question.text, headings)
            if not column:
                continue
            if not any(column in values[plan] for plan in plans if plan in values):
                columns.add(column)
            elif asks_for_value(question.text, column):
                columns.add(column)
                says |= ASKING_FOR_VALUES | stems(column)
        return replace(question, columns=frozenset(columns), says=says)

    def _together(self, asked: str, follows: FollowUp, read_as: str, filters: Filters) -> Answer:
        told = f"taken together with {' and '.join(f'“{each}”' for each in follows.before)}"
        understood = f"{read_as}; {told}" if read_as else told
        kind = read(asked, follows.asked)
        if kind.wanted is Wanted.ANYTHING and asks_the_same(asked):
            kind = next((each for each in (read(text, follows.asked) for text in follows.before) if each.typed), kind)
        question = self._of_columns(
            replace(
                kind,
                text=asked,
                understood=understood[:1].upper() + understood[1:],
                own=follows.own,
                rows=follows.rows,
                also=self._also(follows.asked),
            )
        )
        return self._searched(question, filters)

    def _listed(self, asked: str, filters: Filters) -> Answer | None:
        rows, columns = self._table(filters)
        listing = find_listing(asked, rows, self.glossary, columns)
        if listing is None:
            return None
        answer = answer_listing(listing)
        others = {row.plan for row in rows} - {row.plan for row in listing.rows}
        return None if answer.status is Status.NOT_FOUND and others else answer  # another plan may say it in words

    def _rows_and_columns(self, filters: Filters) -> tuple[tuple[Row, ...], dict[str, ValueColumns]]:
        """The rows that filters leave, and their columns that hold a value each, by plan."""
        rows = rows_within(self._index.snapshot.library, filters)
        return rows, value_columns(rows)

    def _searched(self, question: Question, filters: Filters) -> Answer:
        return compose(question, self.hits(question, filters))

    def hits(self, question: Question, filters: Filters) -> list[Hit]:
        """Searched for with what else the documents call the things in the question."""
        others = dict.fromkeys(use.counterpart for use in self._uses(question.asked))
        words = f"{question.asked} ({', '.join(others)})" if others else question.asked
        hits = self._index.search(words, IF_BROAD if question.broad else CANDIDATES, filters)
        if not question.says or filters.column:
            return hits
        known = {hit.passage.id for hit in hits}
        likely = {hit.passage.plan for hit in hits[:CELLS]}
        for column in sorted(self._headings_of(likely) & question.columns):
            cells = self._index.search(words, CELLS, replace(filters, column=column))
            hits += [hit for hit in cells if hit.passage.id not in known and hit.passage.column == column]
        return hits

    @cached_property
    def _headings(self) -> dict[tuple[str, ...], list[str]]:
        """The plans' headings, and which plans have these."""
        plans: dict[str, dict[str, None]] = {}
        for row in self.rows:
            plans.setdefault(row.plan, {}).update(dict.fromkeys(column.heading for column in row.columns))
        found: dict[tuple[str, ...], list[str]] = {}
        for plan, headings in plans.items():
            found.setdefault(tuple(headings), []).append(plan)
        return found

    def _headings_of(self, plans: set[str]) -> set[str]:
        return {each for headings, having in self._headings.items() if plans & set(having) for each in headings}

    def _also(self, asked: str) -> Equivalents:
        """Acronyms in the question with their words, and words with their acronyms."""
        return tuple(
            (stems(use.text), tuple(term.stem for term in terms(use.counterpart))) for use in self._uses(asked)
        )
