"""What speaks for and against a layout: figures that weights are fitted to, each about 0 to 1.

A good reading has rows with different titles of several words, groups whose stretches don't come again, numerals that
advance, and no repetition, blank or numeral left unexplained.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping

from corpus.records import Meaning
from corpus.tables.aligning.parents import Parents
from corpus.tables.layouts.columns import ColumnFacts, TableFacts
from corpus.tables.layouts.layout import Layout

_FEW = 4  # rows: behaviour of so many tells half as much as that of many
# What speaks against a layout by itself is so large: large figures need small weights, which cost the fit less. What is
# merged just as the items are was right above the rows in none of 2,602 drawn tables.
_OWN, _ALIKE = 3.0, 7.5
_LIKELY = 0.5
_MAY_NAME = 0.3  # of the columns that name rows the least likely to do so has 0.32; plain places (“Parish”) have 0.2
# What columns are for that may title rows; places are OTHER.
_NAMING = (Meaning.ACTION, Meaning.MEASURE, Meaning.TARGET, Meaning.GROUP)
_NAMED_OTHERWISE = (Meaning.GROUP, Meaning.MEASURE, Meaning.OWNER)  # what has names and isn't what works are done on

NAMES_ROWS_TOO = "left over: names each row"  # so few drawn tables have it that it is a doubt before it is a weight

Features = Mapping[str, float]


def features(facts: TableFacts, layout: Layout) -> Features:
    """The figures of one layout over one table."""
    out: dict[str, float] = defaultdict(float)
    if _names_rows_too(facts, layout):
        out[NAMES_ROWS_TOO] = 1.0
    sure = facts.rows / (facts.rows + _FEW)
    for name, value in (
        *_of_titles(facts, layout, sure),
        *_of_groups(facts, layout, sure),
        *_of_the_rest(facts, layout, sure),
        *_of_rows(facts, layout, sure),
        *_of_parents(facts, layout, sure),
        *_of_choice(facts, layout, sure),
    ):
        out[name] += value
    return dict(out)


def _of_titles(facts: TableFacts, layout: Layout, sure: float) -> Iterator[tuple[str, float]]:
    key = facts.columns[layout.key]
    yield from _meant("title", key)
    yield "title: filled", key.fill
    yield "title: cells say the same as above", key.again * sure
    yield "title: few values", (1 - key.distinct) * sure
    yield "title: wordy", key.wordy
    yield "title: long", key.long
    yield "title: values", key.values
    yield "title: listed", key.listed
    yield "title: listed, and nothing beside it", key.listed * (not layout.content(len(facts.columns)))
    yield "title: numerals advance", key.advancing * sure
    yield "title: codes", key.codes
    yield "title: names of things", _names_things(key)
    others = [column for column in layout.content(len(facts.columns)) if column < layout.key]
    yield "title: stands first", float(not others)
    yield "title: columns to its left", len(others) / 4


def _of_groups(facts: TableFacts, layout: Layout, sure: float) -> Iterator[tuple[str, float]]:
    yield "groups: any", float(bool(layout.groups))
    yield "groups: a second", float(len(layout.groups) > 1)
    for group in layout.groups:
        column = facts.columns[group]
        side = "group" if group < layout.key else "group at the right"
        explained = facts.spans[group][layout.key]
        yield from _meant(side, column)
        yield f"{side}: spans several rows", explained * sure
        yield f"{side}: most stand above one row", _OWN * max(2 * facts.single[group][layout.key] - 1, 0.0) * sure
        yield f"{side}: each row has its own", _OWN * float(explained == 0 and facts.rows > 1)
        yield f"{side}: comes again", column.recurring * sure
        yield f"{side}: values", column.values
        yield f"{side}: long", column.long
        yield f"{side}: listed", column.listed
        yield f"{side}: numerals advance", column.advancing * sure
        yield f"{side}: merged", _share(sum(column.covered), facts.rows)
        yield f"{side}: last column", float(group == len(facts.columns) - 1)
        alike = _merged_alike(facts, layout, column)
        yield f"{side}: others are merged as it is", alike
        yield f"{side}: others are merged wherever it is", _ALIKE * float(alike == 1)


def _meant(side: str, column: ColumnFacts) -> Iterator[tuple[str, float]]:
    """How likely a column is for each purpose, by where it stands."""
    for meaning, likelihood in column.meanings.items():
        yield f"{side}: for {meaning}", likelihood


def _merged_alike(facts: TableFacts, layout: Layout, group: ColumnFacts) -> float:
    """The share of the rows under a merged group in which half of the columns of items are merged as well, or more:
    these are one row of many lines."""
    others = [facts.columns[at] for at in layout.content(len(facts.columns))]
    under = [at for at, covered in enumerate(group.covered) if covered]
    alike = [at for at in under if 2 * sum(column.covered[at] for column in others) >= max(len(others), 1)]
    return _share(len(alike), len(under))


def _of_the_rest(facts: TableFacts, layout: Layout, sure: float) -> Iterator[tuple[str, float]]:
    """What a layout leaves unexplained in the columns that it takes for items."""
    for index in layout.content(len(facts.columns)):
        column = facts.columns[index]
        side = "left over" if index < layout.key else "left over at the right"
        parts = (1 - column.recurring) * (1 - column.values)
        yield f"{side}: spans several rows", facts.spans[index][layout.key] * parts * sure
        yield f"{side}: merged", _share(sum(column.covered), facts.rows) * (1 - column.recurring)
        yield f"{side}: numerals advance", column.advancing * sure * (1 - column.listed)
        yield f"{side}: heading numbers", float(column.numbering) * column.codes
        yield from _meant(side, column)
        if index < layout.key:
            yield f"{side}: could title", column.wordy * column.distinct * column.fill * sure
            yield f"{side}: values", column.values
            yield f"{side}: names of things", _names_things(column)
    for number, target in layout.numbers:
        column, texts = facts.columns[number], facts.columns[target]
        begins = [bool(text) and text != before for text, before in zip(texts.texts, ("", *texts.texts), strict=False)]
        pairs = list(zip(begins, texts.numbered, strict=True))
        yield "number column", 1.0
        yield "number column: means something", 1 - column.meanings[Meaning.OTHER]
        yield "number column: heading numbers", float(column.numbering)
        yield "number column: right of the texts", float(number > target)
        yield "number column: numerals advance", column.advancing * sure
        yield "number column: lettered", float(column.lettered)
        yield "number column: texts without", _share(sum(a and not b for a, b in pairs), sum(begins))
        yield "number column: where no text begins", _share(sum(b and not a for a, b in pairs), sum(texts.numbered))
        yield "number column: texts have others", texts.doubled
    yield "number column: numbers the title", float(layout.key in dict(layout.numbers).values())


def _of_parents(facts: TableFacts, layout: Layout, sure: float) -> Iterator[tuple[str, float]]:
    """What rows that head others are like: they have several below them, and less to say than these."""
    key = facts.columns[layout.key]
    for parents, nesting in ((Parents.NUMERALS, key.outline), (Parents.BLANKS, key.sparse)):
        levels = [found for found in nesting if found]
        heads = sum(found.heads for found in levels)
        under = _share(sum(found.level > 0 for found in levels), facts.rows)
        if not heads:
            continue
        side = f"parents by {parents}" if layout.parents is parents else f"no parents by {parents}"
        yield side, 1.0
        yield f"{side}: rows under them", under * sure
        yield f"{side}: the first row is one", float(bool(nesting[0] and nesting[0].heads))
        yield f"{side}: several below each", _share(len(levels) - heads, len(levels)) * sure
        yield f"{side}: numerals advance", key.advancing * sure


def _of_choice(facts: TableFacts, layout: Layout, sure: float) -> Iterator[tuple[str, float]]:
    columns = [facts.columns[at] for at in layout.choice]
    if not columns:
        return
    cells = sum(sum(column.filled) for column in columns)
    for column in columns:
        yield from _meant("left over at the right", column)  # as of those that stand apart
    yield "choice", 1.0
    yield "choice: states", _share(sum(column.state for column in columns), len(columns))
    yield "choice: marks", _share(sum(column.marks * sum(column.filled) for column in columns), cells)
    yield "choice: one in each row", _share(cells, facts.rows) * sure
    yield "choice: under one heading", float(bool(columns[0].top))
    yield "choice: columns", min(len(columns) / 5, 1.0)
    yield "choice: blank columns", _share(sum(not any(column.filled) for column in columns), len(columns))


def _names_rows_too(facts: TableFacts, layout: Layout) -> bool:
    """Whether a column left of the titles names each row differently, as its site or scheme beside the works there: it
    may as well be what titles the rows."""
    columns = [facts.columns[at] for at in layout.content(len(facts.columns)) if at < layout.key]
    return facts.rows >= _FEW and any(
        column.distinct == column.fill == 1
        and max(column.values, column.codes) < _LIKELY
        and max(sum(column.meanings[meaning] for meaning in _NAMING), _names_things(column)) >= _MAY_NAME
        for column in columns
    )


def _names_things(column: ColumnFacts) -> float:
    """How far each row has a name of its own here that is no theme's, measure's or person's: a park's, a school's.

    The heading counts twice: names, whatever of, look like those of services and people.
    """
    if not column.distinct == column.fill == 1:
        return 0.0
    by_heading, by_all = (
        1 - sum(meanings[meaning] for meaning in _NAMED_OTHERWISE) for meanings in (column.headed, column.meanings)
    )
    return column.names * math.sqrt(max(by_heading * by_all, 0.0))


def _of_rows(facts: TableFacts, layout: Layout, sure: float) -> Iterator[tuple[str, float]]:
    titles = dict(_titles(facts, layout))
    named = [title for title in titles.values() if title[-1]]
    content = layout.content(len(facts.columns))
    going_on = [at for at in range(facts.rows) if at not in titles and not facts.breaks[at]]
    whole = [
        at for at in going_on if 2 * sum(facts.columns[column].filled[at] for column in content) > len(content) > 1
    ]
    yield "rows: without a title", _share(len(titles) - len(named), len(titles)) * sure
    yield "rows: titles differ", _share(len(set(named)), len(named)) * sure
    yield "rows: go on with the one above", (1 - _share(len(titles), facts.rows)) * sure
    yield "rows: go on, and say as much as a row", _share(len(whole), facts.rows) * sure
    yield "rows: only one", float(len(titles) == 1 and facts.rows > 1)


def _titles(facts: TableFacts, layout: Layout) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each row's groups and title, as the reading will have them, and where it begins."""
    key = facts.columns[layout.key]
    groups = [""] * len(layout.groups)
    before: tuple[str, ...] | None = None
    for at, text in enumerate(key.texts):
        fresh = False
        for depth, group in enumerate(layout.groups):
            said = facts.columns[group].texts[at]
            if said and said != groups[depth]:
                groups[depth:] = [said, *[""] * (len(groups) - depth - 1)]
                fresh = True
        row = (*groups, text)
        if (key.filled[at] or fresh or before is None) and not (row == before and facts.breaks[at]):
            yield at, row
            before = row


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else 0.0
