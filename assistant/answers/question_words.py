"""How a question's words are met in a passage: in the clause itself, around it, in headings, elsewhere in the row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answers.clause_context import Surroundings
from assistant.language.answer_kinds import AnswerKind, Range
from assistant.language.clauses import Span
from assistant.language.words import find_phrase, stems, terms
from assistant.questions.question import ASKING, ASKING_WHEN, Question
from index import Hit, Match

UNMET = 0.57  # similarity below which a word of the question is not met
COUNTED = 0.5  # similarity from which a word says what is counted
SENTENCE, ITEM = 0.95, 0.85  # what a word counts that is met in the clause's sentence, or in the item or its headings
IN_ROW = 0.9  # of a word's likeness, where only another item of the same row has it
OWN = 2.5  # the weight of a follow-up's own words against earlier ones


@dataclass(frozen=True, slots=True)
class Word:
    """A telling word of the question and how it was met in a hit. `weight`: all words' sum to 1.

    `own` is false for words of the turn before; `same` is true where the passage has the word itself, or says the same
    by an acronym or its words; `in_row` is how alike the best word is that any item of the passage's row has.
    """

    match: Match
    stem: str
    weight: float
    own: bool
    same: bool
    in_row: float

    @property
    def similarity(self) -> float:
        return 1.0 if self.same else self.match.similarity

    @property
    def met(self) -> float:
        """How well the passage, its headings or its row say the word, 0 to 1."""
        return max(self.similarity, IN_ROW * self.in_row)

    def within(self, span: Span) -> bool:
        start, end = self.match.start, self.match.end
        return start is not None and end is not None and span.holds(start, end)

    def support(self, around: Surroundings) -> float:
        """How well a clause meets the word, 0 to 1; less where only what stands around it does."""
        if self.same or self.stem in around.here:
            return 1.0
        if self.within(around.clause):
            return self.match.similarity
        if self.within(around.sentence) or self.stem in around.near:
            return SENTENCE * (1.0 if self.stem in around.near else self.match.similarity)
        return ITEM * (1.0 if self.stem in around.beside else self.match.similarity)

    def in_sentence(self, around: Surroundings) -> float:
        """How well the clause's sentence says the word itself, headings and all else aside."""
        if self.stem in around.near:
            return 1.0
        return self.match.similarity if self.within(around.sentence) and self.match.similarity >= UNMET else 0.0


def words_met(question: Question, hit: Hit, in_row: Mapping[str, float]) -> list[Word]:
    """The question's telling words. `in_row`: how well each is met anywhere in the passage's row."""
    kept, same = _telling(question, tuple(match.word for match in hit.matches)), by_other_words(question, hit)
    weights = [hit.matches[at].weight * (OWN if own else 1.0) for at, _, own in kept]
    total, bound = sum(weights) or 1.0, bool(question.places)  # the earlier words led to the row: they are met there
    return [
        Word(hit.matches[at], stem, weight / total, own, stem in same or (bound and not own), in_row.get(word, 0.0))
        for (at, stem, own), weight in zip(kept, weights, strict=True)
        for word in [hit.matches[at].word]
    ]


def met_in_rows(hits: Sequence[Hit]) -> dict[str, dict[str, float]]:
    """How well each word of a question is met in each row, by the row's key, wherever in it: a row is about one thing,
    and its items seldom name that again."""
    rows: dict[str, dict[str, float]] = {}
    for hit in hits:
        met = rows.setdefault(hit.passage.row_key, {})
        for match in hit.matches:
            met[match.word] = max(met.get(match.word, 0.0), match.similarity)
    return rows


def by_other_words(question: Question, hit: Hit) -> frozenset[str]:
    """The stems of the question that the passage says by an acronym, or by its words."""
    return frozenset(
        stem
        for span, counterpart in question.also
        if find_phrase(counterpart, hit.passage.text) or find_phrase(counterpart, hit.passage.path)
        for stem in span
    )


def what_is_counted(question: Question, words: Sequence[Word], hit: Hit) -> frozenset[str]:
    """The stems by which the passage says what is counted, where it has another word for it."""
    if question.answer_kind is not AnswerKind.COUNT or not question.heads:
        return frozenset()
    noun = question.heads[-1]
    same = {counterpart[-1] for span, counterpart in question.also if noun in span and counterpart}
    for match in (word.match for word in words if word.stem == noun and word.match.similarity >= COUNTED):
        if match.start is not None:
            same |= stems(hit.passage.text[match.start : match.end])
    return frozenset(same)


def weightiest_unmet(words: Sequence[Word], around: Surroundings) -> Word | None:
    """The word of the question that neither the passage nor its headings have, nor one much like it."""
    lacking = [word for word in words if word.own and word.similarity < UNMET and word.stem not in around.beside]
    return max(lacking, key=lambda word: word.weight, default=None)


def marks(words: Sequence[Word]) -> tuple[Range, ...]:
    """Where in the passage words are met."""
    return tuple(
        sorted(
            (word.match.start, word.match.end)
            for word in words
            if word.match.start is not None and word.match.end is not None and word.match.similarity >= UNMET
        )
    )


@lru_cache(maxsize=256)
def _telling(question: Question, words: tuple[str, ...]) -> tuple[tuple[int, str, bool], ...]:
    """Which of the words searched for are the question's telling ones, without those that only say which kind of thing
    is asked for, or all where none is telling: the place, stem, and whether it is the question's own."""
    asked = stems(question.asked)
    pairs = [(at, term) for at, word in enumerate(words) for term in terms(word)[:1] if term.stem in asked]
    telling = [pair for pair in pairs if pair[1].telling] or pairs
    aside = question.says | (ASKING if question.answer_kind is not AnswerKind.ANYTHING else frozenset())
    aside |= ASKING_WHEN if question.answer_kind is AnswerKind.DATE else frozenset()
    kept = [pair for pair in telling if pair[1].stem not in aside] or telling
    return tuple((at, term.stem, not question.own or term.stem in question.own) for at, term in kept)
