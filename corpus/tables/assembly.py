"""A document's parts to rows: its tables, each under its header, and the prose around them.

    Grid -> Header -> LogicalRows (cells under labels) -> roles of the columns -> Rows

Every guess leaves a Problem with its place; nothing that was read is dropped without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType

from corpus.language.wording import Wording
from corpus.records import Block, BlockKind, Grid, Problem, Reading, Row, Severity, blocks_of
from corpus.tables.alignment import align
from corpus.tables.bands import divides, nested_bands, with_bands, with_labelled
from corpus.tables.cards import turned
from corpus.tables.completeness import lost_words
from corpus.tables.layouts.choice import Candidate, Choice, choose, fitted_weights
from corpus.tables.layouts.columns import table_facts
from corpus.tables.layouts.features import features
from corpus.tables.layouts.hypotheses import code_columns, layouts
from corpus.tables.layouts.layout import Layout
from corpus.tables.logical_rows import LogicalRow
from corpus.tables.number_columns import number_columns, with_letters
from corpus.tables.numbering import COMPARE, References
from corpus.tables.prose import sections
from corpus.tables.ragged_alignment import Profile, align_ragged
from corpus.tables.row_builder import RowBuilder
from corpus.tables.table_parts import Parts, Table, sorted_parts

_SAMPLE = 150  # rows from which a layout is told: more change none, and take longer


@dataclass(frozen=True, slots=True)
class Assembly:
    """What a document's parts mean: rows in document order, problems, and what was left out on purpose.

    `dropped` are running lines, repeated headers, captions of tables, and headings that a table says again.
    """

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    dropped: tuple[Block, ...]


Fixed = Mapping[tuple[str, ...], Layout]  # by the labels of a table's header


def assemble(reading: Reading, fixed: Fixed = MappingProxyType({})) -> Assembly:
    """Rows of all tables and prose of a document, each with a reference of its own.

    `fixed` are layouts that aren't to be chosen.
    """
    reading = turned(reading)
    parts = sorted_parts(reading.parts)
    builders = _builders(parts, reading, fixed)
    references = References()
    rows: list[Row] = []
    for ordinal, builder in enumerate(builders, start=1):
        table = ordinal if len(builders) > 1 else 0
        rows.extend(replace(row, reference=references.of(row.path, table)) for row in builder.rows())
    prose, captions = sections(parts.prose, parts.tables_at)
    tops = [block for builder in builders for block in builder.tops]
    distinct, clashes = _distinct([*rows, *prose])
    problems = [
        *reading.problems,
        *parts.problems,
        *(problem for builder in builders for problem in builder.problems),
        *clashes,
    ]
    left_out = [
        *parts.dropped,
        *(block for block in captions if block not in tops),
        *(block for builder in builders for block in builder.left_out),
    ]
    added = [
        *(block for block in tops if block not in captions),  # heads prose as well
        *(block for builder in builders for block in builder.added),
    ]
    lost = lost_words([*blocks_of(reading.parts), *added], distinct, left_out)
    return Assembly(tuple(distinct), (*problems, *lost), (*reading.dropped, *left_out))


# --- tables to rows --------------------------------------------------------------------------------


def competing(reading: Reading) -> list[tuple[tuple[str, ...], list[Candidate[Layout]]]]:
    """The layouts that each kind of table in a document may have, by its labels, with what speaks for each."""
    reading = turned(reading)
    parts = sorted_parts(reading.parts)
    wording = _wording(reading.parts)
    kindred = [[table for _, table in kin] for kin in _kindred(parts.tables)]
    return [(tables[0].header.labels, candidates_of(tables, wording)) for tables in kindred]


def _builders(parts: Parts, reading: Reading, fixed: Fixed) -> list[RowBuilder]:
    if not parts.tables:
        return []
    wording = _wording(reading.parts)
    found = [each for kin in _kindred(parts.tables) for each in _kin_builders(kin, wording, fixed)]
    return [builder for _, builder in sorted(found, key=lambda each: each[0])]


def _kindred(tables: Sequence[Table]) -> Iterable[list[tuple[int, Table]]]:
    """Tables of one kind, together and with their places: their layout is told from the rows of all."""
    kin: dict[object, list[tuple[int, Table]]] = {}
    for place, table in enumerate(tables):
        kin.setdefault(table.kind, []).append((place, table))
    return kin.values()


def _kin_builders(
    kin: Sequence[tuple[int, Table]], wording: Wording, fixed: Fixed
) -> Iterator[tuple[int, RowBuilder]]:
    tables = [table for _, table in kin]
    layout = fixed.get(tables[0].header.labels) or layout_of(tables, wording).way
    aligned = [_aligned(table, layout, wording) for table in tables]
    labels, aligned = with_labelled(aligned, tables[0].header.labels)
    for (place, table), lines in zip(kin, aligned, strict=True):
        yield (
            place,
            RowBuilder(nested_bands(lines), labels, layout, wording, _tops(table, lines, layout), ragged=table.ragged),
        )


def _tops(table: Table, lines: Sequence[LogicalRow], layout: Layout) -> tuple[Block, ...]:
    """The headings above a table that stand in its rows' paths."""
    headed = layout.groups or any(divides(line) for line in lines)
    return table.above if headed or not table.over else (*table.above, table.over)


