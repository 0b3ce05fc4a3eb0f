"""Text from documents and users for the screen: always shown as text, never as HTML or Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# Invisible characters that reverse the direction of the text around them, so that a screen would show other words.
TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
SPECIAL = re.compile(r"[^\w ]|_")


def escape(text: str) -> str:
    """`text` in a form that both HTML and Streamlit's Markdown show as it is written.

    Everything but letters, digits and spaces becomes a character reference, which neither takes for markup. Otherwise
    the browser would fetch an image that a document's text contains.
    """
    return SPECIAL.sub(lambda found: _reference(found[0]), text)


def marked(text: str, ranges: Iterable[tuple[int, int]], opening: str = "<mark>", closing: str = "</mark>") -> str:
    """`text` escaped, with the given character ranges in `<mark>`, or between the given HTML. Ranges may overlap and
    come in any order."""
    pieces: list[str] = []
    done = 0
    for start, end in _joined(ranges, len(text)):
        pieces += [escape(text[done:start]), f"{opening}{escape(text[start:end])}{closing}"]
        done = end
    return "".join([*pieces, escape(text[done:])])


def quote_range(text: str, quote: str) -> list[tuple[int, int]]:
    """Where `quote` is in `text`, ignoring differences in white space; an empty list if it isn't there."""
    words = quote.split()
    found = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return [found.span()] if found else []


def word_ranges(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where any of `words` begins a word of `text`, ignoring capitals: `foster` is in `Fostering`."""
    lower = text.lower()  # rules out most words without a pattern
    present = (word for word in words if word.lower() in lower)
    return [found.span() for word in present for found in _beginning(word).finditer(text)]


def holds_all(text: str, words: Iterable[str]) -> bool:
    """Whether each of `words` begins a word of `text`, ignoring capitals."""
    lower = text.lower()  # rules out most texts without a pattern
    return all(word.lower() in lower and _beginning(word).search(text) for word in words)


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 item`, `2 items`, `12,000 items`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def shortened(text: str, length: int) -> str:
    """`text`, cut at a word's end with … where it is longer than `length`."""
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


@lru_cache(maxsize=4096)  # more than the different characters of any document in a European language
def _reference(character: str) -> str:
    return "" if character in TURNING else f"&#{ord(character)};"


@lru_cache(maxsize=256)
def _beginning(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}", re.IGNORECASE)


def _joined(ranges: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """The ranges in order and within the text, with those that touch joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(end, length)) for start, end in ranges):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
