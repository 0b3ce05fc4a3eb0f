"""The watched folder: new documents are read by themselves, at once or at a set time."""

from assistant.screens.server.watching.folder_watch import FolderWatch, Waiting
from assistant.screens.server.watching.schedule import Schedule

__all__ = ["FolderWatch", "Schedule", "Waiting"]
