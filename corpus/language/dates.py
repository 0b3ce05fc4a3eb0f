"""Dates that a text names, with the days that each covers: `15th March 2024`, `June/July 2024`, `Q2 2025/26`.

`bounds` says which days a text means by them: those before the date, up to it, in it, from it on, or after it.

A date is read only where the text gives its year: "in October" alone names no day that can be compared.
Financial years run from April to March and so do their quarters; academic years from September to August.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from dateutil import parser
from dateutil.relativedelta import relativedelta


class Precision(StrEnum):
    """What was named."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    FINANCIAL_YEAR = "financial year"
    ACADEMIC_YEAR = "academic year"
    RANGE = "range"  # from one date to another, such as 2023-27


class Side(StrEnum):
    """Which days are meant, seen from a date."""

    BEFORE = "before"  # the last one is the day before it begins
    UP_TO = "up to"  # the last one is its own last day
    WITHIN = "within"
    FROM = "from"  # the first one is its own first day
    AFTER = "after"  # the first one is the day after it ends


@dataclass(frozen=True, slots=True)
class NamedDate:
    """`text` stands at [start, end) and covers the days first to last, both included.

    `extended` is the last day with an extension that the text names ("September 2025 plus 2 years");
    `relation` is the word that stands before: "by", "from", "until" …, or "". `side` says which days it means, and
    [says_from, says_to) is the date with all words that say so: "no later than the end of March 2025".
    """

    text: str
    start: int
    end: int
    first: date
    last: date
    precision: Precision
    extended: date | None = None
    relation: str = ""
    side: Side = Side.WITHIN
    says_from: int = -1
    says_to: int = -1

    def overlaps(self, first: date, last: date) -> bool:
        """Whether any of its days lies between the two, both included."""
        return self.first <= last and first <= self.last


@dataclass(frozen=True, slots=True)
class Bound:
    """The days that a text means, first to last, both included: "after 31 March 2026" begins on 1 April.

    `text` stands at [start, end), its words before and after the dates included. `precision` is what was named, a range
    where one end is open or where two dates bound it. An open end is `date.min` or `date.max`.
    """

    text: str
    start: int
    end: int
    first: date
    last: date
    precision: Precision

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:[0-3]?\d(?:st|nd|rd|th)?)"
_YEAR = r"(?:19|20)\d\d"
# Two digits are a year only where a hyphen, a slash or an apostrophe ties them to the month.
_OF_YEAR = rf"(?:(?:\s*+(?:,\s*+|(?<=\s)of\s++)?|[-–/])(?P<year>{_YEAR})|(?:[-–/]|\s?['’])(?P<short>\d\d))(?![\d])"
_TO = r"\s*+(?:-|–|—|/|&|\bto\b|\band\b|\bor\b|\buntil\b)\s*+"
_YEARS = rf"(?P<year>{_YEAR})(?:\s?[-–—/]\s?(?P<to>{_YEAR}|\d\d)(?!\d))?"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "a": 1}
_SEASONS = {"spring": (3, 3), "summer": (6, 3), "autumn": (9, 3), "winter": (12, 3)}  # first month, months
_TERMS = {"spring": (1, 3), "summer": (4, 4), "autumn": (9, 4)}

_Days = tuple[date, date, Precision]


def named_dates(text: str) -> tuple[NamedDate, ...]:
    """The dates that the text names, in its order, none inside another."""
    if not any(character.isdigit() for character in text):
        return ()
    found = _joined(text, list(_longest(_candidates(text))))
    return tuple(_with_surroundings(text, named) for named in found)


def _candidates(text: str) -> Iterator[NamedDate]:
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            try:
                days = read(match)
            except (ValueError, OverflowError):  # 31st February, the 45th of March: no date
                continue
            if days is not None:
                yield NamedDate(match[0], match.start(), match.end(), *days)


def _longest(candidates: Iterator[NamedDate]) -> Iterator[NamedDate]:
    end = 0
    for named in sorted(candidates, key=lambda named: (named.start, -named.end)):
        if named.start >= end:
            end = named.end
            yield named


# --- the forms, each with what it means -----------------------------------------------------------


@lru_cache(maxsize=4096)
def _one_day(written: str) -> date:
    return parser.parse(written, dayfirst=True, default=datetime(2000, 1, 1)).date()


