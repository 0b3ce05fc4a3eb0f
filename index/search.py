"""A question to hits: candidates by sentence vector and by words, ranked by late interaction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from corpus.errors import IndexMismatch, WrongUse
from corpus.records import Citation, Row, fold
from index.encoder import Encoded, Encoder
from index.passages import Passage
from index.snapshot import Manifest, Snapshot
from index.tokens import Floats, with_letters

if TYPE_CHECKING:
    from corpus.library import Library

CANDIDATES = 100  # from each of the two lists; measured on 8,331 passages
LIKE = 80  # of 100: a heading is meant although it was not written in full
WORD = re.compile(r"[^\W_]+")

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Filters:
    """Where to search; None is anywhere. Applied before candidates are taken, so no search comes back short.

    `category`: number or title; `reference`: a row's, such as `4.i`; `column`: a heading or part of one; `update`:
    "latest" (of each plan), "all", or a name.
    """

    category: str | None = None
    reference: str | None = None
    column: str | None = None
    plan: str | None = None
    update: str = "latest"


@dataclass(frozen=True, slots=True)
class Match:
    """What in a passage answers to one word of the question.

    `weight` is the word's share of the ranking (a question's weights sum to 1), `similarity` 0..1. `start` and `end`
    are characters of the passage's text, None where the match stands in the path.
    """

    word: str
    weight: float
    similarity: float
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. `score` 0..1: the weighted mean of its matches' similarities, comparable between questions."""

    passage: Passage
    score: float
    citation: Citation
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class _Question:
    """A question's tokens (q of them) with letters in them, weighted by rarity; `words[i]` is the span of token i's."""

    text: str
    encoded: Encoded
    weights: Floats
    words: list[tuple[int, int]]


