"""Search by words: BM25 from postings, so that a generation's passages are weighed by themselves alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np

from corpus.language.words import cut, is_telling, stem
from index.postgresql.arrays import Integers, integers
from index.postgresql.places import Places
from index.tokens import Floats, Positions

# Okapi BM25 as in Lucene, with the constants that bm25s uses for the embedded store: other ones would propose other
# candidates. How soon repeating a word counts no more, and how much long passages are held back.
SATURATION, LENGTH_SHARE = 1.5, 0.75


class Posting(NamedTuple):
    """Which passages of a source have a stem: their positions, and how often each has it."""

    stem: str
    at: Positions
    times: Integers

    @classmethod
    def stored(
        cls, places: Places, source: int, stem: str, parts: bytes, counts: bytes, at: bytes, times: bytes
    ) -> Self:
        """As `POSTINGS` gives it: parts, the number of passages of each, and the places of these in their parts."""
        of_each = np.repeat(np.frombuffer(parts, ">i8").astype(np.int64), np.frombuffer(counts, ">i4"))
        return cls(stem, places.positions(source, of_each, integers(at)), integers(times))


# A stem's postings in all parts as one row: one for each would take longer to send and to read than to find.
POSTINGS = (
    "select stem, string_agg(int8send(part), '' order by part), string_agg(int4send(passages), '' order by part),"
    " string_agg(places, '' order by part), string_agg(times, '' order by part)"
    " from plans.postings where stem = any(%s) and {} group by stem"
)


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


def scores(asked: Sequence[str], postings: Sequence[Posting], places: Places) -> Floats:
    """BM25 of all passages of a generation `(n,)` for a question's stems."""
    found: Floats = np.zeros(len(places), dtype=np.float32)
    for each in dict.fromkeys(asked):
        of = [posting for posting in postings if posting.stem == each]
        if not of:
            continue
        at, times = np.concatenate([posting.at for posting in of]), np.concatenate([posting.times for posting in of])
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
