"""Which store a place names: a folder is an embedded one, an address one in PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import PlansError
from index.embedded import FolderStore
from index.store import Store

if TYPE_CHECKING:
    from index.postgresql import PostgresStore


@dataclass(frozen=True, slots=True)
class Address:
    """A store in PostgreSQL: where it is, whose documents are meant, and where it is read, "" for the same place."""

    url: str
    tenant: str
    reading: str = ""


def store_at(place: Path | Address | Store) -> Store:
    """The store at a place; a store is itself. Raises PlansError where what it needs isn't installed."""
    if isinstance(place, Path):
        return FolderStore(place)
    return _in_postgresql(place) if isinstance(place, Address) else place


@cache  # one pool of connections for each address
def _in_postgresql(address: Address) -> PostgresStore:
    try:
        from index.postgresql import PostgresStore
    except ImportError as error:
        raise PlansError(
            f"A store in PostgreSQL needs a package that isn't installed ({error.name}). "
            'Run `pip install "plans-assistant[postgresql]"`.'
        ) from None
    return PostgresStore(address.url, address.tenant, address.reading)
