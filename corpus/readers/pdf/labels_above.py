"""Labels that stand above their texts, several side by side, as on cards; such lines of labels come again.

Pledge 1: Keep siblings together          the title
What we will do       How we will know    a line of labels
Find more carers      Fewer moves
Who leads             By when
Head of Homes         March 2027
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from corpus.readers.pdf.tables.figure_tables import Piece, pieces_of
from corpus.readers.pdf.text_lines import ONE_TEXT, Line
from corpus.records import fold

GAP = 1.2  # the least white space between labels, in letters' sizes
LABEL_WORDS = 6
LEAST = 3  # times that a line of labels comes again
SELDOM = 0.1  # of the lines of labels come again right after themselves, or have rows: the headers of tables do
NEAR = 2.2  # letters' sizes from a label to its text
FAR = 4.0  # letters' sizes: rows of one table are set no further apart

Labels = tuple[str, ...]


def labels_above(pages: Sequence[Sequence[Line]]) -> frozenset[Labels]:
    """The lines of labels that come again in a document, each from any of its labels on.

    None where it has no cards, which have several such lines, each above a single text (headers have rows), or one and
    labels that stand alone above others.
    """
    several = _again(labels_of(line) for lines in pages for line in lines)
    lefts = {round(line.box.left) for lines in pages for line in lines if labels_of(line) in several}
    found = [
        labels
        for lines in pages
        for at, line in enumerate(lines)
        if (labels := labels_of(line) or _label_alone(lines, at, lefts))
    ]
    known = _again(found)
    order = [labels for labels in found if labels in known]
    again = sum(one == other for one, other in pairwise(order))
    rows = sum(_have_rows(lines, at) for lines in pages for at, line in enumerate(lines) if labels_of(line) in several)
    if len(known) < 2 or max(again, rows) > SELDOM * len(order):
        return frozenset()
    return frozenset(labels[at:] for labels in several for at in range(len(labels) - 1))


def _again(found: Iterable[Labels]) -> set[Labels]:
    """The lines of labels that come again."""
    return {labels for labels, count in Counter(found).items() if labels and count >= LEAST}


def _label_alone(lines: Sequence[Line], at: int, lefts: Collection[int]) -> Labels:
    """The label of a line that has no other and begins where lines of several do, with a single text below it: under a
    header's second line there are several."""
    line, below = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    alone = below is None or below.stands_out or sum(map(_is_said, pieces_of(below, GAP))) == 1
    begins = any(abs(line.box.left - left) < line.size for left in lefts)
    return _brief(line) if begins and alone else ()


def _is_said(piece: Piece) -> bool:
    return any(map(str.isalnum, piece.text))


def _have_rows(lines: Sequence[Line], at: int) -> bool:
    """Whether more text stands near below what a line of labels has below it."""
    end = _end(lines, at)
    return (
        end < len(lines) and not lines[end].stands_out and lines[end].base - lines[end - 1].base < FAR * lines[end].size
    )


def _end(lines: Sequence[Line], at: int) -> int:
    """Where the texts end that stand below a line."""
    end = at + 1
    while end < len(lines) and not lines[end].stands_out:
        far = NEAR if end == at + 1 else ONE_TEXT
        if lines[end].base - lines[end - 1].base >= far * lines[end].size:
            break
        end += 1
    return end


def labels_of(line: Line) -> Labels:
    """The labels of a line that holds nothing else and several of them; else none."""
    labels = _brief(line)
    return labels if len(labels) > 1 else ()


def _brief(line: Line) -> Labels:
    """The texts of a line that may be labels, or one; else none."""
    texts = tuple(fold(piece.text) for piece in pieces_of(line, GAP))
    brief = all(text and len(text.split()) <= LABEL_WORDS for text in texts)
    return texts if line.stands_out and brief else ()


def under_labels(lines: Sequence[Line], known: Collection[Labels]) -> tuple[Sequence[Line], float] | None:
    """The first line of labels with the lines of their texts, and the x between the first of them and the others."""
    at = next((at for at, line in enumerate(lines) if labels_of(line) in known), None) if known else None
    return None if at is None else (lines[at : _end(lines, at)], pieces_of(lines[at], GAP)[1].box.left - 0.5)


def all_under_labels(lines: Sequence[Line], known: Collection[Labels]) -> Iterator[Line]:
    """All lines of labels and of their texts: what is level in them makes no table's row."""
    while found := under_labels(lines, known):
        yield from found[0]
        lines = [line for line in lines if line.base > found[0][-1].base]
