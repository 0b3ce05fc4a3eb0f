"""Whether a question asks for a briefing, or for two subjects side by side: "brief me on …", "compare … and …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.briefing.subject import Subject
from corpus.records import Heading, Plan, RowKind, fold

_START = r"^\s*(?:please\s+|can you\s+|could you\s+)*"
_BRIEF = re.compile(
    rf"{_START}(?:give me |write |make |prepare |i need |i want |can i have )?(?:an? |the )?"
    r"(?:brief(?:ing)?)(?: me| us| note| paper)?\s+"
    r"(?:on|about|for)\s+(?P<on>.+?)\s*[?.!]*$",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    rf"{_START}(?:(?:compare|put side by side|show side by side)\s+(?P<one>.+?)\s+(?:and|with|to|against|versus|vs\.?)|"
    r"how (?:does|do)\s+(?P<first>.+?)\s+compare (?:with|to|against))\s+(?P<other>.+?)\s*(?:side by side)?[?.!]*$",
    re.IGNORECASE,
)
_BOTH_SAY = re.compile(
    rf"{_START}what (?:do|does)\s+(?P<one>.+?)\s+and\s+(?P<other>.+?)\s+say\s+(?:on|about|of)\s+(?P<on>.+?)\s*[?.!]*$",
    re.IGNORECASE,
)
_US = {"we", "us", "our plan", "our plans", "our council", "ours"}
_PLAN = re.compile(r"\bplans?\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|our|its|their|all)\s+", re.IGNORECASE)
# Of what a comparison is about, not what is compared: these are questions on updates, or on figures.
_OF_UPDATES = re.compile(r"\b(?:update|updates|year|years|last|previous|earlier|before|20\d\d)\b", re.IGNORECASE)

Asked = tuple[Subject, Subject | None]


def briefing_asked(question: str, plans: Sequence[Plan]) -> Asked | None:
    """The subject of the briefing that a question asks for, or the two to put side by side; None for any other."""
    if found := _BRIEF.match(question):
        return _one_heading(_subject(found["on"], plans), plans), None
    if found := _BOTH_SAY.match(question):
        return _both_say(found, plans)
    found = _COMPARE.match(question)
    if found is None or _OF_UPDATES.search(question):
        return None
    sides = found["one"] or found["first"], found["other"]
    of_plans = any(map(_PLAN.search, sides))
    return _subject(sides[0], plans, of_plans), _subject(sides[1], plans, of_plans)


def _subject(text: str, plans: Sequence[Plan], of_plans: bool = False) -> Subject:
    """The words, or the plan where they are its name, or the part of one that names no other where plans are meant."""
    words = _ARTICLE.sub("", " ".join(text.split()))
    named = next((plan.name for plan in plans if fold(plan.name) == fold(words)), "")
    named = named or (_plan_named(words, plans) if of_plans else "")
    return Subject(plan=named) if named else Subject(words)


def _one_heading(subject: Subject, plans: Sequence[Plan]) -> Subject:
    """The category or the priority that the words are the whole title of, where only one is; else the same subject."""
    headed = set(_headed(subject.words, plans)) if subject.words else set()
    return headed.pop() if len(headed) == 1 else subject


def _headed(text: str, plans: Sequence[Plan]) -> Iterator[Subject]:
    words = fold(text)
    for plan in plans:
        for row in plan.latest.rows:
            if row.kind is not RowKind.ROW:
                continue
            *above, title = row.path or (Heading("", ""),)
            yield from (
                Subject(plan=plan.name, category=step.label)
                for step in above
                if words in (fold(step.title), fold(step.label))
            )
            if words in (fold(title.title), fold(title.label)):
                yield Subject(text, plan.name, reference=row.reference)


def _both_say(found: re.Match[str], plans: Sequence[Plan]) -> Asked | None:
    """Two plans on one thing; "we" is the one plan that the other words don't name."""
    on = Subject(_ARTICLE.sub("", found["on"]))
    named = [_plan_named(found[side], plans) for side in ("one", "other")]
    if not any(named):
        return None
    rest = [plan.name for plan in plans if plan.name not in named]
    sides = [
        name or (rest[0] if fold(found[side]) in _US and len(rest) == 1 else "")
        for name, side in zip(named, ("one", "other"), strict=True)
    ]
    if not all(sides) or sides[0] == sides[1]:
        return None
    return replace(on, plan=sides[0]), replace(on, plan=sides[1])


def _plan_named(text: str, plans: Sequence[Plan]) -> str:
    """The one plan whose name has all of these words, "the", "of" and "plan" aside; "" for none or several."""
    wanted = set(fold(text).split()) - {"the", "of", "plan", "plans", "s"}
    found = [plan.name for plan in plans if wanted and wanted <= set(fold(plan.name).split())]
    return found[0] if len(found) == 1 else ""
