"""Plans written as cards, a small table for each action with labels beside their texts: turned to one table.

Action 1.1 | Open the hub                  Action | Lead   | Progress
Lead       | J. Marlow             ->  1.1 | Open … | J. Ma… | The lease …
Progress   | The lease is signed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.language import numerals
from corpus.records import Block, BlockKind, Cell, Grid, GridRow, Location, Meaning, Reading, fold
from corpus.tables.columns.column_types import is_known, meaning_of

_LABEL_WORDS = 10
_LEAST_LABELS = 2
_SIDE_BY_SIDE = 4  # cells of a row that two cards share
_MOSTLY = 0.6  # of the cards have a label that is one of theirs, and of a card's labels are such
_NUMBER = ""  # the label over numerals
_NAMING = (Meaning.ACTION, Meaning.GROUP)  # labels of what is to be done: below `Action 1` they title the card
_TITLE = "Title"  # the label over titles that have none


@dataclass(slots=True)
class _Field:
    """A label of a card, and the pieces of its text: further ones stand beyond a page's end."""

    name: str
    label: Block | None
    pieces: list[Cell]


@dataclass(slots=True)
class _Card:
    location: Location
    gap: bool
    fields: list[_Field] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    heading: Block | None = None  # the one directly above it


@dataclass(slots=True)
class _Deck:
    """The cards of one grid. `tells`: their labels are enough to know them by."""

    grid: Grid
    cards: list[_Card]
    tells: bool = True


def turned(reading: Reading) -> Reading:
    """The reading with its cards as rows; their labels, but for those that head a table, are among `dropped`."""
    decks = _decks(reading)
    cards = [card for deck in decks.values() for card in deck.cards]
    if len(cards) < 2:
        return reading
    headings = _own_headings(reading.parts, decks)
    for deck in decks.values():
        for card in deck.cards:
            card.heading = headings.get(id(deck.grid))
            _entitle(card)
    order = _order(cards)
    titles = set(map(id, headings.values()))
    parts: list[Grid | Block] = []
    dropped: list[Block] = []
    for part in reading.parts:
        if id(part) in decks:
            dropped += _put(parts, part, decks[id(part)], order)
        elif id(part) not in titles:
            parts.append(part)
    return replace(reading, parts=tuple(parts), dropped=(*reading.dropped, *dropped))


def _decks(reading: Reading) -> dict[int, _Deck]:
    """The grids that are cards such as the others, by identity."""
    decks = {id(part): deck for part in reading.parts if isinstance(part, Grid) and (deck := _deck(part))}
    decks = _without_tables(decks)
    known = _shared([card for deck in decks.values() if deck.tells for card in deck.cards])
    return {key: deck for key, deck in decks.items() if known and all(_is_like(card, known) for card in deck.cards)}


def _put(parts: list[Grid | Block], part: Grid | Block, deck: _Deck, order: dict[str, str]) -> Iterator[Block]:
    """Adds a deck's rows to the table above or as one of its own; yields the labels that head nothing."""
    rows = [row for card in deck.cards for row in _rows(card, order)]
    header = _header(deck.cards[0], order)
    yield from (found.label for card in deck.cards[1:] for found in card.fields if found.label)
    last = parts[-1] if parts else None
    if isinstance(last, Grid) and last.rows[0].cells and _labels(last.rows[0]) == _labels(header):
        yield from (block for cell in header.cells for block in cell.blocks)
        parts[-1] = replace(last, rows=(*last.rows, *rows))
    else:
        titles = list(order).index(_TITLE) if any(each.name == _TITLE for each in deck.cards[0].fields) else None
        parts.append(Grid((header, *rows), part.location, titles=titles))


# --- what cards are --------------------------------------------------------------------------------


