"""Dates of rows in order of time, each with the words that name it."""

from __future__ import annotations

from datetime import date

from assistant.tracking.timeline import When, dated
from corpus.records import Column, Document, Heading, Item, Location, Row

WHERE = Location("plan.txt", line=1)


def row(title: str, *items: str, note: str = "") -> Row:
    column = Column("Progress", tuple(Item(text, (WHERE,)) for text in items))
    notes = (Item(note, (WHERE,)),) if note else ()
    return Row("1.i", (Heading("1", "Homes"), Heading("i", title)), (column,), WHERE, notes=notes)


def test_dates_come_in_order_of_time_with_their_words() -> None:
    found = dated([row("Homes by 2030", "Opens in May 2027.", "Opened on 3 May 2024.", note="Revised in June 2025")])
    assert [each.named.text for each in found] == ["3 May 2024", "June 2025", "May 2027", "2030"]
    for each in found:
        assert each.citation.quote[each.named.start : each.named.end] == each.named.text
    assert [(each.citation.column, each.citation.item) for each in found] == [
        ("Progress", 2),
        ("Notes", 1),
        ("Progress", 1),
        ("", None),
    ]


def test_a_date_is_past_now_or_to_come_with_its_extension() -> None:
    (contract,) = dated([row("Homes", "The contract runs until September 2025 plus 2 years.")])
    assert contract.last == date(2027, 9, 30)
    assert contract.when(date(2025, 8, 31)) is When.TO_COME
    assert contract.when(date(2025, 9, 1)) is When.NOW
    assert contract.when(date(2026, 11, 22)) is When.NOW
    assert contract.when(date(2027, 9, 30)) is When.NOW
    assert contract.when(date(2027, 10, 1)) is When.PAST


def test_every_date_of_the_sample_is_there_once(sample_document: Document) -> None:
    found = dated(sample_document.rows)
    assert (
        len({(each.citation.row_key, each.citation.column, each.citation.item, each.named.start) for each in found})
        == len(found)
        > 40
    )
    assert [each.named.first for each in found] == sorted(each.named.first for each in found)
