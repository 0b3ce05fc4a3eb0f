"""A document's parts to rows: its tables, each under its header and headings, and the prose around them.

    parts -> tables under headers -> cells under labels -> a layout, chosen -> rows, and the doubts about them

Every guess leaves a Problem with its place; nothing that was read is dropped without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.language.wording import Wording
from corpus.records import (
    Block,
    BlockKind,
    Grid,
    Heading,
    Meaning,
    Problem,
    Reading,
    Row,
    RowKind,
    Severity,
    blocks_of,
    fold,
)
from corpus.tables.completeness import lost_words
from corpus.tables.doubts import doubt_of_text
from corpus.tables.entries.cards import turned
from corpus.tables.entries.labelled_text import with_entries
from corpus.tables.layouts.choice import Candidate
from corpus.tables.layouts.layout import Layout
from corpus.tables.numbering import COMPARE, References
from corpus.tables.prose import sections
from corpus.tables.recipes import NO_RECIPE, Recipe
from corpus.tables.table_parts import Parts, sorted_parts
from corpus.tables.table_reading import ReadTable, candidates_of, kindred, read_tables


@dataclass(frozen=True, slots=True)
class Assembly:
    """What a document's parts mean: rows in document order, problems, and what was left out on purpose.

    `dropped` are running lines, repeated headers, captions of tables, and headings that a table says again. `meanings`
    say what columns are for where a recipe does, by their headings.
    """

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    dropped: tuple[Block, ...]
    meanings: Mapping[str, Meaning] = field(default_factory=dict)


def assemble(reading: Reading, recipe: Recipe = NO_RECIPE) -> Assembly:
    """Rows of all tables and prose of a document, each with a reference of its own; its tables read by the recipe."""
    reading = turned(with_entries(reading))
    parts, wording = sorted_parts(reading.parts, recipe), _wording(reading.parts)
    tables = read_tables(parts.tables, wording)
    texts, tables_at = _with_asides(parts, tables)
    prose, captions = sections(texts, tables_at, _shown(parts.prose, tables))
    rows, clashes = _distinct([*_referenced(tables), *prose])
    problems = (
        *reading.problems,
        *parts.problems,
        *(each for table in tables for each in table.problems),
        *clashes,
        *doubt_of_text(parts.prose),
    )
    left_out, added = _account(parts, tables, captions)
    lost = lost_words([*blocks_of(reading.parts), *added], rows, left_out)
    given = [(table.given, table.header.labels) for table in parts.tables if table.given]
    meanings = {label: meaning for table, labels in given for label, meaning in table.meanings_of(labels)}
    return Assembly(tuple(rows), (*problems, *lost), (*reading.dropped, *left_out), meanings)


def _with_asides(parts: Parts, tables: Sequence[ReadTable]) -> tuple[list[Block], set[int]]:
    """The text with that of tables' rows that belongs to no row, each below its table, and before which blocks, by
    index, a table stands."""
    texts: list[Block] = []
    tables_at: set[int] = set()
    done = 0
    for table, read in zip(parts.tables, tables, strict=True):
        texts += parts.prose[done : table.prose]
        tables_at.add(len(texts))
        texts += read.asides
        done = table.prose
    return [*texts, *parts.prose[done:]], tables_at


def _shown(prose: Sequence[Block], tables: Sequence[ReadTable]) -> set[str]:
    """The headings, folded, that are seen without any text below them: the document's title, the names of sheets, and
    those in the paths of rows."""
    titles = [block.text for block in prose if block.kind is BlockKind.HEADING][:1]
    sheets = [block.text for block in prose if block.text == block.location.sheet]
    steps = [step for table in tables for row in table.rows for step in row.path]
    paths = [text for step in steps for text in (step.title, step.label)]
    tops = [block.text for table in tables for block in table.tops]
    return set(map(fold, (*titles, *sheets, *paths, *tops)))


def prepared(reading: Reading, recipe: Recipe = NO_RECIPE) -> tuple[Parts, Wording]:
    """A document's parts sorted, entries as tables, and how it words things."""
    reading = turned(with_entries(reading))
    return sorted_parts(reading.parts, recipe), _wording(reading.parts)


def competing(reading: Reading) -> list[tuple[tuple[str, ...], list[Candidate[Layout]]]]:
    """The layouts that each kind of table in a document may have, by its labels, with what speaks for each."""
    parts, wording = prepared(reading)
    kinds = [[parts.tables[place] for place in places] for places in kindred(parts.tables)]
    return [(kin[0].header.labels, candidates_of(kin, wording)) for kin in kinds]


def _referenced(tables: Sequence[ReadTable]) -> Iterable[Row]:
    """The rows of all tables with the names that staff use for them."""
    references = References()
    for ordinal, table in enumerate(tables, start=1):
        for row in table.rows:
            is_total = row.kind is RowKind.TOTAL
            among = ordinal if len(tables) > 1 else 0
            yield replace(row, reference=references.of(row.path, among, total=is_total))


def _account(parts: Parts, tables: Sequence[ReadTable], captions: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """What was left out on purpose, and what rows say beyond what was read."""
    tops = dict.fromkeys(block for table in tables for block in table.tops)
    alone = set(captions)
    left_out = [*parts.dropped, *(block for block in captions if block not in tops)]
    added = [block for block in tops if block not in alone]  # heads prose as well
    return (
        [*left_out, *(block for table in tables for block in table.left_out)],
        [*added, *(block for table in tables for block in table.added)],
    )


def _wording(parts: Iterable[Grid | Block]) -> Wording:
    blocks = list(blocks_of(parts))
    return Wording.of(
        (block.text for block in blocks), (block.text for block in blocks if block.kind is BlockKind.BULLET)
    )


def _distinct(rows: Iterable[Row]) -> tuple[list[Row], list[Problem]]:
    """Rows whose references are unique: the second of two gets an addition, and a problem, which is no doubt where
    codes begin again below each heading. Several totals are nothing to tell of."""
    out: list[Row] = []
    problems: list[Problem] = []
    seen: dict[str, list[tuple[Heading, ...]]] = {}
    for row in rows:
        above = seen.setdefault(row.reference, [])
        again = row.path[:-1] in above
        above.append(row.path[:-1])
        if len(above) > 1:
            reference = f"{row.reference} ({len(above)})"
            problem = Problem(
                Severity.WARNING if again else Severity.NOTE,
                row.location,
                f"the reference {row.reference} is used for more than one row",
                f"this one is called {reference}",
                COMPARE,
            )
            told = [] if row.kind is RowKind.TOTAL else [problem]
            row = replace(row, reference=reference, problems=(*row.problems, *told))
            problems += told
        out.append(row)
    return out, problems
