"""Compares the items of a row in two updates: which are unchanged, reworded, new, dropped or moved."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from rapidfuzz import fuzz

from assistant.tracking.likeness import (
    Span,
    best_pairs,
    differing_words,
    essence,
    topic_likeness,
    word_likeness,
    word_likenesses,
    word_spans,
    words,
    woven,
)
from assistant.tracking.places import Place, columns_and_notes
from corpus.records import Row, fold


class ItemKind(StrEnum):
    """How an item changed."""

    UNCHANGED = "unchanged"
    REWORDED = "reworded"
    NEW = "new"
    DROPPED = "dropped"
    MOVED = "moved"  # to, or from, another row or column


@dataclass(frozen=True, slots=True)
class ItemChange:
    """How an item changed. A moved item has only `old` in the row that it left, and only `new` in the row it is in now.

    `elsewhere` is the other place of a moved item. The spans are the characters of `old.text` and `new.text` that
    differ. `may_follow` of an added item is a removed one of its row on the same matter, from which it may follow, and
    of that one the added one.
    """

    column: str  # the newer heading, if the two updates word it differently
    kind: ItemKind
    old: Place | None
    new: Place | None
    elsewhere: Place | None = None
    old_differs: tuple[Span, ...] = ()
    new_differs: tuple[Span, ...] = ()
    may_follow: Place | None = None

    def as_contract(self) -> dict[str, str | None]:
        """The entry for other programs; that of a moved item also names its other row, and that of one that may follow
        from another, or be followed by it, the other's text."""
        entry: dict[str, str | None] = {
            "column": self.column,
            "kind": self.kind.value,
            "old": self.old.text if self.old else None,
            "new": self.new.text if self.new else None,
        }
        if self.elsewhere:
            entry["moved_to" if self.old else "moved_from"] = self.elsewhere.row.reference
        if self.may_follow:
            entry["may_be_followed_by" if self.old else "may_follow_from"] = self.may_follow.text
        return entry


# Of a heading's words (0.6) and of what stands under it (0.4). On two fictional updates with 77 items, limits from .05
# to .5 gave the same; from .7, columns that were renamed are told as all their items dropped and others new. Below .2,
# columns that share no word would be one where both hold the same few names.
_SAME_COLUMN = 0.3


def matched_headings(old: Sequence[Row], new: Sequence[Row]) -> dict[str, str]:
    """New heading -> old heading, by the words of the headings and of the items under them."""
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
        for column in columns_and_notes(row):
            texts.setdefault(column.heading, []).extend(item.text for item in column.items)
    return {heading: " ".join(found) for heading, found in texts.items()}


def _heading_likeness(one: str, other: str) -> float:
    return 1.0 if fold(one) == fold(other) else 0.95 * fuzz.token_set_ratio(fold(one), fold(other)) / 100


# --- items ----------------------------------------------------------------------------------------

# All measured on two fictional updates with 77 items, of which these give 76 as they truly changed.

# Share of words kept in order, from which an item was reworded. From .2 to .6 the same; at .7, three are told as
# dropped and new; at .1, items that share only "the" and "of" are told as one.
_REWORDED = 0.5
# Words of an item that may be sought inside another: shorter ones stand there by chance. From 1 to 16 the same.
_CUT_WORDS = 4
# As `_REWORDED`, between rows and columns, where more would be alike by chance. From .4 to .9 the same; at .2, eight
# items that only share a topic are told as moved.
_MOVED = 0.6
# Words of an item that can have moved: shorter ones, such as "On track", stand in many rows. From 1 to 12 the same; at
# 24, two items that moved are told as dropped and new.
_MOVED_WORDS = 6
# Pairs of one cell's items, and of a plan's items, that are held against one another: of more, in cells of over 300
# items and plans of over 1,000 that all differ, the old ones are told as dropped and the new ones as new, in seconds.
_MOST_PAIRS, _MOST_MOVES = 100_000, 1_000_000
# Words of a lone value that changed: "On track" -> "Delayed", "March 2025" -> "June 2026". From 3 to 24 the same; at 1,
# five values that changed are told as dropped and new; above 6, a sentence would be taken for another on a topic of its
# own.
_VALUE_WORDS = 6


