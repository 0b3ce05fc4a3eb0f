"""Headers without drawn cells: which labels stand over a single column, and which over several that have their own.

           When          a label over two others: in the middle above them or where the first of them begins
Action     From    To    labels of single columns, at the foot of the header, at its top or half-way down
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter

from corpus.language.numerals import counts_on
from corpus.readers.pdf.page import Box, Page, Rule, around
from corpus.readers.pdf.tables.figure_tables import Piece, Row, header_rows, in_columns, is_below, pieces_of
from corpus.readers.pdf.tables.ruled_tables import LABEL_GAP, merged
from corpus.readers.pdf.text_lines import Line

_SPACE = 0.4  # of a letter's size: between words of one label there is less
_EVEN = 0.5  # likewise: how exactly labels that begin, end or are centred alike are set one above another
_NEARLY = 1.5  # likewise: by how much the middle of columns may be missed, whose texts end where they may
_COLUMN = 4  # texts one under another that make a column
_SPACED = 1.15  # times the distance of a text's lines: labels further apart are two


def segments(line: Line, gap: float = LABEL_GAP) -> list[Box]:
    """The stretches of a line between wide white spaces."""
    found: list[Box] = []
    for word in line.words:
        if found and word.box.left - found[-1].right <= gap * line.size:
            found[-1] = around((found[-1], word.box))
        else:
            found.append(word.box)
    return found


def column_labels(lines: Sequence[Line], body: Sequence[Line] = ()) -> list[Box]:
    """The labels of single columns in a header's lines, from left to right: what stands one above another is one."""
    texts = [box for line in body for box in segments(line)]
    labels: list[Box] = []
    for line in reversed(lines):
        own = [box for box in _labels_of(line, texts) if not _is_over_several(box, labels, texts, line.size)]
        labels = _joined([*labels, *own])
    return labels


def _labels_of(line: Line, texts: Sequence[Box]) -> list[Box]:
    """The labels in a line of a header: apart from one another, or each where texts below begin one under another. A
    single text is a heading, whatever stands below it."""
    apart = segments(line)
    found: list[Box] = []
    for box in apart if len(apart) > 1 else ():
        words = [word.box for word in line.words if box.left <= word.box.left < box.right]
        columns = [word.left for word in words[1:] if sum(abs(text.left - word.left) < 1 for text in texts) >= _COLUMN]
        parts = (bisect_right(columns, word.left) for word in words)
        found += [
            around(word for word, _ in part) for _, part in groupby(zip(words, parts, strict=True), itemgetter(1))
        ]
    return found or apart


def _joined(boxes: Sequence[Box]) -> list[Box]:
    found: list[Box] = []
    for box in sorted(boxes):
        if found and box.left < found[-1].right:
            found[-1] = around((found[-1], box))
        else:
            found.append(box)
    return found


def _is_over_several(box: Box, below: Sequence[Box], texts: Sequence[Box], size: float) -> bool:
    """Whether a label heads several of those `below` it: above two, aside from one, or where no column's texts are."""
    under = [label for label in below if _overlap(box, label)]
    if under:
        return len(under) > 1 or not _is_even(box, under[0], size)
    before = [label.right for label in below if label.right <= box.left]
    if not before or len(before) == len(below):
        return False
    return bool(texts) and not any(
        _overlap(box, text) and not any(_overlap(text, label) for label in below) for text in texts
    )


