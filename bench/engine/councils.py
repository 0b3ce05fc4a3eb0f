"""Measures questions to all of 317 councils, in a folder, on a PostgreSQL server and on two, and what a reader of one
council gets of others' documents: `python -m bench.engine.councils 100000`, after `make test-engine`.

The plans are those of `bench.speed.million`, with its drawn vectors in place of the model's.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psycopg

from bench.engine.servers import installed
from bench.fictional_plans import sentence
from bench.speed.million import AT_ONCE, ITEMS, ROWS, DrawnEncoder, Plans
from bench.tables import Table, share
from corpus.library import Library
from index import Filters, Hit, Index, Store
from index.build import new_generation
from index.embedded import FolderStore
from index.passages import passages_of
from index.postgresql import Councils, PostgresStore
from index.postgresql.arrays import vector_text
from index.postgresql.words import stems_of
from index.store import Encodings, Manifest
from index.work import parts
from tests.engine.servers import Programs, Server

COUNCILS, QUESTIONS, AIMED = 317, 200, 1_000
EVERYTHING = Filters(update="all")
READERS = ("everybody", "north", "south")  # of all councils, of the even ones and of the odd ones


@dataclass(frozen=True, slots=True)
class Asked:
    """What questions found, and how long each took in milliseconds: until it was answered, and of this processor."""

    hits: list[list[Hit]]
    waited: list[float]
    worked: list[float]

    @classmethod
    def of(cls, index: Index, questions: Sequence[str], filters: Callable[[str], Filters]) -> Asked:
        index.search(questions[0], k=10, filters=EVERYTHING)  # opens what is opened once
        asked = cls([], [], [])
        for question in questions:
            began, worked = time.perf_counter(), time.process_time()
            asked.hits.append(index.search(question, k=10, filters=filters(question)))
            asked.worked.append((time.process_time() - worked) * 1000)
            asked.waited.append((time.perf_counter() - began) * 1000)
        return asked

    def row(self, what: str, expected: Asked) -> tuple[str, ...]:
        same = [_shown(mine) == _shown(others) for mine, others in zip(self.hits, expected.hits, strict=True)]
        first = [_shown(mine[:1]) == _shown(others[:1]) for mine, others in zip(self.hits, expected.hits, strict=True)]
        waited, worked = np.percentile(self.waited, [50, 95]), np.median(self.worked)
        counts = share(sum(first), len(first)), share(sum(same), len(same))
        return what, *counts, f"{waited[0]:.0f}", f"{waited[1]:.0f}", f"{worked:.0f}"


def _shown(hits: Sequence[Hit]) -> list[tuple[str, str, float]]:
    return [(hit.passage.text, hit.citation.place, round(hit.score, 4)) for hit in hits]


def write(store: Store, library: Library, encoder: DrawnEncoder) -> None:
    """Publishes a library as a build does."""
    passages = passages_of(library.rows("all"), encoder.count, encoder.window)
    with store.sole_builder(), store.begin(name := new_generation(), encoder.fingerprint, carry=False) as draft:
        for part in parts(passages, AT_ONCE):
            texts = {each.digest: each.encoded_text for each in part}
            known = draft.known(texts.keys())
            fresh = {digest: text for digest, text in texts.items() if digest not in known}
            draft.add(part, Encodings.of(fresh, encoder) if fresh else None)
        counts = {"documents": len(library.documents), "passages": len(passages)}
        made = Manifest(1, "", name, "", encoder.name, encoder.fingerprint, encoder.dimensions, counts)
        entry = draft.seal(library.documents, b"{}", made)
    store.publish([entry])


def fill(server: Server, plans: Plans, encoder: DrawnEncoder, count: int) -> None:
    """Publishes so many plans, one council after the other, and lets the readers read them."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        for reader in (*READERS, "of_council_0"):
            connection.execute(f"create role {reader} login".encode())
        for number in range(COUNCILS):
            documents = tuple(plans.document(each) for each in range(number, count, COUNCILS))
            with closing(PostgresStore(server.url(), name := f"Council {number}")) as store:
                write(store, Library(documents), encoder)
            readers = (READERS[0], READERS[1 + number % 2], *(["of_council_0"] if number == 0 else []))
            for reader in readers:
                connection.execute("select plans.admit(%s, %s)", [reader, name])
        connection.execute("vacuum analyze")


