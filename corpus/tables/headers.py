"""Finding a table's header, and finding it again where it is repeated, cut apart or misspelt.

A header is recognised by likeness to the table's first header, never by the words in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from corpus.language import numerals
from corpus.records import BlockKind, Cell, GridRow, Meaning
from corpus.tables.columns.column_types import meaning_of

LIKE = 88.0  # of 100: two header rows whose letters are this alike are the same header
_LABEL_WORDS = 10
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-–/]\s*(?:\d\d){1,2})?")
_BOTH = 0.3  # of the rows have texts in both columns under one label: fewer are cells cut apart
SEARCH_DEPTH = 15  # title lines may stand above a header, pages of text may not
_UNNAMED = re.compile(r"Column \d+")
_NUMBER_LABELS = {"no", "nos", "number", "ref", "reference", "id", "item no", "ref no", "reference number", "s no"}


@dataclass(frozen=True, slots=True)
class HeaderPlace:
    """Which rows of a grid are its header: so many from `at` on.

    `turned`: its labels stand down the first column from that row on, and each further column is a row of the table.
    """

    at: int
    deep: int = 1
    turned: bool = False


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
    def at(cls, rows: Sequence[GridRow], index: int, deep: int = 1) -> Header:
        """The header of a true grid, of so many rows from `index` on.

        Labels below a label that spans them are read `Status › Now`; a column without a label, in which
        the table has text, is called `Column 3` by where it stands.
        """
        own = rows[index : index + deep]
        spread, body = stacked(own), rows[index + deep :]
        texts: list[str] = []
        columns: list[int | None] = []
        last: Cell | None = None
        for column in range(_width(rows[index:])):
            over = over_column(spread, column)
            if not over and not _is_filled(body, column):
                columns.append(None)
                continue
            if not over or over[-1] is not last or _stand_side_by_side(body, column - 1, column):
                texts.append(" › ".join(cell.text for cell in over) or f"Column {column + 1}")
            columns.append(len(texts) - 1)
            last = over[-1] if over else None
        return cls(_told_apart(texts), tuple(_letters(labels(row)) for row in own), tuple(columns))

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


def over_column(header: Sequence[GridRow], column: int) -> list[Cell]:
    """The labels over a grid column, the outermost first; one that is said again below itself counts once."""
    cells = [cell for row in header for cell in row.cells if cell.text and column in _columns(cell)]
    return [cell for at, cell in enumerate(cells) if cell.text not in [other.text for other in cells[:at]]]


def stacked(header: Sequence[GridRow]) -> list[GridRow]:
    """The rows of a header with each label over those below it, as far as it spans or leaves blank to its right.

    A label that is said again beside itself, as where merged cells were filled, is one.
    """
    return [*(_spread(top, below) for top, below in pairwise(header)), *header[-1:]]


def _spread(top: GridRow, below: GridRow) -> GridRow:
    under = {cell.column: cell for cell in below.cells if cell.text}
    out: list[Cell] = []
    for cell in sorted((cell for cell in top.cells if cell.text), key=lambda cell: cell.column):
        last = out[-1] if out else None
        if last and last.text == cell.text and last.column + last.colspan == cell.column:
            out[-1] = replace(last, colspan=last.colspan + cell.colspan)
        else:
            out.append(cell)
    ends = [*(cell.column for cell in out[1:]), max(under, default=0) + 1]
    reached = [_reaching(cell, end, under) for cell, end in zip(out, ends, strict=False)]
    widths = {cell.colspan for cell in reached[:-1]} - {1}
    if len(widths) == 1:  # as wide as those before it, where nothing else ends the last one
        reached[-1] = replace(reached[-1], colspan=min(reached[-1].colspan, max(out[-1].colspan, *widths)))
    return replace(top, cells=tuple(reached))


def _reaching(cell: Cell, end: int, under: Mapping[int, Cell]) -> Cell:
    """A label reaching over the blanks to its right as far as labels stand below them, and below itself.

    Where those count, as Q1, Q2 and years do, it reaches as far as they go on counting.
    """
    if cell.colspan > 1:
        return cell
    below = [under[column] for column in takewhile(under.__contains__, range(cell.column, end))]
    counting = 1 + sum(
        1 for _ in takewhile(lambda pair: numerals.counts_on(*pair), pairwise(cell.text for cell in below))
    )
    return replace(cell, colspan=counting if counting > 1 else max(len(below), 1))


def heads(top: GridRow, below: GridRow) -> bool:
    """Whether a row of labels may head those in the row below it: one at least spans several, and none spans all."""
    filled = [cell for cell in below.cells if cell.text]
    spread = [cell for cell in _spread(top, below).cells if cell.text]
    under = [sum(cell.column in _columns(over) for cell in filled) for over in spread]
    return max(under, default=0) > 1 and not (len(spread) == 1 and under[0] == len(filled))


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


def is_unnamed(label: str) -> bool:
    """Whether a column is called by its place, because the table has no heading for it."""
    return bool(_UNNAMED.fullmatch(label))


def _is_filled(rows: Sequence[GridRow], column: int) -> bool:
    return any(cell.column == column and cell.text for row in rows for cell in row.cells)


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.colspan)


def _width(rows: Sequence[GridRow]) -> int:
    return max((cell.column + cell.colspan for row in rows for cell in row.cells), default=0)


def _label_like(row: GridRow) -> bool:
    cells = [cell for cell in row.cells if cell.text]
    counting = {
        id(cell) for pair in pairwise(cells) if numerals.counts_on(*(cell.text for cell in pair)) for cell in pair
    }
    return bool(cells) and all(id(cell) in counting or _is_label(cell) for cell in cells)


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
