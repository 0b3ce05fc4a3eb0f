"""The words for changes of rows and items, on screens and in exports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.tracking.changes import RowChange, RowStatus
from assistant.tracking.item_changes import ItemChange, ItemKind
from corpus.records import Row, RowKind, fold

ROW_WORDS = {
    RowStatus.NEW: "New",
    RowStatus.DROPPED: "Dropped",
    RowStatus.CHANGED: "Changed",
    RowStatus.RETITLED: "Retitled",
    RowStatus.MOVED: "Moved",
    RowStatus.RENUMBERED: "Renumbered",
    RowStatus.UNCHANGED: "Unchanged",
}
ITEM_WORDS = {
    ItemKind.NEW: "Added",
    ItemKind.DROPPED: "Removed",
    ItemKind.REWORDED: "Reworded",
    ItemKind.MOVED: "Moved",
    ItemKind.UNCHANGED: "Unchanged",
}

# Of a removed and an added item on one matter: nothing in the documents says that one follows from the other.
MAY_FOLLOW = "Removed and added: may be the same matter"


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of rows by status and of items by kind; a moved item counts once, in its new place."""

    rows: Counter[RowStatus]
    items: Counter[ItemKind]

    @classmethod
    def of(cls, changes: Iterable[RowChange]) -> Figures:
        changes = list(changes)
        items = [item for change in changes for item in change.items]
        return cls(
            Counter(status for change in changes for status in change.status),
            Counter(item.kind for item in items if item.new or item.kind is not ItemKind.MOVED),
        )


def row_of(change: RowChange) -> Row:
    """The newer row, or the older if it was dropped."""
    row = change.new or change.old
    if row is None:
        raise ValueError("a change without a row")
    return row


def is_prose(change: RowChange) -> bool:
    return row_of(change).kind is RowKind.PROSE


def is_unchanged(change: RowChange) -> bool:
    """Whether title, place and items are the same; its number may have changed."""
    return RowStatus.UNCHANGED in change.status


def references(change: RowChange) -> str:
    """`1.ii`, or `1.iv → 1.ii` of a row that was renumbered."""
    return " → ".join(dict.fromkeys(each for each in (change.old_reference, change.new_reference) if each))


def shown_references(change: RowChange) -> str:
    """The same for people: a text outside the tables, or a total, is called by its title alone."""
    return references(change) if row_of(change).kind is RowKind.ROW else ""


def status_words(change: RowChange) -> list[str]:
    return [ROW_WORDS[status] for status in change.status]


def item_words(item: ItemChange) -> str:
    """`Added`; a moved item is `Moved here` or `Moved away`."""
    if item.kind is ItemKind.MOVED:
        return "Moved here" if item.new else "Moved away"
    return ITEM_WORDS[item.kind]


def each_matter_once(items: Sequence[ItemChange]) -> list[ItemChange]:
    """The items without the removed ones that are shown beside what may follow from them."""
    shown = {(item.may_follow.column, item.may_follow.span) for item in items if item.new and item.may_follow}
    return [item for item in items if not (item.old and item.may_follow and (item.old.column, item.old.span) in shown)]


def counted(items: Iterable[ItemChange]) -> str:
    """`4 items added, 2 removed, 9 unchanged`; "" if there are no items."""
    found = Counter(item_words(item).lower() for item in items)
    kinds = ("added", "removed", "reworded", "moved here", "moved away", "unchanged")
    parts = [f"{found[kind]:,} {kind}" for kind in kinds if found[kind]]
    if parts:
        number, words = parts[0].split(" ", 1)
        parts[0] = f"{number} {'item' if number == '1' else 'items'} {words}"
    return ", ".join(parts)


def facts(change: RowChange) -> list[str]:
    """Sentences on a row's changed place and number."""
    old, new = change.old, change.new
    if old is None or new is None:
        return []
    sentences = []
    if RowStatus.MOVED in change.status:
        sentences.append(_moved(old, new))
    if RowStatus.RENUMBERED in change.status:
        sentences.append(f"The number was {old.reference} and is now {new.reference}.")
    return sentences


def _moved(old: Row, new: Row) -> str:
    if fold(old.category.title) == fold(new.category.title):
        return f"Its position among the rows of {new.category.label or 'the plan'} has changed."
    return f"It was under “{old.category.label}” and is now under “{new.category.label}”."
