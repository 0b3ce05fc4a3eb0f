"""The watch list as a short Word file for a committee: what is late first, text that was carried over only counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from assistant.exports.quoted import Origin
from assistant.exports.word_file import Cell, Emphasis, WordFile, plain
from assistant.tracking.watch import Concern, Watched
from corpus.records import Column, Item

_COLUMNS = (("Row", 16), ("Action or priority", 62), ("What the plan says", 179))  # mm: the width of A4 landscape
_TITLE, _AROUND = 70, 150  # characters of a title, and of a text around its date
_COUNTED = (Concern.NO_PROGRESS, Concern.CARRIED_OVER)  # told in one line a row: their texts say nothing new


def watch_word(
    title: str, lead: Sequence[str], watched: Sequence[Watched], names: Mapping[Concern, str], origin: Origin
) -> bytes:
    """A Word file on A4 landscape with a table for each concern, in the order of `names`, their headings, and for each
    plan if there are several."""
    file = WordFile(title, origin.day, landscape=True)
    for line in lead:
        file.paragraph(plain(line))
    several = len({entry.row.plan for entry in watched}) > 1
    for concern, words in names.items():
        entries = [entry for entry in watched if entry.concern is concern]
        if entries:
            file.heading(1, f"{words} ({len(entries):,})")
        for plan in dict.fromkeys(entry.row.plan for entry in entries):
            of_plan = [entry for entry in entries if entry.row.plan == plan]
            if several:
                file.heading(2, plan)
            rows = _counted(of_plan) if concern in _COUNTED else map(_told, of_plan)
            file.table([name for name, _ in _COLUMNS], list(rows), [width for _, width in _COLUMNS])
    for line in origin.lines(dict.fromkeys(entry.row.location.file for entry in watched)):
        file.paragraph((line, Emphasis.SMALL))
    return file.content()


def _told(entry: Watched) -> list[Cell]:
    """A due date or a date in a text: what is said of it, and the words around it."""
    item = _item(entry)
    quote = f" “{_around(item.text, entry.named.text if entry.named else '')}”" if item else ""
    place = f" ({', '.join(filter(None, (entry.column, item.location.label)))})" if item else ""
    return _cells(entry, f"{entry.says}{quote}{place}")


def _counted(entries: Sequence[Watched]) -> Iterator[list[Cell]]:
    """One line a row: which of its columns, and how many texts of each."""
    for _, group in groupby(entries, key=lambda entry: entry.row.key):
        of_row = list(group)
        columns = Counter(entry.column for entry in of_row)
        if of_row[0].concern is Concern.NO_PROGRESS:
            yield _cells(of_row[0], " ".join(entry.says for entry in of_row))
            continue
        told = ", ".join(f"{column}: {number}" for column, number in columns.items())
        since = ", ".join(dict.fromkeys(entry.since for entry in of_row if entry.since))
        yield _cells(of_row[0], f"{told}, word for word as in the update before{f' ({since})' if since else ''}.")


def _cells(entry: Watched, words: str) -> list[Cell]:
    title = entry.row.priority.title
    short = title if len(title) <= _TITLE else f"{title[:_TITLE].rsplit(' ', 1)[0]}…"
    return [[[(text, Emphasis.SMALL)]] for text in (entry.row.reference, short, words)]


def _item(entry: Watched) -> Item | None:
    if entry.number is None:
        return None
    column = entry.row.column(entry.column) or Column(entry.column, entry.row.notes)
    return column.items[entry.number - 1]


def _around(text: str, named: str) -> str:
    """The words around a date, or the text's first; the whole text where it is short."""
    if len(text) <= _AROUND:
        return text
    start = max(0, min(text.find(named) - _AROUND // 2, len(text) - _AROUND))
    first = text.find(" ", start) + 1 if start else 0
    last = text.rfind(" ", 0, first + _AROUND) if first + _AROUND < len(text) else len(text)
    return f"{'… ' if first else ''}{text[first:last]}{' …' if last < len(text) else ''}"
