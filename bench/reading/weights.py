"""Fits the weights by which layouts are chosen, on tables whose rows are known; measures them on others."""

from __future__ import annotations

import json
import random
import tomllib
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import Pool
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

from bench.places import ROOT
from bench.reading.columns import fitted, labelled
from bench.reading.layouts import LAYOUTS
from bench.tables import Table, share
from corpus.readers import read
from corpus.readers.lines import blocks_of_lines
from corpus.records import Cell, Grid, GridRow, fold
from corpus.tables.assembly import assemble, competing
from corpus.tables.columns import column_types
from corpus.tables.columns.column_meanings import Model
from corpus.tables.headers import Header, HeaderPlace
from corpus.tables.layouts.asides import Beside, aside_candidates
from corpus.tables.layouts.choice import WEIGHTS, score
from corpus.tables.layouts.features import Features
from corpus.tables.layouts.header_rows import folded, header_candidates, header_places, turned
from corpus.tables.layouts.layout import Layout
from corpus.tables.recipes import Recipe, TableRecipe
from tests.drawn.asides import asides, key_to
from tests.drawn.authored import author_of, authored, written
from tests.drawn.forms import form
from tests.drawn.named import named
from tests.drawn.shapes import shape
from tests.drawn.small import small
from tests.drawn.tables import AREAS, WHERE, Generated, generated
from tests.drawn.typed import typed

TABLES = {  # of each generator
    "shape": 450,
    "table": 300,
    "small": 450,
    "form": 450,
    "typed": 250,
    "named": 300,
    "authored": 800,
}
_USUAL = ("table", "small")  # count twice among layouts: most plans are such, and other forms outnumber them here
_MODEST = 0.001  # how much a weight costs: large weights fit the tables drawn here and no others
_PAIRS, _EACH = 900, 3  # tables of plans beside others, and tables of other kinds beside each
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
    """Fits the weights, writes them into the package, and returns how often they choose right."""
    seeds = [(which, seed) for which, count in TABLES.items() for seed in range(count)]
    drawn = [each for each in seeds if each[0] in _SHAPES]
    with Pool() as pool:
        examples = {"headers": headers_drawn(pool.map(_header_examples, drawn, chunksize=8))}
    found = {"headers": _written("headers", examples["headers"])}
    _MODELS.update(_of_other_authors())
    with Pool() as pool:
        examples["layouts"] = [each for found in pool.map(_drawn, seeds, chunksize=8) for each in found]
    found["layouts"] = _written("layouts", examples["layouts"])
    examples["asides"] = list(asides_drawn())
    found["asides"] = _written("asides", examples["asides"])
    return Table(
        "Headers and layouts chosen by weights",
        f"Of {sum(TABLES.values())} fictional tables of every kind. A layout is right if it gives every row with its "
        "headings, number, title and items. Tables of which none is right are left out here.",
        ("what", "fitted", "held back"),
        [(what, *(_right(examples[what], found[what], held=held) for held in (False, True))) for what in examples],
    )


def _written(what: str, examples: Sequence[Example]) -> Mapping[str, float]:
    """Fits one kind of weights and writes them down, so that what builds on them is read with them."""
    part = [example for example in examples if not example.held_back]
    usual = [example for example in part if what == "layouts" and example.name.startswith(_USUAL)]
    best = fit([*part, *usual])
    known = tomllib.loads(FILE.read_text(encoding="utf-8")) | {what: best}
    parts = [_HEAD]
    for name in sorted(known):
        parts += ["", f"[{name}]", *(f'"{each}" = {weight:.2f}' for each, weight in sorted(known[name].items()))]
    FILE.write_text("\n".join([*parts, ""]), encoding="utf-8")
    return best


def _right(examples: Sequence[Example], fitted: Mapping[str, float], *, held: bool) -> str:
    part = [example for example in examples if example.held_back is held]
    return share(sum(_is_right(each, fitted) for each in part), len(part))


