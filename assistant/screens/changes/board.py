"""What the page Changes shows of a comparison: which rows, which of their items, in which groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from assistant.screens.parts.rows import ALL
from assistant.screens.parts.text import holds_all
from assistant.tracking.change_words import ITEM_WORDS, ROW_WORDS, Figures, is_prose, is_unchanged, row_of
from assistant.tracking.changes import ItemChange, ItemKind, RowChange, RowStatus
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
class Sought:
    """The filters of the page. `kind` is one of KINDS, or EVERY_CHANGE."""

    kind: str = EVERY_CHANGE
    category: str = ALL
    column: str = ALL
    words: tuple[str, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether items of a row can be left out by it."""
        return isinstance(KINDS.get(self.kind), ItemKind) or self.column != ALL or bool(self.words)

    @property
    def said(self) -> str:
        """`Only: reworded items; column Progress.`, "" where every change is sought."""
        parts = [
            self.kind.lower() if self.kind != EVERY_CHANGE else "",
            self.category if self.category != ALL else "",
            f"column {self.column}" if self.column != ALL else "",
            f"holding “{' '.join(self.words)}”" if self.words else "",
        ]
        return f"Only: {'; '.join(filter(None, parts))}." if any(parts) else ""


@dataclass(frozen=True, eq=False)
class Shown:
    """A row as the filters leave it. Equal only to itself, so that its HTML can be kept by it."""

    comparison: Comparison
    change: RowChange
    items: tuple[ItemChange, ...]
    words: tuple[str, ...] = ()

    @property
    def left(self) -> RowChange:
        """The row's change with no other items than those shown."""
        return replace(self.change, items=self.items)


def address(comparison: Comparison, kind: str) -> str:
    """The page with one kind of change chosen, as a link from anywhere."""
    chosen = {"plan": comparison.plan.name, "old": comparison.old.name, "new": comparison.new.name, "kind": kind}
    return f"{CHANGES}?{urlencode(chosen)}"


@lru_cache(maxsize=32)
def sought(comparison: Comparison, wanted: Sought) -> tuple[Shown, ...]:
    """The rows that the filters leave, in the plan's order, text outside the tables last."""
    narrows, words = wanted.narrows, [word.lower() for word in wanted.words]
    within = (
        change
        for change, text in _of_category(comparison, wanted.category)
        if all(word in text for word in words)  # most rows are ruled out without a look at their items
    )
    kept = [
        Shown(comparison, change, items, wanted.words)
        for change in within
        if _is_sought(change, wanted) and ((items := _items(change, wanted)) or not narrows)
    ]
    return tuple(sorted(kept, key=lambda shown: is_prose(shown.change)))


@lru_cache(maxsize=8)
def figures(comparison: Comparison) -> Figures:
    """Of the rows of the tables."""
    return Figures.of(change for change in comparison.changes if not is_prose(change))


@lru_cache(maxsize=8)
def figures_by_category(comparison: Comparison) -> tuple[tuple[str, Figures], ...]:
    """In the plan's order; text outside the tables is a group of its own, the last."""
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
    """Each row's change with all that words can be found in, in small letters."""
    return [(change, "\n".join(_texts(change, change.items)).lower()) for change in comparison.changes]


@lru_cache(maxsize=8)
def choices(comparison: Comparison) -> tuple[list[str], list[str]]:
    """The categories and the columns that there are."""
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


def _is_sought(change: RowChange, wanted: Sought) -> bool:
    kind = KINDS.get(wanted.kind)
    if isinstance(kind, RowStatus):
        return kind in change.status
    return kind is not None or not is_unchanged(change)


def _items(change: RowChange, wanted: Sought) -> tuple[ItemChange, ...]:
    kind = KINDS.get(wanted.kind)
    items = [item for item in change.items if wanted.column in (ALL, item.column)]
    if isinstance(kind, ItemKind):
        items = [item for item in items if item.kind is kind]
    elif kind is not RowStatus.UNCHANGED and wanted.narrows:
        items = [item for item in items if item.kind is not ItemKind.UNCHANGED]
    return tuple(item for item in items if not wanted.words or _holds(change, item, wanted.words))


def _holds(change: RowChange, item: ItemChange, words: Sequence[str]) -> bool:
    """Whether each word stands in the item, as it was or is, or in the title above it."""
    return holds_all("\n".join(_texts(change, [item])), words)


def _texts(change: RowChange, items: Iterable[ItemChange]) -> list[str]:
    """The titles of a row and the texts of some of its items, as they were and as they are."""
    places = (place for item in items for place in (item.old, item.new) if place)
    return [*filter(None, (change.old_title, change.new_title)), *(place.text for place in places)]
