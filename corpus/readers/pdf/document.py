"""PDF files: pages to words, words to tables and prose, tables joined over pages.

PDFium, which reads the file, must not be used by two threads at once: callers read in a process of its own.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

from corpus.errors import UnreadableFile
from corpus.readers import allowance
from corpus.readers.lines import read_as_text
from corpus.readers.pdf import scan
from corpus.readers.pdf.furniture import Sheet, take_notes, take_running
from corpus.readers.pdf.labels_above import Labels, all_under_labels, labels_above
from corpus.readers.pdf.letters import read_page
from corpus.readers.pdf.line_breaks import ColumnText, column_texts
from corpus.readers.pdf.page import Box, Frame, Page, Word
from corpus.readers.pdf.printed_sheets import side_by_side
from corpus.readers.pdf.regions import Part, Region, parts_apart, regions
from corpus.readers.pdf.tables.breaks import rejoined
from corpus.readers.pdf.tables.figure_tables import released
from corpus.readers.pdf.tables.hanging_labels import Hanging, hanging_labels
from corpus.readers.pdf.tables.ruled_tables import RawCell, RawTable, drop_header, ruled_tables
from corpus.readers.pdf.tables.runs import Run, nearest, same_header
from corpus.readers.pdf.tables.unruled_tables import is_gaping, unruled_tables
from corpus.readers.pdf.text_lines import Line, lines_of
from corpus.readers.pdf.typesetting import Headings, Typesetter
from corpus.readers.styled_text import SetAside, Why
from corpus.records import (
    Block,
    BlockKind,
    Cell,
    Grid,
    GridRow,
    Location,
    Problem,
    Reading,
    Severity,
)

MOST_PAGES = 2_000
LEAST_PACE = 4.0  # pages a second of processor time; real ones take a twentieth of a second
MOST_FILLS = 500  # of a page: more are a drawing
FEW_LINES = 3  # that end a sentence or go on with one
FEW_WORDS = 5  # a page that is a picture may still carry a page number as text
JUNK_TITLE = re.compile(
    r"(microsoft word|untitled|document\d*\b)|\.(docx?|pdf|xlsx?|html?|odt)$|^https?:", re.IGNORECASE
)


def read(path: Path, name: str) -> Reading:
    """The file's tables and prose. `name` is what locations call it; raises UnreadableFile."""
    source = _opened(path, name)
    try:
        pages, problems = _pages(source, name)
        title = _own_title(source)
        creator = " ".join(source.get_metadata_dict().get(key, "") for key in ("Creator", "Producer"))
    finally:
        source.close()
    pages, joined = side_by_side(pages, creator)
    problems += joined
    sheets = _sheets(pages)
    writer = _Writer.of(sheets)
    parts = tuple(writer.parts(sheets))
    aside = _set_aside(sheets)
    dropped = (*_dropped(sheets), *aside.blocks())
    problems += [*aside.problems(), *_guesses(sheets)]
    if len(writer.gaping) >= FEW_LINES:
        page, line = writer.gaping[0]
        instead = "If it is a table, add the file from which the PDF was made."
        problems.append(read_as_text(line.text, len(writer.gaping), page.locate(line.box), instead))
    return Reading(parts, tuple(problems), dropped, title or _first_heading(parts))


def _opened(path: Path, name: str) -> pypdfium2.PdfDocument:
    try:
        source = pypdfium2.PdfDocument(path)
        if len(source):
            source.init_forms()
            return source
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise UnreadableFile(
                f"{name} is protected by a password and can't be opened. Open it with the password, print it to a new "
                "PDF (or save a copy without password) and add that copy."
            ) from error
        raise UnreadableFile(
            f"{name} can't be read as a PDF: it is damaged, cut short, or no PDF at all. Open it in a PDF viewer; if "
            "it shows there, print it to a new PDF; else fetch it again from where it came."
        ) from error
    raise UnreadableFile(f"{name} is a PDF without any page. Fetch it again from where it came.")


