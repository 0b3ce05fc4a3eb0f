"""Tables without drawn cells: a header's labels make the columns, what stands in line with the key column the rows.

Covers tables with no lines at all and those with level lines only. Their borders are a guess, and are said to be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.language import numerals
from corpus.language.numerals import Numeral
from corpus.readers.pdf.page import Box, Page, Rule, Word, around
from corpus.readers.pdf.tables.figure_tables import Piece, cells_of, figure_tables, header_rows, in_columns, pieces_of
from corpus.readers.pdf.tables.hanging_labels import Hanging, cards
from corpus.readers.pdf.tables.ruled_tables import RawCell, RawTable, merged
from corpus.readers.pdf.typesetting import DOUBTFUL_MARKS, SURE_MARKS, Line, has_room, lines_of

NUMERAL = re.compile(r"\d{1,2}(\.\d{1,2})*[.)]?|[ivx]{1,5}[.)]?|[a-z][.)]|[A-Z]{1,4}[-/]?\d{1,3}(\.\d{1,3})*[.)]?")
SURE_NUMERAL = re.compile(r"\d{1,2}[.)]|\d{1,2}(\.\d{1,2})+[.)]?|[ivx]{1,5}[.)]|[A-Z]\d{1,2}[.)]?")
GUTTER = 0.5  # the least white space between columns, in letters' sizes
WIDE, LEAST_TEXTS = 1.5, 3  # white space between texts of a line, likewise, and how many make it look like a row
LABEL_GAP = 0.9  # the same between the labels of a header
WIDEST = 1.5  # of a letter's size: lines of one cell are set no further apart; those of a few short cells are rows
LOOK_AHEAD = 60  # lines by which columns' borders are judged


@dataclass(slots=True)
class _Header:
    """`borders` are where columns begin, if the line below the header is drawn piece by piece, a piece a column."""

    lines: list[Line]
    labels: list[Box]
    borders: list[float]


def unruled_tables(
    page: Page, words: Sequence[Word], carried: Sequence[float], hanging: Hanging | None = None
) -> tuple[list[RawTable], list[Word]]:
    """Tables found among words outside ruled ones, and the words that are left.

    `carried` are the column edges of an unruled table that ended the page before: it may go on at the top. `hanging`
    are the labels of the document's cards, if it has any.
    """
    lines = lines_of(word for word in words if word.turn == 0)
    beams = [rule for rule in merged(page.level) if rule.end - rule.start > 0.25 * page.width]
    entries = cards(page, lines, hanging) if hanging else []
    found: list[tuple[RawTable, range]] = []
    begin = 0
    while begin < len(lines):
        table, taken, figures = _next(page, lines, entries, begin)
        found += _labelled(page, lines, range(begin, taken.start), beams, () if begin else carried, figures)
        begin = max(begin, found[-1][1].stop if found else 0)
        if begin <= taken.start:
            found += [(table, taken)] if table else []
            begin = taken.stop
    used = {at for _, taken in found for at in taken}
    tables = [table for table, _ in found]
    gone = {id(word) for i in used for word in lines[i].words}
    return tables, [word for word in words if id(word) not in gone]


def _next(
    page: Page, lines: Sequence[Line], entries: Sequence[tuple[RawTable, range]], begin: int
) -> tuple[RawTable | None, range, int]:
    """The next cards or table of figures from a line on, the lines that it takes, and its columns if of figures."""
    card = next((each for each in entries if each[1].start >= begin), None)
    end = card[1].start if card else len(lines)
    for table, taken in figure_tables(page, lines[begin:end]):
        return table, range(begin + taken.start, begin + taken.stop), len(table.edges) - 1
    return (*card, 0) if card else (None, range(end, end), 0)


def _labelled(
    page: Page, lines: Sequence[Line], stretch: range, beams: Sequence[Rule], carried: Sequence[float], figures: int
) -> Iterator[tuple[RawTable, range]]:
    """The tables in a stretch of lines whose columns stand under their labels, each with the lines that it takes.

    The last may go on over a table of so many columns of `figures` below the stretch, if it has as many columns, and
    several lines of rows above that: those of figures alone are told from their header better the other way.
    """
    index = stretch.start
    while index < stretch.stop:
        found = _labelled_at(page, lines, index, beams, carried) if figures else None
        if found and found[1].stop > stretch.stop:
            above = lines[found[1].start : stretch.stop] if found[1].start > index else []
            rows = sum(len(_segments(line)) > 1 and not _is_strong(line) for line in above)
            found = found if rows > 1 and len(found[0].edges) > figures else None
        found = found or _labelled_at(page, lines[: stretch.stop], index, beams, carried)
        if found:
            yield found[0], range(index, found[1].stop)
        index = found[1].stop if found else index + 1


def _labelled_at(
    page: Page, lines: Sequence[Line], index: int, beams: Sequence[Rule], carried: Sequence[float]
) -> tuple[RawTable, range] | None:
    """The table that begins with a line, and the lines of its body, if there is one."""
    header = _header(page, lines, index, beams)
    if header and carried and not index and _is_shaded_row(page, lines[: len(header.lines) + 1]):
        header = None
    edges = _edges(header, lines[index + len(header.lines) :], page, beams) if header else []
    if not header and index == 0 and carried:
        edges = list(carried)
    goes_on = bool(carried) and index == 0 and _same_edges(edges, carried)
    head = len(header.lines) if header else 0
    count = _extent(page, lines, index, head, edges, beams, goes_on) if edges else 0
    if not count:
        return None
    return _table(page, lines[index : index + count], head, edges, beams), range(index + head, index + count)


def _segments(line: Line, gap: float = LABEL_GAP) -> list[Box]:
    """The stretches of a line between wide white spaces."""
    found: list[Box] = []
    for word in line.words:
        if found and word.box.left - found[-1].right <= gap * line.size:
            found[-1] = around((found[-1], word.box))
        else:
            found.append(word.box)
    return found


def is_gaping(line: Line) -> bool:
    """Whether a line looks like a row of a table: three texts or more with wide gaps between them."""
    starts = {box.left for box in _segments(line, WIDE)}
    words = [word.text for word in line.words if word.box.left in starts]
    return len(set(words)) >= LEAST_TEXTS  # a running line of pages side by side says one thing several times


def _header(page: Page, lines: Sequence[Line], index: int, beams: Sequence[Rule]) -> _Header | None:
    """A header begins at this line: several labels that are set off from what follows."""
    line = lines[index]
    if any(_is_mark(word) for word in line.words):
        return None
    taken = _header_lines(page, lines[index : index + 4], beams)
    rest = lines[index + len(taken) :]
    below = rest[0] if rest else None
    style = _sets_off(page, line) or _between(beams, taken[-1], below)
    body = next((after for after in rest if not _is_title(after)), None)
    bold = _is_strong(line) and body is not None and not _is_strong(body)
    if not (style or bold) or (below and _is_under_heading(page, line, below, rest[1:], beams)):
        return None
    labels = _labels(taken)
    return _Header(taken, labels, _borders(page, taken[-1], below)) if len(labels) >= (2 if style else 3) else None


def _is_strong(line: Line) -> bool:
    """Whether all of a line's letters and figures are bold: a header's line may say nothing but years."""
    return all(word.bold for word in line.words if any(map(str.isalnum, word.text)))


def _is_title(line: Line) -> bool:
    """Whether a line may be the title of the rows below it: bold, and a single text."""
    return line.bold and len(_segments(line)) == 1


def _header_lines(page: Page, lines: Sequence[Line], beams: Sequence[Rule]) -> list[Line]:
    """The first line, and those below it that are more of the same header: as large, as bold and set off alike.

    A level line ends it that begins where the header does: others are drawn below a label that spans several.
    """
    taken = [lines[0]]
    beams = [beam for beam in beams if beam.start <= lines[0].box.left + lines[0].size]
    for line in lines[1:]:
        near = line.base - taken[-1].base < 1.8 * line.size and abs(line.size - lines[0].size) < 0.1 * line.size
        same = _is_strong(line) and _is_strong(lines[0]) and _sets_off(page, line) == _sets_off(page, lines[0])
        if not (near and same) or _between(beams, taken[-1], line):
            break
        taken.append(line)
    return taken


def _labels(lines: Iterable[Line]) -> list[Box]:
    """The labels of a header's lines: what stands one above another is one."""
    labels: list[Box] = []
    for box in sorted(box for line in lines for box in _segments(line)):
        if labels and box.left < labels[-1].right:
            labels[-1] = around((labels[-1], box))
        else:
            labels.append(box)
    return labels


