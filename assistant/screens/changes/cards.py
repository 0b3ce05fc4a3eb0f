"""A comparison of two updates as HTML: its figures, and a card for each row that opens and closes."""

from __future__ import annotations

from functools import lru_cache

from assistant.screens.changes.board import (
    EVERY_CHANGE,
    FIGURES,
    ITEM_FIGURES,
    KINDS,
    Shown,
    address,
    figures,
    figures_by_category,
)
from assistant.screens.parts.cards import table_of_html, tile_html
from assistant.screens.parts.comparison import body_html
from assistant.screens.parts.rows import ALL
from assistant.screens.parts.text import count, escape, marked, word_ranges
from assistant.tracking.change_words import (
    ITEM_WORDS,
    ROW_WORDS,
    Figures,
    counted,
    row_of,
    shown_references,
    status_words,
)
from assistant.tracking.changes import RowStatus
from assistant.tracking.lineage import Comparison
from corpus.records import RowKind

KINDS_OF_PLANS = (
    *("New rows", "Dropped rows", "Changed rows", "Unchanged rows"),
    *("Added items", "Removed items", "Reworded items"),
)
_BESIDE_ROWS = {RowKind.TOTAL: "totals", RowKind.PROSE: "texts outside the tables"}  # what figures count as well


@lru_cache(maxsize=32)
def figures_html(comparison: Comparison, chosen: str = "") -> str:
    """The headline: the number of rows and items with each kind of change, each linked to a list of them."""
    found = figures(comparison)
    rows = [_figure(comparison, found.rows[status], f"{ROW_WORDS[status]} rows", chosen) for status in FIGURES]
    items = [_figure(comparison, found.items[kind], f"{ITEM_WORDS[kind]} items", chosen) for kind in ITEM_FIGURES]
    kinds = {row_of(change).kind for change in comparison.changes}
    named = ["Rows", *(words for kind, words in _BESIDE_ROWS.items() if kind in kinds)]
    heading = " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    return (
        f'<div class="figures"><section><h2>{heading}</h2><dl>{"".join(rows)}</dl></section>'
        f"<section><h2>Items in them</h2><dl>{''.join(items)}</dl></section></div>"
    )


@lru_cache(maxsize=8)
def by_category_html(comparison: Comparison) -> str:
    """The same figures by category, folded away; each number leads to what it counts."""
    headings = (
        "Category",
        *(ROW_WORDS[status] for status in FIGURES),
        *(f"Items {ITEM_WORDS[kind].lower()}" for kind in ITEM_FIGURES),
    )
    kinds = (
        *(f"{ROW_WORDS[status]} rows" for status in FIGURES),
        *(f"{ITEM_WORDS[kind]} items" for kind in ITEM_FIGURES),
    )
    rows = (
        (escape(label or "Without a category"), *(_number(comparison, found, kind, label) for kind in kinds))
        for label, found in figures_by_category(comparison)
    )
    table = table_of_html("Rows, and items in them, by category", headings, rows)
    return f'<details class="by-category"><summary>By category</summary><div>{table}</div></details>'


@lru_cache(maxsize=8)
def by_plan_html(comparisons: tuple[Comparison, ...]) -> str:
    """A row for each plan with what changed since the update before; each number leads to what it counts."""
    rows = []
    for comparison in comparisons:
        since = escape(f"{comparison.old.name} to {comparison.new.name}")
        name = _link(address(comparison, EVERY_CHANGE), escape(comparison.plan.name))
        numbers = (_number(comparison, figures(comparison), kind) for kind in KINDS_OF_PLANS)
        rows.append((f'<strong>{name}</strong><br><span class="place">{since}</span>', *numbers))
    return table_of_html(count(len(rows), "plan"), ("Plan", *KINDS_OF_PLANS), rows)


def _number(comparison: Comparison, found: Figures, words: str, category: str = ALL) -> str:
    kind = KINDS[words]
    number = found.rows[kind] if isinstance(kind, RowStatus) else found.items[kind]
    if not number or not category:  # what has no category can't be chosen by it
        return f"{number:,}"
    unseen = f'<span class="unseen"> {escape(words.lower())}</span>'
    return _link(address(comparison, words, category), f"{number:,}{unseen}")


def _link(to: str, html: str) -> str:
    return f'<a href="{escape(to)}" data-follow="{escape(to)}">{html}</a>'


@lru_cache(maxsize=256)
def card_html(shown: Shown, opened: bool) -> str:
    """A row that opens and closes in the browser."""
    return (
        f'<details class="change"{" open" if opened else ""}><summary>{_summary(shown)}</summary>'
        f"{body_html(shown.comparison, shown.change, shown.items, shown.words)}</details>"
    )


def _figure(comparison: Comparison, number: int, kind: str, chosen: str) -> str:
    words = kind.rpartition(" ")[0]
    return tile_html(number, words, address(comparison, kind), kind.lower(), kind == chosen)


def _summary(shown: Shown) -> str:
    change, row = shown.change, row_of(shown.change)
    badges = " ".join(f'<span class="badge">{words}</span>' for words in status_words(change))
    number = shown_references(change)
    reference = f'<span class="reference">{escape(number)}</span> ' if number else ""
    title = marked(row.priority.title, word_ranges(row.priority.title, shown.words)) or "Untitled"
    counts = f'<span class="counts">{counted(shown.items)}</span>' if shown.items else ""
    return f'{reference}<span class="title">{title}</span> {badges}{counts}'
