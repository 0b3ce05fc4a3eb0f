"""A cell's value as Excel shows it to a reader in Britain."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.escape import unescape

_SHORT_DATES = {"mm-dd-yy", "m/d/yy", "m/d/yyyy", "mm/dd/yyyy"}  # Excel shows these by the computer's own customs
_ASIDES = re.compile(r"\[[^\]]*\]|_.|\*.")  # colours, languages, spaces as wide as a letter, fillings
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_DATE_PIECE = re.compile(r"y+|m+|d+|h+|s+|am/pm|a/p|[^ymdhs]", re.IGNORECASE)
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.([0#?]+))?")


def shown(value: object, number_format: str) -> str:
    """The value in the cell's number format, empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _number(value, number_format)
    if isinstance(value, (datetime, date, time)):
        return _moment(value, number_format)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
    return unescape(str(value)).replace("\r\n", "\n").replace("\r", "\n")


def _number(value: float, number_format: str) -> str:
    section = _section(number_format, value)
    masked = _LITERAL.sub(lambda found: "\x00" * len(found.group()), section)  # digits in quotes are only text
    digits = _DIGITS.search(masked)
    if number_format in ("General", "@", "") or digits is None or "E" in masked or "/" in masked:
        return f"{value:.10g}" if isinstance(value, float) else str(value)
    hundredfold = 100 if "%" in masked else 1
    grouped = "," if "," in digits.group().rstrip(",") else ""
    text = f"{abs(value) * hundredfold:{grouped}.{len(digits.group(1) or '')}f}"
    sign = "-" if value < 0 and ";" not in number_format else ""  # else the section for negatives has its own
    return f"{sign}{_literals(section[: digits.start()])}{text}{_literals(section[digits.end() :])}".strip()


def _section(number_format: str, value: float) -> str:
    """Of `positive;negative;zero` the part for this value."""
    sections = _ASIDES.sub("", re.sub(r"\[[$]([^\]-]*)[^\]]*\]", r'"\1"', number_format)).split(";")
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 and _DIGITS.search(sections[2]) else sections[0]


def _literals(section: str) -> str:
    return _LITERAL.sub(lambda found: found.group(1) or found.group(2) or "", section)


def _moment(value: datetime | date | time, number_format: str) -> str:
    pattern = _LITERAL.sub(r"\1\2", _ASIDES.sub("", number_format.split(";")[0]))
    if number_format.lower() in _SHORT_DATES or not is_date_format(number_format):
        pattern = "dd/mm/yyyy" if not isinstance(value, time) else "hh:mm"
        if isinstance(value, datetime) and (value.hour or value.minute) and number_format.lower() not in _SHORT_DATES:
            pattern = "dd/mm/yyyy hh:mm"
    return _dated(value, pattern)


def _dated(value: datetime | date | time, pattern: str) -> str:
    day = value if not isinstance(value, time) else None
    clock = value.time() if isinstance(value, datetime) else value if isinstance(value, time) else time()
    pieces = _DATE_PIECE.findall(pattern)
    half = any(piece.lower() in ("am/pm", "a/p") for piece in pieces)
    out = []
    minutes = False
    for place, piece in enumerate(pieces):
        kind = piece[0].lower()
        if piece.lower() in ("am/pm", "a/p"):
            out.append("am" if clock.hour < 12 else "pm")
        elif kind == "h":
            hour = (clock.hour % 12 or 12) if half else clock.hour
            out.append(f"{hour:0{min(len(piece), 2)}d}")
            minutes = True
        elif kind == "m" and (minutes or _before_seconds(pieces, place)):
            out.append(f"{clock.minute:0{min(len(piece), 2)}d}")
            minutes = False
        elif kind == "s":
            out.append(f"{clock.second:0{min(len(piece), 2)}d}")
        elif kind in "dmy" and len(piece) >= 1 and piece.isalpha():
            out.append(_day_piece(day, kind, len(piece)))
        else:
            out.append(piece)
    return "".join(out).strip()


def _before_seconds(pieces: list[str], place: int) -> bool:
    following = next((piece for piece in pieces[place + 1 :] if piece[0].isalpha()), "")
    return following[:1].lower() == "s"


def _day_piece(day: date | None, kind: str, length: int) -> str:
    if day is None:
        return ""
    if kind == "y":
        return f"{day.year:04d}" if length > 2 else f"{day.year % 100:02d}"
    if kind == "m":
        return f"{day.month:0{length}d}" if length < 3 else f"{day:%b}" if length == 3 else f"{day:%B}"
    return f"{day.day:0{length}d}" if length < 3 else f"{day:%a}" if length == 3 else f"{day:%A}"
