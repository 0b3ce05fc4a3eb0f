"""Words of one cell, or of one stretch of prose, to blocks: lines, then paragraphs and bullets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus.language.lexicon import is_english
from corpus.language.wording import is_unfinished, labelled
from corpus.readers.fragments import TICKS, WINGDINGS
from corpus.readers.pdf.line_breaks import UNSURE, ColumnText, likelihoods, may_be_two_posts
from corpus.readers.pdf.page import Box, Page, Word, around
from corpus.readers.pdf.text_lines import Line, has_room, lines_of, tokens
from corpus.records import Block, BlockKind, fold

SURE_MARKS = frozenset("•●○◦‣▪■□▫◆◇►▶➢➤❖·⁃∙") | frozenset(TICKS)
DOUBTFUL_MARKS = frozenset("-–—*>+")  # they also stand inside sentences
SCANNED_MARKS = frozenset(("¢", "e", "«", "»", "°", "*", "©"))  # what OCR makes of a bullet
ENUMERATOR = re.compile(r"\(?(\d{1,2}|[a-z]|[ivx]{2,5})[.)]")
_SECOND = {"1": "2", "a": "b", "i": "ii"}
CLAUSE = re.compile(r"((?:\d{1,2}\.){1,3})(\d{1,2})\.?")
PREFIXES = frozenset(("pre", "non", "re", "co", "de", "anti", "multi", "semi", "sub", "under", "over", "self", "inter"))
ENOUGH_LINES = 5
MOST_GROUNDS = 500  # of a page: more are a drawing


def turned(box: Box, turn: int) -> Box:
    """A box after quarter turns clockwise of the page."""
    if turn == 1:
        return Box(-box.bottom, box.left, -box.top, box.right)
    if turn == 2:
        return Box(-box.right, -box.bottom, -box.left, -box.top)
    if turn == 3:
        return Box(box.top, -box.right, box.bottom, -box.left)
    return box


@dataclass(slots=True)
class _Part:
    """Lines that make one block."""

    lines: list[Line]
    mark: str = ""
    mark_left: float = 0.0
    number: str = ""
    unsure: bool = False  # whether a line of it begins something else, or none

    @property
    def text_left(self) -> float:
        return self.lines[0].box.left if self.lines else self.mark_left


@dataclass(frozen=True, slots=True)
class Headings:
    """The styles (size, bold) in which one document sets its headings, the outermost first."""

    styles: tuple[tuple[float, bool], ...]
    body: float  # the size of ordinary letters

    @classmethod
    def of(cls, lines: Iterable[Line], body: float) -> Headings:
        found = {_look(line) for line in lines if _heads(line, body)}
        return cls(tuple(sorted(found, reverse=True)), body)

    def level(self, lines: Sequence[Line], text: str) -> int:
        """1 for the outermost; 0 for what is no heading."""
        if len(lines) > 3 or len(text) > 160 or text.endswith((".", ";", ",")):
            return 0
        if not all(_heads(line, self.body) for line in lines):
            return 0
        look = _look(lines[0])
        return self.styles.index(look) + 1 if look in self.styles else 0


def _is_one(headings: Headings | None, before: Line, line: Line) -> bool:
    """Whether a heading goes on in the next line, in a small letter: however much room there is on the page, the box
    that it stands in had none."""
    return bool(headings and line.text[:1].islower() and all(headings.level([it], it.text) for it in (before, line)))


def _look(line: Line) -> tuple[float, bool]:
    return round(line.size * 2) / 2, line.bold


def _heads(line: Line, body: float) -> bool:
    lettered = any(map(str.isalpha, line.text))
    return lettered and (line.size >= 1.15 * body or (line.bold and line.size >= 0.95 * body))


@dataclass(slots=True)
class Typesetter:
    """Makes blocks by what is usual in one document: its words, and the distance of its lines."""

    vocabulary: Counter[str] = field(default_factory=Counter)
    leading: float = 1.2  # the distance of lines, in letters' sizes
    hyphenates: bool = False  # words are divided at line ends with a hyphen that isn't theirs

    @classmethod
    def of(cls, pages: Iterable[Page], columns: Iterable[Sequence[Word]]) -> Typesetter:
        """`columns`: stretches of words that stand below each other, from which the distance of lines is taken."""
        vocabulary: Counter[str] = Counter()
        for page in pages:
            vocabulary.update(_bare(token.text) for token in tokens(word for word in page.words if not word.drawn))
        steps: Counter[float] = Counter()
        within: Counter[float] = Counter()  # sentences that go on, where paragraphs of one line are many
        divided = 0
        for words in columns:
            lines = lines_of(word for word in words if word.turn == 0)
            for line, following in pairwise(lines):
                step = round((following.base - line.base) / line.size, 1)
                steps[step] += 1
                within[step] += following.text[:1].islower()
                divided += _is_divided(line.text, following.text, vocabulary) or _makes_a_word(
                    line.text, following.text
                )
        told = within if within.total() >= ENOUGH_LINES else steps
        usual = [(count, -step) for step, count in told.items() if count and 0.9 <= step <= 2.2]
        return cls(vocabulary, -max(usual)[1] if usual else 1.2, divided >= 2)

    def blocks(
        self,
        words: Sequence[Word],
        page: Page,
        right: float | None = None,
        headings: Headings | None = None,
        column: ColumnText | None = None,
    ) -> list[Block]:
        """`right` is where the text ends, by which a forced line break differs from a wrapped line; in a cell, its
        `column` tells more of that."""
        found: list[Block] = []
        right = column.end if column else right
        for turn in (0, 1, 3, 2):
            pool = [word for word in words if word.turn == turn]
            upright = [replace(word, box=turned(word.box, turn)) for word in pool] if turn else pool
            lines = lines_of(upright)
            if lines:
                limit = max(line.box.right for line in lines) if right is None or turn else right
                ends = [limit] * len(lines) if turn or column else _ends(lines, page, limit)
                parts = self._parts(lines, ends, headings, None if turn else column)
                found += self._written(parts, limit, headings, page, turn)
        return found

    def _written(
        self, parts: Sequence[_Part], limit: float, headings: Headings | None, page: Page, turn: int
    ) -> Iterator[Block]:
        lefts = _levels(part.mark_left for part in parts if part.mark)
        for part in parts:
            text = self.join(part.lines, limit)
            pieces = [word for line in part.lines for word in line.words]
            if not text:
                continue
            kind, level = BlockKind.PARAGRAPH, 0
            if part.mark:
                kind, level = BlockKind.BULLET, _level(part.mark_left, lefts)
            elif headings and (level := headings.level(part.lines, text)):
                kind = BlockKind.HEADING
            where = page.locate(turned(around(word.box for word in pieces), -turn % 4))
            guessed = any(word.guessed for word in pieces)
            yield Block(text, where, kind, level=level, number=part.number, guessed=guessed, unsure_breaks=part.unsure)

    def _parts(
        self, found: list[Line], ends: Sequence[float], headings: Headings | None, column: ColumnText | None
    ) -> list[_Part]:
        kept = [(line, end) for line, end in zip(found, ends, strict=True) if not _is_left_over(line, found)]
        lines = [line for line, _ in kept]
        numbered = _numbered([] if headings and headings.level([line], line.text) else line.words for line in lines)
        if column and not numbered:
            numbered = _of_a_list(lines, column)
        begun = _clauses(lines) | (_labelled(lines) if column else set())
        hanging = _hangs(lines)
        breaks = [1.0, *likelihoods(lines, column, self.leading)] if column else []
        parts: list[_Part] = []
        before: Line | None = None
        for index, (line, limit) in enumerate(kept):
            if len(lines) == 1 and len(line.words) == 1:  # what is all that a cell holds is no mark of anything
                parts.append(_Part([Line([_spelt(line.words[0])])]))
                continue
            mark, rest = _taken(line, before, parts, limit)
            if not mark and index in numbered:
                mark, rest = line.words[0].text, Line(line.words[1:])
            if mark:
                number = mark if index in numbered else ""
                parts.append(_Part([rest] if rest.words else [], mark, line.box.left, number))
            elif before is None or index in begun or (column and not parts[-1].mark and _is_restyled(before, line)):
                parts.append(_Part([line]))
            elif breaks and not parts[-1].mark:
                unsure = UNSURE < breaks[index] < 1 - UNSURE
                if breaks[index] > 0.5:
                    parts.append(_Part([line], unsure=unsure))
                else:
                    parts[-1].lines.append(line)
                    parts[-1].unsure |= unsure
            elif self._starts(line, before, parts[-1], 0.0 if _is_one(headings, before, line) else limit, hanging):
                parts.append(_Part([line]))
            else:
                parts[-1].lines.append(line)
            before = line
        for part in parts:
            part.unsure |= column is not None and may_be_two_posts(part.lines)
        return parts

    def _starts(self, line: Line, before: Line, part: _Part, limit: float, hanging: bool) -> bool:
        """Whether an unmarked line begins a block of its own."""
        if not part.lines:
            return False
        spaced = line.base - before.base > 1.3 * self.leading * max(line.size, before.size)
        room = has_room(before, line, limit)
        if not part.mark:
            return spaced or room or _is_restyled(before, line)
        outdented = line.box.left < part.text_left - 0.3 * line.size
        return outdented and (spaced or room or hanging)

    def join(self, lines: Sequence[Line], limit: float) -> str:
        """The text of wrapped lines; a hyphen at a line's end stays unless the document divides words."""
        text = ""
        for index, line in enumerate(lines):
            following = line.text
            if not index:
                text = following
                continue
            text = self._joined(text, following, self._is_cut(lines[index - 1], line, limit))
        return " ".join(text.replace("\u00ad", "").split())

    def _joined(self, text: str, following: str, cut: bool) -> str:
        if text.endswith("\u00ad"):
            return text[:-1] + following
        last, first = text.rpartition(" ")[2], following.partition(" ")[0]
        if _is_hyphenated(last, first):
            return (text[:-1] if self._is_division(last, first) else text) + following
        known = self.vocabulary[_bare(last + first)] > 0
        span = last[-1:] in "–—" and last[-2:-1].isdigit() and first[:1].isdigit()
        if span or (known and len(last) > 1 and not last[-1].isalnum() and last[-1] in "/–—"):
            return text + following
        return f"{text}{following}" if cut else f"{text} {following}"

    def _is_division(self, last: str, first: str) -> bool:
        if _is_divided(last, first, self.vocabulary):
            return True
        head, tail = _bare(last[:-1]), _bare(first)
        if self.vocabulary[_bare(last + first)] or not first[:1].islower():
            return False
        if head in PREFIXES:
            return self.hyphenates and is_english(head + tail)
        if _makes_a_word(last, first):
            return True
        compound = is_english(head) and is_english(tail) and not is_english(head + tail)
        return self.hyphenates and not self.vocabulary[head] and not compound

    def _is_cut(self, line: Line, following: Line, limit: float) -> bool:
        """Whether a word too long for its column was broken, without a hyphen, between two lines."""
        found = tokens(line.words)
        head, after = found[-1].text, tokens(following.words)[0]
        if not (head[-1].isalnum() and after.text[0].isalnum()):
            return False
        if len(found) == 1 and re.fullmatch(r"[A-Z]\d{1,2}", head + after.text):
            return True
        room = limit - line.box.right
        letter = after.box.width / len(after.text)
        if room <= 2.5 * letter and self._is_known(head, after.text):
            return True
        return len(found) == 1 and room <= 0.8 * letter and self._are_pieces(head, after.text)

    def _is_known(self, head: str, rest: str) -> bool:
        """Whether two pieces make a word that stands elsewhere, and are themselves rare or always broken."""
        left, right = (self.vocabulary[_bare(part)] for part in (head, rest))
        return self.vocabulary[_bare(head + rest)] > 0 and (left == right or (max(left, right) <= 1 and rest.islower()))

    def _are_pieces(self, head: str, rest: str) -> bool:
        """Whether what fills its line makes a word with what follows: a numeral, or a known or English word."""
        whole, left, right = (_bare(part) for part in (head + rest, head, rest))
        if self.vocabulary[whole] > 0 or re.fullmatch(r"[ivx]+", whole):
            return True
        if not rest.islower():
            return False
        if self.vocabulary[left] <= 1 and self.vocabulary[right] <= 1:
            return _is_spelt(whole) or not _is_spelt(left)
        return self.vocabulary[left] == self.vocabulary[right] and not is_english(left) and not is_english(right)


