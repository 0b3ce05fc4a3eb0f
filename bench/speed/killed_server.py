"""Measures what is left of a server that is killed again and again, while people ask and a program adds documents."""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from assistant.roles import Role
from assistant.store.audit import Audit
from assistant.store.database import Database
from assistant.store.tokens import Tokens
from bench.fictional_plans import write_plans
from bench.speed.load import QUESTIONS, Person, healthy
from bench.speed.programs import SIGNED_IN
from bench.speed.serving import Running, opened, running
from bench.tables import Table, seconds
from corpus.library import document_paths
from index import store_at

MOMENTS = 100
LONGEST = 10.0  # seconds of use until it is killed, at most: enough to add a file, read it and publish that
PEOPLE = 3
PAUSE = 0.2  # seconds from an answer to the next question: nobody may ask more than 30 at once


@dataclass
class Site:
    """A server's folder, and what its servers have acknowledged; `doing` is what its program is waiting for."""

    folder: Path
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    token: str = ""
    doing: str = ""
    sent: set[str] = field(default_factory=set)  # digests of all files that it was given
    added: dict[str, str] = field(default_factory=dict)  # digests of those that it said were added, by the names
    read: set[str] = field(default_factory=set)  # the names of those that it said were read
    asked: set[str] = field(default_factory=set)  # questions that it showed an answer to
    builds: int = 0
    trouble: Counter[str] = field(default_factory=Counter)  # what people saw, or what wasn't as it should be

    @property
    def documents(self) -> Path:
        return self.folder / "documents"

    @property
    def database(self) -> Database:
        return Database(self.folder / "kept")


def killed_server(documents: Path, index: Path, folder: Path) -> Table:
    """Start it, use it, kill it and look at what is left, at so many moments."""
    site = Site(folder / "killed server")
    shutil.copytree(documents, site.documents)
    shutil.copytree(index, site.folder / "index")
    site.sent |= {_digest(path.read_bytes()) for path in site.documents.iterdir()}
    site.token, _ = Tokens(site.database).make("editor", Role.EDITOR, (), datetime.now(UTC), timedelta(days=1))
    doing = Counter[str]()
    starts: list[float] = []
    for life in range(MOMENTS):
        doing[_one_life(site, life, starts)] += 1
        site.trouble.update(_not_as_promised(site))
    site.trouble["traceback in the server’s log"] += (site.folder / "log").read_text("utf-8").count("Traceback")
    told = ", ".join(f"{what} {times}" for what, times in sorted(site.trouble.items()) if times)
    return Table(
        "A server that is killed",
        f"`plans serve` on the sample plan, stopped by `kill -9` at {MOMENTS} random moments within {LONGEST:.0f} s of"
        f" use: {PEOPLE} people asked on the page, and a program added files and had them read. After each, all that"
        " any server had acknowledged was looked for, and the next one was started on what was left.",
        ("what", "measured"),
        [
            *((f"killed while the program {what}", str(times)) for what, times in doing.items()),
            ("acknowledged: files added", str(len(site.added))),
            ("builds published, with how many of those files", f"{site.builds}, {len(site.read)}"),
            ("questions answered", str(len(site.asked))),
            ("lost, damaged, unsealed or shown as an error", told or "nothing"),
            ("starts that were whole; the slowest", f"{len(starts)} of {MOMENTS}, {seconds(max(starts))}"),
        ],
    )


def _one_life(site: Site, life: int, starts: list[float]) -> str:
    """Start a server, use it, and kill it; returns what the program was waiting for then."""
    site.doing, began = "began", time.perf_counter()
    with (
        (site.folder / "log").open("ab") as log,
        running(site.documents, site.folder / "index", SIGNED_IN, log) as server,
        ExitStack() as stack,
    ):
        healthy(server.address, wait=True)
        starts.append(time.perf_counter() - began)
        named = [{"X-Forwarded-User": f"person {number}"} for number in range(PEOPLE)]
        people = [Person(stack.enter_context(opened(server.address, headers))) for headers in named]
        using = [threading.Thread(target=_ask, args=(site, person, f"{life}.{at}")) for at, person in enumerate(people)]
        using.append(threading.Thread(target=_add_and_read, args=(site, server, life)))
        for thread in using:
            thread.start()
        time.sleep(site.chance.uniform(0, LONGEST))
        doing, children = site.doing, server.children
        server.process.kill()
        server.process.wait()
        for thread in using:
            thread.join()
    site.trouble["process left behind"] += _left(children)
    return doing


