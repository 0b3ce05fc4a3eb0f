"""What speaks for a row being a table's header, and for a grid having none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.language import numerals
from corpus.records import BlockKind, Cell, Grid, GridRow, fold
from corpus.tables.columns.column_types import is_known, is_state
from corpus.tables.headers import SEARCH_DEPTH, HeaderPlace, find, heads, over_column, stacked
from corpus.tables.layouts.choice import Candidate, Choice, choose, fitted_weights
from corpus.tables.layouts.columns import is_value
from corpus.tables.layouts.features import Features

_DEEPEST = 3  # rows of a header
_BODY = 24  # rows below that a header is compared with: more tell the same, and take longer
_LABEL_WORDS = 10
_LABEL_LINES = 4
_FEW_WORDS = 4
_PLAIN = (BlockKind.PARAGRAPH, BlockKind.HEADING)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-–/]\s*(?:\d\d){1,2})?")

_TURNED = (3, 30)  # labels down the first column of a table that is turned: fewer or more are rows
_ABOVE_TURNED = 3  # rows of several cells among which such a table begins
# What is asked of the labels down the first column and of those in a row alike, where they compete.
_BESIDE = (
    "labels: short",
    "labels: values",
    "labels: known",
    "labels: two known",
    "labels: a numeral in front",
    "labels: say the same",
    "body: values under words",
    "body: longer than its labels",
    "body: columns of one kind",
)
# Headings of columns that tell of a document and its people rather than of a plan consist of these words.
_OF_DOCUMENT = """version revision draft author authors change changes amendment amendments amended approver approved by
    date email telephone phone role name contact meaning means definition term stands for what it abbreviation acronym
    description full"""
_DOCUMENT_WORDS = frozenset(_OF_DOCUMENT.split())
_WIDE = 12  # columns that such a table has at most


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


def header_choice(
    grid: Grid, *, goes_on: bool = False, headed: bool = False, known: Collection[tuple[str, ...]] = ()
) -> Choice[HeaderPlace | None]:
    """The rows that are a grid's header, None where it has none.

    `goes_on`: a table as wide stands before it. `headed`: a heading stands between them. `known` are the headers of
    tables before it, folded.
    """
    if grid.ragged:
        at = find(grid.rows)
        return Choice(None if at is None else HeaderPlace(at), 1.0)
    found = header_candidates(grid.rows, goes_on=goes_on, headed=headed, known=known)
    return choose(found, fitted_weights("headers"))


def header_candidates(
    rows: Sequence[GridRow], *, goes_on: bool, headed: bool = False, known: Collection[tuple[str, ...]] = ()
) -> Iterator[Candidate[HeaderPlace | None]]:
    """The rows that may be a grid's header with what speaks for them; None: it has none.

    `goes_on`: a table as wide stands before this grid. `headed`: a heading stands between them. `known` are the
    headers of tables before it, folded.
    """
    upright = [_texts(row) for row in rows[: SEARCH_DEPTH + _BODY]]
    plain: dict[int, Features] = {}  # of single rows
    for place in header_places(rows):
        header = _header(rows, place)
        if place.turned:
            texts = [header, *map(_texts, turned(rows[place.at :])[1 : _BODY + 1])]
            found = _features(texts, 0, 1, len(header))
            beside = plain[place.at]
            above = {name: value for name, value in beside.items() if name.startswith("above")}
            longer = {
                "turned: longer labels than upright": _words(header) / (_words(header) + _words(upright[place.at]))
            }
            found = {**found, **above, **longer, **dict(_of_turned(found, beside, len(header), len(texts) - 1))}
        else:
            texts = [*upright[: place.at], header, *upright[place.at + 1 :]]
            found = _features(texts, place.at, place.deep, len(rows[place.at + place.deep - 1].cells))
            plain.setdefault(place.at, found)
        own = {"labels: a header before": float(tuple(label.folded for label in header) in known)}
        yield Candidate(place, {**found, **own, **dict(_of_place(rows, place))})
    yield Candidate(None, dict(_of_none(upright, goes_on=goes_on, headed=headed)))


def header_places(rows: Sequence[GridRow]) -> Iterator[HeaderPlace]:
    """Where a grid's header may stand: in one row, in several that head one another, or down the first column."""
    filled = [sum(bool(cell.text) for cell in row.cells) for row in rows[: SEARCH_DEPTH + _DEEPEST]]
    for at in range(min(SEARCH_DEPTH, len(rows) - 1)):
        depths = [1] if filled[at] > 1 else []
        for deep in range(2, min(_DEEPEST, len(rows) - 1 - at) + 1):
            if filled[at + deep - 1] < 2 or not heads(rows[at + deep - 2], rows[at + deep - 1]):
                break
            depths.append(deep)
        whole = [deep for deep in depths if _ends_whole(rows[at : at + deep])]
        yield from (HeaderPlace(at, deep) for deep in whole or depths)
    for at in [at for at, count in enumerate(filled) if count > 1][:_ABOVE_TURNED]:
        if _may_be_turned(rows[at:]):
            yield HeaderPlace(at, turned=True)


