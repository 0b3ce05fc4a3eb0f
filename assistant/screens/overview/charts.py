"""A bar for each plan, parted by the status words that the plan itself uses; the table beside it says the same.

Colours are those that a status names; other words have colours that stand for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from assistant.screens.overview.board import OTHER, drawn_labels
from assistant.screens.parts.text import shortened
from assistant.tracking.overview import NOT_STATED, Fact
from corpus.records import Plan, fold

if TYPE_CHECKING:
    import altair

    Bars = altair.Chart

PLANS_AT_ONCE = 20  # bars: more don't fit a screen
LABEL = 24  # characters of a plan's name beside its bar
LABELS_WIDE = 130  # pixels: a phone has 290 for names and bars
BAR, AXIS = 28, 60  # pixels a plan, and the axis below
_NAMED = {
    "green": "#3d9a68",
    "amber": "#e0a030",
    "yellow": "#e8cf4a",
    "red": "#c4504f",
    "blue": "#3b78b5",
    "purple": "#7d5ba6",
    "black": "#2b2f33",
    "grey": "#8a9299",
}
_PLAIN = ("#0f4c5c", "#7b8794", "#5c8a8a", "#a9927d", "#4a5a7a", "#93a8ac", "#6b7f5e", "#8c7b8f")
_ABSENT = {OTHER: "#aab4bc", NOT_STATED: "#dfe3e6"}


def statuses(plans: Sequence[tuple[Plan, Sequence[Fact]]]) -> Bars:
    """How many rows of each plan state which status."""
    import_module("pandas")  # completely: Altair fails if another session's thread is still importing it for Streamlit
    import altair

    labels = drawn_labels(fact for _, facts in plans for fact in facts)
    records = [record for plan, facts in plans for record in _records(plan, facts, labels)]
    names = list(dict.fromkeys(_name(plan) for plan, _ in plans))
    scale = altair.Scale(domain=labels, range=list(colours(labels).values()))
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


def colours(labels: Sequence[str]) -> dict[str, str]:
    """The colour of each status: its own where its first word names one."""
    plain = iter(_PLAIN)
    named = {label: _ABSENT.get(label) or _NAMED.get(next(iter(fold(label).split()), "")) for label in labels}
    return {label: colour or next(plain) for label, colour in named.items()}


def _name(plan: Plan) -> str:
    return shortened(plan.name, LABEL)


def _records(plan: Plan, facts: Sequence[Fact], labels: Sequence[str]) -> list[dict[str, str | int]]:
    counts = Counter(fact.label if fact.label in labels else OTHER for fact in facts)
    return [
        {"plan": _name(plan), "status": label, "rows": counts[label], "order": order}
        for order, label in enumerate(labels)
        if counts[label]
    ]
