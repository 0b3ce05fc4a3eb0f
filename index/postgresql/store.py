"""Generations in PostgreSQL: which are in use, undone or waiting, who builds, and what is cleared away."""

from __future__ import annotations

import getpass
import logging
import os
import platform
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

import psycopg
from pydantic import TypeAdapter

from corpus.errors import BuildRunning, IndexNotFound, PlansError, StoreUnreachable
from index.model.encoder import Encoder
from index.postgresql import jobs
from index.postgresql.connection import Connection, Server
from index.postgresql.draft import REMAINS_KEPT, PostgresDraft
from index.postgresql.generation import PostgresGeneration
from index.postgresql.readings import PostgresReadings
from index.postgresql.schema import check, migrate
from index.store import Draft, Published, Readings, Waiting

# A generation that was cleared away stays for so long for those who have it open: longer than any question takes, and
# shorter than it takes to fill a disk with builds.
LINGERS = "1 hour"
ENTRIES, WAITING = TypeAdapter(list[Published]), TypeAdapter(Waiting)
ASKED_AGAIN = 1.0  # seconds until a worker without anything to do asks again
NONE = "[]"  # no entries, as JSON


class PostgresStore:
    """Generations of one tenant, as `index.store.Store` says. What is read comes from `reading`, which may be a
    standby; a build, and all that changes anything, reads and writes the primary."""

    def __init__(self, address: str, tenant: str, reading: str = "") -> None:
        self._primary = Server(address)
        self._readable = Server(reading) if reading else self._primary
        self._tenant = tenant
        self._mine = threading.local()  # `connection`, while this thread changes something

    def __str__(self) -> str:
        return f"{self._primary.name}, tenant {self._tenant}"

    def close(self) -> None:
        """Closes its connections; what is read afterwards opens new ones."""
        for server in {self._primary, self._readable}:
            server.close()

    def published(self) -> list[Published]:
        found = ENTRIES.validate_json(self._pointer("entries", NONE))
        if not found:
            raise IndexNotFound(f"There is no index in the store ({self}). Run `plans build`.")
        return found

    def in_use(self) -> str:
        found = self._pointer("entries", NONE)
        return "" if found == NONE else found

    def open(self, generation: str | None = None) -> PostgresGeneration:
        kept = self.published() if generation is None else self._kept()
        for entry in reversed(kept):
            if generation in (None, entry.generation):
                server = self._readable if self._connection is None else self._primary
                return PostgresGeneration.open([(server, {self._tenant: entry})])
        raise IndexNotFound(f"There is no generation {generation} in the store ({self}).")

    @contextmanager
    def sole_builder(self) -> Iterator[None]:
        with self._connected() as connection:
            self._lock(connection)
            before, self._mine.connection = self._connection, connection
            try:
                yield
            finally:
                self._mine.connection = before

    @contextmanager
    def readings(self, rules: str) -> Iterator[Readings]:
        with self._changing() as connection:
            kept = PostgresReadings(connection, self._tenant, rules)
            yield kept
            kept.forget()

    @contextmanager
    def begin(self, generation: str, fingerprint: str, carry: bool) -> Iterator[Draft]:
        """Vectors are found by the model's fingerprint and the text, so they are carried over in any case."""
        with self._changing() as connection:
            yield PostgresDraft(connection, self._tenant, generation, fingerprint)

    def publish(self, entries: Sequence[Published], undone: Sequence[Published] = ()) -> None:
        """Returns when every standby that PostgreSQL waits for shows it, too."""
        with self._changing() as connection, connection.transaction():
            connection.execute("set local synchronous_commit = remote_apply")
            connection.execute(
                "insert into plans.published (tenant, entries, undone) values (%s, %s, %s)"
                " on conflict (tenant) do update set entries = excluded.entries, undone = excluded.undone",
                [self._tenant, ENTRIES.dump_json(list(entries)).decode(), ENTRIES.dump_json(list(undone)).decode()],
            )

    def undone(self) -> list[Published]:
        return ENTRIES.validate_json(self._pointer("undone", NONE))

    def wait(self, kept: Waiting | None) -> None:
        with self._changing() as connection:
            connection.execute(
                "insert into plans.published (tenant, waiting) values (%s, %s)"
                " on conflict (tenant) do update set waiting = excluded.waiting",
                [self._tenant, None if kept is None else WAITING.dump_json(kept).decode()],
            )

    def waiting(self) -> Waiting | None:
        found = self._pointer("waiting", "")
        return WAITING.validate_json(found) if found else None

    def clear(self) -> None:
        with self._changing() as connection, connection.transaction():
            connection.execute(
                "update plans.generations set cleared = now()"
                " where tenant = %s and cleared is null and not generation = any(%s)",
                [self._tenant, [entry.generation for entry in self._kept()]],
            )
            connection.execute(
                "delete from plans.generations where tenant = %s and cleared < now() - %s::interval",
                [self._tenant, LINGERS],
            )
            _remove_remains(connection, self._tenant)

    def work(self, encoder: Encoder, encoded: Callable[[int], None], until_done: bool = False) -> None:
        """Encodes what builds with the same model offer, of any tenant, until it is stopped or, `until_done`, until
        there is nothing left. `encoded` is told how many texts each time. A server that is lost is waited for."""
        while True:
            try:
                with self._connected() as connection:
                    while (count := jobs.work_once(connection, encoder)) or not until_done:
                        encoded(count)
                        time.sleep(0 if count else ASKED_AGAIN)
                    return
            except StoreUnreachable as error:
                logging.warning("%s", error)
                time.sleep(ASKED_AGAIN)

    def _kept(self) -> list[Published]:
        """All generations that are kept, the one in use last."""
        waiting = self.waiting()
        published = ENTRIES.validate_json(self._pointer("entries", NONE))
        return [*self.undone(), *([waiting.published] if waiting else []), *published]

    def _pointer(self, column: LiteralString, missing: str) -> str:
        """What the tenant's pointer says; `missing` where there is none. A build reads what it has just written."""
        query = f"select {column} from plans.published where tenant = %s"

        def found(connection: Connection) -> str:
            check(connection)
            row = connection.execute(query, [self._tenant]).fetchone()
            return missing if row is None or row[0] is None else str(row[0])

        try:
            return found(self._connection) if self._connection is not None else self._readable.read(found)
        except IndexNotFound:
            return missing
        except psycopg.errors.InsufficientPrivilege as error:
            raise not_admitted(str(self), error) from error

    @property
    def _connection(self) -> Connection | None:
        """The one over which this thread changes the store."""
        found: Connection | None = getattr(self._mine, "connection", None)
        return found

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        """The builder's connection, or one for a moment."""
        if (known := self._connection) is not None:
            yield known
            return
        with self._connected() as connection:
            self._mine.connection = connection
            try:
                yield connection
            finally:
                self._mine.connection = None

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """A connection to a store that has what the tenant needs. Raises PlansError where this user may not change
        it."""
        try:
            with self._primary.writing(f"plans: {_myself()}"[:63]) as connection:
                migrate(connection)
                connection.execute("select plans.add_tenant(%s)", [self._tenant])
                yield connection
        except psycopg.errors.InsufficientPrivilege as error:
            raise PlansError(
                f"This user may not change the store ({self}): {error.diag.message_primary}. Whoever owns its tables"
                " must build."
            ) from error

    def _lock(self, connection: Connection) -> None:
        """Holds the tenant's lock for as long as the connection lasts. Raises BuildRunning."""
        got: Any = connection.execute(
            "select pg_try_advisory_lock(hashtext('plans build'), hashtext(%s))", [self._tenant]
        ).fetchone()
        if got[0]:
            return
        owner = connection.execute(
            "select a.application_name, a.backend_start at time zone 'UTC' from pg_locks l join pg_stat_activity a"
            " using (pid) where l.locktype = 'advisory' and l.granted and l.objsubid = 2"
            " and l.classid::bigint = hashtext('plans build')::bigint & 4294967295"
            " and l.objid::bigint = hashtext(%s)::bigint & 4294967295",
            [self._tenant],
        ).fetchone()
        who = "another program"
        if owner is not None:
            who = f"{owner[0].removeprefix('plans: ')} since {owner[1]:%d %B %Y, %H:%M} UTC"
        raise BuildRunning(
            f"The store ({self}) is being built by {who}. Wait until that build is done, then build again."
        )


