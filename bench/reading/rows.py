"""Fits where rows begin in PDF tables without drawn cells to known rows; measures it on other authors’ files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from bench.places import ROOT
from bench.reading.breaks import AUTHORS as OF_LINES
from bench.reading.breaks import plain
from bench.reading.fitting import Example, Weights, figures, fitted, write
from bench.tables import Table
from corpus.readers.pdf import document
from corpus.readers.pdf.tables import row_breaks
from corpus.readers.pdf.tables.row_breaks import UNSURE, WEIGHTS, Body

FILE = Path(row_breaks.__file__).with_name(WEIGHTS)
# The tables of the last are set solid, so that only codes and what begins in line tell rows apart.
AUTHORS = {**OF_LINES, "solid": ROOT / "tests" / "data" / "pdf_tables" / "solid"}
STRENGTH = 0.3  # inverse of what a weight costs: of 0.03 to 1 other authors' rows are read nearly the same
MISFITS = 0.15  # of a table's lines that no row has: a table with more isn't the rows that are known
# What it costs to go on to another row where one line stands, and less for each that stands beside it: of lines that
# both rows could hold, the one is the other row's where most columns begin.
ANOTHER, BESIDE = 0.5, 0.05


def rows() -> Table:
    """Fits the weights, writes them into the package, and returns how often each author's rows are read right."""
    examples = [each for author, folder in AUTHORS.items() for each in _examples(author, folder)]
    rows = [figures(examples, author, _fitted) for author in AUTHORS]
    said = "# What speaks for a row that begins at a line: fitted by `python -m bench rows`, not written by hand."
    write(_fitted(examples), FILE, said)
    return Table(
        "Rows of PDF tables without drawn cells",
        "Whether a row begins at a line: each author's files by weights that were fitted to the others'. "
        f"*Unsure*: that is {UNSURE:.0%} to {1 - UNSURE:.0%} likely, which rows say.",
        ("author", "lines", "right", "rows found", "wrong, and sure", "unsure"),
        rows,
    )


def _fitted(examples: Sequence[Example]) -> Weights:
    return fitted(examples, STRENGTH)


# --- examples ---------------------------------------------------------------------------------------


def _examples(author: str, folder: Path) -> Iterator[Example]:
    for path in sorted(folder.glob("*.pdf")):
        texts = _texts(json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8")))
        for body in _bodies(path):
            rows = _rows(body, texts)
            for at, (row, before) in enumerate(zip(rows[1:], rows, strict=False), start=1):
                if not body.is_headed(at):
                    yield Example(author, path.name, body.features(at), row != before)


def _bodies(path: Path) -> list[Body]:
    """The bodies of the file's tables without drawn cells."""
    found: list[Body] = []

    begins = Body.begins

    def noted(body: Body) -> Iterator[tuple[float, float]]:
        found.append(body)
        return begins(body)

    with patch.object(Body, "begins", noted):
        document.read(path, path.name)
    return found


def _texts(truth: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> list[str]:
    """What stands in each row, in the order of the document."""
    found = []
    for row in truth["rows"] if isinstance(truth, Mapping) else truth:
        said = [each for name in ("category", "title", "number") for each in _several(row[name])]
        said += [item for items in {**row["columns"], **row.get("optional", {})}.values() for item in items]
        found.append(" ".join(map(plain, said)))
    return found


def _several(said: str | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else said


def _rows(body: Body, texts: Sequence[str]) -> list[int]:
    """The row of each base line, by which rows have its texts, one after another; none where too many fit none."""
    levels = [[plain(line.text) for line in lines] for lines in body.levels]
    if not texts or not levels:
        return []
    costs = [[sum(said not in text for said in level) for text in texts] for level in levels]
    best, came = [[float(cost) for cost in costs[0]]], list[list[int]]()
    for cost, level in zip(costs[1:], levels[1:], strict=True):
        another = ANOTHER - BESIDE * len(level)
        came.append([])
        best.append([])
        least = 0
        for row, own in enumerate(cost):
            least = row if best[-2][row] < best[-2][least] else least
            stays = best[-2][row] <= best[-2][least] + another
            came[-1].append(row if stays else least)
            best[-1].append(own + (best[-2][row] if stays else best[-2][least] + another))
    row = int(np.argmin(best[-1]))
    found = [row]
    for back in reversed(came):
        row = back[row]
        found.insert(0, row)
    misfits = sum(cost[row] for cost, row in zip(costs, found, strict=True))
    return found if misfits <= MISFITS * sum(map(len, levels)) else []
