"""Writes token vectors to disk bit by bit, so that a build holds only those of a few passages in memory."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import numpy as np
import numpy.typing as npt

from index.snapshot import ARRAYS, File
from index.tokens import Tokens


class TokenWriter:
    """Writes the tokens of passages one after another into a generation's folder; closing it completes the files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, BinaryIO] = {}
        self._kinds: dict[str, npt.NDArray[Any]] = {}  # no rows, of each file's type and width
        self._lengths: list[npt.NDArray[np.int64]] = []
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._open:
            if error is None:
                self._finish()

    def append(self, tokens: Tokens) -> None:
        """Adds tokens of passages that stand one after another."""
        for part in ARRAYS:
            array: npt.NDArray[Any] = np.ascontiguousarray(getattr(tokens, part))
            self._file(part, array).write(array.data)
        self._lengths.append(tokens.ends - tokens.starts)

    def _file(self, part: str, array: npt.NDArray[Any]) -> BinaryIO:
        if part not in self._files:
            self._files[part] = self._open.enter_context((self._folder / ARRAYS[part]).open("wb"))
            self._kinds[part] = array[:0]
            self._write_header(part, 0)
        return self._files[part]

    def _finish(self) -> None:
        offsets = np.cumsum(np.concatenate([np.zeros(1, dtype=np.int64), *self._lengths]))
        np.save(self._folder / File.OFFSETS, offsets, allow_pickle=False)
        for part, file in self._files.items():
            file.seek(0)
            self._write_header(part, int(offsets[-1]))

    def _write_header(self, part: str, rows: int) -> None:
        """The header is equally long for any number of rows, because NumPy leaves room in it for growing arrays."""
        kind = self._kinds[part]
        header = {"descr": kind.dtype.str, "fortran_order": False, "shape": (rows, *kind.shape[1:])}
        np.lib.format.write_array_header_1_0(self._files[part], header)
