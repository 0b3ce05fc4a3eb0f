"""A page's text and tables in reading order: what stands in columns side by side is read column after column."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice, pairwise, zip_longest
from typing import NamedTuple

from corpus.readers.pdf.labels_above import Labels, under_labels
from corpus.readers.pdf.page import Word, around
from corpus.readers.pdf.tables.figure_tables import pieces_of
from corpus.readers.pdf.tables.ruled_tables import LABEL_GAP, RawTable
from corpus.readers.pdf.text_lines import Line, lines_of

GAP = 1.2  # the least white space between columns of prose, in letters' sizes
LEAST_LINES = 6  # of prose that stand in both columns
LEAST_ALIKE = 3  # likewise, where both have the same labels
MOST_LINES = 400  # of one page: prose in columns has fewer
MOST_TABLES = 30  # likewise
MOST_TRIES = 60  # places at which a page is tried for columns
FULL = 0.7  # of a column's width: most lines of prose are at least as long
MOST = 2 / 3  # of the lines
SOME = 1 / 3  # likewise, where sentences run on
LEAST_LABELS = 2  # that begin lines on both sides
LABEL = re.compile(r"(?<!\w)([A-Z][^\W\d_]*+(?: [^\W\d_]++){0,4}+):")
LEAST_RUNNING = 2  # lines that go on with a sentence
LARGER = 1.15  # of the size of all lines above it: a heading over both columns
BEARING = 0.2  # letters' sizes left of a column's first letter: those below it may begin a little further left
NEAR = 2.5  # letters' sizes within which a line belongs to the columns below it


@dataclass(slots=True)
class Region:
    """A part of a page that is read from top to bottom."""

    words: list[Word] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    right: float | None = None  # where its texts may end, if another one stands beside it


class Part(NamedTuple):
    """Words of a page that stand between two x of it; `place` counts the columns to their left."""

    words: list[Word]
    left: float
    right: float
    place: int


class _Stripe(NamedTuple):
    """The part of a page that is in two columns, and the x between them; where texts of the first may `end`, if these
    don't tell."""

    top: float
    bottom: float
    between: float
    end: float | None = None


def regions(
    words: Sequence[Word], tables: Sequence[RawTable], labels: Collection[Labels] = (), *, right: float | None = None
) -> list[Region]:
    """The page's parts in reading order; all words and tables are in one of them. `labels` are the document's lines of
    labels above their texts."""
    stripe = _stripe(words, tables, labels)
    if stripe is None:
        return [Region(list(words), list(tables), right)]
    above, first, second, below = _divided(stripe, words, tables)
    sides = [max((word.box.right for word in side.words), default=right) for side in (first, second)]
    ends = (right, stripe.end or sides[0], sides[1], right)
    found = []
    for part, end in zip((above, first, second, below), ends, strict=True):
        if part.words or part.tables:
            found += regions(part.words, part.tables, labels, right=end)
    return found


def parts_apart(
    words: Sequence[Word], tables: Sequence[RawTable], left: float, right: float, place: int = 0
) -> Iterator[Part]:
    """What of a page is searched for tables by itself, between two x of it, from the top: what has the same labels or
    header as something beside it makes no rows with that."""
    stripe = _of_prose(lines_of(word for word in words if word.turn == 0), tables, _labelled_alike)
    if stripe is None:
        if words:
            yield Part(list(words), left, right, place)
        return
    one, other = (left, stripe.between, place), (stripe.between, right, place + 1)
    bounds = ((left, right, place), one, other, (left, right, place))
    for part, within in zip(_divided(stripe, words, tables), bounds, strict=True):
        yield from parts_apart(part.words, part.tables, *within)


def _divided(
    stripe: _Stripe, words: Sequence[Word], tables: Sequence[RawTable]
) -> tuple[Region, Region, Region, Region]:
    """What stands above a stripe, in its two columns, and below it."""
    above, left, right, below = Region(), Region(), Region(), Region()
    for word in words:
        across, down = word.box.centre
        _chosen(stripe, across, down, above, left, right, below).words.append(word)
    for table in tables:
        across, down = table.box.centre
        _chosen(stripe, across, down, above, left, right, below).tables.append(table)
    return above, left, right, below


def _chosen(
    stripe: _Stripe, across: float, down: float, above: Region, left: Region, right: Region, below: Region
) -> Region:
    if down < stripe.top:
        return above
    if down > stripe.bottom:
        return below
    return left if across < stripe.between else right


def _stripe(words: Sequence[Word], tables: Sequence[RawTable], labels: Collection[Labels]) -> _Stripe | None:
    lines = lines_of(word for word in words if word.turn == 0)
    if found := under_labels(lines, labels):
        box = around(line.box for line in found[0])
        return _Stripe(box.top - 0.1, box.bottom + 0.1, found[1], found[1] - GAP * found[0][0].size)
    return _of_tables(lines, tables) or _of_prose(lines, tables, _flows)


