"""One update of a plan against another: what became of every row, and inside it of every item.

Rows are matched by title and content, not by number, so that retitled, moved and renumbered ones are found.
Two readings of one text that differ in case, punctuation or spaces only are the same text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

import numpy as np
from rapidfuzz import fuzz

from assistant.tracking.likeness import (
    Likeness,
    Span,
    best_pairs,
    differing_words,
    essence,
    topic_likeness,
    word_likeness,
    word_likenesses,
    word_spans,
    words,
)
from corpus.records import Citation, Column, Item, Row, fold


class RowStatus(StrEnum):
    """What became of a row; several may hold."""

    CHANGED = "changed"  # its items
    MOVED = "moved"  # to another category, or past other rows of its own
    RENUMBERED = "renumbered"
    RETITLED = "retitled"
    NEW = "new"
    DROPPED = "dropped"
    UNCHANGED = "unchanged"  # title and items


class ItemKind(StrEnum):
    """What became of an item."""

    UNCHANGED = "unchanged"
    REWORDED = "reworded"
    NEW = "new"
    DROPPED = "dropped"
    MOVED = "moved"  # to, or from, another row or column


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: its row, its column's heading, the item's number there from 1, and [start, end) of the item.

    That is the whole item, but for one that runs together what the other update has as items of their own.
    """

    row: Row
    column: str
    number: int
    item: Item
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.item.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item of a row. Of a moved one, the row that it left has only `old`, the row that it came to only `new`.

    `elsewhere` is where a moved item now stands (or stood before). The spans are the characters of `old.text` and
    `new.text` that differ.
    """

    column: str  # the newer heading, where the two updates word it differently
    kind: ItemKind
    old: Place | None
    new: Place | None
    elsewhere: Place | None = None
    old_differs: tuple[Span, ...] = ()
    new_differs: tuple[Span, ...] = ()

    def as_contract(self) -> dict[str, str | None]:
        """For other programs; a moved item also names the row that it went to or came from."""
        entry: dict[str, str | None] = {
            "column": self.column,
            "kind": self.kind.value,
            "old": self.old.text if self.old else None,
            "new": self.new.text if self.new else None,
        }
        if self.elsewhere:
            entry["moved_to" if self.old else "moved_from"] = self.elsewhere.row.reference
        return entry


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of either update, or of both, and its items in the newer order."""

    status: tuple[RowStatus, ...]
    old: Row | None
    new: Row | None
    items: tuple[ItemChange, ...]

    @property
    def old_reference(self) -> str | None:
        return self.old.reference if self.old else None

    @property
    def new_reference(self) -> str | None:
        return self.new.reference if self.new else None

    @property
    def old_title(self) -> str | None:
        return self.old.priority.title if self.old else None

    @property
    def new_title(self) -> str | None:
        return self.new.priority.title if self.new else None

    @property
    def counts(self) -> Mapping[ItemKind, int]:
        """How many items of each kind."""
        return Counter(change.kind for change in self.items)

    def as_contract(self) -> dict[str, object]:
        """As `plans changes --json` prints it."""
        return {
            "status": [status.value for status in self.status],
            "old_reference": self.old_reference,
            "new_reference": self.new_reference,
            "old_title": self.old_title,
            "new_title": self.new_title,
            "items": [change.as_contract() for change in self.items],
        }


def compare(old: Sequence[Row], new: Sequence[Row]) -> list[RowChange]:
    """What became of every row of two updates of one plan: in the newer order, dropped rows where they stood."""
    pairs = _matched_rows(old, new)
    headings = _matched_headings(old, new)
    items = [_item_changes(before, after, headings) for before, after in pairs]
    items = _with_moves(items)
    moved = _moved_rows(old, pairs)
    return [
        RowChange(_status(before, after, changes, place in moved), before, after, tuple(changes))
        for place, ((before, after), changes) in enumerate(zip(pairs, items, strict=True))
    ]


# --- rows -----------------------------------------------------------------------------------------

# A row is the same where half its title and half its content stay, or one of them nearly whole.
_TITLE, _CONTENT, _CATEGORY, _REFERENCE = 0.5, 0.4, 0.05, 0.05
_SAME_ROW = 0.35

