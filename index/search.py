"""Finds the passages for a question: candidates by vector and by words, ranked by late interaction."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexMismatch
from corpus.language.words import cut, is_telling, stem
from corpus.records import Citation, Row
from index.excerpts import Excerpt, likenesses
from index.filters import Filters
from index.model.encoder import Encoded, Encoder
from index.passages import Passage
from index.store import Among, Generation, Manifest, rarity_of
from index.tokens import Floats, Positions, with_letters

if TYPE_CHECKING:
    from pydantic_core.core_schema import CoreSchema

    from corpus.library import Library

# How many passages vectors and words each propose for ranking: one in 100, and within these bounds. Measured at 100 on
# 8,331 passages of 152 plans and at 300 on 30,709 of 500 (docs/benchmarks.md). Fewer lose passages that only late
# interaction ranks first, most of all where a question doesn't name its plan; more take time in proportion.
CANDIDATES, MOST_CANDIDATES = 100, 300
# Dimensions of a token vector and tokens of a question that suffice to tell which 100 of 600 candidates are worth
# comparing in full. On the sample plan's 34 questions with a known answer, 20 of 158 passages kept, 4 dimensions or one
# token did no worse than all: these leave room for larger libraries. More cost time; far fewer drop passages that would
# come first.
LEADING, HEAVIEST = 32, 12
# Of a function word's rarity: a question's "how many" is rare in plans, and says nothing of the subject. On the sample
# plan's 34 questions from .06 to .5 the same; at 0, two first passages are lost: "who" and "when" say a little.
FUNCTION_WEIGHT = 0.25
# Factor on the similarity of passages that lack a figure or an acronym: to a model 1204 is like 1043, and "IT" is "it".
# At 1 a passage about other pupils may come before the one with "1,204 pupils". At 0 a year mentioned in passing, which
# nearly every passage lacks, makes all of them dissimilar, and questions that could be answered are declined.
MISSING_FACTOR = 0.5
# Citations kept in memory, some 1 kB each. A question has 12 to 80; at 0, making them takes a twentieth of `ask`.
MOST_CITATIONS = 16_384


@dataclass(frozen=True, slots=True)
class Match:
    """The best match of one word of the question in a passage.

    `weight` is the word's share of the ranking (a question's weights sum to 1), `similarity` is 0..1. `start` and `end`
    are characters of the passage's text, None if the match is in the path.
    """

    word: str
    weight: float
    similarity: float
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike a question's q tokens, of w words, are with a passage's t tokens: what tells its sentences apart.

    `cosines` (q, t); `begin` (t,): where tokens begin in the passage's text, below 0 in its path; `shares` (w, q): a
    token's share of its word; `weights` (q,) sum to 1; `vectors` (w, e): of the words.
    """

    cosines: Floats
    begin: npt.NDArray[np.int32]
    shares: Floats
    weights: Floats
    vectors: Floats

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: object) -> CoreSchema:
        """Answers are stored without it: pydantic, which writes and reads them, need know no arrays."""
        from pydantic_core.core_schema import is_instance_schema

        return is_instance_schema(cls)

    def of_parts(self, starts: Sequence[int]) -> tuple[Floats, Floats]:
        """As Hit.met_in says; 0 for parts without a token, as where the path doesn't fit the model's window."""
        edges = [0, *self.begin.searchsorted(starts).tolist()]
        counts = [end - start for start, end in zip(edges, [*edges[1:], len(self.begin)], strict=True)]
        full = [at for at, count in enumerate(counts) if count]
        firsts = [edges[at] for at in full]
        most, sums = (
            np.maximum.reduceat(self.cosines, firsts, axis=1),
            np.add.reduceat(self.weights @ self.cosines, firsts),
        )
        if len(full) == len(counts):
            return self.shares @ np.maximum(most, 0), (sums / np.array(counts, np.float32)).astype(np.float32)
        best, mean = np.zeros((len(self.weights), len(counts)), np.float32), np.zeros(len(counts), np.float32)
        best[:, full] = np.maximum(most, 0)
        mean[full] = sums / np.array(counts, np.float32)[full]
        return self.shares @ best, mean

    def of_word(self, word: int, start: int, end: int) -> float:
        """How alike a word is with the most alike of the tokens that begin in a part of the text; 0 without any."""
        first, last = self.begin.searchsorted([start, end])
        if first == last:
            return 0.0
        return float(self.shares[word] @ np.maximum(self.cosines[:, first:last].max(axis=1), 0))


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. `score` 0..1: the weighted root mean square of its matches' similarities, comparable between
    questions. `alike` -1..1: the cosine of the whole question with the whole passage, including its path."""

    passage: Passage
    score: float
    citation: Citation
    matches: tuple[Match, ...]
    alike: float = 0.0
    likeness: Likeness | None = field(default=None, compare=False, repr=False)

    def vectors_of(self, words: Sequence[int]) -> Floats:
        """The vectors (n, e) of n words of the question, by their places among the matches; (n, 0) if unknown."""
        return np.zeros((len(words), 0), np.float32) if self.likeness is None else self.likeness.vectors[list(words)]

    def met_in(self, starts: Sequence[int]) -> tuple[Floats, Floats]:
        """How the question's words are met in the headings, and in each of n parts of the text, which begin at
        `starts`.

        `(w, 1 + n)`: the best similarity of each match's word; `(1 + n,)`: the mean similarity of all words.
        """
        if self.likeness is not None:
            return self.likeness.of_parts(starts)
        met = np.zeros((len(self.matches), 1 + len(starts)), np.float32)
        for at, match in enumerate(self.matches):
            met[at, 0 if match.start is None else bisect_right(starts, match.start)] = match.similarity
        return met, met.sum(axis=0) / max(1, len(met))

    def met_within(self, word: int, start: int, end: int) -> float:
        """How alike the word at this place among the matches is with what begins in `text[start:end]`."""
        if self.likeness is not None:
            return self.likeness.of_word(word, start, end)
        match = self.matches[word]
        return match.similarity if match.start is not None and start <= match.start < end else 0.0


@dataclass(frozen=True, slots=True)
class _Question:
    """A question's q tokens, without punctuation, and the w words that they are parts of."""

    text: str
    encoded: Encoded
    weights: Floats  # (q,), sum to 1
    words: list[tuple[str, float]]  # each with the sum of its tokens' weights
    shares: Floats  # (w, q): a token's share of its word; each row sums to 1
    vectors: Floats  # (w, e): of the words
    leading: Positions  # (w,): the token with the largest weight in each word
    exact: list[tuple[Positions, str]]  # words that count only as they are, each with its tokens

    @classmethod
    def of(cls, text: str, encoded: Encoded, snapshot: Generation) -> _Question:
        cuts = {(start, end): word for word, start, end in cut(text)}
        found, rarity = list(cuts), snapshot.rarity(encoded.ids)
        spans = [(int(start), int(end)) for start, end in encoded.spans]
        own = [
            next((word for word in found if word[0] < end and start < word[1]), (start, end)) for start, end in spans
        ]
        exact = [
            (tokens, word)
            for span, word in cuts.items()
            if _only_as_it_is(word) and len(tokens := np.flatnonzero([each == span for each in own]))
        ]
        for tokens, word in exact:
            rarity[tokens] = rarity_of(snapshot.frequency(word), snapshot.manifest.counts["passages"]) / len(tokens)
        factors = [1.0 if is_telling(cuts.get(word, "-")) else FUNCTION_WEIGHT for word in own]
        weights = rarity * np.array(factors, dtype=np.float32)
        weights /= max(float(weights.sum()), 1e-9)
        number = {word: at for at, word in enumerate(dict.fromkeys(own))}
        words, parts = list(number), np.zeros((len(number), len(own)), np.float32)
        parts[[number[word] for word in own], range(len(own))] = weights
        sums = parts.sum(axis=1)
        named = [(text[slice(*word)], float(weight)) for word, weight in zip(words, sums, strict=True)]
        shares = parts / np.maximum(sums[:, None], 1e-9)
        leading = parts.argmax(axis=1) if words else np.zeros(0, np.int64)
        return cls(text, encoded, weights, named, shares, shares @ encoded.tokens, leading, exact)


