"""Which store a place names: a folder is an embedded one, an address one in PostgreSQL or of a plug-in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.errors import PlansError, WrongUse
from corpus.plugins import STORES, plugins
from index.embedded import FolderStore
from index.store import Store

if TYPE_CHECKING:
    from index.postgresql import Councils, PostgresStore

_POSTGRESQL = ("postgresql", "postgres")
ALL_TENANTS = "*"  # in place of one


@dataclass(frozen=True, slots=True)
class Address:
    """A store on a server: where it is, whose documents are meant, and where it is read, "" for the same place. All
    tenants may be on several servers: then their addresses have spaces between them."""

    url: str
    tenant: str
    reading: str = ""


class PluginStore(Protocol):
    """What a package offers under the scheme of its addresses."""

    def store(self, url: str, tenant: str, reading: str) -> Store:
        """The store at an address, for the documents of one tenant; `reading` is the address of a standby, or ""."""
        ...


def schemes() -> tuple[str, ...]:
    """What addresses of stores may begin with: PostgreSQL's names, and those of plug-ins."""
    return (*_POSTGRESQL, *(plugin.name for plugin in plugins(STORES)))


def store_at(place: Path | Address | Store) -> Store:
    """The store at a place; a store is itself. Raises PlansError where what it needs isn't installed or can't be used,
    WrongUse where no installed store has such addresses."""
    if isinstance(place, Path):
        return FolderStore(place)
    if not isinstance(place, Address):
        return place
    return _in_postgresql(place) if scheme_of(place.url) in _POSTGRESQL else _of_plugin(place)


def scheme_of(url: str) -> str:
    """`postgresql` of `postgresql://plans@db.example.org/plans`."""
    return url.partition("://")[0].lower()


@cache
def _of_plugin(address: Address) -> Store:
    plugin = next((each for each in plugins(STORES) if each.name == scheme_of(address.url)), None)
    if plugin is None:
        raise WrongUse(
            f"No store has addresses that begin with “{scheme_of(address.url)}://”: {', '.join(schemes())} do."
        )
    offered: PluginStore = plugin.load("store")
    try:
        return offered.store(address.url, address.tenant, address.reading)
    except PlansError:
        raise
    except Exception as error:
        raise plugin.unusable(error) from error


@cache  # one pool of connections for each address
def _in_postgresql(address: Address) -> PostgresStore | Councils:
    try:
        from index.postgresql import Councils, PostgresStore
    except ImportError as error:
        raise PlansError(
            f"A store in PostgreSQL needs a package that isn't installed ({error.name}). "
            'Run `pip install "plans-assistant[postgresql]"`.'
        ) from None
    if address.tenant == ALL_TENANTS:
        return Councils((address.reading or address.url).split())
    return PostgresStore(address.url, address.tenant, address.reading)
