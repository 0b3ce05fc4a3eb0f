"""What may follow from what: an item that was left out of a row, beside a new one of it on the same matter.

“The backlog stood at 212 assessments” and “The backlog has come down to 94” share few words, so that a comparison tells
one as removed and the other as added. Both stay so: nothing in the documents says that one follows from the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from assistant.tracking.changes import RowChange
from assistant.tracking.item_changes import ItemChange, ItemKind
from assistant.tracking.likeness import best_pairs, words
from assistant.tracking.places import Place
from index import Excerpt

Alike = Callable[[Sequence[Excerpt], Sequence[Excerpt]], npt.NDArray[np.float32]]

# Likeness in meaning, both ways, from which a new item may follow from an old one. On the first plan of
# tests/data/fictional_may_follow.json, limits from .52 to .54 show 16 of its 19 true pairs and no other; on the second,
# which was written for a check of this limit, 22 or 23 of 25 and no other. At .48 the first wrong ones come, items that
# share what their whole row is about; at .6, a third of the second plan's are lost.
_MAY_FOLLOW = 0.53
# Words of an item that can be followed: shorter ones are values. From 1 to 5 the same; at 8, a fifth is lost.
_LEAST_WORDS = 4
# Pairs of a row's items that are held against one another, 20 microseconds each: of more, in rows of over 100 items
# that were all replaced, none is shown.
_MOST_PAIRS = 10_000


def with_followers(changes: Iterable[RowChange], alike: Alike) -> tuple[RowChange, ...]:
    """The changes, with what may follow from what: `ItemChange.may_follow` of removed and added items of a row."""
    return tuple(_with_followers(change, alike) for change in changes)


def _with_followers(change: RowChange, alike: Alike) -> RowChange:
    gone, come = (_texts(change.items, kind) for kind in (ItemKind.DROPPED, ItemKind.NEW))
    if change.old is None or change.new is None or not gone or not come:
        return change
    alone = [(left, added) for left, added in _alone(change.items) if left in gone and added in come]
    for left, added in alone:
        del gone[left], come[added]
    items = list(change.items)
    for left, added in [*alone, *_alike_pairs(gone, come, alike)]:
        items[left] = replace(items[left], may_follow=items[added].new)
        items[added] = replace(items[added], may_follow=items[left].old)
    return replace(change, items=tuple(items))


def _alone(items: Sequence[ItemChange]) -> Iterator[tuple[int, int]]:
    """Where a removed item was the only one of its column and an added one is now: it has taken that one's place, in
    whatever words. “The campaign ran on buses” and “Its budget was taken as a saving” are alike in nothing.

    Of 55 such pairs in seven plans or libraries with two updates, 16 are less alike than the limit, and all 16 speak of
    one matter.
    """
    by_column: dict[str, list[int]] = {}
    for at, item in enumerate(items):
        by_column.setdefault(item.column, []).append(at)
    for places in by_column.values():
        kinds = {items[at].kind: at for at in places}
        if len(places) == 2 and kinds.keys() == {ItemKind.DROPPED, ItemKind.NEW}:
            yield kinds[ItemKind.DROPPED], kinds[ItemKind.NEW]


def _alike_pairs(gone: Mapping[int, Place], come: Mapping[int, Place], alike: Alike) -> Iterator[tuple[int, int]]:
    if not gone or not come or len(gone) * len(come) > _MOST_PAIRS:
        return
    excerpts = ([_excerpt(place) for place in side.values()] for side in (gone, come))
    for before, after in best_pairs(alike(*excerpts).astype(np.float64), _MAY_FOLLOW):
        yield list(gone)[before], list(come)[after]


def _texts(items: Sequence[ItemChange], kind: ItemKind) -> dict[int, Place]:
    """The items of a kind that are no mere values, by their positions."""
    places = [(at, item.new or item.old) for at, item in enumerate(items) if item.kind is kind]
    return {at: place for at, place in places if place and len(words(place.text)) >= _LEAST_WORDS}


def _excerpt(place: Place) -> Excerpt:
    return Excerpt(place.row.key, place.column, place.number, place.start, place.end)
