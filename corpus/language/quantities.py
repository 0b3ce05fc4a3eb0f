"""Amounts that a text names: sums of money, percentages and other numbers, as `£1.3m`, `94%`, `1,204 pupils`, `twelve`.

The libraries tried for this (quantulum3, price-parser, pint) read "£1.3m" as 1.3 or as pounds times metres.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from text_to_num import text2num


class Unit(StrEnum):
    """What an amount counts. Amounts of different units are never compared or added."""

    MONEY = "£"
    PERCENT = "%"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text` stands at [start, end); `of` are the few words after it that say what it counts: "pupils", "a year"."""

    text: str
    start: int
    end: int
    value: Decimal
    unit: Unit
    of: str = ""


_SCALES = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "bn": 9, "b": 9, "billion": 9}
_NUMBER_WORDS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million"""
NUMBER_WORD = rf"(?:{'|'.join(_NUMBER_WORDS.split())})"  # one of them, as a pattern
_AMOUNT = re.compile(
    rf"""(?<![\w.,/£-]) (?P<minus>-|\()? (?P<pound>£\s?|GBP\s?)? (?P<minus_after>-)?
    (?: (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,15}}(?:\.\d+)?)
        (?:\s?(?P<scale>k|mn|m|bn|b|thousand|million|billion)(?!\w))?
      | (?P<part>half\sa|a\squarter\sof\sa)\s(?P<of_scale>million|billion)(?!\w)
      | (?P<words>{NUMBER_WORD}(?:(?:[\s-]|\sand\s){NUMBER_WORD}){{0,6}})\b )
    (?P<percent>\s?%|\s?per\s?cent\b|\s?percent\b)? (?P<pounds>\s(?:pounds|GBP)\b)? \)? (?![\w%]|[.,/-]\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_AROUND = re.compile(r"(?:c\.?|ca\.?|circa|about|around|approx\.?|approximately|up to|~)?\s*", re.IGNORECASE)
_COUNTED = re.compile(r"\s*+(?P<of>(?:[a-z][\w'’-]*+\s*+){0,3}+)\.?", re.IGNORECASE)


def quantity(text: str) -> Quantity | None:
    """The amount that a whole cell is, with few words after it; None for any other text, dates among them."""
    text = text.strip()
    return _whole(text) if len(text) <= 60 else None


@lru_cache(maxsize=4096)
def _whole(text: str) -> Quantity | None:
    before = _AROUND.match(text)
    found = next(amounts(text[before.end() :] if before else text), None)
    if found is None or found.start:
        return None
    at = (before.end() if before else 0) + found.end
    counted = _COUNTED.fullmatch(text, at)
    if counted is None:
        return None
    return Quantity(text, 0, len(text), found.value, found.unit, " ".join(counted["of"].lower().split()))


def amounts(text: str) -> Iterator[Quantity]:
    """The amounts that a text names, in its order, whatever stands around them."""
    for match in _AMOUNT.finditer(text):
        if match["words"] and not match["words"].strip():
            continue
        value = _value(match)
        if value is not None:
            yield Quantity(match[0], *match.span(), value, _unit(match))


def _value(match: re.Match[str]) -> Decimal | None:
    if match["words"]:
        try:
            return Decimal(text2num(match["words"].lower(), "en"))
        except ValueError:  # "two three": not one number
            return None
    if match["part"]:
        part = Decimal("0.5") if match["part"].lower().startswith("half") else Decimal("0.25")
        return part.scaleb(_SCALES[match["of_scale"].lower()])
    scale = _SCALES.get((match["scale"] or "").lower(), 0)
    value = Decimal(match["digits"].replace(",", "")).scaleb(scale)
    return -value if match["minus"] == "-" or match["minus_after"] or _in_brackets(match) else value


def _in_brackets(match: re.Match[str]) -> bool:
    """Accounts write a sum below nought so: (£12,000)."""
    return match["minus"] == "(" and match[0].endswith(")") and match["pound"] is not None


def _unit(match: re.Match[str]) -> Unit:
    if match["pound"] or match["pounds"]:
        return Unit.MONEY
    return Unit.PERCENT if match["percent"] else Unit.NONE
