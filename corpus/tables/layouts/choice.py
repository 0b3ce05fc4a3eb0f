"""The layout that fits a table best, by weights fitted on tables whose rows are known, and by how much it does."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from corpus.tables.layouts.features import Features
from corpus.tables.layouts.layout import Layout

WEIGHTS = "weights.toml"

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A layout and what speaks for it."""

    layout: Layout
    features: Features


@dataclass(frozen=True, slots=True)
class Choice:
    """The best layout, and the next ones in order. `margin`: how much likelier it is than the next, from 0 to 1."""

    layout: Layout
    margin: float
    others: tuple[Layout, ...] = ()


@cache
def fitted_weights() -> Weights:
    """What `python -m bench weights` found on tables whose rows are known."""
    text = resources.files(__package__).joinpath(WEIGHTS).read_text(encoding="utf-8")
    return {str(name): float(weight) for name, weight in tomllib.loads(text)["layouts"].items()}


def choose(candidates: Iterable[Candidate], weights: Weights, *, runners_up: int = 3) -> Choice:
    """The likeliest of some layouts, of which there is at least one; the first of two that are as likely."""
    scored = sorted(
        ((score(candidate.features, weights), candidate.layout) for candidate in candidates), key=lambda each: -each[0]
    )
    shares = likelihoods([each for each, _ in scored])
    margin = shares[0] - (shares[1] if len(shares) > 1 else 0.0)
    return Choice(scored[0][1], margin, tuple(layout for _, layout in scored[1 : runners_up + 1]))


def score(features: Features, weights: Weights) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def likelihoods(scores: Sequence[float]) -> list[float]:
    """Scores as shares of 1: how likely each is to be right, among these."""
    best = max(scores)
    powers = [math.exp(each - best) for each in scores]
    return [power / sum(powers) for power in powers]