class Index:
    """Searches a snapshot with the encoder that made it. It never changes, so threads may share it."""

    def __init__(self, snapshot: Generation, encoder: Encoder) -> None:
        if snapshot.manifest.fingerprint != encoder.fingerprint:
            raise IndexMismatch(
                f"The index was built with the model {snapshot.manifest.encoder}, the model in use is {encoder.name}. "
                "Run `plans build`."
            )
        self._snapshot = snapshot
        self._encoder = encoder
        self._among = lru_cache(maxsize=64)(snapshot.among)
        self._encoded = lru_cache(maxsize=64)(self._encode)
        self._citations: dict[int, Citation] = {}

    @property
    def library(self) -> Library:
        return self._snapshot.library

    @property
    def manifest(self) -> Manifest:
        return self._snapshot.manifest

    @property
    def generation(self) -> str:
        return self._snapshot.generation

    @property
    def snapshot(self) -> Generation:
        return self._snapshot

    def seen(self, library: Library) -> Index:
        """The same of some of its documents, as if it held nothing else."""
        return Index(self._snapshot.seen(library), self._encoder)

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The k best passages, best first, and equally good ones in the documents' order. Empty if nothing can match.

        Raises WrongUse for a plan or an update that isn't in the index.
        """
        among = self._among(filters or Filters())
        asked = self._ask(question)
        if not len(among) or not asked.words:
            return []
        enough = enough_of(k, len(among))
        candidates = among.positions() if len(among) <= 2 * enough else self._candidates(asked, enough, among)
        if not len(candidates):
            return []
        candidates = self._closest(asked, max(k, CANDIDATES), candidates)
        tokens = self._snapshot.tokens(candidates)
        cosines, offsets = tokens.similarities(asked.encoded.tokens)
        for of_word, word in asked.exact:
            _weigh_exact_words(cosines, offsets, of_word, self._snapshot.holding(word, candidates))
        scores = late_interaction(cosines, offsets, asked.weights)
        best = np.lexsort((candidates, -scores.round(6)))[:k]
        parts = [(cosines[:, slice(*offsets[at : at + 2])], tokens.spans[tokens.of_passage(int(at))]) for at in best]
        return self._hits(asked, candidates[best], scores[best], parts)

    def likenesses(self, old: Sequence[Excerpt], new: Sequence[Excerpt]) -> Floats:
        """How alike in meaning each of some excerpts is to each of others: `(len(old), len(new))`, 0 to 1."""
        return likenesses(self._snapshot, old, new)

    def sentence(self, question: str) -> Floats:
        """The vector (d,) of a whole question, which a search for the same words then needn't work out again."""
        return self._encoded(question).sentence

    def _encode(self, question: str) -> Encoded:
        return with_letters(self._encoder.encode([question])[0], question)

    def _ask(self, question: str) -> _Question:
        return _Question.of(question, self._encoded(question), self._snapshot)

    def _candidates(self, asked: _Question, k: int, among: Among) -> Positions:
        """The candidates by vector and by words, in the documents' order."""
        by_vector = self._snapshot.nearest(asked.encoded.sentence, k, among)
        return np.union1d(by_vector, self._snapshot.matching(asked.text, k, among))

    def _closest(self, asked: _Question, k: int, candidates: Positions) -> Positions:
        """The k candidates that a rough comparison ranks first, in the documents' order; all if there are few."""
        if len(candidates) <= 2 * k:
            return candidates
        heaviest = np.argsort(-asked.weights, kind="stable")[:HEAVIEST]
        weights = asked.weights[heaviest]
        tokens = self._snapshot.tokens(candidates, LEADING)
        scores = late_interaction(*tokens.similarities(asked.encoded.tokens[heaviest], LEADING), weights)
        return np.sort(candidates[np.lexsort((candidates, -scores))[:k]])

    def _hits(
        self, asked: _Question, at: Positions, scores: Floats, parts: Sequence[tuple[Floats, npt.NDArray[np.int32]]]
    ) -> list[Hit]:
        """The hits at some positions; `parts`: of each, the cosines with its tokens, and the tokens' spans."""
        passages = self._snapshot.passages(at)
        citations = self._cited(at.tolist(), passages)
        alike = self._snapshot.sentences(at) @ asked.encoded.sentence
        return [
            _hit(asked, passage, citation, float(score), float(like), *part)
            for passage, citation, score, like, part in zip(passages, citations, scores, alike, parts, strict=True)
        ]

    def _cited(self, at: list[int], passages: Sequence[Passage]) -> list[Citation]:
        """The citations of passages; the rows of those that aren't known yet are asked for together."""
        known = self._citations if len(self._citations) < MOST_CITATIONS else {}
        new = {each: passage for each, passage in zip(at, passages, strict=True) if each not in known}
        rows = self._snapshot.rows({passage.row_key for passage in new.values()}) if new else {}
        known |= {each: citation_of(passage, rows[passage.row_key]) for each, passage in new.items()}
        self._citations = known
        return [known[each] for each in at]