_RowPair = tuple[Row | None, Row | None]


def _matched_rows(old: Sequence[Row], new: Sequence[Row]) -> list[_RowPair]:
    likeness = _row_likeness(old, new)
    found = [(old[before], new[after]) for before, after in best_pairs(likeness, _SAME_ROW)] if likeness.size else []
    return list(_woven(old, new, found))


def _row_likeness(old: Sequence[Row], new: Sequence[Row]) -> Likeness:
    titles = topic_likeness([row.priority.title for row in old], [row.priority.title for row in new])
    contents = topic_likeness([_content(row) for row in old], [_content(row) for row in new])
    categories = _equal([fold(row.category.title) for row in old], [fold(row.category.title) for row in new])
    references = _equal([row.reference for row in old], [row.reference for row in new])
    kinds = _equal([row.kind for row in old], [row.kind for row in new])
    likeness: Likeness = kinds * (
        _TITLE * titles + _CONTENT * contents + _CATEGORY * categories + _REFERENCE * references
    )
    return likeness


def _equal(old: Sequence[str], new: Sequence[str]) -> Likeness:
    same: Likeness = (np.array(old, dtype=object)[:, None] == np.array(new, dtype=object)[None, :]).astype(np.float64)
    return same


def _content(row: Row) -> str:
    return " ".join(item.text for column in _columns(row) for item in column.items)


def _columns(row: Row) -> tuple[Column, ...]:
    return (*row.columns, Column("Notes", row.notes)) if row.notes else row.columns


_T = TypeVar("_T")


def _woven(
    old: Sequence[_T], new: Sequence[_T], pairs: Iterable[tuple[_T, _T]]
) -> Iterator[tuple[_T | None, _T | None]]:
    """All of both lists in the newer order; what was dropped follows what it followed before."""
    partner = {id(after): before for before, after in pairs}
    matched = {id(before) for before in partner.values()}
    followers: dict[int | None, list[_T]] = {}
    anchor: int | None = None
    for before in old:
        if id(before) in matched:
            anchor = id(before)
        else:
            followers.setdefault(anchor, []).append(before)
    yield from ((dropped, None) for dropped in followers.get(None, ()))
    for after in new:
        earlier = partner.get(id(after))
        yield earlier, after
        if earlier is not None:
            yield from ((dropped, None) for dropped in followers.get(id(earlier), ()))


def _moved_rows(old: Sequence[Row], pairs: Sequence[_RowPair]) -> set[int]:
    """Places of the pairs that changed their category, or their order in it: as few as explain the new order."""
    place_before = {id(row): place for place, row in enumerate(old)}
    both = [(place, before, after) for place, (before, after) in enumerate(pairs) if before and after]
    successor = _successors([(before, after) for _, before, after in both])
    stayed: dict[str, list[tuple[int, int]]] = {}
    moved = set()
    for place, before, after in both:
        if successor.get(fold(before.category.title)) == fold(after.category.title):
            stayed.setdefault(fold(after.category.title), []).append((place, place_before[id(before)]))
        else:
            moved.add(place)
    for rows in stayed.values():
        in_order = _longest_rising([before for _, before in rows])
        moved |= {place for number, (place, _) in enumerate(rows) if number not in in_order}
    return moved


