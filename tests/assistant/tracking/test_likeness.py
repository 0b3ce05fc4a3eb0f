"""How alike texts are, and the best pairing."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.tracking.likeness import (
    best_pairs,
    differing_words,
    essence,
    topic_likeness,
    word_likeness,
    word_likenesses,
    words,
)


def test_figures_keep_what_gives_them_meaning() -> None:
    assert words("£1.4m, 35.5% in 2023/24 – children’s") == ["£1.4m", "35.5%", "in", "2023/24", "children's"]
    assert essence("1.5") != essence("15")
    assert essence("5%") != essence("5")


def test_word_likeness_counts_the_words_kept_in_order() -> None:
    assert word_likeness(["a", "b", "c"], ["a", "b", "c"]) == 1
    assert word_likeness(["a", "b"], ["a", "x"]) == pytest.approx(0.5)
    assert word_likeness(["a"], ["b"]) == 0


def test_rare_words_tell_more_than_common_ones() -> None:
    texts = ["the placements of foster families", "the placements of secure homes", "the placements of care leavers"]
    likeness = topic_likeness(["the placements of secure beds"], texts)
    assert likeness.shape == (1, 3)
    assert likeness[0].argmax() == 1


def test_texts_without_words_are_alike_to_nothing() -> None:
    assert topic_likeness(["", "–"], ["a b", ""]).tolist() == [[0, 0], [0, 0]]


def test_the_pairing_is_the_best_for_all_and_leaves_out_the_unlike() -> None:
    likeness = np.array([[0.9, 0.8, 0.0], [0.85, 0.1, 0.2]])
    assert best_pairs(likeness, 0.5) == [(0, 1), (1, 0)]
    assert best_pairs(likeness, 0.95) == []


def test_differing_words_are_marked_in_both_texts() -> None:
    old, new = "closes on 25th March 2024 – as planned.", "closes on 28th March 2025 - as planned"
    old_spans, new_spans = differing_words(old, new)
    assert [old[a:b] for a, b in old_spans] == ["25th", "2024"]
    assert [new[a:b] for a, b in new_spans] == ["28th", "2025"]


def test_pairs_that_cannot_be_alike_enough_are_ruled_out_and_the_others_measured() -> None:
    old = ["Two homes open in May", "Every school has a champion"]
    new = ["Every school has a champion and a governor", "Nothing of the kind"]
    likeness = word_likenesses(old, new, 0.5)
    assert likeness[1, 0] == word_likeness(words(old[1]), words(new[0]))
    assert likeness[0].tolist() == [0.0, 0.0]
    assert likeness[1, 1] == 0.0
