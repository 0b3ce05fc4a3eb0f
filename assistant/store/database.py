"""What people leave with the app, in one SQLite file: conversations, and feedback on answers.

It lies apart from the index, which a build replaces. What is deleted is overwritten: a question may name a child.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from corpus.errors import NotKept
from corpus.library import KEPT

FORMAT = 1
PATIENCE = 5.0  # seconds that a write waits for another to end
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS conversations (
  id TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  changed TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS of_owner ON conversations (owner, changed);
CREATE TABLE IF NOT EXISTS turns (
  id TEXT PRIMARY KEY,
  conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  words TEXT NOT NULL,
  turn TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS of_conversation ON turns (conversation);
CREATE TABLE IF NOT EXISTS feedback (turn TEXT PRIMARY KEY, given TEXT NOT NULL, feedback TEXT NOT NULL);
PRAGMA user_version = {FORMAT};
"""


class Kept:
    """The file in a folder; both are made when something is first written. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / KEPT

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection to read with, None while nothing was ever kept. Raises NotKept where it can't be read."""
        with self._told("read"):
            if not self._path.exists():
                yield None
                return
            with self._connected() as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or none. Raises NotKept where nothing can be written."""
        with self._told("written"):
            self.folder.mkdir(parents=True, exist_ok=True)
            # Whoever made the file may read it, and nobody else on this machine.
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            with self._connected() as connection, connection:
                yield connection

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=PATIENCE)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            (found,) = connection.execute("PRAGMA user_version").fetchone()
            if found not in (0, FORMAT):
                raise NotKept(
                    f"{self._path} has format {found}, this version reads {FORMAT}. Move it away to begin anew."
                )
            if found == 0:
                connection.executescript(SCHEMA)
            yield connection

    @contextmanager
    def _told(self, done: str) -> Iterator[None]:
        """What the system or SQLite says, as a message for people."""
        try:
            yield
        except OSError as error:
            raise NotKept(f"{self._path} can’t be {done}: {error.strerror or error}.") from error
        except sqlite3.Error as error:
            raise NotKept(f"{self._path} can’t be {done}: {error}.") from error
