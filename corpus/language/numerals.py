"""The numerals in front of headings: `ii`, `4`, `1.2`, `(a)`, `B3`; what they count, and what should come next."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise


class Style(StrEnum):
    ROMAN = "roman"
    ARABIC = "arabic"
    LETTER = "letter"
    DOTTED = "dotted"  # 1.2, 3.1.4, 3/4
    CODE = "code"  # A1, CP-07, P1-A2, CAB/26/011
    PART = "part"  # 1a, 2.1b, 4.a, 4.ii, 7(a)


@dataclass(frozen=True, slots=True)
class Numeral:
    """`text` as the document writes it, punctuation aside; `value` counts from 1 (a dotted numeral's last part)."""

    text: str
    style: Style
    value: int


_ROMAN = re.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10}
_CODE = (
    r"[A-Z]{2,5}[-/]\d{1,4}[-/]\d{1,4}|[A-Z]\.\d{1,3}(?:\((?:[a-j]|[ivx]{1,4})\))?"
    r"|(?:[A-Z]{1,4}|[A-Z][a-z]{1,2}[A-Z])[-/ ]?\d{1,3}(?:\.\d{1,3})*(?:[-/.]?[A-Z]{1,2}\d{1,3})?"
)
_PART = r"\d{1,3}(?:\.\d{1,3})*(?:\.?[a-j]|\.[ivx]{1,4}|\((?:[a-j]|[ivx]{1,4})\))"
_PAIR = r"(?:[1-9]|1[0-2])/(?:[1-9]|1[0-2])"
_SHAPE = rf"(?:{_PART}|{_PAIR}|\d{{1,3}}(?:\.\d{{1,3}}){{1,3}}|\d{{1,3}}|[A-Za-z]|[ivxIVX]{{2,7}}|{_CODE})"
_ALONE = re.compile(rf"\A[(\[]?({_SHAPE})[.):\]]*")
# Some plans write the word in front of the numeral: "Priority 2: …".
_NAMES = "priority|objective|action|theme|outcome|goal|aim|strand|pillar|recommendation|commitment|part|section|step"
_WORD = rf"(?i:(?:(?:key|strategic)\s+)?(?:{_NAMES})\s+)?"
_NAMED = re.compile(rf"\A({_WORD})[(\[]?({_SHAPE})[.):\]]*")
_LEADING = re.compile(rf"\A{_WORD}[(\[]?({_SHAPE})([.):\]]+|\s*[–—-](?=\s))?\s+(?=\S)")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-–/]\s*(?:\d\d){1,2})?")
_MONTHS = [name.lower() for name in month_abbr]
_MONTH = re.compile("|".join(f"{name}|{name[:3]}" for name in month_name if name), re.IGNORECASE)
_DATE = re.compile(
    r"\d\d?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?(?:,?\s+(?:19|20)?\d\d\b|\s*$)",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def parse(text: str) -> Numeral | None:
    """The numeral that is all of `text`, or None."""
    found = _ALONE.fullmatch(text.strip())
    return _read(found.group(1)) if found else None


@dataclass(frozen=True, slots=True)
class Named:
    """A numeral and the word in front of it, "" where there is none: `Action 3.2`."""

    word: str
    numeral: Numeral


def named(text: str) -> Named | None:
    """The numeral that is all of `text`, perhaps after the word that names it, or None."""
    found = _NAMED.fullmatch(text.strip())
    numeral = _read(found.group(2)) if found else None
    return Named(found.group(1).strip(), numeral) if found and numeral else None


@lru_cache(maxsize=8192)
def split(text: str) -> tuple[Numeral | None, str]:
    """The numeral in front of a heading, and the rest: `ii Care leavers are …` -> (ii, `Care leavers are …`).

    Without a point or bracket after it, a numeral counts only before a capital, or a figure if it is one such as `3.1`;
    `A` and `I` then are words. One that a word names counts before a figure as well, but not within a sentence:
    `Outcome 22 used consistently`.
    """
    found = _LEADING.match(text)
    if not found or is_dated(text):
        return None, text
    rest = text[found.end() :]
    bare = not found.group(2)
    seen = found.group(1)
    worded = found.start(1) > 0 and text[: found.start(1)].strip(" ([") != ""
    begins = rest[0].isupper() or (rest[0].isdigit() and "." in seen)
    if bare and worded and rest[0].islower():
        return None, text
    if bare and not worded and (not begins or seen in ("A", "I") or (seen.isalpha() and not _roman(seen))):
        return None, text
    numeral = _read(seen)
    return (numeral, rest) if numeral else (None, text)


def is_dated(text: str) -> bool:
    """Whether a text begins with a day, which counts nothing: `1 September 2025`."""
    return bool(_DATE.match(text))


def word_before(text: str) -> str:
    """The word that names a heading's numeral: `Priority` in `Priority 2: …`; "" where there is none."""
    found = _LEADING.match(text)
    return text[: found.start(1)].strip(" ([") if found else ""


def extends(text: str, above: str) -> bool:
    """Whether a numeral is one within another: `1.1` and `1a` within `1` or `1.0`, `B2.1` within `B2`."""
    stem = above.removesuffix(".0")
    rest = text[len(stem) :]
    if not stem or not rest or not text.startswith(stem) or text == above:
        return False
    return not rest[0].isalnum() or rest[0].isdigit() is not stem[-1].isdigit()


@dataclass(frozen=True, slots=True)
class Nested:
    """Where a numeral stands among others: within how many, and whether others stand within it."""

    level: int
    heads: bool


def nested(texts: Sequence[str]) -> list[Nested | None]:
    """How numerals in a row nest, as `1`, `1.1`, `1.1.1`, `1.2`, `2` do; None where there is none ("")."""
    levels: list[int | None] = []
    open_: list[str] = []
    for text in texts:
        while text and open_ and not extends(text, open_[-1]):
            open_.pop()
        levels.append(len(open_) if text else None)
        open_ += [text] if text else []
    known = [level for level in levels if level is not None]
    heads = iter([after > level for level, after in pairwise(known)] + [False])
    return [None if level is None else Nested(level, next(heads)) for level in levels]


def counts_on(one: str, other: str) -> bool:
    """Whether two labels beside each other count: Q1, Q2; years; months."""
    years, months = ([pattern.fullmatch(text) for text in (one, other)] for pattern in (_YEAR, _MONTH))
    if years[0] and years[1]:
        return abs(int(other[:4]) - int(one[:4])) == 1
    if months[0] and months[1]:
        return (_MONTHS.index(other[:3].lower()) - _MONTHS.index(one[:3].lower())) % 12 == 1
    first, second = (parse(text) or split(text)[0] for text in (one, other))
    if first is None or second is None or first.style is not Style.CODE:
        return False
    return following(first.style, first.value + 1, first.text) == second.text


def following(style: Style, value: int, like: str = "") -> str:
    """The text of the numeral `value` in a style; `like` is an earlier one, whose case and prefix are kept."""
    if style is Style.ROMAN:
        text = _to_roman(value)
        return text.upper() if like.isupper() else text
    if style is Style.LETTER:
        text = chr(ord("a") + (value - 1) % 26)
        return text.upper() if like.isupper() else text
    if style is Style.PART:
        stem, last = _parted(like)
        text = following(Style.LETTER if _is_lettered(like) else Style.ROMAN, value, last)
        return f"{stem}{text}{')' if like.endswith(')') else ''}"
    if style in (Style.DOTTED, Style.CODE):
        return re.sub(r"(?<!\d)\d++$", str(value), like)
    return str(value)


def _read(text: str) -> Numeral | None:
    if text.isdigit():
        return Numeral(text, Style.ARABIC, int(text))
    if re.fullmatch(r"\d+([./]\d+)+", text):
        return Numeral(text, Style.DOTTED, int(re.split(r"[./]", text)[-1]))
    if re.fullmatch(_PART, text):
        last = _parted(text)[1]
        return Numeral(text, Style.PART, ord(last) - ord("a") + 1 if _is_lettered(text) else _roman(last) or 1)
    if (value := _roman(text)) is not None:
        return Numeral(text, Style.ROMAN, value)
    if len(text) == 1:
        return Numeral(text, Style.LETTER, ord(text.lower()) - ord("a") + 1)
    if inner := re.search(r"\(([a-z]+)\)$", text):  # A.1(ii)
        return Numeral(text, Style.CODE, _roman(inner[1]) or ord(inner[1]) - ord("a") + 1)
    digits = re.search(r"(?<!\d)(\d++)$", text)
    return Numeral(text, Style.CODE, int(digits.group(1))) if digits else None


def _parted(text: str) -> tuple[str, str]:
    """A numeral such as `4.ii` before and after its letters begin."""
    text = text.rstrip(")")
    stem = text.rstrip("abcdefghijvx")
    return stem, text[len(stem) :]


def _is_lettered(text: str) -> bool:
    """Whether the letters of a numeral such as `4a` count as in the alphabet: `4.i` begins with `i`."""
    stem, last = _parted(text)
    return not (stem.endswith((".", "(")) and _roman(last))


def _roman(text: str) -> int | None:
    if not _ROMAN.fullmatch(text) or not (text.islower() or text.isupper()):
        return None
    digits = [_ROMAN_DIGITS[letter] for letter in text.lower()]
    return sum(-a if a < b else a for a, b in zip(digits, [*digits[1:], 0], strict=True))


def _to_roman(value: int) -> str:
    tens, ones = divmod(value, 10)
    return "x" * tens + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][ones]
