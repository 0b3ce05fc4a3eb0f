"""Tokens by which programs are let in: each is somebody of its own, with a role and groups, until it expires.

What is stored is only a digest; the token itself is shown once, to whoever makes it.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.roles import Role
from assistant.store.database import Database
from assistant.store.people import Person, digest_of_secret, owner_of
from corpus.errors import WrongUse

PREFIX = "plans_"  # so that a token is known for one, in a log or by a program that looks for secrets
MOST_DAYS = 366
LONGEST_NAME = 80  # characters: it stands in each record of the audit log


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is listed: `id` identifies it to people and opens nothing."""

    id: str
    name: str
    role: Role
    groups: tuple[str, ...]
    made: datetime
    ends: datetime

    @property
    def person(self) -> Person:
        """Whom the token stands for."""
        return Person(owner_of("token", self.id), f"token {self.name}", self.role, groups=self.groups)


class Tokens:
    """The tokens of a server. Each call raises NotStored if the file fails: then no token lets anybody in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(
        self, name: str, role: Role, groups: tuple[str, ...], now: datetime, lasts: timedelta
    ) -> tuple[str, Token]:
        """A new token, with what is listed of it. Raises WrongUse for a name that is taken or makes no sense."""
        name = " ".join(name.split())
        if not name or len(name) > LONGEST_NAME or not name.isprintable():
            raise WrongUse(f"Name the token by what will use it, in at most {LONGEST_NAME} characters.")
        if any(token.name == name for token in self.listed()):
            raise WrongUse(f"There is a token “{name}” already. Revoke it first, or choose another name.")
        made = Token(secrets.token_hex(4), name, role, groups, now, now + lasts)
        secret = PREFIX + secrets.token_urlsafe(32)
        told = made.id, made.name, int(made.role), json.dumps(made.groups), made.made.isoformat(), made.ends.isoformat()
        with self._database.writing() as connection:
            connection.execute("INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?)", (digest_of_secret(secret), *told))
        return secret, made

    def listed(self) -> list[Token]:
        """All tokens, also those that have expired, in the order of their names."""
        with self._database.reading() as connection:
            if connection is None:
                return []
            found = connection.execute("SELECT id, name, role, groups, made, ends FROM tokens ORDER BY name").fetchall()
            return [_token(each) for each in found]

    def revoke(self, named: str) -> Token:
        """Remove a token, by its name or identifier: it opens nothing from now on. Raises WrongUse if there is none."""
        token = next((each for each in self.listed() if named in (each.id, each.name)), None)
        if token is None:
            raise WrongUse(f"There is no token “{named}”. `plans token list` shows those that there are.")
        with self._database.writing() as connection:
            connection.execute("DELETE FROM tokens WHERE id = ?", (token.id,))
        return token

    def person(self, secret: str, now: datetime) -> Person | None:
        """Whom a token stands for; None for one that has expired, was revoked, or never was."""
        with self._database.reading() as connection:
            if connection is None:
                return None
            found = connection.execute(
                "SELECT id, name, role, groups, made, ends FROM tokens WHERE digest = ? AND ends > ?",
                (digest_of_secret(secret), now.isoformat()),
            ).fetchone()
            return _token(found).person if found else None


def _token(found: tuple[object, ...]) -> Token:
    identifier, name, role, groups, made, ends = found
    return Token(
        str(identifier),
        str(name),
        Role(int(str(role))),
        tuple(map(str, json.loads(str(groups)))),
        datetime.fromisoformat(str(made)),
        datetime.fromisoformat(str(ends)),
    )
