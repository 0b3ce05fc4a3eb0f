"""Kinds of things that questions ask for, and where a text holds one: numbers, money, dates, people, places …"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate

from dateutil.parser import parserinfo

from assistant.language.counterparts import called_for, given, is_to_come
from assistant.language.negation import denies, turned_away
from assistant.language.words import stems
from corpus.language.dates import NamedDate, named_dates
from corpus.language.quantities import NUMBER_WORD, Unit, amounts
from corpus.language.words import is_telling

Range = tuple[int, int]


class AnswerKind(StrEnum):
    """The kind of thing that a question asks for, in the words that readers see if it is missing."""

    COUNT = "how many"
    SHARE = "what share"
    MONEY = "an amount of money"
    AMOUNT = "a figure"
    DATE = "a date"
    TIME = "what time"
    DURATION = "how long"
    FREQUENCY = "how often"
    DISTANCE = "how far"
    PERSON = "who"
    PLACE = "where"
    NAMES = "their names"
    CALLED = "anybody’s name"
    PHONE = "a phone number"
    MEANING = "what it stands for"
    CAUSE = "why"
    ANYTHING = "this"


_SMALL = f"{NUMBER_WORD}|zero|dozen"
_MONTHS = "|".join(names[-1] for names in parserinfo.MONTHS)
_SEASONS = frozenset({"spring", "summer", "autumn", "winter"})
_TIME = re.compile(r"\b\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b|\b\d{1,2}:\d\d\b|\b(?:noon|midday|midnight)\b", re.IGNORECASE)
_UNIT = r"(?:second|minute|hour|day|night|week|fortnight|month|term|year)s?"
_DURATION = re.compile(rf"\b(?:\d[\d.]{{0,30}}+|{_SMALL}|an?|several|few)[\s-]{_UNIT}\b(?!\s+old)", re.IGNORECASE)
_FREQUENCY = re.compile(
    rf"\b(?:(?:dai|week|fortnight|month|quarter|annual|year|term)ly|annual"
    rf"|(?:(?:once|twice|times) an?|each|per|every(?: \w+)?) {_UNIT})\b",
    re.IGNORECASE,
)
_MONTH_ALONE = re.compile(
    rf"\b(?:(?:by|in|during|until|from|of|early|mid|late|since) (?:the )?(?:{_MONTHS}|spring|summer|autumn|winter)"
    rf"|\d\d?(?:st|nd|rd|th)? (?:of )?(?:{_MONTHS}))\b(?!\s+(?:19|20)\d\d)"
)
_MONTH_NAMES = frozenset(name.lower() for names in parserinfo.MONTHS for name in names) | _SEASONS
_DAYS = frozenset(names[-1].lower() for names in parserinfo.WEEKDAYS)
_NAME = re.compile(r"\b[A-Z][\w’'-]*(?:(?: (?:&|of|for|and|the))* [A-Z][\w’'-]*)*")
# A cause as it is said, and a state of things that keeps something from happening.
_BECAUSE = re.compile(
    r"""\b(?:because|(?:usual|main|root)\ causes?
        | after\ (?!\d)(?:[\w’'-]+\ ){1,3}?(?:\w+ed|gave|went|found|was|were|had|left|got|lost|broke)\b
        | due\ to|owing\ to|as\ a\ result|results?\ (?:of|from)|caused\ by|reasons?|so\ that|in\ order\ to
        | thanks\ to|depend(?:s|ing)?\ on|unless|despite|since\ (?=the\b|it\b|they\b|no\b|there\b)|but|however
        | as\ (?=(?:[\w’'-]+\ ){1,4}?(?:did|does|was|were|is|are|has|have|had|left|would|could|can|cannot|will)\b))
        |,\ so\b(?!\ far)""",
    re.IGNORECASE | re.VERBOSE,
)

LONG_ENOUGH = 3  # digits of a number that may be dialled
_AROUND = 60  # characters before a date in which it may say that it is still to come


@lru_cache(maxsize=16384)
def dates(text: str) -> tuple[NamedDate, ...]:
    """The dates that a text names."""
    return named_dates(text)


def is_month(word: str) -> bool:
    """Whether it is a month's or a season's name, or short for one."""
    return word.lower() in _MONTH_NAMES


def find(kind: AnswerKind, text: str, question: str) -> list[Range]:
    """Where the text holds such a thing that the question doesn't hold itself.

    A date of something still to come doesn't say when something happened.
    """
    found = _found(kind, text)
    if kind is AnswerKind.DATE and found and called_for(question).past and not is_to_come(question):
        found = tuple(span for span in found if not is_to_come(text[max(0, span[0] - _AROUND) : span[0]]))
    asked = stems(question) if found else frozenset()
    if kind is AnswerKind.COUNT and found:  # "how many are waiting": 22 weeks is no number of them
        units = [span for span in _matches(_DURATION, text) if not stems(text[slice(*span)]) & asked]
        found = tuple(_clear_of(units, found))
    return [span for span in found if not stems(text[span[0] : span[1]]) <= asked]


@lru_cache(maxsize=65536)
def _found(kind: AnswerKind, text: str) -> tuple[Range, ...]:
    return tuple(_FINDERS[kind](text)) if kind in _FINDERS else ()


def nearly(kind: AnswerKind, text: str) -> bool:
    """Whether the text holds something else that may answer: a share where a number is asked for, what isn't so yet
    where it is asked why."""
    if kind is AnswerKind.CAUSE:
        return may_be_cause(text)
    return any(_found(each, text) for each in _NEARLY.get(kind, ()))


def may_be_cause(text: str) -> bool:
    """Whether it says of something that it isn't so yet, which may be why, or only that it is so."""
    return given(text).still or denies(text)


def _matches(pattern: re.Pattern[str], text: str) -> list[Range]:
    return [match.span() for match in pattern.finditer(text)]


@lru_cache(maxsize=16384)
def _amounts(text: str, *units: Unit) -> tuple[Range, ...]:
    """Numbers, shares and sums of money: not the numbers of dates."""
    named = ((date.start, date.end) for date in dates(text))
    return tuple(_clear_of(named, ((each.start, each.end) for each in amounts(text) if each.unit in (units or Unit))))


def _clear_of(taken: Iterable[Range], spans: Iterable[Range]) -> Iterator[Range]:
    """The ranges that share no character with those taken."""
    starts, ends = zip(*sorted(taken), strict=True) if (taken := list(taken)) else ((), ())
    furthest = list(accumulate(ends, max))
    for start, end in spans:
        before = bisect_left(starts, end)
        if before == 0 or furthest[before - 1] <= start:
            yield start, end


def _moments(text: str) -> list[Range]:
    named = [(date.start, date.end) for date in dates(text)]
    return named + _matches(_MONTH_ALONE, text)


def _names(text: str) -> list[Range]:
    """Capitalised names; a single capitalised word that opens the text is no name, nor is a month or another date."""
    names = [
        match.span()
        for match in _NAME.finditer(text)
        if not is_month(match[0])
        and (match.start() > 0 or " " in match[0] or match[0][1:].lower() != match[0][1:])
        and is_telling(match[0])
        and match[0].lower().removesuffix("s") not in _DAYS
    ]
    return list(_clear_of(((date.start, date.end) for date in dates(text)), names))


def _is_dialled(number: str) -> bool:
    return number.startswith("0") and len(number) >= LONG_ENOUGH


def _called(text: str) -> list[Range]:
    """Names that people may have: of two words, none in capitals."""
    words = {(start, end): text[start:end].split() for start, end in _names(text)}
    return [span for span, said in words.items() if len(said) == 2 and not any(map(str.isupper, said))]


_FINDERS: dict[AnswerKind, Callable[[str], Iterable[Range]]] = {
    AnswerKind.CAUSE: lambda text: _matches(_BECAUSE, text) + turned_away(text),
    AnswerKind.COUNT: lambda text: _amounts(text, Unit.NONE),
    AnswerKind.SHARE: lambda text: _amounts(text, Unit.PERCENT),
    AnswerKind.MONEY: lambda text: _amounts(text, Unit.MONEY),
    AnswerKind.AMOUNT: _amounts,
    AnswerKind.DATE: _moments,
    AnswerKind.TIME: lambda text: _matches(_TIME, text),
    AnswerKind.DURATION: lambda text: _matches(_DURATION, text),
    AnswerKind.FREQUENCY: lambda text: _matches(_FREQUENCY, text),
    AnswerKind.DISTANCE: _amounts,
    AnswerKind.PERSON: _names,
    AnswerKind.PLACE: _names,
    AnswerKind.NAMES: _names,
    AnswerKind.CALLED: _called,
    AnswerKind.PHONE: lambda text: [(start, end) for start, end in _amounts(text) if _is_dialled(text[start:end])],
}
_NEARLY: dict[AnswerKind, tuple[AnswerKind, ...]] = {
    AnswerKind.COUNT: (AnswerKind.SHARE,),
    AnswerKind.SHARE: (AnswerKind.COUNT,),
    AnswerKind.AMOUNT: (AnswerKind.DURATION,),
}
