"""Compares two updates of a plan: how every row changed, and every item in it.

Rows are matched by title and content, not by number, so that retitled, moved and renumbered ones are found.
Texts that differ only in capitals, punctuation or spaces count as the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from assistant.tracking.item_changes import ItemChange, ItemKind, item_changes, matched_headings, with_moves
from assistant.tracking.likeness import Likeness, best_pairs, essence, topic_likeness, woven
from assistant.tracking.places import columns_and_notes
from corpus.records import Row, fold


class RowStatus(StrEnum):
    """How a row changed; several may apply."""

    CHANGED = "changed"  # its items
    MOVED = "moved"  # to another category, or past other rows of its own
    RENUMBERED = "renumbered"
    RETITLED = "retitled"
    NEW = "new"
    DROPPED = "dropped"
    UNCHANGED = "unchanged"  # title and items


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
        """The number of items of each kind."""
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
    """How every row of two updates of one plan changed: in the newer order, dropped rows after their predecessors."""
    pairs = _matched_rows(old, new)
    moved = _moved_rows(old, new, pairs)
    headings = matched_headings(old, new)
    rows = [(None if before is None else old[before], None if after is None else new[after]) for before, after in pairs]
    items = with_moves([item_changes(before, after, headings) for before, after in rows])
    return [
        RowChange(_status(before, after, changes, place in moved), before, after, tuple(changes))
        for (before, after), (_, place), changes in zip(rows, pairs, items, strict=True)
    ]


# What makes two rows one: they are the same where half its title and half its content stay, or one of them nearly
# whole. On two fictional updates with 11 rows and 77 items, the title's weight between .125 and .75, the category's and
# the reference's from 0 to .2, and a limit between .1 and .4 gave the same. With less than .4 for content, or a limit
# of .5, retitled rows are told as one dropped and one new; with a limit below .1, any two rows of one category are the
# same.
_TITLE, _CONTENT, _CATEGORY, _REFERENCE = 0.5, 0.4, 0.05, 0.05
_SAME_ROW = 0.35
# Where at least `_STEADY` of the rows that are the same keep their references, a reference says which row is meant:
# two rows with the same one are the same unless they have next to nothing else in common.
_STEADY, _STEADY_REFERENCE = 0.8, 0.22
_ENOUGH = 4  # rows that tell whether references are steady

_Pair = tuple[int | None, int | None]  # places in the older and in the newer update


def _matched_rows(old: Sequence[Row], new: Sequence[Row]) -> list[_Pair]:
    likeness = _row_likeness(old, new)
    found = best_pairs(likeness, _SAME_ROW) if likeness.size else []
    kept = [old[before].reference == new[after].reference for before, after in found if old[before].priority.number]
    if len(kept) >= _ENOUGH and sum(kept) >= _STEADY * len(kept):
        same = _equal([row.reference for row in old], [row.reference for row in new])
        alike = np.where(likeness > 0, likeness + _STEADY_REFERENCE * same, 0.0)
        found = best_pairs(alike, _SAME_ROW)
    return list(woven(len(old), len(new), {after: before for before, after in found}))


def _row_likeness(old: Sequence[Row], new: Sequence[Row]) -> Likeness:
    titles = topic_likeness([row.priority.title for row in old], [row.priority.title for row in new])
    contents = topic_likeness([_content(row) for row in old], [_content(row) for row in new])
    categories = _equal([fold(row.category.title) for row in old], [fold(row.category.title) for row in new])
    references = _equal([row.reference for row in old], [row.reference for row in new])
    kinds = _equal([row.in_table for row in old], [row.in_table for row in new])
    likeness: Likeness = kinds * (
        _TITLE * titles + _CONTENT * contents + _CATEGORY * categories + _REFERENCE * references
    )
    return likeness


def _equal(old: Sequence[object], new: Sequence[object]) -> Likeness:
    same: Likeness = (np.array(old, dtype=object)[:, None] == np.array(new, dtype=object)[None, :]).astype(np.float64)
    return same


def _content(row: Row) -> str:
    return " ".join(item.text for column in columns_and_notes(row) for item in column.items)


def _moved_rows(old: Sequence[Row], new: Sequence[Row], pairs: Sequence[_Pair]) -> set[int]:
    """The newer positions of rows whose category changed, or whose order in it did: as few as explain the new order."""
    both = [(before, after) for before, after in pairs if before is not None and after is not None]
    successor = _successors([(old[before], new[after]) for before, after in both])
    stayed: dict[str, list[tuple[int, int]]] = {}
    moved = set()
    for before, after in both:
        category = fold(new[after].category.title)
        if successor.get(fold(old[before].category.title)) == category:
            stayed.setdefault(category, []).append((before, after))
        else:
            moved.add(after)
    for rows in stayed.values():
        in_order = _longest_rising([before for before, _ in rows])
        moved |= {after for number, (_, after) in enumerate(rows) if number not in in_order}
    return moved


def _successors(pairs: Sequence[tuple[Row, Row]]) -> dict[str, str]:
    """Old category -> its successor: the category of the same name, or else the one that has most of its rows."""
    went = Counter((fold(before.category.title), fold(after.category.title)) for before, after in pairs)
    same = {before for before, _ in went} & {after for _, after in went}
    became = {name: name for name in same}
    for (before, after), _ in went.most_common():
        if after not in same:
            became.setdefault(before, after)
    return became


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Positions of the longest rising subsequence (patience sorting)."""
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
