"""BM25 over the passages' stemmed words; the only module that imports bm25s."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import bm25s  # type: ignore[import-untyped]
import numpy as np

from corpus.language.words import cut, is_telling, stem
from index.embedded.files import OPENING_ARRAYS
from index.embedded.selection import Selection
from index.tokens import Positions

# The files of the large arrays, by bm25s's names for them.
ARRAYS = {"data": "data.csc.index.npy", "indices": "indices.csc.index.npy"}

BeforeReading = Callable[[str, Positions, Positions], None]


class Words:
    """Finds passages that share rare words with a question (Okapi BM25 as in Lucene, with the defaults of bm25s)."""

    def __init__(self, index: bm25s.BM25, before_reading: BeforeReading | None = None) -> None:
        self._index = index
        self._before_reading = before_reading

    @classmethod
    def of(cls, texts: Sequence[str]) -> Words:
        index = bm25s.BM25()
        stems = _stems(texts)
        index.index(
            stems if any(stems) else [[""]] * max(1, len(stems)), show_progress=False
        )  # bm25s can't index texts without any word, nor none at all
        return cls(index)

    @classmethod
    def load(cls, folder: Path, before_reading: BeforeReading | None = None) -> Words:
        """Maps what `save` wrote: scores are read when they are needed. `before_reading` is told which: the name of an
        array's file, and where the ranges that are needed begin and end in the array, in bytes from its end."""
        with OPENING_ARRAYS:
            return cls(bm25s.BM25.load(str(folder), mmap=True, load_corpus=False), before_reading)

    def save(self, folder: Path) -> None:
        self._index.save(str(folder), show_progress=False)

    def holding(self, word: str) -> Positions:
        """Positions of the passages that contain this word, with any ending."""
        known = self._known([stem(word)])
        if not known:
            return np.zeros(0, np.int64)
        begin, end = (int(self._index.scores["indptr"][each]) for each in (known[0], known[0] + 1))
        return np.sort(self._index.scores["indices"][begin:end]).astype(np.int64)

    def nearest(self, question: str, k: int, among: Selection) -> Positions:
        """Positions of the k best passages for a question, best first, of those selected that share a word with it."""
        known = self._known(_stems([question])[0])
        if not known:
            return np.zeros(0, np.int64)
        scores = self._index.get_scores_from_ids(known)
        sharing = np.flatnonzero((scores != 0) & among.mask)
        if len(sharing) > k:
            sharing = sharing[scores[sharing] >= np.partition(scores[sharing], -k)[-k]]
        found: Positions = sharing[np.argsort(-scores[sharing], kind="stable")[:k]]
        return found

    def _known(self, stems: list[str]) -> list[int]:
        """The numbers of those stems that are known; what is stored of them is checked."""
        known: list[int] = self._index.get_tokens_ids(stems)
        if known and self._before_reading is not None:
            ends = np.asarray(self._index.scores["indptr"])
            for part, name in ARRAYS.items():
                array = self._index.scores[part]
                starts, stops = (ends[np.array(known) + each].astype(np.int64) - len(array) for each in (0, 1))
                self._before_reading(name, starts * array.itemsize, stops * array.itemsize)
        return known


def _stems(texts: Sequence[str]) -> list[list[str]]:
    return [[stem(word) for word, _, _ in cut(text) if is_telling(word)] for text in texts]
