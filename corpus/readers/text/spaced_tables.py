"""Tables in plain text whose columns are drawn with spaces: found by the gaps that all their lines leave free."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import dedent

from corpus.language import numerals

_LABEL = re.compile(r"\S+(?: \S+)*")  # one space parts words, more part columns
RULE = re.compile(r"\A(?=[\s\-=_+|]*?[-=_]{3})[\s\-=_+|]*+")
_LEAST_LABELS = 3
_LEAST_LINES = 3  # that have text in several columns
_LONGEST = 500  # characters of a line over columns
_WANDERS = 3  # characters: pdftotext sets a word as far left or right of its column to keep a space before it
_NEARLY_ALL = 0.8  # of the lines: one of a short table may be the text below it
_GROUPED = (
    1.5  # lines with text in all columns to a stretch between blank lines: from here on these part groups of rows
)
_SAMPLE = 40  # lines by which columns are judged


@dataclass(frozen=True, slots=True)
class SpacedRow:
    """A row's cells, each with its lines; `line` is the index of the first.

    `guessed`: a single space parts two columns where the second doesn't begin, before a word without a capital.
    """

    line: int
    cells: tuple[str, ...]
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class SpacedTable:
    """Lines `first` to `end` (without it) of a text as a table, its header the first row."""

    first: int
    end: int
    rows: tuple[SpacedRow, ...]


def spaced_tables(lines: Sequence[str]) -> Iterator[SpacedTable]:
    """The tables of a text from top to bottom."""
    index = 0
    while index < len(lines):
        table = _table(lines, index) if _could_head(lines[index]) else None
        if table:
            yield table
        index = table.end if table else index + 1


def _could_head(line: str) -> bool:
    if len(line) > _LONGEST or "\t" in line or "   " not in line or RULE.fullmatch(line):
        return False
    labels = _LABEL.findall(line)
    return len(labels) >= _LEAST_LABELS and all(any(map(str.isalpha, label)) or label == "#" for label in labels)


def _table(lines: Sequence[str], first: int) -> SpacedTable | None:
    below = [line for line in lines[first + 1 : first + 1 + _SAMPLE] if line.strip() and not RULE.fullmatch(line)]
    ruled = _ruled(lines[first : first + 2])
    starts = ruled or _starts(lines[first], below)
    apart = {place for place in starts[1:] if _is_wide(below, place)}
    least = 1 if ruled else _LEAST_LINES
    end = first + 1
    shared = seen = 0
    for index in range(first + 1, len(lines)):
        line = lines[index]
        if not line.strip() or RULE.fullmatch(line):
            continue
        again = line.split() == lines[first].split()  # the header of the next table
        if again or "\t" in line or _cuts(line, starts, apart) or (seen >= _SAMPLE and shared < least):
            break
        seen += 1
        if sum(bool(cell) for cell in _cells(line, starts)) > 1:
            shared += 1
            end = index + 1
        elif _cells(line, starts)[0] == "":
            end = index + 1
    if shared < least:
        return None
    return SpacedTable(first, end, tuple(_rows(lines, first, end, starts)))


def _ruled(header: Sequence[str]) -> list[int]:
    """Where columns begin by the rule below a header, if it is broken where they are: `----  ---------`."""
    labels, *rules = header
    if not rules or not RULE.fullmatch(rules[0]):
        return []
    starts = [match.start() for match in re.finditer(r"[-=_]+", rules[0])]
    begin = [match.start() for match in _LABEL.finditer(labels)]
    return [0, *starts[1:]] if len(starts) >= _LEAST_LABELS and len(starts) == len(begin) else []


def _starts(header: str, below: Sequence[str]) -> list[int]:
    """Where columns begin: in each gap between labels, where the fewest lines are cut; as far right as can be."""
    labels = list(_LABEL.finditer(header))
    starts = [0]
    for label, following in pairwise(labels):
        places = range(following.start(), label.end(), -1)
        starts.append(min(places, key=lambda place: sum(_cut(line, place) for line in below)))
    return starts


def _cut(line: str, place: int) -> bool:
    return line[place - 1 : place].strip() != ""


def _border(line: str, place: int) -> int | None:
    """Where the column that begins at a place begins in one line: a word may stand a little to its left or right."""
    if not _cut(line, place) and (line[place - 2 : place].isspace() or not line[place : place + 1].islower()):
        return place
    near = (
        at for at in range(place - _WANDERS, place + _WANDERS + 1) if not _cut(line, at) and line[at : at + 1].strip()
    )
    return min(near, key=lambda at: (line[at].islower(), abs(at - place)), default=None if _cut(line, place) else place)


def _is_wide(lines: Sequence[str], place: int) -> bool:
    """Whether nearly all lines with text on both sides of a place have more than one space there."""
    beside = [line for line in lines if line[:place].strip() and line[place:].strip()]
    return sum("  " in line[place - 2 : place + 1] for line in beside) >= _NEARLY_ALL * len(beside)


def _cuts(line: str, starts: Sequence[int], apart: Collection[int]) -> bool:
    """Whether a line takes no notice of the columns: a word stands across two, or only single spaces between them.

    A single space between two columns says so only where these are `apart` in the other lines.
    """
    inside = [place for place in starts[1:] if line[:place].strip() and line[place:].strip()]
    narrow = [place for place in inside if "  " not in line[place - 2 : place + 1]]
    if any(_border(line, place) is None for place in inside):
        return True
    return bool(narrow) and narrow == inside and (len(narrow) > 1 or narrow[0] in apart)


def _cells(line: str, starts: Sequence[int]) -> list[str]:
    borders = [0, *(_border(line, place) or place for place in starts[1:])]
    pieces = (line[start:end].rstrip() for start, end in pairwise([*borders, max(len(line), borders[-1])]))
    return [piece if piece.strip() else "" for piece in pieces]


def _rows(lines: Sequence[str], first: int, end: int, starts: Sequence[int]) -> Iterator[SpacedRow]:
    """The header, down to a blank line or a rule; then rows parted by blank lines or rules and by numerals in front or,
    without any gaps, by keys."""
    parted = any(not line.strip() or RULE.fullmatch(line) for line in lines[first + 1 : end])
    body = first + 1
    if parted:
        body = next(index for index in range(first + 1, end) if _ends_header(lines[index], starts))
    gaps = _part_rows(lines[body:end], starts)
    yield _row(lines, range(first, body), starts)
    open_row: list[int] = []
    for index in range(body, end):
        line = lines[index]
        gap = not line.strip() or bool(RULE.fullmatch(line))
        cells = _cells(line, starts)
        if open_row and (gap or (numerals.parse(cells[0]) if gaps else _begins(cells))):
            yield _row(lines, open_row, starts)
            open_row = []
        if not gap:
            open_row.append(index)
    if open_row:
        yield _row(lines, open_row, starts)


def _part_rows(lines: Sequence[str], starts: Sequence[int]) -> bool:
    """Whether blank lines or rules stand between rows, and not only between groups of them: a line with text in all
    columns is mostly a row of its own."""
    gaps = [not line.strip() or bool(RULE.fullmatch(line)) for line in lines]
    groups = sum(not gap and (at == 0 or gaps[at - 1]) for at, gap in enumerate(gaps))
    full = sum(not gap and all(_cells(line, starts)) for line, gap in zip(lines, gaps, strict=True))
    return any(gaps) and full < _GROUPED * groups


def _ends_header(line: str, starts: Sequence[int]) -> bool:
    """Whether no header goes on in a line: it is blank, a rule, or itself a numbered row in all its columns."""
    cells = _cells(line, starts)
    full = sum(map(bool, cells)) >= len(starts) - 1
    return not line.strip() or bool(RULE.fullmatch(line)) or (full and any(map(numerals.parse, cells[:2])))


def _begins(cells: Sequence[str]) -> bool:
    """Whether a line begins a row where no gap says so: by a numeral in its first columns, or by the first one."""
    return bool(cells[0]) or any(numerals.parse(cell) for cell in cells[:2])


def _row(lines: Sequence[str], indexes: Sequence[int], starts: Sequence[int]) -> SpacedRow:
    cells = [_cells(lines[index], starts) for index in indexes]
    texts = tuple(dedent("\n".join(column).strip("\n")) for column in zip(*cells, strict=True))
    return SpacedRow(indexes[0], texts, any(_is_guess(lines[index], starts) for index in indexes))


def _is_guess(line: str, starts: Sequence[int]) -> bool:
    borders = [(place, _border(line, place) or place) for place in starts[1:]]
    beside = [(place, at) for place, at in borders if line[:at].strip() and line[at:].strip()]
    return any(at != place and "  " not in line[at - 2 : at] and line[at].islower() for place, at in beside)
