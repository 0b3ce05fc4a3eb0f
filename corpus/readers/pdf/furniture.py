"""What stands on a page besides its text: running headers and footers, page numbers, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, pairwise

from corpus.readers.pdf.labels_above import Labels
from corpus.readers.pdf.page import Page, Word
from corpus.readers.pdf.tables.ruled_tables import RawTable
from corpus.readers.pdf.text_lines import Line, is_raised, lines_of
from corpus.readers.styled_text import attached

MARGIN = 0.13  # of the page's height: where running lines stand
MOST_STEP = 3.5  # letters' sizes from line to line of a table's header
PAGE_NUMBER = re.compile(r"\A(?:page|p\.?)?\W*+(\d{1,4})(?:\s*+(?:of|/|\|)\s*+\d{1,4})?\W*+", re.IGNORECASE)
PAGE_OF_PAGES = re.compile(r"\bpage\W*(\d{1,4})\s*(?:of|/)\s*\d{1,4}\b|\bpage\W*(\d{1,4})\s*$", re.IGNORECASE)


@dataclass(slots=True)
class Sheet:
    """A page with its words sorted into tables, prose, footnotes and running lines."""

    page: Page
    tables: list[RawTable] = field(default_factory=list)
    free: list[Word] = field(default_factory=list)
    notes: dict[str, list[Word]] = field(default_factory=dict)  # by their marks
    marks: dict[int, str] = field(default_factory=dict)  # id of each word that is a note's mark
    apart: list[Word] = field(default_factory=list)  # raised marks of no note on this page
    running: list[Line] = field(default_factory=list)
    labels: frozenset[Labels] = frozenset()  # the document's lines of labels above their texts

    @property
    def silent(self) -> bool:
        return self.page.unread or not any(not word.drawn for word in self.page.words)


def take_running(sheets: Sequence[Sheet]) -> None:
    """Moves lines that stand in the same margin of most pages, and page numbers, from `free` to `running`."""
    zones = [list(_lines_by_zone(sheet)) for sheet in sheets]
    margins = [[(line, zone) for line, zone in lines if zone] for lines in zones]
    within = {line.text for lines in zones for line, zone in lines if not zone}
    pages = sum(1 for sheet in sheets if not sheet.silent)
    seen = Counter(key for lines in margins for key in {_key(line, zone) for line, zone in lines})
    counting = _counting(margins, within)
    often = {key for key, times in seen.items() if times >= max(2, 0.4 * pages)} - counting
    for sheet, lines in zip(sheets, zones, strict=True):
        sheet.running += _running(lines, often, within, sheet.page.number)
        gone = {id(word) for line in sheet.running for word in line.words}
        sheet.free = [word for word in sheet.free if id(word) not in gone]
    _take_running_tables(sheets, pages)


def _running(
    lines: Sequence[tuple[Line, str]], often: Container[tuple[str, str, int]], within: Container[str], page: int
) -> Iterator[Line]:
    """Of the lines in a page's margins those that stand there often, or number it; a table's header is neither."""
    headers = _header_lines(lines, within)
    for line, zone in lines:
        if zone and id(line) not in headers and (_key(line, zone) in often or _numbers(line.text, page)):
            yield line


def _header_lines(lines: Sequence[tuple[Line, str]], within: Container[str]) -> set[int]:
    """The identities of lines that head a table's columns, with those near above and below that are set alike."""
    found = {id(line) for line, zone in lines if _heads_table(line, zone, within)}
    for (line, _), (below, _) in pairwise(lines):
        if id(line) in found and line.stands_out == below.stands_out and _step(line, below) < 1.6:
            found.add(id(below))
    for (line, _), (below, _) in reversed(list(pairwise(lines))):
        alike = line.bold == below.bold and abs(line.size - below.size) < 0.1 * line.size
        if id(below) in found and alike and _step(line, below) < MOST_STEP and _has_labels(line, below):
            found.add(id(line))
    return found


def _step(line: Line, below: Line) -> float:
    return (below.base - line.base) / below.size


def _has_labels(line: Line, below: Line) -> bool:
    """Whether a line above column headings may be more of them: several texts, or one over columns behind the first."""
    return _gaps(line) > 0 or line.box.left > below.box.left + line.size


def _gaps(line: Line) -> int:
    gaps = [b.box.left - a.box.right for a, b in pairwise(line.words)]
    return sum(gap > 0.9 * line.size for gap in gaps)