def _successors(pairs: Sequence[tuple[Row, Row]]) -> dict[str, str]:
    """Old category -> the new one that it became: its namesake, else the new name that took most of its rows."""
    went = Counter((fold(before.category.title), fold(after.category.title)) for before, after in pairs)
    kept = {before for before, _ in went} & {after for _, after in went}
    became = {name: name for name in kept}
    for (before, after), _ in went.most_common():
        if after not in kept:
            became.setdefault(before, after)
    return became


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Places of the longest rising subsequence (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    previous: dict[int, int | None] = {}
    for place, number in enumerate(numbers):
        pile = bisect_left(tops, number)
        tops[pile : pile + 1] = [number]
        ends[pile : pile + 1] = [place]
        previous[place] = ends[pile - 1] if pile else None
    rising: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        rising.add(last)
        last = previous[last]
    return rising


def _status(before: Row | None, after: Row | None, items: Sequence[ItemChange], moved: bool) -> tuple[RowStatus, ...]:
    if before is None:
        return (RowStatus.NEW,)
    if after is None:
        return (RowStatus.DROPPED,)
    holds = {
        RowStatus.RETITLED: essence(before.priority.title) != essence(after.priority.title),
        RowStatus.MOVED: moved,
        RowStatus.CHANGED: any(change.kind is not ItemKind.UNCHANGED for change in items),
        RowStatus.RENUMBERED: before.reference != after.reference,
    }
    found = tuple(status for status, holding in holds.items() if holding)
    return found if set(found) - {RowStatus.RENUMBERED} else (RowStatus.UNCHANGED, *found)


# --- columns --------------------------------------------------------------------------------------

_SAME_COLUMN = 0.3


def _matched_headings(old: Sequence[Row], new: Sequence[Row]) -> dict[str, str]:
    """New heading -> old heading, by the words of the headings and by what stands under them."""
    before, after = _under_headings(old), _under_headings(new)
    if not before or not after:
        return {}
    contents = topic_likeness(list(before.values()), list(after.values()))
    likeness = np.array([[_heading_likeness(one, other) for other in after] for one in before])
    pairs = best_pairs(0.6 * likeness + 0.4 * contents, _SAME_COLUMN)
    headings_before, headings_after = list(before), list(after)
    return {headings_after[new_place]: headings_before[old_place] for old_place, new_place in pairs}


def _under_headings(rows: Sequence[Row]) -> dict[str, str]:
    texts: dict[str, list[str]] = {}
    for row in rows:
        for column in _columns(row):
            texts.setdefault(column.heading, []).extend(item.text for item in column.items)
    return {heading: " ".join(found) for heading, found in texts.items()}


def _heading_likeness(one: str, other: str) -> float:
    return 1.0 if fold(one) == fold(other) else 0.95 * fuzz.token_set_ratio(fold(one), fold(other)) / 100


# --- items ----------------------------------------------------------------------------------------

_REWORDED = 0.5  # share of words kept in order
_CUT_WORDS = 4  # shorter ones stand inside other items by chance
_MOVED = 0.6
_MOVED_WORDS = 6  # shorter items stand in many rows by chance
_VALUE_WORDS = 6  # "On track" -> "Delayed", "March 2025" -> "June 2026": a value that changed


def _item_changes(before: Row | None, after: Row | None, headings: Mapping[str, str]) -> list[ItemChange]:
    changes: list[ItemChange] = []
    old = _places(before)
    for heading, places in _places(after).items():
        changes += _column_changes(heading, old.pop(headings.get(heading, heading), []), places)
    for heading, places in old.items():
        changes += _column_changes(heading, places, [])
    return changes


def _places(row: Row | None) -> dict[str, list[Place]]:
    if row is None:
        return {}
    return {
        column.heading: [
            Place(row, column.heading, number, item, 0, len(item.text)) for number, item in enumerate(column.items, 1)
        ]
        for column in _columns(row)
    }


def _column_changes(heading: str, old: list[Place], new: list[Place]) -> list[ItemChange]:
    same = _same_items(old, new)
    old = list(_recut(old, _without(new, [after for _, after in same])))
    new = list(_recut(new, _without(old, [before for before, _ in same])))
    same = _same_items(old, new)
    rest = _without(old, [before for before, _ in same]), _without(new, [after for _, after in same])
    return [
        _item_change(heading, before, after) for before, after in _woven(old, new, [*same, *_reworded_items(*rest)])
    ]


def _without(places: Sequence[Place], taken: Sequence[Place]) -> list[Place]:
    return [place for place in places if not any(place is other for other in taken)]


def _recut(places: Sequence[Place], others: Sequence[Place]) -> Iterator[Place]:
    """The places, those that run several of the other update's unmatched items together cut where these begin.

    Extractions lose bullets: without this, an item that was there before would be told as new.
    """
    for place in places:
        wholes = [other for other in others if essence(other.text) in essence(place.text)]
        yield from _cut(place, wholes, others) if wholes else [place]


def _cut(place: Place, wholes: Sequence[Place], others: Sequence[Place]) -> list[Place]:
    spans = word_spans(place.text)
    said = words(place.text)
    borders = {0, len(said)}
    for whole in wholes:
        sought = words(whole.text)
        starts = range(len(said) - len(sought) + 1) if len(sought) >= _CUT_WORDS else ()
        found = next((start for start in starts if said[start : start + len(sought)] == sought), None)
        if found is not None:
            borders |= {found, found + len(sought)}
    ordered = sorted(borders)
    starts_at = [place.start + (spans[border][0] if border else 0) for border in ordered[:-1]]
    pieces = [replace(place, start=a, end=b) for a, b in zip(starts_at, [*starts_at[1:], place.end], strict=True)]
    pieces = [replace(piece, end=piece.start + len(piece.text.rstrip())) for piece in pieces]
    return pieces if all(_is_item(piece, others) for piece in pieces) else [place]


def _is_item(piece: Place, others: Sequence[Place]) -> bool:
    """Whether it begins as an item does and the other update has one like it: else a sentence was only added."""
    likeness = max((word_likeness(words(piece.text), words(other.text)) for other in others), default=0.0)
    return likeness >= _REWORDED and not piece.text[:1].islower()


def _same_items(old: Sequence[Place], new: Sequence[Place]) -> list[tuple[Place, Place]]:
    waiting: dict[str, list[Place]] = {}
    for before in old:
        waiting.setdefault(essence(before.text), []).append(before)
    return [(waiting[key].pop(0), after) for after in new if waiting.get(key := essence(after.text))]


def _reworded_items(old: Sequence[Place], new: Sequence[Place]) -> list[tuple[Place, Place]]:
    if not old or not new:
        return []
    old_words, new_words = [words(place.text) for place in old], [words(place.text) for place in new]
    if len(old) == len(new) == 1 and max(len(old_words[0]), len(new_words[0])) <= _VALUE_WORDS:
        return [(old[0], new[0])]
    likeness = np.array([[word_likeness(before, after) for after in new_words] for before in old_words])
    return [(old[before], new[after]) for before, after in best_pairs(likeness, _REWORDED)]


def _item_change(heading: str, before: Place | None, after: Place | None) -> ItemChange:
    if before is None or after is None:
        return ItemChange(heading, ItemKind.NEW if after else ItemKind.DROPPED, before, after)
    if essence(before.text) == essence(after.text):
        return ItemChange(heading, ItemKind.UNCHANGED, before, after)
    old_differs, new_differs = differing_words(before.text, after.text)
    return ItemChange(heading, ItemKind.REWORDED, before, after, old_differs=old_differs, new_differs=new_differs)


def _with_moves(rows: Sequence[Sequence[ItemChange]]) -> list[list[ItemChange]]:
    """Dropped here and new there: the item moved."""
    changes = [list(row) for row in rows]
    gone = [(row, place) for row, place in _of_kind(changes, ItemKind.DROPPED)]
    come = [(row, place) for row, place in _of_kind(changes, ItemKind.NEW)]
    if not gone or not come:
        return changes
    texts_gone = [_text(changes[row][place]) for row, place in gone]
    texts_come = [_text(changes[row][place]) for row, place in come]
    likeness = word_likenesses(texts_gone, texts_come, _MOVED)
    for left, came in best_pairs(likeness, _MOVED):
        (row, place), (new_row, new_place) = gone[left], come[came]
        before, after = changes[row][place], changes[new_row][new_place]
        old_differs, new_differs = differing_words(_text(before), _text(after))
        changes[row][place] = replace(before, kind=ItemKind.MOVED, elsewhere=after.new, old_differs=old_differs)
        changes[new_row][new_place] = replace(after, kind=ItemKind.MOVED, elsewhere=before.old, new_differs=new_differs)
    return changes


def _of_kind(rows: Sequence[Sequence[ItemChange]], kind: ItemKind) -> Iterator[tuple[int, int]]:
    for number, row in enumerate(rows):
        for place, change in enumerate(row):
            if change.kind is kind and len(words(_text(change))) >= _MOVED_WORDS:
                yield number, place


def _text(change: ItemChange) -> str:
    place = change.old or change.new
    return place.text if place else ""


def cite_place(place: Place) -> Citation:
    """What a comparison names: an item, or the part of one that the other update has by itself."""
    return Citation.of(place.row, place.text, place.item.location, place.column, place.number)
