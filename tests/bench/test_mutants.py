"""The faults that are put in on purpose: which there are, and that each changes one thing."""

from __future__ import annotations

import ast

import pytest

from bench.mutants import drawn, mutants, related
from tests.places import ROOT

FEW = ("corpus/glossary.py", "index/search.py", "index/tokens.py")


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("a < b", {"a <= b"}),
        ("a < b >= c", {"a <= b >= c", "a < b > c"}),
        ("a + b", {"a - b"}),
        ("a and b and c", {"a or b and c", "a and b or c"}),
        ("(a < é) and b", {"(a <= é) and b", "(a < é) or b"}),
        ("f(0.5)", {"f(2.0)", "f(0.125)"}),
        ("f(0.0)", {"f(4.0)"}),
        ("f(2)", {"f(6)"}),
        ("f(40)", {"f(160)", "f(10)"}),
        ("a[1:2]", set()),
        ("f('4 < 5 and 6')", set()),
        ("f(True)", set()),
        ("a == b", set()),
    ],
)
def test_each_fault_changes_one_thing(source: str, changed: set[str]) -> None:
    assert {mutant.put_into(source.encode()).decode() for mutant in mutants("a.py", source)} == changed


def test_what_comes_out_is_a_program() -> None:
    for mutant in drawn(FEW, count=200, seed=3):
        ast.parse(mutant.put_into((ROOT / mutant.module).read_bytes()))


def test_a_seed_draws_the_same_faults_again() -> None:
    assert drawn(FEW, 20, seed=1) == drawn(FEW, 20, seed=1) != drawn(FEW, 20, seed=2)


@pytest.mark.parametrize("module", ["corpus/tables/headers.py", "index/search.py", "corpus/glossary.py"])
def test_every_module_has_related_tests(module: str) -> None:
    assert related(module)