def _is_under_heading(page: Page, line: Line, below: Line, rest: Sequence[Line], beams: Sequence[Rule]) -> bool:
    """Whether the line below is the header rather than this one, which is the heading over the table."""
    set_off = below.bold or _sets_off(page, below)
    return set_off and _between(beams, below, next(iter(rest), None)) and len(_segments(below)) > len(_segments(line))


def _borders(page: Page, line: Line, below: Line | None) -> list[float]:
    """Where the pieces begin of which the level line between two lines of text is made; none if it is of one piece."""
    if below is None:
        return []
    pieces = sorted(
        {
            (round(rule.start, 1), round(rule.end, 1))
            for rule in page.level
            if line.base - 0.1 * line.size < rule.at < below.base - 0.5 * below.size
        }
    )
    joined = all(abs(other[0] - one[1]) < 1 for one, other in pairwise(pieces))
    return [start for start, _ in pieces] if joined and len(pieces) > 2 else []


def _sets_off(page: Page, line: Line) -> bool:
    """Whether the line stands on a shaded band."""
    middle = line.base - 0.3 * line.size
    shaded = [fill for fill in page.fills if fill.top <= middle <= fill.bottom and fill.height < 8 * line.size]
    covered = sum(1 for word in line.words if any(fill.left <= word.box.centre[0] <= fill.right for fill in shaded))
    return covered == len(line.words)