def _of_tables(lines: Sequence[Line], tables: Sequence[RawTable]) -> _Stripe | None:
    """Two tables beside each other, with the lines that stand over either of them."""
    for one, other in combinations(sorted(tables, key=lambda table: table.box.left)[:MOST_TABLES], 2):
        overlap = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
        if one.box.right >= other.box.left or overlap < 0.5 * min(one.box.height, other.box.height):
            continue
        between = (one.box.right + other.box.left) / 2
        top, bottom = min(one.box.top, other.box.top), max(one.box.bottom, other.box.bottom)
        if any(table.box.left < between < table.box.right and table.box.bottom > top for table in tables):
            continue
        top = _raised(top, lines, between)
        return _Stripe(top - 1, bottom + 1, between)
    return None


def _raised(top: float, lines: Sequence[Line], between: float) -> float:
    """The top of columns with the lines near above it that stand in one of them."""
    over = [line for line in lines if line.base <= top]
    sizes = [line.size for line in lines[len(over) :]]
    for at in reversed(range(len(over))):
        line, before = over[at], over[at - 1] if at else None
        if _crosses(line, between) or top - line.box.bottom > NEAR * line.size:
            break
        if before and _crosses(before, between) and _goes_on(before, line):
            break
        if line.size > LARGER * max(sizes, default=line.size) and not _is_beside(line, lines[at + 1 : at + 3], between):
            break
        top = line.box.top
    return top


def _goes_on(line: Line, following: Line) -> bool:
    """Whether two lines are of one heading, set in one size and close together."""
    return abs(line.size - following.size) < 0.5 and following.base - line.base < 1.6 * line.size


