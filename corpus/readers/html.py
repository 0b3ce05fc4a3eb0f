"""Web pages to a Reading, by lxml."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree, html
from lxml.html import HtmlElement

from corpus.errors import UnreadableFile
from corpus.language import numerals
from corpus.readers.colours import colour_named
from corpus.readers.encoding import decode
from corpus.readers.fragments import tidy
from corpus.readers.grids import Placed, in_cell, lay_out, without_hidden
from corpus.readers.lines import Breaks, blocks_of_lines
from corpus.readers.styled_text import Flow, SetAside, Why
from corpus.readers.stylesheet import declared, styles_of
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Location, Problem, Reading, Severity

MOST_CELLS = 200_000
_SKIPPED = {
    *("script", "style", "template", "noscript", "head", "svg", "select", "option", "textarea", "iframe", "object")
}
_CONTROLS = {"select", "textarea", "input"}
_TICKED = {"checkbox", "radio"}
_NO_SIZE = {"0", "0px", "0pt", "0em"}
_WHITE = {"#fff", "#ffffff", "white", "rgb(255,255,255)", "rgb(255, 255, 255)"}
_WORDLESS = {"hidden", "submit", "button", "reset", "image", "file", "password", "range", "color"}
_RUNNING = {"nav", "footer"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl"),
    *("dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "legend", "li", "main", "nav", "ol"),
    *("p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
# Elements that only say by their role what they are, as pages made by scripts have them.
_TABLE_ROLES = {
    "row": "tr",
    "rowgroup": "tbody",
    "columnheader": "th",
    "rowheader": "th",
    "cell": "td",
    "gridcell": "td",
}
_LONGEST_SUMMARY = 25  # words of what opens a hidden part of a page, where it heads that part
_BACKGROUND = re.compile(r"#\w+|rgba?\([^)]*\)|\w+", re.IGNORECASE)
_CROSSED_OUT = {"s", "strike", "del"}
_LONGEST_NOTE = 600  # characters: what a mark's link leads to is longer where it is a whole part of the page
_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_MARKUP = re.compile(r"<br ?/?>|</(?:p|div|ul|ol|li|span|b|i|strong|em|a|table|font)>", re.IGNORECASE)
_LARGEST_SPAN = 1_000


def read(path: Path, name: str) -> Reading:
    """Headings, paragraphs, lists and tables in order; `line` is the file's own line."""
    data = path.read_bytes()
    return reading_of(_decoded(data, name), name)


