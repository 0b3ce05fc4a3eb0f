"""The store's tables: made, and brought up to date, by numbered files of SQL, each applied once."""

from __future__ import annotations

from importlib import resources

import psycopg

from corpus.errors import IndexMismatch, IndexNotFound, PlansError
from index.postgresql.connection import Connection

LOCK = 0x706C616E73  # "plans": of the database's advisory locks, the one for migrations
_REFUSED = (
    psycopg.errors.InsufficientPrivilege,
    psycopg.errors.FeatureNotSupported,  # the server has no pgvector
    psycopg.errors.UndefinedFile,
)


def migrations() -> dict[int, tuple[str, str]]:
    """Each migration's name and its SQL, by number."""
    files = [file for file in resources.files(__package__).joinpath("migrations").iterdir() if ".sql" in file.name]
    named = {file.name.removesuffix(".sql"): file.read_text(encoding="utf-8") for file in files}
    return {int(name.partition("_")[0]): (name, named[name]) for name in sorted(named)}


def migrate(connection: Connection) -> list[str]:
    """Brings the tables up to date, all in one transaction and one program at a time; returns what was applied.

    Raises IndexMismatch where a newer version of this program has made them, PlansError where this user may not.
    """
    try:
        if not _unmade(connection):
            return []
        with connection.transaction():
            connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
            connection.execute("create schema if not exists plans")
            connection.execute(
                "create table if not exists plans.migrations (number integer primary key, name text not null,"
                " applied timestamptz not null default now())"
            )
            missing = _missing(connection)
            for number, (name, text) in missing.items():
                connection.execute(text.encode())
                connection.execute("insert into plans.migrations (number, name) values (%s, %s)", [number, name])
            return [name for name, _ in missing.values()]
    except _REFUSED as error:
        raise PlansError(
            f"The store's tables can't be made: {error.diag.message_primary}. An administrator of the database must let"
            " this user create a schema there, and install pgvector (`create extension vector`)."
        ) from error


def check(connection: Connection) -> None:
    """Raises IndexNotFound unless there are tables, IndexMismatch unless they are those of this version."""
    try:
        missing = _missing(connection)
    except psycopg.errors.UndefinedTable:
        raise IndexNotFound("There is no index in the store yet. Run `plans build`.") from None
    if missing:
        raise IndexMismatch("The store was made by an earlier version of this program. Run `plans build`.")


def _unmade(connection: Connection) -> bool:
    """Whether anything must be applied."""
    try:
        return bool(_missing(connection))
    except psycopg.errors.UndefinedTable:
        return True


def _missing(connection: Connection) -> dict[int, tuple[str, str]]:
    known = migrations()
    applied = {number for (number,) in connection.execute("select number from plans.migrations")}
    if newer := applied - known.keys():
        raise IndexMismatch(
            f"The store was made by a newer version of this program: it has migration {max(newer)}, this version knows "
            f"{max(known)}. Use that version."
        )
    return {number: found for number, found in known.items() if number not in applied}