def _ends_whole(header: Sequence[GridRow]) -> bool:
    """Whether no label reaches beyond a header's rows, as one that is merged down beside labels in two rows does."""
    return all(cell.rowspan <= len(header) - at for at, row in enumerate(header) for cell in row.cells if cell.text)


def _may_be_turned(rows: Sequence[GridRow]) -> bool:
    """Whether texts stand all down the first column, few enough to be labels, with several columns beside them."""
    if not _TURNED[0] <= len(rows) <= _TURNED[1] or any(row.breaks or row.gap for row in rows):
        return False
    width = max((cell.column + cell.colspan for row in rows for cell in row.cells), default=0)
    labels = [cell for row in rows for cell in row.cells if cell.column == 0 and cell.text and cell.colspan == 1]
    return 2 < width <= _WIDE and len(labels) >= len(rows) - 1


def turned(rows: Sequence[GridRow]) -> list[GridRow]:
    """A table with its columns for rows."""
    columns: dict[int, list[Cell]] = {}
    for at, row in enumerate(rows):
        for cell in row.cells:
            columns.setdefault(cell.column, []).append(
                replace(cell, column=at, colspan=cell.rowspan, rowspan=cell.colspan)
            )
    return [
        GridRow(tuple(cells), next((block.location for cell in cells for block in cell.blocks), rows[0].location))
        for _, cells in sorted(columns.items())
    ]


def _header(rows: Sequence[GridRow], place: HeaderPlace) -> _Texts:
    """A header's labels, those below others with the ones above them."""
    if place.turned:
        return _texts(turned(rows[place.at :])[0])
    own = rows[place.at : place.at + place.deep]
    if place.deep == 1:
        return _texts(own[0])
    spread, out, last = stacked(own), list[_Text](), None
    for column in range(max(cell.column + cell.colspan for row in spread for cell in row.cells)):
        over = over_column(spread, column)
        if over and over[-1] is not last:
            text = " › ".join(cell.text for cell in over)
            out.append(_Text(over[-1], text, fold(text), is_value(over[-1].text), _is_known(text)))
        last = over[-1] if over else None
    return out


def _of_place(rows: Sequence[GridRow], place: HeaderPlace) -> Iterator[tuple[str, float]]:
    """What speaks for labels in several rows, and against one row alone."""
    yield "deep", float(place.deep - 1)
    if place.turned:
        return
    if place.deep == 1:
        above, own, below = rows[place.at - 1] if place.at else None, rows[place.at], rows[place.at + 1]
        yield "one row: may be headed by the one above", float(above is not None and heads(above, own))
        labels = _texts(below) if heads(own, below) else []
        plain = [label for label in labels if _is_short(label) and not label.value and not _is_numbered(label)]
        yield "one row: may head the one below", float(bool(labels))
        yield "one row: may head labels below", _share(len(plain), len(labels))
        return
    top, below = rows[place.at + place.deep - 2 : place.at + place.deep]
    over = [cell for cell in stacked([top, below])[0].cells if cell.text]
    labels = _texts(below)
    spans = [next((cell for cell in over if label.cell.column in _columns(cell)), None) for label in labels]
    counts = Counter(id(cell) for cell in spans if cell)
    yield "deep: under a label of several", _share(sum(counts[id(cell)] > 1 for cell in spans if cell), len(labels))
    yield "deep: under a label of its own", _share(sum(counts[id(cell)] == 1 for cell in spans if cell), len(labels))
    yield "deep: merged above", _share(sum(cell.colspan > 1 for cell in top.cells if cell.text), len(over))
    alone = [label for label, cell in zip(labels, spans, strict=True) if cell and counts[id(cell)] == 1]
    yield "deep: none under a label of its own", float(not alone)
    yield "deep: values above", float(any(label.value or numerals.is_dated(label.text) for label in _texts(top)))
    yield "deep: values", _share(sum(label.value for label in labels), len(labels))
    yield "deep: numerals", _share(sum(map(_is_numbered, labels)), len(labels))
    yield "deep: known", _share(sum(label.known for label in labels), len(labels))
    yield "deep: long", _share(sum(not _is_short(label) for label in labels), len(labels))


def _words(labels: _Texts) -> float:
    return _mean([len(label.text.split()) for label in labels])


def _of_turned(turned: Features, upright: Features, labels: int, rows: int) -> Iterator[tuple[str, float]]:
    """What speaks for labels down the first column, beside the row that would be the header else."""
    yield "turned", 1.0
    yield "turned: more rows than labels", _share(rows, rows + labels)
    for name in _BESIDE:
        yield f"turned: {name}", turned[name]
        yield f"turned: not {name}", upright[name]


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.colspan)


def _texts(row: GridRow) -> _Texts:
    filled = [(cell, text) for cell in row.cells if (text := cell.text)]
    return [_Text(cell, text, fold(text), is_value(text), _is_known(text)) for cell, text in filled]


def _is_known(text: str) -> bool:
    """Whether headings of plans have such words. `Action 3.1` counts actions, and heads no column of them."""
    return is_known(text) and numerals.named(text) is None


