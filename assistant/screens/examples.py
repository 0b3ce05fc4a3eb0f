"""Questions to begin with, made from the documents in use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.screens.text import shortened
from corpus.glossary import mine
from corpus.records import Row, RowKind

LONGEST = 90  # characters of a title that still read well in a question
MANY = 4
WORD = re.compile(r"\w+")


def example_questions(rows: Sequence[Row]) -> list[str]:
    """Up to four: on the rows that say most, each of another category, and on the commonest acronym.

    Rows whose reading left problems are passed over: their titles may be rubble.
    """
    sound = [row for row in rows if row.kind is RowKind.ROW and row.priority.title and not row.problems]
    fullest = sorted(sound, key=_items, reverse=True)
    chosen = _one_of_each_category(fullest)[: MANY - 1]
    questions = [_about_a_row(row, whole=number == 0) for number, row in enumerate(chosen)]
    return [*questions, *(f"What does {acronym} stand for?" for acronym in _acronyms(chosen)[:1])]


def _about_a_row(row: Row, whole: bool) -> str:
    title = shortened(row.priority.title, LONGEST)
    named = [column.heading for column in row.columns if column.heading and column.items]
    if whole or not named:
        return f"What is said about “{title}”?"
    return f"{named[-1]}: what is reported on “{title}”?"


def _acronyms(rows: Sequence[Row]) -> list[str]:
    """What these rows define in one meaning only, the commonest first."""
    glossary = mine(rows)
    words = Counter(
        word for row in rows for column in row.columns for item in column.items for word in WORD.findall(item.text)
    )
    defined = {entry.acronym for entry in glossary.entries if not glossary.is_ambiguous(entry.acronym)}
    return sorted(defined, key=lambda acronym: (-words[acronym], acronym))


def _items(row: Row) -> int:
    return sum(len(column.items) for column in row.columns)


def _one_of_each_category(rows: Iterable[Row]) -> list[Row]:
    """The first row of each category, in the order met."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        first.setdefault((row.plan, row.category.label), row)
    return list(first.values())
