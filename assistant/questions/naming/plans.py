"""Which plans a question names: by words that are one's alone or those of several, by initials, by a council's name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from assistant.language.words import stems, terms
from assistant.questions.lexicon import ROW_NOUN
from assistant.questions.naming.matching import (
    ByStem,
    about,
    cut_short,
    initials_of,
    places_of,
    runs,
    telling,
)
from assistant.questions.predicates import Among
from assistant.questions.query import Reading, Role, is_row
from corpus.language.lexicon import is_english
from corpus.records import Plan, Row

_CALLED = (
    r"(?:(?:action|improvement|delivery|board|council|partnership)\s+){0,4}"
    r"(?:plan|strategy|tracker|programme|document|update|framework|road ?map|charter|register)"
)
_THINGS = f"(?:{ROW_NOUN}|ones?|things|bits|stuff|items?|measures?|indicators?|targets?|kpis?)"
_PLANS_OR_THINGS = re.compile(rf"\b(?:{_CALLED}|{_THINGS})\b", re.I)
# Around a plan's name: what says that a plan is meant, more or less surely, and the words that lead to it.
_STRONG = re.compile(rf"(?:\s{_CALLED}\b|(?=\s20\d\d(?:[-/]\d\d)?\s{_CALLED}\b))", re.I)
_WEAK = re.compile(rf"\s(?={_THINGS}\b)", re.I)
_OWN = re.compile(r"\b(?:the|our|in|of|on|for|across)\s$", re.I)
_LEAD = re.compile(r"(?:\b(?:in|of|on|for|from|within|across)\s)?(?:\bthe\s)?$", re.I)
_INITIALS = re.compile(rf"\b(?P<letters>[a-z]{{2,6}})(?=\s+(?:(?P<plan>{_CALLED})|{_THINGS})\b)", re.I)
_COUNCIL_LEAD = re.compile(r"\b(?:in|of|across|for|from)\s+(?:all\s+)?(?:the\s+|our\s+)?$", re.I)


@dataclass(frozen=True, eq=False)
class PlanNames:
    """What plans are called; `rows` are those of theirs that are asked about."""

    plans: tuple[Plan, ...]
    rows: tuple[Row, ...]

    def readings(self, text: str) -> Iterator[Reading]:
        """Each plan that the question may name."""
        yield from self._by_own_words(text)
        yield from self._by_common_words(text)
        yield from self._councils_own(text)
        yield from self._by_initials(text)

    def called(self, words: Sequence[str]) -> str:
        """The one plan that words name, and no row of another does; "" for none."""
        said = stems(" ".join(words))
        for name in self._by_telling.with_all(said):
            if said & self._distinctive[name]:
                others = (row for row in self.rows if row.plan != name and is_row(row))
                return "" if any(said <= telling(row.label) for row in others) else name
        return ""

    def keys_of(self, plan: str) -> frozenset[str]:
        """The keys of a plan's rows."""
        return self._keys.get(plan, frozenset())

    @cached_property
    def _keys(self) -> dict[str, frozenset[str]]:
        keys: dict[str, set[str]] = defaultdict(set)
        for row in self.rows:
            keys[row.plan].add(row.key)
        return {plan: frozenset(found) for plan, found in keys.items()}

    @cached_property
    def _distinctive(self) -> dict[str, frozenset[str]]:
        """Each plan's name, and the stems in it that no other plan's name has."""
        told = {plan.name: about(plan.name) for plan in self.plans}
        counts = Counter(word for words in told.values() for word in words)
        alone = {word for word, count in counts.items() if count == 1 and not word.isdigit()}
        return {name: frozenset(words & alone) for name, words in told.items()}

    @cached_property
    def _by_distinctive(self) -> ByStem[str]:
        return ByStem(self._distinctive)

    @cached_property
    def _by_telling(self) -> ByStem[str]:
        return ByStem({name: telling(name) for name in self._distinctive})

    @cached_property
    def _initials(self) -> dict[str, str]:
        return {name: initials_of(name) for name in self._distinctive}

    @cached_property
    def _places(self) -> dict[str, frozenset[str]]:
        """The stems of each plan's name that name its council."""
        return {name: places_of(name) for name in self._distinctive}

    @cached_property
    def _shared(self) -> frozenset[str]:
        """The stems that several plans' names have."""
        counts = Counter(word for name in self._distinctive for word in about(name))
        return frozenset(word for word, count in counts.items() if count > 1)

    @cached_property
    def _own_place(self) -> frozenset[str]:
        """The stems of the only place that names of plans have, if several of them do."""
        placed = [places for name in self._distinctive if (places := self._places[name] & about(name))]
        return frozenset.intersection(*placed) if len(placed) > 1 else frozenset()

    def _by_own_words(self, text: str) -> Iterator[Reading]:
        said = stems(text).union(self._by_distinctive.beginning(cut_short(text)))
        for name in self._by_distinctive.with_any(said):
            for start, end in runs(text, self._distinctive[name], stems(name)):
                yield from self._plan_at(text, name, start, end)

    def _by_common_words(self, text: str) -> Iterator[Reading]:
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
                lead = _COUNCIL_LEAD.search(text[: term.start])
                own = re.match(r"['’]s\b", text[term.end :])
                span = lead.start() if lead else term.start, term.end + (own.end() if own else 0)
                yield Reading(*span, Role.FILLER, "", "these plans")

    def _by_initials(self, text: str) -> Iterator[Reading]:
        for match in _INITIALS.finditer(text):
            if is_english(match["letters"].lower()) and not match["letters"].isupper() and not match["plan"]:
                continue
            called = [name for name, letters in self._initials.items() if match["letters"].lower() in letters]
            if len(called) == 1:
                yield from self._plan_at(text, called[0], *match.span())

    def _plan_at(self, text: str, name: str, start: int, end: int) -> Iterator[Reading]:
        """A plan that words of its name mean: beside a word for plans or for what they hold, or its council's alone."""
        after, before = text[end:], text[:start]
        strong, own = _STRONG.match(after), _OWN.search(before)
        weak = _WEAK.match(after) or (own and re.match(r"\W*$", after))
        first = not before.strip() and re.match(r"\s*(?:20\d\d(?:[-/]\d\d)?)?\s?[:–-]\s", after)  # "Fostering 2025: …"
        beside = first or (before.rstrip().endswith("(") and re.match(r"\s*\)", after))
        said, own_words = stems(text[start:end]), about(name) - self._places[name]
        place, whole = said <= self._places[name], len(own_words) > 2 and own_words <= said
        if strong or weak or beside or place or whole:
            tied = strong or re.match(r"['’]s\b", after)
            lead = _LEAD.search(before)
            begin = lead.start() if lead and (strong or own) else start
            among = Among(self.keys_of(name), f"in {name}")
            sure = bool(strong) or place
            yield Reading(begin, end + (tied.end() if tied else 0), Role.PLAN, name, among.words, sure, among)
