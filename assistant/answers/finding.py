"""What is found by searching: where to search, and whether a row's cell answers or its texts do."""

from __future__ import annotations

from dataclasses import replace

from assistant.answers.answer import Answer, Claim, Status, composed, partly, quoted
from assistant.answers.earlier import row_now
from assistant.answers.quotes.confidence import ABOUT, ANSWERS, about
from assistant.answers.quotes.evidence import Evidence, ahead, as_rows, weighed
from assistant.answers.quotes.question_words import UNMET, met_in_row
from assistant.answers.rows.listed import answer_query
from assistant.answers.sources import LISTS, Sources
from assistant.language.answer_kinds import AnswerKind
from assistant.language.words import stems
from assistant.questions.asked import OWNER
from assistant.questions.asking import SEARCHED, Asks
from assistant.questions.predicates import Among
from assistant.questions.query import Output, Query, Role, titled
from assistant.questions.question import Question
from assistant.questions.times import Time
from assistant.questions.wanted import Kinds
from corpus.records import Citation
from index import Filters, Hit, plans_named

SURE = 0.6  # likelihood from which what is asked for is a column, and no text of another kind answers in its place
# A cell is as sure as that its column is asked for and its row is meant; less where the question has other words than
# the row's headings, so that its texts may tell of the very thing, or a word that only other rows have. Of 33 cells
# found so, 8 of 9 that are surer than `ANSWERS` answer.
OF_A_PART, IF_ELSEWHERE = 0.5, 0.5
AS_SURE = 0.05  # how much surer than what the year's own update says the latest has to be
AS_LIKELY = 0.5  # of the surer one's confidence: a row's texts and its cell are both shown where the other has as much
AS_NEAR = 0.5  # how much weaker the evidence for a second row may be whose cell is shown, too

# How likely a question for a fact asks for the cell of a column that it names as the plan does: 12 of 14 do in eleven
# libraries.
NAMED = 0.86
# Likelihood that a person is asked for from which who leads a row comes before texts that name none: of seven such
# questions six ask who leads, and "which allergen" is the less likely seventh.
SURE_WHO = 0.9

# What a text must hold that answers in place of a cell: of what is due, a date of the very thing.
KINDS = {Asks.COST: AnswerKind.MONEY, Asks.SPENT: AnswerKind.MONEY, Asks.DUE: AnswerKind.DATE}


