"""A bar for each plan, parted by what its rows' statuses say; the table beside it says the same in the plans' words.

A part has the colour that the statuses name or, for other words, one for what they mean: the same in every library.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from assistant.screens.parts.text import shortened
from assistant.tracking.overview import NOT_STATED, Fact
from assistant.tracking.status_words import Progress, colour_word
from corpus.records import Plan, fold

if TYPE_CHECKING:
    import altair

    Bars = altair.Chart

PLANS_AT_ONCE = 20  # bars: more don't fit a screen
LABEL = 21  # characters of a plan's name beside its bar, as many as are as wide
LABELS_WIDE = 130  # pixels: a phone has 290 for names and bars
BAR, AXIS = 28, 60  # pixels a plan, and the axis below
MOST_WORDS = 5  # statuses that the key gives for one colour
_MEANT = {
    Progress.DONE: "Done",
    Progress.OPEN: "Not done",
    Progress.UNCLEAR: "Not clear",
    Progress.UNSTATED: NOT_STATED,
}
COLOURS = {
    "Green": "#3d9a68",
    "Amber": "#e0a030",
    "Yellow": "#e8cf4a",
    "Red": "#c4504f",
    "Blue": "#3b78b5",
    "Purple": "#7d5ba6",
    "Black": "#2b2f33",
    "Grey": "#8a9299",
    "Done": "#0f4c5c",
    "Not done": "#93b5bd",
    "Not clear": "#b8a58c",
    NOT_STATED: "#dfe3e6",
}


def statuses(plans: Sequence[tuple[Plan, Sequence[Fact]]]) -> Bars:
    """How many rows of each plan say what."""
    import_module("pandas")  # completely: Altair fails if another session's thread is still importing it for Streamlit
    import altair

    names = names_of([plan.name for plan, _ in plans])
    records = [record for name, (_, facts) in zip(names, plans, strict=True) for record in _records(name, facts)]
    scale = altair.Scale(domain=list(COLOURS), range=list(COLOURS.values()))
    chart: Bars = (
        altair.Chart(altair.InlineData(values=records))
        .mark_bar(height=BAR - 10, stroke="white", strokeWidth=1)
        .encode(
            y=altair.Y("plan:N", sort=names, title=None, axis=altair.Axis(labelLimit=LABELS_WIDE, labelOverlap=False)),
            x=altair.X("rows:Q", title="Rows", stack="zero", axis=altair.Axis(tickMinStep=1)),
            color=altair.Color("status:N", scale=scale, legend=None),
            order=altair.Order("order:Q"),
            tooltip=altair.value(None),
        )
        .properties(height=BAR * len(names) + AXIS)
    )
    return chart


def part_of(fact: Fact) -> str:
    """Which part of its plan's bar a row is in: one of COLOURS."""
    named = {colour_word(status).capitalize() for status in fact.label.split("; ")}
    return named.pop() if len(named) == 1 and named <= _COLOURED else _MEANT[fact.progress]


def key(facts: Iterable[Fact]) -> Mapping[str, str]:
    """What is drawn of these rows, with its colour: `Done: Complete, Achieved`."""
    said: dict[str, Counter[str]] = {}
    for fact in facts:
        said.setdefault(part_of(fact), Counter())[fact.label] += 1
    return {_with_words(part, said[part]): colour for part, colour in COLOURS.items() if part in said}


def names_of(plans: Sequence[str]) -> list[str]:
    """The names beside the bars: short, and no two alike, because those would share a bar. Those that begin alike are
    told from where they differ."""
    short = [shortened(plan, LABEL) for plan in plans]
    alike = {name: [plan for plan, each in zip(plans, short, strict=True) if each == name] for name in short}
    names = [
        _apart(plan, alike[name]) if len(alike[name]) > 1 else name for plan, name in zip(plans, short, strict=True)
    ]
    return [f"{at}. {name}" if names.count(name) > 1 else name for at, name in enumerate(names, 1)]


def _apart(plan: str, alike: Sequence[str]) -> str:
    """A name from the first word on that isn't in all of those that begin alike."""
    words, others = _words(plan), [_words(each) for each in alike]
    same = next((at for at, word in enumerate(words) if any(_differs(at, word, each) for each in others)), 0)
    return shortened(f"{'…' if same else ''}{' '.join(words[same:])}", LABEL)


def _words(plan: str) -> list[str]:
    return [word for word in plan.split() if fold(word)]


def _differs(at: int, word: str, words: Sequence[str]) -> bool:
    return at >= len(words) or fold(words[at]) != fold(word)


_COLOURED = set(COLOURS) - set(_MEANT.values())


def _with_words(part: str, labels: Counter[str]) -> str:
    words = [label for label, _ in labels.most_common() if fold(label) not in ("", fold(part))]
    more = f" and {len(words) - MOST_WORDS} more" if len(words) > MOST_WORDS else ""
    return f"{part}: {', '.join(words[:MOST_WORDS])}{more}" if words else part


def _records(name: str, facts: Sequence[Fact]) -> list[dict[str, str | int]]:
    counts = Counter(map(part_of, facts))
    return [
        {"plan": name, "status": part, "rows": counts[part], "order": order}
        for order, part in enumerate(COLOURS)
        if counts[part]
    ]
