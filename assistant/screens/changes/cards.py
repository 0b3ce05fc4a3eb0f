"""A comparison of two updates as HTML: its figures, and a card for each row that opens and closes."""

from __future__ import annotations

from functools import lru_cache

from assistant.screens.changes.board import FIGURES, ITEM_FIGURES, Shown, address, figures, figures_by_category
from assistant.screens.parts.cards import table_html, tile_html
from assistant.screens.parts.comparison import body_html
from assistant.screens.parts.text import escape, marked, word_ranges
from assistant.tracking.change_words import (
    ITEM_WORDS,
    ROW_WORDS,
    counted,
    is_prose,
    references,
    row_of,
    status_words,
)
from assistant.tracking.lineage import Comparison


@lru_cache(maxsize=32)
def figures_html(comparison: Comparison, chosen: str = "") -> str:
    """The headline: the number of rows and items with each kind of change, each linked to a list of them."""
    found = figures(comparison)
    rows = [_figure(comparison, found.rows[status], f"{ROW_WORDS[status]} rows", chosen) for status in FIGURES]
    items = [_figure(comparison, found.items[kind], f"{ITEM_WORDS[kind]} items", chosen) for kind in ITEM_FIGURES]
    outside = " and texts outside the tables" if any(map(is_prose, comparison.changes)) else ""
    return (
        f'<div class="figures"><section><h2>Rows{outside}</h2><dl>{"".join(rows)}</dl></section>'
        f"<section><h2>Items in them</h2><dl>{''.join(items)}</dl></section></div>"
    )


@lru_cache(maxsize=8)
def by_category_html(comparison: Comparison) -> str:
    """The same figures by category, folded away."""
    headings = (
        "Category",
        *(ROW_WORDS[status] for status in FIGURES),
        *(f"Items {ITEM_WORDS[kind].lower()}" for kind in ITEM_FIGURES),
    )
    rows = (
        (
            label or "Without a category",
            *(f"{found.rows[status]:,}" for status in FIGURES),
            *(f"{found.items[kind]:,}" for kind in ITEM_FIGURES),
        )
        for label, found in figures_by_category(comparison)
    )
    table = table_html("Rows, and items in them, by category", headings, rows)
    return f'<details class="by-category"><summary>By category</summary><div>{table}</div></details>'


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
    reference = "" if is_prose(change) else f'<span class="reference">{escape(references(change))}</span> '
    title = marked(row.priority.title, word_ranges(row.priority.title, shown.words)) or "Untitled"
    counts = f'<span class="counts">{counted(shown.items)}</span>' if shown.items else ""
    return f'{reference}<span class="title">{title}</span> {badges}{counts}'
