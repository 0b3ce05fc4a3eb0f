"""Charts of dates and figures, each beside a table with the same content.

Screen readers can't read a chart. Of a document's text, charts show only titles, as plain labels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from importlib import import_module
from typing import TYPE_CHECKING

from assistant.screens.parts.text import shortened
from assistant.tracking.figures import Series
from assistant.tracking.timeline import Dated, When
from corpus.language.quantities import Unit
from corpus.records import Row

if TYPE_CHECKING:
    import altair

    Chart = altair.LayerChart | altair.FacetChart

LABEL = 24  # characters of a priority beside its line
LINE = 26  # pixels a priority
AROUND = 120  # pixels of the legend above and the months below
SHORT = timedelta(days=45)  # up to this length a date is drawn as a point: over several years a bar would be invisible
WORDS = {When.PAST: "Past", When.NOW: "Now", When.TO_COME: "To come"}
SHAPES = {When.PAST: "circle", When.NOW: "diamond", When.TO_COME: "triangle-up"}
TODAY = "#7d8790"  # the line: 3:1 on white and on near-black, as the marks
COLOURS = {When.PAST: "#6f777b", When.NOW: "#b35900", When.TO_COME: "#1d70b8"}  # 3:1 on white and on near-black


def timeline(dates: Sequence[Dated], today: date) -> Chart:
    """A line for each priority, with a mark for each date; shape and colour show whether it is past."""
    _wait_for_pandas()
    import altair

    labels = list(dict.fromkeys(label(each.row) for each in sorted(dates, key=_counting)))
    line = altair.Y("priority:N", sort=labels, title=None, axis=altair.Axis(labelLimit=240, grid=True))
    when = altair.Scale(domain=list(WORDS.values()), range=list(COLOURS.values()))
    legend = altair.Legend(
        orient="top", columns=1, symbolOpacity=1
    )  # one word a line, because a phone has no room for more
    colour = altair.Color("when:N", scale=when, title=None, legend=legend)
    shape = altair.Shape("when:N", scale=altair.Scale(domain=list(WORDS.values()), range=list(SHAPES.values())))
    marked = [(_record(each, today), each.last - each.named.first) for each in dates]
    long = [record for record, lasts in marked if lasts > SHORT]
    short = [record for record, lasts in marked if lasts <= SHORT]
    time = altair.X("first:T", title=None, axis=altair.Axis(format="%b %Y", labelAngle=0, labelOverlap=True))
    bars = altair.Chart(altair.InlineData(values=long)).mark_bar(height=7, opacity=0.45)
    points = altair.Chart(altair.InlineData(values=short)).mark_point(filled=True, size=70, opacity=0.9)
    now = altair.Chart(altair.InlineData(values=[{"today": today.isoformat()}])).mark_rule(
        strokeDash=[4, 3], size=2, color=TODAY
    )
    drawn = [  # without empty layers, which screen readers would announce as unnamed pictures
        bars.encode(x=time, x2="end:T", y=line, color=colour, tooltip=altair.value(None)) if long else None,
        points.encode(x=time, y=line, color=colour, shape=shape, tooltip=altair.value(None)) if short else None,
        now.encode(x="today:T", tooltip=altair.value(None)),
    ]
    return altair.layer(*filter(None, drawn)).properties(height=LINE * len(labels) + AROUND)


def history(series: Series) -> Chart:
    """One figure through the updates."""
    _wait_for_pandas()
    import altair

    names = [point.update for point in series.points]
    values = [
        {"update": point.update, "value": point.figure.value, "text": point.figure.text} for point in series.points
    ]
    highest = max(point.figure.value for point in series.points)
    share = series.points[-1].figure.unit is Unit.PERCENT
    base = altair.Chart(altair.InlineData(values=values)).encode(
        x=altair.X("update:N", sort=names, title=None, axis=altair.Axis(labelAngle=0)),
        y=altair.Y(
            "value:Q",
            title=None,
            axis=altair.Axis(tickCount=3),
            scale=altair.Scale(domain=[0, max(highest, 100.0) if share else highest * 1.25]),
        ),
        tooltip=altair.value(None),
    )
    return altair.layer(
        base.mark_line(color=COLOURS[When.TO_COME], point=altair.OverlayMarkDef(size=60)),
        base.mark_text(dy=-12, fontSize=13).encode(text="text:N"),
    ).properties(height=150, width=240)


def _wait_for_pandas() -> None:
    """Import pandas completely: Altair fails if another session's thread is still importing it for Streamlit."""
    import_module("pandas")


def label(row: Row) -> str:
    """A priority in few words, for a line of the chart and for a select box."""
    return shortened(f"{row.reference} {row.priority.title}".strip(), LABEL)


def _counting(each: Dated) -> list[str | int]:
    """References as people count: 1.2 before 1.10."""
    parts = re.split(r"(\d+)", each.citation.reference)
    return [int(part) if at % 2 else part for at, part in enumerate(parts)]


def _record(each: Dated, today: date) -> dict[str, str]:
    last = each.last + timedelta(days=1)
    return {
        "first": each.named.first.isoformat(),
        "end": last.isoformat(),
        "priority": label(each.row),
        "when": WORDS[each.when(today)],
    }
