"""Cell text to items: marked bullets as they are, lost ones by rules that never cut inside a sentence.

Where the marks are lost, borders are looked for at sentence ends and, in lists whose items have no full
stops, before a capital that the document's own wording shows to be no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from sentencex import segment

from corpus.language.lexicon import is_english
from corpus.language.wording import Wording, begins_midway, is_unfinished
from corpus.records import Block, BlockKind, Item, Location

_LONG_CELL = 40  # words: an unmarked cell of an extraction that is longer than this is taken for a list
_SHORTEST_ITEM = 3  # words
# Words after which no new item begins: what follows belongs to them.
_BINDING = frozenset(
    re.findall(
        r"\S+",
        """
        a an the this that these those and or nor but of to in on at by for from with within without into onto over
        under between through across against during after before until since per via than as is are was were be been
        being has have had do does did will would can could may might must shall should not no all any each every both
        their its our your his her my which who whose whom where when while if how whether either such other new e.g.
        i.e. inc re: including like namely ensure ensures ensuring ensured confirm check show shows mean means know
        hope so because although
        """,
    )
)
_VERBS = frozenset(
    {"are", "is", "have", "has", "will", "can", "continue", "continues"}
)  # a sentence's subject precedes
_SUBJECT = 7  # words in which that verb must come, and which an item before it must have
_TITLE_CASE = re.compile(r"\A[A-Z][a-z]+(?:['’]s)?(?:-\w+)*[,)]?$")
_EXCLAIMED = re.compile(r"(?:(?:^|[;:,–-]\s)\w+|\b[A-Z]{2,})!$")
_AFTER_ETC = re.compile(r"(?<=\betc\.)\s+(?=[A-Z])")
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """What one physical cell gives to a row's column. `cut`: a page's end lies between it and the piece before."""

    blocks: tuple[Block, ...]
    location: Location
    cut: bool = False


@dataclass(frozen=True, slots=True)
class ColumnHabit:
    """How a column is written throughout its table."""

    listed: bool  # items are marked, or were
    extracted: bool  # cells come from a text extraction: marks and paragraphs can be lost


def items_of(pieces: Sequence[Piece], wording: Wording, habit: ColumnHabit) -> tuple[Item, ...]:
    """The items of one column of one row, from the cells that it spreads over."""
    items: list[Item] = []
    for piece in pieces:
        for place, block in enumerate(piece.blocks):
            followed = place + 1 < len(piece.blocks) and piece.blocks[place + 1].kind is not BlockKind.PARAGRAPH
            fresh = _block_items(block, wording, habit)
            listed = habit.listed and not habit.extracted
            if items and fresh and place == 0 and _goes_on(items[-1], block, fresh[0], piece, followed or listed):
                items[-1] = _joined(items[-1], fresh[0])
                fresh = fresh[1:]
            items.extend(fresh)
    return tuple(items)


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order; joined by single spaces they are the text again."""
    return list(_sentences(text))


def split_list(text: str, wording: Wording) -> list[str]:
    """The likely items of a list that lost its marks."""
    out: list[str] = []
    for sentence in sentences(text):
        out.extend(_split_at_capitals(sentence, wording))
    return out


def _block_items(block: Block, wording: Wording, habit: ColumnHabit) -> list[Item]:
    """One item, or the guessed items of a list without marks."""
    lost = block.kind is BlockKind.LIST or (
        block.kind is BlockKind.PARAGRAPH and habit.extracted and (habit.listed or len(block.text.split()) > _LONG_CELL)
    )
    if not block.text:
        return []
    texts = split_list(block.text, wording) if lost else [block.text]
    guessed = block.guessed or (lost and (len(texts) > 1 or block.kind is BlockKind.LIST))
    return [Item(text, (block.location,), max(block.level, 0), guessed) for text in texts]


