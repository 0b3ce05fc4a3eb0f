"""Text whose only structure is its lines, as in a cell of Excel, to blocks: typed bullets, numbered lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from corpus.language.wording import is_unfinished
from corpus.readers.fragments import BULLETS, TICKS, tidy
from corpus.records import Block, BlockKind, Location, Problem, Severity

_MARKED = re.compile(rf"(?P<mark>[{BULLETS}·](?=\s|\w|[\"'“‘(£$€])|[-–—*](?=\s)(?!\s+[£$€]?[\d.,]+%?$))\s*(?=\S)")
_MARK_ALONE = re.compile(rf"[{BULLETS}·]")
_SUB_MARKED = re.compile(r"o\s+(?=\S)")  # what Word's second-level bullet becomes when it is copied
_RING = re.compile(r"o\s+[A-Z]")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+(?=\S)")
_ENDED = re.compile(r"[\w%)]{3}[.!?][)”\"’']?$")  # three letters: "Dr." and "e.g." end no sentence
_SEVERAL = 3


class Breaks(Enum):
    """What a new line in a text means."""

    NEW = auto()  # something new, as in a cell of Excel
    TYPED = auto()  # within a paragraph, as in Word: something new if all lines read like wholes
    WRAPPED = auto()  # only that the column was full, as in a table drawn in text


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    indent: int
    marked: bool
    follows_blank: bool


def blocks_of_lines(text: str, where: Location, breaks: Breaks = Breaks.NEW) -> tuple[Block, ...]:
    """Blocks of a text by its lines: a bullet for each typed mark, else paragraphs.

    Where new lines needn't begin anything new, one does if it begins with a mark, a sentence ended before it, or the
    lines are a list to the eye.
    """
    lines = _lines(text)
    soft = breaks is not Breaks.NEW and not _is_list(lines, breaks)
    listed = any(line.marked for line in lines)
    rings = sum(bool(_SUB_MARKED.match(line.text)) for line in lines) > 1 or bool(lines and _RING.match(lines[0].text))
    numbered = sum(bool(_NUMBERED.match(line.text)) for line in lines) > 1
    blocks: list[Block] = []
    indents: list[int] = []
    for line in lines:
        sub = (listed or rings) and _SUB_MARKED.match(line.text)
        if line.marked or sub:
            level = _level(indents, line.indent) + bool(sub and listed)
            blocks += _bullets(line.text[1:] if sub else line.text, where, level)
        elif numbered and _NUMBERED.match(line.text):
            blocks.append(Block(line.text, where, BlockKind.BULLET))
        elif blocks and _goes_on(blocks[-1].text, line, soft=soft):
            blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text} {line.text}")
        else:
            blocks.append(Block(line.text, where))
    return tuple(blocks)


def read_as_text(first: str, count: int, where: Location, instead: str) -> Problem:
    """The doubt about `count` lines that look like a table's rows, with the `first` of them; what to do `instead`."""
    return Problem(
        Severity.WARNING,
        where,
        f"“{' '.join(first.split()[:8])} …” and {count - 1} more lines have wide gaps, as a table's rows do",
        "read as text, so words of different columns may stand side by side",
        f"Compare them with the document. {instead}",
    )


def _is_list(lines: Sequence[_Line], breaks: Breaks) -> bool:
    """Whether lines without marks are a list all the same: each begins as a sentence or a name does, and none leads on
    to the next; where they may be wrapped, they are also several, each of several words."""
    if any(is_unfinished(line.text) for line in lines[:-1]):
        return False
    if breaks is Breaks.TYPED:
        return len(lines) > 1 and all(line.text[0].isupper() or line.text[0].isdigit() for line in lines)
    words = [len(line.text.split()) for line in lines if line.text[0].isupper()]
    return len(words) == len(lines) >= _SEVERAL and min(words) >= _SEVERAL


def _goes_on(before: str, line: _Line, *, soft: bool) -> bool:
    """Whether a line without a mark belongs to the block above it. What begins with a bracket explains that."""
    if soft:
        return not (_ENDED.search(before) and line.text[0].isupper())
    bracketed = line.text[0] in "([" and not _NUMBERED.match(line.text)
    return not line.follows_blank and (line.text[0].islower() or bracketed)


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    pending, blank = "", False  # a mark that stands alone belongs to the line below it
    for raw in re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", text):
        words = tidy(raw)
        if not words:
            blank = True
        elif _MARK_ALONE.fullmatch(words):
            pending = words
        else:
            full = f"{pending} {words}".strip()
            indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
            lines.append(_Line(full, indent, bool(_MARKED.match(full)), blank))
            pending, blank = "", False
    if pending:
        lines.append(_Line(pending, 0, False, blank))
    return lines


def _level(indents: list[int], indent: int) -> int:
    """The depth of a bullet by how far it is set in, compared with the ones above it."""
    while indents and indents[-1] > indent:
        indents.pop()
    if not indents or indents[-1] < indent:
        indents.append(indent)
    return len(indents) - 1


def _bullets(text: str, where: Location, level: int) -> Iterator[Block]:
    """The bullet of a line; more than one where its own mark comes again in it, as when line ends were lost."""
    found = _MARKED.match(text)
    if not found:
        yield Block(text.strip(), where, BlockKind.BULLET, level)
        return
    mark = found.group("mark")
    again = rf"\s(?=[{TICKS}])" if mark in TICKS else rf"\s{re.escape(mark)}\s*"
    words = text if mark in TICKS else text[found.end() :]
    pieces: Sequence[str] = re.split(again, words) if mark in BULLETS else [words]
    yield from (Block(piece.strip(), where, BlockKind.BULLET, level) for piece in pieces if piece.strip())
