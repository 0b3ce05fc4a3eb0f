"""Signing in at an OpenID provider and out again. The session is this server's own, so that it can be ended here.

Streamlit's own way of signing in keeps people signed in by a cookie alone: it can't be ended, and isn't asked for by
what Streamlit serves besides the script.
"""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from assistant.roles import Role
from assistant.screens.server.access import SESSION, Access, cookie, groups_in
from assistant.screens.server.gate import SIGN_IN, cookie_for
from assistant.screens.server.notices import button, link, notice
from assistant.settings import OPENID_SECRET, Settings
from assistant.store.audit import Audit
from assistant.store.people import Person, owner_of
from corpus.errors import NotStored, WrongUse

if TYPE_CHECKING:
    from authlib.integrations.starlette_client import StarletteOAuth2App

PROVIDER = "provider"
SIGNED_IN, SIGN_OUT = "/signed-in", "/sign-out"
WHERE_TO = "to"
LONGEST_FORM = 1_000  # bytes
AGAIN = link("Sign in", SIGN_IN)


class SignIn:
    """The three addresses: to the provider, back from it, and out."""

    def __init__(self, access: Access, audit: Audit) -> None:
        self.access = access
        self.audit = audit
        self.client = client_of(access.settings)

    def routes(self) -> list[Route]:
        return [
            Route(SIGN_IN, self.begin),
            Route(SIGNED_IN, self.finish),
            Route(SIGN_OUT, self.ask_whether),
            Route(SIGN_OUT, self.leave, methods=["POST"]),
        ]

    async def begin(self, request: Request) -> Response:
        """To the provider, with where the person was going."""
        request.session[WHERE_TO] = own_path(request.query_params.get(WHERE_TO, "/"))
        try:
            back = f"{self.access.settings.address}{SIGNED_IN}"
            sent: Response = await self.client.authorize_redirect(request, back)
        except Exception:
            logging.exception("asking the OpenID provider")
            return _failed("The provider at which you sign in can’t be reached. Try again in a minute.")
        return sent

    async def finish(self, request: Request) -> Response:
        """Back from the provider: a session begins, if any of the person's groups may use this server."""
        going = own_path(str(request.session.pop(WHERE_TO, "/")))
        try:
            token = await self.client.authorize_access_token(request)
            claims: dict[str, Any] = dict(token["userinfo"])
            subject, issuer = str(claims["sub"]), str(claims["iss"])
        except Exception as error:  # whatever is wrong with what came back, nobody is signed in
            logging.warning("signing in failed: %s", type(error).__name__)
            return _failed("Signing in didn’t work: it took too long, was cancelled, or was begun in another window.")
        name = str(claims.get("name") or claims.get("preferred_username") or claims.get("email") or subject)
        groups = groups_in(claims, self.access.settings.groups_claim)
        role = self.access.settings.role_of(groups)
        if role is None:
            await self._note(Person(owner_of(issuer, subject), name, Role.READER), "refused: no group", request)
            words = f"{name}, none of your groups may use this server. Ask whoever runs it to add one."
            return notice("You can’t use this", words, AGAIN, 403)
        person = Person(owner_of(issuer, subject), name, role, groups=groups)
        return await self._begin_session(person, going, request)

    async def _begin_session(self, person: Person, going: str, request: Request) -> Response:
        lasts = timedelta(hours=self.access.settings.session_hours)
        try:
            token = await run_in_threadpool(self.access.sessions.begin, person, datetime.now(UTC), lasts)
        except NotStored as error:
            logging.error("%s", error)
            return _failed("Sessions can’t be stored at the moment. Ask whoever runs this server.")
        await self._note(person, "signed in", request)
        answer = RedirectResponse(going, status_code=303)
        set_to = cookie_for(self.access.cookie_name(SESSION), token, lasts.total_seconds())
        answer.headers.append("set-cookie", set_to)
        return answer

    async def ask_whether(self, request: Request) -> Response:
        """The question, because a link on any page could lead here."""
        if self._person(request) is None:
            return notice("You are signed out", "On this device, nobody is signed in to Plans.", AGAIN)
        ways = button("Sign out", SIGN_OUT, "where", "here") + button("Sign out everywhere", SIGN_OUT, "where", "all")
        return notice("Sign out?", "“Everywhere” also ends your sessions on other devices.", ways)

    async def leave(self, request: Request) -> Response:
        """The session ends, or all of the person's: their cookies open nothing from now on."""
        person = self._person(request)
        where = await _sent(request)
        if person:
            sessions = self.access.sessions
            ended = (sessions.end_all, person.owner) if where == "all" else (sessions.end, person.session)
            await run_in_threadpool(*ended)
            await self._note(person, "signed out everywhere" if where == "all" else "signed out", request)
        words = "Your session here has ended. You may still be signed in at the provider."
        answer = notice("You are signed out", words, AGAIN + await self._way_out())
        answer.headers.append("set-cookie", cookie_for(self.access.cookie_name(SESSION), "", 0))
        return answer

    async def _note(self, person: Person, act: str, request: Request) -> None:
        where = request.client.host if request.client else ""
        await run_in_threadpool(self.audit.note, person, act, "", where)

    def _person(self, request: Request) -> Person | None:
        address = request.client.host if request.client else ""
        return self.access.person(request.headers, address) if cookie(request.headers, self._cookie) else None

    @property
    def _cookie(self) -> str:
        return self.access.cookie_name(SESSION)

    async def _way_out(self) -> str:
        """A link that also signs out at the provider, if it offers that."""
        try:
            known = await self.client.load_server_metadata()
        except Exception:
            logging.warning("the OpenID provider can’t be reached")
            return ""
        end = known.get("end_session_endpoint", "")
        told = {
            "client_id": self.access.settings.openid_client,
            "post_logout_redirect_uri": f"{self.access.settings.address}{SIGN_OUT}",
        }
        return link("Sign out at the provider too", f"{end}?{urlencode(told)}") if end else ""


def client_of(settings: Settings) -> StarletteOAuth2App:
    """The client of the configured provider. Raises WrongUse if its library isn't installed or the secret isn't set."""
    try:
        from authlib.integrations.starlette_client import OAuth
    except ImportError:
        raise WrongUse("Signing in needs a library: pip install 'plans-assistant[sign-in]'.") from None
    secret = os.environ.get(OPENID_SECRET, "")
    if not secret:
        raise WrongUse(f"PLANS_OPENID also needs {OPENID_SECRET}, the secret that the provider gave this app.")
    registered = OAuth()
    registered.register(
        PROVIDER,
        client_id=settings.openid_client,
        client_secret=secret,
        server_metadata_url=f"{settings.openid.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256"},
    )
    return registered.create_client(PROVIDER)


def own_path(to: str) -> str:
    """A path of this server; "/" for anything that could lead elsewhere."""
    safe = to.startswith("/") and not to.startswith("//") and "\\" not in to and to.isprintable()
    return to if safe else "/"


async def _sent(request: Request) -> str:
    """Which of the two buttons was pressed."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_FORM:
            return ""
    return parse_qs(body.decode("latin-1")).get("where", [""])[0]


def _failed(words: str) -> Response:
    return notice("You aren’t signed in", words, AGAIN, 400)
