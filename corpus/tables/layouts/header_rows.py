"""What speaks for a row being a table's header, and for a grid having none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from corpus.language import numerals
from corpus.records import BlockKind, Cell, GridRow, Meaning, fold
from corpus.tables.column_types import meaning_of
from corpus.tables.headers import SEARCH_DEPTH
from corpus.tables.layouts.choice import Candidate
from corpus.tables.layouts.columns import is_value
from corpus.tables.layouts.features import Features

_BODY = 24  # rows below that a header is compared with: more tell the same, and take longer
_LABEL_WORDS = 10
_LABEL_LINES = 4
_PLAIN = (BlockKind.PARAGRAPH, BlockKind.HEADING)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-–/]\s*(?:\d\d){1,2})?")

Header = int | None


@dataclass(frozen=True, slots=True)
class _Text:
    """A filled cell, with what is asked of it again and again."""

    cell: Cell
    text: str
    folded: str
    value: bool  # a figure, a date, a mark
    known: bool  # its words are such as headings of plans have

    @property
    def columns(self) -> range:
        return range(self.cell.column, self.cell.column + self.cell.colspan)


_Texts = Sequence[_Text]


def header_candidates(
    rows: Sequence[GridRow], *, goes_on: bool, known: Collection[tuple[str, ...]] = ()
) -> Iterator[Candidate[Header]]:
    """The rows that may be a grid's header, by index, with what speaks for them; None: it has none.

    `goes_on`: a table as wide stands before this grid. `known` are the headers of tables before it, folded.
    """
    texts = [_texts(row) for row in rows[: SEARCH_DEPTH + _BODY]]
    for index, row in enumerate(texts[:SEARCH_DEPTH]):
        if len(row) > 1 and len(rows) > index + 1:
            again = {"labels: a header before": float(tuple(label.folded for label in row) in known)}
            yield Candidate(index, {**_features(texts, index, len(rows[index].cells)), **again})
    yield Candidate(None, dict(_of_none(texts, goes_on=goes_on)))


def _texts(row: GridRow) -> _Texts:
    filled = [(cell, text) for cell in row.cells if (text := cell.text)]
    return [
        _Text(cell, text, fold(text), is_value(text), meaning_of(text) is not Meaning.OTHER) for cell, text in filled
    ]


def _features(rows: Sequence[_Texts], index: int, cells: int) -> Features:
    body = [row for row in rows[index + 1 :] if row][:_BODY]
    header = rows[index]
    return dict([*_of_labels(header, cells), *_of_body(header, body), *_of_rows_above(rows[:index], header)])


def _of_none(rows: Sequence[_Texts], *, goes_on: bool) -> Iterator[tuple[str, float]]:
    width = max(map(len, rows), default=0)
    yield "no header", 1.0
    yield "no header: goes on", float(goes_on)
    yield "no header: narrow", float(width <= 2)
    yield "no header: two rows or fewer", float(len(rows) <= 2)


def _of_labels(row: _Texts, cells: int) -> Iterator[tuple[str, float]]:
    values = [label for label in row if label.value and not _YEAR.fullmatch(label.text)]
    yield "labels: short", _share(sum(map(_is_short, row)), len(row))
    yield "labels: a sentence", _share(sum(map(_is_sentence, row)), len(row))
    yield "labels: values", _share(len(values), len(row))
    yield "labels: dated", _share(sum(numerals.is_dated(label.text) for label in row), len(row))
    yield "labels: a numeral in front", _share(sum(map(_is_numbered, row)), len(row))
    yield "labels: say the same", 1 - _share(len({label.folded for label in row}), len(row))
    yield "labels: known", _share(sum(label.known for label in row), len(row))
    yield "labels: two known", float(sum(label.known for label in row) > 1)
    yield "labels: blank", _share(cells - len(row), cells)


def _of_body(header: _Texts, body: Sequence[_Texts]) -> Iterator[tuple[str, float]]:
    labels = {column: label for label in header for column in label.columns}
    under: dict[int, list[_Text]] = {}
    beside = 0
    for row in body:
        for cell in row:
            own = [column for column in cell.columns if column in labels]
            beside += not own
            for column in own:
                under.setdefault(column, []).append(cell)
    columns = [(labels[column], cells) for column, cells in under.items()]
    yield "body: text under no label", _share(beside, sum(map(len, body)))
    yield "body: values under words", _share(sum(_contrasts(label, cells) for label, cells in columns), len(labels))
    yield "body: longer than its labels", _share(sum(_is_longer(label, cells) for label, cells in columns), len(labels))
    yield "body: says a label again", _share(sum(_says_again(label, cells) for label, cells in columns), len(labels))
    yield "body: nothing under a label", 1 - _share(len(columns), len(labels))
    words = [label.folded for label in header]
    yield "body: the whole header again", float(any([cell.folded for cell in row] == words for row in body))
    yield "body: wordy", float(any(len(cell.text.split()) > _LABEL_WORDS for row in body for cell in row))
    yield "body: one row", float(len(body) == 1)
    yield "header: two columns", float(len(header) == 2)
    yield "header: two columns, neither known", float(len(header) == 2 and not any(label.known for label in header))


def _of_rows_above(above: Sequence[_Texts], header: _Texts) -> Iterator[tuple[str, float]]:
    filled = [len(row) for row in above if row]
    yield "above: rows", len(filled) / (len(filled) + 2)
    yield "above: as wide", _share(sum(count >= len(header) for count in filled), len(filled))
    yield "above: several cells", _share(sum(count > 1 for count in filled), len(filled))
    yield "above: first row of all", float(not filled)
    words = [label.folded for label in header]
    yield "above: the same row", float(any([label.folded for label in row] == words for row in above))


def _is_short(label: _Text) -> bool:
    plain = all(block.kind in _PLAIN for block in label.cell.blocks)
    return plain and len(label.text.split()) <= _LABEL_WORDS and len(label.cell.blocks) <= _LABEL_LINES


def _is_sentence(label: _Text) -> bool:
    return len(label.text.split()) > 4 and label.text.endswith((".", ";"))


def _is_numbered(label: _Text) -> bool:
    return numerals.parse(label.text) is not None or numerals.split(label.text)[0] is not None


def _contrasts(label: _Text, cells: _Texts) -> bool:
    return not label.value and 2 * sum(cell.value for cell in cells) > len(cells)


def _is_longer(label: _Text, cells: _Texts) -> bool:
    return median(len(cell.text) for cell in cells) > 1.5 * len(label.text)


def _says_again(label: _Text, cells: _Texts) -> bool:
    return any(cell.folded == label.folded for cell in cells)


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


def folded(row: GridRow) -> tuple[str, ...]:
    """A header as later ones are compared with it."""
    return tuple(fold(text) for cell in row.cells if (text := cell.text))
