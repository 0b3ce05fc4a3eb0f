"""Writes encoded texts to PostgreSQL, for builds and workers alike."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from index.postgresql.arrays import as_bytes, vector_text
from index.postgresql.connection import Connection
from index.postgresql.generation import LEADING
from index.store import Encodings


def write_encodings(connection: Connection, tenant: str, model: str, new: Encodings) -> None:
    """Writes encoded texts; those that are there already are the same."""
    columns = zip(*_encodings(new), strict=True)
    connection.execute(
        "insert into plans.encodings (tenant, model, text, sentence, rough, codes, scales, ids, spans)"
        " select %s, %s, text, sentence::halfvec, rough, codes, scales, ids, spans from unnest(%s::text[], %s::text[],"
        " %b::bytea[], %b::bytea[], %b::bytea[], %b::bytea[], %b::bytea[])"
        " new (text, sentence, rough, codes, scales, ids, spans) on conflict do nothing",
        [tenant, model, *map(list, columns)],
    )


def _encodings(new: Encodings) -> Iterable[tuple[str, str, bytes, bytes, bytes, bytes, bytes]]:
    tokens = new.tokens
    for at, digest in enumerate(new.digests):
        here = tokens.of_passage(at)
        codes = tokens.codes[here].astype(np.int8)
        yield (
            digest,
            vector_text(new.sentences[at]),
            codes[:, :LEADING].tobytes(),
            codes.tobytes(),
            tokens.scales[here].astype("<f4").tobytes(),
            as_bytes(tokens.ids[here]),
            as_bytes(tokens.spans[here].ravel()),
        )
