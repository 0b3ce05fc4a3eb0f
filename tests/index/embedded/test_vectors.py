"""Nearest vectors, among those that are asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from index.embedded import vectors as module
from index.embedded.files import File
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
    with VectorWriter(tmp_path, 2) as writer:
        writer.append(ROWS[:3])
        writer.append(ROWS[3:])
        again = writer.written(np.array([3, 0]))
    loaded = Vectors.load(tmp_path / File.VECTORS).at(np.arange(4))
    assert np.array_equal(again, loaded[[3, 0]])
    assert np.allclose(loaded, ROWS, atol=5e-4)
    assert np.array_equal(Vectors.of(loaded).at(np.arange(4)), loaded), "carried over many times, they stay as they are"


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Vectors, npt.NDArray[np.float32]]:
    """Four thousand drawn vectors around forty, of which rough ones are written; and the vectors."""
    monkeypatch.setattr(module, "MANY", 100)
    chance = np.random.default_rng(7)
    rows = chance.normal(size=(40, 16))[np.arange(4_000) % 40] + chance.normal(size=(4_000, 16)) * 0.5
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    with VectorWriter(tmp_path, 16) as writer:
        writer.append(rows)
    return Vectors.load(tmp_path / File.VECTORS, tmp_path / File.ROUGH), rows


def test_of_many_the_nearest_are_found_by_rough_vectors(many: tuple[Vectors, npt.NDArray[np.float32]]) -> None:
    vectors, rows = many
    for selected in (np.ones(4_000, dtype=bool), np.arange(4_000) % 3 > 0):
        shares = []
        for question in rows[:40]:
            found = vectors.nearest(question, 20, Selection.where(selected))
            assert selected[found].all()
            nearest = np.flatnonzero(selected)[np.argsort(-(rows[selected] @ question), kind="stable")[:20]]
            shares.append(len(set(found.tolist()) & set(nearest.tolist())) / 20)
            assert found[0] == nearest[0]
        assert np.mean(shares) >= 0.98


def test_a_question_about_what_is_left_out_is_compared_with_all_the_rest(
    many: tuple[Vectors, npt.NDArray[np.float32]],
) -> None:
    vectors, rows = many
    question = rows[0]
    selected = rows @ question < np.quantile(rows @ question, 0.8)
    rest = Selection.where(selected)
    assert vectors.nearest(question, 20, rest).tolist() == Vectors.of(rows).nearest(question, 20, rest).tolist()