def layout_of(tables: Sequence[Table], wording: Wording) -> Choice[Layout]:
    """How tables of one kind are to be read."""
    return choose(candidates_of(tables, wording), fitted_weights("layouts"))


def candidates_of(tables: Sequence[Table], wording: Wording) -> list[Candidate[Layout]]:
    """All layouts that tables of one kind may have, with what speaks for each."""
    labels = tables[0].header.labels
    out: list[Candidate[Layout]] = []
    for numbers in _numberings(tables, wording):
        banded = _rows_of(tables, Layout(0, numbers=numbers, bands=True), wording)
        plain = _rows_of(tables, Layout(0, numbers=numbers), wording)
        for bands, rows in [(True, banded), *([(False, plain)] if len(plain) > len(banded) else [])]:
            facts = table_facts(rows, labels)
            out += [Candidate(each, features(facts, each)) for each in layouts(facts, numbers, bands=bands)]
    return out


def _numberings(tables: Sequence[Table], wording: Wording) -> list[tuple[tuple[int, int], ...]]:
    """Which columns may only number others: those that look so, none, or one of codes."""
    labels, ragged = tables[0].header.labels, tables[0].ragged
    usual = number_columns([place for table in tables for place in table.places], labels, ragged=ragged)
    found = [tuple(usual.items())]
    if not ragged:
        bare = table_facts(_rows_of(tables, Layout(0), wording), labels)
        found += [(), *code_columns(bare)]
    return list(dict.fromkeys(found))


def _rows_of(tables: Sequence[Table], layout: Layout, wording: Wording) -> list[LogicalRow]:
    rows = (line for table in tables for line in _aligned(table, layout, wording) if not line.across)
    return list(islice(rows, _SAMPLE))


def _aligned(table: Table, layout: Layout, wording: Wording) -> list[LogicalRow]:
    """Every body row with its cells under labels."""
    labels = table.header.labels
    if table.ragged:
        profile = Profile.of(table.places, labels)
        return [align_ragged(line.row, line.places, labels, profile, wording) for line in table.body]
    lines = [align(line.row, line.places, dict(layout.numbers), line.reaching) for line in table.body]
    return with_letters(with_bands(lines) if layout.bands else lines)


def _wording(parts: Iterable[Grid | Block]) -> Wording:
    blocks = list(blocks_of(parts))
    return Wording.of(
        (block.text for block in blocks), (block.text for block in blocks if block.kind is BlockKind.BULLET)
    )


def _distinct(rows: Iterable[Row]) -> tuple[list[Row], list[Problem]]:
    """Rows whose references are unique: the second of two gets an addition, and a problem."""
    out: list[Row] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for row in rows:
        count = seen[row.reference] = seen.get(row.reference, 0) + 1
        if count > 1:
            reference = f"{row.reference} ({count})"
            problem = Problem(
                Severity.WARNING,
                row.location,
                f"the reference {row.reference} is used for more than one row",
                f"this one is called {reference}",
                COMPARE,
            )
            row = replace(row, reference=reference, problems=(*row.problems, problem))
            problems.append(problem)
        out.append(row)
    return out, problems
