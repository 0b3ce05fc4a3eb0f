"""The drawn shapes of one page of a PDF file: ruled lines, shaded areas, bullets that are no letters."""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from corpus.readers.colours import colour_of
from corpus.readers.pdf.page import ASCENT, DESCENT, Box, Page, Rule, Word

PAGE_SEGMENTS = 60_000  # drawings, such as maps, have more; tables don't
BULLET = "•"
THIN = 3.0  # a filled shape thinner than this is a drawn line
_NEAR = 0.5  # points: shades that end so near to a word end with it
_LINE = 1.5  # of a letter's size: a line's height at most
MARK = (1.2, 9.0)  # the sizes of a bullet drawn as a shape


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
    colour: tuple[int, int, int] | None  # of its filling; None for white


def add_shapes(page: Page, handle: pypdfium2.PdfPage) -> None:
    """Adds the page's lines, shaded areas and drawn bullets to it, in its reading frame."""
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
            page.grounds.append(box)
            _add_mark(page, box)
        elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
            page.grounds.append(Box(0, 0, page.width, page.height))  # PDFium doesn't say how far it reaches
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and budget > 0:
            budget -= max(pdfium.FPDFPath_CountSegments(shape), 1)
            paths = list(_paths(shape, _matrix(shape).then(matrix)))
            if not _add_frame(page, paths):
                for path in paths:
                    _add_path(page, path)


def drop_highlights(page: Page) -> None:
    """Takes shades that are as wide and as high as words away: they lie behind letters, and are no cells or bullets.

    The shade of a space between two of them is thin enough for a line.
    """
    words = sorted((word for word in page.words if not word.drawn), key=lambda word: word.base)
    bases = [word.base for word in words]
    kept = [at for at, fill in enumerate(page.fills) if not _is_behind(fill, words, bases)]
    if len(kept) == len(page.fills):
        return
    ends = sorted({*page.fills} - {page.fills[at] for at in kept}, key=lambda box: box.top)
    tops = [box.top for box in ends]

    def is_between(rule: Rule) -> bool:
        near = ends[bisect_left(tops, rule.start - _NEAR) : bisect_right(tops, rule.start + _NEAR)]
        return any(abs(box.bottom - rule.end) < _NEAR and box.left - THIN < rule.at < box.right + THIN for box in near)

    page.upright = [rule for rule in page.upright if not is_between(rule)]
    page.words = [word for word in page.words if not word.drawn or not any(box.holds(word.box.centre) for box in ends)]
    page.fills, page.tints = [page.fills[at] for at in kept], [page.tints[at] for at in kept]


def _is_behind(fill: Box, words: Sequence[Word], bases: Sequence[float]) -> bool:
    """Whether a shade ends where words on it do, on all sides; `bases` are the words' base lines, which they are
    sorted by."""
    held = [
        word
        for word in words[bisect_left(bases, fill.top) : bisect_right(bases, fill.bottom)]
        if fill.left - _NEAR <= word.box.left and word.box.right <= fill.right + _NEAR
    ]
    if not held or fill.height > _LINE * held[0].size:
        return False
    ends = min(word.box.left for word in held) - fill.left, fill.right - max(word.box.right for word in held)
    return all(abs(end) <= _NEAR for end in ends)


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
    filled, colour = bool(fill.value), None
    if filled:
        parts = [ctypes.c_uint() for _ in range(4)]
        pdfium.FPDFPageObj_GetFillColor(shape, *parts)
        filled = parts[3].value > 0
        red, green, blue = (part.value for part in parts[:3])
        colour = (red, green, blue) if min(red, green, blue) < 250 else None
    if not filled and not stroke.value:
        return
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(shape), PAGE_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield _Path(points, curved, filled, bool(stroke.value), colour)
            points, curved = [], False
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(matrix.point(x.value, y.value))
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield _Path(points, curved, filled, bool(stroke.value), colour)


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
    if path.colour or path.stroked:
        _add_mark(page, box)
    if path.colour and box.height > THIN and box.width > THIN:
        page.grounds.append(box)
    if path.filled and not path.curved:
        if box.height <= THIN and box.width > _shortest(box.height):
            page.level.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
        elif box.width <= THIN and box.height > _shortest(box.width):
            page.upright.append(Rule((box.left + box.right) / 2, box.top, box.bottom))
        elif path.colour:
            page.fills.append(box)
            page.tints.append(colour_of(*path.colour))
    if path.stroked and not path.curved:
        for start, end in zip(path.points, path.points[1:], strict=False):
            _add_stroke(page, _outline(page, [start, end]))


def _shortest(breadth: float) -> float:
    """Longer than this is a line, if only a dash of one."""
    return max(1.0, 2 * breadth)


def _add_stroke(page: Page, box: Box) -> None:
    if box.height <= 1 and box.width > _shortest(box.height):
        page.level.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
    elif box.width <= 1 and box.height > _shortest(box.width):
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
