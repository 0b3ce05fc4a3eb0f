"""The proof that no word is lost."""

from __future__ import annotations

from corpus.records import Column, Heading, Item, Location, Row, Severity
from corpus.tables.completeness import balance, lost_words
from tests.grids import paragraph


def row(title: str, *items: str, above: str = "Homes", notes: tuple[str, ...] = ()) -> Row:
    where = Location("plan.txt", line=1)
    made = tuple(Item(item, (where,)) for item in items)
    aside = tuple(Item(note, (where,)) for note in notes)
    return Row("1", (Heading("", above), Heading("", title)), (Column("Step", made),), where, notes=aside)


def test_every_word_in_its_place_leaves_nothing_over() -> None:
    read = [paragraph("Homes"), paragraph("Beds"), paragraph("Buy two."), paragraph("Page 3")]
    assert balance(read, [row("Beds", "Buy", "two.")], [paragraph("Page 3")]) == ({}, {})


def test_a_heading_above_several_rows_counts_once() -> None:
    rows = [row("Beds"), row("Food"), row("Pay", above="Money")]
    read = [paragraph(text) for text in ("Homes", "Beds", "Food", "Money", "Pay")]
    assert balance(read, rows, []) == ({}, {})


def test_words_lost_and_words_said_twice_are_counted() -> None:
    lost, surplus = balance([paragraph("Buy two two beds")], [row("Buy", "two", "Buy", above="beds")], [])
    assert (lost, surplus) == ({"two": 1}, {"Buy": 1})


def test_a_footnote_is_accounted_for() -> None:
    assert balance([paragraph("Homes Beds see annex")], [row("Beds", notes=("see annex",))], []) == ({}, {})


def test_lost_words_are_named_with_their_place() -> None:
    (problem,) = lost_words([paragraph("Homes Beds", 3), paragraph("quite forgotten", 8)], [row("Beds")], [])
    assert problem.severity is Severity.ERROR
    assert problem.location.line == 8
    assert problem.seen == "words that belong to no row: quite forgotten"


def test_the_same_word_of_a_placed_text_isnt_blamed_on_it() -> None:
    problems = lost_words([paragraph("Homes Beds", 3), paragraph("Homes", 8)], [row("Beds")], [])
    assert len(problems) == 1
