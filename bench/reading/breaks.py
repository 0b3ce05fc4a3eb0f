"""Fits how lines in cells of PDFs are read to cells whose items are known; measures it on other authors’ files."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.places import ROOT
from bench.reading.fitting import Example, Weights, figures, fitted, write
from bench.tables import Table
from corpus.readers.pdf import document, line_breaks, typesetting
from corpus.readers.pdf.line_breaks import UNSURE, WEIGHTS, ColumnText, all_begun, features
from corpus.readers.pdf.text_lines import Line

DATA = ROOT / "tests" / "data"
FILE = Path(line_breaks.__file__).with_name(WEIGHTS)
AUTHORS = {
    "layouts": DATA / "layouts",
    **{each: DATA / "pdf_tables" / each for each in ("one", "two", "three", "four", "five", "six", "seven")},
}
# The lines of kept layouts count twice: in most plans nearly all lines wrap, and the other authors were asked for cells
# in which they don't.
USUAL = 2
STRENGTH = 1 / 6  # inverse of what a weight costs: of 1/4, 1/6 and 1/10 the one with which other authors are read best


def breaks() -> Table:
    """Fits the weights, writes them into the package, and returns how often each author's lines are read right."""
    examples = [each for author, folder in AUTHORS.items() for each in _examples(author, folder)]
    rows = [figures(examples, author, _fitted) for author in AUTHORS]
    said = "# What speaks for a break before a line of a cell: fitted by `python -m bench breaks`, not written by hand."
    write(_fitted(examples), FILE, said)
    return Table(
        "Lines of cells in PDFs",
        "Whether a line begins something of its own: each author's files by weights that were fitted to the others'. "
        f"*Unsure*: a break is {UNSURE:.0%} to {1 - UNSURE:.0%} likely, which rows say.",
        ("author", "lines", "right", "breaks found", "wrong, and sure", "unsure"),
        rows,
    )


def _fitted(examples: Sequence[Example]) -> Weights:
    return fitted(examples, STRENGTH, [USUAL if each.author == "layouts" else 1 for each in examples])


# --- examples ---------------------------------------------------------------------------------------


def _examples(author: str, folder: Path) -> Iterator[Example]:
    for path in sorted(folder.glob("*.pdf")):
        texts = _texts(json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8")))
        for lines, column, leading in _cells(path):
            begun = all_begun(lines)
            for at, begins in enumerate(_begins(lines, texts), start=1):
                yield Example(author, path.name, features(at, lines, column, leading, begun), begins)


def _cells(path: Path) -> list[tuple[Sequence[Line], ColumnText, float]]:
    """The cells of several lines without marks, as the file's tables hold them."""
    found: list[tuple[Sequence[Line], ColumnText, float]] = []

    def noted(lines: Sequence[Line], column: ColumnText, leading: float) -> list[float]:
        if len(lines) > 1 and not any(_is_marked(line) for line in lines):
            found.append((list(lines), column, leading))
        return [0.0] * (len(lines) - 1)

    with patch.object(typesetting, "likelihoods", noted):
        document.read(path, path.name)
    return found


def _is_marked(line: Line) -> bool:
    first = line.words[0]
    marks = typesetting.SURE_MARKS | typesetting.DOUBTFUL_MARKS
    return first.drawn or first.text[0] in marks or typesetting.ENUMERATOR.fullmatch(first.text) is not None


def _texts(truth: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> set[str]:
    """All that a cell may hold of its own: titles, groups, numerals, headings, items."""
    found: set[str] = set()
    for row in truth["rows"] if isinstance(truth, Mapping) else truth:
        for said in (row["category"], row["title"], row["number"]):
            found.update(map(plain, [said] if isinstance(said, str) else said))
        for heading, items in {**row["columns"], **row.get("optional", {})}.items():
            found.update(map(plain, [*heading.split(" › "), *items]))
    return found - {""}


def _begins(lines: Sequence[Line], texts: set[str]) -> list[bool]:
    """For each line but the first whether something begins there; none where the lines can't be told, or in several
    ways, from what cells may hold."""
    said = [plain(line.text) for line in lines]
    ways: Counter[int] = Counter({0: 1})
    begun: dict[int, list[int]] = {0: []}
    for end in range(1, len(said) + 1):
        for start in range(end):
            if start in begun and "".join(said[start:end]) in texts:
                ways[end] += ways[start]
                begun.setdefault(end, [*begun[start], start])
    told = len(said) in begun and ways[len(said)] == 1
    return [at in begun[len(said)] for at in range(1, len(said))] if told else []


def plain(text: str) -> str:
    """Letters and figures alone, in which texts are compared."""
    return "".join(re.findall(r"[^\W_]", text.lower()))
