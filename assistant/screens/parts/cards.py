"""Rows, citations and problems as HTML: every word of a document goes through `escape` or `marked`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.briefing.subject import Subject
from assistant.screens.parts.acronyms import Acronyms, Explaining
from assistant.screens.parts.links import RowLink, briefing_address
from assistant.screens.parts.text import count, escape, marked, quote_range, shortened, word_ranges
from assistant.tracking.lineage import Step
from corpus.records import Citation, Column, Item, Problem, Row, RowKind, Severity, fold, source_of

SEVERITIES = {Severity.ERROR: "Missing", Severity.WARNING: "Compare with the document", Severity.NOTE: "Note"}
WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
PROSE_HEADING = "Text"
ENDS = (".", "!", "?", "…")
GUESSED = "Where {} begin and end is a guess, because the document’s own marks were lost."


@dataclass(frozen=True, slots=True)
class Marks:
    """What to highlight in a row: a quote in one item, a whole item, or words wherever they occur."""

    column: str = ""
    item: int | None = None
    quote: str = ""
    words: tuple[str, ...] = ()

    @classmethod
    def of_citation(cls, citation: Citation) -> Marks:
        return cls(citation.column, citation.item, citation.quote)

    @classmethod
    def of_link(cls, link: RowLink) -> Marks:
        return cls(link.column, link.item)

    def points_at(self, column: Column, number: int) -> bool:
        return self.item == number and fold(self.column) == fold(column.heading)

    def ranges(self, text: str, pointed_at: bool) -> list[tuple[int, int]]:
        """The character ranges to highlight in a text."""
        found = word_ranges(text, self.words)
        return found + (quote_range(text, self.quote) or [(0, len(text))]) if pointed_at else found

    def within(self, text: str) -> str:
        """`text` escaped, with the words highlighted."""
        return marked(text, self.ranges(text, pointed_at=False))


# A key that is pressed alone can be turned off, for those who speak to their computer (WCAG 2.1.4). The button's words
# come from the script that hears the key: without it nothing is promised.
SHORTCUT = (
    '<p class="place shortcut">Press / to go to the question. <button type="button" class="copy keys"></button></p>'
)
NO_MARKS = Marks()
NO_ACRONYMS = Acronyms()


def path_html(row: Row, marks: Marks = NO_MARKS) -> str:
    """The category, then the priority."""
    category = f'<p class="over">{escape(row.category.label)}</p>' if row.category.label else ""
    title = marks.within(row.priority.label) or escape(row.reference)
    return f"{category}<h2>{title}</h2>"


def row_html(row: Row, marks: Marks = NO_MARKS, heading: bool = True, acronyms: Acronyms = NO_ACRONYMS) -> str:
    """A whole row: its path, every column under the document's own heading, its problems, and its place."""
    explaining = Explaining(acronyms)
    columns = "".join(_column_html(column, marks, explaining) for column in row.columns if column.items)
    notes = "".join(f"<li>{escape(note.text)}</li>" for note in row.notes)
    parts = [
        path_html(row, marks) if heading else "",
        f'<div class="columns">{columns or "<p>This row has no text.</p>"}</div>',
        f"<h3>Notes to this row</h3><ul>{notes}</ul>" if notes else "",
        problems_html(row.problems),
        f'<p class="place">{escape(place_of(row))}</p>',
    ]
    return f'<div class="row">{"".join(parts)}</div>'


def place_of(row: Row) -> str:
    """`Carers Plan, 2023-24 update, plan.pdf, page 3`."""
    return ", ".join(part for part in (source_of(row.plan, row.update), row.location.label) if part)


def summary_html(row: Row, marks: Marks = NO_MARKS) -> str:
    """A row in one line: its reference, its title, and the number of items in each column."""
    counts = " · ".join(
        f"{escape(column.heading or PROSE_HEADING)}: {len(column.items):,}" for column in row.columns if column.items
    )
    reference = f'<span class="reference">{escape(row.reference)}</span> ' if row.kind is RowKind.ROW else ""
    title = marks.within(row.priority.title) or "Untitled"
    doubt = doubt_html("; ".join(row.doubts))
    return f'{reference}<span class="title">{title}</span>{doubt}<span class="counts">{counts}</span>'