def _ask(site: Site, person: Person, name: str) -> None:
    """Ask until the server is gone."""
    for number in itertools.count():
        question = f"{QUESTIONS[number % len(QUESTIONS)]} {name}.{number}?"
        person.ask(question)
        if person.errors:
            shown = person.errors[-1]
            site.trouble[f"“{shown}” on a page"] += not shown.startswith("ConnectionClosed")
            return
        site.asked.add(question)
        time.sleep(PAUSE)


def _add_and_read(site: Site, server: Running, life: int) -> None:
    """Add files, each with a plan of its own, and have them read, until the server is gone."""
    with suppress(OSError, HTTPException, json.JSONDecodeError):
        for number in itertools.count():
            (made,) = write_plans(site.folder / "made", 1, rows=4, seed=1_000 * life + number)
            content = made.read_text("utf-8").replace("Alderford", f"Alderford {life}.{number}").encode()
            site.sent.add(_digest(content))
            site.doing = "added a file"
            name = urlencode({"name": f"plan {life}-{number}.csv"})
            status, said = _call(site, server, "POST", f"documents?{name}", content, "application/octet-stream")
            if status != 201:
                site.trouble[f"{status} for a file: {said['detail']}"] += 1
                continue
            site.added[said["file"]] = _digest(content)
            site.doing = "had files read"
            _read(site, server)


def _read(site: Site, server: Running) -> None:
    before = set(site.added)
    status, said = _call(site, server, "POST", "builds", b"{}", "application/json")
    while status in (200, 202) and said["state"] == "running":
        time.sleep(0.02)
        status, said = _call(site, server, "GET", f"builds/{said['id']}")
    if status == 200 and said["state"] == "done":
        site.read |= before
        site.builds += 1
    else:
        site.trouble[f"{status} for a build: {said.get('failed') or said.get('detail')}"] += 1


def _call(
    site: Site, server: Running, method: str, what: str, body: bytes | None = None, kind: str = ""
) -> tuple[int, Mapping[str, Any]]:
    headers = {"Authorization": f"Bearer {site.token}", **({"Content-Type": kind} if kind else {})}
    with closing(HTTPConnection(urlsplit(server.address).netloc, timeout=60)) as connection:
        connection.request(method, f"/api/v1/{what}", body, headers)
        answer = connection.getresponse()
        return answer.status, json.load(answer)


def _not_as_promised(site: Site) -> Iterator[str]:
    """All that isn't as servers have said that it is, each in words."""
    there = {name: _digest(path.read_bytes()) for name, path in document_paths(site.documents).items()}
    yield from ("added file lost" for name, digest in site.added.items() if there.get(name) != digest)
    yield from ("file of which a part is missing" for digest in there.values() if digest not in site.sent)
    store = store_at(site.folder / "index")
    known = {each.file for each in store.open(store.published()[-1].generation).library.documents}
    yield from ("file that was read isn’t in the index" for _ in site.read - known)
    yield from (f"database: {site.database.trouble()}" for _ in range(1) if site.database.trouble())
    lengths = {len(each) for each in site.asked}
    with site.database.reading() as connection:
        found = connection.execute("SELECT words FROM turns").fetchall() if connection else []
    stored = {words[:length] for (words,) in found for length in lengths}  # the question, and then its quotes
    yield from ("answer lost" for each in site.asked if each.casefold() not in stored)
    audit = Audit(site.folder / "kept", site.database)
    if wrong := audit.verify().wrong:
        yield f"audit log: {wrong}"
    noted = Counter((record.act, record.what) for record in audit.records())
    yield from ("question not in the audit log" for each in site.asked if not noted["asked", audit.masked(each)])
    yield from ("added file not in the audit log" for name in site.added if not noted["added files", name])
    yield from ("build not in the audit log" for _ in range(noted["read the documents", ""], site.builds))


def _left(children: list[int]) -> int:
    """How many of these processes are still there some seconds later."""
    until = time.monotonic() + 10
    while any(left := [Path(f"/proc/{child}").exists() for child in children]) and time.monotonic() < until:
        time.sleep(0.05)
    return sum(left) if children else 0


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
