"""Physical cells to a table's columns: what stands under which label, and which numeral in front of it.

In a true grid a cell's place is a fact. In a ragged one it is evidence: cells go under their labels from
left to right so that offsets change as little as possible and lists come to stand where lists stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.language import numerals
from corpus.language.wording import Wording
from corpus.records import Block, BlockKind, Cell, GridRow
from corpus.tables.headers import is_number_label

Places = Sequence[int | None]

_SHIFTED = 2.0  # the offset between cells and labels changes by one
_PIECES = 0.2  # two cells under pieces of one label
_NUMERAL = 2.5  # a cell begins with a numeral such as another label's cells have
_MERGED = 1.5  # two cells under one label that aren't pieces of it
_SELDOM = 0.2  # share of a label's cells
_LEADING_ARABIC = 2  # a bare 1, 2, 3 is a numeral only this far left; further right it is a figure
_LISTS = (BlockKind.BULLET, BlockKind.LIST)


@dataclass(slots=True)
class Slot:
    """What one physical row has under one label."""

    number: str = ""
    blocks: tuple[Block, ...] = ()
    automatic: bool = False  # the numeral stands in no text

    @property
    def text(self) -> str:
        return " ".join(block.text for block in self.blocks).strip()


@dataclass(slots=True)
class LogicalRow:
    """A physical row by labels; labels without anything are absent.

    `shared` is what merged cells of the rows above say of this one too. `strays` are labels that took text
    which stood under none.
    """

    row: GridRow
    slots: dict[int, Slot] = field(default_factory=dict)
    shared: dict[int, tuple[Block, ...]] = field(default_factory=dict)
    strays: list[int] = field(default_factory=list)
    doubtful: str = ""  # a text that fits none too well where it was put
    across: tuple[Block, ...] = ()  # what a cell says that spans all columns
    depth: int = 0  # of a heading that does: 0 for the outermost
    colours: dict[int, str] = field(default_factory=dict)  # of cells that hold nothing else
    aside: tuple[Block, ...] = ()  # words that only name a numeral, as in `Action 3.2`

    def text(self, label: int) -> str:
        return self.slots[label].text if label in self.slots else ""

    def number(self, label: int) -> str:
        return self.slots[label].number if label in self.slots else ""

    def put(self, label: int, blocks: tuple[Block, ...] = (), number: str = "") -> None:
        slot = self.slots.setdefault(label, Slot())
        slot.blocks = (*slot.blocks, *blocks)
        slot.number = slot.number or number


@dataclass(frozen=True, slots=True)
class Profile:
    """For each label the share of its cells that are lists, and the numerals that most of its cells begin with."""

    listed: tuple[float, ...]
    styles: tuple[numerals.Style | None, ...]
    for_numbers: tuple[bool, ...]  # labels such as “Ref”, under which no text stands

    @classmethod
    def of(cls, rows: Sequence[tuple[GridRow, Places]], labels: Sequence[str]) -> Profile:
        lists, filled = [0] * len(labels), [0] * len(labels)
        styles: list[Counter[numerals.Style]] = [Counter() for _ in labels]
        for row, places in rows:
            for cell in row.cells:
                label = label_of(places, cell)
                if label is not None and cell.text and numerals.parse(cell.text) is None:
                    filled[label] += 1
                    lists[label] += _is_list(cell.blocks)
                    if numeral := numerals.split(cell.text)[0]:
                        styles[label][numeral.style] += 1
        common = [next(iter(seen.most_common(1)), None) for seen in styles]
        return cls(
            tuple(a / b if b else 0.5 for a, b in zip(lists, filled, strict=True)),
            tuple(best[0] if best and best[1] * 2 > b else None for best, b in zip(common, filled, strict=True)),
            tuple(map(is_number_label, labels)),
        )

    def misfit(self, cell: Cell) -> list[float]:
        """For each label what speaks against the cell: a list among texts or the reverse, another label's numeral."""
        numeral = numerals.split(cell.text)[0]
        out = [
            abs(_is_list(cell.blocks) - share) + _NUMERAL * bare
            for share, bare in zip(self.listed, self.for_numbers, strict=True)
        ]
        if numeral and numeral.style in self.styles:
            odd = [style is not numeral.style for style in self.styles]
            out = [cost + _NUMERAL * wrong for cost, wrong in zip(out, odd, strict=True)]
        return out