def _days(first: date, months: int, precision: Precision) -> _Days:
    return first, first + relativedelta(months=months, days=-1), precision


def _year_of(match: re.Match[str]) -> int:
    return int(match["year"] or f"20{match['short']}")


def _month_number(name: str) -> int:
    return _one_day(f"1 {name.rstrip('.')[:3]} 2000").month


def _read_day(match: re.Match[str]) -> _Days:
    day = _one_day(f"{match['day']} {match['month'].rstrip('.')[:3]} {_year_of(match)}")
    return day, day, Precision.DAY


def _read_numeric(match: re.Match[str]) -> _Days:
    parts = re.findall(r"\d+", match[0])[:3]
    day = date(*map(int, parts)) if len(parts[0]) == 4 else _one_day("/".join(parts))
    return day, day, Precision.DAY


def _read_span(match: re.Match[str]) -> _Days | None:
    """`June/July 2024`, `12 to 14 March 2024`, `1 April to 30 June 2024`."""
    year, to_month = _year_of(match), _month_number(match["month"])
    from_month = _month_number(match["from_month"]) if match["from_month"] else to_month
    if match["from_month"] is None and match["from_day"] is None:
        return None
    first = date(year - (from_month > to_month), from_month, _number(match["from_day"]) or 1)
    last = date(year, to_month, _number(match["day"]) or 1)
    if not match["day"]:
        last += relativedelta(day=31)
    return (first, last, Precision.RANGE) if first <= last else None


def _number(written: str | None) -> int | None:
    return int(re.sub(r"\D", "", written)) if written else None


def _read_month(match: re.Match[str]) -> _Days:
    return _days(date(_year_of(match), _month_number(match["month"]), 1), 1, Precision.MONTH)


def _read_numbered_month(match: re.Match[str]) -> _Days:
    return _days(date(int(match["year"]), int(match["number"]), 1), 1, Precision.MONTH)


def _read_season(match: re.Match[str]) -> _Days:
    month, months = (_TERMS if match["term"] else _SEASONS).get(match["season"].lower(), _SEASONS["winter"])
    return _days(date(int(match["year"]), month, 1), months, Precision.SEASON)


def _read_years(match: re.Match[str]) -> _Days | None:
    first, last = int(match["year"]), _last_year(match)
    if last is None:
        return _days(date(first, 1, 1), 12, Precision.YEAR)
    if last == first + 1:
        return _days(date(first, 4, 1), 12, Precision.FINANCIAL_YEAR)
    return (date(first, 1, 1), date(last, 12, 31), Precision.RANGE) if last > first else None


def _last_year(match: re.Match[str]) -> int | None:
    """The second year of `2023-27`, its century filled in; None where only one year stands."""
    if not match["to"]:
        return None
    return int(match["to"]) if len(match["to"]) == 4 else int((match["year"][:-2] or "20") + match["to"])


def _read_academic(match: re.Match[str]) -> _Days | None:
    return _days(date(int(match["year"]), 9, 1), 12, Precision.ACADEMIC_YEAR)


def _read_short_financial(match: re.Match[str]) -> _Days | None:
    first, last = int(match["fy"]), int(match["fy_to"] or int(match["fy"]) + 1)
    if not match["fy_to"]:
        first, last = first - 1, first  # FY25 is the year that ends in 2025
    return _days(date(2000 + first, 4, 1), 12, Precision.FINANCIAL_YEAR) if last == first + 1 else None


def _read_part(match: re.Match[str], months: int, precision: Precision) -> _Days | None:
    """A quarter or a half: of a financial year where two years stand, else of a calendar year."""
    ordinal = _ORDINALS.get(match["nth"].lower()) or int(match["nth"])
    if ordinal > 12 // months:
        return None
    first, last = int(f"20{match['year']}"[-4:]), _last_year(match)
    begins = date(first, 1 if last is None else 4, 1) + relativedelta(months=months * (ordinal - 1))
    return _days(begins, months, precision)


def _read_quarter(match: re.Match[str]) -> _Days | None:
    return _read_part(match, 3, Precision.QUARTER)


