"""Search by words: BM25 from postings, so that a generation's passages are weighed by themselves alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from corpus.language.words import cut, is_telling, stem
from index.postgresql.arrays import Integers, integers
from index.postgresql.places import Places
from index.tokens import Floats, Positions

# Okapi BM25 as in Lucene, with the constants that bm25s uses for the embedded store: other ones would propose other
# candidates. How soon repeating a word counts no more, and how much long passages are held back.
SATURATION, LENGTH_SHARE = 1.5, 0.75

Posting = tuple[str, int, int, bytes, bytes]  # a stem, a source, its part, places and times


def stems_of(text: str) -> list[str]:
    """The stems of a text's telling words, in their order."""
    return [stem(word) for word, _, _ in cut(text) if is_telling(word)]


def postings_of(texts: Sequence[Sequence[str]]) -> dict[str, list[tuple[int, int]]]:
    """Of passages' stems: in which of them each stem is, and how often."""
    found: dict[str, list[tuple[int, int]]] = {}
    for place, stems in enumerate(texts):
        for each, times in Counter(stems).items():
            found.setdefault(each, []).append((place, times))
    return found


def scores(asked: Sequence[str], postings: Iterable[Posting], places: Places) -> Floats:
    """BM25 of all passages of a generation `(n,)` for a question's stems."""
    found: Floats = np.zeros(len(places), dtype=np.float32)
    for each, (at, times) in _joined(postings, places).items():
        rarity = math.log(1 + (len(places) - len(at) + 0.5) / (len(at) + 0.5))
        lengths = places.stems[at] / max(float(places.stems.mean()), 1e-9)
        share = times / (SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths) + times)
        found[at] += (asked.count(each) * rarity * share).astype(np.float32)
    return found


def best(scored: Floats, k: int, among: Positions) -> Positions:
    """The k best of some passages, best first, of those with a score."""
    within = scored[among]
    sharing = np.flatnonzero(within)
    if len(sharing) > k:
        sharing = sharing[within[sharing] >= np.partition(within[sharing], -k)[-k]]
    found: Positions = among[sharing[np.argsort(-within[sharing], kind="stable")[:k]]]
    return found


def _joined(postings: Iterable[Posting], places: Places) -> dict[str, tuple[Positions, Integers]]:
    """Each stem's passages and how often they have it, through all parts."""
    found: dict[str, list[Posting]] = {}
    for posting in postings:
        found.setdefault(posting[0], []).append(posting)
    return {
        each: (
            places.positions_in([(source, part) for _, source, part, *_ in of], [where for *_, where, _ in of]),
            integers(b"".join(times for *_, times in of)),
        )
        for each, of in found.items()
    }
