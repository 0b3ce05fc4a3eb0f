"""Dates and figures as tables: the content of each chart in words, with quotes and their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from assistant.exports.quoted import Quoted, day_words
from assistant.screens.dates.charts import WORDS
from assistant.screens.parts.cards import PROSE_HEADING, link_html, place_of_citation, table_of_html
from assistant.screens.parts.links import RowLink
from assistant.screens.parts.rows import update_words
from assistant.screens.parts.text import count, escape, marked
from assistant.tracking.figures import Point, RowFigures, Series
from assistant.tracking.timeline import Dated, When
from corpus.language.dates import Precision
from corpus.records import Citation, Plan, Row

DATES = "dates"  # the page's address
FIGURES = "Figures"  # what the page shows besides dates
DATE_HEADINGS = ("Date", "Past or to come", "Quote", "Priority", "Source")
FIGURE_HEADINGS = ("What it counts", "Update", "Figure", "Quote", "Source")


def dates_html(dates: Sequence[Dated], of: int, today: date) -> str:
    """A table of dates; `of` is the number of all dates, of which these are the first."""
    rows = [
        (
            escape(days_words(each)),
            WORDS[each.when(today)],
            marked(each.citation.quote, [(each.named.start, each.named.end)]),
            escape(each.citation.reference),
            _place_html(each.citation),
        )
        for each in dates
    ]
    first = f"The first {len(rows):,} of " if len(rows) < of else ""
    return table_of_html(f"{first}{count(of, 'date')}", DATE_HEADINGS, rows)


def days_words(each: Dated) -> str:
    """`15 March 2024`, `March 2024`, `1 April 2024 to 31 March 2025`: the days that a date covers."""
    first, last, named = each.named.first, each.last, each.named
    if first == last:
        return day_words(first)
    if named.precision is Precision.MONTH and (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    if named.precision is Precision.YEAR and first.year == last.year:
        return str(first.year)
    return f"{day_words(first)} to {day_words(last)}"


def counted_words(dates: Iterable[Dated], today: date, unread: int = 0) -> str:
    """`75 dates: 60 past, 2 now, 13 to come. 3 due dates can’t be read.`"""
    found = [each.when(today) for each in dates]
    parts = [f"{found.count(when):,} {WORDS[when].lower()}" for when in When if when in found]
    more = f" {count(unread, 'due date')} can’t be read." if unread else ""
    return f"{count(len(found), 'date')}{': ' if parts else ''}{', '.join(parts)}.{more}"


def plans_dates_html(plans: Iterable[tuple[Plan, Sequence[Dated]]], today: date) -> str:
    """How many dates each plan names, each number linked to them, and which of them comes next, the soonest first."""
    rows = []
    for plan, dates in sorted(plans, key=lambda each: _day_of(_next(each[1], today))):
        found = Counter(each.when(today) for each in dates)
        following = _next(dates, today)
        numbers = (_number(found[when], words.lower(), plan, when=words) for when, words in WORDS.items())
        rows.append((_plan_html(plan), *numbers, _next_html(following) if following else "none"))
    return table_of_html(count(len(rows), "plan"), ("Plan", *WORDS.values(), "Next to come"), rows)


def plans_figures_html(plans: Iterable[tuple[Plan, Sequence[RowFigures]]]) -> str:
    """How many figures each plan has, linked to them, and how many of them can be followed through its updates."""
    rows = []
    for plan, found in plans:
        series = [each for row in found for each in row.series]
        followed = sum(len(each.points) > 1 for each in series)
        number = _number(len(series), "figures", plan, show=FIGURES)
        rows.append(
            (_plan_html(plan, show=FIGURES), number, f"{followed:,}" if len(plan.updates) > 1 else "only update")
        )
    return table_of_html(count(len(rows), "plan"), ("Plan", FIGURES, "Also in an earlier update"), rows)


def row_heading_html(row: Row) -> str:
    category = f'<p class="over">{escape(row.category.label)}</p>' if row.category.label else ""
    return f"<h2>{link_html(row.priority.label or row.reference, RowLink.of_row(row))}</h2>{category}"


def figures_html(found: RowFigures) -> str:
    """A row's figures: those with earlier values, then those only in the latest update, then the unclear ones."""
    followed = [series for series in found.series if len(series.points) > 1]
    single = [series for series in found.series if len(series.points) == 1]
    parts = [
        _series_html("Through the updates", followed) if followed else "",
        _folded(f"{count(len(single), 'figure')} only in this update", _series_html("", single)) if single else "",
        _unclear_html(found.unclear) if found.unclear else "",
    ]
    return "".join(parts)


def quoted_dates(dates: Iterable[Dated], today: date) -> list[Quoted]:
    return [
        Quoted(each.citation, f"{days_words(each)} ({WORDS[each.when(today)].lower()})", (each.named.first, each.last))
        for each in dates
    ]


def quoted_figures(rows: Iterable[RowFigures]) -> list[Quoted]:
    """Every figure with what it counts; unclear ones only as written."""
    return [
        quoted
        for found in rows
        for quoted in (
            *(
                Quoted(point.citation, f"{series.counts}: {point.figure.text}")
                for series in found.series
                for point in series.points
            ),
            *(Quoted(point.citation, f"as written: {point.figure.text}") for point in found.unclear),
        )
    ]


def _series_html(caption: str, several: Iterable[Series]) -> str:
    rows = [
        (
            escape(series.counts),
            escape(point.update),
            escape(point.figure.text),
            marked(point.citation.quote, [(point.start, point.end)]),
            _place_html(point.citation),
        )
        for series in several
        for point in series.points
    ]
    return table_of_html(caption, FIGURE_HEADINGS, rows)


def _unclear_html(points: Sequence[Point]) -> str:
    """The figures whose meaning only the text around them shows."""
    entries = "".join(
        f"<li>{marked(point.citation.quote, [(point.start, point.end)])} {_place_html(point.citation)}</li>"
        for point in points
    )
    summary = f"{count(len(points), 'figure')} as written: read the text to see what each counts"
    return _folded(summary, f"<ul>{entries}</ul>")


def _folded(summary: str, html: str) -> str:
    return f"<details><summary>{escape(summary)}</summary><div>{html}</div></details>"


def _next(dates: Iterable[Dated], today: date) -> Dated | None:
    return next((each for each in dates if each.when(today) is When.TO_COME), None)


def _day_of(each: Dated | None) -> date:
    return each.named.first if each else date.max


def _plan_html(plan: Plan, **chosen: str) -> str:
    name = _link(escape(plan.name), plan, chosen)
    return f'<strong>{name}</strong><br><span class="place">{escape(update_words(plan))}</span>'


def _number(number: int, what: str, plan: Plan, **chosen: str) -> str:
    return _link(f'{number:,}<span class="unseen"> {escape(what)}</span>', plan, chosen) if number else "0"


def _link(html: str, plan: Plan, chosen: Mapping[str, str]) -> str:
    to = escape(f"{DATES}?{urlencode({'plan': plan.name, **chosen})}")
    return f'<a href="{to}" data-follow="{to}">{html}</a>'


def _next_html(each: Dated) -> str:
    return link_html(days_words(each), RowLink.of_citation(each.citation))


def _place_html(citation: Citation) -> str:
    words = ", ".join([citation.column or PROSE_HEADING, place_of_citation(citation)])
    return f'<span class="place">{link_html(words, RowLink.of_citation(citation))}</span>'