def doubt_html(doubt: str) -> str:
    """A note beside a row or a quote that should be compared with the document, with the reason; "" for no doubt."""
    return f' <span class="badge warn doubt">check: {escape(shortened(doubt, REASON))}</span>' if doubt else ""


def problems_html(problems: Iterable[Problem]) -> str:
    """Each problem: its severity, its place, what was seen, what was done about it, and what to do."""
    worst_first = sorted(problems, key=lambda problem: WORST_FIRST.index(problem.severity))
    entries = "".join(f"<li>{_problem_html(problem)}</li>" for problem in worst_first)
    return f'<ul class="problems">{entries}</ul>' if entries else ""


def document_problems_html(problems: Sequence[Problem]) -> str:
    """Problems of a document outside its rows, folded away unless something is missing; "" for none."""
    if not problems:
        return ""
    missing = any(problem.severity is Severity.ERROR for problem in problems)
    noted = all(problem.severity is Severity.NOTE for problem in problems)
    words = count(len(problems), "note") if noted else count(len(problems), "place to compare", "places to compare")
    counted = f'<span class="badge{"" if noted else " warn"}">{words}</span>'
    return (
        f"<details{' open' if missing else ''}><summary>{counted} in the document, outside its rows</summary>"
        f"{problems_html(problems)}</details>"
    )


def source_html(number: int, turn: int, citation: Citation, passage: str, newer: str = "") -> str:
    """A source beside the answer, below its plan and file: its path, its place, links to its row, and the quote in its
    text, folded away.

    `newer` is a note, as HTML, that a later update exists.
    """
    link = RowLink.of_citation(citation)
    path = " › ".join(escape(step) for step in (citation.category, citation.priority, citation.column) if step)
    anchor = f"source-{turn}-{number}"
    told = f"{escape(citation.spot)}{doubt_html(citation.doubt)}"
    place = f'<p class="place">{told}</p>' if told else ""
    return (
        f'<article class="source" id="{anchor}"><p class="path"><span class="number">{number}</span> {path}</p>'
        f"{place}{newer}"
        f"{_quote_html(citation.quote, passage)}"
        f'<p class="links"><a href="#{anchor}" data-follow="#{anchor}" aria-label="Source {number}: show in its row">'
        f"Show in its row</a>{copy_link_html('Copy link', link.address)}</p></article>"
    )


def _quote_html(quote: str, passage: str) -> str:
    """The quote on demand: marked where it is a part of the text around it, which the answer doesn't show."""
    around = quote_range(passage, quote)
    text = passage if around else quote
    marks = around if len(text) > len(quote) else ()
    words = "The quote in its text" if marks else "The quote"
    return f"<details><summary>{words}</summary><blockquote>{marked(text, marks)}</blockquote></details>"


def copy_link_html(words: str, address: str, name: str = "") -> str:
    """A button that copies a link to send; `address` is relative to the app's own, `name` what is read out."""
    label = f' aria-label="{escape(name)}"' if name else ""
    return f'<button type="button" class="copy" data-link="{escape(address)}"{label}>{escape(words)}</button>'


def place_of_citation(citation: Citation) -> str:
    """`item 2, Carers Plan, 2023-24 update, plan.pdf, page 3`."""
    return ", ".join(part for part in (citation.which, citation.source, citation.place) if part)


def found_row_html(cited: Citation, quotes: str, level: int = 2) -> str:
    """Quotes of one row, as a list or more in HTML, under its plan and update, its category and its title."""
    over = " · ".join(escape(part) for part in (cited.plan, f"{cited.update} update" if cited.update else "") if part)
    category = f"{escape(cited.category)} › " if cited.category else ""
    title = link_html(cited.priority or cited.reference, RowLink(cited.plan, cited.update, cited.reference))
    heading = f"<h{level}>{category}{title}</h{level}>"
    return f'<article class="found"><p class="over">{over}</p>{heading}{quotes}</article>'


def place_in_row(cited: Citation) -> str:
    """`item 2, plan.pdf, page 3`: the place below the row's plan, update and title."""
    return place_of_citation(replace(cited, plan="", update=""))