def item_changes(before: Row | None, after: Row | None, headings: Mapping[str, str]) -> list[ItemChange]:
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
    return {column.heading: list(Place.all_in(row, [column])) for column in columns_and_notes(row)}


def _column_changes(heading: str, old: list[Place], new: list[Place]) -> list[ItemChange]:
    same = _same_items(old, new)
    old = list(_recut(old, _without(new, [after for _, after in same])))
    new = list(_recut(new, _without(old, [before for before, _ in same])))
    same = _same_items(old, new)
    rest = _without(old, [before for before, _ in same]), _without(new, [after for _, after in same])
    pairs = [*same, *_reworded_items(*rest)]
    befores, afters = ({place.span: at for at, place in enumerate(places)} for places in (old, new))
    partners = {afters[after.span]: befores[before.span] for before, after in pairs}
    return [
        _item_change(heading, None if before is None else old[before], None if after is None else new[after])
        for before, after in woven(len(old), len(new), partners)
    ]


def _without(places: Sequence[Place], taken: Sequence[Place]) -> list[Place]:
    spans = {place.span for place in taken}
    return [place for place in places if place.span not in spans]


def _recut(places: Sequence[Place], others: Sequence[Place]) -> Iterator[Place]:
    """The places, cut where several of the other update's unmatched items begin inside one of them.

    Text extractions lose bullets: without this, an item that was there before would be reported as new.
    """
    if len(places) * len(others) > _MOST_PAIRS:
        yield from places
        return
    for place in places:
        wholes = [other for other in others if essence(other.text) in essence(place.text)]
        yield from _cut(place, wholes, others) if wholes else [place]


def _cut(place: Place, wholes: Sequence[Place], others: Sequence[Place]) -> list[Place]:
    spans = word_spans(place.text)
    own = words(place.text)
    joined = f" {' '.join(own)} "
    borders = {0, len(own)}
    for whole in wholes:
        sought = words(whole.text)
        at = joined.find(f" {' '.join(sought)} ") if len(sought) >= _CUT_WORDS else -1
        if at >= 0:
            found = joined.count(" ", 0, at)
            borders |= {found, found + len(sought)}
    ordered = sorted(borders)
    starts_at = [place.start + (spans[border][0] if border else 0) for border in ordered[:-1]]
    pieces = [replace(place, start=a, end=b) for a, b in zip(starts_at, [*starts_at[1:], place.end], strict=True)]
    pieces = [replace(piece, end=piece.start + len(piece.text.rstrip())) for piece in pieces]
    return pieces if all(_is_item(piece, others) for piece in pieces) else [place]


def _is_item(piece: Place, others: Sequence[Place]) -> bool:
    """Whether it begins like an item and the other update has a similar one; if not, a sentence was merely added."""
    likeness = max((word_likeness(words(piece.text), words(other.text)) for other in others), default=0.0)
    return likeness >= _REWORDED and not piece.text[:1].islower()


def _same_items(old: Sequence[Place], new: Sequence[Place]) -> list[tuple[Place, Place]]:
    waiting: dict[str, deque[Place]] = defaultdict(deque)
    for before in old:
        waiting[essence(before.text)].append(before)
    return [(waiting[key].popleft(), after) for after in new if waiting.get(key := essence(after.text))]


def _reworded_items(old: Sequence[Place], new: Sequence[Place]) -> list[tuple[Place, Place]]:
    if not old or not new or len(old) * len(new) > _MOST_PAIRS:
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


def with_moves(rows: Sequence[Sequence[ItemChange]]) -> list[list[ItemChange]]:
    """The changes with items that were dropped in one row and are new in another turned into moves."""
    changes = [list(row) for row in rows]
    gone = [(row, place) for row, place in _of_kind(changes, ItemKind.DROPPED)]
    come = [(row, place) for row, place in _of_kind(changes, ItemKind.NEW)]
    if not gone or not come or len(gone) * len(come) > _MOST_MOVES:
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
