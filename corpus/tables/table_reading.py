"""Tables to rows: for each kind of table the layout that fits best, the rows that it gives, and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from corpus.language.wording import Wording
from corpus.records import Block, Problem, Row, fold
from corpus.tables.aligning.bands import divides, nested_bands, with_bands, with_headings, with_labelled
from corpus.tables.aligning.choices import with_choice, with_ticked
from corpus.tables.aligning.logical_rows import LogicalRow, across_all
from corpus.tables.aligning.number_columns import number_columns, with_letters, with_plain, with_words, worded
from corpus.tables.aligning.parents import with_parents
from corpus.tables.aligning.ragged_grids import Profile, align_ragged
from corpus.tables.aligning.sums import with_sums_titled, with_sums_told
from corpus.tables.aligning.true_grids import align
from corpus.tables.doubts import Sureness, doubt_of_table, with_doubts
from corpus.tables.layouts.choice import Candidate, Choice, choose, fitted_weights
from corpus.tables.layouts.columns import table_facts
from corpus.tables.layouts.features import NAMES_ROWS_TOO, features
from corpus.tables.layouts.hypotheses import code_columns, layouts
from corpus.tables.layouts.layout import Layout
from corpus.tables.recipes import Alone
from corpus.tables.row_builder import RowBuilder
from corpus.tables.table_parts import Table

# What a reading with the same words in each row, in other columns, counts as a doubt. Lower ones doubt fewer rows whose
# cells are whole, and warn of fewer wrong titles: at 0.5 of 54 wrong rows in 720 drawn tables, here of 71.
_SAME_WORDS = 0.65
# The margin at most where a column left of the titles names each row, too. Of 414 kinds of tables in fictional plans
# four had such a column, and in these it is what titles the rows.
_NAMED_TWICE = 0.45
_SAMPLE, _LEAST = 100, 10  # rows from which a layout is told, and those of each table: more take longer


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What one table came to: rows as yet without references, and the account of its words.

    `left_out` are cells that say again what stands above, `added` what rows say beyond the table's text, `tops` the
    headings above the table that its rows' paths begin with, `asides` texts in rows of their own that no row has.
    """

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[Block, ...]
    added: tuple[Block, ...]
    tops: tuple[Block, ...]
    asides: tuple[Block, ...]


def read_tables(tables: Sequence[Table], wording: Wording) -> list[ReadTable]:
    """Every table in order. Tables of one kind are read with one layout: by the recipe for them, or else the best."""
    read: dict[int, ReadTable] = {}
    for places in kindred(tables):
        kin = [tables[place] for place in places]
        read |= zip(places, _read_kin(kin, wording), strict=True)
    return [read[place] for place in range(len(tables))]


def kindred(tables: Sequence[Table]) -> Iterable[list[int]]:
    """The tables of each kind, by their places."""
    kin: dict[object, list[int]] = {}
    for place, table in enumerate(tables):
        kin.setdefault(table.kind, []).append(place)
    return kin.values()


def layout_of(tables: Sequence[Table], wording: Wording) -> Choice[Layout]:
    """How tables of one kind are to be read: as the recipe for them has it, or as fits best."""
    given = tables[0].given
    if fixed := given.layout(tables[0].header.labels) if given else None:
        return Choice(fixed, 1.0)

    @cache
    def rows_by(layout: Layout) -> list[Row]:
        return [row for table in _read_by(tables, layout, wording) for row in table.rows]

    candidates = candidates_of(tables, wording)
    choice = choose(
        candidates,
        fitted_weights("layouts"),
        apart=lambda one, other: _apart(rows_by(one), rows_by(other)),
    )
    best = next(each for each in candidates if each.way == choice.way)
    return replace(choice, margin=min(choice.margin, _NAMED_TWICE)) if best.features.get(NAMES_ROWS_TOO) else choice


def _apart(rows: Sequence[Row], others: Sequence[Row]) -> float:
    """How much it matters if another reading were right: not at all where it says the same, and little where each row
    says as much, in other places."""
    if list(map(_said, rows)) == list(map(_said, others)):
        return 0.0
    return _SAME_WORDS if list(map(_words, rows)) == list(map(_words, others)) else 1.0


def _said(row: Row) -> object:
    """What a row says, and under what: two readings that agree in it are the same to people."""
    cells = [(column.heading, [item.text for item in column.items]) for column in row.columns if column.items]
    return row.path, cells


def _words(row: Row) -> object:
    """All that a row says, wherever it stands."""
    items = (item.text for column in row.columns for item in column.items)
    return sorted(word for text in (*(step.label for step in row.path), *items) for word in text.split())


def candidates_of(tables: Sequence[Table], wording: Wording) -> list[Candidate[Layout]]:
    """All layouts that tables of one kind may have, with what speaks for each."""
    labels = tables[0].header.labels
    out: list[Candidate[Layout]] = []
    for numbers in _numberings(tables, wording):
        plain = _sample(tables, Layout(0, numbers=numbers), wording)
        lines = [pair for each in plain for pair in zip(each, with_bands(each), strict=True) if not pair[0].across]
        every, banded = [line for line, _ in lines], [line for _, line in lines if not line.across]
        apart = {column for column, _ in numbers}  # a text that stands alone there is no row: it would have no title
        may_be_rows = any(headed.across and not apart.issuperset(line.slots) for line, headed in lines)
        for bands, rows in [(True, banded), *([(False, every)] if may_be_rows else [])]:
            facts = table_facts(_whole(rows), labels)
            out += [Candidate(each, features(facts, each)) for each in layouts(facts, numbers, bands=bands)]
    known = [each for each in out if each.way.key == tables[0].titles and not each.way.groups]
    return known or out