def reading_of(text: str, name: str) -> Reading:
    """As `read`, of a page already decoded."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    if not text.strip():
        raise UnreadableFile(f"{name} is empty. Save the page again and add it once more.")
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    root = html.document_fromstring(text, parser=parser)
    page = _Page(name, styles_of(root), opening=_headings_of_parts(root), tabs=_tabs(root))
    _name_by_roles(root)
    if cut := [entry for entry in parser.error_log if entry.level == etree.ErrorLevels.FATAL]:
        page.problems.append(_cut_short(Location(name, line=cut[0].line)))
    for body in root.iter("body"):
        page.walk(body)
    page.flush()
    title = tidy(root.findtext(".//head/title") or "")
    problems, dropped = (*page.problems, *page.aside.problems()), (*page.dropped, *page.aside.blocks())
    return Reading(tuple(page.parts), problems, dropped, title)


def blocks_of_markup(text: str, where: Location) -> tuple[Block, ...]:
    """The blocks of a cell whose text is written in HTML, as lists of SharePoint are exported."""
    page = _Page(where.file, celled=True, inside=where)
    root = html.document_fromstring(text)
    page.styles = styles_of(root)
    for body in root.iter("body"):
        page.walk(body)
    page.flush()
    return tuple(piece for part in page.parts for piece in in_cell(part))


def holds_markup(text: str) -> bool:
    """Whether a text is written in HTML: an element that is closed, or a line break."""
    return _MARKUP.search(text) is not None


def _decoded(data: bytes, name: str) -> str:
    """UTF-8 if the bytes are that; else what the page declares of itself; else as any text file."""
    declared = _DECLARED.search(data[:4096])
    if declared and not _is_utf8(data):
        label = declared.group(1).decode().lower()
        with suppress(LookupError, UnicodeError):
            return data.decode("cp1252" if label == "iso-8859-1" else label)  # as browsers do
    return decode(data, name)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@dataclass
class _Page:
    """Walks a page and collects its parts; text runs until the next element that begins a block of its own."""

    name: str
    styles: Mapping[HtmlElement, str] = field(default_factory=dict)
    opening: Collection[HtmlElement] = ()  # what heads a hidden part of the page
    tabs: Mapping[str, str] = field(default_factory=dict)  # what each tab says, by the id of the part that it shows
    parts: list[Grid | Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    dropped: list[Block] = field(default_factory=list)
    aside: SetAside = field(default_factory=SetAside)
    celled: bool = False  # in a table's cell lines are broken on purpose
    inside: Location | None = None  # where all of it stands, if the page is a cell of a file that isn't one
    _words: Flow = field(default_factory=Flow)
    _notes: list[Block] = field(default_factory=list)  # that marks in the open run lead to
    _open: Block | None = None  # the kind, place and number that the words to come will have
    _in_item: bool = False
    _outline: int = 0  # level of the last heading
    _depth: int = 0  # of lists
    _cells: int = 0

    def walk(self, element: HtmlElement) -> None:
        """An element's own words and, in order, those of what is in it."""
        if element.text:
            self._words.add(_foldable(element.text))
        for child in element:
            self._child(child)
            if child.tail:
                self._words.add(_foldable(child.tail))

    def flush(self) -> None:
        """Ends the open run of text."""
        text, marks, self._words = self._words.text, self._words.marks, Flow()
        opened, self._open = self._open, None
        self.aside.add(Why.RAISED, opened.location if opened else Location(self.name), *marks)
        if opened is None or opened.kind is BlockKind.PARAGRAPH:
            where = opened.location if opened else self.inside or Location(self.name)
            self.parts += blocks_of_lines(text, where, Breaks.NEW if self.celled else Breaks.TYPED)
        elif words := tidy(text):
            self.parts.append(Block(words, opened.location, opened.kind, opened.level, opened.number))
        elif opened.kind is BlockKind.BULLET:
            self._open = opened  # <li><p>: the words are still to come
        notes, self._notes = self._notes, []
        self.parts += notes

    def _child(self, element: HtmlElement) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _CONTROLS:
            self._words.add(f" {_filled_in(element)} ")
            return
        if tag in _SKIPPED or not tag:
            return
        if element.get("role") == "tab" and element.get("aria-controls") in self.tabs:
            return  # it heads the part that it shows
        if tag in _RUNNING:
            self._drop(element)
        elif element.get("id", "") in self.tabs:
            self._tab(element)
        elif why := self._left_out(element):
            self.aside.add(why, self._where(element), *_texts(element))
        elif tag == "sup" or self._declared(element, "vertical-align") in ("super", "text-top"):
            self._raised(element)
        elif tag == "table":
            self._table(element)
        elif tag in ("ul", "ol"):
            self._list(element)
        elif tag in _HEADINGS:
            self._outline = _HEADINGS[tag]
            self._block(element, BlockKind.HEADING, _HEADINGS[tag])
        elif tag == "details":
            outer = self._outline
            self._block(element, BlockKind.PARAGRAPH, 0)
            self._outline = outer
        elif element in self.opening:
            self._outline += 1
            self._block(element, BlockKind.HEADING, self._outline)
        elif tag == "li" or (tag == "dd" and _is_one_of_several(element)):
            self._block(element, BlockKind.BULLET, 0)
        elif tag == "br":
            self._words.add("\n")
        elif tag in _BLOCKS:
            self._block(element, BlockKind.PARAGRAPH, 0)
        else:
            self.walk(element)

    def _tab(self, element: HtmlElement) -> None:
        """A part of the page that a tab shows, under what the tab says: all but one are hidden at first."""
        self.flush()
        outer, self._outline = self._outline, self._outline + 1
        self.parts.append(
            Block(self.tabs[element.get("id", "")], self._where(element), BlockKind.HEADING, self._outline)
        )
        self.walk(element)
        self.flush()
        self._outline = outer

    def _declared(self, element: HtmlElement, name: str) -> str:
        return declared(self.styles.get(element, ""), name)

    def _left_out(self, element: HtmlElement) -> Why | None:
        """Why an element's words don't count, if they don't."""
        if self._is_gone(element) or self._declared(element, "visibility") == "hidden" or self._is_faint(element):
            return Why.INVISIBLE
        decorated = self._declared(element, "text-decoration") + self._declared(element, "text-decoration-line")
        return Why.CROSSED_OUT if element.tag in _CROSSED_OUT or "line-through" in decorated else None

    def _is_gone(self, element: HtmlElement) -> bool:
        """Whether an element is hidden and leaves no gap, so that a table's other cells close up."""
        collapsed = self._declared(element, "visibility") == "collapse"
        return collapsed or element.get("hidden") is not None or self._declared(element, "display") == "none"

    def _is_faint(self, element: HtmlElement) -> bool:
        """Whether letters have no size, or are white where nothing on the page says that the ground isn't."""
        if self._declared(element, "font-size") in _NO_SIZE or self._declared(element, "opacity") == "0":
            return True
        if self._declared(element, "color") not in _WHITE:
            return False
        linked = element.getroottree().getroot().find(".//link[@rel='stylesheet']") is not None
        grounds = (
            self._declared(around, "background")
            + self._declared(around, "background-color")
            + around.get("bgcolor", "")
            for around in (element, *element.iterancestors())
        )
        return not linked and all(not ground or ground in _WHITE for ground in grounds)

    def _raised(self, element: HtmlElement) -> None:
        """Raised characters; a link to a note on the same page is only its mark, and the note stands beside."""
        links = [link.get("href", "") for link in (*element.iter("a"), *element.iterancestors("a"))] or [""]
        if not links[0].startswith("#"):
            self._words.add(tidy("".join(_texts(element))), raised=True)
            return
        for note in element.xpath("(//*[@id=$id])[1]", id=links[0][1:]):
            words = tidy(" ".join(_texts(note)))
            if words and len(words) <= _LONGEST_NOTE:
                self._notes.append(Block(words, self._where(note), BlockKind.NOTE))

    def _where(self, element: HtmlElement) -> Location:
        if self.inside:
            return self.inside
        declared = element.get("data-line", "")
        line = int(declared) if declared.isdecimal() and len(declared) < 9 else element.sourceline
        return Location(self.name, line=line)

    def _block(self, element: HtmlElement, kind: BlockKind, level: int, number: str = "") -> None:
        """A block of its own; within a list item a plain one goes on with the item's words."""
        if kind is BlockKind.PARAGRAPH and self._in_item:
            self._words.add(" ")
            self.walk(element)
            self._words.add(" ")
            return
        around = Block("", self._open.location) if self._open else None
        self.flush()
        outer, self._in_item = self._in_item, kind is BlockKind.BULLET
        self._open = Block("", self._where(element), kind, level, number)
        if kind is BlockKind.HEADING:
            self._words.add(self._numeral_before())
        self.walk(element)
        self.flush()
        self._open, self._in_item = around, outer

    def _numeral_before(self) -> str:
        """Takes a numeral that stands alone right before a heading, as on cards: the heading begins with it."""
        before = self.parts[-1] if self.parts else None
        if isinstance(before, Block) and before.kind is BlockKind.PARAGRAPH and numerals.parse(before.text):
            self.parts.pop()
            return f"{before.text} "
        return ""

    def _list(self, element: HtmlElement) -> None:
        self.flush()
        count = _integer(element.get("start"), 1)
        for child in element:
            if child.tag == "li":
                count = _integer(child.get("value"), count)
                number = f"{count}." if element.tag == "ol" else ""
                self._depth += 1
                self._block(child, BlockKind.BULLET, self._depth - 1, number)
                self._depth -= 1
                count += 1
            else:
                self._child(child)
        self.flush()

    def _drop(self, element: HtmlElement) -> None:
        words = tidy(" ".join(_texts(element)))
        if words:
            self.dropped.append(Block(words, self._where(element)))

    def _table(self, table: HtmlElement) -> None:
        self.flush()
        if _is_layout(table):
            for cell in _own(table, ("caption", "td", "th")):
                self._child(cell)
            return
        for caption in _own(table, ("caption",)):
            self._block(caption, BlockKind.PARAGRAPH, 0)
        elements = list(_own(table, ("tr",)))
        columns = [gone for column in _own(table, ("col",)) for gone in [self._is_gone(column)] * _span(column, "span")]
        placed = [[self._placed(cell) for cell in _own(row, ("td", "th"))] for row in elements]
        shown, unseen = without_hidden(placed, {at for at, gone in enumerate(columns) if gone})
        for block in unseen:
            self.aside.add(Why.INVISIBLE, block.location, block.text)
        rows, bad = lay_out(shown)
        places = [self._where(row) for row in elements]
        if hidden := [row for row in elements if self._is_gone(row) and tidy("".join(_texts(row)))]:
            self.problems.append(_hidden_rows(self._where(hidden[0]), len(hidden)))
        if bad:
            self.problems.append(_wrong_spans(places[bad[0][0]], [seen for _, seen in bad]))
        grid = [GridRow(tuple(cells), where) for cells, where in zip(rows, places, strict=True) if cells]
        if grid:
            self.parts.append(Grid(tuple(grid), self._where(table)))

    def _placed(self, element: HtmlElement) -> Placed:
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise UnreadableFile(
                f"{self.name} has more than {MOST_CELLS:,} table cells. Keep the plan's own tables and save it again."
            )
        inner = _Page(self.name, self.styles, problems=self.problems, dropped=self.dropped, aside=self.aside)
        inner.celled = True
        inner._open = Block("", self._where(element))
        if why := self._left_out(element):
            self.aside.add(why, self._where(element), *_texts(element))
        else:
            inner.walk(element)
        inner.flush()
        blocks = tuple(piece for part in inner.parts for piece in in_cell(part))
        colour = self._colour(element)
        cell, gone = Cell(blocks, 0, colour=colour), self._is_gone(element)
        return Placed(cell, _span(element, "colspan"), _span(element, "rowspan"), hidden=gone)

    def _colour(self, element: HtmlElement) -> str:
        styled = self._declared(element, "background-color") or self._declared(element, "background")
        found = _BACKGROUND.search(styled)
        return colour_named(found.group() if found else element.get("bgcolor", ""))


