"""Plans without tables: texts under labels that come again (`Lead: …`, lists of terms) turned to cards, one an entry.

1.1 Open the hub                       1.1 Open the hub
Lead: J. Marlow                 ->     Lead     | J. Marlow
Progress: The lease is signed.         Progress | The lease is signed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Meaning, Reading, fold
from corpus.tables.columns.column_types import is_known, meaning_of

_LEAST = 3  # times that a label comes again, and entries that a plan has
_FEW = 2  # times that a label such as plans have comes again
_KNOWN = 2  # labels of an entry that are such as plans have: a glossary's terms aren't
_MOSTLY = 0.6  # of the entries begin with the same label: in text that is jumbled they don't
_LABEL_WORDS = 6
_INLINE = re.compile(r"(?<![^\s(])((?:[^\W\d_]++[’'/&-]?+[ ]?+){1,6}+):(?=\s|$)")
_PARTING = ";|•(–—- "  # what parts a label from the text before it
_ENDS = frozenset(".;!?|•(–—-")  # what ends the text before a label
_NUMBERING = re.compile(r"(?:[A-Z][a-z]{1,20} )?\d{1,3}[.:]?")
_CAPITAL = re.compile(r"(?<!\S)[A-Z]")


@dataclass(slots=True)
class _Entry:
    title: Block | None
    fields: list[tuple[Block, list[Block]]] = field(default_factory=list)  # labels and their texts

    def has(self, label: Block) -> bool:
        return any(fold(known.text) == fold(label.text) for known, _ in self.fields)


@dataclass(frozen=True, slots=True)
class _Label:
    """A label in the text, to be told from the blocks around it."""

    block: Block


def with_entries(reading: Reading) -> Reading:
    """The reading with labelled texts as cards, if it has enough of them that are such as plans have."""
    labels = _labels([part for part in reading.parts if isinstance(part, Block)])
    if sum(map(is_known, labels)) < _KNOWN:
        return reading
    pieces = list(_pieces(reading.parts, labels))
    for titled in (True, False):
        parts = _without_tails(_parts(pieces, titled=titled))
        entries = [part for part in parts if isinstance(part, _Entry)]
        if sum(len(entry.fields) >= _KNOWN for entry in entries) >= _LEAST and _begin_alike(entries, titled=titled):
            return replace(reading, parts=tuple(_grid(part) if isinstance(part, _Entry) else part for part in parts))
    return reading


def labels_before_colons(blocks: Iterable[Block]) -> list[str]:
    """The labels such as plans have that come again before colons, as in `Lead: J. Marlow`."""
    found = (label for block in blocks for each in _INLINE.finditer(block.text) for label in _from_capitals(each[1]))
    return [label for label, count in Counter(found).items() if count >= _LEAST and is_known(label)]


def _begin_alike(entries: Sequence[_Entry], *, titled: bool) -> bool:
    """Whether most entries begin with the same label: one that may title them, if they aren't titled: `You said: …`."""
    first, count = Counter(fold(entry.fields[0][0].text) for entry in entries).most_common(1)[0]
    may_title = titled or meaning_of(first) in (Meaning.OTHER, Meaning.ACTION, Meaning.GROUP)
    return count >= _MOSTLY * len(entries) and may_title


def _labels(blocks: Sequence[Block]) -> set[str]:
    """The labels that come again, folded: whole short blocks, or words before a colon.

    A block that always stands right below a label is its text, however often it comes: `Green` below `Status`. Nor is
    the end of a text part of the label behind it, as in `Lead: Schools Manager By: May`, if that comes without it,
    most entries lack the two together, and these begin no line or sentence.
    """
    counts: Counter[str] = Counter()
    beginning: set[str] = set()
    before: dict[str, set[str]] = {}
    for above, block in zip([None, *blocks], blocks, strict=False):
        found = [(fold(text), begins) for text, begins in _candidates(block)]
        counts.update({label for label, _ in found} - {""})
        beginning |= {label for label, begins in found if begins}
        before.setdefault(fold(block.text), set()).add(fold(above.text) if above else "")
    labels: set[str] = set()
    usual = _MOSTLY * max((counts[label] for label in beginning), default=0)
    for label, count in counts.items():
        alone = label in beginning or count >= usual or all(counts[shorter] <= count for shorter in _ends(label))
        if count >= (_FEW if is_known(label) else _LEAST) and alone and not before.get(label, {""}) <= labels:
            labels.add(label)
    return labels


