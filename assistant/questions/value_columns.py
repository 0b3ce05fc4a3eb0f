"""Columns whose cells hold one short value each (a status, a lead, a date), and the values that a question names.

What such a column is called doesn't matter, only how its cells behave: nearly all hold one short text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from assistant.language.answer_kinds import dates
from assistant.language.words import FUNCTION_WORDS, find_phrase, stems, terms
from corpus.language.dates import NamedDate
from corpus.records import Column, Row, RowKind

LEAST = 3  # rows that must fill a column for its behaviour to show
SHORT = 40  # characters that a value typically has at most
SINGLE = 0.8  # share of the cells that hold one text

_PARTS = re.compile(r"\s*(?:[;,/()]|\s[–—-]\s)\s*")
_NEGATED = re.compile(
    r"\b(?:not|isn['’]t|aren['’]t|other than|except|non)\W+(?:(?:yet|rated|marked|the)\W+)*$", re.IGNORECASE
)
_DONE = stems("complete completed done finished closed achieved")
_NOT = re.compile(r"\b(?:not|in|part\w*|nearly|almost)\b", re.IGNORECASE)
# "What is being done", "what have we achieved", "what needs to be done": asks for deeds, and not where a value says so.
_DEEDS = re.compile(
    r"\bwhat(?:['’]ve|\s+(?:else\s+)?(?:has|have|had|did|do|does|can|could|will|would|should|must|was|were|needs?)"
    r"|(?:['’]s|\s+(?:is|are))\b.*\b(?:being|been|be|to))\b(?:\W+\w+){0,6}\W*$",
    re.IGNORECASE,
)
_SAME = (_DONE, stems("delayed late behind slipped"))  # what people say for a value that the documents word otherwise


@dataclass(frozen=True, slots=True)
class Cell:
    """An item of a value column: its row's key, and its number in the cell, from 1."""

    row_key: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """A value named at [start, end) of a question, and the cells that hold it; `negated`: those are not meant."""

    column: str
    start: int
    end: int
    cells: frozenset[Cell]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """What a row must have in a value column: one of these cells. `told` says it in words."""

    column: str
    cells: frozenset[Cell]
    told: str

    def numbers(self, row: Row) -> list[int]:
        """Of the items in the row's cell that meet it, from 1; 0 stands for an empty cell."""
        return sorted(cell.number for cell in self.cells if cell.row_key == row.key)


