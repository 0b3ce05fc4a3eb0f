"""Whether a quote really holds an answer: the kind of thing asked for, near the question's own terms.

Similarity finds the topic; it cannot tell that a fact on the very topic is missing. So a question that asks for a
kind of thing (a count, a date, a person …) is answered only by a clause that holds one and covers about as much of
the question as any clause does. The limits below were chosen on the tuning part of the question sets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.questions import ASKING, Question
from assistant.quotes import Span
from assistant.surroundings import Surroundings, surroundings
from assistant.terms import find_phrase, stems, terms
from assistant.wanted import Range, Wanted, find
from index import Hit, Match

# Limits of coverage and similarity, 0 to 1.
ON_TOPIC = 0.475  # topic below which nothing in the documents is about the question
FEW, EACH_LESS = 4, 0.06  # with fewer telling words chance makes more of a mean: each word less raises the limit
OWN_TOPIC = 0.35  # the same of a follow-up's own words: the turn before may not carry them alone
WELL_MET = 0.60  # the similarity that at least one word of the question must reach
TYPED = 0.60  # coverage that a clause needs to answer a question for a kind of thing
BEHIND = 0.15  # how much less than the best clause it may cover
UNMET = 0.57  # similarity below which a word of the question is not met
MOST_UNMET = 0.20  # the share of the question that an answer may leave unmet
RELATION = 0.70  # similarity that the relation asked for ("who chairs") must reach in the clause itself
SENTENCE, ITEM = 0.95, 0.85  # what a word counts that is met in the clause's sentence, or in the item or its headings
WORTH_SHOWING, IF_BROAD = 0.08, 0.20  # how far behind the best quote another one may be; more where anything is asked

# What evidence is ordered by: shares of topic, ranking score and coverage, and what is added for signs.
BY_TOPIC, BY_SCORE, BY_COVERAGE = 0.7, 0.2, 0.1
FOUND, COLUMN, ROW = 0.06, 0.12, 0.08  # the thing asked for, the column and the conversation's row
OWN = 2.5  # the weight of a follow-up's own words against earlier ones

# (topic, share of such answers that were right on the tuning part): confidence lies between on a line.
_CURVE = ((0.475, 0.5), (0.60, 0.85), (0.95, 0.97))


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
    words = _words(question, hit)
    options = (_evidence(question, hit, words, around) for around in surroundings(hit.passage))
    return max(options, key=lambda evidence: evidence.strength)


def judge(question: Question, found: Sequence[Evidence]) -> Judgement:
    """Whether the evidence, strongest first, answers the question."""
    topic = max((evidence.topic for evidence in found), default=0.0)
    if topic < ON_TOPIC + EACH_LESS * max(0, FEW - question.length):
        return Judgement(False, False, round(topic / 2, 2))
    if question.wanted is Wanted.ANYTHING:
        return Judgement(True, True, _confidence(topic), _near(found, IF_BROAD))
    most = max(evidence.coverage for evidence in found)
    holding = [evidence for evidence in found if _holds(evidence, most)]
    if holding:
        return Judgement(True, True, _confidence(holding[0].topic), _near(holding))
    return Judgement(True, False, round(_confidence(topic) / 3, 2), _near(found), question.wanted.value)


def _holds(evidence: Evidence, most: float) -> bool:
    enough = evidence.coverage >= max(TYPED, most - BEHIND)
    return bool(evidence.found) and enough and evidence.unmet <= MOST_UNMET


def _near(found: Sequence[Evidence], behind: float = WORTH_SHOWING) -> tuple[Evidence, ...]:
    return tuple(evidence for evidence in found if evidence.strength >= found[0].strength - behind)


def _confidence(topic: float) -> float:
    for (low, right), (high, then) in pairwise(_CURVE):
        if topic <= high:
            return round(right + (then - right) * max(0.0, topic - low) / (high - low), 2)
    return _CURVE[-1][1]


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
    """The question's telling words; all its words where none is telling."""
    asked, same = stems(question.asked), _met_by_other_words(question, hit)
    pairs = [(match, term) for match in hit.matches for term in terms(match.word)[:1] if term.stem in asked]
    kept = [pair for pair in pairs if pair[1].telling] or pairs
    owned = [not question.own or term.stem in question.own for _, term in kept]
    weights = [match.weight * (OWN if own else 1.0) for (match, _), own in zip(kept, owned, strict=True)]
    total = sum(weights) or 1.0
    return [
        _Word(match, term.stem, weight / total, own, term.stem in same)
        for (match, term), weight, own in zip(kept, weights, owned, strict=True)
    ]


def _met_by_other_words(question: Question, hit: Hit) -> frozenset[str]:
    return frozenset(
        stem
        for span, counterpart in question.also
        if find_phrase(counterpart, hit.passage.text) or find_phrase(counterpart, hit.passage.path)
        for stem in span
    )


def _evidence(question: Question, hit: Hit, words: Sequence[_Word], around: Surroundings) -> Evidence:
    spans = find(question.wanted, around.text, question.text, question.heads)
    found = tuple((around.clause.start + start, around.clause.start + end) for start, end in spans)
    asking = ASKING if found else frozenset()
    topic = _topic(words, asking)
    coverage = sum(word.weight * (1.0 if word.stem in asking else _support(word, around)) for word in words)
    signs = (
        (FOUND if found else 0.0)
        + (COLUMN if question.column and question.column == hit.passage.column else 0.0)
        + (ROW if hit.passage.row_key in question.rows else 0.0)
    )
    return Evidence(
        hit=hit,
        clause=around.clause,
        topic=topic,
        coverage=coverage,
        strength=BY_TOPIC * topic + BY_SCORE * hit.score + BY_COVERAGE * coverage + signs,
        found=found,
        marks=_marks(words),
        unmet=_unmet(question, [word for word in words if word.own and word.stem not in asking], around),
    )


def _topic(words: Sequence[_Word], asking: frozenset[str]) -> float:
    """How alike the hit and the question are; 0 where no word is met well, or the question's own are hardly met."""
    similar = [(word, 1.0 if word.stem in asking else word.similarity) for word in words]
    own = [(word.weight, each) for word, each in similar if word.own]
    of_own = sum(weight * each for weight, each in own) / (sum(weight for weight, _ in own) or 1.0)
    if max((each for _, each in similar), default=0.0) < WELL_MET or of_own < OWN_TOPIC:
        return 0.0
    return sum(word.weight * each for word, each in similar)


def _support(word: _Word, around: Surroundings) -> float:
    """How well a word is met by the clause, 0 to 1; less where only what stands around it does."""
    if word.same or word.stem in around.here:
        return 1.0
    if word.within(around.clause):
        return word.match.similarity
    if word.within(around.sentence) or word.stem in around.near:
        return SENTENCE * (1.0 if word.stem in around.near else word.match.similarity)
    return ITEM * (1.0 if word.stem in around.beside else word.match.similarity)


def _unmet(question: Question, words: Sequence[_Word], around: Surroundings) -> float:
    """The weight of words that are met nowhere near; 1 where a number, or the relation asked for, is not."""
    if any(word.stem.isdigit() and word.stem not in around.figures for word in words):
        return 1.0
    if any(word.stem == question.relation and not _says(word, around) for word in words):
        return 1.0
    missing = (word for word in words if word.similarity < UNMET and word.stem not in around.beside)
    return sum(word.weight for word in missing)


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