def not_admitted(where: str, error: psycopg.Error) -> PlansError:
    return PlansError(
        f"This user may not read the store ({where}): {error.diag.message_primary}. Whoever owns its tables must"
        " admit it: docs/scale.md says how."
    )


def _myself() -> str:
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = "somebody"
    return f"{user} on {platform.node()} (process {os.getpid()})"


def _remove_remains(connection: Connection, tenant: str) -> None:
    """Removes what no generation has any more. What is new stays, as a build may be going on with it."""
    given: dict[str, object] = {"tenant": tenant, "kept": REMAINS_KEPT}
    connection.execute(
        "delete from plans.documents where tenant = %(tenant)s and written < now() - %(kept)s::interval"
        " and id not in (select unnest(documents) from plans.generations where tenant = %(tenant)s)"
        " and id not in (select document from plans.readings where tenant = %(tenant)s)",
        given,
    )
    gone = connection.execute(
        "delete from plans.parts where tenant = %(tenant)s and written < now() - %(kept)s::interval"
        " and id not in (select unnest(parts) from plans.generations where tenant = %(tenant)s) returning id",
        given,
    ).fetchall()
    if not gone:
        return
    given = given | {"gone": [part for (part,) in gone]}
    connection.execute("delete from plans.passages where tenant = %(tenant)s and part = any(%(gone)s)", given)
    connection.execute("delete from plans.postings where tenant = %(tenant)s and part = any(%(gone)s)", given)
    connection.execute(
        "delete from plans.encodings e where tenant = %(tenant)s and written < now() - %(kept)s::interval"
        " and not exists (select from plans.passages p where p.tenant = %(tenant)s and p.text = e.text)",
        given,
    )