def align(row: GridRow, places: Places, numbers: Mapping[int, int], reaching: Sequence[Cell] = ()) -> LogicalRow:
    """A row of a true grid: every cell goes where it stands.

    `numbers` are the labels under which only numerals stand, each with the label that they number; `reaching` are
    merged cells of the rows above.
    """
    out = LogicalRow(row)
    for cell in reaching:
        if (label := label_of(places, cell)) is not None:
            out.shared[label] = (*out.shared.get(label, ()), *cell.blocks)
    cells = [cell for cell in row.cells if cell.blocks]
    if across_all(row, places):
        out.across = cells[0].blocks
        return out
    for cell in row.cells:
        if cell.colour and (label := label_of(places, cell)) is not None:
            out.colours[label] = cell.colour
    filled = {label_of(places, cell) for cell in cells}
    for cell, after in zip(cells, [*cells[1:], None], strict=True):
        label = label_of(places, cell)
        beside = label_of(places, after) if after else None
        if label is not None and label in numbers:
            target = numbers[label] if numbers[label] in filled else beside
            if target is not None:
                _put_number(out, target, cell)
                continue
        elif beside is not None and label in (None, beside) and (numeral := numerals.parse(cell.text)):
            out.put(beside, number=numeral.text)
            continue
        target = label if label is not None else _nearest(places, cell.column)
        if label is None and cell.text:
            out.strays.append(target)
        out.put(target, tuple(block for block in cell.blocks if block.text))
        if cell.blocks[0].number and not out.number(target) and sum(bool(block.number) for block in cell.blocks) == 1:
            out.slots[target].number, out.slots[target].automatic = cell.blocks[0].number, True
    return out


def _put_number(out: LogicalRow, target: int, cell: Cell) -> None:
    """Puts the numeral that stands in a cell of its own, or is its automatic one, before the text that it numbers."""
    first = cell.blocks[0]
    named = numerals.named(cell.text or first.number)
    if named and named.word and cell.text:
        out.aside = (*out.aside, replace(first, text=named.word))
    out.put(target, number=named.numeral.text if named else cell.text or first.number)
    out.slots[target].automatic = not cell.text


def align_ragged(row: GridRow, places: Places, labels: Sequence[str], profile: Profile, wording: Wording) -> LogicalRow:
    """A row of a text extraction: marks and numerals in cells of their own are joined to what they belong to."""
    cells = _rubble_joined(_marks_joined([cell for cell in row.cells if cell.blocks]), wording)
    texts, numbers = _numerals_apart(cells, places, labels)
    chosen = _best_labels(texts, places, profile)
    out = LogicalRow(row, doubtful=_misplaced(texts, chosen, profile))
    for cell, label in zip(texts, chosen, strict=True):
        out.put(label, cell.blocks)
    for cell in numbers:
        own = label_of(places, cell)
        after = next((label for text, label in zip(texts, chosen, strict=True) if text.column > cell.column), None)
        if (
            own is not None
            and not is_number_label(labels[own])
            and (after is None or (own < after and own not in out.slots))
        ):
            out.put(own, number=cell.text)
        elif after is not None:
            out.put(after, number=cell.text)
        else:
            out.put(_nearest(places, cell.column), cell.blocks)
    return out


def _misplaced(cells: Sequence[Cell], chosen: Sequence[int], profile: Profile) -> str:
    """The beginning of a list that was put where the table otherwise has none."""
    for cell, label in zip(cells, chosen, strict=True):
        if _is_list(cell.blocks) and profile.listed[label] < _SELDOM:
            return " ".join(cell.text.split()[:6])
    return ""


def label_of(places: Places, cell: Cell) -> int | None:
    """The label above a cell: of the grid columns that it spans, the first that has one."""
    return next((label for label in places[cell.column : cell.column + cell.colspan] if label is not None), None)


def across_all(row: GridRow, places: Places) -> bool:
    """Whether a row is one cell that spans all columns."""
    cells = [cell for cell in row.cells if cell.blocks]
    return len(cells) == 1 and _spans_all(cells[0], places)


def _spans_all(cell: Cell, places: Places) -> bool:
    known = [column for column, label in enumerate(places) if label is not None]
    return len(set(places) - {None}) > 1 and cell.column <= known[0] and cell.column + cell.colspan > known[-1]


