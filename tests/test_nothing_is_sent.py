"""Nothing is sent anywhere: every command, the app and a build, with each connection outside this machine trapped.

A guard inside each process stops Python's sockets and watches all others (`no_way_out/sitecustomize.py`). What minds
the proxy variables, as libraries in C do, is led to a listener of our own. A single attempt fails.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from assistant.cli.commands import plans
from tests.places import ROOT

GUARD = ROOT / "tests" / "no_way_out"
SAMPLE = next((ROOT / "corpus" / "sample").glob("*.txt"))
UPDATES = [ROOT / "tests" / "browser" / name for name in ("fictional_plan.txt", "fictional_next_update.txt")]
OPEN_FOR = 20.0  # seconds: onnxruntime's telemetry called its maker within 15 of opening a session
PATIENCE = 600.0  # seconds for the first build on a busy machine
PAGES = ("ask", "", "overview", "search", "browse", "changes", "briefing", "watch", "dates", "documents")
FOREIGN = ("http://elsewhere.example", "https://192.0.2.1", "http://localhost:1", "http://127.0.0.1:1", "null")
NO_EARLIER = "has no earlier generation to go back to"
QUESTION = "What is being done about homelessness?"
# Commands one after another in one process, each as if it were its own: the guard is the same, the start is one.
ONE_BY_ONE = """
import json, sys
from assistant.cli.commands import plans
for words in json.loads(sys.argv[1]):
    try:
        plans.main(words, prog_name="plans")
    except SystemExit as end:
        if end.code:
            print(words[0], end.code, file=sys.stderr)
