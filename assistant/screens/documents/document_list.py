"""The documents of a library as a list: what each contains, and the order of the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from assistant.screens.parts.rows import is_counted, outside_rows
from assistant.screens.parts.text import count
from corpus.records import Document, Doubt, Problem, Severity, Standing

STANDINGS = {Standing.USED: "In use", Standing.DUPLICATE: "Duplicate", Standing.UNREADABLE: "Could not be read"}
HEADINGS = ("Plan", "Update", "File", "Status", "Rows", "Items", "To check")


def listing_row(document: Document) -> tuple[str, ...]:
    """A document's cells under HEADINGS."""
    standing = STANDINGS[document.standing]
    if document.duplicate_of:
        standing = f"{standing} of {document.duplicate_of}"
    figures = (sum(map(is_counted, document.rows)), items_of(document), doubtful_rows(document))
    update = document.update or ("not dated" if document.plan else "")
    return (document.plan, update, document.file, standing, *(f"{figure:,}" for figure in figures))


def problems_words(document: Document) -> str:
    """`item breaks guessed in 11 rows, 3 rows to check, 1 note`: what the problems of a document amount to."""
    guessed = sum(any(item.guessed for column in row.columns for item in column.items) for row in document.rows)
    found = Counter(problem.severity for problem in problems_of(document))
    checked = doubtful_rows(document)
    outside = sum(problem.severity is Severity.WARNING for problem in outside_rows(document))
    parts = [
        f"item breaks guessed in {count(guessed, 'row')}" if guessed else "",
        f"{count(checked, 'row')} to check" if checked else "",
        f"{count(outside, 'place')} to compare outside the rows" if outside else "",
        f"{found[Severity.ERROR]:,} missing" if found[Severity.ERROR] else "",
        count(found[Severity.NOTE], "note") if found[Severity.NOTE] else "",
    ]
    return ", ".join(filter(None, parts))


def items_of(document: Document) -> int:
    return sum(len(column.items) for row in document.rows for column in row.columns)


def doubtful_rows(document: Document) -> int:
    """How many rows should be compared with the document: read by a guess, or unlike the others."""
    return sum(row.doubt is not Doubt.NONE for row in document.rows)


def problems_of(document: Document) -> list[Problem]:
    """The problems of the file and of its rows, each once."""
    return list(dict.fromkeys([*document.problems, *(problem for row in document.rows for problem in row.problems)]))


def in_order(documents: Iterable[Document]) -> list[Document]:
    """Sorted by plan, with its latest update first, and the file in use before its duplicates."""
    by_standing = sorted(documents, key=lambda document: list(STANDINGS).index(document.standing))
    by_update = sorted(by_standing, key=lambda document: document.update, reverse=True)
    return sorted(by_update, key=lambda document: document.plan)
