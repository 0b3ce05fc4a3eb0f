"""Whole-table answers: every entry of a listing with its citation, and how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answers.answer import Answer, Claim, listed, nothing_found
from assistant.language.answer_kinds import dates
from assistant.language.clauses import Span, clauses, quotable
from assistant.language.words import find_phrase
from assistant.questions.query import Listing, Period, Subject
from corpus.records import Citation, Column, Row, RowKind


def answer_listing(listing: Listing) -> Answer:
    """Every entry with its citation, and how many there are."""
    if listing.parts:
        return _of_plans([(each.rows[0].plan, _with_values(each)) for each in listing.parts])
    if listing.values:
        return _with_values(listing)
    if listing.lacking:
        return _lacking(listing)
    if listing.mentioned or listing.period:
        return _found(listing)
    if listing.subject is Subject.CATEGORIES:
        return _categories(listing)
    if listing.subject is Subject.PRIORITIES:
        return _priorities(listing)
    return _items(listing)


def _categories(listing: Listing) -> Answer:
    first = {row.category.label: row for row in reversed(listing.rows) if row.category.label}
    rows = [row for row in listing.rows if first.get(row.category.label) is row]
    claims = [Claim(row.category.title, (Citation.of_heading(row, row.category.title),)) for row in rows]
    return listed(f"{_count(len(claims), 'category', 'categories')}{_within(listing)}.", claims)


def _priorities(listing: Listing) -> Answer:
    claims = [Claim(row.priority.title, (Citation.of_heading(row),)) for row in listing.rows]
    categories = len({row.category.label for row in listing.rows if row.category.label})
    spread = f", in {_count(categories, 'category', 'categories')}" if categories > 1 else ""
    return listed(f"{_count(len(claims), 'priority', 'priorities')}{_within(listing)}{spread}.", claims)


def _items(listing: Listing) -> Answer:
    claims = [
        Claim(column.items[number - 1].text, (Citation.of_item(row, column, number),))
        for row, column, number in _all_items(listing)
    ]
    under = f" under “{listing.column}”" if listing.column else ""
    return listed(f"{_count(len(claims), 'item', 'items')}{under}{_within(listing)}.", claims)


def _with_values(listing: Listing) -> Answer:
    """The titles, or the items, of rows that meet all conditions; each says what their cells say."""
    told = " and ".join(condition.told for condition in listing.values)
    met = [row for row in listing.rows if all(condition.numbers(row) for condition in listing.values)]
    claims = [claim for row in met for claim in _met(listing, row)]
    if not claims:
        summary = f"Nothing{_within(listing)} {told}."
        return nothing_found(summary)
    noun = ("item", "items") if listing.column else ("priority", "priorities")
    under = f" under “{listing.column}”" if listing.column else ""
    return listed(f"{_count(len(claims), *noun)}{under}{_within(listing)} {told}.", claims)


def _of_plans(answers: Sequence[tuple[str, Answer]]) -> Answer:
    """What each plan's own columns say, one after another; plans without an entry are left out, if any has one."""
    held = [(plan, answer) for plan, answer in answers if answer.claims]
    summary = " ".join(f"{plan}: {answer.summary}" for plan, answer in held or answers)
    if not held:
        return nothing_found(summary)
    return listed(summary, [claim for _, answer in held for claim in answer.claims])


def _met(listing: Listing, row: Row) -> Iterator[Claim]:
    """A row's title, or its items: of several that go with as many values, those whose value is meant."""
    column = row.column(listing.column) if listing.column else None
    if column is None or not column.items:
        yield Claim(row.priority.title, (Citation.of_heading(row),), note=_cells(listing, row))
        return
    numbers = set(range(1, len(column.items) + 1))
    for condition in listing.values:
        values = row.column(condition.column)
        if values is not None and len(values.items) == len(column.items):
            numbers &= set(condition.numbers(row))
    for number in sorted(numbers):
        yield Claim(column.items[number - 1].text, (Citation.of_item(row, column, number),), note=_cells(listing, row))


