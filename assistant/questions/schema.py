"""What a library has that a question can name: plans, updates, headings, references, columns and the values in them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise, takewhile

from assistant.language.answer_kinds import is_month
from assistant.language.words import find_phrase, stem, stems, terms
from assistant.questions.lexicon import ROW_NOUN, phrases_in
from assistant.questions.naming import (
    ByStem,
    about,
    as_written,
    covers,
    cut_short,
    ending,
    initials_of,
    places_of,
    runs,
    telling,
    titles_in,
    with_lead,
    written,
)
from assistant.questions.query import Among, ColumnMeant, Is, Reading, Role, is_row, key_of
from assistant.tracking.due import RowState, states
from assistant.tracking.status_words import NO_MEANINGS, Progress, StatusMeanings
from corpus.language.lexicon import is_english
from corpus.records import Column, Meaning, Plan, Row, ValueKind, fold

FEW = 3  # values that a sentence names
SHORT = 60  # characters of a cell that can be named as a value: longer ones are sentences
_CALLED = (
    r"(?:(?:action|improvement|delivery|board|council|partnership)\s+){0,4}"
    r"(?:plan|strategy|tracker|programme|document|update)"
)
_THINGS = f"(?:{ROW_NOUN}|ones?|things|bits|stuff|items|measures|indicators|targets|kpis)"
_NUMERIC = (ValueKind.NUMBER, ValueKind.MONEY, ValueKind.PERCENT)
_PARTS = re.compile(r"(?:(?<!\s)\s++)?(?:[;,/()]|(?<=\s)[–—-]\s|\band\b|&)\s*+")
_PLANS_OR_THINGS = re.compile(rf"\b(?:{_CALLED}|{_THINGS})\b", re.I)
# Around a plan's name: what says that a plan is meant, more or less surely, and the words that lead to it.
_STRONG = re.compile(rf"(?:\s{_CALLED}\b|(?=\s20\d\d(?:[-/]\d\d)?\s{_CALLED}\b))", re.I)
_WEAK = re.compile(rf"\s(?={_THINGS}\b)", re.I)
_OWN = re.compile(r"\b(?:the|our|in|of|on|for|across)\s$", re.I)
_LEAD = re.compile(r"(?:\b(?:in|of|on|for|from|within|across)\s)?(?:\bthe\s)?$", re.I)
_INITIALS = re.compile(rf"\b(?P<letters>[a-z]{{2,6}})(?=\s+(?:(?P<plan>{_CALLED})|{_THINGS})\b)", re.I)
_GROUP = r"(?:category|theme|section|strand|pillar|workstream)"
_PAIR = re.compile(r"\b(?=([A-Z][^\W\d_A-Z]*+ [A-Z][^\W\d_A-Z]*+)\b)")  # two words that begin with capitals
_OF_TITLES = {stem(word) for word in ("title", "name", "description", "number", "reference", "heading", "detail")}
_OF_EACH = {"by", "per", "each", "every", "which", "what"}
_UNITS = {"m", "k", "000", "000s", "million", "thousand"}  # of headings: "Capital £m"
_SINCE = re.compile(r"\b(?:since|compared (?:to|with)|from)(?:\s+the)?\s+$", re.I)
_IN_THE_UPDATE_OF = r"\b(?:(?:back\s+)?(?:in|of|from|by|to)\s+)?(?:the\s+)?"
_NOT_LONGER = r"(?:\s+(?:update|edition|version|report)\b)?(?![\w/-]|\s?\d)"
# What cells say of a row's state, and questions too.
_STATES = {
    "red": "red|r",
    "amber": "amber|a",
    "green": "green|g",
    "not started": "not started|not yet started|not begun|yet to start|to start|not due to start",
    "going": "in progress|under way|underway|ongoing|started",
    "on track": "on track|on target|on schedule|on course|green",
    "late": "delayed|late|running late|behind|behind schedule|slipped|overdue|off track",
}
_STATE_PHRASES = [  # as stems; one letter alone says nothing in a question
    (state, tuple(term.stem for term in terms(said)))
    for state, words in _STATES.items()
    for said in words.split("|")
    if len(said) > 1
]


@dataclass(frozen=True, eq=False)
class Schema:
    """What questions can name of these plans; `rows` are those of each plan's update that is asked about."""

    plans: tuple[Plan, ...]
    rows: tuple[Row, ...]
    meanings: StatusMeanings = NO_MEANINGS
    _known: dict[date, tuple[RowState, ...]] = field(default_factory=dict)

    @cached_property
    def table(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if is_row(row))

    def readings(self, text: str) -> Iterator[Reading]:
        """All that the question may name, also in overlapping words."""
        yield from self._plans_in(text)
        yield from self._updates_in(text)
        yield from self._categories_in(text)
        yield from self._references_in(text)
        yield from self._values_in(text)
        yield from self._headings_in(text)
        yield from self._nouns_in(text)
        yield from _states_in(text)

    # --- plans and updates

    @cached_property
    def has_earlier(self) -> bool:
        """Whether a plan has an update before its latest."""
        return any(len(plan.updates) > 1 for plan in self.plans)

    @cached_property
    def _names(self) -> dict[str, frozenset[str]]:
        """Each plan's name, and the stems in it that no other plan's name has."""
        told = {plan.name: about(plan.name) for plan in self.plans}
        counts = Counter(word for words in told.values() for word in words)
        alone = {word for word, count in counts.items() if count == 1 and not word.isdigit()}
        return {name: frozenset(words & alone) for name, words in told.items()}

    @cached_property
    def _by_distinctive(self) -> ByStem[str]:
        return ByStem(self._names)

    @cached_property
    def _by_telling(self) -> ByStem[str]:
        return ByStem({name: telling(name) for name in self._names})

    @cached_property
    def _initials(self) -> dict[str, str]:
        return {name: initials_of(name) for name in self._names}

    @cached_property
    def _places(self) -> dict[str, frozenset[str]]:
        """The stems of each plan's name that name its council."""
        return {name: places_of(name) for name in self._names}

    @cached_property
    def _shared(self) -> frozenset[str]:
        """The stems that several plans' names have."""
        counts = Counter(word for name in self._names for word in about(name))
        return frozenset(word for word, count in counts.items() if count > 1)

    @cached_property
    def _keys(self) -> dict[str, frozenset[str]]:
        """The keys of each plan's rows."""
        keys: dict[str, set[str]] = defaultdict(set)
        for row in self.rows:
            keys[row.plan].add(row.key)
        return {plan: frozenset(found) for plan, found in keys.items()}

    def keys_of(self, plan: str) -> frozenset[str]:
        """The keys of a plan's rows."""
        return self._keys.get(plan, frozenset())

    def plan_called(self, words: Sequence[str]) -> str:
        """The one plan that words name, and no row of another does; "" for none."""
        said = stems(" ".join(words))
        for name in self._by_telling.with_all(said):
            if said & self._names[name]:
                others = (row for row in self.table if row.plan != name)
                return "" if any(said <= telling(row.label) for row in others) else name
        return ""

    def _plans_in(self, text: str) -> Iterator[Reading]:
        said = stems(text).union(self._by_distinctive.beginning(cut_short(text)))
        for name in self._by_distinctive.with_any(said):
            for start, end in runs(text, self._names[name], stems(name)):
                yield from self._plan_at(text, name, start, end)
        yield from self._plans_called(text)
        yield from self._councils_own(text)
        for match in _INITIALS.finditer(text):
            if is_english(match["letters"].lower()) and not match["letters"].isupper() and not match["plan"]:
                continue
            called = [name for name, letters in self._initials.items() if match["letters"].lower() in letters]
            if len(called) == 1:
                yield from self._plan_at(text, called[0], *match.span())

    def _plans_called(self, text: str) -> Iterator[Reading]:
        """Several plans whose names all have the words before "plan", "strategy" or "actions": each is meant."""
        for match in _PLANS_OR_THINGS.finditer(text):
            before = [term for term in terms(text) if term.end < match.start()]
            run = list(takewhile(lambda term: term.stem in self._shared or not term.telling, reversed(before)))
            while run and not run[-1].telling:
                run.pop()
            if not run or run[0].end != match.start() - 1:
                continue
            if any(map(str.isdigit, (term.word for term in run if term.telling))):
                continue  # "the 2025 update" names no plan
            called = self._by_telling.with_all({term.stem for term in run if term.telling})
            for name in called if len(called) > 1 else ():
                yield from self._plan_at(text, name, run[-1].start, run[0].end)

    def _councils_own(self, text: str) -> Iterator[Reading]:
        """The name of the council whose plans these are: it tells none from another."""
        for term in terms(text) if self._own_place else ():
            if term.stem in self._own_place:
                lead = re.search(
                    r"\b(?:in|of|across|for|from)\s+(?:all\s+)?(?:the\s+|our\s+)?$", text[: term.start], re.I
                )
                own = re.match(r"['’]s\b", text[term.end :])
                span = lead.start() if lead else term.start, term.end + (own.end() if own else 0)
                yield Reading(*span, Role.FILLER, "", "these plans")

    @cached_property
    def _own_place(self) -> frozenset[str]:
        """The stems of the only place that names of plans have, if several of them do."""
        placed = [places for name in self._names if (places := self._places[name] & about(name))]
        return frozenset.intersection(*placed) if len(placed) > 1 else frozenset()

    def _plan_at(self, text: str, name: str, start: int, end: int) -> Iterator[Reading]:
        """A plan that words of its name mean: beside a word for plans or for what they hold, or its council's alone."""
        after, before = text[end:], text[:start]
        strong, own = _STRONG.match(after), _OWN.search(before)
        weak = _WEAK.match(after) or (own and re.match(r"\W*$", after))
        beside = not before.strip() and re.match(r"\s*[:–-]\s", after)
        said, own_words = stems(text[start:end]), about(name) - self._places[name]
        place, whole = said <= self._places[name], len(own_words) > 2 and own_words <= said
        if strong or weak or beside or place or whole:
            tied = strong or re.match(r"['’]s\b", after)
            lead = _LEAD.search(before)
            begin = lead.start() if lead and (strong or own) else start
            among = Among(self.keys_of(name), f"in {name}")
            sure = bool(strong) or place
            yield Reading(begin, end + (tied.end() if tied else 0), Role.PLAN, name, among.words, sure, among)

    def _updates_in(self, text: str) -> Iterator[Reading]:
        lower = text.lower()
        said = {ending for ending in set(self._endings.values()) if ending in lower}
        for called, name in self._updates_called if said else ():
            if self._endings[called] not in said:
                continue
            for match in re.finditer(
                rf"\b(?:(?:in|of|from|by|to)\s+)?(?:the\s+)?{written(called)}(?P<noun>['’]?s?\s+(?:update|plan|edition|version|report|one)\b)?",
                text,
                re.I,
            ):
                role = Role.WHEN if _SINCE.search(text[: match.start()]) else Role.UPDATE
                yield Reading(*match.span(), role, name, f"in the {name} update", bool(match["noun"]))
        for name in sorted(self._called_by_year):
            year = re.search(r"20\d\d", name)
            for match in re.finditer(_IN_THE_UPDATE_OF + (year[0] if year else name) + _NOT_LONGER, text, re.I):
                before = terms(text[: match.start()])[-1:]
                if not (before and is_month(before[0].word)):
                    role = Role.WHEN if _SINCE.search(text[: match.start()]) else Role.UPDATE
                    yield Reading(*match.span(), role, name, f"in the {name} update")

    @cached_property
    def _updates_called(self) -> Sequence[tuple[str, str]]:
        """What updates are called, each with its name: by the whole, "Year 1, March 2024", or by a part that no other
        is called by."""
        names = sorted({update.name for plan in self.plans for update in plan.updates if update.name})
        parts = [(part, name) for name in names for part in name.split(", ") if part not in names]
        counts = Counter(part for part, _ in parts)
        return [*((name, name) for name in names), *((part, name) for part, name in parts if counts[part] == 1)]

    @cached_property
    def _endings(self) -> dict[str, str]:
        return {called: ending(called) for called, _ in self._updates_called}

    @cached_property
    def _called_by_year(self) -> frozenset[str]:
        """Updates such as "March 2024" that are the only ones of their year in a plan of several, and so may be called
        by that alone."""
        found = set[str]()
        for plan in self.plans:
            years = {each.name: re.findall(r"20\d\d", each.name) for each in plan.updates}
            counts = Counter(year for named in years.values() for year in named)
            alone = (name for name, named in years.items() if len(named) == 1 and counts[named[0]] == 1)
            found |= {name for name in alone if len(plan.updates) > 1 and not re.fullmatch(r"20\d\d", name)}
        return frozenset(found)

    def are_of_one_plan(self, updates: Iterable[str]) -> bool:
        """Whether these are several updates of one plan."""
        named = set(updates)
        return len(named) > 1 and any(named <= {each.name for each in plan.updates} for plan in self.plans)

    def is_latest(self, update: str) -> bool:
        """Whether an update of this name is the latest of every plan that has one."""
        having = [plan for plan in self.plans if any(each.name == update for each in plan.updates)]
        return bool(having) and all(plan.latest.name == update for plan in having)

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
    def _nouns(self) -> dict[str, str]:
        """The stems of what tables call their rows and the groups of these, "promise", "service": which of both."""
        found: dict[str, str] = {}
        for row in self.table:
            *above, title = row.path
            found |= {called: "categories" for step in above if (called := _called(step.under))}
            found |= {called: "rows"} if (called := _called(title.under)) else {}
        return found

    def _nouns_in(self, text: str) -> Iterator[Reading]:
        """Words that tables have over the column of their rows' titles, or of groups. Where a title has such a word, it
        is the title's but for "by service", "which service"."""
        for before, term in pairwise([None, *terms(text)]):
            if term is None or term.stem not in self._nouns:
                continue
            if (before is not None and before.word.lower() in _OF_EACH) or not self.titled(term.word):
                yield Reading(term.start, term.end, Role.NOUN, self._nouns[term.stem], Role.NOUN.value)

    # --- columns and values

    @cached_property
    def _columns(self) -> dict[str, list[tuple[Row, Column]]]:
        found: dict[str, list[tuple[Row, Column]]] = defaultdict(list)
        for row in self.table:
            for column in row.columns:
                if column.heading:
                    found[column.heading].append((row, column))
        return found

    @cached_property
    def _kinds(self) -> tuple[Row, ...]:
        """A row of each make of columns: what one has, all of its make have."""
        makes = {tuple((each.heading, each.meaning, each.kind) for each in row.columns): row for row in self.table}
        return tuple(makes.values())

    def has(self, column: ColumnMeant) -> bool:
        return any(column.of(row) is not None for row in self._kinds)

    def headings(self, fits: Callable[[Column], bool]) -> frozenset[str]:
        """The headings, folded, of columns that fit."""
        return frozenset(fold(heading) for heading, cells in self._columns.items() if fits(cells[0][1]))

    def _headings_in(self, text: str) -> Iterator[Reading]:
        for heading, phrase, words in self._named_columns:
            column = self._columns[heading][0][1]
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
            column, phrase = cells[0][1], tuple(term.stem for term in called)
            if any(term.telling for term in called) or _says_when(column, phrase):
                words = telling(re.sub(r"\([^()]*+\)", "", heading))
                in_any_order = len(words) > 1 and column.kind in _NUMERIC
                found.append((heading, phrase, words if in_any_order else frozenset()))
        return found

    @cached_property
    def _values(self) -> dict[tuple[str, ...], dict[ColumnMeant, dict[str, str]]]:
        """Phrases, as stems, that stand in short cells, whole or between commas and slashes: the cells by column."""
        found: dict[tuple[str, ...], dict[ColumnMeant, dict[str, str]]] = {}
        for heading, cells in self._columns.items():
            for column in (column for _, column in cells if _names_values(column)):
                by_heading = (
                    frozenset({fold(heading)}) if column.meaning in (Meaning.OTHER, Meaning.DUE) else frozenset()
                )
                meant = ColumnMeant(column.meaning, by_heading)
                for text in (item.text for item in column.items if _is_name(column, item.text)):
                    for phrase in _phrases(text):
                        found.setdefault(phrase, {}).setdefault(meant, {})[fold(text)] = text
        return found

    @cached_property
    def _by_first(self) -> ByStem[tuple[str, ...]]:
        """The phrases by their first stems."""
        return ByStem({phrase: phrase[:1] for phrase in self._values})

    def _values_in(self, text: str) -> Iterator[Reading]:
        for phrase in self._by_first.with_any(stems(text)):
            for start, end in find_phrase(phrase, text):
                for column, values in self._values[phrase].items():
                    if len(phrase) == 1 and column.meaning is Meaning.OWNER:  # "permanent" is no "Permanence"
                        values = {key: value for key, value in values.items() if as_written(text[start:end], value)}
                    if not values:
                        continue
                    said = _told(values.values()) or f"“{text[start:end]}”"
                    predicate = Is(column, frozenset(values), said)
                    yield Reading(start, end, Role.VALUE, column.meaning.value, predicate.in_words(), False, predicate)

    def state(self, name: str) -> Is:
        """The cells of status columns that say so, in each plan's own words."""
        if name not in self._states:
            self._states[name] = self._state(name)
        return self._states[name]

    @cached_property
    def _states(self) -> dict[str, Is]:
        """Those asked for before."""
        return {}

    @cached_property
    def _statuses(self) -> tuple[tuple[str, str], ...]:
        """What cells of status columns say, each once a plan: the plan and the text."""
        stated = ((row.plan, column) for row in self.table if (column := self.status.of(row)))
        return tuple(dict.fromkeys((plan, item.text) for plan, column in stated for item in column.items))

    @cached_property
    def status(self) -> ColumnMeant:
        """The columns of statuses; of a plan without any, the one of a few other words if some are those of statuses:
        "Where it is at" with "Kept" and "Not begun"."""
        stating = {row.plan for row in self.table if ColumnMeant(Meaning.STATUS).of(row)}
        found = {
            fold(column.heading)
            for row in self.table
            if row.plan not in stating
            for column in row.columns
            if column.meaning is Meaning.OTHER and column.kind is ValueKind.CHOICE
            if any(self._is_status(row.plan, item.text) for item in column.items)
        }
        return ColumnMeant(Meaning.STATUS, frozenset(found))

    def _is_status(self, plan: str, text: str) -> bool:
        known = {word for words in _STATES.values() for word in words.split("|") if len(word) > 1}
        return fold(text) in known or self.meanings.meaning(plan, text) is Progress.DONE

    def _state(self, name: str) -> Is:
        words = _STATES.get(name, name).split("|")
        if name == "done":
            texts = [text for plan, text in self._statuses if self.meanings.meaning(plan, text) is Progress.DONE]
        else:
            texts = [text for _, text in self._statuses if _says(text, words)]
        return Is(self.status, frozenset(map(fold, texts)), _told(texts) or f"“{words[0]}”")

    def states(self, day: date) -> tuple[RowState, ...]:
        """Where each row is as of a day: overdue, due soon, done."""
        if day not in self._known:
            self._known[day] = states(self.table, day, self.meanings)
        return self._known[day]


