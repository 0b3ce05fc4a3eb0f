"""The web app as an ASGI application under uvicorn: warmed up, gated, with security headers, for known hosts only."""

from __future__ import annotations

import base64
import hashlib
import importlib
import pkgutil
import socket
import tomllib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.html
import streamlit
import uvicorn
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.config import LOGGING_CONFIG

from assistant import screens
from assistant.screens.server import metrics
from assistant.screens.server.access import TICKET, TICKET_HEADER, shared_access
from assistant.screens.server.gate import PAGES, Gate, rule_for
from assistant.screens.server.logs import log_as_json
from assistant.screens.server.service import Service, give_memory_back, settle, shared_service
from assistant.screens.server.sign_in import SignIn
from assistant.screens.server.slow_clients import PatientProtocol
from assistant.screens.server.upload_limits import UploadLimits
from assistant.screens.server.visitor import LOOPBACK
from assistant.settings import Settings
from corpus.errors import WrongUse

INDEX_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
HEAD = "<head>"
# Without it, Streamlit looks for its server below a page's own address first: two requests that are refused, which
# browsers report as errors, and a pause before it looks at the root.
AT_THE_ROOT = "<script>window.__streamlit = { BACKEND_BASE_URL: window.location.origin };</script>"
STREAMLIT_OPTIONS = Path(__file__).with_name("streamlit.toml")
HERE_ONLY = ("localhost", "127.0.0.1", "[::1]")
EVERY_ADDRESS = ("0.0.0.0", "::")
# Bytes that a browser may send over its WebSocket at once: a question has 2,000 characters, and what is chosen on a
# page a few thousand. Files come over HTTP.
LARGEST_MESSAGE = 2**20
MOST_CONNECTIONS = 2_000  # open at once, those of pages included; beyond that, callers are told to come back
SHUTDOWN_TIME = 5  # seconds for open pages when the server stops


def start_page() -> str:
    """The page from which Streamlit starts at every address of the app, told where its server is."""
    return INDEX_PAGE.read_text(encoding="utf-8").replace(HEAD, f"{HEAD}{AT_THE_ROOT}", 1)


class StartPage:
    """Answers whoever opens a page; all else is Streamlit's, its pictures and scripts included."""

    def __init__(self, app: ASGIApp, page: str) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        opened = scope["type"] == "http" and rule_for(scope["path"], scope["method"]) is PAGES
        if opened and "." not in scope["path"]:
            answer = HTMLResponse(self.page, headers={"Cache-Control": "no-cache"})
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class SecurityHeaders:
    """Adds headers to every HTTP response, and replaces those of the same name.

    With `secure`, browsers send each cookie over HTTPS only, Streamlit's own included.
    """

    def __init__(self, app: ASGIApp, headers: dict[str, str], secure: bool = False) -> None:
        self.app = app
        self.secure = secure
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        names = {name for name, _ in self.headers}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                others = [header for header in message.get("headers", ()) if header[0].lower() not in names]
                message = {**message, "headers": [*(self._kept(*header) for header in others), *self.headers]}
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)

    def _kept(self, name: bytes, value: bytes) -> tuple[bytes, bytes]:
        open_cookie = self.secure and name.lower() == b"set-cookie" and b"; secure" not in value.lower()
        return name, value + b"; Secure" if open_cookie else value


