"""One page of a PDF as words, ruled lines and marks, turned so that its text reads upright.

Coordinates are points from the page's top left, x to the right and y downwards. Text is oriented by the angle of
its characters: a page's /Rotate says how a viewer shows it, not how its words run.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from corpus.records import Location

PAGE_CHARACTERS = 60_000  # what lies beyond on one page is not text that anybody reads
PAGE_SEGMENTS = 60_000  # drawings, such as maps, have more; tables don't
BULLET = "•"
WIDTHLESS = frozenset((0x200B, 0xFEFF))
SPACES = frozenset((0x20, 0xA0, 0x09, 0x0A, 0x0D)) | WIDTHLESS
THIN = 3.0  # a filled shape thinner than this is a drawn line
MARK = (1.2, 9.0)  # the sizes of a bullet drawn as a shape
LINE_BREAK_HYPHENS = {0x02, 0xFFFE}  # what PDFium gives for a hyphen that ends a line
LIGATURES = range(0xFB00, 0xFB07)
# TeX's own fonts, where they carry no Unicode map, show their positions: those of ligatures, dashes and quotes.
TEX_LETTERS = dict(zip(b"\x0b\x0c\x0e\x0f", ("ff", "fi", "ffi", "ffl"), strict=True))
TEX_LETTERS |= dict(zip(range(0x1B, 0x20), ("ff", "fi", "fl", "ffi", "ffl"), strict=True))
TEX_LETTERS |= {0x10: "“", 0x11: "”", 0x15: "–", 0x16: "—", 0x88: BULLET}


class Box(NamedTuple):
    """A rectangle; `top` is above `bottom`, so the smaller."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def holds(self, point: tuple[float, float], slack: float = 0.0) -> bool:
        across = self.left - slack <= point[0] <= self.right + slack
        return across and self.top - slack <= point[1] <= self.bottom + slack


