"""Copies of one update: whether two files hold one text, perhaps a bad scan of it, and which of them is read better."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from corpus.identity import plan_key
from corpus.language.lexicon import is_english
from corpus.records import Document, Doubt, RowKind, Standing, fold

# Share of the shorter text's runs of so many letters that stand in the other too, from which on two files that name the
# same plan and update are copies. Runs outlive what a bad scan does to words: of copies in which every tenth letter is
# wrong, half of them also cut after two fifths, .37 to .58 of the runs are shared, where fewer than half of the words
# are; of different plans at most .19. At .2, a plan's two parts could be taken for copies; at .5, bad scans are told as
# updates of their own, and Changes lists all their rows as new. Of a scan of which words can't be read, a quarter of
# them and the table's lines among them, .27 was shared: that many words fewer are asked for there.
_SHARED, _RUN = 0.3, 8
# Of 100: how like the names of two plans must be to be one plan's, read badly; their texts must be copies as well.
# "Chi1dren in Care P1an" is 90 like "Children in Care Plan", "Climate Adaptation Plan" 86 like "Climate Action Plan".
# At 70, a plan that takes over much of another's text would be its copy; at 95, two wrong letters make another plan.
_SAME_NAME = 88
# Times as many words of English from which on a copy is the better read, whatever its problems. Where every 50th letter
# is wrong, the good copy has 1.09 to 1.15 times as many, where every 20th is, 1.27 and more. At 1, one label more
# decides between two good formats of a file; at 1.3, a scan in which every 20th letter is wrong may be used.
_CLEARLY_MORE = 1.1


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a file was read: its tables' rows, what is to check, its words, and how many of them are English."""

    rows: int
    doubtful: int
    words: int
    known: int

    @property
    def unknown_share(self) -> float:
        """The share of words that are none, names of places and people among them, 0 to 1."""
        return 1 - self.known / self.words if self.words else 0.0


def copied_in(document: Document, others: Iterable[Document]) -> Document | None:
    """The used document of which another is a copy, by plan, update and text; None if it is none."""
    return next((other for other in others if other.standing is Standing.USED and _is_copy(document, other)), None)


def is_better(document: Document, copy: Document) -> bool:
    """Whether a document has clearly more words that are words than its copy, so that it is to be used instead."""
    return quality(document).known > quality(copy).known * _CLEARLY_MORE


def quality(document: Document) -> Quality:
    words = _text(document).split()
    known = sum(map(_is_known, words))
    doubtful = sum(row.doubt is not Doubt.NONE for row in document.rows)
    rows = sum(row.kind is RowKind.ROW for row in document.rows)
    return Quality(rows, doubtful, len(words), known)


def have_one_name(one: str, other: str) -> bool:
    """Whether two names may be one plan's, of which one was read badly."""
    names = plan_key(one), plan_key(other)
    return names[0] == names[1] or fuzz.ratio(*names) >= _SAME_NAME


def _is_copy(one: Document, other: Document) -> bool:
    if one.file == other.file or one.update != other.update or _are_told_apart(one.plan, other.plan):
        return False
    if not have_one_name(one.plan, other.plan):
        return False
    legible = 1 - max(quality(one).unknown_share, quality(other).unknown_share)
    return _shared(_text(one), _text(other)) >= _SHARED * legible


def _are_told_apart(one: str, other: str) -> bool:
    """Whether two names differ in what was read well in both, as those of a series of plans do: `Ward 1 Plan` and
    `Ward 2 Plan`, `North Area Plan` and `South Area Plan`. Of a misread name the words that differ are none."""
    first, second = ({*fold(name).split()} for name in (one, other))
    return any(map(_is_sign, first - second)) and any(map(_is_sign, second - first))


def _is_sign(word: str) -> bool:
    return len(word) == 1 or _is_known(word)


def _is_known(word: str) -> bool:
    return word.isdigit() or (len(word) > 1 and is_english(word))


def _shared(one: str, other: str) -> float:
    """The share of the shorter text's runs that the other has too, each counted once; 1 if there is no text."""
    first, second = _runs(one), _runs(other)
    fewest = min(len(first), len(second))
    return len(first & second) / fewest if fewest else 1.0


@lru_cache(maxsize=8)
def _runs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + _RUN] for at in range(max(1, len(text) - _RUN + 1))) if text else frozenset()


def _text(document: Document) -> str:
    texts = (
        text
        for row in document.rows
        for text in (row.priority.title, *(item.text for column in row.columns for item in column.items))
    )
    return " ".join(map(fold, texts))