def _own(element: HtmlElement, tags: tuple[str, ...]) -> Iterator[HtmlElement]:
    """What a table (or row) holds of some tags, but not what tables within it hold."""
    for child in element:
        if child.tag in tags:
            yield child
        if child.tag != "table" and child.tag not in ("td", "th", "caption"):
            yield from _own(child, tags)


def _name_by_roles(root: HtmlElement) -> None:
    """Gives tables and headings that are made of other elements the names that they stand for."""
    for table in root.xpath("//*[@role='table' or @role='grid' or @role='treegrid']"):
        table.tag = "table"
        for part in table.iter(etree.Element):
            part.tag = _TABLE_ROLES.get(part.get("role", ""), part.tag)
            for span in ("colspan", "rowspan"):
                if count := part.get(f"aria-{span}"):
                    part.set(span, count)
    for heading in root.xpath("//*[@role='heading' and @aria-level>=1 and @aria-level<=6]"):
        heading.tag = f"h{heading.get('aria-level').strip()}"


def _tabs(root: HtmlElement) -> dict[str, str]:
    """What each tab of a page says, by the id of the part that it shows."""
    found = {tab.get("aria-controls", ""): tidy(" ".join(_texts(tab))) for tab in root.xpath("//*[@role='tab']")}
    return {controlled: said for controlled, said in found.items() if controlled and said}