def _cells(listing: Listing, row: Row) -> str:
    """What the row's cells say that were picked by."""
    columns = [row.column(condition.column) for condition in listing.values]
    return ", ".join(dict.fromkeys(item.text for column in columns if column for item in column.items))


def _lacking(listing: Listing) -> Answer:
    """The priorities that mention something nowhere."""
    having = {claim.citations[0].row_key for claim in (*_titles_found(listing), *_items_found(listing))}
    rows = [row for row in listing.rows if row.key not in having and row.kind is RowKind.ROW]
    claims = [Claim(row.priority.title, (Citation.of_heading(row),)) for row in rows]
    summary = f"{_count(len(claims), 'priority', 'priorities')}{_within(listing)} without “{listing.mentioned}”."
    if not claims:
        return nothing_found(summary)
    return listed(summary, claims)


def _found(listing: Listing) -> Answer:
    """Entries that mention something, or that are dated in a period."""
    claims = [*_titles_found(listing), *_items_found(listing)]
    if not claims:
        return _nothing(listing)
    places = {row.key: at for at, row in enumerate(listing.rows)}
    claims.sort(key=lambda claim: places[claim.citations[0].row_key])
    rows = dict.fromkeys(claim.citations[0].row_key for claim in claims)
    if listing.period:
        told = f"{_count(len(claims), 'entry', 'entries')} {_dated(listing.period)}"
    elif listing.subject is Subject.ITEMS:
        told = f"{_count(len(claims), 'item', 'items')} with “{listing.mentioned}”"
    else:
        told = f"{_count(len(rows), 'priority', 'priorities')} with “{listing.mentioned}”"
    spread = f", in {_count(len(rows), 'priority', 'priorities')}" if listing.period and len(rows) > 1 else ""
    return listed(f"{told}{_within(listing)}{spread}.", claims)


def _nothing(listing: Listing) -> Answer:
    sought = f"is {_dated(listing.period)}" if listing.period else f"has the words “{listing.mentioned}”"
    summary = f"Nothing{_within(listing)} {sought}."
    return nothing_found(summary)


def _titles_found(listing: Listing) -> Iterator[Claim]:
    if listing.column or listing.subject is Subject.ITEMS:
        return
    for row in listing.rows:
        if _spans(listing, row.priority.title):
            yield Claim(row.priority.title, (Citation.of_heading(row),))


def _items_found(listing: Listing) -> Iterator[Claim]:
    for row, column, number in _all_items(listing):
        text = column.items[number - 1].text
        spans = _spans(listing, text)
        if spans:
            quote = _quote(text, spans)
            words = quote.of(text)
            marks = tuple((start - quote.start, end - quote.start) for start, end in spans if quote.holds(start, end))
            yield Claim(words, (Citation.of_item(row, column, number, words),), marks)


def _quote(text: str, spans: Sequence[tuple[int, int]]) -> Span:
    """The one run of words that holds all these places and may stand alone; the whole text where none does."""
    held = [quotable(text, clause) for clause in clauses(text) if any(clause.holds(*span) for span in spans)]
    if not held:
        return Span(0, len(text))
    quote = held[0].to(held[-1])
    return quote if all(quote.holds(*span) for span in spans) else Span(0, len(text))


def _spans(listing: Listing, text: str) -> list[tuple[int, int]]:
    if listing.period:
        return [(named.start, named.end) for named in dates(text) if listing.period.holds(named)]
    return [span for phrase in listing.mention for span in find_phrase(phrase, text)]


def _all_items(listing: Listing) -> Iterator[tuple[Row, Column, int]]:
    for row in listing.rows:
        for column in row.columns:
            if not listing.column or column.heading == listing.column:
                for number in range(1, len(column.items) + 1):
                    yield row, column, number


def _within(listing: Listing) -> str:
    return f" in {listing.where}" if listing.where else ""


def _dated(period: Period) -> str:
    written = re.sub(r"^(?:dated|in|on|as of|as at|for|during)\s+", "", period.written)
    return f"dated {written}" if written else "with a date"


def _count(number: int, one: str, many: str) -> str:
    return f"{number or 'No'} {one if number == 1 else many}"