def _is_spelt(word: str) -> bool:
    """Whether a word is English, or all that hyphens in it join."""
    return all(map(is_english, word.split("-")))


def _spelt(word: Word) -> Word:
    """A letter of a font of signs as the sign that it draws."""
    private = len(word.text) == 1 and "\uf000" <= word.text <= "\uf0ff"
    return replace(word, text=WINGDINGS.get(ord(word.text) & 0xFF, "•")) if private else word


def _is_restyled(before: Line, line: Line) -> bool:
    return line.bold != before.bold or abs(line.size - before.size) > 0.1 * before.size


def _bare(text: str) -> str:
    return text.strip(".,;:!?()[]“”\"'‘’").lower()


def _is_hyphenated(last: str, first: str) -> bool:
    return len(last) > 1 and last[-1] in "-‐" and last[-2].isalnum() and first[:1].isalnum()


def _is_divided(text: str, following: str, vocabulary: Counter[str]) -> bool:
    """Whether the word stands elsewhere without the hyphen, and nowhere with it."""
    last, first = text.rpartition(" ")[2], following.partition(" ")[0]
    if not _is_hyphenated(last, first):
        return False
    return vocabulary[_bare(last[:-1] + first)] > 0 and not vocabulary[_bare(last + first)]


def _makes_a_word(text: str, following: str) -> bool:
    """Whether the pieces on both sides of a hyphen at a line's end are an English word together and not each alone."""
    last, first = text.rpartition(" ")[2], following.partition(" ")[0]
    head, tail = _bare(last[:-1]), _bare(first)
    plain = _is_hyphenated(last, first) and first[:1].islower() and head not in PREFIXES
    return plain and is_english(head + tail) and not (is_english(head) and is_english(tail))


