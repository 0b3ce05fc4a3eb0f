"""Sentence vectors in FAISS: the one module that imports it."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Positions = npt.NDArray[np.int64]


class Vectors:
    """Passages' sentence vectors, `(n, d) float32` rows of length 1, searched exactly by cosine."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Floats) -> Vectors:
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Vectors:
        """Reads what `save` wrote. FAISS loads many damaged files without a word: check the digest first."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Through Python's own file: FAISS's doesn't notice when the last bytes find no room on the disk."""
        path.write_bytes(faiss.serialize_index(self._index).data)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def rows(self) -> Floats:
        """All vectors, `(n, d)`, in the order in which they were added."""
        rows: Floats = self._index.reconstruct_n(0, len(self))
        return rows

    def nearest(self, question: Floats, k: int, among: Positions) -> Positions:
        """Positions of the k rows nearest to a vector `(d,)`, best first; only `among` those, which are ascending."""
        everything = len(among) == len(self)
        chosen = None if everything else faiss.SearchParameters(sel=faiss.IDSelectorBatch(among))  # type: ignore[call-arg]
        _, found = self._index.search(question[None, :], min(k, len(among)), params=chosen)
        positions: Positions = found[0]
        return positions[positions >= 0]
