"""The signs of an answer: what is measured of a clause and a question before anything is judged.

`quotes.confidence` says what each sign counts for. All are 0 to 1 but `length`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answers.quotes.clause_context import Surroundings
from assistant.answers.quotes.column_fit import asked_for, fit, is_value
from assistant.answers.quotes.gravity import grave, missed
from assistant.answers.quotes.question_words import Floats, Met, Telling, by_other_words, share
from assistant.language.answer_kinds import AnswerKind, Range, find, is_month, nearly
from assistant.language.counterparts import Calls, called_for, given
from assistant.language.negation import asks_for_none, contradicts, denies, is_negative
from assistant.language.words import stems, terms
from assistant.questions.asking import Asks
from assistant.questions.lexicon import phrases_in
from assistant.questions.query import Role
from assistant.questions.question import Question
from corpus.records import Meaning, ValueKind
from index import Hit, Passage

DEED = 0.70  # similarity that the deed asked for ("who chairs") must reach in the sentence itself
NAME = 0.70  # similarity that a name must reach that the documents lack
NEARLY = 0.6  # what counts for something that may be of the kind that is asked for
OWNER_SURE = 0.9  # likelihood from which a question asks for an owner and nothing else
OF_ANOTHER = 0.2  # below which what a value counts is something else
NOUN = 24  # characters after a number within which the noun stands that it counts


@dataclass(frozen=True, slots=True)
class Signs:
    """`passage`, `row`: how alike the passage is, and the best of its row, as a search is scored; `alike`: the same
    of the whole question and the whole passage. `near`, `mean`: of the clause's sentence.

    `found`: how likely it is that it holds the kind of thing asked for; `lacks`: that it doesn't, though one is asked
    for; `counted`: how alike what it counts is to what is to be counted; `fits`: how likely its column may answer
    such a question; `own`: that it is the value that the question asks for, such as a row's own date. `against`: it
    says the contrary; `settles`: it denies what may be so or not; `in_kind`: "most" meets "most"; `to_come`: it
    tells of the future what is asked of the past; `echo`: it says nothing beyond the question and its headings.
    `unsaid`: it lacks a number or month of the question, or what somebody does who is asked for; `unmet`: the share
    of the telling words that nothing in the row is like; `away`: that nothing in the clause and its headings is;
    `unknown`: a name that no document has; `whether`: yes or no is asked for. `length`: the sentence's, as the
    logarithm of its words. `cause`: it says why what is asked of is so. `misplaced`: it is the value of a column
    that isn't asked for. `grave`: how grave it is that words are unmet, by what kinds of words they are. `prose`:
    it stands in no table, as introductions do. `hollow`: it is a name or a value that the question has itself, and so
    no answer.
    """

    passage: float
    row: float
    alike: float
    near: float
    mean: float
    found: float
    lacks: float
    fits: float
    own: float
    counted: float
    against: float
    settles: float
    in_kind: float
    to_come: float
    echo: float
    unsaid: float
    unmet: float
    away: float
    unknown: float
    whether: float
    length: float
    cause: float = 0.0
    misplaced: float = 0.0
    grave: float = 0.0
    prose: float = 0.0
    hollow: float = 0.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question asks for, in the measures of signs: the same for all hits. `numbers`, `months` and `deeds` (what
    somebody does who is asked for) are places among its telling words of those that a clause must say; `counted` is
    the place among all words of the noun of "how many …".
    """

    calls: Calls
    typed: tuple[tuple[AnswerKind, float], ...]  # the kinds of thing that may answer, each with its likelihood
    counted: int | None
    owner: bool  # who leads something is asked for, and nothing else
    whether: bool
    of_none: bool  # those without are asked for
    numbers: tuple[int, ...]
    months: tuple[int, ...]
    deeds: tuple[int, ...]

    @classmethod
    def of(cls, question: Question, telling: Telling) -> Wanted:
        own = [at for at, mine in enumerate(telling.own) if mine]
        whether, kind = question.whether, question.answer_kind
        counted = (at for at, stem in zip(telling.places, telling.stems, strict=True) if stem in question.heads[-1:])
        return cls(
            called_for(question.text),
            question.kinds.typed,
            next(counted, None) if kind is AnswerKind.COUNT else None,
            question.asking.likelihood(Asks.OWNER) >= OWNER_SURE,
            whether,
            kind is not AnswerKind.CAUSE and not whether and asks_for_none(question.text),
            tuple(at for at in own if telling.stems[at].isdigit()),
            tuple(at for at in own if not question.typed and is_month(telling.words[at])),
            tuple(at for at in own if telling.stems[at] == _deed(question)),
        )


