"""What columns are like, worked out once for all layouts that are tried: fill, repetition, numerals, words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

from corpus.language import numerals
from corpus.language.dates import named_dates
from corpus.language.numerals import Nested, Numeral
from corpus.records import BlockKind, Meaning, fold
from corpus.tables.aligning.choices import is_mark
from corpus.tables.aligning.logical_rows import LogicalRow, numeral_of, split_of
from corpus.tables.aligning.parents import filled_cells, nested_by_blanks
from corpus.tables.columns.column_types import is_state, likely_meanings
from corpus.tables.headers import is_number_label, is_unnamed

_LISTS = (BlockKind.BULLET, BlockKind.LIST)
_VALUE_WORDS = 4  # a longer text with figures in it says something of its own
_TITLE_WORDS = 3  # letters' words from which on a text can title a row by itself
_ALIKE = 0.3  # of a column's codes begin with the same letters: plans number each theme by its own, `E1`, `E2`, `F1`
_CODE_LETTERS = re.compile(r"[A-Z]{1,6}(?![a-z])")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_NAME_WORDS = 6  # that a name has at most
_JOINING = frozenset(("and", "at", "by", "for", "in", "of", "on", "the", "to", "with"))  # small in names, too


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """One column. Lists run over the table's rows; shares are of its filled cells, from 0 to 1."""

    meanings: Mapping[Meaning, float]  # how likely each is, by the heading and the texts
    headed: Mapping[Meaning, float]  # likewise, by the heading alone
    numbering: bool  # the heading is one of columns of numerals, or there is none
    texts: tuple[str, ...]  # folded, without the numeral in front; "" where blank
    filled: tuple[bool, ...]
    numerals: tuple[Numeral | None, ...]
    numbered: tuple[bool, ...]  # a numeral stands before the text, and not in it
    doubled: float  # texts with a numeral of their own as well
    covered: tuple[bool, ...]  # a merged cell of a row above reaches into this one
    fill: float  # of all rows, those under a merged cell aside
    distinct: float
    again: float  # cells that say what the one above says
    recurring: float  # runs of the same text that come again further down
    wordy: float  # texts of several words
    long: float  # texts of more than a line or two
    names: float  # short texts of several words that all begin with capitals: “Harbour Steps”
    values: float  # figures, dates, marks: what says something of a row and names none
    listed: float  # cells of several paragraphs or bullets
    advancing: float  # steps that go one up or begin again, where most cells have numerals
    codes: float  # short texts with a digit
    lettered: bool  # most are codes with letters in front that come again: `C-01`
    marks: float  # cells that only mark their column: ticks
    state: bool  # the heading says how far something has come
    top: str  # the heading above its own heading
    outline: tuple[Nested | None, ...]  # how rows nest by the numerals here
    sparse: tuple[Nested | None, ...]  # how they nest if those with hardly anything beside their text here are parents

    @property
    def runs(self) -> int:
        """How many stretches of rows with one text there are, blanks going with the text above them."""
        return sum(1 for _ in groupby(text for text in self.texts if text))


@dataclass(frozen=True, slots=True)
class TableFacts:
    """All columns of a table, as it is aligned with some number columns and bands."""

    columns: tuple[ColumnFacts, ...]
    breaks: tuple[bool, ...]  # a page, perhaps, ends above the row
    spans: tuple[tuple[float, ...], ...]  # for each column, and each that may title the rows: see `_spans`
    single: tuple[tuple[float, ...], ...]  # likewise: see `_single`

    @property
    def rows(self) -> int:
        return len(self.breaks)


def table_facts(lines: Sequence[LogicalRow], labels: Sequence[str]) -> TableFacts:
    """What the columns under these labels are like. Lines across the table are to be left out before."""
    counts = filled_cells(lines)
    columns = tuple(_facts(lines, index, label, counts) for index, label in enumerate(labels))
    spans = tuple(tuple(_spans(column, key) for key in columns) for column in columns)
    single = tuple(tuple(_single(column, key) for key in columns) for column in columns)
    return TableFacts(columns, tuple(line.row.breaks for line in lines), spans, single)


def _spans(column: ColumnFacts, key: ColumnFacts) -> float:
    """The share of the rows with a title whose text in a column is said by a cell further up, or said again."""
    texts = [text for text, filled in zip(column.texts, key.filled, strict=True) if filled]
    runs = sum(1 for text, _ in groupby(texts) if text)
    return 1 - _share(runs, len(texts)) if runs else 0.0


def _single(column: ColumnFacts, key: ColumnFacts) -> float:
    """The share of a column's texts that stand beside one row with a title only, neither said again nor left blank
    below."""
    stretches: list[int] = []
    last = ""
    for text, filled in zip(column.texts, key.filled, strict=True):
        if text and text != last:
            stretches.append(0)
            last = text
        if stretches and filled:
            stretches[-1] += 1
    return _share(sum(count == 1 for count in stretches), len(stretches))


