"""Word documents to a Reading: python-docx opens the file, the walk over its XML is our own.

Tracked changes are read as accepted, and text boxes, content controls and automatic numerals are read too,
none of which stand in python-docx's `cell.text`. Word fixes pages only when it prints, so they are not known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path
from typing import TypeGuard

from docx.document import Document
from docx.opc.part import PartFactory
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart
from lxml import etree

from corpus.errors import UnreadableFile
from corpus.readers.colours import colour_named
from corpus.readers.fragments import WINGDINGS, tidy
from corpus.readers.grids import in_cell
from corpus.readers.lines import Breaks, blocks_of_lines
from corpus.readers.styled_text import Flow, SetAside, Why
from corpus.readers.word.numbering import Mark, Numbering
from corpus.readers.word.styles import Style, Styles, toggled, value
from corpus.readers.word.typed_tables import TypedRow, typed_row, with_tables
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Location, Problem, Reading, Severity

MOST_CELLS = 100_000
_LONGEST_HEADING = 25  # words of a line in bold that heads what follows
_FILE_LIKE_TITLE = re.compile(r"\A(?:microsoft word\b.*|word document|document\d*+|.*\.docx?)", re.IGNORECASE)

_WRAPPERS = {qn(tag) for tag in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")}
_INLINE = _WRAPPERS | {qn(tag) for tag in ("w:hyperlink", "w:fldSimple", "w:dir", "w:bdo", "w:ruby", "w:rubyBase")}
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES, _CHOICE, _FALLBACK = (f"{_MARKUP}{tag}" for tag in ("AlternateContent", "Choice", "Fallback"))
_SPACES = {qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_NOTE_MARKS = {qn(f"w:{kind}Reference"): kind for kind in ("footnote", "endnote", "comment")}
_UNREAD = {
    "blip": "picture",
    "imagedata": "picture",
    "chart": "chart",
    "relIds": "diagram",
    "OLEObject": "embedded object",
    "altChunk": "embedded document",
}


_OTHER_KINDS = (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
PartFactory.part_type_for |= dict.fromkeys(_OTHER_KINDS, DocumentPart)  # python-docx itself opens .docx alone


def read(path: Path, name: str) -> Reading:
    """Headings, paragraphs, lists and tables in order; no pages or lines."""
    with path.open("rb") as file:
        main = Package.open(file).main_document_part
    if not isinstance(main, DocumentPart):
        raise UnreadableFile(f"{name} isn't a Word document inside. Open it in Word and save it as a .docx file.")
    return _Walk(main.document, name).reading()


@dataclass
class _Paragraph:
    """What a paragraph says as it is gathered run by run."""

    words: Flow = field(default_factory=Flow)
    bold: int = 0  # letters
    plain: int = 0
    notes: list[Block] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _PhysicalCell:
    column: int
    colspan: int
    continues: bool  # the cell above it
    blocks: tuple[Block, ...]
    colour: str


class _Walk:
    """One pass through a document, in its order: numerals count up as it goes."""

    def __init__(self, document: Document, name: str) -> None:
        self._document = document
        self._where = Location(name)
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"))
        self._dropped: list[Block] = []
        self._aside = SetAside()
        self._unread: Counter[str] = Counter()
        self._notes: dict[tuple[str, str], str] = {}
        self._outline = 0  # level of the last heading by style
        self._cells = 0
        self._in_doubt: list[Problem] = []

    def reading(self) -> Reading:
        for kind in ("footnote", "endnote", "comment"):
            self._collect_notes(kind)
        parts = self._story(self._document.element.body)
        for kind in ("header", "footer"):
            self._drop_running(kind)
        dropped = (*self._dropped, *self._aside.blocks())
        return Reading(tuple(parts), tuple(self._problems()), dropped, self._title(parts))

    def _title(self, parts: list[Grid | Block]) -> str:
        title = tidy(self._document.core_properties.title or "")
        if title and not _FILE_LIKE_TITLE.fullmatch(title):
            return title
        return next((part.text for part in parts if isinstance(part, Block) and part.kind is BlockKind.HEADING), "")

    # --- stories: the body, a cell, a text box -----------------------------------------------------

    def _story(self, container: etree._Element, *, cell: bool = False) -> list[Grid | Block]:
        """The parts of a story. A paragraph whose end was deleted goes on in the next one."""
        parts: list[Grid | Block | TypedRow] = []
        carried = _Paragraph()
        for element in _flow(container):
            if element.tag == qn("w:tbl"):
                parts += self._table(element, cell=cell)
            elif element.tag == qn("w:p"):
                self._gather(element, carried)
                if not _end_is_deleted(element):
                    parts += self._blocks(element, carried, cell=cell)
                    carried = _Paragraph()
            else:
                self._count_unread(element)
        return with_tables(parts, self._in_doubt)

    def _blocks(
        self, element: etree._Element, paragraph: _Paragraph, *, cell: bool
    ) -> Iterator[Grid | Block | TypedRow]:
        style = self._styles.of(element.find(qn("w:pPr")))
        mark = self._mark(style)
        text = paragraph.words.text
        self._aside.add(Why.RAISED, self._where, *paragraph.words.marks)
        if style.is_contents and not cell:
            self._dropped += blocks_of_lines(text, self._where, Breaks.TYPED)
        elif tidy(text):
            blocks = self._worded(text, style, mark, paragraph, cell=cell)
            row = None if cell else typed_row(text, blocks)
            yield from [row] if row else blocks
        elif cell and mark and mark.number:
            yield Block("", self._where, number=mark.number)
        yield from paragraph.notes
        for box in paragraph.boxes:
            yield from self._story(box, cell=cell)

    def _worded(
        self, text: str, style: Style, mark: Mark | None, paragraph: _Paragraph, *, cell: bool
    ) -> Sequence[Block]:
        number = mark.number if mark else ""
        if not cell and (level := self._heading_level(text, style, mark, paragraph)):
            return [Block(tidy(text), self._where, BlockKind.HEADING, level, number)]
        if mark:
            return [Block(tidy(text), self._where, BlockKind.BULLET, mark.level, number)]
        return blocks_of_lines(text, self._where, Breaks.TYPED)

    def _heading_level(self, text: str, style: Style, mark: Mark | None, paragraph: _Paragraph) -> int | None:
        """By style or, as many plans have it, by a short line all in bold, which comes below the last styled one."""
        if style.heading:
            self._outline = style.heading
            return style.heading
        bold = paragraph.bold > 0 and paragraph.plain == 0
        short = len(text.split()) <= _LONGEST_HEADING and not tidy(text).endswith((".", ";", ","))
        return self._outline + 1 if bold and short and (mark is None or mark.number) else None

    def _mark(self, style: Style) -> Mark | None:
        named = style.bullet_name
        if style.list_id is None or style.list_id == "0":
            return Mark(named) if named is not None and style.list_id is None else None
        mark = self._numbering.mark(style.list_id, style.list_level or 0)
        if mark is not None and not mark.number and named is not None:
            return Mark(max(mark.level, named))
        return mark

    # --- paragraphs --------------------------------------------------------------------------------

    def _gather(self, element: etree._Element, into: _Paragraph) -> None:
        """The words of a paragraph or of a wrapper in it; what was deleted or moved away has no wrapper here."""
        for child in element:
            if child.tag == qn("w:r"):
                self._gather_run(child, into)
            elif child.tag in _INLINE:
                if not self._is_placeholder(child):
                    self._gather(child, into)
            elif child.tag == _ALTERNATIVES:
                self._gather(_chosen(child), into)
            elif child.tag == qn("w:del"):
                self._aside.add(Why.DELETED, self._where, _deleted_words(child))
            elif isinstance(child.tag, str) and child.tag.startswith(_MATHS):
                for text in child.iter(f"{_MATHS}t"):
                    into.words.add(text.text or "", raised=any(text.iterancestors(f"{_MATHS}sup")))

    def _gather_run(self, run: etree._Element, into: _Paragraph) -> None:
        gathered = _Paragraph()
        self._gather_pieces(run, gathered)
        words = gathered.words.text
        look = self._styles.of_run(run)
        into.notes += gathered.notes
        into.boxes += gathered.boxes
        if look.hidden or look.struck:
            self._aside.add(Why.INVISIBLE if look.hidden else Why.CROSSED_OUT, self._where, words)
            return
        if not (look.raised and gathered.notes):  # the mark of a note that is read beside the paragraph
            into.words.add(words, raised=look.raised)
        letters = sum(char.isalnum() for char in words)
        into.bold += letters if look.bold else 0
        into.plain += 0 if look.bold else letters

    def _gather_pieces(self, run: etree._Element, into: _Paragraph) -> None:
        for child in run:
            if child.tag == qn("w:t"):
                into.words.add(child.text or "")
            elif child.tag in _SPACES:
                into.words.add(_SPACES[child.tag])
            elif child.tag == qn("w:sym"):
                into.words.add(self._symbol(child))
            elif child.tag in _NOTE_MARKS:
                note = self._notes.get((_NOTE_MARKS[child.tag], child.get(qn("w:id"), "")))
                into.notes += [Block(note, self._where, BlockKind.NOTE)] if note else []
            elif child.tag == _ALTERNATIVES:
                self._gather_pieces(_chosen(child), into)
            elif child.tag in (qn("w:drawing"), qn("w:pict"), qn("w:object")):
                into.boxes += list(_outermost(child, qn("w:txbxContent")))
                self._count_unread(child)
            elif child.tag == qn("w:ruby"):
                self._gather(child, into)
            elif child.tag == qn("w:fldChar"):
                into.words.add(_chosen_in_field(child))

    def _symbol(self, element: etree._Element) -> str:
        code = int(element.get(qn("w:char"), "0"), 16)
        if code < 0xF000:
            return chr(code) if 0x20 <= code < 0xD800 else ""
        if "wingdings" in element.get(qn("w:font"), "").lower() and code - 0xF000 in WINGDINGS:
            return WINGDINGS[code - 0xF000]
        self._unread["symbol"] += 1
        return " "

    def _is_placeholder(self, element: etree._Element) -> bool:
        """Whether a content control shows only its prompt, `Choose an item.`, which is nobody's text."""
        properties = element.find(qn("w:sdtPr"))
        return properties is not None and bool(toggled(properties, "w:showingPlcHdr"))

    # --- tables ------------------------------------------------------------------------------------

    def _table(self, table: etree._Element, *, cell: bool) -> Iterator[Grid | Block]:
        elements = [list(_children(row, qn("w:tc"))) for row in _rows(table)]
        if len(elements) == 1 and len(elements[0]) == 1:  # a box around text
            yield from self._story(elements[0][0], cell=cell)
            return
        if _is_layout(table):
            for row in elements:
                yield from self._arranged(row, cell=cell)
            return
        for gone in filter(_is_deleted, _children(table, qn("w:tr"))):
            self._aside.add(Why.DELETED, self._where, _deleted_words(gone))
        rows = [list(self._physical(row)) for row in _rows(table)]
        grid_rows = [GridRow(tuple(self._merged(rows, index)), self._where) for index in range(len(rows))]
        if grid_rows:
            yield Grid(tuple(grid_rows), self._where)

    def _arranged(self, row: Sequence[etree._Element], *, cell: bool) -> Iterator[Grid | Block]:
        """What stands in a row that only arranges the page: a short text by itself, or beside a table, heads it."""
        for element, beside in zip_longest(row, row[1:]):
            parts = self._story(element, cell=cell)
            heads = len(row) == 1 or (beside is not None and beside.find(qn("w:tbl")) is not None)
            if heads and not cell and len(parts) == 1 and _is_short(parts[0]):
                parts = [replace(parts[0], kind=BlockKind.HEADING, level=self._outline + 1)]
            yield from parts

    def _physical(self, row: etree._Element) -> Iterator[_PhysicalCell]:
        column = _integer(value(row.find(qn("w:trPr")), "w:gridBefore"), 0)
        for element in _children(row, qn("w:tc")):
            self._cells += 1
            if self._cells > MOST_CELLS:
                raise UnreadableFile(
                    f"{self._where.file} has more than {MOST_CELLS:,} table cells. "
                    "Copy the plan's own table into a new document and add that."
                )
            properties = element.find(qn("w:tcPr"))
            if properties is not None and properties.find(qn("w:cellDel")) is not None:
                continue
            span = max(_integer(value(properties, "w:gridSpan"), 1), 1)
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            blocks = tuple(block for part in self._story(element, cell=True) for block in in_cell(part))
            colour = _colour(properties)
            continues = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
            yield _PhysicalCell(column, span, continues, _own_numeral(blocks), colour)
            column += span

    def _merged(self, rows: list[list[_PhysicalCell]], index: int) -> Iterator[Cell]:
        """The cells that begin in a row. What stands in a covered cell isn't shown by Word."""
        above = {cell.column for cell in rows[index - 1]} if index else set()
        for cell in rows[index]:
            if cell.continues and cell.column in above:
                self._dropped += cell.blocks
                continue
            below = index + 1
            while below < len(rows) and any(other.continues and other.column == cell.column for other in rows[below]):
                below += 1
            yield Cell(cell.blocks, cell.column, cell.colspan, below - index, cell.colour)

    # --- the document's other parts ----------------------------------------------------------------

    def _part(self, kind: str) -> etree._Element | None:
        return next(self._parts(kind), None)

    def _parts(self, kind: str) -> Iterator[etree._Element]:
        for relation in self._document.part.rels.values():
            if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
                yield parse_xml(relation.target_part.blob)

    def _collect_notes(self, kind: str) -> None:
        for part in self._parts(f"{kind}s"):
            for note in part.iter(qn(f"w:{kind}")):
                words = self._plain_text(note)
                if note.get(qn("w:type"), "normal") == "normal" and words:
                    self._notes[kind, note.get(qn("w:id"), "")] = words

    def _drop_running(self, kind: str) -> None:
        texts = dict.fromkeys(self._plain_text(part) for part in self._parts(kind))
        self._dropped += [Block(text, self._where) for text in texts if text]

    def _plain_text(self, container: etree._Element) -> str:
        """All words of a part that holds no lists of its own."""
        gathered = _Paragraph()
        for paragraph in container.iter(qn("w:p")):
            self._gather(paragraph, gathered)
            gathered.words.add(" ")
        return tidy(gathered.words.text)

    def _count_unread(self, element: etree._Element) -> None:
        for piece in element.iter():
            tag = etree.QName(piece).localname if isinstance(piece.tag, str) else ""
            if tag in _UNREAD:
                self._unread[_UNREAD[tag]] += 1

    def _problems(self) -> Iterator[Problem]:
        yield from self._aside.problems()
        yield from self._in_doubt
        for what, count in self._unread.items():
            yield Problem(
                Severity.ERROR if what == "embedded document" else Severity.NOTE,
                self._where,
                f"It holds {count} {what}{'s' if count > 1 else ''}.",
                "Words in them are not read.",
                "If they hold parts of the plan, type these into the document.",
            )


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only arranges the page: most of its words stand in tables within it, one of them a wide one."""
    nested = [inner for row in _rows(table) for cell in _children(row, qn("w:tc")) for inner in cell.iter(qn("w:tbl"))]
    if not any(len(list(_children(row, qn("w:tc")))) > 2 for inner in nested for row in _rows(inner)):
        return False
    within = {text: None for inner in nested for text in inner.iter(qn("w:t"))}
    return 2 * sum(map(_words, within)) > sum(map(_words, table.iter(qn("w:t"))))


def _words(text: etree._Element) -> int:
    return len((text.text or "").split())


def _is_short(part: Grid | Block) -> TypeGuard[Block]:
    return (
        isinstance(part, Block)
        and part.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
        and len(part.text.split()) <= _LONGEST_HEADING
        and not part.text.endswith((".", ";", ","))
    )


def _flow(container: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs, tables and embedded documents of a story, those in content controls included."""
    for child in container:
        if child.tag in (qn("w:p"), qn("w:tbl"), qn("w:altChunk")):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _flow(child)
        elif child.tag == _ALTERNATIVES:
            yield from _flow(_chosen(child))


