"""From a question to its answer: understood, looked up or searched for, and judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant.answers.answer import Answer
from assistant.answers.combined import half_of, parts_of, together
from assistant.answers.comparing import Comparer
from assistant.answers.defined import define
from assistant.answers.finding import Finder
from assistant.answers.follow_ups import Turns, goes_on
from assistant.answers.following import Follower
from assistant.answers.rows.listed import answer_query
from assistant.answers.rows.moved_dates import with_moved_date
from assistant.answers.sources import Searchable, Sources
from assistant.questions.asking import Asks
from assistant.questions.query import Output, Query
from assistant.questions.question import with_apostrophes
from assistant.questions.times import Time
from index import Filters

SURE_OF_TIME = 0.8  # likelihood from which a question that no change answers is about nothing else
_OF_BOTH = (Output.EXTREME, Output.DIFFERENCE)  # what sets two rows against each other by itself
ONE_UPDATE = "there is only one update, so nothing can be compared with an earlier one yet"


class Answerer:
    """Answers questions from an index, which may hold only a `part` of the documents."""

    def __init__(self, index: Searchable, documents: Path | None, part: bool = False) -> None:
        self.sources = Sources(index, documents, part)
        self.finder = Finder(self.sources)
        self._comparer = Comparer(self.sources, self.finder)
        self._follower = Follower(self.sources, self.finder, self._alone)

    def answer(self, text: str, history: Turns, filters: Filters, literally: bool = False) -> Answer:
        """The answer to a question; alone, or together with the turn before where it goes on from that.

        `literally`: nothing is corrected, and nothing taken from earlier turns.
        """
        if text.isupper() and " " in text:
            text = text.lower()  # capitals tell an acronym only where not all is in capitals
        if literally:
            return self._alone(text, "", filters)
        spelt, corrections = self.sources.vocabulary.correct(with_apostrophes(text))
        read_as = [f"“{each.typed}” read as “{each.read}”" for each in corrections]
        told = "; ".join([*read_as, *self.sources.said_of_terms(spelt)])
        return self._in_parts(spelt, history, filters, told) or self._follower.answer(spelt, history, filters, told)

    def _in_parts(self, asked: str, history: Turns, filters: Filters, told: str) -> Answer | None:
        """Both answers to two questions in one; None where it is one, or nothing is found for either."""
        parts = parts_of(asked)
        whole = self.sources.query(asked, filters)
        if len(parts) < 2 or (whole.is_of_rows and len(whole.columns) > 1) or whole.output in _OF_BOTH:
            return None
        if not history and goes_on(parts[0]):
            return None  # a follow-up with the question before behind it: neither is asked without the other
        if whole.time is Time.BOTH and not all(self._is_of_things(part, filters) for part in parts):
            return None  # "who used to lead it and who does now" asks one thing of two updates
        first = self._follower.answer(parts[0], history, filters, told)
        second = self._follower.answer(parts[1], (*history, (parts[0], first)), filters, "")
        both = together(asked, parts, (first, second))
        return both or half_of(parts, self._follower.answer(asked, history, filters, told))

    def _is_of_things(self, part: str, filters: Filters) -> bool:
        """Whether a part of a question is about something, and not about another time of the same."""
        query = self.sources.query(part, filters)
        return query.time is Time.NOW and (bool(query.rest) or query.by_titles)

    def _defined(self, query: Query) -> Answer | None:
        return define(query, self.sources.glossary) or define(query, self.sources.earlier_glossary)

    def _alone(self, asked: str, understood: str, filters: Filters) -> Answer:
        query = self.sources.query(asked, filters)
        known = self._defined(query)
        compares = filters.update == "latest" and query.time.compares
        compared = self._comparer.compared(query, filters) if compares else []
        if known is None and compared:
            known = self._comparer.changed(query, compared, filters)
            if known is not None and not known.claims and query.timely < SURE_OF_TIME:
                known = None  # "what happened to the Cat and Compass"
        nothing_to_compare = compares and not compared
        if known is None and query.is_of_rows and not (nothing_to_compare and query.timely >= SURE_OF_TIME):
            known = self._of_rows(query, filters)
        if known is not None:
            return self._with_moved_date(query, replace(known, asked=asked, understood=understood))
        if nothing_to_compare:
            understood = "; ".join(filter(None, [understood, ONE_UPDATE]))
        return self._with_moved_date(query, self.finder.quoted(query, understood, filters))

    def _with_moved_date(self, query: Query, answer: Answer) -> Answer:
        """The answer, with what its row says is still to come, where it was asked when that one row is due."""
        keys = {each.row_key for each in answer.citations}
        if query.asks is not Asks.DUE or len(keys) != 1:
            return answer
        return with_moved_date(answer, self.sources.row_of[keys.pop()])

    def _of_rows(self, query: Query, filters: Filters) -> Answer | None:
        """What the rows say; None where a cell, or a row's standing, isn't found so, and may be found by searching."""
        rows = self.sources.schema(filters).rows
        latest = filters.update == "latest"
        earlier = self.sources.rows_then(query.updates, query.time, query.plans) if latest else ()
        if earlier:
            rows = earlier
            query = self.sources.query_of(query.text, rows)
            if not query.is_of_rows:
                return None
        answer = answer_query(query, rows)
        by_search = query.output in (Output.CELL, Output.DIGEST, Output.ITEMS) or query.by_titles
        may_be_found = by_search and not answer.claims
        return None if may_be_found else answer