def _own_title(source: pypdfium2.PdfDocument) -> str:
    title = " ".join(source.get_metadata_dict().get("Title", "").split())
    return "" if len(title) < 4 or JUNK_TITLE.search(title) else title


# --- pages -----------------------------------------------------------------------------------------


def _pages(source: pypdfium2.PdfDocument, name: str) -> tuple[list[Page], list[Problem]]:
    pages: list[Page] = []
    problems: list[Problem] = []
    pace = allowance.Pace(LEAST_PACE)
    for_pictures = scan.SECONDS
    for index in range(min(len(source), MOST_PAGES)):
        began = time.process_time()
        page = _page(source, index, name)
        pace.took(time.process_time() - began)
        if _is_picture(page):
            began = time.monotonic()
            found = scan.scan_page(source, index, page, for_pictures)
            for_pictures -= time.monotonic() - began
            problems.append(_picture_problem(page, found is not None))
            page.unread = found is None
            page = found or page
        pages.append(page)
        problems += _page_problems(page)
        if not pace.holds:
            break
    if len(pages) < len(source):
        problems.append(_rest_unread(name, len(pages), len(source)))
    allowance.extend(pace.left + len(pages) / LEAST_PACE)
    return pages, problems


def _page(source: pypdfium2.PdfDocument, index: int, name: str) -> Page:
    try:
        return read_page(source, index, name)
    except pypdfium2.PdfiumError:
        frame = Frame(Box(0, 842, 595, 0), 0)
        return Page(index + 1, name, frame, frame)


def _rest_unread(name: str, read: int, pages: int) -> Problem:
    why = "no file may have more" if read == MOST_PAGES else "they take far longer to read than pages do"
    return Problem(
        Severity.ERROR,
        Location(name, page=read + 1),
        f"{pages:,} pages, of which only the first {read:,} were read: {why}",
        "nothing of the others was read",
        "Keep the pages that matter in a file of their own and add that.",
    )


def _is_picture(page: Page) -> bool:
    return page.pictured and sum(not word.drawn for word in page.words) < FEW_WORDS


def _picture_problem(page: Page, scanned: bool) -> Problem:
    seen = "a page that is only a picture, without text"
    if scanned:
        return Problem(
            Severity.WARNING,
            page.locate(),
            seen,
            "its words were recognised from the picture (OCR), with slips",
            "Compare quotes from this page with the document.",
        )
    return Problem(
        Severity.ERROR,
        page.locate(),
        seen,
        "nothing of it was read, and nothing is joined across it",
        scan.advice(),
    )


def _page_problems(page: Page) -> Iterator[Problem]:
    where = page.locate()
    if not page.pictured and all(word.drawn for word in page.words):
        yield Problem(
            Severity.WARNING,
            where,
            "a page that yields no text",
            "nothing is joined across it",
            "Look at the page: if it isn't blank, the file is damaged or its letters are drawn; print it to a new PDF.",
        )
    if page.unmapped:
        yield Problem(
            Severity.WARNING,
            where,
            f"{page.unmapped} characters that don't say which letter they are",
            "they were left out",
            "Compare quotes from this page with the document.",
        )
    if page.remarks:
        yield Problem(
            Severity.NOTE,
            where,
            f"comments of readers: {', '.join(f'“{remark[:80]}”' for remark in page.remarks[:5])}",
            "comments are not read",
            "Where a comment belongs to the plan, write it into the text.",
        )
    if page.cut:
        yield Problem(
            Severity.ERROR, where, "more characters than a page can show", "the rest of the page was left out"
        )