def _read_kin(tables: Sequence[Table], wording: Wording) -> list[ReadTable]:
    labels, given = tables[0].header.labels, tables[0].given
    choice = layout_of(tables, wording)
    misfit = given.misfit(labels, tables[0].body[0].row.location) if given and tables[0].body else None
    return _doubted(tables, _read_by(tables, choice.way, wording), choice, misfit)


def _read_by(tables: Sequence[Table], layout: Layout, wording: Wording) -> list[ReadTable]:
    """Tables of one kind as a layout has them."""
    given = tables[0].given
    aligned = [_aligned(table, layout, wording) for table in tables]
    if given:
        aligned = [with_headings(lines, given.headings, every=given.alone is Alone.HEADINGS) for lines in aligned]
    labels, aligned = with_labelled(*with_choice(aligned, tables[0].header.labels, layout.choice))
    summed = [with_sums_titled(lines, layout.key) for lines in aligned]
    nested = [with_parents(nested_bands(lines), layout.key, layout.parents) for lines in summed]
    return [_built(table, lines, labels, layout, wording) for table, lines in zip(tables, nested, strict=True)]


def _built(
    table: Table, lines: Sequence[LogicalRow], labels: Sequence[str], layout: Layout, wording: Wording
) -> ReadTable:
    tops = _tops(table, lines, layout)
    builder = RowBuilder(lines, labels, layout, wording, tops, ragged=table.ragged)
    rows = builder.rows()
    return ReadTable(
        tuple(rows),
        tuple(builder.problems),
        tuple(builder.left_out),
        tuple(builder.added),
        tops,
        tuple(builder.asides),
    )


def _doubted(
    tables: Sequence[Table], read: Sequence[ReadTable], choice: Choice[Layout], misfit: Problem | None
) -> list[ReadTable]:
    """The tables with the doubts about each row, and those that all rows share."""
    rows = iter(with_doubts(with_sums_told([row for table in read for row in table.rows])))
    labels = tables[0].header.labels
    out = []
    for table, came_to in zip(tables, read, strict=True):
        sureness = Sureness(
            1.0 if table.ragged else choice.margin,
            table.margin,
            choice.way.described(labels),
            tuple(other.described(labels) for other in choice.others),
        )
        doubt = doubt_of_table(sureness, table.body[0].row.location) if table.body else None
        shared = tuple(problem for problem in (misfit, doubt) if problem)
        own = [replace(row, problems=(*row.problems, *shared)) for row in islice(rows, len(came_to.rows))]
        known = {problem for row in came_to.rows for problem in row.problems}
        new = dict.fromkeys(problem for row in own for problem in row.problems if problem not in known)
        out.append(replace(came_to, rows=tuple(own), problems=(*came_to.problems, *new)))
    return out


def _tops(table: Table, lines: Sequence[LogicalRow], layout: Layout) -> tuple[Block, ...]:
    """The headings above a table that stand in its rows' paths: none that is said again below it, as of a sheet."""
    headings = {line.across[0].text for line in lines if divides(line)}
    groups = {line.text(group) for line in lines for group in layout.groups} - {""}
    said = headings | groups
    above = table.above if said - {""} or not table.over else (*table.above, table.over)
    alike = {fold(text) for text in said}
    below = [*headings, *(block.text for block in above)]
    return tuple(
        block
        for block in above
        if fold(block.text) not in alike
        and not any(_says_more(text, block.text) for text in below)
        and not (groups and all(_says_more(text, block.text) for text in groups))
    )


def _says_more(text: str, heading: str) -> bool:
    """Whether a text says all that a heading does, in front or at the end of it."""
    whole, part = fold(text), fold(heading)
    return whole != part and (whole.startswith(f"{part} ") or whole.endswith(f" {part}"))


def _numberings(tables: Sequence[Table], wording: Wording) -> list[tuple[tuple[int, int], ...]]:
    """Which columns may only number others: those that look so, none, or one of codes."""
    labels, ragged = tables[0].header.labels, tables[0].ragged
    rows = [place for table in tables for place in table.places]
    usual = number_columns(rows, labels, ragged=ragged)
    found = [tuple(usual.items())]
    if not ragged:
        found.append(tuple(pair for pair in found[0] if not worded(rows, pair[0])))
        bare = [line for lines in _sample(tables, Layout(0), wording) for line in lines if not line.across]
        found += [(), *code_columns(table_facts(bare, labels))]
    return list(dict.fromkeys(found))


def _whole(rows: Sequence[LogicalRow]) -> Sequence[LogicalRow]:
    """The rows that begin where they stand: what a page's end or lost text may have cut says little of a layout, unless
    there are hardly any others."""
    whole = [row for row in rows if not (row.row.breaks or row.row.gap)]
    return whole if len(whole) > 1 else rows


def _sample(tables: Sequence[Table], layout: Layout, wording: Wording) -> list[list[LogicalRow]]:
    """The first rows of tables of one kind, some of each."""
    each = max(_SAMPLE // len(tables), _LEAST)
    few = [replace(table, body=table.body[:each]) for table in tables[: _SAMPLE // _LEAST]]
    return [_aligned(table, layout, wording) for table in few]


def _aligned(table: Table, layout: Layout, wording: Wording) -> list[LogicalRow]:
    """Every body row with its cells under labels."""
    labels = table.header.labels
    if table.ragged:
        profile = Profile.of(table.places, labels)
        return with_plain(
            [
                align(line.row, line.places, {}, line.reaching)
                if across_all(line.row, line.places)
                else align_ragged(line.row, line.places, labels, profile, wording)
                for line in table.body
            ]
        )
    numbers = dict(layout.numbers)
    lines = [with_ticked(align(line.row, line.places, numbers, line.reaching)) for line in table.body]
    return with_plain(with_words(with_letters(with_bands(lines) if layout.bands else lines)))
