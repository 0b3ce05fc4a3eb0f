"""Whether a new line in a table's cell begins something of its own, or goes on with a text that wrapped.

Nothing in a PDF says so. What a person goes by are features of two lines and of the column that they stand in; how much
each tells was fitted (`python -m bench breaks`) on cells whose items are known.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

from corpus.language.lexicon import is_english
from corpus.language.wording import is_unfinished
from corpus.language.words import FUNCTION_WORDS
from corpus.readers.pdf.page import Box
from corpus.readers.pdf.text_lines import Line, room
from corpus.records import fold

WEIGHTS = "line_breaks.toml"
UNSURE = 0.25  # a break that is so likely at least, and no break so likely either, is a guess

_ROOM = 0.6  # of a letter's size: programs break lines that would just have fitted
_PATIENT = 1.12  # of the usual distance of lines: more of it is meant
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?!\w)"
)
_SEASON = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)(?!\w)"
_EXACT = (
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH}(?: (?:20)?\d\d)?|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}"
    r"|Q[1-4](?: 20\d\d(?:[/-]\d\d)?)?|20\d\d(?:[/-]\d\d)?)"
)
_DATE = rf"(?:{_EXACT}|{_SEASON}(?: (?:20)?\d\d)?)"
_DATED = re.compile(rf"{_DATE}(?![\w-])")
_DATE_LAST = re.compile(rf"(?<!\w){_EXACT}\)?$")
_AMOUNT = re.compile(r"[£€$]\s?\d|\d[\d,.]{0,20}\s?(?:%|m\b|k\b|per ?cent)?(?:$|\s)")
_VALUE = re.compile(rf"(?:[£€$]?\s?\d[\d,.]{{0,20}}\s?(?:%|m|k|bn|million|thousand)?|{_DATE})\.?(?: \([^)]{{0,40}}\))?")
_DAY_LAST = re.compile(r"(?:^|\s)(?:\d{1,2}(?:st|nd|rd|th)?|[A-Z][a-z]{2,8})$")
_YEAR_FIRST = re.compile(r"20\d\d\b")
# What a post or a body is, which its name often ends with.
_POSTS = (
    "manager|officer|lead|director|chair|coordinator|advis[eo]r|engineer|planner|worker|analyst|surveyor|registrar"
    "|inspector"
)
_BODIES = (
    "team|board|group|service|department|unit|partnership|council|trust|forum|panel|committee|hub|office|network"
    "|partner"
)
_POST = re.compile(rf"\b(?:{_POSTS})s?$", re.IGNORECASE)
_BODY = re.compile(rf"\b(?:{_POSTS}|{_BODIES})s?$", re.IGNORECASE)
_ENDS = (".", "!", "?", ")")
_EDGES = ".,;:()'\"’"
_POSSESSIVE = re.compile(r"['’]s$")

Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ColumnText:
    """What the cells of a column tell together of their lines.

    `end` is how far these reach, `limit` how far they could without the cells' padding, in points; `bounded`: the share
    of the table's wrapped lines that this limit explains. `firsts` and `lasts` count the words that cells begin and end
    with, `single` is the share of cells with one line, `words` how many a cell has on average.
    """

    end: float
    limit: float
    bounded: float
    firsts: Counter[str]
    lasts: Counter[str]
    single: float
    words: float


def column_texts(cells: Iterable[tuple[Box, Sequence[Line]]], furthest: float = math.inf) -> dict[int, ColumnText]:
    """What is known of each column of a table, by its cells' right border in whole points. `furthest` is where the
    page's text ends."""
    filled = [(box, lines) for box, lines in cells if lines]
    padding = min((line.box.left - box.left for box, lines in filled for line in lines), default=0.0)
    wrapped = [
        room(line, following, box.right - padding) < _ROOM
        for box, lines in filled
        for line, following in pairwise(lines)
        if following.text[:1].islower() and not line.text.endswith((".", ":", ";", "!", "?"))
    ]
    bounded = (sum(wrapped) + 1) / (len(wrapped) + 3)
    columns: dict[int, list[Sequence[Line]]] = {}
    for box, lines in filled:
        columns.setdefault(round(box.right), []).append(lines)
    return {border: _column_text(own, min(border - padding, furthest), bounded) for border, own in columns.items()}


def _column_text(cells: Sequence[Sequence[Line]], limit: float, bounded: float) -> ColumnText:
    lines = [line for own in cells for line in own]
    told = [own for own in cells if not all(line.stands_out for line in own)] or cells  # headings say nothing of others
    end = max(line.box.right for line in lines)
    return ColumnText(
        end,
        max(limit, end),
        bounded,
        Counter(map(_first, told)),
        Counter(map(_last, told)),
        sum(len(own) == 1 for own in cells) / len(cells),
        sum(len(line.words) for line in lines) / len(cells),
    )


def _first(lines: Sequence[Line]) -> str:
    return fold(lines[0].text.split()[0])


def _last(lines: Sequence[Line]) -> str:
    return fold(lines[-1].text.split()[-1])


