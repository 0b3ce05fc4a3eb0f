"""The embedded store: generations in a folder, read and written by this process alone."""

from index.embedded.folder import FolderStore

__all__ = ["FolderStore"]
