"""Whether a quote really holds an answer: the kind of thing asked for, near the question's own terms.

Similarity finds the topic; it cannot tell that a fact on the very topic is missing. So a question that asks for a
kind of thing (a count, a date, a person …) is answered only by a clause that holds one and covers about as much of
the question as any clause does. The limits below were chosen on the tuning part of the question sets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.questions import ASKING, Question
from assistant.quotes import Span, clauses, sentences
from assistant.terms import Term, find_phrase, stems, terms
from assistant.wanted import Range, Wanted, find
from index import Hit, Match

# Limits of coverage and similarity, 0 to 1.
ON_TOPIC = 0.44  # topic below which nothing in the documents is about the question
FEW, EACH_LESS = 4, 0.06  # with fewer telling words chance makes more of a mean: each word less raises the limit
OWN_TOPIC = 0.35  # the same of a follow-up's own words: the turn before may not carry them alone
WELL_MET = 0.60  # the similarity that at least one word of the question must reach
TYPED = 0.60  # coverage that a clause needs to answer a question for a kind of thing
BEHIND = 0.15  # how much less than the best clause it may cover
UNMET = 0.55  # similarity below which a word of the question is not met
MOST_UNMET = 0.20  # the share of the question that an answer may leave unmet
RELATION = 0.65  # similarity that the relation asked for ("who chairs") must reach in the clause itself
SENTENCE, ITEM = 0.95, 0.85  # what a word counts that is met in the clause's sentence, or in the item or its headings
WORTH_SHOWING = 0.08  # how far behind the best quote another one may be

# What evidence is ordered by: shares of topic, ranking score and coverage, and what is added for signs.
BY_TOPIC, BY_SCORE, BY_COVERAGE = 0.7, 0.2, 0.1
FOUND, COLUMN, ROW = 0.06, 0.12, 0.08  # the thing asked for, the column and the conversation's row
OWN = 2.5  # the weight of a follow-up's own words against earlier ones

# (topic, share of such answers that were right on the tuning part): confidence lies between on a line.
_CURVE = ((0.44, 0.5), (0.60, 0.85), (0.95, 0.97))


@dataclass(frozen=True, slots=True)
class Evidence:
    """The best clause of a hit, and how well it holds an answer.

    `topic` is how alike the hit and the question's telling words are, `coverage` their weighted share that the clause
    meets, `strength` orders evidence of different hits; all 0 to 1. `found` is where the kind of thing asked for
    stands, `marks` where words matched: character ranges of the passage. `unmet` is the weighted share of the
    question's words that are met nowhere near, 1 where a number or the relation asked for is not.
    """

    hit: Hit
    clause: Span
    topic: float
    coverage: float
    strength: float
    found: tuple[Range, ...] = ()
    marks: tuple[Range, ...] = ()
    unmet: float = 0.0


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
    words = _telling(question, hit)
    options = [_option(question, hit, words, clause) for clause in clauses(hit.passage.text)]
    return max(options, key=lambda evidence: evidence.strength)


def judge(question: Question, found: Sequence[Evidence]) -> Judgement:
    """Whether the evidence, strongest first, answers the question."""
    topic = max((evidence.topic for evidence in found), default=0.0)
    if topic < ON_TOPIC + EACH_LESS * max(0, FEW - question.length):
        return Judgement(False, False, round(topic / 2, 2))
    if question.wanted is Wanted.ANYTHING:
        return Judgement(True, True, _confidence(topic), _near(found))
    most = max(evidence.coverage for evidence in found)
    holding = [evidence for evidence in found if _holds(evidence, most)]
    if holding:
        return Judgement(True, True, _confidence(holding[0].topic), _near(holding))
    return Judgement(True, False, round(_confidence(topic) / 3, 2), _near(found), question.wanted.value)


def _holds(evidence: Evidence, most: float) -> bool:
    enough = evidence.coverage >= max(TYPED, most - BEHIND)
    return bool(evidence.found) and enough and evidence.unmet <= MOST_UNMET


def _near(found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple(evidence for evidence in found if evidence.strength >= found[0].strength - WORTH_SHOWING)


def _confidence(topic: float) -> float:
    for (low, right), (high, then) in pairwise(_CURVE):
        if topic <= high:
            return round(right + (then - right) * max(0.0, topic - low) / (high - low), 2)
    return _CURVE[-1][1]


@dataclass(frozen=True, slots=True)
class _Word:
    """A telling word of the question and how it was met in a hit; a follow-up's own words weigh more."""

    match: Match
    term: Term
    weight: float


