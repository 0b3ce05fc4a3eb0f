"""The audit log: who did what and when, each record sealed with the one before it, so that a change can be seen.

It is a file of lines of JSON, to which is only added. Each line ends with a keyed digest of itself and of the line
before; how many there are, and the last digest, also stand in the database, so that lines cut off the end are missed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.store.database import Database
from assistant.store.people import Person
from assistant.store.secret_key import secret_key
from corpus.errors import NotStored

FILE = "audit.jsonl"
START = "0" * 64  # in place of the digest before the first
LONGEST_LINE = 8_000  # bytes: all fields of a record in the widest letters, twice
LONGEST = 500  # characters of what was done: a list of files, say


@dataclass(frozen=True, slots=True)
class Record:
    """Who (`owner` is theirs alone, `name` is shown) did what, to what, when, and from which address."""

    number: int
    at: str  # with its time zone
    owner: str
    name: str
    role: str
    act: str
    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the log found: how many records are whole, their last digest, what is wrong ("" if nothing)."""

    records: int
    digest: str
    wrong: str = ""


class Audit:
    """The log in a folder. Safe to share between threads and with other processes of this machine."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.path = folder / FILE
        self._database = database
        self._key = hashlib.sha256(b"audit" + secret_key(folder)).digest()
        self._writing = threading.Lock()

    def masked(self, question: str) -> str:
        """A keyed digest of a question: the same for the same question, and telling nothing of it."""
        return hmac.new(self._key, question.encode(), hashlib.sha256).hexdigest()[:16]

    def note(self, person: Person, act: str, what: str = "", where: str = "") -> None:
        """Add a record. Where it can't be written, the server's log says so, and the change itself stands."""
        try:
            self._note(person, act, what, where)
        except NotStored as error:
            logging.error("not in the audit log: %s: %s", act, error)

    def records(self) -> Iterator[Record]:
        """All records, the oldest first; those that can't be read are left out, which `verify` reports."""
        for line in self._lines():
            try:
                record = json.loads(line)
                record.pop("digest")
                yield Record(**record)
            except (ValueError, TypeError, AttributeError, KeyError):
                continue

    def verify(self) -> Verdict:
        """Whether every record is as it was written, in its place, and none is missing. Raises NotStored."""
        known, last = self._end()
        before = START
        number = 0
        for line in self._lines():
            number += 1
            digest = self._digest_of(line, number, before)
            if not digest:
                return Verdict(number - 1, before, f"Record {number} was changed, moved or put in.")
            before = digest
            if number == known and before != last:
                return Verdict(number, before, f"The records up to {number} aren’t those that were written.")
        if number < known:
            return Verdict(
                number, before, f"The log has {number} records, but {known} were written: the rest is missing."
            )
        return Verdict(number, before)

    def _note(self, person: Person, act: str, what: str, where: str) -> None:
        with self._writing, self._database.writing() as connection:
            connection.execute("INSERT INTO audit_end SELECT * FROM audit_end WHERE 0")  # one writer at a time
            known = connection.execute("SELECT records, digest FROM audit_end").fetchone() or (0, START)
            # Where the file has fewer records than were written, the next one has its true number: the gap stays seen.
            number, before = max(self._whole_end(), known, key=lambda end: end[0])
            record = {
                "number": number + 1,
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "owner": person.owner,
                "name": person.name,
                "role": person.role.name.lower(),
                "act": act,
                "what": what[:LONGEST],
                "where": where,
            }
            digest = self._sealed(record, before)
            self._add(json.dumps(record | {"digest": digest}, ensure_ascii=False))
            connection.execute("DELETE FROM audit_end")
            connection.execute("INSERT INTO audit_end VALUES (?, ?)", (number + 1, digest))

    def _add(self, line: str) -> None:
        with open(os.open(self.path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600), "ab") as file:
            file.write(f"{line}\n".encode())
            file.flush()
            os.fsync(file.fileno())

    def _whole_end(self) -> tuple[int, str]:
        """The number and digest of the last record in the file. A line only begun when the server stopped goes."""
        if not self.path.exists():
            return 0, START
        with self.path.open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - LONGEST_LINE))
            last, _, begun = file.read().rpartition(b"\n")
            if begun:
                file.truncate(size - len(begun))
        try:
            record = json.loads(last.rpartition(b"\n")[2])
            return int(record["number"]), str(record["digest"])
        except (ValueError, TypeError, KeyError, IndexError):
            return 0, START

    def _end(self) -> tuple[int, str]:
        with self._database.reading() as connection:
            found = connection.execute("SELECT records, digest FROM audit_end").fetchone() if connection else None
            return (int(found[0]), str(found[1])) if found else (0, START)

    def _lines(self) -> list[bytes]:
        try:
            return self.path.read_bytes().split(b"\n")[:-1] if self.path.exists() else []
        except OSError as error:
            raise NotStored(f"{self.path} can’t be read: {error.strerror}.") from error

    def _digest_of(self, line: bytes, number: int, before: str) -> str:
        """The digest of a record that is as it was written; "" for any other."""
        try:
            record = json.loads(line)
            digest = str(record.pop("digest"))
            same = json.dumps(record | {"digest": digest}, ensure_ascii=False).encode() == line
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
            return ""
        right = same and record.get("number") == number and hmac.compare_digest(self._sealed(record, before), digest)
        return digest if right else ""

    def _sealed(self, record: dict[str, object], before: str) -> str:
        text = before + json.dumps(record, ensure_ascii=False)
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()