def _ends(label: str) -> Iterator[str]:
    """What a label ends with, word by word: `update` of `progress update`."""
    words = label.split()
    return (" ".join(words[start:]) for start in range(1, len(words)))


def _candidates(block: Block) -> Iterator[tuple[str, bool]]:
    """Texts of a block that may be labels, each with whether a line or sentence begins with it."""
    brief = len(block.text.split()) <= _LABEL_WORDS and not _INLINE.search(block.text[:-1])  # `Lead: Ann` is a text
    if brief and block.kind is not BlockKind.BULLET and block.text[:1].isupper():
        yield block.text.rstrip(":"), True
    for found in _INLINE.finditer(block.text):
        begins = not found.start() or block.text[: found.start()].rstrip()[-1:] in _ENDS
        for at, text in enumerate(_from_capitals(found[1])):
            yield text, begins and not at


def _from_capitals(text: str) -> Iterator[str]:
    return (text[start.start() :] for start in _CAPITAL.finditer(text))


def _pieces(parts: Iterable[Grid | Block], labels: set[str]) -> Iterator[Grid | Block | _Label]:
    """The parts with their labels apart."""
    for part in parts:
        if isinstance(part, Grid):
            yield part
        elif fold(part.text) in labels and part.kind is not BlockKind.BULLET:
            yield _Label(replace(part, kind=BlockKind.PARAGRAPH, text=part.text.rstrip(":")))
        else:
            yield from _apart(part, labels)


def _apart(block: Block, labels: set[str]) -> Iterator[Block | _Label]:
    """A block cut before and after each label in it: `1.1 Open the hub Lead: J. Marlow`, `(Lead: J. Marlow; …)`.

    What stands before the first label is plain text, whatever the block is: it may title the labelled ones.
    """
    begun = 0
    for found in _INLINE.finditer(block.text):
        starts = [found.start(1) + start.start() for start in _CAPITAL.finditer(found[1])]
        known = [start for start in starts if fold(block.text[start : found.end(1)]) in labels]
        if not known:
            continue
        if before := block.text[begun : known[0]].strip().rstrip(_PARTING).rstrip():
            plain = replace(block, kind=BlockKind.PARAGRAPH, level=0) if not begun else block
            yield replace(plain, text=before)
        yield _Label(replace(block, text=block.text[known[0] : found.end(1)], number=""))
        begun = found.end()
    rest = block.text[begun:].strip()
    if rest and begun:
        rest = rest[:-1] if rest.count(")") > rest.count("(") and rest.endswith(")") else rest
        plain = replace(block, kind=BlockKind.PARAGRAPH, level=0) if block.kind is BlockKind.HEADING else block
        yield replace(plain, text=rest)
    elif rest:
        yield block