_SHAPES: Mapping[str, Callable[[int], Generated]] = {
    "shape": shape,
    "table": generated,
    "small": small,
    "form": form,
    "typed": typed,
}
_GENERATORS = {**_SHAPES, "named": named, "authored": authored}  # these for layouts only: headers are all of one row
_MODELS: dict[str, Model] = {}  # what columns are for, by author: fitted to those of the others
_HEAD = "# What speaks for and against, by how much: fitted by `python -m bench weights`, not written by hand."


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
    table = _GENERATORS[which[0]](which[1])
    with _unseen_columns(author_of(which[1]) if which[0] == "authored" else ""):
        return [
            Example(table.name, tuple(candidate.features for candidate in candidates), right)
            for labels, candidates in competing(table.reading)
            if any(right := tuple(_reads(table, labels, [candidate.way for candidate in candidates])))
        ]


def _of_other_authors() -> Iterator[tuple[str, Model]]:
    """For each author a model that hasn't seen their columns."""
    every = list(labelled())
    for author in sorted({table.author for table in written()}):
        yield author, fitted(each for each in every if each.author != author)


@contextmanager
def _unseen_columns(author: str) -> Iterator[None]:
    """An author's columns are told by a model that hasn't seen them: else layouts would trust it too much."""
    told = (column_types.likely_meanings, column_types.meaning_of, column_types.is_state)
    if author not in _MODELS:
        yield
        return
    with patch.object(column_types, "model", lambda: _MODELS[author]):
        for each in told:
            each.cache_clear()
        yield
    for each in told:
        each.cache_clear()


def _reads(table: Generated, labels: tuple[str, ...], ways: Sequence[Layout]) -> Iterator[bool]:
    """Whether each layout reads a table as it means. A column that gives few titles isn't tried again."""
    titles = {fold(row.title) for row in table.rows}
    wrong: set[int] = set()
    for way in ways:
        rows = assemble(table.reading, Recipe((TableRecipe.of(labels, way),))).rows if way.key not in wrong else ()
        if 2 * len({fold(row.priority.title) for row in rows} & titles) < len(titles):
            wrong |= {way.key}
        yield bool(rows) and not table.unread(rows)


# --- headers ---------------------------------------------------------------------------------------


def headers_drawn(drawn: Iterable[Sequence[Example]]) -> list[Example]:
    """Grids with lines of titles above, cut by pages, or without a header at all; and the kept layouts' own."""
    examples = (*(example for each in drawn for example in each), *_kept_headers())
    return [example for example in examples if any(example.right)]


def _header_examples(which: tuple[str, int]) -> list[Example]:
    return list(_headers_of(_SHAPES[which[0]](which[1]), which[1]))


def _headers_of(table: Generated, seed: int) -> Iterator[Example]:
    chance = random.Random(f"header {table.name}")
    grid = next(part for part in table.reading.parts if isinstance(part, Grid))
    title = [_line(text) for text in _TITLES[: chance.choice((0, 0, 0, 1, 2, 3))]]
    goes_on, headed = chance.random() < 0.2, chance.random() < 0.5
    own = grid.rows[: table.header.deep]
    known = {folded(grid.rows, table.header)} if goes_on and chance.random() < 0.7 else set()
    at = replace(table.header, at=len(title))
    yield _header_example(table.name, (*title, *grid.rows), at, goes_on=goes_on, headed=headed, known=known)
    few = grid.rows[: len(own) + chance.randint(2, 4)]
    yield _header_example(f"{table.name} below another", few, table.header, goes_on=True, headed=headed)
    if len(grid.rows) > 2 + len(own) and not table.header.turned:
        cut = chance.randint(len(own) + 1, len(grid.rows) - 1)
        before = {folded(grid.rows, table.header)}
        yield _header_example(table.name, grid.rows[cut:], None, goes_on=True, known=before)
        again = (*grid.rows[:cut], *own, *grid.rows[cut:])
        yield _header_example(f"{table.name} again", again, table.header, goes_on=False)
    if seed % _SELDOM == 0:
        yield _header_example(f"{table.name} years", _yearly(seed), HeaderPlace(0), goes_on=goes_on, headed=headed)
    if seed < _AGAIN * len(_OTHERS):
        other = tuple(map(_line, _OTHERS[seed % len(_OTHERS)]))
        yield _header_example(f"{table.name} other", other, None, goes_on=False, headed=headed)


