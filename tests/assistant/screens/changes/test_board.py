"""What the pages Changes and Watch list show of a comparison, without the app; a row's history and what followed it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from html import unescape
from urllib.parse import urlencode

import pytest
from docx import Document as open_word

from assistant import Assistant
from assistant.exports.quoted import Origin
from assistant.exports.watch_word import watch_word
from assistant.screens.browse.history import history_html
from assistant.screens.changes.board import (
    EVERY_CHANGE,
    KINDS,
    ChangeFilters,
    address,
    by_group,
    choices,
    figures,
    figures_by_category,
    filtered_changes,
)
from assistant.screens.changes.cards import by_category_html, by_plan_html, card_html, figures_html
from assistant.screens.parts.cards import newer_html
from assistant.screens.parts.comparison import body_html
from assistant.screens.watch.cards import CONCERNS, Filters, filtered, group_html, grouped, quoted
from assistant.screens.watch.cards import figures_html as watch_figures
from assistant.tracking.change_words import MAY_FOLLOW
from assistant.tracking.changes import RowChange, RowStatus
from assistant.tracking.item_changes import ItemKind
from assistant.tracking.lineage import Comparison, Lineage
from assistant.tracking.watch import Concern, Watched
from corpus.library import Library
from corpus.records import Column, Document, Heading, Item, Location, Row, RowKind
from tests.fictional.two_updates import library, table
from tests.word_index import WordIndex

HOSTILE = '<script>alert(1)</script> ![x](http://evil.example/x.png) <img src="http://evil.example/y">'
LIBRARY = library()
LINEAGE = Lineage(LIBRARY)
PLAN = LIBRARY.plans[0]
TODAY = date(2026, 6, 15)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return LINEAGE.comparison(PLAN, *PLAN.updates)


def references(comparison: Comparison, filters: ChangeFilters) -> list[str | None]:
    return [shown.change.new_reference or shown.change.old_reference for shown in filtered_changes(comparison, filters)]


def change_of(comparison: Comparison, reference: str) -> RowChange:
    return next(change for change in comparison.changes if change.new_reference == reference)


def text_of(html: str) -> str:
    """What is read out: the words without the marks, white space folded."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


# --- which rows ------------------------------------------------------------------------------------


def test_unchanged_rows_are_left_out_until_they_are_asked_for(comparison: Comparison) -> None:
    unchanged = {"2.2", "4.1"}
    assert not unchanged & set(references(comparison, ChangeFilters()))
    assert set(references(comparison, ChangeFilters(kind="Unchanged rows"))) == unchanged


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("New rows", ["3.2"]),
        ("Dropped rows", ["1.3"]),
        ("Retitled rows", ["1.2", "4.2"]),
        ("Moved rows", ["1.3", "2.1"]),
        ("Renumbered rows", ["1.3", "2.1", "2.2", "2.3", "3.1"]),
    ],
)
def test_rows_of_one_kind(comparison: Comparison, kind: str, expected: list[str]) -> None:
    assert sorted(filter(None, references(comparison, ChangeFilters(kind=kind)))) == expected


def test_items_of_one_kind_stand_alone(comparison: Comparison) -> None:
    shown = filtered_changes(comparison, ChangeFilters(kind="Moved items"))
    assert {item.kind for each in shown for item in each.items} == {ItemKind.MOVED}
    assert [each.change.new_reference for each in shown] == ["2.3", "3.1"]


def test_a_column_and_a_category_narrow(comparison: Comparison) -> None:
    shown = filtered_changes(comparison, ChangeFilters(category="1 Identify young carers earlier", column="Status"))
    assert {item.column for each in shown for item in each.items} == {"Status"}
    assert {each.change.new_reference for each in shown if each.change.new} == {"1.1"}
    assert all(item.kind is not ItemKind.UNCHANGED for each in shown for item in each.items)


def test_words_are_looked_for_in_what_changed_on_either_side(comparison: Comparison) -> None:
    shown = filtered_changes(comparison, ChangeFilters(words=("half-day", "training")))
    assert [(each.change.new_reference, len(each.items)) for each in shown] == [("1.1", 1)]
    assert filtered_changes(comparison, ChangeFilters(words=("nowhere-written",))) == ()


