"""Questions to begin with, made from the documents in use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence

from assistant.questions.column_names import column_meant
from assistant.screens.parts.text import shortened
from corpus.glossary import mine
from corpus.records import Row, RowKind

LONGEST = 90  # characters of a title that still read well in a question
LONGEST_NAME = 5  # words: what is longer is rather a sentence than the name of a thing
MOST_ITEMS = 20  # of a category: a list of more is no good first answer
MANY = 4
WORD = re.compile(r"\w+(?:-\w+)*")
SHORT_FORM = re.compile(r"\s*\([^()]*\)$")
# Headings that say what is to be, and so can't be spoken of as the name of a thing is.
SENTENCE = re.compile(
    r"^(?:achieve|build|commission|create|deliver|develop|enable|encourage|ensure|establish|explore|grow|help|implement"
    r"|improve|increase|influence|keep|lead|maintain|make|manage|meet|prevent|promote|protect|provide|reduce|review"
    r"|secure|strengthen|support|sustain|tackle|work)\b(?! (?:and|for|in|of|on|to|with)\b)"
    r"|\b(?:am|are|be|can|do|does|has|have|is|must|our|shall|should|their|they|to|we|will|you|your)\b",
    re.IGNORECASE,
)
# How people ask for what columns hold; which of a plan's columns, if any, is told as when they do ask.
WAYS = ("What progress has been made on {}?", "What needs to happen for {}?", "Who leads on {}?")
ANY_WAY = "What does the plan say about {}?"


def example_questions(rows: Sequence[Row]) -> list[str]:
    """Up to four: on the rows that say most, each of another category, and on the commonest acronym.

    Rows whose reading left problems are passed over: their titles may be rubble.
    """
    sound = [row for row in rows if row.kind is RowKind.ROW and row.priority.title and not row.problems]
    fullest = sorted(sound, key=_items, reverse=True)
    chosen = _one_of_each_category(fullest)[: MANY - 1]
    questions = [_about(row, rows, number) for number, row in enumerate(chosen)]
    return [*questions, *(f"What does {acronym} stand for?" for acronym in _acronyms(chosen)[:1])]


def _about(row: Row, rows: Sequence[Row], number: int) -> str:
    """Asks for what a column of the row says, each question in another way as far as its plan has columns for it."""
    filled = [column.heading for column in row.columns if column.items]
    way = next((way for way in (*WAYS[number:], *WAYS[:number]) if column_meant(way, filled)), ANY_WAY)
    return way.format(_named(row, rows, column_meant(way, filled)))


def _named(row: Row, rows: Sequence[Row], heading: str) -> str:
    """The row's category where that is the name of a thing and holds no more than reads well; else the row by its
    title."""
    category = row.category.title
    beside = [other for other in rows if (other.plan, other.category) == (row.plan, row.category)]
    held = sum(len(column.items) for other in beside if (column := other.column(heading)))
    if held <= MOST_ITEMS and _is_name(category):
        return _within_a_sentence(SHORT_FORM.sub("", category), _words(beside))
    return f"“{shortened(row.priority.title, LONGEST)}”"


def _is_name(title: str) -> bool:
    return 0 < len(title.split()) <= LONGEST_NAME and not SENTENCE.search(title)


def _within_a_sentence(title: str, written: Container[str]) -> str:
    """`care leavers` for `Care leavers`, where the plan writes `care` too: names stay as they are."""
    lowered = f"{title[0].lower()}{title[1:]}"
    return lowered if lowered.islower() and lowered.split()[0] in written else title


def _acronyms(rows: Sequence[Row]) -> list[str]:
    """What these rows define in one meaning only, the commonest first."""
    glossary = mine(rows)
    words = _words(rows)
    defined = {entry.acronym for entry in glossary.entries if not glossary.is_ambiguous(entry.acronym)}
    return sorted(defined, key=lambda acronym: (-words[acronym], acronym))


def _words(rows: Iterable[Row]) -> Counter[str]:
    """Those of the items as they are written, and how often."""
    texts = (item.text for row in rows for column in row.columns for item in column.items)
    return Counter(word for text in texts for word in WORD.findall(text))


def _items(row: Row) -> int:
    return sum(len(column.items) for column in row.columns)


def _one_of_each_category(rows: Iterable[Row]) -> list[Row]:
    """The first row of each category, in the order met."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        first.setdefault((row.plan, row.category.label), row)
    return list(first.values())
