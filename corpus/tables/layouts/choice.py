"""The layout that fits a table best, by weights fitted on tables whose rows are known, and by how much it does."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Generic, TypeVar

from corpus.tables.layouts.features import Features

WEIGHTS = "weights.toml"

# The margin between the best reading of a table and the next below which it is doubtful. Of 250 drawn tables held back,
# with 53 rows of 2,996 wrong, 22 stand above it and 87 sound ones below; a higher one doubts far more.
UNSURE = 0.5
_LIKELY = 0.05  # of 1: ways that are less so lower no margin by much

Weights = Mapping[str, float]


Way = TypeVar("Way")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Way]):
    """A way to read something, such as a layout, and what speaks for it."""

    way: Way
    features: Features


@dataclass(frozen=True, slots=True)
class Choice(Generic[Way]):
    """The best way, and the next ones in order. `margin`: how much likelier it is than the next, from 0 to 1, with what
    is as good as the best one counted for it."""

    way: Way
    margin: float
    others: tuple[Way, ...] = ()


@cache
def fitted_weights(what: str) -> Weights:
    """What `python -m bench weights` found on tables whose rows are known: for `layouts` or `headers`."""
    text = resources.files(__package__).joinpath(WEIGHTS).read_text(encoding="utf-8")
    return {str(name): float(weight) for name, weight in tomllib.loads(text)[what].items()}


def choose(
    candidates: Iterable[Candidate[Way]],
    weights: Weights,
    *,
    runners_up: int = 3,
    apart: Callable[[Way, Way], float] = lambda one, other: 1.0,
) -> Choice[Way]:
    """The likeliest of some ways, of which there is at least one; the first of two that are as likely.

    `apart` says how much it matters, from 0 to 1, if the second of two ways were the right one: not at all where both
    come to the same. It is asked of likely ones.
    """
    scored = sorted(
        ((score(candidate.features, weights), candidate.way) for candidate in candidates), key=lambda each: -each[0]
    )
    shares = likelihoods([each for each, _ in scored])
    best = scored[0][1]
    pairs = list(zip(shares[1:], (way for _, way in scored[1:]), strict=True))
    rivals = [(share * apart(best, way) if share >= _LIKELY else share, way) for share, way in pairs]
    others = [way for share, way in rivals if share > 0]
    # Ways that come to the same share what speaks for them: each by itself would seem unlikely.
    agreeing = shares[0] + sum(share - rival for (share, _), (rival, _) in zip(pairs, rivals, strict=True))
    margin = agreeing - max((share for share, _ in rivals), default=0.0)
    return Choice(best, max(margin, 0.0), tuple(others[:runners_up]))


def score(features: Features, weights: Weights) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def likelihoods(scores: Sequence[float]) -> list[float]:
    """Scores as shares of 1: how likely each is to be right, among these."""
    best = max(scores)
    powers = [math.exp(each - best) for each in scores]
    return [power / sum(powers) for power in powers]
