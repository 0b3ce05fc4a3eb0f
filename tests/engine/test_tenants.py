"""A reader of one council gets nothing of another's, whatever it asks PostgreSQL for; and how the tables are made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest

from corpus.errors import IndexMismatch, IndexNotFound, PlansError
from index import Index
from index.postgresql.connection import Connection
from index.postgresql.schema import migrate, migrations
from index.postgresql.store import PostgresStore
from tests.engine.servers import Server
from tests.index.stores import ENCODER, published
from tests.index.test_stores import EVERYTHING, document, library

TABLES = ("tenants", "documents", "parts", "passages", "encodings", "postings", "generations", "published")


@contextmanager
def store_of(server: Server, council: str, role: str = "postgres") -> Iterator[PostgresStore]:
    store = PostgresStore(server.url("councils", role), council)
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def councils(primary: Server) -> Server:
    """A database with two councils, and a role that may read the first."""
    with psycopg.connect(primary.url(), autocommit=True) as connection:
        connection.execute("drop database if exists councils with (force)")
        connection.execute("create database councils")
        connection.execute("drop role if exists reader_of_ayton")
        connection.execute("create role reader_of_ayton login")
    for council, text in (("Ayton", "Paint the doors"), ("Beeton", "Train the nurses of 1,204 wards")):
        with store_of(primary, council) as store:
            published(store, library(document("2023-24", text, plan=f"Fictional plan of {council}")))
    with psycopg.connect(primary.url("councils"), autocommit=True) as connection:
        connection.execute("select plans.admit('reader_of_ayton', 'Ayton')")
    return primary


def test_a_reader_searches_its_own_council(councils: Server) -> None:
    with store_of(councils, "Ayton", "reader_of_ayton") as store:
        found = store.open()
        best = Index(found, ENCODER).search("nurses", k=1, filters=EVERYTHING)[0]
        assert best.passage.plan == "Fictional plan of Ayton"
        assert (found.frequency("doors"), found.frequency("nurses")) == (2, 0)
        with pytest.raises(PlansError, match="may not change the store"):
            store.publish([])


def test_a_reader_gets_nothing_of_another_council_even_when_it_asks_for_it(councils: Server) -> None:
    with store_of(councils, "Beeton", "reader_of_ayton") as store, pytest.raises(IndexNotFound):
        store.open()
    with psycopg.connect(councils.url("councils"), autocommit=True) as owner:
        whole = {table: counted(owner, table) for table in TABLES}
    with psycopg.connect(councils.url("councils", "reader_of_ayton"), autocommit=True) as reader:
        for table in TABLES:
            assert counted(reader, table) == {"Ayton": whole[table]["Ayton"]}
        assert reader.execute("select from plans.postings where stem = 'nurs'").fetchall() == []
        nearest = (
            "select tenant from plans.passages order by sentence <#> (select sentence from plans.passages limit 1)"
        )
        assert {*reader.execute(nearest).fetchall()} == {("Ayton",)}
        for forbidden in (
            "select * from plans.readers",
            "select plans.admit('reader_of_ayton', 'Beeton')",
            "insert into plans.readers values ('reader_of_ayton', 'Beeton')",
            "set role postgres",
            "delete from plans.published",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(forbidden.encode())


def counted(connection: psycopg.Connection[tuple[str, int]], table: str) -> dict[str, int]:
    """The rows of each tenant that somebody sees in a table, asked for without any filter."""
    return dict(connection.execute(f"select tenant, count(*) from plans.{table} group by tenant".encode()).fetchall())


def test_the_tables_are_made_once_and_a_newer_store_is_left_alone(councils: Server) -> None:
    with Connection.connect(councils.url("councils"), autocommit=True) as connection:
        assert migrate(connection) == []
        applied = connection.execute("select number from plans.migrations order by number").fetchall()
        assert [number for (number,) in applied] == sorted(migrations())
        connection.execute("insert into plans.migrations (number, name) values (9999, 'of later')")
        with pytest.raises(IndexMismatch, match="newer version"):
            migrate(connection)
    with store_of(councils, "Ayton") as store, pytest.raises(IndexMismatch, match="newer version"):
        store.in_use()


def test_councils_that_had_partitions_of_their_own_are_read(councils: Server) -> None:
    """Each tenant had partitions before migration 4."""
    with psycopg.connect(councils.url(), autocommit=True) as connection:
        connection.execute("drop database if exists apart with (force)")
        connection.execute("create database apart")
    first = [number for number in sorted(migrations()) if number < 4]
    with (
        Connection.connect(councils.url("councils"), autocommit=True) as now,
        Connection.connect(councils.url("apart"), autocommit=True) as earlier,
    ):
        earlier.execute("create schema plans")
        earlier.execute(
            "create table plans.migrations (number integer primary key, name text, applied timestamptz default now())"
        )
        for number in first:
            name, text = migrations()[number]
            earlier.execute(text.encode())
            earlier.execute("insert into plans.migrations (number, name) values (%s, %s)", [number, name])
        for council in ("Ayton", "Beeton"):
            earlier.execute("select plans.add_tenant(%s)", [council])
        earlier.execute("select plans.admit('reader_of_ayton', 'Ayton')")
        for table in TABLES[1:]:
            with now.cursor().copy(f"copy plans.{table} to stdout (format binary)".encode()) as source:
                written = b"".join(source)
            with earlier.cursor().copy(f"copy plans.{table} from stdin (format binary)".encode()) as target:
                target.write(written)
        earlier.execute("select plans.index_vectors('Beeton', %s)", [ENCODER.dimensions])
        assert migrate(earlier) == ["0004_one_table"]
        (indexed,) = earlier.execute("select indexdef from pg_indexes where indexname like 'nearest%'").fetchall()
        assert "'Beeton'" in indexed[0]
    with closing(PostgresStore(councils.url("apart", "reader_of_ayton"), "Ayton")) as store:
        assert Index(store.open(), ENCODER).search("doors", k=1, filters=EVERYTHING)
    with psycopg.connect(councils.url("apart", "reader_of_ayton")) as reader:
        assert all(counted(reader, table).keys() == {"Ayton"} for table in TABLES)
    with closing(PostgresStore(councils.url("apart"), "Beeton")) as store:
        published(store, library(document("2024-25", "Train all nurses", plan="Fictional plan of Beeton")))
        assert [hit.passage.text for hit in Index(store.open(), ENCODER).search("nurses", k=1)] == ["Train all nurses"]


def test_documents_that_an_earlier_version_wrote_are_read(primary: Server) -> None:
    """Rows had been within their documents' records before migration 3."""
    with psycopg.connect(primary.url(), autocommit=True) as connection:
        connection.execute("drop database if exists earlier with (force)")
        connection.execute("create database earlier")
    made = library(document("2023-24", "Paint “the” doors", "Raise the \\ fees"))
    with closing(PostgresStore(primary.url("earlier"), "council")) as store:
        published(store, made)
        with psycopg.connect(primary.url("earlier"), autocommit=True) as connection:
            connection.execute(
                "update plans.documents set record = convert_to((convert_from(record, 'UTF8')::jsonb ||"
                " jsonb_build_object('rows', convert_from(rows, 'UTF8')::jsonb))::text, 'UTF8')"
            )
            connection.execute("alter table plans.documents drop column rows, drop column row_count")
            connection.execute("drop table plans.readings")
            connection.execute("delete from plans.migrations where number >= 3")
        with pytest.raises(IndexMismatch, match="plans build"):
            store.open()
        with Connection.connect(primary.url("earlier"), autocommit=True) as connection:
            assert migrate(connection) == ["0003_rows_apart", "0004_one_table"]
        assert store.open().library == made
