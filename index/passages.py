"""Cuts rows into passages: one for each item, with its row's path in front; long items are cut, rows never joined."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from corpus.records import Column, Item, Location, Meaning, Row, ValueKind, fold, row_key

RULES = 2  # part of every manifest: if it changes, the next build encodes everything again
STEP = " › "
BORDERS = ["\n\n", "\n", r"(?<=[.!?])\s+", r"(?<=[;:])\s+", r"(?<=,)\s+", r"\s+", ""]  # where to cut, best first
# Of the window at most, so that the item's own words keep the rest. On the sample plan paths take 15 to 39 of 256
# tokens: only titles of a paragraph's length are cut. At .1, most would be; above 1, a long title would leave its items
# no room.
PATH_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is found and quoted: an item of a row, or a part of a long one.

    `text` is the document's own words, `item.text[start:end]`; `path` is put in front of it for encoding. `item`
    counts from 1 within the column. A row without items has one passage, its title, with column "" and item 1.
    `meaning` and `kind` are its column's: what it is for, and what it holds.
    """

    id: str
    text: str
    path: str
    row_key: str
    plan: str
    update: str
    reference: str
    column: str
    item: int
    start: int
    end: int
    location: Location
    meaning: Meaning = Meaning.OTHER
    kind: ValueKind = ValueKind.TEXT

    @property
    def encoded_text(self) -> str:
        """The text for the model and the word index."""
        return f"{self.path}{STEP}{self.text}" if self.path else self.text

    @property
    def digest(self) -> str:
        """Equal for equal encoded texts: it identifies vectors from build to build."""
        return _digest(self.encoded_text)


def renamed(passage: Passage, plan: str, update: str) -> Passage:
    """The passage under another name of its plan or update."""
    if (passage.plan, passage.update) == (plan, update):
        return passage
    key = row_key(plan, update, passage.reference)
    named = replace(passage, plan=plan, update=update, row_key=key)
    return replace(named, id=_id_of(key, passage.column, passage.item, passage.start, passage.text))


def passages_of(rows: Iterable[Row], count: Callable[[str], int], window: int) -> list[Passage]:
    """The passages of rows, in their order. Each fits the window with its path; `count` counts a text's tokens.

    Prose that is nothing but a heading has none: it says nothing that could answer.
    """
    return [passage for row in rows for passage in _of_row(row, count, window)]


def _of_row(row: Row, count: Callable[[str], int], window: int) -> Iterator[Passage]:
    titles = _titles(row)
    limit = int(window * PATH_SHARE)
    if row.in_table and not any(column.items for column in row.columns):
        title = Item(titles[-1] if titles else row.reference, (row.location,))
        yield from _of_item(
            row, Column("", ()), 1, title, _shortened(STEP.join(titles[:-1]), count, limit), count, window
        )
    for column in row.columns:
        path = _shortened(STEP.join(part for part in [*titles, column.heading] if part), count, limit)
        for number, item in enumerate(column.items, start=1):
            yield from _of_item(row, column, number, item, path, count, window)


def _titles(row: Row) -> list[str]:
    """The titles above a row; prose also gets the plan's name, which it seldom contains and questions often do."""
    titles = [step.title or step.number for step in row.path]
    words = set(fold(" ".join(titles)).split())
    named = row.in_table or set(fold(row.plan).split()) <= words
    return titles if named else [row.plan, *titles]


def _of_item(
    row: Row, column: Column, number: int, item: Item, path: str, count: Callable[[str], int], window: int
) -> Iterator[Passage]:
    for start, end in _pieces(item.text, path, count, window):
        text = item.text[start:end]
        yield Passage(
            id=_id_of(row.key, column.heading, number, start, text),
            text=text,
            path=path,
            row_key=row.key,
            plan=row.plan,
            update=row.update,
            reference=row.reference,
            column=column.heading,
            item=number,
            start=start,
            end=end,
            location=item.location,
            meaning=column.meaning,
            kind=column.kind,
        )


def _pieces(text: str, path: str, count: Callable[[str], int], window: int) -> list[tuple[int, int]]:
    """The pieces of an item as (start, end) in its text; a single one if it fits."""
    if count(f"{path}{STEP}{text}") <= window:
        return [(0, len(text))] if text.strip() else []
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # slow to import, and seldom needed

    splitter = RecursiveCharacterTextSplitter(
        separators=BORDERS,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=window - count(f"{path}{STEP}"),
        chunk_overlap=0,
        length_function=count,
        add_start_index=True,
    )
    pieces = splitter.create_documents([text])
    starts = [int(piece.metadata["start_index"]) for piece in pieces]
    return [(start, start + len(piece.page_content)) for start, piece in zip(starts, pieces, strict=True)]


def _shortened(path: str, count: Callable[[str], int], limit: int) -> str:
    """A path of at most `limit` tokens, shortened by leaving out the last words of its longest step."""
    steps = [step.split() for step in path.split(STEP)]
    while count(STEP.join(" ".join(step) for step in steps)) > limit and any(steps):
        longest = max(steps, key=len)
        del longest[len(longest) - max(1, len(longest) // 8) :]
    return STEP.join(" ".join(step) for step in steps if step)


def _id_of(row_key: str, column: str, item: int, start: int, text: str) -> str:
    return _digest("\n".join([row_key, column, str(item), str(start), text]))[:16]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
