"""A row beside what it was in an earlier update, as HTML: old and new side by side, the differing words marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.screens.parts.cards import PROSE_HEADING, link_html
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.text import count, escape, marked, word_ranges
from assistant.tracking.change_words import MAY_FOLLOW, ROW_WORDS, each_matter_once, facts, item_words
from assistant.tracking.changes import RowChange, RowStatus
from assistant.tracking.figures import Figure, moved_figures
from assistant.tracking.item_changes import ItemChange, ItemKind
from assistant.tracking.likeness import Span, differing_words
from assistant.tracking.lineage import Comparison
from assistant.tracking.places import Place
from corpus.records import source_of

# Not by colour alone: sighted readers see lines through and under the words, screen readers read the hidden words.
DEL = '<del><span class="unseen"> [was: </span>', '<span class="unseen">] </span></del>'
INS = '<ins><span class="unseen"> [now: </span>', '<span class="unseen">] </span></ins>'
ABSENT = '<td class="absent"><span class="unseen">Nothing</span></td>'


def body_html(comparison: Comparison, change: RowChange, items: Sequence[ItemChange], words: Sequence[str] = ()) -> str:
    """A row's changes: sentences, then its items side by side, with the unchanged ones folded away."""
    differing = [item for item in items if item.kind is not ItemKind.UNCHANGED]
    unchanged = [item for item in items if item.kind is ItemKind.UNCHANGED]
    sentences = "".join(f"<li>{escape(fact)}</li>" for fact in facts(change))
    return "".join(
        (
            f'<ul class="facts">{sentences}</ul>' if sentences else "",
            _sides(comparison, change, differing, words),
            _folded(comparison, change, unchanged, words) if unchanged else "",
            f'<p class="links">{_row_links(comparison, change)}</p>',
        )
    )


def _sides(comparison: Comparison, change: RowChange, items: Sequence[ItemChange], words: Sequence[str]) -> str:
    """A table of what differs: the kind of change, the older text, the newer text."""
    names = [source_of(comparison.plan.name, update.name) for update in (comparison.old, comparison.new)]
    bodies = [_title_rows(change, names)] if RowStatus.RETITLED in change.status else []
    for column, group in groupby(each_matter_once(items), key=lambda item: item.column):
        rows = "".join(_item_row(item, names, words) for item in group)
        bodies.append(_body(column or PROSE_HEADING, rows))
    if not bodies:
        return ""
    became = '<th scope="col"><span class="unseen">Kind of change</span></th>'
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
    if item.may_follow:
        return _may_follow_row(item.old or item.may_follow, item.new or item.may_follow, names, words)
    old = _side(names[0], item.old, item.old_differs, DEL, words) if item.old else _other(names[0], item)
    new = _side(names[1], item.new, item.new_differs, INS, words) if item.new else _other(names[1], item)
    return f'<tr><th scope="row">{item_words(item)}</th>{old}{new}</tr>'


def _may_follow_row(old: Place, new: Place, names: Sequence[str], words: Sequence[str]) -> str:
    """Two items on what may be one matter, with the figures that differ in bold."""
    cells = [
        _cell(name, _with_figures(place.text, figures, words) + _citation(place))
        for name, place, figures in zip(names, (old, new), moved_figures(old.text, new.text), strict=True)
    ]
    return f'<tr><th scope="row">{MAY_FOLLOW}</th>{"".join(cells)}</tr>'


def _with_figures(text: str, figures: Sequence[Figure], words: Sequence[str]) -> str:
    if not figures:
        return marked(text, word_ranges(text, words))
    return marked(text, [(figure.start, figure.end) for figure in figures], "<strong>", "</strong>")


def _side(name: str, place: Place, differs: Sequence[Span], marks: tuple[str, str], words: Sequence[str]) -> str:
    """One update's text, with the differing words marked, or else the words searched for."""
    text = marked(place.text, differs, *marks) if differs else marked(place.text, word_ranges(place.text, words))
    return _cell(name, f"{text}{_citation(place)}")


def _other(name: str, item: ItemChange) -> str:
    """The empty side: for a moved item, where it is in that update."""
    if item.elsewhere is None:
        return ABSENT
    place = item.elsewhere
    words = f"{'Now' if item.old else 'Before'} under {place.row.reference}, {place.column or PROSE_HEADING}"
    return _cell(name, escape(words) + _citation(place))


def _cell(name: str, html: str) -> str:
    return f'<td data-heading="{escape(name)}">{html}</td>'


def _citation(place: Place) -> str:
    """A link to the item in its row: `item 2, page 3`."""
    cited = place.citation
    words = cited.spot or cited.file
    return f'<p class="place">{link_html(words[:1].upper() + words[1:], RowLink.of_citation(cited))}</p>'


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
