"""Acronyms that the documents define, and those that staff add or veto in `glossary.toml` beside the documents.

"Placement Management Meeting (PMM)", "PMM (Placement Management Meeting)", "Special Schools/INMS"

[add]
SGO = "Special Guardianship Order"
[veto]
PMM = "Post Mortem Meeting"     # or true, which vetoes every meaning
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from corpus import staff_files
from corpus.errors import UnreadableFile
from corpus.records import Row, fold

GLOSSARY = "glossary.toml"


@dataclass(frozen=True, slots=True)
class Source:
    """The place of a definition: [start, end) of an item, or of a heading of the row's path (`item` is None)."""

    row: Row
    column: str
    item: int | None  # counts from 1 within the column
    text: str  # of the item or heading
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of an acronym, in the document's words; `source` is None if staff added it."""

    acronym: str
    expansion: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class Use:
    """An acronym or an expansion at [start, end) of a text; `counterpart` is the other form of it."""

    text: str
    start: int
    end: int
    counterpart: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class StaffTerms:
    """The content of `glossary.toml`: meanings to add, and meanings to veto (an empty tuple: all of them)."""

    add: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    veto: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def vetoes(self, entry: Entry) -> bool:
        vetoed = self.veto.get(entry.acronym)
        return vetoed is not None and (not vetoed or _sense(entry.expansion) in map(_sense, vetoed))

    def used_in(self, rows: Iterable[Row]) -> StaffTerms:
        """Without meanings of which the rows have neither the acronym nor its words."""
        texts = " ".join(source.text for source in _texts(rows))
        added = {
            acronym: Glossary(tuple(Entry(acronym, each, None) for each in add)) for acronym, add in self.add.items()
        }
        used = {acronym: {use.entry.expansion for use in each.expand(texts)} for acronym, each in added.items()}
        kept = {acronym: tuple(each for each in add if each in used[acronym]) for acronym, add in self.add.items()}
        return StaffTerms({acronym: add for acronym, add in kept.items() if add}, self.veto)