def _goes_on(last: Item, block: Block, fresh: Item, piece: Piece, listed: bool) -> bool:
    """Whether a cell's first text goes on with the item above it.

    `listed`: bullets follow it, or mark the column's items, so that it is hardly an item itself.
    """
    if begins_midway(fresh.text):
        return piece.cut or not last.text.endswith((".", "!", "?"))
    if not piece.cut or block.kind in (BlockKind.BULLET, BlockKind.LIST):
        return False
    unended = not last.text.endswith((".", "!", "?", ";"))
    midway = listed or fresh.text[:1].isdigit()
    return is_unfinished(last.text) or (block.kind is BlockKind.PARAGRAPH and midway and unended)


def _joined(last: Item, more: Item) -> Item:
    glue = "" if re.search(r"\w-$", last.text) else " "
    return replace(
        last,
        text=f"{last.text}{glue}{more.text}",
        places=(*last.places, *(place for place in more.places if place not in last.places)),
        guessed=last.guessed or more.guessed,
    )


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[str, ...]:
    out: list[str] = []
    for sentence in _rough_sentences(text):
        part = " ".join(sentence.split())
        if not part:
            continue
        # "FAB! Awards", "etc. and": no sentence begins with a small letter, and none is one word long.
        if out and (begins_midway(part) or _EXCLAIMED.search(out[-1])):
            out[-1] = f"{out[-1]} {part}"
        else:
            out.append(part)
    return tuple(out)


def _rough_sentences(text: str) -> Iterator[str]:
    """The library's sentences, cut also after an "etc." that a capital follows."""
    for sentence in segment("en", text):
        yield from _AFTER_ETC.split(sentence) if "etc." in sentence else (sentence,)


def _split_at_capitals(sentence: str, wording: Wording) -> list[str]:
    tokens = [found.group() for found in _TOKEN.finditer(sentence)]
    strict = sentence.endswith((".", "!", "?"))
    depths = [0, *accumulate(token.count("(") - token.count(")") for token in tokens)]
    borders = [0]
    for place in range(_SHORTEST_ITEM, len(tokens) - _SHORTEST_ITEM + 1):
        far = place - borders[-1] >= _SHORTEST_ITEM
        if far and depths[place] <= 0 and _border_score(tokens, place, wording) >= (3 if strict else 2):
            borders.append(place)
    return [" ".join(tokens[a:b]) for a, b in zip(borders, [*borders[1:], len(tokens)], strict=True)]


def _border_score(tokens: Sequence[str], place: int, wording: Wording) -> int:
    """How likely an item begins at a token: 2 is likely, 3 is sure enough inside what looks like a sentence."""
    before, word, after = tokens[place - 1], tokens[place], tokens[place + 1]
    if not word[0].isupper() or before.lower().strip("(") in _BINDING or not re.search(r"[\w)%'’\"]$", before):
        return 0
    bare = re.split(r"\W", word.lower())[0]
    small = after[0].islower() or after[0].isdigit() or after.isupper()
    begins = small and bool(_TITLE_CASE.match(word)) and wording.first[bare] > 1 and is_english(bare)
    if _TITLE_CASE.match(before) and not begins:
        return 0
    if before == word:
        return 2
    common = bool(_TITLE_CASE.match(word)) and wording.is_common(bare)
    if common and small and before[0].islower():
        return 2 if wording.is_name(bare) else 3
    if begins:
        return 2 + before[0].islower()
    if common and not wording.is_name(bare):
        return 1 + small + (wording.first[bare] > 0)
    return 2 * _is_subject(tokens, place)


def _is_subject(tokens: Sequence[str], place: int) -> bool:
    """Whether a name begins a sentence of its own: a verb soon follows, and enough stands before it."""
    if place < _SUBJECT or not tokens[place - 1][0].islower():
        return False
    for token in tokens[place + 1 : place + 1 + _SUBJECT]:
        if token.lower() in _VERBS:
            return True
        if token.endswith((",", ";")) or token in ("and", "or"):
            return False
    return False