def _is_shaded_row(page: Page, lines: Sequence[Line]) -> bool:
    """Whether what looks like a header is a row of a table in stripes: it goes on within its band, in plain letters."""
    bases = [line.base - 0.3 * line.size for line in lines]
    one_band = any(all(fill.top <= base <= fill.bottom for base in bases) for fill in page.fills)
    return one_band and not any(line.bold for line in lines)


def _between(beams: Sequence[Rule], line: Line, following: Line | None = None) -> bool:
    """Whether a level line is drawn between two lines of text."""
    if following is None:
        return False
    return any(line.base - 0.1 * line.size < beam.at < following.base - 0.5 * following.size for beam in beams)


def _edges(header: _Header, below: Sequence[Line], page: Page, beams: Sequence[Rule]) -> list[float]:
    """Column edges: in each gap between labels, where the fewest lines below are cut; as far right as can be."""
    if len(header.borders) >= len(header.labels):
        return [min(header.borders[0], header.labels[0].left - 1), *header.borders[1:], page.width]
    rough = [0.0, *(label.left - 1 for label in header.labels[1:]), page.width]
    all_lines = [*header.lines, *below[:LOOK_AHEAD]]
    sample = [line for i, line in enumerate(all_lines) if not _spans(page, all_lines, i, rough, beams)]
    left = min([header.labels[0].left, *(line.box.left for line in sample)]) - 1
    edges = [left]
    for label, following in zip(header.labels, header.labels[1:], strict=False):
        inside = (
            word.box.left - 0.5
            for line in sample
            for word in line.words
            if label.left + 1 < word.box.left <= following.left
        )
        places = sorted({following.left - 0.5, *inside}, reverse=True)
        edges.append(min(places, key=lambda place: sum(_cuts(line, place) for line in sample)))
    return [*edges, page.width]


