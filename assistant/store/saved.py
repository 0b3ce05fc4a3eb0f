"""Questions and searches that people have saved, each with the quotes that they have seen of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from assistant.store.database import Database, sealed, unsealed
from corpus.records import Citation
from index import Filters

if TYPE_CHECKING:
    from pydantic import TypeAdapter

MOST = 30  # of one person: all of them are answered anew after each build
_KEY = 16  # hexadecimal digits of a quote's key: two of a few thousand quotes never share one


class Kind(StrEnum):
    """What was saved, as the page that it is opened on is called in addresses."""

    QUESTION = "ask"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Saved:
    """A question or a search; `looked` is when its owner last marked what was new as seen, `seen` the keys of those
    quotes."""

    kind: Kind
    words: str
    filters: Filters
    looked: datetime  # with its time zone
    seen: frozenset[str]

    @property
    def id(self) -> str:
        """The same for the same words and filters: nothing is saved twice."""
        return hashlib.sha256(repr((self.kind.value, self.words, self.filters)).encode()).hexdigest()


def key_of(citation: Citation) -> str:
    """What tells a quote from others: its plan and its words. The same words in the next update are nothing new."""
    return hashlib.sha256(f"{citation.plan}\n{citation.quote}".encode()).hexdigest()[:_KEY]


def save(database: Database, owner: str, saved: Saved) -> None:
    """Save it, or note what has been seen of it by now. Raises NotStored."""
    with database.writing() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO saved VALUES (?, ?, ?)",
            (saved.id, owner, sealed(_json().dump_json(saved).decode())),
        )


def saved_by(database: Database, owner: str) -> list[Saved]:
    """What somebody has saved, in the order of their words. Raises NotStored."""
    with database.reading() as connection:
        if connection is None:
            return []
        found = connection.execute("SELECT saved FROM saved WHERE owner = ?", (owner,)).fetchall()
        return sorted((_json().validate_json(unsealed(each)) for (each,) in found), key=lambda each: each.words.lower())


def remove(database: Database, owner: str, saved: Saved) -> None:
    """Forget it. Raises NotStored."""
    with database.writing() as connection:
        connection.execute("DELETE FROM saved WHERE id = ? AND owner = ?", (saved.id, owner))


def new_in(saved: Saved, citations: Iterable[Citation]) -> list[Citation]:
    """The quotes that weren't there when its owner last looked, each once."""
    found = {key_of(citation): citation for citation in citations}
    return [citation for key, citation in found.items() if key not in saved.seen]


def seen_now(saved: Saved, citations: Iterable[Citation], now: datetime) -> Saved:
    """The same with these quotes seen."""
    return replace(saved, looked=now, seen=frozenset(map(key_of, citations)))


@cache
def _json() -> TypeAdapter[Saved]:
    from pydantic import TypeAdapter

    return TypeAdapter(Saved)
