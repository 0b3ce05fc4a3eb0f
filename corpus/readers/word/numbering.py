"""Word's automatic numerals, which stand in no text: worked out from numbering.xml and the styles.

A paragraph names a list (`w:num`) and a level of it; the list is an instance of an abstract list, whose
instances count on together unless one starts anew (ECMA-376 part 1, 17.9).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

_LEVELS = 9
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_ONES = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LARGEST = 100_000


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in front of a list paragraph: a bullet (`number` is empty) or a numeral as Word shows it."""

    level: int
    number: str = ""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restarts_after: int | None = None  # None: after any level above it; 0: never
    legal: bool = False  # all numerals of the text in digits

    @property
    def is_bullet(self) -> bool:
        return self.form == "bullet" or (self.form != "none" and bool(self.text.strip()) and "%" not in self.text)


@dataclass(frozen=True, slots=True)
class _List:
    """A `w:num`: which abstract list it counts with, its levels, and the levels that it starts anew."""

    abstract: str
    levels: dict[int, _Level]
    restarts: dict[int, int]


class Numbering:
    """Counts through a document's lists: ask for each paragraph's mark once, in document order."""

    def __init__(self, numbering: etree._Element | None) -> None:
        self._lists = dict(_lists(numbering)) if numbering is not None else {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def mark(self, list_id: str, level: int) -> Mark | None:
        """The mark of the next paragraph of a list; None where the list shows none."""
        chosen = self._lists.get(list_id)
        if chosen is None:
            return None
        shape = chosen.levels.get(level, _Level())
        if shape.is_bullet:
            return Mark(level)
        self._count(list_id, chosen, level)
        number = self._shown(chosen, level)
        return Mark(level, number) if number else None

    def _count(self, list_id: str, chosen: _List, level: int) -> None:
        counts = self._counts.setdefault(chosen.abstract, [None] * _LEVELS)
        if level in chosen.restarts and (list_id, level) not in self._begun:
            counts[level] = chosen.restarts[level] - 1
        self._begun.add((list_id, level))
        before = counts[level]
        counts[level] = chosen.levels.get(level, _Level()).start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            after = chosen.levels.get(deeper, _Level()).restarts_after
            if after is None or level < after:
                counts[deeper] = None

    def _shown(self, chosen: _List, level: int) -> str:
        counts = self._counts[chosen.abstract]
        shape = chosen.levels.get(level, _Level())

        def numeral(found: re.Match[str]) -> str:
            index = int(found.group(1)) - 1
            other = chosen.levels.get(index, _Level())
            count = counts[index]
            return written(other.start if count is None else count, "decimal" if shape.legal else other.form)

        return "" if shape.form == "none" else re.sub(r"%([1-9])", numeral, shape.text).strip()


def written(count: int, form: str) -> str:
    """A count as Word writes it in one of its number formats; digits for those that English plans don't use."""
    if not 0 < count < _LARGEST:
        return str(count)
    if form in ("lowerRoman", "upperRoman"):
        return _roman(count) if form == "lowerRoman" else _roman(count).upper()
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 9)
        return letter if form == "lowerLetter" else letter.upper()
    if form == "decimalZero":
        return f"{count:02d}"
    if form == "ordinal":
        ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
        return f"{count}{ending}"
    return str(count)


def _roman(count: int) -> str:
    out = ""
    for value, letters in (*_ROMAN, *_ROMAN_ONES):
        times, count = divmod(count, value)
        out += letters * times
    return out


def _lists(numbering: etree._Element) -> Iterable[tuple[str, _List]]:
    abstracts = {element.get(qn("w:abstractNumId"), ""): element for element in numbering.iter(qn("w:abstractNum"))}
    by_style = {_value(element, "w:styleLink"): key for key, element in abstracts.items()}
    for num in numbering.iter(qn("w:num")):
        abstract = _value(num, "w:abstractNumId") or ""
        if abstract not in abstracts:
            continue
        linked = _value(abstracts[abstract], "w:numStyleLink")
        abstract = by_style.get(linked, abstract) if linked else abstract
        levels = dict(_levels(abstracts[abstract]))
        restarts = {}
        for override in num.iter(qn("w:lvlOverride")):
            level = _integer(override.get(qn("w:ilvl")), 0)
            levels.update(_levels(override))
            if (start := _value(override, "w:startOverride")) is not None and 0 <= level < _LEVELS:
                restarts[level] = _integer(start, 1)
        yield num.get(qn("w:numId"), ""), _List(abstract, levels, restarts)


def _levels(parent: etree._Element) -> Iterable[tuple[int, _Level]]:
    for element in parent.findall(qn("w:lvl")):
        after = _value(element, "w:lvlRestart")
        legal = element.find(qn("w:isLgl"))
        yield (
            _integer(element.get(qn("w:ilvl")), 0),
            _Level(
                start=_integer(_value(element, "w:start"), 1),
                form=_value(element, "w:numFmt") or "decimal",
                text=_value(element, "w:lvlText") or "",
                restarts_after=None if after is None else _integer(after, 0),
                legal=legal is not None and legal.get(qn("w:val"), "1") not in ("0", "false", "off"),
            ),
        )


def _value(parent: etree._Element, tag: str) -> str | None:
    element = parent.find(qn(tag))
    return None if element is None else element.get(qn("w:val"))


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else otherwise
