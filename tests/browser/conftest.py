"""A real server with a temporary library, and a real browser in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, WebSocket, expect, sync_playwright

from assistant import Assistant
from tests import fictional_statuses
from tests.places import DATA, ROOT

SAMPLE = ROOT / "corpus" / "sample"
FICTIONAL = Path(__file__).parent / "fictional_plan.txt"
NEXT = FICTIONAL.with_name("fictional_next_update.txt")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HOW_TO_INSTALL = "Chromium isn't installed; on Debian: apt-get install chromium"
FIRST_START = 600_000  # ms: the model is exported and the index built, perhaps on a busy machine
PATIENCE = 60_000  # ms
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)
SIZES = {"laptop": (1280, 900), "phone": (390, 844)}


@dataclass
class Server:
    """The app on a free port of this machine, with its own documents and index."""

    address: str
    documents: Path
    index: Path


@dataclass
class Witness:
    """What a browser did that it shouldn't: errors of its console, and requests to anywhere but the app."""

    server: Server
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def fail(self, error: Error) -> None:
        self.errors.append(str(error))

    def see(self, request: Request) -> None:
        if not request.url.startswith((self.server.address, "data:", "blob:")):
            self.elsewhere.append(request.url)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason=HOW_TO_INSTALL))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do, so soon after another
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@contextmanager
def serving(folder: Path, port: int = 0, arguments: Sequence[str] = (), /, **further: str) -> Iterator[Server]:
    """A server with `documents` and `index` in the folder; its output goes to `server.log` there.

    `further` are settings by their names in the environment, `arguments` those of the command. Without a `port`, it
    takes that of a server that has ended, whose scripts the browser still holds, or any free one.
    """
    port = port or (_ended.pop() if _ended and is_free(_ended[-1]) else free_port())
    server = Server(f"http://localhost:{port}", folder / "documents", folder / "index")
    settings = {"PLANS_DOCUMENTS": str(server.documents), "PLANS_INDEX": str(server.index), **further}
    command = [sys.executable, "-m", "assistant.cli", "serve", f"--port={port}", *arguments]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=log, stderr=log)
    try:
        _wait_until_healthy(server.address)
        yield server
    finally:
        process.terminate()
        process.wait()
        _ended.append(port)


_ended: list[int] = []  # ports of servers that have ended


def _wait_until_healthy(address: str) -> None:
    for _ in range(1_200):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health") as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"The server at {address} didn't start; see server.log.")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


@contextmanager
def visiting(browser: Browser, server: Server, size: str = "laptop") -> Iterator[Page]:
    """A page of a new visitor; at the end, no error was logged and nothing was asked for elsewhere.

    The page that an earlier visitor left is emptied and used again, because the browser then needn't translate the
    app's scripts anew, which takes longer than most tests; after a failure, and while it is in use, another is opened.
    """
    kept = _left.pop((browser, size), None)
    page = kept or _opened(browser, size)
    witness = Witness(server)
    heard = {"console": witness.hear, "pageerror": witness.fail, "request": witness.see}
    for event, hear in heard.items():
        page.on(event, hear)  # type: ignore[call-overload]
    try:
        page.goto(server.address)
        yield page
        page.evaluate("0")  # what the page did until now is heard first
        for event, hear in heard.items():
            page.remove_listener(event, hear)
        _empty(page, server, size)
    except BaseException:
        page.context.close()
        raise
    if other := _left.pop((browser, size), None):
        other.context.close()
    _left[browser, size] = page
    assert witness.errors == []
    assert witness.elsewhere == []


_left: dict[tuple[Browser, str], Page] = {}


def _opened(browser: Browser, size: str) -> Page:
    width, height = SIZES[size]
    phone = size == "phone"
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="en-GB",
        is_mobile=phone,
        has_touch=phone,
        user_agent=PHONE if phone else None,
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on("websocket", lambda socket: sockets.update({page: socket}))
    return page


sockets: dict[Page, WebSocket] = {}  # by which a page hears from its server


def _empty(page: Page, server: Server, size: str) -> None:
    """As a browser that was never used; it stays with the server, because it would begin another process elsewhere."""
    page.goto(f"{server.address}/_stcore/health")
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")  # the app stores something as it is left
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(media="null", color_scheme="light")
    page.context.clear_permissions()
    page.context.clear_cookies()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Storage.clearDataForOrigin", {"origin": server.address, "storageTypes": "all"})
    devtools.send("Page.resetNavigationHistory")
    devtools.detach()


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, documents: Callable[[Path], object]) -> Path:
    """This process's copy of a library that the first of all test processes makes: reading and encoding take longer
    than copying. `documents` fills its folder."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    made, unfinished = base / f"{name}-made-once", base / f"{name}-unfinished"
    with FileLock(made.with_suffix(".lock")):
        if not made.exists():
            (unfinished / "documents").mkdir(parents=True)
            documents(unfinished / "documents")
            Assistant.build(documents=unfinished / "documents", index=unfinished / "index")
            unfinished.rename(made)
    folder = tmp_path_factory.mktemp(name) / "library"
    shutil.copytree(made, folder)
    return folder


def put_sample(folder: Path) -> None:
    for document in SAMPLE.glob("*.txt"):
        shutil.copy(document, folder)


def put_compared(folder: Path) -> None:
    put_sample(folder)
    for document in (FICTIONAL, NEXT):
        shutil.copy(document, folder)


def put_several(folder: Path) -> None:
    put_sample(folder)
    fictional_statuses.write(folder)
    shutil.copy(DATA / "layouts" / "objective_milestone_brag.pdf", folder)


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample plan's documents and their index."""
    return made_once(tmp_path_factory, "library", put_sample)


@pytest.fixture(scope="session")
def server(library: Path) -> Iterator[Server]:
    """The sample plan, served; tests leave its documents as they are."""
    with serving(library) as server:
        yield server


@pytest.fixture(scope="session")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The sample plan, of which there is one update, and a fictional plan of which there are two."""
    with serving(made_once(tmp_path_factory, "compared", put_compared)) as server:
        yield server


@pytest.fixture(scope="session")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The sample plan, four fictional plans with other status words each, and a fictional one as PDF."""
    with serving(made_once(tmp_path_factory, "several", put_several)) as server:
        yield server


@pytest.fixture
def own_server(library: Path, tmp_path: Path) -> Iterator[Server]:
    """The sample plan, served for one test that changes its documents."""
    folder = tmp_path / "own"
    shutil.copytree(library, folder)
    with serving(folder) as server:
        yield server


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)
