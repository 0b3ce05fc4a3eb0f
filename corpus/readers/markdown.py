"""Markdown to a Reading: rendered as a web page and read as one, each part with its line of the source."""

from __future__ import annotations

from pathlib import Path

from markdown_it import MarkdownIt

from corpus.readers import html
from corpus.readers.encoding import decode
from corpus.records import Block, BlockKind, Reading


def read(path: Path, name: str) -> Reading:
    """Headings, paragraphs, lists and pipe tables in order; `line` is the file's own line."""
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(decode(path.read_bytes(), name))
    for token in tokens:
        if token.map and token.nesting == 1:
            token.attrSet("data-line", str(token.map[0] + 1))
    page = parser.renderer.render(tokens, parser.options, {})
    reading = html.reading_of(f"<body>{page}</body>", name)
    headings = (part.text for part in reading.parts if isinstance(part, Block) and part.kind is BlockKind.HEADING)
    return Reading(reading.parts, reading.problems, reading.dropped, title=next(headings, ""))
