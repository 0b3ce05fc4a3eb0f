"""Finding a table's header, and finding it again where it is repeated, cut apart or misspelt.

A header is recognised by likeness to the table's first header, never by the words in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from corpus.language import numerals
from corpus.records import BlockKind, Cell, GridRow, Meaning
from corpus.tables.column_types import meaning_of

LIKE = 88.0  # of 100: two header rows whose letters are this alike are the same header
_LABEL_WORDS = 10
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-–/]\s*(?:\d\d){1,2})?")
_BOTH = 0.3  # of the rows have texts in both columns under one label: fewer are cells cut apart
SEARCH_DEPTH = 15  # title lines may stand above a header, pages of text may not
_NUMBER_LABELS = {"no", "nos", "number", "ref", "reference", "id", "item no", "ref no", "reference number", "s no"}


@dataclass(frozen=True, slots=True)
class Header:
    """The labels of a table's columns, left to right, as its first header has them.

    `forms` are the letters of each of its physical rows. `columns` gives the label of each grid column,
    None for no label, where that is a fact; it is empty for a text extraction.
    """

    labels: tuple[str, ...]
    forms: tuple[str, ...]
    columns: tuple[int | None, ...] = ()

    @classmethod
    def of(cls, row: GridRow) -> Header:
        """The header that one row is by itself."""
        return cls(_told_apart(labels(row)), (_letters(labels(row)),))

    @classmethod
    def at(cls, rows: Sequence[GridRow], index: int, depth: int | None = None) -> Header:
        """The header of a true grid, of so many rows: if not said, of one or two, as they look.

        Labels below a label that spans them are read `Status › Now`; a column without a label, in which
        the table has text, is called `Column 3` by where it stands.
        """
        if depth is None:
            depth = 1 + (index + 1 < len(rows) and _is_second_row(rows[index], rows[index + 1]))
        own = rows[index : index + depth]
        body = rows[index + len(own) :]
        texts: list[str] = []
        columns: list[int | None] = []
        last: Cell | None = None
        for column in range(_width(rows[index:])):
            over = _over(own, column)
            if not over and not _is_written(body, column):
                columns.append(None)
                continue
            if not over or over[-1] is not last or _stand_side_by_side(body, column - 1, column):
                texts.append(" › ".join(cell.text for cell in over) or f"Column {column + 1}")
            columns.append(len(texts) - 1)
            last = over[-1] if over else None
        return cls(_told_apart(texts), tuple(_letters(labels(row)) for row in own), tuple(columns))

    @property
    def unnamed(self) -> tuple[str, ...]:
        """The labels that the table itself doesn't have."""
        return tuple(label for label in self.labels if re.fullmatch(r"Column \d+", label))

    def repeated_in(self, row: GridRow) -> bool:
        """Whether a row is this header again, or a row of it, whatever its cells were cut into."""
        if any(block.kind is BlockKind.BULLET for cell in row.cells for block in cell.blocks):
            return False
        letters = _letters([cell.text for cell in row.cells])
        return any(fuzz.ratio(letters, form) >= LIKE for form in self.forms if form)

    def places(self, row: GridRow) -> tuple[int | None, ...]:
        """For each grid column of a header row the label that it is a piece of, None where it is a piece of none.

        Pieces are matched by their letters: `Pri` and `orities` both map to `Priorities`.
        """
        width = _width([row])
        if len(self.forms) > 1 or width == len(self.columns):
            return self.columns
        owner = [index for index, label in enumerate(self.labels) for _ in _letters([label])]
        votes: dict[int, Counter[int]] = {}
        place = [cell.column for cell in row.cells for _ in _letters([cell.text])]
        for block in Levenshtein.opcodes(_letters([cell.text for cell in row.cells]), _letters(self.labels)):
            for here, there in zip(
                range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=False
            ):
                votes.setdefault(place[here], Counter())[owner[there]] += 1
        out: list[int | None] = [None] * width
        for cell in row.cells:
            if cell.column in votes:
                for column in _columns(cell):
                    out[column] = votes[cell.column].most_common(1)[0][0]
        return tuple(out)


def find(rows: Sequence[GridRow]) -> int | None:
    """The index of the first header row of a text extraction, or None.

    It is the first row of short labels that comes again further down or, failing that, the first
    whose cells are labels while the rows below hold text.
    """
    candidates = [index for index, row in enumerate(rows[:SEARCH_DEPTH]) if _label_like(row)]
    for index in candidates:
        header = Header.of(rows[index])
        if len(header.labels) > 1 and any(header.repeated_in(row) for row in rows[index + 1 :]):
            return index
    for index in candidates:
        below = rows[index + 1 :]
        found = labels(rows[index])
        if len(found) > 1 and below and _holds_text(below):
            return index
    return None


