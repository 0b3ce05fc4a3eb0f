"""Tables of columns that people wrote (`tests/data/columns`), each with the rows that it means.

Headings and cells are theirs; drawn is how many rows there are, where each column stands, which texts come again, and
how what groups the rows is set out.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.readers.lines import blocks_of_lines
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Meaning, Reading, fold
from tests.drawn.tables import WHERE, Generated, TrueRow
from tests.places import DATA

_TITLES = (Meaning.ACTION, Meaning.MEASURE)
_WORDS = 3  # that titles of one author's tables have, mostly
_CODE = re.compile(r"\S*\d\S*(?: \S{1,6})?")
_TITLED = 0.7  # of a column's texts have so many words where they title rows
_PLACINGS = ("blank", "merged", "repeated", "repeated", "band", "right", "middle")


@dataclass(frozen=True, slots=True)
class Written:
    """A column as its author wrote it."""

    heading: str
    meaning: Meaning
    values: tuple[str, ...]
    names: bool = False  # the things that the rows are about


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """Columns of one table, as many values in each. `title`, `number`, `group`: their places, where there are such."""

    author: str
    columns: tuple[Written, ...]
    title: int
    number: int | None
    group: int | None


@cache
def written() -> tuple[WrittenTable, ...]:
    """The tables of which it is plain what titles their rows."""
    return tuple(table for path in sorted((DATA / "columns").glob("*.jsonl")) for table in _tables_of(path.stem))


def _tables_of(author: str) -> Iterator[WrittenTable]:
    lines = (DATA / "columns" / f"{author}.jsonl").read_text(encoding="utf-8").splitlines()
    tables: dict[object, list[Written]] = defaultdict(list)
    for line in map(json.loads, lines):
        column = Written(line["heading"], Meaning(line["meaning"]), tuple(line["values"]), line.get("names", False))
        tables[line["table"]].append(column)
    for columns in tables.values():
        counts = {len(column.values) for column in columns}
        named = [at for at, column in enumerate(columns) if column.names]
        titles = named or [at for at, column in enumerate(columns) if _may_title(column)]
        headings = {fold(column.heading) for column in columns}
        if len(counts) == 1 and min(counts) > 2 and titles and len(headings) == len(columns) > 2:
            numbers = [at for at, column in enumerate(columns) if _numbers(column)]
            groups = [at for at, each in enumerate(columns) if each.meaning is Meaning.GROUP and at != titles[0]]
            grouped = [at for at in groups[:1] if _comes_again(columns[at])]  # else as places, one a row
            first = (next(iter(each), None) for each in (numbers, grouped))
            yield WrittenTable(author, tuple(columns), titles[0], *first)


def _may_title(column: Written) -> bool:
    wordy = sum(len(text.split()) >= _WORDS for text in column.values)
    return (
        column.meaning in _TITLES
        and len(set(column.values)) == len(column.values)
        and all(column.values)
        and wordy >= _TITLED * len(column.values)
    )


def _numbers(column: Written) -> bool:
    codes = [text for text in column.values if _CODE.fullmatch(text) and not {"£", "%"}.intersection(text)]
    different = len(codes) == len(set(codes)) == len(column.values)
    return (
        column.meaning is Meaning.OTHER
        and different
        and bool(re.match(r"(?i).*(?:ref|no\.?$|id$|#|code|num)", column.heading))
    )


def _comes_again(column: Written) -> bool:
    return len(set(column.values)) < len(column.values)


def authored(seed: int) -> Generated:
    """The table of a seed."""
    chance = random.Random(f"authored {seed}")
    tables = written()
    table = tables[seed % len(tables)]
    placing = "none" if table.group is None else chance.choice(_PLACINGS)
    rows = _rows(table, chance)
    kept = [
        at
        for at in range(len(table.columns))
        if at in (table.title, table.number, table.group) or chance.random() < 0.9
    ]
    order = _order(table, kept, placing, chance)
    labels = [table.columns[at].heading for at in order]
    parts: list[Grid | Block] = [Block("Fenwick register (fictional)", WHERE, BlockKind.HEADING, 1)]
    parts.append(Grid((_line([(text, 1) for text in labels]), *_body(table, rows, order, placing)), WHERE))
    true = tuple(_true(table, row, kept) for row in rows)
    return Generated(f"authored-{seed}-{table.author}", Reading(tuple(parts)), true, f"{placing}: {' | '.join(labels)}")


def author_of(seed: int) -> str:
    """Who wrote the columns of a seed's table."""
    return written()[seed % len(written())].author


