"""Positions of a generation's passages, counted through all its parts, and where in which part each of them is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.postgresql.arrays import Integers
from index.tokens import Positions


@dataclass(frozen=True, slots=True)
class Part:
    """The passages of a document: which of a generation's sources has them, whose they are, and their number there.
    `stems` and `tokens`: how many each has."""

    source: int
    tenant: str
    number: int
    file: str
    stems: Integers
    tokens: Integers


@dataclass(frozen=True, slots=True)
class Located:
    """Those of some passages that one source has: which of the passages, and where it has each of them."""

    source: int
    which: Positions
    tenants: list[str]
    parts: list[int]
    places: list[int]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Some parts of a source, by their numbers, and whose each of them is."""

    tenants: list[str]
    parts: list[int]

    def where(self, table: str = "") -> str:
        """What limits a query to them: a part's number is of one tenant alone, and keys begin with the tenant."""
        return f"{table}tenant = any(%s::text[]) and {table}part = any(%s::bigint[])"

    @property
    def given(self) -> list[object]:
        """What the query is given for it."""
        return [list(dict.fromkeys(self.tenants)), self.parts]


@dataclass(frozen=True)
class Places:
    """The parts of a generation in the documents' order: their sources, tenants, numbers and files and, of each of
    their passages, the number of stems and of tokens. A part's number is its source's own."""

    sources: Positions
    tenants: Sequence[str]
    parts: Positions
    files: Sequence[str]
    stems: Integers
    tokens: Integers
    starts: Positions  # (parts + 1,): positions at which each begins, and the end of all

    @classmethod
    def of(cls, found: Iterable[Part]) -> Places:
        each = list(found)
        empty = np.zeros(0, np.int32)
        return cls(
            np.array([part.source for part in each], dtype=np.int64),
            [part.tenant for part in each],
            np.array([part.number for part in each], dtype=np.int64),
            [part.file for part in each],
            np.concatenate([empty, *(part.stems for part in each)]),
            np.concatenate([empty, *(part.tokens for part in each)]),
            np.cumsum([0, *(len(part.stems) for part in each)], dtype=np.int64),
        )

    def __len__(self) -> int:
        return int(self.starts[-1])

    def within(self, files: Iterable[str]) -> Places:
        """Those of some files."""
        wanted = set(files)
        return Places.of(
            Part(
                int(self.sources[at]), self.tenants[at], int(self.parts[at]), file, self.stems[here], self.tokens[here]
            )
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

    def in_parts(self, positions: Positions) -> Positions:
        """Of passages, which of the parts each is in."""
        found: Positions = self.starts.searchsorted(positions, side="right") - 1
        return found

    def located(self, positions: Positions) -> Iterator[Located]:
        """Where passages are, source by source."""
        at = self.in_parts(positions)
        for source in np.unique(self.sources[at]).tolist():
            which = np.flatnonzero(self.sources[at] == source).astype(np.int64)
            here = at[which]
            places = positions[which] - self.starts[here]
            tenants = [self.tenants[each] for each in here]
            yield Located(source, which, tenants, self.parts[here].tolist(), places.tolist())

    def numbers(self, source: int) -> list[int]:
        """The numbers of a source's parts."""
        return [int(each) for each in self.parts[self.sources == source]]

    def chosen(self, source: int, at: Sequence[int] | Positions | None = None) -> Chosen:
        """Those of some of the parts, or of all, that are a source's."""
        every = np.arange(len(self.parts)) if at is None else np.asarray(at, dtype=np.int64)
        of = every[self.sources[every] == source]
        return Chosen([self.tenants[each] for each in of], self.parts[of].tolist())

    def apart(self, source: int, at: Positions, most: int) -> tuple[list[Chosen], Chosen]:
        """Those of some of the parts that are a source's: of each tenant that has more passages in them than `most`,
        and of all others together."""
        of = at[self.sources[at] == source]
        counts = Counter[str]()
        for each, count in zip(of.tolist(), np.diff(self.starts)[of].tolist(), strict=True):
            counts[self.tenants[each]] += count
        large = [tenant for tenant, count in counts.items() if count > most]
        alone = [[each for each in of.tolist() if self.tenants[each] == tenant] for tenant in large]
        others = [each for each in of.tolist() if self.tenants[each] not in large]
        return [self.chosen(source, each) for each in alone], self.chosen(source, others)

    def positions(self, source: int, parts: Sequence[int] | Positions, places: Sequence[int] | Integers) -> Positions:
        """The positions of places, each in a part of a source."""
        at, numbers = self._by_number[source]
        found: Positions = self.starts[at[numbers.searchsorted(parts)]] + np.asarray(places, dtype=np.int64)
        return found

    @cached_property
    def _by_number(self) -> dict[int, tuple[Positions, Positions]]:
        """Of each source, which of the parts are its, in the order of their numbers, and the numbers."""
        found = {}
        for source in np.unique(self.sources).tolist():
            of = np.flatnonzero(self.sources == source).astype(np.int64)
            at = of[np.argsort(self.parts[of])]
            found[source] = at, self.parts[at]
        return found


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
    def parts(self) -> Positions:
        """Which of the parts they are in."""
        return np.flatnonzero(self._counted).astype(np.int64)

    @cached_property
    def is_whole(self) -> bool:
        """Whether it has all passages with words of the parts that it has any of."""
        every = np.diff(self.places.with_words.searchsorted(self.places.starts))
        return bool(np.array_equal(self._counted[self._counted > 0], every[self._counted > 0]))

    @cached_property
    def _counted(self) -> npt.NDArray[np.int64]:
        found: npt.NDArray[np.int64] = np.diff(self.at.searchsorted(self.places.starts))
        return found
