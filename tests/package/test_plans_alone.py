"""`plans` without a command: the app opens in the browser, on the sample plan, wherever it is started."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from assistant.cli.serve import PORT
from tests.places import ROOT

PATIENCE = 120.0  # seconds


@pytest.mark.skipif(sys.platform != "linux", reason="other systems open addresses in another way")
def test_the_app_is_opened_on_a_free_port_and_the_sample_is_read_into_the_users_folder(tmp_path: Path) -> None:
    work, opened = tmp_path / "work", tmp_path / "opened"
    work.mkdir()
    opener = tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > "{opened}.part" && mv "{opened}.part" "{opened}"\n')
    opener.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if name != "PLANS_DOCUMENTS"}
    environment |= {"PATH": f"{tmp_path}:{os.environ['PATH']}", "DISPLAY": ":0", "PYTHONPATH": str(ROOT)}
    environment |= {"XDG_DATA_HOME": str(tmp_path / "own")}
    with ExitStack() as stack:
        with suppress(OSError):  # somebody else may have it, which is as well
            stack.enter_context(socket.create_server(("127.0.0.1", PORT)))
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant.cli"], cwd=work, env=environment, text=True, stdout=subprocess.PIPE
        )
        stack.enter_context(process)
        stack.callback(process.terminate)
        address = _waited_for(opened)
        assert not address.endswith(f":{PORT}")
        with urllib.request.urlopen(f"{address}/_stcore/health") as answer:
            assert answer.status == 200
        assert process.stdout
        told = process.stdout.readline() + process.stdout.readline()
    assert address in told
    documents = tmp_path / "own" / "plans-assistant" / "documents"
    assert str(documents) in told
    assert {path.name for path in documents.iterdir()} == {path.name for path in (ROOT / "corpus/sample").glob("*.txt")}
    assert list(work.iterdir()) == []


def _waited_for(file: Path) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if file.exists():
            return file.read_text()
        time.sleep(0.1)
    raise TimeoutError("The app was not opened.")
