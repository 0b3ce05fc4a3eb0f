"""A cell's value as Excel shows it to a reader in Britain."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.escape import unescape
from xlfmt import format_value  # type: ignore[import-untyped]

# What Excel calls by number, and shows by the customs of the computer that it runs on.
_BY_REGION = {"d-mmm-yy": "dd-mmm-yy", "d-mmm": "dd-mmm", "[$-F800]": "dd mmmm yyyy", "[$-F400]": "hh:mm:ss"}
_MONTH_FIRST = re.compile(r"m{1,2}([/-])d{1,2}\1y{2,4}(?=$|[ ;@\\])", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETS = re.compile(
    r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d{1,2}|(?:>=|<=|<>|>|<|=)-?\d+(?:\.\d*)?"
    r"|h{1,2}|m{1,2}|s{1,2}|\$[^\]-]*(?:-[0-9a-f]{1,8})?)\]",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"\[\$[^\]-]*-([0-9a-f]{1,8})\]", re.IGNORECASE)
_NAMED = re.compile(r"m{3,}|d{3,}", re.IGNORECASE)  # months and days by their names
_ENGLISH = 0x09  # the last two figures of the languages that Windows numbers as English
_UNDERSTOOD = re.compile(r"(?:general|am/pm|a/p|e[+-]|[ymdhs]|[^\W\d_a-z\[\]]|[\d\W])*", re.IGNORECASE)
_LONGEST = 255  # characters: what Excel itself allows


class UnknownFormat(ValueError):
    """A number format that isn't understood: the value is to be shown without it, and that is to be reported."""


def shown(value: object, number_format: str) -> str:
    """The value in the cell's number format, empty where there is none. Raises UnknownFormat."""
    if value is None:
        return ""
    if isinstance(value, str):
        value = unescape(value).replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, int) and not isinstance(value, bool) and number_format == "General":
        return str(value)  # Excel has no room for more than eleven figures; a reference may have more
    pattern = _british(value, number_format)
    if not _is_understood(pattern):
        raise UnknownFormat(number_format)
    if isinstance(value, timedelta):
        value = Decimal(str(value.total_seconds())) / 86_400
    try:
        text = str(format_value(value, pattern))
    except (TypeError, ValueError, ArithmeticError) as error:
        raise UnknownFormat(number_format) from error
    return text if isinstance(value, str) else " ".join(text.split())


def plain(value: object) -> str:
    """The value without any format: what is shown of one whose format isn't understood."""
    return shown(value, "@" if isinstance(value, str) else "General")


def _british(value: object, number_format: str) -> str:
    """The format with dates in the order of day, month and year wherever Excel or an American wrote another."""
    if number_format in _BY_REGION:
        return _BY_REGION[number_format]
    if isinstance(value, (datetime, date, time, timedelta)) and not is_date_format(number_format):
        return _usual(value)
    for code in ("[$-F800]", "[$-F400]"):
        if number_format.upper().startswith(code):
            return _BY_REGION[code]
    return _MONTH_FIRST.sub("dd/mm/yyyy", number_format).replace("dd/mm/yyyy h:mm", "dd/mm/yyyy hh:mm")


def _usual(value: object) -> str:
    """A format for a moment whose cell has none."""
    if isinstance(value, datetime):
        return "dd/mm/yyyy hh:mm" if value.hour or value.minute else "dd/mm/yyyy"
    return "dd/mm/yyyy" if isinstance(value, date) else "hh:mm" if isinstance(value, time) else "[h]:mm"


def _is_understood(pattern: str) -> bool:
    """Whether a format has no sign that is unknown, such as digits or calendars of other languages."""
    if len(pattern) > _LONGEST:
        return False
    bare = _BRACKETS.sub("", _LITERAL.sub("", pattern))
    languages = [int(code, 16) for code in _LANGUAGE.findall(pattern)]
    foreign = any(code > 0xFFFF or (code and code & 0xFF != _ENGLISH and _NAMED.search(bare)) for code in languages)
    return not foreign and "[" not in bare and bool(_UNDERSTOOD.fullmatch(bare))
