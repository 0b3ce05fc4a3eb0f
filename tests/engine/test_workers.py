"""Workers help a build to encode; what one that is killed had taken is encoded by another."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import psycopg

from index.model.encoder import Encoded
from index.postgresql import PostgresStore
from index.store import Encodings
from tests.engine.servers import Server
from tests.index.stores import ENCODER, manifest_of, passages_in
from tests.index.test_stores import document, library
from tests.places import ROOT
from tests.word_encoder import WordEncoder


class Builder(WordEncoder):
    """Leaves time for others."""

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        time.sleep(0.2)
        return super().encode(texts)


def worker(server: Server, log: Path) -> subprocess.Popen[bytes]:
    """A worker that has begun."""
    process = subprocess.Popen([sys.executable, "-m", "tests.engine.worker", server.url(), str(log)], cwd=ROOT)
    while not log.exists():
        assert process.poll() is None, "the worker ended before it had anything to do"
        time.sleep(0.05)
    return process


def test_each_text_is_encoded_once_though_a_worker_is_killed(primary: Server, tmp_path: Path) -> None:
    store, builder = PostgresStore(primary.url(), "workers"), Builder()
    many = library(document("2023-24", *(f"Aim for {number} homes" for number in range(400))))
    passages = passages_in(many)
    texts = {passage.digest: passage.encoded_text for passage in passages}
    killed, lasting = tmp_path / "killed", tmp_path / "lasting"
    processes = []
    try:
        with store.sole_builder(), store.begin("built", ENCODER.fingerprint, False) as draft:
            draft.offer(texts.items())
            processes.append(worker(primary, killed))
            processes[0].kill()
            processes.append(worker(primary, lasting))
            for start in range(0, len(passages), 20):
                part = passages[start : start + 20]
                known = draft.known({passage.digest for passage in part})
                fresh = {each.digest: each.encoded_text for each in part if each.digest not in known}
                draft.add(part, Encodings.of(fresh, builder) if fresh else None)
            entry = draft.seal(many.documents, b"{}", manifest_of("built", many.documents, passages))
        store.publish([entry])
        store.open().check()
    finally:
        for process in processes:
            process.kill()
            process.wait()
        store.close()
    encoded = Counter([*builder.encoded, *lasting.read_text(encoding="utf-8").splitlines()])
    assert encoded == Counter(texts.values()), "each once, by the build or by the worker that lasted"
    assert set(killed.read_text(encoding="utf-8").splitlines()) <= encoded.keys()
    assert builder.encoded
    with psycopg.connect(primary.url()) as connection:
        assert connection.execute("select from plans.jobs").fetchall() == []
