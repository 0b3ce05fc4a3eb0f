"""Shared words, whatever their endings, among the passages that are asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.embedded.selection import Selection
from index.embedded.words import Words

TEXTS = ["Care leavers are housed", "Fees increase every year", "A leaver’s home", "The panel met"]
ALL = Selection.where(np.ones(4, dtype=bool))


def test_endings_do_not_matter() -> None:
    assert set(Words.of(TEXTS).nearest("leaving and leavers", 5, ALL).tolist()) == {0, 2}


def test_only_passages_that_share_a_word_are_found() -> None:
    assert Words.of(TEXTS).nearest("the and of", 5, ALL).tolist() == []
    assert Words.of(TEXTS).nearest("zebra", 5, ALL).tolist() == []


def test_filtered() -> None:
    assert Words.of(TEXTS).nearest("leavers", 5, Selection.where(np.array([False, False, True, True]))).tolist() == [2]


def test_saved_and_loaded_words_rank_alike_and_hold_no_pickle(tmp_path: Path) -> None:
    Words.of(TEXTS).save(tmp_path)
    assert Words.load(tmp_path).nearest("annual fee increases", 5, ALL).tolist() == [1]
    assert {path.suffix for path in tmp_path.iterdir()} <= {".npy", ".json"}
    for path in tmp_path.glob("*.npy"):
        np.load(path, allow_pickle=False)


def test_texts_without_any_word(tmp_path: Path) -> None:
    Words.of(["—", "the"]).save(tmp_path)
    assert Words.load(tmp_path).nearest("anything", 5, Selection.where(np.ones(2, dtype=bool))).tolist() == []


def test_figures_are_found_however_they_are_grouped_and_acronyms_apart_from_everyday_words() -> None:
    words = Words.of(["1,204 pupils in the IT room", "It is 1204 miles", "1,043 pupils"])
    assert words.holding("1204").tolist() == [0, 1]
    assert words.holding("IT").tolist() == [0]
    assert words.holding("is").tolist() == []
