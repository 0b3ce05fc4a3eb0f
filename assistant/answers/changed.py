"""What changed between updates, as an answer: rows and items that came, went or were reworded, and statuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answers.answer import Answer, Claim, Status, listed, nothing_found, partly, quoted
from assistant.language.words import stems
from assistant.questions.naming.schema import Schema
from assistant.questions.predicates import Among, ColumnMeant, Is, Mentions, Predicate
from assistant.questions.query import Query, Role, is_row, titled
from assistant.questions.times import Time
from assistant.tracking.change_words import ITEM_WORDS, ROW_WORDS, is_prose, row_of
from assistant.tracking.changes import RowStatus
from assistant.tracking.item_changes import ItemChange, ItemKind
from assistant.tracking.lineage import Comparison, Lineage
from assistant.tracking.places import Place
from corpus.records import Citation, Meaning, Row, fold

_ORDER = (ItemKind.NEW, ItemKind.REWORDED, ItemKind.DROPPED)


@dataclass(frozen=True)
class Scope:
    """Where a question about a change says to look, by its query put to a later update and to the one before: rows that
    meet the conditions of theirs, and whatever has its other words."""

    now: Query
    then: Query
    words: frozenset[str]  # stems

    def has(self, row: Row, of_old: bool = False) -> bool:
        where = (self.then if of_old else self.now).where
        return row.in_table and all(each.holds(row) for each in where if not is_of_status(each))

    def titled(self, row: Row, of_old: bool = False) -> bool:
        """Whether a row is meant that stands under headings with all of the words."""
        return self.has(row, of_old) and self.words <= titled(row)


def is_of_status(predicate: Predicate) -> bool:
    """Whether a condition is one of statuses, or only looks for words of titles."""
    if isinstance(predicate, Among):
        return predicate.titles
    return not isinstance(predicate, Mentions) and predicate.column.about in (Meaning.STATUS, Meaning.OTHER)


def answer_changes(scope: Scope, compared: Sequence[Comparison], kinds: Sequence[ItemKind] = _ORDER) -> Answer:
    """What was added, reworded and removed from the update before to the latest, where a question says to look.

    Every quote stands in the update that its citation names.
    """
    between = told_between(compared)
    every = [each for comparison in compared for each in _changes(comparison, scope)]
    found = _in_order([each for each in every if each[0].kind in kinds])
    if not found:
        return nothing_found(f"No change that has these words was found {between}.")
    counts = Counter(change.kind for change, _ in found)
    told = ", ".join(f"{counts[kind]} {ITEM_WORDS[kind].lower()}" for kind in _ORDER if counts[kind])
    claims = [Claim(place.text, (place.citation,), note=_note(change)) for change, place in found]
    return listed(f"{len(found)} changed {'item' if len(found) == 1 else 'items'} {between}: {told}.", claims)


def told_between(compared: Sequence[Comparison]) -> str:
    return "; ".join(f"from {each.old.name} to {each.new.name}" for each in compared)


def rows_that_came_or_went(compared: Sequence[Comparison], status: RowStatus, scope: Scope) -> Answer:
    """The rows that are new or gone, of those that a question is about."""
    gone = status is RowStatus.DROPPED
    claims = [
        Claim(row.priority.title, (Citation.of_heading(row),), note=ROW_WORDS[status])
        for comparison in compared
        for change in comparison.changes
        if status in change.status and is_row(row := row_of(change)) and scope.titled(row, gone)
    ]
    told = ROW_WORDS[status].lower()
    if not claims:
        return nothing_found(f"No priority was found that is {told} {told_between(compared)}.")
    noun = "priority" if len(claims) == 1 else "priorities"
    return listed(f"{len(claims)} {told} {noun} {told_between(compared)}.", claims)


def _changes(comparison: Comparison, scope: Scope) -> Iterator[tuple[ItemChange, Place]]:
    """Changes in rows that are meant whose item, or the headings that it stands under, has all of the words."""
    for row in comparison.changes:
        meant = scope.has(row.new) if row.new else row.old is not None and scope.has(row.old, of_old=True)
        for item in row.items if meant or is_prose(row) else ():
            place = item.new or item.old
            if item.kind in _ORDER and place and scope.words <= _said_at(place):
                yield item, place


def _in_order(found: Sequence[tuple[ItemChange, Place]]) -> list[tuple[ItemChange, Place]]:
    """What is new first; what a new item may follow from stands right after it."""
    kinds = sorted(found, key=lambda each: _ORDER.index(each[0].kind))
    led = {(item.row.key, item.column, item.span): each for each in kinds if (item := each[0].old)}
    ordered: list[tuple[ItemChange, Place]] = []
    for each in kinds:
        before = each[0].may_follow if each[0].new else None
        ordered += [each, *filter(None, [led.get((before.row.key, before.column, before.span)) if before else None])]
    return list({id(change): (change, place) for change, place in ordered}.values())


def _note(change: ItemChange) -> str:
    """`Added`; of two items on what may be one matter, the older says so."""
    words = ITEM_WORDS[change.kind]
    return f"{words}, {_SAME_MATTER} as above" if change.may_follow and change.old else words


def _said_at(place: Place) -> frozenset[str]:
    return stems(place.text) | stems(place.row.label) | stems(place.row.reference)


# --- what became of a thing ---------------------------------------------------------------------------

_SAME_MATTER = "may be the same matter"


def with_what_it_was(answer: Answer, lineage: Lineage) -> Answer:
    """An answer from the latest update, its first quote beside what the update before said of the matter, if it did."""
    first = answer.claims[0]
    change = lineage.became(first.citations[0])
    old = (change.old or change.may_follow or change.elsewhere) if change and change.new else None
    if change is None or old is None:
        return answer
    return _both(answer, replace(first, note=first.citations[0].update), _claim_of(old, change), answer.claims[1:])


def with_what_followed(answer: Answer, lineage: Lineage) -> Answer:
    """An answer from an earlier update: beside what may follow from it or, where nothing does, as one that doesn't tell
    what became of it."""
    first = answer.claims[0]
    change = lineage.became(first.citations[0])
    new = (change.new or change.may_follow or change.elsewhere) if change and change.old else None
    if change is not None and new is not None:
        return _both(answer, _claim_of(new, change), replace(first, note=first.citations[0].update), ())
    missing = (
        f"what became of it: nothing was found after the {first.citations[0].update} update that may follow from it"
    )
    lead = f"The documents don’t state {missing}."
    return replace(answer, status=Status.PARTIAL, missing=missing, text=f"{lead}\n\n{quoted(first)}", confidence=0.0)


def _claim_of(place: Place, change: ItemChange) -> Claim:
    update = place.row.update
    return Claim(place.text, (place.citation,), note=f"{update}, {_SAME_MATTER}" if change.may_follow else update)


def _both(answer: Answer, now: Claim, then: Claim, more: Sequence[Claim]) -> Answer:
    claims = (now, then, *more)
    citations = tuple(citation for claim in claims for citation in claim.citations)
    may = f" Both {_SAME_MATTER}; the documents don’t say so." if _SAME_MATTER in f"{now.note}{then.note}" else ""
    summary = f"What is said now, and what was said before.{may}"
    text = "\n\n".join([summary, *map(quoted, claims)])
    return replace(answer, text=text, claims=claims, citations=citations, summary=summary)


# --- statuses ---------------------------------------------------------------------------------------

_RANKS = (
    ("red", "late"),
    ("amber", "at risk", "not started"),
    ("green", "on track", "going"),
    ("done",),
)  # worst first


_Both = tuple[Row, Row]  # a row as it was and as it is


def answer_moves(scope: Scope, compared: Sequence[Comparison], schema: Schema) -> Answer:
    """The rows whose status moved as asked. Each is quoted with the status that it has now, and says what it had
    before."""
    query, meant = scope.now, _by_heading(schema)
    named = list(_statuses_named(query, schema))
    both = [(each.old, each.new) for comparison in compared for each in comparison.changes]
    rows = [(old, new) for old, new in both if old and new and scope.titled(new)]
    moved = [(old, new) for old, new in rows if _has_moved(old, new, meant)]
    ranks = _ranks(schema)
    fitting = [each for each in moved if _fits(query.time, *each, ranks, meant)]
    found = _as_named(moved, fitting, named, meant) if named else fitting
    unclear = [each for each in moved if not named and not all(_value(row, meant) in ranks for row in each)]
    if not found and not unclear:
        return nothing_found(f"No status was found that changed so {told_between(compared)}.")
    claims = [_claim(old, new, meant) for old, new in found or unclear]
    noun = "priority" if len(claims) == 1 else "priorities"
    answer = listed(f"{len(claims)} {noun} {told_between(compared)}.", claims)
    return answer if found else partly(answer, "which of these statuses are better or worse")


def _by_heading(schema: Schema) -> ColumnMeant:
    """The column of statuses, by its headings too: an earlier update's may not show what it is for."""
    meant = schema.statuses.column
    return replace(meant, headings=frozenset(fold(cell.heading) for row in schema.rows if (cell := meant.of(row))))


