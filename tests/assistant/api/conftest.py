"""A server of two fictional plans behind the gate, for tests of what programs are told."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.testclient import TestClient
from starlette.types import ASGIApp
from streamlit.runtime import Runtime

from assistant.api.http.app import PATH, application
from assistant.roles import Role
from assistant.screens.server.access import Access
from assistant.screens.server.gate import Gate
from assistant.screens.server.service import Service
from assistant.screens.server.upload_limits import UploadLimits
from assistant.settings import Settings
from corpus.access import Line, write_access
from index import build
from tests.word_encoder import WordEncoder

HEAD = "Category,Priority,What needs to happen,Lead,Due,Status,Progress\n"
# FICTIONAL.
FILES = {
    "Fostering plan 2024-25.csv": "1 Homes,1 More foster homes,Find 20 carers,Mary Hill,31 March 2025,Open,6 joined\n"
    "1 Homes,2 Homes are near,Open a small home,Tom Reed,30 June 2025,Open,The old home was closed\n",
    "Fostering plan 2025-26.csv": "1 Homes,1 More foster homes,Find 30 carers,Mary Hill,31 March 2026,Open,9 joined\n"
    "1 Homes,2 Homes are near,Open a small home,Tom Reed,30 June 2026,Done,The new home was opened\n"
    "2 Health,1 Every child has a review,Hold reviews,Ann Bell,1 May 2035,Open,40% had a review\n",
    "review/Quillon plan 2025-26.csv": "1 Quillon,1 The Quillon House review ends,Interview Vexworth,Vexworth,"
    "17 August 2031,Open,7777 files were zigzagged\n",
}
SECRETS = ("quillon", "vexworth", "7777", "zigzag", "2031")


@dataclass
class Office:
    """The server, and programs that call it with tokens of their own."""

    service: Service
    access: Access

    def __post_init__(self) -> None:
        mounted = Mount(PATH, application(lambda: self.service))
        middleware = [Middleware(Gate, access=self.access), Middleware(UploadLimits)]
        self.app: ASGIApp = Starlette(routes=[mounted], middleware=middleware)

    def program(self, role: Role | None = Role.READER, *groups: str) -> TestClient:
        """A program with a role and groups; with None, one that sends no token."""
        client = TestClient(self.app, base_url=f"http://localhost{PATH}/")
        if role is not None:
            name = f"{role.name} {len(self.access.tokens.listed())}"
            secret, _ = self.access.tokens.make(name, role, groups, datetime.now(UTC), timedelta(days=1))
            client.headers["authorization"] = f"Bearer {secret}"
        return client

    @property
    def noted(self) -> list[tuple[str, str, str]]:
        """What the audit log says: who, what, and to what."""
        return [(record.name, record.act, record.what) for record in self.service.audit.records()]


@contextmanager
def listening(app: ASGIApp) -> Iterator[str]:
    """The application on a port of this machine, for clients that need one; its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


class NoPages:
    """In place of Streamlit: no page holds a file."""

    uploaded_file_mgr = None


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("plans")
    for name, rows in FILES.items():
        (root / "documents" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "documents" / name).write_text(HEAD + rows, encoding="utf-8")
    write_access(root / "documents", Line("folders", "review", ("reviewers",)))
    build(root / "documents", root / "index", encoder=WordEncoder)
    return root


def office_at(root: Path, kept: Path, **settings: str) -> Office:
    told = Settings(documents=root / "documents", index=root / "index", kept=kept, **settings)  # type: ignore[arg-type]
    service = Service(told)
    service._encoder = WordEncoder  # type: ignore[method-assign]
    service._loaded.set()
    return Office(service, Access(told, service.database))


@pytest.fixture
def office(indexed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A server at which people sign in."""
    monkeypatch.setattr(Runtime, "instance", NoPages)
    return office_at(indexed, tmp_path, gateway="10.0.0.7", readers="*")


@pytest.fixture
def open_office(indexed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A server for this machine alone, at which nobody signs in."""
    monkeypatch.setattr(Runtime, "instance", NoPages)
    return office_at(indexed, tmp_path)
