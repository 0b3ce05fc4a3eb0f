"""Who may call what: each route and each message of a socket by role, before Streamlit sees it."""

from __future__ import annotations

import asyncio
import math
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from assistant.roles import Role
from assistant.screens.server import metrics
from assistant.screens.server.access import TICKET_HEADER, VISITOR, Access, cookie
from assistant.screens.server.notices import notice, problem
from assistant.screens.server.rates import MESSAGES_OF_A_PERSON, OF_A_PERSON, OF_AN_ADDRESS, Rates
from assistant.store.people import Person

READ = frozenset({"GET", "HEAD", "OPTIONS"})
GET, POST = frozenset({"GET"}), frozenset({"POST"})
SIGN_IN = "/sign-in"
SEND_A_TOKEN = "Send a token, as `Authorization: Bearer plans_…`. Whoever runs this server creates one: `plans token`."
NAME = r"[\w.~@%+-]+"
STREAM = "/_stcore/stream"


class Rule(NamedTuple):
    """What may be called with which methods, at least in which role; None is for everybody."""

    path: str
    methods: frozenset[str]
    least: Role | None


PAGES = Rule(rf"/({NAME})?", READ, Role.READER)
RULES = (
    Rule(r"/healthz|/readyz|/_stcore/health", READ, None),
    Rule(f"{SIGN_IN}|/signed-in", READ, None),
    Rule(r"/sign-out", READ | {"POST"}, None),
    Rule(metrics.PATH, READ, Role.ADMINISTRATOR),
    Rule(r"/api/v1/(search|plans|rows|changes|watch|overview|briefing|openapi\.json)", GET, Role.READER),
    Rule(r"/api/v1/ask", POST, Role.READER),
    Rule(r"/api/v1/documents/[0-9a-f]{64}/pages/[0-9]{1,6}\.png", GET, Role.READER),
    Rule(r"/api/v1/documents", POST, Role.EDITOR),
    Rule(r"/api/v1/builds", POST, Role.EDITOR),
    Rule(rf"/api/v1/builds/{NAME}", GET, Role.READER),
    Rule(r"/mcp", POST, Role.READER),
    Rule(STREAM, frozenset({"WEBSOCKET"}), Role.READER),
    Rule(rf"/_stcore/upload_file/{NAME}/{NAME}", frozenset({"PUT", "DELETE", "OPTIONS"}), Role.EDITOR),
    Rule(r"/_stcore/host-config", READ, Role.READER),
    Rule(rf"/_stcore/bidi-components(/{NAME})+", READ, Role.READER),
    Rule(rf"/(media|static)(/{NAME})+", READ, Role.READER),
    PAGES,
)
# What else Streamlit answers: its metrics, its interface for programs, components of others, its own sign-in.
CLOSED = re.compile(r"/(_stcore|component|app|auth|oauth2callback|api|mcp)(/.*)?", re.DOTALL)
FOR_PROGRAMS = re.compile(r"/(api|mcp)(/.*)?", re.DOTALL)  # here tokens are taken, and refusals are problems

# The messages of a page's socket; all others are dropped, such as those that clear what all people share.
MESSAGES = {
    "rerun_script": Role.READER,
    "stop_script": Role.READER,
    "app_heartbeat": Role.READER,
    "backend_operation_request": Role.READER,  # a file to download, made on request
    "file_urls_request": Role.EDITOR,  # where to upload files
}

# A page holds one socket. People have tens of pages open at most; a thousand together take about 40 MB.
MOST_SOCKETS, MOST_OF_ONE = 1_000, 50
LOOK_AGAIN = 20.0  # seconds until a socket on which nothing is said is looked at: has its session been ended?
# A gateway names somebody's groups when a page connects. After so many seconds, when nothing is said on its socket, the
# page must connect again and be named anew; at the latest after twice as many. It goes on where it was, unless its
# groups have changed. Directories take about as long to hand a change on.
NAMED_FOR = 900.0
REFUSED, ENDED, TOO_MANY, AGAIN = 1008, 1008, 1013, 1012  # codes with which a socket is closed


def rule_for(path: str, method: str) -> Rule | None:
    """The rule for a call; None if nobody may make it."""
    found = (rule for rule in RULES if re.fullmatch(rule.path, path, re.ASCII))
    closed = CLOSED.fullmatch(path)
    return next((rule for rule in found if method in rule.methods and not (closed and rule is PAGES)), None)


