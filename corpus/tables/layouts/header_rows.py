"""What speaks for a row being a table's header, and for a grid having none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from corpus.language import numerals
from corpus.records import BlockKind, Cell, GridRow, Meaning, fold
from corpus.tables.column_types import meaning_of
from corpus.tables.headers import SEARCH_DEPTH
from corpus.tables.layouts.columns import is_value
from corpus.tables.layouts.features import Features

_BODY = 60  # rows below that a header is compared with
_LABEL_WORDS = 10
_PLAIN = (BlockKind.PARAGRAPH, BlockKind.HEADING)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-–/]\s*(?:\d\d){1,2})?")

Header = int | None


def header_rows(rows: Sequence[GridRow]) -> Iterator[Header]:
    """The rows that may be a grid's header, by index; None: it has none."""
    for index, row in enumerate(rows[:SEARCH_DEPTH]):
        if sum(bool(cell.text) for cell in row.cells) > 1 and len(rows) > index + 1:
            yield index
    yield None


def header_features(rows: Sequence[GridRow], index: Header, *, goes_on: bool) -> Features:
    """What speaks for a row being the header. `goes_on`: a table as wide stands before this grid."""
    if index is None:
        return dict(_of_none(rows, goes_on=goes_on))
    body = [row for row in rows[index + 1 :] if any(cell.text for cell in row.cells)][:_BODY]
    return dict([*_of_labels(rows[index]), *_of_body(rows[index], body), *_of_rows_above(rows[:index], rows[index])])


def _of_none(rows: Sequence[GridRow], *, goes_on: bool) -> Iterator[tuple[str, float]]:
    width = max((sum(bool(cell.text) for cell in row.cells) for row in rows), default=0)
    yield "no header", 1.0
    yield "no header: goes on", float(goes_on)
    yield "no header: narrow", float(width <= 2)
    yield "no header: two rows or fewer", float(len(rows) <= 2)


def _of_labels(row: GridRow) -> Iterator[tuple[str, float]]:
    cells = [cell for cell in row.cells if cell.text]
    yield "labels: short", _share(sum(map(_is_short, cells)), len(cells))
    yield "labels: a sentence", _share(sum(map(_is_sentence, cells)), len(cells))
    values = [cell for cell in cells if is_value(cell.text) and not _YEAR.fullmatch(cell.text)]
    yield "labels: values", _share(len(values), len(cells))
    yield "labels: dated", _share(sum(numerals.is_dated(cell.text) for cell in cells), len(cells))
    yield "labels: a numeral in front", _share(sum(_is_numbered(cell) for cell in cells), len(cells))
    yield "labels: say the same", 1 - _share(len({fold(cell.text) for cell in cells}), len(cells))
    yield "labels: known", _share(sum(meaning_of(cell.text) is not Meaning.OTHER for cell in cells), len(cells))
    yield "labels: two known", float(sum(meaning_of(cell.text) is not Meaning.OTHER for cell in cells) > 1)
    yield "labels: blank", _share(len(row.cells) - len(cells), len(row.cells))


def _of_body(header: GridRow, body: Sequence[GridRow]) -> Iterator[tuple[str, float]]:
    labels = {column: cell for cell in header.cells if cell.text for column in _columns(cell)}
    under = {
        column: [cell.text for row in body for cell in row.cells if cell.text and column in _columns(cell)]
        for column in labels
    }
    texts = [(labels[column].text, texts) for column, texts in under.items() if texts]
    beside = sum(1 for row in body for cell in row.cells if cell.text and not labels.keys() & set(_columns(cell)))
    yield "body: text under no label", _share(beside, sum(bool(cell.text) for row in body for cell in row.cells))
    yield "body: values under words", _share(sum(_contrasts(label, cells) for label, cells in texts), len(labels))
    yield "body: longer than its labels", _share(sum(_is_longer(label, cells) for label, cells in texts), len(labels))
    yield "body: says a label again", _share(sum(label in cells for label, cells in texts), len(labels))
    yield "body: nothing under a label", 1 - _share(len(texts), len(labels))
    same = [row for row in body if _words(row) == _words(header)]
    yield "body: the whole header again", float(bool(same))
    yield "body: wordy", float(any(len(text.split()) > _LABEL_WORDS for _, cells in texts for text in cells))
    yield "body: one row", float(len(body) == 1)
    yield "header: two columns", float(len([cell for cell in header.cells if cell.text]) == 2)


def _of_rows_above(above: Sequence[GridRow], header: GridRow) -> Iterator[tuple[str, float]]:
    width = sum(bool(cell.text) for cell in header.cells)
    filled = [sum(bool(cell.text) for cell in row.cells) for row in above]
    filled = [count for count in filled if count]
    yield "above: rows", len(filled) / (len(filled) + 2)
    yield "above: as wide", _share(sum(count >= width for count in filled), len(filled))
    yield "above: several cells", _share(sum(count > 1 for count in filled), len(filled))
    yield "above: first row of all", float(not filled)


def _is_short(cell: Cell) -> bool:
    return len(cell.text.split()) <= _LABEL_WORDS and len(cell.blocks) == 1 and cell.blocks[0].kind in _PLAIN


def _is_sentence(cell: Cell) -> bool:
    return len(cell.text.split()) > 4 and cell.text.endswith((".", ";"))


def _is_numbered(cell: Cell) -> bool:
    return numerals.parse(cell.text) is not None or numerals.split(cell.text)[0] is not None


def _contrasts(label: str, cells: Sequence[str]) -> bool:
    return not is_value(label) and 2 * sum(map(is_value, cells)) > len(cells)


def _is_longer(label: str, cells: Sequence[str]) -> bool:
    return median(map(len, cells)) > 1.5 * len(label)


def _words(row: GridRow) -> list[str]:
    return [fold(cell.text) for cell in row.cells if cell.text]


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.colspan)


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
