"""Saved questions and searches belong to whoever saved them, and tell what is new since they looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from assistant import Filters
from assistant.store.database import Database
from assistant.store.saved import Kind, Saved, new_in, remove, save, saved_by, seen_now
from corpus.records import Citation

NOW = datetime(2026, 11, 29, tzinfo=UTC)
CITED = Citation("Homes Plan", "2024-25", "1.i", "1 Homes", "i Carers", "Progress", 1, "12 carers joined.", "old.txt")
QUESTION = Saved(Kind.QUESTION, "How many carers joined?", Filters(plan="Homes Plan"), NOW, frozenset())


def test_what_was_saved_is_its_owner_s_alone(tmp_path: Path) -> None:
    database = Database(tmp_path)
    assert saved_by(database, "ours") == []
    search = Saved(Kind.SEARCH, "carers", Filters(), NOW, frozenset())
    for owner in ("ours", "theirs"):
        save(database, owner, QUESTION)
    save(database, "ours", search)
    assert saved_by(database, "ours") == [search, QUESTION]
    remove(database, "ours", QUESTION)
    assert saved_by(database, "ours") == [search]
    assert saved_by(database, "theirs") == [QUESTION]


def test_saving_again_notes_what_has_been_seen(tmp_path: Path) -> None:
    database = Database(tmp_path)
    save(database, "ours", QUESTION)
    looked = seen_now(QUESTION, [CITED], NOW)
    save(database, "ours", looked)
    assert saved_by(database, "ours") == [looked]


def test_new_is_what_no_earlier_update_of_the_plan_said(tmp_path: Path) -> None:
    saved = seen_now(QUESTION, [CITED], NOW)
    carried_over = replace(CITED, update="2025-26", reference="1.ii", file="new.txt")
    another = replace(carried_over, quote="15 carers joined.")
    elsewhere = replace(CITED, plan="Care Plan")
    assert new_in(saved, [carried_over, another, another, elsewhere]) == [another, elsewhere]
    assert new_in(seen_now(saved, [carried_over, another], NOW), [another]) == []