class Index:
    """A snapshot and the encoder that made it: what questions are put to. Never changes; threads may share it."""

    def __init__(self, snapshot: Snapshot, encoder: Encoder) -> None:
        if snapshot.manifest.fingerprint != encoder.fingerprint:
            raise IndexMismatch(
                f"The index was built with the model {snapshot.manifest.encoder}, the model in use is {encoder.name}. "
                "Run `plans build`."
            )
        self._snapshot = snapshot
        self._encoder = encoder
        self._rows = {row.key: row for row in snapshot.library.rows(update="all")}
        self._among = lru_cache(maxsize=64)(self._select)

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
    def snapshot(self) -> Snapshot:
        return self._snapshot

    def search(self, question: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The k best passages, best first; equal ones in the documents' order. Empty where nothing can match.

        Raises WrongUse for a plan or an update that isn't in the index.
        """
        among = self._among(filters or Filters())
        asked = self._ask(question)
        if not len(among) or not asked.words:
            return []
        candidates = self._candidates(asked, max(k, CANDIDATES), among)
        if not len(candidates):
            return []
        tokens = self._snapshot.tokens.chosen(candidates)
        cosines = tokens.similarities(asked.encoded.tokens)
        scores = late_interaction(cosines, tokens.offsets, asked.weights)
        best = np.lexsort((candidates, -scores.round(6)))[:k]
        return [
            self._hit(int(candidates[at]), float(scores[at]), asked, tokens.spans[part], cosines[:, part])
            for at in best
            for part in [slice(int(tokens.offsets[at]), int(tokens.offsets[at + 1]))]
        ]

    def _ask(self, question: str) -> _Question:
        encoded = with_letters(self._encoder.encode([question])[0], question)
        weights = self._snapshot.rarity(encoded.ids)
        words = [match.span() for match in WORD.finditer(question)]
        own = [
            next((word for word in words if word[0] < end and start < word[1]), (start, end))
            for start, end in encoded.spans
        ]
        return _Question(question, encoded, weights / max(float(weights.sum()), 1e-9), own)

    def _candidates(self, asked: _Question, k: int, among: Positions) -> Positions:
        """In the documents' order; passages without any word are never found."""
        by_vector = self._snapshot.vectors.nearest(asked.encoded.sentence, k, among)
        by_word = self._snapshot.words.nearest(asked.text, k, among)
        both = np.union1d(by_vector, by_word)
        offsets = self._snapshot.tokens.offsets
        found: Positions = both[offsets[both + 1] > offsets[both]]
        return found

    def _hit(self, at: int, score: float, asked: _Question, spans: npt.NDArray[np.int32], cosines: Floats) -> Hit:
        passage = self._snapshot.passages[at]
        citation = citation_of(passage, self._rows[passage.row_key])
        return Hit(passage, min(max(score, 0.0), 1.0), citation, _matches(asked, passage, spans, cosines))

    def _select(self, filters: Filters) -> Positions:
        updates = self._updates(filters)
        rows = {key for key, row in self._rows.items() if (row.plan, row.update) in updates and _row_fits(row, filters)}
        headings = {heading for heading in self._snapshot.headings if _like(filters.column, heading)}
        return self._snapshot.positions(rows, headings)

    def _updates(self, filters: Filters) -> set[tuple[str, str]]:
        """The (plan, update) pairs that are meant."""
        plans = [plan for plan in self._snapshot.library.plans if _like(filters.plan, plan.name)]
        known = sorted({update.name for plan in plans for update in plan.updates})
        if filters.plan is not None and not plans:
            raise WrongUse(f"There is no plan {filters.plan!r} in the index. `plans show` lists what there is.")
        if filters.update == "latest":
            return {(plan.name, plan.latest.name) for plan in plans}
        chosen = {
            (plan.name, update.name)
            for plan in plans
            for update in plan.updates
            if filters.update == "all" or fold(update.name) == fold(filters.update)
        }
        if known and not chosen:
            raise WrongUse(f"There is no update {filters.update!r}. There are: {', '.join(known)}; or latest, or all.")
        return chosen


def late_interaction(cosines: Floats, offsets: Positions, weights: Floats) -> Floats:
    """Scores of passages: the weighted mean, over a question's tokens, of the best cosine with a token of the passage.

    `cosines` (q, t) of question tokens with passages' tokens; passage i's are `offsets[i]:offsets[i + 1]`, at least
    one each; `weights` (q,) sum to 1. After Khattab & Zaharia, ColBERT (2020), with weights by rarity.
    """
    scores: Floats = weights @ np.maximum.reduceat(cosines, offsets[:-1], axis=1)
    return scores


def citation_of(passage: Passage, row: Row) -> Citation:
    """A passage's address. A title that stands for a row without items has no column and no item."""
    return Citation(
        plan=passage.plan,
        update=passage.update,
        reference=passage.reference,
        category=row.category.label,
        priority=row.priority.label,
        column=passage.column,
        item=passage.item if any(column.items for column in row.columns) else None,
        quote=passage.text,
        file=passage.location.file,
        page=passage.location.page,
        line=passage.location.line,
    )


def _matches(asked: _Question, passage: Passage, spans: npt.NDArray[np.int32], cosines: Floats) -> tuple[Match, ...]:
    best = cosines.argmax(axis=1)
    matches = []
    for word in dict.fromkeys(asked.words):
        tokens = [at for at, own in enumerate(asked.words) if own == word]
        weights = asked.weights[tokens]
        similarity = float(np.average(cosines[tokens, best[tokens]], weights=weights + 1e-9))
        leading = best[tokens[int(weights.argmax())]]
        start, end = _in_text(passage, *map(int, spans[leading]))
        matches.append(
            Match(asked.text[slice(*word)], float(weights.sum()), min(max(similarity, 0.0), 1.0), start, end)
        )
    return tuple(matches)


def _in_text(passage: Passage, start: int, end: int) -> tuple[int | None, int | None]:
    """A token's span in the encoded text, widened to its word, as characters of the passage's own text."""
    before = len(passage.encoded_text) - len(passage.text)
    if start < before:
        return None, None
    start, end = start - before, end - before
    words = (found.span() for found in WORD.finditer(passage.text))
    return next((word for word in words if word[0] < end and start < word[1]), (start, end))


def _row_fits(row: Row, filters: Filters) -> bool:
    if filters.reference is not None and fold(row.reference) != fold(filters.reference):
        return False
    wanted = filters.category
    return wanted is None or any(_is_category(wanted, step.number, step.title) for step in row.path[:-1])


def _is_category(wanted: str, number: str, title: str) -> bool:
    if fold(wanted) in (fold(number), fold(f"{number} {title}")) and fold(wanted):
        return True
    return len(fold(wanted)) > 2 and _like(wanted, title)


def _like(wanted: str | None, heading: str) -> bool:
    """Is this the heading that is meant: the same words, or some of them, slips of the pen aside."""
    return wanted is None or fuzz.token_set_ratio(fold(wanted), fold(heading)) >= LIKE
