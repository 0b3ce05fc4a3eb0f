"""What a table's columns are for, by how they behave: which one keys a row, and which group the rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from corpus.language import numerals
from corpus.language.numerals import Numeral
from corpus.records import fold
from corpus.tables.alignment import LogicalRow
from corpus.tables.column_meanings import Meaning, meaning_of

_MOSTLY = 0.6
_SPARSE = 0.85  # of the fullest column's cells: a column filled less often groups the rows below it
_REPEATED = 0.15
_RECURRING = 0.15  # of a column's runs: values that come again further down group nothing
_FIGURE_WORDS = 4
_LONG_RUNS = 0.35  # of the rows say what the row before says
_FEW = 5  # rows: too few to tell a column that happens to repeat nothing from one that can't


@dataclass(frozen=True, slots=True)
class Roles:
    """Label indexes: `key` begins a row, `groups` stand above it (outermost first), `content` holds items.

    `key_style` and `group_style` are the numerals of most keys and outermost groups, None where they have none.
    """

    key: int
    groups: tuple[int, ...]
    content: tuple[int, ...]
    key_style: numerals.Style | None
    group_style: numerals.Style | None

    @property
    def numbered(self) -> bool:
        return self.key_style is not None


def roles_of(rows: Sequence[LogicalRow], labels: Sequence[str], numbers: Collection[int] = ()) -> Roles:
    """Roles by behaviour: a numbered column whose numerals advance keys the rows; columns left of it
    that are sparse, repeated or numbered group them. Headings only settle what behaviour leaves open.

    `numbers` are the labels under which only the numerals of others stand.
    """
    starts = [row for row in rows if not row.row.breaks] or list(rows)
    columns = [index for index in range(len(labels)) if index not in numbers]
    written = [index for index in columns if any(_filled(row, index) for row in starts)]
    heads = [index for index in written if not _is_about(starts, index, labels)] or written or columns
    counts = {index: _advancing([row for row in rows if _filled(row, index)], index) for index in heads[:4]}
    numbered = [
        index
        for index, count in counts.items()
        if count
        and not _heads_rows(starts, index, columns)
        and not _is_part(starts, index, heads, labels)
        and not (_any_distinct(starts, heads, index) and _groups_from_right(starts, index, labels))
    ]
    key = max(numbered, key=lambda index: (counts[index], index)) if numbered else _plain_key(starts, heads, labels)
    left = [index for index in heads if index < key]
    groups = tuple(
        index
        for index in left
        if (numbered and (index in numbered or len(starts) < _FEW))
        or _groups(starts, index, key)
        or meaning_of(labels[index]) in (Meaning.GROUP, Meaning.AIM)
    ) or tuple(index for index in heads if index > key and _groups_from_right(starts, index, labels))
    return Roles(
        key,
        groups,
        tuple(index for index in columns if index != key and index not in groups),
        _style([numeral_of(row, key) for row in rows]) if numbered else None,
        _style([numeral_of(row, groups[0]) for row in rows]) if groups else None,
    )


def rated(rows: Sequence[LogicalRow]) -> list[int]:
    """Labels under which cells without words are coloured, otherwise than rows are shaded.

    Their colours differ or, if all are one, no words stand among them.
    """
    labels = sorted({label for row in rows for label in row.colours})
    colours = {label: [row.colours[label] for row in rows if label in row.colours] for label in labels}
    return [
        label
        for label in labels
        if len(set(colours[label])) > 1 or (len(colours[label]) > 1 and not any(row.text(label) for row in rows))
    ]


def numeral_of(row: LogicalRow, label: int) -> Numeral | None:
    """The numeral of a cell: from a cell of its own, from automatic numbering, or in front of the text."""
    return numerals.parse(row.number(label)) or numerals.split(row.text(label))[0]


def _filled(row: LogicalRow, label: int) -> bool:
    return bool(row.text(label) or row.number(label))


def _advancing(rows: Sequence[LogicalRow], index: int) -> int:
    """How many cells carry a numeral, if most do and most go one up or begin again; else 0.

    Below a new group numerals may begin again after the very first, as in i, i, i.
    """
    found = [(row, numeral) for row in rows if (numeral := numeral_of(row, index))]
    if len(found) < 2 or len(found) < _MOSTLY * len(rows) * 0.8:
        return 0
    steps = [
        b.value == a.value + 1
        or (b.value == 1 and (a.text != b.text or any(_filled(row, left) for left in range(index))))
        for (_, a), (row, b) in pairwise(found)
    ]
    return len(found) if sum(steps) >= _MOSTLY * len(steps) * 0.8 else 0


def _plain_key(rows: Sequence[LogicalRow], columns: Sequence[int], labels: Sequence[str]) -> int:
    """The first column that doesn't group the rows."""
    for index, after in pairwise(columns):
        above, below = meaning_of(labels[index]), meaning_of(labels[after])
        ranked = above is Meaning.AIM or (above is Meaning.OPEN and below is Meaning.ACTION)
        spanning = ranked and _spans(rows, index, after)
        if above is not Meaning.GROUP and not spanning and not _groups(rows, index, after):
            return index
    return columns[-1]


