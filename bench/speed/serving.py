"""Measures the app served to many people: its start, a session, a rerun. Sessions use Streamlit's own protocol."""

from __future__ import annotations

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from bench.places import ROOT
from bench.tables import Table, seconds

PEOPLE = 50
BETWEEN = 10.0  # seconds from one rerun of a person to the next
ROUNDS = 3
SESSIONS = 60
LARGEST = 64 * 2**20  # bytes of one message
ASK = ""  # the app's first page
PAGES = (ASK, "browse")


def opened(address: str, headers: Mapping[str, str] | None = None) -> ClientConnection:
    """A session, like that of an open page in a browser."""
    at = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    return connect(at, max_size=LARGEST, compression=None, additional_headers=headers)


def draw(session: ClientConnection, page: str) -> float:
    """Draw a page; returns the seconds until its last element arrives."""
    asked = BackMsg()
    asked.rerun_script.page_name = page
    began = time.perf_counter()
    session.send(asked.SerializeToString())
    while True:
        message = ForwardMsg()
        message.ParseFromString(session.recv(timeout=60, decode=False))
        if message.WhichOneof("type") == "script_finished":
            return time.perf_counter() - began


@dataclass
class Running:
    """A running server of the app, and its measurements."""

    address: str
    process: subprocess.Popen[bytes]

    @property
    def processor(self) -> float:
        """The processor time of the server and its finished children so far, in seconds."""
        after_name = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, after_name[11:15])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """Its own memory, in MB: without the files that it reads, which the system can drop at any time."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("RssAnon:")[2].split()[0]) / 1_000

    @property
    def children(self) -> list[int]:
        """The processes that it has started, and that still run."""
        threads = Path(f"/proc/{self.process.pid}/task").iterdir()
        return [int(child) for thread in threads for child in (thread / "children").read_text().split()]


@contextmanager
def running(
    documents: Path, index: Path, settings: Mapping[str, str] = MappingProxyType({}), log: IO[bytes] | None = None
) -> Iterator[Running]:
    """`plans serve` on a free port, once it answers. `settings` are further ones, by the variables that set them; `log`
    is where its log goes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"PLANS_DOCUMENTS": str(documents), "PLANS_INDEX": str(index), **settings}
    command = [sys.executable, "-m", "assistant.cli", "serve", f"--port={port}"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=log) as process:
        try:
            server = Running(f"http://localhost:{port}", process)
            _wait_for(server, "starting", "ready")
            yield server
        finally:
            process.terminate()


def serving(documents: Path, index: Path) -> Table:
    """The first page, further sessions, and many people at once."""
    rows = []
    with running(documents, index) as server, opened(server.address) as first:
        draw(first, ASK)
        rows.append(("server started and first page drawn, model still loading", seconds(server.processor)))
        rows.append(("each further open session", f"{_each_session(server):.2f} MB"))
    with running(documents, index) as server:
        _wait_for(server, "ready")
        for page in PAGES:
            times = sorted(_crowd(server.address, page))
            shown = f"{seconds(statistics.median(times))}, {seconds(times[int(len(times) * 0.95)])}"
            rows.append((f"rerun of {page.title() or 'Ask'}, {PEOPLE} people: median, 95th in 100", shown))
    return Table(
        "The app, served",
        "`plans serve` on the sample plan. The start is in processor time, reruns in wall-clock time: "
        f"{PEOPLE} people each had a page redrawn every {BETWEEN:.0f} s, with their browsers on the same "
        f"machine. Memory is the mean of {SESSIONS} sessions, each of which drew two pages.",
        ("what", "measured"),
        rows,
    )


def _each_session(server: Running) -> float:
    _wait_for(server, "ready")
    with ExitStack() as stack:
        before = 0.0
        for number in range(2 * SESSIONS):
            if number == SESSIONS:  # the first sessions load what all share
                before = server.memory
            session = stack.enter_context(opened(server.address))
            for page in PAGES:
                draw(session, page)
        return (server.memory - before) / SESSIONS


def _crowd(address: str, page: str) -> list[float]:
    """The seconds of each rerun, people coming at different moments."""
    times: list[float] = []
    chance = random.Random(1)
    with ExitStack() as stack:
        sessions = [stack.enter_context(opened(address)) for _ in range(PEOPLE)]
        for session in sessions:
            draw(session, page)
        threads = [
            threading.Thread(target=_come_back, args=(session, page, chance.uniform(0, BETWEEN), times))
            for session in sessions
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return times


def _come_back(session: ClientConnection, page: str, first: float, times: list[float]) -> None:
    began = time.perf_counter()
    for turn in range(ROUNDS):
        time.sleep(max(0.0, began + first + turn * BETWEEN - time.perf_counter()))
        times.append(draw(session, page))


def _wait_for(server: Running, *status: str) -> None:
    while server.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.address}/healthz") as answer:
                if json.load(answer)["status"] in status:
                    return
        except OSError:
            pass
        time.sleep(0.05)
    raise RuntimeError("The server didn't start.")
