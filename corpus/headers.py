"""Finding a table's header, and finding it again where it is repeated, cut apart or misspelt.

A header is recognised by likeness to the table's first header, never by the words in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from corpus import numerals
from corpus.records import BlockKind, Cell, GridRow

LIKE = 88.0  # of 100: two header rows whose letters are this alike are the same header
_LABEL_WORDS = 10
_SEARCH_DEPTH = 15  # title lines may stand above a header, pages of text may not
_NUMBER_LABELS = {"", "no", "nos", "number", "ref", "reference", "id", "item no", "ref no", "reference number", "s no"}


@dataclass(frozen=True, slots=True)
class Header:
    """The labels of a table's columns, left to right, as its first header has them."""

    labels: tuple[str, ...]

    @property
    def letters(self) -> str:
        return _letters(self.labels)

    def repeated_in(self, row: GridRow) -> bool:
        """Whether a row is this header again, whatever its cells were cut into."""
        if not self.letters or any(block.kind is BlockKind.BULLET for cell in row.cells for block in cell.blocks):
            return False
        return fuzz.ratio(_letters([cell.text for cell in row.cells]), self.letters) >= LIKE

    def places(self, row: GridRow) -> tuple[int | None, ...]:
        """For each grid column of a header row the label that it is a piece of, None where it is a piece of none.

        Pieces are matched by their letters: `Pri` and `orities` both map to `Priorities`.
        """
        owner = [index for index, label in enumerate(self.labels) for _ in _letters([label])]
        votes: dict[int, Counter[int]] = {}
        place = [cell.column for cell in row.cells for _ in _letters([cell.text])]
        for block in Levenshtein.opcodes(_letters([cell.text for cell in row.cells]), self.letters):
            for here, there in zip(
                range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=False
            ):
                votes.setdefault(place[here], Counter())[owner[there]] += 1
        width = max((cell.column + cell.colspan for cell in row.cells), default=0)
        out: list[int | None] = [None] * width
        for cell in row.cells:
            if cell.column in votes:
                label = votes[cell.column].most_common(1)[0][0]
                for column in range(cell.column, min(cell.column + cell.colspan, width)):
                    out[column] = label
        return tuple(out)


def find(rows: Sequence[GridRow], *, ragged: bool) -> int | None:
    """The index of the first header row, or None.

    It is the first row of short labels that comes again further down or, failing that, the first
    whose cells are labels while the rows below hold text.
    """
    candidates = [index for index, row in enumerate(rows[:_SEARCH_DEPTH]) if _label_like(row)]
    for index in candidates:
        header = Header(labels(rows[index]))
        if len(header.labels) > 1 and any(header.repeated_in(row) for row in rows[index + 1 :]):
            return index
    for index in candidates:
        below = rows[index + 1 :]
        width = len(labels(rows[index]))
        if width > 1 and below and _holds_text(below, width, ragged=ragged):
            return index
    return None


def labels(row: GridRow) -> tuple[str, ...]:
    """The labels of a header row: its cells that hold words."""
    return tuple(cell.text for cell in row.cells if cell.text)


def is_number_label(text: str) -> bool:
    """Whether a column so headed holds the numerals of the column to its right."""
    return re.sub(r"[^a-z ]", "", text.lower()).strip() in _NUMBER_LABELS


def _label_like(row: GridRow) -> bool:
    cells = [cell for cell in row.cells if cell.text]
    return bool(cells) and all(_is_label(cell) for cell in cells)


def _is_label(cell: Cell) -> bool:
    text = cell.text
    return (
        len(text.split()) <= _LABEL_WORDS
        and all(block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) for block in cell.blocks)
        and not text.endswith((".", ";"))
        and any(char.isalpha() for char in text)
        and numerals.parse(text) is None
        and numerals.split(text)[0] is None
    )


def _holds_text(rows: Sequence[GridRow], width: int, *, ragged: bool) -> bool:
    """Whether the rows below a would-be header look like a table's body: filled about as widely, and wordier."""
    filled = [sum(1 for cell in row.cells if cell.text) for row in rows]
    wordy = any(len(cell.text.split()) > _LABEL_WORDS for row in rows for cell in row.cells)
    wide = max(filled) >= (2 if ragged else min(width, 2))
    return wide and (wordy or width >= 3)


def _letters(texts: Sequence[str]) -> str:
    return re.sub(r"[^a-z]", "", "".join(texts).lower())
