"""Sentence vectors in FAISS; the only module that imports it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import faiss
import numpy as np
import numpy.typing as npt

from index.embedded.files import File
from index.embedded.selection import Selection
from index.tokens import Floats, Positions

# Passages from which on a question is compared with rough vectors first: below, comparing it with all takes 5 ms.
MANY = 50_000
# Rough vectors have 4 bits for each two dimensions (product quantisation). For the k nearest, at least ROUGHLY times k
# and 1 in SHARE of all are compared exactly; of some that are selected, SPARE times as many are looked for. Of 100,000
# drawn densely around 6,000 real ones, 600 so compared held .998 of the nearest 100 to each of 40 questions, and 1,000
# .9995, at a sixth of the time that comparing all took.
BITS, TOGETHER, ROUGHLY, SHARE, SPARE = 4, 2, 5, 200, 2
SAMPLE = 10_000  # vectors to which the rough ones are fitted: 2 seconds; many fewer fit less well
AT_ONCE = 50_000

BeforeReading = Callable[[Positions, Positions], None]


class Vectors:
    """Passages' sentence vectors, `(n, d)` rows of length 1; a question is compared with all of them by cosine.

    Half precision finds the same candidates in half the time and space: 100,000 passages take 77 MB and about 5 ms a
    question. Of very many, `rough` ones tell which of them are worth comparing.
    """

    def __init__(
        self, index: faiss.Index, rough: faiss.Index | None = None, before_reading: BeforeReading | None = None
    ) -> None:
        self._index = index
        self._rough = rough
        self._before_reading = before_reading

    @classmethod
    def of(cls, vectors: Floats) -> Vectors:
        index = _empty(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def load(cls, path: Path, rough: Path | None = None, before_reading: BeforeReading | None = None) -> Vectors:
        """Maps what a `VectorWriter` wrote. FAISS loads many damaged files without an error: `before_reading` is told
        where what is needed begins and ends, in bytes from the file's end; compare rough ones first."""
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        return cls(index, faiss.read_index(str(rough)) if rough else None, before_reading)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def at(self, positions: Positions) -> Floats:
        """The vectors at some positions, `(n, d) float32`."""
        self._read(positions, positions + 1)
        rows: Floats = self._index.reconstruct_batch(positions)
        return rows

    def nearest(self, question: Floats, k: int, among: Selection) -> Positions:
        """Positions of the k rows nearest to a vector `(d,)`, best first, of those selected."""
        faiss.omp_set_num_threads(1)  # for one question, more threads cost more than they save
        worth = self._worth_comparing(question, k, among)
        if worth is not None:
            alike = np.einsum("ij,j->i", self.at(worth), question)  # in one thread, as above
            return worth[np.argsort(-alike, kind="stable")[:k]]
        self._read(np.zeros(1, np.int64), np.array([len(self)]))  # of any filter, FAISS reads nearly all
        bits = faiss.IDSelectorBitmap(among.bits)  # type: ignore[arg-type, call-arg]
        chosen = None if len(among) == among.of else faiss.SearchParameters(sel=bits)  # type: ignore[call-arg]
        _, found = self._index.search(question[None, :], min(k, len(among)), params=chosen)
        positions: Positions = found[0]
        return positions[positions >= 0]

    def _worth_comparing(self, question: Floats, k: int, among: Selection) -> Positions | None:
        """Those of the selected that are nearest by rough vectors; None where it is better to compare them all."""
        enough = max(ROUGHLY * k, len(among) // SHARE)
        if self._rough is None or len(among) < max(MANY, 2 * enough):
            return None
        more = 1.0 if len(among) == among.of else SPARE * among.of / len(among)
        _, found = self._rough.search(question[None, :], min(int(enough * more), among.of))
        selected: Positions = np.sort(found[0][among.mask[found[0]]])
        return selected if len(selected) >= enough else None  # where the question is about those left out

    def _read(self, firsts: Positions, lasts: Positions) -> None:
        if self._before_reading is not None:  # vectors stand one after another at the end of the file
            width = self._index.sa_code_size()
            self._before_reading((firsts - len(self)) * width, (lasts - len(self)) * width)


class VectorWriter:
    """Writes vectors to a file as they come; closing it completes the file. Through Python, because FAISS holds all
    vectors that it writes, and doesn't notice if the disk is full at the last bytes."""

    def __init__(self, folder: Path, dimensions: int) -> None:
        self._folder = folder
        self._index = _empty(dimensions)
        self._head = bytearray(faiss.serialize_index(self._index).data)
        self._count = 0

    def __enter__(self) -> Self:
        self._file = (self._folder / File.VECTORS).open("w+b")
        self._file.write(self._head)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if error is None:
                self._finish()
        if error is None and self._count >= MANY:
            self._write_rough()

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

    def _write_rough(self) -> None:
        vectors = Vectors.load(self._folder / File.VECTORS)
        dimensions = self._index.d
        rough = faiss.IndexPQFastScan(dimensions, dimensions // TOGETHER, BITS, faiss.METRIC_INNER_PRODUCT)
        rough.train(vectors.at(np.linspace(0, self._count - 1, min(SAMPLE, self._count)).astype(np.int64)))
        for first in range(0, self._count, AT_ONCE):
            rough.add(vectors.at(np.arange(first, min(first + AT_ONCE, self._count))))
        (self._folder / File.ROUGH).write_bytes(faiss.serialize_index(rough).data)


def _empty(dimensions: int) -> faiss.IndexScalarQuantizer:
    return faiss.IndexScalarQuantizer(dimensions, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