def _deed(question: Question) -> str:
    """The stem of what somebody does who is asked for: "provide" of "who provides …"; "" for none."""
    said = terms(question.text)[:3]
    if question.answer_kind is not AnswerKind.PERSON or not said or said[0].stem != "who":
        return ""
    return next((term.stem for term in said[1:] if term.telling), "")


@dataclass(frozen=True, slots=True)
class OfHit:
    """What the signs of all clauses of a hit share: how words are met in it, the best score of its row, the share of
    the telling words that nothing in the row is like, what these are and how grave that is (`quotes.gravity`), the
    share that is met in neither its headings nor each clause (c,), and the stems that the question and its headings
    have."""

    hit: Hit
    met: Met
    row: float
    unmet: float
    missed: Floats
    grave: float
    away: Floats
    fits: float
    own: float
    unknown: float
    known: frozenset[str]

    @classmethod
    def of(cls, question: Question, hit: Hit, met: Met, in_row: Floats, row: float) -> OfHit:
        lacking = 1 - share(in_row)
        unmet = float(met.telling.weights @ lacking)
        words_missed = missed(hit.vectors_of(met.telling.places), met.telling.weights, lacking)
        fits, own = fit(question, hit.passage), asked_for(question, hit.passage)
        unknown = bool(unknown_name(question, hit))
        known = stems(question.asked) | stems(hit.passage.path)
        away = met.telling.weights @ (1 - share(np.maximum(met.clauses, met.headings[:, None])))
        return cls(hit, met, row, unmet, words_missed, grave(words_missed), away, fits, own, float(unknown), known)


@dataclass(frozen=True, slots=True)
class Held:
    """What a clause holds of the kinds of thing that are asked for: how likely it is that it holds the one that is
    meant, and that it lacks it; where it stands, as ranges of the passage."""

    found: float = 0.0
    lacks: float = 0.0
    cause: float = 0.0
    counted: float = 1.0
    where: tuple[Range, ...] = ()


def held_in(question: Question, wanted: Wanted, of: OfHit, around: Surroundings) -> Held:
    """What the clause holds of the kinds of thing that the question may ask for."""
    passage, start = of.hit.passage, around.clause.start
    if question.says and passage.column in question.columns:
        return Held(found=1.0, where=((start, around.clause.end),))
    found = lacks = cause = 0.0
    where: list[Range] = []
    for kind, likely in wanted.typed:
        spans = find(kind, around.text, question.text)
        if not spans and kind is AnswerKind.MONEY and _is_of_money(passage):  # its heading has the currency
            spans = find(AnswerKind.COUNT, around.text, question.text)
        holds = 1.0 if spans else NEARLY * nearly(kind, around.text)
        found, lacks = found + likely * holds, lacks + likely * (1 - holds)
        if kind is AnswerKind.CAUSE and spans:
            cause = likely
        where += [(start + first, start + last) for first, last in spans]
    return Held(found, lacks, cause, _counted(question, wanted, of, around, where), tuple(where))


def _is_of_money(passage: Passage) -> bool:
    return passage.kind is ValueKind.MONEY or passage.meaning is Meaning.COST


