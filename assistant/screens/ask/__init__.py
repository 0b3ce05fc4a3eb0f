"""The page Ask."""

from assistant.screens.ask.page import draw

__all__ = ["draw"]
