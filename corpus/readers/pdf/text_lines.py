"""Words of a page to lines."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.language import numerals
from corpus.readers.pdf.page import Box, Word, around
from corpus.readers.styled_text import attached

RAISED = re.compile(
    r"[(\[]?(?:\d{1,3}(?:[,–-]\d{1,3})*|[a-z]|[ivx]{2,4}|st|nd|rd|th|TM|[*†‡§¶#]{1,3})[)\]]?,?", re.IGNORECASE
)
_LITTLE, _MUCH = 0.6, 3.0  # room at a line's end, in letters' sizes
ONE_TEXT = 1.7  # of a letter's size: lines of one text are set no further apart
SPACE = 0.28  # of a letter's size


@dataclass(slots=True)
class Line:
    """Words that stand side by side."""

    words: list[Word]

    @property
    def box(self) -> Box:
        return around(word.box for word in self.words)

    @property
    def typical(self) -> Word:
        """The longest word: raised marks and bullets may be set in another size, on another base line."""
        return max(self.words, key=lambda word: len(word.text))

    @property
    def size(self) -> float:
        return self.typical.size

    @property
    def base(self) -> float:
        return self.typical.base

    @property
    def text(self) -> str:
        return "".join(token.text if i == 0 else f" {token.text}" for i, token in enumerate(tokens(self.words)))

    @property
    def bold(self) -> bool:
        """Whether all words are, and the figures after the first of them: a label's value is no part of a heading.

        A numeral in front of them, as `AB-01`, may be set in another way.
        """
        lettered = [at for at, word in enumerate(self.words) if any(map(str.isalpha, word.text))]
        if len(lettered) > 1 and numerals.parse(self.words[lettered[0]].text):
            lettered = lettered[1:]
        return bool(lettered) and all(
            word.bold for word in self.words[lettered[0] :] if any(map(str.isalnum, word.text))
        )

    @property
    def stands_out(self) -> bool:
        """Whether all letters and figures are bold, slant or are coloured; a header may be nothing but years."""
        return all(word.bold or word.accented for word in self.words if any(map(str.isalnum, word.text)))


@dataclass(slots=True)
class Token:
    """One or more words with no space between them."""

    text: str
    box: Box


def tokens(words: Iterable[Word]) -> list[Token]:
    """Words of one line, those set in several pieces put together again; raised marks stay apart from them."""
    found: list[Token] = []
    before: Word | None = None
    apart = False
    for word in words:
        raised = before is not None and is_raised(before, word)
        text = attached(found[-1].text, word.text) if raised else word.text
        near = bool(found) and word.glued and abs(word.box.left - found[-1].box.right) < 0.12 * word.size
        sets_apart = raised and text.startswith(" ")
        if near and not sets_apart and not (apart and text[0].isalnum()):
            found[-1] = Token(found[-1].text + text, around((found[-1].box, word.box)))
        else:
            found.append(Token(text.strip(), word.box))
        apart = sets_apart
        before = before if raised else word
    return found


def is_raised(before: Word, word: Word) -> bool:
    """Whether a word is a small mark above the line of the one before it, and next to it."""
    lift = before.base - word.base
    return (
        word.size < 0.85 * before.size
        and 0.1 * before.size < lift < 0.8 * before.size
        and -0.3 * before.size < word.box.left - before.box.right < before.size
        and RAISED.fullmatch(word.text) is not None
    )


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Lines from top to bottom, their words from left to right; raised marks and drawn bullets join their line."""
    pool = list(words)
    letters = [word for word in pool if not word.drawn]
    if not letters:
        return []
    usual = statistics.median(word.size for word in letters)
    lines: list[Line] = []
    for word in sorted((word for word in letters if word.size >= 0.8 * usual), key=lambda word: word.base):
        if lines and word.base - lines[-1].words[-1].base <= 0.35 * usual:
            lines[-1].words.append(word)
        else:
            lines.append(Line([word]))
    small = [word for word in pool if word.drawn or word.size < 0.8 * usual]
    lines += _join_small(lines, small)
    for line in lines:
        line.words.sort(key=lambda word: word.box.left)
    return _with_codes(sorted(lines, key=lambda line: line.base))


def _with_codes(lines: list[Line]) -> list[Line]:
    """Lines with a numeral that stands half-way down two lines of one text, left of both, in the first of them."""
    beside = [
        at
        for at in range(1, len(lines) - 1)
        if len(lines[at].words) == 1
        and numerals.parse(lines[at].text)
        and lines[at].box.right < min(lines[at - 1].box.left, lines[at + 1].box.left)
        and lines[at + 1].base - lines[at - 1].base < ONE_TEXT * lines[at - 1].size
    ]
    for at in beside:
        lines[at - 1].words[:0] = lines[at].words
    return [line for at, line in enumerate(lines) if at not in beside]


def _join_small(lines: list[Line], small: list[Word]) -> list[Line]:
    """Puts small words on the line beside which they stand; the others make lines of their own."""
    spans = [(line, line.base, line.size) for line in lines]
    alone: list[Line] = []
    for word in sorted(small, key=lambda word: word.base):
        middle = word.box.centre[1]
        beside = [span for span in spans if span[1] - 0.95 * span[2] <= middle <= span[1] + 0.25 * span[2]]
        if beside:
            min(beside, key=lambda span: abs(span[1] - 0.3 * span[2] - middle))[0].words.append(word)
        elif not word.drawn and alone and abs(word.base - alone[-1].base) <= 0.35 * word.size:
            alone[-1].words.append(word)
        elif not word.drawn:
            alone.append(Line([word]))
    return alone


def has_room(line: Line, following: Line, limit: float) -> bool:
    """Whether the next line's first word would have fitted: then the break between them was meant.

    Where a small letter follows and no sentence ended, much more room must be left: programs break lines a little
    early, and few texts begin so.
    """
    runs_on = following.text[:1].islower() and not line.text.endswith((".", ":", ";", "!", "?"))
    return room(line, following, limit) > (_MUCH if runs_on else _LITTLE)


def room(line: Line, following: Line, limit: float) -> float:
    """What would be left up to the `limit` if the next line's first word stood in this one, in letters' sizes."""
    first = tokens(following.words)[0]
    return (limit - line.box.right - SPACE * line.size - first.box.width) / line.size