def _cuts(line: Line, place: float) -> bool:
    """Whether an upright at `place` would go through the line's text: a word, or the narrow space between two."""
    words = [word for word in line.words if not _is_mark(word)]
    before = [word.box.right for word in words if word.box.left < place]
    after = [word.box.left for word in words if word.box.left >= place]
    if not before:
        return False
    if max(before) > place + 0.5:
        return True
    return bool(after) and min(after) - max(before) < GUTTER * line.size


def _same_edges(edges: Sequence[float], carried: Sequence[float]) -> bool:
    """Whether a table's columns are those of the page before, whose first lines may have lain further left."""
    inner = zip(edges[1:-1], carried[1:-1], strict=False)
    return len(edges) == len(carried) and all(abs(one - other) < 3 for one, other in inner)


def _extent(
    page: Page,
    lines: Sequence[Line],
    index: int,
    header: int,
    edges: Sequence[float],
    beams: Sequence[Rule],
    goes_on: bool,
) -> int:
    """How many lines from `index` belong to the table; 0 where they don't make one.

    What goes on from the page before may be a single line in a single column, if its header is repeated.
    """
    body = 0
    shared = 0
    # Without a header, the first may be a heading; a header may end the page.
    size = min((line.size for line in lines[index + header :][:2]), default=0.0)
    previous = lines[index]
    titles = 0  # at the end so far: they head no rows of this table
    for number, line in enumerate(lines[index + header :], start=index + header):
        far = line.base - previous.base > 4 * line.size and line.bold
        cut = _runs_across(line, edges) and not _spans(page, lines, number, edges, beams)
        if cut or line.size > 1.2 * size or (far and body):
            body -= titles
            break
        body += 1
        larger = _is_title(line) and line.size > 1.05 * size
        titles = titles + 1 if larger or _spans(page, lines, number, edges, beams) else 0
        shared += len({_column(word, edges) for word in line.words}) > 1
        previous = line
    return header + body if (body >= 2 and shared >= 1) or (goes_on and header and body) else 0


def _runs_across(line: Line, edges: Sequence[float]) -> bool:
    """Whether a line takes no notice of the columns. A word too long for its own may reach into one other."""
    cuts = [edge for edge in edges[1:-1] if _cuts(line, edge)]
    kept = [edge for edge in edges[1:-1] if edge not in cuts]
    lefts = [word.box.left for word in line.words]
    return bool(cuts) and (len(cuts) > 1 or not any(min(lefts) < edge <= max(lefts) for edge in kept))


def _is_mark(word: Word) -> bool:
    return word.drawn or word.text in SURE_MARKS or "\ue000" <= word.text[0] <= "\uf8ff"


def _column(word: Word, edges: Sequence[float]) -> int:
    """The column in which a word begins; a bullet may hang a little out of its own."""
    place = word.box.left + (2 * word.size if _is_mark(word) else min(1.0, word.box.width / 2))
    return max(sum(1 for edge in edges[:-1] if edge <= place) - 1, 0)


def _table(page: Page, lines: Sequence[Line], header: int, edges: list[float], beams: Sequence[Rule]) -> RawTable:
    body = lines[header:]
    wide = {line.base for index, line in enumerate(body) if _spans(page, lines, header + index, edges, beams)}
    box = around(line.box for line in lines)
    tops = _tops(_firsts(body, wide, edges, beams), body[-1].size)
    head = _head(page, lines[:header], edges, Box(edges[0], box.top, edges[-1], tops[0])) if header else []
    depth = head[-1].row + 1 if head else 0
    rows = []
    for row, (top, bottom) in enumerate(zip(tops, [*tops[1:], box.bottom], strict=True), start=depth):
        within = [edges[0], edges[-1]] if any(top < base <= bottom for base in wide) else edges
        rows.append([RawCell(Box(left, top, right, bottom), row) for left, right in pairwise(within)])
    for line in body:
        _put(line, rows[_row_of(line, tops)], edges)
    cells = [*head, *(cell for row in rows for cell in row)]
    return RawTable(page, box, edges, depth + len(tops), cells, ruled=False)


