"""Changes, answers, rows and lists as Word files, to paste into papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.exports.quoted import Origin, Quoted, place_words
from assistant.exports.word_file import Cell, Emphasis, Run, WordFile, plain
from assistant.tracking.change_words import (
    MAY_FOLLOW,
    ROW_WORDS,
    each_matter_once,
    facts,
    item_words,
    row_of,
    shown_references,
    status_words,
)
from assistant.tracking.changes import RowChange, RowStatus
from assistant.tracking.figures import Figure, moved_figures
from assistant.tracking.item_changes import ItemChange, ItemKind
from assistant.tracking.likeness import Span, differing_words
from assistant.tracking.lineage import Comparison
from assistant.tracking.places import Place

_SIDES = 37, 110, 110  # mm: the kind of change, the older text, the newer; together the width of A4 landscape


def quotes_word(title: str, lead: Sequence[str], quotes: Sequence[Quoted], origin: Origin) -> bytes:
    """A Word file: the title, the opening lines, then the quotes under their category, priority and column, and first
    under their plan where there are several."""
    file = WordFile(title, origin.day)
    for line in lead:
        file.paragraph(plain(line))
    _write_origin(file, origin, (quoted.citation.file for quoted in quotes))
    above: tuple[str, ...] = ()
    several = len({quoted.citation.source for quoted in quotes}) > 1
    for quoted in quotes:
        cited = quoted.citation
        steps = (*((cited.source,) if several else ()), cited.category, cited.priority, cited.column)
        _write_headings(file, above, steps)
        above = steps
        if quoted.lead:
            file.paragraph(plain(quoted.lead.removesuffix(": ")))
        file.paragraph(plain(f"“{cited.quote}”"), style="Quote")
        file.paragraph((f"{cited.label}. {cited.place}", Emphasis.SMALL))
    return file.content()


def changes_word(comparison: Comparison, changes: Sequence[RowChange], origin: Origin, narrowed: str = "") -> bytes:
    """A Word file with the given rows of a comparison: old and new side by side, unchanged items only counted.

    `narrowed` describes the filters that chose the changes.
    """
    old, new = comparison.old, comparison.new
    file = WordFile(
        f"{comparison.plan.name}: changes from the {old.name} to the {new.name} update", origin.day, landscape=True
    )
    file.paragraph(plain("Words that were left out are struck through, words that are new are underlined."))
    if narrowed:
        file.paragraph(plain(narrowed))
    _write_origin(file, origin, (old.document.file, new.document.file))
    category = ""
    for change in changes:
        if category != (category := row_of(change).category.label):
            file.heading(1, category)
        file.heading(2, f"{shown_references(change)} {row_of(change).priority.title}".strip())
        file.paragraph(plain(" ".join([f"{', '.join(status_words(change))}.", *facts(change)])))
        differing = [item for item in change.items if item.kind is not ItemKind.UNCHANGED]
        differing = each_matter_once(differing)
        if sides := [*_title_cells(change), *map(_cells, differing)]:
            file.table(("", f"{old.name} update", f"{new.name} update"), sides, _SIDES)
        if unchanged := len(change.items) - len(differing):
            file.paragraph(plain(f"Unchanged: {unchanged:,} of its items."))
    return file.content()


def _title_cells(change: RowChange) -> Iterator[list[Cell]]:
    """The titles of a row that was retitled."""
    if RowStatus.RETITLED in change.status:
        old, new = change.old_title or "", change.new_title or ""
        old_differs, new_differs = differing_words(old, new)
        became: Cell = [[(ROW_WORDS[RowStatus.RETITLED], Emphasis.BOLD)]]
        struck, underlined = _runs(old, old_differs, Emphasis.STRUCK), _runs(new, new_differs, Emphasis.UNDERLINED)
        yield [became, [list(struck)], [list(underlined)]]


def _cells(item: ItemChange) -> list[Cell]:
    words = MAY_FOLLOW if item.may_follow else item_words(item)
    became: Cell = [[(words, Emphasis.BOLD)], [(item.column, Emphasis.SMALL)]]
    if item.may_follow:
        old, new = item.old or item.may_follow, item.new or item.may_follow
        before, after = moved_figures(old.text, new.text)
        return [became, _figures_bold(old, before), _figures_bold(new, after)]
    return [
        became,
        _side(item.old, item.old_differs, Emphasis.STRUCK) if item.old else [[plain(_elsewhere(item))]],
        _side(item.new, item.new_differs, Emphasis.UNDERLINED) if item.new else [[plain(_elsewhere(item))]],
    ]


def _figures_bold(place: Place, figures: Sequence[Figure]) -> Cell:
    """A text with the figures that differ from the other update's in bold."""
    spans = [(figure.start, figure.end) for figure in figures]
    return [list(_runs(place.text, spans, Emphasis.BOLD)), [(place_words(place), Emphasis.SMALL)]]


def _side(place: Place, differs: Sequence[Span], emphasis: Emphasis) -> Cell:
    return [list(_runs(place.text, differs, emphasis)), [(place_words(place), Emphasis.SMALL)]]


def _elsewhere(item: ItemChange) -> str:
    """The other place of a moved item, for its empty side."""
    return f"{'Now' if item.old else 'Before'}: {place_words(item.elsewhere)}" if item.elsewhere else ""


def _runs(text: str, differs: Sequence[Span], emphasis: Emphasis) -> Iterator[Run]:
    done = 0
    for start, end in differs:
        yield plain(text[done:start])
        yield text[start:end], emphasis
        done = end
    yield plain(text[done:])


def _write_origin(file: WordFile, origin: Origin, files: Iterable[str]) -> None:
    for line in origin.lines(files):
        file.paragraph((line, Emphasis.SMALL))


def _write_headings(file: WordFile, above: Sequence[str], steps: Sequence[str]) -> None:
    """The headings for category, priority and column, as far as they differ from the previous quote's."""
    same = True
    for level, step in enumerate(steps, start=1):
        same = same and step == (above[level - 1] if above else "")
        if step and not same:
            file.heading(level, step)