def _headings_of_parts(root: HtmlElement) -> set[HtmlElement]:
    """The elements that open a hidden part of a page and say what it is about, which no other says (“Show more”)."""
    said = {each: tidy(" ".join(_texts(each))) for each in root.iter("summary")}
    counts = Counter(said.values())
    return {
        each
        for each, text in said.items()
        if 0 < len(text.split()) <= _LONGEST_SUMMARY
        and counts[text] == 1
        and not text.endswith((".", ":", ";"))
        and not any(True for _ in each.iter(*_HEADINGS))
    }


def _is_layout(table: HtmlElement) -> bool:
    """Whether a table only arranges the page: one cell, or most of its words in tables within it."""
    if table.get("role", "").lower() in ("presentation", "none"):
        return True
    cells = list(_own(table, ("td", "th")))
    inner = sum(len(" ".join(_texts(nested)).split()) for cell in cells for nested in _outermost_tables(cell))
    return len(cells) < 2 or inner * 2 > len(" ".join(_texts(table)).split())


def _is_one_of_several(element: HtmlElement) -> bool:
    """Whether a term has further descriptions beside this one: they are its items."""
    beside = element.getprevious(), element.getnext()
    return any(other is not None and other.tag == element.tag for other in beside)


def _outermost_tables(element: HtmlElement) -> Iterator[HtmlElement]:
    for child in element:
        if child.tag == "table":
            yield child
        else:
            yield from _outermost_tables(child)


