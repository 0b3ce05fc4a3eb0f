"""Nearest vectors, among those that are asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.embedded.selection import Selection
from index.embedded.vectors import Vectors, VectorWriter

ROWS = np.array([[1, 0], [0.8, 0.6], [0, 1], [-1, 0]], dtype=np.float32)


def those(*positions: int) -> Selection:
    return Selection.where(np.isin(np.arange(4), positions))


ALL = those(0, 1, 2, 3)


def test_the_nearest_come_first() -> None:
    assert Vectors.of(ROWS).nearest(np.array([1, 0.1], dtype=np.float32), 3, ALL).tolist() == [0, 1, 2]


def test_a_filter_never_makes_the_answer_short() -> None:
    assert Vectors.of(ROWS).nearest(np.array([1, 0], dtype=np.float32), 2, those(2, 3)).tolist() == [2, 3]


def test_more_asked_for_than_there_are() -> None:
    assert Vectors.of(ROWS).nearest(np.array([1, 0], dtype=np.float32), 50, those(3)).tolist() == [3]


def test_saved_and_loaded_vectors_are_the_same(tmp_path: Path) -> None:
    with VectorWriter(tmp_path / "v.faiss", 2) as writer:
        writer.append(ROWS[:3])
        writer.append(ROWS[3:])
        again = writer.written(np.array([3, 0]))
    loaded = Vectors.load(tmp_path / "v.faiss").at(np.arange(4))
    assert np.array_equal(again, loaded[[3, 0]])
    assert np.allclose(loaded, ROWS, atol=5e-4)
    assert np.array_equal(Vectors.of(loaded).at(np.arange(4)), loaded), "carried over many times, they stay as they are"