def _read_half(match: re.Match[str]) -> _Days | None:
    return _read_part(match, 6, Precision.HALF)


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w£$€#.,/]){pattern}(?![\w%]|[-/]\d|[.,]\d)", re.IGNORECASE)


def _alone(pattern: str) -> re.Pattern[str]:
    """What is a date only where nothing stands beside it, as in a cell."""
    return re.compile(rf"(?<!.)(?<!\n){pattern}(?=[.,;)]?\s*\Z)", re.IGNORECASE)


_OF = r"(?:\s+of)?(?:\s+the)?(?:\s+(?:financial|calendar)\s+year)?[\s,:–-]*"
_NTH = r"(?P<nth>first|second|third|fourth|last)"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Days | None]], ...] = (
    (_form(rf"(?P<day>{_DAY})(?:\s+of)?(?:\s+|-)(?P<month>{_MONTH}){_OF_YEAR}"), _read_day),
    (_form(rf"(?P<month>{_MONTH})\s+(?P<day>{_DAY}),?\s+(?P<year>{_YEAR})(?P<short>)"), _read_day),
    (_form(rf"{_YEAR}([-./])\d\d\1\d\d(?:T[\d:.]*Z?)?"), _read_numeric),
    (_form(rf"\d{{1,2}}([/-])\d{{1,2}}\1(?:{_YEAR}|\d\d)|\d\d?\.\d\d?\.{_YEAR}"), _read_numeric),
    (_form(rf"\d{{1,2}}(\s?[./–-]\s?)\d{{1,2}}\1{_YEAR}"), _read_numeric),
    (_form(r"\d\d?\.(?:0[1-9]|1[0-2])\.\d\d"), _read_numeric),  # 1.9.26 may be the number of a paragraph
    (_alone(rf"\d{{1,2}}\s?([./–-])\s?\d{{1,2}}\s?\1\s?(?:{_YEAR}|\d\d)"), _read_numeric),
    (_alone(rf"(?P<day>{_DAY})\s?(?P<month>{_MONTH}),?\s?(?:(?P<year>{_YEAR})|(?P<short>\d\d))"), _read_day),
    (_alone(rf"(?P<number>0?[1-9]|1[0-2])\s?[/-]\s?(?P<year>{_YEAR})"), _read_numbered_month),
    (
        _form(
            rf"(?=\w)(?:(?P<from_day>{_DAY})\s*+)?(?P<from_month>{_MONTH})?{_TO}(?:(?P<day>{_DAY})\s++)?"
            rf"(?P<month>{_MONTH}){_OF_YEAR}"
        ),
        _read_span,
    ),
    (_form(rf"(?P<month>{_MONTH}){_OF_YEAR}"), _read_month),
    (_form(rf"(?P<season>spring|summer|autumn|winter)(?P<term>\s+term)?(?:\s+of)?\s+{_YEARS}"), _read_season),
    (_form(rf"(?:q|quarter\s*)(?P<nth>[1-4]){_OF}{_YEARS}"), _read_quarter),
    (_form(rf"(?:q|quarter\s*)(?P<nth>[1-4]){_OF}(?P<year>\d\d)\s?[-–/]\s?(?P<to>\d\d)"), _read_quarter),
    (_form(rf"{_YEARS}[\s,:–-]*(?:q|quarter\s*)(?P<nth>[1-4])"), _read_quarter),
    (_form(rf"{_NTH}\s+quarter{_OF}{_YEARS}"), _read_quarter),
    (_form(rf"(?:h|half\s*)(?P<nth>[12]){_OF}{_YEARS}"), _read_half),
    (_form(rf"{_NTH}\s+half{_OF}{_YEARS}"), _read_half),
    (_form(rf"(?:academic|school)\s+year\s+{_YEARS}"), _read_academic),
    (_form(rf"{_YEARS}\s+(?:academic|school)\s+year"), _read_academic),
    (_form(r"FY\s?'?(?P<fy>\d\d)(?:[-–/](?P<fy_to>\d\d))?"), _read_short_financial),
    (_form(_YEARS), _read_years),
)


# --- what stands around a date --------------------------------------------------------------------

