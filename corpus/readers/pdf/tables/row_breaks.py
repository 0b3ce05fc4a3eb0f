"""Where the rows of a table without drawn cells begin.

Nothing in a PDF says so. What a person goes by are the white space, what is drawn, and which columns' texts begin
beside one another; how much each tells was fitted (`python -m bench rows`) on tables whose rows are known.
"""

from __future__ import annotations

import math
import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import pairwise

from corpus.language import numerals
from corpus.readers.pdf import line_breaks
from corpus.readers.pdf.line_breaks import column_texts
from corpus.readers.pdf.page import Box, Rule
from corpus.readers.pdf.text_lines import Line
from corpus.readers.pdf.typesetting import is_mark

WEIGHTS = "row_breaks.toml"
UNSURE = 0.25  # a row that begins so likely at least, and doesn't so likely either, is a guess

# The first column with so many words a line is taken for the one that names the rows; those before it number them.
_KEY_WORDS = 1.8
_TIGHT = 1.3  # of the usual distance of lines: one so near goes on with the text above, as it may seem
_SHORT = 0.25  # share of a column's lines, at most, that are near the one above: most of its texts have one line
_LEAST_WHITE = 0.3  # of a letter's size: less is no more than between lines
_MOST = 0.6  # of the columns
_CLEAR = 3.0  # white space, in letters' sizes, beyond which more tells nothing
_VALUE = re.compile(r"[£€$]?\d[\d,./%-]{0,20}|[\d ]{0,3}[A-Z][a-z]{2,8} (?:20)?\d\d")

Features = Mapping[str, float]


