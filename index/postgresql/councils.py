"""All councils that this user may read, on one server or on several, asked as one; each is built by itself."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import NoReturn

import psycopg

from corpus.errors import IndexNotFound, PlansError, WrongUse
from index.postgresql.connection import Connection, Server, at_once
from index.postgresql.documents import digest_of
from index.postgresql.generation import PostgresGeneration
from index.postgresql.schema import check
from index.postgresql.sources import name_of
from index.postgresql.store import ENTRIES, not_admitted
from index.store import Draft, Published, Readings, Waiting

Found = list[tuple[Server, dict[str, Published]]]


class Councils:
    """As `index.store.Store` says, but for writing. Which councils there are is what each server lets its user read, so
    they need be listed nowhere, and row-level security holds on each server as it does for one council."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._servers = [Server(address) for address in addresses]

    def __str__(self) -> str:
        return f"{' and '.join(server.name for server in self._servers)}, all councils"

    def close(self) -> None:
        """Closes the connections; what is read afterwards opens new ones."""
        for server in self._servers:
            server.close()

    def in_use(self) -> str:
        found = {tenant: entry.generation for _, of in self._found() for tenant, entry in of.items()}
        return " ".join(f"{tenant} {found[tenant]}" for tenant in sorted(found))

    def published(self) -> list[Published]:
        return [self._published(self._found())]

    def open(self, generation: str | None = None) -> PostgresGeneration:
        found = self._found()
        if generation not in (None, self._published(found).generation):
            raise IndexNotFound(f"There is no generation {generation} in the stores ({self}).")
        return PostgresGeneration.open([(server, of) for server, of in found if of], apart=True)

    def undone(self) -> list[Published]:
        return []

    def waiting(self) -> Waiting | None:
        return None

    def sole_builder(self) -> AbstractContextManager[None]:
        self._refuse()

    def readings(self, rules: str) -> AbstractContextManager[Readings]:
        self._refuse()

    def begin(self, generation: str, fingerprint: str, carry: bool) -> AbstractContextManager[Draft]:
        self._refuse()

    def publish(self, entries: Sequence[Published], undone: Sequence[Published] = ()) -> None:
        self._refuse()

    def wait(self, kept: Waiting | None) -> None:
        self._refuse()

    def clear(self) -> None:
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise WrongUse(
            "Councils that are asked together are built one by one. Say whose documents these are in PLANS_TENANT, and"
            " its server in PLANS_STORE."
        )

    def _published(self, found: Found) -> Published:
        """All that is in use as one. Raises IndexNotFound where there is nothing."""
        every = sorted((tenant, entry) for _, of in found for tenant, entry in of.items())
        if not every:
            raise IndexNotFound(f"There is no index in the stores ({self}). Run `plans build` for each council.")
        names = [entry.generation for _, entry in every]
        return Published(name_of(names), digest_of(*(entry.manifest.encode() for _, entry in every)))

    def _found(self) -> Found:
        """What each council has in use, by servers. Raises PlansError where one is on two of them."""
        found = list(zip(self._servers, at_once(_in_use, self._servers), strict=True))
        has: dict[str, Server] = {}
        for server, of in found:
            for tenant in of:
                if (other := has.setdefault(tenant, server)) is not server:
                    raise PlansError(
                        f"{tenant} is on two servers, so that it isn't clear which is meant: {other.name}, and"
                        f" {server.name}. Remove it from one of them, or take this user's right to read it there."
                    )
        return found


def _in_use(server: Server) -> dict[str, Published]:
    """The generation that each council has in use on a server, of those that its user may read."""

    def read(connection: Connection) -> dict[str, Published]:
        check(connection)
        stored = connection.execute("select tenant, entries from plans.published").fetchall()
        entries = {tenant: ENTRIES.validate_json(told) for tenant, told in stored}
        return {tenant: each[-1] for tenant, each in entries.items() if each}

    try:
        return server.read(read)
    except IndexNotFound:
        return {}
    except psycopg.errors.InsufficientPrivilege as error:
        raise not_admitted(server.name, error) from error
