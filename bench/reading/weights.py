"""Fits the weights by which layouts are chosen, on tables whose rows are known, and measures them on tables held back."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import Pool

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.places import ROOT
from bench.tables import Table, share
from corpus.records import Reading, Row
from corpus.tables.assembly import assemble, competing
from corpus.tables.layouts.choice import WEIGHTS, Candidate, score
from corpus.tables.layouts.features import Features
from corpus.tables.layouts.layout import Layout
from tests.generated_shapes import shape
from tests.generated_tables import Generated, generated

TABLES = 400  # of each generator
_MODEST = 0.02  # how much a weight costs: larger ones fit the tables drawn here and no others
FILE = ROOT / "corpus" / "tables" / "layouts" / WEIGHTS

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """The layouts of one table, and which of them read it as it means."""

    name: str
    features: tuple[Features, ...]
    right: tuple[bool, ...]

    @property
    def held_back(self) -> bool:
        """A half, chosen by name, is never fitted to."""
        return bool(zlib.crc32(self.name.encode()) % 2)


def weights() -> Table:
    """Fits the weights, writes them into the package, and returns how many tables they read right."""
    with Pool() as pool:
        found = pool.map(_drawn, [(which, seed) for which in ("shape", "table") for seed in range(TABLES)], chunksize=8)
    examples = [example for each in found for example in each]
    fitted = fit([example for example in examples if not example.held_back])
    lines = [f'"{name}" = {weight:.2f}' for name, weight in sorted(fitted.items())]
    FILE.write_text("\n".join([_HEAD, "[layouts]", *lines, ""]), encoding="utf-8")
    parts = {
        "fitted": [example for example in examples if not example.held_back],
        "held back": [example for example in examples if example.held_back],
    }
    return Table(
        "Layouts chosen by weights",
        f"{2 * TABLES} fictional tables of every kind. A layout is right if it gives every row with its headings, number, "
        "title and items. Tables of which no layout is right are left out here; they count under “Tables drawn”.",
        ("part", "tables of which the right layout is chosen"),
        [(name, share(sum(_is_right(each, fitted) for each in part), len(part))) for name, part in parts.items()],
    )


_HEAD = """# What speaks for and against a layout, by how much: fitted by `python -m bench weights`, not written by hand.
"""


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Weights under which right layouts are likeliest among all of their tables."""
    names = sorted({name for example in examples for features in example.features for name in features})
    tables = [(_matrix(example, names), np.array(example.right)) for example in examples]

    def cost(at: Floats) -> tuple[float, Floats]:
        total, slope = _MODEST * len(tables) / 10 * float(at @ at), _MODEST * len(tables) / 5 * at
        for table, right in tables:
            scores = table @ at
            powers = np.exp(scores - scores.max())
            chosen = powers / powers.sum()
            known = np.where(right, powers, 0.0)
            total -= float(np.log(known.sum() / powers.sum() + 1e-300))
            slope = slope + chosen @ table - (known / known.sum()) @ table
        return total, slope

    found = minimize(cost, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return {name: float(weight) for name, weight in zip(names, found.x, strict=True)}


def _matrix(example: Example, names: Sequence[str]) -> Floats:
    return np.array([[features.get(name, 0.0) for name in names] for features in example.features])


def _is_right(example: Example, fitted: Mapping[str, float]) -> bool:
    scores = [score(features, fitted) for features in example.features]
    return example.right[max(range(len(scores)), key=lambda at: (scores[at], -at))]


def _drawn(which: tuple[str, int]) -> list[Example]:
    make = {"shape": shape, "table": generated}[which[0]]
    table: Generated = make(which[1])
    return list(examples_of(table.name, table.reading, lambda rows: -len(table.unread(rows)), whole=0))


def examples_of(name: str, reading: Reading, judge: Callable[[Iterable[Row]], int], whole: int) -> Iterator[Example]:
    """One example for each kind of table in a reading; a layout is right if the judge gives it the most, `whole`."""
    for labels, candidates in competing(reading):
        marks = [judge(assemble(reading, {labels: candidate.layout}).rows) for candidate in candidates]
        right = tuple(mark >= whole for mark in marks)
        if any(right):
            yield Example(name, tuple(candidate.features for candidate in candidates), right)
