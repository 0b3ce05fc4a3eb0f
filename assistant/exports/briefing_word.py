"""A briefing, or two side by side, as a Word file for a committee: quotes with footnotes, an appendix of sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.briefing.beside import Beside, Entry, by_update
from assistant.briefing.brief import Briefing, Line, PlanBrief, RowBrief
from assistant.exports.briefing_words import (
    NOT_WHOLE,
    led_words,
    opening,
    remarks,
    section_words,
    source_words,
    sources_by_document,
    title_of,
    update_words,
)
from assistant.exports.quoted import Origin
from assistant.exports.word_file import Cell, Emphasis, Run, WordFile, plain
from assistant.tracking.likeness import Span

_SIDES = 128, 128  # mm: together the width of A4 landscape
_EARLIER = "    "  # set in front of what was said before


def briefing_word(briefing: Briefing, origin: Origin) -> bytes:
    """Title, plan, update and date; the quotes by plan and priority, each with a footnote; an appendix of sources."""
    file = WordFile(title_of(briefing), origin.day)
    for line in opening(briefing):
        file.paragraph(plain(line))
    several = len(briefing.plans) > 1
    for plan in briefing.plans:
        if several:
            file.heading(1, update_words(plan))
        for category, rows in plan.by_category:
            above = int(several) + bool(category)
            if category:
                file.heading(above, category)
            for row in rows:
                _write_row(file, row, above + 1)
        _write_dropped(file, plan, int(several) + 1)
    _write_appendix(file, briefing.lines, origin)
    return file.content()


def beside_word(both: Beside, origin: Origin) -> bytes:
    """Two subjects in two columns, under the same headings; the numbers lead to the appendix of sources."""
    file = WordFile(f"{' and '.join(both.names)}, side by side", origin.day, landscape=True)
    for name, side in zip(both.names, both.sides, strict=True):
        file.paragraph((name, Emphasis.BOLD))
        for text in opening(side):
            file.paragraph(plain(text))
    for shared in both.shared:
        file.heading(2, shared.heading)
        cells = [
            [paragraph for name, entries in by_update(side) for paragraph in _entries(name, entries)]
            or [[plain("Nothing.")]]
            for side in shared.sides
        ]
        file.table(both.names, [cells], _SIDES)
    lines = both.lines
    file.heading(1, "Quotes")
    for line in lines:
        file.paragraph((f"{line.number}. {source_words(line, several_plans=True)}", Emphasis.SMALL))
    _write_appendix(file, lines, origin)
    return file.content()


def _write_row(file: WordFile, row: RowBrief, level: int) -> None:
    led = f" ({row.heading.led})" if row.heading.led else ""
    heading = f"{row.row.reference} {row.heading.citation.quote}".strip()
    if row.heading.citation.quote:
        file.noted_paragraph(plain(f"{heading}{led}"), note=_note(row.heading), level=level)
    if not row.whole:
        file.paragraph((NOT_WHOLE, Emphasis.SMALL))
    for section in row.sections:
        file.heading(level + 1, section_words(section))
        for line in section.lines:
            _write_line(file, line)
            for earlier in line.earlier:
                _write_line(file, earlier, indented=True)
    for label, words in remarks(row):
        file.paragraph((f"{label}: ", Emphasis.BOLD), plain(words))


def _write_line(file: WordFile, line: Line, indented: bool = False) -> None:
    file.noted_paragraph(*_quote(line), note=_note(line), indented=indented)


def _note(line: Line) -> str:
    """A footnote, with the plan in each: it is copied into papers on several."""
    return source_words(line, several_plans=True)


def _quote(line: Line) -> Iterator[Run]:
    """The words in front, then the quote with its figures in bold."""
    yield plain(f"{led_words(line)}“")
    yield from _bold(line.citation.quote, line.figures)
    yield plain("”")


def _bold(text: str, spans: Sequence[Span]) -> Iterator[Run]:
    done = 0
    for start, end in spans:
        yield plain(text[done:start])
        yield text[start:end], Emphasis.BOLD
        done = end
    yield plain(text[done:])


def _write_dropped(file: WordFile, plan: PlanBrief, level: int) -> None:
    if plan.dropped:
        file.heading(level, f"In the {plan.previous} update and no longer in the plan")
        for line in plan.dropped:
            _write_line(file, line)


def _write_appendix(file: WordFile, lines: Sequence[Line], origin: Origin) -> None:
    """The documents that are quoted, each with its plan, update and the numbers of its quotes; the origin of all."""
    file.heading(1, "Appendix: sources")
    for text in sources_by_document(lines):
        file.paragraph(plain(text))
    for text in origin.lines(()):  # the documents stand above
        file.paragraph((text, Emphasis.SMALL))


def _entries(name: str, entries: Sequence[Entry]) -> Cell:
    return [[(name, Emphasis.SMALL)], *(paragraph for entry in entries for paragraph in _entry(entry))]


def _entry(entry: Entry) -> Cell:
    if entry.line is None:
        return [[(f"{entry.row.row.reference} ", Emphasis.BOLD), plain(entry.remark)]]
    own = [
        [(f"{entry.row.row.reference} ", Emphasis.BOLD), *_quote(entry.line), plain(f" [{entry.line.number}]")],
    ]
    return [*own, *([plain(_EARLIER), *_quote(line), plain(f" [{line.number}]")] for line in entry.line.earlier)]
