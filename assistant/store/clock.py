"""Whether the clock can be believed before anything is deleted for its age: not while it has just jumped."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from assistant.store.database import Database

# A server may be off over a long holiday; a clock that is wrong at a start is wrong by years, or by an hour.
LONGEST_OFF = timedelta(days=31)
BACKWARDS = timedelta(days=1)
# From then on, a clock that jumped and went on steadily is right. Whoever runs the server sees the warning meanwhile.
DOUBTED_FOR = timedelta(days=7)


def steady(database: Database, now: datetime) -> bool:
    """Whether the clock, which says `now`, has gone on steadily since it was last asked, or for a week since it jumped.

    False too while nothing was ever stored. Raises NotStored.
    """
    with database.reading() as connection:
        if connection is None:
            return False
        found = connection.execute("SELECT believed, doubted FROM clock").fetchone()
        believed, doubted = (moment and datetime.fromisoformat(moment) for moment in found or (None, None))
    believed, doubted = _judged(now.astimezone(UTC), believed, doubted)
    with database.writing() as connection:
        connection.execute("DELETE FROM clock")
        moments = (believed.isoformat(), doubted and doubted.isoformat())
        connection.execute("INSERT INTO clock VALUES (?, ?)", moments)
    if doubted:
        logging.warning(
            "The clock says %s, but said %s before. Nothing is deleted for its age until it is right, or has gone on"
            " for %d days.",
            now.date(),
            believed.date(),
            DOUBTED_FOR.days,
        )
    return doubted is None


def _judged(now: datetime, believed: datetime | None, doubted: datetime | None) -> tuple[datetime, datetime | None]:
    """What the clock said last while it was believed, and since when it is doubted."""
    if believed is None or -BACKWARDS <= now - believed <= LONGEST_OFF:
        return now, None
    if doubted is None or not -BACKWARDS <= now - doubted <= LONGEST_OFF:
        return believed, now
    return (now, None) if now - doubted >= DOUBTED_FOR else (believed, doubted)
