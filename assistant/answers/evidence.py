"""Whether a quote really holds an answer: the kind of thing asked for, near the question's own terms.

Similarity finds the topic; it cannot tell that a fact on the very topic is missing. So a question that asks for a
kind of thing (a count, a date, a person …) is answered only by a clause that holds one, and how sure that is the curves
of `assistant.answers.confidence` say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from assistant.answers.clause_context import Surroundings, surroundings
from assistant.answers.confidence import ABOUT, HARDLY_ABOUT, SPOKEN_OF, STATED, about, spoken_of, stated
from assistant.language.answer_kinds import Range, Wanted, find, is_month
from assistant.language.clauses import Span
from assistant.language.words import find_phrase, stems, terms
from assistant.questions.question import ASKING, ASKING_WHEN, Question
from index import Hit, Match

FEW = 4  # telling words that a question has to have for chance to even out
NAMES_ROW = 1  # telling words that naming the row counts for
FIELD = 12  # of the best found, beside which the very best stands out or doesn't
UNMET = 0.57  # similarity below which a word of the question is not met
COUNTED = 0.5  # similarity from which a word says what is counted
SEVERAL = 2  # passages that make words side by side a term of the documents
RELATION = 0.70  # similarity that the relation asked for ("who chairs") must reach in the clause itself
SENTENCE, ITEM = 0.95, 0.85  # what a word counts that is met in the clause's sentence, or in the item or its headings
# How far behind the best quote another one may be: more where no kind of thing is asked for, or all that is done.
WORTH_SHOWING, IF_OPEN, IF_BROAD = 0.08, 0.12, 0.3

# What evidence is ordered by: shares of topic, ranking score and coverage, and what is added for signs.
BY_TOPIC, BY_SCORE, BY_COVERAGE = 0.7, 0.2, 0.1
FOUND, COLUMN, ROW = 0.06, 0.12, 0.08  # the thing asked for, the column and the conversation's row
BEHIND = 0.15  # how much less on the topic than the strongest a clause may be that holds what is asked for
OWN = 2.5  # the weight of a follow-up's own words against earlier ones


@dataclass(frozen=True, slots=True)
class Evidence:
    """The best clause of a hit, and how well it holds an answer.

    `topic`, `few`, `coverage` and `unsaid` are signs as `answers.confidence` has them, `strength` orders evidence of
    different hits; all 0 to 1. `found` is where the kind of thing asked for stands, `marks` where words matched:
    character ranges of the passage.
    """

    hit: Hit
    clause: Span
    topic: float
    few: float
    coverage: float
    unsaid: float
    strength: float
    found: tuple[Range, ...] = ()
    marks: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the evidence amounts to. `shown` is what is worth showing, best first; `missing` names what isn't stated."""

    on_topic: bool
    answers: bool
    confidence: float
    shown: tuple[Evidence, ...] = ()
    missing: str = ""


def weigh(question: Question, hit: Hit) -> Evidence:
    """The clause of the hit that answers best."""
    words = _words(question, hit)
    in_column, counted = hit.passage.column in question.columns, _counted(question, words, hit)
    best = max(
        (_clause(question, words, counted, around, in_column) for around in surroundings(hit.passage)),
        key=lambda each: each.rank,
    )
    topic = math.sqrt(sum(word.weight * word.similarity**2 for word in words))
    in_row = hit.passage.row_key in question.rows
    return Evidence(
        hit=hit,
        clause=best.around.clause,
        topic=topic,
        few=max(0, FEW - len(words) - NAMES_ROW * bool(question.reference)) / FEW,
        coverage=best.coverage,
        unsaid=float(best.unsaid),
        strength=BY_TOPIC * topic + BY_SCORE * hit.score + best.rank + COLUMN * in_column + ROW * in_row,
        found=best.found,
        marks=_marks(words),
    )


def weighed(question: Question, hits: Sequence[Hit]) -> list[Evidence]:
    """The hits' best clauses, strongest first. A value speaks for its row: it is as much on the topic as the row is."""
    found = [weigh(question, hit) for hit in hits]
    if question.says:
        found = [_of_row(each, found) if each.hit.passage.column in question.columns else each for each in found]
    return sorted(found, key=lambda evidence: -evidence.strength)


def _of_row(value: Evidence, found: Sequence[Evidence]) -> Evidence:
    row = [each for each in found if each.hit.passage.row_key == value.hit.passage.row_key]
    topic, coverage = max(each.topic for each in row), max(each.coverage for each in row)
    gained = BY_TOPIC * (topic - value.topic) + BY_COVERAGE * (coverage - value.coverage)
    return replace(value, topic=topic, coverage=coverage, strength=value.strength + gained)


