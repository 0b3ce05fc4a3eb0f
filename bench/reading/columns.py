"""Fits the reading of what columns are for to labelled, fictional ones, and measures it on other authors’ tables."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from bench.places import ROOT
from bench.tables import Table, share
from corpus.records import Meaning
from corpus.tables.columns.column_meanings import HEADING_WORDS, WEIGHTS, Features, Model, features
from corpus.tables.columns.column_types import SURE, kind_of

DATA = ROOT / "tests" / "data" / "columns"
REPORT = ROOT / "docs" / "columns.md"
SEEN, OF_ONE = 3, 6  # columns that a feature must be seen in; and if one author alone has it
STRENGTH = 6.0  # inverse of what a weight costs
# What is fitted besides whole columns, and how much each counts: headings and values alone; one value alone; and values
# where a heading was expected, and headings where a value was, which are none.
HEADING_ALONE, VALUES_ALONE, ONE_VALUE, NO_HEADING, NO_VALUE = 0.3, 0.3, 0.15, 0.1, 0.05
UNNAMED = ("", "Column 2")  # as columns are called in tables without headings
EVERYDAY = 3.0  # what headings that were given alone count: plans have these far oftener than those of whole tables
_EACH = 2  # values of a column that are fitted so


@dataclass(frozen=True, slots=True)
class Labelled:
    """A column by one of the authors: its heading and values, each or both of which may be lacking."""

    heading: str
    values: tuple[str, ...]
    meaning: Meaning
    author: str
    table: int
    weight: float = 1.0

    @property
    def features(self) -> Features:
        return features(self.heading, kind_of(self.heading, [[value] for value in self.values]), self.values)

    @property
    def held_back(self) -> bool:
        return zlib.crc32(f"{self.author} {self.table}".encode()) % 5 == 0


def columns() -> Table:
    """Fits the weights to all columns and writes them; the figures are of columns that weren't fitted to."""
    found = list(labelled())
    table = Table(
        "What a column is for",
        f"{len(found)} labelled columns by {len({each.author for each in found})} authors, all fictional; the fourth "
        f"gave everyday headings without values. *Right*: the likeliest of {len(Meaning)} meanings is the label. "
        "*Claimed, right*: of the columns with values that are told to be for something other than `other`, with a "
        f"likelihood of {SURE} or more, those told rightly; on less nothing is built, and it is only said what a "
        "column may be for. *By headings alone* and *by values alone*: the same columns without the rest. *No "
        "headings*: short texts of cells that aren't taken for headings such as plans have.",
        ("held back", "columns", "right", "claimed, right", "by headings alone", "by values alone", "no headings"),
        list(_figures(found)),
    )
    _write(fitted(found))
    title = "# What columns are for\n\nWritten by `python -m bench columns`.\n"
    REPORT.write_text("\n".join([title, table.markdown()]), "utf-8")
    return table


def labelled() -> Iterator[Labelled]:
    """The columns of all authors."""
    for path in sorted(DATA.glob("*.jsonl")):
        for line in map(json.loads, path.read_text("utf-8").splitlines()):
            values = tuple(value for value in line["values"] if value)
            weight = 1.0 if values else EVERYDAY
            yield Labelled(line["heading"], values, Meaning(line["meaning"]), path.stem, line["table"], weight)


def _figures(found: Sequence[Labelled]) -> Iterator[tuple[str, ...]]:
    yield _figure("a fifth of the tables", found, lambda each: each.held_back)
    for author in sorted({each.author for each in found}):
        yield _figure(f"author “{author}”", found, lambda each, author=author: each.author == author)  # type: ignore[misc]


def _figure(name: str, found: Sequence[Labelled], held: Callable[[Labelled], bool]) -> tuple[str, ...]:
    model = fitted([each for each in found if not held(each)])
    tests = [each for each in found if held(each)]
    parts = [each for column in tests for each in _parts(column)]
    return (
        name,
        str(len(tests)),
        _right(model, tests),
        _claimed(model, [each for each in tests if each.values]),
        _right(model, [each for each in (*tests, *parts) if each.heading and not each.values and not _is_text(each)]),
        _right(model, [each for each in (*tests, *parts) if each.heading in UNNAMED and each.weight >= VALUES_ALONE]),
        _right(model, [each for each in parts if _is_text(each)]),
    )


def _right(model: Model, tests: Sequence[Labelled]) -> str:
    return share(sum(model.best(each.features) is each.meaning for each in tests), len(tests)) if tests else ""


def _claimed(model: Model, tests: Sequence[Labelled]) -> str:
    """How many of the meanings that are claimed are right."""
    told = [(*model.likeliest(each.features), each.meaning) for each in tests]
    claimed = [(meaning, true) for meaning, likely, true in told if likely >= SURE and meaning is not Meaning.OTHER]
    return share(sum(meaning is true for meaning, true in claimed), len(claimed)) if claimed else ""


def _parts(column: Labelled) -> Iterator[Labelled]:
    """What is to be told without the rest of a column, or is none."""
    told = (column.meaning, column.author, column.table)
    if column.heading and column.values:
        yield Labelled(column.heading, (), *told, HEADING_ALONE)
        yield Labelled(UNNAMED[column.table % 2], column.values, *told, VALUES_ALONE)
    if column.heading:
        yield Labelled("", (column.heading,), Meaning.OTHER, column.author, column.table, NO_VALUE)
    for value in column.values[:_EACH]:
        yield Labelled("", (value,), *told, ONE_VALUE)
        if len(value.split()) <= HEADING_WORDS:
            yield Labelled(value, (), Meaning.OTHER, column.author, column.table, NO_HEADING)


def _is_text(part: Labelled) -> bool:
    return part.weight == NO_HEADING


def fitted(found: Iterable[Labelled]) -> Model:
    """The weights that fit columns best, whole and in parts."""
    every = [each for column in found for each in (column, *_parts(column))]
    seen = [each.features for each in every]
    counts, authors = Counter[str](), dict[str, set[str]]()
    for each, own in zip(every, seen, strict=True):
        for name in own:
            counts[name] += each.weight >= HEADING_ALONE
            authors.setdefault(name, set()).add(each.author)
    chosen = tuple(name for name, count in counts.items() if count >= (SEEN if len(authors[name]) > 1 else OF_ONE))
    place = {name: at for at, name in enumerate(chosen)}
    cells = [(row, place[name], much) for row, own in enumerate(seen) for name, much in own.items() if name in place]
    rows, at, much = zip(*cells, strict=True)
    fit = LogisticRegression(C=STRENGTH, max_iter=100).fit(
        csr_matrix((much, (rows, at)), shape=(len(every), len(chosen))),
        [each.meaning.value for each in every],
        sample_weight=[each.weight for each in every],
    )
    return Model(
        chosen,
        fit.coef_.T.astype(np.float32),
        fit.intercept_.astype(np.float32),
        tuple(map(Meaning, fit.classes_)),
    )


def _write(model: Model) -> None:
    np.savez_compressed(
        ROOT / "corpus" / "tables" / "columns" / WEIGHTS,
        features="\n".join(model.features),
        weights=model.weights.astype(np.float16),
        constants=model.constants,
        meanings="\n".join(model.meanings),
    )