class Finder:
    """Answers questions that are complete in themselves by searching."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def quoted(self, query: Query, told: str, filters: Filters) -> Answer:
        """What the documents say, searched for where the question says to look."""
        within, looked = self.place(query, filters)
        understood = "; ".join(filter(None, [told, looked]))
        named = Role.UPDATE in {each.role for each in query.readings if each.sure}
        answer = None if named else self._then(query, told, replace(within, update=filters.update))
        answer = answer or self._found(query, understood, within)
        for earlier in self._earlier(query, filters):
            then = self._found(replace(query, topic=query.topic_then), understood, earlier)
            if _is_better(then, answer):
                answer = replace(
                    then, understood="; ".join(filter(None, [told, f"asked of the {earlier.update} update"]))
                )
        if answer.status is Status.NOT_FOUND and within.update == "latest":
            answer = self._before_it_went(query, told, within) or answer
        # No text answers such a question only by being like it.
        if query.only_lists >= LISTS and answer.status is Status.ANSWERED:
            answer = partly(answer, "this as a list or a figure")
        return replace(answer, query=query)

    def _found(self, query: Query, understood: str, within: Filters) -> Answer:
        """What is found by searching: the cells that are asked for, of the rows found, or texts, whichever is surer."""
        question, hits = self._hits(query, understood, within)
        found = weighed(question, hits)
        answer = composed(question, found)
        cells = self._cells_of_found(query, as_rows(found)) if for_texts(query).columns != query.columns else None
        if cells is None:
            return self._with_who_leads(question, found, answer)
        best, next_best = (answer, cells) if cells.confidence < answer.confidence else (cells, answer)
        if next_best.confidence >= AS_LIKELY * best.confidence:
            best = _beside(best, next_best)
        return replace(best, understood=understood)

    def _with_who_leads(self, question: Question, found: list[Evidence], answer: Answer) -> Answer:
        """An answer to "who is looking into …" that the texts don't give, with who leads the row: that may be meant."""
        if question.answer_kind is not AnswerKind.PERSON or answer.status is not Status.PARTIAL:
            return answer
        row = self._sources.row_of[as_rows(found)[0].hit.passage.row_key]
        column = OWNER.of(row)
        if column is None or not column.items:
            return answer
        led = Claim(column.items[0].text, (Citation.of_item(row, column, 1),), note=column.heading)
        leads = answer.missing == AnswerKind.PERSON.value and dict(question.kinds.kinds)[AnswerKind.PERSON] >= SURE_WHO
        others = [claim for claim in answer.claims if claim.text != led.text]
        claims = (led, *others) if leads else (*others[:1], led, *others[1:])
        lead, _, _ = answer.text.partition("\n\n")
        return replace(
            answer,
            claims=claims,
            citations=tuple(citation for claim in claims for citation in claim.citations),
            text="\n\n".join([lead, *map(quoted, claims)]),
        )

    def _hits(self, query: Query, understood: str, within: Filters) -> tuple[Question, list[Hit]]:
        """The texts' question, and the hits for it."""
        texts = for_texts(query)
        question = self._sources.understood(texts, understood)
        if texts.columns != query.columns and query.likelihood >= SURE and query.asks in KINDS:
            question = replace(question, kinds=Kinds.certainly(KINDS[query.asks]))
        return question, self._sources.hits(question, within, query.outside)

    def _cells_of_found(self, query: Query, found: list[Evidence]) -> Answer | None:
        """What the column that is asked for says in the row that was found, or in two as near; None where the row has
        no such column."""
        rows = self._sources.row_of
        near = [each for each in found if each.strength >= found[0].strength - AS_NEAR]
        keys = list(dict.fromkeys(each.hit.passage.row_key for each in near))[:2]
        column = query.columns[0]
        if not keys or (cell := column.of(rows[keys[0]])) is None or not cell.items:
            return None
        known = about(found[0].topic, found[0].hit.alike, ahead(found))
        if known < ABOUT:
            return None
        met = met_in_row((each.hit for each in found), keys[0])
        left = tuple(word for word in query.rest if met.get(word, 0.0) < UNMET)
        of_row = stems(" ".join(query.rest)) <= titled(rows[keys[0]])  # else of something that its texts tell of
        if query.asks in (Asks.STATUS, Asks.FACT) and not of_row:
            return None  # what is asked of a part of the row, its status doesn't say
        chance = (NAMED if query.asks in SEARCHED else query.likelihood) * known
        if not of_row and query.asks is not Asks.OWNER:
            chance *= OF_A_PART
        if any(map(self._sources.vocabulary.knows, left)):
            chance *= IF_ELSEWHERE
        where = (Among(frozenset(keys), "found by searching"),)
        output = replace(query, output=Output.CELL, where=where, rest=left)
        answer = answer_query(output, [rows[key] for key in keys])
        status = Status.ANSWERED if chance >= ANSWERS else Status.PARTIAL
        return replace(answer, status=status, confidence=round(chance, 2), complete=False)

    def _before_it_went(self, query: Query, told: str, within: Filters) -> Answer | None:
        """What earlier updates say where the latest says nothing: an answer if it no longer has the row, and else only
        the closest that there is. None where they don't answer."""
        if not any(len(plan.updates) > 1 for plan in plans_named(self._sources.library, within.plan)):
            return None
        understood = "; ".join(filter(None, [told, "looked in earlier updates, as the latest says nothing of it"]))
        answer = self._found(query, understood, replace(within, update="all"))
        if answer.status is not Status.ANSWERED:
            return None
        key = answer.citations[0].row_key
        if key in {row.key for row in self._sources.rows}:
            return None  # the latest says it after all, and was thought not to answer
        led = self._sources.row_of[key]
        gone = row_now(self._sources.lineage, led).key == key
        return answer if gone else _without(answer, "this in the latest update")

    def place(self, query: Query, filters: Filters) -> tuple[Filters, str]:
        """Where to search, by the filters and by what the question certainly names, and a description of it."""
        told = []
        sure = {each.role for each in query.readings if each.sure}
        if Role.PLAN in sure and len(query.plans) == 1 and filters.plan is None:
            (name,) = query.plans
            filters = replace(filters, plan=name)
            told.append(f"looked in {name}")
        plans = plans_named(self._sources.library, filters.plan)
        updates = query.updates & {update.name for plan in plans for update in plan.updates}
        if Role.UPDATE in sure and len(updates) == 1 and filters.update == "latest":
            (update,) = updates
            filters = replace(filters, update=update)
            told.append(f"asked of the {update} update")
        if len(query.references) == 1 and filters.reference is None:
            (reference,) = query.references
            filters = replace(filters, reference=reference)
            told.append(f"looked for in {reference}")
        return filters, "; ".join(told)

    def _then(self, query: Query, told: str, filters: Filters) -> Answer | None:
        """What the updates before say, where the question means these; what the latest says instead is no answer. None
        for other questions."""
        if filters.update != "latest" or query.time is not Time.THEN:
            return None
        found = []
        for place in self._before(filters):
            asked_of = f"asked of the {place.update} update"
            found.append(self._found(query, "; ".join(filter(None, [told, asked_of])), place))
        best = max(found, key=lambda each: (each.status is Status.ANSWERED, each.confidence), default=None)
        if best is not None and best.status is Status.ANSWERED:
            return best
        now = self._found(query, told, filters)
        if best is not None and best.confidence >= now.confidence:
            return best
        return _without(now, "what an earlier update says of this") if now.status is Status.ANSWERED else now

    def _before(self, filters: Filters) -> list[Filters]:
        """The update before the latest of each plan that has one."""
        plans = plans_named(self._sources.library, filters.plan)
        several = [plan for plan in plans if len(plan.updates) > 1]
        return [replace(filters, plan=plan.name, update=plan.updates[-2].name) for plan in several]

    def _earlier(self, query: Query, filters: Filters) -> list[Filters]:
        """The earlier update that a year in the question may name, where nothing else says which update is meant."""
        said = {each.value for each in query.years}
        if not said or filters.update != "latest":
            return []
        plans = plans_named(self._sources.library, filters.plan)
        names = {update.name for plan in plans for update in plan.updates[:-1]} & said
        return [replace(filters, update=name) for name in sorted(names)]

    def hits(self, asked: str, filters: Filters) -> tuple[Question, list[Hit]] | None:
        """What texts are asked, and the hits for it, of a question that is complete in itself; None where rows are."""
        query = self._sources.query(asked, filters)
        return None if query.is_of_rows else self._hits(query, "", self.place(query, filters)[0])

    def searched(self, question: Question, filters: Filters, outside: frozenset[str] = frozenset()) -> Answer:
        return composed(question, weighed(question, self._sources.hits(question, filters, outside)))


