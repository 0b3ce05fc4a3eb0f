"""Numbers as PostgreSQL is given them: arrays as bytes, vectors as pgvector's text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.tokens import Floats, Positions

Integers = npt.NDArray[np.int32]


def integers(stored: bytes) -> Integers:
    return np.frombuffer(stored, dtype="<i4")


def as_bytes(numbers: Sequence[int] | Integers | Positions) -> bytes:
    return np.asarray(numbers, dtype="<i4").tobytes()


def vector_text(vector: Floats) -> str:
    """In half precision, as it is stored."""
    return f"[{','.join(map(str, vector.astype(np.float16).tolist()))}]"


def vector_of(text: str) -> Floats:
    return np.fromstring(text[1:-1], dtype=np.float32, sep=",")