@dataclass(slots=True)
class _Collecting:
    """The parts so far, and the entry that is open. `waiting` are texts of no entry yet: the last may be a title.

    Entries that aren't `titled` begin with their first label.
    """

    titled: bool
    parts: list[Grid | Block | _Entry] = field(default_factory=list)
    waiting: list[Block] = field(default_factory=list)
    entry: _Entry | None = None

    def label(self, label: Block) -> None:
        if self.entry is None or self.entry.has(label):
            title = self._title(label) if self.titled else None
            self.close()
            if title is None and self.titled:
                self.waiting = [label]
                return
            self.entry = _Entry(title)
        self.entry.fields.append((label, []))

    def text(self, block: Block) -> None:
        if self.entry is not None and block.kind is not BlockKind.HEADING:
            self.entry.fields[-1][1].append(block)
        elif self.entry is None and block.kind is not BlockKind.HEADING and _numbers_next(self.waiting):
            self.waiting.append(block)
        else:
            self.close()
            self.waiting = [block]

    def close(self) -> None:
        """Ends the entry, and gives up waiting for one."""
        self.parts += [*([self.entry] if self.entry else []), *self.waiting]
        self.entry, self.waiting = None, []

    def _title(self, label: Block) -> Block | None:
        """Takes the title of the next entry from the end of the texts before it; a label's only text is none.

        A bullet may title only labels that stand within it.
        """
        before = self.entry.fields[-1][1][1:] if self.entry else self.waiting
        if not before or (self.entry and before[-1].kind is BlockKind.BULLET and label.level <= before[-1].level):
            return None
        title = (self.entry.fields[-1][1] if self.entry else self.waiting).pop()
        if not self.entry and _numbers_next(self.waiting):
            title = replace(title, text=f"{self.waiting.pop().text.rstrip('.:')}. {title.text}")
        return title


def _numbers_next(waiting: Sequence[Block]) -> bool:
    """Whether the last of some texts is a heading that only numbers what stands below it: `Recommendation 1`."""
    return bool(waiting) and waiting[-1].kind is BlockKind.HEADING and bool(_NUMBERING.fullmatch(waiting[-1].text))


def _parts(pieces: Iterable[Grid | Block | _Label], *, titled: bool) -> list[Grid | Block | _Entry]:
    """Entries, each begun by its first label and ended by a heading, a table or the first label again."""
    collecting = _Collecting(titled)
    for piece in pieces:
        if isinstance(piece, _Label):
            collecting.label(piece.block)
        elif isinstance(piece, Block):
            collecting.text(piece)
        else:
            collecting.close()
            collecting.parts.append(piece)
    collecting.close()
    return collecting.parts


def _without_tails(parts: Sequence[Grid | Block | _Entry]) -> list[Grid | Block | _Entry]:
    """The parts with what stands below the last of several entries apart, where it is none of its last label's text:
    more paragraphs than that label has in any other entry, or some below bullets as in no other."""
    shapes: dict[str, list[tuple[int, int, bool]]] = {}
    for at, part in enumerate(parts):
        for label, texts in part.fields if isinstance(part, _Entry) else ():
            shapes.setdefault(fold(label.text), []).append((at, *_tail(texts)))
    out: list[Grid | Block | _Entry] = []
    for at, part in enumerate(parts):
        out.append(part)
        if not isinstance(part, _Entry) or isinstance(next(iter(parts[at + 1 :]), None), _Entry):
            continue
        label, texts = part.fields[-1]
        tail, listed = _tail(texts)
        others = [(count, alike) for place, count, alike in shapes[fold(label.text)] if place != at]
        most = max([count for count, alike in others if alike is listed], default=0)
        extra = tail - max(most, 0 if listed else 1)
        if len(others) >= _LEAST - 1 and extra > 0:
            out[-1] = replace(part, fields=[*part.fields[:-1], (label, texts[:-extra])])
            out += texts[-extra:]
    return out


def _tail(texts: Sequence[Block]) -> tuple[int, bool]:
    """How many paragraphs a text ends with, and whether bullets stand above them."""
    above = [at for at, block in enumerate(texts, start=1) if block.kind is BlockKind.BULLET]
    return len(texts) - max(above, default=0), bool(above)


def _grid(entry: _Entry) -> Grid:
    """An entry as a card."""
    title = replace(entry.title, kind=BlockKind.PARAGRAPH, level=0) if entry.title else None
    rows = [GridRow((Cell((title,), 0),), title.location)] if title else []
    for label, texts in entry.fields:
        plain = replace(label, kind=BlockKind.PARAGRAPH, level=0)
        cells = (Cell((plain,), 0), Cell(tuple(texts), 1))
        rows.append(GridRow(cells, label.location))
    return Grid(tuple(rows), rows[0].location)
