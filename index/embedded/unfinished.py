"""What builds have encoded that no generation holds yet: a build that is killed loses the last few passages alone.

One SQLite file in the index's folder, to which a build commits some passages at a time. It is removed when a generation
is published, which holds them.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.embedded.files import FORMAT
from index.embedded.records import as_os_error, is_sound, marks, parts
from index.store import Encodings
from index.tokens import Tokens

NAME = "unfinished.sqlite3"
# Kept by name because a text is one model's, and encoded anew for another one.
SCHEMA = """
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS encoded
    (name BLOB PRIMARY KEY, sentence BLOB, codes BLOB, scales BLOB, ids BLOB, spans BLOB, width INTEGER, seal INTEGER);
"""

Parts = tuple[bytes, bytes, bytes, bytes, bytes, int]  # of one text, in the columns' order


class Unfinished:
    """Encoded texts of the model with a fingerprint. Raises OSError where the disk can't be read or written."""

    def __init__(self, index: Path, model: str) -> None:
        self._model = model
        path = index / NAME
        if not is_sound(path, FORMAT):
            path.unlink(missing_ok=True)
        with as_os_error():
            self._open = sqlite3.connect(path)
            self._open.executescript(f"{SCHEMA} PRAGMA user_version = {FORMAT};")

    def close(self) -> None:
        self._open.close()

    def keep(self, new: Encodings) -> None:
        """Adds texts, and waits until they are in the file."""
        each = ((self._name(digest), *_parts_of(new, at)) for at, digest in enumerate(new.digests))
        with as_os_error(), self._open:
            self._open.executemany(
                "INSERT OR REPLACE INTO encoded VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                ((name, *told, _seal(name, told)) for name, *told in each),
            )

    def known(self, digests: Collection[str]) -> set[str]:
        """Of texts' digests, those that are here whole."""
        return set(self._found(digests))

    def encodings(self, digests: Collection[str]) -> Encodings:
        """The vectors of texts that are known; at least one."""
        found = self._found(digests)
        sentences, codes, scales, ids, spans, widths = zip(*found.values(), strict=True)
        ends = np.cumsum([len(each) // 4 for each in ids]).astype(np.int64)
        tokens = Tokens(
            codes=np.frombuffer(b"".join(codes), np.int8).reshape(int(ends[-1]), widths[0]),
            scales=np.frombuffer(b"".join(scales), np.float32),
            ids=np.frombuffer(b"".join(ids), np.int32),
            spans=np.frombuffer(b"".join(spans), np.int32).reshape(-1, 2),
            starts=np.r_[0, ends[:-1]],
            ends=ends,
        )
        return Encodings(list(found), np.array([np.frombuffer(each, np.float32) for each in sentences]), tokens)

    def _found(self, digests: Collection[str]) -> dict[str, Parts]:
        names = {self._name(digest): digest for digest in digests}
        found: dict[str, Parts] = {}
        for part in parts(names):
            query = f"SELECT * FROM encoded WHERE name IN ({marks(part)})"
            with as_os_error():
                for name, *told, seal in self._open.execute(query, part):
                    if seal == _seal(name, told):
                        found[names[name]] = tuple(told)
        return found

    def _name(self, digest: str) -> bytes:
        return hashlib.sha256(f"{self._model}\n{digest}".encode()).digest()[:16]


def _parts_of(new: Encodings, at: int) -> Parts:
    here, tokens = new.tokens.of_passage(at), new.tokens
    arrays = tokens.codes[here], tokens.scales[here], tokens.ids[here], tokens.spans[here]
    codes, scales, ids, spans = (each.tobytes() for each in arrays)
    return np.asarray(new.sentences[at], np.float32).tobytes(), codes, scales, ids, spans, tokens.codes.shape[1]


def _seal(name: bytes, told: Sequence[Any]) -> int:
    """A check value of a text: of one that was half on the disk when the power failed, it is another."""
    seal = zlib.crc32(name)
    for part in told[:-1]:
        seal = zlib.crc32(part, seal)
    return seal
