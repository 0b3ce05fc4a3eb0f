"""Headings in a row of their own: across the table or, where no cell can span it, as in CSV, in the first cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from corpus.language import numerals
from corpus.language.wording import labelled
from corpus.records import Meaning, fold
from corpus.tables.aligning.logical_rows import LogicalRow
from corpus.tables.columns.column_types import meaning_of

_HEADING_WORDS = 20
_MOSTLY = 0.8
_SELDOM = 0.2


def with_bands(lines: Sequence[LogicalRow]) -> list[LogicalRow]:
    """The rows with such headings across the table, where they are clearly no rows with nothing else to say yet.

    The table begins with one, they come again, most stand directly above fuller rows, and those all have a numeral or
    a further cell that no heading has. What stands across the table below all rows is a note.
    """
    notes = list(takewhile(lambda line: bool(line.across), reversed(lines)))[::-1]
    lines = lines[: len(lines) - len(notes)]
    return [*_with_bands(lines), *notes]


def _with_bands(lines: Sequence[LogicalRow]) -> list[LogicalRow]:
    if not lines or not _is_alone(lines[0]) or any(line.across for line in lines):
        return list(lines)
    label = min(lines[0].slots)
    numbered = _is_numbered(lines[0])
    alone = [_is_alone(line) and label in line.slots and _is_numbered(line) is numbered for line in lines]
    rows = [line for line, lone in zip(lines, alone, strict=True) if not lone]
    if not _come_again(alone) or not _told_from(rows, label, numbered=numbered):
        return list(lines)
    alone[-1] = False  # the last line heads nothing
    return [_across(line, label) if lone else line for line, lone in zip(lines, alone, strict=True)]


def _come_again(alone: Sequence[bool]) -> bool:
    """Whether lone texts come again, fewer than the rows, and mostly directly above one."""
    doubled = sum(one and other for one, other in pairwise(alone))
    return 2 <= sum(alone) <= len(alone) - sum(alone) and doubled <= _SELDOM * sum(alone)


def _told_from(rows: Sequence[LogicalRow], label: int, *, numbered: bool) -> bool:
    """Whether all rows have what no heading has: a further cell or, where headings have none, a numeral."""
    return _filled_beside(rows, label) or (not numbered and sum(map(_is_numbered, rows)) >= _MOSTLY * len(rows))


def with_headings(lines: Sequence[LogicalRow], headings: Sequence[str], *, every: bool = False) -> list[LogicalRow]:
    """The rows with those across the table that are one short text and one of these, or `every` one."""
    known = {fold(heading) for heading in headings}
    return [_across(line, min(line.slots)) if _is_heading(line, known, every=every) else line for line in lines]


def _is_heading(line: LogicalRow, known: Collection[str], *, every: bool) -> bool:
    filled = [slot.text for slot in line.slots.values() if slot.text]
    short = len(filled) == len(line.slots) == 1 and len(filled[0].split()) <= _HEADING_WORDS
    return short and (every or fold(filled[0]) in known)


def _across(line: LogicalRow, label: int) -> LogicalRow:
    return replace(line.without(label), across=line.slots[label].blocks)


def nested_bands(lines: Sequence[LogicalRow]) -> list[LogicalRow]:
    """Says how deep headings across a table stand: where they follow one another, the last one has rows of its own.

    The table begins with all of them. A single one that stands above others, and has no numeral, is its title.
    """
    runs = [list(run) for divided, run in groupby(_new_bands(lines), key=lambda at: divides(lines[at])) if divided]
    runs = [run for run in runs if run[-1] != len(lines) - 1]
    if not runs or max(map(len, runs)) > len(runs[0]):
        return list(lines)
    deepest = len(runs[0])
    if sum(len(run) > 1 for run in runs) <= 1 and not numerals.split(lines[runs[0][0]].across[0].text)[0]:
        return list(lines)
    depths = {at: depth for run in runs for depth, at in enumerate(run, start=deepest - len(run))}
    return [replace(line, depth=depths.get(at, line.depth)) for at, line in enumerate(lines)]


Lines = Sequence[LogicalRow]


def with_labelled(labels: Sequence[str], tables: Sequence[Lines]) -> tuple[tuple[str, ...], list[list[LogicalRow]]]:
    """Texts across the tables that say more of the row above (`Update: …`) under labels of their own.

    Such a text comes again and stands below rows only, or there is one below every row. Returns the labels with those
    added, and the tables.
    """
    found, heading = _said_across(tables)
    last = {fold(match[1]) for lines in tables if lines and (match := _labelled(lines[-1]))}
    ends = {name for name in last if len(found[name]) <= len(tables)}  # a source or note below each table
    taken = [
        name for name, said in found.items() if len(said) > 1 and name not in heading | ends and _says_of_rows(name)
    ]
    places = {name: place for place, name in enumerate(taken, start=len(labels))}
    moved = [[_under_label(line, places) for line in lines] for lines in tables]
    labels = (*labels, *(found[name][0] for name in taken))
    if not all(map(_alternates, moved)):
        return labels, moved
    below = [[_below_row(line, len(labels)) for line in lines] for lines in moved]
    return (*labels, f"Column {len(labels) + 1}"), below


def _alternates(lines: Lines) -> bool:
    """Whether a text across the table stands below every row, from the first to the last: it says more of that row."""
    across = [bool(line.across) for line in lines]
    return len(lines) > 2 and across == [bool(at % 2) for at in range(len(lines))] and across[-1]


def _below_row(line: LogicalRow, place: int) -> LogicalRow:
    return replace(line.having(place, line.across), across=()) if line.across else line


def _said_across(tables: Sequence[Lines]) -> tuple[dict[str, list[str]], set[str]]:
    """The labels of texts across the tables, folded, as they are written; and those that stand where headings do."""
    found: dict[str, list[str]] = {}
    heading: set[str] = set()
    for lines in tables:
        for before, line in pairwise([None, *lines]):
            if line and (match := _labelled(line)):
                found.setdefault(fold(match[1]), []).append(match[1])
                heading |= {fold(match[1])} if before is None or _is_unlabelled(before) else set()
    return found, heading


def _labelled(line: LogicalRow) -> re.Match[str] | None:
    return labelled(line.across[0].text) if line.across else None


def _under_label(line: LogicalRow, places: Mapping[str, int]) -> LogicalRow:
    match = _labelled(line)
    if not match or fold(match[1]) not in places:
        return line
    first, *others = line.across
    said = replace(first, text=first.text[match.end() :])
    out = line.having(places[fold(match[1])], tuple(block for block in (said, *others) if block.text))
    return replace(out, aside=(replace(first, text=match[0].strip()),), across=())


def _is_unlabelled(line: LogicalRow) -> bool:
    return divides(line) and not _labelled(line)


def _says_of_rows(name: str) -> bool:
    return meaning_of(name) not in (Meaning.GROUP,)


def _new_bands(lines: Sequence[LogicalRow]) -> Iterator[int]:
    """The lines, by index, without headings that are said again, as at the top of a page."""
    said: set[str] = set()
    for at, line in enumerate(lines):
        text = fold(uncontinued(line.across[0].text)) if divides(line) else ""
        if text not in said:
            yield at
        said |= {text} - {""}


def divides(line: LogicalRow) -> bool:
    """Whether a cell across the whole table is a heading: one short text."""
    return len(line.across) == 1 and len(line.across[0].text.split()) <= _HEADING_WORDS


def uncontinued(text: str) -> str:
    """A heading without the word that says it was begun on an earlier page."""
    folded = text.rstrip(" .)")
    for ending in ("continued", "cont’d", "cont'd", "contd", "cont"):
        if folded.lower().endswith(ending):
            return folded[: -len(ending)].rstrip(" (–-")
    return text


def _is_alone(line: LogicalRow) -> bool:
    """Whether a row is one short text near its left end and nothing else; all its other cells may share a colour."""
    filled = sorted(label for label, slot in line.slots.items() if slot.text or slot.number)
    shaded = len({*line.colours.values()}) == 1 and len(line.colours) == len(line.row.cells) - 1 > 1
    rated = bool(line.colours) and not shaded
    if len(filled) != 1 or filled[0] > 1 or line.row.breaks or line.shared or rated:
        return False
    slot = line.slots[filled[0]]
    words = len(slot.text.split())
    return (
        not slot.number and len(slot.blocks) == 1 and 0 < words <= _HEADING_WORDS and numerals.parse(slot.text) is None
    )


def _filled_beside(rows: Sequence[LogicalRow], label: int) -> bool:
    """Whether rows of three columns or more have a further one that is filled throughout."""
    further = {other for line in rows for other in line.slots if other > label}
    return len(further) > 1 and any(
        sum(bool(line.text(other)) for line in rows) >= _MOSTLY * len(rows) for other in further
    )


def _is_numbered(line: LogicalRow) -> bool:
    return any(slot.number or numerals.split(slot.text)[0] for slot in line.slots.values())
