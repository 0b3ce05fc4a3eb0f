"""What a question was understood to be about only (a plan, an update, an owner, a status …), and it without that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.language.words import terms
from assistant.questions.asked import without
from assistant.questions.predicates import Is
from assistant.questions.query import Query, Reading, Role
from corpus.records import Meaning

# In the order in which they are shown.
_NAMES = {
    Role.PLAN: "Plan",
    Role.UPDATE: "Update",
    Role.CATEGORY: "Category",
    Role.REFERENCE: "Row",
    Role.STATE: "Status",
    Role.OVERDUE: "Due date",
    Role.DATE: "Date",
}
_VALUES = {Meaning.OWNER: "Owner", Meaning.STATUS: "Status"}
# What says where to search, where no rows are read.
_PLACES = frozenset({Role.PLAN, Role.UPDATE, Role.REFERENCE})


@dataclass(frozen=True, slots=True)
class Limit:
    """`name` and `value` say what it is: "Owner", "Play Officer". `without` is the question that hasn't got it."""

    name: str
    value: str
    without: str


def limits(query: Query) -> list[Limit]:
    """Each once; none that the question can't do without."""
    found: dict[tuple[str, str], Limit] = {}
    for each in sorted(query.readings, key=lambda each: list(_NAMES).index(each.role) if each.role in _NAMES else 9):
        for limit in _limit(query, each):
            found.setdefault((limit.name, limit.value), limit)
    return list(found.values())


def _limit(query: Query, reading: Reading) -> Iterator[Limit]:
    negation = _negation(query, reading)
    told = next(
        (term.start for term in terms(query.text) if term.telling and term.start >= reading.start), reading.start
    )
    said = query.text[min(told, reading.end) : reading.end] or query.text[reading.start : reading.end]
    words = " ".join([*(query.text[each.start : each.end] for each in negation), said.strip()])  # without "be", "is"
    name, value = _NAMES.get(reading.role, ""), words
    if reading.role in (Role.PLAN, Role.UPDATE, Role.REFERENCE):
        value = reading.value
    elif reading.role is Role.CATEGORY:
        value = reading.in_words.removeprefix("in ")
    elif reading.role is Role.VALUE and isinstance(reading.predicate, Is):
        name = _VALUES.get(reading.predicate.column.meaning, "Value")
    if not name or not (query.is_of_rows or (reading.sure and reading.role in _PLACES)):
        return
    rest = without(query.text, [*negation, reading])
    if rest != query.text:
        yield Limit(name, value, rest)


def _negation(query: Query, reading: Reading) -> list[Reading]:
    """The word that turns a reading round, right before it: "not finished"."""
    words = (each for each in query.readings if each.role is Role.NOT and each.end <= reading.start)
    return [each for each in words if not query.text[each.end : reading.start].strip()]
