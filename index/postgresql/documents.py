"""Documents in PostgreSQL: written once, known without their rows, which are read when they are needed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from corpus.errors import IndexDamaged
from corpus.records import Document, Row
from index.council_names import document_of, row_of
from index.postgresql.connection import Connection
from index.stored_rows import StoredRows

AT_ONCE = 2_000  # documents known at once, of about 2 kB without their rows: each lot comes soon
# Rows that stay in memory once they are read: with some 2 kB each, 64 MB at most. A question reads a few hundred; at
# 100, each would ask the server for them again.
KEPT = 32_768

DOCUMENT, ROWS = TypeAdapter(Document), TypeAdapter(tuple[Row, ...])


def digest_of(*records: bytes) -> str:
    return hashlib.sha256(b"\n".join(records)).hexdigest()


class Documents:
    """Documents of one tenant, or of several that are told `apart`; `ask` gives the rows of a query."""

    def __init__(self, ask: Callable[..., list[tuple[Any, ...]]], tenants: Sequence[str], apart: bool = False) -> None:
        self._ask = ask
        self._tenants = list(tenants)
        self._apart = apart
        self._kept: dict[int, tuple[Row, ...]] = {}
        self._rows = 0  # in all of those

    def of(self, ids: Sequence[int]) -> dict[int, Document]:
        """Documents by their numbers. Raises IndexDamaged where one is missing, ValueError where another version of
        the program wrote it."""
        query = "select id, tenant, record, row_count from plans.documents where tenant = any(%s) and id = any(%s)"
        lots = (list(ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE))
        found = {each: rest for lot in lots for each, *rest in self._ask(query, self._tenants, lot)}
        if missing := sum(each not in found for each in ids):
            raise IndexDamaged(f"{missing} documents are missing in the store. Run `plans rollback` or `plans build`.")
        return {each: self.of_record(each, *found[each]) for each in ids}

    def of_record(self, number: int, tenant: str, record: bytes, rows: int) -> Document:
        """A document as it is stored, of which the rows are read when they are needed."""
        document = DOCUMENT.validate_json(record)
        if self._apart:
            document = document_of(tenant, document)
        return replace(document, rows=StoredRows(self, number, rows))

    def rows_from(self, start: int, count: int) -> tuple[Row, ...]:
        """The rows of the document that has `start` as its number."""
        found = self._kept.get(start)
        return self.read([start])[start] if found is None else found

    def read(self, numbers: Sequence[int]) -> Mapping[int, tuple[Row, ...]]:
        """The rows of some documents by their numbers, asked for together; they are kept for a while."""
        kept = self._kept  # another may take its place meanwhile
        new = [each for each in numbers if each not in kept]
        query = "select id, tenant, rows from plans.documents where tenant = any(%s) and id = any(%s)"
        asked = self._ask(query, self._tenants, new) if new else []
        if len(asked) < len(new):
            raise IndexDamaged("A document is missing in the store. Run `plans rollback` or `plans build`.")
        found = {each: self._rows_of(tenant, stored) for each, tenant, stored in asked}
        count = sum(map(len, found.values()))
        if self._rows + count > KEPT:
            self._kept, self._rows = {}, 0
        self._kept |= found
        self._rows += count
        return {each: found.get(each, kept.get(each, ())) for each in numbers}

    def _rows_of(self, tenant: str, stored: bytes) -> tuple[Row, ...]:
        rows = ROWS.validate_json(stored)
        return tuple(row_of(tenant, row) for row in rows) if self._apart else rows


def read_at_once(documents: Sequence[Document]) -> None:
    """Reads the rows of documents that are about to be looked at, and not one after the other as each is."""
    numbers: dict[Documents, set[int]] = {}
    for rows in (document.rows for document in documents):
        if isinstance(rows, StoredRows) and isinstance(rows.source, Documents):
            numbers.setdefault(rows.source, set()).add(rows.start)
    for source, of in numbers.items():
        source.read(sorted(of))


def write_document(connection: Connection, tenant: str, document: Document) -> int:
    """The number of a document in the store; it is written if it isn't there."""
    record, rows = DOCUMENT.dump_json(replace(document, rows=())), ROWS.dump_json(tuple(document.rows))
    given: list[object] = [tenant, digest_of(record, rows)]
    known = connection.execute(
        "update plans.documents set written = now() where tenant = %s and digest = %s returning id", given
    ).fetchone()
    found: Any = (
        known
        or connection.execute(
            "insert into plans.documents (tenant, digest, record, rows, row_count) values (%s, %s, %s, %s, %s)"
            " returning id",
            [*given, record, rows, len(document.rows)],
        ).fetchone()
    )
    return int(found[0])
