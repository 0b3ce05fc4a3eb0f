"""All that a question can name of a library: plans, updates, headings, references, columns, values and statuses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from assistant.language.words import find_phrase, stem, stems, terms
from assistant.questions.lexicon import phrases_in
from assistant.questions.naming.matching import ByStem, covers, telling, titles_in, with_lead
from assistant.questions.naming.plans import PlanNames
from assistant.questions.naming.statuses import Statuses, states_in
from assistant.questions.naming.updates import UpdateNames
from assistant.questions.naming.values import Values
from assistant.questions.predicates import Among, ColumnMeant
from assistant.questions.query import Reading, Role, is_row, key_of
from assistant.tracking.status_words import NO_MEANINGS, StatusMeanings
from corpus.records import Column, Meaning, Plan, Row, ValueKind, fold

_NUMERIC = (ValueKind.NUMBER, ValueKind.MONEY, ValueKind.PERCENT)
_GROUP = r"(?:category|theme|section|strand|pillar|workstream)"
_PAIR = re.compile(r"\b(?=([A-Z][^\W\d_A-Z]*+ [A-Z][^\W\d_A-Z]*+)\b)")  # two words that begin with capitals
_OF_TITLES = {stem(word) for word in ("title", "name", "description", "number", "reference", "heading", "detail")}
_OF_EACH = {"by", "per", "each", "every", "which", "what"}
_UNITS = {"m", "k", "000", "000s", "million", "thousand"}  # of headings: "Capital £m"
_WORDS_OF_A_NOUN = 3  # telling words that a heading has at most which only says what its column's titles are called


@dataclass(frozen=True, eq=False)
class Schema:
    """What questions can name of these plans; `rows` are those of each plan's update that is asked about."""

    plans: tuple[Plan, ...]
    rows: tuple[Row, ...]
    meanings: StatusMeanings = NO_MEANINGS

    def readings(self, text: str) -> Iterator[Reading]:
        """All that the question may name, also in overlapping words."""
        yield from self.plan_names.readings(text)
        yield from self.update_names.readings(text)
        yield from self._categories_in(text)
        yield from self._references_in(text)
        yield from self._values.readings(text)
        yield from self._headings_in(text)
        yield from self._nouns_in(text)
        yield from states_in(text)

    @cached_property
    def table(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if is_row(row))

    @cached_property
    def plan_names(self) -> PlanNames:
        return PlanNames(self.plans, self.rows)

    @cached_property
    def update_names(self) -> UpdateNames:
        return UpdateNames(self.plans)

    @cached_property
    def statuses(self) -> Statuses:
        return Statuses(self.table, self.meanings)

    @cached_property
    def _values(self) -> Values:
        return Values(self._columns)

    # --- rows

    def is_of_a_name(self, text: str, start: int, end: int) -> bool:
        """Whether a word is part of a name that the rows have, with the one before it or after it: the green of
        "Bethnal Green", the red of "red squirrels"."""
        said = terms(text)
        at = next((at for at, term in enumerate(said) if (term.start, term.end) == (start, end)), None)
        if at is None:
            return False
        before, after = said[max(at - 1, 0) : at], said[at + 1 : at + 2]
        pairs = [(one, other) for one, other in pairwise([*before, said[at], *after]) if one.telling and other.telling]
        beside = [(one, other) for one, other in pairs if not text[one.end : other.start].strip()]
        return any(
            (other is said[at] and f"{one.word.capitalize()} {other.word.capitalize()}" in self._pairs)
            or (one.stem, other.stem) in self._titled_pairs
            for one, other in beside
        )

    @cached_property
    def _pairs(self) -> frozenset[str]:
        """Each two words with capitals that follow one another in an item."""
        items = (item.text for row in self.rows for column in row.columns for item in column.items)
        return frozenset(found for text in items for found in _PAIR.findall(text))

    @cached_property
    def _titled_pairs(self) -> frozenset[tuple[str, str]]:
        """The stems of each two words that follow one another in a row's own title."""
        titles = (terms(row.priority.title) for row in self.table)
        return frozenset((one.stem, other.stem) for said in titles for one, other in pairwise(said))

    def titled(self, word: str) -> bool:
        """Whether a telling word stands in a row's own title."""
        return not self._titles.isdisjoint(telling(word))

    @cached_property
    def _titles(self) -> frozenset[str]:
        return frozenset().union(*(telling(row.priority.title) for row in self.table))

    @cached_property
    def _headed(self) -> dict[str, tuple[str, frozenset[str]]]:
        """Titles above rows: how each is numbered, and the keys of the rows below it, in whatever plan."""
        keys: dict[str, set[str]] = defaultdict(set)
        labels: dict[str, str] = {}
        for row in self.table:
            for step in row.path[:-1]:
                keys[step.title].add(row.key)
                labels.setdefault(step.title, step.label)
        return {title: (labels[title], frozenset(found)) for title, found in keys.items()}

    @cached_property
    def _by_title(self) -> ByStem[str]:
        return ByStem({title: telling(title) for title in self._headed})

    @cached_property
    def _by_any_title(self) -> ByStem[str]:
        """Titles above rows, and names of plans."""
        return ByStem({title: telling(title) for title in (*self._headed, *(plan.name for plan in self.plans))})

    @cached_property
    def _numbered(self) -> dict[str, dict[str, set[str]]]:
        """Numbers of headings: the headings that have them, and the keys of the rows below."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for row in self.table:
            for step in row.path[:-1]:
                if step.number:
                    found[step.number.lower().rstrip(".)")][row.category.label].add(row.key)
        return found

    def _categories_in(self, text: str) -> Iterator[Reading]:
        for title in self._by_title.with_any(stems(text)):
            label, keys = self._headed[title]
            for start, end in titles_in(text, title, self._by_any_title):
                noun = re.match(rf"\s+{_GROUP}\b", text[end:], re.I)
                span = with_lead(text, start), end + (noun.end() if noun else 0)
                among = Among(keys, f"in {label}")
                yield Reading(*span, Role.CATEGORY, title, among.words, True, among)
        for term in terms(text):
            headed = self._numbered.get(term.word.lower(), {})
            begin = _noun_before(text, term.start, "categories", "rows")
            named = begin < term.start or (not term.word.islower() and text[:begin].lower().endswith("under "))
            if headed and named and term.word != "a" and not _measures(text, term.end):
                label = next(iter(headed)) if len(headed) == 1 else f"category {term.word}"
                among = Among(frozenset().union(*headed.values()), f"in {label}")
                yield Reading(with_lead(text, begin), term.end, Role.CATEGORY, term.word, among.words, True, among)

    @cached_property
    def _references(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.table:
            found[key_of(row.reference)].add(row.key)
        return found

    def _references_in(self, text: str) -> Iterator[Reading]:
        """References in whatever way they are written; digits alone only where a dot or a word before them says so."""
        pieces = list(re.finditer(r"[^\W_]+", text))
        for at, first in enumerate(pieces):
            for last in pieces[at : at + 3]:
                written = text[first.start() : last.end()]
                keys = self._references.get(key_of(written))
                if not keys or re.search(r"[^\w\s./()\-]", written) or re.search(r"\d\s+\d", written):
                    continue
                if self._is_reference(text, first.start(), last.end(), written, keys):
                    begin = _noun_before(text, first.start(), "rows")
                    exact = frozenset(keys)
                    shown = next(row.reference for row in self.table if row.key in exact)
                    yield Reading(
                        with_lead(text, begin),
                        last.end(),
                        Role.REFERENCE,
                        shown,
                        f"in {shown}",
                        True,
                        Among(exact, f"in {shown}"),
                    )

    def _is_reference(self, text: str, start: int, end: int, written: str, keys: Iterable[str]) -> bool:
        if _measures(text, end) or re.search(r"[£$€.\d]$", text[:start]):
            return False
        if _noun_before(text, start, "rows") < start:
            return True
        letters, digits = any(map(str.isalpha, written)), any(map(str.isdigit, written))
        if letters and digits:
            return True
        if digits:
            return re.fullmatch(r"\d+(?:\.\d+)+", written) is not None
        lead = re.search(r"\b(?:for|of|on|under|in|is|are|about|has|does|did|with)\s+$", text[:start], re.I)
        return len(written) == 1 and written.isupper() and written != "I" and lead is not None

    @cached_property
    def _nouns(self) -> dict[tuple[str, ...], str]:
        """What tables call their rows and the groups of these, as stems, whole and by the last word alone ("toilet
        block", "block"): which of both."""
        found: dict[tuple[str, ...], str] = {}
        for row in self.table:
            *above, title = row.path
            for step, kind in [*((step, "categories") for step in above), (title, "rows")]:
                if called := _called(step.under):
                    found |= {called: kind, called[-1:]: kind}
        return found

    def _nouns_in(self, text: str) -> Iterator[Reading]:
        """Words that tables have over the column of their rows' titles, or of groups. Where a title has such a word, it
        is the title's but for "by service", "which service"."""
        said = [*pairwise([None, *terms(text)])]
        for called, kind in self._nouns.items():
            for start, end in find_phrase(called, text):
                before = next((one for one, term in said if term is not None and term.start == start), None)
                each = before is not None and before.word.lower() in _OF_EACH
                if each or len(called) > 1 or not self.titled(text[start:end]):
                    yield Reading(start, end, Role.NOUN, kind, Role.NOUN.value)

    # --- columns

    @cached_property
    def _columns(self) -> dict[str, list[Column]]:
        """The cells under each heading."""
        found: dict[str, list[Column]] = defaultdict(list)
        for row in self.table:
            for column in row.columns:
                if column.heading:
                    found[column.heading].append(column)
        return found

    @cached_property
    def _kinds(self) -> tuple[Row, ...]:
        """A row of each make of columns: what one has, all of its make have."""
        makes = {tuple((each.heading, each.meaning, each.kind) for each in row.columns): row for row in self.table}
        return tuple(makes.values())

    def has(self, column: ColumnMeant) -> bool:
        return any(column.of(row) is not None for row in self._kinds)

    @cached_property
    def over_values(self) -> frozenset[str]:
        """The headings, folded, of columns that hold no texts: numbers, dates, one of few words."""
        return self.headings(lambda column: column.kind is not ValueKind.TEXT)

    def headings(self, fits: Callable[[Column], bool]) -> frozenset[str]:
        """The headings, folded, of columns that fit."""
        return frozenset(fold(heading) for heading, cells in self._columns.items() if fits(cells[0]))

    def _headings_in(self, text: str) -> Iterator[Reading]:
        for heading, phrase, words in self._named_columns:
            column = self._columns[heading][0]
            places = find_phrase(phrase, text) or (list(covers(text, words, words)) if words else [])
            for start, end in places:
                yield Reading(start, end, Role.COLUMN, f"{column.meaning.value}|{fold(heading)}", f"column “{heading}”")

    @cached_property
    def _named_columns(self) -> Sequence[tuple[str, tuple[str, ...], frozenset[str]]]:
        """The headings that questions can name, with their stems; of columns of numbers also those that name them in
        whatever order: "saves the most carbon"."""
        found = []
        for heading, cells in self._columns.items():
            called = [term for term in terms(heading) if term.word.lower() not in _UNITS]
            column, phrase = cells[0], tuple(term.stem for term in called)
            if any(term.telling for term in called) or _says_when(column, phrase):
                words = telling(re.sub(r"\([^()]*+\)", "", heading))
                in_any_order = len(words) > 1 and column.kind in _NUMERIC
                found.append((heading, phrase, words if in_any_order else frozenset()))
        return found


def says_group(text: str) -> bool:
    """Whether words that name a heading say that what stands under it is meant: "under Food", "the food strand"."""
    return re.search(rf"\b(?:under|{_GROUP})\b", text, re.I) is not None


@lru_cache(maxsize=1024)
def _called(heading: str) -> tuple[str, ...]:
    """The stems of what a column of titles holds: "task" of "Task title"; none where it is more than that."""
    said = [term.stem for term in terms(heading) if term.telling]
    nouns = tuple(each for each in said if each not in _OF_TITLES)
    return nouns if len(said) <= _WORDS_OF_A_NOUN else ()


def _measures(text: str, end: int) -> bool:
    """Whether what follows a number says that it counts or measures something, and so refers to nothing."""
    return re.match(r"[.,]?\d|\s*(?:%|per ?cent|[mb]illion|bn\b|m\b|k\b)", text[end:], re.I) is not None


def _noun_before(text: str, start: int, *kinds: str) -> int:
    """Where the word for a row or category begins that stands before its number, "action no. 3"; else where the number
    does."""
    nouns = (
        begin
        for begin, end, said in phrases_in(text)
        if said.value in kinds and end <= start and text[end:start].strip(" .").lower() in ("", "no", "number")
    )
    return min(nouns, default=start)


def _says_when(column: Column, words: Sequence[str]) -> bool:
    """Whether a heading of small words alone says what its column holds: "By when" over dates."""
    return column.meaning is Meaning.DUE and len(words) > 1