class Gate:
    """Lets in only what RULES allow to whoever asks, and tells the pages who that is, in a header of our own.

    Programs come with a token, or with the cookie of whoever has signed in.

    A page is our own only if its origin is exactly the host and port that were called. Streamlit would accept any page
    of this machine, whatever its port, and for other pages would ask a public service whether their address is ours.
    Programs that aren't browsers send no origin.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access
        self._open: Counter[str] = Counter()
        self._of_people, self._of_addresses = Rates(OF_A_PERSON), Rates(OF_AN_ADDRESS)
        self._messages = Rates(MESSAGES_OF_A_PERSON)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        rule = rule_for(scope["path"], scope["method"])
        headers = Headers(scope=scope)
        if (rule is None or rule.least is None) and (wait := self._of_addresses.wait(_address(scope))):
            await _too_often(scope, wait)(scope, receive, send)
        elif rule is None:
            await _no_such_call(scope)(scope, receive, send)
        elif (scope["method"] not in READ or is_for_programs(scope)) and not is_own(headers):
            await refused(scope, 403, "This was sent by a page of another site.")(scope, receive, send)
        elif rule.least is None or (scope["path"] == metrics.PATH and metrics.may_watch(headers)):
            await self.app(scope, receive, send)
        else:
            await self._for_people(rule.least, scope, receive, send)

    async def _for_people(self, least: Role, scope: Scope, receive: Receive, send: Send) -> None:
        person = await self._person(scope)
        known = person is not None and (person.name or self._is_known(scope))
        wait = self._of_people.wait(person.owner) if person and known else self._of_addresses.wait(_address(scope))
        if wait:
            await _too_often(scope, wait)(scope, receive, send)
        elif person is None:
            await _sign_in_first(scope, self.access)(scope, receive, send)
        elif person.role < least:
            await refused(scope, 403, "Your role doesn’t allow this.")(scope, receive, send)
        else:
            told = {"person": person, "access": self.access, "caller": person.owner if known else _address(scope)}
            scope["state"] = {**scope.get("state", {}), **told}
            await self.app(scope, receive, self._greeting(scope, send))

    def _greeting(self, scope: Scope, send: Send) -> Send:
        """Gives a browser without one the cookie by which it is known again, where nobody signs in."""
        name = self.access.cookie_name(VISITOR)
        if self.access.settings.signs_in or self._is_known(scope):
            return send

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("set-cookie", cookie_for(name, self.access.new_visitor(), lasts=YEAR))
            await send(message)

        return with_cookie

    def _is_known(self, scope: Scope) -> bool:
        """Whether a browser holds a cookie of ours, where nobody signs in."""
        return self.access.is_visitor(cookie(Headers(scope=scope), self.access.cookie_name(VISITOR)))

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        person = await self._person(scope) if is_own(Headers(scope=scope)) else None
        if person is None or rule_for(scope["path"], "WEBSOCKET") is None:
            await send({"type": "websocket.close", "code": REFUSED})  # before accepting it: the browser gets a 403
            return
        with self._counted(person) as fits:
            if not fits:
                await send({"type": "websocket.close", "code": TOO_MANY})
                return
            told = MutableHeaders(scope=scope)
            del told[TICKET_HEADER]
            told[TICKET_HEADER] = self.access.ticket(person)
            conversation = Conversation(person, self.access, self._messages, receive, send)
            try:
                await self.app(scope, conversation.receive, send)
            finally:
                conversation.drop()

    @contextmanager
    def _counted(self, person: Person) -> Iterator[bool]:
        self._open[person.owner] += 1
        metrics.SOCKETS.inc()
        fits = self._open[person.owner] <= MOST_OF_ONE and self._open.total() <= MOST_SOCKETS
        if not fits:
            metrics.REFUSED.labels("sockets").inc()
        try:
            yield fits
        finally:
            metrics.SOCKETS.dec()
            self._open[person.owner] -= 1
            if not self._open[person.owner]:
                del self._open[person.owner]

    async def _person(self, scope: Scope) -> Person | None:
        who = self.access.program if is_for_programs(scope) else self.access.person
        return await run_in_threadpool(who, Headers(scope=scope), _address(scope))


@dataclass(slots=True)
class Conversation:
    """One socket, whose messages get through only as long as the session lasts, only those for the role, and only as
    quickly as one person may send them: until then, nothing more is read from it."""

    person: Person
    access: Access
    rates: Rates
    incoming: Receive
    send: Send
    began: float = field(default_factory=time.monotonic)
    _waiting: asyncio.Task[Message] | None = None

    async def receive(self) -> Message:
        """The next message that may be sent; the end, once the session has ended."""
        while True:
            message = await self._next()
            if self._to_be_named_again(idle=message is None):
                return await self._end(AGAIN)
            if message is None:
                if await self._lasts():
                    continue
                return await self._end()
            if message["type"] != "websocket.receive":
                return message
            if not await self._lasts():
                return await self._end()
            while wait := self.rates.wait(self.person.owner):
                await asyncio.sleep(wait)
            if allowed(message.get("bytes"), self.person.role):
                return message

    async def _next(self) -> Message | None:
        """The next message; None if none came for a while."""
        if self._waiting is None:
            self._waiting = asyncio.ensure_future(self.incoming())
        done, _ = await asyncio.wait({self._waiting}, timeout=LOOK_AGAIN)
        if not done:
            return None
        message, self._waiting = self._waiting.result(), None
        return message

    async def _lasts(self) -> bool:
        return not self.person.session or await run_in_threadpool(self.access.lasts, self.person)

    def _to_be_named_again(self, idle: bool) -> bool:
        """Whether what a gateway said of this person has counted for long enough."""
        lasts = NAMED_FOR if idle else 2 * NAMED_FOR
        return bool(self.access.settings.gateways) and time.monotonic() - self.began > lasts

    async def _end(self, code: int = ENDED) -> Message:
        await self.send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}

    def drop(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()


def allowed(content: bytes | None, role: Role) -> bool:
    """Whether a message of the socket is one that this role may send."""
    message = BackMsg()
    try:
        message.ParseFromString(content or b"")
    except Exception:  # protobuf's own errors have no common ancestor
        return False
    least = MESSAGES.get(message.WhichOneof("type") or "")
    return least is not None and role >= least


def is_own(received: Headers) -> bool:
    """Whether a request is from a page of ours, or from no page at all. A browser that names no origin, as when another
    page asks for a picture, still says that it is another's."""
    if received.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return False
    origins = received.getlist("origin")
    return not origins or (len(origins) == 1 and urlsplit(origins[0]).netloc == received.get("host"))