def _facts(lines: Sequence[LogicalRow], index: int, label: str, counts: Sequence[int]) -> ColumnFacts:
    raw = [line.text(index) for line in lines]
    found = tuple(numeral_of(line, index) for line in lines)
    bare = [split_of(line, index)[1] for line in lines]
    texts = tuple(fold(text) or text.strip() for text in bare)
    filled = tuple(line.filled(index) for line in lines)
    covered = tuple(index in line.shared for line in lines)
    numbered = tuple(bool(line.number(index)) for line in lines)
    doubled = sum(both and split_of(line, index)[0] is not None for line, both in zip(lines, numbered, strict=True))
    some = [text for text in texts if text]
    runs = [text for text, _ in groupby(some)]
    open_cells = sum(1 for cover in covered if not cover)
    return ColumnFacts(
        meanings=likely_meanings(label, _cells(lines, index)),
        headed=likely_meanings(label, ()),
        numbering=is_number_label(label) or is_unnamed(label),
        texts=texts,
        filled=filled,
        numerals=found,
        numbered=numbered,
        doubled=_share(doubled, sum(numbered)),
        covered=covered,
        fill=_share(sum(filled), open_cells),
        distinct=_share(len(set(some)), len(some)),
        again=_share(sum(a == b for a, b in pairwise(some)), len(some) - 1),
        recurring=_share(len(runs) - len(set(runs)), len(runs)),
        wordy=_share(sum(len(_LETTERS.findall(text)) >= _TITLE_WORDS for text in some), len(some)),
        long=_share(sum(len(text.split()) > 30 for text in some), len(some)),
        names=_share(sum(map(_is_name, filter(None, bare))), len(some)),
        values=_share(sum(map(is_value, filter(None, bare))), len(some)),
        listed=_share(sum(_is_list(line, index) for line in lines), len(some)),
        advancing=_advancing(found, filled),
        codes=_share(sum(map(_is_code, filter(None, bare))), len(some)),
        lettered=_are_lettered(list(filter(None, raw))),
        marks=_share(sum(map(is_mark, filter(None, raw))), len(some)),
        state=is_state(label.rpartition(" › ")[2]),
        top=label.rpartition(" › ")[0],
        outline=tuple(numerals.nested([numeral.text if numeral else "" for numeral in found])),
        sparse=tuple(nested_by_blanks(lines, index, counts)),
    )


def _cells(lines: Sequence[LogicalRow], index: int) -> tuple[tuple[str, ...], ...]:
    """The texts of each filled cell of a column."""
    cells = (line.slots[index].blocks for line in lines if index in line.slots)
    return tuple(texts for blocks in cells if (texts := tuple(block.text for block in blocks if block.text)))


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0


@lru_cache(maxsize=8192)
def is_value(text: str) -> bool:
    words = text.split()
    figures = sum(any(map(str.isdigit, word)) for word in words)
    return not _LETTERS.search(text) or (len(words) <= _VALUE_WORDS and figures > 0 and 3 * figures >= len(words))


@lru_cache(maxsize=8192)
def _is_name(text: str) -> bool:
    words = [word for word in _LETTERS.findall(text) if word not in _JOINING]
    brief = len(words) > 1 and len(text.split()) <= _NAME_WORDS
    return brief and not text.isupper() and all(word[0].isupper() for word in words)


@lru_cache(maxsize=8192)
def _is_code(text: str) -> bool:
    brief = len(text.split()) <= 2 and any(map(str.isdigit, text)) and len(text) <= 24
    return brief and not named_dates(text) and not {"£", "%"}.intersection(text)


def _are_lettered(texts: Sequence[str]) -> bool:
    begun = [found[0] for text in texts if (found := _CODE_LETTERS.match(text)) and _is_code(text)]
    return bool(begun) and max(map(begun.count, begun)) >= _ALIKE * len(texts) and 2 * len(begun) > len(texts)


def _is_list(line: LogicalRow, index: int) -> bool:
    blocks = line.slots[index].blocks if index in line.slots else ()
    return len(blocks) > 1 or any(block.kind in _LISTS for block in blocks)


def _advancing(found: Sequence[Numeral | None], filled: Sequence[bool]) -> float:
    seen = [numeral for numeral in found if numeral]
    if len(seen) < 2 or 2 * len(seen) < sum(filled):
        return 0.0
    steps = [b.value == a.value + 1 or (b.value == 1 and b.text != a.text) for a, b in pairwise(seen)]
    return _share(sum(steps), len(steps)) * _share(len(seen), sum(filled))
