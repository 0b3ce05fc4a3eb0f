"""The lines of a briefing, and of two subjects side by side, as `plans brief` prints them."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.briefing.beside import Beside, Entry, by_update
from assistant.briefing.brief import Briefing, Line, RowBrief
from assistant.cli.printing import wrapped
from assistant.exports.briefing_words import (
    led_words,
    opening,
    remarks,
    section_words,
    source_words,
    title_of,
    update_words,
)


def briefing_lines(briefing: Briefing) -> Iterator[str]:
    """A briefing: its title, the quotes by plan and priority with their numbers, and the numbers with their places."""
    yield from (title_of(briefing), "")
    yield from map(wrapped, opening(briefing))
    for plan in briefing.plans:
        yield from ("", wrapped(update_words(plan).upper()))
        for category, rows in plan.by_category:
            if category:
                yield from ("", wrapped(category))
            for row in rows:
                yield from _row_brief_lines(row)
        if plan.dropped:
            yield from ("", f"In the {plan.previous} update and no longer in the plan")
            yield from map(_brief_line, plan.dropped)
    yield from ("", "Sources")
    several = len(briefing.plans) > 1
    yield from (wrapped(source_words(line, several), "     ", f"{line.number:>3}. ") for line in briefing.lines)


def _row_brief_lines(row: RowBrief) -> Iterator[str]:
    number = f" [{row.heading.number}]" if row.heading.number else ""
    led = f" ({row.heading.led})" if row.heading.led else ""
    yield from ("", wrapped(f"{row.row.reference} {row.row.priority.title}{number}{led}"))
    for section in row.sections:
        yield f"  {section_words(section)}"
        yield from (_brief_line(each) for line in section.lines for each in line.each)
    yield from (wrapped(f"{label}: {words}", "  ", "  ") for label, words in remarks(row))


def _brief_line(line: Line) -> str:
    return wrapped(f"{led_words(line)}“{line.citation.quote}” [{line.number}]", "    ", "  - ")


def beside_lines(both: Beside) -> Iterator[str]:
    """Two subjects under the same headings, one after the other, and the numbers with their places."""
    yield from (f"{' and '.join(both.names)}, side by side", "")
    for shared in both.shared:
        yield from ("", shared.heading.upper())
        for title, entries in zip(both.names, shared.sides, strict=True):
            yield f"  {title}"
            if not entries:
                yield "  - Nothing."
            for update, of_update in by_update(entries):
                yield wrapped(update, "  ", "  ")
                yield from map(_entry_line, of_update)
    yield from ("", "Sources")
    yield from (wrapped(source_words(line, True), "     ", f"{line.number:>3}. ") for line in both.lines)


def _entry_line(entry: Entry) -> str:
    if entry.line is None:
        return wrapped(f"{entry.row.row.reference} {entry.remark}", "    ", "  - ")
    told = [f"{led_words(line)}“{line.citation.quote}” [{line.number}]" for line in entry.line.each]
    return wrapped(f"{entry.row.row.reference} {'; '.join(told)}", "    ", "  - ")
