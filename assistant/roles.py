"""What people may do: readers, editors and administrators."""

from __future__ import annotations

from enum import IntEnum


class Role(IntEnum):
    """What somebody may do; each may also do what those before it may.

    A reader asks, searches, browses and downloads. An editor changes the documents, how they are read and the
    glossary, and sees the feedback. An administrator reads the audit log and ends other people's sessions.
    """

    READER = 1
    EDITOR = 2
    ADMINISTRATOR = 3
