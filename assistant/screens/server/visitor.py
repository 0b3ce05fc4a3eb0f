"""Who uses a page, what they may do there, and the record of what they changed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Concatenate, ParamSpec

import streamlit as st

from assistant.roles import Role
from assistant.screens.server.access import TICKET, shared_access
from assistant.screens.server.service import Service, shared_service
from assistant.store.people import Person
from corpus.errors import NotAllowed

P = ParamSpec("P")
Change = Callable[Concatenate[Service, P], str | None]
Click = Callable[Concatenate[Service, P], None]
REFUSED = "refused"  # why the last click changed nothing, for the next drawing of the page

LOOPBACK = ("localhost", "127.0.0.1", "::1")
ON_A_NETWORK = "To serve a network, run `plans serve`: it asks who may use the app."
SIGNED_OUT = "You are signed out, or your session has ended. Load the page again to sign in."
NOT_ALLOWED = "Your role doesn’t allow this: it needs {}."
NEEDED = {Role.READER: "a reader", Role.EDITOR: "an editor", Role.ADMINISTRATOR: "an administrator"}


def person() -> Person:
    """Who uses this page, as the gate found it out. Raises NotAllowed if nobody may, or the session has ended.

    Without our server (`streamlit run`), there is no gate: then each page that is opened is somebody of its own, and
    nobody at all where people have to sign in.
    """
    access = shared_access()
    ticket = st.user.get(TICKET)
    if ticket:
        found = access.holder(str(ticket))
        if found is None:
            raise NotAllowed(SIGNED_OUT)
        return found
    if access.settings.signs_in:
        raise NotAllowed(SIGNED_OUT)
    if not access.settings.everyone and st.get_option("server.address") not in LOOPBACK:
        raise NotAllowed(ON_A_NETWORK)
    owner = st.session_state.setdefault("visitor", secrets.token_urlsafe(32))
    return Person(str(owner), "", access.settings.everybodys_role)


def visitor() -> str:
    """The owner of the conversations of whoever uses this page. Raises NotAllowed."""
    return person().owner


def service_for_visitor() -> Service:
    """The service as whoever uses this page may use it; for somebody who isn't known, as a reader of no group."""
    try:
        who = person()
    except NotAllowed:
        who = Person("", "", Role.READER)
    return shared_service().seen_by(who)


def may(role: Role) -> bool:
    """Whether whoever uses this page may do what this role may."""
    return person().role >= role


def administers() -> bool:
    """Whether whoever uses this page is an administrator of a server at which people sign in."""
    try:
        return shared_access().settings.signs_in and may(Role.ADMINISTRATOR)
    except NotAllowed:
        return False


def noting() -> Callable[[str, str], None]:
    """A function that notes in the audit log what whoever uses this page did, and to what. Where nobody signs in,
    nobody is known, and it notes nothing. Raises NotAllowed."""
    who, where = person(), st.context.ip_address or ""

    def note(act: str, what: str) -> None:
        if shared_access().settings.signs_in:
            shared_service().audit.note(who, act, what, where)

    return note


def changing(act: str, least: Role = Role.EDITOR) -> Callable[[Change[P]], Click[P]]:
    """Marks what a button does as a change by an editor: it is checked here, whoever was shown the button, and noted in
    the audit log with what the function returns, such as the name of a file; nothing is noted for None."""

    def marked(function: Change[P]) -> Click[P]:
        def checked(service: Service, /, *args: P.args, **kwargs: P.kwargs) -> None:
            try:
                who = person()
            except NotAllowed as error:
                st.session_state[REFUSED] = str(error)
                return
            where = st.context.ip_address or ""
            if who.role < least:
                service.audit.note(who, f"refused: {act}", where=where)
                st.session_state[REFUSED] = NOT_ALLOWED.format(NEEDED[least])
                return
            what = function(service, *args, **kwargs)
            if what is not None:
                service.audit.note(who, act, what, where)

        return checked

    return marked
