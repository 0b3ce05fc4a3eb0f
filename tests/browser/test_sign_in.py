"""Signing in at a real provider, in a real browser: what each role is shown, whose conversations those are, and that an
ended session is over."""

from __future__ import annotations

import json
import os
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from tests.browser.conftest import PATIENCE, Server, free_port, serving
from tests.browser.openid_provider import CLIENT, SECRET, Provider, providing

QUESTION = "Who leads the fictional hubs?"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing(free_port()) as provider:
        yield provider


@pytest.fixture(scope="module")
def server(library: Path, provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("office") / "own"
    shutil.copytree(library, folder)
    port = free_port()
    settings = {
        "PLANS_OPENID": provider.address,
        "PLANS_OPENID_CLIENT": CLIENT,
        "PLANS_OPENID_SECRET": SECRET,
        "PLANS_ADDRESS": f"http://localhost:{port}",
        "PLANS_READERS": "staff",
        "PLANS_EDITORS": "plans-editors",
        "PLANS_ADMINISTRATORS": "it",
    }
    with serving(folder, port, **settings) as server:
        yield server


@pytest.fixture(autouse=True)
def honest(provider: Provider) -> Iterator[None]:
    yield
    provider.lies, provider.other_key = {}, False


@contextmanager
def device(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of its own, with no cookies yet."""
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def sign_in(context: BrowserContext, server: Server, name: str, path: str = "/") -> Page:
    page = context.new_page()
    page.goto(f"{server.address}{path}")
    expect(page.get_by_role("heading", name="Fictional provider")).to_be_visible()
    page.get_by_role("button", name=name).click()
    return page


def test_an_editor_comes_back_to_the_page_that_was_opened_and_may_change_documents(
    browser: Browser, server: Server
) -> None:
    with device(browser) as ours:
        page = sign_in(ours, server, "Ada", "/documents")
        expect(page.get_by_text("Signed in as Ada Fictional, editor")).to_be_visible()
        assert page.url == f"{server.address}/documents"
        for part in ("Library", "Add files", "Correct or remove", "Glossary", "Feedback"):
            expect(page.get_by_role("link", name=part, exact=True)).to_be_visible()
        (cookie,) = [each for each in ours.cookies() if each["name"] == "plans_session"]
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")


def test_a_reader_reads_and_is_offered_no_change_and_no_feedback(browser: Browser, server: Server) -> None:
    with device(browser) as ours:
        page = sign_in(ours, server, "Bob", "/documents")
        expect(page.get_by_text("Signed in as Bob Fictional, reader")).to_be_visible()
        expect(page.get_by_role("link", name="Glossary", exact=True)).to_be_visible()
        for part in ("Add files", "Correct or remove", "Feedback"):
            expect(page.get_by_role("link", name=part, exact=True)).to_have_count(0)
        page.goto(f"{server.address}/documents?part=correct")  # an address that an editor sent
        expect(page.get_by_role("heading", name="Documents in use")).to_be_visible()
        expect(page.get_by_role("heading", name="Remove a file")).to_have_count(0)
        for button in ("Read the documents again", "Undo last update", "Redo", "Add"):
            expect(page.get_by_role("button", name=button)).to_have_count(0)


@pytest.mark.parametrize("name", ["Dan", "Eve"])
def test_somebody_without_a_group_is_told_so_and_gets_nothing(browser: Browser, server: Server, name: str) -> None:
    with device(browser) as ours:
        page = sign_in(ours, server, name)
        expect(page.get_by_text("none of your groups may use this server")).to_be_visible()
        assert ours.request.get(f"{server.address}/").url.startswith("http://localhost") is True
        assert ours.request.get(f"{server.address}/_stcore/host-config").status == 401


@pytest.mark.parametrize(
    "lie", [{"aud": "other"}, {"iss": "http://elsewhere.example"}, {"nonce": "other"}, {"exp": 1}, {"sub": None}]
)
def test_a_token_that_is_not_for_us_lets_nobody_in(
    browser: Browser, server: Server, provider: Provider, lie: dict[str, object]
) -> None:
    provider.lies = lie
    refused(browser, server)


def test_a_token_signed_by_somebody_else_lets_nobody_in(browser: Browser, server: Server, provider: Provider) -> None:
    provider.other_key = True
    refused(browser, server)


def refused(browser: Browser, server: Server) -> None:
    with device(browser) as ours:
        page = sign_in(ours, server, "Cleo")
        expect(page.get_by_text("Signing in didn’t work")).to_be_visible()
        assert ours.request.get(f"{server.address}/_stcore/host-config").status == 401


def test_an_answer_of_the_provider_that_nobody_asked_for_lets_nobody_in(browser: Browser, server: Server) -> None:
    with device(browser) as ours:
        page = ours.new_page()
        page.goto(f"{server.address}/signed-in?code=abc&state=def")
        expect(page.get_by_text("Signing in didn’t work")).to_be_visible()


def test_conversations_belong_to_a_person_and_not_to_a_browser(browser: Browser, server: Server) -> None:
    with device(browser) as at_work, device(browser) as at_home, device(browser) as another:
        page = sign_in(at_work, server, "Ada")
        page.get_by_label("Your question").fill(QUESTION)
        page.get_by_label("Your question").press("Enter")
        expect(page).to_have_url(re.compile("conversation="))
        address = f"/?conversation={parse_qs(urlsplit(page.url).query)['conversation'][0]}"  # a question is asked anew
        expect(page.get_by_text("You asked:")).to_be_visible()
        again = sign_in(at_home, server, "Ada", address)
        expect(again.get_by_role("heading", name=QUESTION)).to_be_visible()
        theirs = sign_in(another, server, "Bob", address)
        expect(theirs.get_by_text("no conversation with this address")).to_be_visible()
        expect(theirs.get_by_text(QUESTION)).to_have_count(0)


def test_signing_out_everywhere_ends_the_sessions_of_all_devices(browser: Browser, server: Server) -> None:
    with device(browser) as at_work, device(browser) as at_home:
        page, other = sign_in(at_work, server, "Ada"), sign_in(at_home, server, "Ada", "/browse")
        expect(other.get_by_text("Signed in as Ada Fictional")).to_be_visible()
        (held,) = [each["value"] for each in at_home.cookies() if each["name"] == "plans_session"]
        page.get_by_role("link", name="Sign out").click()
        page.get_by_role("button", name="Sign out everywhere").click()
        expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
        assert called(server, held) == 401
        other.goto(f"{server.address}/browse")
        expect(other.get_by_role("heading", name="Fictional provider")).to_be_visible()
        page.get_by_role("link", name="Sign out at the provider too").click()
        expect(page.get_by_role("heading", name="Signed out of the fictional provider")).to_be_visible()


def called(server: Server, token: str) -> int:
    request = urllib.request.Request(
        f"{server.address}/_stcore/host-config", headers={"Cookie": f"plans_session={token}"}
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def cookies_of(server: Server, who: str) -> str:
    """The cookies of somebody who has signed in without a browser, as one header."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    with opener.open(f"{server.address}/sign-in") as at_provider:
        address = at_provider.url
    with suppress(urllib.error.HTTPError):  # 403 for somebody without a group
        opener.open(f"{address}&who={who}").close()
    opener.open(f"{server.address}/_stcore/health").close()  # gives the cookie against requests of other sites
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


@contextmanager
def page_of(server: Server, cookies: str, earlier: str = "") -> Iterator[str]:
    """A page's socket, perhaps of a page opened earlier; gives the name that Streamlit has for the page."""
    token = cookies.partition("_streamlit_xsrf=")[2].partition(";")[0]
    protocols = [Subprotocol(word) for word in ("streamlit", token, earlier) if word]
    address = f"{server.address.replace('http', 'ws', 1)}/_stcore/stream"
    headers, origin = {"Cookie": cookies}, Origin(server.address)
    with connect(
        address, origin=origin, additional_headers=headers, subprotocols=protocols, max_size=None, proxy=None
    ) as page:
        asked = BackMsg()
        asked.rerun_script.SetInParent()
        page.send(asked.SerializeToString())
        while True:
            said = ForwardMsg.FromString(page.recv(timeout=PATIENCE / 1000, decode=False))
            if said.WhichOneof("type") == "new_session":
                yield said.new_session.initialize.session_id
                return


def test_a_page_is_resumed_by_whoever_opened_it_and_by_nobody_else(server: Server) -> None:
    ada, cleo = cookies_of(server, "ada"), cookies_of(server, "cleo")
    with page_of(server, ada) as opened:
        with page_of(server, cleo, opened) as theirs:
            assert theirs != opened
        assert status(server, "PUT", f"/_stcore/upload_file/{opened}/f", cleo) == 403
        assert status(server, "DELETE", f"/_stcore/upload_file/{opened}/f", cleo) == 403
    with page_of(server, ada, opened) as again:
        assert again == opened
    with page_of(server, cleo, opened) as theirs:
        assert theirs != opened


def status(server: Server, method: str, path: str, cookies: str) -> int:
    headers = {"Cookie": cookies, "Origin": server.address}
    request = urllib.request.Request(f"{server.address}{path}", b"x", headers, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_what_was_done_is_in_the_audit_log_and_questions_are_not(server: Server) -> None:
    cookies = [cookies_of(server, who) for who in ("bob", "dan")]
    assert ["plans_session" in each for each in cookies] == [True, False]
    written = (server.index.parent / "kept" / "audit.jsonl").read_text(encoding="utf-8")
    last, before = json.loads(written.splitlines()[-1]), json.loads(written.splitlines()[-2])
    assert [(each["name"], each["act"]) for each in (before, last)] == [
        ("Bob Fictional", "signed in"),
        ("Dan Fictional", "refused: no group"),
    ]
    assert QUESTION not in written
    assert os.stat(server.index.parent / "kept" / "audit.jsonl").st_mode & 0o077 == 0


def test_an_administrator_shields_a_plan_from_readers_and_finds_that_in_the_audit_log(
    browser: Browser, server: Server
) -> None:
    plan = "Children in Care Sufficiency Strategy 2023-27 Action Plan"
    with device(browser) as administrator, device(browser) as reader:
        page = sign_in(administrator, server, "Cleo", "/documents")
        page.get_by_role("link", name="Who may see what").click()
        expect(page.get_by_text("Everybody who may use this server sees every document.")).to_be_visible()
        page.get_by_label("Its name, as the list of files shows it").fill(plan)
        page.get_by_label("Groups that may see it, separated by commas").fill("social workers")
        page.get_by_role("button", name="Save").last.click()
        expect(page.get_by_role("cell", name="social workers")).to_be_visible()
        try:
            seen = sign_in(reader, server, "Bob", "/browse")
            expect(seen.get_by_text("There is no plan here that you may see.")).to_be_visible()
            expect(seen.get_by_role("link", name="Audit log")).to_have_count(0)
            page.get_by_role("link", name="Audit log").click()
            expect(page.get_by_role("cell", name=f"{plan}: social workers")).to_be_visible()
            page.get_by_role("button", name="Check that nothing was changed").click()
            # The button says these words, too, and so does a screen reader's region: only the page's line counts.
            expect(page.locator("p[data-say]", has_text="Nothing was changed: ")).to_be_visible()
        finally:
            (server.documents / "access.toml").unlink()
