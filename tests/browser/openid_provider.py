"""A small OpenID provider on a port of this machine, with FICTIONAL people: real HTTP, real signatures, real lies."""

from __future__ import annotations

import base64
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "plans", "fictional-secret"
PEOPLE = {
    "ada": ("Ada Fictional", ["plans-editors", "staff"]),
    "bob": ("Bob Fictional", ["staff"]),
    "cleo": ("Cleo Fictional", ["it"]),
    "dan": ("Dan Fictional", ["elsewhere"]),
    "eve": ("Eve Fictional", None),  # no groups in the token, as where somebody is in too many
}


@dataclass
class Provider:
    """Where it is, and what it says that isn't so: claims put in place of the true ones, by name."""

    address: str
    lies: dict[str, Any] = field(default_factory=dict)
    other_key: bool = False  # sign with a key that isn't published
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"}))

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.describe),
                Route("/authorize", self.authorise),
                Route("/token", self.token, methods=["POST"]),
                Route("/keys", self.keys),
                Route("/end", self.end),
            ]
        )

    async def describe(self, _: Request) -> Response:
        here = self.address
        return JSONResponse(
            {
                "issuer": here,
                "authorization_endpoint": f"{here}/authorize",
                "token_endpoint": f"{here}/token",
                "jwks_uri": f"{here}/keys",
                "end_session_endpoint": f"{here}/end",
                "response_types_supported": ["code"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def authorise(self, request: Request) -> Response:
        """A page with a button for each person; the one pressed is who has signed in."""
        asked = dict(request.query_params)
        who = asked.pop("who", "")
        if not who:
            fields = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in asked.items())
            buttons = "".join(f'<button name="who" value="{who}">{name}</button>' for who, (name, _) in PEOPLE.items())
            return HTMLResponse(f"<h1>Fictional provider</h1><form>{fields}{buttons}</form>")
        code = secrets.token_urlsafe(12)
        self.codes[code] = asked | {"who": who}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    async def token(self, request: Request) -> Response:
        """A token for a code, once, to whoever knows the secret and began with the challenge."""
        form = dict(part.split("=", 1) for part in (await request.body()).decode().split("&"))
        told = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode()
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proven = asked and base64.urlsafe_b64encode(challenge).decode().rstrip("=") == asked.get("code_challenge")
        if asked is None or not proven or told != f"{CLIENT}:{SECRET}":
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        signed = {"access_token": "a", "token_type": "Bearer", "id_token": self.signed(asked)}
        return JSONResponse(signed)

    def signed(self, asked: dict[str, str]) -> str:
        name, groups = PEOPLE[asked["who"]]
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": asked["who"],
            "name": name,
            "nonce": asked["nonce"],
        }
        claims |= {"iat": now, "exp": now + 300} | ({"groups": groups} if groups is not None else {})
        key = RSAKey.generate_key(2048) if self.other_key else self.key
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims | self.lies, key)

    async def keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def end(self, _: Request) -> Response:
        return HTMLResponse("<h1>Signed out of the fictional provider</h1>")


@contextmanager
def providing(port: int) -> Iterator[Provider]:
    provider = Provider(f"http://localhost:{port}")
    server = uvicorn.Server(uvicorn.Config(provider.app(), host="localhost", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield provider
    server.should_exit = True
    thread.join()