def _texts(element: HtmlElement) -> Iterator[str]:
    if element.tag in _SKIPPED or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def _filled_in(control: HtmlElement) -> str:
    """What a form's control shows: the chosen options, the text, or whether its box is ticked."""
    if control.tag == "textarea":
        return control.text or ""
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return ", ".join(tidy(option.text_content()) for option in chosen if option.get("value") != "")
    kind = control.get("type", "text").lower()
    if kind in _TICKED:
        return "☐" if control.get("checked") is None else "☑"
    return "" if kind in _WORDLESS else control.get("value", "")


def _foldable(text: str) -> str:
    """In a page's source new lines are spaces; only <br> turns the line."""
    return re.sub(r"\s+", " ", text)


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else otherwise


def _span(element: HtmlElement, attribute: str) -> int:
    span = _integer(element.get(attribute), 1)
    if attribute == "rowspan" and span == 0:
        return _LARGEST_SPAN  # to the end of the table, by the standard
    return min(max(span, 1), _LARGEST_SPAN)


def _wrong_spans(where: Location, seen: list[str]) -> Problem:
    more = f" Other cells of this table claim too much as well ({len(seen) - 1})." if len(seen) > 1 else ""
    return Problem(
        Severity.WARNING,
        where,
        f"{seen[0]}{more}",
        "Cells were ended where the rows below have their own.",
        "Compare this table with the page.",
    )


def _hidden_rows(where: Location, count: int) -> Problem:
    return Problem(
        Severity.NOTE,
        where,
        f"Hidden: {count} row{'s' if count > 1 else ''} of a table.",
        "They were read like the others.",
        "If they don't belong to the plan, delete them in a copy and add that.",
    )


def _cut_short(where: Location) -> Problem:
    return Problem(
        Severity.ERROR,
        where,
        "The page is nested too deeply to be read.",
        "What stands deeper than 250 levels was left out.",
        "Copy the plan's table into a new document and add that.",
    )
