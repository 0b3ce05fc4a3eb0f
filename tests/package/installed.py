"""Installs a wheel into a fresh environment outside the project and runs it: `python -m tests.package.installed FILE`.

With `--with FOLDER`, the libraries come from the site-packages of that environment instead of being installed again.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import tempfile
import time
import urllib.request
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import anyio
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from tests.places import ROOT

QUESTION = "How many National Transfer Scheme referrals have we accepted since April 2023?"
FIGURE = "accepted 41 NTS referrals since 1st April 2023"
PATIENCE = 300.0  # seconds: the first start of a fresh machine makes the model ready


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--with", dest="libraries", type=Path, help="an environment whose libraries are used")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        programs = install(given.wheel.absolute(), Path(folder) / "environment", given.libraries)
        try_out(programs / "plans", Path(folder))
    print("The wheel works in an environment of its own.")  # noqa: T201


def install(wheel: Path, environment: Path, libraries: Path | None) -> Path:
    """The folder of programs of a new environment that holds the wheel."""
    venv.create(environment, with_pip=True)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    pip: list[str | Path] = [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if libraries:
        subprocess.run([*pip, "--no-deps", wheel], check=True)
        (_site_packages(programs) / "libraries.pth").write_text(f"{_site_packages(libraries.absolute())}\n")
    else:
        subprocess.run([*pip, "--constraint", ROOT / "requirements.lock", wheel], check=True)
    return programs


def _site_packages(programs: Path) -> Path:
    command = [str(programs / "python"), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    return Path(subprocess.run(command, text=True, check=True, capture_output=True).stdout.strip())


def try_out(plans: Path, folder: Path) -> None:
    """What somebody does first, in a folder without anything. Raises AssertionError where it doesn't work."""
    work, own = folder / "work", folder / "own"
    work.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PLANS_", "PYTHON"))}
    environment |= {"XDG_DATA_HOME": str(own)} | _given("PLANS_MODEL_CACHE")

    def run(*arguments: str) -> str:
        done = subprocess.run([str(plans), *arguments], cwd=work, env=environment, text=True, capture_output=True)
        assert done.returncode == 0, f"plans {' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout

    with _serving(plans, (), work, environment) as (address, told):  # `plans` alone reads the sample and opens the app
        assert str(own) in told, told
        _wait_until_ready(address)
    assert (own / "plans-assistant" / "documents").is_dir()
    assert not list(work.iterdir())
    (work / "data").mkdir()
    files = json.loads(run("build", "--json"))["files"]
    assert files, "the sample wasn't read"
    answer = json.loads(run("ask", QUESTION, "--json"))[0]
    assert FIGURE in answer["citations"][0]["quote"]
    assert FIGURE.replace(" ", "") in "".join(run("ask", QUESTION).split())
    assert FIGURE in anyio.run(_told_by_mcp, plans, work, environment)
    with _serving(plans, ("serve", f"--port={_free_port()}"), work, environment) as (address, told):
        assert str(work) in told, told
        _wait_until_ready(address)
        with urllib.request.urlopen(address) as page:
            assert page.status == 200
        asked = urllib.request.Request(f"{address}/api/v1/ask", json.dumps({"question": QUESTION}).encode())
        asked.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(asked) as told_over_http:
            assert json.load(told_over_http) == answer


async def _told_by_mcp(plans: Path, work: Path, environment: dict[str, str]) -> str:
    """The first quote that `plans mcp` answers with."""
    started = StdioServerParameters(command=str(plans), args=["mcp"], cwd=str(work), env=environment)
    async with Client(stdio_client(started)) as client:
        answer = await client.call_tool("ask_plans", {"question": QUESTION})
    return str((answer.structured_content or {})["quotes"][0]["quote"])


def _given(*names: str) -> dict[str, str]:
    return {name: os.environ[name] for name in names if name in os.environ}


@contextmanager
def _serving(
    plans: Path, arguments: Sequence[str], work: Path, environment: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """The address of a server, and what it says as it starts."""
    process = subprocess.Popen([plans, *arguments], cwd=work, env=environment, text=True, stdout=subprocess.PIPE)
    assert process.stdout
    try:
        told = process.stdout.readline() + process.stdout.readline()
        found = re.search(r"http://\S+", told)
        assert found, f"the server didn't start: {told}"
        yield found[0], told
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_until_ready(address: str) -> None:
    """Until the server has read the documents and answers at once."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/readyz") as ready:
                if ready.status == 200:
                    break
        except OSError:
            time.sleep(0.5)
    with urllib.request.urlopen(f"{address}/healthz") as healthy:
        assert json.load(healthy)["status"] == "ready"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
