"""One cell of a workbook: its words as Excel shows them, without those that are crossed out or can't be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import COLOR_INDEX, Color

from corpus.readers.colours import colour_named
from corpus.readers.spreadsheet.excel_values import UnknownFormat, plain, shown
from corpus.readers.styled_text import Flow, SetAside, Why
from corpus.records import Location, Problem, Severity

_WHITE = "FFFFFF"
_WHITE_OF_THEME = 0  # a theme's first colour: the paper's


class _Font(Protocol):
    """What a cell's font and that of a stretch of its text have in common."""

    @property
    def strike(self) -> bool | None: ...
    @property
    def color(self) -> Color | None: ...
    @property
    def vertAlign(self) -> str | None: ...


class StyledCell(Protocol):
    """What openpyxl's cells offer, of whichever of its classes they are."""

    @property
    def value(self) -> object: ...
    @property
    def number_format(self) -> str: ...
    @property
    def font(self) -> _Font: ...
    @property
    def fill(self) -> object: ...


@dataclass(slots=True)
class CellReader:
    """Reads cells one after another; what it leaves out, and formats that it doesn't know, are reported at the end.

    `white_is_hidden`: nothing else in the sheet, such as a table's style, could colour the ground below white letters.
    """

    aside: SetAside
    white_is_hidden: bool = True
    _unknown: dict[str, Location] = field(default_factory=dict)  # formats, with the first place of each

    def words(self, cell: StyledCell, rich: CellRichText | None, where: Location) -> str:
        """The words of an openpyxl cell; `rich` are its runs where openpyxl doesn't give them."""
        flow = Flow()
        for text, font in _runs(rich or cell.value, cell):
            if why := self._left_out(font, cell):
                self.aside.add(why, where, self._shown(text, cell.number_format, where))
            else:
                raised = font is not cell.font and font is not None and font.vertAlign == "superscript"
                flow.add(self._shown(text, cell.number_format, where), raised=raised)
        text = flow.text
        self.aside.add(Why.RAISED, where, *flow.marks)
        if not text and cell.value not in (None, 0, "") and cell.number_format.endswith(";;;"):
            self.aside.add(Why.INVISIBLE, where, plain(cell.value))
        return text

    def problems(self) -> Iterator[Problem]:
        """A problem for each format that wasn't understood."""
        for number_format, where in self._unknown.items():
            yield Problem(
                Severity.WARNING,
                where,
                f"A number format that isn't understood: {number_format}",
                "Its values were read without it.",
                "Compare them with what Excel shows.",
            )

    def _shown(self, value: object, number_format: str | None, where: Location) -> str:
        try:
            return shown(value, number_format or "General")
        except UnknownFormat:
            self._unknown.setdefault(number_format or "", where)
            return plain(value)

    def _left_out(self, font: _Font | None, cell: StyledCell) -> Why | None:
        if font is not None and font.strike:
            return Why.CROSSED_OUT
        white = self.white_is_hidden and font is not None and _is_white(font.color) and fill_of(cell.fill) == ""
        return Why.INVISIBLE if white else None


def fill_of(fill: object) -> str:
    """The colour that fills a cell, "" for none; colours of the workbook's theme are not known by name."""
    if not isinstance(fill, PatternFill) or fill.fill_type is None:
        return ""
    if fill.fill_type != "solid" or fill.fgColor.type != "rgb":
        return "" if _is_white(fill.fgColor) else "some colour"
    return colour_named(fill.fgColor.rgb)


def _runs(value: object, cell: StyledCell) -> Iterable[tuple[object, _Font | None]]:
    """A cell's value, or the stretches of a text that is set in several ways, each with its font."""
    if not isinstance(value, CellRichText):
        return [(value, cell.font if value is not None else None)]
    return [(run.text, run.font) if isinstance(run, TextBlock) else (run, cell.font) for run in value]


def _is_white(colour: Color | None) -> bool:
    if colour is None:
        return False
    if colour.type == "theme":
        return bool(colour.theme == _WHITE_OF_THEME and not colour.tint)
    code = COLOR_INDEX[colour.indexed] if colour.type == "indexed" and colour.indexed < len(COLOR_INDEX) else colour.rgb
    return isinstance(code, str) and code[-6:].upper() == _WHITE
