"""The signs of an answer: what is measured of a clause and a question before anything is judged.

`quotes.confidence` says what each sign counts for. All are 0 to 1 but `length`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answers.quotes.clause_context import Surroundings
from assistant.answers.quotes.column_fit import is_asked_for, is_value, may_answer
from assistant.answers.quotes.gravity import grave, missed
from assistant.answers.quotes.question_words import UNMET, Floats, Met, Telling, share, what_is_counted
from assistant.language.answer_kinds import AnswerKind, Range, find, is_month, may_be_cause
from assistant.language.counterparts import Calls, called_for, given
from assistant.language.negation import contradicts, denies, is_negative
from assistant.language.words import stems, terms
from assistant.questions.asking import Asks, speaks_for
from assistant.questions.question import Question
from assistant.questions.turning_word import turning_word
from index import Hit

RELATION = 0.70  # similarity that the relation asked for ("who chairs") must reach in the sentence itself
UNNAMED = 0.6  # what a number counts for that stands beside another noun than what is counted
_COSTS = re.compile(r"\A(?P<what>[^,;:£]{3,60}?) (?:now |will |would |has |have )?costs?\b.*£", re.IGNORECASE)
_ANY = re.compile(r"^(?:and |so )?any\b|\b(?:ever|yet)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signs:
    """`passage`, `row`: how alike the passage is, and the best of its row, as a search is scored; `alike`: the same
    of the whole question and the whole passage. `near`, `mean`: of the clause's sentence.

    `found`: it holds the kind of thing asked for; `lacks`: it doesn't; `fits`: its column may answer such a question;
    `own`: it is the value that the question asks for, such as a row's own date;
    `money`: "how much" meets a sum. `against`: it says the contrary; `settles`: it denies what may be so or not;
    `in_kind`:
    "most" meets "most"; `to_come`: it tells of the future what is asked of the past; `echo`: it says nothing beyond the
    question and its headings. `unsaid`: it lacks a number of the question, or the relation asked for; `unmet`: the
    share
    of the telling words that nothing in the row is like; `unknown`: a name that no document has; `turn`: how well the
    word that the question turns on is met in the sentence; `whether`: yes or no is asked for. `length`: the sentence's,
    as the logarithm of its words. `cause`: it says why what is asked of is so. `misplaced`: it is the value of a column
    that isn't asked for. `grave`: how grave it is that words are unmet, by what kinds of words they are.
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
    money: float
    against: float
    settles: float
    in_kind: float
    to_come: float
    echo: float
    unsaid: float
    unmet: float
    unknown: float
    turn: float
    whether: float
    length: float
    cause: float = 0.0
    misplaced: float = 0.0
    grave: float = 0.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question asks for, in the measures of signs: the same for all hits. `turns` is the place of the word that
    it turns on among its telling words, None for none; `numbers`, `months`, `relations` are places of those that a
    clause must say.
    """

    calls: Calls
    whether: bool
    either: bool  # yes or no, or whether there is any
    of_none: bool  # those without are asked for
    turns: int | None
    numbers: tuple[int, ...]
    months: tuple[int, ...]
    relations: tuple[int, ...]

    @classmethod
    def of(cls, question: Question, telling: Telling) -> Wanted:
        turns = turning_word(question.text)
        if turns in question.heads[-1:]:
            turns = question.heads[0]  # of "collapsed culverts", these can be counted without the noun
        own = [at for at, mine in enumerate(telling.own) if mine]
        whether = question.whether
        return cls(
            called_for(question.text),
            whether,
            whether or _ANY.search(question.text) is not None,
            question.answer_kind is not AnswerKind.CAUSE and not whether and denies(question.text),
            telling.stems.index(turns) if turns in telling.stems else None,
            tuple(at for at in own if telling.stems[at].isdigit()),
            tuple(at for at in own if not question.typed and is_month(telling.words[at])),
            tuple(at for at in own if telling.stems[at] == question.relation),
        )


@dataclass(frozen=True, slots=True)
class OfHit:
    """What the signs of all clauses of a hit share: how words are met in it, the best score of its row, the share of
    the telling words that nothing in the row is like, what these are (`quotes.gravity`), and the stems that the
    question and its headings have."""

    hit: Hit
    met: Met
    row: float
    unmet: float
    missed: Floats
    counted: frozenset[str]
    fits: float
    own: float
    unknown: float
    known: frozenset[str]

    @classmethod
    def of(cls, question: Question, hit: Hit, met: Met, in_row: Floats, row: float) -> OfHit:
        lacking = 1 - share(in_row)
        unmet = float(met.telling.weights @ lacking)
        words_missed = missed(hit.vectors_of(met.telling.places), met.telling.weights, lacking)
        fits, own = may_answer(question, hit.passage), is_asked_for(question, hit.passage)
        counted, unknown = what_is_counted(question, hit), bool(unknown_name(question, hit))
        known = stems(question.asked) | stems(hit.passage.path)
        return cls(hit, met, row, unmet, words_missed, counted, float(fits), float(own), float(unknown), known)


def signs_of(question: Question, wanted: Wanted, of: OfHit, around: Surroundings, number: int, found: bool) -> Signs:
    """The signs of the passage's clause of this number; `found`: it holds what is asked for."""
    hit, met = of.hit, of.met.clauses[:, number]
    said = around.said
    calls, gives, negative = wanted.calls, given(said), is_negative(said)
    perhaps = not found and question.answer_kind is AnswerKind.CAUSE and may_be_cause(around.text)
    holds = 1.0 if found else UNNAMED * (perhaps or _counts_something(question, around))
    return Signs(
        passage=hit.score,
        row=of.row,
        alike=hit.alike,
        near=float(of.met.near[number]),
        mean=float(of.met.mean[number]),
        found=holds,
        lacks=float(question.typed and (perhaps or not holds)),
        fits=of.fits,
        own=of.own,
        money=float(calls.money and gives.money and "£" in around.text),
        against=float((not wanted.whether and contradicts(question.text, said)) or (wanted.of_none and not negative)),
        settles=float(wanted.either and negative),
        in_kind=float((calls.most and gives.most) or (calls.still and gives.still)),
        to_come=float(calls.past and not gives.past),
        echo=float(not question.says and around.telling <= of.known),
        unsaid=float(_is_unsaid(question, wanted, of.met.telling, met, around, hit)),
        unmet=of.unmet,
        unknown=of.unknown,
        turn=1.0 if wanted.turns is None else float(share(met[wanted.turns])),
        whether=float(wanted.whether),
        length=around.length,
        misplaced=float(of.fits < 1 and is_value(hit.passage)),
        cause=float(found and question.answer_kind is AnswerKind.CAUSE),
        grave=grave(of.missed),
    )


