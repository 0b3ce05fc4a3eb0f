"""Sentence vectors in FAISS: the one module that imports it."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Positions = npt.NDArray[np.int64]


class Vectors:
    """Passages' sentence vectors, `(n, d)` rows of length 1, compared with every one by cosine.

    What `index/` asks of a store: `nearest(question, k, among)` and, for the next build, `rows()`. Kept in half
    precision, which finds the same candidates in half the time and room: 100,000 passages take 77 MB and some 5 ms a
    question. Far above that an inverted file or another store belongs here, and nothing else changes.
    """

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Floats) -> Vectors:
        half = faiss.ScalarQuantizer.QT_fp16
        index = faiss.IndexScalarQuantizer(vectors.shape[1], half, faiss.METRIC_INNER_PRODUCT)
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
        """All vectors, `(n, d) float32`, in the order in which they were added."""
        rows: Floats = self._index.reconstruct_n(0, len(self))
        return rows

    def nearest(self, question: Floats, k: int, among: Positions) -> Positions:
        """Positions of the k rows nearest to a vector `(d,)`, best first; only `among` those, which are ascending."""
        wanted = np.zeros(len(self), dtype=bool)
        wanted[among] = True
        bits = faiss.IDSelectorBitmap(np.packbits(wanted, bitorder="little"))  # type: ignore[arg-type, call-arg]
        chosen = None if wanted.all() else faiss.SearchParameters(sel=bits)  # type: ignore[call-arg]
        faiss.omp_set_num_threads(1)  # of the calling thread: for one question, more cost more than they save
        _, found = self._index.search(question[None, :], min(k, len(among)), params=chosen)
        positions: Positions = found[0]
        return positions[positions >= 0]

    def cosines(self, question: Floats, positions: Positions) -> Floats:
        """With a vector `(d,)`, of the rows at some positions."""
        rows: Floats = self._index.reconstruct_batch(positions)
        return rows @ question
