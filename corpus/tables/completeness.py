"""Proof that nothing is lost between reading and rows: every word is in a row, in prose, or left out on purpose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from corpus.records import Block, BlockKind, Heading, Problem, Row, Severity

_WORD = re.compile(r"[^\W_]+")
_SHOWN = 12  # words that a message quotes


def balance(read: Iterable[Block], rows: Sequence[Row], left_out: Iterable[Block]) -> tuple[Counter[str], Counter[str]]:
    """The words read that are in no row and not left out, and those that are there more often than read.

    A heading above several rows counts once. What rows say more often than it was read (a merged cell given
    to two rows, a numeral inferred) is to be given in `read` as often, so that it hides no loss.
    """
    there = " ".join(_texts_read(read))
    kept = " ".join(chain(_texts_of_rows(rows), (block.text for block in left_out)))
    if there == kept:  # as for all prose, which keeps its order
        return Counter(), Counter()
    read_words, kept_words = Counter(_WORD.findall(there)), Counter(_WORD.findall(kept))
    return read_words - kept_words, kept_words - read_words


def lost_words(read: Sequence[Block], rows: Sequence[Row], left_out: Iterable[Block]) -> tuple[Problem, ...]:
    """A problem for each block whose words are not accounted for."""
    missing, _ = balance(read, rows, left_out)
    problems = []
    for block in read if missing else ():
        if lost := Counter(_WORD.findall(block.text)) & missing:
            missing -= lost
            problems.append(_problem(block, lost))
    return tuple(problems)


def _texts_read(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield block.text
        if block.kind is BlockKind.HEADING:
            yield block.number


def _texts_of_rows(rows: Sequence[Row]) -> Iterator[str]:
    before: tuple[Heading, ...] = ()
    for row in rows:
        yield from (step.label for step in row.path[_shared(before, row) :])
        before = row.path
        yield from (item.text for column in row.columns for item in column.items)
        yield from (item.text for item in row.notes)


def _shared(before: tuple[Heading, ...], row: Row) -> int:
    """How many steps of a row's path are those of the row before; a table's row has a title of its own."""
    most = len(row.path) - row.in_table
    alike = [a == b for a, b in zip(before, row.path[:most], strict=False)]
    return alike.index(False) if False in alike else len(alike)


def _problem(block: Block, lost: Counter[str]) -> Problem:
    words = [word for word in _WORD.findall(block.text) if word in lost]
    more = " …" if len(words) > _SHOWN else ""
    return Problem(
        Severity.ERROR,
        block.location,
        f"words that belong to no row: {' '.join(words[:_SHOWN])}{more}",
        "they are not searched",
        "Look them up in the document itself, and tell whoever looks after this program.",
    )
