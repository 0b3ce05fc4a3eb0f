"""Compares answers from the real plans of `bench.speed.scale` in a folder and in PostgreSQL:
`python -m bench.engine.real INDEX`, where INDEX is the folder of their index, after `make test-engine`."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import numpy as np

from assistant import Answer, Assistant
from assistant.evaluation import load_cases
from bench.engine.servers import installed
from bench.speed.scale import QUESTIONS
from bench.tables import Table, share
from index import Filters, Hit, Index, Store, load_encoder
from index.build import new_generation
from index.embedded import FolderStore
from index.embedded.snapshot import Snapshot
from index.postgresql import PostgresStore
from index.store import Encodings, Manifest
from index.work import AT_ONCE, parts
from tests.engine.servers import Server


def copy(found: Snapshot, store: Store) -> None:
    """Publishes a generation elsewhere, with the vectors that it has."""
    every = found.among(Filters(update="all")).positions()
    with store.sole_builder(), store.begin(new_generation(), found.manifest.fingerprint, carry=False) as draft:
        for part in parts(every.tolist(), AT_ONCE):
            passages = found.passages(np.array(part))
            at = dict(zip((passage.digest for passage in passages), part, strict=True))
            known = draft.known(at.keys())
            fresh = [digest for digest in at if digest not in known]
            places = np.array([at[digest] for digest in fresh], dtype=np.int64)
            new = Encodings(fresh, found.sentences(places), found.tokens(places)) if fresh else None
            draft.add(passages, new)
        told = {field.name: getattr(found.manifest, field.name) for field in fields(Manifest)}
        entry = draft.seal(found.library.documents, found.receipt, Manifest(**told))
    store.publish([entry])


def _shown(hits: list[Hit]) -> list[tuple[str, str, float]]:
    return [(hit.passage.text, hit.citation.label, round(hit.score, 4)) for hit in hits]


def _said(answer: Answer) -> tuple[str, str]:
    return answer.status, answer.text


def compared(folder: FolderStore, store: PostgresStore) -> Table:
    """Each question asked of both, one after the other, so that both have the same of the machine."""
    encoder = load_encoder()
    both = [Assistant(Index(each.open(), encoder)) for each in (folder, store)]
    for assistant in both:
        assistant.warm()
    asked = [case.question for case in load_cases(QUESTIONS)]
    same = dict.fromkeys(("ask: status and words", "search: first passage", "search: first ten"), 0)
    times: dict[str, list[list[float]]] = {"ask": [[], []], "search": [[], []]}
    for question in asked:
        answers, hits = [], []
        for at, assistant in enumerate(both):
            began = time.perf_counter()
            answers.append(assistant.ask(question))
            times["ask"][at].append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            hits.append(assistant.search(question, k=10))
            times["search"][at].append((time.perf_counter() - began) * 1000)
        same["ask: status and words"] += _said(answers[0]) == _said(answers[1])
        same["search: first passage"] += _shown(hits[0][:1]) == _shown(hits[1][:1])
        same["search: first ten"] += _shown(hits[0]) == _shown(hits[1])
    return Table(
        f"{len(both[0].library.documents)} real documents in a folder and in PostgreSQL",
        f"{len(asked)} questions, warm, in milliseconds: p50 / p95.",
        ("what is asked", "the same", "folder", "PostgreSQL"),
        [(what, share(count, len(asked)), *_median_and_95(times[what.split(":")[0]])) for what, count in same.items()],
    )


def _median_and_95(times: list[list[float]]) -> tuple[str, ...]:
    return tuple(" / ".join(f"{each:.0f}" for each in np.percentile(every, [50, 95])) for every in times)


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        sys.stdout.write(f"{__doc__}\n")
        return
    folder = FolderStore(Path(arguments[0]))
    with installed() as programs:
        server = Server(programs, "real").create("shared_buffers = '512MB'").start()
        try:
            with closing(PostgresStore(server.url(), "council")) as store:
                began = time.perf_counter()
                copy(folder.open(), store)
                sys.stdout.write(f"Copied in {time.perf_counter() - began:.0f} s.\n\n")
                sys.stdout.write(compared(folder, store).markdown())
        finally:
            server.stop("immediate")


if __name__ == "__main__":
    main(sys.argv[1:])