def says_group(text: str) -> bool:
    """Whether words that name a heading say that what stands under it is meant: "under Food", "the food strand"."""
    return re.search(rf"\b(?:under|{_GROUP})\b", text, re.I) is not None


@lru_cache(maxsize=1024)
def _called(heading: str) -> str:
    """The stem of the noun for what a column of titles holds: "task" of "Task title"; "" where it is more than that."""
    said = [term.stem for term in terms(heading) if term.telling]
    nouns = [each for each in said if each not in _OF_TITLES]
    return nouns[-1] if nouns and len(said) <= FEW else ""


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


def _states_in(text: str) -> Iterator[Reading]:
    """Words for states, in whatever form: which cells of a plan say so, `Schema.state` tells."""
    for state, phrase in _STATE_PHRASES:
        for start, end in find_phrase(phrase, text):
            yield Reading(start, end, Role.STATE, state, Role.STATE.value)


def _says_when(column: Column, words: Sequence[str]) -> bool:
    """Whether a heading of small words alone says what its column holds: "By when" over dates."""
    return column.meaning is Meaning.DUE and len(words) > 1


def _names_values(column: Column) -> bool:
    return column.meaning is Meaning.OWNER or column.kind in (ValueKind.CHOICE, ValueKind.DATE)


def _is_name(column: Column, text: str) -> bool:
    """Whether a cell's text can be named as a value: of dates only such as "Ongoing"."""
    return len(text) <= SHORT and not (column.kind is ValueKind.DATE and any(map(str.isdigit, text)))


def _phrases(text: str) -> Iterator[tuple[str, ...]]:
    """The stems of a value and of its parts, such as are names and no small words."""
    for part in {text, *_PARTS.split(text)}:
        phrase = tuple(term.stem for term in terms(part))
        if any(len(each) > 2 for each in phrase) and telling(part):
            yield phrase


def _told(texts: Iterable[str]) -> str:
    """Values as they stand, if they are few."""
    distinct = list({fold(text): text for text in texts}.values())
    return " or ".join(f"“{text}”" for text in distinct) if len(distinct) <= FEW else ""


def _says(text: str, known: Sequence[str]) -> bool:
    """Whether a status is one of these, in whatever form ("Slipping"), or begins with one: "Complete (May 2025)"; not
    "part complete"."""
    said = tuple(term.stem for term in terms(text))
    phrases = {tuple(term.stem for term in terms(each)) for each in known}
    return said in phrases or any(len(each) > 1 and fold(text).startswith(f"{each} ") for each in known)


__all__ = ["Schema", "stem"]
