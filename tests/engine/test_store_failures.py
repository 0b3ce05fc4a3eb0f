"""The store in PostgreSQL when servers are killed, silent, late or taken over, while others read and build."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

import corpus.library
from corpus.errors import PlansError, StoreUnreachable
from corpus.library import Library
from corpus.records import Document
from index import Address, Index, build, redo, roll_back
from index.postgresql.store import PostgresStore
from tests.engine.servers import Programs, Server
from tests.index.stores import ENCODER, published, written
from tests.index.test_build import plan
from tests.index.test_stores import EVERYTHING, document, library
from tests.places import ROOT
from tests.word_encoder import WordEncoder

ROUNDS = 12


def numbered(number: int) -> Library:
    """A library of which every passage of one row names its number."""
    return library(document("2023-24", f"Paint {number} doors", "Raise the fees"))


def answer(store: PostgresStore) -> str:
    """What is found about doors in the generation in use."""
    found = Index(store.open(), ENCODER).search("paint doors", k=2, filters=EVERYTHING)
    texts = {hit.passage.text.removesuffix(" went well") for hit in found}
    assert len(texts) == 1, f"passages of two generations: {texts}"
    return texts.pop()


@pytest.fixture
def lone(postgresql: Programs, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server that a test may kill."""
    server = Server(postgresql, request.node.name).create().start()
    yield server
    server.remove()


@pytest.fixture
def pair(lone: Server, postgresql: Programs) -> Iterator[tuple[Server, Server]]:
    """A primary, and a standby that it waits for."""
    standby = Server(postgresql, "standby").copy_of(lone).start()
    lone.configure("synchronous_standby_names = 'standby'")
    lone.reload()
    yield lone, standby
    standby.remove()


@pytest.fixture
def stores() -> Iterator[Callable[..., PostgresStore]]:
    """Makes stores of one tenant, which are closed in the end."""
    with ExitStack() as made:

        def make(server: Server, reading: Server | None = None) -> PostgresStore:
            store = PostgresStore(server.url(), "council", reading.url() if reading else "")
            made.callback(store.close)
            return store

        yield make


def test_readers_of_a_standby_see_what_was_said_to_be_in_use_and_nothing_mixed(
    pair: tuple[Server, Server], stores: Callable[..., PostgresStore]
) -> None:
    primary, standby = pair
    store, acknowledged = stores(primary), 0
    published(store, numbered(0))
    done, wrong, seen = threading.Event(), list[str](), set[str]()

    def read(reader: PostgresStore) -> None:
        while not done.is_set():
            try:
                least = acknowledged
                found = answer(reader)
                seen.add(found)
                if int(found.split()[1]) < least:
                    wrong.append(f"{found} after {least} was in use")
            except Exception as error:
                wrong.append(repr(error))

    readers = [threading.Thread(target=read, args=(stores(primary, each),)) for each in (primary, standby, standby)]
    for reader in readers:
        reader.start()
    for number in range(1, ROUNDS):
        published(store, numbered(number))
        acknowledged = number
        store.clear()
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert len(seen) > 1


def test_going_back_and_forth_is_seen_at_once(
    pair: tuple[Server, Server], stores: Callable[..., PostgresStore]
) -> None:
    primary, standby = pair
    store, reader = stores(primary), stores(primary, standby)
    published(store, numbered(1))
    published(store, numbered(2))
    for _ in range(ROUNDS):
        roll_back(store)
        assert answer(reader) == "Paint 1 doors"
        redo(store)
        assert answer(reader) == "Paint 2 doors"


def test_a_primary_killed_in_a_build_loses_nothing_that_was_in_use(
    lone: Server, stores: Callable[..., PostgresStore]
) -> None:
    store = stores(lone)
    published(store, numbered(0))
    for number in range(1, 6):
        encoder, kill = WordEncoder(), threading.Timer(0.02 * number, lone.kill)
        kill.start()
        try:
            published(store, numbered(number), encoder=encoder)
            in_use = number
        except PlansError:
            in_use = -1
        kill.join()
        lone.start()
        found = int(answer(store).split()[1])
        assert found == in_use if in_use >= 0 else found <= number
        again = WordEncoder()
        published(store, numbered(number), encoder=again)
        assert answer(store) == f"Paint {number} doors"
        assert not {*again.encoded} & {*encoder.encoded} or in_use < 0


def test_a_standby_that_takes_over_has_everything(
    pair: tuple[Server, Server], stores: Callable[..., PostgresStore]
) -> None:
    primary, standby = pair
    for number in range(4):
        published(stores(primary), numbered(number))
    primary.kill()
    standby.promote()
    standby.configure("synchronous_standby_names = ''")
    standby.reload()
    store = stores(standby)
    assert answer(store) == "Paint 3 doors"
    published(store, numbered(4))
    assert answer(store) == "Paint 4 doors"


def test_a_silent_server_is_told_in_time_and_answers_again(lone: Server, stores: Callable[..., PostgresStore]) -> None:
    store = stores(lone)
    found = published(store, numbered(1))
    at = found.among(EVERYTHING).positions()
    for trouble, mend in ((partial(lone.freeze, True), partial(lone.freeze, False)), (lone.kill, lone.start)):
        trouble()
        for ask in (store.in_use, partial(found.passages, at)):
            with pytest.raises(StoreUnreachable, match="doesn't answer"):
                ask()
        mend()
        assert answer(store) == "Paint 1 doors"


