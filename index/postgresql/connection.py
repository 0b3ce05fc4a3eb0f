"""Connections to PostgreSQL, kept for the next question; how long a reply may take, and what is said where none is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus

from corpus.errors import StoreUnreachable, WrongUse

# Seconds for a reply, connecting included. Somebody who asks is told within 5 that there is none; a question to 100,000
# passages takes a tenth of a second. Below 1, a busy server would be taken for one that is gone; above 5, people press
# the button again.
PATIENCE = 4.0
CONNECTIONS = 8  # at once from one process: more questions than two cores answer; a server usually allows 100
# TCP's own limits, so that a cut cable is noticed while an answer is waited for, in builds too: seconds, milliseconds.
CONNECTING = 2
NETWORK = {
    "connect_timeout": str(CONNECTING),
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
# How far pgvector's index looks for the nearest. On 100,000 passages in 317 plans, 800 found .9996 of the nearest 100
# and took 67 ms; at 100, hundreds of candidates can't be found at all; far above, a scan of everything is faster.
# Each query is planned for what it is given: one of hundreds of councils is answered best in another way than one of a
# single one, whose own index of vectors is found only so.
SEARCHING = "set hnsw.ef_search = 800; set hnsw.iterative_scan = strict_order; set plan_cache_mode = force_custom_plan"
LOST = (psycopg.OperationalError, psycopg.InterfaceError)
AGAIN = 0.1  # seconds between two tries

Each = TypeVar("Each")
T = TypeVar("T")


class Connection(psycopg.Connection[Any]):
    """A connection that waits `patience` seconds for a reply, and is closed if there is none; None waits for ever."""

    patience: float | None = None

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:  # the reply may still come: nobody wants it
                self.close()
            raise


class Server:
    """One server's address, and connections to it."""

    def __init__(self, address: str) -> None:
        try:
            said = conninfo_to_dict(address)
            self._address = make_conninfo(address, **{name: NETWORK[name] for name in NETWORK if name not in said})
        except psycopg.ProgrammingError as error:
            raise WrongUse(
                f"The store's address makes no sense: {str(error).strip()}. "
                "Say it as postgresql://user@server.example.org/plans."
            ) from None
        self._idle: list[Connection] = []
        self._free = threading.BoundedSemaphore(CONNECTIONS)

    @property
    def name(self) -> str:
        """The server and its database, without a password."""
        said = conninfo_to_dict(self._address)
        host, port = said.get("host") or "this machine", said.get("port")
        return f"{host}{f':{port}' if port else ''}, database {said.get('dbname') or 'by default'}"

    def read(self, work: Callable[[Connection], T]) -> T:
        """What some reading of the store gives. It is begun again where the connection was lost, as when the server is
        started again or a standby takes over. Raises StoreUnreachable within 5 seconds."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with self._borrowed() as connection:
                    connection.patience = max(AGAIN, until - time.monotonic())
                    return work(connection)
            except LOST as error:
                self.close()  # the others were lost with it
                if until - time.monotonic() < CONNECTING:
                    raise self._unreachable(error) from error
                time.sleep(AGAIN)

    @contextmanager
    def writing(self, name: str) -> Iterator[Connection]:
        """A connection of its own, which the server lists under a name, without a limit to how long a statement may
        take; each statement is its own transaction unless one is begun."""
        try:
            with Connection.connect(self._address, autocommit=True, application_name=name) as connection:
                yield connection
        except LOST as error:
            raise self._unreachable(error) from error

    def close(self) -> None:
        """Closes the connections that wait for the next question; it opens a new one."""
        while self._idle:
            with suppress(IndexError):  # another thread took it
                self._idle.pop().close()

    @contextmanager
    def _borrowed(self) -> Iterator[Connection]:
        """A connection for reading, kept for the next question unless it was lost."""
        if not self._free.acquire(timeout=PATIENCE):
            raise psycopg.OperationalError(f"all {CONNECTIONS} connections are in use")
        try:
            connection = self._opened()
            try:
                yield connection
            finally:
                if connection.pgconn.transaction_status == TransactionStatus.IDLE:
                    self._idle.append(connection)
                else:
                    connection.close()
        finally:
            self._free.release()

    def _opened(self) -> Connection:
        with suppress(IndexError):
            return self._idle.pop()
        connection = Connection.connect(self._address, autocommit=True)
        connection.patience = CONNECTING
        connection.execute(SEARCHING)
        return connection

    def _unreachable(self, error: Exception) -> StoreUnreachable:
        why = " ".join(str(error).split()) or type(error).__name__
        if isinstance(error, psycopg.errors.DiskFull):
            return StoreUnreachable(
                f"The store can't write ({self.name}): {error.diag.message_primary}. Make room on that"
                " server's disk and build again. What is in use stays."
            )
        return StoreUnreachable(
            f"The store doesn't answer ({self.name}): {why}. Check that PostgreSQL runs there and that this machine may"
            " reach it. Nothing is lost, and this works again as soon as it does."
        )


def at_once(work: Callable[[Each], T], each: Sequence[Each]) -> list[T]:
    """What each server gives, all of them asked at once: it takes as long as the slowest."""
    if len(each) == 1:
        return [work(each[0])]
    with ThreadPoolExecutor(len(each)) as threads:
        return list(threads.map(work, each))
