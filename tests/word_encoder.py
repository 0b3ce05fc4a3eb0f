"""An honest small encoder for tests: a token is a word, its vector depends on its letters alone."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

from index.model.encoder import Encoded, Floats


class WordEncoder:
    """Equal words have cosine 1, others nearly 0. `encoded` keeps every text that it was given."""

    dimensions = 64

    def __init__(self, name: str = "words", window: int = 40) -> None:
        self.name = name
        self.fingerprint = f"fingerprint of {name}"
        self.window = window
        self.encoded: list[str] = []

    def count(self, text: str) -> int:
        return len(re.findall(r"\w+|[^\w\s]", text))

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        self.encoded += texts
        return [self._encode(text) for text in texts]

    def _encode(self, text: str) -> Encoded:
        found = list(re.finditer(r"\w+|[^\w\s]", text))[: self.window]
        ids = np.array([zlib.crc32(match[0].lower().encode()) % 50_000 for match in found], dtype=np.int32)
        tokens = np.array([_vector(int(each)) for each in ids], dtype=np.float32).reshape(-1, self.dimensions)
        sentence = tokens.sum(axis=0) if len(tokens) else _vector(0)
        spans = np.array([match.span() for match in found], dtype=np.int32).reshape(-1, 2)
        return Encoded(sentence / np.linalg.norm(sentence), tokens, ids, spans)


def _vector(seed: int) -> Floats:
    vector = np.random.default_rng(seed).normal(size=WordEncoder.dimensions).astype(np.float32)
    unit: Floats = vector / np.linalg.norm(vector)
    return unit
