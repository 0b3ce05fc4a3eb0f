"""How a question's words are met in a passage: in each of its sentences, in its headings, elsewhere in the row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.answers.quotes.clause_context import Surroundings
from assistant.language.answer_kinds import Range
from assistant.language.words import find_phrase, stems, terms
from assistant.questions.question import Question
from index import Hit, Match

UNMET = 0.57  # similarity below which a word of the question is not met
# Similarity from which a word begins to be met, and from which it is met wholly: words that have nothing to do with
# each other have up to .35 in one context, and other forms of one word at least .75.
BEGINS, WHOLLY = 0.35, 0.75
# A word is highlighted from this share on of an equal one of the question's weight, which is by rarity. On the sample,
# "foster" and "carers" have .9 and 1.1, "many" .5, "about" .75: lower, pages turn yellow with common words.
LEAST_WEIGHT = 0.8
OWN = 2.5  # the weight of a follow-up's own words against earlier ones

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """The n telling words of a question: their places among a hit's matches, stems, and weights, which sum to 1.

    `own` is false for words of the turn before.
    """

    places: tuple[int, ...]
    words: tuple[str, ...]
    stems: tuple[str, ...]
    weights: Floats
    own: tuple[bool, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """How well the n telling words are met in a passage, 0 to 1: in its headings (n,), in its c clauses (n, c), and the
    best in either, `anywhere` (n,).

    `near` (c,): how alike all of the question's words are with each clause and the headings, as a search is scored;
    `mean` (c,): the mean likeness of its words with the clause's.
    """

    telling: Telling
    headings: Floats
    clauses: Floats
    near: Floats
    mean: Floats
    anywhere: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A question's words as a search weighs them, the same for all its hits: those that are telling, and the weights
    (w,) of all, which sum to 1."""

    telling: Telling
    weights: Floats

    @classmethod
    def of(cls, question: Question, hit: Hit) -> Words:
        return cls(telling_words(question, hit), _weights(question, hit))


def met_in(question: Question, words: Words, hit: Hit, around: Sequence[Surroundings]) -> Met:
    """How the question's words are met in a hit with these clauses."""
    telling = words.telling
    similar, mean = hit.met_in([each.clause.start for each in around])
    together = np.sqrt(words.weights @ np.maximum(similar[:, 1:], similar[:, :1]) ** 2)
    own, same = similar[list(telling.places)], by_other_words(question, hit)
    if question.places:  # the earlier words led to the row: they are met there
        same |= {stem for stem, mine in zip(telling.stems, telling.own, strict=True) if not mine}
    headed = stems(hit.passage.path) | stems(hit.passage.update) | same
    present = [[stem in headed, *(stem in each.near or stem in same for each in around)] for stem in telling.stems]
    met = np.maximum(own, np.array(present, np.float32).reshape(own.shape))
    return Met(telling, met[:, 0], met[:, 1:], together, mean[1:], met.max(axis=1, initial=0))


def _weights(question: Question, hit: Hit) -> Floats:
    """Of all of the question's words, those of a follow-up's own more."""
    own = [OWN if question.own and stems(match.word) & question.own else 1.0 for match in hit.matches]
    weights = np.array([match.weight for match in hit.matches], np.float32) * np.array(own, np.float32)
    share_of_one: Floats = weights / max(float(weights.sum()), 1e-9)
    return share_of_one


def in_rows(hits: Sequence[Hit], met: Iterable[Met]) -> dict[str, Floats]:
    """How well each telling word is met in each row, by the row's key, wherever in it: a row is about one thing, and
    its items seldom name that again."""
    rows: dict[str, Floats] = {}
    for hit, each in zip(hits, met, strict=True):
        key = hit.passage.row_key
        rows[key] = np.maximum(rows.get(key, each.anywhere), each.anywhere)
    return rows


def met_in_row(hits: Iterable[Hit], row: str) -> dict[str, float]:
    """How alike the best is that anything found in a row has, by the question's words as they are written."""
    found: dict[str, float] = {}
    for match in (match for hit in hits if hit.passage.row_key == row for match in hit.matches):
        found[match.word] = max(found.get(match.word, 0.0), match.similarity)
    return found


def share(similar: Floats) -> Floats:
    """How far words are met of these similarities, 0 to 1."""
    met: Floats = np.minimum(np.maximum((similar - BEGINS) / (WHOLLY - BEGINS), 0), 1)
    return met


def by_other_words(question: Question, hit: Hit) -> frozenset[str]:
    """The stems of the question that the passage says by an acronym, or by its words."""
    return frozenset(
        stem
        for span, counterpart in question.also
        if find_phrase(counterpart, hit.passage.text) or find_phrase(counterpart, hit.passage.path)
        for stem in span
    )


def weightiest_unmet(telling: Telling, similar: Floats, least: float) -> str:
    """The question's own word that nothing is much like, of such a weight at least; "" for none."""
    lacking = [
        (float(telling.weights[at]), word)
        for at, word in enumerate(telling.words)
        if telling.own[at] and similar[at] < UNMET and telling.weights[at] >= least
    ]
    return max(lacking, default=(0.0, ""))[1]


def rarer(hit: Hit) -> list[Match]:
    """The question's words, with where they are met, that are rare enough to be highlighted."""
    return [match for match in hit.matches if match.weight >= _least(hit)]


def _least(hit: Hit) -> float:
    return LEAST_WEIGHT / max(len(hit.matches), 1)


def marks(hit: Hit, telling: Telling) -> tuple[Range, ...]:
    """Where in the passage words are met that are to be highlighted."""
    least, matches = _least(hit), [hit.matches[at] for at in telling.places]
    return tuple(
        sorted(
            (match.start, match.end)
            for match in matches
            if match.similarity >= UNMET and match.weight >= least
            if match.start is not None and match.end is not None
        )
    )


def telling_words(question: Question, hit: Hit) -> Telling:
    """The question's telling words, which are the same for all hits of one search."""
    return _telling(question, tuple((match.word, match.weight) for match in hit.matches))


@lru_cache(maxsize=256)
def _telling(question: Question, words: tuple[tuple[str, float], ...]) -> Telling:
    """Without those that only say which kind of thing is asked for; all words where none is telling."""
    asked = stems(question.asked)
    pairs = [(at, term) for at, (word, _) in enumerate(words) for term in terms(word)[:1] if term.stem in asked]
    telling = [pair for pair in pairs if pair[1].telling] or pairs
    aside = question.says | question.kinds.frame
    kept = [pair for pair in telling if pair[1].stem not in aside] or telling
    own = tuple(not question.own or term.stem in question.own for _, term in kept)
    weights = np.array([words[at][1] * (OWN if mine else 1.0) for (at, _), mine in zip(kept, own, strict=True)])
    return Telling(
        tuple(at for at, _ in kept),
        tuple(words[at][0] for at, _ in kept),
        tuple(term.stem for _, term in kept),
        (weights / (weights.sum() or 1.0)).astype(np.float32),
        own,
    )
