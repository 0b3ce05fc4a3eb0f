"""Stores from plug-ins: an index on another engine, known by the scheme of its address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.cli import doctor
from assistant.settings import Settings
from corpus.errors import PluginUnusable, WrongUse
from corpus.plugins import STORES, plugins
from index import Address, Index, build, store_at
from index.stores import _of_plugin
from tests.plugins import install
from tests.word_encoder import WordEncoder

WORKING = """
    from pathlib import Path

    from index.embedded import FolderStore

    def store(url, tenant, reading):
        return FolderStore(Path(url.partition("://")[2]) / tenant)
"""
PLAN = """# Quay Plan (FICTIONAL)

| Ref | Action | Lead |
|---|---|---|
| Q1 | Light the quay | Harbour Master |
| Q2 | Dredge the basin | Port Engineer |
"""


@pytest.fixture
def plugged_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[str, str], None]]:
    """Installs a store by its scheme and code."""
    monkeypatch.syspath_prepend(tmp_path / "plug-ins")

    def installed(name: str, code: str) -> None:
        install(tmp_path / "plug-ins", STORES, name, code)
        forget()

    def forget() -> None:
        plugins.cache_clear()
        _of_plugin.cache_clear()

    yield installed
    forget()


def test_an_index_is_built_and_read_in_a_plug_ins_store(
    plugged_in: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plugged_in("shelfstore", WORKING)
    monkeypatch.setenv("PLANS_STORE", f"shelfstore://{tmp_path}/shelf")
    monkeypatch.setenv("PLANS_TENANT", "quay")
    place = Settings.load().place
    assert isinstance(place, Address)
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "quay.md").write_text(PLAN, "utf-8")
    build(tmp_path / "documents", place, encoder=WordEncoder)
    found = Index(store_at(place).open(), WordEncoder()).search("dredge")
    assert found[0].passage.reference == "Q2"
    assert (tmp_path / "shelf" / "quay").is_dir()
    assert "“shelfstore” of the package" in doctor.examine_plugins().found


def test_a_store_that_stops_is_told_with_its_package(plugged_in: Callable[[str, str], None]) -> None:
    plugged_in("brokenstore", "def store(url, tenant, reading):\n        return 1 / 0")
    with pytest.raises(PluginUnusable, match=r"plans-brokenstore 1\.0 can’t be used: it stopped at “Zero"):
        store_at(Address("brokenstore://server/plans", "council"))


def test_an_address_that_no_store_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongUse, match="“nostore://”"):
        store_at(Address("nostore://server/plans", "council"))
    monkeypatch.setenv("PLANS_STORE", "nostore://server/plans")
    with pytest.raises(WrongUse, match="PLANS_STORE is no address"):
        Settings.load()
