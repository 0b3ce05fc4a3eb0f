"""Statements for SQLite with many values, and its errors as those of the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

AT_ONCE = 500  # values in a statement: SQLite takes at least 999

Value = TypeVar("Value")


def parts(values: Iterable[Value]) -> Iterator[list[Value]]:
    """As many values at once as a statement takes."""
    every = iter(values)
    while part := list(islice(every, AT_ONCE)):
        yield part


def marks(values: Collection[object]) -> str:
    """A question mark for each value."""
    return ", ".join("?" * len(values))


@contextmanager
def as_os_error() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise OSError(f"{error}") from error