def _head(page: Page, lines: Sequence[Line], edges: Sequence[float], box: Box) -> list[RawCell]:
    """A header's cells: one row of them or, where labels stand over several others, levels of these."""
    columns = list(pairwise([*edges[:-1], max(edges[-2] + 1, *(line.box.right for line in lines))]))
    short = [rule for rule in merged(page.level) if rule.end - rule.start < 0.8 * (columns[-1][1] - edges[0])]
    pieces = [in_columns(pieces_of(line, LABEL_GAP), columns, short) for line in lines]
    if any(_stands_over(piece, below) for each, below in pairwise(pieces) for piece in each):
        return cells_of(header_rows(pieces), edges, (box.top, box.bottom))
    row = [RawCell(Box(left, box.top, right, box.bottom), 0) for left, right in pairwise(edges)]
    for line in lines:
        _put(line, row, edges)
    return row


def _stands_over(piece: Piece, below: Sequence[Piece]) -> bool:
    """Whether a label spans several columns of which at least two have labels of their own below it."""
    under = [each for each in below if piece.first <= each.first and each.last <= piece.last]
    return piece.last > piece.first and len(under) > 1


def _tops(firsts: Sequence[float], size: float) -> list[float]:
    """Where rows begin, above their first base lines; two that are nearly level are one row's."""
    return [base - size for at, base in enumerate(firsts) if not at or base - firsts[at - 1] > 0.5 * size]


def _row_of(line: Line, tops: Sequence[float]) -> int:
    middle = line.base - 0.3 * line.size
    return max(sum(top <= middle for top in tops) - 1, 0)


def _put(line: Line, row: Sequence[RawCell], edges: Sequence[float]) -> None:
    """Puts a line's words into the cells of its row; where a word stands across two columns that is a guess."""
    guess = len(row) > 1 and any(_cuts(line, edge) for edge in edges[1:-1])
    for word in line.words:
        place = _column(word, edges) if len(row) > 1 else 0
        row[place].words.append(replace(word, guessed=True) if guess else word)


def _firsts(body: Sequence[Line], wide: set[float], edges: Sequence[float], beams: Sequence[Rule]) -> list[float]:
    """The base lines at which rows begin; `wide` are those of titles over the rows below them."""
    columns: list[list[Word]] = [[] for _ in edges[1:]]
    for line in body:
        for word in line.words if line.base not in wide else ():
            columns[_column(word, edges)].append(word)
    starts = _with_beams(_row_starts([lines_of(words) for words in columns]), beams, body, body[-1].size)
    after = [below.base for line, below in pairwise(body) if line.base in wide]
    return sorted({body[0].base, *wide, *after, *starts})


def _spans(page: Page, lines: Sequence[Line], index: int, edges: Sequence[float], beams: Sequence[Rule]) -> bool:
    """Whether a line runs across columns as the title of the rows below it: set off, and from the table's left."""
    line = lines[index]
    if len(_segments(line, 1.5)) > 1 or line.words[0].box.left >= edges[1]:
        return False
    before = lines[max(index - 1, 0)]
    ruled = _between(beams, before, line) and any(0 < beam.at - line.base < 1.5 * line.size for beam in beams)
    across = any(_cuts(line, edge) for edge in edges[1:-1])
    if line.bold and index + 1 < len(lines) and _is_row(lines[index + 1], line):
        return True
    return (ruled and (across or line.bold)) or (across and (line.bold or _sets_off(page, line)))


def _is_row(line: Line, title: Line) -> bool:
    """Whether a line below a bold one begins a row of several texts, the first in plain letters and below it."""
    first = line.words[0]
    return len(_segments(line)) > 1 and not first.bold and abs(first.box.left - title.box.left) < line.size


def _with_beams(
    starts: Sequence[tuple[float, bool]], beams: Sequence[Rule], body: Sequence[Line], size: float
) -> list[float]:
    """Row starts by the level lines between them and by numerals; by other signs too where the lines are few."""
    bases = [line.base for line in body]
    below = set()
    for beam in beams:
        under = [base for base in bases if base > beam.at]
        if under and len(under) < len(bases):
            below.add(min(under))
    if len(below) > 1 and _part_all([y for y, strong in starts if strong], sorted(below)):
        return sorted(below)
    enough = below and 2 * (len(below) + 1) >= len(starts)
    more = [y for y, strong in starts if (strong or not enough) and all(abs(y - base) > 0.5 * size for base in below)]
    return sorted({*below, *more})