def _overlap(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right


def _is_even(one: Box, other: Box, size: float) -> bool:
    apart = (one.left - other.left, one.right - other.right, one.centre[0] - other.centre[0])
    return min(map(abs, apart)) < _EVEN * size


def levels(
    page: Page, lines: Sequence[Line], edges: Sequence[float], body: Sequence[Line], leading: float
) -> list[Row]:
    """A header's labels in rows where labels stand over others, else none. `leading` is that of texts of the `body`."""
    columns = list(pairwise([*edges[:-1], max(edges[-2] + 1, *(line.box.right for line in lines))]))
    beams = [rule for rule in merged(page.level) if rule.end - rule.start < 0.8 * (columns[-1][1] - edges[0])]
    labels = column_labels(lines, body)
    starts = {label.left for label in labels}
    placed = [_placed(line, lines[at + 1 :], columns, beams, starts) for at, line in enumerate(lines)]
    texts = _texts([*labels, *(box for line in body for box in segments(line))], edges)
    free = []  # the labels over others of which no drawn line says over which
    for at, pieces in enumerate(placed):
        below = {column: piece.text for lower in placed[at + 1 :] for piece in lower for column in piece.columns}
        over = [piece for piece in pieces if piece.first in below and not _below(piece, pieces, beams)]
        taken = {column for piece in pieces if piece not in over for column in piece.columns}
        _stretch(over, {column: text for column, text in below.items() if column not in taken}, texts)
        free += over
    rows = header_rows(placed, _SPACED * leading, foot=bool(free))
    return rows if any(_stands_over(rows, at) for at in range(len(rows) - 1)) else rows[:0]


def _placed(
    line: Line,
    below: Sequence[Line],
    columns: list[tuple[float, float]],
    beams: Sequence[Rule],
    starts: Collection[float],
) -> list[Piece]:
    """The labels of a line in their columns; with none below it, one begins at each of `starts`, where columns do, and
    where a column's border lies in a space that is wider than between words."""
    under = [word.box for lower in below for word in lower.words]
    pieces: list[Piece] = []
    for piece in pieces_of(line, LABEL_GAP):
        pieces.append(Piece(piece.words[:1]))
        for before, word in pairwise(piece.words):
            parted = word.box.left - before.box.right > _SPACE * line.size and any(
                before.box.right <= left <= word.box.left for left, _ in columns
            )
            if (parted or word.box.left in starts) and not any(_overlap(word.box, box) for box in under):
                pieces.append(Piece([word]))
            else:
                pieces[-1].words.append(word)
    return in_columns(pieces, columns, [beam for piece in pieces for beam in _below(piece, pieces, beams)])


def _below(piece: Piece, pieces: Sequence[Piece], beams: Sequence[Rule]) -> list[Rule]:
    """The level lines below a label and no other, which say what it stands over."""
    return [beam for beam in beams if [other for other in pieces if is_below(beam, other)] == [piece]]


def _texts(boxes: Sequence[Box], edges: Sequence[float]) -> list[Box]:
    """From where to where the texts of each column reach, its own label among them."""
    found: list[Box] = []
    for left, right in pairwise(edges):
        inside = [box for box in boxes if left - 1 <= box.left and box.right <= right]
        found.append(around(inside) if inside else Box(left, 0, left, 0))
    return found


def _stretch(pieces: Sequence[Piece], below: Mapping[int, str], texts: Sequence[Box]) -> None:
    """Sets which columns labels of a line stand over: those whose middle is theirs, with labels of their own `below`.

    Labels that all begin where their first columns do may reach further: how far is told from the words of all labels.
    """
    begin = all(abs(each.box.left - texts[each.first].left) < _EVEN * each.words[0].size for each in pieces)
    for piece in pieces:
        beside = {column for other in pieces if other is not piece for column in other.columns}
        free = {column: text for column, text in below.items() if column not in beside}
        piece.first, piece.last = (piece.first, piece.first) if begin else _centred(piece, free, texts)


def _centred(piece: Piece, free: Mapping[int, str], texts: Sequence[Box]) -> tuple[int, int]:
    """The first and the last of the `free` columns around a label whose middle is about its own.

    Of several those whose labels count as far as they go, or else as few as there are.
    """
    middle = piece.box.centre[0]
    spans = {
        (first, last): abs((texts[first].left + texts[last].right) / 2 - middle)
        for first in range(piece.first + 1)
        for last in range(max(piece.last, first + 1), len(texts))
        if all(column in free for column in range(first, last + 1))
    }
    near = [span for span, off in spans.items() if off < min(spans.values()) + _NEARLY * piece.words[0].size]
    return min(
        near,
        key=lambda span: (-_counting(span, free), span[1] - span[0], spans[span]),
        default=(piece.first, piece.last),
    )


def _counting(span: tuple[int, int], labels: Mapping[int, str]) -> int:
    """How many labels from the first column to the last count, if all of them do."""
    own = [labels[column] for column in range(span[0], span[1] + 1)]
    return len(own) if all(counts_on(*pair) for pair in pairwise(own)) else 0


def _stands_over(rows: Sequence[Row], at: int) -> bool:
    """Whether a label of a row stands over several of the next, or over the first of them with nothing beside it."""
    over = {column for first, last in rows[at].cells for column in range(first, last + 1)}
    below = [first for first, _ in rows[at + 1].cells]
    wide = any(sum(first <= column <= last for column in below) > 1 for first, last in rows[at].cells)
    return wide or any(first in below and first + 1 in below and first + 1 not in over for first, _ in rows[at].cells)
