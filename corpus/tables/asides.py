"""Tables that say nothing of a plan but of its document: its versions, whom to contact, what is on which page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.records import GridRow, Meaning, fold
from corpus.tables.column_types import meaning_of

_MOSTLY = 0.6  # of a column's texts are such as its heading says: others wait for somebody, or say who is away
_SAYS = frozenset((Meaning.ACTION, Meaning.MEASURE, Meaning.TARGET, Meaning.RESULT))
_FOLLOWS = frozenset((Meaning.STATUS, Meaning.PROGRESS, Meaning.DUE))


class _Kind(NamedTuple):
    """What such tables are of, a column that they have, by its heading and its texts, and which they don't have."""

    what: str
    heading: re.Pattern[str]
    text: re.Pattern[str]
    never: frozenset[Meaning]


_KINDS = (
    _Kind(
        "the document's versions",
        re.compile(r"\A(?:version|revision|issue)\b"),
        re.compile(
            r"(?:v|version|issue|draft|rev|revision)?[\s.]*\d{1,2}(?:\.\d{1,2}){0,2}(?:\s*\(?(?:draft|final)\)?)?", re.I
        ),
        _SAYS,
    ),
    _Kind(
        "whom to contact",
        re.compile(r"\b(?:e ?mail|telephone|phone|tel|contact)\b"),
        re.compile(r"\S+@\S+\.\w+|(?:tel|phone|ext)?[\s.:]*\+?[\d\s()-]{7,20}", re.I),
        _SAYS | _FOLLOWS,
    ),
    _Kind(
        "what is on which page",
        re.compile(r"\A(?:page|pages|page no|page number)\Z"),
        re.compile(r"\d{1,3}(?:\s*[-–]\s*\d{1,3})?"),
        _SAYS | _FOLLOWS,
    ),
)


def aside(labels: Sequence[str], rows: Sequence[GridRow]) -> str:
    """What a table with these labels is of, in words, if it says nothing of a plan; else ""."""
    meanings = set(map(meaning_of, labels))
    for kind in _KINDS:
        for column, label in enumerate(labels):
            if kind.heading.search(fold(label)) and meanings.isdisjoint(kind.never) and _is_of(kind, rows, column):
                return kind.what
    return ""


def _is_of(kind: _Kind, rows: Sequence[GridRow], column: int) -> bool:
    texts = [cell.text.strip() for row in rows for cell in row.cells if cell.column == column and cell.text]
    return bool(texts) and sum(bool(kind.text.fullmatch(text)) for text in texts) >= _MOSTLY * len(texts)
