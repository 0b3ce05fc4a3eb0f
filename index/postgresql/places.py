"""Positions of a generation's passages, counted through all its parts, and where in which part each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.postgresql.arrays import Integers
from index.tokens import Positions


@dataclass(frozen=True)
class Places:
    """The parts of a generation in the documents' order: their numbers and files and, of each of their passages, the
    number of stems and of tokens."""

    parts: Positions
    files: Sequence[str]
    stems: Integers
    tokens: Integers
    starts: Positions  # (parts + 1,): positions at which each begins, and the end of all

    @classmethod
    def of(cls, found: Iterable[tuple[int, str, Integers, Integers]]) -> Places:
        each = list(found)
        empty = np.zeros(0, np.int32)
        return cls(
            np.array([part for part, *_ in each], dtype=np.int64),
            [file for _, file, *_ in each],
            np.concatenate([empty, *(stems for *_, stems, _ in each)]),
            np.concatenate([empty, *(tokens for *_, tokens in each)]),
            np.cumsum([0, *(len(stems) for *_, stems, _ in each)], dtype=np.int64),
        )

    def __len__(self) -> int:
        return int(self.starts[-1])

    def within(self, files: Iterable[str]) -> Places:
        """Those of some files."""
        wanted = set(files)
        return Places.of(
            (int(self.parts[at]), file, self.stems[here], self.tokens[here])
            for at, file in enumerate(self.files)
            if file in wanted
            for here in [slice(self.starts[at], self.starts[at + 1])]
        )

    @cached_property
    def of_file(self) -> dict[str, int]:
        """Which of the parts is a file's."""
        return {file: at for at, file in enumerate(self.files)}

    @cached_property
    def with_words(self) -> Positions:
        """All passages that have a word."""
        return np.flatnonzero(self.tokens).astype(np.int64)

    def whole(self, at: int) -> Positions:
        """The positions of all passages of one of the parts."""
        return np.arange(self.starts[at], self.starts[at + 1], dtype=np.int64)

    def located(self, positions: Positions) -> tuple[Positions, Positions]:
        """Of passages, the numbers of their parts and their places there."""
        at = self.starts.searchsorted(positions, side="right") - 1
        return self.parts[at], positions - self.starts[at]

    def positions(self, parts: Sequence[int], places: Sequence[int]) -> Positions:
        """What `located` gave, turned back."""
        starts = self.starts[[self._numbered[part] for part in parts]]
        found: Positions = starts + np.array(places, dtype=np.int64)
        return found

    def positions_in(self, part: int, places: Integers) -> Positions:
        """The positions of places in one part."""
        found: Positions = self.starts[self._numbered[part]] + places.astype(np.int64)
        return found

    @cached_property
    def _numbered(self) -> dict[int, int]:
        return {int(part): at for at, part in enumerate(self.parts)}


@dataclass(frozen=True)
class Selection:
    """Passages that filters leave, ascending, all of which have a word."""

    at: Positions
    places: Places

    def __len__(self) -> int:
        return len(self.at)

    def positions(self) -> Positions:
        return self.at

    @cached_property
    def parts(self) -> list[int]:
        """The numbers of the parts that they are in."""
        return [int(part) for part in self.places.parts[self._counted > 0]]

    @cached_property
    def is_whole(self) -> bool:
        """Whether it has all passages with words of the parts that it has any of."""
        every = np.diff(self.places.with_words.searchsorted(self.places.starts))
        return bool(np.array_equal(self._counted[self._counted > 0], every[self._counted > 0]))

    @cached_property
    def _counted(self) -> npt.NDArray[np.int64]:
        found: npt.NDArray[np.int64] = np.diff(self.at.searchsorted(self.places.starts))
        return found