def found_in(question: Question, of: OfHit, around: Surroundings) -> tuple[Range, ...]:
    """Where a clause holds the kind of thing asked for: ranges of the passage."""
    start, end = around.clause.start, around.clause.end
    if question.says and of.hit.passage.column in question.columns:
        return ((start, end),)
    spans = find(question.answer_kind, around.text, question.text, question.heads, of.counted)
    return tuple((start + first, start + last) for first, last in spans)


def unknown_name(question: Question, hit: Hit) -> str:
    """A name of the question that the documents lack, and have nothing much like it; "" for none."""
    if not question.unknown_names:
        return ""
    return next(
        (
            match.word
            for match in hit.matches
            if match.similarity < RELATION and stems(match.word) & question.unknown_names
        ),
        "",
    )


def _counts_something(question: Question, around: Surroundings) -> bool:
    """Whether a number is there, though not of what is counted: "44 homes" where the question has "how many
    empties"."""
    counts = question.answer_kind is AnswerKind.COUNT
    return counts and bool(find(AnswerKind.COUNT, around.text, question.text))


def _is_of_another(question: Question, telling: Telling, met: Floats, around: Surroundings) -> bool:
    """Whether a sentence says what something costs that the question has no word for: "A skip costs £90." of fences."""
    named = _COSTS.match(around.said)
    if named is None or not any(term.telling for term in terms(named["what"])):
        return False
    own = [at for at, stem in enumerate(telling.stems) if telling.own[at] and not speaks_for(Asks.COST, stem)]
    return bool(own) and not any(met[at] >= UNMET for at in own)


def _is_unsaid(
    question: Question, wanted: Wanted, telling: Telling, met: Floats, around: Surroundings, hit: Hit
) -> bool:
    if any(telling.stems[at] not in around.figures for at in wanted.numbers):
        return True
    if any(telling.stems[at] not in around.near for at in wanted.months):
        return True
    if question.answer_kind is AnswerKind.MONEY and _is_of_another(question, telling, met, around):
        return True
    if not wanted.relations or question.places or hit.passage.column in question.columns:
        return False  # "who provides it?", of the row that was talked about: by any name in it
    said = around.here | around.governing
    return any(met[at] < RELATION and telling.stems[at] not in said for at in wanted.relations)
