"""The text of one cell, with whatever markup an extraction left in it, as blocks."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from itertools import pairwise

from corpus.language.lexicon import is_english
from corpus.records import Block, BlockKind, Location

TICKS = "✓✔✗✘☑☐☒"  # they begin items as bullets do, and are words of them as well: they say what is done
BULLETS = f"•●▪■◦‣⁃∙○◆➢➤{TICKS}\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
# The letters of the Wingdings fonts that plans use to show what is done, and their bullets.
WINGDINGS = {
    0xFC: "✓",
    0xFE: "☑",
    0xA8: "☐",
    0x6F: "☐",
    0xFB: "✗",
    0xFD: "☒",
    0xE0: "→",
    0xD8: "➢",
    0xB7: "•",
    0xA7: "▪",
}
_BULLET = re.compile(rf"[{BULLETS}](?<!\S.)(?=\s|$|\w)")  # the mark first: so written it is found fast
_BLOCK_TAGS = {"p", "div", "br", "tr", "td", "th", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
_LIST_TAGS = {"ul": "list", "ol": "list", "li": "item"}
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_INVISIBLE = (0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)  # a soft hyphen is a place to break a word, no letter
_LIGATURES = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0xFB00, 0xFB07), *range(0xFF01, 0xFF5F))
}
_ONE_FORM: dict[int, str | None] = {**dict.fromkeys(_INVISIBLE), **_LIGATURES, 0x2011: "-"}
_SPACED = re.compile(r"(?<!\S)[^\W\d_](?:[ \u00a0][^\W\d_]){3,30}(?!\S)")
_INLINE_TAGS = {"i", "b", "em", "strong", "u", "span", "font", "a", "sup", "sub", "small", "s", "strike"}


def blocks_of(text: str, where: Location, *, listed: bool = False) -> tuple[Block, ...]:
    """Blocks of a cell: paragraphs, bullets, and lists whose bullets were lost.

    `listed` says that the cell's lay-out (not its text) shows that a list stood there.
    A cell that holds nothing but a bullet's mark gives one empty bullet.
    """
    return tuple(
        block for kind, words in _runs(text) for block in _run(kind, words, where, listed=listed and kind == "text")
    )


def _runs(text: str) -> list[tuple[str, str]]:
    """Stretches between block tags, each with whether a list or an item of one begins it. Other `<` are text."""
    runs: list[tuple[str, list[str]]] = [("text", [])]
    at = 0
    for tag in _TAG.finditer(text):
        name, opens = tag.group(1).lower(), text[tag.start() + 1] != "/"
        if name in _BLOCK_TAGS or name in _LIST_TAGS:
            runs[-1][1].append(text[at : tag.start()])
            runs.append((_LIST_TAGS.get(name, "text") if opens else "text", []))
        elif name in _INLINE_TAGS:
            runs[-1][1].append(text[at : tag.start()])
        else:
            continue
        at = tag.end()
    runs[-1][1].append(text[at:])
    return [(kind, words) for kind, parts in runs if (words := _unescaped("".join(parts))).strip()]


def _unescaped(text: str) -> str:
    """Entities as what they stand for; an `&` that begins none is text."""
    return _ENTITY.sub(lambda found: unescape(found.group()), text)


def _run(kind: str, words: str, where: Location, *, listed: bool) -> list[Block]:
    """One stretch between block tags: text before the first mark, then a bullet for each mark."""
    marks = list(_BULLET.finditer(words))
    before = tidy(words[: marks[0].start()] if marks else words)
    edges = [*(mark.start() for mark in marks), len(words)]
    bullets = [_item(words[start:end]) for start, end in pairwise(edges)]
    out = []
    if before:
        unmarked = (kind == "list" or listed) and not bullets
        kind_of = BlockKind.BULLET if kind == "item" else BlockKind.LIST if unmarked else BlockKind.PARAGRAPH
        out.append(Block(before, where, kind_of))
    if not before and len(bullets) == 1 and len(bullets[0]) <= 1:
        return [Block(bullets[0], where, BlockKind.PARAGRAPH if bullets[0] else BlockKind.BULLET)]
    return out + [Block(bullet, where, BlockKind.BULLET) for bullet in bullets if bullet]


def _item(text: str) -> str:
    """The words of a bullet, without its mark unless that is a tick."""
    return tidy(text if text[0] in TICKS else text[1:])


def tidy(text: str) -> str:
    """White space folded, invisible marks taken out, letters in one form: accents and ligatures would hide a word.

    Words whose letters are typed apart, `P l a n`, become whole, if they are English.
    """
    text = _SPACED.sub(_whole, text)
    return " ".join(unicodedata.normalize("NFC", text.translate(_ONE_FORM)).split())


def _whole(spaced: re.Match[str]) -> str:
    word = "".join(spaced.group().split())
    return word if is_english(word.lower()) else spaced.group()
