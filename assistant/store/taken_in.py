"""What the watched folder brought: which files were read by themselves, and which weren't and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from assistant.store.database import Database

MOST = 500  # are stored: the older ones go


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file, or "" for the whole folder, and what became of it, in words for people. `well`: it is in use now."""

    at: datetime  # with its time zone
    file: str
    became: str
    well: bool = True


def note(database: Database, entries: Iterable[TakenIn]) -> None:
    """Store them after the earlier ones. Raises NotStored."""
    with database.writing() as connection:
        connection.executemany(
            "INSERT INTO taken_in (at, file, became, well) VALUES (?, ?, ?, ?)",
            [(entry.at.isoformat(), entry.file, entry.became, entry.well) for entry in entries],
        )
        connection.execute("DELETE FROM taken_in WHERE number <= (SELECT max(number) FROM taken_in) - ?", (MOST,))


def latest(database: Database, most: int) -> list[TakenIn]:
    """The latest entries, the newest first. Raises NotStored."""
    with database.reading() as connection:
        if connection is None:
            return []
        found = connection.execute(
            "SELECT at, file, became, well FROM taken_in ORDER BY number DESC LIMIT ?", (most,)
        ).fetchall()
        return [TakenIn(datetime.fromisoformat(at), file, became, bool(well)) for at, file, became, well in found]