def test_what_was_chosen_is_said_in_exports() -> None:
    assert ChangeFilters().in_words == ""
    chosen = ChangeFilters("Reworded items", "1 Homes", "Progress", ("care", "leavers"))
    assert chosen.in_words == "Only: reworded items; 1 Homes; column Progress; with “care leavers”."


def test_the_choices_are_the_plans_own(comparison: Comparison) -> None:
    categories, columns = choices(comparison)
    assert [label[0] for label in categories] == list("1234")
    assert columns[0] == "Key actions"


def test_figures_count_rows_and_items(comparison: Comparison) -> None:
    found = figures(comparison)
    assert (found.rows[RowStatus.NEW], found.rows[RowStatus.DROPPED], found.rows[RowStatus.UNCHANGED]) == (1, 1, 2)
    assert found.items[ItemKind.MOVED] == 1
    by_category = dict(figures_by_category(comparison))
    assert sum(each.rows[RowStatus.CHANGED] for each in by_category.values()) == found.rows[RowStatus.CHANGED]


def test_plans_are_listed_in_numbers_that_lead_to_what_they_count(comparison: Comparison) -> None:
    shown = unescape(by_plan_html((comparison,)))
    assert PLAN.name in shown
    assert f'href="{address(comparison, "New rows")}"' in shown
    assert "1 new rows" in text_of(shown)
    assert "kind" not in address(comparison, EVERY_CHANGE)
    by_category = unescape(by_category_html(comparison))
    for label, found in figures_by_category(comparison):
        leads = f'href="{address(comparison, "Changed rows", label)}"' in by_category
        assert leads is (found.rows[RowStatus.CHANGED] > 0)


def test_text_outside_the_tables_is_a_group_of_its_own_and_counted_as_it_is_listed() -> None:
    where = Location("f.docx")
    prose = Row("§1", (Heading("", "Foreword"),), (Column("", (Item("Now with a foreword.", (where,)),)),), where)
    prose = replace(prose, kind=RowKind.PROSE, plan=PLAN.name, update="March 2026")
    added = library(("March 2026", [prose, *(replace(row, update="March 2026") for row in table("new"))]))
    plan = added.plans[0]
    compared = Lineage(added).comparison(plan, *plan.updates[1:])
    shown = filtered_changes(compared, ChangeFilters())
    assert figures(compared).rows[RowStatus.NEW] == len(filtered_changes(compared, ChangeFilters("New rows"))) == 1
    assert [label for label, _ in by_group(shown)] == ["Text outside the tables"]


# --- how they are shown ----------------------------------------------------------------------------


def test_each_figure_leads_to_what_it_counts(comparison: Comparison) -> None:
    shown = unescape(figures_html(comparison))
    assert address(comparison, "Dropped rows") in shown
    assert "1 dropped rows: show" in text_of(shown)
    assert set(re.findall(r"kind=([A-Z][a-z]+\+(?:rows|items))", shown)) <= {kind.replace(" ", "+") for kind in KINDS}


def test_differing_words_are_struck_and_underlined_and_said(comparison: Comparison) -> None:
    change = change_of(comparison, "1.1")
    item = next(item for item in change.items if item.kind is ItemKind.REWORDED and item.column == "Status")
    assert item.old
    assert item.new
    shown = body_html(comparison, change, [item])
    assert re.search(rf"<del><span[^>]*>[^<]*was[^<]*</span>{item.old.text}<", shown)
    assert re.search(rf"<ins><span[^>]*>[^<]*now[^<]*</span>{item.new.text}<", shown)


def test_every_side_links_to_its_item_in_browse(comparison: Comparison) -> None:
    shown = unescape(body_html(comparison, (change := change_of(comparison, "1.1")), change.items))
    assert "browse?plan=Northmere+Young+Carers+Delivery+Plan&update=March+2025&row=1.1&column=Actions" not in shown
    assert "update=March+2025&row=1.1&column=Timescale&item=1" in shown
    assert "update=September+2025&row=1.1&column=Target+date&item=1" in shown


def test_unchanged_items_are_folded_away(comparison: Comparison) -> None:
    change = change_of(comparison, "1.1")
    shown = body_html(comparison, change, change.items)
    table_part, folded = shown.split("<details>")
    assert "3 items unchanged since the March 2025 update" in text_of(folded)
    assert "Head of Inclusion" not in table_part
    assert "Head of Inclusion" in folded


