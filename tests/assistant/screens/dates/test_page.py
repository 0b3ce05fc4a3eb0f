"""Dates and figures as the page shows them, without the app: tables that say what the pictures do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from assistant.screens.dates import charts
from assistant.screens.dates.cards import (
    counted_words,
    dates_html,
    days_words,
    figures_html,
    plans_dates_html,
    quoted_dates,
    quoted_figures,
    row_heading_html,
)
from assistant.tracking.figures import figures_of
from assistant.tracking.lineage import Lineage
from assistant.tracking.timeline import dated, soonest_first
from corpus.library import Library
from corpus.records import Column, Document, Heading, Item, Location, Plan, Row, Update

HOSTILE = '<script>alert(1)</script> ![x](http://evil.example/x.png) <img src="http://evil.example/y">'
TODAY = date(2026, 11, 22)
WHERE = Location("plan.txt", line=1)


def row(update: str, *items: str, title: str = "Every child has a home") -> Row:
    column = Column("Progress", tuple(Item(text, (WHERE,)) for text in items))
    return Row("1.i", (Heading("1", "Homes"), Heading("i", title)), (column,), WHERE, plan="Plan", update=update)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Opened on 3rd May 2024", "3 May 2024"),
        ("Opens in May 2027", "May 2027"),
        ("In 2025", "2025"),
        ("In 2024/25", "1 April 2024 to 31 March 2025"),
        ("Until September 2025 plus 2 years", "1 September 2025 to 30 September 2027"),
    ],
)
def test_days_are_said_as_they_are_meant(text: str, words: str) -> None:
    (found,) = dated([row("2024-25", text)])
    assert days_words(found) == words


def test_the_table_of_dates_holds_every_date_of_the_picture() -> None:
    found = dated([row("2024-25", "Opened on 3 May 2024; the next opens in May 2027.", "Let for 2025 to 2028")])
    shown = dates_html(found, 7, TODAY)
    assert shown.count("<mark>") == 3
    assert "The first 3 of 7 dates" in shown
    assert counted_words(found, TODAY) == "3 dates: 1 past, 1 now, 1 to come."
    pictured = charts.timeline(found, TODAY).to_dict()
    drawn = [record for values in pictured["datasets"].values() for record in values if "first" in record]
    assert sorted(record["first"] for record in drawn) == ["2024-05-03", "2025-01-01", "2027-05-01"]
    assert {record["when"] for record in drawn} == {"Past", "Now", "To come"}
    assert quoted_dates(found, TODAY)[0].remark == "3 May 2024 (past)"


def test_what_is_to_come_is_listed_before_what_is_past() -> None:
    found = dated([row("2024-25", "Opened in May 2024 and in May 2025.", "Opens in May 2027, again in May 2028.")])
    assert [each.named.text for each in soonest_first(found, TODAY)] == ["May 2027", "May 2028", "May 2025", "May 2024"]


def test_plans_are_listed_by_what_comes_next_in_numbers_that_lead_to_them() -> None:
    texts = {"Later": "Ends in May 2028.", "Soon": "Ends in May 2027; began in 2024.", "Over": "Ended in 2025."}
    plans = []
    for name, words in texts.items():
        only = replace(row("2026-27", words), plan=name)
        plans.append(
            (Plan(name, (Update("2026-27", Document(f"{name}.txt", "", 0, name, "2026-27", (only,))),)), [only])
        )
    shown = unescape(plans_dates_html([(plan, dated(rows)) for plan, rows in plans], TODAY))
    assert [shown.index(name) for name in ("Soon", "Later", "Over")] == sorted(map(shown.index, texts))
    assert 'href="dates?plan=Soon&when=To+come"' in shown
    assert "May 2027" in shown


def test_the_table_of_figures_holds_every_point_of_the_picture() -> None:
    issues = [
        Document(f"{name}.txt", name, 1, "Plan", name, (row(name, f"We run {homes} homes.", "31 were let."),))
        for name, homes in (("2023-24", 12), ("2024-25", 15))
    ]
    library = Library(tuple(issues))
    (found,) = figures_of(library.plans[0], Lineage(library))
    shown = figures_html(found)
    assert "We run <mark>12</mark> homes" in shown
    assert "We run <mark>15</mark> homes" in shown
    assert "1 figure as written" in shown
    (values,) = charts.history(found.series[0]).to_dict()["datasets"].values()
    assert [(record["update"], record["text"]) for record in values] == [("2023-24", "12"), ("2024-25", "15")]
    assert [quote.remark for quote in quoted_figures([found])] == ["homes: 12", "homes: 15", "as written: 31"]


def test_hostile_words_are_shown_as_text_everywhere() -> None:
    hostile = replace(
        row(HOSTILE, f"{HOSTILE} opened 12 homes {HOSTILE} in May 2024", f"{HOSTILE} 31 were", title=HOSTILE),
        plan=HOSTILE,
        reference=HOSTILE,
    )
    library = Library((Document(HOSTILE, "1", 1, HOSTILE, HOSTILE, (hostile,)),))
    found = figures_of(library.plans[0], Lineage(library))
    for shown in (dates_html(dated([hostile]), 1, TODAY), *map(figures_html, found), row_heading_html(hostile)):
        assert "<script" not in shown
        assert "<img" not in shown
        assert "![" not in shown
