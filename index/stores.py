"""Which store a place names: a folder is an embedded one."""

from __future__ import annotations

from pathlib import Path

from index.embedded import FolderStore
from index.store import Store


def store_at(place: Path | Store) -> Store:
    """The store at a place; a store is itself."""
    return FolderStore(place) if isinstance(place, Path) else place
