"""One page of a PDF as words, ruled lines and marks, turned so that its text reads upright.

Coordinates are points from the page's top left, x to the right and y downwards. Text is oriented by the angle of
its characters: a page's /Rotate says how a viewer shows it, not how its words run.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from corpus.records import Location

ASCENT, DESCENT = 0.8, 0.2  # of letters, in their sizes: those of a font are often not what it says


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
    accented: bool = False  # slanting or in colour, as a header's labels may be
    drawn: bool = False  # a bullet that is a shape, not a letter
    guessed: bool = False  # read by OCR

    @property
    def base(self) -> float:
        """The y of the line on which its letters stand."""
        return self.box.bottom - DESCENT * self.size


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
    tints: list[str] = field(default_factory=list)  # the name of each fill's colour
    astray: list[Word] = field(default_factory=list)  # aslant, such as a watermark, or off the visible page
    struck: list[Word] = field(default_factory=list)  # crossed out
    unseen: list[Word] = field(default_factory=list)  # white on white, or not drawn at all
    grounds: list[Box] = field(default_factory=list)  # whatever is coloured: areas of any shape, pictures, shadings
    beside: list[tuple[float, float, Page]] = field(default_factory=list)  # see `locate`
    remarks: list[str] = field(default_factory=list)  # what readers noted beside its text
    pictured: bool = False  # an image covers a good part of it
    unmapped: int = 0  # characters whose letters the file doesn't say
    cut: bool = False  # it has more characters than are read
    unread: bool = False  # what it says is only in a picture that couldn't be read
    end: float | None = None  # the right border of a part of it, if that isn't the page's

    @property
    def width(self) -> float:
        return self.reading.size[0]

    @property
    def height(self) -> float:
        return self.reading.size[1]

    @property
    def right(self) -> float:
        return self.width if self.end is None else self.end

    def part(self, left: float, right: float) -> Page:
        """What is drawn between two x of the page."""
        areas = [
            (fill, tint) for fill, tint in zip(self.fills, self.tints, strict=True) if left <= fill.centre[0] < right
        ]
        return replace(
            self,
            level=[rule for rule in self.level if left <= (rule.start + rule.end) / 2 < right],
            fills=[fill for fill, _ in areas],
            tints=[tint for _, tint in areas],
            end=right,
        )

    def locate(self, box: Box | None = None) -> Location:
        """Where a box of the reading frame stands on the page as it is shown.

        A wide sheet is one page whose parts, from the left edge of each on, stand on others, moved by so many points.
        """
        if box is None:
            return Location(self.file, page=self.number)
        for left, by, page in reversed(self.beside):
            if box.left >= left - 1:
                return page.locate(box._replace(left=box.left - by, right=box.right - by))
        shown = self.shown.box(*self.reading.back(box))
        left, top, right, bottom = (round(value, 1) for value in shown)
        return Location(self.file, page=self.number, box=(left, top, right, bottom))
