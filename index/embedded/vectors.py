"""Sentence vectors in FAISS; the only module that imports it."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import faiss
import numpy as np
import numpy.typing as npt

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
        index = _empty(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> Vectors:
        """Maps what a `VectorWriter` wrote. FAISS loads many damaged files without an error: compare them first."""
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))

    def __len__(self) -> int:
        return int(self._index.ntotal)

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


class VectorWriter:
    """Writes vectors to a file as they come; closing it completes the file. Through Python, because FAISS holds all
    vectors that it writes, and doesn't notice if the disk is full at the last bytes."""

    def __init__(self, path: Path, dimensions: int) -> None:
        self._path = path
        self._index = _empty(dimensions)
        self._head = bytearray(faiss.serialize_index(self._index).data)
        self._count = 0

    def __enter__(self) -> Self:
        self._file = self._path.open("w+b")
        self._file.write(self._head)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if error is None:
                self._finish()

    def append(self, vectors: Floats) -> None:
        self._file.write(self._index.sa_encode(np.ascontiguousarray(vectors)).data)
        self._count += len(vectors)

    def written(self, positions: Positions) -> Floats:
        """The vectors at some positions, as they will be read."""
        width = self._index.sa_code_size()
        codes: npt.NDArray[np.uint8] = np.empty((len(positions), width), np.uint8)
        for row, at in enumerate(positions.tolist()):
            self._file.seek(len(self._head) + at * width)
            codes[row] = np.frombuffer(self._file.read(width), np.uint8)
        self._file.seek(0, 2)
        rows: Floats = self._index.sa_decode(codes)
        return rows

    def _finish(self) -> None:
        """Says in the head how many there are: FAISS has their number after a name and a width of 4 bytes each, and
        their size at its end."""
        size = self._count * self._index.sa_code_size()
        self._head[8:16] = self._count.to_bytes(8, "little")
        self._head[-8:] = size.to_bytes(8, "little")
        self._file.seek(0)
        self._file.write(self._head)


def _empty(dimensions: int) -> faiss.IndexScalarQuantizer:
    return faiss.IndexScalarQuantizer(dimensions, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