def test_a_server_that_starts_after_the_app_is_found(
    postgresql: Programs, stores: Callable[..., PostgresStore]
) -> None:
    late = Server(postgresql, "late").create()
    store = stores(late)
    with pytest.raises(StoreUnreachable):
        store.in_use()
    late.start()
    try:
        assert store.in_use() == ""
        published(store, numbered(7))
        assert answer(store) == "Paint 7 doors"
    finally:
        late.remove()


def test_what_a_killed_build_encoded_is_not_encoded_again(
    primary: Server, stores: Callable[..., PostgresStore]
) -> None:
    store, first, second = stores(primary), WordEncoder(), WordEncoder()
    many = library(document("2023-24", *(f"Aim {number}" for number in range(20))))
    encode, calls = first.encode, iter(range(100))

    def failing(texts: list[str]) -> object:
        if next(calls) == 10:
            raise RuntimeError("no power")
        return encode(texts)

    first.encode = failing  # type: ignore[method-assign, assignment]
    with pytest.raises(RuntimeError):
        written(store, many, encoder=first)
    published(store, many, encoder=second)
    assert {*first.encoded}.isdisjoint(second.encoded)
    assert len(first.encoded) + len(second.encoded) == 40
    with psycopg.connect(primary.url()) as connection:
        query = "select count(distinct text) from plans.encodings where tenant = 'council'"
        assert connection.execute(query).fetchone() == (40,)


@pytest.fixture
def small(postgresql: Programs) -> Iterator[Server]:
    """A server with a small disk of its own."""
    server = Server(postgresql, "small")
    server.data.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", str(server.data)]
    if subprocess.run(mounting, check=False, capture_output=True).returncode:
        server.data.rmdir()
        pytest.skip("only an administrator can make a small disk")
    try:
        if postgresql.user:
            shutil.chown(server.data, postgresql.user)
        server.data.chmod(0o700)
        yield server.create("wal_keep_size = 0", "max_wal_size = '32MB'", "shared_buffers = '16MB'").start()
        server.stop("immediate")
    finally:
        subprocess.run(["umount", str(server.data)], check=True)
        server.data.rmdir()


def test_a_full_disk_of_the_server_is_told_and_what_is_in_use_stays(
    small: Server, stores: Callable[..., PostgresStore]
) -> None:
    store, ballast = stores(small), small.data / "ballast"
    published(store, numbered(1))
    room = shutil.disk_usage(small.data).free
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, room - (1 << 19))
    many = library(document("2024-25", *(f"Plant {number} trees at {number * 7} schools" for number in range(500))))
    with pytest.raises(PlansError, match=r"The store (can't write|doesn't answer)"):
        published(store, many, at_once=100)
    ballast.unlink()
    if not small.processes():  # it ends where it can't write its log, and a supervisor starts it again
        small.start()
    assert answer(store) == "Paint 1 doors"
    published(store, many, at_once=100)
    found = Index(store.open(), ENCODER).search("trees at 70 schools", k=1, filters=EVERYTHING)
    assert found[0].passage.text.startswith("Plant 10 trees")


def test_a_build_that_is_killed_goes_on_where_it_was(
    primary: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, at = tmp_path / "documents", Address(primary.url(), "killed")
    documents.mkdir()
    (documents / "Homes plan 2023-24.csv").write_text(plan(60), encoding="utf-8")
    script = (
        "import os, signal; from pathlib import Path; from index import Address, build, work\n"
        "from tests.word_encoder import WordEncoder\n"
        "work.AT_ONCE = 16\n"
        "def kill(event):\n"
        "    if event.stage == 'encoding' and event.done >= %d: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"build(Path({str(documents)!r}), {at!r}, encoder=WordEncoder, progress=kill)"
    )
    for done in (30, 70):
        subprocess.run([sys.executable, "-c", script % done], check=False, cwd=ROOT)
        wait_for_no_builder(primary)
    (documents / "Fees plan 2023-24.csv").write_text(plan(6, "panels"), encoding="utf-8")
    read, real = [], corpus.library.read_document

    def noted(path: Path, name: str, **said: Any) -> Document:  # noqa: ANN401
        read.append(name)
        return real(path, name, **said)

    monkeypatch.setattr(corpus.library, "read_document", noted)
    encoder, store = WordEncoder(), PostgresStore(at.url, at.tenant)
    receipt = build(documents, store, encoder=lambda: encoder)
    assert read == ["Fees plan 2023-24.csv"], "the other one was read before"
    assert receipt.passages == 132
    assert len(encoder.encoded) == 132 - 80, "five times 16 were in the store"
    assert Index(store.open(), encoder).search("open 59 homes", k=1)[0].passage.text == "Open 59 homes"
    store.close()
    with psycopg.connect(primary.url()) as connection:
        assert connection.execute("select from plans.readings").fetchall() == []


def wait_for_no_builder(server: Server) -> None:
    """The server notices a little later that a builder was killed, and gives up what it had begun."""
    query = "select from pg_stat_activity where application_name like 'plans: %'"
    with psycopg.connect(server.url(), autocommit=True) as connection:
        while connection.execute(query).fetchone() is not None:
            time.sleep(0.05)
