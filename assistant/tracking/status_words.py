"""What a plan's status words mean: done, not done, or not clear; by common words, the plan's own key, or staff."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from corpus.readers.colours import colour_named, key_in
from corpus.records import Plan, Row, RowKind, fold
from corpus.statuses import DONE, read_statuses


class Progress(StrEnum):
    """What a row's status says of it."""

    DONE = "done"
    OPEN = "not done"
    UNCLEAR = "status not clear"
    UNSTATED = "no status stated"


# Words that mean the same in whatever plan. Green and Blue are not among them: some plans call a finished action so,
# others one that is on track. Red and amber mean a finished one nowhere.
_DONE_WORDS = (
    "complete|completed|done|closed|delivered|achieved|finished|fulfilled|implemented|actioned|discharged|signed off"
)
_OPEN_WORDS = (
    "open|ongoing|on going|in progress|in development|in train|in hand|underway|under way|started|begun|planned|"
    "scheduled|proposed|pending|outstanding|overdue|delay|delays|delayed|late|slipped|slipping|behind|stalled|blocked|paused|"
    "on hold|deferred|postponed|on track|off track|on target|off target|on schedule|at risk|to start|to be|due|not due|"
    "not yet due|awaiting|continuing|continues|incomplete|unfinished|undelivered|on course|off course|going well|"
    "going to plan|going to programme|held up|yet to begin|stuck|on site|mobilising|in delivery|amber|red|"
    "progressing|(?:some|good|steady|strong|slow|limited|little|making|further) progress|proceeding|active|parked|"
    "(?:some|minor|serious|major|significant) concerns?"
)
# Words that mean so as the whole status: "Up and running" and "Closed, to plan" say something else.
_OPEN_ALONE = (
    r"(?:still |now )?running(?: (?:to|on|well|late)\b.*)?|(?:according )?to (?:plan|programme|time)|on plan|[ra]"
)
# What before a word of being done takes it back: "not yet complete", "partly done", "75% complete", "to be closed".
_HEDGES = (
    r"not|never|no|isn t|part|partly|partially|nearly|almost|mostly|largely|substantially|half|near|yet|to be|will be|"
    r"can be|when|once|until|before|awaiting|(?!100\b)\d{1,3}"
)
_DONE = re.compile(rf"\b(?:{_DONE_WORDS})\b")
_OPEN = re.compile(rf"\b(?:{_OPEN_WORDS})\b|^(?:{_OPEN_ALONE})$")
_HEDGED = re.compile(rf"\b(?:{_HEDGES})\s+(?:(?:yet|be|been|fully|quite|all|per cent|of)\s+){{0,3}}(?:{_DONE_WORDS})\b")
_HEAD = re.compile(r"(?<!\s)\s*(?:[(:;,\[/]|\s[–—-]+\s|\.\s).*", re.DOTALL)
_LETTERS = {"r": "red", "a": "amber", "g": "green", "b": "blue", "y": "yellow", "p": "purple"}
_LONGEST_KEY = 60  # characters of a cell that says what a colour means


@lru_cache(maxsize=4096)
def common_meaning(text: str) -> Progress:
    """What words mean in whatever plan: UNCLEAR where they say neither, or both ("Complete, monitoring ongoing")."""
    found = _said(text)
    return found.pop() if len(found) == 1 else Progress.UNCLEAR


def _said(text: str) -> set[Progress]:
    unhedged = _HEDGED.sub(" to be ", fold(text))
    words = {Progress.DONE: _DONE, Progress.OPEN: _OPEN}
    return {meaning for meaning, pattern in words.items() if pattern.search(unhedged)}


@lru_cache(maxsize=4096)
def status_label(text: str) -> str:
    """The status itself where a cell says more: `Green` of `Green (complete)`, `Complete` of `Complete - May 2025`."""
    return _HEAD.sub("", text).strip() or text.strip()


def colour_word(text: str) -> str:
    """The word of a status that may name its colour: `green` of `Green (complete)` and of `G`."""
    _, label = _folded(text)
    return _LETTERS.get(label) or next(iter(label.split()), "")


@dataclass(frozen=True, slots=True)
class StatusMeanings:
    """What status words mean, by plan and word (folded): in the plans' own keys, and by what staff have said."""

    keys: Mapping[str, Mapping[str, Progress]] = field(default_factory=dict)
    staff: Mapping[str, Mapping[str, Progress]] = field(default_factory=dict)

    @classmethod
    def of(cls, plans: Iterable[Plan], documents: Path | None = None) -> StatusMeanings:
        """From the plans' latest updates and `statuses.toml` in a folder. Raises UnreadableFile where it is damaged."""
        said = read_statuses(documents) if documents else {}
        staff = {plan: {fold(words): _told(meaning) for words, meaning in each.items()} for plan, each in said.items()}
        return cls({plan.name: _key_of(plan.latest.rows) for plan in plans}, staff)

    def meaning(self, plan: str, text: str) -> Progress:
        """What a cell of a plan's status column says; UNSTATED for one that says nothing."""
        said, label = _folded(text)
        if not said:
            return Progress.UNSTATED
        staff, key = self.staff.get(plan, {}), self.keys.get(plan, {})
        if (told := staff.get(said) or staff.get(label)) is not None:
            return told
        if (keyed := key.get(_LETTERS.get(label, label))) is None:
            return common_meaning(text)
        rest = text[len(status_label(text)) :]
        found = {keyed, common_meaning(rest)} - {Progress.UNCLEAR}
        return found.pop() if len(found) == 1 else Progress.UNCLEAR


@lru_cache(maxsize=4096)
def _folded(text: str) -> tuple[str, str]:
    return fold(text), fold(status_label(text))


NO_MEANINGS = StatusMeanings()


def _told(meaning: str) -> Progress:
    return Progress.DONE if meaning == DONE else Progress.OPEN


def _key_of(rows: Iterable[Row]) -> dict[str, Progress]:
    """What a plan's own key says that its colours mean, as far as that is done or not."""
    rows = list(rows)
    said = {**key_in(text for row in rows for text in _prose(row)), **_key_rows(rows)}
    return {colour: common_meaning(words) for colour, words in said.items() if _said(words)} if len(said) > 1 else {}


def _prose(row: Row) -> Iterator[str]:
    """What stands around a table: a key is hardly ever inside it."""
    yield from (note.text for note in row.notes)
    if row.kind is RowKind.PROSE:
        yield row.priority.title
        yield from (item.text for column in row.columns for item in column.items)


def _key_rows(rows: Iterable[Row]) -> dict[str, str]:
    """A key that is a table of its own: a colour's name, and beside it a few words on what it means."""
    found = {}
    for row in rows:
        texts = [item.text for column in row.columns for item in column.items]
        if colour_named(row.priority.title) and len(texts) == 1 and len(texts[0]) <= _LONGEST_KEY:
            found[colour_named(row.priority.title)] = texts[0]
    return found
