"""Which clause answers best, and whether it does: the kind of thing asked for, near the question's own terms.

Similarity finds the topic; it cannot tell that a fact on the very topic is missing. So every clause of the passages
found is measured by the same signs (`quotes.signs`). What they count for when clauses are ordered, and how sure an
answer is, `quotes.confidence` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from assistant.answers.quotes.clause_context import Surroundings, surroundings
from assistant.answers.quotes.column_fit import AIMS
from assistant.answers.quotes.confidence import ABOUT, ANSWERS, Leads, about, of_kind, strength, sureness
from assistant.answers.quotes.question_words import Floats, Words, in_rows, marks, met_in, weightiest_unmet
from assistant.answers.quotes.signs import OfHit, Signs, Wanted, held_in, signs_of, unknown_name
from assistant.language.answer_kinds import AnswerKind, Range
from assistant.language.clauses import Span
from assistant.questions.question import Question
from corpus.records import Meaning
from index import Hit

FIELD = 12  # of the best found, beside which the very best stands out or doesn't
NAMED = 0.15  # the weight from which a word that is nowhere met is named to the reader
IN_ROW = 0.9  # of a word's likeness, where only another item of the same row has it
# How far behind the best quote others may be: more where all that is done is asked for. In the measure of `strength`:
# at 1.5 one of three quotes is right for 88 of 100 questions whose row is found, at 0.5 for 84, at 3 for 89.
WORTH_SHOWING, IF_BROAD = 1.5, 4.0
# Fitting of a column from which it may answer, and how far behind such a one of their row aims stand.
MAY_ANSWER, BEHIND = 0.5, 0.1
LACKING = 0.5  # likelihood from which a clause is said to lack what is asked for
# What a passage gains that the turn before was about, and the very item that was quoted.
ROW, PLACE = 1.0, 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A clause of a hit as an answer. `strength` orders those of all hits; `topic`, 0 to 1, is how alike the question's
    telling words and the passage with its row are. `lacking` is a word that nothing in the row speaks of; `found` is
    where the kind of thing asked for stands, `marks` where words matched: character ranges of the passage.
    """

    hit: Hit
    clause: Span
    signs: Signs
    topic: float
    strength: float
    lacking: str = ""
    found: tuple[Range, ...] = ()
    marks: tuple[Range, ...] = ()
    missed: Floats | None = field(default=None, compare=False, repr=False)  # as `quotes.gravity` says


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the evidence amounts to. `shown` is what is worth showing, best first; `missing` names what isn't stated,
    `lacking` a word that none of the quotes speaks of; `otherwise`: they say the contrary of what the question takes
    for granted."""

    on_topic: bool
    answers: bool
    confidence: float
    shown: tuple[Evidence, ...] = ()
    missing: str = ""
    lacking: str = ""
    otherwise: bool = False


def weighed(question: Question, hits: Sequence[Hit]) -> list[Evidence]:
    """The hits' clauses as evidence, strongest first."""
    if not hits:
        return []
    asked, around = Words.of(question, hits[0]), [surroundings(hit.passage) for hit in hits]
    met = [met_in(question, asked, hit, each) for hit, each in zip(hits, around, strict=True)]
    rows, best, wanted = in_rows(hits, met), _best_of_rows(hits), Wanted.of(question, asked.telling)
    found = []
    for hit, words, clauses in zip(hits, met, around, strict=True):
        key = hit.passage.row_key
        found += _of_hit(question, wanted, OfHit.of(question, hit, words, rows[key], best[key]), clauses, rows[key])
    return sorted(_after_what_may_answer(found), key=lambda each: -each.strength)


def _after_what_may_answer(found: Sequence[Evidence]) -> list[Evidence]:
    """The evidence with aims that don't answer right behind what may of their row, where that is near: "Fit 20 sensors"
    behind "All 20 are fitted" where it is asked whether they are."""
    best: dict[str, float] = {}
    for each in found:
        if each.signs.fits >= MAY_ANSWER:
            key = each.hit.passage.row_key
            best[key] = max(each.strength, best.get(key, each.strength))
    behind = (best.get(each.hit.passage.row_key, each.strength) - BEHIND for each in found)
    return [
        replace(each, strength=limit) if _is_aim(each) and each.strength - IF_BROAD <= limit < each.strength else each
        for each, limit in zip(found, behind, strict=True)
    ]


def _is_aim(evidence: Evidence) -> bool:
    return evidence.signs.fits < MAY_ANSWER and evidence.hit.passage.meaning in (*AIMS, Meaning.ACTION)