def _part_all(numerals: Sequence[float], below: Sequence[float]) -> bool:
    """Whether level lines stand between any two numerals: then a numeral half-way down is centred in its row."""
    rows = [sum(1 for base in below if base <= y + 1) for y in numerals]
    return len(rows) > 1 and len(set(rows)) == len(rows)


def _row_starts(columns: Sequence[Sequence[Line]]) -> list[tuple[float, bool]]:
    """Base lines at which the key column, or one left of it, starts anew; each with whether a numeral says so."""
    leading = _leading(columns)
    begun = [_starts(lines, leading) for lines in columns]
    numbered = [sum(strong for _, strong in found) for found in begun]
    shared = [
        sum(1 for y, _ in found if any(_has(other, y) for j, other in enumerate(columns) if j != i))
        for i, found in enumerate(begun)
    ]
    best = max(range(len(columns)), key=lambda i: (numbered[i] >= 2, shared[i], -i), default=0)
    found: list[tuple[float, bool]] = []
    for y, strong in sorted(start for column in begun[: best + 1] for start in column):
        aligned = all(_fits(lines, y) for lines in columns)
        if found and y - found[-1][0] <= 3:
            found[-1] = (found[-1][0], found[-1][1] or strong)
        elif strong or aligned:
            found.append((y, strong))
    return found


def _leading(columns: Iterable[Sequence[Line]]) -> float:
    steps = sorted((below.base - line.base) / line.size for lines in columns for line, below in pairwise(lines))
    return min(steps[len(steps) // 4], WIDEST) if steps else 1.2


def _starts(lines: Sequence[Line], leading: float) -> list[tuple[float, bool]]:
    """Base lines at which unmarked text starts anew in one column, each with whether a numeral says so."""
    found = []
    limit = max((line.box.right for line in lines), default=0.0)
    numbered = _numbered(lines)
    for index, line in enumerate(lines):
        first = line.words[0]
        if _is_mark(first) or first.text in DOUBTFUL_MARKS:
            continue
        numeral = line.base in numbered
        before = lines[index - 1] if index else None
        spaced = before is None or line.base - before.base > 1.35 * leading * line.size
        if numeral or spaced or (before is not None and has_room(before, line, limit)):
            found.append((line.base, numeral))
    return found


def _numbered(lines: Sequence[Line]) -> set[float]:
    """Base lines of a column's numerals, where most count one up or begin again: other figures begin no row."""
    found = [(line.base, numeral) for line in lines if _is_numeral(line) and (numeral := _numeral(line))]
    styles = Counter(numeral.style for _, numeral in found)
    usual = styles.most_common(1)[0][0] if styles else None
    alike = [(base, numeral.value) for base, numeral in found if numeral.style is usual]
    steps = [other == one + 1 or other == 1 for (_, one), (_, other) in pairwise(alike)]
    return {base for base, _ in alike} if 2 * sum(steps) >= len(steps) > 0 else set()


def _numeral(line: Line) -> Numeral | None:
    return numerals.parse(line.words[0].text)


def _is_numeral(line: Line) -> bool:
    first = line.words[0]
    if not NUMERAL.fullmatch(first.text):
        return False
    if SURE_NUMERAL.fullmatch(first.text) or len(line.words) == 1:
        return True
    return line.words[1].box.left - first.box.right > 0.5 * line.size


def _has(lines: Sequence[Line], y: float) -> bool:
    return any(abs(line.base - y) < 1.5 for line in lines)


def _fits(lines: Sequence[Line], y: float) -> bool:
    """No line of this column is cut by a row that begins with base line y."""
    return not any(1.5 < abs(line.base - y) < 0.7 * line.size for line in lines)
