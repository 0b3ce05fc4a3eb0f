"""Whether a quote really holds an answer: the kind of thing asked for, near the question's own terms.

Similarity finds the topic; it cannot tell that a fact on the very topic is missing. So a question that asks for a
kind of thing (a count, a date, a person …) is answered only by a clause that holds one and covers about as much of
the question as any clause does. The limits below were chosen on the tuning part of the question sets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.questions import Question
from assistant.quotes import Span, clauses, sentences
from assistant.terms import Term, stems, terms
from assistant.wanted import Range, Wanted, find
from index import Hit, Match

ON_TOPIC = 0.40  # topic below which nothing in the documents is about the question
SURE = 0.44  # topic from which a question for anything counts as answered
TYPED = 0.60  # coverage that a clause needs to be the answer to a question for a kind of thing
BEHIND = 0.15  # how much less than the best clause it may cover
UNMET = 0.55  # similarity below which a word of the question is not met
MOST_UNMET = 0.20  # the share of the question that an answer may leave unmet
SENTENCE, ITEM = 0.95, 0.85  # what a word counts that is met in the clause's sentence, or in the item or its headings
WORTH_SHOWING = 0.08  # how far behind the best quote another one may be


@dataclass(frozen=True, slots=True)
class Evidence:
    """The best clause of a hit, and how well it holds an answer.

    `topic` is how alike the hit and the question's telling words are, `coverage` their weighted share that the clause
    meets, `strength` orders evidence of different hits; all 0 to 1. `found` is where the kind of thing asked for stands,
    `marks` where words matched: character ranges of the passage. `unmet` is the weighted share of the question's words
    that are met nowhere near, 1 where a number or the relation asked for is not.
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
    met = _telling(question, hit)
    options = [_option(question, hit, met, clause) for clause in clauses(hit.passage.text)]
    return max(options, key=lambda evidence: evidence.strength)


def judge(question: Question, found: Sequence[Evidence]) -> Judgement:
    """Whether the evidence, strongest first, answers the question."""
    topic = max((evidence.topic for evidence in found), default=0.0)
    if topic < ON_TOPIC:
        return Judgement(False, False, round(topic / 2, 2))
    if question.wanted is Wanted.ANYTHING:
        return Judgement(True, topic >= SURE, _confidence(found[0]), _near(found), question.wanted.value)
    most = max(evidence.coverage for evidence in found)
    holding = [evidence for evidence in found if _holds(evidence, most)]
    if holding:
        return Judgement(True, True, _confidence(holding[0]), _near(holding))
    return Judgement(True, False, _confidence(found[0]) / 2, _near(found), question.wanted.value)


def _holds(evidence: Evidence, most: float) -> bool:
    enough = evidence.coverage >= max(TYPED, most - BEHIND)
    return bool(evidence.found) and enough and evidence.unmet <= MOST_UNMET


def _near(found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple(evidence for evidence in found if evidence.strength >= found[0].strength - WORTH_SHOWING)


def _confidence(evidence: Evidence) -> float:
    return round(min(1.0, max(0.0, evidence.coverage)), 2)


def _telling(question: Question, hit: Hit) -> list[tuple[Match, Term]]:
    """The matches of the question's telling words; all words where none is telling."""
    pairs = [(match, terms(match.word)[0]) for match in hit.matches if terms(match.word)]
    return [pair for pair in pairs if pair[1].telling] or pairs


def _option(question: Question, hit: Hit, met: Sequence[tuple[Match, Term]], clause: Span) -> Evidence:
    passage = hit.passage
    text = clause.of(passage.text)
    sentence = next(span for span in sentences(passage.text) if span.holds(clause.start, clause.end))
    near = _Near(
        clause, sentence, stems(text), stems(sentence.of(passage.text)), stems(passage.text) | stems(passage.path)
    )
    total = sum(match.weight for match, _ in met) or 1.0
    topic = sum(match.weight * match.similarity for match, _ in met) / total
    coverage = sum(match.weight * near.support(match, term) for match, term in met) / total
    found = tuple(
        (clause.start + start, clause.start + end)
        for start, end in find(question.wanted, text, question.asked, question.heads)
    )
    column = COLUMN if question.column and question.column == passage.column else 0.0
    strength = W_T * topic + W_S * hit.score + W_C * coverage + column + (FOUND if found else 0.0)
    marks = tuple(
        (match.start, match.end)
        for match, _ in met
        if match.start is not None and match.end is not None and match.similarity >= UNMET
    )
    return Evidence(hit, clause, topic, coverage, strength, found, marks, _unmet(question, met, near, total))


@dataclass(frozen=True, slots=True)
class _Near:
    """A clause and what stands around it, as stems."""

    clause: Span
    sentence: Span
    here: frozenset[str]
    around: frozenset[str]
    beside: frozenset[str]

    def support(self, match: Match, term: Term) -> float:
        if term.stem in self.here:
            return 1.0
        if match.start is not None and match.end is not None:
            if self.clause.holds(match.start, match.end):
                return match.similarity
            if self.sentence.holds(match.start, match.end):
                return SENTENCE * match.similarity
        if term.stem in self.around:
            return SENTENCE
        return ITEM * (1.0 if term.stem in self.beside else match.similarity)


def _unmet(question: Question, met: Sequence[tuple[Match, Term]], near: _Near, total: float) -> float:
    """The weighted share of words that are met nowhere near; 1 where a number, or the relation asked for, is not."""
    missing = [(match, term) for match, term in met if match.similarity < UNMET and term.stem not in near.beside]
    numbers = [term for _, term in met if term.word.isdigit() and term.stem not in near.around]
    if numbers or any(term.stem == question.relation for _, term in missing):
        return 1.0
    return sum(match.weight for match, _ in missing) / total


W_T, W_S, W_C, COLUMN, FOUND = 0.4, 0.4, 0.2, 0.06, 0.06
