"""The documents of a library as a list: what each contains, and the order of the list."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.records import Document, Doubt, Problem, Standing

STANDINGS = {Standing.USED: "In use", Standing.DUPLICATE: "Duplicate", Standing.UNREADABLE: "Could not be read"}
HEADINGS = ("Plan", "Update", "File", "State", "Rows", "Items", "To check")


def listing_row(document: Document) -> tuple[str, ...]:
    """A document's cells under HEADINGS."""
    standing = STANDINGS[document.standing]
    if document.duplicate_of:
        standing = f"{standing} of {document.duplicate_of}"
    figures = (len(document.rows), items_of(document), doubtful_rows(document))
    return (document.plan, document.update, document.file, standing, *(f"{figure:,}" for figure in figures))


def items_of(document: Document) -> int:
    return sum(len(column.items) for row in document.rows for column in row.columns)


def doubtful_rows(document: Document) -> int:
    """How many rows should be compared with the document: read by a guess, or unlike the others."""
    return sum(row.doubt is not Doubt.NONE for row in document.rows)


def problems_of(document: Document) -> list[Problem]:
    """The problems of the file and of its rows, each once."""
    return list(dict.fromkeys([*document.problems, *(problem for row in document.rows for problem in row.problems)]))


def outside_rows(document: Document) -> list[Problem]:
    """The problems that belong to no row: of the file as a whole, or of text outside the rows."""
    of_rows = {problem for row in document.rows for problem in row.problems}
    return [problem for problem in dict.fromkeys(document.problems) if problem not in of_rows]


def in_order(documents: Iterable[Document]) -> list[Document]:
    """Sorted by plan, with its latest update first, and the file in use before its duplicates."""
    by_standing = sorted(documents, key=lambda document: list(STANDINGS).index(document.standing))
    by_update = sorted(by_standing, key=lambda document: document.update, reverse=True)
    return sorted(by_update, key=lambda document: document.plan)