def link_html(words: str, link: RowLink) -> str:
    """A link to a row that stays in the session; it can also be copied, or opened in a new tab."""
    address = escape(link.address)
    return f'<a href="{address}" data-follow="{address}">{escape(words)}</a>'


def briefing_link_html(words: str, subject: Subject, other: Subject | None = None) -> str:
    """A link to the briefing on a subject, or to two side by side."""
    address = escape(briefing_address(subject, other))
    return f'<a href="{address}" data-follow="{address}">{escape(words)}</a>'


def table_html(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of plain texts."""
    return table_of_html(caption, headings, (list(map(escape, cells)) for cells in rows))


def table_of_html(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells are HTML already."""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join(_table_row(cells, headings) for cells in rows)
    return (
        f'<table class="listing"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _table_row(cells: Sequence[str], headings: Sequence[str]) -> str:
    """Each cell also names its column, for phones, where a row is shown as a list."""
    pairs = zip(headings, cells, strict=True)
    texts = [f'<td data-heading="{escape(heading)}">{cell}</td>' for heading, cell in pairs]
    return f"<tr>{''.join(texts)}</tr>"


def _column_html(column: Column, marks: Marks, explaining: Explaining) -> str:
    heading = escape(column.heading or PROSE_HEADING)
    entries = [_item_html(item, number, column, marks, explaining) for number, item in enumerate(column.items, start=1)]
    listed = f"<div>{entries[0]}</div>" if len(entries) == 1 else f"<ol><li>{'</li><li>'.join(entries)}</li></ol>"
    guessed = [item.guessed for item in column.items]
    which = "these items" if all(guessed) else "the items marked “guess”"
    note = f'<p class="place">{GUESSED.format(which)}</p>' if any(guessed) else ""
    return f"<section><h3>{heading}</h3>{note}{listed}</section>"


def _item_html(item: Item, number: int, column: Column, marks: Marks, explaining: Explaining) -> str:
    alone = item.guessed and not all(each.guessed for each in column.items)
    guessed = ' <span class="badge">guess</span>' if alone else ""
    pointed_at = marks.points_at(column, number)
    text = explaining.html(item.text, marks.ranges(item.text, pointed_at))
    return f'<span class="cited" data-show="nearest">{text}</span>{guessed}' if pointed_at else text + guessed


def _problem_html(problem: Problem) -> str:
    advice = f" <strong>{escape(problem.advice)}</strong>" if problem.advice else ""
    kind = "warn" if problem.severity is not Severity.NOTE else ""
    words = " ".join(map(_sentence, filter(None, (problem.seen, problem.done))))
    return (
        f'<span class="badge {kind}">{SEVERITIES[problem.severity]}</span> {escape(problem.location.label)}: '
        f"{escape(words)}{advice}"
    )


def _sentence(words: str) -> str:
    """Problems are worded as parts of a sentence or as whole ones: here each becomes a sentence."""
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(ENDS) else '.'}"


TITLE = 80  # characters of a title in a line
REASON = 120  # characters of why a row should be checked; the row itself says all of it


def tile_html(number: int, words: str, link: str, what: str, chosen: bool = False) -> str:
    """A figure in a headline, linked to what it counts unless it is 0; marked where just that is shown now."""
    shown = f"{number:,}"
    if number:
        name = f'<span class="unseen"> {escape(what)}: show</span>'
        now = ' aria-current="true"' if chosen else ""
        shown = f'<a href="{escape(link)}" data-follow="{escape(link)}"{now}>{shown}{name}</a>'
    return f"<div><dt>{words}</dt><dd>{shown}</dd></div>"


def newer_html(since: Sequence[Step]) -> str:
    """A note on a row or quote of an earlier update: the latest update and the row in it; "" for the latest itself."""
    if not since:
        return ""
    last = since[-1]
    name = escape(last.comparison.new.name)
    if last.change.new is None:
        return f'<p class="newer">There is a newer update, {name}; this row is no longer in it.</p>'
    row = last.change.new
    link = link_html(f"{row.reference} {shortened(row.priority.title, TITLE)}", RowLink.of_row(row))
    return f'<p class="newer">There is a newer update, {name}, with this row: {link}</p>'