def _has_moved(old: Row, new: Row, meant: ColumnMeant) -> bool:
    before, now = _value(old, meant), _value(new, meant)
    return bool(before and now) and before != now


def _fits(time: Time, old: Row, new: Row, ranks: Mapping[str, int], meant: ColumnMeant) -> bool:
    """Whether a status moved the way that is asked for."""
    before, now = (ranks.get(_value(row, meant)) for row in (old, new))
    if time is Time.MOVED:
        return True
    return before is not None and now is not None and before != now and (now > before) is (time is Time.BETTER)


def _as_named(
    moved: Sequence[_Both], fitting: Sequence[_Both], named: Sequence[Is], meant: ColumnMeant
) -> Sequence[_Both]:
    """Of rows that moved those that did from the first status that is named to the second; where one is, those that
    now have it, or had it and moved the way that is asked for."""
    if len(named) > 1:
        first, second = named[0].values, named[1].values
        return [each for each in moved if _value(each[0], meant) in first and _value(each[1], meant) in second]
    ways = ((fitting, 1), (fitting, 0), (moved, 1), (moved, 0))
    found = ([each for each in rows if _value(each[which], meant) in named[0].values] for rows, which in ways)
    return next(filter(None, found), [])


def _statuses_named(query: Query, schema: Schema) -> Iterator[Is]:
    """The statuses that a question names, in its order, also values of a column of a few words: "moved to kept"."""
    named = [each for each in query.readings if each.role in (Role.STATE, Role.VALUE)]
    for said in (schema.statuses.state(each.value) if each.role is Role.STATE else each.predicate for each in named):
        if isinstance(said, Is) and said.values and said.column.meaning in (Meaning.STATUS, Meaning.OTHER):
            yield said