def _telling(question: Question, hit: Hit) -> list[_Word]:
    """The question's telling words, weights summing to 1; all its words where none is telling."""
    asked = stems(question.asked)
    pairs = [(match, terms(match.word)[0]) for match in hit.matches if terms(match.word)]
    pairs = [pair for pair in pairs if pair[1].stem in asked]
    kept = [(match, term) for match, term in pairs if term.telling] or pairs
    weights = [match.weight * (OWN if term.stem in question.own else 1.0) for match, term in kept]
    total = sum(weights) or 1.0
    return [_Word(match, term, weight / total) for (match, term), weight in zip(kept, weights, strict=True)]


def _option(question: Question, hit: Hit, words: Sequence[_Word], clause: Span) -> Evidence:
    text = hit.passage.text
    found = tuple(
        (clause.start + start, clause.start + end)
        for start, end in find(question.wanted, clause.of(text), question.text, question.heads)
    )
    near = _near_by(question, hit, clause, bool(found))
    met = [near.support(word) for word in words]
    similar = [max(word.match.similarity, 1.0 if near.same(word) else 0.0) for word in words]
    coverage = sum(word.weight * support for word, support in zip(words, met, strict=True))
    topic = sum(word.weight * each for word, each in zip(words, similar, strict=True))
    own = [(word.weight, each) for word, each in zip(words, similar, strict=True) if word.term.stem in question.own]
    own_topic = sum(weight * each for weight, each in own) / (sum(weight for weight, _ in own) or 1.0)
    if max(similar, default=0.0) < WELL_MET or (own and own_topic < OWN_TOPIC):
        topic = 0.0
    column = COLUMN if question.column and question.column == hit.passage.column else 0.0
    row = ROW if hit.passage.row_key in question.rows else 0.0
    strength = (
        BY_TOPIC * topic + BY_SCORE * hit.score + BY_COVERAGE * coverage + column + row + (FOUND if found else 0.0)
    )
    marks = tuple(
        (word.match.start, word.match.end)
        for word in words
        if word.match.start is not None and word.match.end is not None and word.match.similarity >= UNMET
    )
    return Evidence(
        hit,
        clause,
        topic,
        coverage,
        strength,
        found,
        marks,
        near.unmet([word for word in words if not question.own or word.term.stem in question.own]),
    )


def _near_by(question: Question, hit: Hit, clause: Span, found: bool) -> _Near:
    text = hit.passage.text
    sentence = next(span for span in sentences(text) if span.holds(clause.start, clause.end))
    beside = stems(text) | stems(hit.passage.path) | stems(hit.passage.update)
    also = frozenset(
        stem
        for span, counterpart in question.also
        if find_phrase(counterpart, text) or find_phrase(counterpart, hit.passage.path)
        for stem in span
    )
    asking = ASKING if found else frozenset()
    opening = next(span for span in clauses(text) if span.start == sentence.start)
    governing = stems(opening.of(text)) | stems(hit.passage.column) | stems(hit.passage.update)
    here, around = stems(clause.of(text)), stems(sentence.of(text))
    numbers = frozenset(re.findall(r"\d+", clause.of(text) + " " + opening.of(text) + " " + hit.passage.update))
    return _Near(clause, sentence, here, around, beside, governing, numbers, also | asking, question.relation)


@dataclass(frozen=True, slots=True)
class _Near:
    """A clause and what stands around it, as stems.

    `governing` is what is said of each clause: the start of its sentence, the column's heading, the update's name.
    `also` are stems that are met by other words for the same.
    """

    clause: Span
    sentence: Span
    here: frozenset[str]
    around: frozenset[str]
    beside: frozenset[str]
    governing: frozenset[str]
    numbers: frozenset[str]
    also: frozenset[str]
    relation: str

    def says(self, word: _Word) -> bool:
        """Whether the clause itself has the word, or one much like it."""
        match = word.match
        alike = match.start is not None and match.end is not None and self.clause.holds(match.start, match.end)
        return word.term.stem in self.here | self.governing or (alike and match.similarity >= RELATION)

    def same(self, word: _Word) -> bool:
        return word.term.stem in self.also

    def support(self, word: _Word) -> float:
        """How well a word is met by the clause, 0 to 1; less where only what stands around it does."""
        stem, match = word.term.stem, word.match
        if stem in self.here or stem in self.also:
            return 1.0
        if match.start is not None and match.end is not None:
            if self.clause.holds(match.start, match.end):
                return match.similarity
            if self.sentence.holds(match.start, match.end):
                return SENTENCE * match.similarity
        if stem in self.around:
            return SENTENCE
        return ITEM * (1.0 if stem in self.beside else match.similarity)

    def unmet(self, words: Sequence[_Word]) -> float:
        """The weight of words that are met nowhere near; 1 where a number, or the relation asked for, is not."""
        missing = 0.0
        for word in words:
            stem = word.term.stem
            if stem.isdigit() and stem not in self.numbers:
                return 1.0
            if stem == self.relation and not self.says(word):
                return 1.0
            if stem not in self.beside and stem not in self.also and word.match.similarity < UNMET:
                missing += word.weight
        return missing
