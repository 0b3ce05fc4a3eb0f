"""Where a generation is, or a part of it: on one server, one tenant's or those of several; and what is opened of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from corpus.errors import IndexDamaged, IndexMismatch
from corpus.records import Document
from index.council_names import file_of
from index.postgresql.arrays import Integers, integers
from index.postgresql.connection import Connection, Server
from index.postgresql.documents import Documents, digest_of
from index.postgresql.places import Part
from index.store import Manifest, Published

T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """Generations on a server, by their tenants: names."""

    server: Server
    generations: Mapping[str, str]

    @property
    def tenants(self) -> list[str]:
        return list(self.generations)

    @cached_property
    def _told(self) -> str:
        """The generations as JSON, made once: each reading of hundreds of tenants would list them again."""
        return json.dumps(dict(self.generations))

    def read(self, work: Callable[[Connection], T]) -> T:
        """What some reading gives while the generations are there. Raises IndexDamaged where one has been cleared
        away."""

        def checked(connection: Connection) -> T:
            found = work(connection)
            there = (
                "select count(*) from plans.generations"
                " join json_each_text(%s) named (tenant, generation) using (tenant, generation)"
            )
            row: Any = connection.execute(there, [self._told]).fetchone()
            if row[0] < len(self.generations):
                raise IndexDamaged("A generation has been cleared away. Ask again.")
            return found

        return self.server.read(checked)

    def rows(self, query: str, *given: object) -> list[tuple[Any, ...]]:
        """The rows that a query gives; `%s` stand for what is `given`."""
        return self.read(
            lambda connection: connection.cursor(binary=True).execute(query.encode(), list(given)).fetchall()
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """A tenant's generation as it was opened."""

    tenant: str
    manifest: Manifest
    documents: Sequence[Document]
    parts: Sequence[Part]
    frequencies: Integers


def opened_from(number: int, source: Source, published: Mapping[str, Published], apart: bool) -> list[Opened]:
    """What each tenant of a source has published there."""
    generations = {entry.generation for entry in published.values()}
    query = (
        "select tenant, manifest, frequencies, documents, parts from plans.generations"
        " where tenant = any(%s) and generation = any(%s) and cleared is null"
    )
    found = {tenant: rest for tenant, *rest in source.rows(query, source.tenants, list(generations))}
    for tenant, entry in published.items():
        if tenant not in found:
            raise IndexDamaged(f"The generation {entry.generation} is no longer in the store. Run `plans build`.")
        if digest_of(found[tenant][0]) != entry.manifest:
            raise IndexDamaged(f"The manifest of {entry.generation} isn't what was written. Run `plans rollback`.")
    try:
        manifests = {tenant: Manifest(**json.loads(manifest)) for tenant, (manifest, *_) in found.items()}
        documents = Documents(source.rows, source.tenants, apart).of(
            [each for _, _, ids, _ in found.values() for each in ids]
        )
    except (TypeError, ValueError) as error:
        raise IndexMismatch("The store was written by another version of this program. Run `plans build`.") from error
    parts = _parts(source, [part for *_, ids in found.values() for part in ids])
    return [
        Opened(
            tenant,
            manifests[tenant],
            [documents[each] for each in of],
            [_part(number, tenant, each, *parts[each], apart) for each in ids],
            integers(frequencies),
        )
        for tenant, (_, frequencies, of, ids) in found.items()
    ]


def _parts(source: Source, ids: Sequence[int]) -> dict[int, tuple[str, bytes, bytes]]:
    query = "select id, file, stems, tokens from plans.parts where tenant = any(%s) and id = any(%s)"
    found = {part: (file, stems, tokens) for part, file, stems, tokens in source.rows(query, source.tenants, list(ids))}
    if missing := sum(each not in found for each in ids):
        raise IndexDamaged(f"{missing} documents' passages are missing in the store. Run `plans build`.")
    return found


def _part(source: int, tenant: str, number: int, file: str, stems: bytes, tokens: bytes, apart: bool) -> Part:
    named = file_of(tenant, file) if apart else file
    return Part(source, tenant, number, named, integers(stems), integers(tokens))


def joined(manifests: Sequence[Manifest]) -> Manifest:
    """What describes several generations as one. Raises IndexMismatch where they can't be compared."""
    first = manifests[0]
    if len(manifests) == 1:
        return first
    if several := {each.encoder for each in manifests if each.fingerprint != first.fingerprint}:
        models = ", ".join(sorted({first.encoder, *several}))
        raise IndexMismatch(f"Councils that are asked together need one model, and have {models}. Build them with one.")
    counts = sum((Counter(each.counts) for each in manifests), Counter[str]())
    name, created = name_of([each.generation for each in manifests]), max(each.created for each in manifests)
    return replace(first, generation=name, created=created, counts=dict(counts))


def name_of(generations: Sequence[str]) -> str:
    """The name of several generations as one."""
    if len(generations) == 1:
        return generations[0]
    return f"together-{digest_of(*(each.encode() for each in generations))[:16]}"


def added(frequencies: Sequence[Integers]) -> Integers:
    """The frequencies of several generations together."""
    added = np.zeros(max(map(len, frequencies)), np.int32)
    for each in frequencies:
        added[: len(each)] += each
    return added