def _without(answer: Answer, missing: str) -> Answer:
    """An answer that doesn't say what was asked for: the closest that there is."""
    text = f"The documents don’t state {missing}. The closest that they say is:\n\n{answer.text}"
    return replace(answer, status=Status.PARTIAL, missing=missing, text=text, confidence=0.0)


def _is_better(then: Answer, now: Answer) -> bool:
    """Whether what an earlier update says, which the question may mean, answers better than what the latest does."""
    if now.status is Status.ANSWERED:
        return then.status is Status.ANSWERED and then.confidence > now.confidence - AS_SURE
    return then.status is Status.ANSWERED or (bool(then.claims) and then.confidence > now.confidence)


def _place(citation: Citation) -> tuple[str, str, int | None]:
    """Where a quote stands, to the item."""
    return citation.row_key, citation.column, citation.item


def _beside(answer: Answer, other: Answer) -> Answer:
    """An answer with the best quote of another after its own first: a row's cell and its texts, where either may be
    what is asked for."""
    known = {place for claim in answer.claims for place in map(_place, claim.citations)}
    best = next((each for each in other.claims if known.isdisjoint(map(_place, each.citations))), None)
    if best is None or not answer.claims:
        return answer
    first, *more = answer.claims
    claims = (first, best, *more)
    return replace(
        answer,
        claims=claims,
        citations=tuple(citation for claim in claims for citation in claim.citations),
        text=answer.text.replace(quoted(first), f"{quoted(first)}\n\n{quoted(best)}", 1),
    )


def for_texts(query: Query) -> Query:
    """The query without the columns of values that it asks for: those are looked up."""
    return replace(query, columns=tuple(each for each in query.columns if not each.is_value and not each.money))
