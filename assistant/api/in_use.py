"""The plans in use, for a program that runs on while documents are read again."""

from __future__ import annotations

import threading
from collections.abc import Collection

from assistant import Assistant
from assistant.settings import Settings
from index import store_at


class PlansInUse:
    """Gives the plans as they are in use at each call; `groups` limits them to what readers of those see."""

    def __init__(self, settings: Settings, groups: Collection[str] | None = None) -> None:
        """Raises IndexNotFound, IndexDamaged, IndexMismatch or StoreUnreachable, as later calls do."""
        self._settings, self._groups = settings, groups
        self._store = store_at(settings.place)
        self._opening = threading.Lock()
        self._pointer = self._store.in_use()
        self._opened = Assistant.open(settings=settings)

    def __call__(self) -> Assistant:
        with self._opening:
            pointer = self._store.in_use()
            if pointer != self._pointer:
                self._opened, self._pointer = Assistant.open(settings=self._settings), pointer
            opened = self._opened
        return opened if self._groups is None else opened.seen_by(self._groups)
