"""When documents that have come are read: at once, or at a time of the day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time


@dataclass
class Schedule:
    """At once where `at` is None, otherwise at that time of each day by this machine's clock, without a time zone."""

    at: time | None = None
    _looked: datetime | None = field(default=None, repr=False)
    _due: bool = field(default=False, repr=False)

    def due(self, now: datetime) -> bool:
        """Whether documents may be read now. Once the time has come, it stays so until `done`."""
        if self.at is None:
            return True
        today = datetime.combine(now, self.at)
        if self._looked is not None and self._looked < today <= now:
            self._due = True
        self._looked = now
        return self._due

    def done(self) -> None:
        """All that was there has been read: the next time is another day's."""
        self._due = False

    @property
    def words(self) -> str:
        """`at once`, `each day at 02:00`."""
        return "at once" if self.at is None else f"each day at {self.at:%H:%M}"

    @property
    def waits(self) -> str:
        """`waits for 02:00`."""
        return "" if self.at is None else f"waits for {self.at:%H:%M}"