def _nearest(places: Places, column: int) -> int:
    """The label nearest to an unlabelled grid column, the left one of two as near."""
    known = [(abs(at - column), at, label) for at, label in enumerate(places) if label is not None]
    return min(known)[2] if known else 0


def _is_list(blocks: Sequence[Block]) -> bool:
    return any(block.kind in _LISTS for block in blocks)


def _marks_joined(cells: Sequence[Cell]) -> list[Cell]:
    """A bullet's mark in a cell of its own goes to the text in the next one, which is then a list.

    One mark for all of a cell's sentences means that the others were lost.
    """
    out: list[Cell] = []
    mark = False
    for cell in cells:
        if not cell.text:
            mark = True
            continue
        first = cell.blocks[0]
        if mark and first.kind is BlockKind.PARAGRAPH:
            kind = BlockKind.BULLET if len(cell.blocks) > 1 else BlockKind.LIST
            cell = replace(cell, blocks=(replace(first, kind=kind), *cell.blocks[1:]))
        out.append(cell)
        mark = False
    return out


def _rubble_joined(cells: Sequence[Cell], wording: Wording) -> list[Cell]:
    """Neighbouring short cells made of pieces of words are one cell that was torn."""
    out: list[Cell] = []
    for cell in cells:
        if out and len(cell.text.split()) < 15 and len(out[-1].text.split()) < 15:
            both = f"{out[-1].text} {cell.text}"
            if wording.is_rubble(cell.text) and wording.is_rubble(both) and not numerals.parse(out[-1].text):
                block = replace(out[-1].blocks[0], text=both)
                out[-1] = replace(out[-1], blocks=(block,))
                continue
        out.append(cell)
    return out


def _numerals_apart(cells: Sequence[Cell], places: Places, labels: Sequence[str]) -> tuple[list[Cell], list[Cell]]:
    """Cells of text, and cells that hold nothing but the numeral of the text after them."""
    texts: list[Cell] = []
    numbers: list[Cell] = []
    for cell, after in zip(cells, [*cells[1:], None], strict=True):
        numeral = numerals.parse(cell.text)
        label = label_of(places, cell)
        heads = numeral is not None and after is not None and not any(_is_list(text.blocks) for text in texts)
        if heads and numeral is not None and numeral.style is numerals.Style.ARABIC:
            own = label is not None and not is_number_label(labels[label])
            heads = not own or (label or 0) < _LEADING_ARABIC
        (numbers if heads else texts).append(cell)
    return texts, numbers


def _best_labels(cells: Sequence[Cell], places: Places, profile: Profile) -> list[int]:
    """The cheapest way to put cells under labels from left to right, by dynamic programming.

    It costs most where the offset changes between neighbours, less for two cells under one label,
    and up to 1 for a list where texts stand or the reverse.
    """
    if not cells:
        return []
    count = len(profile.listed)
    homes = [_home(places, cell) for cell in cells]
    costs: list[list[float]] = []
    steps: list[list[int]] = []
    for index, cell in enumerate(cells):
        fit = profile.misfit(cell)
        if index == 0:
            costs.append([_SHIFTED * abs(label - homes[0]) + fit[label] for label in range(count)])
            steps.append([0] * count)
            continue
        row, step = [], []
        for label in range(count):
            options = [
                costs[-1][before]
                + _SHIFTED * abs((label - homes[index]) - (before - homes[index - 1]))
                + (_merge_cost(homes[index - 1], homes[index]) if before == label else 0.0)
                for before in range(label + 1)
            ]
            best = min(range(label + 1), key=lambda before: (options[before], -before))
            row.append(options[best] + fit[label])
            step.append(best)
        costs.append(row)
        steps.append(step)
    label = min(range(count), key=lambda last: (costs[-1][last], -last))
    chosen = [label]
    for step in reversed(steps[1:]):
        label = step[label]
        chosen.append(label)
    return chosen[::-1]


def _merge_cost(before: float, here: float) -> float:
    return _PIECES if before == here else _MERGED


def _home(places: Places, cell: Cell) -> float:
    """The label above a cell as a number; between labels half way, behind the last one a whole step further."""
    label = label_of(places, cell)
    if label is not None:
        return label
    left = [known for known in places[: cell.column] if known is not None]
    right = [known for known in places[cell.column :] if known is not None]
    if not right:
        return left[-1] + 1 if left else 0
    return right[0] - 0.5
