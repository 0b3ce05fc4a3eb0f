"""Prose blocks to rows: the text under each heading, in the same shape as a plan's rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from corpus.language import numerals
from corpus.records import Block, BlockKind, Column, Heading, Item, Location, Row, RowKind, fold
from corpus.tables.items import sentences

_LONG_PARAGRAPH = 900  # characters: a longer one, as flat extractions have, is parted at sentence ends
_PART = 500
_BARE = 4  # words of a heading above a table that says nothing by itself: “The actions”


def sections(
    blocks: Sequence[Block], tables: Collection[int] = (), shown: Collection[str] = ()
) -> tuple[list[Row], list[Block]]:
    """One row for each stretch of text under one path of headings, and the captions of tables.

    `tables` says before which blocks, by index, a table stands: headings that only lead to it are its captions, if they
    are among those, folded, that its rows have `shown`. Any other heading without text below it is text of the section
    around it, but above a table a short one is a note: it says nothing by itself.
    """
    outline = _Outline(shown)
    for place, block in enumerate(blocks):
        if place in tables:
            outline.table()
        if block.kind is BlockKind.HEADING:
            outline.heading(block)
        else:
            outline.text(block)
    if len(blocks) in tables:
        outline.table()
    return outline.finished()


def heading(block: Block) -> Heading:
    """A heading's own numeral and its words; `Part 2: …` stays whole."""
    if block.number:
        return Heading(block.number, block.text)
    numeral, rest = numerals.split(block.text)
    if numeral is None or numerals.word_before(block.text):
        return Heading("", block.text)
    return Heading(numeral.text, rest)


@dataclass(slots=True)
class _Step:
    """An open heading. `leads` says that text, a table or another heading that leads to some stands below it."""

    block: Block
    leads: bool = False


@dataclass(slots=True)
class _Section:
    above: tuple[Block, ...]
    location: Location
    items: list[Item] = field(default_factory=list)
    notes: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Caption:
    """A heading that leads to a table alone, those above it, and how many sections come before it."""

    block: Block
    above: tuple[Block, ...]
    before: int


@dataclass
class _Outline:
    """The headings open at some point of a document, and the sections so far; `shown` are those that rows have."""

    shown: Collection[str]
    _steps: list[_Step] = field(default_factory=list)
    _sections: list[_Section] = field(default_factory=list)
    _captions: list[_Caption] = field(default_factory=list)

    def heading(self, block: Block) -> None:
        self._close(block.level)
        self._steps.append(_Step(block))

    def table(self) -> None:
        blocks = [step.block for step in self._steps]
        self._captions += [
            _Caption(block, tuple(blocks[:depth]), len(self._sections))
            for depth, block in enumerate(blocks)
            if not self._steps[depth].leads
        ]
        self._lead()

    def text(self, block: Block) -> None:
        section = self._section(block)
        (section.notes if block.kind is BlockKind.NOTE else section.items).extend(_items(block))

    def finished(self) -> tuple[list[Row], list[Block]]:
        self._close(0)
        for caption in reversed([each for each in self._captions if fold(each.block.text) not in self.shown]):
            self._captions.remove(caption)
            self._as_text(caption)
        captions = [caption.block for caption in self._captions]
        return [_row(section, number) for number, section in enumerate(self._sections, start=1)], captions

    def _as_text(self, caption: _Caption) -> None:
        """Puts a heading that nothing else shows before the text after it, or in a section of its own."""
        following = self._sections[caption.before : caption.before + 1]
        if not following or following[0].above != caption.above:
            following = [_Section(caption.above, caption.block.location)]
            self._sections.insert(caption.before, following[0])
        bare = len(caption.block.text.split()) <= _BARE
        into = following[0].notes if bare else following[0].items
        into[:0] = _items(caption.block)

    def _section(self, block: Block) -> _Section:
        """The section that a text here belongs to: a new one where the headings above are others."""
        above = tuple(step.block for step in self._steps)
        if not self._sections or self._sections[-1].above != above:
            first = next((step.block for step in self._steps if not step.leads), block)
            self._sections.append(_Section(above, first.location))
            self._captions = [caption for caption in self._captions if caption.block not in above]
        self._lead()
        return self._sections[-1]

    def _lead(self) -> None:
        for step in self._steps:
            step.leads = True

    def _close(self, level: int) -> None:
        """Ends the headings from this level inwards."""
        while self._steps and self._steps[-1].block.level >= level:
            last = self._steps.pop()
            if not last.leads:
                self.text(Block(last.block.text, last.block.location))


def _row(section: _Section, number: int) -> Row:
    return Row(
        reference=f"§{number}",
        path=tuple(heading(block) for block in section.above),
        columns=(Column("", tuple(section.items)),),
        location=section.location,
        kind=RowKind.PROSE,
        notes=tuple(section.notes),
    )


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
