"""Documents, rows and passages of a generation in one SQLite file, read when they are needed and checked one by one."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import IndexDamaged, IndexMismatch
from corpus.records import Document, Row
from index.embedded.files import REBUILD, REMEDY, json_of
from index.passages import Passage
from index.stored_rows import StoredRows

# Names are the first 16 bytes of a SHA-256, so that an index over them is small.
SCHEMA = """
CREATE TABLE IF NOT EXISTS document (at INTEGER PRIMARY KEY, told TEXT, seal INTEGER, rows INTEGER);
CREATE TABLE IF NOT EXISTS row (at INTEGER PRIMARY KEY, told TEXT, seal INTEGER, name BLOB);
CREATE TABLE IF NOT EXISTS passage (at INTEGER PRIMARY KEY, told TEXT, seal INTEGER, text BLOB, row BLOB, file BLOB);
CREATE INDEX IF NOT EXISTS passage_text ON passage (text);
"""
HASTY = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"  # of a file that is nothing before it is whole
INDEXES = """
CREATE INDEX row_name ON row (name);
CREATE INDEX passage_row ON passage (row);
CREATE INDEX passage_file ON passage (file);
"""
# Rows and passages that stay in memory once they are read: with some 2 kB each, 64 MB at most. A question reads a few
# hundred; at 100, each would read them from the file again.
KEPT = 32_768

MOST_VALUES = 500  # in a statement: SQLite takes at least 999

Record = TypeVar("Record", Document, Row, Passage)
Value = TypeVar("Value")


def _name(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:16]


def _text(digest: str) -> bytes:
    return bytes.fromhex(digest)[:16]


class RecordWriter:
    """Writes the records of a generation, passages as they come. Raises OSError where the disk can't be written.

    A file with a `version` may be one that is there already, and what was committed to it outlives a process that is
    killed; another is whole only once it is finished.
    """

    def __init__(self, path: Path, version: int | None = None) -> None:
        self._path = path
        with as_os_error():
            self._open = sqlite3.connect(path, check_same_thread=False)
            self._open.executescript(HASTY if version is None else f"PRAGMA user_version = {version};")
            self._open.executescript(SCHEMA)
            self._documents, self._rows, self._passages = (
                int(self._open.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
                for table in ("document", "row", "passage")
            )

    def add(self, passages: Sequence[Passage]) -> None:
        """Adds passages, and waits until they are in the file."""
        first, self._passages = self._passages, self._passages + len(passages)
        found = (
            (at, *_told(Passage, at, each), _text(each.digest), _name(each.row_key), _name(each.location.file))
            for at, each in enumerate(passages, first)
        )
        with as_os_error(), self._open:
            self._open.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?)", found)

    def places(self, digests: Iterable[str]) -> dict[str, int]:
        """A position of each of some texts, of those that were added."""
        with as_os_error():
            return _places(self._open.execute, digests)

    def finish(self, documents: Sequence[Document]) -> None:
        """Adds the documents with their rows, and closes the file."""
        for document in documents:
            self.add_document(document)
        with as_os_error(), self._open:
            self._open.executescript(INDEXES)
        self.close()

    def add_document(self, document: Document) -> int:
        """Adds a document; returns where its rows begin. It is in the file once that is committed, or finished."""
        number, first = self._documents, self._rows
        told = _told(Document, number, replace(document, rows=()))
        rows = ((at, *_told(Row, at, row), _name(row.key)) for at, row in enumerate(document.rows, first))
        with as_os_error():
            self._open.execute("INSERT INTO document VALUES (?, ?, ?, ?)", (number, *told, len(document.rows)))
            self._open.executemany("INSERT INTO row VALUES (?, ?, ?, ?)", rows)
        self._documents, self._rows = number + 1, first + len(document.rows)
        return first

    def commit(self) -> None:
        with as_os_error():
            self._open.commit()

    def records(self) -> Records:
        """What was written so far, and will be, to be read while this is open."""
        return Records(self._path, self._open)

    def close(self) -> None:
        with as_os_error():
            self._open.close()


class Records:
    """The records of a generation; threads may share it. It stays open when its file is removed."""

    def __init__(self, path: Path, opened: sqlite3.Connection | None = None) -> None:
        self._path = path
        self._open = opened or sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._lock = threading.Lock()
        self._kept: dict[tuple[type, int], Any] = {}
        self._rows("SELECT count(*) FROM sqlite_master")  # opens the file

    def documents(self) -> tuple[Document, ...]:
        """All documents; their rows are read when they are asked for."""
        found = self._rows("SELECT at, told, seal, rows FROM document ORDER BY at")
        starts = [0]
        for *_, rows in found:
            starts.append(starts[-1] + rows)
        return tuple(
            replace(self._read(Document, *told), rows=StoredRows(self, start, count))
            for (*told, count), start in zip(found, starts, strict=False)
        )

    def rows_from(self, start: int, count: int) -> tuple[Row, ...]:
        return tuple(self._all(Row, "row", range(start, start + count)))

    def rows_of(self, keys: Iterable[str]) -> dict[str, Row]:
        at = self._positions("row", "name", map(_name, keys))
        return {row.key: row for row in self._all(Row, "row", at)}

    def passages(self, at: Iterable[int]) -> list[Passage]:
        return self._all(Passage, "passage", at)

    def of_rows(self, keys: Iterable[str]) -> list[int]:
        """Positions of the passages of some rows."""
        return self._positions("passage", "row", map(_name, keys))

    def of_file(self, file: str) -> list[int]:
        """Positions of the passages of a document."""
        return self._positions("passage", "file", [_name(file)])

    def places(self, digests: Iterable[str]) -> dict[str, int]:
        """A position of each of some texts, of those that are here."""
        return _places(self._rows, digests)

    def _positions(self, table: str, column: str, names: Iterable[bytes]) -> list[int]:
        found = (self._rows(f"SELECT at FROM {table} WHERE {column} IN ({marks(part)})", part) for part in parts(names))
        return sorted(at for part in found for (at,) in part)

    def _all(self, kind: type[Record], table: str, at: Iterable[int]) -> list[Record]:
        """The records at some places, in this order."""
        wanted = [int(each) for each in at]
        kept = self._kept  # another may take its place meanwhile
        found: dict[int, Record] = {each: kept[kind, each] for each in wanted if (kind, each) in kept}
        for part in parts(each for each in wanted if each not in found):
            for told in self._rows(f"SELECT at, told, seal FROM {table} WHERE at IN ({marks(part)})", part):
                found[told[0]] = self._read(kind, *told)
        if missing := set(wanted) - found.keys():
            raise IndexDamaged(f"{self._path} has no {table} {min(missing)}: the file is damaged. {REMEDY}")
        self._keep({(kind, each): record for each, record in found.items()})
        return [found[each] for each in wanted]

    def _keep(self, found: dict[tuple[type, int], Any]) -> None:
        if len(self._kept) > KEPT:
            self._kept = {}
        self._kept.update(found)

    def _read(self, kind: Any, at: int, told: str, seal: int) -> Any:  # noqa: ANN401
        if seal != _seal(at, told):
            raise IndexDamaged(f"{self._path} isn't what was written: the file is damaged. {REMEDY}")
        try:
            return json_of(kind).validate_json(told)
        except ValueError as error:
            raise IndexMismatch(f"{self._path} was written by another version of this program. {REBUILD}") from error

    def _rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._open.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise IndexDamaged(f"{self._path} isn't what was written: {error}. {REMEDY}") from error


def _places(ask: Callable[[str, Sequence[Any]], Iterable[tuple[Any, ...]]], digests: Iterable[str]) -> dict[str, int]:
    names = {_text(digest): digest for digest in digests}
    return {
        names[text]: at
        for part in parts(names)
        for at, text in ask(f"SELECT at, text FROM passage WHERE text IN ({marks(part)})", part)
    }


def _told(kind: Any, at: int, record: object) -> tuple[str, int]:  # noqa: ANN401
    told = json_of(kind).dump_json(record).decode()
    return told, _seal(at, told)


def _seal(at: int, told: str) -> int:
    """A check value of a record at its place: it notices every flipped bit, and records in one another's places."""
    return zlib.crc32(f"{at}\n{told}".encode())


def parts(values: Iterable[Value]) -> Iterator[list[Value]]:
    """As many values at once as a statement takes."""
    every = iter(values)
    while part := list(islice(every, MOST_VALUES)):
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


def is_sound(path: Path, version: int) -> bool:
    """Whether a file of this version is there that SQLite can read."""
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(path)) as opened:
            found: tuple[int] = opened.execute("PRAGMA user_version").fetchone()
            opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return found[0] == version
    except sqlite3.Error:
        return False
