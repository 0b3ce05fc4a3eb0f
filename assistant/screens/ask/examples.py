"""Questions to start with, made from the documents in use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from itertools import zip_longest

from assistant.screens.parts.text import shortened
from corpus.glossary import mine
from corpus.records import Column, Meaning, Row, RowKind

LONGEST = 90  # characters of a title: longer ones read badly inside a question
LONGEST_NAME = 5  # words: longer headings are usually sentences, not names of things
MOST_ITEMS = 20  # of a category: a longer list makes a poor first answer
MANY = 4  # questions: enough to show what can be asked, few enough to read
WORD = re.compile(r"\w+(?:-\w+)*")
SHORT_FORM = re.compile(r"(?:(?<!\s)\s++)?\([^()]*+\)$")
# Headings that state an aim ("Improve placements"), and so don't fit into a question as the name of a thing does.
SENTENCE = re.compile(
    r"^(?:achieve|build|commission|create|deliver|develop|enable|encourage|ensure|establish|explore|grow|help|implement"
    r"|improve|increase|influence|keep|lead|maintain|make|manage|meet|prevent|promote|protect|provide|reduce|review"
    r"|secure|strengthen|support|sustain|tackle|work)\b(?! (?:and|for|in|of|on|to|with)\b)"
    r"|\b(?:am|are|be|can|do|does|has|have|is|must|our|shall|should|their|they|to|we|will|you|your)\b",
    re.IGNORECASE,
)
# How people ask about columns.
WAYS = {
    Meaning.PROGRESS: "What progress has been made on {}?",
    Meaning.ACTION: "What needs to happen for {}?",
    Meaning.OWNER: "Who leads on {}?",
}
ANY_WAY = "What does the plan say about {}?"


def example_questions(rows: Sequence[Row]) -> list[str]:
    """Up to four: about the fullest rows, each of another plan or category, and about the most frequent acronym.

    Rows with reading problems are left out, because their titles may be damaged.
    """
    sound = [row for row in rows if row.kind is RowKind.ROW and row.priority.title and not row.problems]
    fullest = sorted(sound, key=_items, reverse=True)
    chosen = _one_of_each_category(fullest)[: MANY - 1]
    questions = [_about(row, rows, number) for number, row in enumerate(chosen)]
    return [*questions, *(f"What does {acronym} stand for?" for acronym in _acronyms(chosen)[:1])]


def _about(row: Row, rows: Sequence[Row], number: int) -> str:
    """A question about one of the row's columns, in the `number`th wording if its plan has a column for that."""
    filled = {column.meaning: column for column in reversed(row.columns) if column.items}
    ways = list(WAYS)
    meaning = next((each for each in (*ways[number:], *ways[:number]) if each in filled), None)
    if meaning is None:
        return ANY_WAY.format(_named(row, rows, None))
    return WAYS[meaning].format(_named(row, rows, filled[meaning]))


def _named(row: Row, rows: Sequence[Row], asked: Column | None) -> str:
    """The row's category, if it is the name of a thing and not too full; otherwise the row's title."""
    category = row.category.title
    beside = [other for other in rows if (other.plan, other.category) == (row.plan, row.category)]
    columns = [other.column(asked.heading) for other in beside] if asked else []
    held = sum(len(column.items) for column in columns if column)
    if held <= MOST_ITEMS and _is_name(category):
        return _within_a_sentence(SHORT_FORM.sub("", category), _words(beside))
    return f"“{shortened(row.priority.title, LONGEST)}”"


def _is_name(title: str) -> bool:
    return 0 < len(title.split()) <= LONGEST_NAME and not SENTENCE.search(title)


def _within_a_sentence(title: str, written: Container[str]) -> str:
    """`care leavers` for `Care leavers`, if the plan also writes `care` in lower case: names keep their capitals."""
    lowered = f"{title[0].lower()}{title[1:]}"
    return lowered if lowered.islower() and lowered.split()[0] in written else title


def _acronyms(rows: Sequence[Row]) -> list[str]:
    """The acronyms that these rows define with a single meaning, the most frequent first."""
    glossary = mine(rows)
    words = _words(rows)
    defined = {entry.acronym for entry in glossary.entries if not glossary.is_ambiguous(entry.acronym)}
    return sorted(defined, key=lambda acronym: (-words[acronym], acronym))


def _words(rows: Iterable[Row]) -> Counter[str]:
    """The words of the items as they are written, with their frequency."""
    texts = (item.text for row in rows for column in row.columns for item in column.items)
    return Counter(word for text in texts for word in WORD.findall(text))


def _items(row: Row) -> int:
    return sum(len(column.items) for column in row.columns)


def _one_of_each_category(rows: Iterable[Row]) -> list[Row]:
    """The first row of each category, in the order met, but of each plan one before any has a second."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        first.setdefault((row.plan, row.category.label), row)
    plans: dict[str, list[Row]] = {}
    for row in first.values():
        plans.setdefault(row.plan, []).append(row)
    return [row for in_turn in zip_longest(*plans.values()) for row in in_turn if row is not None]