def as_rows(found: Sequence[Evidence]) -> list[Evidence]:
    """The same evidence by which row is meant, whatever its clauses hold of the kind of thing asked for."""
    plain = [replace(each, strength=each.strength - of_kind(each.signs)) for each in found]
    return sorted(plain, key=lambda each: -each.strength)


def _best_of_rows(hits: Sequence[Hit]) -> dict[str, float]:
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.passage.row_key] = max(hit.score, best.get(hit.passage.row_key, 0.0))
    return best


def _of_hit(
    question: Question, wanted: Wanted, of: OfHit, clauses: Sequence[Surroundings], in_row: Floats
) -> list[Evidence]:
    hit, telling = of.hit, of.met.telling
    topic = float(np.sqrt(telling.weights @ np.maximum(of.met.anywhere, IN_ROW * in_row) ** 2))
    lacking, marked = weightiest_unmet(telling, in_row, NAMED), marks(hit, telling)
    preferred = _preferred(question, hit)
    evidence = []
    for number, around in enumerate(clauses):
        held = held_in(question, wanted, of, around)
        signs = signs_of(question, wanted, of, around, number, held)
        score = strength(signs) + preferred
        evidence.append(Evidence(hit, around.clause, signs, topic, score, lacking, held.where, marked, of.missed))
    return evidence


def _preferred(question: Question, hit: Hit) -> float:
    """What counts for a passage that the turn before was about."""
    passage = hit.passage
    place = (passage.row_key, passage.column, passage.item)
    return ROW * (passage.row_key in question.rows) + PLACE * (place in question.places)


def judge(question: Question, found: Sequence[Evidence]) -> Judgement:
    """Whether the evidence, strongest first, answers the question."""
    if not found:
        return Judgement(False, False, 0.0)
    best = found[0]
    confidence = round(sureness(best.signs, leads(found)), 2)
    # Where one row was talked about and is asked again, it is known to be what the question is about.
    known = 1.0 if question.places else about(best.topic, best.hit.alike, ahead(found))
    if question.orders or known < ABOUT:
        return Judgement(False, False, confidence)
    if confidence >= ANSWERS:
        return Judgement(True, True, confidence, _shown(question, found))
    unknown = unknown_name(question, best.hit)
    return Judgement(
        on_topic=True,
        answers=False,
        confidence=confidence,
        shown=_beside(found) if question.answer_kind is AnswerKind.CAUSE else _near(found, WORTH_SHOWING),
        missing=f"anything about “{unknown}”" if unknown else _missing(question, best),
        lacking=best.lacking if not unknown else "",
        otherwise=bool(best.signs.against),
    )


def _missing(question: Question, best: Evidence) -> str:
    """The kind of thing that the best quote lacks; "this" where it has one, which may be that of something else."""
    return (question.answer_kind if best.signs.lacks >= LACKING else AnswerKind.ANYTHING).value


def leads(found: Sequence[Evidence]) -> Leads:
    """By how much the best, the first, is stronger than the best of another row, and than another sentence of its
    own."""
    best = found[0]
    row = best.hit.passage.row_key
    others = (each.strength for each in found if each.hit.passage.row_key != row)
    same = (each.strength for each in found if each.hit.passage.row_key == row and each is not best)
    return Leads.of(best.strength, next(others, None), next(same, None))


def _shown(question: Question, found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    if question.broad:
        return _near(found, IF_BROAD)
    if question.answer_kind is AnswerKind.CAUSE:  # what came of what is told in sentences beside one another
        return _beside(found)
    holding = [each for each in found if each.signs.lacks < LACKING or found[0].signs.lacks >= LACKING]
    return _near(holding, WORTH_SHOWING)


def ahead(found: Sequence[Evidence]) -> float:
    """By how much the strongest is more on the topic than the weaker half of the passages most on it."""
    passages = {each.hit.passage.id: each.topic for each in found}
    topics = sorted(passages.values(), reverse=True)[:FIELD]
    weaker = topics[len(topics) // 2 :]
    return max(0.0, found[0].topic - sum(weaker) / len(weaker))


def _beside(found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The strongest, and others of its row much weaker."""
    row = found[0].hit.passage.row_key
    return tuple(each for each in _near(found, IF_BROAD) if each.hit.passage.row_key == row)


def _near(found: Sequence[Evidence], behind: float) -> tuple[Evidence, ...]:
    return tuple(each for each in found if each.strength >= found[0].strength - behind)
