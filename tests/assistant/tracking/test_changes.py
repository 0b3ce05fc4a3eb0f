"""What became of rows and items from one update to the next."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.tracking.changes import RowChange, RowStatus, compare
from assistant.tracking.item_changes import ItemChange, ItemKind
from corpus.records import Column, Heading, Item, Location, Row, RowKind
from tests.conftest import gold_document
from tests.fictional.two_updates import Reference, Verdict, table, true_verdicts
from tests.places import SHARED

HERE = Location("plan.txt", line=1)


def row(reference: str, title: str, *progress: str, category: str = "Homes") -> Row:
    column = Column("Progress", tuple(Item(text, (HERE,)) for text in progress))
    return Row(reference, (Heading("1", category), Heading("", title)), (column,), HERE, plan="P", update="U")


def verdicts(changes: Sequence[RowChange]) -> dict[Reference, Verdict]:
    return {
        (change.old_reference, change.new_reference): (
            frozenset(change.status),
            Counter((entry["kind"], entry["old"], entry["new"]) for entry in map(ItemChange.as_contract, change.items)),
        )
        for change in changes
    }


def f1(true: dict[Reference, Verdict], found: dict[Reference, Verdict]) -> float:
    """Of all items with their kind, row and texts."""
    wanted, given = (
        Counter({(key, item): number for key, (_, items) in side.items() for item, number in items.items()})
        for side in (true, found)
    )
    return 2 * (wanted & given).total() / (wanted.total() + given.total())


def test_the_fictional_pair_is_compared_as_it_truly_changed() -> None:
    true, found = true_verdicts(), verdicts(compare(table("old"), table("new")))
    assert {key: status for key, (status, _) in found.items()} == {key: status for key, (status, _) in true.items()}
    assert f1(true, found) >= 0.95


def numbered(reference: str, title: str, *progress: str) -> Row:
    """A row with a number of its own."""
    return replace(row(reference, title, *progress), path=(Heading("1", "Homes"), Heading(reference, title)))


_STEADY = (("P1", "Mend the weir"), ("P2", "Dredge the basin"), ("P3", "Light the quay"), ("P4", "Sell the tug"))


@pytest.mark.parametrize(("reference", "expected"), [("P5", ["retitled"]), ("P6", ["dropped", "new"])])
def test_references_that_stay_say_which_row_is_meant(reference: str, expected: list[str]) -> None:
    same = [numbered(number, title, f"{title} is under way.") for number, title in _STEADY]
    old = [*same, numbered("P5", "Publish six walks as leaflets", "Two are drawn.")]
    new = [*same, numbered(reference, "Put ten walks on paper and in an app", "The app is late.")]
    statuses = [status.value for change in compare(old, new) for status in change.status]
    assert [status for status in statuses if status in ("retitled", "new", "dropped")] == expected


def test_references_given_anew_say_nothing() -> None:
    old = [numbered(str(at), title) for at, (_, title) in enumerate(_STEADY, 1)]
    new = [numbered(str(at), title) for at, (_, title) in enumerate((("", "Count the swans"), *_STEADY), 1)]
    pairs = {(change.old_title, change.new_title) for change in compare(old, new)}
    assert (None, "Count the swans") in pairs
    assert all(before in (None, after) for before, after in pairs)


@pytest.mark.skipif(not (SHARED / "update").exists(), reason="needs the shared example of a next update")
def test_the_samples_next_update_is_compared_as_it_truly_changed() -> None:
    old = gold_document(SHARED / "plans" / "gold-2023-24.json", "P", "2023-24")
    new = gold_document(SHARED / "update" / "update-2024-25.gold.json", "P", "2024-25")
    found = compare(old.rows, new.rows)
    for entry in json.loads((SHARED / "update" / "changes.json").read_text(encoding="utf-8")):
        change = next(c for c in found if (c.old_reference, c.new_reference) == (entry["old_ref"], entry["new_ref"]))
        renumbered = {"renumbered"} if entry["renumbered"] else set()
        assert set(change.status) == {entry["status"], *entry["also"]} | renumbered
        reworded = {(i.old.text, i.new.text) for i in change.items if i.kind == "reworded" and i.old and i.new}
        assert reworded == {(a, b) for kind in ("progress", "actions") for a, b in entry[f"{kind}_changed"]}
        unchanged = entry["progress_unchanged"] + entry["actions_unchanged"]
        assert change.counts[ItemKind.UNCHANGED] == unchanged


def test_an_update_against_itself_is_unchanged() -> None:
    rows = table("old")
    changes = compare(rows, rows)
    assert [change.status for change in changes] == [(RowStatus.UNCHANGED,)] * len(rows)
    assert [change.new for change in changes] == rows


def test_other_quotes_spaces_and_dashes_are_no_change() -> None:
    old = row("1.i", "Children's homes", "LCC Placements team – “strong” in 2024.")
    new = row("1.i", "Children’s  homes", "LCCPlacements team - 'strong' in 2024")
    (change,) = compare([old], [new])
    assert change.status == (RowStatus.UNCHANGED,)


def test_another_figure_is_a_change_and_its_words_are_marked() -> None:
    old = row("1.i", "Foster homes", "The average increase was 7% for 12 homes in the county.")
    new = row("1.i", "Foster homes", "The average increase was 3.8% for 12 homes in the county.")
    (item,) = compare([old], [new])[0].items
    assert item.kind is ItemKind.REWORDED
    assert item.old is not None
    assert item.new is not None
    assert [item.old.text[a:b] for a, b in item.old_differs] == ["7%"]
    assert [item.new.text[a:b] for a, b in item.new_differs] == ["3.8%"]


def test_items_that_one_reading_ran_together_are_not_reported_as_new() -> None:
    first, second = "Review the service before April 2025", "Supported lodgings are developed and supported"
    later = "Review the service before April 2026"
    (change,) = compare([row("1.i", "Homes", f"{first} {second}")], [row("1.i", "Homes", later, second)])
    assert [(item.kind, item.old and item.old.text) for item in change.items] == [
        (ItemKind.REWORDED, first),
        (ItemKind.UNCHANGED, second),
    ]
    assert [item.old.number for item in change.items if item.old] == [1, 1]


def test_an_item_that_grew_by_a_sentence_is_reworded() -> None:
    said = "Providers are in place in five of seven districts."
    (change,) = compare([row("1.i", "Homes", said)], [row("1.i", "Homes", f"{said} A sixth begins in May.")])
    assert [item.kind for item in change.items] == [ItemKind.REWORDED]


def test_an_item_that_moved_is_reported_in_both_rows() -> None:
    stays = "Carers meet every month to share what works for them."
    goes = "The age assessment unit in the town supports same-day accommodation for new arrivals."
    old = [
        row("1.i", "Foster carers are supported", stays, goes),
        row("1.ii", "Arrivals are housed", "A first item stays here."),
    ]
    new = [
        row("1.i", "Foster carers are supported", stays),
        row("1.ii", "Arrivals are housed", "A first item stays here.", goes),
    ]
    left, came = (change.items[-1] for change in compare(old, new))
    assert (left.kind, came.kind) == (ItemKind.MOVED, ItemKind.MOVED)
    assert left.as_contract() == {"column": "Progress", "kind": "moved", "old": goes, "new": None, "moved_to": "1.ii"}
    assert came.as_contract() == {"column": "Progress", "kind": "moved", "old": None, "new": goes, "moved_from": "1.i"}


def test_a_row_that_kept_only_its_title_is_the_same() -> None:
    (change,) = compare(
        [row("1.i", "More foster families", "Six homes were opened.")],
        [row("1.i", "More foster families", "Fees rose.")],
    )
    assert RowStatus.CHANGED in change.status


def test_a_row_that_kept_only_its_content_was_retitled() -> None:
    content = "Six homes were opened in the north and are inspected each year."
    (change,) = compare([row("1.i", "Warm meals", content)], [row("1.i", "Buses to college", content)])
    assert change.status == (RowStatus.RETITLED,)


def test_a_row_that_took_another_ones_number_is_not_the_same() -> None:
    old, new = row("1.i", "Warm meals in schools", "A menu was agreed."), row("1.i", "Buses to college", "Routes run.")
    assert {change.status for change in compare([old], [new])} == {(RowStatus.NEW,), (RowStatus.DROPPED,)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            row("1.i", "Homes for care leavers", "Ten flats."),
            row("1.ii", "Homes abroad", "Visits begin.", category="B"),
        ),
        (
            row("1.i", "Warm meals", "Staff meet."),
            row("1.ii", "Buses", "Staff meet drivers at the depot.", category="B"),
        ),
    ],
)
def test_rows_that_share_a_word_are_not_the_same(old: Row, new: Row) -> None:
    others = [row(f"2.{number}", title, text, category="C") for number, title, text in OTHERS]
    found = {change.status for change in compare([old, *others], [new, *others]) if change.old not in others}
    assert found == {(RowStatus.NEW,), (RowStatus.DROPPED,)}


OTHERS = [(1, "Homes are inspected", "Inspectors came."), (2, "Staff are trained", "Staff met."), (3, "Fees", "Paid.")]


def test_of_rows_alike_in_all_else_those_under_one_category_belong_together() -> None:
    old = [row("1", "Training", category="Homes"), row("2", "Training", category="Health")]
    new = [row("3", "Training", category="Health"), row("4", "Training", category="Homes")]
    changes = compare(old, new)
    assert all(change.old and change.new and change.old.category == change.new.category for change in changes)


def test_of_rows_alike_in_all_else_those_of_one_number_belong_together() -> None:
    old = [row("1", "Training"), row("2", "Training")]
    assert all(change.old_reference == change.new_reference for change in compare(old, old[::-1]))


def test_a_sentence_in_another_ones_place_is_new() -> None:
    old = row("1.i", "Homes", "The panel of foster carers meets monthly in the town.", "Fees are paid.")
    new = row("1.i", "Homes", "Two new buildings by the river opened in the spring.", "Fees are paid.")
    (change,) = compare([old], [new])
    assert [item.kind for item in change.items] == [ItemKind.DROPPED, ItemKind.NEW, ItemKind.UNCHANGED]


def test_a_lone_sentence_in_another_ones_place_is_new_and_a_lone_value_changed() -> None:
    def kinds(old: str, new: str) -> set[ItemKind]:
        (change,) = compare([row("1.i", "Homes", old)], [row("1.i", "Homes", new)])
        return {item.kind for item in change.items}

    assert kinds("On track", "Delayed until June") == {ItemKind.REWORDED}
    assert kinds("Six new homes were opened in the north.", "Carers meet monthly to share what works.") == {
        ItemKind.NEW,
        ItemKind.DROPPED,
    }


def test_a_value_that_left_one_row_and_came_to_another_did_not_move() -> None:
    carers, meals = ("1.i", "Foster carers are supported"), ("1.ii", "Warm meals in schools")
    old = [row(*carers, "Carers meet each month.", "On track"), row(*meals, "Menus are agreed with the cooks.")]
    new = [row(*carers, "Carers meet each month."), row(*meals, "Menus are agreed with the cooks.", "On track")]
    assert {item.kind for change in compare(old, new) for item in change.items} == {
        ItemKind.UNCHANGED,
        ItemKind.DROPPED,
        ItemKind.NEW,
    }


def test_columns_that_share_neither_words_nor_texts_are_not_one() -> None:
    def of(heading: str, text: str) -> Row:
        return replace(row("1.i", "Homes"), columns=(Column(heading, (Item(text, (HERE,)),)),))

    (change,) = compare([of("Lead officer", "Head of Homes")], [of("Next steps", "Agree fees")])
    assert [(item.column, item.kind) for item in change.items] == [
        ("Next steps", ItemKind.NEW),
        ("Lead officer", ItemKind.DROPPED),
    ]


def test_a_renamed_category_moves_nothing() -> None:
    old = [row("1.i", "More foster families"), row("1.ii", "Better homes")]
    new = [replace(each, path=(Heading("1", "Places to live"), each.path[1])) for each in old]
    assert [change.status for change in compare(old, new)] == [(RowStatus.UNCHANGED,)] * 2


def test_a_category_that_was_merged_into_another_moves_its_rows() -> None:
    old = [row("1.i", "More foster families"), row("2.i", "Warm meals in schools", category="Health")]
    new = [row("1.i", "More foster families"), row("1.ii", "Warm meals in schools")]
    assert compare(old, new)[1].status == (RowStatus.MOVED, RowStatus.RENUMBERED)


def test_a_dropped_row_stands_where_it_stood() -> None:
    titles = ["More foster families", "Warm meals in schools", "Buses to college"]
    old = [row(f"1.{number}", title) for number, title in enumerate(titles, 1)]
    changes = compare(old, [old[0], old[2]])
    assert [change.old_title for change in changes] == titles
    assert changes[1].status == (RowStatus.DROPPED,)
    assert (changes[1].new_reference, changes[1].new_title) == (None, None)


def test_prose_is_compared_with_prose() -> None:
    prose = replace(row("1", "Foreword", "We want every child to thrive."), kind=RowKind.PROSE)
    priority = row("1", "Foreword", "We want every child to thrive.")
    assert [change.status for change in compare([prose], [priority])] == [(RowStatus.DROPPED,), (RowStatus.NEW,)]


@pytest.mark.parametrize("sides", [(True, False), (False, True), (False, False)])
def test_an_empty_update_makes_all_rows_new_or_dropped(sides: tuple[bool, bool]) -> None:
    rows = table("old")
    old, new = (rows if full else [] for full in sides)
    changes = compare(old, new)
    assert len(changes) == max(len(old), len(new))
    assert {change.status for change in changes} <= {(RowStatus.NEW if new else RowStatus.DROPPED,)}


def test_the_contract_names_every_field() -> None:
    (change,) = compare([], [row("1.i", "More foster families", "One item.")])
    assert change.as_contract() == {
        "status": ["new"],
        "old_reference": None,
        "new_reference": "1.i",
        "old_title": None,
        "new_title": "More foster families",
        "items": [{"column": "Progress", "kind": "new", "old": None, "new": "One item."}],
    }


@pytest.mark.parametrize(("words", "kind"), [(6, ItemKind.REWORDED), (7, ItemKind.DROPPED)])
def test_a_lone_value_has_up_to_six_words(words: int, kind: ItemKind) -> None:
    old = " ".join(["agreed", "with", "all", "of", "the", "districts", "in", "May"][:words])
    (change,) = compare([row("1.i", "Homes", old)], [row("1.i", "Homes", "Delayed")])
    assert change.items[0].kind is kind
