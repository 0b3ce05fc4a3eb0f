"""The SQLite file of conversations, feedback, sessions and tokens: its tables, and reading and writing them safely.

It is apart from the index, which a build replaces. Deleted data is overwritten, because a question may name a child.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from corpus.errors import NotStored
from corpus.library import DATABASE

Connection = sqlite3.Connection
FORMAT = 8  # 3 has sessions with groups, all others add tables
PATIENCE = 5.0  # seconds that a write waits for another to finish: each takes milliseconds
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
CREATE TABLE IF NOT EXISTS sessions (
  session TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  role INTEGER NOT NULL,
  groups TEXT NOT NULL,
  began TEXT NOT NULL,
  ends TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS sessions_of_owner ON sessions (owner);
CREATE TABLE IF NOT EXISTS tokens (
  digest TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  role INTEGER NOT NULL,
  groups TEXT NOT NULL,
  made TEXT NOT NULL,
  ends TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS saved (
  id TEXT NOT NULL,
  owner TEXT NOT NULL,
  saved TEXT NOT NULL,
  PRIMARY KEY (owner, id)
);
CREATE TABLE IF NOT EXISTS mail_wishes (owner TEXT PRIMARY KEY, wish TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS taken_in (
  number INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  file TEXT NOT NULL,
  became TEXT NOT NULL,
  well INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS clock (believed TEXT NOT NULL, doubted TEXT);
CREATE TABLE IF NOT EXISTS audit_end (records INTEGER NOT NULL, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS audit_begins (number INTEGER NOT NULL, digest TEXT NOT NULL, seal TEXT NOT NULL);
PRAGMA user_version = {FORMAT};
"""
# What reading or changing damaged content raises, besides SQLite's own errors.
_DAMAGED = (ValueError, TypeError, AttributeError, OverflowError, RecursionError)
_SEAL = 64  # characters of a seal


def sealed(text: str) -> str:
    """The text with its digest in front, so that a damaged one is never taken for what was stored."""
    return f"{_seal(text)}{text}"


def unsealed(stored: str) -> str:
    """A sealed text; one of format 1, which had no seals, as it is. Raises ValueError if it isn't what was stored."""
    if stored.startswith("{"):
        return stored
    text = stored[_SEAL:]
    if stored[:_SEAL] != _seal(text):
        raise ValueError("an entry isn’t as it was stored")
    return text


def _seal(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Database:
    """The file in a folder; both are created by the first write. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / DATABASE

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection for reading; None if nothing was ever written. Raises NotStored if the file can't be read."""
        with self._errors_explained("read"):
            if not self._path.exists():
                yield None
                return
            with self._connected() as connection:
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is stored, or nothing. Raises NotStored if the file can't be written."""
        with self._errors_explained("written"):
            self.folder.mkdir(parents=True, exist_ok=True)
            # Only the account that created the file may read it, nobody else on this machine.
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            with self._connected() as connection, connection:
                yield connection

    def copy(self, target: Path) -> bool:
        """Copy the file as of one moment, also while others write; returns whether there is one. Raises NotStored."""
        with self.reading() as connection:
            if connection is None:
                return False
            with closing(sqlite3.connect(target)) as copy:
                connection.backup(copy)
            return True

    def trouble(self) -> str:
        """What SQLite finds wrong with the file, "" if nothing. Raises NotStored."""
        with self.reading() as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0] if connection else "ok"
            return "" if found == "ok" else str(found)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=PATIENCE)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            (found,) = connection.execute("PRAGMA user_version").fetchone()
            if not 0 <= found <= FORMAT:
                raise NotStored(
                    f"{self._path} has format {found}, but this version reads {FORMAT}. Move it away to start afresh."
                )
            if found < FORMAT:
                again = "DROP TABLE IF EXISTS sessions;" if found < 3 else ""  # people sign in again
                connection.executescript(f"{again}{SCHEMA}")
            yield connection

    @contextmanager
    def _errors_explained(self, done: str) -> Iterator[None]:
        """Errors of the system or of SQLite become a message for people; `done` is what failed to be done."""
        try:
            yield
        except OSError as error:
            raise NotStored(f"{self._path} can’t be {done}: {error.strerror or error}.") from error
        except sqlite3.Error as error:
            raise NotStored(f"{self._path} can’t be {done}: {error}.") from error
        except _DAMAGED as error:
            reason = str(error).partition("\n")[0]
            raise NotStored(
                f"{self._path} is damaged: {reason}. Restore it from a backup, or move it away to start afresh."
            ) from error