def _deck(grid: Grid) -> _Deck | None:
    """A grid's rows as cards, if each is a label and its text, two such pairs, or a title across; else None."""
    cards: list[_Card] = []
    for row in _unfolded(grid.rows) if not grid.ragged else ():
        cells = [cell for cell in row.cells if cell.text or len(row.cells) in (2, 4)]
        if not any(cell.text for cell in cells):
            continue
        if len(cells) not in (1, 2, 4) or not all(_is_label(cell) for cell in cells[:-1:2]):
            return None
        _take(cards, row, cells)
    tells = _tells(name for card in cards for name in card.names)
    return _Deck(grid, cards, tells) if tells or all(_TITLE in card.names for card in cards) else None


def _unfolded(rows: Sequence[GridRow]) -> Iterator[GridRow]:
    """The rows with cards that stand side by side one below the other: every label of a row is said again beside it."""
    beside: list[list[GridRow]] = []
    known: set[str] = set()
    for row in rows:
        labels = [fold(cell.text) for cell in row.cells[::2]]
        alike = len(row.cells) >= _SIDE_BY_SIDE and len(row.cells) % 2 == 0 and len({*labels} - {""}) == 1
        if not alike or labels[0] in known:
            yield from (part for card in beside for part in card)
            beside, known = [], set()
        if not alike:
            yield row
            continue
        known.add(labels[0])
        pairs = [row.cells[at : at + 2] for at in range(0, len(row.cells), 2)]
        beside = beside or [[] for _ in pairs]
        for card, cells in zip(beside, pairs, strict=False):
            card.append(replace(row, cells=cells))
    yield from (part for card in beside for part in card)


def _without_tables(decks: dict[int, _Deck]) -> dict[int, _Deck]:
    """The decks without tables of few rows: a row that stands whole above most tables that begin alike is a header."""
    rows = {key: tuple(_labels(deck.grid.rows[0])) for key, deck in decks.items()}
    same, alike = Counter(rows.values()), Counter(row[:1] for row in rows.values())
    headed = {key for key, row in rows.items() if same[row] > 1 and 2 * same[row] > alike[row[:1]]}
    return {key: deck for key, deck in decks.items() if key not in headed}


def _take(cards: list[_Card], row: GridRow, cells: Sequence[Cell]) -> None:
    """Adds a row to the last card or, where its label was there already, to a new one."""
    pairs = [(None, cells[0])] if len(cells) == 1 else list(zip(cells[::2], cells[1::2], strict=True))
    going_on = len(cells) == 2 and not cells[0].text
    names = [_name(label) if label else _TITLE for label, _ in pairs]
    if not cards or row.gap or (not going_on and (names[0] == _TITLE or not cards[-1].names.isdisjoint(names))):
        cards.append(_Card(row.location, row.gap))
    elif going_on and cards[-1].fields:
        cards[-1].fields[-1].pieces.append(cells[1])
        return
    for name, (label, text) in zip(names, pairs, strict=True):
        block = label.blocks[0] if label and label.blocks else None
        if name or text.text:
            cards[-1].fields.append(_Field(name, block, [text]))
            cards[-1].names.add(name)


def _is_label(cell: Cell) -> bool:
    plain = all(block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) for block in cell.blocks)
    return plain and len(cell.blocks) <= 1 and len(cell.text.split()) <= _LABEL_WORDS


def _name(label: Cell) -> str:
    """What a label is called on every card: without its numeral."""
    found = numerals.named(label.text)
    return fold(found.word) if found else fold(label.text)


def _shared(cards: Sequence[_Card]) -> set[str]:
    """The labels that most cards have; none if they are too few, or say nothing that plans say of actions."""
    counts = Counter(name for card in cards for name in card.names - {_NUMBER, _TITLE})
    known = {name for name, count in counts.items() if count > 1 and count >= _MOSTLY * len(cards)}
    return known if len(known) >= _LEAST_LABELS and _tells(known) else set()


def _tells(names: Iterable[str]) -> bool:
    """Whether at least two labels are such as plans have."""
    return sum(map(is_known, {*names})) > 1


