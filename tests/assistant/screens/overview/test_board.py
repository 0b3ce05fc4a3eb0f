"""The overview's choices and HTML: each number's link leads to the rows that it counts."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from assistant.screens.overview import charts
from assistant.screens.overview.board import (
    CHECK,
    NEWS,
    Board,
    Choice,
    by_plan,
    labels_words,
    unclear_statuses,
)
from assistant.screens.overview.cards import groups_html, plans_html, rows_html, tiles_html
from assistant.tracking.changes import RowStatus
from assistant.tracking.due import Stage, states
from assistant.tracking.overview import NOT_STATED, Counts, Fact, facts_of, grouped
from assistant.tracking.status_words import Progress, StatusMeanings
from tests import fictional_statuses as four


@pytest.fixture(scope="module")
def facts() -> tuple[Fact, ...]:
    return facts_of(states(four.rows(), four.TODAY, StatusMeanings.of(four.plans())))


def kept(choice: Choice, facts: tuple[Fact, ...]) -> list[str]:
    since = {facts[0].row.key: RowStatus.NEW}
    return [fact.row.reference for fact in Board(facts).rows(choice, since)]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(due="Overdue"), four.LATE),
        (Choice(due="Date passed, status not clear"), four.UNCLEAR_AND_PASSED),
        (Choice(due="Due soon"), four.SOON),
        (Choice(due="Done"), four.DONE),
        (Choice(owner="Ann Oakley", due="Overdue"), ["H1", "H6"]),
        (Choice(plan=four.ROADS, status="Green"), ["R2"]),
        (Choice(status=NOT_STATED), ["H6", "C1", "C2", "C3"]),
        (Choice(category="Theme of Parks Plan"), ["P1", "P2", "P3"]),
        (Choice(since=NEWS), ["H1"]),
        (Choice(doubt=CHECK), []),
    ],
)
def test_a_choice_keeps_its_rows(choice: Choice, expected: list[str], facts: tuple[Fact, ...]) -> None:
    assert kept(choice, facts) == expected


def links(html: str) -> dict[str, str]:
    """What each link of some HTML says, with its address."""
    found = re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', html)
    return {unescape(re.sub("<[^>]+>", "", words)).strip(): unescape(address) for address, words in found}


def test_every_number_leads_to_as_many_rows(facts: tuple[Fact, ...]) -> None:
    grouping = by_plan(four.plans(), facts)
    owners = grouped(facts, lambda fact: [Choice(owner=owner) for owner in fact.owners])
    html = (
        tiles_html(Choice(), Counts.of(facts), 0, 0, four.TODAY)
        + plans_html(Choice(), grouping, {}, [])
        + groups_html(("owner", "owners"), Choice(), owners)
    )
    checked = 0
    for words, address in links(html).items():
        number = re.match(r"\d+\b", words)
        if number and address.startswith("overview?"):
            choice = Choice.read(dict(parse_qsl(urlsplit(address).query)))
            assert len(kept(choice, facts)) == int(number[0]), (words, address)
            checked += 1
    assert checked > 15


def test_plans_with_most_overdue_come_first_and_say_their_update(facts: tuple[Fact, ...]) -> None:
    grouping = by_plan(four.plans(), facts)
    assert [plan.name for plan, _ in grouping] == [four.HOMES, four.ROADS, four.PARKS, four.CARE]
    html = unescape(plans_html(Choice(), grouping, {}, []))
    assert html.count("2026-27 update") == 4
    assert html.count("only update") == 4


def test_statuses_end_with_those_that_none_states(facts: tuple[Fact, ...]) -> None:
    homes = [fact for fact in facts if fact.row.plan == four.HOMES]
    assert labels_words(Counts.of(homes))[-1] == (NOT_STATED, 1)


def test_staff_are_asked_about_statuses_that_nobody_can_tell(facts: tuple[Fact, ...]) -> None:
    assert unclear_statuses(facts) == [(four.PARKS, "Blue", 1), (four.PARKS, "Green", 1)]


def test_rows_link_to_browse_and_state_what_is_missing(facts: tuple[Fact, ...]) -> None:
    care = four.plans()[-1]
    html = rows_html(care, [fact for fact in facts if fact.row.plan == care.name][:1], 3, {})
    assert links(html)["Action C1"] == "browse?plan=Care+Plan&update=2026-27&row=C1"
    assert "The first 1 of 3 rows" in unescape(html)
    assert "not stated" in unescape(html)


def test_a_document_s_words_are_shown_as_text(facts: tuple[Fact, ...]) -> None:
    hostile = {Choice(owner='<img src="x">'): [facts[0]]}
    assert "<img" not in groups_html(("owner", "owners"), Choice(), hostile)


def test_a_bar_is_one_plan_s_and_its_colours_mean_the_same_everywhere(facts: tuple[Fact, ...]) -> None:
    long = "Kestrelby Fostering and Adoption"
    names = charts.names_of([f"{long} Plan", f"{long} Review", four.CARE])
    assert len(set(names)) == 3
    assert names[2] == four.CARE
    words = [replace(facts[0], label=label, progress=Progress.DONE) for label in ("Done", "Achieved", "Finished")]
    assert charts.key(words) == {"Done: Achieved, Finished": charts.COLOURS["Done"]}
    drawn = {fact.row.reference: charts.part_of(fact) for fact in facts}
    assert [drawn[of] for of in ("H2", "H4", "H6", "R1", "P1")] == ["Done", "Not done", NOT_STATED, "Blue", "Blue"]


def test_categories_that_are_called_the_same_stay_with_their_plans(facts: tuple[Fact, ...]) -> None:
    two = {Choice(plan=four.CARE, category="Homes"): [facts[0]], Choice(plan=four.ROADS, category="Homes"): [facts[1]]}
    html = unescape(groups_html(("category", "categories"), Choice(), two))
    assert all(plan in html for plan in (four.CARE, four.ROADS))
    assert "(2)" in html


def test_where_no_date_is_to_come_it_is_said_why(facts: tuple[Fact, ...]) -> None:
    for stage, words in ((Stage.LATE, "all dates have passed"), (Stage.UNDATED, "none stated")):
        past = [replace(fact, stage=stage) for fact in facts]
        assert words in plans_html(Choice(), by_plan(four.plans(), past), {}, [])
    unread = [replace(fact, stage=Stage.UNREAD) for fact in facts]
    counts = Counts.of(unread)
    assert f"{len(unread)}" in tiles_html(Choice(), counts, 0, 0, four.TODAY)
    assert "can’t be read" in unescape(tiles_html(Choice(), counts, 0, 0, four.TODAY))
