"""Tables without drawn cells: a header's labels make the columns, the rows are told from what stands between them.

Covers tables with no lines at all and those with level lines only. Their borders are a guess, and are said to be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from corpus.language import numerals
from corpus.language.wording import labelled
from corpus.readers.pdf.page import Box, Page, Rule, Word, around
from corpus.readers.pdf.tables.figure_tables import FIGURE, cells_of, figure_tables, has_figures, pieces_of
from corpus.readers.pdf.tables.hanging_labels import Hanging, cards
from corpus.readers.pdf.tables.header_levels import column_labels, levels, segments
from corpus.readers.pdf.tables.row_breaks import UNSURE, Body
from corpus.readers.pdf.tables.ruled_tables import RawCell, RawTable, merged
from corpus.readers.pdf.tables.turned_labels import with_turned
from corpus.readers.pdf.text_lines import Line, has_room, lines_of
from corpus.readers.pdf.typesetting import is_mark

GUTTER = 0.5  # the least white space between columns, in letters' sizes
WIDE, LEAST_TEXTS = 1.5, 3  # white space between texts of a line, likewise, and how many make it look like a row
WIDEST = 1.5  # of a letter's size: lines of one text are set no further apart
USUAL = 1.3  # of a letter's size, from line to line
NEAR, FAR = 1.8, 3.5  # likewise: how far apart lines of a header are set, and those of a header with space in its cells
_AT = 1.5  # points right of a column's edge within which its texts begin: letters differ in the space before them
_LEAST_NUMBERED = 2  # rows
LOOK_AHEAD = 60  # lines by which columns' borders are judged


@dataclass(slots=True)
class _Header:
    """`borders` are where columns begin, if the line below the header is drawn piece by piece, a piece a column."""

    lines: list[Line]
    labels: list[Box]
    borders: list[float]

    def own_lines(self) -> list[Line]:
        """Its lines without the labels that stand over several columns."""
        own = (
            [word for word in line.words if any(box.holds(word.box.centre) for box in self.labels)]
            for line in self.lines
        )
        return [Line(words) for words in own if words]


class _Firsts(NamedTuple):
    """The base lines at which rows begin, and those where it is hard to tell whether one does."""

    sure: list[float]
    unsure: list[float]


class _Next(NamedTuple):
    """The next cards or table of figures, with the lines that it takes; the columns of one of figures.

    Its `head` ends before a line, if it has a column of words too and may be told better by its labels.
    """

    table: RawTable | None
    taken: range
    figures: int
    head: int


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
        after = _next(page, lines, entries, begin)
        found += _labelled(page, lines, begin, after, beams, () if begin else carried)
        begin = max(begin, found[-1][1].stop if found else 0)
        if begin <= after.taken.start:
            found += [(after.table, after.taken)] if after.table else []
            begin = after.taken.stop
    used = {at for _, taken in found for at in taken}
    tables = [table for table, _ in found]
    turned = [word for table in tables for word in with_turned(page, table, words)]
    gone = {id(word) for word in (*turned, *(word for at in used for word in lines[at].words))}
    return tables, [word for word in words if id(word) not in gone]


def _next(page: Page, lines: Sequence[Line], entries: Sequence[tuple[RawTable, range]], begin: int) -> _Next:
    """The next cards or table of figures from a line on."""
    card = next((each for each in entries if each[1].start >= begin), None)
    end = card[1].start if card else len(lines)
    for table, within in figure_tables(page, lines[begin:end]):
        taken = range(begin + within.start, begin + within.stop)
        head = next((at for at in taken if has_figures(pieces_of(lines[at]))), taken.start)
        return _Next(table, taken, len(table.edges) - 1, head if _has_words(table) else taken.start)
    return _Next(*card, 0, card[1].start) if card else _Next(None, range(end, end), 0, end)


def _has_words(table: RawTable) -> bool:
    """Whether a table of figures has a column of words besides the first, below what may be two levels of labels."""
    columns: dict[float, list[bool]] = {}
    for cell in table.cells:
        if cell.words and cell.box.left > table.edges[0]:
            text = " ".join(word.text for word in cell.words)
            columns.setdefault(cell.box.left, []).append(FIGURE.fullmatch(text) is None)
    return any(2 * sum(words[2:]) > len(words[2:]) for words in columns.values())


def _labelled(
    page: Page, lines: Sequence[Line], index: int, after: _Next, beams: Sequence[Rule], carried: Sequence[float]
) -> Iterator[tuple[RawTable, range]]:
    """The tables from a line on whose columns stand under their labels, each with the lines that it takes.

    They are above what comes `after` them. The last may go on over it, if it is a table of as many columns of figures.
    """
    top = after.taken.start
    while index < max(top, after.head):
        found = _labelled_at(page, lines, index, beams, carried) if after.figures else None
        if found and found[1].stop > top and not _is_better(lines, index, *found, after):
            found = None
        if not found and index < top:
            found = _labelled_at(page, lines[:top], index, beams, carried)
        if found:
            yield found[0], range(index, found[1].stop)
        index = found[1].stop if found else index + 1


def _is_better(lines: Sequence[Line], index: int, table: RawTable, body: range, after: _Next) -> bool:
    """Whether a table is better told by its labels than as one of figures: its texts may run over several lines.

    It has a column of words, or several lines of rows above the figures. Figures alone are better told the other way.
    """
    top = after.taken.start
    above = lines[body.start : top] if body.start > index else []
    rows = sum(len(segments(line)) > 1 and not line.stands_out for line in above)
    return len(table.edges) > after.figures and (rows > 1 or after.head > top)


def _labelled_at(
    page: Page, lines: Sequence[Line], index: int, beams: Sequence[Rule], carried: Sequence[float]
) -> tuple[RawTable, range] | None:
    """The table that begins with a line, and the lines of its body, if there is one."""
    header = _header(page, lines, index, beams)
    if header and carried and not index and _is_shaded_row(page, lines[: len(header.lines) + 1]):
        header = None
    edges = _edges(header, lines[index + len(header.lines) :], page, beams) if header else []
    if index == 0 and carried and (not header or _is_header_of(header, carried)):
        edges = list(carried)
    if not edges:
        return None
    goes_on = bool(carried) and index == 0 and _same_edges(edges, carried)
    head = len(header.lines) if header else 0
    told = _told_across(lines, edges)
    count = _extent(page, lines, index, head, edges, beams, told, goes_on)
    if not count:
        return None
    body = range(index + head, index + count)
    across = {lines[at].base: begins for at, begins in told.items() if at in body}
    return _table(page, lines[index : index + count], head, edges, beams, across), body


def is_gaping(line: Line) -> bool:
    """Whether a line looks like a row of a table: three texts or more with wide gaps between them."""
    starts = {box.left for box in segments(line, WIDE)}
    words = [word.text for word in line.words if word.box.left in starts]
    return len(set(words)) >= LEAST_TEXTS  # a running line of pages side by side says one thing several times


def _header(page: Page, lines: Sequence[Line], index: int, beams: Sequence[Rule]) -> _Header | None:
    """A header begins at this line: several labels that are set off from what follows."""
    line = lines[index]
    if any(is_mark(word) for word in line.words):
        return None
    taken = _header_lines(page, lines[index : index + 4], beams)
    rest = lines[index + len(taken) :]
    below = rest[0] if rest else None
    style = _sets_off(page, line) or _between(beams, taken[-1], below)
    body = next((after for after in rest if not _is_title(after)), None)
    bold = line.stands_out and body is not None and not body.stands_out
    if not (style or bold) or (below and _is_under_heading(page, line, below, rest[1:], beams)):
        return None
    labels = column_labels(taken, rest[:LOOK_AHEAD])
    return _Header(taken, labels, _borders(page, taken[-1], below)) if len(labels) >= (2 if style else 3) else None


def _is_title(line: Line) -> bool:
    """Whether a line may be the title of the rows below it: bold, and a single text."""
    return line.bold and len(segments(line)) == 1


def _header_lines(page: Page, lines: Sequence[Line], beams: Sequence[Rule]) -> list[Line]:
    """The first line, and those below it that are more of the same header: as large, as bold and set off alike.

    A level line ends it that begins where the header does: others are drawn below a label that spans several. Lines
    that are set further apart are more of it below such a one, or if they have labels where it has none as yet.
    """
    drawn = merged(page.level)
    taken = [lines[0]]
    for line in lines[1:]:
        whole = _below_all(drawn, [*taken, line])
        if not _is_alike(page, lines[0], line) or _between([beam for beam in whole if beam in beams], taken[-1], line):
            break
        step = (line.base - taken[-1].base) / line.size
        spanned = _between([beam for beam in drawn if beam not in whole], taken[-1], line)
        more = not _is_heading(taken, line) and (spanned or _adds_labels(taken, line))
        if step >= NEAR and not (step < FAR and more):
            break
        taken.append(line)
    return taken


def _is_alike(page: Page, line: Line, other: Line) -> bool:
    """Whether two lines are set alike, as those of a header are: bold or on a shaded area, and equally large."""
    bold, shaded = line.stands_out, _sets_off(page, line)
    same = other.stands_out == bold and _sets_off(page, other) == shaded
    return (bold or shaded) and same and abs(line.size - other.size) < 0.1 * line.size


def _below_all(beams: Sequence[Rule], lines: Sequence[Line]) -> list[Rule]:
    """Level lines without those that begin further right than lines of text do: these are drawn below single labels."""
    left = min(line.box.left for line in lines)
    return [beam for beam in beams if beam.start <= left + lines[0].size]


def _is_heading(lines: Sequence[Line], below: Line) -> bool:
    """Whether lines are a heading over a header: a text over the first of its labels."""
    return all(len(segments(line)) == 1 for line in lines) and lines[0].box.left < segments(below)[0].right


def _adds_labels(lines: Sequence[Line], line: Line) -> bool:
    """Whether a line has labels for columns that have none as yet: rows have texts under those that there are."""
    return len(column_labels([*lines, line])) > len(column_labels(lines))


def _is_under_heading(page: Page, line: Line, below: Line, rest: Sequence[Line], beams: Sequence[Rule]) -> bool:
    """Whether the line below is the header rather than this one, which is the heading over the table."""
    set_off = below.bold or _sets_off(page, below)
    return set_off and _between(beams, below, next(iter(rest), None)) and len(segments(below)) > len(segments(line))


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
        return [min(header.borders[0], header.labels[0].left - 1), *header.borders[1:], page.right]
    rough = [0.0, *(label.left - 1 for label in header.labels[1:]), page.right]
    all_lines = [*header.own_lines(), *below[:LOOK_AHEAD]]
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
    first = header.labels[0].left
    return [left, *([first - 1] if _numbers_hang(sample, [*edges, page.right], first) else []), *edges[1:], page.right]


def _numbers_hang(lines: Iterable[Line], edges: Sequence[float], first: float) -> bool:
    """Whether most of what stands left of the first label is numerals, each with a text beside it right below that
    label: a column that has no label of its own."""
    outside = [line for line in lines if line.words[0].box.left < first - _AT and not _runs_across(line, edges)]
    numbered = [line for line in outside if len(line.words) > 1 and numerals.parse(line.words[0].text)]
    aligned = sum(abs(line.words[1].box.left - first) < _AT and not _cuts(line, first - 1) for line in numbered)
    return aligned >= _LEAST_NUMBERED and 2 * aligned > len(outside)


def _cuts(line: Line, place: float) -> bool:
    """Whether an upright at `place` would go through the line's text: a word, or the narrow space between two."""
    words = [word for word in line.words if not is_mark(word)]
    before = [word.box.right for word in words if word.box.left < place]
    after = [word.box.left for word in words if word.box.left >= place]
    if not before:
        return False
    if max(before) > place + 0.5:
        return True
    return bool(after) and min(after) - max(before) < GUTTER * line.size


