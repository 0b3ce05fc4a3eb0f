"""Fits what speaks for or against a beginning, of a row or in a cell, to examples by several authors; measures it on
the files of authors that it wasn't fitted to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from bench.tables import share
from corpus.readers.pdf.line_breaks import UNSURE, Features

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """A place where something may begin, what is said of it, and whether it does."""

    author: str
    file: str
    said: Features
    begins: bool


Fit = Callable[[Sequence[Example]], Weights]


def fitted(examples: Sequence[Example], strength: float, counts: Sequence[int] | None = None) -> Weights:
    """Weights by the features' names, and of what is `always` said. `strength` is the inverse of what a weight costs,
    `counts` how often each example counts."""
    names = sorted(examples[0].said)
    values = np.array([[each.said[name] for name in names] for each in examples])
    spread = values.std(axis=0) + 1e-9
    model = LogisticRegression(C=strength, max_iter=2_000)
    model.fit(values / spread, [each.begins for each in examples], sample_weight=counts)
    found = dict(zip(names, map(float, model.coef_[0] / spread), strict=True))
    return {"always": float(model.intercept_[0]), **found}


def figures(examples: Sequence[Example], author: str, fit: Fit) -> tuple[str, ...]:
    """How an author's examples are read by what the others' tell: how many, right, beginnings found, wrong and sure,
    unsure."""
    weights = fit([each for each in examples if each.author != author])
    own = [each for each in examples if each.author == author]
    sums = [weights["always"] + sum(weights[name] * value for name, value in each.said.items()) for each in own]
    likely = 1 / (1 + np.exp(-np.array(sums)))
    begins = np.array([each.begins for each in own])
    right = (likely > 0.5) == begins
    unsure = (likely > UNSURE) & (likely < 1 - UNSURE)
    return (
        author,
        str(len(own)),
        share(int(right.sum()), len(own)),
        share(int((right & begins).sum()), int(begins.sum())),
        share(int((~right & ~unsure).sum()), len(own)),
        share(int(unsure.sum()), len(own)),
    )


def write(weights: Weights, file: Path, said: str) -> None:
    """Writes weights into the package, below what is said of them."""
    lines = [f'"{name}" = {weight:.2f}' for name, weight in weights.items()]
    file.write_text("\n".join([said, "", *lines, ""]), encoding="utf-8")
