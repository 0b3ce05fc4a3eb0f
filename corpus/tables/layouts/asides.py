"""Tables that are none of a plan's: of versions, of contacts, of contents, and forms that are filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.records import GridRow, Meaning, fold
from corpus.tables.column_types import is_known, meaning_of

_MOSTLY = 0.6  # of a column's texts are such as its heading says: others wait for somebody, or say who is away
_LEAST = 2  # rows of a form, and labels that plans have
_LABEL_WORDS = 5
_HALF, _SELDOM = 0.5, 0.3  # of a form's labels are such as plans have, of its values at most
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
            r"(?:v|version|issue|draft|rev|revision)?[\s.]{0,3}\d{1,2}(?:\.\d{1,2}){0,2}(?:\s*\(?(?:draft|final)\)?)?",
            re.I,
        ),
        _SAYS,
    ),
    _Kind(
        "whom to contact",
        re.compile(r"\b(?:e ?mail|telephone|phone|tel|contact)\b"),
        re.compile(r"(?<!\S)\S{1,64}@\S{1,255}\.\w{2,20}|(?:tel|phone|ext)?[\s.:]{0,3}\+?[\d\s()-]{7,20}", re.I),
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


def is_form(rows: Sequence[GridRow]) -> bool:
    """Whether rows are labels with their values, one pair or two in each, and none of them a header."""
    cells = [[cell.text.strip() for cell in row.cells] for row in rows]
    pairs = [pair for texts in cells for pair in zip(texts[::2], texts[1::2], strict=False)]
    labels, values = [label for label, _ in pairs if label], [value for _, value in pairs if value]
    if len(rows) < _LEAST or any(len(texts) not in (2, 4) for texts in cells) or len({*labels}) < len(pairs):
        return False
    brief = all(len(label.split()) <= _LABEL_WORDS and not label.endswith(".") for label in labels)
    known, headed = sum(map(is_known, labels)), sum(map(_is_label, values))
    return (
        brief
        and known >= max(_LEAST, _HALF * len(labels))
        and headed <= _SELDOM * len(values)
        and not all(map(is_known, cells[0]))
    )


def _is_label(text: str) -> bool:
    return len(text.split()) <= _LABEL_WORDS and is_known(text)