def _crosses(line: Line, edge: float) -> bool:
    """Whether a line's text takes no notice of a column's edge: a word that begins right there does, however near it
    stands to the one before."""
    before = [word.box.right for word in line.words if word.box.left < edge - 1]
    begins = any(edge - 1 <= word.box.left <= edge + _AT for word in line.words)
    return not (begins and max(before, default=0.0) < edge) and _cuts(line, edge)


def _is_header_of(header: _Header, edges: Sequence[float]) -> bool:
    """Whether a header's labels stand in columns that are known, of which it may have told fewer."""
    return all(any(abs(label.left - edge) < 3 for edge in edges) for label in header.labels)


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
    told: Mapping[int, bool],
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
    titles = notes = 0  # at the end so far: they head no rows of this table, and stand below it
    furthest = 0.0  # of the steps from line to line so far
    for number, line in enumerate(lines[index + header :], start=index + header):
        step = (line.base - previous.base) / line.size
        apart = step > 4 and (line.bold or (body > 1 and step > 2 * furthest))  # a heading, or the foot of the page
        far = apart and not _fills(line, edges)
        title = _spans(page, lines, number, edges, beams)
        cut = _runs_across(line, edges) and not title and number not in told
        heads = title and number + 1 < len(lines) and _is_row(lines[number + 1], line)
        if cut or (line.size > 1.2 * size and not heads) or (far and body):
            body -= titles
            break
        furthest = max(furthest, step)
        body += 1
        larger = _is_title(line) and line.size > 1.05 * size
        titles = titles + 1 if larger or title else 0
        known = titles or number in told
        note = not known and _is_note(line, size, edges) and (notes or _is_apart(previous, line))
        notes = notes + 1 if note else 0
        shared += len({_column(word, edges) for word in line.words}) > 1
        previous = line
    body -= notes
    return header + body if (body >= 2 and shared >= 1) or (goes_on and header and body) else 0