def answer_cells(column: ColumnMeant, scope: Scope, compared: Sequence[Comparison]) -> Answer:
    """The rows whose cell in a column says something else than it did: "any lead officers changed"."""
    both = [(each.old, each.new) for comparison in compared for each in comparison.changes]
    rows = [(old, new) for old, new in both if old and new and scope.titled(new)]
    found = [(old, new) for old, new in rows if column.of(new) and _text(column, old) != _text(column, new)]
    between = told_between(compared)
    if not found:
        return nothing_found(f"No {column.in_words} was found that changed {between}.")
    if len(found) == 1:  # both cells, each with its update
        rows_told = [(row, cell) for row in reversed(found[0]) if (cell := column.of(row)) and cell.items]
        both_claims = [
            Claim(cell.items[0].text, (Citation.of_item(row, cell, 1),), note=row.update) for row, cell in rows_told
        ]
        return listed(f"“{found[0][1].priority.title}” {between}.", both_claims)
    claims = [_claim(old, new, column) for old, new in found if _text(column, new)]
    return listed(f"{len(claims)} {'priority' if len(claims) == 1 else 'priorities'} {between}.", claims)


def _text(column: ColumnMeant, row: Row) -> str:
    cell = column.of(row)
    return fold(" ".join(item.text for item in cell.items)) if cell else ""


def _ranks(schema: Schema) -> dict[str, int]:
    """How good each status is, by its text."""
    states = [(state, rank) for rank, same in enumerate(_RANKS) for state in same]
    return {value: rank for state, rank in states for value in schema.statuses.state(state).values}


def _value(row: Row, meant: ColumnMeant) -> str:
    column = meant.of(row)
    return fold(column.items[0].text) if column is not None and len(column.items) == 1 else ""


def _claim(old: Row, new: Row, meant: ColumnMeant) -> Claim:
    column, before = meant.of(new), meant.of(old)
    assert column is not None
    was = before.items[0].text if before and before.items else "nothing"
    note = f"{new.priority.title}: {was} in {old.update}"
    return Claim(column.items[0].text, (Citation.of_item(new, column, 1),), note=note)
