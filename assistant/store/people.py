"""Who uses the app, and the sessions of those who have signed in, which the server can end."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.roles import Role
from assistant.store.database import Database


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses the app: `owner` owns their conversations and is nobody else's, `name` is shown to people.

    `session` identifies their session, "" where there is none to end. `groups` decide which documents they see.
    """

    owner: str
    name: str
    role: Role
    session: str = ""
    groups: tuple[str, ...] = ()


class Sessions:
    """Sessions of people who have signed in. A browser holds a random token; what is stored is only its digest.

    Each call raises NotStored if the file fails: then nobody is let in.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, person: Person, now: datetime, lasts: timedelta) -> str:
        """Begin a session of somebody's; returns its token. Sessions that are over are forgotten."""
        token = secrets.token_urlsafe(32)
        who = person.owner, person.name, int(person.role), json.dumps(person.groups)
        values = (digest_of_secret(token), *who, now.isoformat(), (now + lasts).isoformat())
        with self._database.writing() as connection:
            connection.execute("DELETE FROM sessions WHERE ends < ?", (now.isoformat(),))
            connection.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        return token

    def person(self, token: str, now: datetime) -> Person | None:
        """Whose session a token is, None for one that is over, was ended, or never was."""
        return self.by_session(digest_of_secret(token), now)

    def by_session(self, session: str, now: datetime) -> Person | None:
        """Whose session it is, by the identifier that `person` gave it."""
        with self._database.reading() as connection:
            if connection is None:
                return None
            found = connection.execute(
                "SELECT owner, name, role, groups FROM sessions WHERE session = ? AND began <= ? AND ends > ?",
                (session, (now + timedelta(minutes=1)).isoformat(), now.isoformat()),
            ).fetchone()
            if found is None:
                return None
            groups = tuple(map(str, json.loads(found[3])))
            return Person(str(found[0]), str(found[1]), Role(found[2]), session, groups)

    def end(self, session: str) -> None:
        """End one session: its token opens nothing from now on."""
        self._end("session = ?", session)

    def end_all(self, owner: str) -> None:
        """End every session of one person."""
        self._end("owner = ?", owner)

    def end_everybodys(self) -> int:
        """End all sessions; returns how many there were."""
        return self._end("session != ?", "")

    def _end(self, condition: str, value: str) -> int:
        with self._database.writing() as connection:
            return connection.execute(f"DELETE FROM sessions WHERE {condition}", (value,)).rowcount


def owner_of(*parts: str) -> str:
    """The owner that an identity means, such as a provider's address and its name for somebody: a digest, so that the
    file of conversations names nobody."""
    return digest_of_secret(json.dumps(parts))


def digest_of_secret(text: str) -> str:
    """What is stored of a secret that is long and random, so that whoever reads the file can't use it."""
    return hashlib.sha256(text.encode()).hexdigest()
