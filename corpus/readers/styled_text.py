"""What was done to a text, alike in all formats: raised marks are set apart, what is crossed out or hidden left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.records import Block, Location, Problem, Severity

_ORDINAL = re.compile(r"st|nd|rd|th", re.IGNORECASE)
_LENGTH = re.compile(r"(?<![^\W\d_])[kcm]?m$|\d\s?(?:ft|in|yd|yards|feet|miles?)$")
_MILLIONS = re.compile(r"[£$€]\s?[\d.,]+\s?m$")
_POWERS = str.maketrans("23", "²³")
_SIGN = re.compile(r"[™®©℠°ºª]|TM|SM", re.IGNORECASE)
_LOOK_BACK = 20  # characters: the longest unit, or sum of money, that a raised figure may follow
_QUOTED = 200  # characters of what was left out that a message shows


class Why(StrEnum):
    """Why words were left out, or not read as they stand."""

    CROSSED_OUT = "crossed-out words"
    DELETED = "words deleted in tracked changes"
    INVISIBLE = "words that are there but not shown"
    RAISED = "raised marks"


_DONE = {Why.RAISED: "they were set apart in brackets: raised, they are no part of the figure or word before them"}


@dataclass(slots=True)
class SetAside:
    """Collects the words that a reader leaves out or sets apart, each with the reason and its place, and says so."""

    _words: dict[tuple[Why, Location], list[str]] = field(default_factory=dict)

    def add(self, why: Why, where: Location, *texts: str) -> None:
        """Takes stretches of text; those without words are nothing."""
        if words := " ".join(" ".join(texts).split()):
            self._words.setdefault((why, where), []).append(words)

    def problems(self) -> Iterator[Problem]:
        """A note for each place and reason."""
        for (why, where), words in self._words.items():
            text = " ".join(words)
            quoted = text if len(text) <= _QUOTED else f"{text[:_QUOTED]} …"
            yield Problem(Severity.NOTE, where, f"{why}: “{quoted}”", _DONE.get(why, "they were left out"))

    def blocks(self) -> Iterator[Block]:
        """The words that were left out: what a Reading calls `dropped`."""
        for (why, where), words in self._words.items():
            yield from (Block(text, where) for text in words if why is not Why.RAISED)


@dataclass(slots=True)
class Flow:
    """A text as it is gathered stretch by stretch, some of them raised; `marks` are the raised ones set apart."""

    marks: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _raised: str = ""  # still to be added: a mark may come in several stretches
    _apart: bool = False  # the last piece is a mark in brackets

    def add(self, text: str, *, raised: bool = False) -> None:
        """The next stretch."""
        if raised:
            self._raised += text
        elif text:
            self._settle()
            self._pieces.append(f" {text}" if self._apart and text[0].isalnum() else text)
            self._apart = False

    @property
    def text(self) -> str:
        """The text so far."""
        self._settle()
        return "".join(self._pieces)

    def _settle(self) -> None:
        if self._raised:
            mark, self._raised = self._raised, ""
            piece = attached("".join(self._pieces[-_LOOK_BACK:])[-_LOOK_BACK:], mark)
            self._apart = piece.strip().startswith("(") and piece.strip() != mark.strip()
            if self._apart:
                self.marks.append(mark.strip())
            self._pieces.append(piece)


def attached(before: str, raised: str) -> str:
    """Raised characters as they follow the end of a text, so that none is taken for a part of a figure or word.

    Ordinals and the powers of units stay: `1st`, `m²`. Anything else that is raised is the mark of a note or an
    exponent, and is set apart: `41 (2)`. At a text's beginning it is the number of a note.
    """
    mark, last = raised.strip(), before[-1:]
    if not mark:
        return raised
    if not before.strip():
        return f"{raised} "
    if _SIGN.fullmatch(mark) or (last.isdigit() and _ORDINAL.fullmatch(mark)):
        return raised
    if mark in ("2", "3") and _LENGTH.search(before) and not _MILLIONS.search(before):
        return raised.translate(_POWERS)
    bracketed = f"({mark.strip('()[]')})"
    return bracketed if last.isspace() else f" {bracketed}"
