"""Colours by the names that people give to them in plans: what a rating without words says."""

from __future__ import annotations

import colorsys
import re

_HEXADECIMAL = re.compile(r"#?(?:[0-9a-f]{2})?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)
_SHORT = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])", re.IGNORECASE)
_MIXED = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\b.*\)")
_HUES = ((15, "red"), (50, "amber"), (70, "yellow"), (170, "green"), (260, "blue"), (345, "purple"), (361, "red"))
_WORDS = frozenset(("red", "amber", "yellow", "green", "blue", "purple", "grey", "black"))
_ALIKE = {"orange": "amber", "gold": "amber", "lime": "green", "navy": "blue", "gray": "grey"}
_PALE = 0.15  # less saturated than this is a shade of grey


def colour_of(red: int, green: int, blue: int) -> str:
    """The name of a colour of parts from 0 to 255; "" for white and for pale greys, which shade rows."""
    hue, saturation, value = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)
    if saturation < _PALE:
        return "" if value > 0.8 else "grey" if value > 0.25 else "black"
    return next(name for end, name in _HUES if hue * 360 < end)


def colour_named(text: str) -> str:
    """The colour that a file writes as `FFC000`, `FFFFC000`, `#fc0`, `rgb(255, 192, 0)` or `orange`; "" for none."""
    text = text.strip().lower()
    if found := _HEXADECIMAL.fullmatch(text):
        return colour_of(*(int(part, 16) for part in found.groups()))
    if found := _SHORT.fullmatch(text):
        return colour_of(*(int(part * 2, 16) for part in found.groups()))
    if found := _MIXED.fullmatch(text):
        return colour_of(*(min(int(part), 255) for part in found.groups()))
    return _ALIKE.get(text, text if text in _WORDS else "")
