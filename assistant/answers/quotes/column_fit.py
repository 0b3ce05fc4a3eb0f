"""Whether a cell may answer a question at all: a value answers only for its own column, and an aim is no result."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.language.answer_kinds import AnswerKind
from assistant.language.words import stems, terms
from assistant.questions.asking import Asks
from assistant.questions.question import Question
from corpus.records import Meaning, ValueKind
from index import Passage

_VALUES = frozenset({Meaning.OWNER, Meaning.DUE, Meaning.STATUS, Meaning.COST, Meaning.GROUP})
AIMS = frozenset({Meaning.TARGET, Meaning.MEASURE})
# What is asked for that a column of this meaning says.
_SAYS: Mapping[Meaning, frozenset[Asks]] = {
    Meaning.OWNER: frozenset({Asks.OWNER}),
    Meaning.DUE: frozenset({Asks.DUE}),
    Meaning.STATUS: frozenset({Asks.STATUS, Asks.DONE}),
    Meaning.COST: frozenset({Asks.COST, Asks.SPENT, Asks.SUM}),
    Meaning.TARGET: frozenset({Asks.MEASURE, Asks.PLAN}),
    Meaning.MEASURE: frozenset({Asks.MEASURE, Asks.PLAN}),
    Meaning.GROUP: frozenset({Asks.GROUPS}),
}
_NUMBERS = (ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.MONEY)
IF_NAMED = 0.5  # how likely a column at least is what is asked for whose heading the question has a word of
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
    """Whether it asks how things are, not what is to be done."""
    return (question.answer_kind in _AMOUNTS or question.whether) and question.asking.asks not in _SAYS[Meaning.TARGET]


def is_value(passage: Passage) -> bool:
    """Whether its column holds a value a row: a date, a sum, a name, one of few words."""
    return passage.kind is not ValueKind.TEXT or passage.meaning in _VALUES


def asked_for(question: Question, passage: Passage) -> float:
    """How likely it is, 0 to 1, that it is a row's value that the question asks for: its due date, who leads it, what
    it costs."""
    if not is_value(passage):
        return 0.0
    return 1.0 if passage.column in question.columns else _says_what_is_asked(question, passage)


def fit(question: Question, passage: Passage) -> float:
    """How likely it is, 0 to 1, that what the passage's column is for is what the question asks for. Texts may answer
    anything, but for those that say what is aimed at."""
    if passage.column in question.columns:
        return 1.0
    if passage.meaning is Meaning.ACTION and _asks_what_is_so(question):
        return 0.0
    if question.answer_kind is AnswerKind.CAUSE and passage.kind is not ValueKind.TEXT:
        return 0.0  # "37 visits" says why of nothing
    if passage.kind in _NUMBERS and question.whether and not any(map(str.isdigit, question.text)):
        return 0.0  # nor "2" whether the apprentices have come
    if passage.meaning is Meaning.RESULT or (not is_value(passage) and passage.meaning not in AIMS):
        return 1.0
    if question.typed and passage.meaning not in AIMS and _speaks_of(question, passage):
        return 1.0  # but "Adoption Support Manager" doesn't say what is done about adoption
    return _says_what_is_asked(question, passage)


def _says_what_is_asked(question: Question, passage: Passage) -> float:
    named = bool(_telling(passage.column) & stems(question.text))
    if passage.meaning not in _SAYS:
        return float(named)
    return max(sum(question.asking.likelihood(each) for each in _SAYS[passage.meaning]), IF_NAMED * named)


def _speaks_of(question: Question, passage: Passage) -> bool:
    """Whether the cell itself says what is asked about: "who is the harbour master?" of "Harbour master"."""
    asked = _telling(question.text)
    return bool(asked) and len(asked & stems(passage.text)) > OWN_WORDS * len(asked)


def _telling(text: str) -> frozenset[str]:
    return frozenset(term.stem for term in terms(text) if term.telling)
