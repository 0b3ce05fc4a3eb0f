"""The audit log: who did what and when, each record sealed with the one before it, so that a change can be seen.

It is a file of lines of JSON, to which is only added. Each line ends with a keyed digest of itself and of the line
before; how many there are, and the last digest, also stand in the database, so that lines cut off the end are missed.
Where it is kept for some days only, older lines go from its beginning: up to which, is sealed in the database first.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.roles import Role
from assistant.store.clock import steady
from assistant.store.database import Connection, Database
from assistant.store.people import Person
from assistant.store.secret_key import secret_key
from corpus.errors import NotStored

FILE = "audit.jsonl"
START = "0" * 64  # in place of the digest before the first
LONGEST_LINE = 8_000  # bytes: all fields of a record in the widest letters, twice
LONGEST = 500  # characters of what was done: a list of files, say
SERVER = Person("", "the server itself", Role.ADMINISTRATOR)
COMMAND_LINE = Person("", "the command line", Role.ADMINISTRATOR)


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
class Wanted:
    """Which records are looked for: whose act and name contain these words, of the days from `since` to `until`."""

    act: str = ""
    name: str = ""
    since: str = ""  # a day, as 2026-11-28
    until: str = ""

    def has(self, record: Record) -> bool:
        day = record.at[:10]
        words = self.act.casefold() in record.act.casefold() and self.name.casefold() in record.name.casefold()
        return words and self.since <= day and (not self.until or day <= self.until)


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
        lines = self._lines()
        number, before = self._begin(lines, known)
        for line in lines:
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

    def forget_older(self, than: timedelta, now: datetime) -> None:
        """Remove records of longer ago, as the settings say, and note that; the rest can still be verified.

        What is removed next is sealed at one call and gone after another: a backup, which takes the database before the
        file, never has less of the file than it says. Nothing goes while the clock is in doubt. Raises NotStored.
        """
        if not steady(self._database, now):
            return
        oldest = (now - than).astimezone(UTC).isoformat(timespec="milliseconds")
        with self._writing, self._database.writing() as connection:
            connection.execute("INSERT INTO audit_end SELECT * FROM audit_end WHERE 0")  # one writer at a time
            gone = max((number for number, _ in _begins(connection)), default=0)
            lines = self._lines()
            kept = [line for line in lines if _number_in(line) > gone]
            if len(kept) < len(lines):
                self._replace(kept)
            old = list(itertools.takewhile(lambda line: "" < _moment_in(line) < oldest, kept))
            if old:
                last = json.loads(old[-1])
                begin = int(last["number"]), str(last["digest"])
                connection.execute("INSERT INTO audit_begins VALUES (?, ?, ?)", (*begin, self._sealed_begin(*begin)))
        if len(kept) < len(lines):
            self.note(SERVER, "shortened the audit log", f"records up to {gone:,} were older than the settings say")

    def _replace(self, lines: list[bytes]) -> None:
        beside = self.path.with_name(f".{self.path.name}.part")
        try:
            with open(os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
                file.write(b"".join(line + b"\n" for line in lines))
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, self.path)
        except OSError as error:
            raise NotStored(f"{self.path} can’t be shortened: {error.strerror}.") from error

    def _begin(self, lines: list[bytes], known: int) -> tuple[int, str]:
        """The number and digest of the record before the first that is in the file: 0 where none was removed."""
        first = (_number_in(lines[0]) if lines else known + 1) - 1
        with self._database.reading() as connection:
            begins = _begins(connection) if connection else []
            return next(
                (
                    (number, digest)
                    for number, (digest, seal) in begins
                    if number == first and hmac.compare_digest(self._sealed_begin(number, digest), seal)
                ),
                (0, START),
            )

    def _sealed_begin(self, number: int, digest: str) -> str:
        return hmac.new(self._key, f"begins after {number} {digest}".encode(), hashlib.sha256).hexdigest()

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


def _begins(connection: Connection) -> list[tuple[int, tuple[str, str]]]:
    """Up to which records were removed, or are to be: their last number, with its digest and our seal on both."""
    found = connection.execute("SELECT number, digest, seal FROM audit_begins ORDER BY number").fetchall()
    return [(int(number), (str(digest), str(seal))) for number, digest, seal in found]


def _number_in(line: bytes) -> int:
    """A record's number; 0 for what can't be read."""
    try:
        return int(json.loads(line)["number"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return 0


def _moment_in(line: bytes) -> str:
    """When a record was written, "" for what can't be read."""
    try:
        return str(json.loads(line)["at"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