class ValueColumns:
    """The value columns of some rows."""

    def __init__(self, rows: Sequence[Row]) -> None:
        filled: dict[str, list[tuple[Row, Column]]] = defaultdict(list)
        for row in rows:
            for column in row.columns if row.kind is RowKind.ROW else ():
                if column.heading and column.items:
                    filled[column.heading].append((row, column))
        self._cells = {
            heading: [
                Cell(row.key, number, item.text) for row, column in cells for number, item in enumerate(column.items, 1)
            ]
            for heading, cells in filled.items()
            if _behaves([column for _, column in cells])
        }

        self._blank = {heading: _blank(heading, rows, filled[heading]) for heading in self._cells}

    def __bool__(self) -> bool:
        return bool(self._cells)

    def named(self, question: str, column: str = "", aside: frozenset[str] = frozenset()) -> list[Named]:
        """The values that a question names, in its order. `column` is the one that it points to, if any; only of that
        one a part of a value will do, and only if all telling words beside the stems `aside` are that part.

        Empty where two columns have the same value and neither is pointed to.
        """
        found = [each for heading in self._cells for each in self._named(question, heading)]
        if column in self._cells and not any(each.column == column for each in found):
            found += self._in_part(question, column, aside, found)
        found = [each for each in found if not _is_deed(question, each)]
        found = [each for each in found if not any(_hides(other, each, column) for other in found)]
        clash = any(_overlap(one, other) and one.column != other.column for one in found for other in found)
        return [] if clash else sorted(found, key=lambda each: each.start)

    def _named(self, question: str, heading: str) -> Iterator[Named]:
        """Values that stand in the question whole, or whose parts between commas, slashes, brackets do."""
        holding: dict[tuple[str, ...], set[Cell]] = defaultdict(set)
        for cell in self._cells[heading]:
            for part in dict.fromkeys([cell.text, *_PARTS.split(cell.text)]):
                phrase = tuple(term.stem for term in terms(part))
                if any(word.lower() not in FUNCTION_WORDS for word in phrase):
                    holding[phrase].add(cell)
        for phrase, cells in holding.items():
            for start, end in find_phrase(phrase, question):
                yield self._meant(question, heading, start, end, cells)
        if not any(find_phrase(phrase, question) for phrase in holding):
            yield from self._otherwise(question, heading, holding)

    def _otherwise(self, question: str, heading: str, holding: dict[tuple[str, ...], set[Cell]]) -> Iterator[Named]:
        """Values of one word that the question says by another, or of which the cells have the first letter alone."""
        initials = all(len(phrase) == 1 and len(phrase[0]) == 1 for phrase in holding)
        for term in terms(question):
            alike = next((group for group in _SAME if term.stem in group), frozenset({term.stem}))
            for phrase, cells in holding.items():
                initial = initials and term.word.lower() in ("red", "amber", "green", "blue") and term.word[0].lower()
                if (len(phrase) == 1 and phrase[0] in alike) or phrase == (initial,):
                    yield self._meant(question, heading, term.start, term.end, cells)

    def _in_part(self, question: str, heading: str, aside: frozenset[str], found: Sequence[Named]) -> Iterator[Named]:
        """The question's other words, from the first telling one to the last, as they stand in longer values."""
        words = [term for term in terms(question) if not any(each.start <= term.start < each.end for each in found)]
        telling = [at for at, term in enumerate(words) if term.telling and term.stem not in aside]
        if not telling:
            return
        run = words[telling[0] : telling[-1] + 1]
        phrase = tuple(term.stem for term in run)
        cells = {cell for cell in self._cells[heading] if find_phrase(phrase, cell.text)}
        if cells:
            yield self._meant(question, heading, run[0].start, run[-1].end, cells)

    def _meant(self, question: str, heading: str, start: int, end: int, cells: Iterable[Cell]) -> Named:
        negation = _NEGATED.search(question[:start])
        return Named(heading, negation.start() if negation else start, end, frozenset(cells), negation is not None)

    def conditions(self, named: Sequence[Named]) -> tuple[Condition, ...]:
        """One a column: any of the values named; where one is negated, none of them."""
        columns: dict[str, list[Named]] = {}
        for each in named:
            columns.setdefault(each.column, []).append(each)
        return tuple(self._condition(heading, values) for heading, values in columns.items())

    def _condition(self, heading: str, values: Sequence[Named]) -> Condition:
        held = frozenset[Cell]().union(*(each.cells for each in values))
        said = " or ".join(f"“{text}”" for text in sorted({cell.text for cell in held}))
        if any(each.negated for each in values):
            return Condition(heading, frozenset(self._cells[heading]) - held, f"where “{heading}” isn’t {said}")
        return Condition(heading, held, f"where “{heading}” is {said}")

    def dated(self, heading: str, holds: Callable[[NamedDate], bool], told: str) -> Condition | None:
        """The cells with such a date; None where the column has no dates at all."""
        dated = {cell: dates(cell.text) for cell in self._cells.get(heading, ())}
        if not any(dated.values()):
            return None
        meant = frozenset(cell for cell, named in dated.items() if any(map(holds, named)))
        return Condition(heading, meant, f"where “{heading}” is {told}")

    def given(self, heading: str) -> Condition | None:
        """All cells of the column; None where there is no such column."""
        cells = self._cells.get(heading)
        return Condition(heading, frozenset(cells), f"where “{heading}” is given") if cells else None

    def blank(self, heading: str) -> Condition | None:
        """The rows that the column says nothing of; None where there is no such column."""
        if heading not in self._blank:
            return None
        return Condition(heading, self._blank[heading], f"where “{heading}” is empty")

    def unfinished(self, heading: str) -> Condition | None:
        """The cells that don't say that all is done; None where there is no such column."""
        if heading not in self._cells:
            return None
        done = frozenset(
            cell for cell in self._cells[heading] if stems(cell.text) & _DONE and not _NOT.search(cell.text)
        )
        return Condition(heading, frozenset(self._cells[heading]) - done, f"“{heading}” doesn’t say that it is done")

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)


def value_columns(rows: Iterable[Row]) -> dict[str, ValueColumns]:
    """Those of each plan that has any."""
    plans: dict[str, list[Row]] = {}
    for row in rows:
        plans.setdefault(row.plan, []).append(row)
    found = {plan: ValueColumns(of_plan) for plan, of_plan in plans.items()}
    return {plan: columns for plan, columns in found.items() if columns}


def _behaves(cells: Sequence[Column]) -> bool:
    """Whether these cells, all of one heading, hold a short value each."""
    single = sum(len(cell.items) == 1 for cell in cells)
    lengths = [len(item.text) for cell in cells for item in cell.items]
    return len(cells) >= LEAST and single >= SINGLE * len(cells) and median(lengths) <= SHORT


def _blank(heading: str, rows: Iterable[Row], filled: Sequence[tuple[Row, Column]]) -> frozenset[Cell]:
    """An empty cell for each row, of the same plans, without one."""
    plans = {(row.plan, row.update) for row, _ in filled}
    having = {row.key for row, _ in filled}
    return frozenset(
        Cell(row.key, 0, "")
        for row in rows
        if row.kind is RowKind.ROW and (row.plan, row.update) in plans and row.key not in having
    )


def _is_deed(question: str, named: Named) -> bool:
    """Whether what reads like the value "done" is what the question asks for: "what is being done"."""
    said = stems(question[named.start : named.end])
    return said <= _DONE and _DEEDS.search(question[: named.start]) is not None


def _overlap(one: Named, other: Named) -> bool:
    return one.start < other.end and other.start < one.end


def _hides(one: Named, other: Named, column: str) -> bool:
    """Whether a value is named rather than another: "not started" than "started", that of the column pointed to."""
    if not _overlap(one, other):
        return False
    longer = (one.end - one.start) - (other.end - other.start)
    return longer > 0 or (longer == 0 and one.column == column != other.column)