def _lines_by_zone(sheet: Sheet) -> Iterator[tuple[Line, str]]:
    """Lines outside tables, each with the margin that it stands in, if it does."""
    height = sheet.page.height
    top = min((table.box.top for table in sheet.tables), default=height)
    bottom = max((table.box.bottom for table in sheet.tables), default=0.0)
    for line in lines_of(word for word in sheet.free if word.turn == 0):
        if line.base < MARGIN * height and line.base <= top + 1:
            yield line, "top"
        elif line.base > (1 - MARGIN) * height and line.base >= bottom - 1:
            yield line, "bottom"
        else:
            yield line, ""


def _key(line: Line, zone: str) -> tuple[str, str, int]:
    """What makes lines of different pages the same: their words, numbers aside, and their height."""
    return zone, _masked(line.text), round(line.base / 8)


def _counting(margins: Sequence[Sequence[tuple[Line, str]]], within: Iterable[str]) -> set[tuple[str, str, int]]:
    """The keys of lines that number what stands below them: each says another number, and their like stand within
    pages, too: `Recommendation 3`, which two pages begin with by chance."""
    inside = {_masked(text) for text in within}
    texts: dict[tuple[str, str, int], list[str]] = {}
    for line, zone in (each for lines in margins for each in lines):
        texts.setdefault(_key(line, zone), []).append(line.text)
    return {key for key, said in texts.items() if key[1] in inside and len({*said}) == len(said) > 1}


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _heads_table(line: Line, zone: str, within: Container[str]) -> bool:
    """Column headings, repeated on each page of a table without lines, look like a running line.

    They have no digits and head a page, or stand `within` one too, where a table begins.
    """
    plain = zone == "top" and not re.search(r"\d", line.text)
    return (plain or line.text in within) and _gaps(line) >= 2


def _numbers(text: str, page: int) -> bool:
    """Whether a line only gives the page's number, or ends in `Page 2 of 10`."""
    if PAGE_NUMBER.fullmatch(text):
        return True
    match = PAGE_OF_PAGES.search(text)
    return match is not None and (match[1] or match[2]) == str(page)


def _take_running_tables(sheets: Sequence[Sheet], pages: int) -> None:
    """The same for a letterhead that is drawn as a table."""

    def key(sheet: Sheet, table: RawTable) -> str:
        height = sheet.page.height
        inside = table.box.bottom < 0.2 * height or table.box.top > 0.85 * height
        if table.rows > 2 or not inside or len(sheet.tables) + bool(sheet.free) < 2:
            return ""
        words = sorted(
            (word for cell in table.cells for word in cell.words), key=lambda word: (word.base, word.box.left)
        )
        return _masked(" ".join(word.text for word in words))

    seen = Counter(found for sheet in sheets for table in sheet.tables if (found := key(sheet, table)))
    for sheet in sheets:
        for table in list(sheet.tables):
            if seen[key(sheet, table)] >= max(2, 0.4 * pages):
                sheet.tables.remove(table)
                sheet.running += lines_of(word for cell in table.cells for word in cell.words)


def take_notes(sheet: Sheet) -> None:
    """Moves footnotes from `free` to `notes`: the lowest lines, where they begin with marks that are raised above."""
    sheet.apart = list(_raised(sheet.page.words))
    wanted = {word.text for word in sheet.apart}
    below = _foot(sheet, wanted) if wanted else []
    mark = ""
    for line in below:
        words = line.words
        if _is_note(line, wanted):
            mark, words = words[0].text, words[1:]
        sheet.notes.setdefault(mark, []).extend(words)
    gone = {id(word) for line in below for word in line.words}
    sheet.free = [word for word in sheet.free if id(word) not in gone]
    sheet.marks = {id(word): word.text for word in sheet.apart if word.text in sheet.notes and id(word) not in gone}
    sheet.apart = [word for word in sheet.apart if id(word) not in sheet.marks]


def _foot(sheet: Sheet, wanted: Container[str]) -> list[Line]:
    """The lines from the first one that begins a note, below all tables, to the page's end."""
    lines = lines_of(word for word in sheet.free if word.turn == 0)
    lowest = max((table.box.bottom for table in sheet.tables), default=0.0)
    least = max(lowest, 0.5 * sheet.page.height)
    return list(dropwhile(lambda line: line.base <= least or not _is_note(line, wanted), lines))


def _is_note(line: Line, wanted: Container[str]) -> bool:
    return len(line.words) > 1 and line.words[0].text in wanted


def _raised(words: Iterable[Word]) -> Iterator[Word]:
    """Raised words that no figure or word before them may hold."""
    before: Word | None = None
    for word in words:
        if before is None or not is_raised(before, word):
            before = word
        elif attached(before.text, word.text).startswith(" "):
            yield word
