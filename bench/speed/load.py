"""Measures the app under load: people who ask while documents are read, slow connections, open pages and uploads."""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
import statistics
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection

from assistant.store.database import Database
from bench.speed.serving import Running, opened, running
from bench.speed.uploads import uploaded_at_once
from bench.tables import Table, seconds

PEOPLE, MINUTES = 50, 10.0
BETWEEN = 10.0  # seconds from one question of a person to the next
ALONE = 20  # questions of one person, to compare with
SLOW, PAGES = 600, 1_000
TIME_FOR_HEADERS = 15.0  # seconds in which a slow connection should be closed
TROUBLE = (b"Something unexpected", b"Many people are asking", b"You have asked many", b"Traceback")
# In staff's words, of the sample plan; each is asked with a number so that none is answered from memory.
QUESTIONS = (
    "How many National Transfer Scheme referrals have we accepted?",
    "What is being done about homelessness of care leavers?",
    "Which priorities are there for care leavers?",
    "When does the youth housing contract end?",
    "What changed on residential homes?",
    "Who provides supported accommodation?",
    "What does PMM stand for?",
    "How many foster carers were recruited?",
    "What progress was made on secure placements?",
    "Is there a plan for children with disabilities?",
)


class Asking(Protocol):
    """Somebody, or a program, that asks; returns the seconds until it has the answer."""

    def ask(self, question: str) -> float: ...


@dataclass
class Person:
    """Somebody whose page is open, and the seconds of each answer; `errors` are what went wrong, in words."""

    session: ClientConnection
    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ask(self, question: str) -> float:
        """Ask on the page Ask; returns the seconds until the page has been drawn with the answer."""
        began = time.perf_counter()
        asked = BackMsg()
        asked.rerun_script.page_name = "ask"
        asked.rerun_script.query_string = urlencode({"q": question})
        try:
            self.session.send(asked.SerializeToString())
            self._until_drawn()
        except (TimeoutError, WebSocketException) as error:
            self.errors.append(type(error).__name__)
        self.times.append(time.perf_counter() - began)
        return self.times[-1]

    def _until_drawn(self) -> None:
        while True:
            received = self.session.recv(timeout=60, decode=False)
            self.errors += [words.decode() for words in TROUBLE if words in received]
            if len(received) < 200 and _kind(received) == "script_finished":  # the large ones are parts of the page
                return


def load(documents: Path, index: Path, folder: Path) -> Table:
    """One person, then many with a build in the middle, slow connections, as many pages as are let in, uploads."""
    own = folder / "load"
    shutil.copytree(documents, own / "documents")
    shutil.copytree(index, own / "index")
    busy = os.getloadavg()[0]
    with running(own / "documents", own / "index") as server:
        healthy(server.address, wait=True)
        asked = _asked(server, own / "documents")
        rows = [*asked, *_held_slowly(server), *_opened_at_once(server), *uploaded_at_once(server)]
    return Table(
        "The app under load",
        "`python -m bench load`: `plans serve` on the sample plan, with the browsers' part on the same machine."
        f" {PEOPLE} people asked every {BETWEEN:.0f} s for {MINUTES:.0f} minutes; halfway a file was added and the"
        " documents were read again. Wall-clock times; before it began, other work kept"
        f" {busy:.1f} processors busy.",
        ("what", "measured"),
        rows,
    )


def _asked(server: Running, documents: Path) -> Iterator[tuple[str, str]]:
    with ExitStack() as stack:
        first = Person(stack.enter_context(opened(server.address)))
        first.ask("What is in the plan?")
        alone = sorted(first.ask(f"{QUESTIONS[each % len(QUESTIONS)]} {each}") for each in range(ALONE))
        yield "an answer, one person: median, 95th in 100", shown(alone)
        people = [Person(stack.enter_context(opened(server.address))) for _ in range(PEOPLE)]
        used = server.processor
        with _watched(server) as seen:
            crowd(people, MINUTES, lambda: _read_again(server, documents))
        times = sorted(time for person in people for time in person.times)
        errors = [error for person in people for error in person.errors]
        yield f"an answer, {PEOPLE} people: median, 95th in 100, of {len(times):,}", shown(times)
        yield "processor time of the server for each", seconds((server.processor - used) / len(times))
        yield "answers stored of questions asked", f"{_stored(documents.parent)} of {1 + len(alone) + len(times)}"
        yield "the same 95th in 100, times that of one person", f"{_at(times, 0.95) / _at(alone, 0.95):.1f}"
        yield "errors, and refusals", f"{len(errors)} ({', '.join(sorted(set(errors)))})" if errors else "0"
        yield "`/healthz` meanwhile: the slowest", seconds(max(seen.health))
        yield "memory at the start, after one minute, two …", ", ".join(f"{each:.0f} MB" for each in seen.memory)
        yield (
            "grown since the second minute",
            f"{100 * (seen.memory[-1] / seen.memory[min(2, len(seen.memory) - 1)] - 1):.0f}%",
        )


