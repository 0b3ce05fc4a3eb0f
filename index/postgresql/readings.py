"""Documents that builds have read and no generation holds yet: a build that is killed doesn't read them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.records import Document
from index.postgresql.connection import Connection
from index.postgresql.documents import Documents, write_document
from index.stored_rows import StoredRows


class PostgresReadings:
    """As `index.store.Readings` says. Each document is committed by itself; those of a build that is killed stay until
    another one is done."""

    def __init__(self, connection: Connection, tenant: str, rules: str) -> None:
        self._connection = connection
        self._tenant = tenant
        self._rules = rules
        self._documents = Documents(
            lambda query, *given: connection.cursor(binary=True).execute(query.encode(), given).fetchall(), [tenant]
        )

    def known(self) -> Sequence[Document]:
        self._connection.execute(
            "delete from plans.readings where tenant = %s and rules <> %s", [self._tenant, self._rules]
        )
        query = "select document from plans.readings where tenant = %s order by file"
        ids = [document for (document,) in self._connection.execute(query, [self._tenant])]
        try:
            return list(self._documents.of(ids).values())
        except ValueError:  # another version of the program wrote them: they are read again
            self.forget()
            return ()

    def keep(self, document: Document) -> Document:
        with self._connection.transaction():
            number = write_document(self._connection, self._tenant, document)
            self._connection.execute(
                "insert into plans.readings (tenant, file, rules, document) values (%s, %s, %s, %s)"
                " on conflict (tenant, file) do update set rules = excluded.rules, document = excluded.document",
                [self._tenant, document.file, self._rules, number],
            )
        return replace(document, rows=StoredRows(self._documents, number, len(document.rows)))

    def save(self) -> None:
        """They are."""

    def forget(self) -> None:
        """None are kept any more."""
        self._connection.execute("delete from plans.readings where tenant = %s", [self._tenant])
