"""What a build has to do: which passages a library has, and which of their texts have to be encoded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TypeVar

from corpus.library import Library
from corpus.records import Document, Doubt, Row
from index.model.encoder import Encoder
from index.passages import Passage, passages_of
from index.receipt import Difference, Loss, item_difference, row_difference
from index.store import Generation

# Passages encoded and written between two progress events: some 5 seconds on 2 cores. More take memory, look stuck, and
# are lost if the build is killed.
AT_ONCE = 512

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a library: its rows, their items, and how many rows are to be compared with the document."""

    rows: int
    items: int
    doubtful: int


@dataclass(frozen=True)
class Work:
    """What a build has to do; nothing if `unchanged`. `fresh`: the digests of the texts that have to be encoded, for
    `encoded` of all passages; the vectors of others are carried over from the generation before, if it `carries`.

    Of a large library neither the rows nor the passages are held: they are read, and cut, each time they are needed.
    """

    before: Generation | None
    library: Library
    encoder: Encoder
    carries: bool
    losses: tuple[Loss, ...]
    reasons: tuple[str, ...]
    fresh: frozenset[str] = frozenset()
    passages: int = 0
    encoded: int = 0
    unchanged: bool = False

    def parts(self) -> Iterator[list[Passage]]:
        """The passages, in the documents' order, a few at a time."""
        return parts(cut(self.library, self.before if self.carries else None, self.encoder), AT_ONCE)

    @cached_property
    def counts(self) -> Counts:
        rows = items = doubtful = 0
        for row in _rows(self.library):
            rows += 1
            items += sum(len(column.items) for column in row.columns)
            doubtful += row.doubt is not Doubt.NONE
        return Counts(rows, items, doubtful)

    def differences(self) -> tuple[Difference, Difference]:
        """What became of the rows and of the items of the generation before."""
        had, has = _by_update(self.before.library if self.before else None), _by_update(self.library)
        rows, items = Difference(), Difference()
        for key in had.keys() | has.keys():
            old, new = had[key], has[key]
            if old != new:  # told without reading them where they are the same stored ones
                rows += row_difference(_joined(old), _joined(new))
                items += item_difference(_joined(old), _joined(new))
        return rows, items


def cut(library: Library, before: Generation | None, encoder: Encoder) -> Iterator[Passage]:
    """The passages of all rows; those of unchanged rows are reused, because counting tokens takes time."""
    had = {update.document.file: update.document for update in before.library.updates} if before else {}
    for update in library.updates:
        document = update.document
        if before is None or document.file not in had:
            yield from passages_of(document.rows, encoder.count, encoder.window)
        else:
            yield from _cut_again(document, had[document.file], before, encoder)


def _cut_again(document: Document, had: Document, before: Generation, encoder: Encoder) -> Iterator[Passage]:
    cut_before: dict[str, list[Passage]] = {}
    for passage in before.passages(before.of_file(document.file)):
        cut_before.setdefault(passage.row_key, []).append(passage)
    same = {row.key: row for row in had.rows}
    for row in document.rows:
        known = row == same.get(row.key)
        yield from cut_before.get(row.key, []) if known else passages_of([row], encoder.count, encoder.window)


def parts(values: Iterable[Value], size: int) -> Iterator[list[Value]]:
    every = iter(values)
    while part := list(islice(every, size)):
        yield part


def _rows(library: Library) -> Iterator[Row]:
    return (row for update in library.updates for row in update.document.rows)


def _by_update(library: Library | None) -> defaultdict[tuple[str, str], list[Sequence[Row]]]:
    """The rows of each update: a row's key names its plan and its update, so no row is compared with one of another."""
    found = defaultdict[tuple[str, str], list[Sequence[Row]]](list)
    for update in library.updates if library else ():
        found[update.document.plan, update.name].append(update.document.rows)
    return found


def _joined(rows: Sequence[Sequence[Row]]) -> list[Row]:
    return [row for each in rows for row in each]
