"""How alike two excerpts of items are in meaning: late interaction of their token vectors, both ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corpus.language.words import is_telling, stem
from index.passages import Passage
from index.tokens import Floats, Tokens

if TYPE_CHECKING:
    from index.store import Generation

# Of a function word's rarity. On the plans of tests/data/fictional_may_follow.json, limit as in
# assistant/tracking/followers.py, from 0 to .5 within one pair of the same; at 1, two of 18 pairs found are wrong.
FUNCTION_WEIGHT = 0.25


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The characters [start, end) of an item: its row's key, its column's heading, its number from 1."""

    row_key: str
    column: str
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Vectors:
    """An excerpt's t token vectors `(t, e)` of length 1, and their weights `(t,)`, which sum to 1 or are all 0."""

    tokens: Floats
    weights: Floats


def likenesses(snapshot: Generation, old: Sequence[Excerpt], new: Sequence[Excerpt]) -> Floats:
    """`(len(old), len(new))`, 0 to 1: how much each of two excerpts says that the other says too, the lesser of both
    ways. Figures don't count, because they are what changes from one update to the next. An excerpt without words in
    the index is like nothing.
    """
    olds, news = ([_vectors(snapshot, each) for each in side] for side in (old, new))
    return np.array([[_alike(one, other) for other in news] for one in olds], dtype=np.float32).reshape(
        len(old), len(new)
    )


def _alike(one: _Vectors, other: _Vectors) -> float:
    if not len(one.weights) or not len(other.weights):
        return 0.0
    squares = np.square((one.tokens @ other.tokens.T).clip(0, 1))
    return float(np.sqrt(min(one.weights @ squares.max(axis=1), other.weights @ squares.max(axis=0))))


def _vectors(snapshot: Generation, excerpt: Excerpt) -> _Vectors:
    at = snapshot.of_item(excerpt.row_key, excerpt.column, excerpt.number)
    tokens = snapshot.tokens(at)
    found = (
        _of_passage(snapshot, tokens, tokens.of_passage(place), passage, excerpt)
        for place, passage in enumerate(snapshot.passages(at))
    )
    parts = [part for part in found if part is not None]
    if not parts:
        return _Vectors(np.zeros((0, 0), np.float32), np.zeros(0, np.float32))
    weights = np.concatenate([weights for _, weights in parts])
    shares: Floats = (weights / max(float(weights.sum()), 1e-9)).astype(np.float32)
    return _Vectors(np.concatenate([vectors for vectors, _ in parts]), shares)


def _of_passage(
    snapshot: Generation, tokens: Tokens, part: slice, passage: Passage, excerpt: Excerpt
) -> tuple[Floats, Floats] | None:
    """The vectors and unscaled weights of those of a passage's tokens that lie in an excerpt; None if none do."""
    spans = tokens.spans[part] - (len(passage.encoded_text) - len(passage.text))
    inside = (spans[:, 0] >= max(0, excerpt.start - passage.start)) & (spans[:, 1] <= excerpt.end - passage.start)
    if not inside.any():
        return None
    shares = [_share(passage.text[start:end]) for start, end in spans[inside]]
    vectors = tokens.codes[part][inside].astype(np.float32) * tokens.scales[part][inside, None]
    return vectors, snapshot.rarity(tokens.ids[part][inside]) * np.array(shares, dtype=np.float32)


def _share(word: str) -> float:
    """How much of its rarity a word weighs: nothing where it is a figure or a word for one."""
    if stem(word)[:1].isdigit():
        return 0.0
    return 1.0 if is_telling(word) else FUNCTION_WEIGHT