def _sheets(pages: Sequence[Page]) -> list[Sheet]:
    """Each page's words sorted into ruled tables, running lines, footnotes, other tables, and prose."""
    sheets = []
    before: RawTable | None = None
    for page in pages:
        tables, free = ruled_tables(page, before)
        tables, free = released(page, tables, free)
        before = tables[-1] if tables else None
        sheets.append(Sheet(page, tables, free))
    take_running(sheets)
    for sheet in sheets:
        take_notes(sheet)
    above = labels_above([lines_of(word for word in sheet.free if word.turn == 0) for sheet in sheets])
    kept = [_take_labelled(sheet, above) for sheet in sheets]
    parted = [list(parts_apart(sheet.free, sheet.tables, 0.0, sheet.page.width)) for sheet in sheets]
    hanging = _hanging(parted)
    carried: Sequence[float] = ()
    for sheet, labelled, within in zip(sheets, kept, parted, strict=True):
        carried = () if sheet.tables else carried
        sheet.free = labelled
        for part in within:
            whole = part.right == sheet.page.width and not part.left
            page = sheet.page if whole else sheet.page.part(part.left, part.right)
            tables, left = unruled_tables(page, part.words, carried if whole else (), hanging.get(part.place))
            lowest = max((word.base for word in left), default=0.0)
            carried = tables[-1].edges if whole and tables and tables[-1].box.bottom > lowest else ()
            sheet.tables += tables
            sheet.free += left
        sheet.tables.sort(key=lambda table: table.box.top)
    return sheets


def _take_labelled(sheet: Sheet, above: frozenset[Labels]) -> list[Word]:
    """Takes what stands under labels from the words of a page that may be tables'."""
    sheet.labels = above
    lines = lines_of(word for word in sheet.free if word.turn == 0)
    taken = [word for line in all_under_labels(lines, above) for word in line.words]
    gone = set(map(id, taken))
    sheet.free = [word for word in sheet.free if id(word) not in gone]
    return taken


def _hanging(pages: Iterable[Iterable[Part]]) -> dict[int, Hanging]:
    """The labels of cards in each of the columns that they may stand in."""
    columns: dict[int, list[list[Line]]] = {}
    for part in chain.from_iterable(pages):
        columns.setdefault(part.place, []).append(lines_of(word for word in part.words if word.turn == 0))
    return {place: found for place, lines in columns.items() if (found := hanging_labels(lines))}


def _dropped(sheets: Iterable[Sheet]) -> Iterator[Block]:
    for sheet in sheets:
        for line in sheet.running:
            yield Block(line.text, sheet.page.locate(line.box))
        for word in sheet.page.astray:
            yield Block(word.text, sheet.page.locate(word.box))


def _set_aside(sheets: Iterable[Sheet]) -> SetAside:
    """What was left out or set apart of each page."""
    aside = SetAside()
    for sheet in sheets:
        aside.add(Why.CROSSED_OUT, sheet.page.locate(), *(word.text for word in sheet.page.struck))
        aside.add(Why.INVISIBLE, sheet.page.locate(), *(word.text for word in sheet.page.unseen))
        aside.add(Why.RAISED, sheet.page.locate(), *(word.text for word in sheet.apart))
    return aside