def _without_tail(run: Sequence[Line], between: float) -> Sequence[Line]:
    """Lines without larger or bold ones at their end, if these stand on the left: they head what follows below both
    columns."""
    end = len(run)
    sizes = sorted(line.size for line in run)
    while end and run[end - 1].box.right < between:
        if not run[end - 1].bold and run[end - 1].size <= LARGER * sizes[len(sizes) // 2]:
            break
        end -= 1
    return run[:end]


def _of_prose(
    lines: Sequence[Line], tables: Sequence[RawTable], flows: Callable[[Sequence[Line], Sequence[Line], int], bool]
) -> _Stripe | None:
    """The first stretch of lines that leave a gap at the same place and make columns of text on both sides of it."""
    if not LEAST_ALIKE <= len(lines) <= MOST_LINES:
        return None
    places = ((index, between) for index in range(len(lines) - LEAST_ALIKE + 1) for between in _gaps(lines, index))
    for index, between in islice(places, MOST_TRIES):
        run = _without_tail(list(_parted(lines[index:], between, tables)), between)
        if run and _both_sides(run, between, flows):
            top = _raised(min(line.box.top for line in run), lines, between)
            return _Stripe(top - 0.1, max(line.box.bottom for line in run) + 0.1, between)
    return None


def _gaps(lines: Sequence[Line], index: int) -> Iterator[float]:
    """Where text begins after wide white spaces, in a line or half a line below it."""
    line = lines[index]
    words = list(line.words)
    if index + 1 < len(lines) and lines[index + 1].base - line.base < 0.8 * line.size:
        words += lines[index + 1].words
    right = words[0].box.right
    for word in words[1:]:
        if word.box.left - right > GAP * line.size:
            yield word.box.left - BEARING * line.size
        right = max(right, word.box.right)


def _crosses(line: Line, between: float) -> bool:
    """Whether a line's text runs on over this x."""
    before = [word.box.right for word in line.words if word.box.left < between]
    after = [word.box.left for word in line.words if word.box.left >= between]
    if before and max(before) > between:
        return True
    return bool(before and after) and min(after) - max(before) < 0.7 * GAP * line.size


def _parted(lines: Sequence[Line], between: float, tables: Sequence[RawTable]) -> Iterator[Line]:
    """Lines one after another that leave the gap free, until a table, a line that crosses it, or a larger heading with
    nothing to its right, which heads what stands below it in both columns."""
    foot = min((table.box.top for table in tables if table.box.top > lines[0].base), default=float("inf"))
    largest = 0.0
    for at, line in enumerate(lines):
        heads = 0 < LARGER * largest < line.size and not _is_beside(line, lines[at + 1 : at + 3], between)
        if line.base > foot or _crosses(line, between) or heads:
            return
        largest = max(largest, line.size)
        yield line


def _is_beside(line: Line, below: Sequence[Line], between: float) -> bool:
    """Whether anything stands to the right of a line, or nearly: right of the gap."""
    near = [line, *(other for other in below if other.box.top < line.box.bottom + line.size)]
    return any(word.box.left >= between for each in near for word in each.words)


def _both_sides(
    run: Sequence[Line], between: float, flows: Callable[[Sequence[Line], Sequence[Line], int], bool]
) -> bool:
    lefts = [Line(words) for line in run if (words := [word for word in line.words if word.box.left < between])]
    rights = [Line(words) for line in run if (words := [word for word in line.words if word.box.left >= between])]
    return min(len(lefts), len(rights)) >= LEAST_ALIKE and flows(lefts, rights, len(lefts) + len(rights) - len(run))


def _flows(lefts: Sequence[Line], rights: Sequence[Line], both: int) -> bool:
    """Whether lines are prose on both sides: most as long as there is space, running on, or labelled alike.

    `both` are the lines that have words on both sides.
    """
    if _labelled_alike(lefts, rights):
        return True
    if min(len(lefts), len(rights)) < LEAST_LINES:
        return False
    if both >= LEAST_LINES and _is_filled(lefts, MOST) and _is_filled(rights, MOST):
        return True
    beside = min(lefts[-1].base, rights[-1].base) - max(lefts[0].base, rights[0].base)
    shorter = min(lefts[-1].base - lefts[0].base, rights[-1].base - rights[0].base)
    return beside > 0.5 * shorter and all(_is_filled(side, SOME) and _runs_on(side) for side in (lefts, rights))


def _labelled_alike(lefts: Sequence[Line], rights: Sequence[Line], _: int = 0) -> bool:
    """Whether both sides have the same labels, as `Lead:` and `When:`, or the same header of a table, or each a table
    under a heading of its own."""
    if len(set(_labels(lefts)) & set(_labels(rights))) >= LEAST_LABELS or (_is_headed(lefts) and _is_headed(rights)):
        return True
    headers = list(_headers(lefts))
    return bool(headers) and any(_is_same_header(one, other) for other in _headers(rights) for one in headers)


def _is_headed(side: Sequence[Line]) -> bool:
    """Whether a side begins with a heading, in larger letters, over lines of several texts."""
    heading, *below = side
    sizes = sorted(line.size for line in below)
    larger = bool(sizes) and heading.size > LARGER * sizes[len(sizes) // 2]
    several = sum(len(pieces_of(line, LABEL_GAP)) > 1 for line in below)
    left = min((line.box.left for line in below), default=0.0)
    begins = abs(heading.box.left - left) < heading.size and len(pieces_of(heading, LABEL_GAP)) == 1
    return larger and begins and 2 * several > len(below)


def _labels(side: Sequence[Line]) -> Iterator[str]:
    """The labels that lines begin with, those that stand out beside their texts, and those in bold above these."""
    for line, below in zip_longest(side, side[1:]):
        if found := LABEL.match(line.text):
            yield found[1]
        elif label := _label_beside(line):
            yield label
        elif below and line.bold and not below.bold and abs(line.box.left - below.box.left) < 2 * line.size:
            yield line.text


def _label_beside(line: Line) -> str:
    """The text that a line begins with, if it stands out and the next, after a wide space, doesn't; else nothing."""
    first = line.words[0]
    pieces = pieces_of(line, GAP)[:2] if first.bold or first.accented else []
    told = [Line(piece.words).stands_out for piece in pieces]
    return pieces[0].text if told == [True, False] else ""


def _headers(side: Sequence[Line]) -> Iterator[list[str]]:
    """The labels of each line that may be a table's header, from the left edge of all lines below it on."""
    left = float("inf")
    for line in reversed(side):
        begins = line.words[0].box.left
        left = min(left, begins)
        if not line.stands_out or begins > left + line.size:
            continue
        texts = [piece.text for piece in pieces_of(line, LABEL_GAP)]
        if len(texts) >= LEAST_LABELS:
            yield texts


def _is_same_header(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two lines say the same labels, of which some may go on in the line below."""
    return len(one) == len(other) and all(
        f"{text} ".startswith(f"{label} ") or f"{label} ".startswith(f"{text} ")
        for text, label in zip(one, other, strict=True)
    )


def _runs_on(side: Sequence[Line]) -> bool:
    """Whether sentences of one side go on from line to line: cells of a few words, and labels, don't."""
    right = max(line.box.right for line in side)
    left = min(line.box.left for line in side)
    on = sum(
        following.words[0].text[0].islower() and line.box.right - left > FULL * (right - left)
        for line, following in pairwise(side)
    )
    return on >= LEAST_RUNNING


def _is_filled(side: Sequence[Line], share: float) -> bool:
    left, right = min(line.box.left for line in side), max(line.box.right for line in side)
    long = sum(line.box.width >= FULL * (right - left) for line in side)
    return long >= share * len(side)
