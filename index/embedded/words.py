"""BM25 over the passages' stemmed words; the only module that imports bm25s."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt

from corpus.language.words import cut, is_telling, stem

Positions = npt.NDArray[np.int64]


class Words:
    """Finds passages that share rare words with a question (Okapi BM25 as in Lucene, with the defaults of bm25s)."""

    def __init__(self, index: bm25s.BM25) -> None:
        self._index = index

    @classmethod
    def of(cls, texts: Sequence[str]) -> Words:
        index = bm25s.BM25()
        stems = _stems(texts)
        index.index(
            stems if any(stems) else [[""]] * max(1, len(stems)), show_progress=False
        )  # bm25s can't index texts without any word, nor none at all
        return cls(index)

    @classmethod
    def load(cls, folder: Path) -> Words:
        """Reads what `save` wrote; the scores stay on disk until they are needed."""
        return cls(bm25s.BM25.load(str(folder), mmap=True, load_corpus=False))

    def save(self, folder: Path) -> None:
        self._index.save(str(folder), show_progress=False)

    def holding(self, word: str) -> Positions:
        """Positions of the passages that contain this word, with any ending."""
        known = self._index.get_tokens_ids([stem(word)])
        return np.flatnonzero(self._index.get_scores_from_ids(known)) if known else np.zeros(0, np.int64)

    def nearest(self, question: str, k: int, among: Positions) -> Positions:
        """Positions of the k best passages for a question, best first, of those `among` that share a word with it."""
        known = self._index.get_tokens_ids(_stems([question])[0])
        if not known:
            return among[:0]
        scores = self._index.get_scores_from_ids(known)[among]
        sharing = np.flatnonzero(scores)
        if len(sharing) > k:
            sharing = sharing[scores[sharing] >= np.partition(scores[sharing], -k)[-k]]
        found: Positions = among[sharing[np.argsort(-scores[sharing], kind="stable")[:k]]]
        return found


def _stems(texts: Sequence[str]) -> list[list[str]]:
    return [[stem(word) for word, _, _ in cut(text) if is_telling(word)] for text in texts]
