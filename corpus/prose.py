"""Prose blocks to rows: the text under each heading, in the same shape as a plan's rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus import numerals
from corpus.items import sentences
from corpus.records import Block, BlockKind, Column, Heading, Item, Location, Row, RowKind

_LONG_PARAGRAPH = 900  # characters: a longer one, as flat extractions have, is parted at sentence ends
_PART = 500


@dataclass(slots=True)
class _Section:
    path: tuple[Heading, ...]
    location: Location
    items: list[Item] = field(default_factory=list)
    notes: list[Item] = field(default_factory=list)


def sections(blocks: Sequence[Block]) -> list[Row]:
    """One row for each stretch of text under one path of headings; a heading without text gives none of its own."""
    path: list[tuple[int, Heading]] = []
    out: list[_Section] = []
    bare: Block | None = None
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            path = [*((level, step) for level, step in path if level < block.level), (block.level, heading(block))]
            bare = block
            continue
        steps = tuple(step for _, step in path)
        if not out or out[-1].path != steps:
            out.append(_Section(steps, bare.location if bare else block.location))
        bare = None
        (out[-1].notes if block.kind is BlockKind.NOTE else out[-1].items).extend(_items(block))
    return [
        Row(
            reference=f"§{number}",
            path=section.path,
            columns=(Column("", tuple(section.items)),),
            location=section.location,
            kind=RowKind.PROSE,
            notes=tuple(section.notes),
        )
        for number, section in enumerate(out, start=1)
    ]


def heading(block: Block) -> Heading:
    """A heading's own numeral and its words."""
    if block.number:
        return Heading(block.number, block.text)
    numeral, rest = numerals.split(block.text)
    return Heading(numeral.text, rest) if numeral else Heading("", block.text)


def _items(block: Block) -> list[Item]:
    if len(block.text) <= _LONG_PARAGRAPH:
        return [Item(block.text, (block.location,), block.level, block.guessed)] if block.text else []
    parts: list[str] = []
    for sentence in sentences(block.text):
        if parts and len(parts[-1]) + len(sentence) < _PART:
            parts[-1] = f"{parts[-1]} {sentence}"
        else:
            parts.append(sentence)
    return [Item(part, (block.location,), block.level, guessed=True) for part in parts]
