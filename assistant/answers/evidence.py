"""Whether a quote really holds an answer: the kind of thing asked for, near the question's own terms.

Similarity finds the topic; it cannot tell that a fact on the very topic is missing. So a question that asks for a
kind of thing (a count, a date, a person, a cause …) is answered only by a clause that holds one, a value only answers
for its own column, an aim is no result, and how sure all that is the curves of `assistant.answers.confidence` say.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.answers.clause_context import Surroundings, surroundings
from assistant.answers.column_fit import may_answer
from assistant.answers.confidence import ABOUT, HARDLY_ABOUT, SPOKEN_OF, STATED, about, spoken_of, stated
from assistant.answers.question_words import (
    UNMET,
    Word,
    by_other_words,
    marks,
    met_in_rows,
    weightiest_unmet,
    what_is_counted,
    words_met,
)
from assistant.answers.turning_word import turning_word
from assistant.language.answer_kinds import AnswerKind, Range, before_its_cause, find, is_month, is_to_come
from assistant.language.clauses import Span
from assistant.language.negation import contradicts, denies, is_negative
from assistant.language.words import find_phrase, stems, terms
from assistant.questions.question import Question
from corpus.records import Meaning
from index import Hit, Match

_OF_A_GROUP = frozenset({AnswerKind.COUNT, AnswerKind.SHARE, AnswerKind.AMOUNT, AnswerKind.MONEY})
# What a denial agrees with: "why is it delayed?" is answered by "consent has not been given".
_BAD = stems(
    "delayed late behind slow stuck stopped failed refused cancelled red amber missed held unfinished stopping holding "
    "blocking delaying preventing keeping few little puts"
)
FEW = 4  # telling words that a question has to have for chance to even out
NAMES_ROW = 1  # telling words that naming the row counts for
FIELD = 12  # of the best found, beside which the very best stands out or doesn't
SEVERAL = 2  # passages that make words side by side a term of the documents
RELATION = 0.70  # similarity that the relation asked for ("who chairs") must reach in the clause itself
ELSEWHERE = 0.6  # what the word that a question turns on counts where only headings or other items of the row have it
# How far behind the best quote another one may be: more where no kind of thing is asked for, or all that is done.
WORTH_SHOWING, IF_OPEN, IF_BROAD = 0.08, 0.12, 0.3
UNNAMED = 0.5  # how far a count is unsaid that stands beside all but the noun of what is counted
THE_REST = 0.6  # of the weight of a question's other words, from which a sentence need not name what is counted
NAMED = 0.15  # the weight from which a word that is nowhere met is named to the reader

# What evidence is ordered by: shares of topic, ranking score, likeness as a whole and coverage, and what is added for
# signs. Measured on 282 questions over ten libraries: 232 right quotes first, 226 without likeness, and 227 to 232 with
# each share moved by half.
BY_TOPIC, BY_SCORE, BY_ALIKE, BY_COVERAGE = 0.5, 0.2, 0.2, 0.1
FOUND, COLUMN, ROW = 0.1, 0.12, 0.08  # the thing asked for, the column and the conversation's row
AGAINST = 0.2  # how far what says the contrary falls back, except where yes or no is asked
POINT, PLACE = 0.1, 0.08  # the word that the question turns on, and the very item that was quoted before
VETOED = 0.2  # what is left of the likelihood where a name isn't known, a year isn't meant, or the contrary is said
BEHIND = 0.15  # how much less on the topic than the strongest a clause may be that holds what is asked for


@dataclass(frozen=True, slots=True)
class Evidence:
    """The best clause of a hit, and how well it holds an answer.

    `topic`, `few`, `coverage`, `point`, `unmet` and `unsaid` are signs as `answers.confidence` has them,
    `strength` orders evidence of different hits; all 0 to 1. `fits`: what its column is for may answer such a question;
    `echo`: it says nothing beyond the question and its headings; `against`: it says the contrary. `lacking` is the word
    that `unmet` weighs; `found` is where the kind of thing asked for stands, `marks` where words matched: character
    ranges of the passage.
    """

    hit: Hit
    clause: Span
    topic: float
    few: float
    coverage: float
    point: float
    unmet: float
    unsaid: float
    strength: float
    fits: bool = True
    echo: bool = False
    against: bool = False
    lacking: str = ""
    found: tuple[Range, ...] = ()
    marks: tuple[Range, ...] = ()

    @property
    def may_lead(self) -> bool:
        return self.fits and not self.echo


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


# --- one hit ---------------------------------------------------------------------------------------


def weigh(question: Question, hit: Hit, in_row: Mapping[str, float] | None = None) -> Evidence:
    """The clause of the hit that answers best. `in_row`: how well each word is met anywhere in the hit's row."""
    words = words_met(question, hit, in_row or {})
    in_column, counted = hit.passage.column in question.columns, what_is_counted(question, words, hit)
    best = max(
        (_clause(question, words, counted, around, in_column) for around in surroundings(hit.passage)),
        key=lambda each: each.rank,
    )
    topic = math.sqrt(sum(word.weight * word.met**2 for word in words))
    unmet = weightiest_unmet(words, best.around)
    point = _point(question, words, best.around)
    by_words = BY_TOPIC * topic + BY_SCORE * hit.score + BY_ALIKE * hit.alike
    return Evidence(
        hit=hit,
        clause=best.around.clause,
        topic=topic,
        few=max(0, FEW - len(words) - NAMES_ROW * bool(question.reference)) / FEW,
        coverage=best.coverage,
        point=point,
        unmet=unmet.weight if unmet else 0.0,
        unsaid=best.unsaid,
        strength=by_words + POINT * point + best.rank + COLUMN * in_column + _preferred(question, hit),
        fits=may_answer(question, hit.passage),
        echo=_echoes(question, hit, best.around),
        against=_is_against(question, unmet, best.around.sentence.of(hit.passage.text)),
        lacking=unmet.match.word if unmet else "",
        found=best.found,
        marks=marks(words),
    )


