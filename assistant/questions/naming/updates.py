"""Which updates of plans a question names: by the whole name, by a part that is one's alone, or by its year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.language.answer_kinds import is_month
from assistant.language.words import terms
from assistant.questions.naming.matching import ending, written
from assistant.questions.query import Reading, Role
from corpus.records import Plan

_SINCE = re.compile(r"\b(?:since|compared (?:to|with)|from)(?:\s+the)?\s+$", re.I)
_YEAR = r"20\d\d"
_LEAD = r"\b(?:(?:in|of|from|by|to)\s+)?(?:the\s+)?"
_NOUN = r"(?P<noun>['’]?s?\s+(?:update|plan|edition|version|report|one)\b)?"
_LEAD_OF_YEAR = r"\b(?:(?:back\s+)?(?:in|of|from|by|to)\s+)?(?:the\s+)?"
_NOT_LONGER = r"(?:\s+(?:update|edition|version|report)\b)?(?![\w/-]|\s?\d)"


@dataclass(frozen=True, eq=False)
class UpdateNames:
    """What the updates of plans are called."""

    plans: tuple[Plan, ...]

    def readings(self, text: str) -> Iterator[Reading]:
        """Each update that the question may name, also one that another is only compared with."""
        yield from self._by_name(text)
        yield from self._by_year(text)

    @cached_property
    def has_earlier(self) -> bool:
        """Whether a plan has an update before its latest."""
        return any(len(plan.updates) > 1 for plan in self.plans)

    def are_of_one_plan(self, updates: Iterable[str]) -> bool:
        """Whether these are several updates of one plan."""
        named = set(updates)
        return len(named) > 1 and any(named <= {each.name for each in plan.updates} for plan in self.plans)

    def is_latest(self, update: str) -> bool:
        """Whether an update of this name is the latest of every plan that has one."""
        having = [plan for plan in self.plans if any(each.name == update for each in plan.updates)]
        return bool(having) and all(plan.latest.name == update for plan in having)

    def _by_name(self, text: str) -> Iterator[Reading]:
        lower = text.lower()
        said = {each for each in set(self._endings.values()) if each in lower}
        for called, name in self._called if said else ():
            if self._endings[called] in said:
                for match in re.finditer(_LEAD + written(called) + _NOUN, text, re.I):
                    yield _reading(text, match, name, sure=bool(match["noun"]))

    def _by_year(self, text: str) -> Iterator[Reading]:
        for name in sorted(self._called_by_year):
            year = re.search(_YEAR, name)
            for match in re.finditer(_LEAD_OF_YEAR + (year[0] if year else name) + _NOT_LONGER, text, re.I):
                before = terms(text[: match.start()])[-1:]
                if not (before and is_month(before[0].word)):
                    yield _reading(text, match, name)

    @cached_property
    def _called(self) -> Sequence[tuple[str, str]]:
        """What updates are called, each with its name: by the whole, "Year 1, March 2024", or by a part that no other
        is called by."""
        names = sorted({update.name for plan in self.plans for update in plan.updates if update.name})
        parts = [(part, name) for name in names for part in name.split(", ") if part not in names]
        counts = Counter(part for part, _ in parts)
        return [*((name, name) for name in names), *((part, name) for part, name in parts if counts[part] == 1)]

    @cached_property
    def _endings(self) -> dict[str, str]:
        return {called: ending(called) for called, _ in self._called}

    @cached_property
    def _called_by_year(self) -> frozenset[str]:
        """Updates such as "March 2024" that are the only ones of their year in a plan of several, and so may be called
        by that alone."""
        found = set[str]()
        for plan in self.plans:
            years = {each.name: re.findall(_YEAR, each.name) for each in plan.updates}
            counts = Counter(year for named in years.values() for year in named)
            alone = (name for name, named in years.items() if len(named) == 1 and counts[named[0]] == 1)
            found |= {name for name in alone if len(plan.updates) > 1 and not re.fullmatch(_YEAR, name)}
        return frozenset(found)


def _reading(text: str, match: re.Match[str], name: str, sure: bool = False) -> Reading:
    role = Role.WHEN if _SINCE.search(text[: match.start()]) else Role.UPDATE
    return Reading(*match.span(), role, name, f"in the {name} update", sure)
