"""The figures in the documents by priority: what each counts, as written, and its earlier values.

A figure is followed back only if the comparison of two updates matches the texts around it, and both texts count the
same thing in the same words. Figures that don't say what they count are listed separately, as written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.language.answer_kinds import AnswerKind, find
from assistant.language.words import FUNCTION_WORDS, stems
from assistant.tracking.item_changes import ItemKind
from assistant.tracking.lineage import Comparison, Lineage
from assistant.tracking.places import Place
from corpus.language.quantities import Unit, amounts
from corpus.records import Citation, Plan, Row


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, `text`, at [start, end); `counts` are the words around it that say what it counts, "" if none do."""

    text: str
    start: int
    end: int
    unit: Unit
    value: float
    counts: str

    @property
    def kind(self) -> tuple[Unit, frozenset[str]]:
        """Equal for figures that count the same thing in the same words."""
        return self.unit, stems(self.counts)


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in one update; the citation quotes the whole item, with the figure at [start, end) of it."""

    update: str
    figure: Figure
    citation: Citation
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Series:
    """One figure of a row through the updates, the earliest first and the latest update's last."""

    points: tuple[Point, ...]

    @property
    def counts(self) -> str:
        return self.points[-1].figure.counts

    @property
    def changed(self) -> bool:
        return len({point.figure.value for point in self.points}) > 1


@dataclass(frozen=True, slots=True)
class RowFigures:
    """The figures of a row of the latest update; `unclear` are those whose text doesn't say what they count."""

    row: Row
    series: tuple[Series, ...]
    unclear: tuple[Point, ...]


def figures_of(plan: Plan, lineage: Lineage) -> tuple[RowFigures, ...]:
    """The rows of the latest update that contain figures, in its order. With many rows, comparing takes seconds."""
    steps = [
        _Step(lineage.comparison(plan, old, new)) for old, new in zip(plan.updates, plan.updates[1:], strict=False)
    ]
    found = (_of_row(row, steps) for row in plan.latest.rows)
    return tuple(each for each in found if each.series or each.unclear)


def figures_in(text: str) -> list[Figure]:
    """The numbers, percentages and sums of money of a text, in its order, without those that name or date something."""
    figures = []
    for start, end in sorted(find(AnswerKind.AMOUNT, text, "")):
        end = start + len(text[start:end].rstrip(".,"))
        unit, value = _measured(text[start:end])
        if value is not None and not _NAMES.search(text[max(0, start - _BEFORE) : start]) and not _AGE.match(text, end):
            figures.append(Figure(text[start:end], start, end, unit, value, _counted(text, start, end)))
    return figures


def moved_figures(old: str, new: str) -> tuple[list[Figure], list[Figure]]:
    """The figures of two texts on one matter, without those that both have."""
    before, after = figures_in(old), figures_in(new)
    return _without_values_of(before, after), _without_values_of(after, before)


def _without_values_of(figures: Sequence[Figure], others: Sequence[Figure]) -> list[Figure]:
    same = {(each.unit, each.value) for each in others}
    return [each for each in figures if (each.unit, each.value) not in same]


# --- what a figure is and counts ------------------------------------------------------------------

# "Level 3", "Regulation 44": the number is a name.
_NAMES = re.compile(
    r"\b(?:level|tier|year|phase|stage|section|regulation|article|part|chapter|page|priority|pathway|grade|band|group"
    r"|key stage|week|day|action|objective|goal|item|appendix|annex|option|number|no|version|act|type|ward|unit|form"
    r"|schedule|standard|lot|standards)\.?\s+$",
    re.IGNORECASE,
)
_AGE = re.compile(r"(?<![\s+-])\+?(?:\s*+(?:and|or|to|-|–|/)\s*+\d++\+?)?[\s-]*+years?[\s-]++olds?\b", re.IGNORECASE)
_BREAK = re.compile(r"[,;:.()\[\]!?–—/]")
_WORD = re.compile(r"[^\W\d_][\w'’&-]*")
_OF = re.compile(
    r"[\s-]*(?:(?:of|out of|in)\b\s*)?(?:(?:the|all|our|these|those|its|their|a|an|more|further|other|new)\b\s*)*",
    re.IGNORECASE,
)
# Words that say what a figure counts. At 1, "41 NTS referrals" would count NTS; at 16, a whole clause stands where the
# page has room for a few words, and two updates seldom have it alike.
_MOST_WORDS = 4
_SAYS = re.compile(r"(?<!\s)(?:\s*+:|\s++(?:is|was|are|were|now|at|to|by|from|of))\s*$", re.IGNORECASE)
_PARTED = re.compile(r"[,;:.()–—]")
_BEFORE = 25  # characters in which a word may stand that makes the number a name
_AROUND = 150  # characters before and after a figure in which what it counts is looked for