def _features(rows: Sequence[_Texts], index: int, deep: int, cells: int) -> Features:
    body = [row for row in rows[index + deep :] if row][:_BODY]
    header = rows[index]
    return dict([*_of_labels(header, cells), *_of_body(header, body), *_of_rows_above(rows[:index], header)])


def _of_none(rows: Sequence[_Texts], *, goes_on: bool, headed: bool) -> Iterator[tuple[str, float]]:
    width = max(map(len, rows), default=0)
    yield "no header", 1.0
    yield "no header: goes on", float(goes_on)
    yield "no header: goes on below a heading", float(goes_on and headed)
    yield "no header: narrow", float(width <= 2)
    yield "no header: two rows or fewer", float(len(rows) <= 2)


def _of_labels(row: _Texts, cells: int) -> Iterator[tuple[str, float]]:
    counting = {
        id(label)
        for pair in pairwise(row)
        if numerals.counts_on(*(label.cell.text for label in pair))
        for label in pair
    }
    values = [label for label in row if label.value and not _YEAR.fullmatch(label.text) and id(label) not in counting]
    numbered = [label for label in row if _is_numbered(label) and id(label) not in counting]
    yield "labels: short", _share(sum(map(_is_short, row)), len(row))
    yield "labels: a sentence", _share(sum(map(_is_sentence, row)), len(row))
    yield "labels: values", _share(len(values), len(row))
    yield "labels: dated", _share(sum(numerals.is_dated(label.text) for label in row), len(row))
    yield "labels: a numeral in front", _share(len(numbered), len(row))
    yield "labels: say the same", 1 - _share(len({label.folded for label in row}), len(row))
    yield "labels: known", _share(sum(label.known for label in row), len(row))
    yield "labels: two known", float(sum(label.known for label in row) > 1)
    yield "labels: counting", _share(len(counting), len(row))
    yield "labels: blank", _share(cells - len(row), cells)
    yield "labels: of a document's history or contacts", _share(sum(map(_is_of_document, row)), len(row))


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
    wide = [label for label in header if len(label.columns) > 1]
    parts = (cell for row in body for cell in row if any(_is_part_under(label, cell) for label in wide))
    yield "body: several columns under a label", _share(len(list(parts)), sum(map(len, body)))
    yield "body: values under words", _share(sum(_contrasts(label, cells) for label, cells in columns), len(labels))
    yield "body: longer than its labels", _share(sum(_is_longer(label, cells) for label, cells in columns), len(labels))
    yield "body: says a label again", _share(sum(_says_again(label, cells) for label, cells in columns), len(labels))
    yield "body: nothing under a label", 1 - _share(len(columns), len(labels))
    words = [label.folded for label in header]
    yield "body: the whole header again", float(any([cell.folded for cell in row] == words for row in body))
    yield "body: columns of one kind", _mean([_purity(cells) for _, cells in columns if len(cells) > 1])
    yield "body: wordy", float(any(len(cell.text.split()) > _LABEL_WORDS for row in body for cell in row))
    yield "body: one row", float(len(body) == 1)
    firsts = under.get(min(labels, default=0), [])
    states = _share(sum(is_state(cell.text) for cell in firsts), len(firsts))
    yield "header: two columns", float(len(header) == 2)
    forms = _share(
        sum(cell.known and _is_short(cell) and len(cell.text.split()) <= _FEW_WORDS for cell in firsts), len(firsts)
    )
    yield "header: two columns, states in the first", float(len(header) == 2) * states
    yield "header: two columns, labels down the first", float(len(header) == 2) * forms
    yield "header: states in the first column", states
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


def _is_of_document(label: _Text) -> bool:
    return _DOCUMENT_WORDS.issuperset(label.folded.split())


def _is_numbered(label: _Text) -> bool:
    return numerals.parse(label.text) is not None or numerals.split(label.text)[0] is not None


def _contrasts(label: _Text, cells: _Texts) -> bool:
    return not label.value and 2 * sum(cell.value for cell in cells) > len(cells)


def _is_longer(label: _Text, cells: _Texts) -> bool:
    return median(len(cell.text) for cell in cells) > 1.5 * len(label.text)


def _is_part_under(label: _Text, cell: _Text) -> bool:
    """Whether a cell fills only some of a label's columns."""
    return cell.columns.start in label.columns and len(cell.columns) < len(label.columns)


def _says_again(label: _Text, cells: _Texts) -> bool:
    return any(cell.folded == label.folded for cell in cells)


def _purity(cells: _Texts) -> float:
    """The share of a column's cells that are of its commonest kind: values, a few words, or more."""
    kinds = Counter("value" if cell.value else len(cell.text.split()) > _FEW_WORDS for cell in cells)
    return _share(max(kinds.values()), len(cells))


def _mean(shares: Sequence[float]) -> float:
    return _share(sum(shares), len(shares))


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


def folded(rows: Sequence[GridRow], place: HeaderPlace) -> tuple[str, ...]:
    """A header as later ones are compared with it."""
    return tuple(label.folded for label in _header(rows, place))