# What stands above headers, and small tables that have none.
_TITLES = (
    ("Register of actions (fictional)",),
    ("Updated", "3 November 2025"),
    ("Owner: The Board", "", "Version 2.1"),
)
_OTHERS = (
    (("Green", "On track to be done in time"), ("Amber", "Late, but nothing else is at risk"), ("Red", "Stopped")),
    (("Version", "2.1"), ("Author", "J. Marlow, Head of Housing"), ("Date", "3 November 2025")),
    (("Foreword", "2"), ("What we want", "4"), ("How far we have come", "9"), ("Annex: the numbers", "21")),
    (("Contact", "plans@fenwick.example"), ("Telephone", "01632 960 123")),
    (("Signed", "R. Patel"), ("For the Board", "")),
    (("See our web site for the full plan and for what was said in the survey.", "Page 3"), ("Fenwick", "2026")),
    (("1", "2", "3", "4"), ("5", "6", "7", "8")),
    (("Term", "What it means"), ("ICB", "Integrated care board"), ("SEND", "Special educational needs")),
    (("Abbreviation", "Stands for"), ("DCS", "Director of children's services"), ("CIC", "Children in care")),
    (("Name", "Telephone"), ("Ann Hall", "01632 960 111"), ("Ben Ash", "01632 960 112")),
    (("RAG", "What it means"), ("Green", "On track"), ("Amber", "Late, can be caught up"), ("Red", "Off track")),
    (("Status", "Meaning"), ("Complete", "Done and signed off"), ("On track", "Will be done in time"), ("Late", "Not")),
    (("Rating", "Description"), ("Blue", "Complete"), ("Green", "On track"), ("Amber", "At risk"), ("Red", "Late")),
    (("Name", "Role"), ("Ann Hall", "Chair"), ("Ben Ash", "Vice-chair"), ("Cora Day", "Member")),
    (("Document owner", "J. Marlow"), ("Approved by", "Cabinet, 4 May 2025"), ("Next review", "May 2026")),
    (
        ("Organisation", "Fenwick Trust"),
        ("Date of visit", "4 to 9 May 2025"),
        ("Responsible officer", "Head of Quality"),
    ),
    (("Plan title", "Homes for all"), ("Lead officer", "A. Osei"), ("Status", "Agreed"), ("Review date", "May 2026")),
    (("School", "Elm Road Primary"), ("Head teacher", "T. Quill"), ("Priority", "Attendance"), ("Budget", "£12,000")),
    (("12,500", "homes"), ("340", "carers"), ("91%", "of schools good or better")),
)


_AGAIN = 3  # how often each of these is there, for every generator: real documents have many


_SELDOM = 5


def _yearly(seed: int) -> list[GridRow]:
    """A table of figures by years or quarters, mostly with few rows."""
    chance = random.Random(f"years {seed}")
    first, count = chance.randint(2015, 2024), chance.randint(2, 5)
    steps = range(first, first + count)
    style = chance.choice(("{0}", "{0}/{2:02}", "{0}-{2:02}", "Q{1}"))
    labels = [style.format(year, year - first + 1, (year + 1) % 100) for year in steps]
    unit = chance.choice(("{}", "{}%", "{:,}", "£{:,}"))
    names = chance.sample(AREAS, chance.randint(1, 5))
    rows = [[f"{name} cases", *(unit.format(chance.randint(5, 3000)) for _ in steps)] for name in names]
    return [*map(_line, [[chance.choice(("Measure", "Indicator", "KPI", "Ward", "What we count")), *labels], *rows])]


def _line(texts: Sequence[str]) -> GridRow:
    return GridRow(tuple(Cell(blocks_of_lines(text, WHERE), at) for at, text in enumerate(texts)), WHERE)


