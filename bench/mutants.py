"""Do the tests notice small faults? `python -m bench.mutants` puts some in, one at a time, and runs the related tests.

A fault moves a constant far, opens or closes a bound (`<` and `<=`), turns a sign (`+` and `-`), or swaps `and` with
`or`. Each is put into a copy of the tree, so that the tree itself is never touched. Tests that fail, or that no longer
come to an end, have caught it. Some faults change nothing that anybody could see: not all can be caught.

mutmut and cosmic-ray were considered. They try every fault in whole packages, some two thousand here, which takes
hours, and neither draws a sample by a seed or moves a threshold far.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from bench.places import ROOT
from bench.tables import Table, share

PLACES = (
    "corpus/tables",
    "corpus/language/dates.py",
    "corpus/glossary.py",
    "corpus/identity.py",
    "index",
    "assistant/questions",
    "assistant/answers",
    "assistant/tracking",
    "assistant/drafting/checking.py",
)
COUNT = 60
PATIENCE = 600  # seconds by the clock for the tests of one fault; they take at most a minute on a quiet machine
FAR = 4  # times, or parts: a threshold moved so far is another rule
LEFT_OUT = {".git", ".venv", "data", "build", "docs"}  # of the tree's own folder; caches of any
BOUNDS = {ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="), ast.GtE: (">=", ">")}
SIGNS = {ast.Add: ("+", "-"), ast.Sub: ("-", "+")}
JOINS = {ast.And: ("and", "or"), ast.Or: ("or", "and")}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault: `[start, end)` of a module's text, in bytes, gives way to `new`."""

    module: str  # a path within the tree
    line: int
    start: int
    end: int
    old: str
    new: str

    @property
    def label(self) -> str:
        return f"{self.module}:{self.line}: `{self.old}` becomes `{self.new}`"

    def put_into(self, text: bytes) -> bytes:
        return text[: self.start] + self.new.encode() + text[self.end :]


def mutants(module: str, source: str) -> Iterator[Mutant]:
    """Every fault that one could put into a module, in the order of its text."""
    text = source.encode()
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def place(line: int, column: int) -> int:
        return starts[line - 1] + column

    for node, left, right, (old, new) in _operators(ast.parse(source)):
        begin, end = place(left.end_lineno or 0, left.end_col_offset or 0), place(right.lineno, right.col_offset)
        found = re.search(rf"(?<![\w<>=]){re.escape(old)}(?![\w<>=])".encode(), text[begin:end])
        if found:
            yield Mutant(module, node.lineno, begin + found.start(), begin + found.end(), old, new)
    for number in _numbers(ast.parse(source)):
        begin, end = place(number.lineno, number.col_offset), place(number.lineno, number.end_col_offset or 0)
        for new in _far(number.value):
            yield Mutant(module, number.lineno, begin, end, text[begin:end].decode(), new)


def _operators(tree: ast.AST) -> Iterator[tuple[ast.expr, ast.expr, ast.expr, tuple[str, str]]]:
    """The expression, what stands left and right of an operator in it, and the operator with its opposite."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            for left, operator, right in zip([node.left, *node.comparators], node.ops, node.comparators, strict=False):
                if type(operator) in BOUNDS:
                    yield node, left, right, BOUNDS[type(operator)]
        elif isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
            yield node, node.left, node.right, SIGNS[type(node.op)]
        elif isinstance(node, ast.BoolOp):
            for left, right in zip(node.values, node.values[1:], strict=False):
                yield node, left, right, JOINS[type(node.op)]


def _numbers(tree: ast.AST) -> Iterator[ast.Constant]:
    """Numbers that decide something: not the places of an index, which any test would miss at once."""
    placed = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.Subscript) for inner in ast.walk(node.slice)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and id(node) not in placed:
            yield node


def _far(value: object) -> tuple[str, ...]:
    """A number moved far, up and down."""
    if isinstance(value, float):
        return (repr(value * FAR), repr(value / FAR)) if value else (repr(float(FAR)),)
    assert isinstance(value, int)
    return (str(value + FAR),) if value < FAR else (str(value * FAR), str(value // FAR))


def related(module: str, tree: Path = ROOT) -> list[list[str]]:
    """The tests of a module and then those of its folder; of what reads tables, those of whole documents as well."""
    own = Path("tests") / module
    beside = sorted((tree / own.parent).glob("test_*.py"))
    whole = sorted((tree / "tests/corpus/whole_documents").glob("test_*.py")) if "tables" in own.parts else []
    near = [path for path in beside if path.name == f"test_{own.name}"]
    rounds = [near, [path for path in beside if path not in near], whole]
    return [[path.relative_to(tree).as_posix() for path in each] for each in rounds if each]


# Importing libraries takes longer than most tests: one process does so, and each run of tests begins as a copy of it.
_RUNNER = f"""
import importlib, os, signal, sys
for name in ("lxml.html", "numpy", "pydantic", "rapidfuzz", "scipy.optimize", "scipy.sparse", "symspellpy"):
    importlib.import_module(name)
