"""Who wants an e-mail when something is new for what they saved, where to, and of which quotes they have been told."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from assistant.store.database import Database, sealed, unsealed

LONGEST = 254  # characters of an e-mail address
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@([\w-]+(?:\.[\w-]+)+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class MailWish:
    """`told` are the keys of quotes that an e-mail has told of: none is told of twice."""

    owner: str
    address: str
    told: frozenset[str] = frozenset()


def is_address_in(address: str, domains: tuple[str, ...]) -> bool:
    """Whether it is an e-mail address, of one of these domains."""
    found = _ADDRESS.fullmatch(address) if len(address) <= LONGEST else None
    return found is not None and found[1].lower() in {domain.lower() for domain in domains}


def wishes(database: Database) -> list[MailWish]:
    """Of everybody. Raises NotStored."""
    with database.reading() as connection:
        found = (
            connection.execute("SELECT owner, wish FROM mail_wishes ORDER BY owner").fetchall() if connection else []
        )
        return [_wish(owner, stored) for owner, stored in found]


def wish_of(database: Database, owner: str) -> MailWish | None:
    """Raises NotStored."""
    with database.reading() as connection:
        if connection is None:
            return None
        found = connection.execute("SELECT wish FROM mail_wishes WHERE owner = ?", (owner,)).fetchone()
        return _wish(owner, found[0]) if found else None


def store_wish(database: Database, wish: MailWish) -> None:
    """Raises NotStored."""
    with database.writing() as connection:
        connection.execute("INSERT OR REPLACE INTO mail_wishes VALUES (?, ?)", (wish.owner, _stored(wish)))


def note_told(database: Database, wish: MailWish, told: frozenset[str]) -> None:
    """What somebody has been told of, unless they have stopped it meanwhile. Raises NotStored."""
    stored = _stored(MailWish(wish.owner, wish.address, told))
    with database.writing() as connection:
        connection.execute("UPDATE mail_wishes SET wish = ? WHERE owner = ?", (stored, wish.owner))


def forget(database: Database, owner: str) -> None:
    """Raises NotStored."""
    with database.writing() as connection:
        connection.execute("DELETE FROM mail_wishes WHERE owner = ?", (owner,))


def _stored(wish: MailWish) -> str:
    return sealed(json.dumps([wish.address, sorted(wish.told)]))


def _wish(owner: str, stored: str) -> MailWish:
    address, told = json.loads(unsealed(stored))
    return MailWish(owner, str(address), frozenset(map(str, told)))
