"""What may follow from what: how much of the truth is shown, and how much of what is shown is true."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant import Assistant
from assistant.tracking.changes import RowChange, RowStatus
from assistant.tracking.followers import with_followers
from assistant.tracking.item_changes import ItemChange, ItemKind
from assistant.tracking.places import Place
from corpus.records import Column, Document, Heading, Item, Location, Row
from index import Excerpt, build, load_encoder
from tests.fictional.may_follow import LOOKED_AT, UNSEEN, Pair, true_pairs, write_updates
from tests.places import MODELS
from tests.word_index import WordIndex


@pytest.fixture(scope="module", params=[LOOKED_AT, UNSEEN], ids=["looked at", "unseen"])
def plan(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    return found


@pytest.fixture(scope="module")
def compared(plan: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root = tmp_path_factory.mktemp("followers")
    write_updates(plan, root / "documents")
    build(root / "documents", root / "index", encoder=lambda: load_encoder("", MODELS))
    return Assistant.open(root / "index")


def shown_pairs(assistant: Assistant) -> set[Pair]:
    items = [item for change in assistant.changes() for item in change.items]
    return {(item.may_follow.text, item.new.text) for item in items if item.new and item.may_follow}


def reworded_pairs(assistant: Assistant) -> set[Pair]:
    items = [item for change in assistant.changes() for item in change.items if item.kind is ItemKind.REWORDED]
    return {(item.old.text, item.new.text) for item in items if item.old and item.new}


def test_four_of_five_true_pairs_are_shown_and_nine_of_ten_shown_pairs_are_true(
    compared: Assistant, plan: dict[str, Any]
) -> None:
    shown, true = shown_pairs(compared), true_pairs(plan) - reworded_pairs(compared)
    assert len(true) >= 15
    assert len(shown & true) >= 0.8 * len(true), sorted(true - shown)
    assert len(shown & true) >= 0.9 * len(shown), sorted(shown - true)


PLAN = "Marlow Vale Play Plan"
HERE = Location("fictional.csv", line=1)


def row(update: str, *progress: str, status: str = "On track") -> Row:
    columns = (
        Column("Status", (Item(status, (HERE,)),)),
        Column("Progress", tuple(Item(text, (HERE,)) for text in progress)),
    )
    return Row("1.1", (Heading("1", "Play"), Heading("1.1", "Renew swings")), columns, HERE, plan=PLAN, update=update)


def items_of(old: Row, new: Row) -> list[ItemChange]:
    documents = [Document(f"{each.update}.csv", each.update, 1, PLAN, each.update, (each,)) for each in (old, new)]
    (change,) = Assistant(WordIndex(documents)).changes()
    return list(change.items)


OLD = row("2023-24", "Only four of the nine old swings at Mill Green are safe", "Benches were painted in the spring")
NEW = row("2024-25", "At Mill Green all the swings, old and new, are now safe", "A kiosk sells ices on the lawn")


def test_both_stay_what_they_are_and_each_names_the_other() -> None:
    gone, came = (
        next(item for item in items_of(OLD, NEW) if item.kind is kind and item.may_follow)
        for kind in (ItemKind.DROPPED, ItemKind.NEW)
    )
    assert gone.may_follow == came.new
    assert came.may_follow == gone.old
    assert gone.as_contract()["may_be_followed_by"] == NEW.columns[1].items[0].text
    assert came.as_contract()["may_follow_from"] == OLD.columns[1].items[0].text


def test_items_on_other_matters_follow_from_nothing() -> None:
    benches, kiosk = OLD.columns[1].items[1].text, NEW.columns[1].items[1].text
    others = [item for item in items_of(OLD, NEW) if (item.old or item.new).text in (benches, kiosk)]  # type: ignore[union-attr]
    assert [item.may_follow for item in others] == [None, None]


def test_the_only_text_of_a_cell_may_follow_from_the_only_one_before_it_in_whatever_words() -> None:
    gone, came = OLD.columns[1].items[1].text, NEW.columns[1].items[1].text
    items = items_of(row("2023-24", gone), row("2024-25", came))
    assert [item.may_follow.text for item in items if item.new and item.may_follow] == [gone]


def test_of_more_items_than_can_be_held_against_one_another_none_is_said_to_follow() -> None:
    texts = [[f"{word} {number} swings are broken" for number in range(101)] for word in ("All", "Nearly")]
    calls: list[int] = []

    def alike(old: Sequence[Excerpt], new: Sequence[Excerpt]) -> NDArray[np.float32]:
        calls.append(len(old))
        return np.ones((len(old), len(new)), dtype=np.float32)

    items = [
        ItemChange("Progress", kind, *((place, None) if kind is ItemKind.DROPPED else (None, place)))
        for kind, update, side in ((ItemKind.DROPPED, "2023-24", texts[0]), (ItemKind.NEW, "2024-25", texts[1]))
        for place in Place.all_in(row(update, *side))
    ]
    change = RowChange((RowStatus.CHANGED,), OLD, NEW, tuple(items))
    assert with_followers([change], alike) == (change,)
    assert not calls
