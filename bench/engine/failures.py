"""Kills a PostgreSQL server at random in builds and questions: `python -m bench.engine.failures 20`, after
`make test-engine`."""

from __future__ import annotations

import random
import statistics
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field

from bench.engine.servers import installed
from bench.tables import Table, seconds, share
from corpus.errors import PlansError, StoreUnreachable
from corpus.library import Library
from index import Index
from index.postgresql import PostgresStore
from tests.engine.servers import Server
from tests.index.stores import ENCODER, published
from tests.index.test_stores import EVERYTHING, document, library

ROWS = 300  # of a library: a build takes some two seconds
LONGEST = 2.5  # seconds after which a build is killed, at most


@dataclass
class Seen:
    """What somebody got who asked all the while."""

    answers: int = 0
    told: list[float] = field(default_factory=list)  # seconds until it was said that the store doesn't answer
    wrong: list[str] = field(default_factory=list)


def numbered(number: int) -> Library:
    """A library of which every row names its number."""
    return library(document("2023-24", *(f"Paint {number} doors of ward {row}" for row in range(ROWS))))


def answer(store: PostgresStore) -> int:
    """The number of the generation in use, which every passage found must be of."""
    found = Index(store.open(), ENCODER).search("paint doors", k=20, filters=EVERYTHING)
    numbers = {int(hit.passage.text.split()[1]) for hit in found}
    if len(numbers) != 1:
        raise AssertionError(f"passages of {len(numbers)} generations")
    return numbers.pop()


def ask(store: PostgresStore, done: threading.Event, seen: Seen) -> None:
    while not done.is_set():
        began = time.perf_counter()
        try:
            answer(store)
            seen.answers += 1
        except StoreUnreachable:
            seen.told.append(time.perf_counter() - began)
        except Exception as error:
            seen.wrong.append(repr(error))


def killed(server: Server, rounds: int) -> Table:
    chance, seen, done = random.Random(4), Seen(), threading.Event()
    lost, told, in_use, again = 0, 0, 0, list[float]()
    with (
        closing(PostgresStore(server.url(), "council")) as store,
        closing(PostgresStore(server.url(), "council")) as own,
    ):
        published(store, numbered(0), at_once=50)
        reader = threading.Thread(target=ask, args=(own, done, seen))
        reader.start()
        for number in range(1, rounds + 1):
            kill = threading.Timer(chance.uniform(0, LONGEST), server.kill)
            kill.start()
            try:
                published(store, numbered(number), at_once=50)
                in_use = number
            except PlansError:
                told += 1
            kill.join()
            server.start()
            found, took = answered_again(store)
            again.append(took)
            lost += found not in (in_use, number)
            in_use = found
        done.set()
        reader.join()
        published(store, numbered(rounds + 1), at_once=50)
        assert answer(store) == rounds + 1
    return Table(
        f"A primary killed {rounds} times while {ROWS} rows are built and questions are asked",
        "Killed at a random moment of each build, all processes at once, and started again.",
        ("what", "figure"),
        [
            ("generations in use that were lost", str(lost)),
            ("builds that were cut off and said so", share(told, rounds)),
            ("answers meanwhile", str(seen.answers)),
            ("of them mixed, or another error", "; ".join([str(len(seen.wrong)), *seen.wrong[:3]])),
            ("questions told that the store doesn't answer", str(len(seen.told))),
            ("after how long at most", seconds(max(seen.told, default=0))),
            ("answered again after it was started, mean", seconds(statistics.mean(again))),
            ("at most", seconds(max(again))),
        ],
    )


def answered_again(store: PostgresStore) -> tuple[int, float]:
    """What is answered as soon as the store is there again, and after how many seconds."""
    began = time.perf_counter()
    while True:
        try:
            return answer(store), time.perf_counter() - began
        except StoreUnreachable:
            time.sleep(0.1)


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        sys.stdout.write(f"{__doc__}\n")
        return
    with installed() as programs:
        server = Server(programs, "killed").create().start()
        try:
            sys.stdout.write(killed(server, int(arguments[0])).markdown())
        finally:
            server.stop("immediate")


if __name__ == "__main__":
    main(sys.argv[1:])
