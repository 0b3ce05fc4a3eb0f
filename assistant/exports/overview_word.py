"""Where rows stand as a Word file: counts by plan, then the rows that are overdue, unclear or due soon."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.exports.overview_rows import Listing
from assistant.exports.quoted import day_words
from assistant.exports.word_file import Cell, Emphasis, WordFile, plain
from assistant.tracking.due import Stage
from assistant.tracking.overview import Counts, Fact

_COUNTS = (
    ("Plan and update", 78),
    ("Status as stated", 84),
    ("Rows", 17),
    ("Overdue", 22),
    ("Not clear", 22),
    ("Soon", 34),
)
_ROWS = (("Row", 20), ("Action or priority", 105), ("Owner", 50), ("Status", 37), ("Due", 45))
_SECTIONS = {
    Stage.LATE: "Overdue: the due date has passed, and no status says that it is done",
    Stage.PASSED: "Due date passed, status not clear",
    Stage.UNREAD: "Due date can’t be read",
    Stage.SOON: "Due soon",
}


def listing_word(listing: Listing) -> bytes:
    """A Word file on A4 landscape. Rows that are neither overdue, perhaps overdue nor due soon are only counted."""
    file = WordFile(listing.title, listing.origin.day, landscape=True)
    for line in listing.lead:
        file.paragraph(plain(line))
    file.table(
        [name for name, _ in _COUNTS], [_counts(key, facts) for key, facts in listing.plans.items()], _widths(_COUNTS)
    )
    for stage, words in _SECTIONS.items():
        facts = [fact for fact in listing.facts if fact.stage is stage]
        if facts:
            file.heading(1, f"{words} ({len(facts):,})")
            _write_rows(file, facts)
    for line in listing.origin.lines(fact.row.location.file for fact in listing.facts):
        file.paragraph((line, Emphasis.SMALL))
    return file.content()


def _write_rows(file: WordFile, facts: Sequence[Fact]) -> None:
    for plan in dict.fromkeys(fact.row.plan for fact in facts):
        of_plan = [fact for fact in facts if fact.row.plan == plan]
        file.heading(2, f"{plan}, {of_plan[0].row.update} update" if of_plan[0].row.update else plan)
        file.table([name for name, _ in _ROWS], map(_row, of_plan), _widths(_ROWS))


def _row(fact: Fact) -> list[Cell]:
    due = f"{fact.due_text} ({day_words(fact.due)})" if fact.due else fact.due_text
    texts = (fact.row.reference, fact.row.priority.title, ", ".join(fact.owners), fact.status or "not stated", due)
    return [[[(text, Emphasis.SMALL)]] for text in texts]


def _counts(key: tuple[str, str], facts: Sequence[Fact]) -> list[Cell]:
    counts = Counts.of(facts)
    labels = ", ".join(f"{label} {number}" for label, number in counts.labels.most_common())
    soon = str(counts.stages[Stage.SOON])
    if counts.next_due and counts.next_due.due:
        soon += f", next {day_words(counts.next_due.due)}"
    late, unclear = counts.stages[Stage.LATE], counts.stages[Stage.PASSED]
    name = f"{key[0]}, {key[1]} update" if key[1] else key[0]
    return [[[(text, Emphasis.SMALL)]] for text in (name, labels, str(counts.rows), str(late), str(unclear), soon)]


def _widths(columns: Sequence[tuple[str, int]]) -> list[int]:
    return [width for _, width in columns]
