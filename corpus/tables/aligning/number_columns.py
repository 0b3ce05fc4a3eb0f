"""Columns that only number another one, and letters that count headings without a mark after them.

Both are told by how a column behaves, in the whole table: a single cell doesn't show it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from string import ascii_uppercase

from corpus.language import numerals
from corpus.language.numerals import Numeral, Style
from corpus.records import Block, GridRow
from corpus.tables.aligning.logical_rows import LogicalRow, Places, Slot, across_all, label_of
from corpus.tables.headers import is_number_label, is_unnamed

_LEFTMOST = 4  # numerals stand among the first columns; further right they are figures
_MOSTLY = 0.6
_SPARSE = 0.85  # of the numbered rows: a column filled less often stands above them
_REPEATED = 0.15  # likewise one that says the same while the numerals go up
_NUMBERED = 0.3  # of a column's texts at least: numerals are left out here and there, and lost in extractions
_COUNTED = 3  # texts that count so at least: two may be so by chance
_WORDED = re.compile(r"([A-Z][a-z]{1,20}) (\d{1,3})(?:[.:)]|\s[–—-])\s+(?=\S)")
_LETTERED = re.compile(r"([A-Z]) (?=\S)")

Texts = Mapping[int, str]  # of one row, by labels


def number_columns(
    rows: Sequence[tuple[GridRow, Places]], labels: Sequence[str], *, ragged: bool = False
) -> dict[int, int]:
    """The labels under which only numerals stand, each with the label whose texts they number.

    In a ragged table, whose cells wander, only a heading tells.
    """
    texts = [] if ragged else [_by_label(row, places) for row, places in rows]
    columns = [
        label
        for label in range(min(_LEFTMOST, len(labels) - 1))
        if is_number_label(labels[label]) or _counts_on(texts, label) or _numbers_unnamed(texts, labels, label)
    ]
    return {label: _numbered(texts, label, range(label + 1, len(labels))) for label in columns}


def worded(rows: Sequence[tuple[GridRow, Places]], label: int) -> bool:
    """Whether all numerals of a column have a word in front of them, as `Step 2`, so that it may group rows as well."""
    found = [numerals.named(text) for row, places in rows if (text := _by_label(row, places).get(label))]
    return all(named and named.word for named in found)


def only_numbers(texts: Sequence[str]) -> bool:
    """Whether a column without a heading holds numerals, rather than text of its own."""
    return 2 * sum(numerals.named(text) is not None for text in texts) >= len(texts)


def _numbers_unnamed(texts: Sequence[Texts], labels: Sequence[str], label: int) -> bool:
    own = [row[label] for row in texts if row.get(label)]
    return is_unnamed(labels[label]) and bool(own) and only_numbers(own)


def _by_label(row: GridRow, places: Places) -> Texts:
    out: dict[int, str] = {}
    if _heads_part(row, places):
        return out
    for cell in row.cells:
        label = label_of(places, cell)
        if label is not None and cell.blocks:
            out[label] = f"{out.get(label, '')} {cell.text or cell.blocks[0].number}".strip()
    return out


def _heads_part(row: GridRow, places: Places) -> bool:
    """Whether a row is only a heading: one cell across all columns, or one text and nothing beside it."""
    filled = [cell.text for cell in row.cells if cell.text]
    return across_all(row, places) or (len(filled) == 1 and numerals.named(filled[0]) is None)


def _counts_on(texts: Sequence[Texts], label: int) -> bool:
    """Whether all of a column's cells are numerals, each another than the one before, and most the next one."""
    filled = [row for row in texts if row.get(label)]
    found = [named.numeral for row in filled if (named := numerals.named(row[label]))]
    if len(found) < 2 or len(found) < len(filled):
        return False
    fresh = [_begins_part(row, before, label) for before, row in pairwise(texts) if row.get(label)][-len(found) + 1 :]
    steps = [b.value == a.value + 1 or b.value == 1 for a, b in pairwise(found)]
    same = [a.text == b.text and not new for (a, b), new in zip(pairwise(found), fresh, strict=True)]
    return sum(steps) >= _MOSTLY * len(steps) and sum(same) <= _REPEATED * len(steps)


def _begins_part(row: Texts, before: Texts, label: int) -> bool:
    """Whether numerals may begin again: below a heading across the table, or beside another one left of them."""
    return not before or any(row.get(left) not in (None, before.get(left)) for left in range(label))


