"""Bars a Python process, from its first line on, from any connection outside loopback, and writes down each attempt.

Python imports a module of this name by itself where its folder is on PYTHONPATH, in child processes too. Attempts go to
the file that CONNECTIONS names. What Python's own sockets do is stopped; libraries of other languages are only watched.
"""

from __future__ import annotations

import os
import re
import sys
import threading
import time
from pathlib import Path

ATTEMPTS = Path(os.environ["CONNECTIONS"])
HERE = re.compile(r"localhost$|127\.|::1$|::ffff:127\.|0\.0\.0\.0$|::$|$")
CALLS = {  # and which of their arguments is the address or the host
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}
LOOPBACK = ("0100007F:", "0" * 24 + "01000000:", "0" * 16 + "FFFF00000100007F:", "00000000:", "0" * 32 + ":")
BETWEEN = 0.2  # seconds: an attempt that nobody answers lasts for many


def bar(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook."""
    if event not in CALLS:
        return
    address = arguments[CALLS[event]]
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode("latin-1")
    if isinstance(host, str) and not HERE.match(host) and not host.startswith("/"):
        write(f"{event} {address}")
        raise PermissionError(f"a connection to {address}")


def watch() -> None:
    """Looks again and again for connections that something else than Python opened (Linux only)."""
    known = set[str]()
    while True:
        ours = open_sockets()
        for line in connections():
            remote, inode = line[2], line[9]
            if inode in ours and not remote.startswith(LOOPBACK) and inode not in known:
                known.add(inode)
                write(f"native connection to {remote}")
        time.sleep(BETWEEN)


def open_sockets() -> set[str]:
    found = set[str]()
    for handle in os.listdir("/proc/self/fd"):
        try:
            found.add(os.readlink(f"/proc/self/fd/{handle}").removeprefix("socket:[").removesuffix("]"))
        except OSError:
            continue  # closed meanwhile
    return found


def connections() -> list[list[str]]:
    tables = [Path("/proc/self/net", name) for name in ("tcp", "tcp6", "udp", "udp6")]
    return [line.split() for table in tables if table.exists() for line in table.read_text().splitlines()[1:]]


def write(what: str) -> None:
    with ATTEMPTS.open("a", encoding="utf-8") as file:
        file.write(f"{what}, by {' '.join(sys.orig_argv)[:200]}\n")


sys.addaudithook(bar)
if Path("/proc/self/net").exists():
    threading.Thread(target=watch, name="watching connections", daemon=True).start()
