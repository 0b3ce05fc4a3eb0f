"""Cards without drawn cells: labels that come again down a column, each with its text beside it.

Pledge 1: Keep siblings together      the title, across the card
Who leads   Head of Homes             a row a label
By when     March 2027      Cost   £2m    or two side by side, the second label in bold or in colour

A title may also stand in the row of its number: `P1   Keep siblings together`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from corpus.language import numerals
from corpus.readers.pdf.page import Box, Page, Word, around
from corpus.readers.pdf.tables.ruled_tables import RawCell, RawTable
from corpus.readers.pdf.text_lines import Line
from corpus.records import fold

_GAP = 0.9  # of a letter's size: the least white space between a label and its text
_NEAR = 0.7  # likewise: how far apart what is set below one another may begin
_LABEL_WORDS = 6
_LEAST = 3  # labels that come again
_SELDOM = 0.1  # of the labels stand below themselves: in a table sorted by its first column they do
_MOSTLY = 0.8  # of the lines with a label have one text beside it, a label that comes again, and of the cards a title
_STEP = 1.6  # letters' sizes between two lines of one text
_FAR = 3.0  # likewise, between a title and the label below it, or between two lines of one card


class Hanging(NamedTuple):
    """Where a document's labels begin, where their texts do, and what the labels that come again are called; `seconds`
    are those that stand beside another label's text."""

    left: float
    beside: float
    labels: frozenset[str]
    seconds: frozenset[str] = frozenset()


class _Pair(NamedTuple):
    """The first two stretches of a line: perhaps a label and its text. `texts` are all stretches; the third of four may
    be a `second` label."""

    label: str
    left: float
    beside: float
    texts: int
    size: float
    second: str


def hanging_labels(pages: Iterable[Sequence[Line]]) -> Hanging | None:
    """The labels of a document whose lines, page by page, make cards; None where they don't."""
    pairs = [pair for lines in pages for line in lines if (pair := _pair(line))]
    if not pairs:
        return None
    size = median(pair.size for pair in pairs)
    left, beside = (Counter(round(x) for x in xs).most_common(1)[0][0] for xs in list(zip(*pairs, strict=True))[1:3])
    own = [pair for pair in pairs if abs(pair.left - left) <= _NEAR * size and abs(pair.beside - beside) <= size]
    counts = Counter(pair.label for pair in own)
    labels = frozenset(label for label, count in counts.items() if count > 1)
    known = [pair for pair in own if pair.label in labels]
    again = sum(one.label == other.label for one, other in pairwise(own))
    seconds = frozenset(label for label, count in Counter(pair.second for pair in known).items() if label and count > 1)
    whole = sum(pair.texts == 2 or pair.second in seconds for pair in known)
    cards = len(known) >= _MOSTLY * len(own) and whole >= _MOSTLY * len(known) and again <= _SELDOM * len(own)
    return Hanging(left, beside, labels, seconds) if len(labels) >= _LEAST and cards else None


def _pair(line: Line) -> _Pair | None:
    label, *texts = _stretches(line)
    if not texts or len(label) > _LABEL_WORDS or not _begins_label(label):
        return None
    second = _name(texts[1]) if len(texts) == 3 and _is_beside(texts[1], texts[2]) else ""
    return _Pair(_name(label), label[0].box.left, texts[0][0].box.left, len(texts) + 1, line.size, second)


def _stretches(line: Line) -> list[list[Word]]:
    """The words of a line, parted where there is as much white space as between a label and its text."""
    found = [line.words[:1]]
    for before, word in pairwise(line.words):
        if word.box.left - before.box.right > _GAP * line.size:
            found.append([])
        found[-1].append(word)
    return found


def _is_beside(label: Sequence[Word], text: Sequence[Word]) -> bool:
    """Whether words are a label that stands out beside its text."""
    return len(label) <= _LABEL_WORDS and Line([*label]).stands_out and not Line([*text]).stands_out


def _name(label: Sequence[Word]) -> str:
    """What a label is called on every card: without its numeral, so that all that are only numerals are one."""
    text = " ".join(word.text for word in label)
    found = numerals.named(text)
    return fold(found.word if found else text)


def _begins_label(words: Sequence[Word]) -> bool:
    return words[0].text[0].isupper() or numerals.named(" ".join(word.text for word in words)) is not None


def cards(page: Page, lines: Sequence[Line], hanging: Hanging) -> list[tuple[RawTable, range]]:
    """The cards among a page's lines, from top to bottom, each with the lines that it takes."""
    runs = list(_runs(lines, hanging))
    ends = [0, *(run.stop for run in runs)]
    titles = [_title_lines(lines, run.start, before) for before, run in zip(ends, runs, strict=False)]
    begun = [(title, run) for title, run in zip(titles, runs, strict=True) if run.start]
    own = [bool(title) and _is_untitled(lines[run.start : run.stop], hanging) for title, run in begun]
    titled = sum(own) >= _MOSTLY * len(own)  # else those are headings over several cards
    return [
        (_card(page, lines, run, title * titled, hanging), range(run.start - title * titled, run.stop))
        for run, title in zip(runs, titles, strict=True)
    ]


