"""What in a table's rows is unlike the rest of it, so that people are asked to compare it with the document.

A doubt is a problem of the grade warning: it stands with each row that it is about. Notes raise none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.language import numerals
from corpus.language.lexicon import is_english
from corpus.language.wording import begins_midway, is_unfinished
from corpus.records import Block, Location, Problem, Row, RowKind, Severity, fold
from corpus.tables.aligning.sums import sums_among
from corpus.tables.columns.column_types import is_state
from corpus.tables.entries.labelled_text import labels_before_colons
from corpus.tables.layouts.choice import UNSURE
from corpus.tables.layouts.columns import is_value
from corpus.tables.numbering import COMPARE

# The margin between the best reading of a table and the next below which it could as well be the other.
_CANT_TELL = 0.1
_ENOUGH = 6  # cells from which on it shows what a column holds
_NEARLY_ALL = 0.8  # of a column's cells: the others are unlike them
_BRIEF = 45  # characters of a value at most
_LENGTHY = 3  # times as long as a value: a text that belongs elsewhere
_VALUES = 3  # different values that stand alone in a text, and more than so many in all: fewer are headings
_VALUE_WORDS = 4
_SHARE = 0.05  # of a text's lines: a long report names a few years as headings
_FULL = 3  # cells beside its title that a row of a wide table has
_SOME = 0.34  # of a table's titles: if more are cut, that is how they are written
_LONG_TITLE = 45  # words: a title so long has swallowed its row's other cells


_STRANDED = re.compile(r"ed (?:about|at|by|for|from|in|of|on|to|with)$")  # ends a sentence as well: `are listened to`
_NAMING = re.compile(r"[^\W\d_]{4,}")  # letters of a name, with figures or without: `Type 41 frigate`


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure the reading of a table is: by how much its layout, and its header, beat the next best."""

    layout: float
    header: float
    described: str  # the layout, in words
    others: tuple[str, ...] = ()  # the next best, in words

    @property
    def least(self) -> float:
        return min(self.layout, self.header)


def doubt_of_table(sureness: Sureness, where: Location) -> Problem | None:
    """The doubt that all rows of a table share, if it could be read another way nearly as well."""
    if sureness.least >= UNSURE:
        return None
    what = "its header" if sureness.header < sureness.layout else "what its columns are for"
    severity = Severity.ERROR if sureness.least < _CANT_TELL else Severity.WARNING
    other = f" (otherwise: {sureness.others[0]})" if sureness.others else ""
    seen = f"{what} can be told in more than one way" if severity is Severity.WARNING else f"{what} can't be told"
    return Problem(severity, where, seen, f"read so: {sureness.described}{other}", COMPARE)


def doubt_of_text(blocks: Sequence[Block]) -> Iterator[Problem]:
    """The doubt about text in which values or labels come again and again, as where a table's columns were lost."""
    texts = [block for block in blocks if block.text]
    values = [block for block in texts if len(block.text.split()) <= _VALUE_WORDS and _stands_alone(block.text)]
    if len({block.text for block in values}) >= _VALUES < len(values) >= _SHARE * len(texts):
        seen = f"{len(values)} dates, states and figures stand by themselves in the text, as “{values[0].text}”"
        yield _doubt_of_text(values[0], seen)
    labels = labels_before_colons(texts)
    if len(labels) > 1:
        first = next(block for block in texts if f"{labels[0]}:" in block.text)
        yield _doubt_of_text(first, f"texts stand behind labels that come again, as “{labels[0]}:” and “{labels[1]}:”")


def _doubt_of_text(block: Block, seen: str) -> Problem:
    advice = "If this is a table, add the document in another format, such as Word or Excel."
    return Problem(Severity.WARNING, block.location, seen, "read as text: no rows were made of it", advice)


def _stands_alone(text: str) -> bool:
    """Whether a text is only a date, a state or a figure; the numeral of a heading, `1. Housing`, is none."""
    text = numerals.split(text)[1]
    figure = is_value(text) and any(map(str.isalnum, text)) and not text.isdigit()
    return figure or is_state(text)


def with_doubts(rows: Sequence[Row]) -> list[Row]:
    """The rows of tables under one header, each with the doubts about itself; of a total only whether its cells are
    where they belong."""
    found: dict[int, list[Problem]] = defaultdict(list)
    for kind in (_odd_cells, _shifted, _odd_titles, _cut_titles, _bare_rows, _torn, _sums):
        for at, problem in kind(rows):
            if rows[at].kind is not RowKind.TOTAL or kind in (_odd_cells, _shifted, _torn):
                found[at].append(problem)
    return [replace(row, problems=(*row.problems, *found[at])) if at in found else row for at, row in enumerate(rows)]


def _doubt(row: Row, seen: str) -> Problem:
    return Problem(Severity.WARNING, row.location, seen, "left as it is", COMPARE)


def _odd_cells(rows: Sequence[Row]) -> Iterator[tuple[int, Problem]]:
    """Texts where a column otherwise has short values: dates, figures, names."""
    for heading, texts in _cells(rows).items():
        for at, text, usual in _odd_texts(texts):
            yield at, _doubt(rows[at], f"“{heading}” holds “{_begun(text)}”, where other rows have {usual}")


