"""Measures how well unseen tables are read: fictional ones drawn at random, with any columns in any order."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from bench.tables import Table, share
from corpus.tables.assembly import assemble
from tests.drawn.tables import generated

TABLES = 1_000


def drawn() -> Table:
    """The shares of tables and rows read without a mistake; nobody looked at the held-back part while writing rules."""
    seeds: dict[str, list[int]] = {"tuning": [], "held back": []}
    for seed in range(TABLES):
        seeds["held back" if zlib.crc32(str(seed).encode()) % 2 else "tuning"].append(seed)
    return Table(
        "Tables drawn at random",
        f"{TABLES:,} fictional tables, each compared with the rows that it was made from. A row is right if "
        "its headings, number, title and every item under its own heading are, in order; a table, if it has "
        "every row and no others.",
        ("part", "tables without a mistake", "rows right"),
        [_figures(part, chosen) for part, chosen in seeds.items()],
    )


def _figures(part: str, seeds: Sequence[int]) -> tuple[str, ...]:
    tables = [generated(seed) for seed in seeds]
    unread = [set(table.unread(assemble(table.reading).rows)) for table in tables]
    rows = sum(len(table.rows) for table in tables)
    right = sum(true.title not in wrong for table, wrong in zip(tables, unread, strict=True) for true in table.rows)
    return part, share(unread.count(set()), len(tables)), share(right, rows)
