"""Uploads: so much for one page, so much for all, and only to a page of one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime

from assistant.roles import Role
from assistant.screens.server.access import TICKET_HEADER, Access
from assistant.screens.server.serving import STREAMLIT_OPTIONS
from assistant.screens.server.upload_limits import LARGEST_FILE, MB, MOST_OF_ALL, MOST_OF_ONE, UploadLimits
from assistant.settings import Settings
from assistant.store.database import Database
from assistant.store.people import Person

PAGE = {"path": "/_stcore/upload_file/a1/f"}
ADA, BOB = (Person(name, name, Role.EDITOR) for name in ("ada", "bob"))


@dataclass
class Pages:
    """Streamlit's sessions and what they hold, and who asks."""

    access: Access
    owners: dict[str, Person] = field(default_factory=lambda: {"a1": ADA, "a2": ADA, "b1": BOB})
    held: dict[str, dict[str, SimpleNamespace]] = field(default_factory=dict)
    asking: Person = ADA

    @property
    def uploaded_file_mgr(self) -> SimpleNamespace:
        return SimpleNamespace(file_storage=self.held)

    def get_client(self, page: str) -> SimpleNamespace | None:
        owner = self.owners.get(page)
        headers = [(TICKET_HEADER, self.access.ticket(owner))] if owner else []
        return SimpleNamespace(client_context=SimpleNamespace(headers=headers)) if owner else None

    def hold(self, page: str, mb: int) -> None:
        self.held.setdefault(page, {})[str(mb)] = SimpleNamespace(data=memoryview(bytes(mb * MB)))


class Asking:
    """In place of the gate: says who asks."""

    def __init__(self, app: ASGIApp, pages: Pages) -> None:
        self.app, self.pages = app, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["state"] = {"person": self.pages.asking, "access": self.pages.access}
        await self.app(scope, receive, send)


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pages:
    settings = Settings(documents=tmp_path / "documents", index=tmp_path / "index")
    made = Pages(Access(settings, Database(settings.kept_folder)))
    monkeypatch.setattr(Runtime, "instance", lambda: made)
    return made


def client_of(pages: Pages) -> TestClient:
    async def taken(_: Request) -> PlainTextResponse:
        return PlainTextResponse("taken")

    route = Route("/_stcore/upload_file/{page}/{file}", taken, methods=["PUT", "DELETE"])
    middleware = [Middleware(Asking, pages=pages), Middleware(UploadLimits)]
    return TestClient(Starlette(routes=[route], middleware=middleware))


@pytest.fixture
def upload(pages: Pages) -> Callable[..., int]:
    """Says that a file of so many MB comes to a page; returns the status of the answer."""
    client = client_of(pages)

    def send(page: str, mb: float, method: str = "PUT") -> int:
        length = {"content-length": str(int(mb * MB))}
        return client.request(method, f"/_stcore/upload_file/{page}/f", headers=length).status_code

    return send


def test_a_page_takes_so_much_and_no_more(pages: Pages, upload: Callable[..., int]) -> None:
    assert upload("a1", LARGEST_FILE) == 200
    pages.hold("a1", 40)
    assert upload("a1", MOST_OF_ONE - 40) == 200
    assert upload("a1", MOST_OF_ONE - 39) == 413
    assert upload("a2", LARGEST_FILE) == 200


def test_all_pages_together_take_so_much_and_no_more(pages: Pages, upload: Callable[..., int]) -> None:
    pages.hold("a2", 50)
    pages.hold("b1", 30)
    assert upload("a1", MOST_OF_ALL - 80) == 200
    assert upload("a1", MOST_OF_ALL - 79) == 503
    pages.held.clear()
    assert upload("a1", LARGEST_FILE) == 200


def test_files_on_their_way_count_until_they_are_there(pages: Pages) -> None:
    limits = UploadLimits(lambda *_: None)  # type: ignore[arg-type]
    with limits._counted("a1", 50 * MB, PAGE) as first, limits._counted("b1", 40 * MB, PAGE) as second:
        assert (first, second) == (None, None)
        with limits._counted("a2", 1, PAGE) as third:
            assert third is not None
            assert third.status_code == 503
    with limits._counted("a2", 50 * MB, PAGE) as again:
        assert again is None


def test_nobody_sends_or_removes_files_of_another_persons_page(pages: Pages, upload: Callable[..., int]) -> None:
    for page in ("b1", "none"):
        assert upload(page, 1) == 403
        assert upload(page, 0, "DELETE") == 403
    pages.asking = BOB
    assert upload("b1", 1) == 200
    assert upload("a1", 1) == 403


def test_a_file_of_unknown_length_is_not_begun(pages: Pages) -> None:
    parts = iter([b"a", b"b"])
    assert client_of(pages).put("/_stcore/upload_file/a1/f", content=parts).status_code == 411


def test_one_file_is_limited_as_streamlit_is_told() -> None:
    assert f"maxUploadSize = {LARGEST_FILE}  # MB" in STREAMLIT_OPTIONS.read_text(encoding="utf-8")
