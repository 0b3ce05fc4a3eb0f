"""Who asks: somebody signed in, one whom a gateway names, a program with a token, or just a browser; and how pages are
told of it."""

from __future__ import annotations

import ipaddress
import json
import logging
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from datetime import UTC, datetime
from functools import cache

from itsdangerous import BadSignature, Signer
from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from assistant.roles import Role
from assistant.settings import Settings
from assistant.store.database import Database
from assistant.store.people import Person, Sessions, owner_of
from assistant.store.secret_key import secret_key
from assistant.store.tokens import PREFIX, Tokens
from corpus.errors import NotStored

VISITOR, SESSION = "plans_visitor", "plans_session"  # cookies
TICKET_HEADER = "plans-ticket"  # in which the gate tells pages who asks; what browsers send by this name is dropped
TICKET = "ticket"
LONGEST_HEADER = 8_000  # characters of a gateway's header: a person is in hundreds of groups at most


class Access:
    """Who asks, by the settings: everybody, those who have signed in, or those whom a gateway names."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings = settings
        self.sessions = Sessions(database)
        self.tokens = Tokens(database)
        key = secret_key(settings.kept_folder)
        self._visitors = Signer(key, salt="visitor")
        self._tickets = Signer(secrets.token_bytes(32), salt="ticket")  # another key after each start

    def person(self, headers: Headers, address: str) -> Person | None:
        """Who sends a request with these headers from this address; None for somebody who isn't known.

        Where nobody signs in, each browser is somebody: one without a cookie of ours is somebody new.
        """
        if self.settings.gateways:
            return self._named_by_gateway(headers, address)
        if self.settings.openid:
            return self._signed_in(cookie(headers, self.cookie_name(SESSION)))
        return self._visitor(cookie(headers, self.cookie_name(VISITOR)) or self.new_visitor())

    def program(self, headers: Headers, address: str) -> Person | None:
        """Who calls what is there for programs: whoever the token that is sent stands for; without one, as for pages.

        Behind a gateway, what isn't a token of ours may be the gateway's own. Anywhere else a token that is unknown, or
        has expired, is refused, so that no program goes on as somebody else.
        """
        sent = headers.getlist("authorization")
        if not sent:
            return self.person(headers, address)
        kind, _, secret = sent[0].partition(" ")
        if len(sent) == 1 and kind.lower() == "bearer" and secret.strip().startswith(PREFIX):
            try:
                return self.tokens.person(secret.strip(), datetime.now(UTC))
            except NotStored as error:
                logging.warning("%s", error)
                return None
        return self.person(headers, address) if self.settings.gateways else None

    def new_visitor(self) -> str:
        """A cookie for a browser that has none: a random name that we have signed."""
        return self._visitors.sign(secrets.token_urlsafe(32)).decode()

    def is_visitor(self, value: str) -> bool:
        """Whether a cookie is one of ours: others can't choose it."""
        return self._visitors.validate(value)

    def ticket(self, person: Person) -> str:
        """What tells pages of this server who asks; nobody else can write one."""
        return self._tickets.sign(json.dumps(astuple(person))).decode()

    def holder(self, ticket: str) -> Person | None:
        """Whose ticket it is; None for a forged one, or if the session has been ended since."""
        try:
            owner, name, role, session, groups = json.loads(self._tickets.unsign(ticket))
        except (BadSignature, ValueError):
            return None
        person = Person(owner, name, Role(role), session, tuple(groups))
        return person if self.lasts(person) else None

    def lasts(self, person: Person) -> bool:
        """Whether somebody's session still lasts; somebody without a session lasts as long as their connection."""
        return not person.session or self._found(person.session) is not None

    def cookie_name(self, name: str) -> str:
        """Over HTTPS, a name that browsers let only this very host set, and only over HTTPS."""
        return f"__Host-{name}" if self.settings.secure else name

    def _visitor(self, value: str) -> Person:
        if not self.is_visitor(value):
            value = self.new_visitor()
        return Person(owner_of("visitor", value), "", self.settings.everybodys_role)

    def _signed_in(self, token: str) -> Person | None:
        try:
            return self.sessions.person(token, datetime.now(UTC)) if token else None
        except NotStored as error:
            logging.warning("%s", error)
            return None

    def _found(self, session: str) -> Person | None:
        try:
            return self.sessions.by_session(session, datetime.now(UTC))
        except NotStored as error:
            logging.warning("%s", error)
            return None

    def _named_by_gateway(self, headers: Headers, address: str) -> Person | None:
        """None for a request that isn't from a gateway, or doesn't name exactly one person who may use this."""
        told = self.settings
        names, groups = (headers.getlist(name) for name in (told.gateway_person, told.gateway_groups))
        if not is_within(address, told.gateways) or len(names) != 1 or not names[0].strip() or len(groups) > 1:
            return None
        if any(len(each) > LONGEST_HEADER for each in groups):
            return None
        member = listed(groups[0]) if groups else ()
        role, name = told.role_of(member), names[0].strip()
        return Person(owner_of("gateway", name), name, role, groups=member) if role else None


def cookie(headers: Headers, name: str) -> str:
    """A cookie's value, "" if there is none."""
    return cookie_parser("; ".join(headers.getlist("cookie"))).get(name, "")


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Whether an address is one of those named, or in a network of theirs (`10.0.0.0/24`)."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(known in ipaddress.ip_network(network, strict=False) for network in networks)


def listed(text: str) -> tuple[str, ...]:
    """Groups as a header lists them: separated by commas, semicolons or bars."""
    return tuple(filter(None, (part.strip() for part in re.split(r"[,;|]", text))))


def groups_in(claims: Mapping[str, object], claim: str) -> tuple[str, ...]:
    """The groups that a provider's claims name: a list of texts, or one text; none for anything else."""
    named = claims.get(claim)
    found = [named] if isinstance(named, str) else named if isinstance(named, list) else []
    return tuple(group for group in found if isinstance(group, str))


@cache
def shared_access() -> Access:
    """The access to this server, as the environment sets it."""
    settings = Settings.load()
    return Access(settings, Database(settings.kept_folder))