@dataclass(frozen=True)
class Body:
    """What stands in a table below its header: each column's lines, from the top; level lines; shaded areas. `wide` are
    the base lines of titles across the table, which are in no column."""

    columns: Sequence[Sequence[Line]]
    wide: Sequence[float]
    beams: Sequence[Rule]
    fills: Sequence[Box]

    def begins(self) -> Iterator[tuple[float, float]]:
        """Each base line at which anything stands, but the first, and how likely a row begins there, from 0 to 1."""
        for at, base in enumerate(self._bases[1:], start=1):
            yield base, self._likelihood(at)

    def is_one(self, top: float, bottom: float) -> bool:
        """Whether no row seems to begin at a base line between two heights."""
        within = (at for at, base in enumerate(self._bases[1:], start=1) if top < base < bottom)
        return all(self._likelihood(at) < 0.5 for at in within)

    def _likelihood(self, at: int) -> float:
        weights = _weights()
        total = sum(weights.get(name, 0.0) * value for name, value in self.features(at).items())
        return 1 / (1 + math.exp(-(weights["always"] + total)))

    def features(self, at: int) -> Features:
        """What speaks for or against a row that begins at the base line of this number, by name."""
        here = self._here[at - 1]
        starts = [line for _, line, _ in here if line]
        above, key, likely = here[self._key]
        goes_on = bool(above and key and self._is_tight(above, key))
        white = self._white[at - 1]
        short = [bool(line) for short, (_, line, _) in zip(self._short, here, strict=True) if short]
        code = max(
            (share for share, (_, line, _) in zip(self._coded, here, strict=True) if line and _is_coded(line)),
            default=0.0,
        )
        ruled, tinted = self._ruled[at - 1], self._tinted[at - 1]
        found = {
            "white across": max(-1.0, min(white, _CLEAR)),
            "white across, of the usual most": min(max(white, 0.0) / self._usual_white, 1.5),
            "texts overlap": white < -0.3,
            "most columns begin": self._is_level[at - 1],
            "few columns begin, though rows are level": self._level * (not self._is_level[at - 1]),
            "one column begins": len(starts) == 1,
            "the key begins": key is not None,
            "the key goes on, or begins anew": likely * goes_on,
            "the key in a small letter": bool(key and key.text[:1].islower()),
            "a line": ruled,
            "lines elsewhere": self._often[0] * (not ruled),
            "a shade begins or ends": tinted,
            "shades elsewhere": self._often[1] * (not tinted),
            "columns of short texts begin": _share(short),
            "a code begins": code,
            "a code begins, and rows are set solid": code * self._solid,
            "most columns begin, and rows are set solid": self._is_level[at - 1] and self._solid,
            "values begin": sum(_VALUE.fullmatch(line.text) is not None for line in starts) / len(here),
            "marks": sum(is_mark(line.words[0]) for line in starts) / len(here),
        }
        return {name: float(value) for name, value in found.items()}

    def is_headed(self, at: int) -> bool:
        """Whether a title across the table stands above the base line of this number: a row begins there."""
        return self._is_parted(self._bases[at - 1], self._bases[at])

    @property
    def levels(self) -> list[list[Line]]:
        """The lines that stand at each base line."""
        found: list[list[Line]] = [[] for _ in self._bases]
        for line in self._lines:
            found[bisect_right(self._bases, line.base) - 1].append(line)
        return found

    @cached_property
    def _filled(self) -> list[Sequence[Line]]:
        return [lines for lines in self.columns if lines]

    @cached_property
    def _lines(self) -> list[Line]:
        return sorted((line for lines in self.columns for line in lines), key=lambda line: line.base)

    @cached_property
    def _size(self) -> float:
        sizes = sorted(line.size for line in self._lines)
        return sizes[len(sizes) // 2]

    @cached_property
    def _bases(self) -> list[float]:
        """The base lines at which anything stands; those that are nearly level are one."""
        found: list[float] = []
        for line in self._lines:
            if not found or line.base - found[-1] > 0.5 * self._size:
                found.append(line.base)
        return found

    @cached_property
    def _leading(self) -> float:
        """How far apart lines of one text are set, in letters' sizes."""
        steps = sorted(
            (below.base - line.base) / line.size for lines in self._filled for line, below in pairwise(lines)
        )
        return min(steps[len(steps) // 4], 1.5) if steps else 1.2

    @cached_property
    def _key(self) -> int:
        """Which column names the rows, as it seems."""
        words = (sum(len(line.words) for line in lines) / len(lines) for lines in self._filled)
        return next((at for at, count in enumerate(words) if count >= _KEY_WORDS), 0)

    @cached_property
    def _short(self) -> list[bool]:
        going_on = [
            [
                likely < 0.5 and self._is_tight(above, below)
                for (above, below), likely in zip(pairwise(lines), told[1:], strict=True)
            ]
            for lines, told in zip(self._filled, self._likely, strict=True)
        ]
        return [sum(each) <= _SHORT * len(each) for each in going_on]

    @cached_property
    def _coded(self) -> list[float]:
        """For each column the share of lines that begin with a numeral or code."""
        return [sum(map(_is_coded, lines)) / len(lines) for lines in self._filled]

    def _is_tight(self, above: Line, below: Line) -> bool:
        return below.base - above.base <= _TIGHT * self._leading * below.size

    @cached_property
    def _here(self) -> list[list[tuple[Line | None, Line | None, float]]]:
        """For each base line but the first and each column: the line above, the one that stands there, and how likely
        this begins something of its own."""
        bases = [[line.base for line in lines] for lines in self._filled]
        columns = list(zip(self._filled, bases, self._likely, strict=True))
        return [[self._in_column(base, *column) for column in columns] for base in self._bases[1:]]

    @cached_property
    def _likely(self) -> list[list[float]]:
        """How likely each line of each column begins something of its own."""
        return [_likelihoods(lines, self._leading) for lines in self._filled]

    def _in_column(
        self, base: float, lines: Sequence[Line], bases: Sequence[float], likely: Sequence[float]
    ) -> tuple[Line | None, Line | None, float]:
        at = bisect_left(bases, base)
        above = lines[at - 1] if at and not self._is_parted(bases[at - 1], base) else None
        if at == len(lines) or bases[at] > base + 0.5 * self._size:
            return above, None, 0.0
        return above, lines[at], likely[at]

    def _is_parted(self, above: float, base: float) -> bool:
        """Whether a title across the table stands between two base lines."""
        return bisect_right(self.wide, above) < bisect_left(self.wide, base)

    @cached_property
    def _white(self) -> list[float]:
        """The white space across all columns above each base line but the first, in letters' sizes, beyond what is
        between lines of one text; below 0 where texts stand side by side."""
        bases = [line.base for line in self._lines]
        above = (bases[bisect_left(bases, base) - 1] for base in self._bases[1:])
        return [(base - last) / self._size - self._leading for base, last in zip(self._bases[1:], above, strict=True)]

    @cached_property
    def _usual_white(self) -> float:
        """What nearly all white spaces across are at most: a note may stand further below."""
        return max(sorted(self._white)[int(0.9 * len(self._white))], _LEAST_WHITE)

    @cached_property
    def _solid(self) -> bool:
        """Whether rows stand no further apart than lines, and nothing is drawn between them."""
        return self._usual_white <= _LEAST_WHITE and not any(self._ruled) and not any(self._tinted)

    @cached_property
    def _is_level(self) -> list[bool]:
        """Whether most columns' texts begin at each base line but the first."""
        return [sum(line is not None for _, line, _ in here) > _MOST * len(here) for here in self._here]

    @cached_property
    def _level(self) -> float:
        """How often most columns begin where the key begins below white space: always, where texts stand at the top of
        their rows, and seldom where they stand half-way down."""
        clear = [
            white > _LEAST_WHITE and here[self._key][1] is not None
            for white, here in zip(self._white, self._here, strict=True)
        ]
        return _share([level for level, apart in zip(self._is_level, clear, strict=True) if apart])

    @cached_property
    def _ruled(self) -> list[bool]:
        return self._drawn(beam.at for beam in self.beams)

    @cached_property
    def _tinted(self) -> list[bool]:
        return self._drawn(edge for fill in self.fills for edge in (fill.top, fill.bottom))

    @cached_property
    def _often(self) -> tuple[float, float]:
        """The share of base lines above which lines are drawn, and of those where shades begin or end."""
        return _share(self._ruled), _share(self._tinted)

    def _drawn(self, places: Iterable[float]) -> list[bool]:
        """Whether anything is drawn at one of these heights above each base line but the first."""
        up, down, known = 0.2 * self._size, 0.4 * self._size, sorted(places)
        gaps = ((above - up, below - down) for above, below in pairwise(self._bases))
        return [bisect_right(known, above) < bisect_left(known, below) for above, below in gaps]


def _likelihoods(lines: Sequence[Line], leading: float) -> list[float]:
    """How likely each line of a column begins something of its own."""
    right = round(max(line.box.right for line in lines))
    column = column_texts([(Box(lines[0].box.left, 0, right, 0), lines)])[right]
    return [1.0, *line_breaks.likelihoods(lines, column, leading)]


def _is_coded(line: Line) -> bool:
    return numerals.parse(line.words[0].text) is not None


def _share(of: Sequence[bool]) -> float:
    return sum(of) / max(len(of), 1)


@cache
def _weights() -> Mapping[str, float]:
    text = resources.files(__package__).joinpath(WEIGHTS).read_text(encoding="utf-8")
    return {str(name): float(weight) for name, weight in tomllib.loads(text).items()}