def _stand_side_by_side(body: Sequence[GridRow], one: int, other: int) -> bool:
    """Whether two columns under one label hold a text each, in several rows: then each is a column of its own."""
    starts = [{cell.column for cell in row.cells if cell.text and numerals.parse(cell.text) is None} for row in body]
    both = sum({one, other} <= columns for columns in starts)
    return both > 1 and _BOTH * len(body) <= both


def _over(header: Sequence[GridRow], column: int) -> list[Cell]:
    """The labels over a grid column, the outermost first."""
    return [cell for row in header for cell in row.cells if cell.text and column in _columns(cell)]


def _told_apart(texts: Sequence[str]) -> tuple[str, ...]:
    """Labels that are all different: a second `Year` is called `Year (2)`."""
    return tuple(
        f"{text} ({texts[: at + 1].count(text)})" if text in texts[:at] else text for at, text in enumerate(texts)
    )


def labels(row: GridRow) -> tuple[str, ...]:
    """The labels of a header row: its cells that hold words."""
    return tuple(cell.text for cell in row.cells if cell.text)


def is_number_label(text: str) -> bool:
    """Whether a column so headed holds the numerals of the column to its right."""
    words = re.sub(r"[^a-z ]", "", text.lower()).split()
    return (
        text.strip() in ("", "#", "№")
        or " ".join(words) in _NUMBER_LABELS
        or (len(words) == 2 and words[1] in _NUMBER_LABELS and meaning_of(words[0]) in (Meaning.GROUP, Meaning.ACTION))
    )


def _is_second_row(top: GridRow, below: GridRow) -> bool:
    """Whether a row holds nothing but labels, all below labels that span several columns, at least two below one."""
    spanned = [_columns(cell) for cell in top.cells if cell.text and cell.colspan > 1]
    filled = [cell for cell in below.cells if cell.text]
    under = [[cell for cell in filled if cell.column in span] for span in spanned]
    return (
        _label_like(below)
        and sum(len(cells) for cells in under) == len(filled)
        and any(len(cells) > 1 for cells in under)
    )


def _is_written(rows: Sequence[GridRow], column: int) -> bool:
    """Whether a column holds text of its own, rather than the numerals of the next."""
    texts = [cell.text for row in rows for cell in row.cells if cell.column == column and cell.text]
    return sum(numerals.parse(text) is None for text in texts) * 2 > len(texts)


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.colspan)


def _width(rows: Sequence[GridRow]) -> int:
    return max((cell.column + cell.colspan for row in rows for cell in row.cells), default=0)


def _label_like(row: GridRow) -> bool:
    cells = [cell for cell in row.cells if cell.text]
    counting = {id(cell) for pair in pairwise(cells) if _counts_on(*pair) for cell in pair}
    return bool(cells) and all(id(cell) in counting or _is_label(cell) for cell in cells)


def _counts_on(one: Cell, other: Cell) -> bool:
    """Whether two labels beside each other count: Q1, Q2."""
    first, second = (numerals.parse(cell.text) or numerals.split(cell.text)[0] for cell in (one, other))
    if first is None or second is None or first.style is not numerals.Style.CODE:
        return False
    return numerals.following(first.style, first.value + 1, first.text) == second.text


def _is_label(cell: Cell) -> bool:
    text = cell.text
    if is_number_label(text):
        return True
    return (
        len(text.split()) <= _LABEL_WORDS
        and all(block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) for block in cell.blocks)
        and not text.endswith((".", ";"))
        and (any(char.isalpha() for char in text) or bool(_YEAR.fullmatch(text)))
        and numerals.parse(text) is None
        and numerals.split(text)[0] is None
        and not numerals.is_dated(text)
    )


def _holds_text(rows: Sequence[GridRow]) -> bool:
    """Whether the rows below a would-be header look like a table's body: several cells wide, and wordier."""
    filled = [sum(1 for cell in row.cells if cell.text) for row in rows]
    wordy = any(len(cell.text.split()) > _LABEL_WORDS for row in rows for cell in row.cells)
    return max(filled) >= 2 and (wordy or max(filled) >= 3)


def _letters(texts: Sequence[str]) -> str:
    return re.sub(r"[^a-z]", "", "".join(texts).lower())
