"""What is found by searching: a row's texts, its cells, and who leads it."""

from __future__ import annotations

from assistant import Assistant, Status
from corpus.records import Column, Document, Heading, Item, Location, Meaning, Row, ValueKind
from tests.word_index import WordIndex


def _row(number: str, title: str, owner: str, progress: str) -> Row:
    place = Location("fictional.docx")
    columns = (
        Column("Lead officer", (Item(owner, (place,)),), Meaning.OWNER, ValueKind.CHOICE),
        Column("Progress", (Item(progress, (place,)),), Meaning.PROGRESS),
    )
    return Row(number, (Heading(number, title),), columns, place, plan="Plan", update="2025")


def test_who_does_something_that_no_text_says_may_be_who_leads_the_row() -> None:
    rows = (
        _row("1", "Heat the swimming pool from the chapel", "Pia Marsh", "A study of the heat is out."),
        _row("2", "Plant reed beds", "Sam Orr", "120 reed beds are planted."),
    )
    index = WordIndex([Document("fictional.docx", "digest", 1, "Plan", "2025", rows)])
    answer = Assistant(index).ask("who is heating the swimming pool from the chapel?")
    assert answer.status is Status.PARTIAL
    assert (answer.claims[0].text, answer.claims[0].note) == ("Pia Marsh", "Lead officer")