def _address(scope: Scope) -> str:
    """The address that called, which is a gateway's or a proxy's where there is one."""
    return str(scope["client"][0]) if scope.get("client") else ""


def is_for_programs(scope: Scope) -> bool:
    """Whether what is called is there for programs rather than for people."""
    return FOR_PROGRAMS.fullmatch(scope["path"]) is not None


def refused(scope: Scope, status: int, words: str, headers: Mapping[str, str] | None = None) -> Response:
    """A refusal in words: to programs as a problem."""
    if is_for_programs(scope):
        return problem(status, words, headers)
    return PlainTextResponse(words, status_code=status, headers=headers)


def _no_such_call(scope: Scope) -> Response:
    """That there is nothing of this address; to programs also where it is called in another way."""
    rules = [rule for rule in RULES if rule is not PAGES and re.fullmatch(rule.path, scope["path"], re.ASCII)]
    methods = {method for rule in rules for method in rule.methods}
    if methods and is_for_programs(scope):
        allowed = ", ".join(sorted(methods))
        return refused(scope, 405, f"This address takes {allowed} alone.", {"Allow": allowed})
    return refused(scope, 404, "Not found.")


def _too_often(scope: Scope, wait: float) -> Response:
    metrics.REFUSED.labels("calls").inc()
    return refused(scope, 429, "Too many calls. Wait a moment.", {"Retry-After": str(math.ceil(wait))})


YEAR = 365 * 24 * 3600  # seconds


def cookie_for(name: str, value: str, lasts: float) -> str:
    """A cookie that scripts can't read and that other sites can't have sent with a change; `lasts` in seconds."""
    secure = "; Secure" if name.startswith("__Host-") else ""
    return f"{name}={value}; Path=/; Max-Age={lasts:.0f}; HttpOnly; SameSite=Lax{secure}"


def _sign_in_first(scope: Scope, access: Access) -> Response:
    """The way to sign in for somebody who opens a page; a refusal for anything else."""
    page = scope["method"] in ("GET", "HEAD") and "text/html" in Headers(scope=scope).get("accept", "")
    if page and access.settings.openid:
        asked = scope["path"] + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
        return RedirectResponse(f"{SIGN_IN}?to={quote(asked, safe='')}", status_code=303)
    if page:
        words = "This server is reached through your organisation’s gateway, which tells it who you are."
        return notice("You aren’t signed in", words, status=401)
    if is_for_programs(scope):
        return refused(scope, 401, SEND_A_TOKEN, {"WWW-Authenticate": "Bearer"})
    return PlainTextResponse("Sign in first.", status_code=401)
