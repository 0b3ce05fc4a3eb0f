"""How similar texts are, and the best matches between two lists of them.

SciPy is imported where it is used, because that takes half a second and most commands never compare updates.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

Likeness = NDArray[np.float64]  # (n, m), from 0, nothing in common, to 1, the same
Span = tuple[int, int]  # characters [start, end)

_WORD = re.compile(r"[£$€]?\d+(?:[.,:/]\d+)*(?:%|[^\W\d_]+)?|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\W_]+")


def words(text: str) -> list[str]:
    """Words and figures in lower case; `£1.4m`, `35.5%`, `25th` and `2023/24` are one word each."""
    return [match[0].lower().replace("’", "'") for match in _WORD.finditer(text)]


def word_spans(text: str) -> list[Span]:
    """The characters of each word that `words` returns."""
    return [match.span() for match in _WORD.finditer(text)]


@lru_cache(maxsize=50_000)
def essence(text: str) -> str:
    """A text without capitals, punctuation and spaces, which is the same for two readings of one text."""
    return "".join(words(text)).replace("'", "")


def word_likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the words that both texts have in the same order (longest common subsequence), 0 to 1."""
    return Indel.normalized_similarity(one, other)


# Pairs of texts whose words are held against one another, the most promising first: half a second. Two updates of
# 1,000 items each, all new, have some 2,000 pairs that can be alike; only texts of few different words have more.
_MOST_ALIKE = 200_000


def word_likenesses(rows: Sequence[str], columns: Sequence[str], least: float) -> Likeness:
    """`word_likeness` of every pair that can reach `least`, 0 for the others: `len(rows)` x `len(columns)`.

    Texts with n and m words and k in common, counted as products, can't be more alike than 2k / (n + m). So one
    multiplication of sparse matrices rules out most pairs of a large comparison.
    """
    from scipy.sparse import csr_array  # type: ignore[import-untyped]

    split = [words(text) for text in (*rows, *columns)]
    number = {word: place for place, word in enumerate(dict.fromkeys(word for text in split for word in text))}
    places = [place for place, text in enumerate(split) for _ in text]
    numbers = [number[word] for text in split for word in text]
    bags = csr_array((np.ones(len(places)), (places, numbers)), shape=(len(split), max(1, len(number))))
    common = (bags[: len(rows)] @ bags[len(rows) :].T).tocoo()
    lengths = np.array([max(1, len(text)) for text in split], dtype=np.float64)
    at_most = 2 * common.data / (lengths[: len(rows)][common.row] + lengths[len(rows) :][common.col])
    promising = np.argsort(-at_most, kind="stable")[: min(_MOST_ALIKE, int((at_most >= least).sum()))]
    likeness = np.zeros((len(rows), len(columns)))
    for row, column in zip(common.row[promising].tolist(), common.col[promising].tolist(), strict=True):
        likeness[row, column] = word_likeness(split[row], split[len(rows) + column])
    return likeness


def topic_likeness(rows: Sequence[str], columns: Sequence[str]) -> Likeness:
    """Cosines of the texts' words, weighted by their rarity among the texts: `len(rows)` x `len(columns)`."""
    from scipy.sparse import csr_array

    bags = [Counter(words(text)) for text in (*rows, *columns)]
    holders = Counter(word for bag in bags for word in bag)
    number = {word: place for place, word in enumerate(holders)}
    weighted = [
        (place, number[word], math.sqrt(count) * math.log(1 + len(bags) / holders[word]))
        for place, bag in enumerate(bags)
        for word, count in bag.items()
    ]
    places, numbers, weights = zip(*weighted, strict=True) if weighted else ((), (), ())
    matrix = csr_array((weights, (places, numbers)), shape=(len(bags), max(1, len(number))), dtype=np.float64)
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1))
    unit = matrix.multiply(1 / np.where(lengths == 0, 1, lengths)[:, None]).tocsr()
    cosines: Likeness = (unit[: len(rows)] @ unit[len(rows) :].T).toarray()
    return cosines


def best_pairs(likeness: Likeness, least: float) -> list[tuple[int, int]]:
    """The one-to-one pairing with the highest sum among pairs with at least this likeness; rows in order."""
    from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

    above = np.where(likeness >= least, likeness, 0.0)
    rows, columns = linear_sum_assignment(above, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True) if above[row, column] > 0]


def woven(old: int, new: int, partners: Mapping[int, int]) -> Iterator[tuple[int | None, int | None]]:
    """The places of two lists, so many long, in the newer order; what was dropped follows what it followed before.

    `partners` are places of the new list with those of the old that they belong to.
    """
    matched = set(partners.values())
    followers: dict[int | None, list[int]] = {}
    anchor: int | None = None
    for before in range(old):
        if before in matched:
            anchor = before
        else:
            followers.setdefault(anchor, []).append(before)
    yield from ((dropped, None) for dropped in followers.get(None, ()))
    for after in range(new):
        earlier = partners.get(after)
        yield earlier, after
        yield from ((dropped, None) for dropped in (() if earlier is None else followers.get(earlier, ())))


def differing_words(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans in which the old and the new text differ, word by word."""
    old_spans, new_spans = word_spans(old), word_spans(new)
    changed = _differing([essence(old[a:b]) for a, b in old_spans], [essence(new[a:b]) for a, b in new_spans])
    return (
        tuple((old_spans[a][0], old_spans[b - 1][1]) for a, b, _, _ in changed if b > a),
        tuple((new_spans[a][0], new_spans[b - 1][1]) for _, _, a, b in changed if b > a),
    )


# Words of both texts, multiplied, and equal words, one of each, up to which they are held against one another: a fifth
# of a second. Above, all that lies between the texts' common beginning and common end is said to differ. Items of 1,000
# words have 1,000,000 and some 10,000; at a hundredth of these limits, items of 200 words would no longer be compared.
_MOST_WORDS, _MOST_EQUALS = 2_000_000, 50_000


def _differing(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Runs of words that differ: [start, end) in the old text and in the new."""
    begin = _shared(old, new)
    end = _shared(old[begin:][::-1], new[begin:][::-1])
    old_end, new_end = len(old) - end, len(new) - end
    here, there = Counter(old[begin:old_end]), Counter(new[begin:new_end])
    equals = sum(count * there[word] for word, count in here.items())
    if equals > _MOST_EQUALS or here.total() * there.total() > _MOST_WORDS:
        return [(begin, old_end, begin, new_end)]
    matcher = SequenceMatcher(None, old[begin:old_end], new[begin:new_end], autojunk=False)
    return [
        (begin + a, begin + b, begin + c, begin + d) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"
    ]


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