def _preferred(question: Question, hit: Hit) -> float:
    """What counts for a passage that the turn before was about, and for a row's own date column."""
    passage = hit.passage
    place = (passage.row_key, passage.column, passage.item)
    own_date = question.answer_kind is AnswerKind.DATE and passage.meaning is Meaning.DUE and is_to_come(question.text)
    return ROW * (passage.row_key in question.rows) + PLACE * (place in question.places) + COLUMN * own_date


def _point(question: Question, words: Sequence[Word], around: Surroundings) -> float:
    """How well the word that the question turns on is met, less where only the headings or the row have it."""
    turns = turning_word(question.text)
    if turns in question.heads[-1:]:
        turns = question.heads[0]  # of "collapsed culverts", these can be counted without the noun
    word = next((word for word in words if word.stem == turns), None)
    return max(word.in_sentence(around), ELSEWHERE * word.met) if word else 1.0


def _echoes(question: Question, hit: Hit, around: Surroundings) -> bool:
    """Whether the sentence says nothing beyond the question and the headings above it."""
    known = stems(question.asked) | stems(hit.passage.path)
    return not question.says and all(
        term.stem in known for term in terms(around.sentence.of(hit.passage.text)) if term.telling
    )


def _is_against(question: Question, unmet: Word | None, sentence: str) -> bool:
    """Whether the sentence says the contrary: it denies what the question affirms, by the same word ("found", "not
    found") or by another ("approve", "has not given consent")."""
    if contradicts(question.text, sentence):
        return True
    if (
        question.answer_kind is not AnswerKind.CAUSE
    ):  # "which parish has no warden?" isn't answered by those that have one
        return not question.whether and denies(question.text) and not is_negative(sentence)
    if unmet is None or denies(question.text):
        return False
    return unmet.stem not in _BAD and denies(before_its_cause(sentence))


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause as a candidate: `rank` is its part of the strength."""

    around: Surroundings
    coverage: float
    found: tuple[Range, ...]
    unsaid: float

    @property
    def rank(self) -> float:
        return BY_COVERAGE * self.coverage + FOUND * (1 - self.unsaid) * bool(self.found)


def _clause(
    question: Question, words: Sequence[Word], counted: frozenset[str], around: Surroundings, in_column: bool
) -> _Clause:
    coverage = sum(word.weight * word.support(around) for word in words)
    start, unsaid = around.clause.start, float(_unsaid(question, words, around, in_column))
    if question.says and in_column:
        return _Clause(around, coverage, ((start, around.clause.end),), unsaid)
    spans = find(question.answer_kind, around.text, question.text, question.heads, counted)
    if question.answer_kind is AnswerKind.COUNT and not spans and _says_the_rest(question, words, around):
        spans, unsaid = find(question.answer_kind, around.text, question.text), max(unsaid, UNNAMED)
    return _Clause(around, coverage, tuple((start + first, start + last) for first, last in spans), unsaid)


def _says_the_rest(question: Question, words: Sequence[Word], around: Surroundings) -> bool:
    """Whether a sentence without the noun that is counted says what is asked of it: "44 homes were brought back" where
    the question has "how many empties"."""
    rest = [word for word in words if word.stem not in question.heads[-1:]]
    return (
        sum(word.weight * word.in_sentence(around) for word in rest) >= THE_REST * sum(word.weight for word in rest) > 0
    )


def _unsaid(question: Question, words: Sequence[Word], around: Surroundings, in_column: bool) -> bool:
    """Whether a number of the question, or the relation asked for, is said neither in the clause nor of it."""
    own = [word for word in words if word.own]
    if any(word.stem.isdigit() and word.stem not in around.figures for word in own):
        return True
    if any(is_month(word.match.word) and word.stem not in around.near for word in own if not question.typed):
        return True
    in_talk = bool(question.places)  # "who provides it?", of the row that was talked about: by any name in it
    return not in_column and not in_talk and any(_is_relation_unsaid(question, word, around) for word in own)


def _is_relation_unsaid(question: Question, word: Word, around: Surroundings) -> bool:
    return word.stem == question.relation and not _says(word, around)


def _says(word: Word, around: Surroundings) -> bool:
    """Whether the clause itself has the word, or one much like it."""
    alike = word.within(around.clause) and word.match.similarity >= RELATION
    return alike or word.stem in around.here or word.stem in around.governing


# --- all hits --------------------------------------------------------------------------------------


def weighed(question: Question, hits: Sequence[Hit]) -> list[Evidence]:
    """The hits' best clauses, strongest first; those that can't answer such a question come last. A value speaks for
    its row: it is as much on the topic as the row is."""
    rows = met_in_rows(hits)
    found = [weigh(question, hit, rows[hit.passage.row_key]) for hit in hits]
    if question.says:
        found = [_of_row(each, found) if each.hit.passage.column in question.columns else each for each in found]
    contrary = AGAINST * (not question.whether)
    return sorted(found, key=lambda each: (not each.may_lead, contrary * each.against - each.strength))


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
    return next(
        (each for each in found if each.found and each.may_lead and each.topic >= found[0].topic - BEHIND), found[0]
    )


def judge(question: Question, found: Sequence[Evidence]) -> Judgement:
    """Whether the evidence, strongest first, answers the question."""
    if not found:
        return Judgement(False, False, 0.0)
    best = leading(question, found)
    confidence = round(sureness(question, best, found), 2)
    known = about(best.topic, best.hit.alike, ahead(best, found))
    if question.orders:
        return Judgement(False, False, confidence)
    if confidence >= (STATED if question.typed else SPOKEN_OF) and known >= HARDLY_ABOUT:
        return Judgement(True, True, confidence, _shown(question, best, found))
    if known < ABOUT:
        return Judgement(False, False, confidence)
    unknown = _unknown_name(question, best)
    return Judgement(
        on_topic=True,
        answers=False,
        confidence=confidence,
        shown=tuple(dict.fromkeys((best, *_near(found, WORTH_SHOWING)))),
        missing=f"anything about “{unknown}”" if unknown else question.answer_kind.value,
        lacking=best.lacking if best.unmet >= NAMED and not unknown else "",
        otherwise=best.against,
    )


def sureness(question: Question, best: Evidence, found: Sequence[Evidence]) -> float:
    """How likely it is that the evidence which an answer leads with answers the question, 0 to 1."""
    if not best.may_lead or (question.typed and not best.found):
        return 0.0
    vetoed = (
        _unknown_name(question, best)
        or (not question.typed and best.unsaid == 1)
        or _tells_of_others(question, best, found)
    )
    denied = best.against and not question.whether
    if question.typed:
        likely = stated(best.coverage, best.unsaid, best.hit.alike, best.point)
    else:
        likely = spoken_of(best.topic, best.few, best.hit.alike, best.point)
    return likely * VETOED if vetoed or denied else likely


def _shown(question: Question, best: Evidence, found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    typed = question.typed
    holding = [each for each in found if each.may_lead and each.strength <= best.strength and (each.found or not typed)]
    return _near(holding, WORTH_SHOWING if typed else IF_BROAD if question.broad else IF_OPEN)


def _tells_of_others(question: Question, best: Evidence, found: Sequence[Evidence]) -> bool:
    """Whether a term of the question that several passages have ("foster carers") is met by the best in part at most:
    of others it doesn't tell whether something holds, nor how many there are."""
    if not question.whether and question.answer_kind not in _OF_A_GROUP:
        return False
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
    said = stems(passage.text) | stems(passage.path) | by_other_words(question, best.hit) | question.says
    said |= {stem for match in best.hit.matches if match.similarity >= UNMET for stem in stems(match.word)}
    return said.issuperset(pair)


def _unknown_name(question: Question, best: Evidence) -> str:
    """A name of the question that the documents lack, and have nothing much like it; "" for none."""
    return next((match.word for match in best.hit.matches if _is_unknown(question, match)), "")


def _is_unknown(question: Question, match: Match) -> bool:
    return match.similarity < RELATION and any(term.stem in question.unknown_names for term in terms(match.word))


def ahead(best: Evidence, found: Sequence[Evidence]) -> float:
    """By how much the evidence is more on the topic than the weaker half of the best that were found."""
    topics = sorted((each.topic for each in found), reverse=True)[:FIELD]
    weaker = topics[len(topics) // 2 :]
    return max(0.0, best.topic - sum(weaker) / len(weaker))


def _near(found: Sequence[Evidence], behind: float) -> tuple[Evidence, ...]:
    return tuple(evidence for evidence in found if evidence.strength >= found[0].strength - behind)