"""
APART = ("build", "mcp")  # which begin by themselves, and read what comes in
COMMANDS = {
    "build": [],
    "search": [QUESTION],
    "ask": [QUESTION, "And by when?"],
    "show": [],
    "check": [str(SAMPLE)],
    "changes": ["--plan", "Harbour Lane"],
    "brief": ["homelessness"],
    "evaluate": ["{questions}"],
    "rollback": [],
    "backup": ["{backup}"],
    "restore": ["--check", "{earlier}"],
    "audit": ["verify"],
    "signout": ["--everybody"],
    "token": ["create", "nightly"],
    "mcp": [],
    "doctor": [],
}


@dataclass
class Trap:
    """What processes with this `environment` tried; proxies lead to a listener at `port`."""

    folder: Path
    port: int = 0
    called: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        proxy = f"http://127.0.0.1:{self.port}"
        proxies = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"), proxy)
        cleared = {name: value for name, value in os.environ.items() if not name.startswith(("PLANS_", "ORT_"))}
        return (
            cleared
            | proxies
            | {
                "no_proxy": "localhost,127.0.0.1",
                "PYTHONPATH": str(GUARD),
                "CONNECTIONS": str(self.folder / "connections"),
                "PLANS_DOCUMENTS": str(self.folder / "documents"),
                "PLANS_INDEX": str(self.folder / "index"),
                "PLANS_MODEL_CACHE": str(self.folder / "model"),
            }
        )

    @property
    def attempts(self) -> list[str]:
        written = self.folder / "connections"
        return [*self.called, *(written.read_text(encoding="utf-8").splitlines() if written.exists() else [])]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            input="",
        )


@contextmanager
def trap(folder: Path) -> Iterator[Trap]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        trapped = Trap(folder, listener.getsockname()[1])
        threading.Thread(target=_listen, args=(listener, trapped), daemon=True).start()
        yield trapped


def _listen(listener: socket.socket, trapped: Trap) -> None:
    while True:
        try:
            caller, _ = listener.accept()
        except OSError:  # closed: the test is over
            return
        with caller:
            trapped.called.append(caller.recv(300).decode("latin-1").partition("\r\n")[0])


@pytest.mark.parametrize(
    ("attempt", "noticed"),
    [
        ("import socket; socket.create_connection(('192.0.2.1', 80))", "socket.getaddrinfo 192.0.2.1"),
        ("import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))", "socket.sendto"),
        ("import socket; socket.gethostbyname('example.org')", "socket.gethostbyname example.org"),
        ("import urllib.request; urllib.request.urlopen('http://example.org')", "GET http://example.org HTTP"),
    ],
)
def test_an_attempt_is_noticed(attempt: str, noticed: str, tmp_path: Path) -> None:
    with trap(tmp_path) as trapped:
        assert trapped.run("-c", attempt).returncode == 1
        assert [told for told in trapped.attempts if told.startswith(noticed)] != []


def test_nothing_is_sent_by_any_command_or_the_app(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    for document in (SAMPLE, *UPDATES):
        shutil.copy(document, tmp_path / "documents")
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps({"question": QUESTION, "gold": []}), encoding="utf-8")
    with trap(tmp_path) as trapped, _served(trapped) as address, ThreadPoolExecutor() as pool:
        _wait_for(address, "ready")  # the model was exported and the index built, as on a first start
        ready = time.monotonic()
        assert [_is_refused(address, origin) for origin in FOREIGN] == [True] * len(FOREIGN)
        drawn = [pool.submit(_draw, address, page) for page in PAGES]
        named = {"questions": questions, "backup": tmp_path / "backup", "earlier": tmp_path / "earlier"}
        assert trapped.run("-m", "assistant.cli", "backup", str(named["earlier"])).returncode == 0
        commands = [[name, *(word.format(**named) for word in words)] for name, words in COMMANDS.items()]
        apart = [pool.submit(trapped.run, "-m", "assistant.cli", *each) for each in commands if each[0] in APART]
        others = [each for each in commands if each[0] not in APART]
        together = pool.submit(trapped.run, "-c", ONE_BY_ONE, json.dumps(others)).result()
        assert [page.result() for page in drawn] == [True] * len(PAGES)
        assert [run.result().returncode for run in apart] == [0] * len(APART)
        assert together.returncode == 0
        ends = [line for line in together.stderr.splitlines() if line.split()[0] in COMMANDS and line[-1].isdigit()]
        assert [line.split()[0] for line in ends] == ["rollback"]
        assert NO_EARLIER in together.stderr
        time.sleep(max(0.0, OPEN_FOR - (time.monotonic() - ready)))
        assert trapped.attempts == []


def test_every_command_is_tried() -> None:
    """All but `work`, which does nothing unless a database is named, and reaches that alone."""
    assert set(plans.commands) == {*COMMANDS, "serve", "work"}


@contextmanager
def _served(trapped: Trap) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "assistant.cli", "serve", f"--port={port}"]
    with subprocess.Popen(command, cwd=ROOT, env=trapped.environment, stdout=subprocess.DEVNULL) as process:
        try:
            yield f"localhost:{port}"
        finally:
            process.terminate()


def _wait_for(address: str, status: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://{address}/healthz") as answer:
                health = json.load(answer)
                if health["status"] == status and not health["building"]:
                    return
        except OSError:
            pass
        time.sleep(0.2)
    raise TimeoutError(f"The app isn't {status}.")


def _is_refused(address: str, origin: str) -> bool:
    """Whether a page of this origin may not talk to the app."""
    try:
        with connect(f"ws://{address}/_stcore/stream", origin=Origin(origin), proxy=None):
            return False
    except InvalidStatus as answer:
        return answer.response.status_code == 403


def _draw(address: str, page: str) -> bool:
    """Whether a page was drawn to its end; the first one with a question in its address."""
    with connect(
        f"ws://{address}/_stcore/stream", origin=Origin(f"http://{address}"), max_size=None, proxy=None
    ) as session:
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = f"q={QUESTION.replace(' ', '+')}" if page == "ask" else ""
        session.send(asked.SerializeToString())
        while True:
            said = ForwardMsg()
            said.ParseFromString(session.recv(timeout=PATIENCE, decode=False))
            finished = said.WhichOneof("type") == "script_finished"
            if (
                finished and said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            ):  # another page is shown instead
                return said.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