def _children(row: etree._Element, tag: str) -> Iterator[etree._Element]:
    """A table's rows, or a row's cells, those in content controls included."""
    for child in row:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows that are not deleted."""
    return (row for row in _children(table, qn("w:tr")) if not _is_deleted(row))


def _is_deleted(row: etree._Element) -> bool:
    properties = row.find(qn("w:trPr"))
    return properties is not None and properties.find(qn("w:del")) is not None


def _deleted_words(element: etree._Element) -> str:
    return " ".join(text.text or "" for text in element.iter(qn("w:delText"), qn("w:t")))


def _chosen(alternatives: etree._Element) -> etree._Element:
    """Of several forms of the same content the first, which newer programs write; the others repeat its words."""
    found = alternatives.find(_CHOICE)
    if found is None:
        found = alternatives.find(_FALLBACK)
    return alternatives if found is None else found


def _chosen_in_field(mark: etree._Element) -> str:
    """What a field of an older form shows that stands in no text: a ticked box, a chosen entry."""
    data = mark.find(qn("w:ffData"))
    box = data.find(qn("w:checkBox")) if data is not None else None
    if box is not None:
        ticked = toggled(box, "w:checked")
        return "☑" if (toggled(box, "w:default") if ticked is None else ticked) else "☐"
    entries = data.find(qn("w:ddList")) if data is not None else None
    if entries is None:
        return ""
    names = [entry.get(qn("w:val"), "") for entry in entries.findall(qn("w:listEntry"))]
    chosen = _integer(value(entries, "w:result"), 0)
    return names[chosen] if chosen < len(names) else ""


def _outermost(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The elements of a tag that lie in no other of it; of alternatives only the chosen one is looked at."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag == _ALTERNATIVES:
            yield from _outermost(_chosen(child), tag)
        else:
            yield from _outermost(child, tag)


def _end_is_deleted(paragraph: etree._Element) -> bool:
    path = f"{qn('w:pPr')}/{qn('w:rPr')}"
    mark = paragraph.find(path)
    return mark is not None and (mark.find(qn("w:del")) is not None or mark.find(qn("w:moveFrom")) is not None)


def _own_numeral(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A cell whose one numbered paragraph is its first has a numeral, not a list; a numeral may be all it holds."""
    blocks = tuple(block for block in blocks if block.text) or blocks[:1]
    numbered = [block for block in blocks if block.number]
    if len(numbered) != 1 or blocks[0] is not numbered[0]:
        return blocks
    first = numbered[0]
    return (Block(first.text, first.location, number=first.number), *blocks[1:])


def _colour(properties: etree._Element | None) -> str:
    shading = properties.find(qn("w:shd")) if properties is not None else None
    return "" if shading is None else colour_named(shading.get(qn("w:fill"), ""))


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,4}", text) else otherwise