def is_mark(word: Word) -> bool:
    """Whether a word is certainly a bullet: drawn, or a letter that is nothing else."""
    return word.drawn or word.text in SURE_MARKS or "\ue000" <= word.text[0] <= "\uf8ff"


def _taken(line: Line, before: Line | None, parts: list[_Part], limit: float) -> tuple[str, Line]:
    """The line's bullet ("" where it has none), and the line without it."""
    first = line.words[0]
    if first.drawn:
        alone = len(line.words) == 1 or line.words[1].box.left - first.box.right > 3 * line.size
        return ("", Line(line.words[1:])) if alone and len(line.words) > 1 else (first.text, Line(line.words[1:]))
    glyph = first.text[0]
    sure = glyph in SURE_MARKS or "\ue000" <= glyph <= "\uf8ff"
    if sure and glyph not in TICKS and len(first.text) > 1:
        share = first.box.width / len(first.text)
        rest = replace(first, text=first.text[1:], box=first.box._replace(left=first.box.left + share))
        return glyph, Line([rest, *line.words[1:]])
    rest_words = line.words[1:]
    if glyph in TICKS:
        return glyph, line
    if sure:
        return glyph, Line(rest_words)
    if len(rest_words) == 0:
        return "", line
    gap = rest_words[0].box.left - first.box.right
    if first.text == "o" and (gap > 0.4 * line.size or not rest_words[0].text[0].islower()):
        return "o", Line(rest_words)
    if first.guessed and first.text in SCANNED_MARKS and gap > 0.4 * line.size:
        return first.text, Line(rest_words)
    if first.text in DOUBTFUL_MARKS and _is_list_mark(line, before, parts, limit):
        return first.text, Line(rest_words)
    return "", line


