"""Acronyms explained in place: their meaning shows on hover and on focus, and screen readers read it out.

Only the first use of each in a row is explained, so that keyboard users don't have to stop at every one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assistant.screens.parts.text import escape, marked
from corpus.glossary import Glossary


@dataclass(frozen=True, slots=True)
class Acronyms:
    """The acronyms of a glossary. An ambiguous one is explained by all its meanings."""

    meanings: Mapping[str, str] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None  # finds any of them, in the glossary's exact spelling

    @classmethod
    def of(cls, glossary: Glossary) -> Acronyms:
        meanings: dict[str, list[str]] = {}
        for entry in glossary.entries:
            meanings.setdefault(entry.acronym, []).append(entry.expansion)
        if not meanings:
            return cls()
        longest_first = sorted(meanings, key=len, reverse=True)
        pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?:s|['’]s)?(?!\w)")
        return cls({acronym: " or ".join(several) for acronym, several in meanings.items()}, pattern)


@dataclass(slots=True)
class Explaining:
    """Explains acronyms in the texts of one row, in their order; `done` are those explained so far."""

    acronyms: Acronyms
    done: set[str] = field(default_factory=set)

    def html(self, text: str, ranges: Iterable[tuple[int, int]]) -> str:
        """Like `marked`, but with each acronym explained at its first use."""
        marks = list(ranges)
        pieces, at = [], 0
        for start, end, meaning in self._found(text):
            pieces += [_part(text, at, start, marks), _explained(_part(text, start, end, marks), meaning)]
            at = end
        return "".join([*pieces, _part(text, at, len(text), marks)])

    def _found(self, text: str) -> list[tuple[int, int, str]]:
        if self.acronyms.pattern is None:
            return []
        found = []
        for match in self.acronyms.pattern.finditer(text):
            meaning = self.acronyms.meanings[match[1]]
            if match[1] not in self.done:
                self.done.add(match[1])
                if meaning.lower() not in text.lower():  # otherwise the text itself explains it
                    found.append((*match.span(), meaning))
        return found


def _part(text: str, start: int, end: int, marks: list[tuple[int, int]]) -> str:
    within = [(max(a, start) - start, min(b, end) - start) for a, b in marks if a < end and b > start]
    return marked(text[start:end], within)


def _explained(html: str, meaning: str) -> str:
    """Screen readers read the meaning after the acronym; it is visible while the acronym has the pointer or focus."""
    return f'<span class="acronym" tabindex="0">{html}<span class="tip"> ({escape(meaning)})</span></span>'
