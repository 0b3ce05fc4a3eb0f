"""Comparisons as HTML: old and new side by side, differing words in `ins` and `del`; a row's history; later updates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from assistant.screens.changes.board import FIGURES, ITEM_FIGURES, Shown, address, figures, figures_by_category
from assistant.screens.parts.cards import PROSE_HEADING, link_html, table_html, tile_html
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.text import count, escape, marked, word_ranges
from assistant.tracking.change_words import (
    ITEM_WORDS,
    ROW_WORDS,
    counted,
    facts,
    is_prose,
    item_words,
    references,
    row_of,
    status_words,
)
from assistant.tracking.changes import ItemChange, ItemKind, Place, RowChange, RowStatus, cite_place
from assistant.tracking.likeness import Span, differing_words
from assistant.tracking.lineage import Comparison, Step
from corpus.records import Location, Row

# Not by colour alone: lines through and under the words for the eye, words that only screen readers read for the ear.
DEL = '<del><span class="unseen"> [was: </span>', '<span class="unseen">] </span></del>'
INS = '<ins><span class="unseen"> [now: </span>', '<span class="unseen">] </span></ins>'
ABSENT = '<td class="absent"><span class="unseen">Nothing</span></td>'


@lru_cache(maxsize=8)
def figures_html(comparison: Comparison) -> str:
    """The headline: how many rows and items became what, each number a link to these."""
    found = figures(comparison)
    rows = [_figure(comparison, found.rows[status], ROW_WORDS[status], "rows") for status in FIGURES]
    items = [_figure(comparison, found.items[kind], ITEM_WORDS[kind], "items") for kind in ITEM_FIGURES]
    return (
        f'<div class="figures"><section><h2>Rows</h2><dl>{"".join(rows)}</dl></section>'
        f"<section><h2>Items in them</h2><dl>{''.join(items)}</dl></section></div>"
    )


@lru_cache(maxsize=8)
def by_category_html(comparison: Comparison) -> str:
    """The same figures for each category, folded away."""
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


def body_html(comparison: Comparison, change: RowChange, items: Sequence[ItemChange], words: Sequence[str] = ()) -> str:
    """What became of a row: sentences, then its items side by side, the unchanged ones folded away."""
    differing = [item for item in items if item.kind is not ItemKind.UNCHANGED]
    unchanged = [item for item in items if item.kind is ItemKind.UNCHANGED]
    said = "".join(f"<li>{escape(fact)}</li>" for fact in facts(change))
    return "".join(
        (
            f'<ul class="facts">{said}</ul>' if said else "",
            _sides(comparison, change, differing, words),
            _folded(comparison, change, unchanged, words) if unchanged else "",
            f'<p class="links">{_row_links(comparison, change)}</p>',
        )
    )


def history_html(steps: Sequence[Step], shown_in: str) -> str:
    """A row through all updates, the latest first: where it stands in each, and what changed since the one before.

    `shown_in` is the update that the page shows; "" where there is no history.
    """
    if not steps:
        return ""
    began = steps[0].change.old
    entries = [_earliest(began, shown_in)] if began else []
    entries += [_step(step, shown_in) for step in steps]
    return f'<h4>Through the updates</h4><ol class="history">{"".join(reversed(entries))}</ol>'


def _figure(comparison: Comparison, number: int, words: str, noun: str) -> str:
    kind = f"{words} {noun}"
    return tile_html(number, words, address(comparison, kind), kind.lower())


def _summary(shown: Shown) -> str:
    change, row = shown.change, row_of(shown.change)
    badges = " ".join(f'<span class="badge">{words}</span>' for words in status_words(change))
    reference = "" if is_prose(change) else f'<span class="reference">{escape(references(change))}</span> '
    title = marked(row.priority.title, word_ranges(row.priority.title, shown.words)) or "Untitled"
    counts = f'<span class="counts">{counted(shown.items)}</span>' if shown.items else ""
    return f'{reference}<span class="title">{title}</span> {badges}{counts}'


def _sides(comparison: Comparison, change: RowChange, items: Sequence[ItemChange], words: Sequence[str]) -> str:
    """A table of what differs: what became of it, the older text, the newer."""
    names = [f"{update.name} update" for update in (comparison.old, comparison.new)]
    bodies = [_title_rows(change, names)] if RowStatus.RETITLED in change.status else []
    for column, group in groupby(items, key=lambda item: item.column):
        rows = "".join(_item_row(item, names, words) for item in group)
        bodies.append(_body(column or PROSE_HEADING, rows))
    if not bodies:
        return ""
    became = '<th scope="col"><span class="unseen">What became of it</span></th>'
    heads = became + "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    return f'<div class="wide"><table class="sides"><thead><tr>{heads}</tr></thead>{"".join(bodies)}</table></div>'


def _body(heading: str, rows: str) -> str:
    return f'<tbody><tr><th colspan="3" scope="rowgroup">{escape(heading)}</th></tr>{rows}</tbody>'


def _title_rows(change: RowChange, names: Sequence[str]) -> str:
    old, new = change.old_title or "", change.new_title or ""
    old_differs, new_differs = differing_words(old, new)
    cells = _cell(names[0], marked(old, old_differs, *DEL)) + _cell(names[1], marked(new, new_differs, *INS))
    return _body("Title", f'<tr><th scope="row">{ROW_WORDS[RowStatus.RETITLED]}</th>{cells}</tr>')


def _item_row(item: ItemChange, names: Sequence[str], words: Sequence[str]) -> str:
    old = _side(names[0], item.old, item.old_differs, DEL, words) if item.old else _other(names[0], item)
    new = _side(names[1], item.new, item.new_differs, INS, words) if item.new else _other(names[1], item)
    return f'<tr><th scope="row">{item_words(item)}</th>{old}{new}</tr>'


def _side(name: str, place: Place, differs: Sequence[Span], marks: tuple[str, str], words: Sequence[str]) -> str:
    """One update's text; the words looked for are marked where no differing ones are."""
    text = marked(place.text, differs, *marks) if differs else marked(place.text, word_ranges(place.text, words))
    return _cell(name, f"{text}{_citation(place)}")


