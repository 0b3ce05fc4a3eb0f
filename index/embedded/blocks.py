"""Large files of a generation, compared with what was written block by block, each when it is first used."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.errors import IndexDamaged
from index.embedded.files import REMEDY
from index.tokens import Positions

# Bytes of a block. A passage's tokens take some 10,000, and a question looks at those of a few hundred passages: larger
# blocks make it read more than it needs, smaller ones only add to the sums, which are 1 byte in 4,096.
BLOCK = 2**14
# Bytes of a file from which it is compared in blocks. Smaller ones are compared whole when they are opened, in some 20
# milliseconds each.
LARGE = 2**24
SUMS = ".crc32.npy"  # after a file's name: the file with its blocks' sums


class Blocks:
    """A file's bytes, mapped into memory, and the CRC-32 of each block; threads may share it."""

    def __init__(self, path: Path, sums: npt.NDArray[np.uint32]) -> None:
        self._path = path
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        self._sums = sums
        self._checked = np.zeros(len(sums), dtype=bool)
        self._checked_before = np.zeros(len(sums) + 1, dtype=np.int64)  # how many, by block

    def check_from_end(self, starts: Positions, ends: Positions) -> None:
        """The same of ranges that are counted from the file's end, below 0: what arrays begin with isn't needed."""
        self.check(starts + len(self._bytes), ends + len(self._bytes))

    def check(self, starts: Positions, ends: Positions) -> None:
        """Compares the blocks of some ranges of bytes, unless they have been compared. Raises IndexDamaged."""
        firsts, lasts = starts // BLOCK, np.maximum(ends - 1, starts) // BLOCK
        before = self._checked_before
        if (before[lasts + 1] - before[firsts] == lasts + 1 - firsts).all():
            return
        opening = np.zeros(
            len(self._sums) + 1, dtype=np.int64
        )  # ranges that begin at a block, less those that have ended
        np.add.at(opening, firsts, 1)
        np.add.at(opening, lasts + 1, -1)
        for at in np.flatnonzero((opening[:-1].cumsum() > 0) & ~self._checked).tolist():
            if zlib.crc32(self._bytes[at * BLOCK : (at + 1) * BLOCK].data) != self._sums[at]:
                raise IndexDamaged(f"{self._path} isn't what was written: the file is damaged. {REMEDY}")
            self._checked[at] = True
        self._checked_before = np.concatenate([[0], self._checked.cumsum()])

    def check_all(self) -> None:
        if not self._checked.all():
            self.check(np.zeros(1, np.int64), np.array([len(self._bytes)]))


def write_sums(path: Path) -> None:
    """Writes the sums of a large file's blocks beside it."""
    if path.stat().st_size >= LARGE:
        sums = np.fromiter((zlib.crc32(block) for block in _blocks(path)), dtype=np.uint32)
        np.save(path.with_name(path.name + SUMS), sums, allow_pickle=False)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
