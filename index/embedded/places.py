"""Which update and which column each passage is of, as numbers: what filters are looked up in, without reading rows."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedded.files import File, array_in, json_of, parsed
from index.passages import Passage

Pair = tuple[str, str]
Named = tuple[list[Pair], list[Pair]]


@dataclass(frozen=True)
class Places:
    """`numbers` (n, 2) int32: of each passage, its update's and its column's. They stand for `updates`, each a plan's
    name and its own, and `columns`, each a plan's name and a heading."""

    numbers: npt.NDArray[np.int32]
    updates: Sequence[Pair]
    columns: Sequence[Pair]

    @classmethod
    def of(cls, passages: Iterable[Passage]) -> Places:
        writer = PlacesWriter()
        writer.add(passages)
        return writer.places()

    @classmethod
    def load(cls, numbers: Path, named: Path) -> Places:
        """Reads what `save` wrote; the numbers stay on disk until they are needed."""
        updates, columns = parsed(Named, named)
        return cls(array_in(numbers, mapped=True), updates, columns)

    def within(self, updates: Collection[Pair], columns: Collection[Pair] | None) -> npt.NDArray[np.bool_]:
        """Whether each passage is of one of these updates and, unless all are meant, of one of these columns."""
        found = _are(updates, self._update_numbers)[self.numbers[:, 0]]
        if columns is not None:
            found &= _are(columns, self._column_numbers)[self.numbers[:, 1]]
        return found

    @cached_property
    def _update_numbers(self) -> dict[Pair, int]:
        return {each: number for number, each in enumerate(self.updates)}

    @cached_property
    def _column_numbers(self) -> dict[Pair, int]:
        return {each: number for number, each in enumerate(self.columns)}


def _are(pairs: Collection[Pair], numbers: Mapping[Pair, int]) -> npt.NDArray[np.bool_]:
    """Which numbers are those of some of the pairs; a pair may have none."""
    found = np.zeros(len(numbers), dtype=bool)
    found[[numbers[each] for each in pairs if each in numbers]] = True
    return found


class PlacesWriter:
    """Gathers the places of passages as they come."""

    def __init__(self) -> None:
        self._numbers = array("i")
        self._updates: dict[Pair, int] = {}
        self._columns: dict[Pair, int] = {}

    def add(self, passages: Iterable[Passage]) -> None:
        for passage in passages:
            update, column = (passage.plan, passage.update), (passage.plan, passage.column)
            self._numbers.append(self._updates.setdefault(update, len(self._updates)))
            self._numbers.append(self._columns.setdefault(column, len(self._columns)))

    def places(self) -> Places:
        numbers = np.array(self._numbers, dtype=np.int32).reshape(-1, 2)
        return Places(numbers, list(self._updates), list(self._columns))

    def save(self, folder: Path) -> None:
        places = self.places()
        np.save(folder / File.PLACES, places.numbers, allow_pickle=False)
        written = json_of(Named).dump_json((places.updates, places.columns))
        (folder / File.PLACES_NAMED).write_bytes(written)
