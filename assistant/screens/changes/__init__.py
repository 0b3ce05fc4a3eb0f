"""The page Changes."""

from assistant.screens.changes.page import draw

__all__ = ["draw"]