def _spans(rows: Sequence[LogicalRow], index: int, after: int) -> bool:
    """Whether any text of a column stands beside two of another's: said again or left blank below."""
    found = [(fold(row.text(index)), fold(row.text(after))) for row in rows]
    return any(there and there != beside and here in ("", above) for (above, beside), (here, there) in pairwise(found))


def _is_part(rows: Sequence[LogicalRow], index: int, columns: Sequence[int], labels: Sequence[str]) -> bool:
    """Whether a column is headed as one of parts, and one of its texts stands beside two of the next column."""
    after = next((column for column in columns if column > index), None)
    return after is not None and meaning_of(labels[index]) is Meaning.GROUP and _spans(rows, index, after)


def _any_distinct(rows: Sequence[LogicalRow], columns: Sequence[int], before: int) -> bool:
    """Whether any column left of another says something else in every row."""
    return any(len({row.text(index) for row in rows} - {""}) == len(rows) for index in columns if index < before)


def _is_about(rows: Sequence[LogicalRow], index: int, labels: Sequence[str]) -> bool:
    """Whether a column says something of the rows, such as who and when, rather than naming them.

    Its heading says so or, where that is open, its texts: figures, or values that come again further down.
    """
    meaning = meaning_of(labels[index])
    if meaning is not Meaning.OPEN:
        return meaning is Meaning.ABOUT
    texts = [fold(numerals.split(row.text(index))[1]) for row in rows if row.text(index)]
    figures = sum(len(text.split()) <= _FIGURE_WORDS and any(map(str.isdigit, text)) for text in texts)
    return figures > _MOSTLY * max(len(texts), 1) or _recurs(texts)


def _recurs(texts: Sequence[str]) -> bool:
    """Whether values come again after others, so that they divide the rows into no parts."""
    runs = [text for text, _ in groupby(texts)]
    return len(runs) - len(set(runs)) > _RECURRING * len(runs)


def _groups_from_right(rows: Sequence[LogicalRow], index: int, labels: Sequence[str]) -> bool:
    """Whether a column right of the titles says which part each row belongs to: filled, in runs, and named so.

    Where the name leaves it open, only the last column can be one, and its runs must be longer.
    """
    texts = [fold(row.text(index)) for row in rows]
    again = sum(a == b for a, b in pairwise(texts))
    if not all(texts) or _recurs(texts):
        return False
    if meaning_of(labels[index]) in (Meaning.GROUP, Meaning.AIM):
        return again > _REPEATED * len(texts)
    open_ = meaning_of(labels[index]) is Meaning.OPEN and index == len(labels) - 1
    return open_ and len(set(texts)) > 1 and again > _LONG_RUNS * len(texts)


def _groups(rows: Sequence[LogicalRow], index: int, after: int) -> bool:
    """Whether a column is filled less often than the next, or says the same thing row after row."""
    texts = [fold(row.text(index)) for row in rows]
    filled = sum(1 for text in texts if text)
    beside = sum(1 for row in rows if row.text(after))
    repeated = sum(1 for a, b in pairwise(texts) if a and a == b)
    return filled < _SPARSE * beside or repeated > _REPEATED * max(filled, 1)


def _heads_rows(rows: Sequence[LogicalRow], index: int, columns: Sequence[int]) -> bool:
    """Whether a column's texts stand above whole rows: where it is blank, the next and, mostly, two more aren't."""
    right = [column for column in columns if column > index]
    below = [row for row in rows if not _filled(row, index)]
    if not right or len(below) < (1 - _SPARSE) * len(rows) or not all(_filled(row, right[0]) for row in below):
        return False
    return sum(_filled(row, column) for row in below for column in right) > 2 * len(below)


def _style(seen: Sequence[Numeral | None]) -> numerals.Style | None:
    styles = [numeral.style for numeral in seen if numeral]
    return max(set(styles), key=lambda style: (styles.count(style), style)) if styles else None