def _ends(lines: Sequence[Line], page: Page, limit: float) -> list[float]:
    """How far the text before each line could reach: to the `limit`, or within the shaded box, a card, that holds both
    of them, with as much space at its right as at its left."""
    if len(page.grounds) > MOST_GROUNDS:
        return [limit] * len(lines)
    held = [{box for box in page.grounds if _holds(box, line)} for line in lines]
    lefts: dict[Box, float] = {}
    for line, boxes in zip(lines, held, strict=True):
        lefts.update({box: min(lefts.get(box, line.box.left), line.box.left) for box in boxes})
    both = (one & other for one, other in zip([held[0], *held], held, strict=False))
    return [min([limit, *(box.right + box.left - lefts[box] for box in boxes)]) for boxes in both]


def _holds(box: Box, line: Line) -> bool:
    own = line.box
    return all(box.holds(corner) for corner in ((own.left, line.base), (own.right, line.base)))


def _is_left_over(line: Line, lines: Iterable[Line]) -> bool:
    """Whether a line is only a dash such as others begin with: of an item whose words were crossed out."""
    mark = line.words[0].text
    others = (other.words for other in lines if other is not line)
    return len(line.words) == 1 and mark in DOUBTFUL_MARKS and any(len(w) > 1 and w[0].text == mark for w in others)