def _runs(lines: Sequence[Line], hanging: Hanging) -> Iterator[range]:
    """The lines of each card below its title; on a new page the first may go on with a text."""
    begin: int | None = None
    labelled = False
    for at, line in enumerate([*lines, None]):
        inside = line is not None and (
            _is_labelled(line, hanging) or ((begin is not None or not at) and _goes_on(line, hanging))
        )
        far = begin is not None and line is not None and line.base - lines[at - 1].base > _FAR * line.size
        if begin is not None and (not inside or far):
            if labelled:
                yield range(begin, at)
            begin, labelled = None, False
        if inside and line is not None:
            begin = at if begin is None else begin
            labelled = labelled or _is_labelled(line, hanging)


def _parted(line: Line, hanging: Hanging) -> tuple[list[Word], list[Word]] | None:
    """A line's words in the column of labels, and beside it; None where they take no notice of it."""
    place = hanging.beside - _NEAR * line.size
    own = [word for word in line.words if word.box.left < place]
    beside = [word for word in line.words if word.box.left >= place]
    apart = not beside or beside[0].box.left - own[-1].box.right > _NEAR * line.size if own else True
    begins = not own or abs(own[0].box.left - hanging.left) <= line.size
    return (own, beside) if begins and apart and (not own or own[-1].box.right < hanging.beside) else None


def _is_labelled(line: Line, hanging: Hanging) -> bool:
    """Whether a line begins a row of a card: by a label that comes again, or by another one with a text beside it."""
    own, beside = _parted(line, hanging) or ([], [])
    return bool(own) and (_name(own) in hanging.labels or (bool(beside) and _begins_label(own)))


def _is_untitled(lines: Sequence[Line], hanging: Hanging) -> bool:
    """Whether lines are one card whose title stands above it: not beside its number, and no label comes twice."""
    names = [_name(parted[0]) for line in lines if _is_labelled(line, hanging) and (parted := _parted(line, hanging))]
    return "" not in names and len({*names}) == len(names)


def _goes_on(line: Line, hanging: Hanging) -> bool:
    """Whether a line is more of the row above: of the text, or of a label that is too long for its column."""
    parted = _parted(line, hanging)
    return parted is not None and (not parted[0] or parted[0][0].text[0].islower())


def _title_lines(lines: Sequence[Line], start: int, before: int) -> int:
    """How many lines right above a card are its title: those of one style, close together."""
    count = 0
    while start - count > before:
        line, below = lines[start - count - 1], lines[start - count]
        alike = not count or (line.bold == below.bold and abs(line.size - below.size) < 0.1 * line.size)
        if not alike or below.base - line.base > (_STEP if count else _FAR) * below.size:
            break
        count += 1
    return count


def _card(page: Page, lines: Sequence[Line], run: range, title: int, hanging: Hanging) -> RawTable:
    edges = [hanging.left - 2, hanging.beside - _NEAR * lines[run.start].size, page.right]
    groups = [[lines[at]] for at in run[:1]]
    for at in run[1:]:
        if _is_labelled(lines[at], hanging):
            groups.append([])
        groups[-1].append(lines[at])
    above = lines[run.start - title : run.start]
    cells = [RawCell(_box(above, edges[0], edges[2]), 0, words=_words(above))] if title else []
    rows = [(group, pair) for group in groups for pair in _pairs(group, hanging)]
    for row, (group, pair) in enumerate(rows, start=bool(title)):
        for column, words in enumerate(pair):
            cells.append(RawCell(_box(group, *edges[column : column + 2]), row, words=words))
    whole = [*above, *(lines[at] for at in run)]
    return RawTable(page, around(line.box for line in whole), edges, len(rows) + bool(title), cells, ruled=False)


def _pairs(group: Sequence[Line], hanging: Hanging) -> Iterator[tuple[list[Word], list[Word]]]:
    """The words of the label that lines begin with, and of its text; then those of a second label beside these."""
    labels, texts = ([word for line in group for word in (_parted(line, hanging) or ([], []))[at]] for at in range(2))
    second = next((each for each in _stretches(group[0])[1:] if _name(each) in hanging.seconds), [])
    place = second[0].box.left - _NEAR * second[0].size if second else math.inf
    yield labels, [word for word in texts if word.box.left < place]
    if second:
        yield second, [word for word in texts if word.box.left >= place and not any(word is own for own in second)]


def _words(lines: Iterable[Line]) -> list[Word]:
    return [word for line in lines for word in line.words]


def _box(lines: Iterable[Line], left: float, right: float) -> Box:
    return around(line.box for line in lines)._replace(left=left, right=right)
