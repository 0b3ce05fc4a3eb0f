"""A generation that is being written to PostgreSQL: what the store has already isn't written again."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, replace
from itertools import groupby, islice
from typing import Any

import numpy as np

from corpus.records import Document
from index.passages import Passage
from index.postgresql import jobs
from index.postgresql.arrays import as_bytes, integers
from index.postgresql.connection import Connection
from index.postgresql.documents import digest_of, write_document
from index.postgresql.encodings import write_encodings
from index.postgresql.generation import COMPARED, PASSAGE, summed
from index.postgresql.words import postings_of, stems_of
from index.store import Encodings, Manifest, Published

# Encoded texts and parts that no generation has yet stay for so long: a build that was killed goes on with them.
REMAINS_KEPT = "1 day"
OFFERED = 10_000  # texts in a statement: some 5 MB
A_MOMENT = 0.2  # seconds until it is looked again whether a worker is done, which takes some 2 with what it took


class PostgresDraft:
    """A draft, as `index.store.Draft` says. Each call of `add` is committed, but nobody sees any of it until a
    generation that names it is published: so a build that was killed has less to do the next time."""

    def __init__(self, connection: Connection, tenant: str, generation: str, model: str) -> None:
        self._connection = connection
        self._tenant = tenant
        self._generation = generation
        self._model = model
        self._parts: list[int] = []
        self._open: list[Passage] = []  # of the document that isn't complete yet

    def offer(self, texts: Iterable[tuple[str, str]]) -> None:
        every, first = iter(texts), 0
        while part := dict(islice(every, OFFERED)):
            jobs.offer(self._connection, self._tenant, self._model, part, first)
            first += len(part)

    def known(self, digests: Collection[str]) -> set[str]:
        """Waits for those that workers are just encoding; nobody else will encode the others."""
        while not jobs.withdraw(self._connection, self._tenant, self._model, digests):
            time.sleep(A_MOMENT)
        query = "select text from plans.encodings where tenant = %s and model = %s and text = any(%s)"
        given = [self._tenant, self._model, list(digests)]
        return {text for (text,) in self._connection.execute(query, given)}

    def add(self, passages: Sequence[Passage], new: Encodings | None) -> None:
        if new is not None:
            write_encodings(self._connection, self._tenant, self._model, new)
        unwritten, self._open = [*self._open, *passages], []
        for _, of_file in groupby(unwritten, key=lambda passage: passage.location.file):
            self._finish_part()
            self._open = list(of_file)

    def seal(self, documents: Sequence[Document], receipt: bytes, manifest: Manifest) -> Published:
        self._finish_part()
        if manifest.counts["passages"] > COMPARED:
            self._connection.execute("select plans.index_vectors(%s, %s)", [self._tenant, manifest.dimensions])
        found = self._connection.execute(
            "select tokens, frequencies from plans.parts where tenant = %s and id = any(%s)",
            [self._tenant, self._parts],
        ).fetchall()
        tokens = sum(int(integers(counts).sum()) for counts, _ in found)
        described = json.dumps(asdict(replace(manifest, counts=manifest.counts | {"tokens": tokens}))).encode()
        frequencies = as_bytes(summed(stored for _, stored in found))
        ids = [write_document(self._connection, self._tenant, document) for document in documents]
        self._connection.execute(
            "insert into plans.generations (tenant, generation, documents, parts, frequencies, receipt, manifest)"
            " values (%s, %s, %s, %s, %s, %s, %s)",
            [self._tenant, self._generation, ids, self._parts, frequencies, receipt, described],
        )
        return Published(self._generation, digest_of(described))

    def _finish_part(self) -> None:
        """Writes the passages of a document, unless the store has them."""
        if not self._open:
            return
        records = [PASSAGE.dump_json(passage) for passage in self._open]
        digest = digest_of(self._model.encode(), *records)
        with self._connection.transaction():
            query = "select id from plans.parts where tenant = %s and digest = %s"
            found = self._connection.execute(query, [self._tenant, digest]).fetchone()
            self._parts.append(int(found[0]) if found else self._write_part(digest, records))
            self._connection.execute(
                "update plans.parts set written = now() where tenant = %s and id = %s", [self._tenant, self._parts[-1]]
            )
        self._open = []

    def _write_part(self, digest: str, records: Sequence[bytes]) -> int:
        passages = self._open
        stems = [stems_of(passage.encoded_text) for passage in passages]
        ids = self._tokens_of(passages)
        numbers, times = np.unique(np.concatenate([np.unique(each) for each in ids]), return_counts=True)
        written: Any = self._connection.execute(
            "insert into plans.parts (tenant, digest, file, stems, tokens, frequencies)"
            " values (%s, %s, %s, %s, %s, %s) returning id",
            [
                self._tenant,
                digest,
                passages[0].location.file,
                as_bytes([len(each) for each in stems]),
                as_bytes([len(each) for each in ids]),
                as_bytes(np.stack([numbers, times], axis=1).ravel()),
            ],
        ).fetchone()
        part = int(written[0])
        self._write_passages(part, records)
        self._write_postings(part, stems)
        return part

    def _tokens_of(self, passages: Sequence[Passage]) -> list[Any]:
        """The numbers of each passage's tokens."""
        query = "select text, ids from plans.encodings where tenant = %s and model = %s and text = any(%s)"
        given = [self._tenant, self._model, list({passage.digest for passage in passages})]
        found = {text: integers(ids) for text, ids in self._connection.execute(query, given)}
        return [found[passage.digest] for passage in passages]

    def _write_passages(self, part: int, records: Sequence[bytes]) -> None:
        passages = self._open
        self._connection.execute(
            "insert into plans.passages (tenant, part, place, reference, heading, item, text, record, sentence)"
            " select e.tenant, %s, new.place - 1, new.reference, new.heading, new.item, new.text, new.record,"
            " case when length(e.ids) > 0 then e.sentence end"
            " from unnest(%s::text[], %s::text[], %s::integer[], %s::text[], %b::bytea[])"
            " with ordinality new (reference, heading, item, text, record, place)"
            " join plans.encodings e on (e.tenant, e.model, e.text) = (%s, %s, new.text)",
            [
                part,
                [passage.reference for passage in passages],
                [passage.column for passage in passages],
                [passage.item for passage in passages],
                [passage.digest for passage in passages],
                list(records),
                self._tenant,
                self._model,
            ],
        )

    def _write_postings(self, part: int, stems: Sequence[Sequence[str]]) -> None:
        found = postings_of(stems)
        self._connection.execute(
            "insert into plans.postings (tenant, stem, part, passages, places, times)"
            " select %s, stem, %s, passages, places, times"
            " from unnest(%s::text[], %s::integer[], %b::bytea[], %b::bytea[]) new (stem, passages, places, times)",
            [
                self._tenant,
                part,
                list(found),
                [len(each) for each in found.values()],
                [as_bytes([place for place, _ in each]) for each in found.values()],
                [as_bytes([times for _, times in each]) for each in found.values()],
            ],
        )