def leading(question: Question, found: Sequence[Evidence]) -> Evidence:
    """The evidence, of some at least and strongest first, that an answer leads with: the strongest that holds the kind
    of thing asked for, unless something else is much more on the topic."""
    if not question.typed:
        return found[0]
    return next((each for each in found if each.found and each.topic >= found[0].topic - BEHIND), found[0])


def judge(question: Question, found: Sequence[Evidence]) -> Judgement:
    """Whether the evidence, strongest first, answers the question."""
    if not found:
        return Judgement(False, False, 0.0)
    best, typed = leading(question, found), question.typed
    confidence = round(_answers(best, found, typed), 2)
    if question.orders:
        return Judgement(False, False, confidence)
    known = about(best.topic, best.hit.alike, ahead(best, found))
    unheard = next((match.word for match in best.hit.matches if _is_unheard(question, match)), "")
    if unheard:
        shown = _near(found, WORTH_SHOWING) if known >= ABOUT else ()
        return Judgement(bool(shown), False, 0.0, shown, f"anything about “{unheard}”")
    if question.whether and _lacks_term(question, best, found):
        return Judgement(known >= ABOUT, False, 0.0, _near(found, WORTH_SHOWING), question.wanted.value)
    if not typed and best.unsaid:  # of another year, or another age, than was asked about
        return Judgement(known >= ABOUT, False, 0.0, _near(found, WORTH_SHOWING), question.wanted.value)
    if confidence >= (STATED if typed else SPOKEN_OF) and known >= HARDLY_ABOUT:
        holding = [each for each in found if each.strength <= best.strength and (each.found or not typed)]
        return Judgement(
            True, True, confidence, _near(holding, WORTH_SHOWING if typed else IF_BROAD if question.broad else IF_OPEN)
        )
    if known >= ABOUT:
        return Judgement(True, False, confidence, _near(found, WORTH_SHOWING), question.wanted.value)
    return Judgement(False, False, confidence)


def _lacks_term(question: Question, best: Evidence, found: Sequence[Evidence]) -> bool:
    """Whether a term of the question that several passages have ("foster carers") is met by the best in part at most:
    of others it doesn't tell whether something holds."""
    words, passages = terms(question.text), [each.hit.passage for each in found]
    for one, other in pairwise(words):
        pair = one.stem, other.stem
        if one.telling and other.telling and not _meets(question, best, pair):
            having = (find_phrase(pair, each.text) or find_phrase(pair, each.path) for each in passages)
            if sum(map(bool, having)) >= SEVERAL:
                return True
    return False


def _meets(question: Question, best: Evidence, pair: tuple[str, str]) -> bool:
    passage = best.hit.passage
    said = stems(passage.text) | stems(passage.path) | _met_by_other_words(question, best.hit) | question.says
    said |= {stem for match in best.hit.matches if match.similarity >= UNMET for stem in stems(match.word)}
    return said.issuperset(pair)


def _is_unheard(question: Question, match: Match) -> bool:
    """Whether it is a name that the documents lack, and have nothing much like it."""
    return match.similarity < RELATION and any(term.stem in question.unheard for term in terms(match.word))


def _answers(best: Evidence, found: Sequence[Evidence], typed: bool) -> float:
    stands_out = ahead(best, found)
    if not typed:
        return spoken_of(best.topic, best.few, best.hit.alike, stands_out)
    behind = max(each.coverage for each in found) - best.coverage
    return stated(best.coverage, behind, best.unsaid, best.hit.alike, stands_out) if best.found else 0.0


