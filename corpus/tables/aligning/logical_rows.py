"""A physical row by its table's labels: what stands under each, and which numeral in front of it.

Logical rows are values: each pass over them returns new ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.language import numerals
from corpus.language.numerals import Numeral
from corpus.records import Block, BlockKind, Cell, GridRow, joined

Places = Sequence[int | None]


ASIDE = (BlockKind.NOTE, BlockKind.NESTED)  # what stands in a cell and is none of its own words


@dataclass(frozen=True, slots=True)
class Slot:
    """What one physical row has under one label. `automatic`: the numeral stands in no text."""

    number: str = ""
    blocks: tuple[Block, ...] = ()
    automatic: bool = False
    plain: bool = False  # no numeral stands in front of the text, whatever it begins with: `W. M. Walker`, `850 MHz`

    @property
    def text(self) -> str:
        """Its own words: a note on them only where there are none."""
        own = [block for block in self.blocks if block.kind not in ASIDE]
        return joined(own or self.blocks)


@dataclass(frozen=True, slots=True)
class LogicalRow:
    """A physical row by labels; labels without anything are absent.

    `shared` is what merged cells of the rows above say of this one too. `strays` are labels that took text
    which stood under none.
    """

    row: GridRow
    slots: Mapping[int, Slot] = field(default_factory=dict)
    shared: Mapping[int, tuple[Block, ...]] = field(default_factory=dict)
    strays: tuple[int, ...] = ()
    doubtful: str = ""  # what fits none too well where it was put, in words
    across: tuple[Block, ...] = ()  # what a cell says that spans all columns
    depth: int = 0  # of a heading that does: 0 for the outermost
    level: int | None = None  # headings that it stands under, of those in rows of their own; None: all that are open
    heads: bool = False  # is a heading of rows below it and a row of its own
    colours: Mapping[int, str] = field(default_factory=dict)  # of cells that hold nothing else
    aside: tuple[Block, ...] = ()  # words left out: those that only name a numeral, as in `Action 3.2`, and marks
    implied: tuple[Block, ...] = ()  # words that no cell of the row says

    def text(self, label: int) -> str:
        return self.slots[label].text if label in self.slots else ""

    def number(self, label: int) -> str:
        return self.slots[label].number if label in self.slots else ""

    def filled(self, label: int) -> bool:
        return label in self.slots and bool(self.slots[label].number or self.slots[label].text)

    def having(
        self, label: int, blocks: tuple[Block, ...] = (), number: str = "", *, automatic: bool | None = None
    ) -> LogicalRow:
        """The row with more under a label. A numeral that is there already stays."""
        old = self.slots.get(label, Slot())
        marked = old.automatic if automatic is None else automatic
        return self.with_slot(label, Slot(old.number or number, (*old.blocks, *blocks), marked))

    def with_slot(self, label: int, slot: Slot) -> LogicalRow:
        return replace(self, slots={**self.slots, label: slot})

    def without(self, label: int) -> LogicalRow:
        return replace(self, slots={other: slot for other, slot in self.slots.items() if other != label})


def numeral_of(row: LogicalRow, label: int) -> Numeral | None:
    """The numeral of a cell: from a cell of its own, from automatic numbering, or in front of the text."""
    return numerals.parse(row.number(label)) or split_of(row, label)[0]


def split_of(row: LogicalRow, label: int) -> tuple[Numeral | None, str]:
    """The numeral in front of a cell's text, and the rest."""
    slot = row.slots.get(label, Slot())
    return (None, slot.text) if slot.plain else numerals.split(slot.text)


def label_of(places: Places, cell: Cell) -> int | None:
    """The label above a cell: of the grid columns that it spans, the first that has one."""
    return next((label for label in places[cell.column : cell.column + cell.colspan] if label is not None), None)


def nearest(places: Places, column: int) -> int:
    """The label nearest to an unlabelled grid column, the left one of two as near."""
    known = [(abs(at - column), at, label) for at, label in enumerate(places) if label is not None]
    return min(known)[2] if known else 0


def across_all(row: GridRow, places: Places) -> bool:
    """Whether a row is one cell that spans all columns."""
    cells = [cell for cell in row.cells if cell.blocks]
    return len(cells) == 1 and _spans_all(cells[0], places)


def _spans_all(cell: Cell, places: Places) -> bool:
    known = [column for column, label in enumerate(places) if label is not None]
    return len(set(places) - {None}) > 1 and cell.column <= known[0] and cell.column + cell.colspan > known[-1]
