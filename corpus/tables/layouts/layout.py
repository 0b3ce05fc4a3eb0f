"""How a table is to be read: which column titles its rows, which stand above them, which only number others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.tables.aligning.parents import Parents


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns are meant by their labels' places, counted from 0; all that is not named here holds items.

    `groups` stand above the rows, outermost first. `numbers` are pairs: a column of numerals, and the column that it
    numbers. `bands`: rows of one short text head those below them, where they look so. `begins`: a row begins wherever
    this column is filled, as staff have it; else where it looks so. `choice` are columns of which each row marks one.
    """

    key: int
    groups: tuple[int, ...] = ()
    numbers: tuple[tuple[int, int], ...] = ()
    bands: bool = False
    begins: int | None = None
    parents: Parents = Parents.NONE
    choice: tuple[int, ...] = ()

    def content(self, count: int) -> tuple[int, ...]:
        """The columns that hold items, of so many."""
        apart = {self.key, *self.groups, *self.choice, *(column for column, _ in self.numbers)}
        return tuple(column for column in range(count) if column not in apart)

    def described(self, labels: Sequence[str]) -> str:
        """In words, for people: `“Action” titles the rows, under “Theme”; “Ref” numbers “Action”`."""
        says = [f"“{labels[self.key]}” titles the rows"]
        if self.groups:
            says.append("under " + " and ".join(f"“{labels[group]}”" for group in self.groups))
        words = ", ".join(says)
        numbered = [f"“{labels[column]}” numbers “{labels[target]}”" for column, target in self.numbers]
        if self.parents:
            numbered.append(_PARENTS[self.parents])
        if self.choice:
            numbered.append("one value: " + ", ".join(f"“{labels[column]}”" for column in self.choice))
        return "; ".join([words, *numbered])


_PARENTS = {
    Parents.NUMERALS: "rows head those numbered within them",
    Parents.BLANKS: "rows with little beside their title head those below",
}
