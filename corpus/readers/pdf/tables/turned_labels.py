"""Texts that run up or down the page beside the rows of a table without drawn cells, each beside several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.readers.pdf.page import Box, Page, Word, around
from corpus.readers.pdf.tables.ruled_tables import RawCell, RawTable

_APART = 2.0  # letters' sizes between two texts one above the other; words of one are nearer


def with_turned(page: Page, table: RawTable, words: Sequence[Word]) -> list[Word]:
    """Puts turned words into cells of the table that reach over the rows beside them; returns those it took.

    They stand in a column that has no other texts but its label, on a shade that says how far they reach, or alone.
    """
    taken: list[Word] = []
    for left, right in pairwise(table.edges):
        own = [word for word in words if _is_within(table, word) and left <= word.box.centre[0] < right]
        empty = [cell for cell in table.cells if cell.box.left == left and cell.box.right == right and not cell.words]
        for text in _texts(page, own):
            reach = next((fill for fill in page.fills if _holds(fill, text)), around(word.box for word in text))
            beside = [cell for cell in empty if reach.top <= cell.box.centre[1] <= reach.bottom and not cell.words]
            if beside and _follow(beside):
                first, *others = beside
                first.words, first.rowspan = list(text), len(beside)
                first.box = around(cell.box for cell in beside)
                table.cells = [cell for cell in table.cells if all(cell is not other for other in others)]
                taken += text
    return taken


def _is_within(table: RawTable, word: Word) -> bool:
    return word.turn % 2 == 1 and table.box.top <= word.box.centre[1] <= table.box.bottom


def _texts(page: Page, words: Sequence[Word]) -> Iterator[list[Word]]:
    """Turned words by the texts that they make, from the top: those on one shade, or near one another."""
    text: list[Word] = []
    for word in sorted(words, key=lambda word: word.box.top):
        if text and not _is_one(page, text[-1], word):
            yield text
            text = []
        text.append(word)
    if text:
        yield text


def _is_one(page: Page, word: Word, below: Word) -> bool:
    shades = [next((fill for fill in page.fills if _holds(fill, [each])), None) for each in (word, below)]
    return shades[0] == shades[1] and (shades[0] is not None or below.box.top - word.box.bottom < _APART * word.size)


def _holds(fill: Box, words: Sequence[Word]) -> bool:
    return all(fill.holds(word.box.centre) for word in words)


def _follow(cells: Sequence[RawCell]) -> bool:
    return all(after.row == before.row + 1 for before, after in pairwise(cells))
