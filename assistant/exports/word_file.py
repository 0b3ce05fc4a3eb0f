"""Writes Word files: headings, paragraphs, quotes and tables, with words struck out or underlined."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum
from functools import cached_property

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu, Mm, Pt, Twips
from docx.table import Table
from docx.text.paragraph import Paragraph

from assistant.exports.quoted import day_words
from assistant.exports.word_footnotes import Footnotes

_A4 = Mm(210), Mm(297)
_MARGIN = Mm(20)
_INDENT = Mm(8)
_SMALL = Pt(9)
_AIR = Pt(2)  # above and below a cell's text, so that it doesn't touch the lines
_WHOLE = 1_500  # characters up to which a row of a table stays on one page: a longer one may fill half of it
_FOOTER_TABS = Twips(4320), Twips(8640)  # of the style of footers
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # by the rules of XML


class Emphasis(Enum):
    """How a run of words is highlighted; never by colour."""

    NONE = "none"
    STRUCK = "struck"
    UNDERLINED = "underlined"
    BOLD = "bold"
    SMALL = "small"


Run = tuple[str, Emphasis]
Cell = Sequence[Sequence[Run]]  # paragraphs of runs


def plain(text: str) -> Run:
    return text, Emphasis.NONE


class WordFile:
    """A Word file being written, on A4; landscape for texts side by side."""

    def __init__(self, title: str, day: date, landscape: bool = False) -> None:
        """`day`, when it is made, stands with the title and the page's number at the foot of each page."""
        self._file: WordDocument = Document()
        section = self._file.sections[0]
        short, long = _A4
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if landscape else (short, long)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
        properties = self._file.core_properties
        properties.title, properties.author, properties.comments, properties.language = _safe(title), "", "", "en-GB"
        self._file.add_heading(_safe(title), level=0)
        _write_footer(section, f"{_safe(title)}. {day_words(day)}")

    def heading(self, level: int, text: str) -> None:
        self._file.add_heading(_safe(text), level)

    def paragraph(self, *runs: Run, style: str | None = None) -> None:
        _fill(self._file.add_paragraph(style=style), runs)

    def noted_paragraph(self, *runs: Run, note: str, level: int = 0, indented: bool = False) -> None:
        """A paragraph, or with a level a heading, that ends with the mark of a footnote."""
        paragraph = self._file.add_heading("", level) if level else self._file.add_paragraph()
        if indented:
            paragraph.paragraph_format.left_indent = _INDENT
        _fill(paragraph, runs)
        self._footnotes.add(paragraph, _safe(note))

    @cached_property
    def _footnotes(self) -> Footnotes:
        return Footnotes(self._file)

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]) -> None:
        """A table whose headings repeat on each page; widths in millimetres."""
        table = self._file.add_table(rows=0, cols=len(headings), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        _add_row(table, [[[(heading, Emphasis.BOLD)]] for heading in headings], widths)
        _repeat_first(table)
        for cells in rows:
            _add_row(table, cells, widths)
        self._file.add_paragraph()

    def content(self) -> bytes:
        written = io.BytesIO()
        self._file.save(written)
        return written.getvalue()


def _add_row(table: Table, cells: Sequence[Cell], widths: Sequence[int]) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]
    if sum(len(text) for paragraphs in cells for runs in paragraphs for text, _ in runs) <= _WHOLE:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, paragraphs, width in zip(row.cells, cells, widths, strict=True):
        cell.width = Mm(width)
        for place, runs in enumerate(paragraphs):
            paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = _AIR
            _fill(paragraph, runs)


def _fill(paragraph: Paragraph, runs: Iterable[Run]) -> None:
    for text, emphasis in runs:
        run = paragraph.add_run(_safe(text))
        match emphasis:
            case Emphasis.STRUCK:
                run.font.strike = True
            case Emphasis.UNDERLINED:
                run.underline = True
            case Emphasis.BOLD:
                run.bold = True
            case Emphasis.SMALL:
                run.font.size = _SMALL


def _write_footer(section: Section, words: str) -> None:
    """The words on the left, `Page 2 of 9` on the right, counted by Word."""
    paragraph = section.footer.paragraphs[0]
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    stops = paragraph.paragraph_format.tab_stops
    for tab in _FOOTER_TABS:  # the style's own, for another width of paper
        stops.add_tab_stop(tab, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(Emu(width), WD_TAB_ALIGNMENT.RIGHT)
    for text, field in ((f"{words}\tPage ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(text).font.size = _SMALL
        _add_field(paragraph, field)


def _add_field(paragraph: Paragraph, name: str) -> None:
    """What Word works out where the run is, with 1 until it has."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    run.font.size = _SMALL
    field.append(run._r)
    paragraph._p.append(field)  # type: ignore[arg-type]


def _repeat_first(table: Table) -> None:
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # type: ignore[arg-type]


def _safe(text: str) -> str:
    """The text with a visible mark for each character that XML can't hold."""
    return _UNWRITABLE.sub("\ufffd", text)
