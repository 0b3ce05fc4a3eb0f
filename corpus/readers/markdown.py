"""Markdown to a Reading: rendered as a web page and read as one, each part with its line of the source."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

from markdown_it import MarkdownIt

from corpus.readers import html
from corpus.readers.encoding import decode
from corpus.records import Block, BlockKind, Location, Reading

_FENCES = ("---", "+++")
_METADATA = re.compile(r"[\w.-]{1,60}\s*[:=]|\s|-\s|#|\[|\]|$")
_TITLE = re.compile(r"""title\s*[:=]\s*["']?(.*?)["']?\s*""", re.IGNORECASE)


def read(path: Path, name: str) -> Reading:
    """Headings, paragraphs, lists and pipe tables in order; `line` is the file's own line."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    metadata, text = _parted(decode(path.read_bytes(), name))
    tokens = parser.parse(text)
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line  # a table's cells have no place of their own, but their row has
        for opens in (token, *(token.children or ())):
            if opens.nesting == 1:
                opens.attrSet("data-line", str(line))
    page = parser.renderer.render(tokens, parser.options, {})
    reading = html.reading_of(f"<body>{page}</body>", name)
    where = Location(name, line=1)
    dropped = (*reading.dropped, *(Block(line.strip(), where) for line in metadata if line.strip()))
    titles = (found.group(1) for line in metadata if (found := _TITLE.fullmatch(line)))
    headings = (part.text for part in reading.parts if isinstance(part, Block) and part.kind is BlockKind.HEADING)
    return Reading(reading.parts, reading.problems, dropped, title=next(chain(titles, headings), ""))


def _parted(text: str) -> tuple[list[str], str]:
    """The lines of a front matter, which some programs put above a page for themselves, and the text without them."""
    lines = text.split("\n")
    mark = lines[0].strip()
    if mark not in _FENCES:
        return [], text
    end = next((number for number, line in enumerate(lines) if number and line.strip() == mark), 0)
    inside = lines[1:end]
    if not inside or not all(_METADATA.match(line) for line in inside):
        return [], text
    return inside, "\n" * (end + 1) + "\n".join(lines[end + 1 :])