# --- parts -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Writer:
    """Makes a document's records from its sheets."""

    setter: Typesetter
    headings: Headings
    rights: dict[int, float]  # where prose ends, by the page's width
    sheets: dict[int, Sheet]  # by their pages' numbers
    gaping: list[tuple[Page, Line]] = field(default_factory=list)  # lines of prose that look like rows of a table

    @classmethod
    def of(cls, sheets: Sequence[Sheet]) -> _Writer:
        pages = [sheet.page for sheet in sheets]
        cells = [cell.words for sheet in sheets for table in sheet.tables for cell in table.cells]
        setter = Typesetter.of(pages, [*cells, *(sheet.free for sheet in sheets)])
        sizes: Counter[float] = Counter()
        for page in pages:
            for word in page.words:
                sizes[round(word.size, 1)] += len(word.text)
        body = sizes.most_common(1)[0][0] if sizes else 10.0
        rights: dict[int, float] = {}
        lines = []
        for sheet in sheets:
            found = lines_of(word for word in sheet.free if word.turn == 0)
            lines += found
            width = round(sheet.page.width)
            rights[width] = max([rights.get(width, 0.0), *(line.box.right for line in found)])
        return cls(
            setter,
            Headings.of(lines, max(body, _prose_size(lines))),
            rights,
            {sheet.page.number: sheet for sheet in sheets},
        )

    def parts(self, sheets: Sequence[Sheet]) -> Iterator[Grid | Block]:
        run: Run | None = None
        gap = False
        asides: list[Block] = []
        for sheet in sheets:
            gap = gap or sheet.silent
            for piece in self._pieces(sheet):
                if isinstance(piece, Block):
                    if piece.kind is BlockKind.NOTE and run:
                        asides.append(piece)
                        continue
                    yield from self._closed(run, asides)
                    run, asides = None, []
                    yield piece
                elif run and run.takes(piece):
                    if gap:
                        run.after_gap.add(len(run.tables))
                    drop_header(piece, run.header)
                    run.tables.append(piece)
                else:
                    yield from self._closed(run, asides)
                    run, asides = Run([piece], {0} if gap else set()), []
                gap = gap and isinstance(piece, Block)
        yield from self._closed(run, asides)

    def _closed(self, run: Run | None, asides: Iterable[Block]) -> Iterator[Grid | Block]:
        if run:
            yield self._grid(run)
        yield from asides

    def _pieces(self, sheet: Sheet) -> Iterator[RawTable | Block]:
        """The sheet's tables, and between them its prose, in reading order; then notes that no cell refers to."""
        for region in regions(sheet.free, sheet.tables, sheet.labels):
            yield from self._read_down(region, sheet)
        for mark in sheet.notes:
            if mark not in sheet.marks.values():
                yield from self._note(mark, sheet)

    def _read_down(self, region: Region, sheet: Sheet) -> Iterator[RawTable | Block]:
        stretches: list[list[Word]] = [[] for _ in range(len(region.tables) + 1)]
        for word in region.words:
            stretches[sum(1 for table in region.tables if table.box.top < word.base)].append(word)
        right = self.rights[round(sheet.page.width)] if region.right is None else region.right
        for words, table in zip(stretches, [*region.tables, None], strict=True):
            plain, notes = self._annotated(words, sheet)
            self.gaping += [(sheet.page, line) for line in lines_of(plain) if is_gaping(line)]
            yield from self.setter.blocks(plain, sheet.page, right, self.headings)
            yield from notes
            if table:
                yield table

    def _annotated(self, words: Iterable[Word], sheet: Sheet) -> tuple[list[Word], list[Block]]:
        """The words without notes' marks, and the notes that the marks refer to."""
        plain: list[Word] = []
        notes: list[Block] = []
        for word in words:
            if id(word) in sheet.marks:
                notes += self._note(sheet.marks[id(word)], sheet)
            else:
                plain.append(word)
        return plain, notes

    def _note(self, mark: str, sheet: Sheet) -> list[Block]:
        blocks = self.setter.blocks(sheet.notes[mark], sheet.page)
        return [replace(block, kind=BlockKind.NOTE, number=mark) for block in blocks]

    def _grid(self, run: Run) -> Grid:
        edges = run.edges()
        rows = [row for index in range(len(run.tables)) for row in self._rows(run, index, edges)]
        first = run.tables[0]
        return Grid(tuple(rejoined(rows)), first.page.locate(first.box))

    def _rows(self, run: Run, index: int, edges: Sequence[float]) -> Iterator[GridRow]:
        table = run.tables[index]
        texts = _texts(table)
        begins = index > 0 and run.tables[index - 1].page is not table.page
        headed = index > 0 and same_header(run.tables[0], table)  # then the gap lies before the row below as well
        for row in range(table.rows):
            cells = sorted((cell for cell in table.cells if cell.row == row), key=lambda cell: cell.box.left)
            yield GridRow(
                tuple(self._cell(cell, run, table, edges, texts) for cell in cells),
                _row_location(table, row),
                breaks=begins and row == 0,
                gap=row <= headed and index in run.after_gap,
            )

    def _cell(
        self, cell: RawCell, run: Run, table: RawTable, edges: Sequence[float], texts: Mapping[int, ColumnText]
    ) -> Cell:
        words, notes = self._annotated(cell.words, self.sheets[table.page.number])
        left, right = (nearest(edges, run.scaled(table, x)) for x in (cell.box.left, cell.box.right))
        blocks = self.setter.blocks(words, table.page, column=texts.get(round(cell.box.right)))
        blocks += [self._nested(nested) for nested in cell.nested]
        colour = _tint(table.page, cell.box)
        return Cell((*blocks, *notes), left, max(right - left, 1), cell.rowspan, colour)

    def _nested(self, table: RawTable) -> Block:
        """A table inside a cell as text, its rows one after another."""
        rows = []
        for row in range(table.rows):
            cells = sorted((cell for cell in table.cells if cell.row == row), key=lambda cell: cell.box.left)
            texts = (" ".join(block.text for block in self.setter.blocks(cell.words, table.page)) for cell in cells)
            rows.append(" | ".join(text for text in texts if text))
        return Block("; ".join(row for row in rows if row), table.page.locate(table.box), BlockKind.NESTED)