def around(boxes: Iterable[Box]) -> Box:
    """The smallest rectangle that holds them all."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return Box(min(left), min(top), max(right), max(bottom))


class Rule(NamedTuple):
    """A straight line, level or upright: at y (or x) `at`, from x (or y) `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The page's visible area after `turns` quarter turns clockwise."""

    area: Box  # in the PDF's own coordinates: y upwards, so that `top` is the larger
    turns: int

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle in the PDF's own coordinates, as it stands in this frame."""
        area = self.area
        if self.turns == 0:
            return Box(left - area.left, area.top - top, right - area.left, area.top - bottom)
        if self.turns == 1:
            return Box(bottom - area.bottom, left - area.left, top - area.bottom, right - area.left)
        if self.turns == 2:
            return Box(area.right - right, bottom - area.bottom, area.right - left, top - area.bottom)
        return Box(area.top - top, area.right - right, area.top - bottom, area.right - left)

    def back(self, box: Box) -> tuple[float, float, float, float]:
        """Left, bottom, right, top in the PDF's own coordinates: the inverse of `box`."""
        area = self.area
        if self.turns == 0:
            return box.left + area.left, area.top - box.bottom, box.right + area.left, area.top - box.top
        if self.turns == 1:
            return box.top + area.left, box.left + area.bottom, box.bottom + area.left, box.right + area.bottom
        if self.turns == 2:
            return area.right - box.right, box.top + area.bottom, area.right - box.left, box.bottom + area.bottom
        return area.right - box.bottom, area.top - box.right, area.right - box.top, area.top - box.left

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.area.width, abs(self.area.height)
        return (height, width) if self.turns % 2 else (width, height)


@dataclass(frozen=True, slots=True)
class Word:
    """Characters between white space. `turn` counts quarter turns clockwise that would bring it upright."""

    text: str
    box: Box
    size: float  # of its letters, in points
    bold: bool = False
    turn: int = 0
    glued: bool = False  # no white space stands before it
    drawn: bool = False  # a bullet that is a shape, not a letter
    guessed: bool = False  # read by OCR

    @property
    def base(self) -> float:
        """The y of the line on which its letters stand."""
        return self.box.bottom - DESCENT * self.size


ASCENT, DESCENT = 0.8, 0.2


@dataclass(slots=True)
class Page:
    """What one page holds, in its reading frame."""

    number: int
    file: str
    reading: Frame
    shown: Frame  # as a viewer shows it, /Rotate applied
    words: list[Word] = field(default_factory=list)
    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    astray: list[Word] = field(default_factory=list)  # aslant, such as a watermark, or off the visible page
    struck: list[Word] = field(default_factory=list)  # crossed out
    pictured: bool = False  # an image covers a good part of it
    unmapped: int = 0  # characters whose letters the file doesn't say
    cut: bool = False  # it has more characters than are read

    @property
    def width(self) -> float:
        return self.reading.size[0]

    @property
    def height(self) -> float:
        return self.reading.size[1]

    def locate(self, box: Box | None = None) -> Location:
        """Where a box of the reading frame stands on the page as it is shown."""
        if box is None:
            return Location(self.file, page=self.number)
        shown = self.shown.box(*self.reading.back(box))
        left, top, right, bottom = (round(value, 1) for value in shown)
        return Location(self.file, page=self.number, box=(left, top, right, bottom))


class _Letter(NamedTuple):
    text: str  # "" for white space
    left: float
    bottom: float
    right: float
    top: float
    style: _Style | None


class _Style(NamedTuple):
    """What all letters of one text object share."""

    size: float
    degrees: float  # the direction of reading, anticlockwise
    bold: bool
    colour: int

    @property
    def turn(self) -> int:
        return round(self.degrees / 90) % 4

    @property
    def aslant(self) -> bool:
        return abs((self.degrees + 45) % 90 - 45) > 10


def read_page(source: pypdfium2.PdfDocument, index: int, file: str) -> Page:
    """Page `index` (from 0); its words in the file's own order, which is usually that of reading."""
    handle = source[index]
    try:
        text = handle.get_textpage()
        try:
            letters, unmapped, cut = _letters(text.raw)
        finally:
            text.close()
        page = Page(index + 1, file, *_frames(handle, letters), unmapped=unmapped, cut=cut)
        _add_shapes(page, handle)
    finally:
        handle.close()
    _add_words(page, letters)
    return page


def _frames(handle: pypdfium2.PdfPage, letters: list[_Letter]) -> tuple[Frame, Frame]:
    media, crop = handle.get_mediabox(), handle.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    area = Box(left, top, right, bottom) if right > left and top > bottom else Box(media[0], media[3], *media[2:0:-1])
    shown = Frame(area, handle.get_rotation() // 90 % 4)
    turns = Counter(letter.style.turn for letter in letters if letter.style and not letter.style.aslant)
    return Frame(area, turns.most_common(1)[0][0] if turns else shown.turns), shown


# The calls into PDFium below run once a character; they use its plain functions, for speed.


def _letters(text: pdfium.FPDF_TEXTPAGE) -> tuple[list[_Letter], int, bool]:
    """All characters, how many of them stand for no known letter, and whether there were too many."""
    letters: list[_Letter] = []
    unmapped = 0
    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    styles: dict[int, tuple[_Style, float, float]] = {}
    fonts: dict[int, bool] = {}
    count = pdfium.FPDFText_CountChars(text)
    for index in range(min(count, PAGE_CHARACTERS)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        owner = pdfium.FPDFText_GetTextObject(text, index)
        if not owner or code in SPACES:
            if code not in WIDTHLESS and letters and letters[-1].text:
                letters.append(_Letter("", 0, 0, 0, 0, None))
            if code not in LINE_BREAK_HYPHENS:
                continue
        if code in (0, 0xFFFD) or (code not in TEX_LETTERS and code not in LINE_BREAK_HYPHENS and _is_control(code)):
            unmapped += 1
            continue
        key = ctypes.addressof(owner.contents) if owner else 0
        if key not in styles:
            styles[key] = _style(text, index, owner, fonts)
        style, across, up = styles[key]
        pdfium.FPDFText_GetLooseCharBox(text, index, rect)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        letters.append(_letter(code, rect, x.value, y.value, style, across, up))
    return letters, unmapped, count > PAGE_CHARACTERS


def _is_control(code: int) -> bool:
    return code < 0x20 or 0x7F <= code < 0xA0


def _letter(code: int, rect: pdfium.FS_RECTF, x: float, y: float, style: _Style, across: float, up: float) -> _Letter:
    """The letter with a box whose height is its font's, whatever the font says of itself."""
    text = "-" if code in LINE_BREAK_HYPHENS else TEX_LETTERS.get(code) or chr(code)
    if code in LIGATURES:
        text = unicodedata.normalize("NFKC", text)
    ascent, descent = ASCENT * style.size, DESCENT * style.size
    left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
    if abs(across) > abs(up):  # the text runs level: its height is upright
        bottom, top = (y - descent, y + ascent) if across > 0 else (y - ascent, y + descent)
    else:
        left, right = (x - ascent, x + descent) if up > 0 else (x - descent, x + ascent)
    return _Letter(text, left, bottom, right, top, style)


def _style(
    text: pdfium.FPDF_TEXTPAGE, index: int, owner: pdfium.FPDF_PAGEOBJECT, fonts: dict[int, bool]
) -> tuple[_Style, float, float]:
    """The style, and the direction of reading as a vector."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    size = pdfium.FPDFText_GetFontSize(text, index) * scale
    degrees = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    bold, colour = False, 0
    if owner:
        font = pdfium.FPDFTextObj_GetFont(owner)
        key = ctypes.addressof(font.contents) if font else 0
        if key not in fonts:
            fonts[key] = bool(font) and _is_bold(font)
        bold = fonts[key]
        parts = [ctypes.c_uint() for _ in range(4)]
        if pdfium.FPDFPageObj_GetFillColor(owner, *parts):
            colour = parts[0].value << 16 | parts[1].value << 8 | parts[2].value
    return _Style(abs(size) or 1.0, degrees, bold, colour), matrix.a, matrix.b


def _is_bold(font: pdfium.FPDF_FONT) -> bool:
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, name, 256)
    known = name.value.decode("utf-8", "replace").lower()
    return any(sign in known for sign in ("bold", "black", "heavy", "demi")) or pdfium.FPDFFont_GetWeight(font) >= 600


def _add_words(page: Page, letters: list[_Letter]) -> None:
    """Adds words before the drawn bullets, which are there already."""
    drawn, page.words = page.words, []
    for word, aslant, struck in _words(letters, page.reading, _strikes(page)):
        across, down = word.box.centre
        visible = -1 <= across <= page.width + 1 and -1 <= down <= page.height + 1
        (page.struck if struck else page.words if visible and not aslant else page.astray).append(word)
    page.words += drawn


def _strikes(page: Page) -> dict[int, list[Rule]]:
    """Short level lines by their height: those that may cross out words."""
    found: dict[int, list[Rule]] = {}
    for rule in page.level:
        if rule.end - rule.start < 0.9 * page.width:
            found.setdefault(round(rule.at), []).append(rule)
    return found


def _is_struck(box: Box, size: float, strikes: dict[int, list[Rule]]) -> bool:
    """Whether a line goes through the middle of a small letter."""
    middle = box.bottom - (DESCENT + 0.27) * size
    near = (rule for at in range(round(middle) - 2, round(middle) + 3) for rule in strikes.get(at, ()))
    centre = (box.left + box.right) / 2
    return any(abs(rule.at - middle) < 0.12 * size and rule.start - 0.5 <= centre <= rule.end + 0.5 for rule in near)


def _words(letters: list[_Letter], reading: Frame, strikes: dict[int, list[Rule]]) -> Iterator[tuple[Word, bool, bool]]:
    """Words, each with whether it stands aslant and whether it is crossed out."""
    frames = [Frame(reading.area, turns) for turns in range(4)]
    run: list[_Letter] = []
    last: Box | None = None
    glued = struck = False
    for letter in letters:
        style = letter.style
        if style is None:
            yield from _word(run, reading, glued, struck)
            run, last, glued = [], None, False
            continue
        box = frames[style.turn].box(letter.left, letter.bottom, letter.right, letter.top)
        crossed = bool(strikes) and style.turn == reading.turns and _is_struck(box, style.size, strikes)
        before = run[-1].style if run else None
        if last is not None and before is not None and (crossed != struck or _parts(before, last, style, box)):
            yield from _word(run, reading, glued, struck)
            run, glued = [], True
        run.append(letter)
        last, struck = box, crossed
    yield from _word(run, reading, glued, struck)


def _parts(style: _Style, box: Box, other: _Style, following: Box) -> bool:
    """Whether two neighbouring characters belong to different words, or to differently set parts of one."""
    if style is not other and (
        style.turn != other.turn or style.colour != other.colour or abs(style.size - other.size) > 0.12 * style.size
    ):
        return True
    if following.left == box.left:
        return False  # the letters of a ligature
    gap = following.left - box.right
    return abs(following.bottom - box.bottom) > 0.15 * style.size or not -0.6 < gap / style.size < 0.25


def _word(run: list[_Letter], reading: Frame, glued: bool, struck: bool) -> Iterator[tuple[Word, bool, bool]]:
    if not run or run[0].style is None:
        return
    style = run[0].style
    left, bottom = min(letter.left for letter in run), min(letter.bottom for letter in run)
    right, top = max(letter.right for letter in run), max(letter.top for letter in run)
    text = unicodedata.normalize("NFC", "".join(letter.text for letter in run))
    box = reading.box(left, bottom, right, top)
    word = Word(text, box, style.size, style.bold, (style.turn - reading.turns) % 4, glued)
    yield word, style.aslant, struck


# --- lines and shapes ------------------------------------------------------------------------------


class _Matrix(NamedTuple):
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, other: _Matrix) -> _Matrix:
        return _Matrix(
            self.a * other.a + self.b * other.c,
            self.a * other.b + self.b * other.d,
            self.c * other.a + self.d * other.c,
            self.c * other.b + self.d * other.d,
            self.e * other.a + self.f * other.c + other.e,
            self.e * other.b + self.f * other.d + other.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        return x * self.a + y * self.c + self.e, x * self.b + y * self.d + self.f


class _Path(NamedTuple):
    """One drawn outline: corners in the PDF's own coordinates."""

    points: list[tuple[float, float]]
    curved: bool
    filled: bool
    stroked: bool
    white: bool


def _add_shapes(page: Page, handle: pypdfium2.PdfPage) -> None:
    budget = PAGE_SEGMENTS
    area = page.width * page.height
    count = pdfium.FPDFPage_CountObjects(handle.raw)
    objects = (pdfium.FPDFPage_GetObject(handle.raw, index) for index in range(count))
    for shape, matrix in _flat(objects, _Matrix(), 0):
        kind = pdfium.FPDFPageObj_GetType(shape)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            corners = [_matrix(shape).then(matrix).point(x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
            box = _outline(page, corners)
            page.pictured = page.pictured or box.width * box.height > 0.3 * area
            _add_mark(page, box)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and budget > 0:
            budget -= max(pdfium.FPDFPath_CountSegments(shape), 1)
            paths = list(_paths(shape, _matrix(shape).then(matrix)))
            if not _add_frame(page, paths):
                for path in paths:
                    _add_path(page, path)


def _flat(
    objects: Iterable[pdfium.FPDF_PAGEOBJECT], matrix: _Matrix, depth: int
) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, _Matrix]]:
    """Objects, with those inside forms, and the matrix under which each is drawn."""
    for shape in objects:
        if pdfium.FPDFPageObj_GetType(shape) == pdfium.FPDF_PAGEOBJ_FORM and depth < 6:
            inner = (pdfium.FPDFFormObj_GetObject(shape, i) for i in range(pdfium.FPDFFormObj_CountObjects(shape)))
            yield from _flat(inner, _matrix(shape).then(matrix), depth + 1)
        else:
            yield shape, matrix


def _matrix(shape: pdfium.FPDF_PAGEOBJECT) -> _Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(shape, found):
        return _Matrix()
    return _Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _paths(shape: pdfium.FPDF_PAGEOBJECT, matrix: _Matrix) -> Iterator[_Path]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(shape, fill, stroke)
    filled, white = bool(fill.value), True
    if filled:
        parts = [ctypes.c_uint() for _ in range(4)]
        pdfium.FPDFPageObj_GetFillColor(shape, *parts)
        filled = parts[3].value > 0
        white = min(part.value for part in parts[:3]) >= 250
    if not filled and not stroke.value:
        return
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(shape), PAGE_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield _Path(points, curved, filled, bool(stroke.value), white)
            points, curved = [], False
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(matrix.point(x.value, y.value))
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield _Path(points, curved, filled, bool(stroke.value), white)


def _outline(page: Page, points: list[tuple[float, float]]) -> Box:
    across, up = zip(*points, strict=True)
    return page.reading.box(min(across), min(up), max(across), max(up))


def _add_frame(page: Page, paths: list[_Path]) -> bool:
    """A border drawn as the area between two rectangles: a line for each side that has a breadth."""
    if len(paths) != 2 or not all(path.filled and not path.stroked and not path.curved for path in paths):
        return False
    inner, outer = sorted((_outline(page, path.points) for path in paths), key=lambda box: box.width * box.height)
    sides = (inner.left - outer.left, inner.top - outer.top, outer.right - inner.right, outer.bottom - inner.bottom)
    if not all(-0.1 <= side <= THIN for side in sides):
        return False
    for side, at in zip(sides[::2], (outer.left + sides[0] / 2, outer.right - sides[2] / 2), strict=True):
        if side > 0.1:
            page.upright.append(Rule(at, outer.top, outer.bottom))
    for side, at in zip(sides[1::2], (outer.top + sides[1] / 2, outer.bottom - sides[3] / 2), strict=True):
        if side > 0.1:
            page.level.append(Rule(at, outer.left, outer.right))
    return True


def _add_path(page: Page, path: _Path) -> None:
    box = _outline(page, path.points)
    if not path.white or path.stroked:
        _add_mark(page, box)
    if path.filled and not path.curved:
        if box.height <= THIN < box.width:
            page.level.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
        elif box.width <= THIN < box.height:
            page.upright.append(Rule((box.left + box.right) / 2, box.top, box.bottom))
        elif not path.white:
            page.fills.append(box)
    if path.stroked and not path.curved:
        for start, end in zip(path.points, path.points[1:], strict=False):
            _add_stroke(page, _outline(page, [start, end]))


def _add_stroke(page: Page, box: Box) -> None:
    if box.height <= 1 and box.width > THIN:
        page.level.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
    elif box.width <= 1 and box.height > THIN:
        page.upright.append(Rule((box.left + box.right) / 2, box.top, box.bottom))


def _add_mark(page: Page, box: Box) -> None:
    """A small round or square shape may be a bullet; it counts as one only where text follows it."""
    small, large = MARK
    if small <= box.width <= large and small <= box.height <= large and 0.6 <= box.width / box.height <= 1.7:
        middle = (box.top + box.bottom) / 2
        size = 2.5 * box.height
        base = middle + 0.3 * size  # a bullet's middle stands a third of the letters' size above their line
        mark = Box(box.left, base - ASCENT * size, box.right, base + DESCENT * size)
        page.words.append(Word(BULLET, mark, size, drawn=True))
