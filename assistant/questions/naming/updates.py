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
_LEAD = r"\b(?:(?:back\s+)?(?:in|of|from|by|to)\s+)?(?:the\s+)?"
_NOUN = r"(?P<noun>['’]?s?\s+(?:update|plan|edition|version|report|one)\b)?"
_NOT_LONGER = r"(?![\w/-]|\s?\d)"


@dataclass(frozen=True, eq=False)
class UpdateNames:
    """What the updates of plans are called."""

    plans: tuple[Plan, ...]

    def readings(self, text: str) -> Iterator[Reading]:
        """Each update that the question may name, also one that another is only compared with."""
        lower = text.lower()
        said = {each for each in set(self._endings.values()) if each in lower}
        for called, name in self._called if said else ():
            if self._endings[called] not in said:
                continue
            for match in re.finditer(_LEAD + written(called) + _NOT_LONGER + _NOUN, text, re.I):
                if called == name or not _is_of_a_date(text, match):
                    role = Role.WHEN if _SINCE.search(text[: match.start()]) else Role.UPDATE
                    yield Reading(*match.span(), role, name, f"in the {name} update", bool(match["noun"]))

    @cached_property
    def has_earlier(self) -> bool:
        """Whether a plan has an update before its latest."""
        return any(len(plan.updates) > 1 for plan in self.plans)

    def are_of_one_plan(self, updates: Iterable[str]) -> bool:
        """Whether several of these are updates of one plan."""
        named = set(updates)
        return any(len(named & {each.name for each in plan.updates}) > 1 for plan in self.plans)

    def is_latest(self, update: str) -> bool:
        """Whether an update of this name is the latest of every plan that has one."""
        having = [plan for plan in self.plans if any(each.name == update for each in plan.updates)]
        return bool(having) and all(plan.latest.name == update for plan in having)

    @cached_property
    def _called(self) -> Sequence[tuple[str, str]]:
        """What updates are called, each with its name: by the whole, "Year 1, March 2024", by a part that no other is
        called by, or by a year that no other update of its plan is of. Several plans may have one that is called so."""
        names = sorted({update.name for plan in self.plans for update in plan.updates if update.name})
        parts = [(part, name) for name in names for part in name.split(", ") if part not in names]
        counts = Counter(part for part, _ in parts)
        alone = ((part, name) for part, name in parts if counts[part] == 1)
        return list(dict.fromkeys([*((name, name) for name in names), *alone, *self._called_by_year]))

    @cached_property
    def _endings(self) -> dict[str, str]:
        return {called: ending(called) for called, _ in self._called}

    @property
    def _called_by_year(self) -> Iterator[tuple[str, str]]:
        """Updates such as "March 2024" that are the only ones of their year in a plan of several."""
        for plan in self.plans if self.has_earlier else ():
            years = {each.name: set(re.findall(_YEAR, each.name)) for each in plan.updates}
            counts = Counter(year for named in years.values() for year in named)
            for name, named in years.items():
                if len(plan.updates) > 1 and len(named) == 1 and counts[year := min(named)] == 1 and name != year:
                    yield year, name


def _is_of_a_date(text: str, match: re.Match[str]) -> bool:
    """Whether what may be an update's year stands in a date: "July 2025"."""
    before = terms(text[: match.start()])[-1:]
    return bool(before) and is_month(before[0].word)
