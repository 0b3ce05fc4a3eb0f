"""BM25 over the passages' stemmed words; the only module that imports bm25s."""

from __future__ import annotations

import tempfile
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import bm25s  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt

from corpus.language.words import cut, is_telling, stem
from index.embedded.files import OPENING_ARRAYS
from index.embedded.selection import Selection
from index.tokens import Floats, Positions

# The files of the large arrays, by bm25s's names for them.
ARRAYS = {"data": "data.csc.index.npy", "indices": "indices.csc.index.npy"}
# Words counted in passages that are sorted at once: some 50 MB. Far fewer, and each stem's scores are written in many
# small pieces; more take memory.
SORTED = 2**20
COUNTED = np.dtype([("stem", np.int32), ("passage", np.int32), ("times", np.int32)])

BeforeReading = Callable[[str, Positions, Positions], None]


class Words:
    """Finds passages that share rare words with a question (Okapi BM25 as in Lucene, with the defaults of bm25s)."""

    def __init__(self, index: bm25s.BM25, before_reading: BeforeReading | None = None) -> None:
        self._index = index
        self._before_reading = before_reading

    @classmethod
    def of(cls, texts: Iterable[str]) -> Words:
        with WordsWriter() as writer:
            writer.add(texts)
            return cls(writer.finished())

    @classmethod
    def load(cls, folder: Path, before_reading: BeforeReading | None = None) -> Words:
        """Maps what a `WordsWriter` wrote: scores are read when they are needed. `before_reading` is told which: the
        name of an array's file, and where the ranges that are needed begin and end in the array, in bytes from its
        end."""
        with OPENING_ARRAYS:
            return cls(bm25s.BM25.load(str(folder), mmap=True, load_corpus=False), before_reading)

    def holding(self, word: str) -> Positions:
        """Positions of the passages that contain this word, with any ending."""
        known = self._known([stem(word)])
        if not known:
            return np.zeros(0, np.int64)
        begin, end = (int(self._index.scores["indptr"][each]) for each in (known[0], known[0] + 1))
        return np.sort(self._index.scores["indices"][begin:end]).astype(np.int64)

    def nearest(self, question: str, k: int, among: Selection) -> Positions:
        """Positions of the k best passages for a question, best first, of those selected that share a word with it."""
        scores = self.scores(question)
        sharing = np.flatnonzero((scores != 0) & among.mask)
        if len(sharing) > k:
            sharing = sharing[scores[sharing] >= np.partition(scores[sharing], -k)[-k]]
        found: Positions = sharing[np.argsort(-scores[sharing], kind="stable")[:k]]
        return found

    def scores(self, question: str) -> Floats:
        """Of all passages `(n,)`; 0 for those that share no word with a question."""
        known = self._known(stems_of(question))
        found: Floats = self._index.get_scores_from_ids(known)
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


class WordsWriter:
    """Counts the words of passages as they come, and then weighs them: bm25s itself holds all texts to do so. What is
    counted waits in a file that has no name, so that nothing is held of it but each passage's length and each stem."""

    def __init__(self, folder: Path | None = None) -> None:
        """The file, and others of no name, are in a `folder`; without one, in memory."""
        self._folder = folder
        self._open = ExitStack()
        self._counted: BinaryIO | None = None
        self._stems: dict[str, int] = {}
        self._having = array("q")  # by stem: in how many passages it is
        self._lengths = array("i")  # by passage: its stems

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def add(self, texts: Iterable[str]) -> None:
        counted: list[tuple[int, int, int]] = []
        for text in texts:
            stems = stems_of(text)
            for each, times in Counter(stems).items():
                counted.append((self._number(each), len(self._lengths), times))
                self._having[counted[-1][0]] += 1
            self._lengths.append(len(stems))
        self._write(counted)

    def finished(self) -> bm25s.BM25:
        """The index, of which the large arrays are in files without names. Its stems are numbered as they came."""
        if not self._stems:  # bm25s can't index texts without any word, nor none at all
            self._number("")
            self._having[0] = 1
            self._lengths = self._lengths or array("i", [1])
            self._write([(0, 0, 1)])
        index = bm25s.BM25()
        having, lengths = np.array(self._having), np.array(self._lengths)
        mean = max(lengths.mean(), 1e-9)
        rarity = np.log(1 + (len(lengths) - having + 0.5) / (having + 0.5))
        ends = np.r_[0, np.cumsum(having)]
        data, indices = self._room(ends[-1], np.float32), self._room(ends[-1], np.int32)
        heads = ends[:-1].copy()
        for counted in self._parts():
            part = counted[np.argsort(counted["stem"], kind="stable")]
            stems, firsts, counts = np.unique(part["stem"], return_index=True, return_counts=True)
            at = np.repeat(heads[stems] - firsts, counts) + np.arange(len(part))
            heads[stems] += counts
            held_back = index.k1 * (1 - index.b + index.b * lengths[part["passage"]] / mean)
            data[at] = rarity[part["stem"]] * part["times"] / (held_back + part["times"])
            indices[at] = part["passage"]
        index.scores = {"data": data, "indices": indices, "indptr": ends, "num_docs": len(lengths)}
        index.nonoccurrence_array = None  # of other kinds of BM25
        index.vocab_dict = self._stems
        index.unique_token_ids_set = set(self._stems.values())
        return index

    def save(self, folder: Path) -> None:
        self.finished().save(str(folder), show_progress=False)

    def _number(self, word: str) -> int:
        if word not in self._stems:
            self._stems[word] = len(self._stems)
            self._having.append(0)
        return self._stems[word]

    def _write(self, counted: Sequence[tuple[int, int, int]]) -> None:
        if self._counted is None:
            self._counted = self._file()
        self._counted.write(np.array(counted, dtype=COUNTED).tobytes())

    def _parts(self) -> Iterable[npt.NDArray[Any]]:
        assert self._counted is not None
        self._counted.seek(0)
        while read := self._counted.read(SORTED * COUNTED.itemsize):
            yield np.frombuffer(read, dtype=COUNTED)

    def _file(self) -> BinaryIO:
        if self._folder is None:
            return BytesIO()
        return self._open.enter_context(tempfile.TemporaryFile(dir=self._folder))

    def _room(self, count: int, kind: type[np.generic]) -> npt.NDArray[Any]:
        """An array for so many numbers. Its file is written before it is mapped: only then a full disk is told."""
        if self._folder is None:
            return np.zeros(count, dtype=kind)
        file = self._file()
        for start in range(0, count, SORTED):
            file.write(np.zeros(min(SORTED, count - start), dtype=kind).tobytes())
        file.flush()
        return np.memmap(file, dtype=kind, mode="r+", shape=(count,)).view(np.ndarray)


def stems_of(text: str) -> list[str]:
    """The stems of a text's telling words, in their order."""
    return [stem(word) for word, _, _ in cut(text) if is_telling(word)]