def _rows(table: WrittenTable, chance: random.Random) -> list[list[str]]:
    """The author's rows, and further ones with titles of the author's other tables and values that come again."""
    own = [list(texts) for texts in zip(*(column.values for column in table.columns), strict=True)]
    titles = table.columns[table.title]
    others = [
        text
        for other in written()
        if other.author == table.author and other is not table
        for column in other.columns
        if (column.names if titles.names else column.meaning is titles.meaning and _may_title(column))
        for text in column.values
    ]
    known = {fold(row[table.title]) for row in own}
    fresh = [text for text in dict.fromkeys(others) if fold(text) not in known]
    more = chance.sample(fresh, min(len(fresh), chance.choice((0, 0, 3, 6, 10, 16))))
    for title in more:
        row = [chance.choice(column.values) for column in table.columns]
        row[table.title] = title
        if table.number is not None:
            row[table.number] = _next(table.columns[table.number].values, len(own))
            if not row[table.number]:
                break
        own.append(row)
    if table.group is not None:
        order = list(dict.fromkeys(row[table.group] for row in own))
        own.sort(key=lambda row: order.index(row[table.group or 0]))
    for column, each in enumerate(table.columns):
        if each.meaning is Meaning.GROUP and column != table.group and chance.random() < 0.6:
            at = chance.randrange(1, len(own))
            own[at][column] = own[at - 1][column]  # two beside each other, as happens
        if column not in (table.title, table.number, table.group) and chance.random() < 0.3:
            for row in own:
                row[column] = "" if chance.random() < 0.2 else row[column]
    return own[: chance.choice((1, 2, 3))] if chance.random() < 0.15 else own


def _next(codes: Sequence[str], at: int) -> str:
    """A further code of the make of the last one; "" where none can be made."""
    found = re.fullmatch(r"(.*?)(\d+)", codes[-1])
    if not found:
        return ""
    code = f"{found[1]}{int(found[2]) + at - len(codes) + 1:0{len(found[2])}}"
    return "" if code in codes else code


def _order(table: WrittenTable, kept: Sequence[int], placing: str, chance: random.Random) -> list[int]:
    """Where columns stand: as the author has them, or with some that say who, when or where further left, and the
    numbers elsewhere."""
    order = [at for at in kept if at != table.group]
    if chance.random() < 0.5:
        moved = [at for at in order if at not in (table.title, table.number) and _is_brief(table.columns[at])]
        for at in chance.sample(moved, min(len(moved), chance.choice((1, 1, 2)))):
            order.remove(at)
            order.insert(chance.randint(0, order.index(table.title)), at)
    if table.number is not None and chance.random() < 0.4:
        order.remove(table.number)
        order.insert(chance.choice((0, len(order), len(order), order.index(table.title) + 1)), table.number)
    if table.group is not None and placing != "band":
        at = {"right": len(order), "middle": order.index(table.title)}.get(placing, 0)
        order.insert(at, table.group)
    return order


def _is_brief(column: Written) -> bool:
    return max(map(len, column.values)) <= 40


def _body(table: WrittenTable, rows: Sequence[Sequence[str]], order: Sequence[int], placing: str) -> Iterator[GridRow]:
    group = table.group
    for at, row in enumerate(rows):
        fresh = group is not None and (not at or rows[at - 1][group] != row[group])
        if placing == "band" and fresh and group is not None:
            yield GridRow((Cell(blocks_of_lines(row[group], WHERE), 0, len(order)),), WHERE)
        cells: list[tuple[str | None, int]] = [(row[column], 1) for column in order]
        if group is not None and placing in ("blank", "merged", "right"):
            same = sum(other[group] == row[group] for other in rows) if placing != "blank" else 1
            again = None if placing != "blank" else ""
            cells[order.index(group)] = (row[group], same) if fresh else (again, 1)
        yield _line(cells)


def _line(cells: Sequence[tuple[str | None, int]]) -> GridRow:
    """A row of texts, each with the rows that it spans; `None` where one of a row above reaches."""
    there = ((at, text, span) for at, (text, span) in enumerate(cells) if text is not None)
    return GridRow(tuple(Cell(blocks_of_lines(text, WHERE), at, 1, span) for at, text, span in there), WHERE)


def _true(table: WrittenTable, row: Sequence[str], kept: Sequence[int]) -> TrueRow:
    apart = {table.title, table.number, table.group}
    columns: Mapping[str, tuple[str, ...]] = {
        table.columns[at].heading: (row[at],) for at in kept if at not in apart and row[at]
    }
    category = () if table.group is None else (row[table.group],)
    number = "" if table.number is None else row[table.number]
    return TrueRow(category, number, row[table.title], columns)
