"""The plans in use, for a program that runs on: each call sees what the latest build has published."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.api.in_use import PlansInUse
from assistant.settings import Settings
from corpus.access import Line, write_access
from corpus.errors import IndexNotFound
from index import build
from tests.assistant.api.conftest import FILES, HEAD
from tests.word_encoder import WordEncoder

OLD, NEW, OTHERS = FILES


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr("assistant.load_encoder", lambda *_: WordEncoder())
    (tmp_path / "documents" / "review").mkdir(parents=True)
    return Settings(documents=tmp_path / "documents", index=tmp_path / "index")


def built(settings: Settings, name: str) -> None:
    (settings.documents / name).write_text(HEAD + FILES[name], encoding="utf-8")
    build(settings.documents, settings.index, encoder=WordEncoder)


def test_what_is_published_later_is_seen_and_the_same_is_opened_once(settings: Settings) -> None:
    built(settings, OLD)
    plans = PlansInUse(settings)
    first = plans()
    assert [update.name for update in first.plans()[0].updates] == ["2024-25"]
    assert plans() is first
    built(settings, NEW)
    assert [update.name for update in plans().plans()[0].updates] == ["2024-25", "2025-26"]


def test_only_what_readers_of_the_groups_see_is_given_later_too(settings: Settings) -> None:
    built(settings, OLD)
    write_access(settings.documents, Line("folders", "review", ("reviewers",)))
    member, other = PlansInUse(settings, ("reviewers",)), PlansInUse(settings, ())
    built(settings, OTHERS)
    assert [plan.name for plan in member().plans()] == ["Fostering plan", "Quillon plan"]
    assert [plan.name for plan in other().plans()] == ["Fostering plan"]


def test_without_an_index_it_is_said_at_the_start(settings: Settings) -> None:
    with pytest.raises(IndexNotFound, match="plans build"):
        PlansInUse(settings)
