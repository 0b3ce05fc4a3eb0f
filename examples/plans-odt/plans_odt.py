"""OpenDocument texts (.odt) to a Reading, by odfpy."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from odf.namespaces import OFFICENS, STYLENS, TABLENS, TEXTNS
from odf.opendocument import load
from odf.style import Style

from corpus.errors import UnreadableFile
from corpus.readers.grids import Placed, in_cell, lay_out
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Location, Problem, Reading, Severity

KIND = b"application/vnd.oasis.opendocument.text"
MOST_REPEATED = 1_000  # rows or columns that a file may say are the same: real plans have none, and a trap has millions
# What is no text of the page: what was deleted while changes were recorded, comments, fields' own settings.
UNSEEN = {(TEXTNS, "tracked-changes"), (OFFICENS, "annotation"), (OFFICENS, "forms"), (TEXTNS, "sequence-decls")}
LISTS, SPACES = (TEXTNS, "list"), {(TEXTNS, "s"): " ", (TEXTNS, "tab"): " ", (TEXTNS, "line-break"): "\n"}


def recognises(path: Path, head: bytes, name: str) -> bool:
    """By what the archive says that it is; its name proves nothing."""
    if not head.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read("mimetype").strip() == KIND
    except (zipfile.BadZipFile, KeyError):
        return False


def read(path: Path, name: str) -> Reading:
    """Headings, paragraphs, lists and tables in order. A text document has no pages until it is printed."""
    file = load(str(path))
    body = next((each for each in file.body.childNodes if kind_of(each) == (OFFICENS, "text")), None)
    if body is None:
        raise UnreadableFile(f"{name} holds no text. Save it again as a text document (.odt).")
    document = _Document(
        name, {each.getAttrNS(STYLENS, "name") for each in file.getElementsByType(Style) if hides(each)}
    )
    return Reading(tuple(document.parts(body)), tuple(document.problems), tuple(document.dropped))


def hides(style: Any) -> bool:  # noqa: ANN401
    """Whether a style crosses text out or hides it: such text is no part of what a plan says."""
    return any(
        child.attributes.get((STYLENS, f"text-line-through-{how}"), "none") != "none"
        for child in style.childNodes
        for how in ("style", "type")
    ) or any(child.attributes.get((TEXTNS, "display")) == "none" for child in style.childNodes)


def kind_of(node: Any) -> tuple[str, str]:  # noqa: ANN401, odfpy has no types
    """The name space and name of an element; of a text, nothing."""
    return getattr(node, "qname", ("", ""))


class _Document:
    """One file; `hidden` names the styles whose text is left out."""

    def __init__(self, name: str, hidden: set[str]) -> None:
        self.where = Location(name)
        self.hidden = hidden
        self.problems: list[Problem] = []
        self.dropped: list[Block] = []

    def parts(self, node: Any) -> Iterator[Grid | Block]:  # noqa: ANN401
        """The tables and blocks of an element, in order."""
        for child in node.childNodes:
            match kind_of(child):
                case (space, "table") if space == TABLENS:
                    yield self.grid(child)
                case (space, "h" | "p") if space == TEXTNS:
                    yield from self.blocks(child)
                case kind if kind == LISTS:
                    yield from self.bullets(child, 0)
                case kind if kind not in UNSEEN:
                    yield from self.parts(child)  # a section, an index, a frame

    def blocks(self, node: Any, bullet: int | None = None) -> Iterator[Block]:  # noqa: ANN401
        """A heading or a paragraph, if it has words, and the notes that hang on it. `bullet` is the level of a list."""
        notes: list[str] = []
        kind, level = BlockKind.PARAGRAPH, 0
        if kind_of(node) == (TEXTNS, "h"):  # in a list, too: that is how numbered headings are stored
            kind, level = BlockKind.HEADING, int(node.attributes.get((TEXTNS, "outline-level"), 1))
        elif bullet is not None:
            kind, level = BlockKind.BULLET, bullet
        if text := " ".join("".join(self.texts(node, notes)).split()):
            yield Block(text, self.where, kind, level)
        yield from (Block(note, self.where, BlockKind.NOTE) for note in notes)

    def texts(self, node: Any, notes: list[str]) -> Iterator[str]:  # noqa: ANN401
        for child in node.childNodes:
            if kind_of(child) == ("", ""):
                yield str(child)
            elif kind_of(child) in SPACES:
                yield SPACES[kind_of(child)]
            elif child.attributes.get((TEXTNS, "style-name")) in self.hidden:
                self.dropped += [Block(text, self.where) for text in ["".join(self.texts(child, []))] if text.strip()]
            elif kind_of(child) == (TEXTNS, "note"):
                notes += [" ".join("".join(self.texts(part, [])).split()) for part in child.childNodes[1:]]
            elif kind_of(child) not in UNSEEN:
                yield from self.texts(child, notes)

    def bullets(self, node: Any, level: int) -> Iterator[Block]:  # noqa: ANN401
        """The items of a list; what is inside an item is one level further in."""
        for item in node.childNodes:
            for child in item.childNodes:
                if kind_of(child) == LISTS:
                    yield from self.bullets(child, level + 1)
                else:
                    yield from self.blocks(child, level)

    def grid(self, table: Any) -> Grid:  # noqa: ANN401
        """A table, its merged cells as the file has them."""
        rows, wrong = lay_out([list(self.cells(row)) for row in self.rows(table)])
        self.problems += [
            Problem(Severity.WARNING, self.where, seen, "the cell was taken to end there") for _, seen in wrong
        ]
        return Grid(tuple(GridRow(tuple(cells), self.where) for cells in rows), self.where)

    def rows(self, node: Any) -> Iterator[Any]:  # noqa: ANN401
        """The rows of a table, also those that are grouped as its header."""
        for child in node.childNodes:
            match kind_of(child):
                case (space, "table-row") if space == TABLENS:
                    for _ in range(self.repeated(child, "number-rows-repeated")):
                        yield child
                case (space, "table-header-rows" | "table-rows" | "table-row-group") if space == TABLENS:
                    yield from self.rows(child)

    def cells(self, row: Any) -> Iterator[Placed]:  # noqa: ANN401
        """The cells of a row without those that others cover."""
        for cell in row.childNodes:
            if kind_of(cell) != (TABLENS, "table-cell"):
                continue
            blocks = tuple(block for part in self.parts(cell) for block in in_cell(part))
            spans = [int(cell.attributes.get((TABLENS, f"number-{what}-spanned"), 1)) for what in ("columns", "rows")]
            for _ in range(self.repeated(cell, "number-columns-repeated")):
                yield Placed(Cell(blocks, 0), *spans)

    def repeated(self, node: Any, name: str) -> int:  # noqa: ANN401
        times = int(node.attributes.get((TABLENS, name), 1))
        if times > MOST_REPEATED:
            raise UnreadableFile(f"{self.where.file} repeats a part of a table {times:,} times. Save the table anew.")
        return times