def _is_like(card: _Card, known: set[str]) -> bool:
    """Whether a card's labels are mostly those of the others; one cut short by lost text, or with a title across it,
    may have few."""
    own = card.names - {_NUMBER, _TITLE}
    shared = len(own & known)
    few = card.gap or (shared == 1 and _TITLE in card.names)
    return shared >= _MOSTLY * len(own) and (shared > 1 or few)


# --- their titles ----------------------------------------------------------------------------------


def _own_headings(parts: Sequence[Grid | Block], decks: dict[int, _Deck]) -> dict[int, Block]:
    """The headings directly above grids of one card, by grid, if all stand so and none has a title of its own."""
    found: dict[int, Block] = {}
    for before, part in zip([None, *parts], parts, strict=False):
        deck = decks.get(id(part))
        if deck is None:
            continue
        alone = len(deck.cards) == 1 and not _is_entitled(deck.cards[0])
        if not alone or not isinstance(before, Block) or before.kind is not BlockKind.HEADING:
            return {}
        found[id(part)] = before
    return found


def _is_entitled(card: _Card) -> bool:
    """Whether a card begins with its number or with a text across it: a title of its own."""
    first = card.fields[0]
    return first.name == _TITLE or (first.label is not None and numerals.named(first.label.text) is not None)


def _entitle(card: _Card) -> None:
    """Puts a card's number and title in front, each as a field of its own."""
    first = card.fields[0]
    bare = numerals.named(card.heading.text) if card.heading else None
    if card.heading and bare and meaning_of(first.name) in _NAMING:
        card.fields.insert(
            0, _Field(_NUMBER, None, [Cell((replace(_plain(card.heading), text=bare.numeral.text),), 0)])
        )
    elif card.heading:
        card.fields.insert(0, _Field(_TITLE, None, [Cell((_plain(card.heading),), 0)]))
    elif first.label and (found := numerals.named(first.label.text)):
        number = replace(first.label, text=found.numeral.text)
        card.fields.insert(0, _Field(_NUMBER, None, [Cell((number,), 0)]))
        first.name = first.name or _TITLE
        first.label = replace(first.label, text=found.word) if found.word else None


def _plain(heading: Block) -> Block:
    return replace(heading, kind=BlockKind.PARAGRAPH, level=0)


# --- cards to rows ---------------------------------------------------------------------------------


def _order(cards: Iterable[_Card]) -> dict[str, str]:
    """All labels in the order in which cards have them, each by its name as it is first written."""
    order: list[str] = []
    written: dict[str, str] = {_NUMBER: "", _TITLE: _TITLE}
    for card in cards:
        place = 0
        for found in card.fields:
            if found.name in order:
                place = order.index(found.name) + 1
                continue
            order.insert(place, found.name)
            place += 1
            if found.label:
                written.setdefault(found.name, found.label.text)
    return {name: written.get(name, name) for name in order}


def _header(card: _Card, order: dict[str, str]) -> GridRow:
    """The labels as a row: a card's own blocks, where it has them."""
    own = {found.name: found.label for found in card.fields if found.label}
    cells = [
        Cell((own.get(name, Block(text, card.location)),) if text else (), column)
        for column, (name, text) in enumerate(order.items())
    ]
    return GridRow(tuple(cells), card.location)


def _labels(row: GridRow) -> list[str]:
    return [fold(cell.text) for cell in row.cells]


def _rows(card: _Card, order: dict[str, str]) -> Iterator[GridRow]:
    """A card as one row and, for each page that it goes on to, another that goes on with it."""
    columns = {name: column for column, name in enumerate(order)}
    for number in range(max(len(found.pieces) for found in card.fields)):
        cells = [
            replace(found.pieces[number], column=columns[found.name], colspan=1, rowspan=1)
            for found in card.fields
            if number < len(found.pieces)
        ]
        cells.sort(key=lambda cell: cell.column)
        yield GridRow(tuple(cells), card.location, breaks=number > 0, gap=card.gap and not number)