def _fills(line: Line, edges: Sequence[float]) -> bool:
    """Whether a line has texts in most columns, none across an edge: a row, however far below the one before."""
    columns = {_column(word, edges) for word in line.words}
    return len(columns) >= max(LEAST_TEXTS, len(edges) // 2) and not any(_crosses(line, edge) for edge in edges[1:-1])


def _told_across(lines: Sequence[Line], edges: Sequence[float]) -> dict[int, bool]:
    """The lines of a page, by number, of texts that run across a table's columns below its rows, behind a label that
    comes again (`Update: …`), if only below another table; each with whether it begins one."""
    begins = {at: match[1] for at, line in enumerate(lines) if (match := _label_of(line, edges))}
    across = {label for at, label in begins.items() if _runs_across(lines[at], edges)}
    often = Counter(begins.values())
    found: dict[int, bool] = {}
    for at, label in begins.items():
        if label not in across or often[label] < 2:
            continue
        found[at] = True
        right = max(lines[other].box.right for other, same in begins.items() if same == label)
        while (at := at + 1) < len(lines) and at not in begins and _goes_on(lines[at - 1], lines[at], right):
            found[at] = False
    return found


def _label_of(line: Line, edges: Sequence[float]) -> re.Match[str] | None:
    """The label that a line begins with, if it is one text and begins in one of the first two columns."""
    placed = line.box.left < edges[min(2, len(edges) - 1)] and len(segments(line, WIDE)) == 1
    return labelled(line.text) if placed else None


def _goes_on(line: Line, following: Line, right: float) -> bool:
    """Whether the line below goes on with a text that ends at `right`."""
    near = following.base - line.base < WIDEST * following.size and len(segments(following, WIDE)) == 1
    return near and following.box.left > line.box.left - line.size and not has_room(line, following, right)


def _is_note(line: Line, size: float, edges: Sequence[float]) -> bool:
    """Whether a line may be a note below a table: a text alone, in smaller letters or over several columns."""
    across = len(segments(line, GUTTER)) == 1 and len({_column(word, edges) for word in line.words}) > 1
    return len(segments(line)) == 1 and (line.size < 0.95 * size or across)


def _is_apart(line: Line, following: Line) -> bool:
    return following.base - line.base > NEAR * following.size


def _runs_across(line: Line, edges: Sequence[float]) -> bool:
    """Whether a line takes no notice of the columns. A word too long for its own may reach into one other."""
    if len(segments(line, GUTTER)) == 1 and len({_column(word, edges) for word in line.words}) >= LEAST_TEXTS:
        return True
    cuts = [edge for edge in edges[1:-1] if _crosses(line, edge)]
    kept = [edge for edge in edges[1:-1] if edge not in cuts]
    lefts = [word.box.left for word in line.words]
    return bool(cuts) and (len(cuts) > 1 or not any(min(lefts) < edge <= max(lefts) for edge in kept))


def _column(word: Word, edges: Sequence[float]) -> int:
    """The column in which a word begins; a bullet may hang a little out of its own."""
    place = word.box.left + (2 * word.size if is_mark(word) else min(1.0, word.box.width / 2))
    return max(sum(1 for edge in edges[:-1] if edge <= place) - 1, 0)


def _table(
    page: Page,
    lines: Sequence[Line],
    header: int,
    edges: list[float],
    beams: Sequence[Rule],
    told: Mapping[float, bool],
) -> RawTable:
    """The table that lines make; `told` are the base lines of those that `_told_across` found."""
    body = lines[header:]
    titles = {line.base for index, line in enumerate(body) if _spans(page, lines, header + index, edges, beams)}
    wide = {**dict.fromkeys(titles, True), **told}
    box = around(line.box for line in lines)
    firsts = _firsts(page, body, wide, edges, beams)
    tops = _tops(firsts.sure, body[-1].size)
    plain = [line for line in body if line.base not in wide]
    head = _head(page, lines[:header], edges, Box(edges[0], box.top, edges[-1], tops[0]), plain) if header else []
    depth = head[-1].row + 1 if head else 0
    rows = []
    for row, (top, bottom) in enumerate(zip(tops, [*tops[1:], box.bottom], strict=True), start=depth):
        within = [edges[0], edges[-1]] if any(top < base <= bottom for base in wide) else edges
        rows.append([RawCell(Box(left, top, right, bottom), row) for left, right in pairwise(within)])
    size = body[-1].size
    guessed = {_row_at(place, size, tops) for base in firsts.unsure for place in (base - size, base)}
    for line in body:
        at = _row_at(line.base, line.size, tops)
        _put(line, rows[at], edges, guess=at in guessed)
    cells = [*head, *(cell for row in rows for cell in row)]
    return RawTable(page, box, edges, depth + len(tops), cells, ruled=False)


def _head(page: Page, lines: Sequence[Line], edges: Sequence[float], box: Box, body: Sequence[Line]) -> list[RawCell]:
    """A header's cells: one row of them or, where labels stand over several others, levels of these."""
    leading = _wrapped(_in_columns(body, edges))
    if rows := levels(page, lines, edges, body, leading):
        return cells_of(rows, edges, (box.top, box.bottom))
    row = [RawCell(Box(left, box.top, right, box.bottom), 0) for left, right in pairwise(edges)]
    for line in lines:
        _put(line, row, edges)
    return row


def _in_columns(body: Iterable[Line], edges: Sequence[float]) -> list[list[Line]]:
    """The lines of each column."""
    columns: list[list[Word]] = [[] for _ in edges[1:]]
    for line in body:
        for word in line.words:
            columns[_column(word, edges)].append(word)
    return [lines_of(words) for words in columns]


def _tops(firsts: Sequence[float], size: float) -> list[float]:
    """Where rows begin, above their first base lines; two that are nearly level are one row's."""
    return [base - size for at, base in enumerate(firsts) if not at or base - firsts[at - 1] > 0.5 * size]


def _row_at(base: float, size: float, tops: Sequence[float]) -> int:
    """The number of the row in which a line of this base and size stands."""
    return max(sum(top <= base - 0.3 * size for top in tops) - 1, 0)


def _put(line: Line, row: Sequence[RawCell], edges: Sequence[float], guess: bool = False) -> None:
    """Puts a line's words into the cells of its row; where a word stands across two columns that is a guess."""
    guess |= len(row) > 1 and any(_crosses(line, edge) for edge in edges[1:-1])
    for word in line.words:
        place = _column(word, edges) if len(row) > 1 else 0
        row[place].words.append(replace(word, guessed=True) if guess else word)


def _firsts(
    page: Page, body: Sequence[Line], wide: Mapping[float, bool], edges: Sequence[float], beams: Sequence[Rule]
) -> _Firsts:
    """Where rows begin; `wide` are the base lines of texts across them, with whether they begin one."""
    columns = _in_columns((line for line in body if line.base not in wide), edges)
    begins = list(Body(columns, sorted(wide), beams, page.fills).begins()) if any(columns) else []
    after = [below.base for line, below in pairwise(body) if line.base in wide and below.base not in wide]
    known = {body[0].base, *after, *(base for base, begins_one in wide.items() if begins_one)}
    sure = sorted({*known, *(base for base, likely in begins if likely > 0.5)})
    unsure = [base for base, likely in begins if UNSURE < likely < 1 - UNSURE and base not in known]
    return _Firsts(sure, unsure)


def _spans(page: Page, lines: Sequence[Line], index: int, edges: Sequence[float], beams: Sequence[Rule]) -> bool:
    """Whether a line runs across columns as the title of the rows below it: set off, and from the table's left."""
    line = lines[index]
    if len(segments(line, 1.5)) > 1 or line.words[0].box.left >= edges[1]:
        return False
    before = lines[max(index - 1, 0)]
    ruled = _between(beams, before, line) and any(0 < beam.at - line.base < 1.5 * line.size for beam in beams)
    across = any(_cuts(line, edge) for edge in edges[1:-1])
    if line.bold and index + 1 < len(lines) and _is_row(lines[index + 1], line):
        return True
    return (ruled and (across or line.bold)) or (across and (line.bold or _sets_off(page, line)))


def _is_row(line: Line, title: Line) -> bool:
    """Whether a line below a bold one begins a row of several texts, the first below it and in plain or smaller
    letters."""
    first = line.words[0]
    told = not first.bold or (title.size > 1.05 * line.size and not line.stands_out)
    return told and len(segments(line)) > 1 and abs(first.box.left - title.box.left) < line.size


def _wrapped(columns: Iterable[Sequence[Line]]) -> float:
    """How far apart lines of one text are set; as usual where no column has any."""
    steps = [(below.base - line.base) / line.size for lines in columns for line, below in pairwise(lines)]
    return min((step for step in steps if 0.9 < step < NEAR), default=USUAL)
