"""Which rows and items of a comparison the page Changes shows, and in which groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from assistant.screens.parts.rows import ALL
from assistant.screens.parts.text import holds_all
from assistant.tracking.change_words import ITEM_WORDS, ROW_WORDS, Figures, is_prose, is_unchanged, row_of
from assistant.tracking.changes import RowChange, RowStatus
from assistant.tracking.item_changes import ItemChange, ItemKind
from assistant.tracking.lineage import Comparison

CHANGES = "changes"  # the page's address
EVERY_CHANGE = "All changes"
OUTSIDE = "Text outside the tables"
KINDS: dict[str, RowStatus | ItemKind] = {
    **{f"{words} rows": status for status, words in ROW_WORDS.items()},
    **{f"{words} items": kind for kind, words in ITEM_WORDS.items()},
}
_ROWS_SHOWN = (RowStatus.NEW, RowStatus.DROPPED, RowStatus.CHANGED, RowStatus.RETITLED, RowStatus.MOVED)
FIGURES = (*_ROWS_SHOWN, RowStatus.RENUMBERED, RowStatus.UNCHANGED)
ITEM_FIGURES = (ItemKind.NEW, ItemKind.DROPPED, ItemKind.REWORDED, ItemKind.MOVED)


@dataclass(frozen=True, slots=True)
class ChangeFilters:
    """The filters of the page. `kind` is one of KINDS, or EVERY_CHANGE."""

    kind: str = EVERY_CHANGE
    category: str = ALL
    column: str = ALL
    words: tuple[str, ...] = ()

    @property
    def leave_out_items(self) -> bool:
        """Whether they can leave out some items of a row that is shown."""
        return isinstance(KINDS.get(self.kind), ItemKind) or self.column != ALL or bool(self.words)

    @property
    def in_words(self) -> str:
        """`Only: reworded items; column Progress.`, "" if every change is shown."""
        parts = [
            self.kind.lower() if self.kind != EVERY_CHANGE else "",
            self.category if self.category != ALL else "",
            f"column {self.column}" if self.column != ALL else "",
            f"with “{' '.join(self.words)}”" if self.words else "",
        ]
        return f"Only: {'; '.join(filter(None, parts))}." if any(parts) else ""


@dataclass(frozen=True, eq=False)
class Shown:
    """A row as the filters leave it. It is equal only to itself, so that it can be the key of a cache of its HTML."""

    comparison: Comparison
    change: RowChange
    items: tuple[ItemChange, ...]
    words: tuple[str, ...] = ()

    @property
    def shown_change(self) -> RowChange:
        """The row's change with only the items that are shown."""
        return replace(self.change, items=self.items)


def address(comparison: Comparison, kind: str, category: str = ALL) -> str:
    """The page with one kind of change chosen, or all of them, and perhaps a category, as a link from anywhere."""
    chosen = {"plan": comparison.plan.name, "old": comparison.old.name, "new": comparison.new.name}
    chosen |= {"kind": kind} if kind != EVERY_CHANGE else {}
    chosen |= {"category": category} if category != ALL else {}
    return f"{CHANGES}?{urlencode(chosen)}"


@lru_cache(maxsize=32)  # the latest filters of all sessions; a result is small beside the comparison that it is of
def filtered_changes(comparison: Comparison, filters: ChangeFilters) -> tuple[Shown, ...]:
    """The rows that the filters leave, in the plan's order, with text outside the tables last."""
    words = [word.lower() for word in filters.words]
    within = (
        change
        for change, text in _of_category(comparison, filters.category)
        if all(word in text for word in words)  # rules out most rows without a look at their items
    )
    shown = [
        Shown(comparison, change, items, filters.words)
        for change in within
        if _fits(change, filters) and ((items := _items(change, filters)) or not filters.leave_out_items)
    ]
    return tuple(sorted(shown, key=lambda each: is_prose(each.change)))


@lru_cache(maxsize=8)
def figures(comparison: Comparison) -> Figures:
    """The number of rows, of texts outside the tables, and of their items with each kind of change."""
    return Figures.of(comparison.changes)


@lru_cache(maxsize=8)
def figures_by_category(comparison: Comparison) -> tuple[tuple[str, Figures], ...]:
    """The same by category, in the plan's order; text outside the tables is the last group."""
    return tuple((label, Figures.of(group)) for label, group in grouped(comparison.changes))


def _of_category(comparison: Comparison, category: str) -> Sequence[tuple[RowChange, str]]:
    return _with_texts(comparison) if category == ALL else _by_label(comparison).get(category, ())


@lru_cache(maxsize=8)
def _by_label(comparison: Comparison) -> Mapping[str, Sequence[tuple[RowChange, str]]]:
    groups: dict[str, list[tuple[RowChange, str]]] = {}
    for change, text in _with_texts(comparison):
        groups.setdefault(group_of(change), []).append((change, text))
    return groups


@lru_cache(maxsize=8)
def _with_texts(comparison: Comparison) -> Sequence[tuple[RowChange, str]]:
    """Each row's change with the text that words are searched in, in lower case."""
    return [(change, "\n".join(_texts(change, change.items)).lower()) for change in comparison.changes]


@lru_cache(maxsize=8)
def choices(comparison: Comparison) -> tuple[list[str], list[str]]:
    """The categories and columns to choose from."""
    columns = dict.fromkeys(item.column for change in comparison.changes for item in change.items if item.column)
    return [label for label, _ in figures_by_category(comparison)], list(columns)


def grouped(changes: Iterable[RowChange]) -> list[tuple[str, list[RowChange]]]:
    groups: dict[str, list[RowChange]] = {}
    for change in changes:
        groups.setdefault(group_of(change), []).append(change)
    return sorted(groups.items(), key=lambda group: group[0] == OUTSIDE)


def by_group(shown: Iterable[Shown]) -> list[tuple[str, list[Shown]]]:
    """The rows shown, by category."""
    groups: dict[str, list[Shown]] = {}
    for each in shown:
        groups.setdefault(group_of(each.change), []).append(each)
    return list(groups.items())


def group_of(change: RowChange) -> str:
    return OUTSIDE if is_prose(change) else row_of(change).category.label


def _fits(change: RowChange, filters: ChangeFilters) -> bool:
    kind = KINDS.get(filters.kind)
    if isinstance(kind, RowStatus):
        return kind in change.status
    return kind is not None or not is_unchanged(change)


def _items(change: RowChange, filters: ChangeFilters) -> tuple[ItemChange, ...]:
    kind = KINDS.get(filters.kind)
    items = [item for item in change.items if filters.column in (ALL, item.column)]
    if isinstance(kind, ItemKind):
        items = [item for item in items if item.kind is kind]
    elif kind is not RowStatus.UNCHANGED and filters.leave_out_items:
        items = [item for item in items if item.kind is not ItemKind.UNCHANGED]
    return tuple(item for item in items if not filters.words or _contains(change, item, filters.words))


def _contains(change: RowChange, item: ItemChange, words: Sequence[str]) -> bool:
    """Whether each word is in the item, in its old or new text, or in the title above it."""
    return holds_all("\n".join(_texts(change, [item])), words)


def _texts(change: RowChange, items: Iterable[ItemChange]) -> list[str]:
    """The old and new titles of a row, and the old and new texts of some of its items."""
    places = (place for item in items for place in (item.old, item.new) if place)
    return [*filter(None, (change.old_title, change.new_title)), *(place.text for place in places)]
