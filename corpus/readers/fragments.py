"""The text of one cell, with whatever markup an extraction left in it, as blocks."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from corpus.records import Block, BlockKind, Location

BULLETS = "•●▪■◦‣⁃∙○◆➢➤✓\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_BULLET = re.compile(rf"[{BULLETS}](?<!\S.)(?=\s|$|\w)")  # the mark first: so written it is found fast
_BLOCK_TAGS = {"p", "div", "br", "tr", "td", "th", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
_LIST_TAGS = {"ul", "ol"}
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
    """Stretches between block tags, and what each stands in; a text without markup is one of them."""
    if "<" not in text and "&" not in text:
        return [("text", text)] if text.strip() else []
    parser = _Fragments()
    parser.feed(text)
    parser.close()
    return parser.runs()


def _run(kind: str, words: str, where: Location, *, listed: bool) -> list[Block]:
    """One stretch between block tags: text before the first mark, then a bullet for each mark."""
    before, *bullets = [_tidy(part) for part in _BULLET.split(words)]
    out = []
    if before:
        unmarked = (kind == "list" or listed) and not bullets
        kind_of = BlockKind.BULLET if kind == "item" else BlockKind.LIST if unmarked else BlockKind.PARAGRAPH
        out.append(Block(before, where, kind_of))
    if bullets == [""] and not before:
        return [Block("", where, BlockKind.BULLET)]
    return out + [Block(bullet, where, BlockKind.BULLET) for bullet in bullets if bullet]


def _tidy(text: str) -> str:
    """White space folded; a soft hyphen is a place to break a word, not a letter of it."""
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())


class _Fragments(HTMLParser):
    """Text runs between block tags, each marked by whether a list or a list item was open. Other `<` are text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._runs: list[tuple[str, list[str]]] = [("text", [])]

    def runs(self) -> list[tuple[str, str]]:
        return [(kind, "".join(parts)) for kind, parts in self._runs if "".join(parts).strip()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LIST_TAGS:
            self._runs.append(("list", []))
        elif tag == "li":
            self._runs.append(("item", []))
        elif tag in _BLOCK_TAGS:
            self._runs.append(("text", []))
        elif tag not in _INLINE_TAGS:
            self.handle_data(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _LIST_TAGS or tag in _BLOCK_TAGS or tag == "li":
            self._runs.append(("text", []))
        elif tag not in _INLINE_TAGS:
            self.handle_data(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._runs[-1][1].append(data)

    def handle_comment(self, data: str) -> None:
        self.handle_data(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.handle_data(f"<!{decl}>")

    def unknown_decl(self, data: str) -> None:
        self.handle_data(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        self.handle_data(f"<?{data}>")
