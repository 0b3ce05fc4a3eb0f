"""Measures workers that encode what a build offers: `python -m bench.engine.workers 20000`, after `make test-engine`.

A worker here waits half a second for each 64 texts in place of encoding them, as one on a machine of its own would: so
that this machine's cores don't decide.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from bench.engine.servers import installed
from bench.tables import Table, seconds
from index.postgresql import PostgresStore, jobs
from index.postgresql.connection import Connection
from tests.engine.servers import Server
from tests.places import ROOT
from tests.word_encoder import WordEncoder

KILLS = 10
MODEL = WordEncoder().fingerprint


def started(server: Server, log: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.engine.worker", server.url(), str(log)], cwd=ROOT)


def worked(server: Server, folder: Path, count: int, workers: int, kills: int = 0) -> tuple[float, Counter[str]]:
    """The seconds until so many texts are encoded, and how often each was; the first worker is killed so many times."""
    chance, said = random.Random(count), f"{workers} workers, {kills} kills"
    texts = {f"{number} of {said}": f"Aim {number} of {said}" for number in range(count)}
    logs = [folder / f"{said} {number}" for number in range(workers)]
    with Connection.connect(server.url(), autocommit=True) as connection:
        jobs.offer(connection, "workers", MODEL, texts)
        processes, began = [started(server, log) for log in logs], time.perf_counter()
        try:
            for _ in range(kills):
                time.sleep(chance.uniform(1, 5))
                processes[0].kill()
                processes[0].wait()
                processes[0] = started(server, logs[0])
            while connection.execute("select from plans.jobs limit 1").fetchone() is not None:
                time.sleep(0.2)
            took = time.perf_counter() - began
        finally:
            for process in processes:
                process.kill()
                process.wait()
        query = "select count(*) from plans.encodings where text = any(%s)"
        stored = connection.execute(query, [list(texts)]).fetchone()
        assert stored == (count,), f"{stored} of {count} are stored"
    return took, Counter(line for log in logs for line in log.read_text(encoding="utf-8").splitlines())


def measured(server: Server, folder: Path, count: int) -> Table:
    with closing(PostgresStore(server.url(), "workers")) as store, store.sole_builder():
        pass  # makes the tables
    rows, alone = [], 0.0
    for workers, kills in ((1, 0), (2, 0), (2, KILLS)):
        took, encoded = worked(server, folder, count, workers, kills)
        alone = alone or took
        again = sum(encoded.values()) - count
        what = (
            f"{workers} at work, one of them killed {kills} times" if kills else f"{workers} worker{'s'[: workers - 1]}"
        )
        rows.append((what, seconds(took), f"{took / alone:.2f}", f"{len(encoded):,}", str(again)))
    return Table(
        f"{count:,} texts encoded by workers",
        "Half a second for each 64 texts in place of encoding. A worker that is killed loses what it has in hand, which"
        " is encoded again.",
        ("what", "time", "of one worker's", "texts encoded and stored", "encoded again"),
        rows,
    )


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        sys.stdout.write(f"{__doc__}\n")
        return
    with installed() as programs, tempfile.TemporaryDirectory() as folder:
        server = Server(programs, "workers").create().start()
        try:
            sys.stdout.write(measured(server, Path(folder), int(arguments[0])).markdown())
        finally:
            server.stop("immediate")


if __name__ == "__main__":
    main(sys.argv[1:])