def headers(page: str) -> dict[str, str]:
    """The security headers of each response. `page` is the HTML from which pages start, whose own scripts may run."""
    scripts = " ".join(f"'sha256-{digest}'" for digest in inline_scripts(page))
    policy = {
        "default-src": "'self'",
        "script-src": f"'self' blob: {scripts}",  # Streamlit loads a component's script from a blob
        "style-src": "'self' 'unsafe-inline'",  # Streamlit writes its styles into the page
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",  # an address can hold a question
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


def inline_scripts(page: str) -> list[str]:
    """The SHA-256 of each script inside a page's HTML, in base64, as content policies need it."""
    scripts = [script.text or "" for script in lxml.html.fromstring(page).iter("script") if "src" not in script.attrib]
    return [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]


def hosts_of(address: str, named: Sequence[str]) -> list[str]:
    """The host names by which browsers may call this server: the given ones, and those that the address implies.

    This refuses other names that an attacker points at this machine (DNS rebinding).
    """
    own: Iterable[str] = (address,)
    if address in EVERY_ADDRESS:
        name = socket.gethostname()
        own = (name, socket.getfqdn(), *_addresses(name))
    return list(dict.fromkeys([*HERE_ONLY, *map(_bracketed, own), *named]))


@asynccontextmanager
async def _nothing_runs() -> AsyncIterator[None]:
    yield


@dataclass(frozen=True, slots=True)
class Further:
    """What is served beside the pages: its routes, and what must run meanwhile."""

    routes: tuple[BaseRoute, ...] = ()
    running: Callable[[], AbstractAsyncContextManager[None]] = _nothing_runs


def application(script: Path, hosts: Sequence[str], further: Further) -> streamlit.App:
    """The app, for uvicorn or any other ASGI server. `script`: app.py. `hosts`: the names by which it may be called."""

    @asynccontextmanager
    async def warm(_: streamlit.App) -> AsyncIterator[dict[str, Any]]:
        _import_pages()
        shared_service()
        settle()
        async with further.running():
            yield {}

    access = shared_access()
    page = start_page()
    secure = headers(page)
    if access.settings.secure:
        secure["Strict-Transport-Security"] = "max-age=31536000"
    set_streamlit_options()
    streamlit.config.set_option("server.trustedUserHeaders", {TICKET_HEADER: TICKET})
    sign_in = SignIn(access, shared_service().audit).routes() if access.settings.openid else []
    return streamlit.App(
        script,
        lifespan=warm,
        routes=[
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route(metrics.PATH, measured),
            *sign_in,
            *further.routes,
        ],
        middleware=[
            Middleware(SecurityHeaders, headers=secure, secure=access.settings.secure),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(Gate, access=access),
            Middleware(UploadLimits),
            Middleware(StartPage, page=page),
        ],
    )


def set_streamlit_options() -> None:
    """Sets Streamlit's options to ours, apart from those that an administrator has set in a file."""
    for name, value in _named(tomllib.loads(STREAMLIT_OPTIONS.read_text(encoding="utf-8"))):
        if not streamlit.config.is_manually_set(name):
            streamlit.config.set_option(name, value)


def _named(options: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in options.items():
        yield from _named(value, f"{within}{name}.") if isinstance(value, dict) else [(within + name, value)]


async def healthz(_: Request) -> JSONResponse:
    """For administrators: status 200 while questions can be answered or soon will be, otherwise 503."""
    health = health_of(shared_service())
    return JSONResponse(health, status_code=503 if health["status"] == "trouble" else 200)


async def readyz(_: Request) -> JSONResponse:
    """For what sends people here: status 200 only while questions are answered at once."""
    ready = health_of(shared_service())["status"] == "ready"
    return JSONResponse({"ready": ready}, status_code=200 if ready else 503)


async def measured(_: Request) -> Response:
    """For what watches the server."""
    health = health_of(shared_service())
    metrics.READY.set(health["status"] == "ready")
    metrics.BUILDING.set(bool(health["building"]))
    return metrics.figures()


def health_of(service: Service) -> dict[str, str | bool]:
    """`status` is `ready`, `starting` (the model loads, or documents are read for the first time) or `trouble`."""
    assistant = service.assistant
    if assistant and service.loaded:
        status = "ready"
    elif assistant or service.rebuild.state.running:
        status = "starting"
    else:
        status = "trouble"
    generation = assistant.generation if assistant else ""
    return {"status": status, "generation": generation, "building": service.rebuild.state.running}


def serve(
    script: Path,
    address: str,
    ports: Sequence[int],
    hosts: Sequence[str],
    listening: Callable[[str, str], None],
    started: Callable[[str], object] | None = None,
    further: Further | None = None,
) -> None:
    """Serve the app until it is interrupted, on the first free one of the ports. Raises WrongUse if it can't listen.

    `further` is served beside it. `listening` is told the app's address and, in words, who may use it; `started` is
    told the address once the app answers there.
    """
    give_memory_back()
    settings = Settings.load()
    told = open_to_whom(settings, address, hosts)
    if settings.log == "json":
        log_as_json()
    hosts = [*hosts, *filter(None, [settings.host])]
    with _listening(address, ports) as listener:
        config = uvicorn.Config(
            application(script, hosts_of(address, hosts), further or Further()),
            log_level="warning",
            log_config=None if settings.log == "json" else LOGGING_CONFIG,
            access_log=False,
            server_header=False,
            http=PatientProtocol,
            proxy_headers=False,  # who is a gateway is decided in access.py
            limit_concurrency=MOST_CONNECTIONS,
            ws_max_size=LARGEST_MESSAGE,
            timeout_graceful_shutdown=SHUTDOWN_TIME,
        )
        url = f"http://{_bracketed(_shown(address))}:{listener.getsockname()[1]}"
        listening(url, told)
        _Announced(config, lambda: started and started(url)).run(sockets=[listener])


class _Announced(uvicorn.Server):
    """A server that calls something once it answers."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], object]) -> None:
        super().__init__(config)
        self._started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._started()


def open_to_whom(settings: Settings, address: str, hosts: Sequence[str]) -> str:
    """Who may use the server, in words. Raises WrongUse for a server of the network to which nothing says who may."""
    if settings.openid:
        return f"People sign in at {settings.openid}."
    if settings.gateways:
        return f"People are named by the gateway at {', '.join(settings.gateways)}."
    here = address in LOOPBACK and not hosts and not settings.host
    if here:
        return "There is no sign-in: the app answers only to this machine."
    if not settings.everyone:
        raise WrongUse(
            "This would serve a network without sign-in. Set PLANS_OPENID or PLANS_GATEWAY, so that people sign in; or,"
            " if whoever reaches this server may use it, PLANS_EVERYONE to reader or editor (docs/security.md)."
        )
    return f"There is no sign-in: whoever reaches this server is {settings.everyone}, as PLANS_EVERYONE says."


def _listening(address: str, ports: Sequence[int]) -> socket.socket:
    """A socket bound to the first of the ports that is free."""
    for port in ports:
        try:
            return _bound(address, port)
        except OSError as error:
            reason = error.strerror
    raise WrongUse(
        f"Nothing can listen at {address}, port {ports[-1]}: {reason}. Try another --port or --address."
    ) from None


def _bound(address: str, port: int) -> socket.socket:
    """A bound socket. It names TCP as its protocol, because only then asyncio sends small messages at once."""
    found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    family, kind, protocol, _, where = found[0]
    with ExitStack() as on_failure:
        listener = on_failure.enter_context(socket.socket(family, kind, protocol))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        on_failure.pop_all()
    return listener


def _import_pages() -> None:
    """Import everything that the first visitor would otherwise wait for."""
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        importlib.import_module(module.name)


def _addresses(name: str) -> list[str]:
    try:
        return sorted({str(found[4][0]) for found in socket.getaddrinfo(name, None)})
    except OSError:
        return []


def _shown(address: str) -> str:
    return "localhost" if address in EVERY_ADDRESS else address


def _bracketed(host: str) -> str:
    """A host as written in an address: `[::1]`."""
    return f"[{host}]" if ":" in host else host