@dataclass(frozen=True)
class Glossary:
    """All meanings of acronyms; an acronym may have several.

    `everyday` are acronyms that the documents also use as ordinary words ("are"): these count only in capitals.
    """

    entries: tuple[Entry, ...] = ()
    everyday: frozenset[str] = frozenset()

    def meanings(self, acronym: str) -> tuple[Entry, ...]:
        """The meanings of an acronym, ignoring capitals; several if it is ambiguous."""
        return tuple(entry for entry in self.entries if entry.acronym.lower() == acronym.lower())

    def is_ambiguous(self, acronym: str) -> bool:
        return len(self.meanings(acronym)) > 1

    def expand(self, text: str) -> list[Use]:
        """The acronyms in a text with their expansions, and the expansions with their acronyms, in the text's order.

        An ambiguous acronym has one Use for each meaning, all at the same place.
        """
        lower, uses = text.lower(), list[Use]()
        said = {"", *_LETTERS.findall(lower)}
        said |= {word.removesuffix(plural) for word in said for plural in ("s", "es")}
        for at in sorted({at for word in said for at in self._sought.get(word, ())}):
            entry = self.entries[at]
            if entry.acronym.lower() in lower:
                uses += self._acronyms(text, entry)
            if _WORD.findall(entry.expansion.lower())[0] in lower:
                uses += (
                    Use(match[0], match.start(), match.end(), entry.acronym, entry)
                    for match in re.finditer(_spelt(entry.expansion), text, re.IGNORECASE)
                )
        return sorted(uses, key=lambda use: (use.start, -use.end))

    @cached_property
    def _sought(self) -> Mapping[str, Sequence[int]]:
        """The entries' places by the letters that acronyms and expansions begin with, "" for a sign: hundreds of plans
        have hundreds of them, and a text few."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, entry in enumerate(self.entries):
            for called in (entry.acronym, entry.expansion):
                begins = _LETTERS.match(called.lower())
                found[begins[0] if begins else ""].append(at)
        return found

    def _acronyms(self, text: str, entry: Entry) -> Iterator[Use]:
        exact = entry.acronym.lower() in self.everyday
        if exact and text == text.upper():
            return  # in a text all in capitals, capitals don't mark an acronym
        flags = 0 if exact else re.IGNORECASE
        for match in re.finditer(rf"\b{re.escape(entry.acronym)}(?:s|'s|’s)?\b", text, flags):
            yield Use(match[0], match.start(), match.end(), entry.expansion, entry)


def mine(rows: Iterable[Row], staff: StaffTerms | None = None) -> Glossary:
    """The acronyms that the rows define, each meaning with the first place that gives it; then those of staff."""
    staff = staff or StaffTerms()
    found: dict[tuple[str, str], Entry] = {}
    written: set[str] = set()
    for source in _texts(rows):
        written.update(re.findall(r"\b[a-z]{2,}\b", source.text))
        for entry in _definitions(source):
            found.setdefault((entry.acronym, _sense(entry.expansion)), entry)
    for acronym, expansions in staff.add.items():
        for expansion in expansions:
            found.setdefault((acronym, _sense(expansion)), Entry(acronym, expansion, None))
    entries = tuple(entry for entry in found.values() if not staff.vetoes(entry))
    return Glossary(entries, frozenset(entry.acronym.lower() for entry in entries) & written)


def read_staff_terms(folder: Path) -> StaffTerms:
    """What staff wrote into the folder's `glossary.toml`; empty if there is none.

    Raises UnreadableFile if it is malformed.
    """
    written = staff_files.read(folder / GLOSSARY)
    if not set(written) <= {"add", "veto"}:
        raise UnreadableFile(f"{GLOSSARY} holds {', '.join(sorted(written))}; it may hold [add] and [veto] only.")
    return StaffTerms(_terms(written.get("add", {}), "add"), _terms(written.get("veto", {}), "veto"))


def _terms(table: object, name: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(table, dict):
        raise UnreadableFile(f'{GLOSSARY}: [{name}] holds {table!r}; it needs lines like PMM = "…".')
    return {acronym: _meanings(acronym, value, name) for acronym, value in table.items()}


def _meanings(acronym: str, value: object, name: str) -> tuple[str, ...]:
    if value is True and name == "veto":
        return ()
    meanings = value if isinstance(value, list) else [value]
    if not meanings or not all(isinstance(meaning, str) and _WORD.search(meaning) for meaning in meanings):
        raise UnreadableFile(
            f"{GLOSSARY}: under [{name}], {acronym} = {value!r}; it needs the words that it stands for."
        )
    return tuple(meanings)


# --- finding definitions --------------------------------------------------------------------------

_ACRONYM = r"[A-Z][A-Za-z0-9&/]{0,8}[A-Z0-9]"
_SHAPE = re.compile(rf"{_ACRONYM}s?")
_IN_BRACKETS = re.compile(
    rf"\(\s*(?:the |or |known as |hereafter )?[\"'“‘]?(?P<acronym>{_ACRONYM})s?[\"'”’]?\s*(?=[);,])"
)
_BEFORE_BRACKETS = re.compile(rf"(?<![\w&/])(?P<acronym>{_ACRONYM})s?\s*\((?P<inside>[^()]{{3,120}})\)")
_AFTER_SLASH = re.compile(rf"(?<=\w)/(?P<acronym>{_ACRONYM})s?\b")
_LISTED = re.compile(rf"(?:^|[;•]\s*)(?P<acronym>{_ACRONYM})s?\s*(?:[:=]|\s[–—-])\s+(?P<inside>[^;:.()•]{{3,120}})")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|&")
_LETTERS = re.compile(r"[^\W_]+")
_FURTHEST = 400  # characters before an acronym in which its words begin: room for 25 words and more
_SMALL = {"of", "and", "for", "the", "in", "to", "with", "on", "at", "or", "a", "an", "by", "from", "&", "up", "as"}


def _texts(rows: Iterable[Row]) -> Iterator[Source]:
    for row in rows:
        for heading in row.path:
            yield Source(row, "", None, heading.title, 0, 0)
        for column in row.columns:
            for number, item in enumerate(column.items, 1):
                yield Source(row, column.heading, number, item.text, 0, 0)


def _definitions(source: Source) -> Iterator[Entry]:
    text = source.text
    for pattern, opening in ((_IN_BRACKETS, "("), (_AFTER_SLASH, "/")):
        for match in pattern.finditer(text) if opening in text else ():
            span = _expansion_before(text, match.start(), match["acronym"])
            if span:
                end = match.end() + (text[match.end() : match.end() + 1] == ")")
                yield _entry(source, match["acronym"], span, (span[0], end))
    for pattern in (_BEFORE_BRACKETS, _LISTED):
        for match in pattern.finditer(text):
            span = _expansion_inside(text, match)
            if span:
                yield _entry(source, match["acronym"], span, (match.start("acronym"), match.end()))


def _entry(source: Source, acronym: str, expansion: tuple[int, int], quote: tuple[int, int]) -> Entry:
    words = source.text[expansion[0] : expansion[1]]
    return Entry(acronym, words, Source(source.row, source.column, source.item, source.text, *quote))


def _expansion_before(text: str, end: int, acronym: str) -> tuple[int, int] | None:
    """The fewest words before a place in a text whose initials spell the acronym, within one sentence."""
    begin = max(0, end - _FURTHEST)
    before = text[begin:end]
    sentence = max(before.rfind(mark) for mark in (". ", "; ", ": ", "(", ")", " – ", "• ")) + 1
    words = list(_WORD.finditer(before, sentence))[-(2 * len(acronym) + 3) :]
    if not words or re.search(r"\w", before[words[-1].end() :]) or before[words[-1].end() :].strip(" ,'’\"”"):
        return None
    for spare in (0, 1):
        for first in range(len(words) - 1, -1, -1):
            if _spells([word[0] for word in words[first:]], acronym, spare):
                return begin + words[first].start(), begin + words[-1].end()
    return None


def _expansion_inside(text: str, match: re.Match[str]) -> tuple[int, int] | None:
    """The words in brackets, or their first part, if they spell the acronym."""
    start = match.start("inside")
    for inside in (match["inside"], re.split(r"[,;:–]| - ", match["inside"])[0]):
        words = list(_WORD.finditer(inside))
        if words and any(_spells([word[0] for word in words], match["acronym"], spare) for spare in (0, 1)):
            return start + words[0].start(), start + words[-1].end()
    return None


def _spells(words: Sequence[str], acronym: str, spare: int) -> bool:
    """Whether the words' initials spell the acronym; `spare` words may have no letter in it.

    A word with further capitals or figures contributes them too ("NHS England", "Ready2Go").
    Letters in another order count as a mistake of the document ("Youth Custody Service (YSC)").
    """
    letters = re.sub(r"[^A-Za-z0-9&]", "", acronym)
    if not words or words[0][0].lower() != letters[0].lower() or words[0].lower() in _SMALL:
        return False
    if len(words) == 1 and words[0][1:] == words[0][1:].lower():
        return False  # a single ordinary word has only one initial
    if spare and len(letters) < 4:
        return False
    initials = sorted(word[0].lower() for word in words if word.lower() not in _SMALL)
    return _fits(words, letters, spare) or (not spare and len(letters) > 2 and initials == sorted(letters.lower()))


def _fits(words: Sequence[str], letters: str, spare: int) -> bool:
    if not words:
        return not letters
    word = words[0]
    if _begins(word, letters):
        given = [letters[1:], *_further(word, letters[1:])]
        if any(_fits(words[1:], rest, spare) for rest in given):
            return True
    if word.lower() in _SMALL:
        return _fits(words[1:], letters, spare)
    plural = len(words) == 1 and letters.lower() == "s" and word.endswith("s")  # "Deprivation of Liberty orders (DoLS)"
    return spare > 0 and (plural or _fits(words[1:], letters, spare - 1))


def _begins(word: str, letters: str) -> bool:
    return bool(letters) and (word[0].lower() == letters[0].lower() or (letters[0] == "&" and word.lower() == "and"))


def _further(word: str, letters: str) -> Iterator[str]:
    """The letters that remain if the word contributes more than its initial: its other capitals, or small letters."""
    at = 1
    while letters:
        own = letters[0].isdigit() or letters[0].isupper()
        places = [place for place in range(at, len(word)) if word[place].lower() == letters[0].lower()]
        places = [place for place in places if not own or word[place] == letters[0]]
        if not places:
            return
        at, letters = places[0] + 1, letters[1:]
        yield letters


def _sense(expansion: str) -> str:
    """Equal for "education, employment or training" and "Education Employment and Training"."""
    return " ".join(word for word in fold(expansion).split() if word not in _SMALL)


def _spelt(expansion: str) -> str:
    """A pattern for the expansion in other spellings: capitals, hyphens, `&`, a plural."""
    words = [r"(?:&|and)" if word.lower() in {"&", "and"} else re.escape(word) for word in _WORD.findall(expansion)]
    return r"\b" + r"[\W_]+".join(words) + r"(?:s|es|'s|’s)?\b"
