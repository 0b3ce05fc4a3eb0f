"""Whether a cell may answer a question at all: a value answers only for its own column, and an aim is no result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from assistant.language.answer_kinds import AnswerKind
from assistant.language.words import stems, terms
from assistant.questions.asking import Asks, asking_of
from assistant.questions.question import Question
from corpus.records import Meaning, ValueKind
from index import Passage

_VALUES = frozenset({Meaning.OWNER, Meaning.DUE, Meaning.STATUS, Meaning.COST, Meaning.GROUP})
_AIMS = frozenset({Meaning.TARGET, Meaning.MEASURE})
# What is asked for that a column of this meaning says.
_SAYS: Mapping[Meaning, frozenset[Asks]] = {
    Meaning.OWNER: frozenset({Asks.OWNER}),
    Meaning.STATUS: frozenset({Asks.STATUS, Asks.DONE}),
    Meaning.COST: frozenset({Asks.COST, Asks.SPENT, Asks.SUM}),
    Meaning.TARGET: frozenset({Asks.MEASURE, Asks.PLAN}),
    Meaning.GROUP: frozenset({Asks.GROUPS}),
}
# What has come about can't be read from what is to be done.
_HAS_HAPPENED = re.compile(
    r"^(?:and |so |but )?(?:did|has|have|had)\b"
    r"|\bwhat(?:['’]s| has| have| had)? (?:happened|become|came|been done|been achieved)\b"
    r"|\bwhat did\b.*\b(?:achieve|find|show|conclude|recommend|say|tell)\b",
    re.IGNORECASE,
)
_WHEN_IT_WAS = re.compile(r"\bwhen (?:did|was|were|has|have|had)\b", re.IGNORECASE)
OWN_WORDS = 0.5  # of a question's telling words that a cell has to say itself where its column isn't asked for


_AMOUNTS = frozenset(
    {
        AnswerKind.CAUSE,
        AnswerKind.COUNT,
        AnswerKind.SHARE,
        AnswerKind.AMOUNT,
        AnswerKind.MONEY,
        AnswerKind.DURATION,
        AnswerKind.FREQUENCY,
    }
)


def _asks_what_is_so(question: Question) -> bool:
    """Whether it asks how things are or what came about, not what is to be done."""
    if _says_what_happened(question.text):
        return True
    return (question.answer_kind in _AMOUNTS or question.whether) and _asks(question) not in _SAYS[Meaning.TARGET]


@lru_cache(maxsize=256)
def _says_what_happened(question: str) -> bool:
    return _HAS_HAPPENED.search(question) is not None


def is_value(passage: Passage) -> bool:
    """Whether its column holds a value a row: a date, a sum, a name, one of few words."""
    return passage.kind is not ValueKind.TEXT or passage.meaning in _VALUES


def is_asked_for(question: Question, passage: Passage) -> bool:
    """Whether it is a row's value that the question asks for: its due date, who leads it, what it costs."""
    return is_value(passage) and (passage.column in question.columns or _asks_for(question, passage))


def may_answer(question: Question, passage: Passage) -> bool:
    """Whether what the passage's column is for is what the question asks for. Texts may answer anything, but for those
    that say what is aimed at."""
    if passage.column in question.columns:
        return True
    if passage.meaning is Meaning.ACTION and _asks_what_is_so(question):
        return False
    if passage.meaning is Meaning.RESULT or (not is_value(passage) and passage.meaning not in _AIMS):
        return True
    return _asks_for(question, passage) or (passage.meaning not in _AIMS and _speaks_of(question, passage))


def _asks_for(question: Question, passage: Passage) -> bool:
    meaning = Meaning.TARGET if passage.meaning is Meaning.MEASURE else passage.meaning
    if meaning is Meaning.DUE:
        return question.answer_kind is AnswerKind.DATE and not _WHEN_IT_WAS.search(question.text)
    if meaning in _SAYS:
        return _asks(question) in _SAYS[meaning] or (
            meaning is Meaning.COST and question.answer_kind is AnswerKind.MONEY
        )
    return bool(_telling(passage.column) & stems(question.text))


def _asks(question: Question) -> Asks:
    return question.asks or _by_words(question.text)


@lru_cache(maxsize=256)
def _by_words(text: str) -> Asks:
    return asking_of(text).asks


def _speaks_of(question: Question, passage: Passage) -> bool:
    """Whether the cell itself says what is asked about: "who is the harbour master?" of "Harbour master"."""
    asked = _telling(question.text)
    return bool(asked) and len(asked & stems(passage.text)) > OWN_WORDS * len(asked)


def _telling(text: str) -> frozenset[str]:
    return frozenset(term.stem for term in terms(text) if term.telling)
