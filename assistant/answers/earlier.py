"""What was said before of the thing that an answer told: by an earlier update or, in the same row, beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from assistant.answers.answer import Answer, Claim, listed
from assistant.answers.quotes.confidence import ANSWERS
from assistant.language.clauses import sentences
from assistant.language.words import stems, terms
from assistant.questions.predicates import Within
from assistant.questions.query import Query, Role
from assistant.questions.times import Time
from assistant.tracking.lineage import Lineage
from corpus.language.quantities import amounts
from corpus.records import Citation, Meaning, Row

_SETS_AGAINST = stems("from against compared before previous than")  # "58 weeks, down from 73"

WHEN = (Role.WHEN, Role.UPDATE)
_PAST = frozenset({"was", "were", "did", "had", "then"})


def asks_only_when(query: Query) -> bool:
    """Whether a question says nothing but which update is meant: "what was it before?", "and in 2023-24?"."""
    when = [each for each in query.readings if each.role in WHEN]
    left = (term for term in terms(query.text) if not any(each.start <= term.start < each.end for each in when))
    return (bool(when) or query.time is Time.THEN) and not any(term.telling for term in left)


def asks_of_today(query: Query) -> bool:
    """Whether a question says nothing but that days are meant in which today is: "and this year?"."""
    today = date.today()
    dates = [each for each in query.readings if isinstance(each.predicate, Within)]
    left = (term for term in terms(query.text) if not any(each.start <= term.start < each.end for each in dates))
    held = any(
        isinstance(each.predicate, Within) and each.predicate.first <= today <= each.predicate.last for each in dates
    )
    return held and not any(term.telling for term in left)


def speaks_of_the_past(query: Query) -> bool:
    """Whether a question about a row of an earlier update stays with that: "who led it", and not "who leads it"."""
    when = any(each.role in WHEN for each in query.readings)
    return when or not _PAST.isdisjoint(term.word.lower() for term in terms(query.text))


def row_in(lineage: Lineage, row_key: str, updates: frozenset[str] = frozenset()) -> Row | None:
    """What a row was in an update of one of these names, by default the one before its own; None where it wasn't
    there."""
    for step in lineage.history(row_key):
        old, new = step.change.old, step.change.new
        if not updates and new is not None and new.key == row_key:
            return old
        for row in (old, new) if updates else ():
            if row is not None and row.update in updates:
                return row
    return None


def row_now(lineage: Lineage, row: Row) -> Row:
    """A row of an earlier update as it is in the latest that has it."""
    later = [step.change.new for step in lineage.since(row.key) if step.change.new is not None]
    return later[-1] if later else row


def figure_before(led: Citation, row: Row) -> Answer | None:
    """What a row's own texts set the figure against that was quoted of it; None where they set it against none."""
    quoted = {found.value for found in amounts(led.quote)}
    for citation in sorted(_sentences(row), key=lambda each: (each.column, each.item) != (led.column, led.item)):
        found = {each.value for each in amounts(citation.quote)}
        if quoted & found and len(found) > 1 and not _SETS_AGAINST.isdisjoint(stems(citation.quote)):
            told = listed(f"{row.label} says of both times:", [Claim(citation.quote, (citation,))])
            return replace(told, confidence=ANSWERS, complete=False)
    return None


def _sentences(row: Row) -> Iterator[Citation]:
    for column in row.columns:
        if column.meaning in (Meaning.PROGRESS, Meaning.RESULT, Meaning.OTHER):
            for number, item in enumerate(column.items, 1):
                for sentence in sentences(item.text):
                    yield Citation.of_item(row, column, number, sentence.of(item.text))
