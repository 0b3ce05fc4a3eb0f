"""The web app as an ASGI application under uvicorn: warmed up, with security headers, and for known hosts only."""

from __future__ import annotations

import base64
import gc
import hashlib
import importlib
import pkgutil
import socket
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import lxml.html
import streamlit
import uvicorn
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import screens
from assistant.screens.server.service import Service, shared_service
from corpus.errors import WrongUse

INDEX_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
HERE_ONLY = ("localhost", "127.0.0.1", "[::1]")
EVERY_ADDRESS = ("0.0.0.0", "::")
CLOSED = "/_stcore/metrics"
LARGEST_MESSAGE = 64 * 2**20  # bytes over a WebSocket; files come over HTTP, where Streamlit limits them
SHUTDOWN_TIME = 5  # seconds for open pages when the server stops


class SecurityHeaders:
    """Adds headers to every HTTP response, and replaces those of the same name."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self.app = app
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        names = {name for name, _ in self.headers}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                others = [header for header in message.get("headers", ()) if header[0].lower() not in names]
                message = {**message, "headers": [*others, *self.headers]}
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class Gate:
    """Refuses what a page of another site makes a browser send: a WebSocket, or a request that may change something.

    A page is our own only if its origin is exactly the host and port that were called. Streamlit would accept any page
    of this machine, whatever its port, and for other pages would ask a public service whether their address is ours.
    Programs that aren't browsers send no origin. Streamlit's metrics (CLOSED) are refused to everybody.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not _is_own(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": 1008})  # before accepting it, so that the browser gets a 403
        elif scope["type"] == "http" and (refusal := _refusal(scope)):
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _refusal(scope: Scope) -> Response | None:
    if scope["path"].rstrip("/").endswith(CLOSED):
        return PlainTextResponse("Not found.", status_code=404)
    if scope["method"] in ("GET", "HEAD", "OPTIONS") or _is_own(Headers(scope=scope)):
        return None
    return PlainTextResponse("This was sent by a page of another site.", status_code=403)


def _is_own(received: Headers) -> bool:
    origins = received.getlist("origin")
    return not origins or (len(origins) == 1 and urlsplit(origins[0]).netloc == received.get("host"))


def headers(page: str) -> dict[str, str]:
    """The security headers of each response. `page` is the HTML that Streamlit serves, whose own scripts may run."""
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


def application(script: Path, hosts: Sequence[str]) -> streamlit.App:
    """The app, for uvicorn or any other ASGI server. `script`: app.py. `hosts`: the names by which it may be called."""

    @asynccontextmanager
    async def warm(_: streamlit.App) -> AsyncIterator[dict[str, Any]]:
        _import_pages()
        shared_service()
        # Streamlit runs a full garbage collection after every rerun, which should skip what stays in memory for good.
        gc.collect()
        gc.freeze()
        yield {}

    secure = headers(INDEX_PAGE.read_text(encoding="utf-8"))
    return streamlit.App(
        script,
        lifespan=warm,
        routes=[Route("/healthz", healthz)],
        middleware=[
            Middleware(SecurityHeaders, headers=secure),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(Gate),
        ],
    )


async def healthz(_: Request) -> JSONResponse:
    """For administrators: status 200 while questions can be answered or soon will be, otherwise 503."""
    health = health_of(shared_service())
    return JSONResponse(health, status_code=503 if health["status"] == "trouble" else 200)


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


def serve(script: Path, address: str, port: int, hosts: Sequence[str]) -> None:
    """Serve the app until it is interrupted. Raises WrongUse if it can't listen there."""
    with _listening(address, port) as listener:
        config = uvicorn.Config(
            application(script, hosts_of(address, hosts)),
            log_level="warning",
            access_log=False,
            server_header=False,
            ws_max_size=LARGEST_MESSAGE,
            timeout_graceful_shutdown=SHUTDOWN_TIME,
        )
        click.echo(f"The app is at http://{_bracketed(_shown(address))}:{port} (stop it with Ctrl+C).")
        uvicorn.Server(config).run(sockets=[listener])


def _listening(address: str, port: int) -> socket.socket:
    """A bound socket. It names TCP as its protocol, because only then asyncio sends small messages at once."""
    try:
        found = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        family, kind, protocol, _, where = found[0]
        with ExitStack() as on_failure:
            listener = on_failure.enter_context(socket.socket(family, kind, protocol))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(where)
            on_failure.pop_all()
    except OSError as error:
        raise WrongUse(
            f"Nothing can listen at {address}, port {port}: {error.strerror}. Try another --port or --address."
        ) from None
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
