"""Shared words, whatever their endings, among the passages that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s  # type: ignore[import-untyped]
import numpy as np
import pytest

from index.embedded import words as module
from index.embedded.selection import Selection
from index.embedded.words import Words, WordsWriter, stems_of

TEXTS = ["Care leavers are housed", "Fees increase every year", "A leaver’s home", "The panel met"]
ALL = Selection.where(np.ones(4, dtype=bool))


def written(folder: Path, *parts: Sequence[str]) -> Words:
    """Counted in parts, saved and loaded."""
    with WordsWriter(folder) as writer:
        for part in parts:
            writer.add(part)
        writer.save(folder / "words")
    return Words.load(folder / "words")


def test_endings_do_not_matter() -> None:
    assert set(Words.of(TEXTS).nearest("leaving and leavers", 5, ALL).tolist()) == {0, 2}


def test_only_passages_that_share_a_word_are_found() -> None:
    assert Words.of(TEXTS).nearest("the and of", 5, ALL).tolist() == []
    assert Words.of(TEXTS).nearest("zebra", 5, ALL).tolist() == []


def test_filtered() -> None:
    assert Words.of(TEXTS).nearest("leavers", 5, Selection.where(np.array([False, False, True, True]))).tolist() == [2]


def test_saved_and_loaded_words_rank_alike_and_hold_no_pickle(tmp_path: Path) -> None:
    assert written(tmp_path, TEXTS).nearest("annual fee increases", 5, ALL).tolist() == [1]
    assert [path.name for path in tmp_path.iterdir()] == ["words"], "nothing else is left"
    assert {path.suffix for path in (tmp_path / "words").iterdir()} <= {".npy", ".json"}
    for path in (tmp_path / "words").glob("*.npy"):
        np.load(path, allow_pickle=False)


def test_texts_without_any_word(tmp_path: Path) -> None:
    assert (
        written(tmp_path, ["—"], ["the"]).nearest("anything", 5, Selection.where(np.ones(2, dtype=bool))).tolist() == []
    )


def test_weights_are_those_of_bm25s_however_the_texts_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SORTED", 5)
    texts = [*TEXTS, "Care leavers care for homes", "", "Fees and fees, yearly"]
    reference = bm25s.BM25()
    reference.index([stems_of(text) for text in texts], show_progress=False)
    every = Selection.where(np.ones(len(texts), dtype=bool))
    found = written(tmp_path, texts[:3], texts[3:])
    for question in ("care leavers’ fees", "homes", "the yearly panel"):
        expected = reference.get_scores(stems_of(question))
        best = found.nearest(question, 10, every)
        assert sorted(best.tolist()) == np.flatnonzero(expected).tolist()
        assert np.allclose(found.scores(question)[best], np.sort(expected)[::-1][: len(best)], rtol=1e-5)


def test_figures_are_found_however_they_are_grouped_and_acronyms_apart_from_everyday_words() -> None:
    words = Words.of(["1,204 pupils in the IT room", "It is 1204 miles", "1,043 pupils"])
    assert words.holding("1204").tolist() == [0, 1]
    assert words.holding("IT").tolist() == [0]
    assert words.holding("is").tolist() == []