def ahead(best: Evidence, found: Sequence[Evidence]) -> float:
    """By how much the evidence is more on the topic than the weaker half of the best that were found."""
    topics = sorted((each.topic for each in found), reverse=True)[:FIELD]
    weaker = topics[len(topics) // 2 :]
    return max(0.0, best.topic - sum(weaker) / len(weaker))


def _near(found: Sequence[Evidence], behind: float) -> tuple[Evidence, ...]:
    return tuple(evidence for evidence in found if evidence.strength >= found[0].strength - behind)


# --- one clause ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Word:
    """A telling word of the question and how it was met in a hit. `weight`: all words' sum to 1.

    `own` is false for words of the turn before; `same` is true where the row says the same by an acronym or its words.
    """

    match: Match
    stem: str
    weight: float
    own: bool
    same: bool

    @property
    def similarity(self) -> float:
        return 1.0 if self.same else self.match.similarity

    def within(self, span: Span) -> bool:
        start, end = self.match.start, self.match.end
        return start is not None and end is not None and span.holds(start, end)


def _words(question: Question, hit: Hit) -> list[_Word]:
    kept, same = _telling(question, tuple(match.word for match in hit.matches)), _met_by_other_words(question, hit)
    weights = [hit.matches[at].weight * (OWN if own else 1.0) for at, _, own in kept]
    total = sum(weights) or 1.0
    return [
        _Word(hit.matches[at], stem, weight / total, own, stem in same)
        for (at, stem, own), weight in zip(kept, weights, strict=True)
    ]


@lru_cache(maxsize=256)
def _telling(question: Question, words: tuple[str, ...]) -> tuple[tuple[int, str, bool], ...]:
    """Which of the words searched for are the question's telling ones, without those that only say which kind of thing
    is asked for, or all where none is telling: the place, stem, and whether it is the question's own."""
    asked = stems(question.asked)
    pairs = [(at, term) for at, word in enumerate(words) for term in terms(word)[:1] if term.stem in asked]
    telling = [pair for pair in pairs if pair[1].telling] or pairs
    aside = question.says | (ASKING if question.wanted is not Wanted.ANYTHING else frozenset())
    aside |= ASKING_WHEN if question.wanted is Wanted.DATE else frozenset()
    kept = [pair for pair in telling if pair[1].stem not in aside] or telling
    return tuple((at, term.stem, not question.own or term.stem in question.own) for at, term in kept)


def _met_by_other_words(question: Question, hit: Hit) -> frozenset[str]:
    return frozenset(
        stem
        for span, counterpart in question.also
        if find_phrase(counterpart, hit.passage.text) or find_phrase(counterpart, hit.passage.path)
        for stem in span
    )


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause as a candidate: `rank` is its part of the strength."""

    around: Surroundings
    coverage: float
    found: tuple[Range, ...]
    unsaid: bool

    @property
    def rank(self) -> float:
        return BY_COVERAGE * self.coverage + FOUND * (bool(self.found) and not self.unsaid)


def _clause(
    question: Question, words: Sequence[_Word], counted: frozenset[str], around: Surroundings, in_column: bool
) -> _Clause:
    coverage = sum(word.weight * _support(word, around) for word in words)
    start, unsaid = around.clause.start, _unsaid(question, words, around, in_column)
    if question.says and in_column:
        return _Clause(around, coverage, ((start, around.clause.end),), unsaid)
    spans = find(question.wanted, around.text, question.text, question.heads, counted)
    return _Clause(around, coverage, tuple((start + first, start + last) for first, last in spans), unsaid)


def _counted(question: Question, words: Sequence[_Word], hit: Hit) -> frozenset[str]:
    """The stems by which the passage says what is counted, where it has another word for it."""
    if question.wanted is not Wanted.COUNT or not question.heads:
        return frozenset()
    noun = question.heads[-1]
    same = {counterpart[-1] for span, counterpart in question.also if noun in span and counterpart}
    for match in (word.match for word in words if word.stem == noun and word.match.similarity >= COUNTED):
        if match.start is not None:
            same |= stems(hit.passage.text[match.start : match.end])
    return frozenset(same)


def _support(word: _Word, around: Surroundings) -> float:
    """How well a word is met by the clause, 0 to 1; less where only what stands around it does."""
    if word.same or word.stem in around.here:
        return 1.0
    if word.within(around.clause):
        return word.match.similarity
    if word.within(around.sentence) or word.stem in around.near:
        return SENTENCE * (1.0 if word.stem in around.near else word.match.similarity)
    return ITEM * (1.0 if word.stem in around.beside else word.match.similarity)


def _unsaid(question: Question, words: Sequence[_Word], around: Surroundings, in_column: bool) -> bool:
    """Whether a number of the question, or the relation asked for, is said neither in the clause nor of it."""
    own = [word for word in words if word.own]
    if any(word.stem.isdigit() and word.stem not in around.figures for word in own):
        return True
    if any(is_month(word.match.word) and word.stem not in around.near for word in own if not question.typed):
        return True
    return any(word.stem == question.relation and not _says(word, around) for word in own) and not in_column


def _says(word: _Word, around: Surroundings) -> bool:
    """Whether the clause itself has the word, or one much like it."""
    alike = word.within(around.clause) and word.match.similarity >= RELATION
    return alike or word.stem in around.here or word.stem in around.governing


def _marks(words: Sequence[_Word]) -> tuple[Range, ...]:
    return tuple(
        sorted(
            (word.match.start, word.match.end)
            for word in words
            if word.match.start is not None and word.match.end is not None and word.match.similarity >= UNMET
        )
    )
