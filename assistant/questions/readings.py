"""What words of a question may mean, and which meanings, none over another, together explain most of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from assistant.language.words import Term, terms
from assistant.questions.lexicon import phrases_in
from assistant.questions.naming.schema import Schema
from assistant.questions.predicates import ColumnMeant, Within, working_year
from assistant.questions.query import Reading, Role
from corpus.language.dates import Bound, Precision, bounds
from corpus.language.quantities import amounts
from corpus.records import Meaning

# A telling word explained counts most, then any word; spans of several words more than single ones side by side. Last
# come what the documents name before what people say, and words that mean nothing. The order of these decides between
# readings of the same words only: the tests of the lexicon and of parsing fail where it is changed.
TELLING, WORD = 10, 8
_RANK = {
    Role.REFERENCE: 5,
    Role.PLAN: 5,
    Role.DATE: 5,
    Role.UPDATE: 3,
    Role.CATEGORY: 6,
    Role.STATE: 2,
    Role.OVERDUE: 3,
    Role.VALUE: 1,
    Role.WHEN: -2,
    Role.ASK: -3,
    Role.FILLER: -4,
}
_FEASTS = re.compile(
    r"(?:\b(?P<relation>before|by|after|since|until|at|in)\s+)?(?:the\s+)?\b(?P<feast>christmas|easter|new year"
    r"|(?:financial )?year[- ]end|end of the (?:financial )?year)\b(?:\s+(?:in\s+)?(?P<year>20\d\d))?",
    re.IGNORECASE,
)
_NEAR_TODAY = re.compile(
    r"(?:\b(?:in|within|over|during|for|before the end of|by the end of)\s+)?(?:the\s+)?\b(?P<which>this|next|last)\s+"
    r"(?:(?P<count>\d{1,2})\s+)?(?:financial\s+)?(?P<unit>week|month|quarter|year)s?\b(?!['’])",
    re.IGNORECASE,
)


def possible_readings(text: str, schema: Schema, today: date) -> list[Reading]:
    """All that words of the question may mean, over one another."""
    found = [*_said(text), *schema.readings(text), *_dates(text, today), *_amounts(text)]
    shares = [each for each in found if each.value == "percent"]
    found = [
        each
        for each in found
        if each.role not in (Role.STATE, Role.VALUE)
        or not (any_over(each, shares) or schema.is_of_a_name(text, each.start, each.end))
    ]
    if any(each.role is Role.MENTION for each in found):
        found = [each for each in found if not _is_mentioned(text, each)]
    headings = [each for each in found if each.role is Role.COLUMN and each.value.partition("|")[2]]
    found = [each for each in found if each.role is not Role.DATE or not _is_within(each, headings)]
    return without_dates_of(text, names_of_updates(found), found)


def _is_within(reading: Reading, others: Sequence[Reading]) -> bool:
    """Whether it is part of what another names: the year of "Cost this year"."""
    return any(each.start <= reading.start and reading.end <= each.end for each in others)


def _is_of_due_dates(reading: Reading) -> bool:
    """Whether it says that a date is meant as one: "due", "overdue"."""
    column = reading.role is Role.COLUMN and reading.value.partition("|")[0] == Meaning.DUE
    return column or reading.role is Role.OVERDUE


def names_of_updates(found: Sequence[Reading]) -> list[Reading]:
    """What names an update and no date: nothing where dates are said to be meant, "due in 2025"."""
    return [] if any(map(_is_of_due_dates, found)) else [each for each in found if each.role is Role.UPDATE]


def without_dates_of(text: str, named: Sequence[Reading], found: Sequence[Reading]) -> list[Reading]:
    """The readings without dates that are only names of updates ("what was amber in 2023-24", but not "in December
    2025" where an update is called 2025)."""

    def says(each: Reading) -> frozenset[str]:
        return frozenset(term.stem for term in terms(text[each.start : each.end]) if term.telling)

    return [
        each
        for each in found
        if each.role is not Role.DATE
        or not any(any_over(each, [other]) and says(each) <= says(other) for other in named)
    ]


def any_over(reading: Reading, others: Sequence[Reading]) -> bool:
    """Whether one of the others has words of a reading, too."""
    return any(reading.start < other.end and other.start < reading.end for other in others)


def explaining_most(text: str, readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Of these readings those that together explain most, none over another, in the question's order."""
    ordered = sorted(readings, key=lambda each: each.end)
    ends = [each.end for each in ordered]
    best: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for at, reading in enumerate(ordered):
        fits = bisect_right(ends, reading.start, hi=at)
        taken = (best[fits][0] + _weight(text, reading), (*best[fits][1], at))
        best.append(max(best[-1], taken, key=lambda each: each[0]))
    return tuple(ordered[at] for at in best[-1][1])


_SHARED = (Role.PLAN, Role.UPDATE, Role.WHEN)  # what several may be called by the same name


def with_others_called_the_same(readings: Sequence[Reading], possible: Sequence[Reading]) -> tuple[Reading, ...]:
    """With the other plans or updates that the same words mean: "the sufficiency plan" where two are called so."""
    spans = {(each.role, each.start, each.end) for each in readings if each.role in _SHARED}
    same = [each for each in possible if (each.role, each.start, each.end) in spans]
    others = [each for each in dict.fromkeys(same) if each not in readings]
    return tuple(sorted([*readings, *others], key=lambda each: each.start)) if others else tuple(readings)


def is_to_explain(term: Term) -> bool:
    """Whether something must be made of a word: a telling one, and a capital alone as in "B&B"."""
    return term.telling or (len(term.word) == 1 and term.word.isupper() and term.word not in ("I", "A"))


def _weight(text: str, reading: Reading) -> int:
    words = terms(text[reading.start : reading.end])
    longer = len(words) * (len(words) - 1)
    return TELLING * sum(term.telling for term in words) + WORD * len(words) + longer + _RANK.get(reading.role, 0)


def _is_mentioned(text: str, reading: Reading) -> bool:
    """Whether words that could name a value or a heading are rather what is to be mentioned."""
    placed = re.match(r"(?:under|in|of|within|comes? under)\b", text[reading.start :], re.IGNORECASE)
    values = (Role.VALUE, Role.STATE, Role.COLUMN)
    return reading.role in values or (reading.role is Role.CATEGORY and placed is None)


def _said(text: str) -> Iterator[Reading]:
    for start, end, phrase in phrases_in(text):
        if phrase.role in (Role.AGAINST, Role.MORE, Role.RECKONED):
            continue  # they part a question in two, or say what is reckoned, and nothing of rows
        yield Reading(start, end, phrase.role, phrase.value, phrase.role.value)


def _dates(text: str, today: date) -> Iterator[Reading]:
    for bound in (*(bounds(text) or ()), *_feasts(text, today), *_from_today(text, today)):
        exact = working_year(bound.precision)
        within = Within(ColumnMeant(Meaning.DUE), bound.first, bound.last, bound.text, exact=exact)
        yield Reading(bound.start, bound.end, Role.DATE, "", bound.text, False, within)


def _feasts(text: str, today: date) -> Iterator[Bound]:
    """Christmas, Easter and the year's end as days: those of the year named, or the next."""
    for match in _FEASTS.finditer(text):
        name = match["feast"].lower()
        if not match["year"] and re.match(r"\s[A-Z]", text[match.end() :]):
            continue  # "Easter Lane"
        day = _feast(name, int(match["year"] or today.year))
        if not match["year"] and day < today:
            day = _feast(name, today.year + 1)
        for bound in bounds(f"{match['relation'] or 'on'} {day.day} {day:%B %Y}") or ():
            yield replace(bound, text=" ".join(match[0].split()), start=match.start(), end=match.end())


def _from_today(text: str, today: date) -> Iterator[Bound]:
    """This, the next and the last month, quarter or year, and the next so many of them, as days."""
    for match in _NEAR_TODAY.finditer(text):
        unit, count = match["unit"].lower(), int(match["count"] or 1)
        months = {"week": 0, "month": 1, "quarter": 3, "year": 12}[unit]
        step = relativedelta(months=months * count, weeks=0 if months else count)
        if match["count"]:
            days = (today, today + step) if match["which"].lower() == "next" else (today - step, today)
        else:
            begins = _begins(unit, today) + {"this": 0, "next": 1, "last": -1}[match["which"].lower()] * step
            days = (begins, begins + step - timedelta(days=1))
        told = f"{match[0]} ({days[0].day} {days[0]:%B %Y} to {days[1].day} {days[1]:%B %Y})"
        yield Bound(told, *match.span(), *days, Precision.RANGE)


def _begins(unit: str, day: date) -> date:
    """The first day of the week, month, quarter or financial year that a day is in."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "year":
        return date(day.year - (day.month < 4), 4, 1)
    month = day.month if unit == "month" else (day.month - 1) // 3 * 3 + 1
    return date(day.year, month, 1)


def _feast(name: str, year: int) -> date:
    if name == "easter":
        return easter(year)
    if name == "christmas":
        return date(year, 12, 25)
    return date(year, 1, 1) if name == "new year" else date(year, 3, 31)


def _amounts(text: str) -> Iterator[Reading]:
    for found in amounts(text):
        yield Reading(found.start, found.end, Role.AMOUNT, found.unit, found.text)