import pytest
for line in sys.stdin:
    child = os.fork()
    if not child:
        signal.alarm({PATIENCE})
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1), os.dup2(nowhere, 2)
        os._exit(pytest.main(["-q", "-x", "-p", "no:cacheprovider", *line.split()]))
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Copy:
    """A copy of the tree, in which faults are put and tests run."""

    def __init__(self, folder: Path) -> None:
        def left_out(place: str, names: list[str]) -> set[str]:
            return {
                name
                for name in names
                if name.endswith(("_cache", "__pycache__")) or (Path(place) == ROOT and name in LEFT_OUT)
            }

        shutil.copytree(ROOT, folder, ignore=left_out)
        self._folder = folder
        self._sound: dict[tuple[str, ...], bool] = {}  # whether these tests pass without a fault
        models = {"PLANS_MODEL_CACHE": str(ROOT / "build" / "models")}
        self._runner = subprocess.Popen(
            [sys.executable, "-B", "-c", _RUNNER],
            cwd=folder,
            env=os.environ | models,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def catches(self, mutant: Mutant) -> bool:
        """Whether the related tests notice it. Tests that fail without any fault as well notice nothing."""
        return any(self._notices(mutant, tests) for tests in related(mutant.module, self._folder))

    def _notices(self, mutant: Mutant, tests: Sequence[str]) -> bool:
        path = self._folder / mutant.module
        whole = path.read_bytes()
        path.write_bytes(mutant.put_into(whole))
        try:
            if self.passes(tests):
                return False
        finally:
            path.write_bytes(whole)
        key = tuple(tests)
        if key not in self._sound:
            self._sound[key] = self.passes(tests)
            if not self._sound[key]:
                sys.stderr.write(f"Left out, as they fail without a fault: {' '.join(tests)}\n")
        return self._sound[key]

    def passes(self, tests: Sequence[str]) -> bool:
        assert self._runner.stdin is not None
        assert self._runner.stdout is not None
        self._runner.stdin.write(" ".join(tests) + "\n")
        self._runner.stdin.flush()
        return int(self._runner.stdout.readline()) == 0

    def close(self) -> None:
        self._runner.kill()
        self._runner.communicate()


def drawn(places: Sequence[str], count: int, seed: int) -> list[Mutant]:
    """So many of all the faults that could be put into these modules and folders, at random."""
    paths = sorted({path for place in places for path in _modules(ROOT / place)})
    texts = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    every = [mutant for module, text in texts.items() for mutant in mutants(module, text)]
    return random.Random(seed).sample(every, min(count, len(every)))


def _modules(place: Path) -> Iterator[Path]:
    yield from [place] if place.is_file() else place.rglob("*.py")


def survey(chosen: Sequence[Mutant], copies: int) -> dict[Mutant, bool]:
    """Which faults are caught, several at a time."""
    free: SimpleQueue[Copy] = SimpleQueue()

    def tried(mutant: Mutant) -> bool:
        copy = free.get()
        try:
            caught = copy.catches(mutant)
        finally:
            free.put(copy)
        sys.stderr.write(f"{'caught  ' if caught else 'SURVIVED'} {mutant.label}\n")
        return caught

    with tempfile.TemporaryDirectory() as folder, ExitStack() as open_copies, ThreadPoolExecutor(copies) as pool:
        made = [open_copies.enter_context(closing(Copy(Path(folder) / str(number)))) for number in range(copies)]
        for copy in made:
            free.put(copy)
        return dict(zip(chosen, pool.map(tried, chosen), strict=True))


def report(caught: dict[Mutant, bool], seed: int) -> Table:
    every, found = Counter(m.module for m in caught), Counter(m.module for m, noticed in caught.items() if noticed)
    rows = [(module, share(found[module], every[module])) for module in sorted(every)]
    left = "; ".join(sorted(mutant.label for mutant, noticed in caught.items() if not noticed))
    return Table(
        "Small faults put in on purpose",
        f"Seed {seed}. Not caught: {left or 'none'}.",
        ("module", "caught by its tests"),
        [*rows, ("all", share(sum(found.values()), len(caught)))],
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.mutants", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("places", nargs="*", default=PLACES, help="modules or folders; those that decide most, if none")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2)
    asked = parser.parse_args()
    chosen = drawn(asked.places, asked.count, asked.seed)
    sys.stdout.write(report(survey(chosen, asked.at_once), asked.seed).markdown() + "\n")


if __name__ == "__main__":
    main()
