"""Lines among rows that are typed with tabs: which of them head the rows below, and which are no part of the table.

Action    Lead      RAG
PEOPLE                        heads the two rows below it
Train …   A. Bell   Green
Plant …   Parks     Red
Thanks, Jo                    stands below the table
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import fold

_LEAST_CELLS = 3
_LEAST_ROWS = 3
_HEADING_WORDS = 8
_BRIEF = 3  # words of a state, a date or a name: a line below one that isn't in small letters is hardly more of it
_MOSTLY = 0.8  # of the rows have as many cells, and of their last ones are brief


@dataclass(frozen=True, slots=True)
class LinesApart:
    """Lines by index: headings over the rows below them, texts of no row, and those that may be either or neither."""

    headings: frozenset[int] = frozenset()
    texts: frozenset[int] = frozenset()
    doubtful: frozenset[int] = frozenset()


def lines_apart(lines: Sequence[str]) -> LinesApart:
    """The lines without tabs right below rows that don't go on with their last cell."""
    rows = [line.split("\t") for line in lines if "\t" in line]
    width, count = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    if width < _LEAST_CELLS or count < max(_LEAST_ROWS, _MOSTLY * len(rows)):
        return LinesApart()
    ends = [row[-1].strip() for row in rows if len(row) == width and row[-1].strip()]
    brief = sum(len(text.split()) <= _BRIEF for text in ends) >= _MOSTLY * len(ends)
    known = {fold(text) for text in ends}
    headings, texts, doubtful = set[int](), set[int](), set[int]()
    for at, line in enumerate(lines):
        above, below = (lines[place] if 0 <= place < len(lines) else "" for place in (at - 1, at + 1))
        whole = above.count("\t") == width - 1 or at - 1 in headings
        if "\t" in line or not whole or not _stands_out(line):
            continue
        more = fold(" ".join([above.split("\t")[-1], line])) in known
        heads = below.count("\t") == width - 1
        if not more and heads and lines.count(below) > 1:
            texts.add(at)  # heads a table whose header comes again
        elif not more and heads and (brief or line.isupper()):
            headings.add(at)
        elif not more and brief and not below.strip():
            texts.add(at)
        elif heads and not more:
            doubtful.add(at)
    return LinesApart(frozenset(headings), frozenset(texts), frozenset(doubtful))


def _stands_out(line: str) -> bool:
    text = line.strip()
    begins = text[:1].isupper() or text[:1].isdigit()
    return begins and len(text.split()) <= _HEADING_WORDS and not text.endswith((".", ";", ",", ":"))
