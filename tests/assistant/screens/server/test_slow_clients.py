"""Clients that send slowly or nothing are let go; those that are answered slowly, and pages' sockets, are not."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.sync.client import connect

from assistant.screens.server import slow_clients
from assistant.screens.server.slow_clients import PatientProtocol

SHORT = 0.2  # seconds of patience in these tests
LONGER = 4 * SHORT
REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def slow_answer(_: Request) -> PlainTextResponse:
    await asyncio.sleep(LONGER)
    return PlainTextResponse("answered")


async def length(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def talk(page: WebSocket) -> None:
    await page.accept()
    await page.send_text(await page.receive_text())


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(slow_clients, "TIME_FOR_HEADERS", SHORT)
    monkeypatch.setattr(slow_clients, "TIME_FOR_REQUEST", SHORT)
    routes = [Route("/", slow_answer), Route("/length", length, methods=["POST"]), WebSocketRoute("/talk", talk)]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            Starlette(routes=routes), http=PatientProtocol, log_level="error", timeout_keep_alive=60
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join()


def is_closed(client: socket.socket) -> bool:
    """Whether the server closes a connection of its own accord; waits for it."""
    client.settimeout(60)
    try:
        return client.recv(1000) == b""
    except ConnectionResetError:
        return True


def is_answered(client: socket.socket) -> bool:
    client.settimeout(60)
    client.sendall(REQUEST)
    received = b""
    while not received.endswith(b"answered") and (part := client.recv(1000)):
        received += part
    return received.endswith(b"answered")


@pytest.mark.parametrize(
    "sent", [b"", b"G", b"GET / HTTP/1.1\r\nX: ", b"POST /length HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc"]
)
def test_hundreds_of_connections_that_send_no_whole_request_are_closed(port: int, sent: bytes) -> None:
    clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(100)]
    for client in clients:
        client.sendall(sent)
    assert all(map(is_closed, clients))
    for client in clients:
        client.close()


def test_a_second_request_that_comes_slowly_is_not_waited_for_either(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as client:
        assert is_answered(client)
        client.sendall(b"GET / HT")
        assert is_closed(client)


def test_a_slow_answer_is_waited_for(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as client:
        assert is_answered(client)


def test_the_socket_of_a_page_stays_open(port: int) -> None:
    with connect(f"ws://127.0.0.1:{port}/talk", proxy=None) as page:
        time.sleep(LONGER)
        page.send("still here")
        assert page.recv(timeout=60) == "still here"
