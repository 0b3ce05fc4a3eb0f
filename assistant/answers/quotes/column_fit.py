"""Whether a cell may answer a question at all: a value answers only for its own column, and an aim is no result."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from assistant.language.answer_kinds import AnswerKind
from assistant.language.words import stems, terms
from assistant.questions.question import Question
from corpus.records import Meaning, ValueKind
from index import Passage

_VALUES = frozenset({Meaning.OWNER, Meaning.DUE, Meaning.STATUS, Meaning.COST, Meaning.GROUP})
_AIMS = frozenset({Meaning.TARGET, Meaning.MEASURE})
# What a question says that asks for a column of this meaning, beside the kind of thing that it wants.
_ASKS_FOR: Mapping[Meaning, re.Pattern[str]] = {
    Meaning.OWNER: re.compile(
        r"\bwho(?:se)?\b.{0,200}\b(?:lead\w*|led|responsib\w+|accountable|own\w*|charge|run\w*|manag\w+|look\w* after"
        r"|deal\w*|handl\w+|sort\w*|deliver\w*|do(?:es|ing)|contact|speak to|ask)\b"
        r"|\b(?:which|what) (?:officer|manager|team|service|director)|\b(?:lead|owner|officer) (?:for|of|on)\b",
        re.IGNORECASE,
    ),
    Meaning.STATUS: re.compile(
        r"\b(?:status|b?rag|rating|rated|on track|off track|on schedule|behind|overdue|where are we|going well)\b"
        r"|\bhow(?:['’]s| is| are)\b.+\b(?:doing|going|getting on|coming along)\b"
        r"|^(?:and |so |but )?(?:is|are|was|were|has|have|did)\b.+"
        r"\b(?:finished|completed?|done|started|late|delayed|paused)\b",
        re.IGNORECASE,
    ),
    Meaning.COST: re.compile(
        r"\b(?:costs?|costing|budgets?|spen[dt]\w*|pric\w+|fund\w*|money|worth|value|expensive|cheap\w*|dear\w*)\b"
        r"|\bhow much\b",
        re.IGNORECASE,
    ),
    Meaning.TARGET: re.compile(
        r"\b(?:targets?|aim\w*|goals?|ambition\w*|measur\w+|success\w*|expect\w*|suppos\w+|meant to|want\w*|hop\w+"
        r"|should|will|need\w*|plan to|planned|planning|intend\w*|know (?:if|whether|that|it))\b",
        re.IGNORECASE,
    ),
    Meaning.GROUP: re.compile(r"\b(?:themes?|categor\w+|groups?|areas?|pillars?|strands?|sections?)\b", re.IGNORECASE),
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
    return (question.answer_kind in _AMOUNTS or question.whether) and not _is_for(Meaning.TARGET, question.text)


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
    if not is_value(passage) and passage.meaning not in _AIMS:
        return True
    return _asks_for(question, passage) or (passage.meaning not in _AIMS and _speaks_of(question, passage))


def _asks_for(question: Question, passage: Passage) -> bool:
    meaning = Meaning.TARGET if passage.meaning is Meaning.MEASURE else passage.meaning
    if meaning is Meaning.DUE:
        return question.answer_kind is AnswerKind.DATE and not _WHEN_IT_WAS.search(question.text)
    if meaning in _ASKS_FOR:
        return _is_for(meaning, question.text)
    return bool(_telling(passage.column) & stems(question.text))


@lru_cache(maxsize=256)
def _is_for(meaning: Meaning, question: str) -> bool:
    return _ASKS_FOR[meaning].search(question) is not None


def _speaks_of(question: Question, passage: Passage) -> bool:
    """Whether the cell itself says what is asked about: "who is the harbour master?" of "Harbour master"."""
    asked = _telling(question.text)
    return bool(asked) and len(asked & stems(passage.text)) > OWN_WORDS * len(asked)


def _telling(text: str) -> frozenset[str]:
    return frozenset(term.stem for term in terms(text) if term.telling)