def _counted(question: Question, wanted: Wanted, of: OfHit, around: Surroundings, numbers: Sequence[Range]) -> float:
    """How alike the noun after one of the numbers is to that of "how many …"; 1 where nothing is counted."""
    at = wanted.counted
    if at is None or not numbers:
        return 1.0
    if by_other_words(question, of.hit) & set(question.heads[-1:]):
        return 1.0
    ends = [end for _, end in numbers]
    return float(
        share(np.array([of.hit.met_within(at, end, min(end + NOUN, around.clause.end)) for end in ends])).max()
    )


def signs_of(question: Question, wanted: Wanted, of: OfHit, around: Surroundings, number: int, held: Held) -> Signs:
    """The signs of the passage's clause of this number, which holds that of what is asked for."""
    hit, met = of.hit, of.met.clauses[:, number]
    said = around.said
    calls, gives, negative = wanted.calls, given(said), is_negative(said)
    echo = not question.says and around.telling <= of.known
    return Signs(
        passage=hit.score,
        row=of.row,
        alike=hit.alike,
        near=float(of.met.near[number]),
        mean=float(of.met.mean[number]),
        found=held.found,
        lacks=held.lacks,
        counted=held.counted,
        fits=of.fits,
        own=of.own,
        against=float(_is_against(question, wanted, said, negative)),
        settles=float(wanted.whether and negative),
        in_kind=float((calls.most and gives.most) or (calls.still and gives.still)),
        to_come=float(calls.past and not gives.past),
        echo=float(echo),
        unsaid=float(_is_unsaid(question, wanted, of.met.telling, met, around, hit) or _counts_else(hit, around, held)),
        unmet=of.unmet,
        away=float(of.away[number]),
        unknown=of.unknown,
        whether=float(wanted.whether),
        length=around.length,
        misplaced=(1 - of.fits) * is_value(hit.passage),
        cause=held.cause,
        grave=of.grave,
        prose=float(not hit.passage.column),
        hollow=(held.lacks if wanted.whether else 1.0) * (echo and is_value(hit.passage)),
    )


def unknown_name(question: Question, hit: Hit) -> str:
    """A name of the question that the documents lack, and have nothing much like it; "" for none."""
    if not question.unknown_names:
        return ""
    return next(
        (match.word for match in hit.matches if match.similarity < NAME and stems(match.word) & question.unknown_names),
        "",
    )


def _is_against(question: Question, wanted: Wanted, said: str, negative: bool) -> bool:
    """Whether a sentence says the contrary of what the question takes for granted."""
    if wanted.of_none and not negative:
        return True
    agrees = negative and question.answer_kind is AnswerKind.CAUSE and denies(question.text)  # "why hasn't …": "cannot"
    return not wanted.whether and not agrees and contradicts(question.text, said)


def _counts_else(hit: Hit, around: Surroundings, held: Held) -> bool:
    """Whether it is a value that says what it counts, which isn't what is to be counted: "7 operations" of vehicles."""
    if held.counted >= OF_ANOTHER or not is_value(hit.passage):
        return False
    return any(term.telling and term.word.isalpha() for term in terms(around.text))


def _tells_of_owner(hit: Hit, around: Surroundings) -> bool:
    """Whether a text says that somebody leads something: in a plan without a column for it, any name would do."""
    if hit.passage.meaning is Meaning.OWNER:
        return True
    return any(said.role is Role.COLUMN and said.value == Meaning.OWNER for _, _, said in phrases_in(around.text))


def _is_unsaid(
    question: Question, wanted: Wanted, telling: Telling, met: Floats, around: Surroundings, hit: Hit
) -> bool:
    if any(telling.stems[at] not in around.figures for at in wanted.numbers):
        return True
    if any(telling.stems[at] not in around.near for at in wanted.months):
        return True
    if wanted.owner and not _tells_of_owner(hit, around):
        return True
    if question.places or hit.passage.column in question.columns:
        return False  # "who provides it?", of the row that was talked about: by any name in it
    said = (around.here, around.governing)
    return any(met[at] < DEED and not any(telling.stems[at] in each for each in said) for at in wanted.deeds)