def _prose_size(lines: Iterable[Line]) -> float:
    """The size of sentences outside tables, whose letters may be smaller; 0 where there are hardly any."""
    sizes: Counter[float] = Counter()
    for line in lines:
        if line.text.endswith(".") or line.text[:1].islower():
            sizes[round(line.size, 1)] += 1
    size, count = sizes.most_common(1)[0] if sizes else (0.0, 0)
    return size if count >= FEW_LINES else 0.0


def _tint(page: Page, box: Box) -> str:
    """The colour of the area that fills most of a cell and little else."""
    if len(page.fills) > MOST_FILLS:
        return ""
    for fill, tint in zip(page.fills, page.tints, strict=True):
        across = min(fill.right, box.right) - max(fill.left, box.left)
        down = min(fill.bottom, box.bottom) - max(fill.top, box.top)
        if across > 0.7 * box.width and fill.width < 1.5 * box.width and down > 0.5 * min(box.height, fill.height) > 0:
            return tint
    return ""


def _texts(table: RawTable) -> dict[int, ColumnText]:
    cells = [(cell.box, lines_of(word for word in cell.words if word.turn == 0)) for cell in table.cells]
    return column_texts(cells, max(word.box.right for word in table.page.words))


def _row_location(table: RawTable, row: int) -> Location:
    inside = [cell.box for cell in table.cells if cell.row <= row < cell.row + cell.rowspan]
    if not inside:
        return table.page.locate(table.box)
    top = max(box.top for box in inside)
    bottom = min(box.bottom for box in inside)
    return table.page.locate(table.box._replace(top=top, bottom=max(bottom, top)))


def _guesses(sheets: Iterable[Sheet]) -> Iterator[Problem]:
    """One problem for each stretch of pages whose tables have no drawn cells."""
    last = 0
    for sheet in sheets:
        for table in sheet.tables:
            if table.ruled:
                continue
            if sheet.page.number > last + 1 or not last:
                yield Problem(
                    Severity.WARNING,
                    sheet.page.locate(table.box),
                    "a table without ruled lines",
                    "columns were taken from where headings and texts begin, rows from what stands between them",
                    "Compare rows with the document, or add the file from which the PDF was made.",
                )
            last = sheet.page.number


def _first_heading(parts: Sequence[Grid | Block]) -> str:
    """The largest heading, the first of them."""
    headings = [part for part in parts if isinstance(part, Block) and part.kind is BlockKind.HEADING]
    return min(headings, key=lambda block: block.level).text if headings else ""