def likelihoods(lines: Sequence[Line], column: ColumnText, leading: float) -> list[float]:
    """How likely each line but the first of a cell begins something of its own, from 0 to 1.

    `leading` is the document's usual distance of lines, in letters' sizes.
    """
    weights, begun = _weights(), all_begun(lines)
    sums = (
        sum(weights.get(name, 0.0) * value for name, value in features(at, lines, column, leading, begun).items())
        for at in range(1, len(lines))
    )
    return [1 / (1 + math.exp(-(weights["always"] + total))) for total in sums]


@cache
def _weights() -> Mapping[str, float]:
    text = resources.files(__package__).joinpath(WEIGHTS).read_text(encoding="utf-8")
    return {str(name): float(weight) for name, weight in tomllib.loads(text).items()}


def all_begun(lines: Sequence[Line]) -> bool:
    """Whether several lines all begin as texts of their own do."""
    texts = (line.text for line in lines)
    return len(lines) > 2 and all(text[:1].isupper() or text[:1].isdigit() for text in texts)


def features(at: int, lines: Sequence[Line], column: ColumnText, leading: float, begun: bool) -> Features:
    """What speaks for or against a break before the line at `at`, by name; `begun`: whether all seem to begin."""
    above, below = lines[at - 1], lines[at]
    before, after = above.text, below.text
    said, says = before.split(), after.split()
    last, first = said[-1], says[0].strip(_EDGES)
    capital, common = after[:1].isupper(), last.isalpha() and last.islower() and is_english(last)
    known = is_english(first.lower())
    names = _is_capitalised(said) and _is_capitalised(says)
    dated, ended = bool(_DATED.match(after)), before.endswith(_ENDS)
    begins = column.firsts[fold(says[0])] > (_first(lines) == fold(says[0]))
    ends = not before.endswith(",") and column.lasts[fold(said[-1])] > (_last(lines) == fold(said[-1]))
    likely = column.end + column.bounded * (column.limit - column.end)
    step = (below.base - above.base) / max(below.size, above.size)
    found = {
        # room
        "it would have fitted": room(above, below, column.end) > _ROOM,
        "it would have fitted the cell": (room(above, below, column.limit) > _ROOM) * column.bounded,
        "room beside the line above": max(0.0, min(12.0, (likely - above.box.right) / above.size)) / 6,
        "further below": step > _PATIENT * leading,
        # how the sentence runs
        "a small letter": after[:1].islower(),
        "a capital after a stop": ended and capital,
        "a capital after a bracket": before.endswith(")") and capital,
        "nothing can end so": is_unfinished(before),
        "a capital after a common word": common and capital and known,
        "a capital after a function word": last.islower() and last in FUNCTION_WORDS,
        "a bracket": after.startswith("("),
        "a sign": not after[:1].isalnum() and after[:1] not in "£€$(\"'‘“",
        # names of people, posts and bodies
        "capitals in both": names,
        "capitals, and no word": names and not known,
        "capitals, and one word": names and len(says) == 1,
        "capitals, in two lines": names and min(len(said), len(says)) > 1 and len(lines) == 2,
        "a person, then a word": _is_person(said) and capital and known,
        "a post or body ends": _BODY.search(before) is not None and capital,
        "a post or body alone": len(says) == 1 and _BODY.search(after) is not None,
        # dates and figures
        "a date": dated and not _is_value(before),
        "a date after a stop": dated and ended,
        "a date, then a capital": _DATE_LAST.search(before) is not None and capital,
        "values one after the other": _is_value(before) and (dated or bool(_AMOUNT.match(after))),
        "figures in both": bool(_AMOUNT.match(before) and _AMOUNT.match(after)),
        "a year after its month": bool(_DAY_LAST.search(before) and _YEAR_FIRST.match(after)),
        # the cell, and the column
        "as the line above begins": len(first) > 1 and fold(says[0]) == fold(said[0]),
        "as other cells begin": begins,
        "as other cells end": ends,
        "several lines, all begun": begun,
        "cells of one line": column.single,
        "words in a cell": min(column.words, 30) / 30,
        "words in the line": len(says) / 6,
    }
    return {name: float(value) for name, value in found.items()}


def may_be_two_posts(lines: Sequence[Line]) -> bool:
    """Whether lines read as one text may name two posts: one ends where the text does, another above it at a line's
    end, and what follows is more than the word for a post, as in `Housing Lead` above `Development Manager`."""
    ends = [_POST.search(line.text) is not None for line in lines]
    if not (ends and ends[-1]) or not all(_is_capitalised(line.text.split()) for line in lines):
        return False
    return any(end and _POST.fullmatch(below.text) is None for end, below in zip(ends, lines[1:], strict=False))


def _is_capitalised(words: Sequence[str]) -> bool:
    return all(word[:1].isupper() or not word[0].isalpha() or word.lower() in FUNCTION_WORDS for word in words)


def _is_value(text: str) -> bool:
    return _VALUE.fullmatch(text) is not None


def _is_person(words: Sequence[str]) -> bool:
    """Whether it may be a person's name: two or three words with capitals, one of them no English word and no
    abbreviation."""
    bare = [_POSSESSIVE.sub("", word.strip(_EDGES)) for word in words]
    capitals = 2 <= len(bare) <= 3 and all(word[:1].isupper() for word in bare)
    return capitals and any(not word.isupper() and not is_english(word.lower()) for word in bare)