def crowd(people: Sequence[Asking], minutes: float, halfway: Callable[[], None] = lambda: None) -> None:
    """Have them ask every few seconds, each beginning at another moment."""
    ends = time.perf_counter() + 60 * minutes
    chance = random.Random(1)
    threads = [
        threading.Thread(target=_come_back, args=(person, number, chance.uniform(0, BETWEEN), ends))
        for number, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    time.sleep(30 * minutes)
    halfway()
    for thread in threads:
        thread.join()


def _come_back(person: Asking, number: int, first: float, ends: float) -> None:
    time.sleep(first)
    turn = 0
    while (began := time.perf_counter()) < ends:
        person.ask(f"{QUESTIONS[(number + turn) % len(QUESTIONS)]} {number}.{turn}")
        turn += 1
        time.sleep(max(0.0, BETWEEN - (time.perf_counter() - began)))


def _read_again(server: Running, documents: Path) -> None:
    """Add a file, and press the button that has the documents read again."""
    text = next(documents.glob("*.txt")).read_text(encoding="utf-8")
    (documents / "next.txt").write_text(text.replace("2023", "2024"), encoding="utf-8")
    with opened(server.address) as page:
        shown = BackMsg()
        shown.rerun_script.page_name = "documents"
        page.send(shown.SerializeToString())
        button = _button(page, "Read the documents")
        pressed = BackMsg()
        pressed.rerun_script.page_name = "documents"
        widget = pressed.rerun_script.widget_states.widgets.add()
        widget.id, widget.trigger_value = button, True
        page.send(pressed.SerializeToString())
        while _received(page).WhichOneof("type") != "script_finished":
            pass


def _button(page: ClientConnection, label: str) -> str:
    """The id of a button of a page, once it has been drawn completely."""
    found = ""
    while (message := _received(page)).WhichOneof("type") != "script_finished":
        element = message.delta.new_element
        if element.button.label == label:
            found = element.button.id
    assert found, f"the page has no button “{label}”"
    return found


def _held_slowly(server: Running) -> Iterator[tuple[str, str]]:
    """Connections that send half a request and then nothing."""
    host, port = _where(server.address)
    with ExitStack() as stack:
        began = time.perf_counter()
        held = [stack.enter_context(socket.create_connection((host, port), timeout=5)) for _ in range(SLOW)]
        for each in held:
            each.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        meanwhile = max(healthy(server.address) for _ in range(10))
        closed = sum(_is_closed(each, began + TIME_FOR_HEADERS) for each in held)
        yield f"{SLOW} slow connections: `/healthz` meanwhile, the slowest of 10", seconds(meanwhile)
        yield f"closed within {TIME_FOR_HEADERS:.0f} s", f"{closed:,} of {SLOW:,}"


def _opened_at_once(server: Running) -> Iterator[tuple[str, str]]:
    before, let_in, refused = server.memory, 0, 0
    with ExitStack() as stack:
        for _ in range(PAGES + 20):
            try:
                stack.enter_context(opened(server.address))
                let_in += 1
            except (OSError, WebSocketException):
                refused += 1
        slowest = max(healthy(server.address) for _ in range(10))
        yield f"{PAGES + 20:,} sockets at once: let in, refused", f"{let_in:,}, {refused:,}"
        yield "memory of each", f"{(server.memory - before) / max(1, let_in):.2f} MB"
        yield "`/healthz` meanwhile, the slowest of 10", seconds(slowest)


@dataclass
class Seen:
    """What was seen of a server: the seconds of `/healthz`, each second, and its memory in MB, each minute."""

    health: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


@contextmanager
def _watched(server: Running) -> Iterator[Seen]:
    seen, over = Seen(memory=[server.memory]), threading.Event()

    def look() -> None:
        began = time.perf_counter()
        while not over.wait(1.0):
            seen.health.append(healthy(server.address))
            if time.perf_counter() - began >= 60 * len(seen.memory):
                seen.memory.append(server.memory)

    watching = threading.Thread(target=look)
    watching.start()
    try:
        yield seen
    finally:
        over.set()
        watching.join()


def _stored(folder: Path) -> int:
    with Database(folder / "kept").reading() as connection:
        return int(connection.execute("SELECT count(*) FROM turns").fetchone()[0]) if connection else 0


def healthy(address: str, wait: bool = False) -> float:
    """The seconds in which `/healthz` answers; with `wait`, once questions are answered."""
    while True:
        began = time.perf_counter()
        with urllib.request.urlopen(f"{address}/healthz", timeout=60) as answer:
            ready = json.load(answer)["status"] == "ready"
        if ready or not wait:
            return time.perf_counter() - began
        time.sleep(0.2)


def _is_closed(held: socket.socket, until: float) -> bool:
    held.settimeout(max(0.01, until - time.perf_counter()))
    with suppress(OSError):
        return held.recv(1) == b""
    return False


def _received(page: ClientConnection) -> ForwardMsg:
    message = ForwardMsg()
    message.ParseFromString(page.recv(timeout=60, decode=False))
    return message


def _kind(received: bytes) -> str:
    message = ForwardMsg()
    message.ParseFromString(received)
    return message.WhichOneof("type") or ""


def _where(address: str) -> tuple[str, int]:
    parts = urlsplit(address)
    assert parts.hostname
    assert parts.port
    return parts.hostname, parts.port


def _at(times: Sequence[float], share: float) -> float:
    return times[min(int(len(times) * share), len(times) - 1)]


def shown(times: Sequence[float]) -> str:
    return f"{seconds(statistics.median(times))}, {seconds(_at(times, 0.95))}"