_RANGE = re.compile(r"\A\s*+(?:-|–|—|to|until|up to)\s*+", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_SIDES = {
    Side.BEFORE: ("before", "prior to", "earlier than", "ahead of"),
    Side.UP_TO: (
        *("by", "until", "till", "up to", "up to and including", "on or before"),
        *("no later than", "not later than", "not after"),
    ),
    Side.WITHIN: ("in", "on", "at", "during", "within", "throughout", "for", "as of", "as at", "dated", "between"),
    Side.FROM: (
        *("from", "since", "as from", "starting from", "on or after"),
        *("no earlier than", "not earlier than", "not before", "not until"),
    ),
    Side.AFTER: ("after", "later than", "beyond"),
}
_SIDE_OF = {words: side for side, phrases in _SIDES.items() for words in phrases}
_RELATION = "|".join(sorted((words.replace(" ", r"\s+") for words in _SIDE_OF), key=len, reverse=True))
_BEFORE = re.compile(
    rf"(?:\b(?P<relation>{_RELATION})\s+)?"
    r"(?:the\s+)?(?P<part>\b(?:early|mid|late|(?:end|start|beginning|middle)\s+of)[\s-]*(?:the\s+)?)?(?:the\s+)?$",
    re.IGNORECASE,
)
_AFTERWARDS = re.compile(
    r"(?<!\s)\s++(?:(?P<since>onwards?|(?:or|and)\s+(?:later|beyond|after(?=\W*$)))"
    r"|at\s+the\s+latest|(?:or|and)\s+(?:earlier|sooner|before(?=\W*$)))\b",
    re.IGNORECASE,
)
_AROUND = 60  # characters before a date in which the words that belong to it are looked for
_EXTENSION = re.compile(
    r"(?<!\s)\s*+(?:,\s*+)?\(?(?:plus|\+|with an option (?:to extend )?(?:for|of))\s*+(?:a\s++)?(?:further\s++)?"
    r"(?P<count>\d{1,2}|one|two|three|four|five|a)[\s-]+(?P<unit>year|month)s?"
    r"(?:\s++(?:(?:potential|possible|optional)\s++)?extension)?\)?",
    re.IGNORECASE,
)


def _joined(text: str, found: list[NamedDate]) -> list[NamedDate]:
    """`April 2024 to March 2025` and `between … and …` are one range."""
    joined: list[NamedDate] = []
    for named in found:
        earlier = joined[-1] if joined else None
        if earlier and earlier.first <= named.first and _is_range(text, earlier, named):
            span = text[earlier.start : named.end]
            joined[-1] = replace(earlier, text=span, end=named.end, last=named.last, precision=Precision.RANGE)
        else:
            joined.append(named)
    return joined


def _is_range(text: str, earlier: NamedDate, later: NamedDate) -> bool:
    if Precision.RANGE in (earlier.precision, later.precision):
        return False  # `Plan 2023-26 – 2023-24 update` names two times
    between = text[earlier.end : later.start]
    if between.strip().lower() == "and":
        return _BETWEEN.search(text[max(0, earlier.start - _AROUND) : earlier.start]) is not None
    return _RANGE.fullmatch(between) is not None


def _with_surroundings(text: str, named: NamedDate) -> NamedDate:
    before = _BEFORE.search(text[max(0, named.start - _AROUND) : named.start])
    named = replace(named, says_from=named.start, says_to=named.end)
    if before and before["relation"]:
        named = _related(named, before)
    if before and before["part"]:
        start = named.start - (before.end() - before.start("part"))
        first, last = _part_of(named, before["part"].lower())
        named = replace(named, start=start, text=text[start : named.end], first=first, last=last)
        if named.side is Side.BEFORE and before["part"].lower().startswith("end"):
            named = replace(named, side=Side.UP_TO)  # what is due on 31 October is due before the end of October
    extension = _EXTENSION.match(text, named.end)
    if extension:
        named = replace(named, end=extension.end(), text=text[named.start : extension.end()], says_to=extension.end())
        named = replace(named, extended=_extended(named.last, extension))
    after = _AFTERWARDS.match(text, named.end)
    if after:
        side = Side.FROM if after["since"] else Side.UP_TO
        named = replace(named, side=side, says_to=after.end())
    return named


def _related(named: NamedDate, before: re.Match[str]) -> NamedDate:
    relation = " ".join(before["relation"].lower().split())
    side = _SIDE_OF[relation]
    both_ends = named.precision is Precision.RANGE and (relation == "from" or _UP_TO.search(named.text))
    if side is Side.FROM and both_ends:
        side = Side.WITHIN  # "from April to June 2024", where "from April 2024" is open
    return replace(
        named, relation=relation, side=side, says_from=named.start - (before.end() - before.start("relation"))
    )


def _part_of(named: NamedDate, part: str) -> tuple[date, date]:
    """The first or last day for `start of`, `end of`; a third of the time for `early`, `mid`, `late`."""
    third = (named.last - named.first) / 3
    if part.startswith("end"):
        return named.last, named.last
    if part.startswith(("start", "beginning")):
        return named.first, named.first
    if part.startswith("early"):
        return named.first, named.first + third
    if part.startswith("late"):
        return named.last - third, named.last
    return named.first + third, named.last - third


def _extended(last: date, extension: re.Match[str]) -> date:
    count = _COUNTS.get(extension["count"].lower()) or int(extension["count"])
    months = count * (12 if extension["unit"].lower() == "year" else 1)
    # A month's last day stays one: 30 September and 5 months is 28 February.
    at_end = (last + relativedelta(days=1)).day == 1
    return last + relativedelta(months=months, day=31 if at_end else None)


# --- which days are meant -------------------------------------------------------------------------

_UP_TO = re.compile(r"\b(?:to|until|till)\b", re.IGNORECASE)
_AWAY = re.compile(
    r"\b(?!(?:each|every|per)\b)\w+\s+(?:(?:working|calendar|full)\s+)?"
    r"(?:day|week|fortnight|month|quarter|term|year)s?\s+(?P<of>of\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\A\s*+,?\s*+(?:(?:and|but)\s++)?", re.IGNORECASE)


def bounds(text: str) -> tuple[Bound, ...] | None:
    """The days that a text means by its dates, one a date; "after … and before …" is one together.

    None where one of them can't be told: "two weeks after 1 May 2026" counts from a date and doesn't mean its days.
    """
    dates = named_dates(text)
    if any(_is_unclear(text, named) for named in dates):
        return None
    found: list[Bound] = []
    for bound in (_bound(text, named) for named in dates):
        together = _both(text, found[-1], bound) if found else None
        found[-1:] = [together] if together else [*found[-1:], bound]
    return tuple(found)


def bounded(text: str) -> Bound | None:
    """The one run of days that a text means; None where it names no date, several runs, or one that is unclear."""
    found = bounds(text) or ()
    return found[0] if len(found) == 1 else None


def _is_unclear(text: str, named: NamedDate) -> bool:
    away = _AWAY.search(text[max(0, named.says_from - _AROUND) : named.says_from])
    if away and (away["of"] or named.side in (Side.BEFORE, Side.FROM, Side.AFTER)):
        return away["of"] is None or named.precision is Precision.DAY
    if named.relation == "between":  # of a second date that isn't one: "between March 2026 and the opening"
        return re.match(r"\s+and\b", text[named.end : named.end + _AROUND]) is not None
    return named.side is Side.AFTER and named.precision is Precision.RANGE and _UP_TO.search(named.text) is not None


def _bound(text: str, named: NamedDate) -> Bound:
    first, last = {
        Side.BEFORE: (date.min, named.first - timedelta(days=1)),
        Side.UP_TO: (date.min, named.last),
        Side.WITHIN: (named.first, named.last),
        Side.FROM: (named.first, date.max),
        Side.AFTER: (named.last + timedelta(days=1), date.max),
    }[named.side]
    precision = named.precision if named.side is Side.WITHIN else Precision.RANGE
    return Bound(text[named.says_from : named.says_to], named.says_from, named.says_to, first, last, precision)


def _both(text: str, one: Bound, other: Bound) -> Bound | None:
    """The days within two bounds that stand together and are open at opposite ends; None where there are none."""
    first, last = max(one.first, other.first), min(one.last, other.last)
    opposite = date.min in (one.first, other.first) and date.max in (one.last, other.last)
    if not opposite or first > last or not _TOGETHER.fullmatch(text[one.end : other.start]):
        return None
    return Bound(text[one.start : other.end], one.start, other.end, first, last, Precision.RANGE)
