"""Token vectors on disk: written bit by bit, so that a build holds only those of a few passages, and mapped to read."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import numpy as np
import numpy.typing as npt

from index.embedded.files import ARRAYS, File, array_in
from index.tokens import Positions, Tokens


def tokens_in(folder: Path, verified: Callable[[str], Path]) -> Tokens:
    """The tokens in a generation's folder, memory-mapped: the parts that a search needs are read when it needs them."""
    arrays = {part: array_in(verified(file), mapped=True) for part, file in ARRAYS.items()}
    offsets = array_in(verified(File.OFFSETS), mapped=True)
    return Tokens(**arrays, starts=offsets[:-1], ends=offsets[1:])


class TokenWriter:
    """Writes the tokens of passages one after another into a generation's folder; closing it completes the files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, BinaryIO] = {}
        self._kinds: dict[str, npt.NDArray[Any]] = {}  # no rows, of each file's type and width
        self._begin: dict[str, int] = {}  # where a file's rows begin
        self._offsets = array("q", [0])
        self._frequencies = np.zeros(1, np.int32)
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._open:
            if error is None:
                self._finish()

    def __len__(self) -> int:
        """The number of tokens."""
        return self._offsets[-1]

    def append(self, tokens: Tokens) -> None:
        """Adds tokens of passages that stand one after another."""
        for part in ARRAYS:
            rows: npt.NDArray[Any] = np.ascontiguousarray(getattr(tokens, part))
            self._file(part, rows).write(rows.data)
        self._offsets.extend((tokens.ends + self._offsets[-1]).tolist())
        found = tokens.frequencies()
        if len(found) > len(self._frequencies):
            self._frequencies = np.pad(self._frequencies, (0, len(found) - len(self._frequencies)))
        self._frequencies[: len(found)] += found

    def written(self, passages: Positions) -> Tokens:
        """The tokens of some passages that were added, as a copy."""
        ranges = [(self._offsets[at], self._offsets[at + 1]) for at in passages.tolist()]
        ends = np.cumsum([end - start for start, end in ranges]).astype(np.int64)
        arrays = {part: np.concatenate([self._rows(part, *each) for each in ranges]) for part in ARRAYS}
        return Tokens(**arrays, starts=np.r_[0, ends[:-1]], ends=ends)

    def _rows(self, part: str, start: int, end: int) -> npt.NDArray[Any]:
        file, kind = self._files[part], self._kinds[part]
        width = kind.dtype.itemsize * int(np.prod(kind.shape[1:]))
        file.seek(self._begin[part] + start * width)
        found = np.frombuffer(file.read((end - start) * width), kind.dtype).reshape(-1, *kind.shape[1:])
        file.seek(0, 2)
        return found

    def _file(self, part: str, rows: npt.NDArray[Any]) -> BinaryIO:
        if part not in self._files:
            self._files[part] = self._open.enter_context((self._folder / ARRAYS[part]).open("w+b"))
            self._kinds[part] = rows[:0]
            self._write_header(part, 0)
            self._begin[part] = self._files[part].tell()
        return self._files[part]

    def _finish(self) -> None:
        np.save(self._folder / File.OFFSETS, np.array(self._offsets, dtype=np.int64), allow_pickle=False)
        np.save(self._folder / File.FREQUENCIES, self._frequencies, allow_pickle=False)
        for part, file in self._files.items():
            file.seek(0)
            self._write_header(part, self._offsets[-1])

    def _write_header(self, part: str, rows: int) -> None:
        """The header is equally long for any number of rows, because NumPy leaves room in it for growing arrays."""
        kind = self._kinds[part]
        header = {"descr": kind.dtype.str, "fortran_order": False, "shape": (rows, *kind.shape[1:])}
        np.lib.format.write_array_header_1_0(self._files[part], header)
