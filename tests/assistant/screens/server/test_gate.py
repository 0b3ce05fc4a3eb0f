"""Who may call what: every route and socket message, signed out and with each role, by sessions that are stale, forged,
foreign and ended."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: F401 - its import registers what BackMsg refers to

from assistant.roles import Role
from assistant.screens.server import gate, metrics
from assistant.screens.server.access import SESSION, TICKET_HEADER, VISITOR, Access
from assistant.screens.server.gate import AGAIN, MESSAGES, MOST_OF_ONE, Gate
from assistant.screens.server.rates import Rate, Rates
from assistant.settings import Settings
from assistant.store.database import Database
from assistant.store.people import Person

HOST = "plans.example:8501"
LASTS = timedelta(hours=9)
SIGNED_IN = {
    "openid": "https://login.example.org",
    "openid_client": "plans",
    "address": "http://localhost:8501",
    "readers": "*",
}


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Access]:
    def access(**settings: object) -> Access:
        told = Settings(documents=tmp_path / "documents", index=tmp_path / "index", **settings)  # type: ignore[arg-type]
        return Access(told, Database(told.kept_folder))

    return access


@pytest.fixture
def access(make: Callable[..., Access]) -> Access:
    return make(**SIGNED_IN)


def app(access: Access) -> TestClient:
    """Something that answers everything, behind the gate."""

    async def answer(request: Request) -> Response:
        return HTMLResponse("let in") if request.url.path == "/" else PlainTextResponse("let in")

    async def talk(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(socket.headers.get(TICKET_HEADER, ""))
        while True:
            try:
                message = BackMsg.FromString(await socket.receive_bytes())
            except WebSocketDisconnect:
                return
            await socket.send_text(message.WhichOneof("type") or "")

    methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
    routes = [WebSocketRoute("/{path:path}", talk), Route("/{path:path}", answer, methods=methods)]
    gated = Starlette(routes=routes, middleware=[Middleware(Gate, access=access)])
    return TestClient(gated, base_url=f"http://{HOST}", follow_redirects=False)


def cookie_of(access: Access, role: Role, owner: str = "ada", now: datetime | None = None) -> dict[str, str]:
    token = access.sessions.begin(Person(owner, owner.title(), role), now or datetime.now(UTC), LASTS)
    return {"cookie": f"{SESSION}={token}"}


def token_of(access: Access, role: Role, now: datetime | None = None) -> dict[str, str]:
    made = now or datetime.now(UTC)
    secret, _ = access.tokens.make(f"{role.name} {made}", role, (), made, LASTS)
    return {"authorization": f"Bearer {secret}"}


@pytest.fixture
def callers(access: Access) -> dict[str, dict[str, str]]:
    """What each kind of caller sends."""
    ended = cookie_of(access, Role.ADMINISTRATOR, "bob")
    found = access.sessions.person(ended["cookie"].partition("=")[2], datetime.now(UTC))
    assert found
    access.sessions.end(found.session)
    ticket = access.ticket(found)
    return {
        "signed out": {},
        "reader": cookie_of(access, Role.READER),
        "editor": cookie_of(access, Role.EDITOR),
        "administrator": cookie_of(access, Role.ADMINISTRATOR),
        "stale": cookie_of(access, Role.ADMINISTRATOR, now=datetime.now(UTC) - 2 * LASTS),
        "forged": {"cookie": f"{SESSION}={'x' * 43}"},
        "ended": ended,
        "a reader's token": token_of(access, Role.READER),
        "an editor's token": token_of(access, Role.EDITOR),
        "a token that has expired": token_of(access, Role.EDITOR, datetime.now(UTC) - 2 * LASTS),
        "a token that never was": {"authorization": f"Bearer plans_{'x' * 43}"},
        "another kind of token": {"authorization": "Bearer eyJhbGciOi"},
        "a password": {"authorization": "Basic YWRhOmFkYQ=="},
        "with a visitor's cookie": {"cookie": f"{VISITOR}={access.new_visitor()}"},
        "with a ticket": {TICKET_HEADER: ticket},
        "with a gateway's headers": {"x-forwarded-user": "root", "x-forwarded-groups": "admins"},
        "with Streamlit's cookie": {"cookie": "_streamlit_user=2|1:0|10:1|15:_streamlit_user|4:e30=|abc"},
    }


NOBODY = frozenset[str]()
READERS = frozenset({"reader", "editor", "administrator"})
EDITORS = frozenset({"editor", "administrator"})
ADMINISTRATORS = frozenset({"administrator"})
ANYBODY = "anybody"
READING_PROGRAMS = READERS | {"a reader's token", "an editor's token"}
EDITING_PROGRAMS = EDITORS | {"an editor's token"}
PAGE = f"/api/v1/documents/{'0a' * 32}/pages/3.png"

# Every address that the app answers, and some that it must not: the method, and who is let in.
TABLE: tuple[tuple[str, str, frozenset[str] | str], ...] = (
    ("GET", "/", READERS),
    ("GET", "/browse", READERS),
    ("GET", "/documents", READERS),
    ("GET", "/favicon.png", READERS),
    ("GET", "/static/js/index.A1-b_c.js", READERS),
    ("GET", "/media/0a1b.docx", READERS),
    ("GET", "/_stcore/host-config", READERS),
    ("GET", "/_stcore/bidi-components/plans_page/x.js", READERS),
    ("PUT", "/_stcore/upload_file/s1/f1", EDITORS),
    ("DELETE", "/_stcore/upload_file/s1/f1", EDITORS),
    ("OPTIONS", "/_stcore/upload_file/s1/f1", EDITORS),
    ("GET", "/_stcore/upload_file/s1/f1", NOBODY),
    ("POST", "/_stcore/upload_file/s1/f1", NOBODY),
    ("GET", "/healthz", ANYBODY),
    ("GET", "/readyz", ANYBODY),
    ("GET", "/_stcore/health", ANYBODY),
    ("GET", "/sign-in", ANYBODY),
    ("GET", "/signed-in", ANYBODY),
    ("GET", "/sign-out", ANYBODY),
    ("POST", "/sign-out", ANYBODY),
    ("GET", "/metrics", ADMINISTRATORS),
    ("POST", "/metrics", NOBODY),
    ("GET", "/_stcore/metrics", NOBODY),
    ("GET", "/_stcore/metrics/", NOBODY),
    ("GET", "/_stcore/script-health-check", NOBODY),
    ("POST", "/_stcore/agent/interact", NOBODY),
    ("POST", "/_stcore/agent/mcp", NOBODY),
    ("GET", "/_stcore/agent/openapi.json", NOBODY),
    ("GET", "/_stcore", NOBODY),
    ("GET", "/auth/login", NOBODY),
    ("GET", "/auth/logout", NOBODY),
    ("GET", "/oauth2callback", NOBODY),
    ("GET", "/component/x/y.js", NOBODY),
    ("GET", "/app/static/x.txt", NOBODY),
    ("GET", "/browse/_stcore/health", NOBODY),
    ("GET", "//media/0a1b.docx", NOBODY),
    ("POST", "/", NOBODY),
    ("PUT", "/media/0a1b.docx", NOBODY),
    ("DELETE", "/documents", NOBODY),
    ("PATCH", "/", NOBODY),
    *(
        ("GET", f"/api/v1/{name}", READING_PROGRAMS)
        for name in ("search", "plans", "rows", "changes", "watch", "overview", "briefing", "openapi.json", "builds/a1")
    ),
    ("GET", PAGE, READING_PROGRAMS),
    ("POST", "/api/v1/ask", READING_PROGRAMS),
    ("POST", "/mcp", READING_PROGRAMS),
    ("POST", "/api/v1/documents", EDITING_PROGRAMS),
    ("POST", "/api/v1/builds", EDITING_PROGRAMS),
    ("GET", "/api/v1/ask", NOBODY),
    ("GET", "/api/v1/documents", NOBODY),
    ("DELETE", "/api/v1/documents", NOBODY),
    ("POST", "/api/v1/rows", NOBODY),
    ("POST", PAGE, NOBODY),
    ("GET", "/api/v1/documents/../rows/pages/3.png", NOBODY),
    ("GET", "/api/v1/docs", NOBODY),
    ("GET", "/api/v1", NOBODY),
    ("GET", "/api", NOBODY),
    ("GET", "/mcp", NOBODY),
    ("GET", "/mcp/x", NOBODY),
)


@pytest.mark.parametrize(("method", "path", "who"), TABLE)
def test_each_address_lets_in_those_who_may_and_nobody_else(
    access: Access, callers: dict[str, dict[str, str]], method: str, path: str, who: frozenset[str] | str
) -> None:
    client = app(access)
    let_in = {
        caller
        for caller, sent in callers.items()
        if client.request(method, f"http://{HOST}{path}", headers=sent).text == "let in"
    }
    assert let_in == (set(callers) if who == ANYBODY else set(who))


def test_programs_are_told_what_is_wrong_and_what_to_do(access: Access, callers: dict[str, dict[str, str]]) -> None:
    client = app(access)

    def told(method: str, path: str, **sent: str) -> tuple[int, str]:
        answer = client.request(method, f"http://{HOST}{path}", headers=sent)
        assert answer.headers["content-type"] == "application/problem+json"
        said = answer.json()
        assert said["status"] == answer.status_code
        return answer.status_code, said["detail"]

    unknown = client.get("/api/v1/rows")
    assert (unknown.status_code, unknown.headers["www-authenticate"]) == (401, "Bearer")
    assert "plans token" in unknown.json()["detail"]
    assert told("GET", "/api/v1/nothing", **callers["a reader's token"]) == (404, "Not found.")
    assert told("GET", "/api/v1/rows%0a", **callers["a reader's token"]) == (404, "Not found.")
    assert told("DELETE", "/api/v1/rows") == (405, "This address takes GET alone.")
    assert told("POST", "/api/v1/builds", **callers["a reader's token"])[0] == 403
    assert client.get("/nothing/at/all").headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "sent",
    [
        {"origin": "http://elsewhere.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_pages_of_other_sites_can_call_nothing_that_is_there_for_programs(
    make: Callable[..., Access], sent: dict[str, str]
) -> None:
    client = app(make())  # nobody signs in: whatever runs in a browser on this machine could call
    for method, path in (
        ("POST", "/api/v1/ask"),
        ("POST", "/mcp"),
        ("GET", "/api/v1/rows"),
        ("POST", "/api/v1/builds"),
    ):
        assert client.request(method, path, headers=sent).status_code == 403
        assert client.request(method, path).text == "let in"


def test_a_token_counts_where_nobody_signs_in_and_a_wrong_one_opens_nothing(make: Callable[..., Access]) -> None:
    access = make()
    client = app(access)
    assert client.post("/api/v1/builds").text == "let in"
    assert client.post("/api/v1/builds", headers=token_of(access, Role.READER)).status_code == 403
    assert client.get("/api/v1/rows", headers={"authorization": "Bearer plans_wrong"}).status_code == 401


def test_what_a_gateway_sends_of_its_own_is_no_token_of_ours(make: Callable[..., Access]) -> None:
    access = make(gateway="127.0.0.1", readers="*")
    sent = {"x-forwarded-user": "ada", "authorization": "Bearer eyJhbGciOi"}
    client = TestClient(app(access).app, base_url=f"http://{HOST}", client=("127.0.0.1", 50_000))
    assert client.get("/api/v1/rows", headers=sent).text == "let in"
    assert client.get("/api/v1/rows", headers={**sent, "authorization": "Bearer plans_wrong"}).status_code == 401


def test_only_those_who_may_open_a_socket(access: Access, callers: dict[str, dict[str, str]]) -> None:
    client = app(access)
    assert {caller for caller, sent in callers.items() if opens(client, sent)} == READERS
    assert not opens(client, callers["editor"], "/other")
    assert not opens(client, callers["editor"] | {"origin": "http://elsewhere.example"})


def opens(client: TestClient, sent: dict[str, str], path: str = "/_stcore/stream") -> bool:
    try:
        with client.websocket_connect(f"ws://{HOST}{path}", headers=sent):
            return True
    except WebSocketDisconnect:
        return False


def heard(client: TestClient, sent: dict[str, str], kind: str) -> bool:
    """Whether a message of a kind gets through: the one after it surely does."""
    message, further = BackMsg(), BackMsg()
    filled(message, kind)
    further.app_heartbeat = True
    with client.websocket_connect(f"ws://{HOST}/_stcore/stream", headers=sent) as socket:
        socket.receive_text()
        socket.send_bytes(message.SerializeToString())
        socket.send_bytes(further.SerializeToString())
        return socket.receive_text() == kind


def filled(message: BackMsg, kind: str) -> None:
    if message.DESCRIPTOR.fields_by_name[kind].message_type:
        getattr(message, kind).SetInParent()
    else:
        setattr(message, kind, True)


KINDS = [kind.name for kind in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]


@pytest.mark.parametrize("kind", KINDS)
def test_each_message_gets_through_from_those_who_may_send_it(
    access: Access, callers: dict[str, dict[str, str]], kind: str
) -> None:
    client = app(access)
    expected = {role for role in READERS if kind in MESSAGES and Role[role.upper()] >= MESSAGES[kind]}
    if kind == "app_heartbeat":
        assert expected == READERS
        return
    assert {role for role in READERS if heard(client, callers[role], kind)} == expected


def test_messages_that_clear_what_all_share_or_stop_the_server_are_among_those_dropped() -> None:
    assert set(KINDS) - set(MESSAGES) == {
        *("clear_cache", "set_run_on_save", "load_git_info", "debug_disconnect_websocket", "debug_shutdown_runtime"),
    }


def test_noise_is_dropped(access: Access, callers: dict[str, dict[str, str]]) -> None:
    further = BackMsg()
    further.app_heartbeat = True
    with app(access).websocket_connect(f"ws://{HOST}/_stcore/stream", headers=callers["reader"]) as socket:
        socket.receive_text()
        for noise in (b"", b"\xff" * 40, b"noise"):
            socket.send_bytes(noise)
        socket.send_bytes(further.SerializeToString())
        assert socket.receive_text() == "app_heartbeat"


def test_who_calls_too_often_is_told_to_wait_and_nobody_else(
    access: Access, monkeypatch: pytest.MonkeyPatch, callers: dict[str, dict[str, str]]
) -> None:
    monkeypatch.setattr(gate, "OF_A_PERSON", Rate(3, 0.01))
    monkeypatch.setattr(gate, "OF_AN_ADDRESS", Rate(2, 0.01))
    client = app(access)
    reader, unknown = callers["reader"], callers["signed out"]
    assert [client.get("/", headers=reader).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert client.get("/", headers=cookie_of(access, Role.READER, "carol")).status_code == 200
    assert [client.get(path, headers=unknown).status_code for path in ("/healthz", "/", "/other", "/sign-in")] == [
        *(200, 401, 429, 429),
    ]
    assert int(client.get("/", headers=reader).headers["retry-after"]) > 0


def test_messages_of_one_person_are_taken_only_so_quickly(
    access: Access, monkeypatch: pytest.MonkeyPatch, callers: dict[str, dict[str, str]]
) -> None:
    waited: list[float] = []  # by a clock that goes on only while somebody waits

    async def sleep(seconds: float) -> None:
        if 0 < seconds < 1:  # the client of tests sleeps, too, until it is woken
            waited.append(seconds * 1.01)  # a little longer, as real clocks do

    monkeypatch.setattr(gate, "MESSAGES_OF_A_PERSON", Rate(2, 10))
    monkeypatch.setattr(gate, "Rates", lambda rate: Rates(rate, lambda: sum(waited)))
    monkeypatch.setattr("assistant.screens.server.gate.asyncio.sleep", sleep)
    message = BackMsg()
    message.app_heartbeat = True
    with app(access).websocket_connect(f"ws://{HOST}/_stcore/stream", headers=callers["reader"]) as socket:
        socket.receive_text()
        for _ in range(30):
            socket.send_bytes(message.SerializeToString())
        assert [socket.receive_text() for _ in range(30)] == ["app_heartbeat"] * 30
    assert sum(waited) == pytest.approx(2.8, rel=0.05)


def test_what_watches_the_server_needs_the_key_and_sees_figures_alone(
    access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app(access)
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 401
    monkeypatch.setenv("PLANS_METRICS_KEY", "a-long-key")
    assert client.get("/metrics", headers={"authorization": "Bearer a-long-key"}).text == "let in"
    assert client.get("/browse", headers={"authorization": "Bearer a-long-key"}).status_code == 401
    assert client.get("/metrics", headers={"authorization": "Bearer other"}).status_code == 401
    text = bytes(metrics.figures().body).decode()
    assert "plans_open_pages 0.0" in text
    assert "plans_answer_seconds_count" in text


def test_a_socket_whose_session_is_ended_says_and_hears_nothing_more(access: Access) -> None:
    sent = cookie_of(access, Role.EDITOR)
    message = BackMsg()
    message.rerun_script.SetInParent()
    with app(access).websocket_connect(f"ws://{HOST}/_stcore/stream", headers=sent) as socket:
        socket.receive_text()
        access.sessions.end_all("ada")
        socket.send_bytes(message.SerializeToString())
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()


def test_a_socket_on_which_nothing_is_said_ends_with_its_session_too(
    access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.screens.server.gate.LOOK_AGAIN", 0.01)
    sent = cookie_of(access, Role.READER)
    with app(access).websocket_connect(f"ws://{HOST}/_stcore/stream", headers=sent) as socket:
        socket.receive_text()
        access.sessions.end_all("ada")
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()


def test_pages_are_told_who_asks_by_a_ticket_that_nobody_else_can_write(access: Access) -> None:
    sent = cookie_of(access, Role.EDITOR) | {TICKET_HEADER: "forged"}
    with app(access).websocket_connect(f"ws://{HOST}/_stcore/stream", headers=sent) as socket:
        ticket = socket.receive_text()
    holder = access.holder(ticket)
    assert holder
    assert (holder.owner, holder.name, holder.role) == ("ada", "Ada", Role.EDITOR)
    assert access.holder("forged") is None
    assert access.holder(ticket[:-5] + ("A" if ticket[-5] != "A" else "B") + ticket[-4:]) is None
    assert access.holder(ticket.replace("2", "3", 1)) is None
    access.sessions.end_all("ada")
    assert access.holder(ticket) is None


def test_a_ticket_of_another_server_is_none_of_ours(make: Callable[..., Access]) -> None:
    one, other = make(**SIGNED_IN), make(**SIGNED_IN)
    token = cookie_of(one, Role.EDITOR)["cookie"].partition("=")[2]
    person = one.sessions.person(token, datetime.now(UTC))
    assert person
    assert other.holder(one.ticket(person)) is None


def test_one_person_opens_only_so_many_pages(access: Access) -> None:
    client, sent = app(access), cookie_of(access, Role.READER)
    with ExitStack() as held:
        for _ in range(MOST_OF_ONE):
            held.enter_context(client.websocket_connect(f"ws://{HOST}/_stcore/stream", headers=sent))
        assert not opens(client, sent)
        assert opens(client, cookie_of(access, Role.READER, "bob"))
    assert opens(client, sent)


# --- the way to sign in ----------------------------------------------------------------------------


def test_somebody_who_opens_a_page_is_led_to_sign_in_and_back_to_it(access: Access) -> None:
    found = app(access).get("/browse?plan=A&update=2024-25", headers={"accept": "text/html"})
    assert (found.status_code, found.headers["location"]) == (
        303,
        "/sign-in?to=%2Fbrowse%3Fplan%3DA%26update%3D2024-25",
    )
    assert app(access).get("/static/x.js").status_code == 401


def test_a_server_behind_a_gateway_says_how_it_is_reached(make: Callable[..., Access]) -> None:
    found = app(make(gateway="192.0.2.7", readers="*")).get("/", headers={"accept": "text/html"})
    assert found.status_code == 401
    assert "gateway" in found.text


# --- a gateway -------------------------------------------------------------------------------------

GATEWAY = {"gateway": "127.0.0.1, 10.1.0.0/16", "readers": "staff", "editors": "plans-editors", "administrators": "it"}
NAMED = {"x-forwarded-user": "ada@example.org"}


@pytest.mark.parametrize(
    ("address", "sent", "role"),
    [
        ("127.0.0.1", [("x-forwarded-user", "ada"), ("x-forwarded-groups", "staff")], Role.READER),
        ("10.1.2.3", [("x-forwarded-user", "ada"), ("x-forwarded-groups", "staff,plans-editors")], Role.EDITOR),
        ("10.1.2.3", [("x-forwarded-user", "ada"), ("x-forwarded-groups", "it|other")], Role.ADMINISTRATOR),
        ("10.1.2.3", [("x-forwarded-user", "ada"), ("x-forwarded-groups", "other")], None),
        ("10.1.2.3", [("x-forwarded-user", "ada")], None),
        ("10.1.2.3", [("x-forwarded-groups", "it")], None),
        ("10.1.2.3", [("x-forwarded-user", " "), ("x-forwarded-groups", "it")], None),
        ("10.1.2.3", [("x-forwarded-user", "ada"), ("x-forwarded-user", "bob"), ("x-forwarded-groups", "it")], None),
        ("10.1.2.3", [("x-forwarded-user", "a"), ("x-forwarded-groups", "it"), ("x-forwarded-groups", "staff")], None),
        ("10.2.0.1", [("x-forwarded-user", "ada"), ("x-forwarded-groups", "it")], None),
        ("::1", [("x-forwarded-user", "ada"), ("x-forwarded-groups", "it")], None),
        ("", [("x-forwarded-user", "ada"), ("x-forwarded-groups", "it")], None),
    ],
)
def test_only_a_gateway_at_a_named_address_says_who_somebody_is(
    make: Callable[..., Access], address: str, sent: list[tuple[str, str]], role: Role | None
) -> None:
    from starlette.datastructures import Headers

    raw = [(name.encode(), value.encode()) for name, value in sent]
    person = make(**GATEWAY).person(Headers(raw=raw), address)
    assert (person.role if person else None) == role


@pytest.mark.parametrize("says_something", [False, True])
def test_a_page_behind_a_gateway_is_named_anew_after_a_while(
    make: Callable[..., Access], monkeypatch: pytest.MonkeyPatch, says_something: bool
) -> None:
    monkeypatch.setattr(gate, "LOOK_AGAIN", 3_600.0 if says_something else 0.01)
    access = make(**GATEWAY)
    monkeypatch.setattr(
        "assistant.screens.server.access.is_within", lambda *_: True
    )  # the client of tests has no address
    message = BackMsg()
    message.app_heartbeat = True
    sent = NAMED | {"x-forwarded-groups": "staff, reviewers"}
    with app(access).websocket_connect(f"ws://{HOST}/_stcore/stream", headers=sent) as socket:
        holder = access.holder(socket.receive_text())
        assert holder
        assert holder.groups == ("staff", "reviewers")
        socket.send_bytes(message.SerializeToString())
        assert socket.receive_text() == "app_heartbeat"
        monkeypatch.setattr(gate, "NAMED_FOR", -1.0)
        if says_something:
            socket.send_bytes(message.SerializeToString())
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_text()
    assert ended.value.code == AGAIN
    monkeypatch.setattr(gate, "NAMED_FOR", 900.0)
    with app(access).websocket_connect(
        f"ws://{HOST}/_stcore/stream", headers=NAMED | {"x-forwarded-groups": "staff"}
    ) as socket:
        now = access.holder(socket.receive_text())
        assert now
        assert now.groups == ("staff",)


def test_who_signs_in_here_is_not_asked_to_connect_again(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "NAMED_FOR", -1.0)
    message = BackMsg()
    message.app_heartbeat = True
    with app(access).websocket_connect(f"ws://{HOST}/_stcore/stream", headers=cookie_of(access, Role.READER)) as socket:
        socket.receive_text()
        socket.send_bytes(message.SerializeToString())
        assert socket.receive_text() == "app_heartbeat"


# --- without sign-in -------------------------------------------------------------------------------


@pytest.fixture
def openly(make: Callable[..., Access]) -> tuple[Access, TestClient]:
    access = make(everyone="reader")
    return access, app(access)


def test_without_sign_in_everybody_has_the_role_that_is_set(openly: tuple[Access, TestClient]) -> None:
    _, client = openly
    assert client.get("/").text == "let in"
    assert client.put("/_stcore/upload_file/s/f").status_code == 403
    assert not heard(client, {}, "file_urls_request")


def test_a_browser_gets_a_cookie_that_scripts_cannot_read_and_keeps_it(openly: tuple[Access, TestClient]) -> None:
    access, client = openly
    first = client.get("/").headers["set-cookie"]
    value = first.partition("=")[2].partition(";")[0]
    assert access.is_visitor(value)
    assert first.endswith("; HttpOnly; SameSite=Lax")
    again = client.get("/", headers={"cookie": f"{VISITOR}={value}"})
    assert "set-cookie" not in again.headers
    assert "set-cookie" not in client.get("/static/x.js").headers


@pytest.mark.parametrize("chosen", ["x" * 43, "", "a.b", "../../x", "é"])
def test_a_name_that_somebody_else_chose_is_not_taken(openly: tuple[Access, TestClient], chosen: str) -> None:
    access, client = openly
    sent = {"cookie": f"{VISITOR}={chosen}".encode("latin-1")}
    assert access.is_visitor(client.get("/", headers=sent).headers["set-cookie"].partition("=")[2].partition(";")[0])  # type: ignore[arg-type]
    from starlette.datastructures import Headers

    owners = {access.person(Headers({"cookie": f"{VISITOR}={chosen}"}), "").owner for _ in range(2)}  # type: ignore[union-attr]
    assert len(owners) == 2  # somebody new each time


def test_a_visitor_is_the_same_after_a_restart_and_another_one_elsewhere(
    make: Callable[..., Access], tmp_path: Path
) -> None:
    one, again = make(), make()
    value = one.new_visitor()
    assert again.is_visitor(value)
    elsewhere = Settings(documents=tmp_path / "documents", index=tmp_path / "index", kept=tmp_path / "other")
    assert not Access(elsewhere, Database(elsewhere.kept_folder)).is_visitor(value)


def test_over_https_cookies_are_bound_to_the_host(make: Callable[..., Access]) -> None:
    access = make(everyone="reader", address="https://plans.example")
    sent = app(access).get("/").headers["set-cookie"]
    assert sent.startswith(f"__Host-{VISITOR}=")
    assert sent.endswith("; HttpOnly; SameSite=Lax; Secure")


# --- other sites -----------------------------------------------------------------------------------

OWN = [{}, {"origin": f"http://{HOST}"}, {"origin": f"https://{HOST}"}]
FOREIGN = [
    {"origin": origin}
    for origin in ("http://elsewhere.example", "http://plans.example:8502", "http://localhost:3000", "null", "")
]


@pytest.mark.parametrize("told", OWN)
def test_our_own_pages_and_programs_are_let_in(make: Callable[..., Access], told: dict[str, str]) -> None:
    client = app(make())
    assert client.put("/_stcore/upload_file/s/f", headers=told).text == "let in"
    assert opens(client, told)


@pytest.mark.parametrize("told", FOREIGN)
def test_a_page_of_another_site_can_neither_talk_nor_change_anything(
    make: Callable[..., Access], told: dict[str, str]
) -> None:
    client = app(make())
    for method in ("PUT", "DELETE"):
        assert client.request(method, "/_stcore/upload_file/s/f", headers=told).status_code == 403
    assert client.post("/sign-out", headers=told).status_code == 403
    assert not opens(client, told)
    assert client.get("/", headers=told).text == "let in"  # it may be looked at by a link