def _measured(written: str) -> tuple[Unit, float | None]:
    """What sort of figure it is, and its value; None where no value can be read."""
    found = next(amounts(written), None)
    if found is None or (found.value <= 1 and not any(map(str.isdigit, written))):  # "one" is seldom a count
        return Unit.NONE, None
    return found.unit, float(found.value)


def _counted(text: str, start: int, end: int) -> str:
    """The words that say what is counted: those after the figure or, if there are none, those before it."""
    passed_over = _OF.match(text, end)
    return _run(text, passed_over.end() if passed_over else end) or _lead(text[max(0, start - _AROUND) : start])


def _run(text: str, begins: int) -> str:
    """The content words from a position on, up to a function word, a figure or a punctuation mark."""
    end = begins
    for count, word in enumerate(_WORD.finditer(text, begins, begins + _AROUND)):
        parted = _BREAK.search(text, end, word.start()) or re.search(r"\d", text[end : word.start()])
        if count >= _MOST_WORDS or parted or word[0].lower() in FUNCTION_WORDS:
            break
        end = word.end()
    return text[begins:end].strip()


def _lead(before: str) -> str:
    """The last content words, and everything between them, of a text that leads up to a figure."""
    leads = _SAYS.search(before)
    led = _PARTED.split(before[: leads.start()])[-1] if leads else ""
    content = [word for word in _WORD.finditer(led) if word[0].lower() not in FUNCTION_WORDS][-_MOST_WORDS:]
    return led[content[0].start() : content[-1].end()] if content else ""


# --- following a figure back ----------------------------------------------------------------------


class _Step:
    """The items of an update with their texts in the update before."""

    def __init__(self, comparison: Comparison) -> None:
        self._before: dict[tuple[str, str, int], list[tuple[Place, Place]]] = {}
        for item in (item for change in comparison.changes for item in change.items):
            old = item.elsewhere if item.kind is ItemKind.MOVED else item.old
            if item.new and old:
                key = (item.new.row.key, item.new.column, item.new.number)
                self._before.setdefault(key, []).append((item.new, old))

    def back(self, place: Place, figure: Figure) -> tuple[Place, Figure] | None:
        """The same figure in the update before, if the earlier text has exactly one of its kind."""
        at = place.start + figure.start
        for new, old in self._before.get((place.row.key, place.column, place.number), ()):
            if new.start <= at < new.end:
                alike = _by_kind(old.text).get(figure.kind, ())
                return (old, alike[0]) if len(alike) == 1 else None
        return None


@lru_cache(maxsize=1024)
def _by_kind(text: str) -> Mapping[tuple[Unit, frozenset[str]], Sequence[Figure]]:
    found: dict[tuple[Unit, frozenset[str]], list[Figure]] = {}
    for figure in figures_in(text):
        found.setdefault(figure.kind, []).append(figure)
    return found


def _of_row(row: Row, steps: list[_Step]) -> RowFigures:
    series: list[Series] = []
    unclear: list[Point] = []
    for place in Place.all_in(row):
        figures = figures_in(place.text)
        kinds = Counter(figure.kind for figure in figures)
        for figure in figures:
            if not figure.counts:
                unclear.append(_point(place, figure))
            elif kinds[figure.kind] > 1:  # nothing shows which of two it was before
                series.append(Series((_point(place, figure),)))
            else:
                series.append(Series(tuple(reversed(list(_followed(place, figure, steps))))))
    return RowFigures(row, tuple(series), tuple(unclear))


def _followed(place: Place, figure: Figure, steps: list[_Step]) -> Iterator[Point]:
    yield _point(place, figure)
    for step in reversed(steps):
        earlier = step.back(place, figure)
        if earlier is None:
            return
        place, figure = earlier
        yield _point(place, figure)


def _point(place: Place, figure: Figure) -> Point:
    start, end = place.start + figure.start, place.start + figure.end
    return Point(place.row.update, figure, place.whole_citation, start, end)
