"""Rows of a stored document that are read when they are needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, overload

from corpus.records import Row


class RowSource(Protocol):
    """What has the rows of documents: a file, or a server."""

    def rows_from(self, start: int, count: int) -> tuple[Row, ...]:
        """The rows of the document that begins at a place, or has it as its number: `count` of them."""
        ...


class StoredRows(Sequence[Row]):
    """Rows of a document that are read when they are first needed; equal to any sequence of the same rows."""

    def __init__(self, source: RowSource, start: int, count: int) -> None:
        self.source, self.start, self._count = source, start, count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        return self._all()[at]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, StoredRows) and other.source is self.source:
            return (other.start, other._count) == (self.start, self._count)
        return isinstance(other, Sequence) and len(other) == len(self) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return f"<{self._count} rows>"

    def _all(self) -> tuple[Row, ...]:
        return self.source.rows_from(self.start, self._count)