def _shifted(rows: Sequence[Row]) -> Iterator[tuple[int, Problem]]:
    """Rows with a date or figure where others have words, left of where these have theirs: an empty cell before it may
    have been lost."""
    for (heading, texts), (right, others) in pairwise(_cells(rows).items()):
        figures = {at for at, text in others if is_value(text)}
        moved = {at: text for at, text in texts if is_value(text) and any(map(str.isdigit, text)) and at not in figures}
        least = _NEARLY_ALL * max(len(texts), _ENOUGH)
        if min(sum(not is_value(text) for _, text in texts), len(figures)) >= least:
            for at, text in moved.items():
                yield at, _doubt(rows[at], f"“{heading}” holds “{_begun(text)}”, which may belong under “{right}”")


def _cells(rows: Sequence[Row]) -> Mapping[str, Sequence[tuple[int, str]]]:
    """What stands under each heading, in the order of the columns, with the row of each text."""
    cells: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for at, row in enumerate(rows):
        for column in row.columns:
            texts = cells[column.heading]
            if column.items:
                texts.append((at, " ".join(item.text for item in column.items)))
    return cells


def _odd_texts(texts: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """A column's texts that are unlike nearly all others, each with its row and what the others are."""
    brief = sum(len(text) <= _BRIEF for _, text in texts)
    values = sum(is_value(text) for _, text in texts)
    usual = _NEARLY_ALL * max(len(texts), _ENOUGH)
    for at, text in texts:
        if brief >= usual and len(text) > _LENGTHY * _BRIEF:
            yield at, text, "a short value"
        elif values >= usual and len(text.split()) > 6 and not any(map(str.isdigit, text)):
            yield at, text, "figures"


def _odd_titles(rows: Sequence[Row]) -> Iterator[tuple[int, Problem]]:
    titles = [row.priority.title for row in rows]
    usual = median(len(title.split()) for title in titles) if titles else 0
    values = sum(map(is_value, titles))
    same = _called(rows)
    for at, row in enumerate(rows):
        words = len(titles[at].split())
        if words > max(_LONG_TITLE, _LENGTHY * usual):
            yield at, _doubt(row, f"the title is {words} words long, and may hold other cells' text")
        elif titles[at] and is_value(titles[at]) and not _NAMING.search(titles[at]) and 2 * values < len(rows):
            yield at, _doubt(row, f"“{titles[at]}” stands where other rows have a title")
        elif same[fold(row.category.label), fold(row.priority.label)] > 1 and titles[at]:
            yield at, _doubt(row, f"more than one row is called “{_begun(row.priority.label)}”")


def _called(rows: Sequence[Row]) -> Mapping[tuple[str, str], int]:
    """How many rows have each name; none in a log, where names often come again and dates or figures differ."""
    names = Counter((fold(row.category.label), fold(row.priority.label)) for row in rows)
    values: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for column in row.columns:
            values[column.heading] += [item.text for item in column.items if is_value(item.text)]
    again = sum(count for count in names.values() if count > 1)
    apart = any(len(texts) == len({*texts}) == len(rows) for texts in values.values())
    return Counter() if apart and again > _SOME * len(rows) else names


def _cut_titles(rows: Sequence[Row]) -> Iterator[tuple[int, Problem]]:
    """Titles that begin or end in mid-sentence, where others don't: two pieces of one row, perhaps."""
    titles = [row.priority.title for row in rows]
    cut = [begins_midway(text) or (is_unfinished(text) and not _STRANDED.search(text)) for text in titles]
    for at, row in enumerate(rows):
        if cut[at] and len(rows) > 1 and sum(cut) <= _SOME * len(rows):
            yield at, _doubt(row, f"the title “{_begun(row.priority.title)}” begins or ends in mid-sentence")


def _bare_rows(rows: Sequence[Row]) -> Iterator[tuple[int, Problem]]:
    """Rows with hardly anything but a title, where others have most cells filled; those that head others aside."""
    filled = [sum(bool(column.items) for column in row.columns) for row in rows]
    if len(rows) < _ENOUGH or sum(count >= _FULL for count in filled) < _NEARLY_ALL * len(rows):
        return
    heads = {row.path[:-1] for row in rows}
    for at, row in enumerate(rows):
        if not filled[at] and row.path not in heads:
            yield (
                at,
                _doubt(row, f"“{_begun(row.priority.label)}” stands alone, where other rows have most cells filled"),
            )


def _sums(rows: Sequence[Row]) -> Iterator[tuple[int, Problem]]:
    """Rows that only add up figures of those above them."""
    for at, _ in sums_among(rows):
        yield at, _doubt(rows[at], f"“{_begun(rows[at].priority.label)}” adds up the figures of rows above it")


def _torn(rows: Sequence[Row]) -> Iterator[tuple[int, Problem]]:
    """Words with a space in their middle, as narrow columns make them."""
    for at, row in enumerate(rows):
        texts = [row.priority.title, *(item.text for column in row.columns for item in column.items)]
        if word := next((word for text in texts for word in _torn_words(text)), ""):
            yield at, _doubt(row, f"a word may be torn: “{word}”")


def _torn_words(text: str) -> Iterator[str]:
    words = text.split()
    for one, other in pairwise(words):
        pieces = one.isalpha() and other.isalpha() and other.islower() and len(one) > 2
        if pieces and not is_english(one.lower()) and not is_english(other) and is_english(f"{one}{other}".lower()):
            yield f"{one} {other}"


def _begun(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")
