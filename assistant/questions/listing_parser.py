"""Whole-table questions: what is to be listed or counted, and from which rows.

A question is one only when all its telling words are accounted for: what to list (categories, priorities, the items of
a column), where (a category, a priority, a reference), what must be mentioned, which dates. Otherwise it is a
question for the search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.language.answer_kinds import dates
from assistant.language.words import stems, terms
from assistant.questions.column_names import ASKING_FOR_VALUES, asks_for_value, column_called, column_meant
from assistant.questions.query import _WORKING_YEARS, EVER, Listing, Period, RowMeant, Subject
from assistant.questions.value_columns import Condition, ValueColumns, value_columns
from corpus.glossary import Glossary
from corpus.language.dates import bounded
from corpus.records import Heading, Row, fold

_CATEGORY = r"(?:categor(?:y|ies)|themes?|sections?|strands? of the plan|headings?)"
_PRIORITY = r"(?:priorit(?:y|ies)|rows?|objectives?|goals?|aims?|headings?)"
_SUBJECTS = (
    (Subject.CATEGORIES, re.compile(rf"\b{_CATEGORY}\b", re.IGNORECASE)),
    (Subject.PRIORITIES, re.compile(rf"\b{_PRIORITY}\b", re.IGNORECASE)),
    (
        Subject.ITEMS,
        re.compile(
            r"\b(?:items?|bullets?|points?|bits?|parts?|times|entries|everything|anything|things|all that|mentions?)\b",
            re.IGNORECASE,
        ),
    ),
)
_LISTS = re.compile(
    r"^(?:please |pls |plz |hi,? |can you |could you |and )*"
    r"(?:list|show|give|names?|titles?|copy|tell|set out|what|which|how many|count|number of|do(?:es)? any"
    r"|in which|everything|anything|any|things|all|every|where|read|(?:is|are) (?:there )?any\w*"
    r"|(?:categories|themes|priorities|objectives|goals|aims|(?:priority|category) (?:titles|names)))\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"\b(?:each|every|all (?:of )?(?:the |our )?)\s*(?:{_PRIORITY}|one|of them)\b|\bfor everything\b", re.IGNORECASE
)
_COUNTS = re.compile(r"\bhow many\b|^count\b|\bnumber of\b", re.IGNORECASE)
_SCOPE = re.compile(
    r"\b(?:under|in|of|for|within|from|on|about|belong(?:ing)? to|against|relating to)\s+(?:the\s+)?(?P<scope>[^?.!]+)",
    re.IGNORECASE,
)
_MENTION_AFTER = re.compile(
    r"\b(?P<not>(?:(?:do|does|did)(?:n['’]?t| not)|never|with no|without(?: any)?|no)\s+)?"
    r"(?:mention(?:s|ing)?(?: of)?|mentioned(?! (?:in|under|at|for)\b)|refer(?:s|ring)? to|talk(?:s|ing)? about"
    r"|speaks? of|nam(?:e|es|ing)(?! of\b)|contain(?:s|ing)?|includ(?:e|es|ing) the words?"
    r"|ha(?:ve|s) (?=(?:figures?|data|dates?|numbers?)\b)|with the words?)"
    r"\s+(?P<words>[^?]+)",
    re.IGNORECASE,
)
_MENTION_BETWEEN = re.compile(
    r"\b(?:do|does|is|are)\s+(?P<words>.+?)\s+(?:come up|appear|occur|crop up|feature|figure|mentioned"
    r"|referred to|named)(?:\s+(?:in|at|under))?(?:,?\s+(?:in )?(?:which|what) [\w ]+)?\W*$",
    re.IGNORECASE,
)
# "4.ii" anywhere; a number or a letter alone only where the words around it say that it is one.
_REFERENCE = re.compile(
    r"(?<![\w.£$€])(?P<dotted>\w+(?:\.\w+)+)(?![\w.]*\w|\s*(?:%|per ?cent|[mb]illion|bn\b|m\b|k\b))"
    rf"|\b(?:{_PRIORITY}|actions?)\s+(?P<numbered>[a-z]?\d{{1,2}}[a-z]?|[b-hj-z]|(?-i:[A-Z]))(?![\w.])"
    r"|\b(?:for|of|on|under|in|is|are|about|has|does|did)\s+(?P<lettered>(?-i:[A-Z])\d{0,2})(?![\w.])",
    re.IGNORECASE,
)
_IN_CATEGORY = re.compile(rf"\b{_CATEGORY}\s+(?P<number>\d+|[ivx]+)\b", re.IGNORECASE)
_WITHOUT = re.compile(
    r"\b(?:(?:have|has|with) no|without|missing|lack(?:s|ing)?)\s+(?:(?:an?|any|the|named|stated)\s+)*"
    r"(?P<what>[\w -]+)",
    re.IGNORECASE,
)
_MOST = re.compile(r"\b(?:most|fewest|least|longest|shortest|biggest|smallest|largest)\b", re.IGNORECASE)
_AND = re.compile(r"\band\b|&", re.IGNORECASE)
_TITLE = re.compile(r"\btitles?\b|\bcalled\b", re.IGNORECASE)
_WHICH_CATEGORY = re.compile(rf"(?:which|what) {_CATEGORY}\b(?! (?:\d|[ivx]+\b))", re.IGNORECASE)
_ALL_DATES = re.compile(r"\b(?:dates|deadlines|timescales)\b", re.IGNORECASE)
_TO_COME = re.compile(
    r"\b(?:(?:still |yet )?to come|coming up|upcoming|(?:still )?ahead(?: of us)?|in the future|future|from now on)\b",
    re.IGNORECASE,
)
_GONE_BY = re.compile(
    r"\b(?:in the past|past|(?:have |has )?(?:already )?(?:passed|gone(?: by| past)?))\b", re.IGNORECASE
)
_SIZE = re.compile(
    rf"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\s+(?={_CATEGORY}|{_PRIORITY})", re.IGNORECASE
)
_OVERDUE = re.compile(
    r"\boverdue\b|\b(?:is|are|running) late\b|\bpast (?:its|their|the) (?:deadlines?|due dates?)\b", re.IGNORECASE
)
# Words that a whole-table question may have beside what was understood of it.
_NEUTRAL = stems(
    """list show give name tell set count number read summary summarise overview detail details title titles reported
    called key thing things bit bits part parts times action actions progress pls plz hi copy
    complete full whole entire total overall different various
    plan plans document documents table strategy update date dated due deadline happen happens happened
    happening expected planned scheduled falls fall figure figures data numbers written stated recorded mention
    mentions mentioned come comes refer includes include cover listed exist entries entry row rows item items
    bullet bullets point points priority priorities category categories theme themes section sections heading
    headings objective objectives goal goals aim aims made belong word words"""
)
_HEADINGS: tuple[Callable[[Row], Heading], ...] = (lambda row: row.category, lambda row: row.priority)
_BRACKETS = re.compile(r"\([^)]*\)")


def find_listing(
    question: str,
    rows: Sequence[Row],
    glossary: Glossary,
    columns: Mapping[str, ValueColumns] | None = None,
    today: date | None = None,
) -> Listing | None:
    """The whole-table question that this surely is; None for any other.

    `columns` are the plans' value columns, if known; `today` is what "overdue" is reckoned from.
    """
    if not any(asks.search(question) for asks in (_LISTS, _REFERENCE, _IN_CATEGORY, _EACH)) or _MOST.search(question):
        return None
    today = today or date.today()
    found = []
    for plan, of_plan in (value_columns(rows) if columns is None else columns).items():
        listing = _Finder(question, [row for row in rows if row.plan == plan], glossary, of_plan, today).find()
        if listing is not None and listing.values:
            found.append(listing)
    if found and len({row.plan for row in rows}) > 1:  # a plan's name is told with what its columns say
        return Listing(found[0].subject, tuple(row for each in found for row in each.rows), parts=tuple(found))
    return found[0] if found else _Finder(question, rows, glossary, ValueColumns(()), today).find()


def row_meant(question: str, rows: Sequence[Row]) -> RowMeant | None:
    """The one row that a question names; None where it names none, or several."""
    references, rest = _without_references(question, rows)
    meant = next((row for row in rows if row.reference.lower() in references), None)
    if meant is None or len(references) > 1 or not _topic(rest):
        return None
    return RowMeant(meant.reference, " ".join(rest.split()))


def _without_references(question: str, rows: Sequence[Row]) -> tuple[set[str], str]:
    """The references of rows that a question names, in small letters, and the rest of it."""
    known, named = {row.reference.lower() for row in rows}, set[str]()
    for match in reversed(list(_REFERENCE.finditer(question))):
        reference = (match["dotted"] or match["numbered"] or match["lettered"]).lower()
        if reference in known:
            named.add(reference)
            group = match.lastgroup or ""
            question = f"{question[: match.start(group)]} {question[match.end(group) :]}"
    return named, question


@dataclass
class _Finder:
    """Takes a question apart; `rest` is what isn't accounted for yet."""

    question: str
    rows: Sequence[Row]
    glossary: Glossary
    columns: ValueColumns
    today: date

    def __post_init__(self) -> None:
        self.rest = self.question.rstrip("?.! ")
        self.lacking = False

    def find(self) -> Listing | None:
        rows, where = self._referenced()
        if not (where or _LISTS.match(self.question) or _EACH.search(self.question)):
            return None
        if size := _SIZE.search(self.rest):
            self._take(*size.span())
        mention, mentioned = self._mention()
        values = self._values()
        period = self._period() or self._since_today()
        if period and (due := self._due_in(period)):
            values, period = (*values, due), None
        column = self._column({condition.column for condition in values})
        if not (period or column or mentioned) and _ALL_DATES.search(self.question):
            period = EVER
        subject = self._subject(column, where, mentioned, period)
        if subject is None and values:
            subject = Subject.PRIORITIES
        if subject is None:
            return None
        if not where:
            rows, where = self._scope(rows)
        if not rows or not self._accounted(column, bool(values), bool(where)):
            return None
        counting = _COUNTS.search(self.question) is not None
        return Listing(subject, tuple(rows), where, column, mention, mentioned, period, counting, values, self.lacking)

    def _take(self, start: int, end: int) -> None:
        self.rest = f"{self.rest[:start]} {self.rest[end:]}"

    def _referenced(self) -> tuple[list[Row], str]:
        """The rows that the question names by reference ("4.ii") or by number ("category 4")."""
        references, self.rest = _without_references(self.rest, self.rows)
        if references:
            rows = [row for row in self.rows if row.reference.lower() in references]
            return rows, ", ".join(dict.fromkeys(row.reference for row in rows))
        numbered = _IN_CATEGORY.search(self.rest)
        rows = [row for row in self.rows if numbered and fold(row.category.number) == fold(numbered["number"])]
        if numbered and rows:
            self._take(*numbered.span())
            return rows, rows[0].category.label
        return list(self.rows), ""

    def _mention(self) -> tuple[tuple[tuple[str, ...], ...], str]:
        """What must be mentioned, or must not; a date among generic words is left for the period."""
        after = _MENTION_AFTER.search(self.rest)
        match = after or _MENTION_BETWEEN.search(self.rest)
        if not match or dates(match["words"]):
            return (), ""
        words = match["words"].strip(" \"'“”‘’,;:")
        self.lacking = bool(after and after["not"])
        self._take(*match.span())
        phrases = []
        for part in re.split(r",?\s+or\s+", words):
            part = re.sub(r"^(?:the|a|an|any|our)\s+", "", part, flags=re.IGNORECASE)
            phrases.append(tuple(term.stem for term in terms(part)))
            for use in self.glossary.expand(part):
                if len(use.text) >= len(part) - 2:
                    phrases.append(tuple(term.stem for term in terms(use.counterpart)))
        return tuple(phrase for phrase in phrases if phrase), words

    def _values(self) -> tuple[Condition, ...]:
        """What the question says of the value columns; dates are left for the period."""
        if not self.columns:
            return ()
        blank = _WITHOUT.search(self.rest)
        empty = self.columns.blank(column_called(blank["what"], self.columns)) if blank else None
        if blank and empty:
            self._take(*blank.span())
            return (empty,)
        found = self.columns.named(
            self.rest,
            column_meant(self.rest, self.columns),
            (_NEUTRAL - stems("head")) | ASKING_FOR_VALUES | stems("actions"),
        )
        found = [each for each in found if not dates(self.rest[each.start : each.end])]
        for each in reversed(found):
            self._take(each.start, each.end)
        every = _EACH.search(self.rest)
        if every and not found and (given := self._given()):
            self._take(*every.span())
            return (given,)
        overdue = _OVERDUE.search(self.rest)
        if overdue and (late := self._late()):
            self._take(*overdue.span())
            return (*self.columns.conditions(found), *late)
        return self.columns.conditions(found)

    def _late(self) -> tuple[Condition, ...]:
        """What is due before today and isn't said to be done."""
        told = f"before {self.today.day} {self.today:%B %Y}"
        due = self.columns.dated(column_meant("deadline", self.columns), lambda named: named.last < self.today, told)
        open_still = self.columns.unfinished(column_meant("status", self.columns))
        return tuple(filter(None, (due, open_still))) if due else ()

    def _given(self) -> Condition | None:
        """Whatever the column says whose value is asked for: "who leads on each?"."""
        column = column_meant(self.rest, self.columns)
        return self.columns.given(column) if asks_for_value(self.question, column) else None

    def _due_in(self, period: Period) -> Condition | None:
        """The period as what a column of dates must say, where the question points to one."""
        return self.columns.dated(column_meant(self.question, self.columns), period.holds, period.written)

    def _since_today(self) -> Period | None:
        """The dates to come, or those gone by, where the question is for dates."""
        if not _ALL_DATES.search(self.question):
            return None
        told = f"{self.today.day} {self.today:%B %Y}"
        for words, period in (
            (_TO_COME, Period(self.today, date.max, f"from {told} on", ends=True)),
            (_GONE_BY, Period(date.min, self.today - timedelta(days=1), f"before {told}", ends=True)),
        ):
            if match := words.search(self.rest):
                self._take(*match.span())
                return period
        return None

    def _period(self) -> Period | None:
        bound = bounded(self.rest)
        if bound is None:
            return None
        self._take(bound.start, bound.end)
        return Period(bound.first, bound.last, bound.text, exact=bound.precision in _WORKING_YEARS)

    def _column(self, picked_by: set[str]) -> str:
        """The column whose items are meant: not one whose value rows are picked by."""
        headings = dict.fromkeys(column.heading for row in self.rows for column in row.columns)
        free = [heading for heading in headings if heading not in picked_by]
        column = column_meant(self.question, free)
        another = column_meant(self.question, (heading for heading in free if heading != column))
        return "" if another and _AND.search(self.question) else column  # "actions and progress"

    def _subject(self, column: str, where: str, mentioned: str, period: Period | None) -> Subject | None:
        if where and _TITLE.search(self.question):
            return Subject.PRIORITIES
        if where and _WHICH_CATEGORY.match(self.question):
            return Subject.CATEGORIES
        named = [
            (match.start(), subject, words)
            for subject, words in _SUBJECTS[:2]
            if (match := words.search(self.question))
        ]
        for _, subject, words in sorted(named, key=lambda each: each[0]):
            if not (where and subject is Subject.CATEGORIES) and not (where and column):
                return subject if not (where and not _asks_for(words, self.question)) else Subject.ITEMS
        if column or where or period or (mentioned and _SUBJECTS[2][1].search(self.question)):
            return Subject.ITEMS
        return Subject.PRIORITIES if mentioned and re.match(r"where\b", self.question, re.IGNORECASE) else None

    def _scope(self, rows: list[Row]) -> tuple[list[Row], str]:
        """The rows under the one heading that the question's words surely name."""
        for match in reversed(list(_SCOPE.finditer(self.rest))):
            found = self._headed(match["scope"], rows)
            if found:
                self._take(*match.span())
                return found
        return rows, ""

    def _headed(self, words: str, rows: list[Row]) -> tuple[list[Row], str] | None:
        wanted = _topic(words) - _NEUTRAL
        if not wanted:
            return None
        for heading in _HEADINGS:
            labels = dict.fromkeys(heading(row).title for row in rows if heading(row).title)
            same = [label for label in labels if wanted in _names_of(label)]
            near = [label for label in labels if wanted <= _topic(label)] if len(wanted) > 1 else []
            chosen = same or (near if len(near) == 1 else [])
            if len(chosen) == 1:
                kept = [row for row in rows if heading(row).title == chosen[0]]
                return kept, heading(kept[0]).label
        return None

    def _accounted(self, column: str, by_value: bool, within: bool) -> bool:
        left = _topic(self.rest) - _NEUTRAL - stems(column)
        if within:  # "actions and status for 2.i": all that is there
            left -= {stem for row in self.rows for each in row.columns for stem in stems(each.heading)}
        if by_value:
            left -= ASKING_FOR_VALUES | stems("action actions step steps task tasks progress update")
            left -= stems(" ".join(self.columns))
        if column:
            left -= ASKING_FOR_VALUES | stems(
                "action actions progress step steps task tasks needs happen done do achieved update"
            )
        return not left


def _asks_for(words: re.Pattern[str], question: str) -> bool:
    """Whether the subject is what is asked for, and not where ("priority 4.ii")."""
    match = words.search(question)
    return (
        match is not None and match[0].lower().endswith("s") and not re.match(r"\s+[\w.]*\d", question[match.end() :])
    )


def _names_of(label: str) -> list[frozenset[str]]:
    """What a heading may be called by: its words with what stands in brackets, without it, or that alone."""
    return [_topic(label), _topic(_BRACKETS.sub("", label)), *map(_topic, _BRACKETS.findall(label))]


def _topic(text: str) -> frozenset[str]:
    return frozenset(term.stem for term in terms(text) if term.telling)
