"""The passages that filters leave, one bit each: a million of them take 125 kB, and many filters are kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.tokens import Positions


@dataclass(frozen=True, slots=True)
class Selection:
    """`bits`: whether each of `of` passages is left, the first in the lowest bit; `count` are."""

    bits: npt.NDArray[np.uint8]
    of: int
    count: int

    @classmethod
    def where(cls, left: npt.NDArray[np.bool_]) -> Selection:
        return cls(np.packbits(left, bitorder="little"), len(left), int(left.sum()))

    def __len__(self) -> int:
        return self.count

    @property
    def mask(self) -> npt.NDArray[np.bool_]:
        return np.unpackbits(self.bits, count=self.of, bitorder="little").view(bool)

    def positions(self) -> Positions:
        return np.flatnonzero(self.mask).astype(np.int64)
