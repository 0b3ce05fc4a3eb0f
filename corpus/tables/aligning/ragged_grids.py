"""Cells of a text extraction to a table's columns, where a cell's place is evidence and not a fact.

Cells go under their labels from left to right so that offsets change as little as possible and lists come to stand
where lists stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.language import numerals
from corpus.language.wording import Wording
from corpus.records import Block, BlockKind, Cell, GridRow
from corpus.tables.aligning.logical_rows import LogicalRow, Places, label_of, nearest
from corpus.tables.headers import is_number_label

_SHIFTED = 2.0  # the offset between cells and labels changes by one
_PIECES = 0.2  # two cells under pieces of one label
_NUMERAL = 2.5  # a cell begins with a numeral such as another label's cells have
_MERGED = 1.5  # two cells under one label that aren't pieces of it
_SELDOM = 0.2  # share of a label's cells
_LEADING_ARABIC = 2  # a bare 1, 2, 3 is a numeral only this far left; further right it is a figure
_LISTS = (BlockKind.BULLET, BlockKind.LIST)


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


def align_ragged(row: GridRow, places: Places, labels: Sequence[str], profile: Profile, wording: Wording) -> LogicalRow:
    """A row of a text extraction: marks and numerals in cells of their own are joined to what they belong to."""
    cells = _rubble_joined(_marks_joined([cell for cell in row.cells if cell.blocks]), wording)
    texts, numbers = _numerals_apart(cells, places, labels)
    chosen = _best_labels(texts, places, profile)
    out = LogicalRow(row, doubtful=_misplaced(texts, chosen, profile) or _merged(texts, chosen, places))
    for cell, label in zip(texts, chosen, strict=True):
        out = out.having(label, cell.blocks)
    for cell in numbers:
        own = label_of(places, cell)
        after = next((label for text, label in zip(texts, chosen, strict=True) if text.column > cell.column), None)
        free = own is not None and not is_number_label(labels[own])
        if own is not None and free and (after is None or (own < after and own not in out.slots)):
            out = out.having(own, number=cell.text)
        elif after is not None:
            out = out.having(after, number=cell.text)
        else:
            out = out.having(nearest(places, cell.column), cell.blocks)
    return out


def _misplaced(cells: Sequence[Cell], chosen: Sequence[int], profile: Profile) -> str:
    """A list that was put where the table otherwise has none."""
    for cell, label in zip(cells, chosen, strict=True):
        if _is_list(cell.blocks) and profile.listed[label] < _SELDOM:
            return f"the list “{_beginning(cell)} …” stands where other rows have none"
    return ""


def _merged(cells: Sequence[Cell], chosen: Sequence[int], places: Places) -> str:
    """Two cells that were put under one label though they stand in different columns."""
    for (one, label), (other, same) in pairwise(zip(cells, chosen, strict=True)):
        if label == same and _home(places, one) != _home(places, other):
            return f"“{_beginning(other)} …” stands in a column further right than “{_beginning(one)} …” before it"
    return ""


def _beginning(cell: Cell) -> str:
    return " ".join(cell.text.split()[:6])


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
