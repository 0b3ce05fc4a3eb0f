"""Numbers rows as their document does: numerals that were lost or misread, and the references that staff use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus.language.numerals import Numeral, Style, following
from corpus.records import Heading, Location, Problem, Severity
from corpus.tables.aligning.logical_rows import LogicalRow, numeral_of

COMPARE = "Compare this row with the document."
_TOTAL = "total"


@dataclass(slots=True)
class Count:
    """How far the rows of one group have been counted. `like` is a numeral whose case and prefix new ones take.

    `infers`: a row without numeral has lost it, as in text extractions, and is given the one that comes next.
    """

    style: Style | None
    like: str = ""
    infers: bool = True
    last: Numeral | None = None
    above: Numeral | None = None  # the last one of the group before: numbering may go on through all groups
    expects: bool = False  # whether a row came before, so that a numeral out of sequence means something

    def restart(self, above: str) -> None:
        """Begins again below another group; where numerals are dotted they begin with its number."""
        self.above, self.last = self.last or self.above, None
        if self.style is Style.DOTTED and above.isdigit() and self.like.count(".") == 1:
            self.like = f"{above}.0"

    def take(self, numeral: Numeral | None, where: Location) -> tuple[str, Problem | None]:
        """The next row's numeral; where it was lost or can't be right, the one that comes next."""
        if self.style is None:
            return (numeral.text if numeral else ""), None
        before, self.expects = self.expects, True
        expected = (self.last.value if self.last else 0) + 1
        if numeral and fits(numeral, self.style):
            going_on = self.above.value + 1 if self.above else 1
            odd = before and numeral.value not in (expected, 1, going_on if self.last is None else expected)
            problem = _out_of_sequence(numeral, self.last, where) if odd else None
            self.last = replace(numeral, style=self.style)
            return numeral.text, problem
        text = following(self.style, expected, self.last.text if self.last else self.like)
        if not self.infers:
            return (numeral.text, _of_another_kind(numeral, text, where)) if numeral else ("", _unnumbered(text, where))
        self.last = Numeral(text, self.style, expected)
        return text, _inferred(numeral, text, where)


def fits(numeral: Numeral, style: Style) -> bool:
    """Whether a numeral belongs to a column of this style: `i` may be a letter as well, `C1` a dotted numeral."""
    pair = {numeral.style, style}
    return len(pair) == 1 or pair <= {Style.ROMAN, Style.LETTER} or pair <= {Style.DOTTED, Style.CODE}


_COUNTED = 0.48  # of a column's cells have numerals, and of their steps go one up: some are lost or misread


def counted_style(rows: Sequence[LogicalRow], label: int) -> Style | None:
    """The numerals that most cells of a column begin with, if most of them go one up or begin again; else None.

    Below a new group numerals may begin again after the very first, as in i, i, i.
    """
    filled = [row for row in rows if row.filled(label)]
    found = [(row, numeral) for row in filled if (numeral := numeral_of(row, label))]
    if len(found) < 2 or len(found) < _COUNTED * len(filled):
        return None
    steps = [
        b.value == a.value + 1
        or (b.value == 1 and (a.text != b.text or any(row.filled(left) for left in range(label))))
        for (_, a), (row, b) in pairwise(found)
    ]
    return usual_style(rows, label) if sum(steps) >= _COUNTED * len(steps) else None


def usual_style(rows: Sequence[LogicalRow], label: int) -> Style | None:
    """The style of most numerals in a column, None where it has none."""
    styles = Counter(numeral.style for row in rows if (numeral := numeral_of(row, label)))
    return max(styles, key=lambda style: (styles[style], style)) if styles else None


@dataclass
class References:
    """Gives each row the name that staff use: the numerals of its path, ordinals where it has none.

    A total without a numeral is called so, `2.total`, and takes no row's ordinal.
    """

    _siblings: dict[tuple[Heading, ...], list[Heading]] = field(default_factory=dict)

    def of(self, path: Sequence[Heading], table: int, *, total: bool = False) -> str:
        """The reference of the next row; `table` counts from 1 where a document has several without headings."""
        steps = list(path)
        reference = ""
        if len(steps) == 1 and table:
            steps = [Heading(str(table), ""), *steps]
        for depth, step in enumerate(steps):
            above = tuple(steps[:depth])
            is_row = depth == len(steps) - 1
            number = (step.number or _TOTAL) if is_row and total else self._number(above, step, is_row=is_row)
            whole = "." in number or not (number.isalpha() or number.isdigit() or number == "?")
            reference = number if whole or not reference else f"{reference}.{number}"
        return reference

    def _number(self, above: tuple[Heading, ...], step: Heading, *, is_row: bool) -> str:
        siblings = self._siblings.setdefault(above, [])
        if is_row or step not in siblings:
            siblings.append(step)
        return step.number or str(len(siblings) if is_row else siblings.index(step) + 1)


def _out_of_sequence(numeral: Numeral, last: Numeral | None, where: Location) -> Problem:
    after = last.text if last else "the beginning"
    return Problem(
        Severity.NOTE,
        where,
        f"the numeral {numeral.text} follows {after}",
        "left as it is",
        "Check whether a row is missing here.",
    )


def _unnumbered(text: str, where: Location) -> Problem:
    return Problem(Severity.NOTE, where, f"no numeral where {text} comes next", "left without one", COMPARE)


def _of_another_kind(numeral: Numeral, text: str, where: Location) -> Problem:
    seen = f"the numeral {numeral.text} where {text} comes next"
    return Problem(Severity.WARNING, where, seen, "left as it is", COMPARE)


def _inferred(numeral: Numeral | None, text: str, where: Location) -> Problem:
    seen = f"the numeral “{numeral.text}”" if numeral else "no numeral"
    return Problem(
        Severity.WARNING, where, f"{seen} where {text} comes next", f"numbered {text}, after the row before it", COMPARE
    )
