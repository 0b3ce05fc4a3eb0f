"""Sentence vectors in FAISS; the only module that imports it."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np

from index.embedded.selection import Selection
from index.tokens import Floats, Positions


class Vectors:
    """Passages' sentence vectors, `(n, d)` rows of length 1; a question is compared with all of them by cosine.

    Half precision finds the same candidates in half the time and space: 100,000 passages take 77 MB and about 5 ms a
    question.
    """

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Floats) -> Vectors:
        half = faiss.ScalarQuantizer.QT_fp16
        index = faiss.IndexScalarQuantizer(vectors.shape[1], half, faiss.METRIC_INNER_PRODUCT)
        made = cls(index)
        made.add(vectors)
        return made

    @classmethod
    def load(cls, path: Path) -> Vectors:
        """Maps what `save` wrote into memory. FAISS loads many damaged files without an error: compare them first."""
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))

    def save(self, path: Path) -> None:
        """Writes them through Python, because FAISS doesn't notice if the disk is full at the last bytes."""
        path.write_bytes(faiss.serialize_index(self._index).data)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, vectors: Floats) -> None:
        self._index.add(np.ascontiguousarray(vectors))

    @property
    def width(self) -> int:
        """Bytes of a vector, which stand one after another at the end of the file."""
        return int(self._index.sa_code_size())

    def at(self, positions: Positions) -> Floats:
        """The vectors at some positions, `(n, d) float32`."""
        rows: Floats = self._index.reconstruct_batch(positions)
        return rows

    def nearest(self, question: Floats, k: int, among: Selection) -> Positions:
        """Positions of the k rows nearest to a vector `(d,)`, best first, of those selected."""
        bits = faiss.IDSelectorBitmap(among.bits)  # type: ignore[arg-type, call-arg]
        chosen = None if len(among) == among.of else faiss.SearchParameters(sel=bits)  # type: ignore[call-arg]
        faiss.omp_set_num_threads(1)  # for one question, more threads cost more than they save
        _, found = self._index.search(question[None, :], min(k, len(among)), params=chosen)
        positions: Positions = found[0]
        return positions[positions >= 0]