def _hit(
    asked: _Question,
    passage: Passage,
    citation: Citation,
    score: float,
    alike: float,
    cosines: Floats,
    spans: npt.NDArray[np.int32],
) -> Hit:
    begin = spans[:, 0] - (len(passage.encoded_text) - len(passage.text))
    likeness = Likeness(cosines, begin, asked.shares, asked.weights, asked.vectors)
    matches = _matches(asked, passage, spans, cosines)
    return Hit(passage, min(score, 1.0), citation, matches, alike, likeness)


def enough_of(k: int, passages: int) -> int:
    """The number of candidates from each list, of so many passages, for k results."""
    return max(k, min(max(CANDIDATES, passages // 100), MOST_CANDIDATES))


def late_interaction(cosines: Floats, offsets: Positions, weights: Floats) -> Floats:
    """Scores of passages: over a question's tokens, the weighted root mean square of the best cosine with a token of
    the passage, so that a few good matches count more than many vague ones.

    `cosines` (q, t) of question tokens with passages' tokens; passage i's are `offsets[i]:offsets[i + 1]`, at least
    one each; `weights` (q,) sum to 1. After Khattab & Zaharia, ColBERT (2020), with weights by rarity.
    """
    best = np.maximum.reduceat(cosines, offsets[:-1], axis=1).clip(0)
    scores: Floats = np.sqrt(weights @ np.square(best))
    return scores


def _only_as_it_is(word: str) -> bool:
    """Whether a word matches only itself: figures, and acronyms that look like function words ("the IT team")."""
    return word[0].isdigit() or stem(word) == word.upper()


def _weigh_exact_words(cosines: Floats, offsets: Positions, tokens: Positions, having: npt.NDArray[np.bool_]) -> None:
    """Makes a word's tokens (rows of `cosines`) match completely in passages `having` it, and less in others."""
    best = np.maximum.reduceat(cosines[tokens], offsets[:-1], axis=1)
    factors = np.where(having, 1 / np.maximum(best, 1e-3), MISSING_FACTOR).astype(np.float32)
    cosines[tokens] *= np.repeat(factors, np.diff(offsets), axis=1)


def citation_of(passage: Passage, row: Row) -> Citation:
    """A passage's citation. The title of a row without items has no column and no item."""
    item = passage.item if any(column.items for column in row.columns) else None
    return Citation.of(row, passage.text, passage.location, passage.column, item)


def _matches(asked: _Question, passage: Passage, spans: npt.NDArray[np.int32], cosines: Floats) -> tuple[Match, ...]:
    best = cosines.argmax(axis=1)
    similarities = (asked.shares @ cosines[np.arange(len(best)), best]).clip(0, 1).tolist()
    text, before = passage.text, len(passage.encoded_text) - len(passage.text)
    places = (spans[best[asked.leading]] - before).tolist()
    return tuple(
        Match(word, weight, similarity, *(word_at(text, *place) if place[0] >= 0 else (None, None)))
        for (word, weight), similarity, place in zip(asked.words, similarities, places, strict=True)
    )


def word_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The characters of a token, extended to those of its word."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end