def _numbered(texts: Sequence[Texts], label: int, after: Sequence[int]) -> int:
    """The first column that is filled, and says something else, wherever a new numeral stands."""
    rows = [
        row for row, before in zip(texts, [{}, *texts], strict=False) if row.get(label) not in (None, before.get(label))
    ]
    for other in after:
        filled = [text for row in rows if (text := row.get(other))]
        again = sum(a == b for a, b in pairwise(filled))
        if len(filled) >= _SPARSE * len(rows) and again <= _REPEATED * len(filled):
            return other
    return after[0]


def with_plain(lines: Sequence[LogicalRow]) -> list[LogicalRow]:
    """The rows with those columns marked as plain in which few texts begin with numerals of one kind.

    There a numeral counts nothing: `850 MHz`, `A4 paper`, or the initial in `W. M. Walker`.
    """
    out = list(lines)
    numbered = {label for line in lines for label, slot in line.slots.items() if slot.number}
    for label in {label for line in lines for label in line.slots} - numbered:
        texts = dict.fromkeys(text for line in lines if (text := line.text(label)))
        found = [numeral for text in texts if (numeral := numerals.split(text)[0])]
        if found and not _counts(found, len(texts)):
            out = [
                line.with_slot(label, replace(line.slots[label], plain=True)) if line.text(label) else line
                for line in out
            ]
    return out


def _counts(found: Sequence[Numeral], texts: int) -> bool:
    """Whether numerals in front of a column's texts count them: enough, of one kind, and letters in order."""
    lettered = [numeral.style in (Style.LETTER, Style.ROMAN) for numeral in found]
    most = 2 * sum(lettered) > len(found)
    kind = [numeral for numeral, letter in zip(found, lettered, strict=True) if letter is most]
    steps = [b.value == a.value + 1 or b.value == 1 for a, b in pairwise(kind)]
    ordered = not most or sum(steps) >= _MOSTLY * len(steps)
    return ordered and len(kind) >= _NUMBERED * texts


def with_words(lines: Sequence[LogicalRow]) -> list[LogicalRow]:
    """The rows with numerals apart that stand behind one word in front of all texts of a column, and count up:
    `Intention 1. Recruit …`, whatever the word is."""
    out = list(lines)
    for label in range(_LEFTMOST):
        found = {at: _WORDED.match(line.text(label)) for at, line in enumerate(out) if line.text(label)}
        numbered = [(match[1], int(match[2])) for match in found.values() if match]
        steps = [b == a + 1 for (_, a), (_, b) in pairwise(numbered)]
        if len(numbered) == len(found) >= _COUNTED and len({word for word, _ in numbered}) == 1 and all(steps):
            out = [_word_apart(line, label, found[at]) if at in found else line for at, line in enumerate(out)]
    return out


def _word_apart(line: LogicalRow, label: int, found: re.Match[str] | None) -> LogicalRow:
    first, *others = line.slots[label].blocks
    if found is None or line.number(label):
        return line
    slot = Slot(found[2], (replace(first, text=first.text[found.end() :]), *others))
    return replace(line.with_slot(label, slot), aside=(*line.aside, replace(first, text=found[1])))


def with_letters(lines: Sequence[LogicalRow]) -> list[LogicalRow]:
    """The rows with numerals of capitals in front of headings, where these begin with A, B, C in turn."""
    out = list(lines)
    for label in range(_LEFTMOST):
        bare = {at for at, line in enumerate(out) if label in line.slots and not line.slots[label].number}
        bare = {at for at in bare if out[at].slots[label].blocks}
        if _lettered([out[at].text(label) for at in sorted(bare)]):
            out = [_numbered_apart(line, label) if at in bare else line for at, line in enumerate(out)]
    if _lettered([line.across[0].text for line in out if line.across]):
        out = [_heading_apart(line) if line.across else line for line in out]
    return out


def _numbered_apart(line: LogicalRow, label: int) -> LogicalRow:
    letter, blocks = _apart(line.slots[label].blocks)
    return line.with_slot(label, Slot(letter, blocks))


def _heading_apart(line: LogicalRow) -> LogicalRow:
    letter, blocks = _apart(line.across)
    return replace(line, across=(replace(blocks[0], number=letter), *blocks[1:]))


def _lettered(texts: Sequence[str]) -> bool:
    distinct = list(dict.fromkeys(texts))
    letters = [found.group(1) for text in distinct if (found := _LETTERED.match(text))]
    return len(distinct) > 1 and letters == list(ascii_uppercase[: len(distinct)])


def _apart(blocks: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
    first, *others = blocks
    return first.text[0], (replace(first, text=first.text[2:]), *others)
