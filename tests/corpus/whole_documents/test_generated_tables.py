"""Tables drawn at random: each row stands with its number under its headings, each item under its column's own."""

from __future__ import annotations

import pytest

from corpus.tables.assembly import assemble
from tests.drawn.tables import generated

SEEDS = range(120)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_table_is_read_as_it_means(seed: int) -> None:
    table = generated(seed)
    assert not table.unread(assemble(table.reading).rows), table.drawn


@pytest.mark.parametrize("seed", SEEDS)
def test_no_word_of_a_table_is_lost(seed: int) -> None:
    table = generated(seed)
    assembly = assemble(table.reading)
    said = " ".join(
        [row.label for row in assembly.rows] + [i.text for r in assembly.rows for c in r.columns for i in c.items]
    )
    assert all(true.title in said for true in table.rows)
    assert not [problem.seen for problem in assembly.problems if "belong to no row" in problem.seen]
