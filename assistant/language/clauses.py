"""Where a text may be cut: sentences, and the clauses that can stand alone without changing what is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sentencex import segment

SHORT_ENOUGH = 240  # characters: a text up to this length is always quoted whole

_SEMICOLON = re.compile(r";\s+")
# A clause that opens so leans on the words before it.
_LEANS_LEFT = re.compile(
    r"(?:and|or|but|nor|so|yet|which|who|whom|whose|where|this|that|these|those|it|its|they|their|them|he|she|his|her|"
    r"both|all|some|many|most|each|neither|either|however|although|though|except|unless|subject|provided|including|"
    r"inc|with|without|as|such|there|then|also|therefore|instead|otherwise|respectively|the (?:latter|former|remaining|"
    r"rest|others?|same)|no|none|not|\d+)\b",
    re.IGNORECASE,
)
# A sentence that opens so, or announces a list, says something about every clause that follows.
_GOVERNS_ALL = re.compile(
    r"(?:as (?:of|at)|in|on|by|from|during|since|until|before|after|following|if|when|where|while|subject to|depending|"
    r"despite|although|unless|once|for)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did|\w{3,}ed)\b",
    re.IGNORECASE,
)


# Words from which on a sentence is more than what a colour means ("Blue: finished."). Of 173 texts around the tables of
# test plans 60 say something: 53 of these are found and 7 others are taken for such; with 1 word 54 and 13, with 10
# words 45 and 4.
_LEAST_SAID = 6
_AFTER_END = "”’\"') "


@dataclass(frozen=True, slots=True)
class Span:
    """A range of characters: `text[start:end]`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def holds(self, start: int, end: int) -> bool:
        return self.start <= start and end <= self.end

    def to(self, other: Span) -> Span:
        return Span(min(self.start, other.start), max(self.end, other.end))


@lru_cache(maxsize=16384)
def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text, white space at their ends left off."""
    spans, at = [], 0
    for piece in segment("en", text):
        start = text.find(piece.strip(), at)
        if piece.strip() and start >= 0:
            at = start + len(piece.strip())
            spans.append(Span(start, at))
    return tuple(spans) or (Span(0, len(text)),)


def says_something(text: str) -> bool:
    """Whether one of its sentences has a verb and an end: headings, lines of a cover and keys of colours have none."""
    return any(map(_is_said, (span.of(text) for span in sentences(text))))


@lru_cache(maxsize=16384)
def clauses(text: str) -> tuple[Span, ...]:
    """The pieces of a text between its semicolons and sentence ends: units to look for evidence in, not to quote."""
    spans = []
    for sentence in sentences(text):
        at = sentence.start
        for mark in _SEMICOLON.finditer(text, sentence.start, sentence.end):
            spans.append(Span(at, mark.start()))
            at = mark.end()
        spans.append(Span(at, sentence.end))
    return tuple(spans)


def sentence_of(text: str, clause: Span) -> Span:
    """The sentence that a clause of a text is in."""
    return next(span for span in sentences(text) if span.holds(clause.start, clause.end))


def quotable(text: str, clause: Span) -> Span:
    """The words around a clause that are quoted with it: all of a short text, because a sentence alone may mislead ("51
    of the items failed", without what was done about it), else the least run of words that may be quoted alone.

    That is the whole sentence, unless it is long, says nothing at its start that governs all of it, and the
    clause has a verb and doesn't lean on its neighbours.
    """
    if len(text) <= SHORT_ENOUGH:
        return Span(0, len(text))
    sentence = sentence_of(text, clause)
    if sentence.end - sentence.start <= SHORT_ENOUGH or _governs(sentence.of(text)):
        return sentence
    parts = [span for span in clauses(text) if sentence.holds(span.start, span.end)]
    first = last = parts.index(clause)
    while first > 0 and not _stands_alone(parts[first].of(text)):
        first -= 1
    while last + 1 < len(parts) and not _stands_alone(parts[last + 1].of(text)):
        last += 1  # what leans on the clause qualifies it: "…; subject to evaluation"
    run = parts[first].to(parts[last])
    return run if _stands_alone(parts[first].of(text)) else sentence


def _is_said(sentence: str) -> bool:
    ended = sentence.rstrip(_AFTER_END).endswith((".", "!", "?", "…"))
    return ended and len(sentence.split()) >= _LEAST_SAID and _VERB.search(sentence) is not None


def _governs(sentence: str) -> bool:
    return _GOVERNS_ALL.match(sentence) is not None or ":" in sentence


def _stands_alone(clause: str) -> bool:
    return _LEANS_LEFT.match(clause) is None and _VERB.search(clause) is not None