def _other(name: str, item: ItemChange) -> str:
    """The empty side: where a moved item is, else nothing."""
    if item.elsewhere is None:
        return ABSENT
    place = item.elsewhere
    words = f"{'Now' if item.old else 'Before'} under {place.row.reference}, {place.column or PROSE_HEADING}"
    return _cell(name, escape(words) + _citation(place))


def _cell(name: str, html: str) -> str:
    return f'<td data-heading="{escape(name)}">{html}</td>'


def _citation(place: Place) -> str:
    """A link to the item in its row: `item 2, page 3`."""
    cited = cite_place(place)
    where = Location("", page=cited.page, line=cited.line, sheet=cited.sheet).label.removeprefix(", ")
    return (
        f'<p class="place">{link_html(f"Item {place.number}, {where or cited.file}", RowLink.of_citation(cited))}</p>'
    )


def _folded(comparison: Comparison, change: RowChange, items: Sequence[ItemChange], words: Sequence[str]) -> str:
    entries = []
    for column, group in groupby(items, key=lambda item: item.column):
        texts = "".join(f"<li>{_unchanged(item.new, words)}</li>" for item in group if item.new)
        entries.append(f"<h4>{escape(column or PROSE_HEADING)}</h4><ul>{texts}</ul>")
    summary = f"{count(len(items), 'item')} unchanged since the {comparison.old.name} update"
    return f"<details><summary>{escape(summary)}</summary><div>{''.join(entries)}</div></details>"


def _unchanged(place: Place, words: Sequence[str]) -> str:
    return marked(place.text, word_ranges(place.text, words)) + _citation(place)


def _row_links(comparison: Comparison, change: RowChange) -> str:
    sides = ((change.new, comparison.new), (change.old, comparison.old))
    return "".join(
        link_html(f"The whole row in the {update.name} update", RowLink.of_row(row)) for row, update in sides if row
    )


def _earliest(row: Row, shown_in: str) -> str:
    return f"<li>{_where(row, row.update, shown_in)}</li>"


def _step(step: Step, shown_in: str) -> str:
    comparison, change = step.comparison, step.change
    badges = " ".join(f'<span class="badge">{words}</span>' for words in status_words(change))
    said = f"<p>{badges} since the {escape(comparison.old.name)} update</p>"
    if change.new is None:
        return f"<li><strong>{escape(comparison.new.name)} update</strong>: no longer in it {said}</li>"
    body = body_html(comparison, change, change.items) if change.old else ""
    folded = f"<details><summary>{counted(change.items) or 'No items'}</summary><div>{body}</div></details>"
    return f"<li>{_where(change.new, comparison.new.name, shown_in)} {said}{folded if body else ''}</li>"


def _where(row: Row, update: str, shown_in: str) -> str:
    """The update, and the row as it is there: a link unless it is the one that is shown."""
    label = f"{row.reference} {row.priority.title}".strip()
    shown = f"{escape(label)} (shown here)" if update == shown_in else link_html(label, RowLink.of_row(row))
    return f"<strong>{escape(update)} update</strong>: {shown}"