def test_a_moved_item_says_where_it_is_now_and_was_before(comparison: Comparison) -> None:
    left, came = filtered_changes(comparison, ChangeFilters(kind="Moved items"))
    assert "Moved away" in (gone := text_of(card_html(left, True)))
    assert "Now under 3.1, Commentary (September 2025)" in gone
    assert "Before under 2.2" in text_of(card_html(came, True))


def test_a_row_says_how_its_number_and_place_changed(comparison: Comparison) -> None:
    (shown,) = [each for each in filtered_changes(comparison, ChangeFilters()) if each.change.old_reference == "3.1"]
    said = text_of(card_html(shown, False))
    assert said.startswith("3.1 → 1.3")
    assert "The number was 3.1 and is now 1.3." in said
    assert re.search("It was under “3 .+” and is now under “1 Identify young carers earlier”", said)


def test_a_history_tells_each_update_and_links_to_the_others(comparison: Comparison) -> None:
    row = change_of(comparison, "2.1").new
    assert row
    shown = history_html(LINEAGE.history(row.key), row.update)
    latest, earlier = shown.split("</li><li>")[0], shown[shown.rindex("<li>") :]
    assert "September 2025 update : 2.1" in text_of(latest)
    assert "(shown here)" in latest
    assert "March 2025 update : 2.3" in text_of(earlier)
    assert "update=March+2025&row=2.3" in unescape(earlier)
    assert history_html((), "2024-25") == ""


def test_an_earlier_row_names_the_one_that_followed_or_that_none_did() -> None:
    keys = {row.reference: row.key for row in PLAN.updates[0].rows}
    followed = newer_html(LINEAGE.since(keys["3.1"]))
    assert "update=September+2025&row=1.3" in unescape(followed)
    assert "no longer in it" in text_of(newer_html(LINEAGE.since(keys["1.3"])))
    assert newer_html(LINEAGE.since(PLAN.latest.rows[0].key)) == ""


def test_hostile_words_are_shown_as_text_everywhere() -> None:
    def hostile(update: str, number: int) -> Document:
        where = Location(HOSTILE)
        item = Item(f"{HOSTILE} is {number} of the words that stand in this very item", (where,))
        path = (Heading("1", HOSTILE), Heading(HOSTILE, f"{HOSTILE} title {number}"))
        row = Row(HOSTILE, path, (Column(HOSTILE, (item,)),), where, plan=HOSTILE, update=update)
        return Document(HOSTILE, "0", 1, HOSTILE, update, (row,))

    plans = Library((hostile(f"2023-24 {HOSTILE}", 1), hostile(f"2024-25 {HOSTILE}", 2))).plans
    lineage = Lineage(Library((hostile(f"2023-24 {HOSTILE}", 1), hostile(f"2024-25 {HOSTILE}", 2))))
    compared = lineage.comparison(plans[0], *plans[0].updates)
    old = plans[0].updates[0].rows[0]
    watched = Watched(Concern.CARRIED_OVER, old, HOSTILE, 1, HOSTILE)
    for shown in (
        figures_html(compared),
        by_category_html(compared),
        *(card_html(each, True) for each in filtered_changes(compared, ChangeFilters(words=("script",)))),
        history_html(lineage.history(old.key), old.update),
        newer_html(lineage.since(old.key)),
        *(group_html(group, HOSTILE, opened=True) for group in grouped([watched])),
    ):
        assert "script" in shown
        assert "<script" not in shown
        assert "<img" not in shown
        assert "![" not in shown


# --- the watch list --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def watched() -> tuple[Watched, ...]:
    return LINEAGE.watch_list(PLAN, date(2030, 1, 1))


def test_the_watch_list_is_filtered_by_concern_column_and_words(watched: tuple[Watched, ...]) -> None:
    carried = filtered(watched, Filters(concern=CONCERNS[Concern.CARRIED_OVER], column="Key actions"))
    assert {(entry.concern, entry.column) for entry in carried} == {(Concern.CARRIED_OVER, "Key actions")}
    champion = filtered(carried, Filters(words=("champion", "school")))
    assert [entry.row.reference for entry in champion] == ["1.1"]