def _is_list_mark(line: Line, before: Line | None, parts: list[_Part], limit: float) -> bool:
    """A dash begins an item where a sentence can't go on: after a break, in another indent, or below its like."""
    gap = line.words[1].box.left - line.words[0].box.right
    spaced = gap > 0.4 * line.size and line.words[0].text not in "–—"  # in justified text these have wide gaps too
    if before is None or spaced or has_room(before, line, limit):
        return True
    if any(part.mark == line.words[0].text and abs(part.mark_left - line.box.left) < 1.5 for part in parts):
        return True
    return abs(line.box.left - parts[-1].text_left) > 0.5 * line.size


def _hangs(lines: list[Line]) -> bool:
    """Whether bullets' wrapped lines stand below their text, not below their mark."""
    for line, following in pairwise(lines):
        hung = len(line.words) > 1 and abs(following.box.left - line.words[1].box.left) < 1.5
        if hung and is_mark(line.words[0]):
            return True
    return False


def _of_a_list(lines: Sequence[Line], column: ColumnText) -> set[int]:
    """A cell's only line of a list, where other cells of its column have lists: its first line with the first numeral,
    if no cell begins with the second (lists begin anew in each cell), or the one with a later numeral below what goes
    on from the page before."""
    found = ((at, ENUMERATOR.fullmatch(line.words[0].text)) for at, line in enumerate(lines) if len(line.words) > 1)
    marks = [(at, mark[0], mark[1]) for at, mark in found if mark]
    for at, mark, numeral in marks[:1]:
        if at == 0 and (second := _SECOND.get(numeral)):
            anew = not column.firsts[fold(mark.replace(numeral, second))]
            return {0} if anew and column.firsts[fold(mark)] > 1 else set()
        if at > 0 and len(marks) == 1 and numeral.isdigit() and int(numeral) > 1:
            return {at} if column.firsts[fold(mark.replace(numeral, "1"))] else set()
    return set()


def _labelled(lines: Sequence[Line]) -> set[int]:
    """The lines of a cell that begin with labels, as its first one does: `Lead: …` above `Support: …`."""
    if not lines or not labelled(lines[0].text):
        return set()
    return {
        at
        for at, (line, following) in enumerate(pairwise(lines), start=1)
        if labelled(following.text) and not is_unfinished(line.text)
    }


def _numbered(lines: Iterable[Sequence[Word]]) -> set[int]:
    """The lines that begin with numerals in sequence, at least two: a numbered list."""
    marks = [
        (index, match[1], words[0].box.left)
        for index, words in enumerate(lines)
        if len(words) > 1 and (match := ENUMERATOR.fullmatch(words[0].text))
    ]
    found: set[int] = set()
    for (index, mark, left), (following, other, other_left) in pairwise(marks):
        if abs(left - other_left) < 4 and _follows(mark, other):
            found |= {index, following}
    return found


def _clauses(lines: Sequence[Line]) -> set[int]:
    """The lines that begin with the numeral of a clause, each one up from the one before: 2.1, 2.2."""
    marks = [
        (index, line, match) for index, line in enumerate(lines) if (match := CLAUSE.fullmatch(line.words[0].text))
    ]
    found: set[int] = set()
    for (index, line, mark), (following, other, next_mark) in pairwise(marks):
        counted = mark[1] == next_mark[1] and int(next_mark[2]) == int(mark[2]) + 1
        if counted and abs(line.box.left - other.box.left) < 4:
            found |= {index, following}
    return found


def _follows(mark: str, other: str) -> bool:
    if mark.isdigit() and other.isdigit():
        return int(other) == int(mark) + 1
    romans = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
    if mark in romans and other in romans and romans.index(other) == romans.index(mark) + 1:
        return True
    return len(mark) == len(other) == 1 and mark.isalpha() and ord(other) == ord(mark) + 1


def _levels(lefts: Iterable[float]) -> list[float]:
    """Distinct indents from left to right."""
    found: list[float] = []
    for left in sorted(lefts):
        if not found or left - found[-1] > 4:
            found.append(left)
    return found


def _level(left: float, lefts: list[float]) -> int:
    return max(sum(1 for other in lefts if other <= left + 4) - 1, 0)