@contextmanager
def servers(programs: Programs, plans: Plans, encoder: DrawnEncoder, count: int) -> Iterator[tuple[Server, Server]]:
    """Two servers with the same councils, of which readers may read some on each."""
    first, second = Server(programs, "first").create("shared_buffers = '512MB'"), Server(programs, "second")
    try:
        fill(first.start(), plans, encoder, count)
        second.copy_of(first).start().promote()
        yield first, second
    finally:
        for server in (first, second):
            server.stop("immediate")


def compared(first: Server, second: Server, encoder: DrawnEncoder, folder: Path) -> Table:
    """Questions to all councils and to one, of a folder, one server and two."""
    chance = random.Random(2)
    questions = [f"{sentence(chance).removesuffix('.')}?" for _ in range(QUESTIONS)]
    one = Councils([first.url(user="everybody")])
    two = Councils([first.url(user="north"), second.url(user="south")])
    with closing(one), closing(two):
        began = time.perf_counter()
        opened = {"one server": Index(one.open(), encoder), "two servers": Index(two.open(), encoder)}
        opening = (time.perf_counter() - began) / 2
        write(store := FolderStore(folder), opened["one server"].snapshot.library, encoder)
        opened = {"a folder": Index(store.open(), encoder), **opened}
        rows = []
        for what, filters in (
            ("all councils", lambda _: EVERYTHING),
            ("one council", lambda question: Filters(update="all", plan=f"Council {len(question) % COUNCILS}")),
        ):
            asked = {name: Asked.of(index, questions, filters) for name, index in opened.items()}
            rows += [each.row(f"{what}: {name}", asked["a folder"]) for name, each in asked.items()]
        passages = opened["one server"].snapshot.manifest.counts["passages"]
    return Table(
        f"{passages:,} passages of {COUNCILS} councils",
        f"{QUESTIONS} questions, warm; the first answer, and the first ten with their scores, are compared with those"
        f" of a folder. Milliseconds; opening all councils took {opening:.1f} s.",
        ("what is asked", "same first", "same first ten", "p50", "p95", "processor time of the client, p50"),
        rows,
    )


def aimed(server: Server, plans: Plans, encoder: DrawnEncoder, count: int) -> Table:
    """What somebody who may read one council finds of others' documents, with our own filters and without any."""
    chance, found, leaks = random.Random(3), 0, {"search": 0, "nearest": 0, "words": 0, "texts": 0}
    own = "Council 0"
    with (
        closing(PostgresStore(server.url(user="of_council_0"), own)) as store,
        psycopg.connect(server.url(user="of_council_0"), autocommit=True) as connection,
    ):
        index = Index(store.open(), encoder)
        for _ in range(AIMED):
            _, passages = chance.choice(plans.rows(chance.choice([n for n in range(count) if n % COUNCILS])))
            passage = chance.choice(passages)[0]
            hits = index.search(passage.text, k=10, filters=EVERYTHING)
            found += len(hits)
            files = {document.file for document in index.snapshot.library.documents}
            leaks["search"] += sum(hit.citation.file not in files for hit in hits)
            vector = vector_text(encoder.encode([passage.encoded_text])[0].sentence)
            for what, query, given in (
                ("nearest", "passages order by sentence <#> %s::halfvec limit 10", vector),
                ("words", "postings where stem = any(%s)", stems_of(passage.text)),
                ("texts", "encodings where text = %s", passage.digest),
            ):
                told = connection.execute(f"select tenant from plans.{query}".encode(), [given])
                leaks[what] += sum(tenant != own for (tenant,) in told)
    return Table(
        f"{AIMED:,} questions of a reader of one council, each the words of another's document",
        f"The searches gave {found:,} passages. The queries have no filter of ours: the database alone decides.",
        ("what is asked", "of other councils"),
        [(name, str(number)) for name, number in leaks.items()],
    )


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        sys.stdout.write(f"{__doc__}\n")
        return
    count = max(COUNCILS, int(arguments[0]) // (ROWS * ITEMS))
    encoder = DrawnEncoder()
    plans = Plans(encoder)
    with installed() as programs, tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        with servers(programs, plans, encoder, count) as (first, second):
            sys.stdout.write(f"Written in {time.perf_counter() - began:.0f} s.\n\n")
            sys.stdout.flush()
            sys.stdout.write(compared(first, second, encoder, Path(folder)).markdown() + "\n")
            sys.stdout.flush()
            sys.stdout.write(aimed(first, plans, encoder, count).markdown())


if __name__ == "__main__":
    main(sys.argv[1:])
