"""Documents that builds have read and no generation holds yet: a build that is killed doesn't read them again."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from corpus.errors import IndexDamaged, IndexMismatch
from corpus.records import Document
from index.embedded.files import FORMAT
from index.embedded.records import Records, RecordWriter, is_sound
from index.stored_rows import StoredRows

NAME = "read.sqlite3"
# Rows after which they are committed: reading so many takes some seconds, which is what a build that is killed loses.
COMMITTED = 1_000


class FolderReadings:
    """As `index.store.Readings` says; the file is written when there is something to keep."""

    def __init__(self, index: Path, rules: str) -> None:
        self._path = index / NAME
        self._version = zlib.crc32(f"{FORMAT} {rules}".encode()) >> 1  # as SQLite keeps it, in 31 bits
        self._waiting = 0
        if not is_sound(self._path, self._version):
            self._remove()

    def known(self) -> Sequence[Document]:
        if not self._path.exists():
            return ()
        try:
            return self._records.documents()
        except (IndexDamaged, IndexMismatch):  # they are read again
            self.close(remove=True)
            return ()

    def keep(self, document: Document) -> Document:
        start = self._writer.add_document(document)
        self._waiting += len(document.rows)
        if self._waiting >= COMMITTED:
            self.save()
        return replace(document, rows=StoredRows(self._records, start, len(document.rows)))

    def save(self) -> None:
        if self._waiting:
            self._writer.commit()
            self._waiting = 0

    def close(self, remove: bool) -> None:
        """Closes the file; it stays for the next build unless it is removed."""
        if "_writer" in self.__dict__:
            if not remove:
                self.save()
            self._writer.close()
            del self._writer
            self.__dict__.pop("_records", None)
        if remove:
            self._remove()

    @cached_property
    def _writer(self) -> RecordWriter:
        return RecordWriter(self._path, self._version)

    @cached_property
    def _records(self) -> Records:
        return self._writer.records()

    def _remove(self) -> None:
        for path in (self._path, self._path.with_name(f"{NAME}-journal")):
            path.unlink(missing_ok=True)
