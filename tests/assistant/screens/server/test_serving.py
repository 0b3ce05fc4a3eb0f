"""The app under uvicorn: who may call it by which name, and what browsers are told."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.screens.server.service import Service
from assistant.screens.server.serving import (
    INDEX_PAGE,
    SecurityHeaders,
    StartPage,
    headers,
    health_of,
    hosts_of,
    inline_scripts,
    serve,
    start_page,
)
from assistant.settings import Settings
from corpus.errors import WrongUse
from tests.places import ROOT

PAGE = "<html><head><script>one()</script><script src='two.js'></script></head><body></body></html>"


def policy_of(page: str) -> dict[str, str]:
    parts = headers(page)["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


def test_only_the_scripts_that_stand_in_the_page_may_run_inline() -> None:
    digest = b64encode(hashlib.sha256(b"one()").digest()).decode()
    assert inline_scripts(PAGE) == [digest]
    scripts = policy_of(PAGE)["script-src"]
    assert f"'sha256-{digest}'" in scripts
    assert "unsafe" not in scripts


def test_nothing_is_fetched_from_elsewhere_and_nobody_frames_the_app() -> None:
    policy = policy_of(start_page())
    assert not any("http" in sources or "*" in sources for sources in policy.values())
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"


def test_pages_start_with_where_their_server_is_and_nothing_else_is_answered_so() -> None:
    async def else_(_: Request) -> PlainTextResponse:
        return PlainTextResponse("else")

    app = Starlette(
        routes=[Route("/{path:path}", else_, methods=["GET", "POST"])], middleware=[Middleware(StartPage, page="start")]
    )
    client = TestClient(app)
    assert {client.get(path).text for path in ("/", "/ask", "/ask?q=What+is+due", "/watch")} == {"start"}
    for path in ("/favicon.png", "/static/js/index.js", "/ask/_stcore/health", "/healthz", "/sign-in", "/api", "/mcp"):
        assert client.get(path).text == "else", path
    assert client.post("/ask").text == "else"
    before, _, after = INDEX_PAGE.read_text(encoding="utf-8").partition("<head>")
    assert start_page().startswith(f"{before}<head><script>window.__streamlit = {{ BACKEND_BASE_URL")
    assert start_page().endswith(after)


def test_each_response_has_the_headers_once_and_a_foreign_name_is_refused() -> None:
    async def page(_: Request) -> PlainTextResponse:
        return PlainTextResponse("hello", headers={"X-Frame-Options": "ALLOWALL", "X-Own": "kept"})

    app = Starlette(
        routes=[Route("/", page)],
        middleware=[
            Middleware(SecurityHeaders, headers=headers(PAGE)),
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts_of("localhost", ["plans.example"])),
        ],
    )
    answer = TestClient(app, base_url="http://plans.example").get("/")
    assert answer.text == "hello"
    assert answer.headers.get_list("X-Frame-Options") == ["DENY"]
    assert answer.headers["X-Own"] == "kept"
    refused = TestClient(app, base_url="http://rebound.example").get("/")
    assert refused.status_code == 400
    assert "Content-Security-Policy" in refused.headers


def test_a_server_of_the_network_answers_to_the_machines_own_names() -> None:
    assert hosts_of("localhost", []) == ["localhost", "127.0.0.1", "[::1]"]
    assert hosts_of("192.0.2.7", ["plans.example"])[-2:] == ["192.0.2.7", "plans.example"]
    assert socket.gethostname() in hosts_of("0.0.0.0", [])


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(WrongUse, match=rf"Nothing can listen at 127\.0\.0\.1, port {port}: .*Try another --port"):
            serve(tmp_path / "app.py", "127.0.0.1", [port], [], lambda url, to_whom: None)


def test_streamlit_has_our_options_wherever_the_server_is_started_and_an_administrators_before_them(
    tmp_path: Path,
) -> None:
    script = (
        "import streamlit; from assistant.screens.server.serving import set_streamlit_options as s; s();"
        "print(*map(streamlit.get_option, ('browser.gatherUsageStats', 'server.maxUploadSize', 'client.toolbarMode')),"
        "streamlit.get_option('theme.dark.primaryColor'))"
    )
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text('[client]\ntoolbarMode = "viewer"\n')
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    said = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, text=True, capture_output=True)
    assert said.stdout.split() == ["False", "50", "viewer", "#2f6ea8"], said.stderr


def test_health_tells_of_an_index_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    service = Service(Settings(documents=tmp_path / "documents", index=tmp_path / "index"))
    assert health_of(service) == {"status": "trouble", "generation": "", "building": False}