def _header_example(
    name: str,
    rows: Sequence[GridRow],
    header: HeaderPlace | None,
    *,
    goes_on: bool,
    headed: bool = False,
    known: Collection[tuple[str, ...]] = (),
) -> Example:
    candidates = list(header_candidates(rows, goes_on=goes_on, headed=headed, known=known))
    return Example(
        name,
        tuple(candidate.features for candidate in candidates),
        tuple(candidate.way == header for candidate in candidates),
    )


# --- asides ----------------------------------------------------------------------------------------


def asides_drawn(count: int = _PAIRS) -> Iterator[Example]:
    """Tables of plans beside others, larger and smaller ones, their own kind included; and what is none of a plan's."""
    names = list(_SHAPES)
    for seed in range(count):
        own, other = (_beside(_SHAPES[names[at % len(names)]](seed + at)) for at in (seed, seed + 2))
        few = replace(own, rows=own.rows[: own.header + 1 + seed % 5])
        rest = replace(own, rows=(*own.rows[: own.header], *own.rows[own.header + 1 + seed % 5 :]))
        for name, table, others in (
            ("own", own, [other]),
            ("few", few, [other]),
            ("alone", few, []),
            ("twin", few, [rest, other]),
            ("other", few, [replace(other, rows=other.rows[: other.header + 2])]),
        ):
            yield _aside_example(f"aside {name} {seed}", table, others, right=False)
        figures = _yearly(seed)
        yearly = Beside(Header.of(figures[0]).labels, figures, 1)
        yield _aside_example(f"aside yearly {seed}", yearly, [own, other], right=False)
        chance = random.Random(f"aside {seed}")
        found = list(asides())
        picked = [(at, *found[at]) for at in chance.sample(range(len(found)), _EACH)]
        keys = [key_to(sorted(values)[:6], chance) for values in own.values if 1 < len(values) < 8]
        for at, header, rows in [*picked, *((f"key {seed}", *key) for key in keys[:2])]:
            labels = Header.at(rows, 0, header or 1).labels
            wrongly = header or int(chance.random() < 0.7)  # its first row is mostly taken for a header
            aside = Beside(labels, rows, wrongly)
            yield _aside_example(f"aside {at}", aside, [own, *([other] if seed % 2 else [])], right=True)


def _beside(table: Generated) -> Beside:
    grid = next(part for part in table.reading.parts if isinstance(part, Grid))
    rows = turned(grid.rows[table.header.at :]) if table.header.turned else grid.rows[table.header.at :]
    return Beside(Header.at(rows, 0, table.header.deep).labels, rows, table.header.deep)


def _aside_example(name: str, table: Beside, others: Sequence[Beside], *, right: bool) -> Example:
    candidates = aside_candidates(table, others)
    return Example(
        name,
        tuple(candidate.features for candidate in candidates),
        tuple(candidate.way is right for candidate in candidates),
    )


def _kept_headers() -> Iterator[Example]:
    """The grids of the kept layouts: a header names at least two of the columns that the true table has."""
    for truth in sorted(LAYOUTS.glob("*.json")):
        true = json.loads(truth.read_text(encoding="utf-8"))
        known = {fold(heading.split(" › ")[0]) for row in true for heading in row["columns"]}
        whole = {fold(heading) for row in true for heading in row["columns"]}
        width = 0
        headed: frozenset[tuple[str, ...]] = frozenset()
        for at, part in enumerate(read(truth.with_suffix(""), truth.stem).parts):
            if not isinstance(part, Grid) or part.ragged:
                continue
            found = [at for at, row in enumerate(part.rows) if len(known & {fold(cell.text) for cell in row.cells}) > 1]
            goes_on, width = max(map(_width, part.rows)) == width, max(map(_width, part.rows))
            first = next(iter(found), None)
            places = [place for place in header_places(part.rows) if place.at == first and not place.turned]
            header = max(places, key=lambda place: len(whole & {*folded(part.rows, place)}), default=None)
            example = _header_example(f"{truth.stem} {at}", part.rows, header, goes_on=goes_on, known=headed)
            headed = headed | ({folded(part.rows, header)} if header else set())
            if any(example.right):
                yield example


def _width(row: GridRow) -> int:
    return max((cell.column + cell.colspan for cell in row.cells), default=0)
