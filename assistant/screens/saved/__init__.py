"""The page Saved."""

from assistant.screens.saved.page import draw

__all__ = ["draw"]