def test_each_entry_is_quoted_with_its_remark(watched: tuple[Watched, ...]) -> None:
    for entry, quote in zip(watched, quoted(watched), strict=True):
        assert quote.remark == entry.says
        assert quote.citation.row_key == entry.row.key
        if entry.named:
            assert entry.named.text in quote.citation.quote


def test_a_date_that_passed_is_marked_in_its_item(watched: tuple[Watched, ...]) -> None:
    group = next(group for group in grouped(watched) if group.concern is Concern.DATE_PASSED)
    shown = group_html(group, PLAN.latest.name, opened=True)
    assert group.entries[0].named
    assert f"<mark>{group.entries[0].named.text}</mark>" in shown
    assert '<details class="watched" open>' in shown


def test_a_row_that_is_folded_away_says_why_it_is_listed(watched: tuple[Watched, ...]) -> None:
    for group in grouped(watched):
        heading, _, below = group_html(group, PLAN.latest.name, opened=False).partition("</summary>")
        said = f"{len(group.entries)} " if len(group.entries) > 1 else group.entries[0].says
        assert said in text_of(heading)
        assert (group.entries[0].says in text_of(below)) is (len(group.entries) > 1)


def test_dates_come_before_what_was_carried_over(watched: tuple[Watched, ...]) -> None:
    concerns = [group.concern for group in grouped(watched)]
    assert concerns == sorted(concerns, key=list(CONCERNS).index)
    assert len({(group.concern, group.row.key) for group in grouped(watched)}) == len(concerns)


def test_several_plans_are_told_apart_on_the_watch_list(watched: tuple[Watched, ...]) -> None:
    other = replace(watched[0], row=replace(watched[0].row, plan="Roads Plan"))
    plans = [PLAN, replace(PLAN, name="Roads Plan")]
    chosen = CONCERNS[watched[0].concern]
    shown = unescape(watch_figures(plans, [*watched, other], chosen))
    assert "By plan" in shown
    assert all(plan.name in shown for plan in plans)
    assert f'href="watch?{urlencode({"plan": "Roads Plan", "concern": chosen})}"' in shown
    assert shown.count('aria-current="true"') == 1
    file = open_word(io.BytesIO(watch_word("All", [], [*watched, other], CONCERNS, Origin("", TODAY, ()))))
    headings = [each.text for each in file.paragraphs if each.style and each.style.name == "Heading 2"]
    assert {PLAN.name, "Roads Plan"} == set(headings)


def test_an_entry_of_an_earlier_update_says_so(watched: tuple[Watched, ...]) -> None:
    older = replace(watched[0], row=PLAN.updates[0].rows[0], column="Actions", number=1)
    shown = [group_html(group, PLAN.latest.name, opened=True) for group in grouped([watched[0], older])]
    assert ["March 2025 update</span>" in each for each in shown].count(True) == 1


def test_what_may_be_one_matter_stands_side_by_side_once_with_its_figures_in_bold() -> None:
    old, new = (
        hand_made(update, text)
        for update, text in (
            ("2023-24", "Only 4 of the nine old swings at Mill Green are safe"),
            ("2024-25", "At Mill Green 12 swings, old and new, are safe now"),
        )
    )
    comparison = Assistant(WordIndex([old, new])).comparison()
    html = body_html(comparison, comparison.changes[0], comparison.changes[0].items)
    assert html.count(MAY_FOLLOW) == 1
    assert "Only <strong>4</strong> of the <strong>nine</strong> old swings" in html
    assert "<strong>12</strong> swings" in html
    removed = [item for item in comparison.changes[0].items if item.old]
    assert MAY_FOLLOW in body_html(
        comparison, comparison.changes[0], removed
    )  # where only removed items are shown, too


def hand_made(update: str, text: str) -> Document:
    where = Location(f"{update}.csv", line=1)
    path = (Heading("1", "Play"), Heading("1.1", "Renew the playgrounds"))
    row = Row("1.1", path, (Column("Progress", (Item(text, (where,)),)),), where, plan="Play Plan", update=update)
    return Document(f"{update}.csv", update, 1, "Play Plan", update, (row,))
